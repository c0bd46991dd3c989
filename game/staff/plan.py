"""The headquarters, part four: what a division does without an order, and for a side played by the staff.

S.30 A division plans anew every third day (its own third day), and at once when it has nothing to
     do: its objective is taken, or the place it held is lost.
S.31 It compares own and known enemy power around it, counts order and supply, and decides: attack
     when clearly stronger; hold; delay when clearly weaker; withdraw to better ground when hopeless.
     An attack once begun is broken off later than a new one is begun. A side not stronger than
     its enemy attacks only where it is much stronger.
S.32 Attack: the enemy place worth most: importance squared, less the longer the march, the more
     divisions of the side go there already, and the stronger the enemy near it.
S.33 Withdraw: to the own place, up to three days' march down the line of supply, with the best ground.
S.34 A division with no enemy near goes where it is needed: to an own place under threat (hold), to a
     port or city of importance 4 that nobody guards (garrison), or forward to the attack.
S.35 A little chance (a tenth either way) weighs on every choice of place, so worlds differ.
S.36 Where the side follows the record, a division without an order makes only local attacks (within
     the march of S.33): nobody begins an offensive because an order has lapsed.
S.37 Not yet: landings, evacuation, waiting for neighbours, look-ahead.
"""

import numpy as np

from game.hexmap import Board
from game.kernel import kernel
from game.rules.combat import terrain_factor
from game.rules.dice import roll
from game.rules.movement import table_mode
from game.staff.orders_in_force import (
    ATTACK,
    CURRENT,
    ENDED,
    PURSUE,
    SEQUENCE,
    TABLE,
    issue_orders,
    objective_of,
    pass_way_points,
    review,
    staff_row,
    under_order,
)  # fmt: skip
from game.terms import Commander, Mission, Posture, Until
from game.world import (
    NEVER,
    Assumptions,
    Choices,
    Clock,
    Contacts,
    Divisions,
    Hexes,
    Log,
    March,
    Operations,
    Scratch,
    Sides,
    Units,
)  # fmt: skip

OUTSIDE, PLAN = int(Commander.OUTSIDE), int(Commander.PLAN)
FEW = np.uint64(1023)
HOLD, DELAY, WITHDRAW, GARRISON = int(Mission.HOLD), int(Mission.DELAY), int(Mission.WITHDRAW), int(Mission.GARRISON)
RESERVE, NONE, RELIEVED = int(Mission.RESERVE), int(Mission.NONE), int(Until.RELIEVED)
DELIBERATE, ALL_OUT = int(Posture.DELIBERATE), int(Posture.ALL_OUT)
TAKE, KEEP, FALL_BACK = 0, 1, 2  # what a place is looked for
PURPOSE = tuple({ATTACK: TAKE, WITHDRAW: FALL_BACK, NONE: KEEP}.get(mission, -1) for mission in range(len(Mission)))
EVERY = 3  # days between plans


@kernel
def known_near(side: int, x: float, y: float, board: Board, contacts: Contacts, assumptions: Assumptions) -> int:
    """Known enemy power within the plan's horizon of (x, y) km, or everywhere when x is not finite; men."""
    total, days, near = 0, int(assumptions.contact_days), assumptions.plan_near
    for v in range(contacts.hex.shape[1]):
        h, age = int(contacts.hex[side, v]), int(contacts.age[side, v])
        if h < 0 or age < 0 or age >= days:
            continue
        if x > 1.0e8 or (abs(board.x[h] - x) <= near and abs(board.y[h] - y) <= near):
            total += int(contacts.power[side, v]) * (days - age) // days
    return total


@kernel
def own_near(side: int, x: float, y: float, divisions: Divisions, scratch: Scratch, assumptions: Assumptions) -> int:
    """The same of own divisions, men."""
    total, near = 0, assumptions.plan_near
    for d in range(len(divisions.id)):
        if int(divisions.side[d]) == side and int(scratch.elements[d]) > 0:
            if x > 1.0e8 or (abs(scratch.seat_x[d] - x) <= near and abs(scratch.seat_y[d] - y) <= near):
                total += int(scratch.strength[d])
    return total


