"""Chapter 5: arrivals and departures.

5.1 An element arrives on its day at its place, unless a decision withheld it.
5.2 If the enemy holds that place, it comes ashore or detrains at the nearest hex of its side that has
    a way to a source of supply, as the crow flies; without any such hex it waits.
5.3 An element leaves the theatre on its day; from then on it counts for nobody. (Men of an element
    that is merged into another come back as replacements of the record, not from here.)
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.note import note
from game.terms import EventKind, Phase, State
from game.world import Clock, Divisions, Hexes, Log, Units

ARRIVALS, ARRIVED, LEFT_THEATRE = int(Phase.ARRIVALS), int(EventKind.ARRIVED), int(EventKind.LEFT_THEATRE)
ABSENT, ACTIVE, BROKEN, LEFT = int(State.ABSENT), int(State.ACTIVE), int(State.BROKEN), int(State.LEFT)


@kernel
def landing_place(board: Board, hexes: Hexes, side: int, wanted: int) -> int:
    """Rules 5.1, 5.2: hex where an element of a side comes in, -1 nowhere."""
    if wanted < 0 or int(hexes.owner[wanted]) == side:
        return wanted
    nearest, best = -1, 1e18
    for h in range(board.n_land):
        if int(hexes.owner[h]) == side and int(hexes.supply_cost[side, h]) >= 0:
            dx, dy = board.x[h] - board.x[wanted], board.y[h] - board.y[wanted]
            if dx * dx + dy * dy < best:
                nearest, best = h, dx * dx + dy * dy
    return nearest


@kernel
def arrive(board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, log: Log) -> None:
    """Chapter 5 for one day."""
    day = int(clock.day[0])
    for k in range(len(units.order)):
        u = int(units.order[k])
        state = int(units.state[u])
        if state == ABSENT and int(units.arrive_day[u]) <= day and int(units.withheld[u]) == 0:
            here = landing_place(board, hexes, int(units.side[u]), int(units.arrive_hex[u]))
            if here >= 0 and int(units.leave_day[u]) > day:
                units.state[u], units.hex[u], units.came_from[u] = ACTIVE, here, here
                units.target[u], units.goal[u], units.still[u] = -1, -1, 0
                note(log, clock, ARRIVALS, ARRIVED, u, here, -1, int(units.men[u]))
        elif state in (ACTIVE, BROKEN) and int(units.leave_day[u]) <= day:
            note(log, clock, ARRIVALS, LEFT_THEATRE, u, int(units.hex[u]), -1, int(units.men[u]))
            units.state[u], units.hex[u], units.target[u] = LEFT, -1, -1
