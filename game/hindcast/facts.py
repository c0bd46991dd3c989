"""What happened, as it is scored: fronts on dates, places that passed to a side, men on the map."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.record import Record, field_of_trace, hex_of, trace_km
from game.schema.record import ControlChange, Front, RecordFile

MONTH, MONTH_SLACK = 30, 8  # "at 30 days": the recorded date nearest to day 30, at most 8 days off


class FrontFact(NamedTuple):
    """Who held the ground on the evening of a date."""

    date: datetime.date
    owner: NDArray[np.int8]  # [n_land]
    front_km: float
    origin: str  # 'record' | 'interpolated' | 'given' (from a file of the user)
    men: tuple[int, int]  # of each side on the map, by the record


class PlaceFact(NamedTuple):
    """A place that passed to a side."""

    place: str
    hex: int
    date: datetime.date
    side: int
    doubt: float  # days either way
    origin: str


class Facts(NamedTuple):
    """Everything a window is scored on."""

    first: datetime.date
    last: datetime.date
    opening: NDArray[np.int8]  # [n_land] who held what on the first morning
    counted: NDArray[np.bool_]  # [n_land] hexes that count: Korea without its islands
    fronts: tuple[FrontFact, ...]  # in order of date
    places: tuple[PlaceFact, ...]
    unscored: tuple[str, ...]  # sentences on facts that could not be scored

    @property
    def length(self) -> int:
        """Days of the window, both ends included."""
        return (self.last - self.first).days + 1

    def ahead(self, date: datetime.date) -> int:
        """Days from the first morning; 0 is the first day."""
        return (date - self.first).days


def facts_of(record: Record, first: datetime.date, last: datetime.date, given: RecordFile | None = None) -> Facts:
    """The facts of a window: those of the record, and those of a user's file if there is one."""
    board = record.board
    opening = record.opening(first).owner
    counted = (board.mainland[: board.n_land] == 1) & (opening >= 0)
    drawn = [_recorded(record, date, "record") for date in record.trace_dates(first + _days(1), last)]
    month = first + _days(MONTH)
    if month <= last and not any(abs((fact.date - month).days) <= MONTH_SLACK for fact in drawn):
        drawn.append(_recorded(record, month, "interpolated"))
    drawn += [_given(record, front, opening) for front in (given.fronts if given else []) if first < front.date <= last]
    unscored: list[str] = []
    changes = [(change, "record") for change, _ in record.control_in(first, last)]
    changes += [(change, "given") for change in (given.control if given else [])]
    places = _places(record, changes, first, last, unscored)
    return Facts(first, last, opening, counted, tuple(sorted(drawn, key=_order)), tuple(places), tuple(unscored))


def _order(fact: FrontFact) -> tuple[datetime.date, str]:
    return fact.date, fact.origin


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def _men(record: Record, date: datetime.date) -> tuple[int, int]:
    men = [0, 0]
    for element in record.at(date).elements:
        men[element.side] += element.men.best * element.present
    return men[0], men[1]


def _recorded(record: Record, date: datetime.date, origin: str) -> FrontFact:
    return FrontFact(date, record.owner(date), record.front_km(date), origin, _men(record, date))


def _given(record: Record, front: Front, opening: NDArray[np.int8]) -> FrontFact:
    owner = np.where(opening < 0, -1, field_of_trace(front, record.board) > 0).astype(np.int8)
    return FrontFact(front.date, owner, trace_km(front), "given", _men(record, front.date))


def _places(
    record: Record, changes: list[tuple[ControlChange, str]], first: datetime.date, last: datetime.date,
    unscored: list[str],
) -> list[PlaceFact]:  # fmt: skip
    """One fact a place and side: worlds are asked when a side *first* took a place."""
    found: dict[tuple[str, int, str], PlaceFact] = {}
    for change, origin in sorted(changes, key=lambda pair: pair[0].date):
        at, side = change.place, record.sides[change.to]
        label = at.place or at.name or f"{at.lat}, {at.lon}"
        if not first <= change.date <= last:
            unscored.append(f"{label}, {change.date}: outside the window")
            continue
        fact = PlaceFact(label, hex_of(at, record.board, record.places), change.date, side, change.days, origin)
        if (label, side, origin) not in found:
            found[label, side, origin] = fact
        elif found[label, side, origin].date != change.date:
            unscored.append(f"{label}, {change.date}: passed to {change.to} a second time; only the first is scored")
    return list(found.values())
