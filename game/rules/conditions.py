"""Conditions: how the rules read a line such as `{holds: {side: dprk, place: seoul}}`.

Setup compiles each condition of the closed vocabulary to four numbers (terms.Test, subject,
other, number). Orders (staff/plan.py) and decisions (chapter 3) test them with the kernels here.

C.1 A condition is tested on the true state of this morning, not on what a side believes: the
    record says under which circumstances an order stood, and circumstances are facts.
C.2 `destroyed` needs a division that was on the map: all of its elements are destroyed or have
    left, at least one was destroyed, and none is still to come.
C.3 `strength` counts the men on the map, in order or broken, against the men of the division's
    first day; a division that has not yet arrived is not weak.
C.4 Broken elements stand nowhere for `north_of`, `south_of` and `within_km`.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.terms import State, Test
from game.world import NEVER, Array, Choices, Clock, Divisions, Hexes, Units

HOLDS, LOST, AFTER, BEFORE = int(Test.HOLDS), int(Test.LOST), int(Test.AFTER), int(Test.BEFORE)
DESTROYED, STRENGTH_BELOW, DECIDED = int(Test.DESTROYED), int(Test.STRENGTH_BELOW), int(Test.DECIDED)
NORTH_OF, SOUTH_OF, WITHIN_KM = int(Test.NORTH_OF), int(Test.SOUTH_OF), int(Test.WITHIN_KM)
ALWAYS = int(Test.ALWAYS)
ACTIVE, BROKEN, ABSENT, GONE = int(State.ACTIVE), int(State.BROKEN), int(State.ABSENT), int(State.DESTROYED)


@kernel
def stands_where(board: Board, units: Units, test: int, side: int, other: int, number: int) -> bool:
    """True when an active element of the side stands north or south of, or near, what is named (C.4)."""
    for u in range(len(units.hex)):
        if int(units.state[u]) != ACTIVE or int(units.side[u]) != side or int(units.hex[u]) < 0:
            continue
        h = int(units.hex[u])
        if test == WITHIN_KM:
            dx, dy = board.x[h] - board.x[other], board.y[h] - board.y[other]
            if dx * dx + dy * dy <= float(number) * float(number):
                return True
        elif (test == NORTH_OF and board.y[h] > number) or (test == SOUTH_OF and board.y[h] < number):
            return True
    return False


@kernel
def is_destroyed(units: Units, division: int) -> bool:
    """True when nothing is left of a division that was on the map (C.2)."""
    destroyed = False
    for u in range(len(units.hex)):
        if int(units.division[u]) != division:
            continue
        state = int(units.state[u])
        if state in (ACTIVE, BROKEN):
            return False
        if state == ABSENT and int(units.arrive_day[u]) < NEVER and int(units.withheld[u]) == 0:
            return False
        destroyed = destroyed or state == GONE
    return destroyed


@kernel
def is_below_strength(units: Units, divisions: Divisions, division: int, thousandths: int) -> bool:
    """True when a division has less than so many thousandths of the men of its first day (C.3)."""
    men, there = 0, False
    for u in range(len(units.hex)):
        state = int(units.state[u])
        if int(units.division[u]) == division and state != ABSENT:
            there = True
            if state in (ACTIVE, BROKEN):
                men += int(units.men[u])
    return there and men * 1000 < int(divisions.men_start[division]) * thousandths


@kernel
def condition_holds(
    board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, choices: Choices, row: Array
) -> bool:
    """Whether one compiled condition row `[4]` (terms.Test, subject, other, number) is true this morning.

    Row of a condition with ALWAYS is true; an opcode nobody knows is false.
    """
    test, subject, other, number = int(row[0]), int(row[1]), int(row[2]), int(row[3])
    if test == ALWAYS:
        return True
    if test == HOLDS:
        return int(hexes.owner[other]) == subject
    if test == LOST:
        return int(hexes.owner[other]) != subject
    if test == AFTER:
        return int(clock.day[0]) >= number
    if test == BEFORE:
        return int(clock.day[0]) < number
    if test == DESTROYED:
        return is_destroyed(units, subject)
    if test == STRENGTH_BELOW:
        return is_below_strength(units, divisions, subject, number)
    if test == DECIDED:
        return int(choices.option[subject]) == other
    if test in (NORTH_OF, SOUTH_OF, WITHIN_KM):
        return stands_where(board, units, test, subject, other, number)
    return False


@kernel
def all_hold(
    board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, choices: Choices, rows: Array
) -> bool:
    """True when every row of `[rule, 4]` holds; rows of ALWAYS are empty, so no condition at all holds."""
    for k in range(len(rows)):
        if int(rows[k, 0]) != ALWAYS:
            if not condition_holds(board, clock, hexes, units, divisions, choices, rows[k]):
                return False
    return True


@kernel
def any_holds(
    board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, choices: Choices, rows: Array
) -> bool:
    """True when a written row of `[rule, 4]` holds, or when none is written (all are ALWAYS)."""
    written = False
    for k in range(len(rows)):
        if int(rows[k, 0]) != ALWAYS:
            written = True
            if condition_holds(board, clock, hexes, units, divisions, choices, rows[k]):
                return True
    return not written
