"""Chapter 10: movement.

10.1 A march takes time: hours to cross one hex side, from terrain, road class and river, by
     march mode (foot, motor; light foot marches by the foot table). On a main road a foot column
     makes 2.5 km an hour, a motor column 8; off the road 10 km cost foot 5 hours in the plain, 7 in
     hills, 11 in mountains, 16 in high mountains, and motor 3, 8, 24 and 40. Slopes and bends add to a
     road: half as much again in mountains, twice in high mountains (foot). A river side without
     road bridge adds 1, 3 or 8 hours by its size (motor: twice that).
10.2 A unit marches a number of hours a day by its mode; a pursuing unit marches longer. Wet ground
     takes a share of that time.
10.3 Entering a hex under enemy pressure (6.2) takes longer (zone of control), and so does entering
     a hex where more than three elements of one's own side stand already.
10.4 The day has six impulses. In an impulse every unit moves at once, on the same picture; it
     enters the hex it is heading for when the time is paid. A hex that holds enemy units in order
     is not entered: it must be attacked (chapter 11).
10.5 If both sides would enter one empty hex in the same impulse, the side with more power,
     times fortune, enters and the other stays where it is.
10.6 Broken units are brushed aside by whoever enters their hex: they lose a fifth of their men and
     flee down their own line of supply; with nowhere to flee they are destroyed, and a share of their
     men escapes in small parties (11.8).
10.7 Straits and the sea are not crossed on foot.
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from game.hexmap import Board
from game.kernel import kernel
from game.rules.dice import roll
from game.rules.note import note
from game.terms import EventKind, MarchMode, Mission, Phase, State
from game.world import Assumptions, Clock, Hexes, Log, March, Scratch, Units

MOVEMENT = int(Phase.MOVEMENT)
MEETING, GONE = int(EventKind.MEETING), int(EventKind.DESTROYED)
ACTIVE, BROKEN, DESTROYED = int(State.ACTIVE), int(State.BROKEN), int(State.DESTROYED)
MOTOR, LIGHT_FOOT = int(MarchMode.MOTOR), int(MarchMode.LIGHT_FOOT)
PURSUE = int(Mission.PURSUE)
BLOCKED = 65535
IMPULSES = 6

# Tenths of an hour to cross 10 km (rule 10.1), index: terms.Terrain (sea unused, city like plain).
OFF_ROAD = {MarchMode.FOOT: (0, 50, 70, 110, 160, 45), MarchMode.MOTOR: (0, 30, 80, 240, 400, 20)}
ON_ROAD = {MarchMode.FOOT: (0, 45, 40), MarchMode.MOTOR: (0, 20, 12)}  # index: road class
# What slopes and bends add to a road, by terrain of its two ends (rule 10.1), same index as OFF_ROAD.
ROAD_SLOPE = {MarchMode.FOOT: (0, 0, 6, 20, 40, 0), MarchMode.MOTOR: (0, 0, 4, 12, 24, 0)}
RIVER = {MarchMode.FOOT: (0, 10, 30, 80), MarchMode.MOTOR: (0, 20, 60, 160)}  # index: river size


def step_table(board: Board) -> NDArray[np.uint16]:
    """[n_land, 6, 2] tenths of an hour from each land hex to each neighbour on dry ground; 65535 blocked."""
    table = np.full((board.n_land, 6, 2), BLOCKED, np.uint16)
    for mode in (MarchMode.FOOT, MarchMode.MOTOR):
        off, on, river = np.array(OFF_ROAD[mode]), np.array(ON_ROAD[mode]), np.array(RIVER[mode])
        for d in range(6):
            there = board.neighbour[: board.n_land, d].astype(int)
            land = (there >= 0) & (there < board.n_land)
            land &= board.strait[: board.n_land, d] == 0
            safe = np.where(land, there, 0)
            here = board.terrain[: board.n_land].astype(int)
            rough = (off[here] + off[board.terrain[safe].astype(int)]) // 2
            road = board.road[: board.n_land, d].astype(int)
            wild = rough + river[board.river[: board.n_land, d].astype(int)]
            slope = np.array(ROAD_SLOPE[mode])
            climb = (slope[here] + slope[board.terrain[safe].astype(int)]) // 2
            cost = np.where(road > 0, on[np.minimum(road, 2)] + climb, wild)
            table[land, d, int(mode)] = cost[land]
    return table


def hours_to(board: Board, step: NDArray[np.uint16], target: int) -> NDArray[np.uint16]:
    """[2, n_land] tenths of an hour of march from every land hex to `target`, by mode; 65535 unreachable."""
    found = np.full((2, board.n_land), BLOCKED, np.uint16)
    neighbours = board.neighbour[: board.n_land].tolist()
    for mode in (0, 1):
        costs = step[:, :, mode].tolist()
        best = [BLOCKED] * board.n_land
        best[target] = 0
        heap = [(0, target)]
        while heap:
            spent, here = heapq.heappop(heap)
            if spent > best[here]:
                continue
            for d in range(6):
                there = neighbours[here][d]
                if 0 <= there < board.n_land:
                    # the march goes from `there` to `here`: cost of the opposite side
                    total = spent + costs[there][(d + 3) % 6]
                    if total < best[there]:
                        best[there] = total
                        heapq.heappush(heap, (total, there))
        found[mode] = np.minimum(best, BLOCKED)
    return found


@kernel
def table_mode(mode: int) -> int:
    """March-table index of a march mode: light foot uses the foot table."""
    return MOTOR if mode == MOTOR else 0


@kernel
def day_hours(u: int, board: Board, clock: Clock, units: Units, assumptions: Assumptions) -> float:
    """Hours unit `u` can march today (rule 10.2), hours."""
    mode = int(units.mode[u])
    hours = assumptions.foot_hours
    if mode == MOTOR:
        hours = assumptions.motor_hours if int(units.stock[u]) > 0 else assumptions.foot_hours
    elif mode == LIGHT_FOOT:
        hours = assumptions.light_foot_hours
    if int(units.mission[u]) == PURSUE:
        hours *= assumptions.pursuit_hours
    wet = float(clock.wet[board.zone[int(units.hex[u])]]) / 1000.0
    return hours * (1.0 - assumptions.mud_slows * wet)


@kernel
def place_units(units: Units, scratch: Scratch) -> None:
    """Fill scratch.head/follow with the units in order on each hex in canonical order; their number in scratch.mark."""
    scratch.head[:] = -1
    scratch.mark[:] = 0
    for k in range(len(units.hex) - 1, -1, -1):
        u = int(units.order[k])
        h = int(units.hex[u])
        if h >= 0 and int(units.state[u]) == ACTIVE:
            scratch.follow[u] = scratch.head[h]
            scratch.head[h] = u
            if int(scratch.mark[h]) < 100:
                scratch.mark[h] += 1


@kernel
def step_cost(u: int, d: int, there: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
              assumptions: Assumptions) -> float:  # fmt: skip
    """Tenths of an hour for unit `u` to enter `there` over side `d` (rules 10.1, 10.3)."""
    cost = float(march.step[int(units.hex[u]), d, table_mode(int(units.mode[u]))])
    enemy = float(hexes.pressure[1 - int(units.side[u]), there])
    cost *= 1.0 + assumptions.zone_slows * min(enemy / 2000.0, 1.0)
    crowd = int(scratch.mark[there]) - 3
    if crowd > 0:
        cost *= 1.0 + assumptions.crowd_slows * float(crowd)
    return cost


@kernel
def direction_to(board: Board, here: int, there: int) -> int:
    """Direction of a neighbouring hex, -1 if it is none."""
    for d in range(6):
        if int(board.neighbour[here, d]) == there:
            return d
    return -1


@kernel
def next_hex(u: int, board: Board, march: March, units: Units) -> int:
    """Next hex on the quickest way to the unit's goal when that is a march target, else -1."""
    here, goal = int(units.hex[u]), int(units.goal[u])
    if goal < 0 or goal == here or int(march.target_of[goal]) < 0:
        return -1
    hours = march.hours[int(march.target_of[goal]), table_mode(int(units.mode[u]))]
    best, chosen = BLOCKED * 2, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if 0 <= there < board.n_land:
            cost = int(march.step[here, d, table_mode(int(units.mode[u]))])
            if cost < BLOCKED and int(hours[there]) < BLOCKED and cost + int(hours[there]) < best:
                best, chosen = cost + int(hours[there]), there
    return chosen


