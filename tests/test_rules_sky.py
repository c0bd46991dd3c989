"""Chapters 2, 8, 9: weather, air and sea, and what a side gets to see."""

import numpy as np
import pytest
from ascii_board import ascii_board, make_world, working_memory

from game.hexmap import Board
from game.rules.air_and_sea import support
from game.rules.calendar import CHANCES, weather
from game.rules.control import press
from game.rules.intelligence import observe
from game.terms import MarchMode, State, Weather
from game.world import World

COAST = """
    . A p p p p p p B
     . p p p p p p p p
"""


def field(enemy: str = "B", **extra: int) -> tuple[Board, dict[str, int], World]:
    """A regiment of side 1 at A on the coast, one of side 0 at B (or beside A), 100 sorties and 20 guns for side 1."""
    board, names = ascii_board(COAST)
    where = names[enemy] if enemy in names else int(enemy)
    world = make_world(board, [{"hex": names["A"], "side": 1}, {"hex": where, "side": 0, **extra}])
    world.sides.sorties[1, :], world.sides.naval_guns[1, :] = 100, 20
    world.sides.sortie_percent[:] = 100
    press(board, world.hexes, world.units, working_memory(board, world), world.assumptions)
    return board, names, world


def fly(board: Board, world: World) -> None:
    support(board, world.clock, world.hexes, world.units, world.contacts, world.sides, world.assumptions)


def watch(board: Board, world: World, days: int) -> list[int]:
    """Age of side 1's note on the enemy on each of some days, -1 unknown."""
    ages = []
    for day in range(days):
        world.clock.day[0] = day
        observe(board, world.clock, world.hexes, world.units, world.contacts, world.sides, world.assumptions)
        ages.append(int(world.contacts.age[1, 1]))
    return ages


def test_the_monsoon_is_wet_and_january_cold() -> None:
    _board, _, world = field()
    rain = {}
    for month in (1, 7, 10):
        world.clock.month[:] = month
        kinds = []
        for day in range(3000):
            world.clock.day[0] = day
            weather(world.clock, world.assumptions)
            kinds.append(int(world.clock.weather[1]))
        rain[month] = 31 * kinds.count(Weather.RAIN) / 3000
        assert (Weather.BITTER_COLD in kinds) == (month == 1)
    assert rain[1] < 2 < rain[10] < 8 < 12 < rain[7] < 18
    assert world.clock.wet[1] < 700
    assert (CHANCES.sum(axis=2) == 100).all()


def test_rain_makes_mud_and_frost_makes_ice() -> None:
    _board, _, world = field()
    for month, wet, ice in ((7, True, False), (1, False, True)):
        world.clock.month[:] = month
        soaked = []
        for day in range(60):
            world.clock.day[0] = day
            weather(world.clock, world.assumptions)
            soaked.append(int(world.clock.wet[2]))
        assert (np.mean(soaked[30:]) > 300) == wet
        assert (int(world.clock.frost[2]) > 900) == ice


def test_weather_switched_off_is_clear_and_dry() -> None:
    _board, _, world = field()
    world.clock.switches[3] = 1
    world.clock.wet[:] = 500
    weather(world.clock, world.assumptions)
    assert not world.clock.weather.any()
    assert not world.clock.wet.any()


def test_neighbouring_zones_mostly_share_their_weather() -> None:
    _board, _, world = field()
    same = 0
    for day in range(400):
        world.clock.day[0] = day
        weather(world.clock, world.assumptions)
        same += int(world.clock.weather[0] == world.clock.weather[1])
    assert 200 < same < 400


def test_aircraft_help_those_in_battle_and_the_rest_cut_supply() -> None:
    board, _, world = field()
    fly(board, world)
    assert world.units.support[0] == 0
    nobody_in_battle = int(world.sides.interdiction[0])
    world.units.fighting[0] = 2
    fly(board, world)
    most = world.assumptions.close_most * world.assumptions.close_value
    assert world.units.support[0] >= int(most)
    assert 0 < int(world.sides.interdiction[0]) < nobody_in_battle < 1000 * world.assumptions.interdiction_most
    assert world.sides.interdiction[1] == 0


