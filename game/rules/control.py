"""Chapter 6: control of ground.

6.1 A hex with a unit in order belongs to that unit's side.
6.2 Every unit in order presses on its own hex with its men, on the six around it with a share, and
    on the hexes beyond with a smaller one; straits and the sea stop it. The sum is a side's pressure.
    Pressure is the soft zone of control: it slows the enemy's march (10.3) and his supply (7).
6.3 An empty hex changes hands when enemy troops that are on the advance press on it clearly harder
    than its owner's (a factor and a base) and the enemy already holds a hex beside it. Two hexes
    beside it are needed where the owner presses on it too. Troops told to hold, to wait or to go
    back hinder a march, but they do not send patrols out to take ground. A city falls only to
    troops that enter it, or by 6.4.
6.4 Ground without troops that has been out of touch with every source of its owner for some days,
    and touches the enemy, changes hands.
6.5 Ground on which its owner has no pressure at all changes hands when at least half of the land
    around it is hostile: nobody is there to hold a deep wedge.
6.6 All hexes are judged on the same picture; then all changes are made.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.note import note
from game.terms import EventKind, Mission, Phase, State, Terrain
from game.world import Assumptions, Clock, Hexes, Log, Scratch, Units

CONTROL = int(Phase.CONTROL)
PLACE_TAKEN = int(EventKind.PLACE_TAKEN)
ACTIVE, CITY = int(State.ACTIVE), int(Terrain.CITY)
ATTACK, PURSUE, INFILTRATE = int(Mission.ATTACK), int(Mission.PURSUE), int(Mission.INFILTRATE)
GARRISON, LAND = int(Mission.GARRISON), int(Mission.LAND)


@kernel
def advances(mission: int) -> bool:
    """Rule 6.3: true for a mission that takes ground."""
    return mission in (ATTACK, PURSUE, INFILTRATE, GARRISON, LAND)


@kernel
def press(board: Board, hexes: Hexes, units: Units, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rule 6.2: fill hexes.pressure (men-equivalents, integers).

    Scratch.number and number2 get the part of it that side 0 and side 1 have on the advance.
    """
    hexes.pressure[:] = 0
    scratch.number[:] = 0
    scratch.number2[:] = 0
    for u in range(len(units.hex)):
        here = int(units.hex[u])
        if here < 0 or int(units.state[u]) != ACTIVE:
            continue
        side, men = int(units.side[u]), float(units.men[u]) * (0.5 + float(units.cohesion[u]) / 2000.0)
        forward = scratch.number if side == 0 else scratch.number2
        share = 1 if advances(int(units.mission[u])) else 0
        next_door, beyond = int(men * assumptions.influence_next), int(men * assumptions.influence_two)
        hexes.pressure[side, here] += int(men * assumptions.influence_own)
        for d in range(6):
            there = int(board.neighbour[here, d])
            if 0 <= there < board.n_land and int(board.strait[here, d]) == 0:
                hexes.pressure[side, there] += next_door
                forward[there] += next_door * share
                for e in range(d, d + 2):  # the two outer hexes that belong to this direction
                    far = int(board.neighbour[there, e % 6])
                    if 0 <= far < board.n_land and int(board.strait[there, e % 6]) == 0:
                        hexes.pressure[side, far] += beyond
                        forward[far] += beyond * share


@kernel
def judge_hex(h: int, board: Board, hexes: Hexes, scratch: Scratch, assumptions: Assumptions) -> int:
    """New owner of an empty hex by rules 6.3-6.5 (its present owner if nothing changes)."""
    owner = int(hexes.owner[h])
    land, hostile = 0, 0
    for d in range(6):
        there = int(board.neighbour[h, d])
        if 0 <= there < board.n_land and int(board.strait[h, d]) == 0:
            land += 1
            if int(hexes.owner[there]) == 1 - owner:
                hostile += 1
    if hostile == 0:
        return owner
    own = float(hexes.pressure[owner, h])
    enemy = float(scratch.number[h]) if owner == 1 else float(scratch.number2[h])
    pressed = enemy > own * assumptions.influence_margin + assumptions.influence_base
    if pressed and (hostile >= 2 or own == 0.0) and int(board.terrain[h]) != CITY:
        return 1 - owner
    if int(hexes.isolated[h]) >= int(assumptions.isolated_days) and int(board.mainland[h]) == 1:
        return 1 - owner
    if own == 0.0 and 2 * hostile >= land:
        return 1 - owner
    return owner


@kernel
def control(board: Board, clock: Clock, hexes: Hexes, units: Units, log: Log, scratch: Scratch,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 6 for one day."""
    press(board, hexes, units, scratch, assumptions)
    for h in range(board.n_land):
        scratch.mark[h] = hexes.owner[h]
        if int(hexes.owner[h]) >= 0:
            scratch.mark[h] = judge_hex(h, board, hexes, scratch, assumptions)
    for u in range(len(units.hex)):
        if int(units.hex[u]) >= 0 and int(units.state[u]) == ACTIVE:
            scratch.mark[int(units.hex[u])] = units.side[u]
    for p in range(len(board.place_hex)):
        h = int(board.place_hex[p])
        if 0 <= h < board.n_land and int(scratch.mark[h]) != int(hexes.owner[h]):
            note(log, clock, CONTROL, PLACE_TAKEN, -1, h, p, int(scratch.mark[h]))
    for h in range(board.n_land):
        if int(hexes.owner[h]) != int(scratch.mark[h]):
            hexes.owner[h] = scratch.mark[h]
            hexes.isolated[h] = 0
        elif int(hexes.owner[h]) >= 0 and int(hexes.supply_cost[int(hexes.owner[h]), h]) < 0:
            if int(hexes.isolated[h]) < 100:
                hexes.isolated[h] += 1
        else:
            hexes.isolated[h] = 0
