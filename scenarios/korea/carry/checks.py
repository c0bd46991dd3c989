"""Sums and positions compared with the fact base, and the text of docs/record-carried.md."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from itertools import groupby
from typing import Any

from carry.common import FIRST, HERE, Names, Report, Row, kilometres, read

TITLE = "# What was carried over from the fact base\n\nWritten by `scenarios/korea/carry_facts.py`.\n"


def report_text(forces: list[Row], fronts: list[Row], names: Names, report: Report) -> str:
    """The whole report as Markdown."""
    tables = (sums(forces), equipment(forces), wrong_side(forces, fronts, names), mended(report), dropped(report))
    return "\n".join([TITLE, *tables])


def best(value: Any) -> float:
    """The best figure of a number or a range."""
    return float(value["best"] if isinstance(value, dict) else value)


def men_on(force: Row, day: datetime.date) -> float:
    """Men of a force on a day, interpolated between dated entries; 0 where it is not in Korea."""
    begins = force["arrives"]["date"] if "arrives" in force else force["entries"][0]["date"]
    if not begins <= day or ("leaves" in force and day >= force["leaves"]["date"]):
        return 0.0
    known: list[tuple[datetime.date, float]] = [
        (row["date"], best(row["men"])) for row in force["entries"] if "men" in row
    ]
    before = [row for row in known if row[0] <= day] or known[:1]
    after = [row for row in known if row[0] > day]
    if not after:
        return before[-1][1]
    (d0, m0), (d1, m1) = before[-1], after[0]
    return m0 + (m1 - m0) * max((day - d0).days, 0) / max((d1 - d0).days, 1)


def total(forces: list[Row], sides: Collection[str], day: datetime.date, without: Collection[str] = ()) -> int:
    """Men of some armies on a day, without some forces."""
    return round(sum(men_on(force, day) for force in forces if force["side"] in sides and force["id"] not in without))


def sums(forces: list[Row]) -> str:
    """Sums of the forces against the totals of the fact base (hand/totals.yaml)."""
    lines = ["## Sums\n", "Men of the forces on a day, interpolated between dated entries.\n"]
    lines += ["| date | what | here | fact base | ratio | remark |", "|---|---|---:|---:|---:|---|"]
    for row in read(HERE / "hand" / "totals.yaml"):
        got, wanted = total(forces, row["sides"], row["date"], row.get("without", ())), row["total"]
        ratio = f"{got / wanted:.2f}"
        lines.append(f"| {row['date']} | {row['what']} | {got:,} | {wanted:,} | {ratio} | {row['remark']} |")
    return "\n".join(lines) + "\n"


def equipment(forces: list[Row]) -> str:
    """Tanks and guns on 25 June."""
    begin = [(force["side"], force["entries"][0]) for force in forces if force["entries"][0]["date"] == FIRST]
    tanks, guns = (
        {side: sum(best(row.get(key, 0)) for army, row in begin if army == side) for side in ("kpa", "rok")}
        for key in ("tanks", "guns")
    )
    text = f"On 25 June the KPA has {tanks['kpa']:.0f} tanks (fact base 150) and {guns['kpa']:.0f} guns, "
    return text + f"the ROK {tanks['rok']:.0f} tanks and {guns['rok']:.0f} howitzers (fact base 91).\n"


def beyond(point: tuple[float, float], line: list[list[float]]) -> float:
    """Kilometres from a front, positive on the UN side (south and east), by the nearest stretch of it."""
    nearest, side = 1e9, 0.0
    for a, b in zip(line, line[1:]):
        for i in range(13):
            spot = (a[0] + (b[0] - a[0]) * i / 12, a[1] + (b[1] - a[1]) * i / 12)
            gap = kilometres(point, spot)
            if gap < nearest:
                cross = (b[1] - a[1]) * (point[0] - a[0]) - (b[0] - a[0]) * (point[1] - a[1])
                nearest, side = gap, -1.0 if cross > 0 else 1.0
    return nearest * side


def spots_of(force: Row, names: Names) -> list[tuple[str, datetime.date, tuple[float, float]]]:
    """Every dated position of a force, with those of its regiments on 25 June."""
    found = [(force["id"], row["date"], row["at"]) for row in force["entries"] if "at" in row]
    if force["entries"][0]["date"] == FIRST:
        found += [(part["id"], FIRST, part["at"]) for part in force.get("regiments", []) if "at" in part]
    places = names.places
    return [(name, day, places[at] if isinstance(at, str) else (at["lat"], at["lon"])) for name, day, at in found]


def wrong_side(forces: list[Row], fronts: list[Row], names: Names) -> str:
    """Positions on the other side of the recorded front of that day, or of a day beside it."""
    lines = ["## Positions against the fronts\n", "More than 1 km beyond a front of that day or the day beside it.\n"]
    lines += ["| force | date | km beyond | the front is good to, km |", "|---|---|---:|---:|"]
    checked = 0
    for force in forces:
        sign = 1 if force["side"] == "kpa" else -1
        for name, day, point in spots_of(force, names):
            slack = 0 if day == FIRST else 1
            front = next((row for row in fronts if abs((row["date"] - day).days) <= slack), None)
            if front:
                checked += 1
                km = sign * beyond(point, front["line"])
                lines += [f"| {name} | {day} | {km:.0f} | {front['accuracy_km']} |"] if km > 1 else []
    return "\n".join([*lines, f"\n{checked} positions checked; none of 25 June may stand here.\n"])


def mended(report: Report) -> str:
    """Corrections and hand-made changes."""
    lines = ["## Mended on the way\n", "| kind | what | how |", "|---|---|---|"]
    lines += [f"| {kind} | {name} | {what} |" for kind, name, what in report.mended]
    return "\n".join(lines) + "\n"


def dropped(report: Report) -> str:
    """Rows not carried: counts by kind and reason, then every row."""
    rows = sorted(report.dropped, key=lambda row: (row[0], row[2], row[1]))
    groups = [(head, list(group)) for head, group in groupby(rows, key=lambda row: (row[0], row[2]))]
    lines = ["## Not carried\n", "| kind | reason | rows |", "|---|---|---:|"]
    lines += [f"| {kind} | {reason} | {len(group)} |" for (kind, reason), group in groups]
    for (kind, reason), group in groups:
        lines.append(f"\n### {kind}: {reason}\n")
        lines += [f"- `{name}` {detail}".rstrip() for _, name, _, detail in group]
    return "\n".join(lines) + "\n"
