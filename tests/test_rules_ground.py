"""Chapters 6 (control), 10 (movement), 11 (combat) and 12 (recovery) on tiny boards."""

import numpy as np
import pytest

from game.kernel import available, entry
from game.rules.combat import fight, measure
from game.rules.control import control
from game.rules.movement import hours_to, march, step_table
from game.rules.recovery import recover
from game.terms import MarchMode, Mission, Posture, State
from game.world import world_hash
from tests.ascii_board import ascii_board, make_world, mark_chain, paint, working_memory
from tests.ascii_board import flat_march as flat

PLAIN = """
    p p p p p p
     p A B C D p
    p p E F p p
     p p p p p p
"""


def day_of_battle(board, world, steps=None):
    room = working_memory(board, world)
    with np.errstate(over="ignore"):
        measure(world.clock, world.units, world.assumptions)
        tables = steps or flat(board, [])
        march(board, tables, world.clock, world.hexes, world.units, world.log, room, world.assumptions)
        fight(board, world.clock, world.hexes, world.units, world.sides, world.log, room, world.assumptions)
    return world


def battle(attackers, defender, days=1):
    """Men at A attack B for some days; returns the world."""
    board, names = ascii_board(PLAIN)
    units = [{"side": 0, "hex": names["A"], "target": names["B"], **a} for a in attackers]
    world = make_world(board, [*units, {"side": 1, "hex": names["B"], **defender}])
    world.hexes.owner[names["A"]] = 0
    world.hexes.supply_cost[:] = 10
    for _ in range(days):
        for u in range(len(attackers)):
            near = names["B"] in board.neighbour[world.units.hex[u]]
            world.units.target[u] = names["B"] if near else -1
        day_of_battle(board, world)
        world.clock.day[0] += 1
    return world, names


def test_a_foot_column_makes_about_twenty_kilometres_a_day_on_the_plain():
    board, names = ascii_board("A p p p p p p p p B")
    mark_chain(board, board.road, list(range(board.n_land)), 2)
    step = step_table(board)
    hours = hours_to(board, step, names["B"])
    assert hours[MarchMode.FOOT, names["A"]] == 9 * 40
    assert hours[MarchMode.MOTOR, names["A"]] == 9 * 12
    world = make_world(board, [{"side": 1, "hex": names["A"], "goal": names["B"], "target": 1}])
    tables = flat(board, [names["B"]])._replace(step=step, hours=hours[None])
    day_of_battle(board, world, tables)
    assert world.units.hex[0] == 2


def test_a_unit_does_not_walk_over_a_strait_or_into_the_sea():
    board, names = ascii_board(" . A B")
    mark_chain(board, board.strait, [names["A"], names["B"]], 1)
    assert (step_table(board)[names["A"]] == 65535).all()


def test_a_river_without_a_bridge_takes_hours():
    board, names = ascii_board("A B")
    dry = step_table(board)[names["A"], 0]
    mark_chain(board, board.river, [names["A"], names["B"]], 3)
    wet = step_table(board)[names["A"], 0]
    assert wet[MarchMode.FOOT] == dry[MarchMode.FOOT] + 80
    mark_chain(board, board.road, [names["A"], names["B"]], 2)
    assert step_table(board)[names["A"], 0, MarchMode.FOOT] == 40


def test_two_enemies_never_share_a_hex_when_both_march_into_it():
    board, names = ascii_board("A B C")
    a = {"side": 0, "hex": names["A"], "target": names["B"], "men": 3000}
    c = {"side": 1, "hex": names["C"], "target": names["B"], "men": 3000}
    world = make_world(board, [a, c])
    day_of_battle(board, world)
    assert world.units.hex[0] != world.units.hex[1]
    assert names["B"] in world.units.hex


def test_three_to_one_takes_a_position_within_days_and_one_to_one_does_not():
    strong, names = battle([{"men": 3000}] * 3, {"men": 3000}, days=4)
    assert strong.units.hex[3] != names["B"]
    assert strong.hexes.owner[names["B"]] == 0
    even, names = battle([{"men": 3000}], {"men": 3000, "entrench": 1000}, days=4)
    assert even.units.hex[1] == names["B"]


def test_losses_grow_with_the_odds_against_a_unit():
    even, _ = battle([{"men": 3000}], {"men": 3000})
    odds, _ = battle([{"men": 3000}] * 3, {"men": 3000})
    assert odds.units.lost[3] > even.units.lost[1] > 0
    assert odds.units.lost[0] < even.units.lost[0]


def test_tanks_decide_against_men_without_anti_tank_arms_and_not_against_others():
    def left(tanks, anti_tank):
        world, _ = battle([{"men": 3000, "tanks": tanks}], {"men": 3000, "anti_tank": anti_tank})
        return int(world.units.cohesion[1])

    assert left(40, 0) < left(40, 900) <= left(0, 0)


def test_a_unit_that_delays_leaves_before_it_is_broken():
    world, names = battle([{"men": 3000}] * 2, {"men": 3000, "mission": Mission.DELAY})
    assert world.units.hex[2] != names["B"]
    assert world.units.state[2] == State.ACTIVE


def test_a_broken_unit_with_nowhere_to_go_is_destroyed():
    board, names = ascii_board("A B")
    hopeless = {"side": 1, "hex": names["B"], "men": 800, "cohesion": 360}
    hunter = {"side": 0, "hex": names["A"], "men": 6000, "target": names["B"], "posture": Posture.ALL_OUT}
    world = make_world(board, [hunter, hopeless])
    world.hexes.owner[names["A"]] = 0
    day_of_battle(board, world)
    assert world.units.state[1] == State.DESTROYED
    away = 800 * world.assumptions.escape_share
    assert 800 - away - 60 < world.sides.men_lost[1] < 800  # most are lost, some escape over the hills


