"""Hex geometry and the board: where everything is, and what never changes in a game.

The theatre lies on a transverse Mercator projection (WGS84, centre 127.5 E 38.5 N, scale 1, kilometres): grid north
is true north on 127.5 E and the scale error stays below 0.18 %. On it lie pointy-top hexes, 10 km between opposite
flats, in odd-r rows (odd rows shifted half a hex east), 74 columns x 136 rows; row 0 is the northernmost.

Directions are numbered counter-clockwise from east: 0 E, 1 NE, 2 NW, 3 W, 4 SW, 5 SE; the opposite of d is (d + 3) % 6.
A *cell* is row * 74 + column; a *hex* is the index of a playable cell: land first, then sea, each in row-major order.
In the theatre files a hex is written ``row.column`` and a hex side ``row.column:DIRECTION``, for example ``77.30:SE``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

HEX_KM = 10.0
HEX_RADIUS_KM = HEX_KM / math.sqrt(3.0)
ROW_KM = 1.5 * HEX_RADIUS_KM
COLUMNS, ROWS = 74, 136
WEST_KM, SOUTH_KM, EAST_KM, NORTH_KM = -352.0, -612.0, 384.0, 562.0
LAT0, LON0 = 38.5, 127.5

DIRECTIONS = ("E", "NE", "NW", "W", "SW", "SE")

# Letters of the rows in map.yaml; the position of a letter is its code. '-' is outside the playable area.
OUTSIDE = "-"
TERRAIN_LETTERS = ".phmxc"
COUNTRY_LETTERS = ".snmuj"
ELEVATION_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ELEVATION_STEP_M = 50
ROAD_CLASSES = {"track": 1, "secondary": 1, "main": 2}
RAIL_CLASSES = {"narrow": 1, "electric": 1, "single": 2, "double": 3}

# --- projection: Krueger series of the transverse Mercator, WGS84, third order in n (below 1 mm in this theatre)
_F = 1.0 / 298.257223563
_N = _F / (2.0 - _F)
_E = math.sqrt(_F * (2.0 - _F))
_A = 6378.137 / (1.0 + _N) * (1.0 + _N**2 / 4.0 + _N**4 / 64.0)
_ALPHA = (_N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16, 13 * _N**2 / 48 - 3 * _N**3 / 5, 61 * _N**3 / 240)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)


def _raw(lat: Any, lon: Any) -> tuple[Any, Any]:
    phi, lam = np.radians(lat), np.radians(np.asarray(lon, dtype=np.float64) - LON0)
    s = np.sin(phi)
    t = np.sinh(np.arctanh(s) - _E * np.arctanh(_E * s))
    xi, eta = np.arctan2(t, np.cos(lam)), np.arctanh(np.sin(lam) / np.sqrt(1.0 + t * t))
    x = eta + sum(a * np.cos(2 * j * xi) * np.sinh(2 * j * eta) for j, a in enumerate(_ALPHA, 1))
    y = xi + sum(a * np.sin(2 * j * xi) * np.cosh(2 * j * eta) for j, a in enumerate(_ALPHA, 1))
    return _A * x, _A * y


_Y0 = float(_raw(LAT0, LON0)[1])


def project(lat: Any, lon: Any) -> tuple[Any, Any]:
    """Degrees (scalars or arrays) to kilometres east and north of 127.5 E 38.5 N."""
    x, y = _raw(lat, lon)
    return x, y - _Y0


def unproject(x: Any, y: Any) -> tuple[Any, Any]:
    """Kilometres (scalars or arrays) to latitude and longitude in degrees."""
    xi0, eta0 = (np.asarray(y, dtype=np.float64) + _Y0) / _A, np.asarray(x, dtype=np.float64) / _A
    xi = xi0 - sum(b * np.sin(2 * j * xi0) * np.cosh(2 * j * eta0) for j, b in enumerate(_BETA, 1))
    eta = eta0 - sum(b * np.cos(2 * j * xi0) * np.sinh(2 * j * eta0) for j, b in enumerate(_BETA, 1))
    chi = np.arcsin(np.sin(xi) / np.cosh(eta))
    phi = chi + sum(d * np.sin(2 * j * chi) for j, d in enumerate(_DELTA, 1))
    return np.degrees(phi), LON0 + np.degrees(np.arctan2(np.sinh(eta), np.cos(xi)))


# --- hex geometry, for cells
def centre(column: Any, row: Any) -> tuple[Any, Any]:
    """Centre of a cell in kilometres."""
    column, row = np.asarray(column), np.asarray(row)
    return WEST_KM + HEX_KM * (column + 0.5 * (row & 1)), NORTH_KM - ROW_KM * row


def locate(x: Any, y: Any) -> tuple[Any, Any]:
    """Column and row of the cell that holds a point in kilometres; may lie outside the grid."""
    r = (NORTH_KM - np.asarray(y, dtype=np.float64)) / ROW_KM
    q = (np.asarray(x, dtype=np.float64) - WEST_KM) / HEX_KM - 0.5 * r
    s = -q - r
    rq, rr, rs = np.rint(q), np.rint(r), np.rint(s)
    dq, dr, ds = abs(rq - q), abs(rr - r), abs(rs - s)
    fix_q = (dq > dr) & (dq > ds)
    fix_r = ~fix_q & (dr > ds)
    rq, rr = np.where(fix_q, -rr - rs, rq), np.where(fix_r, -rq - rs, rr)
    row = rr.astype(np.int64)
    return (rq + (row - (row & 1)) / 2).astype(np.int64), row


@cache
def neighbour_cells() -> NDArray[np.int32]:
    """[74 * 136, 6] the cell beyond each side, -1 beyond the edge of the grid."""
    row, column = np.divmod(np.arange(COLUMNS * ROWS), COLUMNS)
    odd = row & 1
    c = np.stack([column + 1, column + odd, column - 1 + odd, column - 1, column - 1 + odd, column + odd], axis=1)
    r = np.stack([row, row - 1, row - 1, row, row + 1, row + 1], axis=1)
    inside = (c >= 0) & (c < COLUMNS) & (r >= 0) & (r < ROWS)
    cells = np.where(inside, r * COLUMNS + c, -1).astype(np.int32)
    cells.flags.writeable = False
    return cells


def corners(x: float, y: float) -> NDArray[np.float64]:
    """[6, 2] corners of the hex whose centre is (x, y) km; side d runs from corner d to corner (d + 1) % 6."""
    angle = np.radians(np.arange(6) * 60.0 - 30.0)
    return np.stack([x + HEX_RADIUS_KM * np.cos(angle), y + HEX_RADIUS_KM * np.sin(angle)], axis=1)


# --- references in the theatre files
def parse_hex(text: str) -> int:
    """Cell of ``row.column``; ValueError in one sentence if it is not a hex of the grid."""
    row, dot, column = text.partition(".")
    if not dot or not row.isascii() or not row.isdigit() or not column.isascii() or not column.isdigit():
        raise ValueError(f"'{text}' is not a hex: write row.column, for example 77.30")
    r, c = int(row), int(column)
    if r >= ROWS or c >= COLUMNS:
        raise ValueError(f"hex {text} lies outside the grid of {ROWS} rows x {COLUMNS} columns")
    return r * COLUMNS + c


def hex_text(cell: int) -> str:
    """``row.column`` of a cell."""
    return f"{cell // COLUMNS}.{cell % COLUMNS}"


def parse_sides(text: str) -> list[tuple[int, int]]:
    """(cell, direction) of each side in a text such as ``88.45:E 88.45:NE``."""
    sides = []
    for token in text.split():
        where, _, direction = token.partition(":")
        if direction not in DIRECTIONS:
            raise ValueError(f"'{token}' is not a hex side: write row.column:DIRECTION, for example 88.45:NE")
        sides.append((parse_hex(where), DIRECTIONS.index(direction)))
    return sides


def parse_chain(text: str) -> NDArray[np.int32]:
    """Cells of a chain such as ``77.30 78.30 79.31``; ValueError if one is no neighbour of the one before."""
    chain = np.array([parse_hex(token) for token in text.split()], dtype=np.int32)
    chain_directions(chain)
    return chain


def chain_directions(chain: NDArray[np.int32]) -> NDArray[np.int64]:
    """Direction of each link of a chain of cells."""
    match = neighbour_cells()[chain[:-1]] == chain[1:, None]
    linked = match.any(axis=1)
    if not linked.all():
        at = int(np.argmin(linked))
        raise ValueError(f"hexes {hex_text(int(chain[at]))} and {hex_text(int(chain[at + 1]))} are not neighbours")
    directions: NDArray[np.int64] = match.argmax(axis=1)
    return directions


def parse_pairs(text: str) -> dict[str, int]:
    """Lines of ``name row.column`` to {name: cell}."""
    pairs: dict[str, int] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) != 2:
            raise ValueError(f"'{line.strip()}' is not 'name row.column'")
        if words[0] in pairs:
            raise ValueError(f"'{words[0]}' stands twice")
        pairs[words[0]] = parse_hex(words[1])
    return pairs


def letter_codes(text: str, letters: str, what: str) -> NDArray[np.int8]:
    """[136 * 74] codes of rows of letters, -1 for '-'; ValueError names the first wrong row and column."""
    rows = text.split()
    if len(rows) != ROWS:
        raise ValueError(f"{what} has {len(rows)} rows, the grid has {ROWS}")
    wrong = [i for i, r in enumerate(rows) if len(r) != COLUMNS or not r.isascii()]
    if wrong:
        raise ValueError(f"{what}, row {wrong[0]}: {len(rows[wrong[0]])} letters, the grid has {COLUMNS} columns")
    code = np.full(128, -2, dtype=np.int8)
    code[[ord(c) for c in letters]] = np.arange(len(letters))
    code[ord(OUTSIDE)] = -1
    out: NDArray[np.int8] = code[np.frombuffer("".join(rows).encode("ascii"), dtype=np.uint8)]
    if (out == -2).any():
        cell = int(np.argmax(out == -2))
        letter = rows[cell // COLUMNS][cell % COLUMNS]
        raise ValueError(f"{what}, hex {hex_text(cell)}: letter '{letter}' is not one of {letters}{OUTSIDE}")
    return out


class Board(NamedTuple):
    """What never changes in a game. Arrays over hexes; contiguous, ints and floats only, fit for compiled kernels."""

    n_land: int  # hexes 0 .. n_land - 1 are land
    n: int  # hexes n_land .. n - 1 are sea
    cell: NDArray[np.int32]  # [n] row * 74 + column
    x: NDArray[np.float64]  # [n] km east
    y: NDArray[np.float64]  # [n] km north
    neighbour: NDArray[np.int16]  # [n, 6] hex beyond each side, -1 outside the playable area
    terrain: NDArray[np.int8]  # [n] 0 sea, 1 plain, 2 hills, 3 mountain, 4 high mountain, 5 city
    elevation: NDArray[np.int16]  # [n] m, mean of the hex in steps of 50
    river: NDArray[np.int8]  # [n, 6] 0 none, 1 minor, 2 major, 3 great
    strait: NDArray[np.int8]  # [n, 6] 1: land hexes parted by water
    road: NDArray[np.int8]  # [n, 6] 0 none, 1 secondary or track, 2 main
    rail: NDArray[np.int8]  # [n, 6] 0 none, 1 narrow or electric, 2 single, 3 double
    coast: NDArray[np.int8]  # [n] 1: land beside the sea
    port: NDArray[np.int32]  # [n] tons a day of the harbour, 0 none
    port_water: NDArray[np.int16]  # [n] sea hex of the harbour, -1 none
    airfield: NDArray[np.int8]  # [n] 0 none, 1 strip, 2 hard runway
    province: NDArray[np.int8]  # [n] in the order of provinces.yaml, -1 none
    country: NDArray[np.int8]  # [n] 0 sea, 1 south, 2 north of 38 N, 3 Manchuria, 4 Soviet Maritime, 5 Japan
    zone: NDArray[np.int8]  # [n] weather zone, 0 the southernmost
    mainland: NDArray[np.int8]  # [n] 1: reachable on foot from the theatre's centre
    place_hex: NDArray[np.int16]  # [places] in the order of places.yaml, -1 outside the playable area
    place_importance: NDArray[np.int8]  # [places] 1 minor .. 5 theatre


def hex_at(board: Board, lat: float, lon: float) -> int:
    """The playable hex nearest to a position in degrees."""
    x, y = project(lat, lon)
    return int(np.argmin((board.x - x) ** 2 + (board.y - y) ** 2))


def distance_km(board: Board, a: int, b: int) -> float:
    """Kilometres between two hex centres, as the crow flies."""
    return math.hypot(float(board.x[a] - board.x[b]), float(board.y[a] - board.y[b]))


def sides_apart(board: Board, a: int, b: int) -> int:
    """Number of hex sides between two hexes, whatever lies between them."""
    ra, ca = divmod(int(board.cell[a]), COLUMNS)
    rb, cb = divmod(int(board.cell[b]), COLUMNS)
    qa, qb = ca - (ra - (ra & 1)) // 2, cb - (rb - (rb & 1)) // 2
    return max(abs(qa - qb), abs(ra - rb), abs(qa + ra - qb - rb))


def _mark(array: NDArray[np.int8], index: NDArray[np.int32], cell: Any, direction: Any, value: int) -> None:
    """Raise hex sides of an [n, 6] array to a value, on both hexes of each side."""
    cell, direction = np.asarray(cell, dtype=np.int64), np.asarray(direction, dtype=np.int64)
    beyond = neighbour_cells()[cell, direction]
    for c, d in ((cell, direction), (beyond, (direction + 3) % 6)):
        hexes = np.where(c >= 0, index[c], -1)
        np.maximum.at(array, (hexes[hexes >= 0], d[hexes >= 0]), np.int8(value))


def _spread(start: int, neighbour: NDArray[np.int16], strait: NDArray[np.int8], n_land: int) -> NDArray[np.int8]:
    """[n] 1 for the land that can be walked to from one hex (rivers can be crossed, straits and sea cannot)."""
    reached = np.zeros(len(neighbour), dtype=np.int8)
    reached[start] = 1
    frontier = np.array([start])
    while frontier.size:
        step = np.where(strait[frontier] == 0, neighbour[frontier], -1).ravel()
        step = np.unique(step[(step >= 0) & (step < n_land)])
        frontier = step[reached[step] == 0]
        reached[frontier] = 1
    return reached


def _ports(
    places: Iterable[Any], where: dict[str, int], water: dict[str, int], index: NDArray[np.int32], n: int, n_land: int
) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int8]]:
    """Tons a day [n], sea hex [n] and airfield class [n] of the hexes that hold a port or an airfield."""
    tons, sea, airfield = np.zeros(n, np.int32), np.full(n, -1, np.int16), np.zeros(n, np.int8)
    for place in places:
        hex_ = int(index[where[place.id]]) if place.id in where else -1
        if hex_ < 0:
            continue
        airfield[hex_] = max(int(airfield[hex_]), place.airfield)
        if place.port_tons:
            tons[hex_] += place.port_tons
            sea[hex_] = index[water[place.id]] if place.id in water else -1
            if sea[hex_] < n_land:
                raise ValueError(f"port '{place.id}' has no playable sea hex under port_water")
    return tons, sea, airfield


def _sides(theatre: Any, index: NDArray[np.int32], n: int) -> tuple[NDArray[np.int8], ...]:
    """River, strait, road and rail, each [n, 6]."""
    river, strait, road, rail = (np.zeros((n, 6), dtype=np.int8) for _ in range(4))
    size = {r.id: r.size for r in theatre.rivers}
    for name, text in theatre.map.rivers.items():
        if name not in size:
            raise ValueError(f"map.yaml has sides of the river '{name}', rivers.yaml does not have the river")
        _mark(river, index, *_columns(parse_sides(text)), size[name])
    _mark(strait, index, *_columns(parse_sides(theatre.map.straits)), 1)
    for route in theatre.routes:
        chain = parse_chain(theatre.map.routes.get(route.id, ""))
        if route.kind in ("road", "rail") and len(chain) > 1:
            array, classes = (road, ROAD_CLASSES) if route.kind == "road" else (rail, RAIL_CLASSES)
            _mark(array, index, chain[:-1], chain_directions(chain), classes[route.cls])
    return river, strait, road, rail


def _columns(sides: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [c for c, _ in sides], [d for _, d in sides]


def _start(map_: Any, where: dict[str, int], index: NDArray[np.int32]) -> int:
    if map_.mainland_from not in where:
        raise ValueError(f"mainland_from: the place '{map_.mainland_from}' has no hex under places")
    start = int(index[where[map_.mainland_from]])
    if start < 0:
        raise ValueError(f"mainland_from: '{map_.mainland_from}' lies outside the playable area")
    return start


def board_of(theatre: Any) -> Board:
    """The board of a theatre book (attributes map, rivers, routes, places, provinces as in the theatre files).

    Raises ValueError, in one sentence, where the texts do not describe a board.
    """
    map_, places = theatre.map, theatre.places
    terrain = letter_codes(map_.terrain, TERRAIN_LETTERS, "terrain")
    country = letter_codes(map_.country, COUNTRY_LETTERS, "country")
    height = letter_codes(map_.elevation, "." + ELEVATION_LETTERS, "elevation").astype(np.int16)
    province = letter_codes(map_.province, "." + "".join(p.letter for p in theatre.provinces), "province")
    cell = np.concatenate([np.nonzero(terrain > 0)[0], np.nonzero(terrain == 0)[0]]).astype(np.int32)
    n, n_land = len(cell), int((terrain > 0).sum())
    index = np.full(COLUMNS * ROWS, -1, dtype=np.int32)
    index[cell] = np.arange(n)
    beyond = neighbour_cells()[cell]
    neighbour = np.where(beyond >= 0, index[beyond], -1).astype(np.int16)
    x, y = centre(cell % COLUMNS, cell // COLUMNS)
    river, strait, road, rail = _sides(theatre, index, n)
    where = parse_pairs(map_.places)
    port, port_water, airfield = _ports(places, where, parse_pairs(map_.port_water), index, n, n_land)
    return Board(
        n_land=n_land,
        n=n,
        cell=cell,
        x=x.astype(np.float64),
        y=y.astype(np.float64),
        neighbour=neighbour,
        terrain=terrain[cell],
        elevation=np.where(height[cell] > 0, height[cell] * ELEVATION_STEP_M - ELEVATION_STEP_M // 2, 0).astype(
            np.int16
        ),
        river=river,
        strait=strait,
        road=road,
        rail=rail,
        coast=((neighbour >= n_land).any(axis=1) & (np.arange(n) < n_land)).astype(np.int8),
        port=port,
        port_water=port_water,
        airfield=airfield,
        province=np.maximum(province[cell] - 1, -1).astype(np.int8),
        country=country[cell],
        zone=np.searchsorted(np.array(map_.weather_zones), unproject(x, y)[0]).astype(np.int8),
        mainland=_spread(_start(map_, where, index), neighbour, strait, n_land),
        place_hex=np.array([index[where[p.id]] if p.id in where else -1 for p in places], dtype=np.int16),
        place_importance=np.array([p.importance for p in places], dtype=np.int8),
    )
