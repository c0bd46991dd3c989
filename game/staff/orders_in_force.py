"""The headquarters, part three: which order a division has today.

S.20 Under History (terms.Commander.TABLE) the dated orders of the record are issued: each on its
     first day, or on the first day from then on which all its triggers hold. The newest order
     replaces the one in force, and relieves older ones that still wait and were to end so.
S.21 An order ends on its last day; when its objective is reached, if it says so (for an attack: the
     last place is own; else: the division is there); and it is void when a circumstance it was given
     under no longer holds.
S.22 An order written by whoever plays stands in the row kept for the division and is issued the
     same morning. It ends like any other.
S.23 The next way point counts as passed when an element comes within 11 km of it and it is own
     ground, or when the division already stands nearer to the one after it.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.conditions import all_hold
from game.rules.movement import table_mode
from game.rules.note import note
from game.terms import Commander, EventKind, Issue, Mission, Phase, Until
from game.world import Array, Choices, Clock, Divisions, Hexes, Log, March, Operations, Scratch, Sides, Units

SEQUENCE, ORDERED, ORDER_VOID = int(Phase.SEQUENCE), int(EventKind.ORDERED), int(EventKind.ORDER_VOID)
WAITING, CURRENT, ENDED, VOID = int(Issue.WAITING), int(Issue.CURRENT), int(Issue.ENDED), int(Issue.VOID)
OBJECTIVE, RELIEVED = int(Until.OBJECTIVE), int(Until.RELIEVED)
ATTACK, PURSUE, INFILTRATE = int(Mission.ATTACK), int(Mission.PURSUE), int(Mission.INFILTRATE)
TABLE, OUTSIDE = int(Commander.TABLE), int(Commander.OUTSIDE)
PASSED_KM = 11.0  # one hex and a bit: the way point's own hex or one beside it


@kernel
def staff_row(d: int, divisions: Divisions, operations: Operations) -> int:
    """The row kept for a division: the last rows, in the order of the divisions."""
    return len(operations.division) - len(divisions.id) + d


@kernel
def objective_of(o: int, march: March, operations: Operations) -> int:
    """Hex of the last way point of an order, -1 none."""
    last = int(operations.steps[o]) - 1
    return int(march.target_hex[int(operations.way[o, last])]) if last >= 0 else -1


@kernel
def put_in_force(o: int, march: March, clock: Clock, divisions: Divisions, operations: Operations,
                 log: Log) -> None:  # fmt: skip
    """Issue an order: the former one of the division ends, older ones that wait for relief too (S.20)."""
    d = int(operations.division[o])
    former = int(divisions.operation[d])
    if former >= 0 and former != o:
        operations.issue[former] = ENDED
    operations.issue[o] = CURRENT
    divisions.operation[d], divisions.step[d] = o, 0
    divisions.since[d], divisions.planned[d] = clock.day[0], 0
    for p in range(len(operations.division)):
        waits = int(operations.division[p]) == d and int(operations.issue[p]) == WAITING
        if waits and int(operations.from_day[p]) < int(operations.from_day[o]) and int(operations.staff[p]) == 0:
            if int(operations.until[p]) == RELIEVED:
                operations.issue[p] = ENDED
    note(log, clock, SEQUENCE, ORDERED, d, objective_of(o, march, operations), o, int(operations.mission[o]))


@kernel
def lift(d: int, issue: int, clock: Clock, divisions: Divisions, operations: Operations, log: Log) -> None:
    """Take a division's order out of force, as ENDED or VOID."""
    o = int(divisions.operation[d])
    operations.issue[o] = issue
    divisions.operation[d] = -1
    if issue == VOID:
        note(log, clock, SEQUENCE, ORDER_VOID, d, -1, o, int(operations.mission[o]))


@kernel
def under_order(d: int, divisions: Divisions, operations: Operations) -> bool:
    """Whether a division follows an order that its own staff did not write."""
    o = int(divisions.operation[d])
    return o >= 0 and int(operations.issue[o]) == CURRENT and int(divisions.planned[d]) == 0