def test_aircraft_wear_the_enemy_down_most_on_the_march() -> None:
    lost = []
    for still in (5, 0):
        board, _ = ascii_board(COAST)
        other = make_world(board, [{"hex": 3, "side": 1}, {"hex": 5, "side": 0, "still": still, "tanks": 40},
                                   {"hex": 6, "side": 0, "still": 5, "tanks": 40}])  # fmt: skip
        other.sides.sorties[1, :], other.sides.sortie_percent[:] = 30, 100
        for day in range(50):
            other.clock.day[0] = day
            fly(board, other)
        assert other.units.lost.sum() == other.sides.men_lost.sum() > 0
        assert other.sides.tanks_lost[0] == 80 - other.units.tanks.sum() > 0
        lost.append(int(other.units.lost[1]))
    assert lost[1] > 1.2 * lost[0] > 0


def test_rain_keeps_aircraft_down() -> None:
    board, _, world = field()
    world.units.fighting[0] = 2
    flown = {}
    for kind in (Weather.CLEAR, Weather.OVERCAST, Weather.RAIN):
        world.clock.weather[:] = kind
        fly(board, world)
        flown[kind] = int(world.sides.flown[1])
    assert flown[Weather.CLEAR] > flown[Weather.OVERCAST] > 100 > flown[Weather.RAIN] > 0


def test_naval_guns_reach_the_coast_only() -> None:
    board, names, world = field()
    world.units.fighting[0] = 1
    world.sides.sorties[:] = 0
    fly(board, world)
    assert world.units.support[0] == int(world.assumptions.naval_most * world.assumptions.naval_value)
    world.units.hex[0] = names["A"] + 4
    fly(board, world)
    assert world.units.support[0] == 0


def test_switched_off_there_is_neither_help_nor_interdiction() -> None:
    board, _, world = field()
    world.units.fighting[0] = 2
    world.clock.switches[2] = 1
    fly(board, world)
    assert not world.units.support.any()
    assert not world.sides.interdiction.any()


def test_troops_see_what_stands_next_to_them_and_little_else() -> None:
    board, names, world = field()
    near, _, close = field(enemy=str(names["A"] + 1))
    assert watch(board, world, 60).count(0) < 20
    assert watch(near, close, 60).count(0) > 45


def test_light_infantry_hides_from_aircraft() -> None:
    seen = []
    for mode in (MarchMode.FOOT, MarchMode.LIGHT_FOOT):
        board, _, world = field(mode=int(mode))
        world.sides.flown[1] = 300
        seen.append(watch(board, world, 120).count(0))
    assert seen[1] < seen[0] / 2


def test_a_contact_grows_old_fades_and_vanishes_with_its_unit() -> None:
    board, _, world = field()
    world.contacts.hex[1, 1], world.contacts.age[1, 1] = 3, 0
    quiet = world._replace(assumptions=world.assumptions._replace(see_rumour=np.array(0.0)))
    days = int(world.assumptions.fade_days)
    assert watch(board, quiet, days) == list(range(1, days + 1))
    assert quiet.contacts.hex[1, 1] == 3
    assert watch(board, quiet, 1) == [-1]
    assert quiet.contacts.hex[1, 1] == -1
    world.contacts.hex[1, 1], world.contacts.age[1, 1] = 3, 0
    world.units.state[1] = State.DESTROYED
    assert watch(board, quiet, 1) == [-1]


def test_estimates_err_but_not_by_more_than_the_assumption() -> None:
    board, _names, world = field(enemy=str(ascii_board(COAST)[1]["A"] + 1))
    men = set()
    for week in range(40):
        world.clock.day[0] = 7 * week
        observe(board, world.clock, world.hexes, world.units, world.contacts, world.sides, world.assumptions)
        men.add(int(world.contacts.men[1, 1]) / 2500)
    men.discard(0.0)
    assert len(men) > 10
    assert max(abs(1 - share) for share in men) <= world.assumptions.estimate_error / 2 + 0.001


@pytest.mark.parametrize("side", [0, 1])
def test_nobody_keeps_notes_on_his_own_men(side: int) -> None:
    board, _, world = field()
    watch(board, world, 5)
    own = world.units.side == side
    assert (world.contacts.hex[side][own] == -1).all()
