"""The historical record by date: positions, strengths, who held what. Any day can be asked, also between entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import hexmap
from game.hexmap import Board
from game.record import fronts
from game.record.fronts import Held
from game.record.standing import Element, Figure, Moved, Wish, bracket, mixed, place_all, spread
from game.scenario import Theatre
from game.schema.record import ControlChange, Force, Front, RecordBook
from game.schema.values import At, Range

__all__ = ["Element", "Figure", "Moved", "Record", "Situation", "field_of_trace", "hex_of", "trace_km"]

Owner = NDArray[np.int8]
Field = NDArray[np.float64]
SOUTH, NORTH = 1, 2  # Board.country
OFFSHORE_KM = 25.0  # an island this near to the mainland goes the way of the coast opposite


class Situation(NamedTuple):
    """What the record says of one evening."""

    date: datetime.date
    owner: Owner  # [n_land] 0 dprk, 1 un, -1 outside Korea
    elements: tuple[Element, ...]  # in the record's order, the regiments of a division together
    moved: tuple[Moved, ...]  # who could not stand where the entries put it


def hex_of(at: At, board: Board, places: dict[str, int]) -> int:
    """The land hex of a place or of coordinates; `places` is {id: position in places.yaml}."""
    if at.place is not None:
        hex_ = int(board.place_hex[places[at.place]])
        if 0 <= hex_ < board.n_land:
            return hex_
        raise ValueError(f"the place '{at.place}' lies outside the playable land")
    x, y = hexmap.project(at.lat, at.lon)
    return int(np.argmin((board.x[: board.n_land] - x) ** 2 + (board.y[: board.n_land] - y) ** 2))


def field_of_trace(front: Front, board: Board) -> Field:
    """[n_land] the field (see fronts.py) of one trace with its pockets."""
    x, y = board.x[: board.n_land], board.y[: board.n_land]
    return fronts.field_of(_line(front.line), [_line(outline) for outline in front.extra], x, y)


def trace_km(front: Front) -> float:
    """Length of one trace."""
    return fronts.length(_line(front.line))


def _line(points: Iterable[Sequence[float]]) -> fronts.Line:
    lat, lon = np.array(list(points), dtype=np.float64).T
    return np.stack(hexmap.project(lat, lon), axis=1)


class Record:
    """The record of a theatre on its board. Answers are made when asked; fields of traces are kept."""

    def __init__(self, book: RecordBook, board: Board, theatre: Theatre) -> None:
        self.book, self.board, self.theatre = book, board, theatre
        self.places = {place.id: i for i, place in enumerate(theatre.places)}
        self.sides = {side.id: i for i, side in enumerate(theatre.sides)}
        self.fronts = sorted(book.fronts, key=lambda front: front.date)
        self.control = sorted(book.control, key=lambda change: change.date)
        self._fields: dict[datetime.date, Field] = {}
        self._hex = [hex_of(change.place, board, self.places) for change in self.control]
        self._islands = _island_groups(board)
        self._opposite = _opposite_coast(board, self._islands)
        country = board.country[: board.n_land]
        self._korea = (country == SOUTH) | (country == NORTH)

    # ------------------------------------------------------------ ground

    def owner(self, date: datetime.date) -> Owner:
        """[n_land] who holds each hex on the evening of a date: 0 dprk, 1 un, -1 outside Korea."""
        owner = np.where(self.field(date) > 0, 1, 0).astype(np.int8)
        owner[~self._korea] = -1
        return owner

    def field(self, date: datetime.date) -> Field:
        """[n_land] kilometres to the front, positive on un ground, corrected by what places are known to be held.

        ValueError if the record has no fronts.
        """
        x, y = self.board.x[: self.board.n_land], self.board.y[: self.board.n_land]
        before, after, share = bracket(self.fronts, lambda front: front.date, date)
        field = fronts.between(self._field(before), self._field(after), share)
        held = self.held(date)
        mainland = self.board.mainland[: self.board.n_land] == 1
        field = fronts.corrected(field, [place for place in held if mainland[place.hex]], x, y)
        return self._with_islands(field, held)

    def _field(self, front: Front) -> Field:
        if front.date not in self._fields:
            self._fields[front.date] = field_of_trace(front, self.board)
        return self._fields[front.date]

    def held(self, date: datetime.date) -> list[Held]:
        """Places whose holder on the evening of a date is sure from a dated change of control, oldest change first.

        Only changes from the last trace to the next one count: what a later trace shows is newer than they are.
        """
        before, after, _ = bracket(self.fronts, lambda front: front.date, date)
        first = before.date if before.date <= date else datetime.date.min
        last = after.date if after.date >= date else datetime.date.max
        latest: dict[int, int | None] = {}
        for change, hex_ in self.control_in(first, last):
            doubt = datetime.timedelta(days=int(change.days))
            if date >= change.date + doubt:
                latest[hex_] = self.sides[change.to]
            elif date >= change.date - doubt:
                latest[hex_] = None
            else:
                latest.setdefault(hex_, self.sides[change.from_])
        return [Held(hex_, side) for hex_, side in latest.items() if side is not None]

    def _with_islands(self, field: Field, held: Sequence[Held]) -> Field:
        """Islands near the coast go with it, distant ones by 38 N, until a place on them changes hands."""
        country = self.board.country[: self.board.n_land]
        by_parallel = np.where(country == SOUTH, 20.0, -20.0)
        off = np.where(self._opposite >= 0, field[self._opposite], by_parallel)
        field = np.where(self._islands > 0, off, field)
        for place in held:
            if self._islands[place.hex]:
                field[self._islands == self._islands[place.hex]] = 20.0 if place.side == 1 else -20.0
        return field

    def front_km(self, date: datetime.date) -> float:
        """Length of the recorded front in km; between two traces in proportion to the days."""
        before, after, share = bracket(self.fronts, lambda front: front.date, date)
        return mixed([trace_km(before)], [trace_km(after)], share)[0]

    def trace_dates(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        """Dates of the drawn fronts in a window."""
        return [front.date for front in self.fronts if first <= front.date <= last]

    def control_in(self, first: datetime.date, last: datetime.date) -> list[tuple[ControlChange, int]]:
        """(change, hex) of the changes of control in a window."""
        return [(c, hex_) for c, hex_ in zip(self.control, self._hex) if first <= c.date <= last]

    # ------------------------------------------------------------ forces

    def opening(self, date: datetime.date) -> Situation:
        """The situation in the morning of a date: what a game that begins on it starts from."""
        return self.at(date - datetime.timedelta(days=1))._replace(date=date)

    def at(self, date: datetime.date) -> Situation:
        """Who stood where with what on the evening of a date, and who held the ground."""
        field = self.field(date)
        owner = np.where(self._korea, field > 0, -1).astype(np.int8)
        elements: list[Element] = []
        wishes: list[Wish] = []
        for force in self.book.forces:
            mine = self._elements(force, date)
            if mine[0].present:
                wishes += self._wishes(force, mine, date, len(wishes))
            elements += mine
        hexes, moved = place_all(wishes, owner, field, self.board)
        hex_by_id = {wish.id: hex_ for wish, hex_ in zip(wishes, hexes)}
        placed = tuple(element._replace(hex=hex_by_id.get(element.id, -1)) for element in elements)
        return Situation(date, owner, placed, tuple(moved))

    def present(self, force: Force, date: datetime.date) -> bool:
        """True from its arrival (or the start of the record) to its last day."""
        come = force.arrives is None or force.arrives.date <= date
        return come and (force.leaves is None or date <= force.leaves.date)

    def side_of(self, army: str, date: datetime.date) -> int:
        """Index of the coalition that an army belongs to on a date, else the one it joins at any time."""
        side = self.theatre.side_of(army, date)
        if side >= 0:
            return side
        return next(i for i, one in enumerate(self.theatre.sides) if any(m.army == army for m in one.members))

    def _elements(self, force: Force, date: datetime.date) -> list[Element]:
        entry = max((e for e in force.entries if e.date <= date), key=lambda e: e.date, default=force.entries[0])
        men, guns, tanks = (self._figure(force, name, date) for name in ("men", "guns", "tanks"))
        whole = Element(
            force.id, force.id, force.name.en, force.side, self.side_of(force.side, date), force.type,
            _formation(force, date), self.present(force, date), -1, men, guns, tanks,
            tuple(entry.source), entry.confidence, entry.basis,
        )  # fmt: skip
        if not force.regiments:
            return [whole]
        parts = spread(regiment.share for regiment in force.regiments)
        return [
            whole._replace(
                id=regiment.id, name=regiment.name.en,
                men=men.share(*part), guns=guns.share(*part), tanks=tanks.share(*part),
            )
            for regiment, part in zip(force.regiments, parts)
        ]  # fmt: skip

    def _figure(self, force: Force, name: str, date: datetime.date) -> Figure:
        """A figure on a date, on a straight line between the entries that state it; else that of its type."""
        stated = [entry for entry in force.entries if getattr(entry, name) is not None]
        if not stated:
            full = int(getattr(self.theatre.unit(force.type), name))
            return Figure(full, full, full)
        before, after, share = bracket(stated, lambda entry: entry.date, date)
        ends = [_three(getattr(entry, name)) for entry in (before, after)]
        return Figure(*(round(number) for number in mixed(ends[0], ends[1], share)))

    def _wishes(self, force: Force, mine: Sequence[Element], date: datetime.date, begun: int) -> list[Wish]:
        """One wish an element; `begun` wishes stand before them. Regiments stand beside the first one that has no
        place of its own."""
        apart = {r.id: r.at for r in force.regiments if r.at is not None and date <= force.entries[0].date}
        middle, lead, wishes = self.point(force, date), -1, []
        for i, element in enumerate(mine):
            at = apart.get(element.id)
            x, y = middle if at is None else self._km(at)
            wishes.append(Wish(element.id, element.side, element.men.best, x, y, lead if at is None else -1))
            if at is None and lead < 0:
                lead = begun + i
        return wishes

    def point(self, force: Force, date: datetime.date) -> tuple[float, float]:
        """Where the middle of a force was, km: on a straight line between dated positions, from its arrival on."""
        known: list[tuple[datetime.date, At]] = [(e.date, e.at) for e in force.entries if e.at is not None]
        if force.arrives is not None:
            known = [(force.arrives.date, force.arrives.at), *(k for k in known if k[0] > force.arrives.date)]
        if not known:
            raise ValueError(f"{force.id}: no entry says where it stood")
        before, after, share = bracket(known, lambda entry: entry[0], date)
        x, y = mixed(self._km(before[1]), self._km(after[1]), share)
        return x, y

    def _km(self, at: At) -> tuple[float, float]:
        x, y = hexmap.project(*self.theatre.where(at))
        return float(x), float(y)


def _three(figure: Range) -> list[float]:
    return [figure.low, figure.best, figure.high]


def _formation(force: Force, date: datetime.date) -> str:
    within = [b for b in force.formation if b.from_ <= date and (b.to is None or date <= b.to)]
    return within[-1].of if within else ""


def _island_groups(board: Board) -> NDArray[np.int32]:
    """[n_land] 0 on the mainland and beyond Korea, else a number for each island."""
    group = np.zeros(board.n_land, dtype=np.int32)
    country = board.country[: board.n_land]
    islands = (board.mainland[: board.n_land] == 0) & (country >= SOUTH) & (country <= NORTH)
    left = {int(hex_) for hex_ in np.nonzero(islands)[0]}
    while left:
        front, number = [left.pop()], int(group.max()) + 1
        while front:
            hex_ = front.pop()
            group[hex_] = number
            near = {int(n) for n, wet in zip(board.neighbour[hex_], board.strait[hex_]) if not wet} & left
            left -= near
            front += near
    return group


def _opposite_coast(board: Board, islands: NDArray[np.int32]) -> NDArray[np.int32]:
    """[n_land] for hexes of islands near the coast the mainland hex nearest to the island, else -1."""
    x, y = board.x[: board.n_land], board.y[: board.n_land]
    country = board.country[: board.n_land]
    coast = np.nonzero((board.mainland[: board.n_land] == 1) & (country >= SOUTH) & (country <= NORTH))[0]
    opposite = np.full(board.n_land, -1, dtype=np.int32)
    for number in range(1, int(islands.max()) + 1):
        mine = np.nonzero(islands == number)[0]
        away = np.hypot(x[mine][:, None] - x[coast], y[mine][:, None] - y[coast]).min(axis=0)
        if away.min() <= OFFSHORE_KM:
            opposite[mine] = coast[int(np.argmin(away))]
    return opposite
