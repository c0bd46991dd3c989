"""The headquarters: how an element goes where it is sent, one hex at a time (rules S.10, S.13, S.14, S.17, S.19)."""

from math import sqrt

from game.hexmap import Board
from game.kernel import kernel
from game.rules.combat import terrain_factor
from game.rules.movement import table_mode
from game.staff.knowledge import around
from game.terms import Posture
from game.world import Assumptions, Hexes, March, Scratch, Units

ALL_OUT = int(Posture.ALL_OUT)
BLOCKED = 65535


@kernel
def away(u: int, h: int, board: Board, units: Units) -> float:
    """Kilometres from a unit to a hex."""
    dx, dy = board.x[int(units.hex[u])] - board.x[h], board.y[int(units.hex[u])] - board.y[h]
    return float(sqrt(dx * dx + dy * dy))


@kernel
def send(u: int, there: int, goal: int, units: Units, scratch: Scratch) -> None:
    """Order a unit to enter a neighbouring hex on its way to `goal`."""
    units.target[u] = there
    units.goal[u] = goal
    side = int(units.side[u])
    if int(scratch.enemy[side, there]) == 0:
        scratch.crowd[side, int(units.hex[u])] -= 1
        scratch.crowd[side, there] += 1
    else:
        scratch.assault[side, there] += units.power[u]


@kernel
def odds_suffice(u: int, there: int, board: Board, units: Units, scratch: Scratch, assumptions: Assumptions) -> bool:
    """Whether own power around an enemy hex is enough to attack it, as far as is known (S.10)."""
    side = int(units.side[u])
    asked = assumptions.all_out_odds if int(units.posture[u]) == ALL_OUT else assumptions.attack_odds
    ground = terrain_factor(int(board.terrain[there]), assumptions)
    return float(around(side, there, board, scratch.own)) >= asked * ground * float(scratch.enemy[side, there])


@kernel
def enemy_ahead(h: int, t: int, mode: int, side: int, board: Board, march: March, scratch: Scratch) -> int:
    """Known enemy power in the next hex on the quickest way from `h` to march target `t`, men."""
    best, ahead = BLOCKED * 2, -1
    for d in range(6):
        there = int(board.neighbour[h, d])
        if 0 <= there < board.n_land:
            hours = int(march.hours[t, mode, there]) + int(march.step[h, d, mode])
            if hours < best:
                best, ahead = hours, there
    return int(scratch.enemy[side, ahead]) if ahead >= 0 else 0


@kernel
def go(u: int, t: int, shy: float, board: Board, march: March, units: Units, scratch: Scratch,
       assumptions: Assumptions) -> bool:  # fmt: skip
    """Send a unit one hex on its way to march target `t`; False when there is no way or it had better wait.

    `shy` multiplies the detour accepted to avoid the enemy.
    """
    here, side, mode = int(units.hex[u]), int(units.side[u]), table_mode(int(units.mode[u]))
    if int(march.hours[t, mode, here]) >= BLOCKED:
        return False
    best, chosen, plain, straight = 1.0e9, -1, 1.0e9, -1
    barred = around(side, here, board, scratch.enemy) > 0
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(march.step[here, d, mode]) >= BLOCKED:
            continue
        hours = float(march.hours[t, mode, there]) + float(march.step[here, d, mode])
        back = float(march.hours[t, mode, there]) - float(march.hours[t, mode, here])
        if back > 5.0 * assumptions.bypass_hours and shy < 100.0:
            continue  # an attack goes round the enemy, not back
        if hours < plain:
            plain, straight = hours, there
        crowd = float(scratch.crowd[side, there])
        enemy = float(scratch.enemy[side, there])
        joined = float(units.power[u]) + float(scratch.assault[side, there]) + 100.0
        if enemy == 0.0 and barred:  # a way round that leads back into the same enemy is none
            enemy = float(enemy_ahead(there, t, mode, side, board, march, scratch))
        if enemy > 0.0:
            hours += 10.0 * shy * assumptions.bypass_hours * (0.3 + enemy / joined)
        if int(scratch.enemy[side, there]) == 0:
            hours += 10.0 * assumptions.crowd_hours * max(crowd + 1.0 - assumptions.stack_limit, 0.0)
        if hours < best:
            best, chosen = hours, there
    if chosen < 0:
        return False
    if int(scratch.enemy[side, chosen]) > 0 and shy < 100.0:
        if not odds_suffice(u, chosen, board, units, scratch, assumptions):
            return False
    send(u, chosen, int(march.target_hex[t]) if chosen == straight else chosen, units, scratch)
    return True


@kernel
def step_back(u: int, board: Board, hexes: Hexes, units: Units, scratch: Scratch, assumptions: Assumptions) -> bool:
    """Send a unit one hex down its own line of supply, to own ground without known enemies (S.13); False: nowhere."""
    here, side = int(units.hex[u]), int(units.side[u])
    best, chosen = 1.0e9, -1
    start = int(hexes.supply_cost[side, here])
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(board.strait[here, d]) == 1 or int(hexes.owner[there]) != side:
            continue
        cost = int(hexes.supply_cost[side, there])
        if cost < 0 or (start >= 0 and cost >= start) or int(scratch.enemy[side, there]) > 0:
            continue
        crowd = float(scratch.crowd[side, there]) + 1.0 - assumptions.stack_limit
        worth = float(cost) + 20.0 * max(crowd, 0.0) + float(scratch.threat[side, there]) / 500.0
        if worth < best:
            best, chosen = worth, there
    if chosen < 0:
        return False
    send(u, chosen, chosen, units, scratch)
    return True


