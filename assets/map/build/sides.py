"""Rivers on hex sides and towns on their banks.

The corners of the hexes form a graph; a river is the cheapest chain of hex sides along its natural line. A town whose
hex centre lies on the wrong side of its river moves to the nearest hex on its own bank.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from frame import Line
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from tiles import CELLS, Tiles, cell_of

from game import hexmap
from game.terms import Terrain

# Corner k (at 60 k - 30 degrees) of a hex, in half hex widths east and half radii south of its centre.
CORNER_STEPS = ((1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1), (0, 2))
LENGTH_COST = 0.35 * hexmap.HEX_KM * 0.1
FAR_FROM_RIVER_KM, FARTHEST_MOVE_KM = 3.2 * hexmap.HEX_KM, 1.35 * hexmap.HEX_KM


class Corners(NamedTuple):
    """Graph of all hex corners and sides."""

    position: Line  # [corners, 2] km
    ends: NDArray[np.int64]  # [sides, 2] corner numbers
    cell: NDArray[np.int64]  # [sides] a cell of the side ...
    direction: NDArray[np.int64]  # [sides] ... and the direction of the side from it


class Chain(NamedTuple):
    """A river on hex sides, source to mouth."""

    corners: Line  # [n + 1, 2] km
    sides: list[tuple[int, int]]  # n of (cell, direction)


def corner_graph() -> Corners:
    """Corners get exact integer keys, so that neighbouring hexes share them."""
    number: dict[tuple[int, int], int] = {}
    side: dict[tuple[int, int], tuple[int, int]] = {}
    for cell in range(CELLS):
        row, column = divmod(cell, hexmap.COLUMNS)
        keys = [(2 * column + (row & 1) + dx, 3 * row + dy) for dx, dy in CORNER_STEPS]
        ids = [number.setdefault(key, len(number)) for key in keys]
        for d in range(6):
            a, b = sorted((ids[d], ids[(d + 1) % 6]))
            side.setdefault((a, b), (cell, d))
    keys_array = np.array(list(number), dtype=np.float64)
    x = hexmap.WEST_KM + keys_array[:, 0] * hexmap.HEX_KM / 2
    y = hexmap.NORTH_KM - keys_array[:, 1] * hexmap.HEX_RADIUS_KM / 2
    where = np.array(list(side.values()))
    return Corners(np.stack([x, y], axis=1), np.array(list(side)), where[:, 0], where[:, 1])


def river_chain(line: Line, graph: Corners) -> Chain:
    """Cheapest chain of sides: mean squared distance to the line plus a little for length."""
    dense = np.concatenate([np.linspace(a, b, 4) for a, b in zip(line, line[1:])])
    tree = cKDTree(dense)
    near = tree.query(graph.position, distance_upper_bound=40.0)[0] < 40.0
    keep = np.nonzero(near[graph.ends].all(axis=1))[0]
    a, b = graph.position[graph.ends[keep, 0]], graph.position[graph.ends[keep, 1]]
    samples = np.stack([a + (b - a) * t for t in np.linspace(0, 1, 5)])
    cost = (tree.query(samples)[0] ** 2).mean(axis=0) + LENGTH_COST
    size = len(graph.position)
    matrix = csr_matrix((cost, (graph.ends[keep, 0], graph.ends[keep, 1])), shape=(size, size))
    corners = cKDTree(graph.position)
    source, mouth = (int(corners.query(p)[1]) for p in (line[0], line[-1]))
    before = dijkstra(matrix, directed=False, indices=source, return_predecessors=True)[1]
    path = [mouth]
    while path[-1] != source:
        path.append(int(before[path[-1]]))
    path.reverse()
    side_number = {(int(p), int(q)): i for i, (p, q) in enumerate(graph.ends)}
    sides = [side_number[min(p, q), max(p, q)] for p, q in zip(path, path[1:])]
    return Chain(graph.position[path], [(int(graph.cell[i]), int(graph.direction[i])) for i in sides])


def dry_land(chain: Chain, t: Tiles) -> list[tuple[int, int]]:
    """The chain's sides that touch playable land, each written from a playable land hex."""
    out = []
    beyond = hexmap.neighbour_cells()
    for cell, d in chain.sides:
        other = int(beyond[cell, d])
        for c, e in ((cell, d), (other, (d + 3) % 6)):
            if c >= 0 and t.playable[c] and t.terrain[c] != Terrain.SEA:
                out.append((c, e))
                break
    return out


def bank(chain: Chain, x: float, y: float) -> int:
    """+1 left, -1 right of a chain, looking downstream."""
    p = np.array([x, y])
    a, step = chain.corners[:-1], np.diff(chain.corners, axis=0)
    t = np.clip(((p - a) * step).sum(1) / (step**2).sum(1), 0, 1)
    d2 = ((p - (a + t[:, None] * step)) ** 2).sum(1)
    j = int(np.argmin(d2))
    # a hex centre is often equally far from two sides that meet in a corner: both have a say
    nearest = [k for k in (j - 1, j, j + 1) if 0 <= k < len(a) and d2[k] < d2[j] * 1.02 + 0.5]
    turn = sum(step[k, 0] * (p - a[k])[1] - step[k, 1] * (p - a[k])[0] for k in nearest)
    return 1 if turn > 0 else -1


def settle(
    places: list[Any], rivers: list[Any], chains: dict[str, Chain], t: Tiles, fixed: dict[str, int]
) -> dict[str, int]:
    """Cell of each place inside the grid; ValueError where a bank cannot be kept within 13.5 km."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    for river in rivers:
        for sign, names in ((1, river.left), (-1, river.right)):
            for name in names:
                wanted.setdefault(name, []).append((river.id, sign))
    out = {}
    for place in places:
        cell = fixed.get(place.id, cell_of(place))
        if cell < 0:
            continue
        facts = wanted.get(place.id, [])
        if place.id not in fixed and not _keeps(cell, facts, chains, t):
            cell = _own_bank(place, cell, facts, chains, t)
        out[place.id] = cell
    return out


def _keeps(cell: int, facts: list[tuple[str, int]], chains: dict[str, Chain], t: Tiles) -> bool:
    x, y = float(t.x[cell]), float(t.y[cell])
    return all(
        bank(chains[river], x, y) == sign or np.hypot(*(chains[river].corners - (x, y)).T).min() > FAR_FROM_RIVER_KM
        for river, sign in facts
    )


def _own_bank(place: Any, cell: int, facts: list[tuple[str, int]], chains: dict[str, Chain], t: Tiles) -> int:
    beyond = hexmap.neighbour_cells()
    ring = {int(c) for c in beyond[cell] if c >= 0}
    ring |= {int(c) for r in ring for c in beyond[r] if c >= 0}
    x, y = hexmap.project(place.lat, place.lon)
    by_distance = sorted((float(np.hypot(t.x[c] - x, t.y[c] - y)), c) for c in ring if t.terrain[c] != Terrain.SEA)
    for distance, candidate in by_distance:
        if distance < FARTHEST_MOVE_KM and _keeps(candidate, facts, chains, t):
            return candidate
    raise ValueError(f"{place.id}: no hex within {FARTHEST_MOVE_KM} km on its own bank")
