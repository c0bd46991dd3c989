"""Chapter 12: recovery.

12.1 A unit regains cohesion every day, most at rest, less on the march, least in battle, and in
     proportion to the supply it gets.
12.2 A broken unit falls back for some days; then, on ground of its own side, it rallies with part
     of its cohesion, and stragglers come back to it.
12.3 Units that stay in a hex dig in; works are complete after some days. Marching abandons them.
12.4 Replacements that have reached an army are shared among its units in supply in proportion to
     what each lacks, up to a share of establishment a day, and not in a unit that fights.
12.5 A unit that is cut off and has eaten its stocks loses men every day.
12.6 A unit below a share of its establishment is destroyed as a unit; its men go to the army's pool.
12.7 A destroyed unit is raised again: after some weeks its cadre draws replacements like any other
     unit, and when it has half of its establishment it marches out of the best source its side still
     holds, with less training than the unit that was lost and without its guns and tanks.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.note import note
from game.terms import EventKind, Phase, State
from game.world import Assumptions, Clock, Hexes, Log, Sides, Units

RECOVERY = int(Phase.RECOVERY)
RALLIED, GONE = int(EventKind.RALLIED), int(EventKind.DESTROYED)
ACTIVE, BROKEN, DESTROYED = int(State.ACTIVE), int(State.BROKEN), int(State.DESTROYED)


@kernel
def rally(u: int, clock: Clock, units: Units, sides: Sides, log: Log, assumptions: Assumptions) -> None:
    """Rule 12.2."""
    back = int(float(units.men[u]) * assumptions.stragglers)
    back = max(0, min(back, int(units.men_full[u]) - int(units.men[u])))
    units.state[u] = ACTIVE
    units.men[u] += back
    units.lost[u] -= back
    sides.men_lost[int(units.side[u])] -= back
    units.cohesion[u] = max(int(units.cohesion[u]), int(assumptions.rally_cohesion))
    note(log, clock, RECOVERY, RALLIED, u, int(units.hex[u]), -1, back)


@kernel
def rest(u: int, clock: Clock, units: Units, assumptions: Assumptions) -> None:
    """Rules 12.1 and 12.3."""
    fed = 1.0 if int(clock.switches[1]) == 1 else float(units.fed[u]) / 1000.0
    gain = assumptions.rest
    if int(units.fighting[u]) > 0:
        gain = assumptions.rest_fighting
    elif int(units.hex[u]) != int(units.came_from[u]):
        gain = assumptions.rest_marching
    units.cohesion[u] = min(int(units.cohesion[u]) + int(gain * fed), 1000)
    if int(units.hex[u]) == int(units.came_from[u]):
        units.still[u] = min(int(units.still[u]) + 1, 1000)
        units.entrench[u] = min(int(units.entrench[u]) + int(1000.0 / assumptions.dig_days), 1000)
    else:
        units.still[u] = 0
        units.entrench[u] = 0


@kernel
def depot(side: int, hexes: Hexes, sides: Sides) -> int:
    """Hex of the largest source that a side still holds, -1 none (12.7)."""
    best, chosen = 0, -1
    for source in range(len(sides.source_hex)):
        h = int(sides.source_hex[source])
        if h >= 0 and int(sides.source_side[source]) == side and int(hexes.owner[h]) == side:
            if int(sides.source_tons[source]) > best:
                best, chosen = int(sides.source_tons[source]), h
    return chosen


@kernel
def raise_again(u: int, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log,
                assumptions: Assumptions) -> None:  # fmt: skip
    """Rules 12.6 and 12.7 for a destroyed unit."""
    if int(units.rally_day[u]) < 0:  # destroyed since yesterday: the cadre begins anew
        sides.pool[int(units.force[u])] += units.men[u]
        units.men[u], units.guns[u], units.tanks[u] = 0, 0, 0
        units.rally_day[u] = int(clock.day[0]) + int(assumptions.rebuild_days)
    home = depot(int(units.side[u]), hexes, sides)
    ready = int(clock.day[0]) >= int(units.rally_day[u]) and 2 * int(units.men[u]) >= int(units.men_full[u])
    if home >= 0 and ready:
        units.state[u] = ACTIVE
        units.hex[u] = home
        units.came_from[u] = home
        units.target[u], units.goal[u] = -1, -1
        units.cohesion[u] = int(assumptions.rally_cohesion)
        units.quality[u] = int(float(units.quality[u]) * assumptions.rebuild_quality)
        units.stock[u] = units.stock_full[u]
        note(log, clock, RECOVERY, RALLIED, u, home, -1, int(units.men[u]))


@kernel
def lack(u: int, clock: Clock, units: Units) -> int:
    """Men a unit lacks and may be given today (12.4, 12.7)."""
    if int(units.state[u]) == DESTROYED and int(units.withheld[u]) == 0 and int(units.rally_day[u]) >= 0:
        due = int(clock.day[0]) >= int(units.rally_day[u])
        return max(int(units.men_full[u]) - int(units.men[u]), 0) if due else 0
    if int(units.state[u]) != ACTIVE or int(units.fighting[u]) > 0 or int(units.fed[u]) < 300:
        return 0
    return max(int(units.men_full[u]) - int(units.men[u]), 0)


@kernel
def replace(clock: Clock, units: Units, sides: Sides, assumptions: Assumptions) -> None:
    """Rule 12.4 for every army: whole men, shares rounded down, the rest waits."""
    day = min(int(clock.day[0]), sides.replacements.shape[1] - 1)
    for force in range(len(sides.pool)):
        sides.pool[force] += sides.replacements[force, day]
        waiting, wanted, given = int(sides.pool[force]), 0, 0
        for u in range(len(units.hex)):
            if int(units.force[u]) == force:
                wanted += lack(u, clock, units)
        if waiting <= 0 or wanted == 0:
            continue
        for u in range(len(units.hex)):
            if int(units.force[u]) == force:
                share = lack(u, clock, units) * waiting // wanted if wanted > waiting else lack(u, clock, units)
                share = min(share, int(float(units.men_full[u]) * assumptions.refill_share))
                units.men[u] += share
                given += share
        sides.pool[force] -= given


@kernel
def recover(board: Board, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 12 for one day."""
    for u in range(len(units.hex)):
        here, state = int(units.hex[u]), int(units.state[u])
        if state == DESTROYED:
            raise_again(u, clock, hexes, units, sides, log, assumptions)
        if here < 0 or (state != ACTIVE and state != BROKEN):
            continue
        at_home = int(hexes.owner[here]) == int(units.side[u])  # nobody rallies among enemies who came in today
        if state == BROKEN and at_home and int(clock.day[0]) >= int(units.rally_day[u]):
            rally(u, clock, units, sides, log, assumptions)
        rest(u, clock, units, assumptions)
        cut_off = int(hexes.supply_cost[int(units.side[u]), here]) < 0 and int(clock.switches[1]) == 0
        if cut_off and int(units.stock[u]) <= 0:
            gone = int(float(units.men[u]) * assumptions.hunger_loss)
            units.men[u] -= gone
            units.lost[u] += gone
            sides.men_lost[int(units.side[u])] += gone
        if float(units.men[u]) < assumptions.dissolve_share * float(units.men_full[u]):
            units.state[u] = DESTROYED
            units.hex[u] = -1
            units.rally_day[u] = -1
            note(log, clock, RECOVERY, GONE, u, here, -1, int(units.men[u]))
    replace(clock, units, sides, assumptions)