@kernel
def rear_threatened(u: int, board: Board, hexes: Hexes, units: Units, scratch: Scratch) -> bool:
    """Whether the unit's way to supply passes, two to five hexes behind it, by enemies stronger than friends there."""
    h, side = int(units.hex[u]), int(units.side[u])
    for behind in range(1, 6):
        cost, chosen = int(hexes.supply_cost[side, h]), -1
        for d in range(6):
            there = int(board.neighbour[h, d])
            if 0 <= there < board.n_land and int(board.strait[h, d]) == 0:
                if 0 <= int(hexes.supply_cost[side, there]) < cost:
                    cost, chosen = int(hexes.supply_cost[side, there]), there
        if chosen < 0:
            return False
        h = chosen
        if behind > 1 and int(scratch.depth[side, h]) == 0:
            friends = int(scratch.own[side, h]) + around(side, h, board, scratch.own)
            if int(scratch.threat[side, h]) > friends:
                return True
    return False


@kernel
def fall_back(u: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
              assumptions: Assumptions) -> bool:  # fmt: skip
    """Send a unit to the nearest own place in supply well behind the front; False when there is none."""
    here, side, mode = int(units.hex[u]), int(units.side[u]), table_mode(int(units.mode[u]))
    best, chosen = BLOCKED, -1
    for t in range(len(march.target_hex)):
        h, hours = int(march.target_hex[t]), int(march.hours[t, mode, here])
        if hours < best and int(hexes.owner[h]) == side and int(hexes.supply_cost[side, h]) >= 0:
            if int(scratch.depth[side, h]) < 0 or int(scratch.depth[side, h]) >= int(assumptions.rear_hexes):
                best, chosen = hours, t
    return chosen >= 0 and go(u, chosen, 100.0, board, march, units, scratch, assumptions)


@kernel
def walk(u: int, post: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
         assumptions: Assumptions) -> None:  # fmt: skip
    """Send a unit one hex towards a post not far away, over own ground."""
    here, side, mode = int(units.hex[u]), int(units.side[u]), table_mode(int(units.mode[u]))
    best, chosen = 1.0e9, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(march.step[here, d, mode]) >= BLOCKED:
            continue
        if int(hexes.owner[there]) != side or int(scratch.enemy[side, there]) > 0:
            continue
        dx, dy = board.x[there] - board.x[post], board.y[there] - board.y[post]
        crowd = float(scratch.crowd[side, there]) + 1.0 - assumptions.stack_limit
        cost = 0.5 * sqrt(dx * dx + dy * dy) + 0.1 * float(march.step[here, d, mode]) + 3.0 * max(crowd, 0.0)
        if cost < best:
            best, chosen = cost, there
    if chosen >= 0:
        send(u, chosen, post, units, scratch)


@kernel
def go_home(u: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch) -> bool:
    """S.17 for a cut-off unit: the first step to the nearest own ground in supply; False when none is near.

    First a way that no known enemy bars is looked for, then any way, up to about ten hexes.
    """
    here, side = int(units.hex[u]), int(units.side[u])
    for bold in range(2):
        scratch.queue[0], count, head, found = here, 1, 0, -1
        scratch.link[here] = -2
        while head < count and count < 400 and found < 0:
            h = int(scratch.queue[head])
            head += 1
            for d in range(6):
                there = int(board.neighbour[h, d])
                if there < 0 or there >= board.n_land or int(scratch.link[there]) != -1:
                    continue
                barred = int(scratch.enemy[side, there]) > 0 and bold == 0
                if int(march.step[h, d, 0]) >= BLOCKED or barred:
                    continue
                scratch.link[there] = there if h == here else scratch.link[h]
                scratch.queue[count] = there
                count += 1
                if int(hexes.owner[there]) == side and int(hexes.supply_cost[side, there]) >= 0:
                    found = int(scratch.link[there])
                    break
        for k in range(count):
            scratch.link[int(scratch.queue[k])] = -1
        if found >= 0:
            send(u, found, found, units, scratch)
            return True
    return False


@kernel
def sweep(u: int, t: int, x: float, y: float, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
          assumptions: Assumptions) -> bool:  # fmt: skip
    """Send a unit into enemy ground next door that nobody is known to hold, within reach of (x, y) km; False: none.

    Of several hexes the one farthest from march target `t` is taken: the others are on the division's way.
    """
    here, side, mode = int(units.hex[u]), int(units.side[u]), table_mode(int(units.mode[u]))
    best, chosen = -1, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(march.step[here, d, mode]) >= BLOCKED:
            continue
        if int(hexes.owner[there]) != 1 - side or int(scratch.threat[side, there]) > 0:
            continue
        if abs(board.x[there] - x) > assumptions.cover_reach or abs(board.y[there] - y) > assumptions.cover_reach:
            continue
        hours = int(march.hours[t, mode, there]) if t >= 0 else 0
        if hours < BLOCKED and hours > best:
            best, chosen = hours, there
    if chosen >= 0:
        send(u, chosen, chosen, units, scratch)
    return chosen >= 0
