"""The raster of the theatre: 0.5 km pixels of the projected box, and readers of the crops."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, gaussian_filter1d

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from game import hexmap  # noqa: E402  (the script runs from its own folder)

CROPS = ROOT / "assets" / "map" / "crops"
THEATRE = ROOT / "scenarios" / "korea"
PIXEL_KM = 0.5
NX = int((hexmap.EAST_KM - hexmap.WEST_KM) / PIXEL_KM)
NY = int((hexmap.NORTH_KM - hexmap.SOUTH_KM) / PIXEL_KM)

Grid = NDArray[Any]  # float32
Mask = NDArray[np.bool_]
Line = NDArray[Any]  # [points, 2] km


def pixel_centres() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[NY, NX] kilometres east and north of every pixel."""
    x = hexmap.WEST_KM + (np.arange(NX) + 0.5) * PIXEL_KM
    y = hexmap.NORTH_KM - (np.arange(NY) + 0.5) * PIXEL_KM
    east, north = np.meshgrid(x, y)
    return east, north


def to_pixel(x: NDArray[np.float64], y: NDArray[np.float64], km: float = PIXEL_KM) -> Line:
    """[n, 2] column and row (in pixels of a size) of points in kilometres."""
    return np.stack([(x - hexmap.WEST_KM) / km, (hexmap.NORTH_KM - y) / km], axis=1)


def project_line(latlon: object) -> Line:
    """[n, 2] kilometres of a list of [lat, lon]."""
    p = np.asarray(latlon, dtype=np.float64)
    x, y = hexmap.project(p[:, 0], p[:, 1])
    return np.stack([x, y], axis=1)


def blur(a: NDArray[np.generic], km: float, pixel_km: float = PIXEL_KM) -> Grid:
    """Gaussian mean over a distance (standard deviation in km)."""
    return gaussian_filter(np.asarray(a, dtype=np.float32), km / pixel_km)  # type: ignore[no-any-return]


def fill_polygons(rings: list[Line], oversample: int = 3) -> Grid:
    """[NY, NX] share 0..1 of each pixel inside any of the rings (km)."""
    image = Image.new("L", (NX * oversample, NY * oversample), 0)
    draw = ImageDraw.Draw(image)
    for ring in rings:
        draw.polygon([tuple(p) for p in to_pixel(ring[:, 0], ring[:, 1], PIXEL_KM / oversample)], fill=255)
    return np.asarray(image.resize((NX, NY), Image.Resampling.BOX)).astype(np.float32) / np.float32(255)


def draw_lines(lines: list[Line], km: float, width: int = 1) -> Mask:
    """Pixels of a size that lines (km) run through."""
    image = Image.new("L", (int(NX * PIXEL_KM / km), int(NY * PIXEL_KM / km)), 0)
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.line([tuple(p) for p in to_pixel(line[:, 0], line[:, 1], km)], fill=255, width=width)
    return np.asarray(image) > 0


class Coast:
    """Rings of the coast crop in kilometres, largest first."""

    def __init__(self) -> None:
        polygons = json.loads((CROPS / "gshhg_f_coast_lakes.json").read_text(encoding="utf-8"))["polygons"]
        rings = [(p["t"], project_line(np.array(p["c"])[:, ::-1])) for p in polygons]
        rings.sort(key=lambda r: -area_km2(r[1]))
        self.land = [r for t, r in rings if t == 1]
        self.lakes = [r for t, r in rings if t == 2 and r[:, 0].mean() < 395]


def area_km2(ring: Line) -> float:
    """Area of a ring."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2)


def shoreline(outline: object) -> Line:
    """Shore (km) of a reservoir from a hand-drawn outline [lat, lon]: rounded, with small invented inlets."""
    ring = project_line(outline)
    for _ in range(3):
        after = np.roll(ring, -1, axis=0)
        ring = np.stack([0.75 * ring + 0.25 * after, 0.25 * ring + 0.75 * after], axis=1).reshape(-1, 2)
    rng = np.random.default_rng(len(ring))
    inlets = gaussian_filter1d(rng.standard_normal(ring.shape), 1.2, axis=0, mode="wrap")
    return ring + 0.35 * inlets / inlets.std()


def world_lines(kind: str) -> list[Line]:
    """Lines of World Data Bank II in kilometres: 'rivers' or 'countries'."""
    text = (CROPS / "wdbii_rivers_borders.json").read_text(encoding="utf-8")
    return [project_line(np.array(line)[:, ::-1]) for line in json.loads(text)[kind]]
