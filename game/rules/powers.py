"""Chapter 4: powers.

4.1 The commitment of a capital is the share of the men its coalition has announced (those on the map
    and those still to come) that is on the map.
4.2 Its resolve sinks with the losses of its coalition and comes back slowly.
4.3 Its fear of general war is moved by decisions (chapter 3) and fades slowly.

At this depth the three only tell and weigh hazards; no capital yet changes its policy by itself.
"""

from game.kernel import kernel
from game.terms import State
from game.world import NEVER, Assumptions, Clock, Powers, Sides, Units

ABSENT, ACTIVE, BROKEN = int(State.ABSENT), int(State.ACTIVE), int(State.BROKEN)
COUNTED = 1000  # losses move resolve by whole thousands of men


@kernel
def commitment(units: Units, side: int) -> int:
    """Rule 4.1: thousandths."""
    here, coming = 0, 0
    for u in range(len(units.hex)):
        if int(units.side[u]) == side:
            if int(units.state[u]) in (ACTIVE, BROKEN):
                here += int(units.men[u])
            elif int(units.state[u]) == ABSENT and int(units.arrive_day[u]) < NEVER and int(units.withheld[u]) == 0:
                coming += int(units.men[u])
    return here * 1000 // max(here + coming, 1)


@kernel
def weigh(clock: Clock, units: Units, sides: Sides, powers: Powers, assumptions: Assumptions) -> None:
    """Chapter 4 for one day."""
    weekly = int(clock.day[0]) % 7 == 6
    for p in range(len(powers.side)):
        side = int(powers.side[p])
        if side < 0:
            continue
        powers.commitment[p] = commitment(units, side)
        resolve, fear = int(powers.resolve[p]), int(powers.fear[p])
        thousands = (int(sides.men_lost[side]) - int(powers.counted[p])) // COUNTED
        if thousands > 0:
            powers.counted[p] += thousands * COUNTED
            resolve -= int(float(thousands) * assumptions.resolve_losses)
        if weekly:
            resolve += int(assumptions.resolve_returns)
            fear -= int(assumptions.fear_fades)
        powers.resolve[p] = min(max(resolve, 0), 1000)
        powers.fear[p] = min(max(fear, 0), 1000)
