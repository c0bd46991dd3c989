"""Lines on the ground, drawn at twice the size and shrunk: coast, rivers, roads, railways, borders, hex grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pygame

from game import hexmap
from game.atlas import lines
from game.atlas.front import Line
from game.ui import theme

OVER = 2  # how many times larger a tile is drawn before it is shrunk


class Pen(NamedTuple):
    """Draws in world pixels on a surface that is OVER times larger; `left`, `top` its corner in world pixels."""

    surface: pygame.Surface
    left: float
    top: float
    px_per_km: float

    def to_px(self, line: Line) -> Line:
        """Kilometres to pixels of the large surface."""
        x = ((line[:, 0] - hexmap.WEST_KM) * self.px_per_km - self.left) * OVER
        y = ((hexmap.NORTH_KM - line[:, 1]) * self.px_per_km - self.top) * OVER
        return np.stack([x, y], axis=1)

    def stroke(self, points: Line, width: float, colour: Sequence[int]) -> None:
        """A polyline with round joints; `points` in pixels of the large surface, `width` in screen pixels."""
        stroke(self.surface, points, width * OVER, colour)


def stroke(surface: pygame.Surface, points: Line, width: float, colour: Sequence[int]) -> None:
    """A polyline of any width with round joints and ends, in pixels of the surface."""
    if len(points) < 2:
        return
    if width < 1.6:
        pygame.draw.lines(surface, colour, False, points.tolist(), 1)
        return
    half = width / 2
    a, b = points[:-1], points[1:]
    step = b - a
    norm = np.stack([-step[:, 1], step[:, 0]], axis=1) * (half / np.maximum(np.hypot(*step.T), 1e-9))[:, None]
    for quad in np.stack([a + norm, b + norm, b - norm, a - norm], axis=1).tolist():
        pygame.draw.polygon(surface, colour, quad)
    if width > 2.5:
        for p in points.tolist():
            pygame.draw.circle(surface, colour, p, half)


_RIVER_WIDTH = {"1": 1.1, "2": 1.9, "3": 2.8}
_ROAD = {"main": (theme.ROAD, 1.7), "secondary": (theme.ROAD_MINOR, 1.1), "track": (theme.ROAD_MINOR, 0.8)}
_RAIL_WIDTH = {"double": 1.5, "single": 1.1, "narrow": 0.8, "electric": 0.8}
_SHOWN_FROM = {
    ("river", "1"): 1.9, ("road", "main"): 1.9, ("road", "secondary"): 3.9, ("road", "track"): 5.0,
    ("rail", "double"): 1.9, ("rail", "single"): 1.9, ("rail", "narrow"): 3.9, ("rail", "electric"): 3.9,
}  # fmt: skip
_ORDER = ("coast", "lake", "border", "parallel", "river", "road-casing", "road", "rail")


def scale_of_lines(px_per_km: float) -> float:
    """Lines grow a little with the zoom."""
    return float(min(2.0, max(0.75, (px_per_km / 4.0) ** 0.4)))


def shown(piece: lines.Piece, px_per_km: float) -> bool:
    """Whether a piece belongs on the map at a scale."""
    return px_per_km >= _SHOWN_FROM.get((piece.kind, piece.cls), 0.0)


def draw(pen: Pen, found: Sequence[lines.Piece]) -> None:
    """All pieces that touch the surface, in the order of a printed map."""
    by_kind: dict[str, list[lines.Piece]] = {}
    for piece in found:
        if shown(piece, pen.px_per_km):
            by_kind.setdefault(piece.kind, []).append(piece)
    by_kind["road-casing"] = by_kind.get("road", []) if pen.px_per_km >= 3.9 else []
    for kind in _ORDER:
        for piece in by_kind.get(kind, ()):
            _draw_piece(pen, kind, piece)


def _draw_piece(pen: Pen, kind: str, piece: lines.Piece) -> None:
    points, grow = pen.to_px(piece.points), scale_of_lines(pen.px_per_km)
    if kind in ("coast", "lake"):
        pen.stroke(points, 0.9 * grow, theme.COAST if kind == "coast" else theme.RIVER)
    elif kind == "river":
        downstream = 0.55 + 0.6 * min(1.0, (piece.start + 0.02 * piece.total) / max(piece.total, 1.0))
        pen.stroke(points, _RIVER_WIDTH.get(piece.cls, 1.1) * downstream * grow, theme.RIVER)
    elif kind == "road-casing":
        pen.stroke(points, (_ROAD[piece.cls][1] + 1.6) * grow, theme.CREAM)
    elif kind == "road":
        colour, width = _ROAD[piece.cls]
        pen.stroke(points, width * grow, colour)
    elif kind == "rail":
        _draw_rail(pen, piece, points, grow)
    elif kind == "parallel":
        _dashed(pen, piece, 7.0, 4.0, 1.4 * grow, theme.PARALLEL)
    elif kind == "border":
        _dashed(pen, piece, 9.0, 3.5, 1.2 * grow, theme.BORDER)


def _dashed(pen: Pen, piece: lines.Piece, on: float, off: float, width: float, colour: Sequence[int]) -> None:
    k = pen.px_per_km
    for dash in lines.dashes(piece.points, on / k, off / k, piece.start):
        pen.stroke(pen.to_px(dash), width, colour)


def _draw_rail(pen: Pen, piece: lines.Piece, points: Line, grow: float) -> None:
    aside = 2.6 * grow * OVER if pen.px_per_km >= 3.9 else 0.0
    points = lines.offset(points, aside)
    width = _RAIL_WIDTH.get(piece.cls, 1.0) * grow
    pen.stroke(points, width, theme.RAIL)
    if pen.px_per_km < 2.7:
        return
    every = (5.5 if pen.px_per_km < 5 else 7.0) * OVER
    at, across = lines.ticks(points, every, piece.start * pen.px_per_km * OVER)
    reach = across * 2.2 * grow * OVER
    for a, b in zip((at - reach).tolist(), (at + reach).tolist()):
        pygame.draw.line(pen.surface, theme.RAIL, a, b, max(1, round(0.9 * grow * OVER)))


def hex_grid(pen: Pen, board: hexmap.Board, width: int, height: int) -> None:
    """Thin outlines of the playable hexes that touch the surface (`width` x `height` screen pixels)."""
    k = pen.px_per_km
    west, north = hexmap.WEST_KM + pen.left / k, hexmap.NORTH_KM - pen.top / k
    margin = hexmap.HEX_KM
    near = np.flatnonzero(
        (board.x > west - margin)
        & (board.x < west + width / k + margin)
        & (board.y < north + margin)
        & (board.y > north - height / k - margin)
    )
    for h in near.tolist():
        corner = pen.to_px(hexmap.corners(float(board.x[h]), float(board.y[h]))).tolist()
        colour = (134, 124, 100) if h < board.n_land else (150, 176, 184)
        # three of the six sides each, so that no side is drawn twice; the outer rim gets the rest
        sides = [d for d in range(6) if d in (0, 1, 5) or board.neighbour[h, d] < 0]
        for d in sides:
            pygame.draw.line(pen.surface, colour, corner[d], corner[(d + 1) % 6], 1)
