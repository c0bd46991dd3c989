"""The headquarters, part one: what a side knows this morning.

S.1 Of the enemy a staff knows its contacts (chapter 9) and whose ground is whose, nothing else. A
    contact counts less the older it is, and nothing after `contact_days`.
S.2 A contact's power is counted in its hex in full, next door in part, and two hexes away in a
    smaller part: the threat over a hex.
S.3 The front is every own land hex beside enemy ground. Depth is the number of hexes behind it.
S.4 Of its own side a staff knows everything.

The arrays `[side, land]` of Scratch hold the picture of both sides until the day's orders are out.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.terms import State
from game.world import Array, Assumptions, Contacts, Divisions, Hexes, Scratch, Units

ACTIVE = int(State.ACTIVE)
DEPTH = 8  # hexes behind the front up to which depth is counted


@kernel
def muster(board: Board, units: Units, divisions: Divisions, scratch: Scratch) -> None:
    """Own troops (S.4): power and crowd of each hex; elements, seat and strength of each division.

    scratch.first[division] and scratch.after[unit] chain the elements in order, in canonical order;
    scratch.rank[unit] is the place in that chain, scratch.elements[division] its length.
    """
    for d in range(len(divisions.id)):
        scratch.first[d] = -1
        scratch.elements[d] = 0
        scratch.seat_x[d], scratch.seat_y[d] = 0.0, 0.0
        scratch.strength[d] = 0
    for k in range(len(units.hex) - 1, -1, -1):
        u = int(units.order[k])
        h, d, side = int(units.hex[u]), int(units.division[u]), int(units.side[u])
        if int(units.state[u]) != ACTIVE or h < 0:
            continue
        scratch.after[u] = scratch.first[d]
        scratch.first[d] = u
        scratch.elements[d] += 1
        scratch.seat_x[d] += board.x[h]
        scratch.seat_y[d] += board.y[h]
        scratch.strength[d] += units.power[u]
        scratch.own[side, h] += units.power[u]
        if int(scratch.crowd[side, h]) < 100:
            scratch.crowd[side, h] += 1
    for d in range(len(divisions.id)):
        number = float(max(int(scratch.elements[d]), 1))
        scratch.seat_x[d] /= number
        scratch.seat_y[d] /= number
        u, rank = int(scratch.first[d]), 0
        while u >= 0:
            scratch.rank[u] = rank
            rank += 1
            u = int(scratch.after[u])


@kernel
def believe(side: int, board: Board, contacts: Contacts, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rules S.1 and S.2 for one side: scratch.enemy and scratch.threat, power in men."""
    days = int(assumptions.contact_days)
    for v in range(contacts.hex.shape[1]):
        h, age = int(contacts.hex[side, v]), int(contacts.age[side, v])
        if h < 0 or h >= board.n_land or age < 0 or age >= days:
            continue
        power = int(contacts.power[side, v]) * (days - age) // days
        near, far = int(power * assumptions.threat_next), int(power * assumptions.threat_two)
        scratch.enemy[side, h] += power
        scratch.threat[side, h] += power
        for d in range(6):
            there = int(board.neighbour[h, d])
            if 0 <= there < board.n_land and int(board.strait[h, d]) == 0:
                scratch.threat[side, there] += near
                for e in range(d, d + 2):  # the two outer hexes that belong to this direction
                    beyond = int(board.neighbour[there, e % 6])
                    if 0 <= beyond < board.n_land and int(board.strait[there, e % 6]) == 0:
                        scratch.threat[side, beyond] += far


@kernel
def trace_front(side: int, board: Board, hexes: Hexes, scratch: Scratch) -> None:
    """Rule S.3 for one side: scratch.front[side, :fronts[side]] ascending, and scratch.depth (-1 far or not own)."""
    count = 0
    for h in range(board.n_land):
        if int(hexes.owner[h]) != side:
            continue
        for d in range(6):
            there = int(board.neighbour[h, d])
            if 0 <= there < board.n_land and int(hexes.owner[there]) == 1 - side and int(board.strait[h, d]) == 0:
                scratch.front[side, count] = h
                scratch.queue[count] = h
                scratch.depth[side, h] = 0
                count += 1
                break
    scratch.fronts[side] = count
    head, tail = 0, count
    while head < tail:
        h = int(scratch.queue[head])
        head += 1
        behind = int(scratch.depth[side, h]) + 1
        if behind > DEPTH:
            break
        for d in range(6):
            there = int(board.neighbour[h, d])
            if 0 <= there < board.n_land and int(hexes.owner[there]) == side and int(scratch.depth[side, there]) < 0:
                if int(board.strait[h, d]) == 0:
                    scratch.depth[side, there] = behind
                    scratch.queue[tail] = there
                    tail += 1


@kernel
def appraise(
    board: Board, hexes: Hexes, units: Units, divisions: Divisions, contacts: Contacts, scratch: Scratch,
    assumptions: Assumptions,
) -> None:  # fmt: skip
    """Fill the staff's picture of the day for both sides; plan and execute read nothing else of the enemy."""
    scratch.enemy[:] = 0
    scratch.threat[:] = 0
    scratch.own[:] = 0
    scratch.crowd[:] = 0
    scratch.depth[:] = -1
    muster(board, units, divisions, scratch)
    for side in range(2):
        believe(side, board, contacts, scratch, assumptions)
        trace_front(side, board, hexes, scratch)


@kernel
def around(side: int, h: int, board: Board, power: Array) -> int:
    """Sum of an array `[side, land]` over the six neighbours of a hex that can be walked to, men."""
    total = 0
    for d in range(6):
        there = int(board.neighbour[h, d])
        if 0 <= there < board.n_land and int(board.strait[h, d]) == 0:
            total += int(power[side, there])
    return total
