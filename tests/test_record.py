"""The record by date: fronts to ground, days between traces, who stood where."""

import datetime

import numpy as np
import pytest

from game import hexmap
from game.record import Record, fronts, hex_of
from game.record.fronts import Held
from game.record.standing import Figure, bracket, spread
from game.scenario import load, load_theatre
from game.schema.values import At

X, Y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(0, 200, 10), np.arange(0, 200, 10)))


def at(x: float, y: float) -> int:
    return int(np.argmin((X - x) ** 2 + (Y - y) ** 2))


def line(*points: tuple[float, float]) -> fronts.Line:
    return np.array(points, dtype=float)


def test_a_straight_front_is_as_far_as_it_looks():
    field = fronts.field_of(line((40, 100), (150, 100)), [], X, Y)
    assert field[at(90, 60)] == pytest.approx(40)  # south of it: un ground
    assert field[at(90, 130)] == pytest.approx(-30)
    assert field[at(0, 60)] == pytest.approx(40)  # prolonged west and east over the sea
    assert field[at(190, 130)] == pytest.approx(-30)


def test_a_perimeter_that_starts_northward_rests_on_the_south_coast():
    field = fronts.field_of(line((100, 50), (100, 120), (150, 125)), [], X, Y)
    assert field[at(150, 0)] > 0
    assert field[at(90, 0)] < 0  # west of it all the way down
    level = fronts.field_of(line((100, 50), (150, 60)), [], X, Y)
    assert level[at(90, 0)] > 0  # a line that runs east keeps the south-west


def test_pockets_belong_to_the_other_side():
    beachhead = line((60, 140), (100, 140), (100, 180), (60, 180))
    field = fronts.field_of(line((0, 100), (190, 100)), [beachhead], X, Y)
    assert field[at(80, 160)] == pytest.approx(20)
    assert field[at(80, 120)] < 0
    tiny = fronts.field_of(line((0, 100), (190, 100)), [line((62, 52), (63, 52), (63, 53))], X, Y)
    assert tiny[at(60, 50)] < 0
    assert (tiny[Y < 100] < 0).sum() == 1


def test_between_two_traces_the_front_moves_evenly():
    north = fronts.field_of(line((0, 150), (190, 150)), [], X, Y)
    south = fronts.field_of(line((0, 50), (190, 50)), [], X, Y)
    field = fronts.between(north, south, 0.25)
    assert (field > 0)[Y < 120].all()
    assert (field < 0)[Y > 130].all()


def test_a_place_known_to_be_held_bends_the_front_or_makes_a_pocket():
    field = fronts.field_of(line((0, 95), (190, 95)), [], X, Y)
    near, far = at(90, 110), at(90, 170)
    bent = fronts.corrected(field, [Held(near, 1)], X, Y)
    assert bent[near] > 0
    assert bent[at(90, 100)] > 0  # the way to it too
    assert bent[at(20, 110)] < 0
    pocket = fronts.corrected(field, [Held(far, 1)], X, Y)
    assert pocket[far] > 0
    assert pocket[at(90, 130)] < 0
    fought_over = fronts.corrected(field, [Held(near, 1), Held(at(100, 110), 0)], X, Y)
    assert fought_over[near] > 0 > fought_over[at(100, 110)]


def test_figures_between_entries_and_shares_that_add_up():
    days = [datetime.date(1950, 7, 1), datetime.date(1950, 7, 11)]
    assert bracket(days, lambda d: d, datetime.date(1950, 7, 4)) == (*days, 0.3)
    assert bracket(days, lambda d: d, datetime.date(1950, 6, 1))[2] == 0.0
    assert bracket(days, lambda d: d, datetime.date(1950, 8, 1))[0] == days[1]
    whole = Figure(9001, 10001, 11003)
    parts = [whole.share(*part) for part in spread([1, 1, 1])]
    assert tuple(map(sum, zip(*parts))) == whole


@pytest.fixture(scope="module")
def record() -> Record:
    theatre = load_theatre("korea")
    return Record(load("korea-1950-invasion").book, hexmap.board_of(theatre), theatre)


@pytest.mark.parametrize(
    ("day", "un", "dprk"),
    [
        ((6, 24), ["seoul", "chunchon", "kangnung", "pusan", "cheju"], ["pyongyang", "wonsan", "haeju"]),
        ((6, 28), ["suwon", "taejon"], ["seoul", "uijongbu", "pyongyang"]),
        ((7, 10), ["taejon", "taegu"], ["suwon", "wonju", "chonan"]),
        ((7, 21), ["taegu", "chinju"], ["taejon", "chonju"]),
        ((8, 5), ["taegu", "masan", "pusan", "pohang"], ["chinju", "kwangju", "taejon"]),
        ((9, 15), ["taegu", "masan", "pusan"], ["pohang", "seoul", "andong"]),
    ],
)
def test_who_held_the_towns(record: Record, day: tuple[int, int], un: list[str], dprk: list[str]):
    owner = record.owner(datetime.date(1950, *day))
    side = {name: owner[hex_of(At(place=name), record.board, record.places)] for name in un + dprk}
    assert side == dict.fromkeys(un, 1) | dict.fromkeys(dprk, 0)


def test_the_ground_of_a_game_only_moves_with_the_front(record: Record):
    """A day's change of the record is a strip along the front, never a flicker far behind it."""
    ground = record.board.mainland[: record.board.n_land] == 1
    day, last = datetime.date(1950, 6, 26), datetime.date(1950, 9, 14)
    before = record.owner(day)
    while day < last:
        day += datetime.timedelta(days=1)
        owner = record.owner(day)
        assert (owner[ground] != before[ground]).sum() < 130, day
        before = owner


def test_everybody_stands_on_own_land(record: Record):
    for day in (datetime.date(1950, 6, 25), datetime.date(1950, 7, 18), datetime.date(1950, 9, 15)):
        there = record.opening(day)
        present = [element for element in there.elements if element.present]
        assert len({element.id for element in there.elements}) == len(there.elements)
        for element in present:
            assert there.owner[element.hex] == element.side, element.id
            assert 0 <= element.men.low <= element.men.best <= element.men.high
        large = [element.hex for element in present if element.men.best >= 1500]
        assert len(set(large)) > 0.9 * len(large)  # a line of regiments, not a heap


def test_the_invasion_opens_with_the_armies_of_the_day(record: Record):
    there = record.opening(datetime.date(1950, 6, 25))
    men = [sum(e.men.best for e in there.elements if e.present and e.side == side) for side in (0, 1)]
    assert 110_000 < men[0] < 160_000  # seven divisions, three border brigades, armour
    assert 55_000 < men[1] < 100_000  # the eight ROK divisions, 65,000 of 98,000 in combat units
    assert not any(e.present for e in there.elements if e.army == "us")
    parallel = hexmap.project(38.0, 127.5)[1]
    korea = record.board.y[: record.board.n_land]
    assert (there.owner[(korea > parallel + 12)] != 1).all()
    assert (there.owner[(korea < parallel - 12)] != 0).all()