@kernel
def flee(u: int, board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, log: Log,
         scratch: Scratch, assumptions: Assumptions) -> None:  # fmt: skip
    """Rule 10.6 for a broken unit whose hex an enemy enters."""
    here, side = int(units.hex[u]), int(units.side[u])
    best, chosen = 1 << 30, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if 0 <= there < board.n_land and int(march.step[here, d, 0]) < BLOCKED and int(hexes.owner[there]) == side:
            holder = int(scratch.head[there])
            if holder >= 0 and int(units.side[holder]) != side:
                continue
            cost = int(hexes.supply_cost[side, there])
            cost = 30000 if cost < 0 else cost
            if cost < best:
                best, chosen = cost, there
    lost = int(units.men[u]) // 5
    if chosen < 0:
        lost = int(units.men[u]) - int(float(units.men[u]) * assumptions.escape_share)
        units.state[u] = DESTROYED
        units.rally_day[u] = -1
        note(log, clock, MOVEMENT, GONE, u, here, -1, lost)
    units.hex[u] = chosen
    units.men[u] -= lost
    units.lost[u] += lost
    units.target[u] = -1
    units.progress[u] = 0


@kernel
def may_enter(u: int, there: int, units: Units, scratch: Scratch) -> bool:
    """True when no enemy unit in order stands in `there` (rule 10.4)."""
    holder = int(scratch.head[there])
    return holder < 0 or int(units.side[holder]) == int(units.side[u])


