"""Sums and positions compared with the fact base, and the text of docs/record-carried.md."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any

from carry.common import FIRST, LAST, Names, Report, Row, kilometres


def report_text(forces: list[Row], fronts: list[Row], strengths: Row, names: Names, report: Report) -> str:
    """The whole report as Markdown."""
    parts = ["# What was carried over from the fact base\n\nWritten by `scenarios/korea/carry_facts.py`.\n"]
    parts.append(sums_table(forces, strengths))
    parts.append(wrong_side_table(forces, fronts, names))
    parts.append(mended_table(report))
    parts.append(dropped_table(report))
    return "\n".join(parts)


def best(value: Any) -> float:
    """The best figure of a number or a range."""
    return float(value["best"] if isinstance(value, dict) else value)


def men_on(force: Row, day: datetime.date) -> float | None:
    """Men of a force on a day, interpolated between dated entries; None where it is not in Korea."""
    begins = force["arrives"]["date"] if "arrives" in force else force["entries"][0]["date"]
    if not begins <= day or ("leaves" in force and day >= force["leaves"]["date"]):
        return None
    known = [(row["date"], best(row["men"])) for row in force["entries"] if "men" in row]
    before = [row for row in known if row[0] <= day] or known[:1]
    after = [row for row in known if row[0] > day]
    if not after:
        return before[-1][1]
    (d0, m0), (d1, m1) = before[-1], after[0]
    return m0 + (m1 - m0) * max((day - d0).days, 0) / max((d1 - d0).days, 1)


def total(forces: list[Row], sides: tuple[str, ...], day: datetime.date, only: Any = None) -> int:
    """Men of some armies on a day."""
    picked = [force for force in forces if force["side"] in sides and (only is None or only(force))]
    return round(sum(men_on(force, day) or 0 for force in picked))


REAR = ("kpa-bc-2", "kpa-bc-5", "kpa-10-div", "kpa-13-div", "kpa-bc-7")
COMPARED: tuple[tuple[str, tuple[str, ...], str, int, str, Any], ...] = (
    ("1950-06-25", ("kpa",), "KPA army with constabulary", 135438, "117,000-198,000", None),
    ("1950-06-25", ("kpa",), "KPA assault force on the parallel", 90000, "89,000-111,000", lambda f: f["id"] not in REAR),
    ("1950-06-25", ("rok",), "ROK divisions", 64697, "64,697", lambda f: f["id"] != "rok-17-regt"),
    ("1950-07-05", ("us",), "US ground in Korea", 2500, "1,500-5,000 (24th Division counted from its landing on the 3rd)", None),
    ("1950-07-13", ("us",), "US ground in Korea (all arms)", 18000, "18,000", None),
    ("1950-07-26", ("rok",), "ROK divisions in the line", 37665, "5 divisions; army 82,000-94,570", lambda f: f["id"] != "rok-17-regt"),
    ("1950-08-04", ("us",), "US ground combat", 47000, "47,000", None),
    ("1950-08-05", ("rok",), "ROK combat, five divisions", 45000, "45,000", None),
    ("1950-08-05", ("kpa",), "KPA on the perimeter", 69100, "65,000-70,000 (without the 10th Division, just arriving)",
     lambda f: f["id"] not in ("kpa-bc-2", "kpa-bc-5", "kpa-bc-7", "kpa-9-div", "kpa-10-div")),
    ("1950-09-01", ("kpa",), "KPA on the perimeter", 97850, "90,000-98,000", lambda f: f["id"] not in ("kpa-bc-2", "kpa-bc-5")),
    ("1950-09-01", ("us", "uk"), "US Army, Marines and British ground (all arms)", 84700, "divisions only here", None),
    ("1950-09-15", ("rok",), "ROK six divisions in the line", 72730, "60,000-73,000", lambda f: f["id"] not in ("rok-11-div", "rok-7-div-new", "rok-17-regt")),
    ("1950-09-15", ("kpa",), "KPA on the perimeter", 70000, "60,000-75,000", lambda f: f["id"] not in ("kpa-bc-2", "kpa-bc-5", "kpa-18-div")),
)  # fmt: skip


def sums_table(forces: list[Row], strengths: Row) -> str:
    """Sums of the forces against the totals of the fact base."""
    lines = ["## Sums\n", "Men of the forces on a day (interpolated between dated entries) against the totals of the fact base.\n"]
    lines += ["| date | what | here | fact base | ratio | range or remark |", "|---|---|---:|---:|---:|---|"]
    for text, sides, what, wanted, remark, only in COMPARED:
        got = total(forces, sides, datetime.date.fromisoformat(text), only)
        lines.append(f"| {text} | {what} | {got:,} | {wanted:,} | {got / wanted:.2f} | {remark} |")
    tanks = {side: sum(best(row["tanks"]) for force in forces if force["side"] == side for row in force["entries"][:1]
                       if row["date"] == FIRST and "tanks" in row) for side in ("kpa", "rok")}  # fmt: skip
    lines.append(f"\nTanks on 25 June: KPA {tanks['kpa']:.0f} (fact base 150), ROK {tanks['rok']:.0f}.")
    guns = sum(best(force["entries"][0].get("guns", 0)) for force in forces if force["side"] == "rok" and force["entries"][0]["date"] == FIRST)
    lines.append(f"Howitzers of the ROK on 25 June: {guns:.0f} (fact base 91).\n")
    return "\n".join(lines)


def _where(point: Any, names: Names) -> tuple[float, float]:
    return names.places[point] if isinstance(point, str) else (point["lat"], point["lon"])


def beyond(point: tuple[float, float], line: list[list[float]]) -> float:
    """Kilometres from the line, positive on the UN side (south and east), by the nearest stretch."""
    nearest, side = 1e9, 0.0
    for a, b in zip(line, line[1:]):
        steps = 12
        for i in range(steps + 1):
            spot = (a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps)
            gap = kilometres(point, spot)
            if gap < nearest:
                cross = (b[1] - a[1]) * (point[0] - a[0]) - (b[0] - a[0]) * (point[1] - a[1])
                nearest, side = gap, -1.0 if cross > 0 else 1.0
    return nearest * side


def wrong_side_table(forces: list[Row], fronts: list[Row], names: Names) -> str:
    """Positions that lie on the other side of the recorded front of that day (or a day beside it)."""
    lines = ["## Positions against the fronts\n", "Entries within a day of a recorded front and on the wrong side of it by more than 1 km.\n"]
    lines += ["| force | date | km beyond | accuracy of the front, km |", "|---|---|---:|---:|"]
    checked = 0
    for force in forces:
        spots = [(row["date"], row["at"], force["id"]) for row in force["entries"] if "at" in row]
        if force["entries"][0]["date"] == FIRST:
            spots += [(FIRST, part["at"], part["id"]) for part in force.get("regiments", []) if "at" in part]
        for day, at, name in spots:
            front = next((row for row in fronts if abs((row["date"] - day).days) <= (0 if day == FIRST else 1)), None)
            if front is None or "extra" in front and day == LAST and False:
                continue
            checked += 1
            km = beyond(_where(at, names), front["line"])
            wrong = km if force["side"] == "kpa" else -km
            if wrong > 1:
                lines.append(f"| {name} | {day} | {wrong:.0f} | {front['accuracy_km']} |")
    return "\n".join([*lines, f"\n{checked} positions checked.\n"])


def mended_table(report: Report) -> str:
    """Corrections and hand-made changes."""
    lines = ["## Mended on the way\n", "| kind | what | how |", "|---|---|---|"]
    lines += [f"| {kind} | {name} | {what} |" for kind, name, what in report.mended]
    return "\n".join(lines) + "\n"


def dropped_table(report: Report) -> str:
    """Rows not carried: counts by kind and reason, then every row."""
    rows = sorted(report.dropped, key=lambda row: (row[0], row[2], row[1]))
    lines = ["## Not carried\n", "| kind | reason | rows |", "|---|---|---:|"]
    for (kind, reason), group in groupby(rows, key=lambda row: (row[0], row[2])):
        lines.append(f"| {kind} | {reason} | {len(list(group))} |")
    for (kind, reason), group in groupby(rows, key=lambda row: (row[0], row[2])):
        lines.append(f"\n### {kind}: {reason}\n")
        lines += [f"- `{name}` {detail}".rstrip() for _, name, _, detail in group]
    return "\n".join(lines) + "\n"
