"""Chapter 11: combat.

11.1 Fighting power is counted in men: men times quality, plus guns and tanks at their worth in
     men; it sinks to three tenths as cohesion falls, and to half without supply.
11.2 A battle is fought for every hex that holds units and that enemy units next door mean to
     enter. All battles are judged on the same picture.
11.3 The attack: power of each attacker times its posture, less for a river it must cross, less if
     it is attacked itself that day; tanks count double and more against men who cannot stop them
     (not in mountains). The defence: power times terrain, times field works, less when it is
     attacked from several sides. Air and naval support adds to both.
11.4 Odds are attack by defence, times the fortune of the day.
11.5 Losses of men a day: a defender's share grows with the odds against him, an attacker's falls
     with their square root; more in an all-out attack, less where a unit means to spare itself.
11.6 Cohesion falls faster than men: a defender's with the square of the odds against him, an
     attacker's with the odds that he lacks. A unit whose cohesion falls below the breaking point breaks: it
     loses men, guns and tanks, leaves the line and rallies in the rear (12.2).
11.7 A defender in order gives up its hex when the odds are high; a delaying or screening unit
     does so early, and suffers half of what it would have suffered there. A unit that cannot
     retreat stands, and breaks twice as fast.
11.8 Units retreat, broken or not, to a neighbouring hex of their own side with the shortest way to
     supply. A broken unit with no such hex is destroyed; a share of its men escapes over the hills in
     small parties.
11.9 When a hex has been cleared, the two strongest attackers enter it.
11.10 Armies in touch lose men without a battle: every unit beside enemies loses a share of its men to
     their guns, aircraft and ships, in proportion to that fire and its own number.
"""

from typing import NamedTuple

import numpy as np

from game.hexmap import Board
from game.kernel import kernel
from game.rules.dice import roll
from game.rules.movement import direction_to, place_units
from game.rules.note import note
from game.terms import EventKind, Mission, Phase, Posture, State, Terrain
from game.world import Assumptions, Clock, Hexes, Log, Scratch, Sides, Units

COMBAT = int(Phase.COMBAT)
HELD, WON = int(EventKind.ATTACK_HELD), int(EventKind.ATTACK_WON)
RETREATED, BROKE, GONE = int(EventKind.RETREATED), int(EventKind.BROKE), int(EventKind.DESTROYED)
ACTIVE, BROKEN, DESTROYED = int(State.ACTIVE), int(State.BROKEN), int(State.DESTROYED)
DELAY, WITHDRAW, SCREEN = int(Mission.DELAY), int(Mission.WITHDRAW), int(Mission.SCREEN)
ECONOMY, ALL_OUT = int(Posture.ECONOMY), int(Posture.ALL_OUT)
HILLS, MOUNTAIN = int(Terrain.HILLS), int(Terrain.MOUNTAIN)
HIGH, CITY = int(Terrain.HIGH_MOUNTAIN), int(Terrain.CITY)
STAND, RETREAT, ROUT = 0, 1, 2


class Factors(NamedTuple):
    """What multiplies a unit's power in a battle (rules 11.3): the same numbers that Explain names."""

    power: float
    posture: float
    terrain: float
    river: float
    works: float
    tanks: float
    pinned: float
    support: float


@kernel
def measure(clock: Clock, units: Units, assumptions: Assumptions) -> None:
    """Rule 11.1 for every unit, and the start of its day."""
    for u in range(len(units.hex)):
        units.came_from[u] = units.hex[u]
        weapons = float(units.guns[u]) * assumptions.gun_value + float(units.tanks[u]) * assumptions.tank_value
        men = float(units.men[u]) * float(units.quality[u]) / 1000.0
        order = 0.3 + 0.7 * float(units.cohesion[u]) / 1000.0
        supply = 0.5 + 0.5 * min(float(units.stock[u]) / 1000.0, 1.0)
        if int(clock.switches[1]) == 1:
            supply = 1.0
        units.power[u] = int((men + weapons) * order * supply)


@kernel
def terrain_factor(terrain: int, assumptions: Assumptions) -> float:
    """Multiple of defence by terrain (11.3)."""
    if terrain == HILLS:
        return assumptions.terrain_hills
    if terrain == MOUNTAIN:
        return assumptions.terrain_mountain
    if terrain == HIGH:
        return assumptions.terrain_high
    if terrain == CITY:
        return assumptions.terrain_city
    return 1.0


