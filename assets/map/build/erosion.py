"""Invented relief: uplift and stream erosion that keep the real heights above about 4 km. For looks only.

Water routing is a priority flood from the sea (Barnes et al. 2014); the erosion is the implicit stream-power law
(Braun and Willett 2013): h = (h + U + f h_receiver) / (1 + f), f = K A^0.45 / dx.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from courses import valleys
from frame import Grid, Line, Mask, blur
from ground import Ground
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, zoom

from game import hexmap

AREA_EXPONENT = 0.45
LARGEST_CATCHMENT_KM2 = 40.0  # larger rivers would cut canyons
SEED = 1950
KEEP_KM, PAD_KM = 4.5, 16
# size of pixel in km, steps, noise, uplift (both in shares of the local relief), erodibility
ROUNDS = ((1.0, 14, 0.8, 1.2, 165.0), (0.5, 6, 0.25, 0.55, 145.0), (0.25, 2, 0.10, 0.20, 80.0))


@numba.njit  # type: ignore[untyped-decorator,unused-ignore]
def _push(keys: Any, values: Any, n: int, key: float, value: int) -> int:
    at = n
    while at > 0:
        parent = (at - 1) >> 1
        if keys[parent] <= key:
            break
        keys[at], values[at] = keys[parent], values[parent]
        at = parent
    keys[at], values[at] = key, value
    return n + 1


@numba.njit  # type: ignore[untyped-decorator,unused-ignore]
def _pop(keys: Any, values: Any, n: int) -> int:
    """Removes the smallest (it stays readable in values[n - 1])."""
    top = values[0]
    n -= 1
    key, value, at = keys[n], values[n], 0
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], values[at] = keys[child], values[child]
        at = child
    keys[at], values[at] = key, value
    values[n] = top
    return n


@numba.njit  # type: ignore[untyped-decorator,unused-ignore]
def _flood(level: Any, outlet: Any, receiver: Any, order: Any) -> int:
    """Fills `receiver` and an outlet-first `order`, raises pits of `level` to their rim; returns the number routed."""
    ny, nx = outlet.shape
    done = np.zeros(ny * nx, numba.uint8)
    keys, values, n, routed = np.empty(ny * nx, np.float32), np.empty(ny * nx, np.int64), 0, 0
    for k in range(ny * nx):
        i, j = k // nx, k % nx
        if outlet[i, j] or i == 0 or j == 0 or i == ny - 1 or j == nx - 1:
            done[k], receiver[k] = 1, k
            n = _push(keys, values, n, level[k], k)
    while n > 0:
        n = _pop(keys, values, n)
        k = values[n]
        order[routed] = k
        routed += 1
        i, j = k // nx, k % nx
        for a in range(max(i - 1, 0), min(i + 2, ny)):
            for b in range(max(j - 1, 0), min(j + 2, nx)):
                q = a * nx + b
                if done[q] == 0:
                    done[q], receiver[q] = 1, k
                    if level[q] <= level[k]:
                        level[q] = level[k] + np.float32(1e-3)
                    n = _push(keys, values, n, level[q], q)
    return routed


@numba.njit  # type: ignore[untyped-decorator,unused-ignore]
def _descend(level: Any, shape: tuple[int, int], receiver: Any, chance: Any) -> None:
    """Steepest way down; random weights keep valleys from running along the eight compass directions."""
    ny, nx = shape
    for k in range(ny * nx):
        if receiver[k] == k:
            continue
        i, j, best = k // nx, k % nx, 0.0
        for a in range(max(i - 1, 0), min(i + 2, ny)):
            for b in range(max(j - 1, 0), min(j + 2, nx)):
                drop = level[k] - level[a * nx + b]
                if drop > 0:
                    slope = (
                        drop
                        / (1.41421356 if a != i and b != j else 1.0)
                        * (0.55 + 0.9 * chance[(k + 3 * a + b) % chance.size])
                    )
                    if slope > best:
                        best, receiver[k] = slope, a * nx + b


@numba.njit  # type: ignore[untyped-decorator,unused-ignore]
def _cut(h: Any, order: Any, receiver: Any, area: Any, erodible: Any, uplift: Any, dx: float) -> None:
    for at in range(order.size - 1, -1, -1):
        k = order[at]
        if receiver[k] != k:
            area[receiver[k]] = min(area[receiver[k]] + area[k], LARGEST_CATCHMENT_KM2)
    for at in range(order.size):
        k = order[at]
        r = receiver[k]
        if r != k:
            f = erodible[k] * area[k] ** AREA_EXPONENT / dx
            h[k] = (h[k] + uplift[k] + f * h[r]) / (1 + f)


def _erode(h: Grid, land: Mask, real: Grid, uplift: Grid, erodible: Grid, dx: float, steps: int, keep_px: float,
           rng: np.random.Generator) -> Grid:  # fmt: skip
    receiver, order = np.empty(h.size, np.int64), np.empty(h.size, np.int64)
    for step in range(steps):
        level = np.where(land, h, 0).astype(np.float32).ravel()
        routed = _flood(level, ~land, receiver, order)
        _descend(level, h.shape, receiver, rng.random(999_983, dtype=np.float32))
        cut = np.where(land, h, 0).astype(np.float32).ravel()
        area = np.full(h.size, (dx / 1000) ** 2, np.float32)
        _cut(cut, order[:routed], receiver, area, erodible.ravel(), uplift.ravel(), dx)
        h = cut.reshape(h.shape)
        if step < steps - 1:
            # put the real relief back: the mean over keep_px must stay what was measured
            h = h + gaussian_filter(real - h, keep_px)
            h += 0.3 * uplift * rng.standard_normal(h.shape).astype(np.float32)
    return np.where(land, np.maximum(h, 1), 0).astype(np.float32)


def _noise(rng: np.random.Generator, shape: tuple[int, int], scales: tuple[tuple[float, float], ...]) -> Grid:
    """Smooth noise of unit spread; scales are (pixels, weight)."""
    total = sum(gaussian_filter(rng.standard_normal(shape).astype(np.float32), s) * s * w for s, w in scales)
    return (total / np.std(total)).astype(np.float32)


def _courses(lines: list[Line], shape: tuple[int, int], km: float) -> Mask:
    image = Image.new("L", shape[::-1], 0)
    draw = ImageDraw.Draw(image)
    for line in lines:
        x, y = (line[:, 0] - hexmap.WEST_KM) / km, (hexmap.NORTH_KM - line[:, 1]) / km
        draw.line(list(zip(x, y)), fill=255, width=2)
    return np.asarray(image) > 0


def _twice(a: Grid, order: int = 1) -> Grid:
    return zoom(a, 2, order=order, grid_mode=True, mode="nearest").astype(np.float32)


def _padded(a: NDArray[Any], pixels: int) -> Grid:
    """With a mirrored margin, so that water leaves well outside the picture."""
    return np.pad(a.astype(np.float32), pixels, mode="reflect")


def relief(ground: Ground, land_fine: Mask, rivers: list[Line]) -> Grid:
    """[2 NY, 2 NX] metres at 0.25 km. `rivers` in km get a valley of their own; `land_fine` at 0.25 km.

    Three rounds from coarse to fine: 1 km makes ridges and valleys 3-5 km apart, 0.5 and 0.25 km their spurs.
    """
    rng = np.random.default_rng(SEED)
    real, open_ = ground.height, ground.openness
    rough = np.sqrt(blur((real - blur(real, 4)) ** 2, 5)) * np.exp(-1.1 * (blur(open_, 1) - 4.0)) + 0.05 * blur(real, 4)
    river = _courses(rivers, real.shape, 0.5)
    h = valleys(ground)
    h = np.where(river, np.minimum(h, blur(real, 2) * 0.9), h)
    uplift = np.where(river, 0.3, 1.0) * (rough + 1.5)
    erodible = np.exp(0.9 * np.clip(open_ - 4.0, -0.5, 0.5))
    layers = (h, real, rough, uplift, erodible, ground.land)
    h, real, rough, uplift, erodible, land = (_padded(a[::2, ::2], PAD_KM) for a in layers)
    for km, steps, noise, up, k in ROUNDS:
        if km < 1:
            h, real, rough, uplift, erodible = (_twice(a) for a in (h, real, rough, uplift, erodible))
            land = _padded(ground.land if km == 0.5 else land_fine, round(PAD_KM / km))
        h = h + noise * rough * _noise(rng, h.shape, ((1, 0.5), (2.5, 1.0)))
        h = np.where(land > 0.5, np.maximum(h, 1), 0).astype(np.float32)
        h = _erode(h, land > 0.5, real, up * uplift, k * erodible, 1000 * km, steps, KEEP_KM / km, rng)
    edge = round(PAD_KM / ROUNDS[-1][0])
    return (0.6 * h + 0.4 * gaussian_filter(h, 1.2))[edge:-edge, edge:-edge].astype(np.float32)
