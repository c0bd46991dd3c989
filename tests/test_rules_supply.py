"""Chapter 7: what a commander would miss if supply went wrong."""

import numpy as np
import pytest
from ascii_board import ascii_board, make_world, mark_chain, paint, working_memory

from game.hexmap import Board
from game.kernel import available, entry
from game.rules.supply import price, step, supply
from game.terms import MarchMode, Shortage, State
from game.world import World

LINE = "A p p B p p C p p D"


def day(board: Board, world: World) -> None:
    run(board, world, supply)


def run(board: Board, world: World, chapter: object) -> None:
    memory = working_memory(board, world)
    chapter(board, world.clock, world.hexes, world.units, world.sides, world.log, memory, world.assumptions)  # type: ignore[operator]


def source(world: World, number: int, where: int, side: int, tons: int) -> None:
    world.sides.source_hex[number], world.sides.source_side[number] = where, side
    world.sides.source_tons[number] = tons


def scene(text: str = LINE, **unit: int) -> tuple[Board, dict[str, int], World]:
    """A port at A for side 1 and a fighting regiment at D."""
    board, names = ascii_board(text)
    world = make_world(board, [{"hex": names["D"], "side": 1, "fighting": 2, "stock": 0, **unit}])
    world.sides.source_hex[:] = -1
    source(world, 0, names["A"], 1, 5000)
    return board, names, world


def test_a_railway_brings_more_than_a_track() -> None:
    board, _, world = scene()
    day(board, world)
    by_track = int(world.units.fed[0])
    assert 0 < by_track < 1000
    assert world.units.shortage[0] == Shortage.DISTANCE
    mark_chain(board, board.rail, list(range(10)), 2)
    world.sides.haul_state[0] = 0
    day(board, world)
    assert world.units.fed[0] == 1000
    assert world.units.shortage[0] == Shortage.NONE


def test_a_unit_whose_road_is_cut_gets_nothing_and_eats_its_stocks() -> None:
    board, names, world = scene(stock=3000, stock_full=7000)
    mark_chain(board, board.rail, list(range(10)), 3)
    world.hexes.owner[names["B"]] = 0
    left = []
    for _ in range(4):
        day(board, world)
        left.append(int(world.units.stock[0]))
    assert left == [2000, 1000, 0, 0]
    assert world.units.shortage[0] == Shortage.CUT_OFF
    assert world.hexes.supply_cost[1, names["D"]] == -1


def test_a_broken_unit_that_is_cut_off_has_lost_its_stocks() -> None:
    board, names, world = scene(stock=7000, stock_full=7000, state=int(State.BROKEN))
    day(board, world)
    assert world.units.stock[0] > 5000
    world.hexes.owner[names["B"]] = 0
    day(board, world)
    assert world.units.stock[0] == 0


def test_a_captured_railway_carries_nothing_until_it_is_repaired() -> None:
    board, names, world = scene()
    mark_chain(board, board.rail, list(range(10)), 3)
    world.hexes.owner[names["B"]] = 0
    day(board, world)
    world.hexes.owner[names["B"]] = 1
    cost = []
    for _ in range(int(world.assumptions.rail_repair) + 2):
        day(board, world)
        cost.append(int(world.hexes.supply_cost[1, names["D"]]))
    assert cost[0] > cost[-1] == 18
    assert len(set(cost)) == 2


def test_a_depot_in_the_interior_is_emptied_for_good_when_it_falls() -> None:
    board, names, world = scene()
    for owner in (1, 0, 1):
        world.hexes.owner[names["A"]] = owner
        for _ in range(20):
            day(board, world)
    assert world.units.fed[0] == 0


def test_a_lost_port_feeds_nobody_and_opens_late_when_retaken() -> None:
    board, names, world = scene()
    board.port[names["A"]] = 5000
    day(board, world)
    assert world.units.fed[0] > 0
    world.hexes.owner[names["A"]] = 0
    day(board, world)
    assert world.units.fed[0] == 0
    world.hexes.owner[names["A"]] = 1
    waited = 0
    while world.units.fed[0] == 0:
        day(board, world)
        waited += 1
    assert waited == int(world.assumptions.source_opens)


def test_a_depot_that_is_too_small_draws_on_the_port_behind_it() -> None:
    board, names, world = scene(mode=int(MarchMode.MOTOR))
    mark_chain(board, board.rail, list(range(10)), 3)
    source(world, 0, names["A"], 1, 1)
    day(board, world)
    assert world.units.shortage[0] == Shortage.CAPACITY
    alone = int(world.units.fed[0])
    assert alone < 100
    source(world, 1, names["C"], 1, 10)
    world.sides.haul_state[0] = 0
    day(board, world)
    small = int(world.units.fed[0])
    source(world, 0, names["A"], 1, 5000)
    world.sides.haul_state[0] = 0
    day(board, world)
    assert alone < small < int(world.units.fed[0]) == 1000


def test_interdiction_bites_the_long_haul() -> None:
    board, names, world = scene()
    mark_chain(board, board.rail, list(range(10)), 1)
    world.sides.interdiction[1] = 600
    day(board, world)
    far = int(world.units.fed[0])
    world.units.hex[0] = world.units.came_from[0] = names["B"]
    day(board, world)
    assert 0 < far < int(world.units.fed[0])