@kernel
def river_factor(size: int, assumptions: Assumptions) -> float:
    """Multiple of attack over a river side (11.3)."""
    if size == 3:
        return assumptions.river_great
    if size == 2:
        return assumptions.river_major
    if size == 1:
        return assumptions.river_minor
    return 1.0


@kernel
def attack_factors(u: int, there: int, stop: int, pinned: bool, board: Board, clock: Clock, units: Units,
                   assumptions: Assumptions) -> Factors:  # fmt: skip
    """Factors of unit `u` attacking hex `there` whose best anti-tank ability is `stop` (thousandths)."""
    here = int(units.hex[u])
    d = direction_to(board, here, there)
    posture = 1.0
    if int(units.posture[u]) == ALL_OUT:
        posture = 1.25
    elif int(units.posture[u]) == ECONOMY:
        posture = 0.6
    tanks = 1.0
    ground = int(board.terrain[there])
    if int(units.tanks[u]) > 0 and ground != MOUNTAIN and ground != HIGH:
        mass = min(float(units.tanks[u]) / 40.0, 1.0)
        tanks = 1.0 + assumptions.tank_shock * mass * (1.0 - float(stop) / 1000.0)
    frozen = float(clock.frost[board.zone[there]]) / 1000.0
    river = river_factor(int(board.river[here, d]), assumptions)
    river += (1.0 - river) * frozen
    held = assumptions.pinned if pinned else 1.0
    support = float(units.support[u]) * assumptions.support_value
    return Factors(float(units.power[u]), posture, 1.0, river, 1.0, tanks, held, support)


@kernel
def defence_factors(u: int, attackers: int, board: Board, units: Units, assumptions: Assumptions) -> Factors:
    """Factors of unit `u` defending its hex against attacks from `attackers` neighbouring hexes."""
    works = 1.0 + assumptions.works_value * float(units.entrench[u]) / 1000.0
    around = 1.0 - 0.1 * float(max(attackers - 1, 0))
    return Factors(float(units.power[u]), 1.0, terrain_factor(int(board.terrain[int(units.hex[u])]), assumptions), 1.0,
                   works, 1.0, around, float(units.support[u]) * assumptions.support_value)  # fmt: skip


@kernel
def product(factors: Factors) -> int:
    """Power in a battle, men."""
    multiple = factors.posture * factors.terrain * factors.river * factors.works * factors.tanks * factors.pinned
    return int(factors.power * multiple + factors.support)


@kernel
def attacks(u: int, units: Units, scratch: Scratch) -> bool:
    """True when unit `u` means to enter a hex that holds enemies."""
    if int(units.state[u]) != ACTIVE or int(units.target[u]) < 0 or int(units.hex[u]) < 0:
        return False
    holder = int(scratch.head[int(units.target[u])])
    return holder >= 0 and int(units.side[holder]) != int(units.side[u])