@kernel
def count_bound(board: Board, march: March, divisions: Divisions, operations: Operations, scratch: Scratch) -> None:
    """scratch.number2[hex]: importance of the places; scratch.number[hex]: divisions of either side bound there."""
    scratch.number[:] = 0
    scratch.number2[:] = 0
    for p in range(len(board.place_hex)):
        h = int(board.place_hex[p])
        if 0 <= h < board.n_land:
            scratch.number2[h] = max(int(scratch.number2[h]), int(board.place_importance[p]))
    for d in range(len(divisions.id)):
        o = int(divisions.operation[d])
        if o >= 0 and int(scratch.elements[d]) > 0 and objective_of(o, march, operations) >= 0:
            scratch.number[objective_of(o, march, operations)] += 1


@kernel
def worth_of_place(h: int, tenths: int, wanted: int, side: int, power: int, board: Board, scratch: Scratch,
                   assumptions: Assumptions) -> float:  # fmt: skip
    """How good a place `tenths` of an hour away is for a purpose (S.32-S.34); 0 is not at all."""
    importance, bound = float(scratch.number2[h]), float(scratch.number[h])
    threat, distance = float(scratch.threat[side, h]), 1.0 + float(tenths) / 300.0
    # scratch.covered is free until execute: there it holds who comes near (approach)
    if wanted == TAKE:
        return importance * importance / distance / (1.0 + bound) * float(power) / (float(power) + threat + 1.0)
    if wanted == FALL_BACK:
        ground = float(terrain_factor(int(board.terrain[h]), assumptions))
        return (importance + 4.0 * ground) / (1.0 + bound) / (1.0 + threat / 2500.0)
    guard = int(scratch.own[side, h]) == 0 and (importance >= 4.0 or int(board.port[h]) > 0)
    need = (1.0 if guard else 0.0) + min(scratch.covered[side, h] / 2500.0, 3.0)
    return float(importance * need / distance / (1.0 + bound))


@kernel
def watch_approach(side: int, board: Board, march: March, hexes: Hexes, contacts: Contacts, scratch: Scratch,
                   assumptions: Assumptions) -> None:  # fmt: skip
    """scratch.covered[side, place]: known enemy power on the way to each own place, less the farther (S.34), men."""
    days, horizon = int(assumptions.contact_days), 3.0 * assumptions.plan_near
    for t in range(len(march.target_hex)):
        h = int(march.target_hex[t])
        scratch.covered[side, h] = 0.0
        if int(hexes.owner[h]) != side or int(scratch.number2[h]) == 0:
            continue
        for v in range(contacts.hex.shape[1]):
            there, age = int(contacts.hex[side, v]), int(contacts.age[side, v])
            if there < 0 or age < 0 or age >= days:
                continue
            dx, dy = board.x[there] - board.x[h], board.y[there] - board.y[h]
            share = 1.0 - (dx * dx + dy * dy) / (horizon * horizon)
            if share > 0.0:
                scratch.covered[side, h] += float(int(contacts.power[side, v] * share))


@kernel
def choose_place(d: int, wanted: int, free: bool, board: Board, march: March, clock: Clock, hexes: Hexes, units: Units,
                 divisions: Divisions, scratch: Scratch, assumptions: Assumptions) -> int:  # fmt: skip
    """March-table target of the best place for a purpose, -1 none (S.32-S.35, S.36 unless `free`)."""
    u, side = int(scratch.first[d]), int(divisions.side[d])
    here, mode = int(units.hex[u]), table_mode(int(units.mode[u]))
    owner = 1 - side if wanted == TAKE else side
    near = wanted == FALL_BACK or (wanted == TAKE and not free)
    limit = 10.0 * (assumptions.plan_fall_back if near else assumptions.plan_reach)
    best, chosen = 0.0, -1
    for t in range(len(march.target_hex)):
        h, tenths = int(march.target_hex[t]), int(march.hours[t, mode, here])
        if int(scratch.number2[h]) == 0 or int(hexes.owner[h]) != owner or float(tenths) > limit:
            continue
        if wanted == FALL_BACK:
            nearer = 0 <= int(hexes.supply_cost[side, h]) < int(hexes.supply_cost[side, here])
            if not nearer or 0 <= int(scratch.depth[side, h]) < 2:
                continue
        worth = worth_of_place(h, tenths, wanted, side, int(scratch.strength[d]), board, scratch, assumptions)
        worth *= 0.9 + 0.2 * roll(clock.seed[0], int(clock.day[0]), SEQUENCE, divisions.id[d], h)
        if worth > best:
            best, chosen = worth, t
    return chosen


