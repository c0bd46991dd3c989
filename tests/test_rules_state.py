"""Chapters 3, 4, 5, 13, 14: decisions, powers, arrivals, provinces, aims and endings."""

from typing import Any

import numpy as np
import pytest
from ascii_board import ascii_board, make_world

from game.hexmap import Board
from game.kernel import available, entry, kernel
from game.rules.air_and_sea import support
from game.rules.arrivals import arrive
from game.rules.calendar import weather
from game.rules.decisions import decide
from game.rules.intelligence import observe
from game.rules.powers import weigh
from game.rules.provinces import administer
from game.rules.victory import judge
from game.terms import Effect, Ending, EventKind, Interrupt, Issue, Policy, State, Test
from game.world import NEVER, Choices, World

MAP = """
    . A p p p B
     . p p p p p
    . C p p p D
"""


def scene(**lengths: int) -> tuple[Board, dict[str, int], World]:
    """Side 1 with one regiment at A, one arriving at B on day 10, side 0 with one at D; one open decision."""
    board, names = ascii_board(MAP)
    units: list[dict[str, Any]] = [
        {"hex": names["A"], "side": 1},
        {"hex": -1, "side": 1, "state": State.ABSENT, "arrive_day": 10, "arrive_hex": names["B"]},
        {"hex": names["D"], "side": 0},
    ]
    sizes: dict[str, Any] = {"orders": 2, "effect": 4, "power": 2} | lengths
    world = make_world(board, units, **sizes)
    choices = world.choices
    choices.options[:], choices.option[:], choices.day[:], choices.pending[0] = 2, -1, -1, -1
    choices.ask_from[:], choices.ask_until[:], choices.historical[:], choices.historical_day[:] = 3, 20, 1, 8
    choices.effects[:, 0] = -1
    world.hexes.owner[names["D"]] = 0
    world.operations.issue[:2] = Issue.VOID
    world.powers.side[:] = 1, -1
    world.powers.resolve[:] = 800
    world.provinces.seat[:] = -1
    return board, names, world


def run(board: Board, world: World, days: int, start: int = 0) -> int:
    """Chapter 3 and 5 from day `start`; the day on which the decision was taken, -1 never."""
    for day in range(start, start + days):
        world.clock.day[0] = day
        decide(board, world.clock, world.hexes, world.units, world.divisions, world.operations, world.choices,
               world.sides, world.powers, world.log)  # fmt: skip
        arrive(board, world.clock, world.hexes, world.units, world.divisions, world.log)
    return int(world.choices.day[0])


def effect(choices: Choices, row: int, option: int, kind: Effect, subject: int, number: int = 0) -> None:
    choices.effects[row] = 0, option, int(kind), subject, number


def test_history_decides_on_its_day_whatever_the_state() -> None:
    board, _, world = scene()
    world.choices.when[0, 0] = int(Test.HOLDS), 0, 0, 0
    assert run(board, world, 30) == 8
    assert world.choices.option[0] == 1
    rows = world.log.rows[: world.log.written[0]]
    assert [int(row[6]) for row in rows if row[2] == EventKind.DECIDED] == [0]


def test_a_chosen_option_is_laid_down() -> None:
    board, _, world = scene()
    world.choices.policy[0], world.choices.chosen[0] = Policy.CHOSEN, 0
    assert run(board, world, 30) == 8
    assert world.choices.option[0] == 0


def test_a_hazard_falls_on_different_days_in_different_worlds_and_only_when_its_condition_holds() -> None:
    days = set()
    for seed in range(40):
        board, _names, world = scene()
        world.clock.seed[0] = seed
        world.choices.policy[0], world.choices.hazard[0] = Policy.HAZARD, 100_000
        world.choices.when[0, 0] = int(Test.AFTER), 0, 0, 5
        days.add(run(board, world, 30))
    assert len(days) > 6
    assert min(days - {-1}) == 5
    assert max(days) <= 20


def test_whoever_is_asked_stops_the_turn_and_his_answer_acts_next_day() -> None:
    board, _, world = scene()
    world.choices.policy[0] = Policy.ASK
    effect(world.choices, 0, 0, Effect.ORDER, 1)
    assert run(board, world, 4) == -1
    assert world.choices.pending[0] == 0
    assert world.clock.interrupt[0] == Interrupt.DECISION
    world.choices.option[0] = 0
    assert run(board, world, 1, start=4) == 4
    assert world.choices.pending[0] == -1
    assert world.operations.issue[:2].tolist() == [Issue.VOID, Issue.WAITING]
    assert world.operations.from_day[1] == 4


def test_a_question_nobody_answers_is_answered_as_in_history() -> None:
    board, _, world = scene()
    world.choices.policy[0] = Policy.ASK
    assert run(board, world, 30) == 20
    assert world.choices.option[0] == 1


@pytest.mark.parametrize(
    ("kind", "number", "arrived"), [(Effect.REMOVE, 0, -1), (Effect.DELAY, 7, 17), (Effect.NOTHING, 0, 10)]
)
def test_a_decision_withholds_or_delays_a_division(kind: Effect, number: int, arrived: int) -> None:
    board, _, world = scene()
    effect(world.choices, 0, 1, kind, 1, number)
    came = -1
    for day in range(40):
        run(board, world, 1, start=day)
        if came < 0 and world.units.state[1] == State.ACTIVE:
            came = day
    assert came == arrived


