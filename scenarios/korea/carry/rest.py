"""Fronts, changes of control, events and figures."""

from __future__ import annotations

import datetime
from typing import Any

from carry.common import HERE, LAST, Names, Report, Row, inside, read, sourced

COALITION = {"KPA": "dprk", "ROK": "un", "US": "un", "UK": "un", "UN": "un"}
ACCURACY = {"high": 5, "medium": 8, "low": 15}
KINDS = {"soviet": "politics", "pow": "civilians"}


def fronts(facts: Row, names: Names, report: Report) -> list[Row]:
    """Front lines of the window."""
    built = []
    for row in facts["fronts"]:
        if not inside(row["date"]):
            report.drop("front", str(row["date"]), "after the window")
            continue
        entry: Row = {"date": row["date"], "line": [list(map(float, point)) for point in row["main"]]}
        closed = [item for item in row["extra"] if item.get("closed")]
        if closed:
            entry["extra"] = [item["points"] for item in closed]
        if row["gaps"]:
            entry["gaps"] = [[item["from"], item["to"]] for item in row["gaps"]]
        entry["accuracy_km"] = ACCURACY[row["confidence"]]
        entry.update(sourced(row, names))
        notes = [row["note"], *(f"{item['id']}: {item['kind']}, {item['holder']}" for item in closed)]
        built.append({**entry, "note": "; ".join(notes)})
    return built


def control(facts: Row, names: Names, report: Report) -> list[Row]:
    """Places that changed hands in the window."""
    built = []
    for row in facts["changes"]:
        name = f"{row['place']} {row['date']}"
        if not inside(row["date"]):
            report.drop("control", name, "after the window")
            continue
        built.append(change_of_control(row, name, names, report))
    return sorted(built, key=lambda row: row["date"])


def change_of_control(row: Row, name: str, names: Names, report: Report) -> Row:
    """One change; the place by its id where the map has it within 4 km, else by name and coordinates."""
    named = names.hand["places"].get(row["place"])
    key = named if named in names.places else names.nearest(row["lat"], row["lon"], 4.0)
    place: Any = key or {"name": row["place"], "lat": row["lat"], "lon": row["lon"]}
    if not key:
        report.mend("control", name, "not on the map: kept with its coordinates")
    notes = "; ".join(str(row[key]) for key in ("by", "note") if key in row)
    entry = {
        "place": place,
        "date": row["date"],
        "days": row["unc_days"],
        "from": COALITION[row["from"]],
        "to": COALITION[row["to"]],
    }
    return {**entry, **sourced(row, names), "note": notes}


def events(facts: Row, names: Names, report: Report) -> list[Row]:
    """Events of the window that have a headline in hand/events.yaml, by date."""
    titles: dict[str, Row] = read(HERE / "hand" / "events.yaml")
    built = []
    for row in facts["events"]:
        day = row.get("date") or row.get("from")
        if not isinstance(day, datetime.date) or day > LAST:
            report.drop("event", row["id"], "after the window")
        elif row["id"] not in titles:
            report.drop("event", row["id"], "no headline written yet", row["text"][:90])
        else:
            built.append(event(row, day, titles[row["id"]], names))
    return sorted(built, key=lambda row: row["date"])


def event(row: Row, day: datetime.date, hand: Row, names: Names) -> Row:
    """One event in the words of the format; its place only where that is in Korea."""
    entry: Row = {"id": row["id"].removeprefix("ev_").replace("_", "-"), "date": day}
    if isinstance(row.get("to"), datetime.date):
        entry["to"] = row["to"]
    entry["title"] = {"en": hand["en"], "ko": hand["ko"]}
    entry["text"] = {"en": row["text"]}
    lat, lon = row["at"]
    if 33 <= lat <= 43 and 124 <= lon <= 131:
        entry["at"] = names.at(row["at"])
    kind = KINDS.get(row["cat"], row["cat"])
    return {**entry, "kind": kind, "importance": row["importance"], **sourced(row, names)}


def figures(facts: Row, names: Names, report: Report) -> list[Row]:
    """Sorties, aircraft, ports, replacements, supply and strengths with a date or a span in the window."""
    built: list[Row] = []
    for name, row in figure_rows(facts):
        span = row.get("period") or ([row["d"], row["d"]] if "d" in row else None)
        label = f"{name}: {row.get('what', row.get('place', row.get('note', '')))}"
        if span is None or span[0] > LAST:
            report.drop(
                "figure",
                label,
                "after the window" if span else "without a date: a planning figure, for assumptions.yaml",
            )
            continue
        if "value" not in row:
            report.drop("figure", label, "no figure")
            continue
        built.append(figure(name, span, row, names))
    return built


def figure_rows(facts: Row) -> list[tuple[str, Row]]:
    """Every dated figure of strengths.yaml under the name of its list."""
    rows: list[tuple[str, Row]] = []
    for section in ("ground_strength", "tanks", "aircraft"):
        rows += [(f"{section}.{key.lower()}", row) for key, part in facts[section].items() for row in part]
    for section in ("sorties", "replacements", "casualties", "naval"):
        rows += [(f"{section}.{str(row.get('side', 'un')).lower()}", row) for row in facts[section]]
    for key, part in facts["supply"].items():
        rows += [(f"supply.{key}", row) for row in part]
    return rows


def figure(name: str, span: list[Any], row: Row, names: Names) -> Row:
    """One figure: what it is, from when to when, the value with its range."""
    value: Any = row["value"]
    if "range" in row:
        value = {"low": min(row["range"][0], value), "best": value, "high": max(row["range"][1], value)}
    what = row.get("what") or row.get("place") or row.get("note", "")
    entry: Row = {"figure": name, "what": f"{row['place']}: {what}" if "place" in row and "what" in row else what}
    entry.update({"from": span[0], "to": span[1], "value": value, **sourced(row, names)})
    if "note" in row and row["note"] != what:
        entry["note"] = row["note"]
    return entry
