"""What one side may see of the world now, as plain values that a screen or a report can draw."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class UnitSeen(NamedTuple):
    """One element on the map as a side sees it.

    `kind`: infantry armour mechanized artillery engineer marine airborne security cavalry; `size`: II III X XX.
    `hex` and `came_from` are Board indices (`came_from` = `hex` when it did not move today); `cohesion`, `supply`
    and `entrenchment` are shares of 1; `men_full` is the table strength.
    """

    id: str
    name: str
    short: str
    side: str
    force: str
    kind: str
    size: str
    division: str
    formation: str
    hex: int
    men: int
    men_full: int
    guns: int
    tanks: int
    cohesion: float
    supply: float
    entrenchment: float
    posture: str
    fighting: bool
    came_from: int


class Picture(NamedTuple):
    """The map of one day: `owner` int8[n_land] holds the side index or -1, `line` the report line of the day."""

    date: datetime.date
    owner: NDArray[np.int8]
    units: tuple[UnitSeen, ...]
    weather: str
    line: str