def test_a_withheld_division_can_be_added() -> None:
    board, _, world = scene()
    world.units.withheld[1] = 1
    effect(world.choices, 0, 1, Effect.ADD, 1)
    effect(world.choices, 1, 1, Effect.TENSION, 0, 150)
    effect(world.choices, 2, 1, Effect.SORTIES, 1, 60)
    run(board, world, 12)
    assert world.units.state[1] == State.ACTIVE
    assert world.powers.fear[0] == 150
    assert world.sides.sortie_percent[1] == 60


def test_reinforcements_come_in_behind_their_own_lines() -> None:
    board, names, world = scene()
    world.hexes.owner[names["B"]] = 0
    world.hexes.supply_cost[1, :] = -1
    world.hexes.supply_cost[1, names["C"]] = 4
    run(board, world, 11)
    assert world.units.hex[1] == names["C"]
    board, names, world = scene()
    run(board, world, 11)
    assert world.units.hex[1] == names["B"]


def test_units_leave_on_their_day() -> None:
    board, _, world = scene()
    world.units.leave_day[0] = 6
    run(board, world, 6)
    assert world.units.state[0] == State.ACTIVE
    run(board, world, 1, start=6)
    assert world.units.state[0] == State.LEFT
    assert world.units.hex[0] == -1


def test_losses_wear_resolve_down_and_commitment_follows_the_men_ashore() -> None:
    _board, _, world = scene()
    weigh(world.clock, world.units, world.sides, world.powers, world.assumptions)
    assert world.powers.commitment[0] == 500
    assert world.powers.resolve[0] == 800
    world.sides.men_lost[1] = 12_345
    for _ in range(3):
        weigh(world.clock, world.units, world.sides, world.powers, world.assumptions)
    assert world.powers.resolve[0] == 800 - 12 * int(world.assumptions.resolve_losses)
    world.units.withheld[1] = 1
    weigh(world.clock, world.units, world.sides, world.powers, world.assumptions)
    assert world.powers.commitment[0] == 1000


def test_provinces_follow_their_seat() -> None:
    board, names, world = scene()
    world.provinces.seat[0] = names["D"]
    world.hexes.owner[: board.n_land // 2] = 0
    administer(board, world.hexes, world.provinces)
    assert world.provinces.holder[0] == 0
    held = int((world.hexes.owner == 0).sum())
    assert world.provinces.share[0] == held * 1000 // board.n_land


def test_aims_are_measured_and_the_peninsula_can_be_taken() -> None:
    board, names, world = scene()
    board.place_importance[:] = 4
    rows = world.sides.aim_rows
    rows[0] = 1, 0, names["A"], 3, 0
    rows[1] = 1, 1, -1, 1, 1000
    world.sides.men_lost[0] = 500

    def evening() -> tuple[int, int]:
        world.clock.interrupt[0] = 0
        judge(board, world.clock, world.hexes, world.units, world.sides, world.log)
        return int(world.clock.interrupt[0]), int(world.clock.ending[0])

    assert evening() == (Interrupt.NONE, Ending.RUNNING)
    assert world.sides.aims[1] == (3 * 1000 + 500) // 4
    world.hexes.owner[names["A"]] = 0
    assert evening() == (Interrupt.IMPORTANT_PLACE, Ending.RUNNING)
    assert world.sides.aims[1] == 500 // 4
    assert evening() == (Interrupt.NONE, Ending.RUNNING)
    world.hexes.owner[:] = 0
    assert evening() == (Interrupt.IMPORTANT_PLACE, Ending.PENINSULA_TAKEN)


@kernel
def evenings(board: Board, world: World, days: int) -> None:
    """The chapters of this file and of test_rules_sky for some days."""
    for _ in range(days):
        weather(world.clock, world.assumptions)
        decide(board, world.clock, world.hexes, world.units, world.divisions, world.operations, world.choices,
               world.sides, world.powers, world.log)  # fmt: skip
        weigh(world.clock, world.units, world.sides, world.powers, world.assumptions)
        arrive(board, world.clock, world.hexes, world.units, world.divisions, world.log)
        support(board, world.clock, world.hexes, world.units, world.contacts, world.sides, world.assumptions)
        observe(board, world.clock, world.hexes, world.units, world.contacts, world.sides, world.assumptions)
        administer(board, world.hexes, world.provinces)
        judge(board, world.clock, world.hexes, world.units, world.sides, world.log)
        world.clock.day[0] += 1


@pytest.mark.skipif(not available(), reason="numba is not installed")
def test_compiled_and_plain_agree() -> None:
    results = []
    for function in (evenings, entry(evenings, compile_now=True)):
        board, names, world = scene()
        world.choices.policy[0], world.choices.hazard[0] = Policy.HAZARD, 200_000
        effect(world.choices, 0, 1, Effect.DELAY, 1, 3)
        world.sides.sorties[:], world.sides.naval_guns[:], world.sides.sortie_percent[:] = 77, 13, 90
        world.units.fighting[:], world.provinces.seat[0] = 1, names["B"]
        world.sides.men_lost[:] = 2345
        world.hexes.pressure[:] = np.arange(2 * board.n_land).reshape(2, -1) * 37
        world.units.leave_day[2] = 15
        function(board, world, 25)
        results.append([array.copy() for group in world for array in group if isinstance(array, np.ndarray)])
    for plain, compiled in zip(*results):
        assert (plain == compiled).all()
    assert NEVER == 30000
