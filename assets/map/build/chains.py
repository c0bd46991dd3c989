"""Roads and railways as chains of hexes, harbour water."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from frame import Line
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from tiles import Tiles

from game import hexmap
from game.terms import Terrain

CORRIDOR_HEXES = 2.5
SEA_COST, STRAIT_COST, RIVER_COST = 60.0, 9.0, 0.4


class Walls:
    """Extra cost of crossing a hex side."""

    def __init__(self, rivers: set[tuple[int, int]], straits: set[tuple[int, int]]) -> None:
        self.cost: dict[tuple[int, int], float] = {}
        beyond = hexmap.neighbour_cells()
        for sides, extra in ((rivers, RIVER_COST), (straits, STRAIT_COST)):
            for cell, d in sides:
                other = int(beyond[cell, d])
                for pair in ((cell, other), (other, cell)):
                    self.cost[pair] = self.cost.get(pair, 0.0) + extra


def stops(route: Any, where: dict[str, int], t: Tiles) -> list[int]:
    """Cells that a route must touch: those of its places and of its way points on land."""
    out: list[int] = []
    for point in route.via:
        if isinstance(point, str):
            cell = where.get(point, -1)
        else:
            column, row = (int(v) for v in hexmap.locate(*hexmap.project(point[0], point[1])))
            inside = 0 <= column < hexmap.COLUMNS and 0 <= row < hexmap.ROWS
            cell = row * hexmap.COLUMNS + column if inside else -1
            if cell >= 0 and t.terrain[cell] == Terrain.SEA:
                cell = -1
        if cell >= 0 and (not out or out[-1] != cell):
            out.append(cell)
    return out


def route_chain(line: Line, through: list[int], towns: set[int], t: Tiles, walls: Walls) -> list[int]:
    """Cheapest chain of hexes through the stops, in order, close to the natural line."""
    dense = np.concatenate([np.linspace(a, b, 3) for a, b in zip(line, line[1:])]) if len(line) > 1 else line
    off = cKDTree(dense).query(np.stack([t.x, t.y], axis=1))[0] / hexmap.HEX_KM
    out = through[:1]
    for a, b in zip(through, through[1:]):
        out += _leg(a, b, off, t, walls)[1:]
    return _without_stubs(out, towns)


def _without_stubs(chain: list[int], towns: set[int]) -> list[int]:
    """A way point beside the path makes there-and-back links; cut them unless they reach a town."""
    out: list[int] = []
    for cell in chain:
        if len(out) > 1 and out[-2] == cell and out[-1] not in towns:
            out.pop()
        else:
            out.append(cell)
    return out


def _leg(a: int, b: int, off: NDArray[np.float64], t: Tiles, walls: Walls) -> list[int]:
    beyond = hexmap.neighbour_cells()
    best, before, queue = {a: 0.0}, {a: a}, [(0.0, a)]
    while queue:
        so_far, here = heapq.heappop(queue)
        if here == b:
            break
        if so_far > best[here]:
            continue
        for next_ in (int(c) for c in beyond[here] if c >= 0 and off[c] <= CORRIDOR_HEXES):
            step = 1 + 6 * off[next_] ** 2 + walls.cost.get((here, next_), 0.0)
            total = so_far + step + (SEA_COST if t.terrain[next_] == Terrain.SEA else 0.0)
            if total < best.get(next_, np.inf):
                best[next_], before[next_] = total, here
                heapq.heappush(queue, (total, next_))
    path = [b]
    while path[-1] != a:
        path.append(before[path[-1]])
    return path[::-1]


def open_sea(t: Tiles) -> NDArray[np.bool_]:
    """Playable sea cells that hang together (the largest body of water)."""
    water = t.playable & (t.terrain == Terrain.SEA)
    beyond = hexmap.neighbour_cells()
    left, largest = water.copy(), np.zeros_like(water)
    while left.any():
        body, frontier = np.zeros_like(water), np.array([int(np.argmax(left))])
        body[frontier] = True
        while frontier.size:
            step = beyond[frontier].ravel()
            step = np.unique(step[step >= 0])
            frontier = step[water[step] & ~body[step]]
            body[frontier] = True
        left &= ~body
        if body.sum() > largest.sum():
            largest = body
    return largest


def harbour_water(places: list[Any], where: dict[str, int], t: Tiles) -> dict[str, int]:
    """Sea cell of each playable port: a neighbour where there is one, else the nearest (bays narrower than a hex)."""
    water = open_sea(t)
    beyond = hexmap.neighbour_cells()
    out = {}
    for place in places:
        if not place.port_tons or place.id not in where or not t.playable[where[place.id]]:
            continue
        beside = np.array([c for c in beyond[where[place.id]] if c >= 0 and water[c]], dtype=np.int64)
        cells = beside if beside.size else np.nonzero(water)[0]
        x, y = hexmap.project(place.lat, place.lon)
        out[place.id] = int(cells[np.argmin(np.hypot(t.x[cells] - x, t.y[cells] - y))])
    return out
