"""Models of the five theatre files: map, rivers, routes, places, provinces.

The hex data stand in map.yaml as text that can be read and edited: rows of letters, one letter a hex, and strings of
hexes (``row.column``) and hex sides (``row.column:DIRECTION``). Rows, columns, letters and the neighbourhood of every
chain are checked here, so that what loads can be built into a board.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from game import hexmap
from game.schema.values import Confidence, Entry, PlaceId, about

Position = Annotated[list[float], Field(min_length=2, max_length=2)]


def _rows(letters: str, what: str) -> Any:
    def check(text: str) -> str:
        hexmap.letter_codes(text, letters, what)
        return text

    return AfterValidator(check)


def _checked(parse: Any) -> Any:
    def check(text: str) -> str:
        parse(text)
        return text

    return AfterValidator(check)


Sides = Annotated[str, _checked(hexmap.parse_sides)]
Chain = Annotated[str, _checked(hexmap.parse_chain)]
Pairs = Annotated[str, _checked(hexmap.parse_pairs)]
_PROVINCE_LETTERS = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class MapFile(Entry):
    """map.yaml: the hexes. 136 rows of 74 letters, north at the top; odd rows lie half a hex further east."""

    format: Literal[1] = about("Version of the format.", 1)
    weather_zones: list[float] = about(
        "Latitudes that part the weather zones, from south to north.", [36.5, 38.5, 40.3], unit="degrees north"
    )
    mainland_from: PlaceId = about("Place from which the mainland is walked to; ports elsewhere are islands.", "seoul")
    terrain: Annotated[str, _rows(hexmap.TERRAIN_LETTERS, "terrain")] = about(
        "Rows of letters: . sea, p plain, h hills, m mountain, x high mountain, c city, - outside the playable area.",
        "-..pphmx.",
    )
    country: Annotated[str, _rows(hexmap.COUNTRY_LETTERS, "country")] = about(
        "Rows of letters: . sea, s Korea south of 38 N, n north of it, m Manchuria, u Soviet, j Japan, - outside.",
        "-..ssnnmm",
    )
    elevation: Annotated[str, _rows("." + hexmap.ELEVATION_LETTERS, "elevation")] = about(
        "Rows of letters, mean height in steps of 50 m: a 0-49 m, b 50-99 m ... z 1250-1299 m, A 1300-1349 m ...",
        "..aabcdgm",
        unit="50 m",
    )
    province: Annotated[str, _rows(_PROVINCE_LETTERS, "province")] = about(
        "Rows of letters of provinces.yaml; . sea or foreign soil, - outside.", "..SSKKGG-"
    )
    rivers: dict[str, Sides] = about(
        "River id to the hex sides it runs along, source to mouth; sides between two sea hexes are left out.",
        {"hwang": "101.49:SE 102.50:SW"},
    )
    straits: Sides = about("Sides between land hexes that are parted by water.", "74.24:E 74.24:SE")
    routes: dict[str, Chain] = about(
        "Road or railway id to the chain of hexes it runs through; each is a neighbour of the one before.",
        {"kyongin": "78.30 78.29 78.28 78.27"},
    )
    places: Pairs = about("Lines of 'place row.column': the hex that each place stands for.", "seoul 77.30")
    port_water: Pairs = about(
        "Lines of 'place row.column': the sea hex from which each harbour is reached.", "inchon 79.27"
    )


class River(Entry):
    """A named river, source to mouth."""

    id: str = about("Name in other files.", "naktong")
    name: str = about("Label.", "Naktong")
    hangul: str | None = about("Korean name.", "낙동강", default=None)
    size: Literal[1, 2, 3] = about(
        "3 great (bridge or pontoons only), 2 major, 1 minor (fordable in the dry season).", 3
    )
    via: list[Position] = about(
        "Way points [lat, lon], source to mouth.", [[37.1, 129.0], [35.02, 128.92]], unit="degrees"
    )
    left: list[PlaceId] = about(
        "Places on the left bank, looking downstream; they are kept there.", ["taegu"], default=[]
    )
    right: list[PlaceId] = about(
        "Places on the right bank, looking downstream; they are kept there.", ["masan"], default=[]
    )


class Lake(Entry):
    """A reservoir of 1945-53 that the coast data lack."""

    id: str = about("Name in other files.", "chosin")
    name: str = about("Label.", "Chosin (Changjin) Reservoir")
    outline: list[Position] = about("Corners [lat, lon], drawn by hand.", [[40.585, 127.205]], unit="degrees")


class RiversFile(Entry):
    """rivers.yaml: rivers by way points, with the towns on each bank; reservoirs."""

    format: Literal[1] = about("Version of the format.", 1)
    rivers: list[River] = about("The rivers.", [])
    lakes: list[Lake] = about("The reservoirs.", [], default=[])


class Route(Entry):
    """A road, railway or sea lane of 1945-53 as a line through places."""

    id: str = about("Name in other files.", "kyongin")
    name: str = about("Label.", "Kyongin line")
    kind: Literal["road", "rail", "sea"] = about("What runs on it.", "rail")
    cls: Literal["main", "secondary", "track", "double", "single", "narrow", "electric", "lane"] = about(
        "road: main, secondary, track; rail: double, single, narrow, electric; sea: lane.", "double"
    )
    confidence: Confidence = about("How sure the line itself is.", "high")
    basis: Literal["checked", "unchecked"] = about(
        "Whether the line was checked against a source.", "unchecked", default="unchecked"
    )
    via: list[str | Position] = about(
        "Place ids or [lat, lon], from end to end.", ["yongdungpo", [37.49, 126.72], "inchon"]
    )
    note: str | None = about("What a reader should know.", "opened 1899", default=None)

    @model_validator(mode="after")
    def _class_fits_kind(self) -> Route:
        fits = {"road": tuple(hexmap.ROAD_CLASSES), "rail": tuple(hexmap.RAIL_CLASSES), "sea": ("lane",)}[self.kind]
        if self.cls not in fits:
            raise ValueError(f"a {self.kind} route is one of {', '.join(fits)}, not '{self.cls}'")
        return self


class RoutesFile(Entry):
    """routes.yaml: roads, railways and sea lanes."""

    format: Literal[1] = about("Version of the format.", 1)
    routes: list[Route] = about("The routes.", [])


class Place(Entry):
    """A named place."""

    id: str = about("Name in other files; _n and _s tell northern and southern namesakes apart.", "pusan")
    name: str = about("Plain spelling of the 1950s, for labels.", "Pusan")
    mr: str = about("McCune-Reischauer as in the US Army histories (apostrophes, no breves).", "P'ohang-dong")
    modern: str = about("Today's romanisation: Revised (South) or official (North), pinyin, or today's name.", "Busan")
    hangul: str = about("Korean, in Hangul.", "부산")
    hanja: str | None = about("Chinese characters, traditional; left out where unsure.", "釜山", default=None)
    native: str | None = about("The place's own script where neither Hangul nor hanja.", "Владивосток", default=None)
    lat: Annotated[float, Field(ge=-90, le=90)] = about("Latitude, WGS84.", 35.103, unit="degrees north")
    lon: Annotated[float, Field(ge=-180, le=180)] = about("Longitude, WGS84.", 129.036, unit="degrees east")
    kind: Literal["city", "town", "port", "airfield", "pass", "hill", "island", "dam"] = about("What it is.", "port")
    importance: Literal[1, 2, 3, 4, 5] = about("5 theatre .. 1 minor; maps show it by this.", 5)
    check: Literal["gazetteer", "aerodromes", "populated-places", "lake-outline", "memory"] = about(
        "How the position was verified.", "gazetteer"
    )
    confidence: Confidence = about(
        "Position: high to 2-3 km, medium plausible on coast and relief, low +-5 km.", "high"
    )
    port_tons: Annotated[int, Field(ge=0)] = about(
        "What the harbour can land in a day, peace-time plant and tides; order of magnitude.",
        14000,
        unit="short tons a day",
        default=0,
    )
    port_basis: Literal["checked", "unchecked", "judgement"] | None = about(
        "Where the capacity comes from.", "judgement", default=None
    )
    airfield: Literal[0, 1, 2] = about("0 none, 1 strip for light and piston aircraft, 2 hard runway.", 2, default=0)
    note: str | None = about("What a reader should know.", "main port of the UN Command", default=None)

    @property
    def basis(self) -> str:
        """'checked' where the position was compared with a published list, else 'unchecked'."""
        return "unchecked" if self.check == "memory" else "checked"

    @model_validator(mode="after")
    def _capacity_has_basis(self) -> Place:
        if self.port_tons and self.port_basis is None:
            raise ValueError("a port capacity needs port_basis: checked, unchecked or judgement")
        return self


class PlacesFile(Entry):
    """places.yaml: towns, ports, airfields, passes, hills, islands, dams."""

    format: Literal[1] = about("Version of the format.", 1)
    places: list[Place] = about("The places.", [])


class Province(Entry):
    """A province of 1945-50. Its hexes are those nearest to its towns, so the boundaries are approximations."""

    id: str = about("Name in other files.", "kyonggi")
    letter: Annotated[str, Field(min_length=1, max_length=1)] = about("Its letter in the rows of map.yaml.", "G")
    name: str = about("Spelling of the 1950s.", "Kyonggi-do")
    modern: str = about("Today's romanisation.", "Gyeonggi-do")
    hangul: str = about("Korean, in Hangul.", "경기도")
    hanja: str | None = about("Chinese characters.", "京畿道", default=None)
    country: Literal["south", "north"] = about("South or north of the 38th parallel.", "south")
    seat: PlaceId = about("Place id of its capital.", "seoul")
    towns: list[PlaceId] = about("Places of the province.", ["suwon", "kaesong"], default=[])
    points: list[Position] = about(
        "Other county seats [lat, lon], from general knowledge.", [[37.74, 126.49]], unit="degrees", default=[]
    )
    note: str | None = about("What a reader should know.", "Ongjin and Yonan lay south of the parallel", default=None)


class ProvincesFile(Entry):
    """provinces.yaml: provinces with their seats."""

    format: Literal[1] = about("Version of the format.", 1)
    confidence: Confidence = about("Of the boundaries.", "low")
    basis: Literal["checked", "unchecked", "judgement"] = about("Of the boundaries.", "judgement")
    provinces: list[Province] = about("The provinces.", [])


THEATRE_FILES: dict[str, type[BaseModel]] = {
    "map": MapFile,
    "rivers": RiversFile,
    "routes": RoutesFile,
    "places": PlacesFile,
    "provinces": ProvincesFile,
}
