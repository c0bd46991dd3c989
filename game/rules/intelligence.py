"""Chapter 9: intelligence.

9.1 Each side keeps one note on each enemy element: where it was last seen, how long ago, how strong.
9.2 Troops see what stands near them: the chance of a day grows with own pressure on the enemy's hex
    (rule 6.2), so that a regiment is all but sure of what faces it and half blind two hexes away.
9.3 Aircraft see by day and in good weather, the more the more of them fly; light infantry and troops in
    mountains hide well, columns on the march show.
9.4 Beyond that there is a small chance a day from signals, prisoners and civilians, for both sides.
9.5 Strength is estimated with an error that stays the same for a week, smaller in close contact.
9.6 A note grows old, and after some days without a new sight it is struck out. The destroyed and the
    departed are known to be gone.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.dice import roll
from game.terms import MarchMode, Phase, State, Terrain
from game.world import Assumptions, Clock, Contacts, Hexes, Sides, Units

INTELLIGENCE, LIGHT = int(Phase.INTELLIGENCE), int(MarchMode.LIGHT_FOOT)
ACTIVE, BROKEN, MOUNTAIN, CITY = int(State.ACTIVE), int(State.BROKEN), int(Terrain.MOUNTAIN), int(Terrain.CITY)


@kernel
def chance(pressure: int, flown: int, light: bool, moved: bool, terrain: int, assumptions: Assumptions) -> float:
    """Rules 9.2-9.4: chance that an element is seen today."""
    touch = float(pressure / (float(pressure) + assumptions.see_pressure))
    hidden = float(assumptions.hide_light) if light else 1.0
    if terrain >= MOUNTAIN:
        hidden = hidden * float(assumptions.hide_mountain)
    air = float(assumptions.see_air) * min(float(flown) / 300.0, 1.0) * hidden
    if moved:
        air = air * 1.5
    rumour = float(assumptions.see_rumour) * hidden
    return 1.0 - (1.0 - touch) * max(1.0 - air, 0.0) * (1.0 - rumour)


@kernel
def observe(board: Board, clock: Clock, hexes: Hexes, units: Units, contacts: Contacts, sides: Sides,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 9 for one day."""
    day, seed, terrain = int(clock.day[0]), clock.seed[0], board.terrain
    for u in range(len(units.hex)):
        h, who = int(units.hex[u]), units.id[u]
        there = h >= 0 and int(units.state[u]) in (ACTIVE, BROKEN)
        light, moved = int(units.mode[u]) == LIGHT, int(units.still[u]) == 0
        for side in range(len(contacts.hex)):
            if not there or int(units.side[u]) == side:
                contacts.hex[side, u], contacts.age[side, u] = -1, -1
                continue
            pressure, ground = int(hexes.pressure[side, h]), int(terrain[h])
            ground = 0 if ground == CITY else ground
            seen = chance(pressure, int(sides.flown[side]), light, moved, ground, assumptions)
            if roll(seed, day, INTELLIGENCE, who, side) < seen:
                spread = assumptions.estimate_error * (2.0 * roll(seed, day // 7, INTELLIGENCE, who, 8 + side) - 1.0)
                if pressure >= 500:
                    spread = spread * 0.5
                contacts.hex[side, u], contacts.age[side, u] = h, 0
                contacts.men[side, u] = int(float(units.men[u]) * (1.0 + spread))
                contacts.power[side, u] = int(float(units.power[u]) * (1.0 + spread))
            elif int(contacts.age[side, u]) >= 0:
                contacts.age[side, u] += 1
                if int(contacts.age[side, u]) > assumptions.fade_days:
                    contacts.hex[side, u], contacts.age[side, u] = -1, -1
