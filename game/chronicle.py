"""Log rows -> dated sentences; losses and the front by week. The only place that turns what happened into prose.

The sentences stand in words.py.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import words
from game.hexmap import Board, distance_km
from game.setup import Calendar, Names
from game.terms import EventKind
from game.world import Array, World

HEX_KM2 = 86.6
NOTABLE = 3  # places of at least this importance are named when they change hands
SHORT = {"dprk": "DPRK", "un": "UN"}


class Told(NamedTuple):
    """A sentence about a day; `weight` says how much it matters, 0-100."""

    day: int
    weight: int
    text: str


def say(key: str, **values: object) -> str:
    """A sentence of the chronicle with its values."""
    return words.text("told_" + key, **values)


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return say("and", first=", ".join(items[:-1]), last=items[-1])


def rows_of(world: World) -> Array:
    """[rows, 7] the log rows still kept, oldest first (one world)."""
    ring, count = world.log.rows, int(world.log.written[0])
    if count <= len(ring):
        return ring[:count].copy()
    first = count % len(ring)
    return np.concatenate([ring[first:], ring[:first]])


class Teller:
    """Knows the names and the ground, and tells what rows mean."""

    def __init__(self, board: Board, names: Names) -> None:
        self.board, self.names = board, names
        ids = list(names.place_names)
        self._importance = {id_: int(rank) for id_, rank in zip(ids, board.place_importance)}
        self._marks = [h for h, id_ in names.place_at.items() if self._importance[id_] >= 2]

    # ------------------------------------------------------------ words for things

    def side(self, side: int) -> str:
        """Short name of a side."""
        return SHORT.get(self.names.sides[side], self.names.sides[side]) if side >= 0 else "nobody"

    def unit(self, u: int) -> str:
        """A unit by its division, as a report would."""
        name = self.names.units[u]
        return self.names.division_names.get(name.row, name.name)

    def element(self, u: int) -> str:
        """A regiment with its division."""
        name = self.names.units[u]
        whole = self.names.division_names.get(name.row, name.name)
        return name.name if name.id == name.row else say("of", regiment=name.name, division=whole)

    def place(self, hex_: int) -> str:
        """Name of the place of a hex, '' if there is none."""
        return self.names.place_names.get(self.names.place_at.get(hex_, ""), "")

    def where(self, hex_: int) -> str:
        """`at Seoul`, or `12 km north of Seoul`."""
        if self.place(hex_):
            return say("at", place=self.place(hex_))
        board = self.board
        near = min(self._marks, key=lambda mark: distance_km(board, hex_, mark))
        east, north = float(board.x[hex_] - board.x[near]), float(board.y[hex_] - board.y[near])
        octant = round(float(np.degrees(np.arctan2(north, east))) / 45.0) % 8
        km = round(distance_km(board, hex_, near))
        return say("near", km=km, direction=words.DIRECTIONS[octant], place=self.place(near))

    # ------------------------------------------------------------ rows

    def tell(self, rows: Iterable[Sequence[int]]) -> list[Told]:
        """A sentence for each row that deserves one, in the order of the rows; a unit says the same only once a day."""
        told: list[Told] = []
        seen: set[tuple[int, str]] = set()
        for row in rows:
            one = self._row([int(number) for number in row])
            if one is not None and (one.day, one.text) not in seen:
                seen.add((one.day, one.text))
                told.append(one)
        return told

    def _row(self, row: list[int]) -> Told | None:
        day, _, event, unit, hex_, other, value = row
        if event == EventKind.DECIDED:
            decision = self.names.decisions[unit]
            return Told(day, 80, say("decided", decision=decision.title, option=decision.options[other]))
        if event in _UNIT_SENTENCES and 0 <= unit < len(self.names.units):
            key, weight = _UNIT_SENTENCES[EventKind(event)]
            where = self.where(other if event == EventKind.ATTACK_HELD and other >= 0 else hex_) if hex_ >= 0 else ""
            who = self.element(unit) if event in (EventKind.BROKE, EventKind.DESTROYED) else self.unit(unit)
            return Told(day, weight + min(value // 200, 15), say(key, who=who, where=where, men=value))
        return None

    # ------------------------------------------------------------ days and weeks

    def changes(self, before: NDArray[np.int8], after: NDArray[np.int8]) -> dict[int, list[str]]:
        """Side -> names of the notable places that it holds in `after` and did not in `before`, greatest first."""
        found: dict[int, list[tuple[int, str]]] = {}
        for hex_, id_ in self.names.place_at.items():
            owner = int(after[hex_])
            if owner >= 0 and owner != int(before[hex_]) and self._importance[id_] >= NOTABLE:
                found.setdefault(owner, []).append((-self._importance[id_], self.names.place_names[id_]))
        return {side: [name for _, name in sorted(places)] for side, places in sorted(found.items())}

    def line(self, told: Sequence[Told], before: NDArray[np.int8], after: NDArray[np.int8]) -> str:
        """The report line of a day: places that changed hands, then what mattered most."""
        parts = []
        for side, places in self.changes(before, after).items():
            parts.append(say("taken", side=self.side(side), places=listed(places[:3])))
        best = sorted(told, key=lambda one: -one.weight)
        for one in best:
            if len(parts) < 2 and one.weight >= 25 and one.text not in parts:
                parts.append(one.text)
        return " ".join(parts) or say("quiet")

    def verdict(self, before: World, after: World, front_km: float, record: Mapping[int, int]) -> str:
        """What a turn came to (two single worlds): the front, the losses beside the record's, the places.

        `record` gives the losses of each side in the record over the same days, where it states them.
        """
        moved = gained(before.hexes.owner, after.hexes.owner) / max(front_km, 1.0)
        parts = [say("stood")]
        if abs(moved) >= 1.0:
            parts = [say("moved", km=round(abs(moved)), direction="north" if moved > 0 else "south")]
        losses = []
        for side in range(len(self.names.sides)):
            men = int(after.sides.men_lost[side]) - int(before.sides.men_lost[side])
            key = "losses_known" if side in record else "losses"
            losses.append(say(key, side=self.side(side), men=f"{men:,}", record=f"{record.get(side, 0):,}"))
        parts.append("; ".join(losses) + ".")
        taken = self.changes(before.hexes.owner, after.hexes.owner)
        parts += [say("places", side=self.side(side), places=listed(names[:6])) for side, names in taken.items()]
        return " ".join(parts if taken else [*parts, say("no_places")])


def gained(before: NDArray[np.int8], after: NDArray[np.int8]) -> float:
    """Square kilometres that side 1 holds more in `after`; side 0 counts against it."""
    return HEX_KM2 * (int((after == 1).sum() - (before == 1).sum()) - int((after == 0).sum() - (before == 0).sum())) / 2


def losses_by_week(world: World, calendar: Calendar) -> list[tuple[datetime.date, tuple[int, ...]]]:
    """(first day of the week, men lost in it by side) of one world; weeks not reached are left out."""
    table, weeks = [], (int(world.clock.day[0]) + 6) // 7
    former = np.zeros(world.log.week_lost.shape[0], np.int64)
    for week in range(min(weeks, world.log.week_lost.shape[1])):
        lost = world.log.week_lost[:, week].astype(np.int64)
        table.append((calendar.date(7 * week), tuple(int(men) for men in lost - former)))
        former = lost
    return table


_UNIT_SENTENCES = {
    EventKind.ATTACK_HELD: ("battle", 25), EventKind.ATTACK_WON: ("won", 30), EventKind.RETREATED: ("retreat", 20),
    EventKind.BROKE: ("broke", 40), EventKind.DESTROYED: ("destroyed", 50), EventKind.ARRIVED: ("arrived", 35),
    EventKind.LEFT_THEATRE: ("left", 30), EventKind.STARVING: ("starving", 10),
}  # fmt: skip
