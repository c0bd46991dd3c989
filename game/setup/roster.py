"""Forces of the record -> elements and divisions of a match, with the figures of the start."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from game.record import Element, Record
from game.rules.dice import identity
from game.schema.book import UnitType
from game.schema.record import Force
from game.setup.draws import Seeds, Spread, triangular
from game.setup.names import Calendar
from game.setup.places import Spots
from game.terms import MarchMode, Size, State, UnitKind
from game.world import NEVER, World

ANTI_TANK_FULL = 10.0
"""Weapons per 1,000 men that stop tanks as well as any unit of 1950 could (a US division of September 1950)."""
DAYS_CARRIED = {MarchMode.FOOT: 7, MarchMode.MOTOR: 3, MarchMode.LIGHT_FOOT: 6}
"""Days of supply with the troops (estimates of the fact base: KPA 7-14, US 2-5, Chinese 5-7)."""
WORKS = 250
"""Field works of a unit that stands on the defensive when the match begins, thousandths."""
SIZES = {"II": 0, "III": 1, "X": 2, "XX": 3, "XXX": 4, "XXXX": 5}
TIED = 0.6  # cohesion that a unit keeps however few men it has left


class Entry(NamedTuple):
    """An element with what it comes from; days count from the start of the match."""

    element: Element
    force: Force
    type: UnitType
    share: float
    arrive_day: int
    arrive_hex: int
    leave_day: int


class Roster(NamedTuple):
    """Everybody in a match. Elements and divisions stand in the order of their ids."""

    entries: tuple[Entry, ...]
    divisions: tuple[str, ...]
    forces: dict[str, Force]

    def division_index(self) -> dict[str, int]:
        """Division id -> index."""
        return {division: index for index, division in enumerate(self.divisions)}


def muster(record: Record, spots: Spots, calendar: Calendar, types: dict[str, UnitType]) -> Roster:
    """Who is there on the first morning or comes before the last day, as the record had it the evening before."""
    situation = record.at(calendar.start - datetime.timedelta(days=1))
    by_id = {force.id: force for force in record.book.forces}
    entries = []
    for element in situation.elements:
        force = by_id[element.force]
        arrive_day, arrive_hex = _arrival(force, element, spots, calendar)
        leave_day = calendar.day(force.leaves.date) + 1 if force.leaves else NEVER
        if leave_day <= 0 or arrive_day > calendar.days:
            continue
        share = next((r.share for r in force.regiments if r.id == element.id), 1.0)
        entries.append(Entry(element, force, types[force.type], share, arrive_day, arrive_hex, leave_day))
    entries.sort(key=lambda entry: entry.element.id)
    divisions = sorted({entry.force.id for entry in entries})
    return Roster(tuple(entries), tuple(divisions), {e.force.id: e.force for e in entries})


def symbol_of(force: Force) -> str:
    """Id of the division under whose symbol a force is drawn: its own, or that of the division it is a regiment of."""
    return force.division or force.id


def _arrival(force: Force, element: Element, spots: Spots, calendar: Calendar) -> tuple[int, int]:
    """(day, hex) of arrival; day -1 for who is on the map already."""
    if element.present and element.hex >= 0:
        return -1, element.hex
    if force.arrives is None:
        return 0, element.hex
    return max(calendar.day(force.arrives.date), 0), spots.hex(force.arrives.at)


def write(worlds: World, roster: Roster, seeds: Seeds, armies: Sequence[str], attackers: set[str]) -> None:
    """Fill Units and Divisions of a batch. `attackers`: divisions whose first order is to attack (no field works)."""
    units, number = worlds.units, len(roster.entries)
    index = roster.division_index()
    for u, entry in enumerate(roster.entries):
        _standing(units, u, entry, index, armies, entry.force.id in attackers)
        for field in ("men", "guns", "tanks"):
            figure = getattr(entry.element, field)
            spread = Spread(float(figure.low), float(figure.best), float(figure.high))
            whole = f"{field} of {entry.force.id}"  # one draw a division: its regiments share its luck
            getattr(units, field)[:, u] = np.rint(triangular(seeds, whole, spread))
    _train(worlds, roster, seeds)
    strength = units.men / np.maximum(units.men_full, 1)
    units.cohesion[:] = np.rint(1000 * np.minimum(TIED + (1 - TIED) * strength, 1.0))
    units.id[:] = [identity(entry.element.id) for entry in roster.entries]
    units.order[:] = np.argsort(units.id[0], kind="stable")
    units.fed[:] = 1000
    units.target[:], units.goal[:] = -1, -1
    units.posture[:] = 1
    units.still[:] = 3
    assert number == units.hex.shape[1], "one column an element"
    _divisions(worlds, roster)


def _standing(units: Any, u: int, entry: Entry, index: dict[str, int], armies: Sequence[str], attacks: bool) -> None:
    """What is the same in every world."""
    element, type_ = entry.element, entry.type
    here = entry.arrive_day < 0
    mode = MarchMode[type_.movement.upper()]
    days = DAYS_CARRIED[mode] * 1000
    size = SIZES[type_.size] if not entry.force.regiments else int(Size.REGIMENT)
    ability = round(1000 * min(type_.anti_tank * 1000.0 / type_.men / ANTI_TANK_FULL, 1.0))
    values = {
        "side": element.side, "force": armies.index(element.army), "kind": UnitKind[type_.kind.upper()],
        "size": size, "mode": mode, "division": index[entry.force.id],
        "state": State.ACTIVE if here else State.ABSENT, "hex": element.hex if here else -1,
        "came_from": element.hex if here else -1, "anti_tank": ability,
        "men_full": round(type_.men * entry.share), "guns_full": round(type_.guns * entry.share),
        "tanks_full": round(type_.tanks * entry.share), "stock": days, "stock_full": days,
        "entrench": 0 if attacks or not here else WORKS, "arrive_day": 0 if here else entry.arrive_day,
        "arrive_hex": entry.arrive_hex, "leave_day": entry.leave_day,
    }  # fmt: skip
    for field, value in values.items():
        getattr(units, field)[:, u] = int(value)


def _train(worlds: World, roster: Roster, seeds: Seeds) -> None:
    """Quality: one draw for each type of unit, as what is uncertain is how good such troops were."""
    for type_ in {entry.type.id: entry.type for entry in roster.entries}.values():
        spread = Spread(type_.quality.low, type_.quality.best, type_.quality.high)
        drawn = np.rint(1000 * triangular(seeds, f"quality of {type_.id}", spread))
        mine = [entry.type.id == type_.id for entry in roster.entries]
        worlds.units.quality[:, mine] = drawn[:, None]


def _divisions(worlds: World, roster: Roster) -> None:
    divisions, units = worlds.divisions, worlds.units
    divisions.id[:] = [identity(division) for division in roster.divisions]
    divisions.order[:] = np.argsort(divisions.id[0], kind="stable")
    divisions.operation[:] = -1
    divisions.corps[:] = -1
    for d in range(len(roster.divisions)):
        mine = units.division[0] == d
        divisions.side[:, d] = units.side[0, mine][0]
        divisions.men_start[:, d] = units.men[:, mine].sum(axis=1)
