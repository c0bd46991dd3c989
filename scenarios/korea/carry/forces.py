"""Forces and formations: dated positions and strengths of the fact base joined with hand/forces.yaml."""

from __future__ import annotations

import datetime
from typing import Any

from carry.common import FIRST, HERE, LAST, Names, Report, Row, inside, read, sourced


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def regiments(hand: Row, side: str, names: Names) -> list[Row]:
    """Regimental groups of a division, in equal shares unless the hand-made row says otherwise."""
    rows = hand.get("regiments", [])
    built = []
    for row in rows:
        number, american = row["n"], side == "us"
        kind = row.get("kind", "inf")
        stem = f"us-{number}-{kind}" if american else f"{side}-{number}-regt"
        label = f"{ordinal(number)} " + ({"inf": "Infantry", "cav": "Cavalry"}[kind] if american else "Regiment")
        korean = f"제{number}" + ("기병연대" if kind == "cav" else "보병연대" if american else "연대")
        name = {"en": row.get("en", label), "ko": row.get("ko", korean)}
        entry = {"id": row.get("id", stem), "name": name, "share": row.get("share", round(1 / len(rows), 4))}
        if "at" in row:
            entry["at"] = names.at(row["at"])
        built.append(entry)
    return built


def spread(men: float, row: Row) -> Any:
    """A figure, or {low, best, high} where the fact base gives a range."""
    bounds = row.get("range")
    if not bounds or row.get("men") != men:
        return men
    return {"low": min(bounds[0], men), "best": men, "high": max(bounds[1], men)}


def tanks_of(row: Row) -> Any:
    """Tanks with their range."""
    value, bounds = row["tanks"], row.get("range_tanks")
    return {"low": min(bounds[0], value), "best": value, "high": max(bounds[1], value)} if bounds else value


def dated_facts(fact: Row, names: Names, confidence: str) -> dict[datetime.date, Row]:
    """Positions and strengths of a formation of the fact base, joined by date."""
    found: dict[datetime.date, Row] = {}
    for row in fact.get("pos", []):
        found.setdefault(row["d"], {})["at"] = names.at(row)
        found[row["d"]].setdefault("c", row.get("c", confidence))
    for row in fact.get("strength", []):
        entry = found.setdefault(row["d"], {})
        for key in ("guns", "note", "basis"):
            if key in row:
                entry[key] = row[key]
        if "men" in row:
            entry["men"] = spread(row["men"], row)
        if "tanks" in row:
            entry["tanks"] = tanks_of(row)
        entry["c"] = row.get("c", confidence)
    return found


def start_entry(fact: Row, hand: Row, found: dict[datetime.date, Row], names: Names, report: Report) -> None:
    """Puts the place of 25 June (fact base or hand-made correction) into the entry of that day."""
    start = fact.get("start") or {}
    if start.get("date") == FIRST:
        found.setdefault(FIRST, {"c": fact.get("confidence", "medium")})["at"] = names.at(start)
    if "start" in hand:
        changed = dict(hand["start"])
        report.mend("force", hand["id"], changed.pop("why"))
        changed["at"] = names.at(changed["at"])
        found.setdefault(FIRST, {"c": "medium"}).update(changed, basis="judgement")


def corrections(hand: Row, found: dict[datetime.date, Row], report: Report) -> None:
    """`set` rows of the hand-made part: a dated fact moved or changed, with its reason."""
    for change in hand.get("set", []):
        row = found.pop(change["date"])
        day = change.get("to_date", change["date"])
        row.update({key: change[key] for key in ("men", "guns", "tanks") if key in change})
        found[day] = {**found.get(day, {}), **row}
        report.mend("force", hand["id"], f"{change['date']} -> {day}: {change['why']}")


def entries_of(fact: Row, hand: Row, names: Names, report: Report) -> list[Row]:
    """Dated entries of one force inside the window, oldest first."""
    found = dated_facts(fact, names, fact.get("confidence", "medium"))
    start_entry(fact, hand, found, names, report)
    corrections(hand, found, report)
    built: dict[datetime.date, Row] = {}
    low, high = hand.get("from", FIRST), hand.get("until", LAST)
    for day, row in found.items():
        if not inside(day):
            report.drop("force entry", f"{hand['id']} {day}", "after the window (15 September 1950)")
        elif low <= day <= high:
            base = sourced({**row, "source": fact.get("source", "")}, names)
            built[day] = {**row, "date": day, **base}
    for row in hand.get("add_entries", []):
        built[row["date"]] = hand_entry(row, built.get(row["date"], {}), fact, names)
    return [built[day] for day in sorted(built)]


def hand_entry(row: Row, old: Row, fact: Row, names: Names) -> Row:
    """A hand-made entry, laid over what the fact base has on that day; its source is that of the force."""
    base = {
        "source": row.get("source") or sourced(fact, names)["source"],
        "confidence": row.get("confidence", "medium"),
        "basis": row.get("basis", "judgement"),
    }
    figures: Row = {key: row[key] for key in ("men", "guns", "tanks", "note") if key in row}
    return {"date": row["date"], **(old or base), "at": names.at(row["at"]), **figures}


PERIMETER_SHARE = 0.81