@kernel
def is_spent(d: int, units: Units, scratch: Scratch, assumptions: Assumptions) -> bool:
    """Whether a division is too tired or too hungry to attack (means of its elements)."""
    cohesion, stock, u = 0, 0, int(scratch.first[d])
    while u >= 0:
        cohesion += int(units.cohesion[u])
        stock += int(units.stock[u])
        u = int(scratch.after[u])
    number = float(scratch.elements[d])
    return cohesion < assumptions.pause_cohesion * number or stock < 1000.0 * assumptions.pause_stock * number


@kernel
def choose_mission(d: int, ratio: float, whole: float, units: Units, divisions: Divisions, operations: Operations,
                   scratch: Scratch, assumptions: Assumptions) -> int:  # fmt: skip
    """S.31: attack, hold, delay or withdraw, from the ratio of power around the division and that of the sides."""
    o = int(divisions.operation[d])
    attacking = o >= 0 and int(operations.mission[o]) in (ATTACK, PURSUE)
    asked = assumptions.plan_attack * (0.7 if attacking else 1.0) * (1.0 if whole > 1.0 else 1.6)
    if ratio >= asked:
        return HOLD if is_spent(d, units, scratch, assumptions) else ATTACK
    if ratio < assumptions.plan_withdraw:
        return WITHDRAW
    return DELAY if ratio < assumptions.plan_delay else HOLD


@kernel
def write_plan(d: int, mission: int, posture: int, t: int, reserve: int, march: March, clock: Clock,
               divisions: Divisions, operations: Operations, log: Log) -> None:  # fmt: skip
    """The staff's own order of a division, bound for march target `t` (-1 none); nothing if it stands already."""
    o, n = staff_row(d, divisions, operations), 1 if t >= 0 else 0
    same = int(divisions.operation[d]) == o and int(operations.mission[o]) == mission
    if same and int(operations.steps[o]) == n and (n == 0 or int(operations.way[o, 0]) == t):
        operations.posture[o], operations.reserve[o] = posture, reserve
        return
    former = int(divisions.operation[d])
    if former >= 0:
        operations.issue[former] = ENDED
    operations.mission[o], operations.posture[o], operations.reserve[o] = mission, posture, reserve
    operations.steps[o], operations.way[o, 0] = n, t
    operations.from_day[o], operations.until_day[o], operations.until[o] = clock.day[0], NEVER, RELIEVED
    operations.rules[o] = 0
    operations.triggers[o] = 0
    operations.issue[o] = CURRENT
    divisions.operation[d], divisions.step[d] = o, 0
    divisions.since[d], divisions.planned[d] = clock.day[0], 1


@kernel
def must_plan(d: int, march: March, clock: Clock, hexes: Hexes, divisions: Divisions,
              operations: Operations) -> bool:  # fmt: skip
    """S.30."""
    o = int(divisions.operation[d])
    if o < 0 or int(operations.issue[o]) != CURRENT or int(operations.staff[o]) == 0:
        return True
    turn = (int(clock.day[0]) + int(divisions.id[d] & FEW)) % EVERY == 0
    if int(operations.steps[o]) == 0:
        return turn
    own = int(hexes.owner[objective_of(o, march, operations)]) == int(divisions.side[d])
    return turn or own == (int(operations.mission[o]) == ATTACK)


@kernel
def settled(mission: int, t: int, near_front: bool, threatened: bool) -> int:
    """The mission, now that a place was found or not: what cannot be done becomes the next best."""
    if mission == ATTACK and t < 0:
        return HOLD if near_front else RESERVE
    if mission == WITHDRAW and t < 0:
        return DELAY
    if mission == NONE:
        if t >= 0:
            return HOLD if threatened else GARRISON
        return HOLD if near_front else RESERVE
    return mission