def test_field_works_and_rivers_help_the_defender():
    open_ground, _ = battle([{"men": 4000}], {"men": 3000})
    dug_in, _ = battle([{"men": 4000}], {"men": 3000, "entrench": 1000})
    assert dug_in.units.cohesion[1] > open_ground.units.cohesion[1]


def test_ground_follows_troops_and_empty_wedges_fall():
    board, names = ascii_board(PLAIN)
    world = make_world(board, [{"side": 0, "hex": names["B"], "mission": Mission.ATTACK}])
    world.hexes.owner[:] = paint(board, """
        0 0 0 0 0 1
         0 0 0 1 1 1
        0 0 1 1 1 1
         1 1 1 1 1 1
    """)
    world.hexes.supply_cost[:] = 10
    control(board, world.clock, world.hexes, world.units, world.log, working_memory(board, world), world.assumptions)
    assert world.hexes.owner[names["B"]] == 0
    assert world.hexes.owner[names["C"]] == 0  # touched by two hostile hexes, pressed by a regiment, empty
    assert world.hexes.owner[board.n_land - 1] == 1  # far away nothing happens


def test_a_held_hex_does_not_fall_to_pressure():
    board, names = ascii_board(PLAIN)
    world = make_world(board, [{"side": 0, "hex": names["B"], "men": 9000}, {"side": 1, "hex": names["C"], "men": 500}])
    world.hexes.supply_cost[:] = 10
    control(board, world.clock, world.hexes, world.units, world.log, working_memory(board, world), world.assumptions)
    assert world.hexes.owner[names["C"]] == 1


def test_broken_units_rally_and_tired_units_recover():
    board, names = ascii_board(PLAIN)
    broken = {"side": 1, "hex": names["A"], "men": 1000, "cohesion": 200, "state": State.BROKEN, "rally_day": 0}
    tired = {"side": 1, "hex": names["F"], "cohesion": 500}
    world = make_world(board, [broken, tired])
    world.hexes.supply_cost[:] = 10
    recover(board, world.clock, world.hexes, world.units, world.sides, world.log, world.assumptions)
    assert world.units.state[0] == State.ACTIVE
    assert world.units.men[0] > 1000
    assert world.units.cohesion[1] > 500
    assert world.units.entrench[1] > 0 or world.units.still[1] == 0


def test_a_destroyed_unit_is_raised_again_behind_the_front():
    board, names = ascii_board(PLAIN)
    lost = {"side": 1, "hex": -1, "men": 0, "men_full": 2000, "state": State.DESTROYED, "rally_day": -1}
    world = make_world(board, [lost])
    world.sides.source_hex[:], world.sides.source_tons[0] = -1, 900
    world.sides.source_hex[0], world.sides.source_side[0] = names["F"], 1
    world.sides.replacements[0, :] = 100
    world.hexes.supply_cost[:] = 10
    days = 0
    while world.units.state[0] == State.DESTROYED and days < 80:
        recover(board, world.clock, world.hexes, world.units, world.sides, world.log, world.assumptions)
        world.clock.day[0], days = world.clock.day[0] + 1, days + 1
    assert world.assumptions.rebuild_days < days < 70
    assert world.units.hex[0] == names["F"]
    assert world.units.men[0] >= 1000
    assert world.units.quality[0] < 1000


def test_replacements_are_shared_by_need_and_never_multiply():
    board, names = ascii_board(PLAIN)
    strengths = (("A", 2500), ("B", 1500), ("C", 500))
    world = make_world(board, [{"side": 1, "hex": names[n], "men": m} for n, m in strengths])
    world.sides.replacements[0, 0] = 120
    world.hexes.supply_cost[:] = 10
    before = int(world.units.men.sum())
    recover(board, world.clock, world.hexes, world.units, world.sides, world.log, world.assumptions)
    assert int(world.units.men.sum()) + int(world.sides.pool[0]) == before + 120
    assert world.units.men[0] == 2500
    assert world.units.men[2] - 500 > world.units.men[1] - 1500 > 0


@pytest.mark.skipif(not available(), reason="numba is not installed: there is no compiled path to compare")
def test_compiled_battles_equal_plain_ones():
    board, names = ascii_board(PLAIN)
    units = [
        {"side": 0, "hex": names["A"], "target": names["B"], "tanks": 20},
        {"side": 0, "hex": names["E"], "target": names["B"]},
        {"side": 1, "hex": names["B"], "guns": 12},
        {"side": 1, "hex": names["D"], "target": names["C"]},
    ]
    plain, quick = (make_world(board, units) for _ in range(2))
    room, steps = working_memory(board, plain), flat(board, [])
    for world, compiled in ((plain, False), (quick, True)):
        run = [entry(f, compile_now=True) if compiled else f for f in (measure, march, fight, recover, control)]
        with np.errstate(over="ignore"):
            for _ in range(3):
                run[0](world.clock, world.units, world.assumptions)
                run[1](board, steps, world.clock, world.hexes, world.units, world.log, room, world.assumptions)
                run[2](board, world.clock, world.hexes, world.units, world.sides, world.log, room, world.assumptions)
                run[3](board, world.clock, world.hexes, world.units, world.sides, world.log, world.assumptions)
                run[4](board, world.clock, world.hexes, world.units, world.log, room, world.assumptions)
                world.clock.day[0] += 1
    assert world_hash(plain._replace(assumptions=())) == world_hash(quick._replace(assumptions=()))
