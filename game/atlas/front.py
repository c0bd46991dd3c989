"""The front line out of who holds which hex: zero line of a smoothed control field, as polylines in kilometres."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import hexmap

CELL_KM = 2.5  # raster of the control field
SMOOTH_KM = 5.5  # standard deviation of the smoothing: half a hex, so that single hexes still show
STAND_KM = 30.0  # beyond this distance from every unit a border is no front
MIN_LENGTH_KM = 14.0

Line = NDArray[np.float64]  # [points, 2] km east, km north


class Front(NamedTuple):
    """`manned`: polylines with troops near; `open`: borders of control that nobody watches.

    On each line the ground of side 1 (UN) lies to the left as you walk along it.
    """

    manned: tuple[Line, ...]
    open: tuple[Line, ...]


class _Raster(NamedTuple):
    hexes: NDArray[np.int32]  # [rows, columns] land hex under each raster point, -1 none
    west: float
    north: float


def raster(board: hexmap.Board) -> _Raster:
    """Which land hex lies under each point of a regular raster over the land of the board."""
    x, y = board.x[: board.n_land], board.y[: board.n_land]
    west, north = float(x.min()) - 15.0, float(y.max()) + 15.0
    xs = np.arange(west, float(x.max()) + 15.0, CELL_KM)
    ys = np.arange(north, float(y.min()) - 15.0, -CELL_KM)
    column, row = hexmap.locate(*np.meshgrid(xs, ys))
    inside = (column >= 0) & (column < hexmap.COLUMNS) & (row >= 0) & (row < hexmap.ROWS)
    index = np.full(hexmap.COLUMNS * hexmap.ROWS, -1, dtype=np.int32)
    index[board.cell[: board.n_land]] = np.arange(board.n_land)
    hexes = np.where(inside, index[np.where(inside, row * hexmap.COLUMNS + column, 0)], -1)
    return _Raster(hexes.astype(np.int32), west, north)


def _blur(field: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Three box filters, close to a Gaussian of `sigma` raster cells."""
    width = max(1, round((12.0 * sigma * sigma / 3.0 + 1.0) ** 0.5)) | 1
    pad = width // 2
    for axis in (0, 1, 0, 1, 0, 1):
        padded = np.pad(field, [(pad + 1, pad) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        total = np.cumsum(padded, axis=axis, dtype=np.float32)
        if axis == 0:
            field = (total[width:] - total[:-width]) / width
        else:
            field = (total[:, width:] - total[:, :-width]) / width
    return field


def control_field(grid: _Raster, owner: NDArray[np.int8]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Smoothed control (+1 side 1, -1 side 0) and where it means something (land of either side nearby)."""
    held = np.where(grid.hexes >= 0, owner[grid.hexes], -1)
    known = (held >= 0).astype(np.float32)
    value = np.where(held == 1, 1.0, np.where(held == 0, -1.0, 0.0)).astype(np.float32)
    weight = _blur(known, SMOOTH_KM / CELL_KM)
    smooth = _blur(value, SMOOTH_KM / CELL_KM) / np.maximum(weight, 1e-4)
    on_land = _blur(known, 1.0) > 0.3
    return np.where(smooth == 0.0, np.float32(1e-6), smooth), on_land


# Edge numbers of a raster square: 0 top, 1 right, 2 bottom, 3 left. Corner bits: 1 NW, 2 NE, 4 SE, 8 SW.
# Each entry is (from edge, to edge) with the positive side on the right; zero_lines turns the chains round.
_CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),), 2: ((1, 0),), 3: ((1, 3),), 4: ((2, 1),), 5: ((0, 3), (2, 1)), 6: ((2, 0),), 7: ((2, 3),),
    8: ((3, 2),), 9: ((0, 2),), 10: ((1, 0), (3, 2)), 11: ((1, 2),), 12: ((3, 1),), 13: ((0, 1),), 14: ((3, 0),),
}  # fmt: skip


def zero_lines(field: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Zero lines of a field as chains of (row, column), the positive side on the left with north up."""
    positive = field > 0
    code = positive[:-1, :-1] + 2 * positive[:-1, 1:] + 4 * positive[1:, 1:] + 8 * positive[1:, :-1]
    following: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for r, c in np.argwhere((code > 0) & (code < 15)).tolist():
        for start, end in _CASES[int(code[r, c])]:
            following[_edge(r, c, start)] = _edge(r, c, end)
    reached = set(following.values())
    starts = [e for e in following if e not in reached]
    chains = []
    for first in [*starts, *following]:
        if first not in following:
            continue
        chain = [first]
        while chain[-1] in following:
            chain.append(following.pop(chain[-1]))
        chains.append(np.array([_crossing(field, e) for e in reversed(chain)]))
    return chains


def _edge(r: int, c: int, side: int) -> tuple[int, int, int]:
    """(row, column, 0 across | 1 down) of the upper left end of an edge of a raster square."""
    return ((r, c, 0), (r, c + 1, 1), (r + 1, c, 0), (r, c, 1))[side]


def _crossing(field: NDArray[np.float32], edge: tuple[int, int, int]) -> tuple[float, float]:
    r, c, down = edge
    a = float(field[r, c])
    b = float(field[r + 1, c] if down else field[r, c + 1])
    t = a / (a - b)
    return (r + t, float(c)) if down else (float(r), c + t)


def smooth(line: Line, rounds: int = 2) -> Line:
    """Chaikin corner cutting that keeps the ends (closed lines stay closed)."""
    closed = len(line) > 3 and bool(np.allclose(line[0], line[-1]))
    for _ in range(rounds):
        a, b = line[:-1], line[1:]
        cut = np.empty((2 * len(a), 2))
        cut[0::2], cut[1::2] = 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b
        line = np.vstack([cut, cut[:1]]) if closed else np.vstack([line[:1], cut, line[-1:]])
    return line


def simplify(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker: the fewest points of `line` from which it strays at most `tolerance` km."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    todo = [(0, len(line) - 1)]
    while todo:
        i, j = todo.pop()
        if j - i < 2:
            continue
        chord, rest = line[j] - line[i], line[i + 1 : j] - line[i]
        length = float(np.hypot(*chord))
        off = np.abs(chord[0] * rest[:, 1] - chord[1] * rest[:, 0]) / length if length > 1e-9 else np.hypot(*rest.T)
        k = int(np.argmax(off))
        if off[k] > tolerance:
            keep[i + 1 + k] = True
            todo += [(i, i + 1 + k), (i + 1 + k, j)]
    return line[keep]


def length(line: Line) -> float:
    """Kilometres along a polyline."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 0.0


def front(grid: _Raster, owner: NDArray[np.int8], stands: Line) -> Front:
    """Front of one day. `owner` int8[n_land] (0, 1 or -1), `stands` [units, 2] km: where anybody stands."""
    field, on_land = control_field(grid, owner)
    manned: list[Line] = []
    unwatched: list[Line] = []
    for chain in zero_lines(field):
        r, c = np.rint(chain).astype(int).T
        xy = np.stack([grid.west + chain[:, 1] * CELL_KM, grid.north - chain[:, 0] * CELL_KM], axis=1)
        land = on_land[np.minimum(r, on_land.shape[0] - 1), np.minimum(c, on_land.shape[1] - 1)]
        near = land & _near(xy, stands)
        manned += _runs(xy, near)
        unwatched += _runs(xy, land & ~near)
    return Front(tuple(manned), tuple(unwatched))


def _near(xy: Line, stands: Line) -> NDArray[np.bool_]:
    if not len(stands):
        return np.zeros(len(xy), dtype=bool)
    apart = ((xy[:, None, :] - stands[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    out: NDArray[np.bool_] = apart <= STAND_KM * STAND_KM
    return out


def _runs(xy: Line, wanted: NDArray[np.bool_]) -> list[Line]:
    """The stretches of a line where `wanted` holds, smoothed; short scraps dropped."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wanted.astype(np.int8), [0]])))
    out = []
    for a, b in zip(edges[0::2], edges[1::2]):
        piece = xy[a:b]
        if len(piece) > 2 and length(piece) >= MIN_LENGTH_KM:
            out.append(smooth(simplify(piece, 0.5)))
    return out
