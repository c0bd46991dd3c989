"""Classes of the hexes: terrain, country, playable area, straits, provinces. Arrays over all 74 x 136 cells."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from frame import Line, blur, pixel_centres, project_line
from ground import Ground
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from skimage.measure import points_in_poly

from game import hexmap
from game.terms import Country, Terrain

CELLS = hexmap.COLUMNS * hexmap.ROWS
LAND_SHARE = 1 / 3
# Corners [lat, lon] that close Korea's outline between the mouths of Tumen and Yalu, through the seas around it.
SEAWARD = [
    (42.2, 130.85), (41.0, 131.4), (38.0, 131.6), (36.0, 130.5), (35.0, 129.45), (34.55, 128.95), (33.9, 128.2),
    (32.9, 127.6), (32.9, 123.6), (37.4, 123.9), (39.2, 124.1), (39.80, 124.17),
]  # fmt: skip
PAEKTU = (41.99, 128.09)
MANCHURIA_DEPTH_KM, SEA_DEPTH_KM, MARITIME_NORTH = 60.0, 110.0, 43.35


class Tiles(NamedTuple):
    """All [74 * 136]; terrain and country know the cells outside the playable area too."""

    terrain: NDArray[np.int8]  # terms.Terrain
    country: NDArray[np.int8]  # terms.Country
    playable: NDArray[np.bool_]
    height: NDArray[np.float64]  # m, mean
    roughness: NDArray[np.float64]
    openness: NDArray[np.float64]
    mass: NDArray[np.int64]  # land mass that most of the hex belongs to, 0 none
    x: NDArray[np.float64]
    y: NDArray[np.float64]


class Shares(NamedTuple):
    land: NDArray[np.float64]
    height: NDArray[np.float64]
    roughness: NDArray[np.float64]
    openness: NDArray[np.float64]
    mass: NDArray[np.int64]


def measure(ground: Ground) -> Shares:
    """Means over each hex.

    Roughness R = (0.75 r + 0.40 s) exp(-(o - 4.05)): r root of the local variance of height about its 4 km mean in a
    3.5 km window, s standard deviation inside the hex, o openness. Wooded ground counts as rougher, fields as smoother.
    """
    column, row = hexmap.locate(*pixel_centres())
    cell = (np.clip(row, 0, hexmap.ROWS - 1) * hexmap.COLUMNS + np.clip(column, 0, hexmap.COLUMNS - 1)).ravel()
    weight = np.bincount(cell, ground.land.ravel(), minlength=CELLS)

    def mean(a: NDArray[Any]) -> NDArray[np.float64]:
        return np.bincount(cell, (ground.land * a).ravel(), minlength=CELLS) / np.maximum(weight, 1e-3)

    height = mean(ground.height)
    spread = np.sqrt(np.maximum(mean(ground.height**2) - height**2, 0))
    around = blur(ground.height * ground.land, 4) / (blur(ground.land, 4) + 1e-3)
    local = np.sqrt(blur((ground.height - around) ** 2 * ground.land, 3.5) / (blur(ground.land, 3.5) + 1e-3))
    openness = mean(ground.openness)
    roughness = (0.75 * mean(local) + 0.40 * spread) * np.exp(-(openness - 4.05))
    land = weight / np.maximum(np.bincount(cell, minlength=CELLS), 1)
    return Shares(land, height, roughness, openness, _majority(cell, ground.mass.ravel()))


def _majority(cell: NDArray[np.int64], mass: NDArray[np.uint16]) -> NDArray[np.int64]:
    out = np.zeros(CELLS, dtype=np.int64)
    pairs, count = np.unique(np.stack([cell[mass > 0], mass[mass > 0]]), axis=1, return_counts=True)
    order = np.argsort(count, kind="stable")
    out[pairs[0, order]] = pairs[1, order]
    return out


def classes(s: Shares) -> NDArray[np.int8]:
    """Terrain by relief, height and openness (thresholds judged on known ground, see the tests)."""
    out = np.full(CELLS, Terrain.SEA, dtype=np.int8)
    land, r, m = s.land >= LAND_SHARE, s.roughness, s.height
    out[land] = Terrain.HILLS
    out[land & (r < 28) & (m < 370) & (s.openness >= 4.02)] = Terrain.PLAIN
    out[land & ((r >= 75) | (m >= 560))] = Terrain.MOUNTAIN
    out[land & ((m >= 1000) | ((m >= 700) & (r >= 180)))] = Terrain.HIGH_MOUNTAIN
    return out


def _distance_outside(ring: Line, points: Line) -> NDArray[np.float64]:
    """Kilometres from points to a ring, 0 inside."""
    closed = np.concatenate([ring, ring[:1]])
    steps = [np.linspace(a, b, max(int(np.hypot(*(b - a))), 2), endpoint=False) for a, b in zip(closed, closed[1:])]
    distance, _ = cKDTree(np.concatenate(steps)).query(points)
    return np.where(points_in_poly(points, ring), 0.0, distance)


def korea_outline(yalu: Line, tumen: Line) -> Line:
    """Ring around Korea: Yalu, Paektu-san, Tumen, the seas."""
    return np.concatenate([yalu[::-1], project_line([PAEKTU]), tumen, project_line(SEAWARD)])


def countries(terrain: NDArray[np.int8], outline: Line, centres: Line) -> NDArray[np.int8]:
    """Country of each cell. Beyond Korea by simple lines: Japan south-east, the Maritime Province east of the Tumen."""
    lat, lon = hexmap.unproject(centres[:, 0], centres[:, 1])
    out = np.where(lon > 130.55 + (lat - 42.4) * 0.75, Country.SOVIET_MARITIME, Country.MANCHURIA)
    out = np.where((lat < 35.3) & (lon > 128.5), Country.JAPAN, out)
    korea = points_in_poly(centres, outline)
    out = np.where(korea, np.where(lat < 38, Country.SOUTH_KOREA, Country.NORTH_KOREA), out)
    return np.where(terrain == Terrain.SEA, Country.SEA, out).astype(np.int8)


def playable(terrain: NDArray[np.int8], country: NDArray[np.int8], outline: Line, centres: Line) -> NDArray[np.bool_]:
    """Korea, 60 km of Manchuria, the Maritime coast, Tsushima, and the sea within 110 km of Korea."""
    lat, lon = hexmap.unproject(centres[:, 0], centres[:, 1])
    korea = (country == Country.SOUTH_KOREA) | (country == Country.NORTH_KOREA)
    to_korea, _ = cKDTree(centres[korea]).query(centres)
    return (  # type: ignore[no-any-return]
        korea
        | ((country == Country.MANCHURIA) & (_distance_outside(outline, centres) < MANCHURIA_DEPTH_KM))
        | ((country == Country.SOVIET_MARITIME) & (lat < MARITIME_NORTH))
        | ((country == Country.JAPAN) & (lat > 33.9) & (lon < 129.7))
        | ((terrain == Terrain.SEA) & (to_korea < SEA_DEPTH_KM))
    )


def tiles(ground: Ground, shore_places: list[Any], yalu: Line, tumen: Line) -> Tiles:
    """All classes. `shore_places`: places whose hex is land even where most of it is water."""
    s = measure(ground)
    terrain = classes(s)
    for place in shore_places:
        cell = cell_of(place)
        if cell >= 0 and terrain[cell] == Terrain.SEA:
            terrain[cell] = Terrain.PLAIN if s.height[cell] < 60 else Terrain.HILLS
    x, y = hexmap.centre(np.arange(CELLS) % hexmap.COLUMNS, np.arange(CELLS) // hexmap.COLUMNS)
    centres = np.stack([x, y], axis=1)
    outline = korea_outline(yalu, tumen)
    country = countries(terrain, outline, centres)
    inside = playable(terrain, country, outline, centres)
    return Tiles(terrain, country, inside, s.height, s.roughness, s.openness, s.mass, x, y)


def cell_of(place: Any) -> int:
    """Cell that a place's position lies in, -1 outside the grid."""
    column, row = (int(v) for v in hexmap.locate(*hexmap.project(place.lat, place.lon)))
    return row * hexmap.COLUMNS + column if 0 <= column < hexmap.COLUMNS and 0 <= row < hexmap.ROWS else -1


