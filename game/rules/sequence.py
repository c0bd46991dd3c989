"""Chapter 1: the sequence of play, on one page.

1.1 A turn is a number of days. Orders are given before it; then its days run, one after another.
1.2 Every day has the phases below, always in this order. In a phase all units act on one picture.
1.3 A turn stops early when a decision waits for an answer, or an ending is reached.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.air_and_sea import support
from game.rules.arrivals import arrive
from game.rules.calendar import weather
from game.rules.combat import fight, measure
from game.rules.control import control
from game.rules.decisions import decide
from game.rules.intelligence import observe
from game.rules.movement import march as march_units
from game.rules.powers import weigh
from game.rules.provinces import administer
from game.rules.recovery import recover
from game.rules.supply import supply
from game.rules.tally import tally
from game.rules.victory import judge
from game.staff.execute import execute
from game.staff.knowledge import appraise
from game.staff.plan import plan
from game.world import March, Scratch, World


@kernel
def run_day(board: Board, march: March, world: World, scratch: Scratch) -> None:
    """One day of one world."""
    clock, hexes, units, divisions = world.clock, world.hexes, world.units, world.divisions
    operations, contacts, sides, log, assumed = (
        world.operations, world.contacts, world.sides, world.log, world.assumptions)  # fmt: skip
    measure(clock, units, assumed)  # 11.1
    weather(clock, assumed)  # 2
    decide(board, clock, hexes, units, divisions, operations, world.choices, sides, world.powers, log)  # 3
    weigh(clock, units, sides, world.powers, assumed)  # 4
    arrive(board, clock, hexes, units, divisions, log)  # 5
    control(board, clock, hexes, units, log, scratch, assumed)  # 6
    supply(board, clock, hexes, units, sides, log, scratch, assumed)  # 7
    support(board, clock, hexes, units, contacts, sides, assumed)  # 8
    observe(board, clock, hexes, units, contacts, sides, assumed)  # 9
    appraise(board, hexes, units, divisions, contacts, scratch, assumed)  # staff S.1-S.4
    plan(board, march, clock, hexes, units, divisions, operations, contacts, world.choices, sides, log, scratch,
         assumed)  # staff S.20-S.37  # fmt: skip
    execute(board, march, clock, hexes, units, divisions, operations, contacts, scratch, assumed)  # staff S.10-S.19
    march_units(board, march, clock, hexes, units, log, scratch, assumed)  # 10
    fight(board, clock, hexes, units, sides, log, scratch, assumed)  # 11
    recover(board, clock, hexes, units, sides, log, assumed)  # 12
    administer(board, hexes, world.provinces)  # 13
    judge(board, clock, hexes, units, sides, log)  # 14
    tally(clock, hexes, units, sides, log)
    clock.day[0] += 1


@kernel
def run_days(board: Board, march: March, world: World, scratch: Scratch, days: int, stop: int) -> int:
    """Up to `days` days of one world; with `stop` 1 the turn breaks at a decision or ending. Returns days run."""
    for done in range(days):
        world.clock.interrupt[0] = 0
        run_day(board, march, world, scratch)
        if stop == 1 and (int(world.choices.pending[0]) >= 0 or int(world.clock.ending[0]) > 0):
            return done + 1
    return days
