"""Bookkeeping at the end of a day: what batches and hindcasts ask of a world without its full log."""

from game.kernel import kernel
from game.terms import State
from game.world import Clock, Hexes, Log, Sides, Units

ACTIVE, BROKEN = int(State.ACTIVE), int(State.BROKEN)


@kernel
def tally(clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log) -> None:
    """Accumulate places taken, owner maps and strengths on asked days, losses and supply by week."""
    day = int(clock.day[0])
    for p in range(len(log.asked_hex)):
        owner = int(hexes.owner[int(log.asked_hex[p])])
        if owner != int(log.last_owner[p]):
            log.last_owner[p] = owner
            if owner >= 0 and int(log.first_taken[p, owner]) < 0:
                log.first_taken[p, owner] = day
    for asked in range(len(log.asked_day)):
        if int(log.asked_day[asked]) == day:
            for h in range(len(hexes.owner)):
                log.owner_on[asked, h] = hexes.owner[h]
            log.men_on[asked, :] = 0
            log.power_on[asked, :] = 0
            for u in range(len(units.hex)):
                if int(units.hex[u]) >= 0 and (int(units.state[u]) == ACTIVE or int(units.state[u]) == BROKEN):
                    log.men_on[asked, int(units.side[u])] += units.men[u]
                    log.power_on[asked, int(units.side[u])] += 1
    week = min(day // 7, log.week_lost.shape[1] - 1)
    for side in range(len(sides.men_lost)):
        log.week_lost[side, week] = sides.men_lost[side]
        fed, number = 0, 0
        for u in range(len(units.hex)):
            if int(units.side[u]) == side and int(units.state[u]) == ACTIVE:
                fed += int(units.fed[u])
                number += 1
        log.week_fed[side, week] = fed // max(number, 1)
