"""The theatre: counts pinned, narrow places right, ways unbroken, texts and board agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from pathlib import Path

import numpy as np
import pytest

from game import hexmap
from game.hexmap import Board
from game.scenario import load_theatre
from game.terms import Country, Terrain

ROOT = Path(__file__).resolve().parents[1]
PARTED = """seoul yongdungpo|seoul kimpo|munsan panmunjom|munsan kaesong|sinanju pakchon|anju yongbyon|kunuri yongbyon
|yongsan haman|yongsan hyopchon|changnyong hyopchon|hyonpung hyopchon|waegwan kimchon|samnangjin masan|kongju chonan
|taejon chochiwon|sinuiju antung|manpojin chian|chunggangjin linchiang|namyang tumen|chosan kuantien|chunchon kapyong
|chunchon hwachon|kapyong yangpyong|pyongyang hwangju|sunchon_n songchon|uiryong haman|pusan kimhae|hoeryong yenchi
|suiho kuantien|miryang masan|andong uisong|kunsan hongsong|paekchon kaesong"""
PAIRS = [tuple(pair.split()) for pair in PARTED.replace("\n", "").split("|")]


@pytest.fixture(scope="module")
def theatre():
    return load_theatre("korea")


@pytest.fixture(scope="module")
def board(theatre) -> Board:
    return hexmap.board_of(theatre)


@pytest.fixture(scope="module")
def where(theatre, board) -> dict[str, int]:
    return {p.id: int(board.place_hex[i]) for i, p in enumerate(theatre.places)}


def steps(board: Board, start: int, opened, limit: int = 10_000) -> dict[int, int]:
    """Hexes reached from one over sides that are open, with the number of sides."""
    reached, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for d in range(6):
            beyond = int(board.neighbour[here, d])
            if beyond >= 0 and beyond not in reached and reached[here] < limit and opened(here, d, beyond):
                reached[beyond] = reached[here] + 1
                queue.append(beyond)
    return reached


def sides(array) -> int:
    return int((array > 0).sum())


def test_counts(board: Board) -> None:
    korea = (board.country == Country.SOUTH_KOREA) | (board.country == Country.NORTH_KOREA)
    classes = {t.name: int((korea & (board.terrain == t)).sum()) for t in Terrain}
    assert (board.n, board.n_land, int(korea.sum())) == (6682, 3333, 2655)
    assert classes == {"SEA": 0, "PLAIN": 563, "HILLS": 818, "MOUNTAIN": 914, "HIGH_MOUNTAIN": 347, "CITY": 13}
    by_country = {c.name: int((board.country == c).sum()) for c in Country}
    assert by_country == {
        "SEA": 3349, "SOUTH_KOREA": 1170, "NORTH_KOREA": 1485, "MANCHURIA": 605, "SOVIET_MARITIME": 63, "JAPAN": 10,
    }  # fmt: skip
    assert sides(board.river) == 1717
    assert sides(board.strait) == 148
    assert int(board.coast[korea].sum()) == pytest.approx(351, abs=4)


def test_every_side_is_the_same_from_both_hexes(board: Board) -> None:
    for array in (board.river, board.strait, board.road, board.rail):
        for d in range(6):
            beyond = board.neighbour[:, d]
            inside = beyond >= 0
            assert (array[inside, d] == array[beyond[inside], (d + 3) % 6]).all()


def test_land_comes_first(board: Board) -> None:
    assert (board.terrain[: board.n_land] > 0).all()
    assert (board.terrain[board.n_land :] == 0).all()
    assert (np.diff(board.cell[: board.n_land]) > 0).all()
    assert (np.diff(board.cell[board.n_land :]) > 0).all()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_river_parts(board: Board, where: dict[str, int], one: str, other: str) -> None:
    def dry(here: int, d: int, beyond: int) -> bool:
        return beyond < board.n_land and not board.river[here, d] and not board.strait[here, d]

    assert where[one] != where[other]
    assert where[other] not in steps(board, where[one], dry, limit=7)


def test_ports(theatre, board: Board, where: dict[str, int]) -> None:
    """Every port has water, and all but those on islands can be reached on foot from Seoul."""
    islands = {"cheju"}
    ports = [p for p in theatre.places if p.port_tons and where[p.id] >= 0]
    assert len(ports) >= 24
    for port in ports:
        hex_ = where[port.id]
        assert board.port[hex_] >= port.port_tons
        assert board.n_land <= board.port_water[hex_] < board.n, port.id
        # 30 km: Mokpo behind its islands, Vladivostok behind the edge of the playable sea
        assert hexmap.distance_km(board, hex_, int(board.port_water[hex_])) <= 30.01, port.id
        assert bool(board.mainland[hex_]) is (port.id not in islands), port.id
    assert board.port[where["pusan"]] >= 12_000


def test_inchon_lies_on_the_mainland_and_on_the_sea(board: Board, where: dict[str, int]) -> None:
    inchon = where["inchon"]
    assert board.coast[inchon]
    assert int(board.port_water[inchon]) in board.neighbour[inchon]
    dry = steps(board, inchon, lambda h, d, b: b < board.n_land and not board.strait[h, d], limit=6)
    assert {where["yongdungpo"], where["kimpo"], where["suwon"]} <= set(dry)
    assert where["wolmido"] != inchon


def test_places_stand_on_land_near_their_position(theatre, board: Board, where: dict[str, int]) -> None:
    off_map = {"fukuoka", "sasebo"}
    for place in theatre.places:
        hex_ = where[place.id]
        assert (hex_ < 0) is (place.id in off_map), place.id
        if hex_ >= 0:
            assert hex_ < board.n_land, place.id
            x, y = hexmap.project(place.lat, place.lon)
            assert np.hypot(board.x[hex_] - x, board.y[hex_] - y) < 10, place.id


@pytest.mark.parametrize(
    ("terrain", "names"),
    [
        (Terrain.HIGH_MOUNTAIN, "chirisan hagaru"),
        (Terrain.PLAIN, "kimpo osan kunsan chorwon pyonggang"),
        (Terrain.HILLS, "unsan masan chipyongni kunuri"),
        (Terrain.MOUNTAIN, "tabudong punchbowl inje kapyong"),
        (Terrain.CITY, "seoul inchon pusan taegu taejon pyongyang wonsan hungnam"),
    ],
)
def test_terrain_of_known_ground(board: Board, where: dict[str, int], terrain: Terrain, names: str) -> None:
    assert {name: Terrain(board.terrain[where[name]]) for name in names.split()} == dict.fromkeys(
        names.split(), terrain
    )


def test_islands_cannot_be_walked_to(board: Board, where: dict[str, int]) -> None:
    for name in "kanghwa kyodong koje cheju ullung paengnyong tsushima wolmido".split():
        assert not board.mainland[where[name]], name
    for name in "seoul pusan mokpo sinuiju antung najin hunchun vladivostok".split():
        assert board.mainland[where[name]], name


def test_roads_and_railways_are_unbroken(board: Board, where: dict[str, int]) -> None:
    road = steps(board, where["pusan"], lambda h, d, b: board.road[h, d] > 0)
    assert [road[where[n]] for n in "taegu taejon seoul kaesong pyongyang sinuiju".split()] == [11, 25, 40, 47, 65, 87]
    main = steps(board, where["pusan"], lambda h, d, b: board.road[h, d] == 2)
    assert where["sinuiju"] in main
    rail = steps(board, where["pusan"], lambda h, d, b: board.rail[h, d] >= 2)
    assert where["antung"] in rail
    double = steps(board, where["pusan"], lambda h, d, b: board.rail[h, d] == 3)
    assert where["sinuiju"] in double


def test_towns_that_matter_have_a_road(theatre, board: Board, where: dict[str, int]) -> None:
    road = steps(board, where["pusan"], lambda h, d, b: board.road[h, d] > 0)
    korea = {Country.SOUTH_KOREA, Country.NORTH_KOREA}
    cut_off = [
        p.id
        for p in theatre.places
        if p.importance >= 3 and p.kind in ("city", "town", "port") and where[p.id] >= 0
        and board.country[where[p.id]] in korea and board.mainland[where[p.id]] and where[p.id] not in road
    ]  # fmt: skip
    assert not cut_off


def test_every_link_of_a_route_joins_neighbours_on_land(theatre, board: Board) -> None:
    sea = set(board.cell[board.n_land :].tolist())
    routes = {r.id for r in theatre.routes if r.kind != "sea"}
    assert routes >= set(theatre.map.routes)
    assert len(theatre.map.routes) >= 140
    for name, text in theatre.map.routes.items():
        assert not sea & set(hexmap.parse_chain(text).tolist()), name


def test_latitude_longitude_and_back(board: Board) -> None:
    rng = np.random.default_rng(38)
    for hex_ in rng.integers(0, board.n, 200):
        x, y = board.x[hex_] + rng.uniform(-2.5, 2.5), board.y[hex_] + rng.uniform(-2.5, 2.5)
        lat, lon = (float(v) for v in hexmap.unproject(x, y))
        back = hexmap.project(lat, lon)
        assert (float(back[0]), float(back[1])) == pytest.approx((x, y), abs=1e-5)
        assert hexmap.hex_at(board, lat, lon) == hex_


def test_projection_against_known_distances() -> None:
    """One degree of latitude at 38.5 N is 111.0 km; a degree of longitude 87.2 km (WGS84)."""
    assert hexmap.project(38.5, 127.5) == pytest.approx((0, 0), abs=1e-6)
    assert float(hexmap.project(39.0, 127.5)[1]) == pytest.approx(55.5042, abs=0.002)
    assert float(hexmap.project(38.5, 128.0)[0]) == pytest.approx(43.607, abs=0.01)


def test_the_theatre_is_as_large_as_korea(board: Board, where: dict[str, int]) -> None:
    assert hexmap.distance_km(board, where["seoul"], where["pusan"]) == pytest.approx(325, abs=12)
    assert hexmap.distance_km(board, where["pusan"], where["sinuiju"]) == pytest.approx(690, abs=15)
    assert hexmap.sides_apart(board, where["chorwon"], where["kumhwa"]) in (2, 3)


def test_hexes_of_the_hills_of_chosin_are_apart(where: dict[str, int]) -> None:
    assert len({where[n] for n in ("kotori", "hagaru", "yudamni")}) == 3
    assert len({where[n] for n in ("seoul", "yongdungpo", "kimpo", "inchon")}) == 4


def test_provinces(theatre, board: Board, where: dict[str, int]) -> None:
    korea = (board.country == Country.SOUTH_KOREA) | (board.country == Country.NORTH_KOREA)
    assert ((board.province >= 0) == korea).all()
    names = [p.id for p in theatre.provinces]
    assert len(set(names)) == len(names) == 18
    for number, province in enumerate(theatre.provinces):
        mine = board.country[board.province == number]
        assert (mine == (Country.SOUTH_KOREA if province.country == "south" else Country.NORTH_KOREA)).all()
    expected = {
        "seoul": "seoul_city", "kaesong": "kyonggi", "ongjin": "kyonggi", "taejon": "chungchong_s",
        "taegu": "kyongsang_n",
        "pusan": "kyongsang_s", "kwangju": "cholla_s", "cheju": "cheju_do", "wonsan": "kangwon_n", "haeju": "hwanghae",
        "kanggye": "chagang", "hyesanjin": "hamgyong_s", "chongjin": "hamgyong_n", "sinuiju": "pyongan_n",
    }  # fmt: skip
    assert {n: names[board.province[where[n]]] for n in expected} == expected


def test_weather_zones_rise_northward(board: Board, where: dict[str, int]) -> None:
    assert [int(board.zone[where[n]]) for n in ("pusan", "seoul", "pyongyang", "hyesanjin")] == [0, 1, 2, 3]


def test_places_carry_four_forms_of_their_name(theatre) -> None:
    assert len(theatre.places) == 236
    hangul = [p for p in theatre.places if any("가" <= c <= "힣" for c in p.hangul)]
    assert len(hangul) == 236
    assert sum(p.hanja is not None for p in theatre.places) > 200
    assert all(p.name and p.mr and p.modern for p in theatre.places)


def test_the_38th_parallel_parts_the_country(theatre, board: Board, where: dict[str, int]) -> None:
    assert board.country[where["kaesong"]] == board.country[where["ongjin"]] == Country.SOUTH_KOREA
    assert board.country[where["chorwon"]] == board.country[where["yangyang"]] == Country.NORTH_KOREA


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("77", "row.column"), ("77.x", "row.column"), ("140.3", "outside the grid"), ("77.30 90.1", "not neighbours")],
)
def test_wrong_chains_are_named(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        hexmap.parse_chain(text)


def test_wrong_letters_are_located(theatre) -> None:
    rows = theatre.map.terrain.split()
    rows[5] = rows[5][:10] + "Z" + rows[5][11:]
    with pytest.raises(ValueError, match=r"terrain, hex 5\.10: letter 'Z'"):
        hexmap.letter_codes("\n".join(rows), hexmap.TERRAIN_LETTERS, "terrain")
    with pytest.raises(ValueError, match="135 rows"):
        hexmap.letter_codes("\n".join(rows[1:]), hexmap.TERRAIN_LETTERS, "terrain")


def test_lines_to_draw_agree_with_the_board(theatre, board: Board, where: dict[str, int]) -> None:
    """Rivers keep within 3.5 km of their sides; roads run through the hexes of their chain; dots stand in their hex."""
    lines = json.loads((ROOT / "assets" / "map" / "lines.json").read_text(encoding="utf-8"))
    sizes = {r.id: r.size for r in theatre.rivers}
    assert {r["id"]: r["size"] for r in lines["rivers"]} == sizes
    for place, (x, y) in lines["anchors"].items():
        if where[place] >= 0:
            column, row = hexmap.locate(x, y)
            assert int(row) * hexmap.COLUMNS + int(column) == board.cell[where[place]], place
    for route in lines["roads"] + lines["rails"]:
        chain = set(hexmap.parse_chain(theatre.map.routes[route["id"]]).tolist())
        points = np.array(route["line"]).reshape(-1, 2)
        column, row = hexmap.locate(points[:, 0], points[:, 1])
        share = np.isin(row * hexmap.COLUMNS + column, list(chain)).mean()
        assert share > 0.9, route["id"]


def test_the_build_derives_the_committed_map() -> None:
    """The hexes come from the crops and the hand-made tables, by the project's own script."""
    for package in ("scipy", "skimage", "PIL"):
        pytest.importorskip(package, reason="the map build needs scipy, scikit-image and pillow")
    script = ROOT / "assets" / "map" / "build" / "build.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
