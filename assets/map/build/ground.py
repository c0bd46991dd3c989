"""Raster layers of the theatre from the crops: heights, land, lakes, land masses, openness, depth of the sea."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

import numpy as np
from frame import (
    CROPS,
    NX,
    NY,
    PIXEL_KM,
    Coast,
    Grid,
    area_km2,
    blur,
    fill_polygons,
    pixel_centres,
    shoreline,
    to_pixel,
)
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.optimize import nnls

from game import hexmap

# Grey level of the SRTM30 tile to metres: least squares against the 5' heights of pvlib (see `fitted_metres`), frozen.
GREY = (92, 96, 100, 104, 108, 112, 116, 120, 126, 132, 138, 144, 150, 156, 162, 168, 174, 180, 186, 192, 198, 204)
METRES = (0, 3, 11, 27, 39, 55, 72, 104, 150, 206, 308, 393, 505, 612, 719, 832, 952, 1160, 1520, 1895, 2250, 2650)
TILE_NORTH, TILE_WEST, TILE_PER_DEGREE = 45.0, 112.5, 30
SMALLEST_MASS_KM2 = 8.0


class Ground(NamedTuple):
    """All [NY, NX] at 0.5 km."""

    height: Grid  # m, real to about 4 km
    land: Grid  # share 0..1
    lake: Grid  # share 0..1
    mass: NDArray[np.uint16]  # id of the land mass, 1 the continent, 0 sea
    openness: Grid  # log of Blue Marble green: fields 4.2-4.4, woods 3.6-3.9
    depth: Grid  # m, 0 or negative


def deblocked_tile() -> Grid:
    """Grey levels of the SRTM30 tile without its JPEG blocks.

    The tile is compressed again with its own tables at all 64 block phases; the mean of the 64 has no block edges.
    """
    image = Image.open(CROPS / "srtm30_2arcmin_112.5-135E_22.5-45N.jpg")
    tables: Any = image.quantization  # type: ignore[attr-defined]
    grey = np.asarray(image)
    h, w = grey.shape
    padded = np.pad(grey, 8, mode="edge")
    total = np.zeros((h, w))
    for dy in range(8):
        for dx in range(8):
            buffer = io.BytesIO()
            shifted = np.ascontiguousarray(padded[8 - dy : 16 - dy + h, 8 - dx : 16 - dx + w])
            Image.fromarray(shifted).save(buffer, "JPEG", qtables=tables)
            again = np.asarray(Image.open(io.BytesIO(buffer.getvalue())))
            total += again[dy : dy + h, dx : dx + w]
    return np.asarray(gaussian_filter(total / 64, 0.45), dtype=np.float32)


def fitted_metres(tile: Grid) -> NDArray[np.float64]:
    """Metres at the levels of GREY: the monotone curve whose 10' block means come nearest to pvlib's heights."""
    crop = np.load(CROPS / "pvlib_altitude_5arcmin.npz")
    north, south, west, east = 44.5, 32.5, 122.5, 131.5
    rows, columns = int((north - south) * 6), int((east - west) * 6)
    r, c = int((TILE_NORTH - north) * TILE_PER_DEGREE), int((west - TILE_WEST) * TILE_PER_DEGREE)
    block = tile[r : r + 5 * rows, c : c + 5 * columns].astype(np.float64)
    share = np.stack([np.clip((block - a) / (b - a), 0, 1) for a, b in zip(GREY, GREY[1:])], -1)
    share = share.reshape(rows, 5, columns, 5, -1).mean((1, 3))
    r, c = round((float(crop["lat_top"]) - north) * 12), round((west - float(crop["lon_left"])) * 12)
    metres = crop["z"][r : r + 2 * rows, c : c + 2 * columns].reshape(rows, 2, columns, 2).mean((1, 3))
    weights, _ = nnls(share[metres > 0], metres[metres > 0])
    return np.concatenate([[0.0], np.cumsum(weights)])


def _openness(lat: Grid, lon: Grid, land: Grid) -> Grid:
    about = json.loads((CROPS / "bluemarble.json").read_text(encoding="utf-8"))
    k = about["px_per_degree"]
    picture = np.asarray(Image.open(CROPS / "bluemarble_1.44arcmin_121-135E_31.5-45.5N.png"), dtype=np.float32)
    at = [(90 - lat) * k - 0.5 - about["top_px"], (lon + 180) * k - 0.5 - about["left_px"]]
    bright = np.log(map_coordinates(picture[..., 1], at, order=1, mode="nearest") + 6)
    # sea pixels take the mean of the land around them, so that a shore is not mistaken for woods
    return np.where(land > 0.5, bright, blur(bright * land, 4) / (blur(land, 4) + 1e-3)).astype(np.float32)


def _masses(coast: Coast) -> NDArray[np.uint16]:
    image = Image.new("I;16", (NX, NY), 0)
    draw = ImageDraw.Draw(image)
    for number, ring in enumerate(coast.land, 1):
        if area_km2(ring) > SMALLEST_MASS_KM2:
            draw.polygon([tuple(p) for p in to_pixel(ring[:, 0], ring[:, 1])], fill=number)
    return np.asarray(image).astype(np.uint16)


def _depth(lat: Grid, lon: Grid) -> Grid:
    crop = np.load(CROPS / "etopo5_120-136E_31-46N.npz")
    at = [(lat - float(crop["lat0"])) * 12, (lon - float(crop["lon0"])) * 12]
    return blur(np.minimum(map_coordinates(crop["z"].astype(np.float32), at, order=1, mode="nearest"), 0), 4 * PIXEL_KM)


def survey(lakes: list[Any]) -> Ground:
    """All layers. `lakes`: outlines [lat, lon] of reservoirs that the coast crop lacks (rivers.yaml)."""
    x, y = pixel_centres()
    lat, lon = (np.asarray(a, dtype=np.float32) for a in hexmap.unproject(x, y))
    at = [(TILE_NORTH - lat) * TILE_PER_DEGREE - 0.5, (lon - TILE_WEST) * TILE_PER_DEGREE - 0.5]
    grey = map_coordinates(deblocked_tile(), at, order=3, mode="nearest")
    height = PchipInterpolator(GREY, METRES)(np.clip(grey, GREY[0], GREY[-1])).astype(np.float32)
    coast = Coast()
    land = fill_polygons(coast.land)
    lake = fill_polygons(coast.lakes)
    for outline in lakes:
        lake = np.maximum(lake, fill_polygons([shoreline(outline)]))
    return Ground(height, land, lake, _masses(coast), _openness(lat, lon, land), _depth(lat, lon))
