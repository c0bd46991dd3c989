"""Military symbols after APP-6 as polylines and polygons in a box 1.5 wide and 1 high, y downward.

The frame's shape tells the side without colour: square corners for the United Nations, pointed ends for the DPRK.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

Point = tuple[float, float]

WIDTH, HEIGHT = 1.5, 1.0
ECHELONS = ("II", "III", "X", "XX", "XXX", "XXXX")
_POINT = 0.17  # how far the pointed ends of a DPRK frame reach in


class Stroke(NamedTuple):
    """One stroke of a symbol: a polyline, or a filled polygon."""

    points: tuple[Point, ...]
    filled: bool = False


def frame(side: str) -> tuple[Point, ...]:
    """Outline of the frame of a side (`un`, `dprk`), clockwise, not closed."""
    if side == "un":
        return ((0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT))
    near, far, middle = _POINT, WIDTH - _POINT, HEIGHT / 2
    return ((near, 0.0), (far, 0.0), (WIDTH, middle), (far, HEIGHT), (near, HEIGHT), (0.0, middle))


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 16) -> tuple[Point, ...]:
    angles = (math.radians(start + (end - start) * k / steps) for k in range(steps + 1))
    return tuple((x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles)


def _cross(left: float, right: float) -> tuple[Stroke, ...]:
    return (Stroke(((left, 0.0), (right, HEIGHT))), Stroke(((left, HEIGHT), (right, 0.0))))


def _track() -> Stroke:
    """The stadium that stands for tracked vehicles."""
    right = _arc(1.0, 0.5, 0.2, 0.2, -90, 90)
    left = _arc(0.5, 0.5, 0.2, 0.2, 90, 270)
    return Stroke((*right, *left, right[0]))


def _anchor() -> tuple[Stroke, ...]:
    return (
        Stroke(((0.75, 0.56), (0.75, 0.94))),
        Stroke(((0.65, 0.66), (0.85, 0.66))),
        Stroke(_arc(0.75, 0.74, 0.17, 0.2, 15, 165)),
    )


def _shield() -> Stroke:
    return Stroke(((0.55, 0.22), (0.95, 0.22), (0.95, 0.52), (0.75, 0.82), (0.55, 0.52), (0.55, 0.22)))


@lru_cache(maxsize=64)
def icon(kind: str, side: str) -> tuple[Stroke, ...]:
    """Strokes inside the frame for a kind of unit (the kinds of `view.UnitSeen`, and `headquarters`)."""
    left, right = (0.0, WIDTH) if side == "un" else (_POINT, WIDTH - _POINT)
    cross = _cross(left, right)
    strokes: dict[str, tuple[Stroke, ...]] = {
        "infantry": cross,
        "armour": (_track(),),
        "mechanized": (*cross, _track()),
        "artillery": (Stroke(_arc(0.75, 0.5, 0.19, 0.19, 0, 360, 24), filled=True),),
        "engineer": (
            Stroke(((0.42, 0.72), (0.42, 0.32), (1.08, 0.32), (1.08, 0.72))),
            Stroke(((0.75, 0.32), (0.75, 0.72))),
        ),
        "marine": (*cross, *_anchor()),
        "airborne": (
            *cross,
            Stroke(_arc(0.65, 0.86, 0.1, 0.13, 180, 360, 8)),
            Stroke(_arc(0.85, 0.86, 0.1, 0.13, 180, 360, 8)),
        ),
        "security": (_shield(),),
        "cavalry": (cross[1],),
        "headquarters": (Stroke(((left, 0.3), (right, 0.3))),),
    }
    return strokes.get(kind, cross)


@lru_cache(maxsize=16)
def echelon(size: str) -> tuple[tuple[Stroke, ...], float]:
    """Strokes of the mark above the frame, in units of its height (0 top .. 1 foot), and its width."""
    strokes: list[Stroke] = []
    x = 0.0
    for letter in size:
        if letter == "X":
            strokes += [Stroke(((x, 0.0), (x + 0.75, 1.0))), Stroke(((x, 1.0), (x + 0.75, 0.0)))]
            x += 1.05
        else:
            strokes.append(Stroke(((x + 0.1, 0.0), (x + 0.1, 1.0))))
            x += 0.55
    return tuple(strokes), max(0.0, x - 0.3)