@kernel
def is_due(o: int, board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions,
           operations: Operations, choices: Choices, sides: Sides) -> bool:  # fmt: skip
    """Whether an order is to be issued this morning (S.20, S.22)."""
    d, day = int(operations.division[o]), int(clock.day[0])
    commander = int(sides.commander[int(divisions.side[d])])
    issue = int(operations.issue[o])
    if int(operations.staff[o]) == 1:
        return commander == OUTSIDE and issue == WAITING and int(operations.from_day[o]) <= day
    if commander != TABLE:
        return False
    if issue == CURRENT:  # a decision issued it (chapter 3)
        return int(divisions.operation[d]) != o
    if issue != WAITING or int(operations.from_day[o]) > day:
        return False
    if int(operations.until_day[o]) <= day:
        operations.issue[o] = ENDED
        return False
    return all_hold(board, clock, hexes, units, divisions, choices, operations.triggers[o])


@kernel
def issue_orders(board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions,
                 operations: Operations, choices: Choices, sides: Sides, log: Log) -> None:  # fmt: skip
    """S.20 and S.22 for one morning."""
    day = int(clock.day[0])
    for o in range(len(operations.division)):
        if not is_due(o, board, clock, hexes, units, divisions, operations, choices, sides):
            continue
        d = int(operations.division[o])
        former = int(divisions.operation[d])
        same_morning = former >= 0 and under_order(d, divisions, operations) and int(divisions.since[d]) == day
        if same_morning and int(operations.from_day[former]) > int(operations.from_day[o]):
            operations.issue[o] = ENDED
        else:
            put_in_force(o, march, clock, divisions, operations, log)


@kernel
def pass_way_points(d: int, board: Board, march: March, hexes: Hexes, units: Units, divisions: Divisions,
                    operations: Operations, scratch: Scratch) -> None:  # fmt: skip
    """S.23 for one division."""
    o = int(divisions.operation[d])
    step, steps = int(divisions.step[d]), int(operations.steps[o])
    while step < steps:
        t = int(operations.way[o, step])
        onward = int(operations.way[o, step + 1]) if step + 1 < steps else -1
        if int(hexes.owner[int(march.target_hex[t])]) != int(divisions.side[d]):
            break
        if not has_passed(int(scratch.first[d]), t, onward, board, march, units, scratch.after):
            break
        step += 1
    divisions.step[d] = step


@kernel
def has_passed(first: int, t: int, onward: int, board: Board, march: March, units: Units, after: Array) -> bool:
    """Whether an element of the chain from `first` is at way point `t`, or nearer than it to the next one."""
    place = int(march.target_hex[t])
    u = first
    while u >= 0:
        h, mode = int(units.hex[u]), table_mode(int(units.mode[u]))
        dx, dy = board.x[h] - board.x[place], board.y[h] - board.y[place]
        if dx * dx + dy * dy <= PASSED_KM * PASSED_KM:
            return True
        if onward >= 0 and int(march.hours[onward, mode, h]) <= int(march.hours[onward, mode, place]):
            return True
        u = int(after[u])
    return False


@kernel
def review(d: int, board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions,
           operations: Operations, choices: Choices, log: Log) -> None:  # fmt: skip
    """S.21 for a division under an order."""
    o = int(divisions.operation[d])
    if int(operations.until_day[o]) <= int(clock.day[0]):
        lift(d, ENDED, clock, divisions, operations, log)
    elif not all_hold(board, clock, hexes, units, divisions, choices, operations.rules[o]):
        lift(d, VOID, clock, divisions, operations, log)
    elif int(operations.until[o]) == OBJECTIVE and int(operations.steps[o]) > 0:
        reached = int(divisions.step[d]) >= int(operations.steps[o])
        if int(operations.mission[o]) in (ATTACK, PURSUE, INFILTRATE):
            reached = int(hexes.owner[objective_of(o, march, operations)]) == int(divisions.side[d])
        if reached:
            lift(d, ENDED, clock, divisions, operations, log)
