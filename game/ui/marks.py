"""Strokes over the ground: the front, the sectors of the units on it, the ghost of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from game.atlas import front, lines
from game.atlas.front import Front, Line
from game.ui import theme


class Stroke(NamedTuple):
    """A polyline in km with its box (west, south, east, north), width in screen pixels, colour."""

    km: Line
    box: tuple[float, float, float, float]
    width: float
    colour: theme.Colour


def strokes(
    sectors: Iterable[tuple[str, Line]], line: Front, ghost: Front | None, px_per_km: float
) -> tuple[Stroke, ...]:
    """All marks at a scale, in the order in which they are drawn: the front last, so that nothing covers it."""
    grow = 0.8 + 0.06 * min(8.0, px_per_km)
    out: list[Stroke] = []
    for side, km in sectors:
        bracket = _bracket(km, 1 if side == "un" else -1, grow, px_per_km)
        out += _cased(bracket, theme.px(1.2), theme.SIDE.get(side, theme.SIDE_NONE))
    for km in line.open:
        for dash in lines.dashes(km, 4 / px_per_km, 6 / px_per_km):
            out += _cased(dash, 1.6, theme.FAINT)
    for km in ghost.manned if ghost else ():
        dashes = lines.dashes(km, 12 / px_per_km, 7 / px_per_km)
        out += [_stroke(dash, 3.2 * grow + 2.4, theme.CREAM) for dash in dashes]
        out += [_stroke(dash, 3.2 * grow, theme.GHOST) for dash in dashes]
    for km in line.manned:
        out += _front(front.simplify(km, 0.35 / px_per_km), grow, px_per_km)
    return tuple(out)


def _stroke(km: Line, width: float, colour: theme.Colour) -> Stroke:
    west, south = km.min(axis=0)
    east, north = km.max(axis=0)
    return Stroke(km, (float(west), float(south), float(east), float(north)), width, colour)


def _cased(km: Line, width: float, colour: theme.Colour) -> Iterator[Stroke]:
    yield _stroke(km, width + 2.0, theme.CREAM)
    yield _stroke(km, width, colour)


def _bracket(km: Line, sign: int, grow: float, px_per_km: float) -> Line:
    """A line along the stretch of front that a group holds, on its own side, with its ends turned inward."""
    shifted = lines.offset(front.simplify(km, 1.5 / px_per_km), sign * 8.5 * grow / px_per_km)
    inward = lines.offset(shifted, sign * 5.0 / px_per_km)
    return np.vstack([inward[:1], shifted, inward[-1:]])


def _front(km: Line, grow: float, px_per_km: float) -> Iterator[Stroke]:
    """The strongest mark of the map: each side's colour on its own ground, cream between and round them."""
    band = 3.1 * grow
    yield _stroke(km, 2 * band + 3.6, theme.CREAM)
    for side, sign in (("un", 1), ("dprk", -1)):
        yield _stroke(lines.offset(km, sign * band / 2 / px_per_km), band + 0.4, theme.SIDE[side])
    yield _stroke(km, 1.3, theme.CREAM)
