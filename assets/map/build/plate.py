"""The relief plate: tints of paper, shade, sea. 4 pixels a kilometre; no labels, hexes, roads or rivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from erosion import relief
from frame import NX, NY, Coast, Grid, Line, shoreline
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt, gaussian_filter, zoom
from theatre import Derived

from game import hexmap

PER_KM = 4
WIDTH, HEIGHT = NX * 2, NY * 2
Colour = tuple[float, float, float]
Picture = NDArray[Any]  # [HEIGHT, WIDTH, 3] 0..1

PAPER = (240, 231, 211)
LAND_TINTS: list[tuple[float, Colour]] = [
    (0, (205, 207, 176)), (40, (213, 212, 180)), (110, (223, 215, 182)), (250, (223, 206, 168)), (500, (209, 184, 146)),
    (850, (188, 157, 122)), (1300, (168, 137, 110)), (1900, (181, 160, 139)), (2500, (216, 205, 190)),
]  # fmt: skip
SEA_TINTS: list[tuple[float, Colour]] = [
    (-3200, (123, 152, 163)), (-1500, (134, 162, 172)), (-320, (148, 175, 182)), (-140, (171, 194, 196)),
    (-60, (182, 203, 202)), (0, (196, 213, 208)),
]  # fmt: skip
FIELDS, LAKE, GLOW, WATER_LINE = (188, 198, 155), (152, 181, 186), (221, 230, 220), (84, 120, 134)
SHADE, LIGHT = (86, 82, 104), (255, 247, 226)
SUNS = ((315, 0.52), (270, 0.2), (0, 0.2), (225, 0.08))  # azimuth in degrees, weight
SUN_HEIGHT = 42.0
WATER_LINES = ((1.5, 0.30, 0.26), (3.4, 0.30, 0.18), (5.9, 0.33, 0.12), (9.2, 0.36, 0.08), (13.4, 0.40, 0.05))


def _fine(a: NDArray[np.generic]) -> Grid:
    """0.5 km to 0.25 km."""
    return zoom(np.asarray(a, np.float32), 2, order=1, grid_mode=True, mode="nearest").astype(np.float32)


def _blur(a: NDArray[np.generic], km: float) -> Grid:
    return gaussian_filter(np.asarray(a, np.float32), km * PER_KM)  # type: ignore[no-any-return]


def _filled(rings: list[Line]) -> Grid:
    """Share of each plate pixel inside the rings, in strips (the oversampled mask would not fit one image)."""
    over, strip, out = 3, HEIGHT // 8, np.zeros((HEIGHT, WIDTH), np.float32)
    for top in range(0, HEIGHT, strip):
        image = Image.new("L", (WIDTH * over, strip * over), 0)
        draw = ImageDraw.Draw(image)
        for ring in rings:
            x = (ring[:, 0] - hexmap.WEST_KM) * PER_KM * over
            y = ((hexmap.NORTH_KM - ring[:, 1]) * PER_KM - top) * over
            if y.max() > 0 and y.min() < strip * over:
                draw.polygon(list(zip(x, y)), fill=255)
        out[top : top + strip] = np.asarray(image.resize((WIDTH, strip), Image.Resampling.BOX)) / np.float32(255)
    return out


def _ramp(value: Grid, stops: list[tuple[float, Colour]]) -> Picture:
    at = [s[0] for s in stops]
    return np.stack([np.interp(value, at, [s[1][i] / 255 for s in stops]) for i in range(3)], -1).astype(np.float32)


def _mix(picture: Picture, colour: Colour, share: Grid) -> Picture:
    s = np.clip(share, 0, 1)[..., None].astype(np.float32)
    return picture * (1 - s) + s * (np.array(colour, np.float32) / 255)


def _sunlight(h: Grid, steepness: float) -> Grid:
    """Light of several suns less that of flat ground, about -0.7 .. 0.35."""
    gy, gx = np.gradient(h, 1000 / PER_KM)
    gx, gy = gx * steepness, gy * steepness
    norm = np.sqrt(gx * gx + gy * gy + 1)
    up = np.sin(np.radians(SUN_HEIGHT))
    total = np.zeros_like(h)
    for azimuth, weight in SUNS:
        a = np.radians(azimuth)
        east, north = np.sin(a) * np.cos(np.radians(SUN_HEIGHT)), np.cos(a) * np.cos(np.radians(SUN_HEIGHT))
        total += weight * (-gx * east + gy * north + up) / norm
    return (total - up).astype(np.float32)


def _land_picture(h: Grid, d: Derived) -> Picture:
    real, openness = _fine(d.ground.height), _fine(d.ground.openness)
    tint = _ramp(0.85 * _blur(real, 0.8) + 0.15 * h, LAND_TINTS)
    fields = np.clip((openness - 4.02) / 0.35, 0, 1) * np.clip((330 - real) / 200, 0, 1)
    tint = _mix(tint, FIELDS, 0.38 * fields)
    low = 420 * (np.maximum(h, 0) / 420) ** 0.82  # low hills count for more than their height
    light = 0.72 * _sunlight(low, 2.5) + 0.5 * _sunlight(_blur(low, 0.9), 3.0)
    hollow = np.clip((h - _blur(h, 1.6)) / (90 + 0.22 * _blur(real, 3)), -1.5, 1.5)
    hollow += 0.6 * np.clip((h - _blur(h, 5)) / (180 + 0.25 * _blur(real, 6)), -1.5, 1.5)
    brightness = 1 + 1.15 * np.minimum(light, 0) + 0.62 * np.maximum(light, 0) + 0.085 * hollow
    picture = tint * np.clip(brightness, 0.36, 1.3)[..., None]
    picture = _mix(picture, SHADE, np.clip(-light * 1.5, 0, 0.5) * 0.34)
    return _mix(picture, LIGHT, np.clip(light * 1.4, 0, 0.4) * 0.28)


def _sea_picture(land: Grid, d: Derived) -> Picture:
    off = (distance_transform_edt(land < 0.5) / PER_KM).astype(np.float32)
    picture = _ramp(_blur(_fine(d.ground.depth), 5), SEA_TINTS)
    picture = _mix(picture, GLOW, 0.5 * np.exp(-off / 5.0))
    for at, width, strength in WATER_LINES:
        picture = _mix(picture, WATER_LINE, strength * np.exp(-(((off - at) / width) ** 2)))
    return picture


def _beyond(d: Derived) -> Grid:
    """Share 0..1 of foreign ground outside the playable area, with a soft edge."""
    x = hexmap.WEST_KM + (np.arange(NX // 2) + 0.5)
    y = hexmap.NORTH_KM - (np.arange(NY // 2) + 0.5)
    column, row = hexmap.locate(*np.meshgrid(x, y))
    cell = np.clip(row, 0, hexmap.ROWS - 1) * hexmap.COLUMNS + np.clip(column, 0, hexmap.COLUMNS - 1)
    outside = gaussian_filter((~d.tiles.playable[cell]).astype(np.float32), 6)
    return zoom(outside, 4, order=1, grid_mode=True, mode="nearest").astype(np.float32)


def _grain(shape: tuple[int, int]) -> Grid:
    rng = np.random.default_rng(7)
    total = sum(
        gaussian_filter(rng.standard_normal(shape).astype(np.float32), s) * s * w
        for s, w in ((0.7, 0.5), (2.2, 0.55), (9.0, 0.8))
    )
    return (total / np.std(total)).astype(np.float32)


def paint(d: Derived, path: Path) -> None:
    """Paints the plate and writes it (WebP)."""
    coast = Coast()
    land = _filled(coast.land)
    lake = _filled(coast.lakes + [shoreline(one.outline) for one in d.book.lakes])
    h = relief(d.ground, land > 0.5, [d.courses[name] for name in d.rivers])
    ground = _land_picture(h, d)
    inland = (distance_transform_edt(land >= 0.5) / PER_KM).astype(np.float32)
    ground *= (1 - 0.24 * np.exp(-inland / 0.9))[..., None]
    ground = _mix(ground, LAKE, lake)
    shore = np.clip((land - 0.5) * 2.2 + 0.5, 0, 1)[..., None]
    picture = _sea_picture(land, d) * (1 - shore) + ground * shore
    picture = _mix(picture, PAPER, 0.42 * _beyond(d) * shore[..., 0])
    picture = _mix(picture * (1 + 0.013 * _grain(land.shape))[..., None], PAPER, np.float32(0.06))
    image = Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))
    image.save(path, quality=92, method=6)
    print(f"{path.name}: {image.width} x {image.height}, {path.stat().st_size / 1e6:.1f} MB")
