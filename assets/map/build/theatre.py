"""The whole derivation: crops and hand-made tables to the hexes of the theatre."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import yaml
from chains import Walls, harbour_water, route_chain, stops
from courses import Costs, costs, natural
from frame import ROOT, THEATRE, Line, project_line
from ground import Ground, survey
from mapfile import MapText, chain_text, side_text
from numpy.typing import NDArray
from sides import Chain, corner_graph, dry_land, river_chain, settle
from tiles import Tiles, provinces, straits, tiles

from game import hexmap
from game.schema.theatre import THEATRE_FILES
from game.terms import Country, Terrain

WEATHER_ZONES = [36.5, 38.5, 40.3]
MAINLAND_FROM = "seoul"
ON_SHORE = ("island", "port", "town", "airfield", "city")
OVERRIDES = ROOT / "assets" / "map" / "build" / "overrides.yaml"
TERRAIN_WORDS = {"plain": Terrain.PLAIN, "hills": Terrain.HILLS, "mountain": Terrain.MOUNTAIN,
                 "high": Terrain.HIGH_MOUNTAIN, "city": Terrain.CITY}  # fmt: skip


class Derived(NamedTuple):
    """Everything that the build derives."""

    book: Any  # the hand-made tables: rivers, lakes, routes, places, provinces
    ground: Ground
    costs: Costs
    raw: Tiles  # before the overrides
    tiles: Tiles
    province: NDArray[np.int8]
    courses: dict[str, Line]  # natural lines of rivers and routes
    rivers: dict[str, Chain]
    straits: set[tuple[int, int]]
    where: dict[str, int]  # cell of each place inside the grid
    water: dict[str, int]  # sea cell of each harbour
    routes: dict[str, list[int]]  # chain of cells


def hand_made() -> Any:
    """The hand-made tables, checked by their models."""
    read: dict[str, Any] = {}
    for name in ("rivers", "routes", "places", "provinces"):
        with (THEATRE / f"{name}.yaml").open(encoding="utf-8") as file:
            read[name] = THEATRE_FILES[name].model_validate(yaml.load(file, yaml.CSafeLoader))
    return SimpleNamespace(
        rivers=read["rivers"].rivers, lakes=read["rivers"].lakes, routes=read["routes"].routes,
        places=read["places"].places, provinces=read["provinces"].provinces,
    )  # fmt: skip


def overridden(t: Tiles, where: dict[str, int], overrides: Any) -> Tiles:
    """Terrain set by hand."""
    terrain = t.terrain.copy()
    for row in overrides["terrain"]:
        terrain[where[row["place"]]] = TERRAIN_WORDS[row["terrain"]]
    return t._replace(terrain=terrain)


def derive() -> Derived:
    """Runs all steps; about ten seconds."""
    book = hand_made()
    with OVERRIDES.open(encoding="utf-8") as file:
        overrides = yaml.load(file, yaml.CSafeLoader)
    ground = survey([lake.outline for lake in book.lakes])
    cost = costs(ground)
    courses = {r.id: natural(project_line(r.via), cost.river) for r in book.rivers}
    raw = tiles(ground, [p for p in book.places if p.kind in ON_SHORE], courses["yalu"], courses["tumen_rv"])

    graph = corner_graph()
    rivers = {r.id: river_chain(courses[r.id], graph) for r in book.rivers}
    fixed = {row["place"]: hexmap.parse_hex(row["hex"]) for row in overrides["places"]}
    where = settle(book.places, book.rivers, rivers, raw, fixed)
    t = overridden(raw, where, overrides)
    parted = straits(t) | set(hexmap.parse_sides(overrides["straits"]["add"]))
    parted -= set(hexmap.parse_sides(overrides["straits"]["remove"]))

    position = {p.id: [p.lat, p.lon] for p in book.places}
    wet = {side for river in rivers.values() for side in dry_land(river, t)}
    walls, routes = Walls(wet, parted), {}
    towns = set(where.values())
    for route in book.routes:
        points = project_line([position[v] if isinstance(v, str) else v for v in route.via])
        courses[route.id] = points if route.kind == "sea" else natural(points, cost.road)
        if route.kind != "sea" and len(courses[route.id]) > 1:
            routes[route.id] = route_chain(courses[route.id], stops(route, where, t), towns, t, walls)
    province = provinces(t, book.provinces, {p.id: p for p in book.places})
    water = harbour_water(book.places, where, t)
    return Derived(book, ground, cost, raw, t, province, courses, rivers, parted, where, water, routes)


def map_text(d: Derived) -> str:
    """map.yaml."""
    t = d.tiles
    out = MapText(WEATHER_ZONES, MAINLAND_FROM)
    inside = t.playable

    def rows(key: str, codes: NDArray[Any], alphabet: str) -> None:
        out.rows(key, np.where(inside, codes, -1), alphabet)

    land = t.terrain != Terrain.SEA
    rows("terrain", t.terrain, hexmap.TERRAIN_LETTERS)
    rows("country", np.where(land, t.country, Country.SEA), hexmap.COUNTRY_LETTERS)
    step = np.floor(t.height / hexmap.ELEVATION_STEP_M).astype(np.int64) + 1
    rows("elevation", np.where(land, step, 0), "." + hexmap.ELEVATION_LETTERS)
    rows("province", d.province, "." + "".join(p.letter for p in d.book.provinces))
    out.mapping("rivers", {name: side_text(dry_land(chain, t)) for name, chain in d.rivers.items()})
    beyond = hexmap.neighbour_cells()
    out.words("straits", side_text(sorted(s for s in d.straits if inside[s[0]] or inside[beyond[s]])))
    out.mapping("routes", {name: chain_text(chain) for name, chain in d.routes.items() if len(chain) > 1})
    out.pairs("places", d.where)
    out.pairs("port_water", d.water)
    return out.text()