@kernel
def contest(board: Board, clock: Clock, units: Units, log: Log, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rule 10.5: scratch.choice holds the hex each unit would enter; the weaker side's entries are struck out."""
    scratch.number[:] = 0
    scratch.number2[:] = 0
    for u in range(len(units.hex)):
        there = int(scratch.choice[u])
        if there >= 0:
            if int(units.side[u]) == 0:
                scratch.number[there] += 1 + int(units.power[u])
            else:
                scratch.number2[there] += 1 + int(units.power[u])
    for k in range(len(units.hex)):
        u = int(units.order[k])
        there = int(scratch.choice[u])
        if there < 0 or int(scratch.number[there]) == 0 or int(scratch.number2[there]) == 0:
            continue
        luck = roll(clock.seed[0], int(clock.day[0]), MOVEMENT, np.uint64(there), 1)
        first = float(scratch.number[there]) * (1.0 + assumptions.fortune * (2.0 * luck - 1.0))
        winner = 0 if first >= float(scratch.number2[there]) else 1
        if int(units.side[u]) != winner:
            scratch.choice[u] = -1
            note(log, clock, MOVEMENT, MEETING, u, int(units.hex[u]), there, 0)


@kernel
def enter(u: int, there: int, board: Board, march: March, hexes: Hexes, units: Units) -> None:
    """Unit `u` enters `there`; a unit in order takes the hex."""
    units.hex[u] = there
    units.still[u] = 0
    units.entrench[u] = 0
    if int(units.state[u]) == ACTIVE:
        hexes.owner[there] = units.side[u]
    units.target[u] = next_hex(u, board, march, units)


@kernel
def brush_aside(board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, log: Log, scratch: Scratch,
                assumptions: Assumptions) -> None:  # fmt: skip
    """Rule 10.6: broken units that share a hex with an enemy in order flee."""
    place_units(units, scratch)
    for k in range(len(units.hex)):
        u = int(units.order[k])
        here = int(units.hex[u])
        if here >= 0 and int(units.state[u]) == BROKEN and not may_enter(u, here, units, scratch):
            flee(u, board, march, clock, hexes, units, log, scratch, assumptions)


@kernel
def march(board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, log: Log, scratch: Scratch,
          assumptions: Assumptions) -> None:  # fmt: skip
    """Rule 10.4: six impulses of simultaneous movement."""
    for impulse in range(IMPULSES):
        place_units(units, scratch)
        for k in range(len(units.hex)):
            u = int(units.order[k])
            scratch.choice[u] = -1
            state, there = int(units.state[u]), int(units.target[u])
            if (state != ACTIVE and state != BROKEN) or there < 0 or not may_enter(u, there, units, scratch):
                continue
            d = direction_to(board, int(units.hex[u]), there)
            closed = d < 0 or int(march.step[int(units.hex[u]), d, 0]) >= BLOCKED
            if closed or (state == BROKEN and int(hexes.owner[there]) != int(units.side[u])):
                units.target[u] = -1
                continue
            budget = int(day_hours(u, board, clock, units, assumptions) * 10.0 + 0.5)
            units.progress[u] += budget * (impulse + 1) // IMPULSES - budget * impulse // IMPULSES
            cost = int(step_cost(u, d, there, board, march, hexes, units, scratch, assumptions))
            if int(units.progress[u]) >= cost:
                scratch.choice[u] = there
                scratch.loss[u] = cost
        contest(board, clock, units, log, scratch, assumptions)
        for k in range(len(units.hex)):
            u = int(units.order[k])
            there = int(scratch.choice[u])
            if there >= 0:
                units.progress[u] -= int(scratch.loss[u])
                enter(u, there, board, march, hexes, units)
        brush_aside(board, march, clock, hexes, units, log, scratch, assumptions)
