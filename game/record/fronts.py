"""Front lines as fields: from a drawn trace to who holds which hex, and from two traces to the days between.

A *field* is float64[n_land]: kilometres from the hex centre to the front, positive on the ground of side 1 (un, south
and east of a trace), negative on that of side 0 (dprk, north and west). Lines and outlines here are float64[points, 2]
in kilometres (hexmap.project).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
Field = NDArray[np.float64]

BEYOND_KM = 2000.0  # how far a trace is prolonged over the sea: farther than the theatre is wide
SALIENT_KM = 25.0  # a dated change of control this near to the interpolated front bends it; farther off it is a pocket
CLEAR_KM = 6.0  # how clearly a bent front passes a place: a little more than half a hex
POCKET_KM = 10.5  # a place and the hexes round it


class Held(NamedTuple):
    """A place whose side is known on a date: its hex and the side that holds it."""

    hex: int
    side: int


def prolonged(line: Line) -> Line:
    """The trace run out over the sea: its last point to the east, its first to the west, or to the south where its
    first stretch runs mostly north (a perimeter that rests on the south coast)."""
    (x0, y0), (x1, y1) = line[0], line[1]
    south = y1 - y0 > abs(x1 - x0)
    first = (x0, y0 - BEYOND_KM) if south else (x0 - BEYOND_KM, y0)
    last = (line[-1, 0] + BEYOND_KM, line[-1, 1])
    return np.vstack([first, line, last])


def inside(outline: Line, x: Field, y: Field) -> NDArray[np.bool_]:
    """Which points lie in a closed outline (even-odd rule)."""
    within = np.zeros(x.shape, dtype=bool)
    for (ax, ay), (bx, by) in zip(outline, np.roll(outline, -1, axis=0)):
        if ay != by:
            crosses = (ay > y) != (by > y)
            within ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return within


def distance(line: Line, x: Field, y: Field) -> Field:
    """Kilometres from each point to the nearest point of a polyline."""
    nearest = np.full(x.shape, np.inf)
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / square, 0.0, 1.0) if square else np.zeros(x.shape)
        nearest = np.minimum(nearest, (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)
    reached: Field = np.sqrt(nearest)
    return reached


def length(line: Line) -> float:
    """Kilometres along a polyline."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def field_of(line: Line, outlines: Iterable[Line], x: Field, y: Field) -> Field:
    """The field of one trace with its pockets and beachheads, at hex centres x, y.

    Ground inside an outline belongs to the other side than the trace says there; an outline too small to hold a hex
    centre takes the hex nearest to its middle.
    """
    long = prolonged(line)
    corners = [(long[-1, 0], long[0, 1] - BEYOND_KM), (long[0, 0], long[0, 1] - BEYOND_KM)]
    ground = inside(np.vstack([long, corners]), x, y)
    field = np.where(ground, 1.0, -1.0) * distance(long, x, y)
    for outline in outlines:
        field = _stamped(field, outline, x, y)
    return field


def _stamped(field: Field, outline: Line, x: Field, y: Field) -> Field:
    within = inside(outline, x, y)
    if not within.any():
        within[np.argmin((x - outline[:, 0].mean()) ** 2 + (y - outline[:, 1].mean()) ** 2)] = True
    around = 1.0 if np.median(field[within]) > 0 else -1.0
    rim = distance(np.vstack([outline, outline[:1]]), x, y)
    outside = np.where(field * around > 0, around * np.minimum(np.abs(field), rim), field)
    return np.where(within, -around * np.maximum(rim, 0.5), outside)


def between(before: Field, after: Field, share: float) -> Field:
    """The field a share (0..1) of the time from one trace to the next."""
    return (1.0 - share) * before + share * after


def corrected(field: Field, places: Sequence[Held], x: Field, y: Field) -> Field:
    """The field made to agree with places whose side is known.

    Near the front a place on the wrong side bends the front past itself; far from it, it is a pocket of its own hex and
    the hexes round it. The hexes of the places themselves have the last word, so that one correction undoes no other.
    """
    field = field.copy()
    for place in places:
        sign = 1.0 if place.side == 1 else -1.0
        depth = -sign * float(field[place.hex])
        away = np.hypot(x - x[place.hex], y - y[place.hex])
        if -CLEAR_KM < depth < SALIENT_KM:
            if depth > 0:
                height = depth + CLEAR_KM
                field += sign * height * np.maximum(0.0, 1.0 - away / (height + 2 * CLEAR_KM))
        elif depth >= SALIENT_KM:
            field[away < POCKET_KM] = sign * CLEAR_KM
    for place in places:
        field[place.hex] = (1.0 if place.side == 1 else -1.0) * max(abs(float(field[place.hex])), 0.5)
    return field