@kernel
def odds_of_battles(board: Board, clock: Clock, units: Units, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rules 11.2-11.4: scratch.value[hex] = odds of the attack on each attacked hex, 0 where there is none."""
    scratch.number[:] = 0
    scratch.number2[:] = 0
    scratch.link[:] = 0
    for u in range(len(units.hex)):
        scratch.choice[u] = -1
        units.fighting[u] = 0
        if attacks(u, units, scratch):
            scratch.choice[u] = units.target[u]
            scratch.link[int(units.target[u])] += 1
    for u in range(len(units.hex)):
        here, there = int(units.hex[u]), int(scratch.choice[u])
        if there >= 0:
            units.fighting[u] += 1
            stop = 0
            v = int(scratch.head[there])
            while v >= 0:
                stop = max(stop, int(units.anti_tank[v]))
                v = int(scratch.follow[v])
            force = attack_factors(u, there, stop, int(scratch.link[here]) > 0, board, clock, units, assumptions)
            scratch.number[there] += product(force)
        if here >= 0 and int(units.state[u]) == ACTIVE and int(scratch.link[here]) > 0:
            units.fighting[u] += 2
            scratch.number2[here] += product(defence_factors(u, int(scratch.link[here]), board, units, assumptions))
    for h in range(board.n_land):
        scratch.value[h] = 0.0
        if int(scratch.link[h]) > 0:
            luck = 2.0 * roll(clock.seed[0], int(clock.day[0]), COMBAT, np.uint64(h), 2) - 1.0
            odds = float(scratch.number[h]) / float(max(int(scratch.number2[h]), 1))
            scratch.value[h] = odds * (1.0 + assumptions.fortune * luck)


@kernel
def gives_way(u: int, odds: float, units: Units, assumptions: Assumptions) -> bool:
    """True for a delaying, withdrawing or screening unit that leaves at these odds (11.7)."""
    return int(units.mission[u]) in (DELAY, WITHDRAW, SCREEN) and odds > assumptions.delay_odds


@kernel
def suffer(u: int, clock: Clock, units: Units, sides: Sides, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rules 11.5 and 11.6 for one unit: men, guns, tanks and cohesion of the day."""
    there, here = int(scratch.choice[u]), int(units.hex[u])
    share, shock = 0.0, 0.0
    if there >= 0:
        against = np.sqrt(1.0 / min(max(scratch.value[there], 0.1), 10.0))
        spare = assumptions.loss_all_out if int(units.posture[u]) == ALL_OUT else 1.0
        if int(units.posture[u]) == ECONOMY:
            spare = 0.5
        share += assumptions.loss_attacker * against * spare
        shock += assumptions.shock_attacker * against * against * spare
    if int(units.fighting[u]) >= 2:
        odds = min(max(scratch.value[here], 0.1), 10.0)
        stay = 0.5 if gives_way(u, odds, units, assumptions) else 1.0
        share += assumptions.loss_defender * odds * stay
        shock += min(assumptions.shock_defender * odds * odds, 700.0) * stay
    luck = 0.6 + 0.8 * roll(clock.seed[0], int(clock.day[0]), COMBAT, units.id[u], 3)
    lose(u, share * luck, 0.5 * share * luck, units, sides)
    units.cohesion[u] = max(int(units.cohesion[u]) - int(shock * luck), 0)


@kernel
def lose(u: int, men: float, weapons: float, units: Units, sides: Sides) -> int:
    """Take a share of men and a share of guns and tanks from a unit; returns the men."""
    gone = min(int(float(units.men[u]) * men + 0.5), int(units.men[u]))
    units.men[u] -= gone
    units.lost[u] += gone
    sides.men_lost[int(units.side[u])] += gone
    units.guns[u] -= int(float(units.guns[u]) * weapons + 0.5)
    tanks = int(float(units.tanks[u]) * weapons * 2.0 + 0.5)
    tanks = min(tanks, int(units.tanks[u]))
    units.tanks[u] -= tanks
    sides.tanks_lost[int(units.side[u])] += tanks
    return gone


@kernel
def rear_hex(u: int, board: Board, hexes: Hexes, units: Units, scratch: Scratch) -> int:
    """Hex to retreat to (11.8): own, without enemies, not fought for, shortest way to supply; -1 none."""
    here, side = int(units.hex[u]), int(units.side[u])
    best, chosen = 1 << 30, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(board.strait[here, d]) == 1 or int(hexes.owner[there]) != side:
            continue
        holder = int(scratch.head[there])
        if (holder >= 0 and int(units.side[holder]) != side) or scratch.value[there] > 0.0:
            continue
        cost = int(hexes.supply_cost[side, there])
        cost = (30000 if cost < 0 else cost) + 4 * int(scratch.mark[there])
        if cost < best:
            best, chosen = cost, there
    return chosen


@kernel
def decide_fate(u: int, units: Units, scratch: Scratch, assumptions: Assumptions) -> int:
    """Rules 11.6 and 11.7: STAND, RETREAT or ROUT."""
    if int(units.cohesion[u]) < int(assumptions.break_cohesion):
        return ROUT
    if int(units.fighting[u]) < 2:
        return STAND
    odds = float(scratch.value[int(units.hex[u])])
    return RETREAT if odds > assumptions.retreat_odds or gives_way(u, odds, units, assumptions) else STAND


@kernel
def withdraw(u: int, fate: int, board: Board, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log,
             scratch: Scratch, assumptions: Assumptions) -> None:  # fmt: skip
    """Rules 11.6-11.8 for a unit that retreats or breaks."""
    here, back = int(units.hex[u]), rear_hex(u, board, hexes, units, scratch)
    if fate == RETREAT and back < 0:
        units.cohesion[u] = int(units.cohesion[u]) // 2
        return
    if fate == RETREAT:
        share = 0.0 if int(clock.switches[0]) == 1 else assumptions.retreat_loss
        lost = lose(u, share, share, units, sides)
        note(log, clock, COMBAT, RETREATED, u, here, back, lost)
    elif back >= 0:
        lost = lose(u, assumptions.rout_loss, assumptions.rout_guns, units, sides)
        units.state[u] = BROKEN
        units.rally_day[u] = int(clock.day[0]) + int(assumptions.rally_days)
        note(log, clock, COMBAT, BROKE, u, here, back, lost)
    else:
        lost = lose(u, 1.0 - assumptions.escape_share, 1.0, units, sides)
        units.state[u] = DESTROYED
        units.rally_day[u] = -1
        note(log, clock, COMBAT, GONE, u, here, -1, lost)
    units.hex[u] = back
    scratch.choice[u] = -1
    units.target[u] = -1
    units.progress[u] = 0
    units.still[u] = 0
    units.entrench[u] = 0


@kernel
def advance(board: Board, clock: Clock, hexes: Hexes, units: Units, log: Log, scratch: Scratch) -> None:
    """Rule 11.9: the strongest attackers enter cleared hexes; every attack leaves a row in the log."""
    place_units(units, scratch)
    for _ in range(2):
        scratch.link[:] = -1
        for k in range(len(units.hex)):
            u = int(units.order[k])
            there = int(scratch.choice[u])
            if there < 0 or int(units.state[u]) != ACTIVE or int(units.hex[u]) == there:
                continue
            holder = int(scratch.head[there])
            if holder >= 0 and int(units.side[holder]) != int(units.side[u]):
                continue
            best = int(scratch.link[there])
            if best < 0 or int(units.power[u]) > int(units.power[best]):
                scratch.link[there] = u
        for h in range(board.n_land):
            u = int(scratch.link[h])
            if u >= 0:
                scratch.choice[u] = -1
                units.hex[u] = h
                units.still[u] = 0
                units.entrench[u] = 0
                units.progress[u] = 0
                units.target[u] = -1
                hexes.owner[h] = units.side[u]
                note(log, clock, COMBAT, WON, u, h, -1, 0)


@kernel
def harass(board: Board, units: Units, sides: Sides, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rule 11.10: scratch.number and number2 hold the fire of each side on the hexes around its units."""
    scratch.number[:] = 0
    scratch.number2[:] = 0
    for u in range(len(units.hex)):
        here = int(units.hex[u])
        if here < 0 or int(units.state[u]) != ACTIVE:
            continue
        fire = int(float(units.guns[u]) * assumptions.gun_value + float(units.support[u]) * assumptions.support_value)
        for d in range(6):
            there = int(board.neighbour[here, d])
            if 0 <= there < board.n_land:
                if int(units.side[u]) == 0:
                    scratch.number[there] += fire
                else:
                    scratch.number2[there] += fire
    for u in range(len(units.hex)):
        here = int(units.hex[u])
        if here >= 0 and int(units.state[u]) == ACTIVE and int(units.men[u]) > 0:
            fire = int(scratch.number2[here]) if int(units.side[u]) == 0 else int(scratch.number[here])
            if fire > 0:
                lose(u, assumptions.harass * min(float(fire) / float(units.men[u]), 2.0), 0.0, units, sides)


@kernel
def fight(board: Board, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log, scratch: Scratch,
          assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 11 for one day. With combat switched off every defender simply gives way (orders-only baseline)."""
    place_units(units, scratch)
    odds_of_battles(board, clock, units, scratch, assumptions)
    for u in range(len(units.hex)):
        scratch.fate[u] = STAND
        if int(clock.switches[0]) == 1:
            scratch.fate[u] = RETREAT if int(units.fighting[u]) >= 2 else STAND
        elif int(units.fighting[u]) > 0:
            before = int(units.men[u])
            suffer(u, clock, units, sides, scratch, assumptions)
            scratch.fate[u] = decide_fate(u, units, scratch, assumptions)
            if int(scratch.choice[u]) >= 0:
                note(log, clock, COMBAT, HELD, u, int(units.hex[u]), int(scratch.choice[u]), before - int(units.men[u]))
    for k in range(len(units.hex)):
        u = int(units.order[k])
        if int(scratch.fate[u]) != STAND:
            withdraw(u, int(scratch.fate[u]), board, clock, hexes, units, sides, log, scratch, assumptions)
            if int(units.hex[u]) >= 0:
                scratch.mark[int(units.hex[u])] += 1
    advance(board, clock, hexes, units, log, scratch)
    if int(clock.switches[0]) == 0:
        harass(board, units, sides, scratch, assumptions)
