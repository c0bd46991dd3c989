"""Natural lines of rivers and routes: least-cost paths over the ground between hand-made way points, 1 km raster."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from frame import Grid, Line, Mask, blur, draw_lines, to_pixel, world_lines
from ground import Ground
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, distance_transform_edt, minimum_filter
from skimage.graph import MCP_Geometric

from game import hexmap

STEP_KM = 1.0
MARGIN_KM = 25


class Costs(NamedTuple):
    """What a kilometre costs a river and a road, [1174, 736] at 1 km."""

    river: Grid
    road: Grid
    wiggle: Grid  # smooth noise about 0, so that constrained lines still look grown


def valleys(ground: Ground) -> Grid:
    """Heights with the finer valleys that the openness shows: fields lie low, woods high (0.5 km)."""
    detail = blur(ground.openness, 0.5) - blur(ground.openness, 4.5)
    detail /= np.sqrt(blur(detail * detail, 15)) + 0.03
    relief = np.sqrt(blur((ground.height - blur(ground.height, 4)) ** 2, 6)) + 0.06 * blur(ground.height, 6)
    return np.where(ground.land > 0.3, np.maximum(ground.height - 0.55 * relief * np.clip(detail, -2.5, 2.5), 1), 0)


def costs(ground: Ground) -> Costs:
    """Rivers like low and open ground and the known lines; roads like gentle slopes."""
    fine = valleys(ground)[::2, ::2]
    land, lake = ground.land[::2, ::2] > 0.5, ground.lake[::2, ::2] > 0.5
    openness = np.clip(ground.openness[::2, ::2] - 4.0, -0.5, 0.6)
    height = blur(fine, 1, STEP_KM)
    above_floor = (height - minimum_filter(height, 9)) / (
        np.sqrt(blur((height - blur(height, 6, STEP_KM)) ** 2, 8, STEP_KM)) + 15
    )
    known = draw_lines(world_lines("rivers"), STEP_KM)
    river = np.maximum(0.25 + 2.0 * above_floor - 0.35 * openness, 0.12)
    river[lake], river[~land] = 0.08, 0.6
    river[binary_dilation(known)], river[known] = 0.06, 0.03
    north_south, east_west = np.gradient(blur(fine, 1.5, STEP_KM), STEP_KM * 1000)
    slope = np.hypot(north_south, east_west)
    road = np.maximum(1 + 14 * slope + 0.35 * above_floor - 0.25 * openness, 0.5)
    road[~land], road[lake] = 40, 20
    road[binary_dilation(known) & ~known] *= 0.9
    noise = blur(np.random.default_rng(1945).standard_normal(river.shape), 1.8, STEP_KM)
    return Costs(river.astype(np.float32), road.astype(np.float32), noise / noise.std())


def smoothed(line: Line, rounds: int = 3, fixed: NDArray[np.int64] | None = None) -> Line:
    """A line without the raster's staircase; its ends and the points with these numbers stay."""
    out = line.copy()
    for _ in range(rounds):
        out[1:-1] = 0.25 * out[:-2] + 0.5 * out[1:-1] + 0.25 * out[2:]
        if fixed is not None:
            out[fixed] = line[fixed]
    return out


def cheapest(points: Line, cost: Grid, margin: int = MARGIN_KM) -> Line:
    """Cheapest raster path through points in kilometres, in order; points and line outside the box are cut off."""
    rows, columns = cost.shape
    pixels = to_pixel(points[:, 0], points[:, 1], STEP_KM)
    inside = (pixels > -5).all(axis=1) & (pixels[:, 0] < columns + 5) & (pixels[:, 1] < rows + 5)
    pixels = np.clip(pixels[inside].astype(int), 0, (columns - 1, rows - 1))
    parts: list[Line] = []
    for (c0, r0), (c1, r1) in zip(pixels, pixels[1:]):
        top, left = max(min(r0, r1) - margin, 0), max(min(c0, c1) - margin, 0)
        window = cost[top : max(r0, r1) + margin, left : max(c0, c1) + margin]
        search = MCP_Geometric(window)
        search.find_costs([(r0 - top, c0 - left)], [(r1 - top, c1 - left)])
        path = np.array(search.traceback((r1 - top, c1 - left)), dtype=np.float64) + np.array([top + 0.5, left + 0.5])
        parts.append(path if not parts else path[1:])
    if not parts:
        return np.empty((0, 2))
    path = np.concatenate(parts)
    return np.stack([hexmap.WEST_KM + path[:, 1] * STEP_KM, hexmap.NORTH_KM - path[:, 0] * STEP_KM], axis=1)


def natural(points: Line, cost: Grid) -> Line:
    """The natural line through way points."""
    line = cheapest(points, cost)
    return smoothed(line) if len(line) else line


def along(chain: Line, cost: Costs) -> Line:
    """A river line within about 2 km of a chain of hex corners that still keeps to the valley where it can."""
    distance = distance_transform_edt(~draw_lines([chain], STEP_KM)) * STEP_KM
    bound = (
        0.25 + 0.5 * np.clip(cost.river, 0, 1.2) + 0.5 * (distance / 1.1) ** 3 + 0.22 * (cost.wiggle + 1.5).clip(0, 3)
    )
    return smoothed(cheapest(chain[[0, -1]], bound.astype(np.float32), margin=max(bound.shape)), 4)


def through(anchors: Line, hexes: Mask, cost: Costs) -> Line:
    """A road line through anchors that stays in the hexes of its chain ([1174, 736] mask)."""
    bound = np.minimum(cost.road, 3.0) + 0.5 * (cost.wiggle + 1.5).clip(0, 3) + 25.0 * ~hexes
    line = cheapest(anchors, bound.astype(np.float32))
    if not len(line):
        return line
    line[0], line[-1] = anchors[0], anchors[-1]
    fixed = np.array([np.hypot(*(line - a).T).argmin() for a in anchors])
    line[fixed] = anchors
    return smoothed(line, 8, fixed)
