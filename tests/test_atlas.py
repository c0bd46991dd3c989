"""Geometry that the window and the reports draw from."""

import numpy as np
import pytest

from game import hexmap, scenario, settings
from game.atlas import formations, front, labels, lines, symbols
from game.view import UnitSeen


@pytest.fixture(scope="module")
def board() -> hexmap.Board:
    return hexmap.board_of(scenario.load_theatre("korea"))


def split(board: hexmap.Board, lat: float) -> np.ndarray:
    """UN south of a latitude, DPRK north of it, nobody outside Korea."""
    y = float(hexmap.project(lat, 127.5)[1])
    owner = np.where(board.y[: board.n_land] < y, 1, 0).astype(np.int8)
    owner[board.country[: board.n_land] > 2] = -1
    return owner


def unit(board: hexmap.Board, id_: str, lat: float, lon: float, division: str = "", side: str = "un") -> UnitSeen:
    h = hexmap.hex_at(board, lat, lon)
    return UnitSeen(
        id_, id_, "", side, "rok", "infantry", "III", division, "", h, 3000, 3000, 0, 0, 1.0, 1.0, 0.0, "", False, h
    )


def test_front_runs_along_the_border_of_control_with_un_ground_on_its_left(board: hexmap.Board) -> None:
    owner = split(board, 37.0)
    everywhere = np.stack([board.x[: board.n_land], board.y[: board.n_land]], axis=1)[::7]
    found = front.front(front.raster(board), owner, everywhere)
    assert len(found.manned) >= 1
    assert not found.open
    longest = max(found.manned, key=front.length)
    lat, _ = hexmap.unproject(longest[:, 0], longest[:, 1])
    assert np.abs(lat - 37.0).max() < 0.12
    assert 200 < front.length(longest) < 400
    assert longest[-1, 0] < longest[0, 0]  # from east to west: the south, which is the UN's, is on the left


def test_front_breaks_where_nobody_stands(board: hexmap.Board) -> None:
    x, y = hexmap.project(37.0, 127.0)
    found = front.front(front.raster(board), split(board, 37.0), np.array([[x, y]]))
    assert sum(front.length(km) for km in found.manned) < 90
    assert sum(front.length(km) for km in found.open) > 100


def test_pocket_is_a_line_of_its_own(board: hexmap.Board) -> None:
    owner = split(board, 36.0)
    pocket = hexmap.hex_at(board, 37.5, 127.8)
    owner[[pocket, *[int(h) for h in board.neighbour[pocket] if 0 <= h < board.n_land]]] = 1
    stands = np.stack([board.x[: board.n_land], board.y[: board.n_land]], axis=1)[::7]
    found = front.front(front.raster(board), owner, stands)
    assert any(np.allclose(km[0], km[-1], atol=6) for km in found.manned)


def test_symbols_stay_in_their_box_and_sides_differ_in_shape() -> None:
    kinds = "infantry armour mechanized artillery engineer marine airborne security cavalry headquarters".split()
    drawn = {}
    for side in ("un", "dprk"):
        for kind in kinds:
            strokes = symbols.icon(kind, side)
            drawn[side, kind] = strokes
            for stroke in strokes:
                points = np.array(stroke.points)
                assert points.min() >= 0
                assert points[:, 0].max() <= symbols.WIDTH
                assert points[:, 1].max() <= symbols.HEIGHT
    for side in ("un", "dprk"):
        assert len({drawn[side, kind] for kind in kinds}) == len(kinds)
    assert len(symbols.frame("un")) != len(symbols.frame("dprk"))


@pytest.mark.parametrize("size", symbols.ECHELONS)
def test_echelon_marks_have_as_many_strokes_as_the_size_says(size: str) -> None:
    strokes, width = symbols.echelon(size)
    assert len(strokes) == sum(2 if letter == "X" else 1 for letter in size)
    assert width > 0


def test_names_do_not_overlap_and_the_important_one_wins() -> None:
    crowd = [labels.Wanted(100 + 12 * k, 100, 80, 14, importance=k % 5) for k in range(30)]
    boxes = labels.place(crowd)
    placed = [b for b in boxes if b is not None]
    assert 4 <= len(placed) < 30
    assert not any(a.meets(b) for i, a in enumerate(placed) for b in placed[i + 1 :])
    of_rank = [sum(boxes[k] is not None for k, w in enumerate(crowd) if w.importance == r) for r in range(5)]
    assert boxes[4] is not None
    assert of_rank[4] > of_rank[0]


