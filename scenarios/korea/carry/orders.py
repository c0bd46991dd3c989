"""Operations: what headquarters ordered, as ordered, with the hand-made conditions of hand/operations.yaml."""

from __future__ import annotations

import datetime
from typing import Any

from carry.common import HERE, LAST, Names, Report, Row, read, sourced

POSTURES = {"all_out": "all_out", "deliberate": "deliberate", "economy": "economy"}


def unit_ids(facts: list[str], day: datetime.date) -> list[str]:
    """Force ids of fact units; a divided or re-raised one becomes the forces of that date."""
    table: dict[str, list[tuple[str, Row]]] = {}
    for row in read(HERE / "hand" / "forces.yaml"):
        ids = [piece["id"] for piece in row["split"]] if "split" in row else [row["id"]]
        for key in ids:
            table.setdefault(row.get("fact", row.get("with", "")), []).append((key, row))
    found = []
    for fact in facts:
        for key, row in table.get(fact, []):
            last = min(row.get("until", datetime.date.max), row.get("leaves", {}).get("date", datetime.date.max))
            if row.get("from", datetime.date.min) <= day <= last:
                found.append(key)
    return found


def formation_id(row: Row, units: list[str], names: Names) -> str:
    """The corps or army that was ordered; the division itself for the division groups of the fact base."""
    if row["formation"] in ("us_24", "us_25", "us_1cav", "us_2") and units:
        return units[0]
    return names.hand["formations"][row["formation"]] or units[0]


def ordered_on(row: Row, hand: Row) -> datetime.date:
    """Date of the order: as known, else the day before for a plan and the same day for a reaction."""
    begins: datetime.date = row["from"]
    known: datetime.date = hand.get("ordered", begins - datetime.timedelta(1 if row["given_as"] == "plan" else 0))
    return known


def operation(row: Row, hand: Row, names: Names) -> Row:
    """One order in the words of the format."""
    planned = hand.get("nature", "planned" if row["given_as"] == "plan" else "reactive") == "planned"
    units = hand.get("units") or unit_ids(row.get("units") or [], row["from"])
    built: Row = {
        "id": hand.get("id", row["id"].replace("_", "-")),
        "issuer": hand.get("issuer") or names.hand["sides"][row["side"]],
        "formation": hand.get("formation") or formation_id(row, units, names),
        "units": units,
        "ordered": ordered_on(row, hand),
        "from": hand.get("from", row["from"]),
        "until": hand.get("until", "relieved"),
        "mission": hand.get("mission") or names.hand["missions"][row["mission"]],
    }
    for key in ("objective", "axis", "line"):
        points = hand.get(key, row.get(key))
        if points:
            built[key] = [names.at(point) for point in points]
    built["posture"] = hand.get("posture", POSTURES[row["posture"]])
    built["reserve"] = hand.get("reserve", min(row["reserve_share"], 0.9))
    for key in ("while", "trigger"):
        if key in hand:
            built[key] = hand[key]
    built["nature"] = "planned" if planned else "reactive"
    return {**built, **sourced(row, names), "note": f"{row['ordered_by']}: {row['note']}"}


def problems(row: Row, built: Row, hand: Row) -> str | None:
    """Why an order cannot be carried, or None."""
    if "drop" in hand:
        return str(hand["drop"])
    if not built["units"]:
        return "none of its units is in the window"
    if built["nature"] == "reactive" and "trigger" not in built:
        return "reactive, and what set it off is not known well enough for a trigger"
    return None


def operations(facts: Row, names: Names, report: Report) -> list[Row]:
    """All orders of the window, by date."""
    hand_rows: dict[str, Any] = read(HERE / "hand" / "operations.yaml")
    built = []
    for row in facts["operations"]:
        hand = hand_rows.get(row["id"], {})
        if row["from"] > LAST:
            report.drop(
                "operation", row["id"], "begins after the window", f"{row['side']} {row['from']} {row['mission']}"
            )
            continue
        if "drop" in hand or not unit_ids(row.get("units") or [], row["from"]):
            report.drop("operation", row["id"], hand.get("drop", "none of its units is in the window"), row["note"])
            continue
        entry = operation(row, hand, names)
        reason = problems(row, entry, hand)
        if reason:
            report.drop("operation", row["id"], reason, row["note"])
            continue
        if "mended" in hand:
            report.mend("operation", entry["id"], hand["mended"])
        built.append(entry)
    built += hand_rows.get("added", [])
    return sorted(built, key=lambda row: (row["from"], row["id"]))
