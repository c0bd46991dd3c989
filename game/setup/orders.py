"""Operations of the record as rows of the Operations table: one row for each division that an order binds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from game.schema.record import Belonging, Force, Formation, Operation
from game.schema.values import At
from game.setup.conditions import Compiler
from game.setup.names import Calendar, OperationName
from game.setup.places import Spots
from game.setup.roster import Roster
from game.terms import Issue, Mission, Posture, Until
from game.world import NEVER, STEPS, March, World

ATTACKS = frozenset({"attack", "pursue", "infiltrate", "land"})
STANDS = frozenset({"hold", "defend", "screen", "garrison", "reserve", "refit"})
BY_SEA = frozenset({"land", "evacuate"})
DETOUR_KM = 20.0
"""An objective farther off the axis is for a detachment; a division does not march there and back."""
STALE_DAYS = 45
"""Orders older than this when a match begins are left out."""


class Row(NamedTuple):
    """One order for one division; days count from the start of the match, places are hexes."""

    operation: Operation
    division: int
    from_day: int
    until_day: int
    until: Until
    way: tuple[int, ...]
    own: bool  # addressed to this force itself, not to a headquarters above it: comes after the general order


class Drafter:
    """Turns operations into rows for the divisions of a roster."""

    def __init__(
        self, roster: Roster, formations: Sequence[Formation], spots: Spots, calendar: Calendar,
        seats: dict[str, int], point: Callable[[Force, datetime.date], tuple[float, float]],
    ) -> None:  # fmt: skip
        """`seats`: hex of each division when the match begins, or where it arrives; `point`: where it was, km."""
        self.roster, self.spots, self.calendar, self.seats, self.point = roster, spots, calendar, seats, point
        self.parent = {formation.id: formation.parent for formation in formations}
        self.index = roster.division_index()

    def rows(self, operations: Sequence[Operation]) -> list[Row]:
        """Every row that can matter from the first day on; of two on one day the more special comes last."""
        last = self.calendar.start + datetime.timedelta(days=self.calendar.days)
        drafted = [row for o in operations if o.from_ <= last for row in self._rows(o)]
        drafted.sort(key=lambda row: (row.from_day, row.own, row.operation.ordered, row.operation.id, row.division))
        return [row for row in drafted if not self._superseded(row, drafted)]

    def _rows(self, operation: Operation) -> list[Row]:
        bound = self._bound(operation)
        rows = []
        for number, (division, since, until) in enumerate(bound):
            way = self._way(operation, division, number, len(bound))
            ends = {"objective": Until.OBJECTIVE, "relieved": Until.RELIEVED}.get(str(operation.until), Until.DATE)
            last = self.calendar.day(operation.until) if isinstance(operation.until, datetime.date) else NEVER
            last = min(last, NEVER if until is None else self.calendar.day(until) + 1)
            own = division in operation.units or division == operation.formation
            rows.append(Row(operation, self.index[division], self.calendar.day(since), last, ends, way, own))
        return rows

    def _bound(self, operation: Operation) -> list[tuple[str, datetime.date, datetime.date | None]]:
        """(division, first day, last day or None) of everybody whom an order binds, from west to east or south."""
        found: dict[str, tuple[datetime.date, datetime.date | None]] = {}
        for force in self.roster.forces.values():
            span = self._span(force, operation)
            if span is not None:
                found[force.id] = span
        ordered = sorted(found, key=lambda division: self._along(operation, division))
        return [(division, *found[division]) for division in ordered]

    def _span(self, force: Force, operation: Operation) -> tuple[datetime.date, datetime.date | None] | None:
        """From when to when an operation binds a force; None if it does not."""
        if force.leaves is not None and force.leaves.date <= operation.from_:
            return None
        named = {force.id, force.division} - {None}
        if named & {operation.formation, *operation.units}:
            return operation.from_, None
        if operation.units:
            return None
        for belonging in force.formation:
            if self._under(belonging, operation.formation):
                if belonging.to is None or belonging.to > operation.from_:
                    return max(belonging.from_, operation.from_), belonging.to
        return None

    def _under(self, belonging: Belonging, formation: str) -> bool:
        above: str | None = belonging.of
        while above is not None and above != formation:
            above = self.parent.get(above)
        return above == formation

    def _along(self, operation: Operation, division: str) -> tuple[float, str]:
        """How far along the line of an order a division stood when it was given: sectors go from one end to the other.

        The order of the divisions in a line is part of the order that was given, though the record seldom spells it
        out; where exactly they stood is not used.
        """
        line = self._hexes(operation.line or operation.objective)
        if len(line) < 2:
            return 0.0, division
        board = self.spots.board
        x, y = self.point(self.roster.forces[division], operation.from_)
        best, passed, share = np.inf, 0.0, 0.0
        for a, b in zip(line, line[1:]):
            (ax, ay), (bx, by) = ((float(board.x[h]), float(board.y[h])) for h in (a, b))
            length = max(self.spots.km(a, b), 0.1)
            along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2
            along = min(max(along, 0.0), 1.0)
            away = (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2
            if away < best:
                best, share = away, passed + along * length
            passed += length
        return share, division

    # ------------------------------------------------------------ ways

    def _way(self, operation: Operation, division: str, number: int, count: int) -> tuple[int, ...]:
        """Hexes of the way points: for a stand the place or the middle of its sector, else axis and objectives."""
        line, objectives = self._hexes(operation.line), self._hexes(operation.objective)
        axis = self._hexes(operation.axis)
        if operation.mission not in BY_SEA and self.spots.board.mainland[self.seats[division]]:
            line, objectives, axis = ([self.spots.ashore(h) for h in way] for way in (line, objectives, axis))
        if operation.mission in STANDS:
            if line:
                return (self._sector(line, number, count),)
            return (objectives[number % len(objectives)],) if objectives else tuple(axis[-1:])
        if operation.mission in ATTACKS:
            way = self._merged(self.seats[division], axis, objectives)
        else:
            way = axis + [hex_ for hex_ in objectives if hex_ not in axis]
        if line:
            sector = self._sector(line, number, count)
            way = [sector, *way] if operation.mission == "delay" else [*way, sector]
        return tuple(_thinned(way))

    def _sector(self, line: list[int], number: int, count: int) -> int:
        """The hex in the middle of sector `number` of `count` along a line of places."""
        board = self.spots.board
        legs = [self.spots.km(a, b) for a, b in zip(line, line[1:])]
        left = sum(legs) * (number + 0.5) / count
        for (a, b), length in zip(zip(line, line[1:]), legs):
            if left <= length and length > 0:
                share = left / length
                x = float(board.x[a]) + share * float(board.x[b] - board.x[a])
                y = float(board.y[a]) + share * float(board.y[b] - board.y[a])
                land = slice(0, board.n_land)
                return int(np.argmin((board.x[land] - x) ** 2 + (board.y[land] - y) ** 2))
            left -= length
        return line[-1]

    def _merged(self, seat: int, axis: list[int], objectives: list[int]) -> list[int]:
        """The axis with each objective where it lengthens the way least; the last objective is the end of the way."""
        way = list(dict.fromkeys(axis))
        if objectives and objectives[-1] in way:
            way = way[: way.index(objectives[-1])]
        for objective in objectives[:-1]:
            if objective not in way:
                stops = [seat, *way, objectives[-1]]
                detours = [
                    self.spots.km(a, objective) + self.spots.km(objective, b) - self.spots.km(a, b)
                    for a, b in zip(stops, stops[1:])
                ]
                if min(detours) <= DETOUR_KM:
                    way.insert(detours.index(min(detours)), objective)
        return [*way, *objectives[-1:]]

    def _hexes(self, places: Sequence[At]) -> list[int]:
        return [self.spots.hex(at) for at in places]

    def _superseded(self, row: Row, rows: Sequence[Row]) -> bool:
        """An order from before the match that is over, stale, or replaced by a newer one to the same division."""
        if row.until_day <= 0 or row.from_day < -STALE_DAYS:
            return True
        later = (other for other in rows if other.division == row.division and other.from_day <= 0)
        return row.from_day < 0 and any(other.from_day > row.from_day for other in later)


def write(worlds: World, rows: Sequence[Row], march: March, compiler: Compiler, divisions: int) -> None:
    """Fill Operations: the rows of the record, then one a division for its staff or whoever plays."""
    table = worlds.operations
    table.way[:] = -1
    table.until_day[:] = NEVER
    for number, row in enumerate(rows):
        order = row.operation
        table.division[:, number] = row.division
        table.from_day[:, number] = max(row.from_day, 0)
        table.until_day[:, number] = row.until_day
        table.until[:, number] = int(row.until)
        table.mission[:, number] = int(Mission[order.mission.upper()])
        table.posture[:, number] = int(Posture[order.posture.upper()])
        table.reserve[:, number] = round(order.reserve * 1000)
        table.steps[:, number] = len(row.way)
        table.way[:, number, : len(row.way)] = march.target_of[list(row.way)]
        table.rules[:, number] = compiler.rows(order.while_)
        if row.from_day >= 0:  # before the match the record says that it was given
            table.triggers[:, number] = compiler.rows(order.trigger)
    first = len(rows)
    table.division[:, first:] = np.arange(divisions)
    table.staff[:, first:] = 1
    table.issue[:, first:] = int(Issue.ENDED)


def name_of(row: Row, divisions: Sequence[str], spots: Spots) -> OperationName:
    """What to call a row."""
    order = row.operation
    objective = tuple(spots.name(spots.hex(at)) for at in order.objective)
    return OperationName(order.id, divisions[row.division], order.mission, objective, order.issuer, order.nature)


def _thinned(way: list[int]) -> list[int]:
    """At most STEPS way points, the first and last kept."""
    way = [hex_ for i, hex_ in enumerate(way) if i == 0 or hex_ != way[i - 1]]
    if len(way) <= STEPS:
        return way
    return [way[round(i * (len(way) - 1) / (STEPS - 1))] for i in range(STEPS)]