def straits(t: Tiles) -> set[tuple[int, int]]:
    """(cell, direction) of the sides between land hexes of different land masses, once each."""
    out = set()
    beyond = hexmap.neighbour_cells()
    for cell in np.nonzero(t.terrain != Terrain.SEA)[0]:
        for d in range(3):
            other = beyond[cell, d]
            if other >= 0 and t.terrain[other] != Terrain.SEA and t.mass[cell] != t.mass[other]:
                out.add((int(cell), d))
    return out


def provinces(t: Tiles, book: list[Any], places: dict[str, Any]) -> NDArray[np.int8]:
    """1 + index of the province of each Korean land cell, 0 elsewhere: that of the nearest town of its own half."""
    latlon, owner = [], []
    for number, province in enumerate(book):
        towns = [[places[name].lat, places[name].lon] for name in province.towns]
        latlon += towns + list(province.points)
        owner += [number] * (len(towns) + len(province.points))
    towns_km, owners = project_line(latlon), np.array(owner)
    out = np.zeros(CELLS, dtype=np.int8)
    for country, half in ((Country.SOUTH_KOREA, "south"), (Country.NORTH_KOREA, "north")):
        mine = np.array([book[o].country == half for o in owners])
        cells = np.nonzero(t.country == country)[0]
        _, nearest = cKDTree(towns_km[mine]).query(np.stack([t.x[cells], t.y[cells]], axis=1))
        out[cells] = owners[mine][nearest] + 1
    return out
