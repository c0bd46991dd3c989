"""Chapter 8: air and sea.

8.1 The planned sorties of a day are those that were flown on average. A side flies more under a clear
    sky over the enemy and fewer in rain, about as many over a month.
8.2 Part of them is close support: it goes in equal parts to own units that fought yesterday or stand
    under enemy pressure, so many sorties a unit at the most. A sortie counts as so many men.
8.3 All others are interdiction: they stop a share of the enemy's supply (rule 7.5). The share rises
    with the sorties but never beyond a limit: traffic goes by night, and bridges are mended.
8.4 They also kill: so many men and tanks a sortie, spread over the enemy's elements by their men and
    tanks; those that marched since yesterday are hit twice as often.
8.5 Naval guns support own units on the coast and one hex inland in the same way.
8.6 Superiority in the air is not fought for at this depth; it is in the planned sorties of both sides.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.dice import roll
from game.terms import Phase, State, Weather
from game.world import Array, Assumptions, Clock, Contacts, Hexes, Sides, Units

AIR = int(Phase.AIR_AND_SEA)
ACTIVE, RAIN, SNOW = int(State.ACTIVE), int(Weather.RAIN), int(Weather.SNOW)
CLEAR, OVERCAST = int(Weather.CLEAR), int(Weather.OVERCAST)


@kernel
def flyable(weather: int, assumptions: Assumptions) -> float:
    """Rule 8.1: sorties in this weather, multiple of the average day."""
    if weather == CLEAR:
        return float(assumptions.fly_clear)
    if weather == OVERCAST:
        return float(assumptions.fly_overcast)
    if weather in (RAIN, SNOW):
        return float(assumptions.fly_rain)
    return float(assumptions.fly_cold)


@kernel
def weather_over(side: int, zone: Array, clock: Clock, units: Units, assumptions: Assumptions) -> float:
    """Rule 8.1: mean of that multiple over the elements of a side (the targets)."""
    total, number = 0, 0
    for u in range(len(units.hex)):
        if int(units.side[u]) == side and int(units.hex[u]) >= 0:
            total += int(1000.0 * flyable(int(clock.weather[int(zone[int(units.hex[u])])]), assumptions))
            number += 1
    return float(total) / float(1000 * number) if number > 0 else 1.0


@kernel
def near_coast(h: int, land: int, coast: Array, neighbour: Array) -> bool:
    """Rule 8.5: on the coast or one hex inland."""
    if int(coast[h]) == 1:
        return True
    for d in range(6):
        b = int(neighbour[h, d])
        if 0 <= b < land and int(coast[b]) == 1:
            return True
    return False


@kernel
def share_out(side: int, board: Board, hexes: Hexes, units: Units, sides: Sides, sorties: int, guns: int,
              assumptions: Assumptions) -> int:  # fmt: skip
    """Rules 8.2, 8.5: units.support of one side; returns the sorties that nobody needed."""
    coast, neighbour, land = board.coast, board.neighbour, board.n_land
    calls, shore = 0, 0
    for u in range(len(units.hex)):
        h = int(units.hex[u])
        if int(units.side[u]) == side and h >= 0 and int(units.state[u]) == ACTIVE:
            if int(units.fighting[u]) > 0 or int(hexes.pressure[1 - side, h]) > 0:
                units.support[u] = 1
                calls += 1
                if near_coast(h, land, coast, neighbour):
                    units.support[u] = 2
                    shore += 1
    each = min(float(sorties) / float(max(calls, 1)), float(assumptions.close_most))
    broadside = min(float(guns) / float(max(shore, 1)), float(assumptions.naval_most))
    for u in range(len(units.hex)):
        if int(units.side[u]) == side and int(units.support[u]) > 0:
            men = each * assumptions.close_value
            if int(units.support[u]) == 2:
                men += broadside * assumptions.naval_value
            units.support[u] = int(men)
    return sorties - int(each * float(calls))


@kernel
def harry(side: int, clock: Clock, units: Units, sides: Sides, sorties: int, assumptions: Assumptions) -> None:
    """Rule 8.4: men and tanks of a side lost to enemy interdiction (fractions are diced for)."""
    men, tanks, day, seed = 0, 0, int(clock.day[0]), clock.seed[0]
    for u in range(len(units.hex)):
        if int(units.side[u]) == side and int(units.hex[u]) >= 0:
            times = 2 if int(units.still[u]) == 0 else 1
            men += times * int(units.men[u])
            tanks += times * int(units.tanks[u])
    for u in range(len(units.hex)):
        if int(units.side[u]) == side and int(units.hex[u]) >= 0:
            hit = float(sorties * (2 if int(units.still[u]) == 0 else 1))
            killed = hit * assumptions.air_kills * float(units.men[u]) / float(max(men, 1))
            wrecked = hit * assumptions.air_wrecks * float(units.tanks[u]) / float(max(tanks, 1))
            gone = min(int(killed + roll(seed, day, AIR, units.id[u], 0)), int(units.men[u]))
            burnt = min(int(wrecked + roll(seed, day, AIR, units.id[u], 1)), int(units.tanks[u]))
            units.men[u] -= gone
            units.lost[u] += gone
            units.tanks[u] -= burnt
            sides.men_lost[side] += gone
            sides.tanks_lost[side] += burnt


@kernel
def support(board: Board, clock: Clock, hexes: Hexes, units: Units, contacts: Contacts, sides: Sides,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 8 for one day: units.support (men), sides.flown, sides.interdiction (thousandths)."""
    units.support[:] = 0
    sides.interdiction[:] = 0
    sides.flown[:] = 0
    if int(clock.switches[2]) == 1:
        return
    for side in range(len(sides.flown)):
        day = min(int(clock.day[0]), len(sides.sorties[side]) - 1)
        plan = int(sides.sorties[side, day]) * int(sides.sortie_percent[side]) // 100
        flown = int(float(plan) * weather_over(1 - side, board.zone, clock, units, assumptions))
        close = int(float(flown) * assumptions.close_share)
        left = share_out(side, board, hexes, units, sides, close, int(sides.naval_guns[side, day]), assumptions)
        others = float(flown - close + left)
        harry(1 - side, clock, units, sides, flown - close + left, assumptions)
        sides.flown[side] = flown
        most = 1000.0 * assumptions.interdiction_most
        sides.interdiction[1 - side] = int(most * others / (others + assumptions.interdiction_half))
