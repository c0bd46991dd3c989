"""Who stood where with what: from dated entries of the record to one figure and one hex for each element on a date."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.hexmap import Board

T = TypeVar("T")
OWN_HEX_MEN = 1500  # an element of this size takes a hex for itself; smaller ones stand with others
NEAR_KM = 35.0  # beyond this a free hex is no better than a shared one


class Figure(NamedTuple):
    """A number of the record with its range; low = best = high where sources agree."""

    low: int
    best: int
    high: int

    def share(self, begin: float, end: float) -> Figure:
        """The part from one share of the whole to another; parts that follow each other add up to the whole."""
        return Figure(*(round(number * end) - round(number * begin) for number in self))


class Element(NamedTuple):
    """A regimental group, or a force without regiments, on a date. Off the map: present False, hex -1."""

    id: str
    force: str  # id of its force record; the id itself where it has no regiments
    name: str
    army: str
    side: int  # 0 dprk, 1 un
    type: str
    formation: str  # id of its corps or army on that date, '' where the record has none
    present: bool
    hex: int
    men: Figure
    guns: Figure
    tanks: Figure
    source: tuple[str, ...]
    confidence: str
    basis: str


class Moved(NamedTuple):
    """An element that the record's figures would put where it cannot stand, and the hex that it got instead."""

    id: str
    why: str  # 'wrong side' | 'sea' | 'occupied'
    from_hex: int
    to_hex: int
    km: float


class Wish(NamedTuple):
    """Where an element should stand: its side, size, point in km, and the element whose flank it covers (-1 none)."""

    id: str
    side: int
    men: int
    x: float
    y: float
    beside: int


def bracket(entries: Sequence[T], day: Callable[[T], datetime.date], date: datetime.date) -> tuple[T, T, float]:
    """The entries on either side of a date and the share of the way from the first to the second (0..1).

    Before the first and after the last entry both are that entry. ValueError if there is none.
    """
    if not entries:
        raise ValueError("no dated entries")
    after = next((i for i, entry in enumerate(entries) if day(entry) >= date), len(entries) - 1)
    if day(entries[after]) <= date or after == 0:
        return entries[after], entries[after], 0.0
    before = entries[after - 1]
    whole = (day(entries[after]) - day(before)).days
    return before, entries[after], (date - day(before)).days / whole


def mixed(before: Sequence[float], after: Sequence[float], share: float) -> list[float]:
    """Numbers a share of the way from one list to the other."""
    return [a + (b - a) * share for a, b in zip(before, after)]


def place_all(
    wishes: Sequence[Wish], owner: NDArray[np.int8], field: NDArray[np.float64], board: Board
) -> tuple[list[int], list[Moved]]:
    """A land hex of its own side for every wish, in order, and the list of those that had to move.

    A regiment takes a free hex where one lies near; one that stands beside its division's first element spreads along
    the front, not towards it. The others go to the nearest own hex, on the same body of land where they can.
    """
    x, y = board.x[: board.n_land], board.y[: board.n_land]
    full = np.zeros(board.n_land, dtype=bool)
    hexes: list[int] = []
    moved: list[Moved] = []
    for wish in wishes:
        nearest = int(np.argmin((board.x - wish.x) ** 2 + (board.y - wish.y) ** 2))
        if wish.beside >= 0:
            lead = hexes[wish.beside]
            away = np.hypot(x - x[lead], y - y[lead])
            cost = away + np.abs(field - field[lead])
        else:
            lead = nearest
            cost = away = np.hypot(x - wish.x, y - wish.y)
        own = _own_ground(wish.side, lead, owner, board)
        free = own & ~full & (away <= NEAR_KM)
        large = wish.men >= OWN_HEX_MEN
        chosen = int(np.argmin(np.where(free if large and free.any() else own, cost, np.inf)))
        full[chosen] |= large
        hexes.append(chosen)
        if wish.beside < 0 and chosen != nearest:
            km = float(np.hypot(x[chosen] - wish.x, y[chosen] - wish.y))
            moved.append(Moved(wish.id, _why(nearest, wish.side, owner), nearest, chosen, km))
    return hexes, moved


def _own_ground(side: int, near: int, owner: NDArray[np.int8], board: Board) -> NDArray[np.bool_]:
    """Hexes of a side, on the same body of land as a hex where there are any; all land for a side that holds none."""
    own: NDArray[np.bool_] = owner == side
    together: NDArray[np.bool_] = own & (board.mainland[: board.n_land] == board.mainland[near])
    if near < board.n_land and together.any():
        return together
    return own if own.any() else np.ones(board.n_land, dtype=bool)


def _why(hex_: int, side: int, owner: NDArray[np.int8]) -> str:
    if hex_ >= len(owner):
        return "sea"
    return "occupied" if owner[hex_] == side else "wrong side"


def spread(shares: Iterable[float]) -> list[tuple[float, float]]:
    """Shares of a whole as consecutive stretches from 0 to 1."""
    ends = np.cumsum([0.0, *shares])
    ends /= ends[-1]
    return [(float(a), float(b)) for a, b in zip(ends, ends[1:])]