def test_seats_keep_off_each_other_and_off_what_is_taken() -> None:
    anchors = np.tile([[200.0, 200.0]], (6, 1))
    away = np.tile([[0.0, 1.0]], (6, 1))
    sizes = np.tile([[50.0, 30.0]], (6, 1))
    wall = np.array([[float(x), 170.0, 10.0, 10.0] for x in range(100, 300, 10)])
    at = labels.seat(anchors, away, sizes, wall, lambda points, k: np.zeros(len(points)), 140.0)
    boxes = [labels.Box(x - 24, y - 14, 48, 28) for x, y in at]
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert (at[:, 1] >= 185).all(), "a symbol went through the front"


def test_spread_frees_boxes_of_each_other() -> None:
    anchors = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 6.0]])
    sizes = np.tile([[30.0, 20.0]], (3, 1))
    at = labels.spread(anchors, sizes, np.zeros((0, 4)), leash=100)
    apart = np.abs(at[:, None] - at[None])
    for i in range(3):
        for j in range(i):
            assert apart[i, j, 0] >= 29 or apart[i, j, 1] >= 19


def test_division_takes_the_front_between_its_regiments(board: hexmap.Board) -> None:
    units = [unit(board, f"r{k}", 36.93, 127.0 + 0.2 * k, "d") for k in range(3)]
    stands = np.array([(board.x[u.hex], board.y[u.hex]) for u in units])
    line = front.front(front.raster(board), split(board, 37.0), stands)
    (group,) = formations.divisions(units, board, line, {"d": "24th Division"})
    assert group.short == "24"
    assert group.size == "XX"
    assert group.men == 9000
    assert group.frontage is not None
    assert 35 < front.length(group.frontage) < 75
    assert group.towards[1] < -0.7  # their own ground lies to the south


def test_division_torn_apart_is_drawn_twice(board: hexmap.Board) -> None:
    units = [unit(board, "a", 36.9, 127.0, "d"), unit(board, "b", 35.3, 128.9, "d")]
    assert len(formations.divisions(units, board, front.Front((), ()), {"d": "8th Division"})) == 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("24th Infantry Division", "24"), ("1st Cavalry Division", "1 Cav"), ("Capital Division", "Cap"),
        ("KPA II Corps", "II"), ("US Eighth Army in Korea", "8 Army"), ("KPA general headquarters reserve", "GHQ"),
        ("1st Provisional Marine Brigade", "1 Mar"),
    ],
)  # fmt: skip
def test_short_names(name: str, short: str) -> None:
    assert formations.short_name(name) == short


def test_lines_of_the_map_are_read_cut_and_thinned() -> None:
    courses, anchors = lines.read(settings.asset("map/lines.json").read_text(encoding="utf-8"))
    kinds = {c.kind for c in courses}
    assert kinds >= {"coast", "river", "road", "rail", "border", "parallel"}
    assert "pusan" in anchors
    far, near = lines.pieces(courses, 0.7), lines.pieces(courses, 8.0)
    assert sum(len(p.points) for p in far) < 0.9 * sum(len(p.points) for p in near)
    han = [p for p in near if p.kind == "river"]
    assert all(p.start <= p.total for p in han)


def test_dashes_join_across_pieces() -> None:
    line = np.array([[0.0, 0.0], [10.0, 0.0]])
    whole = lines.dashes(line, 3, 2)
    first, second = np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([[4.0, 0.0], [10.0, 0.0]])
    parts = lines.dashes(first, 3, 2) + lines.dashes(second, 3, 2, start=4.0)
    assert sum(front.length(d) for d in whole) == pytest.approx(sum(front.length(d) for d in parts))


def test_the_parallel_is_a_line_of_latitude() -> None:
    (course,) = [c for c in lines.read(settings.asset("map/lines.json").read_text())[0] if c.kind == "parallel"]
    lat, _ = hexmap.unproject(course.line[:, 0], course.line[:, 1])
    assert np.abs(lat - 38.0).max() < 1e-6