def mid_september(entries: list[Row], hand: Row) -> list[Row]:
    """Adds the men of a KPA division of the perimeter on 15 September: its figure of 1 September times the share that
    makes the sum 70,000 together with the divisions whose figure is known."""
    known = [row for row in entries if "men" in row]
    last = known[-1]
    if not hand["id"].startswith("kpa-") or last["date"] != datetime.date(1950, 9, 1):
        return entries
    figure = (
        last["men"] if isinstance(last["men"], dict) else {"low": last["men"], "best": last["men"], "high": last["men"]}
    )
    men = {
        "low": round(figure["low"] * 0.65),
        "best": round(figure["best"] * PERIMETER_SHARE),
        "high": round(figure["high"] * 0.9),
    }
    note = f"{PERIMETER_SHARE} of 1 September, so that the perimeter sums to 70,000"
    row = next((row for row in entries if row["date"] == LAST), None)
    if row is None:
        row = {"date": LAST, "source": last["source"], "confidence": "low", "basis": "judgement"}
        entries.append(row)
    row.update(men=men, confidence="low", basis="judgement", note=note)
    return entries


def first_whole(entries: list[Row], arrives: Row | None, names: Names) -> list[Row]:
    """The first entry says where the force is and what it has: a later figure is carried back if it lacks one."""
    first = entries[0]
    if arrives:
        first["at"] = (
            names.at(arrives["at"]) if first["date"] == arrives["date"] else first.get("at", names.at(arrives["at"]))
        )
    for key in ("at", "men"):
        if key not in first:
            first[key] = next(row[key] for row in entries if key in row)
    order = ("date", "at", "men", "guns", "tanks", "source", "confidence", "basis", "note")
    return [{key: row[key] for key in order if key in row} for row in entries]


def belongings(fact_id: str, groups: list[Row], hand: Row, names: Names, report: Report) -> list[Row]:
    """Which corps commanded a force and when, inside the window; where rows overlap the later one counts."""
    if "formation" in hand:
        return list(hand["formation"])
    rows = []
    for group in groups:
        target = names.hand["formations"].get(group["id"])
        for member in group["members"]:
            if member["unit"] == fact_id and target and member["from"] <= LAST:
                rows.append({"from": member["from"], "to": member["to"], "of": target})
    rows.sort(key=lambda row: row["from"])
    kept: list[Row] = []
    for row in rows:
        if kept and kept[-1]["of"] == row["of"]:
            kept[-1]["to"] = None if None in (kept[-1]["to"], row["to"]) else max(kept[-1]["to"], row["to"])
            continue
        if kept and (kept[-1]["to"] is None or kept[-1]["to"] > row["from"]):
            kept[-1]["to"] = row["from"] - datetime.timedelta(1)
        kept.append(row)
    for row in kept:
        row["to"] = None if row["to"] and row["to"] > LAST else row["to"]
    return kept


def force(fact: Row, hand: Row, groups: list[Row], names: Names, report: Report) -> Row:
    """One force of the record from its fact row and its hand-made row."""
    side = hand.get("side") or names.hand["sides"][fact["side"]]
    arrives = dict(hand["arrives"]) if "arrives" in hand else None
    built: Row = {"id": hand["id"], "name": {"en": hand["en"], "ko": hand["ko"]}, "side": side, "type": hand["type"]}
    built.update({key: hand[key] for key in ("short", "division") if key in hand})
    built["formation"] = belongings(fact.get("id", ""), groups, hand, names, report)
    if hand.get("regiments"):
        built["regiments"] = regiments(hand, side, names)
    built["entries"] = first_whole(mid_september(entries_of(fact, hand, names, report), hand), arrives, names)
    if arrives:
        arrives["at"] = names.at(arrives["at"])
        built["arrives"] = (
            {**arrives, **sourced(fact, names, confidence=fact.get("confidence", "medium"))} if fact else arrives
        )
    for key in ("leaves", "merges_into"):
        if key in hand:
            built[key] = hand[key]
    if "fate" in fact:
        built["note"] = "; ".join(fact["commanders"]) if "commanders" in fact else None
    return {key: value for key, value in built.items() if value is not None}


def split_force(fact: Row, hand: Row, groups: list[Row], names: Names, report: Report) -> list[Row]:
    """One fact row that becomes several forces, by shares of men and tanks."""
    parts = []
    for piece in hand["split"]:
        row = force(
            fact,
            {
                **piece,
                "add_entries": hand.get("add_entries", []),
                "start": {"at": piece["at"], "why": f"{fact['id']} split"},
            },
            groups,
            names,
            report,
        )
        for entry in row["entries"]:
            for key in ("men", "tanks"):
                if key in entry:
                    entry[key] = scaled(entry[key], piece[key])
            if entry.get("guns") == 0:
                entry.pop("guns")
        parts.append(row)
    return parts


def scaled(value: Any, share: float) -> Any:
    """A figure or a range times a share, whole."""
    if isinstance(value, dict):
        return {key: round(item * share) for key, item in value.items()}
    return round(value * share)


def forces(facts: Row, groups: list[Row], names: Names, report: Report) -> list[Row]:
    """All forces of the window; fact rows without a hand-made row are reported."""
    by_id = {row["id"]: row for row in facts["formations"]}
    hand_rows = read(HERE / "hand" / "forces.yaml")
    built: list[Row] = []
    for hand in hand_rows:
        fact = by_id.get(hand.get("fact"), {})
        if "split" in hand:
            built += split_force(fact, hand, groups, names, report)
        else:
            built.append(force(fact, hand, groups, names, report))
    used = {hand.get("fact") for hand in hand_rows}
    for row in facts["formations"]:
        if row["id"] not in used:
            begin = (row.get("start") or row.get("arrival"))["date"]
            report.drop("force", row["id"], why_not(begin), f"{row['name']}, from {begin}")
    return built


def why_not(begin: datetime.date) -> str:
    """Why a formation of the fact base is not carried."""
    if begin > LAST:
        return "begins after the window"
    return "begins on the last day: belongs to the Inchon scenario" if begin == LAST else "no hand-made row"


def formations() -> list[Row]:
    """Corps and armies (hand-made)."""
    return list(read(HERE / "hand" / "formations.yaml"))