def test_mud_and_enemy_pressure_lengthen_the_way_but_not_by_rail() -> None:
    board, names, world = scene()
    day(board, world)
    dry = int(world.hexes.supply_cost[1, names["D"]])
    world.clock.wet[:] = 1000
    day(board, world)
    wet = int(world.hexes.supply_cost[1, names["D"]])
    world.clock.wet[:] = 0
    world.hexes.pressure[0, names["C"]] = 500
    day(board, world)
    pressed = int(world.hexes.supply_cost[1, names["D"]])
    assert wet > dry
    assert pressed == dry + int(world.assumptions.haul_pressed)


WIDE = """
    A p h m p p B p p h p p
     p p m x h p p c p p h p
    p h p m p C p p p p p p
     m m p p p p h h p p p D
    p p p p h p p p x m p p
"""
HALVES = """
    1 1 1 1 1 1 1 0 0 0 0 0
     1 1 1 1 1 1 1 0 0 0 0 0
    1 1 1 1 1 1 1 0 0 0 0 0
     1 1 1 1 1 1 0 0 0 0 0 0
    1 1 1 1 1 1 0 0 0 0 0 0
"""


def wide() -> tuple[Board, World]:
    board, names = ascii_board(WIDE)
    units = [{"hex": h, "side": 1 if k < 3 else 0, "fighting": k % 2, "guns": 12, "stock": 900, "id": 40 + k}
             for k, h in enumerate((2, 5, names["C"], 10, names["D"], 22))]  # fmt: skip
    world = make_world(board, units)
    world.hexes.owner[:] = paint(board, HALVES)
    world.sides.source_hex[:] = -1
    for number, (letter, side, tons) in enumerate((("A", 1, 40), ("C", 1, 5), ("D", 0, 30))):
        source(world, number, names[letter], side, tons)
    mark_chain(board, board.rail, [0, 1, 2, 3, 4, 5, 6, 7, 8], 2)
    world.sides.interdiction[:] = 250, 0
    return board, world


def relaxed(board: Board, world: World, side: int) -> np.ndarray:
    """Costs by the plainest method there is: relax every side until nothing changes."""
    memory = working_memory(board, world)
    price(world.sides, world.assumptions, memory)
    best = np.full(board.n_land, 10**6)
    for s, h in enumerate(world.sides.source_hex):
        if h >= 0 and world.sides.source_side[s] == side and world.hexes.owner[h] == side:
            best[h] = 0
    for _ in range(board.n_land):
        for a in range(board.n_land):
            for d in range(6):
                b = int(board.neighbour[a, d])
                if 0 <= b < board.n_land and world.hexes.owner[b] == side and best[a] < 10**6:
                    side_ = int(board.rail[a, d]), int(board.road[a, d]), int(board.river[a, d])
                    codes = int(board.terrain[b]), int(world.hexes.haul[a]), int(world.hexes.haul[b])
                    best[b] = min(best[b], best[a] + step(memory.queue, int(board.zone[b]), *side_, *codes))
    return np.where(best < 10**6, best, -1)


def test_ways_are_the_cheapest_there_are_day_after_day() -> None:
    board, world = wide()
    changes = np.random.default_rng(3).integers(0, board.n_land, 12)
    for changed in [*changes.tolist(), None]:
        day(board, world)
        for side in (0, 1):
            want = relaxed(board, world, side)
            assert (world.hexes.supply_cost[side] == want).all()
        mended = world.hexes.supply_cost.copy(), world.hexes.supply_source.copy(), world.sides.source_rear.copy()
        world.sides.haul_state[0] = 0
        day(board, world)
        anew = world.hexes.supply_cost, world.hexes.supply_source, world.sides.source_rear
        assert all((a == b).all() for a, b in zip(mended, anew))
        if changed is not None and changed not in world.sides.source_hex:
            world.hexes.owner[changed] = 1 - world.hexes.owner[changed]


def test_the_order_of_units_changes_nothing() -> None:
    board, world = wide()
    day(board, world)
    fed = {int(i): (int(f), int(s)) for i, f, s in zip(world.units.id, world.units.fed, world.units.stock)}
    board, other = wide()
    for array in other.units:
        array[:] = array[::-1].copy()
    other.units.order[:] = np.argsort(other.units.id)
    day(board, other)
    assert fed == {int(i): (int(f), int(s)) for i, f, s in zip(other.units.id, other.units.fed, other.units.stock)}


@pytest.mark.skipif(not available(), reason="numba is not installed")
def test_compiled_and_plain_agree() -> None:
    results = []
    for chapter in (supply, entry(supply, compile_now=True)):
        board, world = wide()
        for changed in (3, 9, 3, 14):
            run(board, world, chapter)
            world.hexes.owner[changed] = 1 - world.hexes.owner[changed]
        results.append([array.copy() for group in (world.hexes, world.units, world.sides) for array in group])
    for plain, compiled in zip(*results):
        assert (plain == compiled).all()
