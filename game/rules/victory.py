"""Chapter 14: aims and endings.

14.1 Each side has its own aims, each with a weight: a place to hold, losses to inflict, an army to keep.
     The aims measure is their weighted mean, 0-1000. It compares a side's own results; there is no
     common score.
14.2 A war ends when one side holds every place of importance 4 or more of the Korean mainland.
14.3 A turn may be broken short when a place of importance 4 or more changed hands today.
     The last day of the scenario ends a game too; whoever runs the days sees to that.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.terms import Country, Ending, Interrupt, State
from game.world import Clock, Hexes, Log, Sides, Units

ACTIVE, BROKEN, IMPORTANT = int(State.ACTIVE), int(State.BROKEN), 4
SOUTH, NORTH = int(Country.SOUTH_KOREA), int(Country.NORTH_KOREA)
HOLD, INFLICT, KEEP = 0, 1, 2
PENINSULA_TAKEN, IMPORTANT_PLACE = int(Ending.PENINSULA_TAKEN), int(Interrupt.IMPORTANT_PLACE)


@kernel
def men_of(units: Units, side: int) -> int:
    """Men of a side on the map."""
    men = 0
    for u in range(len(units.hex)):
        if int(units.side[u]) == side and int(units.state[u]) in (ACTIVE, BROKEN):
            men += int(units.men[u])
    return men


@kernel
def measure_aims(hexes: Hexes, units: Units, sides: Sides, side: int) -> int:
    """Rule 14.1: thousandths; 0 for a side without aims."""
    total, weights, rows = 0, 0, sides.aim_rows
    for r in range(len(rows)):
        kind, h, weight, scale = int(rows[r, 1]), int(rows[r, 2]), int(rows[r, 3]), max(int(rows[r, 4]), 1)
        if int(rows[r, 0]) != side or weight <= 0:
            continue
        worth = 0
        if kind == HOLD:
            worth = 1000 if h >= 0 and int(hexes.owner[h]) == side else 0
        elif kind == INFLICT:
            worth = min(int(sides.men_lost[1 - side]) * 1000 // scale, 1000)
        elif kind == KEEP:
            worth = min(men_of(units, side) * 1000 // scale, 1000)
        total += weight * worth
        weights += weight
    return total // max(weights, 1)


@kernel
def judge(board: Board, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log) -> None:
    """Chapter 14 for one day."""
    for side in range(len(sides.aims)):
        sides.aims[side] = measure_aims(hexes, units, sides, side)
    holder, contested = -1, False
    for p in range(len(board.place_hex)):
        h = int(board.place_hex[p])
        if h < 0 or h >= board.n_land or int(board.place_importance[p]) < IMPORTANT:
            continue
        owner = int(hexes.owner[h])
        if int(hexes.last_owner[h]) != owner + 1:
            if int(hexes.last_owner[h]) > 0 and int(clock.interrupt[0]) == 0:
                clock.interrupt[0] = IMPORTANT_PLACE
            hexes.last_owner[h] = owner + 1
        if int(board.mainland[h]) == 1 and int(board.country[h]) in (SOUTH, NORTH):
            contested = contested or owner < 0 or (holder >= 0 and owner != holder)
            holder = owner
    if holder >= 0 and not contested and int(clock.ending[0]) == 0:
        clock.ending[0] = PENINSULA_TAKEN
