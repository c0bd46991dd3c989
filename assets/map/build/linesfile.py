"""assets/map/lines.json: coast, rivers, roads, railways as lines to draw (format in assets/map/README.md)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from courses import along, through
from frame import NX, NY, Coast, Line, Mask, area_km2, shoreline, to_pixel
from scipy.ndimage import binary_erosion
from skimage.measure import approximate_polygon
from theatre import Derived

from game import hexmap

COAST_KM, LINE_KM, SMALLEST_ISLAND_KM2 = 0.3, 0.15, 0.5
CONFLUENCE_KM = 6.0
INSIDE_SHARE = 0.56  # of the hex radius: how far from the centre a town's dot may stand


def _flat(line: Line, tolerance: float = LINE_KM) -> list[float]:
    if len(line) > 2:
        line = approximate_polygon(line, tolerance)
    return [round(float(v), 2) for v in line.ravel()]


def _coast(reservoirs: list[Line]) -> list[dict[str, Any]]:
    coast, out = Coast(), []
    for kind, rings in (("land", coast.land), ("lake", coast.lakes + reservoirs)):
        for ring in rings:
            if area_km2(ring) >= SMALLEST_ISLAND_KM2:
                closed = ring if np.allclose(ring[0], ring[-1]) else np.concatenate([ring, ring[:1]])
                out.append({"kind": kind, "ring": _flat(closed, COAST_KM)[:-2]})
    return out


def anchors(d: Derived) -> dict[str, list[float]]:
    """Where each place's dot stands: its position, pulled into its own hex."""
    out = {}
    for place in d.book.places:
        x, y = (float(v) for v in hexmap.project(place.lat, place.lon))
        if place.id in d.where:
            cell = d.where[place.id]
            cx, cy = float(d.tiles.x[cell]), float(d.tiles.y[cell])
            far = np.hypot(x - cx, y - cy) / (INSIDE_SHARE * hexmap.HEX_RADIUS_KM)
            if far > 1:
                x, y = cx + (x - cx) / far, cy + (y - cy) / far
        out[place.id] = [round(x, 2), round(y, 2)]
    return out


def _hex_numbers() -> np.ndarray[Any, np.dtype[np.int64]]:
    """Cell of each pixel of the 1 km raster of the courses."""
    x = hexmap.WEST_KM + np.arange(int(hexmap.EAST_KM - hexmap.WEST_KM)) + 0.5
    y = hexmap.NORTH_KM - np.arange(int(hexmap.NORTH_KM - hexmap.SOUTH_KM)) - 0.5
    column, row = hexmap.locate(*np.meshgrid(x, y))
    return np.asarray(row * hexmap.COLUMNS + column)


def _route_line(d: Derived, route: Any, chain: list[int], dots: dict[str, list[float]], cells: Any) -> Line:
    """Through the anchors of the towns and, between them, through the hexes of the chain."""
    named = {d.where[v]: dots[v] for v in route.via if isinstance(v, str) and v in d.where}
    points = [
        named.get(cell, [float(d.tiles.x[cell]), float(d.tiles.y[cell])])
        for i, cell in enumerate(chain)
        if cell in named or i in (0, len(chain) - 1)
    ]
    mask: Mask = np.isin(cells, chain)
    core: Mask = binary_erosion(mask)
    return through(np.array(points), core | _near(points, mask.shape), d.costs)


def _near(points: list[list[float]], shape: tuple[int, ...]) -> Mask:
    out = np.zeros(shape, dtype=bool)
    for x, y in points:
        r, c = int(hexmap.NORTH_KM - y), int(x - hexmap.WEST_KM)
        out[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2] = True
    return out


def _to_the_shore(line: Line, d: Derived) -> Line:
    column, row = to_pixel(line[:, 0], line[:, 1]).astype(int).T
    dry = d.ground.land[row.clip(0, NY - 1), column.clip(0, NX - 1)] > 0.5
    return line[: int(np.flatnonzero(dry)[-1]) + 2] if dry.any() else line


def river_lines(d: Derived) -> dict[str, Line]:
    """Lines along the hex sides; a tributary ends on the river that it joins, a river at its mouth."""
    lines = {name: _to_the_shore(along(chain.corners, d.costs), d) for name, chain in d.rivers.items()}
    out = {}
    for name, line in lines.items():
        others = np.concatenate([other for key, other in lines.items() if key != name])
        gap = np.hypot(*(others - line[-1]).T)
        joins = 0 < gap.min() < CONFLUENCE_KM
        out[name] = np.concatenate([line, others[[gap.argmin()]]]) if joins else line
    return out


def lines_text(d: Derived) -> str:
    """lines.json."""
    dots, cells, courses = anchors(d), _hex_numbers(), river_lines(d)
    rivers = [
        {"id": r.id, "name": r.name, "hangul": r.hangul, "size": r.size,
         "line": _flat(courses[r.id]), "course": _flat(d.courses[r.id])}
        for r in d.book.rivers
    ]  # fmt: skip
    routes: dict[str, list[Any]] = {"road": [], "rail": [], "sea": []}
    for route in d.book.routes:
        entry = {"id": route.id, "name": route.name, "cls": route.cls, "confidence": route.confidence}
        if route.kind == "sea":
            routes["sea"].append({"id": route.id, "name": route.name, "line": _flat(d.courses[route.id], 0)})
        elif len(d.routes.get(route.id, [])) > 1:
            line = _route_line(d, route, d.routes[route.id], dots, cells)
            routes[route.kind].append({**entry, "line": _flat(line), "course": _flat(d.courses[route.id])})
    border = [r["line"] for r in rivers if r["id"] in ("yalu", "tumen_rv")]
    reservoirs = [shoreline(lake.outline) for lake in d.book.lakes]
    content = {
        "format": 1,
        "coast": _coast(reservoirs),
        "rivers": rivers,
        "roads": routes["road"],
        "rails": routes["rail"],
        "lanes": routes["sea"],
        "border": border,
        "anchors": dots,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