@kernel
def plan_division(d: int, free: bool, board: Board, march: March, clock: Clock, hexes: Hexes, units: Units,
                  divisions: Divisions, operations: Operations, contacts: Contacts, log: Log, scratch: Scratch,
                  assumptions: Assumptions) -> None:  # fmt: skip
    """S.31-S.35 for one division."""
    side, x, y = int(divisions.side[d]), scratch.seat_x[d], scratch.seat_y[d]
    enemy = float(known_near(side, x, y, board, contacts, assumptions))
    ratio = float(own_near(side, x, y, divisions, scratch, assumptions)) / (enemy + 1.0)
    whole = float(own_near(side, 1.0e9, 0.0, divisions, scratch, assumptions)) / (
        float(known_near(side, 1.0e9, 0.0, board, contacts, assumptions)) + 1.0)  # fmt: skip
    mission = choose_mission(d, ratio, whole, units, divisions, operations, scratch, assumptions)
    near_front = int(scratch.depth[side, int(units.hex[int(scratch.first[d])])]) >= 0
    if enemy == 0.0 and (whole < 0.8 or not near_front):
        mission = NONE
    wanted = PURPOSE[mission]
    if wanted == KEEP:
        watch_approach(side, board, march, hexes, contacts, scratch, assumptions)
    t = -1
    if wanted >= 0:
        t = choose_place(d, wanted, free, board, march, clock, hexes, units, divisions, scratch, assumptions)
    if mission == NONE and t < 0 and whole >= 0.8:
        mission, wanted = ATTACK, PURPOSE[ATTACK]
        t = choose_place(d, wanted, free, board, march, clock, hexes, units, divisions, scratch, assumptions)
    mission = settled(mission, t, near_front, t >= 0 and scratch.covered[side, int(march.target_hex[t])] > 0.0)
    posture = ALL_OUT if mission == ATTACK and ratio > 3.0 else DELIBERATE
    reserve = 340 if mission == ATTACK and ratio < 2.0 and int(scratch.elements[d]) >= 3 else 0
    if t >= 0:
        scratch.number[int(march.target_hex[t])] += 1
    write_plan(d, mission, posture, t, reserve, march, clock, divisions, operations, log)


@kernel
def plan(board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions,
         operations: Operations, contacts: Contacts, choices: Choices, sides: Sides, log: Log, scratch: Scratch,
         assumptions: Assumptions) -> None:  # fmt: skip
    """Which order every division follows today (knowledge.appraise comes first); counts log.script."""
    issue_orders(board, march, clock, hexes, units, divisions, operations, choices, sides, log)
    counted = False
    for k in range(len(divisions.id)):
        d = int(divisions.order[k])
        side = int(divisions.side[d])
        if under_order(d, divisions, operations):
            pass_way_points(d, board, march, hexes, units, divisions, operations, scratch)
            review(d, board, march, clock, hexes, units, divisions, operations, choices, log)
        if int(scratch.elements[d]) == 0:
            continue
        log.script[side, 1] += 1
        if under_order(d, divisions, operations) and not is_left_to_staff(d, divisions, operations, sides):
            if int(operations.staff[int(divisions.operation[d])]) == 0:
                log.script[side, 0] += 1
            continue
        if not counted:
            count_bound(board, march, divisions, operations, scratch)
            counted = True
        if must_plan(d, march, clock, hexes, divisions, operations):
            former = int(divisions.operation[d])
            if former >= 0 and objective_of(former, march, operations) >= 0:
                scratch.number[objective_of(former, march, operations)] -= 1
            free = int(sides.commander[side]) != TABLE
            plan_division(d, free, board, march, clock, hexes, units, divisions, operations, contacts, log, scratch,
                          assumptions)  # fmt: skip
        pass_way_points(d, board, march, hexes, units, divisions, operations, scratch)


@kernel
def is_left_to_staff(d: int, divisions: Divisions, operations: Operations, sides: Sides) -> bool:
    """Whether an order still in force comes from another commander than the side has now."""
    commander = int(sides.commander[int(divisions.side[d])])
    of_record = int(operations.staff[int(divisions.operation[d])]) == 0
    return commander == PLAN or (commander == OUTSIDE and of_record)
