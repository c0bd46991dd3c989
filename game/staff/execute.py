"""The headquarters, part two: from the operation of a division to the orders of its elements, every day.

S.10 Attack and pursue: elements go down the march hours to the next way point. Crowded hexes and
     known enemies count as hours, so columns go round strong points; an enemy whom others attack
     already counts less. When the best way leads into an enemy, they attack if the believed odds
     suffice, else they wait for others. Every third element covers the division's own sector
     instead, unless it has fallen far behind; a reserve follows the leading element. Both join an
     assault next door that needs them.
S.11 Attacks pause for want of supply or order; an all-out attack goes on with a quarter of the supply
     that a deliberate one asks for, and a pursuit does not pause. Hungry troops march on where no
     enemy is known near.
S.12 Cover (hold, delay, screen, and line-fill): each element takes the front hex that is worth most
     to it. A hex is worth more under a threat and on a road, less if others cover it, less with
     enemy ground on four sides or more, less the longer the way and the farther outside the
     division's sector. Sectors keep the line even. Line-fill of an attack that sees nobody before it
     walks on into enemy ground, as far as it would look for a post.
S.13 An element under a known enemy too strong for it steps back one hex down its own line of supply
     (delay and screen early, hold late, defend and garrison never), and so does one nearly surrounded.
     One whose line of supply comes under the enemy behind it marches back to a place well in the rear.
S.14 Withdraw: march to the last way point, through the enemy if there is no way round; then hold there,
     without going forward again over the ground given up.
S.15 Defend and garrison: march to the place; the first element stands in it, the others cover near it.
S.16 Reserve and refit: stand some hexes behind the front. A reserve (not a refit) fills a threatened
     hole in the front within its reach.
S.17 Broken elements go down their line of supply. An element cut off from supply goes to the nearest
     own ground that is not, attacking only where no other way is left; an attack with more than two
     days of supply in hand goes on.
S.18 Infiltrate is carried out as an attack that goes farther round the enemy; land and evacuate are
     carried out as hold: operations by sea are not yet in the staff's power.
S.19 More elements than the staff likes in one hex are a cost on the march, never a wall.
"""

from math import sqrt

from game.hexmap import Board
from game.kernel import kernel
from game.rules.combat import terrain_factor
from game.rules.movement import table_mode
from game.staff.knowledge import around
from game.staff.ways import BLOCKED, away, fall_back, go, go_home, rear_threatened, send, step_back, sweep, walk
from game.terms import Mission, Posture, State, Terrain
from game.world import Assumptions, Clock, Contacts, Divisions, Hexes, March, Operations, Scratch, Units

ACTIVE, BROKEN, CITY = int(State.ACTIVE), int(State.BROKEN), int(Terrain.CITY)
ATTACK, PURSUE, INFILTRATE = int(Mission.ATTACK), int(Mission.PURSUE), int(Mission.INFILTRATE)
HOLD, DELAY, SCREEN, WITHDRAW = int(Mission.HOLD), int(Mission.DELAY), int(Mission.SCREEN), int(Mission.WITHDRAW)
DEFEND, GARRISON, RESERVE, REFIT = int(Mission.DEFEND), int(Mission.GARRISON), int(Mission.RESERVE), int(Mission.REFIT)
ECONOMY, DELIBERATE, ALL_OUT = int(Posture.ECONOMY), int(Posture.DELIBERATE), int(Posture.ALL_OUT)
FAR = 1.0e4  # km, longer than the theatre
FALLEN_BEHIND = 6.0  # line-fill goes after its division when it lags so many times as much as a reserve
MANY = 3.0  # a threat of n regiments counts like n / (1 + n / 3): a stack before one hex does not empty the line
STAY, RESTS, ADVANCES, FOLLOWS, COVERS, STANDS_BY = 0, 1, 2, 3, 4, 5  # what an element does today


@kernel
def way_point(d: int, divisions: Divisions, operations: Operations) -> int:
    """March-table target the division is bound for (its last way point when all are passed), -1 none."""
    o = int(divisions.operation[d])
    if o < 0 or int(operations.steps[o]) <= 0:
        return -1
    return int(operations.way[o, min(int(divisions.step[d]), int(operations.steps[o]) - 1)])


@kernel
def count_cover(u: int, h: int, board: Board, units: Units, scratch: Scratch) -> None:
    """Note that a unit covers a hex, and the hexes around it in part (S.12)."""
    side, power = int(units.side[u]), float(units.power[u])
    weight = 1.4 * power / (power + 1000.0)
    scratch.covered[side, h] += weight
    for d in range(6):
        there = int(board.neighbour[h, d])
        if 0 <= there < board.n_land:
            scratch.covered[side, there] += 0.3 * weight


@kernel
def outmatched(u: int, h: int, limit: float, board: Board, hexes: Hexes, units: Units, scratch: Scratch,
               assumptions: Assumptions) -> bool:  # fmt: skip
    """Whether a unit in hex `h` would face more than `limit` times its strength, or be all but surrounded (S.13)."""
    side = int(units.side[u])
    enemy = float(around(side, h, board, scratch.enemy))
    if enemy == 0.0:
        return False
    works = 1.0
    mine = int(scratch.own[side, h])
    if h == int(units.hex[u]):
        works += assumptions.works_value * float(units.entrench[u]) / 1000.0
    else:
        mine += int(units.power[u])
    ground = terrain_factor(int(board.terrain[h]), assumptions) * works
    ratio = enemy / (float(mine) * ground + 0.3 * float(around(side, h, board, scratch.own)) + 1.0)
    if ratio > limit:
        return True
    open_sides = 0
    for d in range(6):
        there = int(board.neighbour[h, d])
        if 0 <= there < board.n_land and int(board.strait[h, d]) == 0 and int(hexes.owner[there]) != 1 - side:
            open_sides += 1
    return open_sides <= 1 or (open_sides <= 2 and 2.0 * ratio > limit)


@kernel
def value_front(board: Board, hexes: Hexes, scratch: Scratch, assumptions: Assumptions) -> None:
    """scratch.value of every front hex of both sides: what covering it is worth to anybody (S.12)."""
    for side in range(2):
        for k in range(int(scratch.fronts[side])):
            h = int(scratch.front[side, k])
            threat = float(scratch.threat[side, h]) / 2500.0
            worth = assumptions.cover_base + assumptions.cover_threat * threat / (1.0 + threat / MANY)
            road, hostile = 0, 0
            for d in range(6):
                there = int(board.neighbour[h, d])
                road += int(board.road[h, d])
                if 0 <= there < board.n_land and int(hexes.owner[there]) == 1 - side:
                    hostile += 1
            worth *= assumptions.cover_road if road > 0 else 1.0
            worth *= assumptions.cover_city if int(board.terrain[h]) == CITY else 1.0
            scratch.value[h] = worth * (assumptions.cover_salient if hostile >= 4 else 1.0)


@kernel
def post_worth(u: int, h: int, x: float, y: float, board: Board, units: Units, scratch: Scratch,
               assumptions: Assumptions) -> float:  # fmt: skip
    """Worth of a front hex to a unit of the sector around (x, y) km (S.12)."""
    worth = scratch.value[h] / (1.0 + assumptions.cover_shared * scratch.covered[int(units.side[u]), h])
    if h == int(scratch.choice[u]):  # where it was sent yesterday
        worth += assumptions.cover_stay
    if h == int(units.hex[u]):
        worth += assumptions.cover_stay * (1.0 + float(units.entrench[u]) / 1000.0)
    dx, dy = board.x[h] - x, board.y[h] - y
    outside = sqrt(dx * dx + dy * dy) - 15.0
    worth -= assumptions.cover_way * away(u, h, board, units) / 10.0
    return float(worth - assumptions.cover_sector * max(outside, 0.0) / 10.0)


@kernel
def find_post(u: int, x: float, y: float, radius: float, limit: float, holes: bool, board: Board, hexes: Hexes,
              units: Units, scratch: Scratch, assumptions: Assumptions) -> int:  # fmt: skip
    """Front hex a unit should cover, at most `radius` km from (x, y), -1 none in reach.

    Posts where it would be outmatched by `limit` are left out. With `holes` only threatened hexes that nobody covers.
    """
    here, side = int(units.hex[u]), int(units.side[u])
    reach, best, chosen = assumptions.cover_reach, -1.0e9, -1
    for k in range(int(scratch.fronts[side])):
        h = int(scratch.front[side, k])
        if abs(board.x[h] - board.x[here]) > reach or abs(board.y[h] - board.y[here]) > reach:
            continue
        if abs(board.x[h] - x) > radius or abs(board.y[h] - y) > radius:
            continue
        if holes and (scratch.covered[side, h] > 0.25 or int(scratch.threat[side, h]) == 0):
            continue
        worth = post_worth(u, h, x, y, board, units, scratch, assumptions)
        if worth > best and not outmatched(u, h, limit, board, hexes, units, scratch, assumptions):
            best, chosen = worth, h
    return chosen


@kernel
def join_assault(u: int, board: Board, march: March, units: Units, scratch: Scratch) -> bool:
    """S.10: send an idle element of an attack into the assault next door that is short of strength."""
    here, side, mode = int(units.hex[u]), int(units.side[u]), table_mode(int(units.mode[u]))
    least, chosen = 2.0, -1
    for d in range(6):
        there = int(board.neighbour[here, d])
        if there < 0 or there >= board.n_land or int(march.step[here, d, mode]) >= BLOCKED:
            continue
        if int(scratch.assault[side, there]) > 0:
            odds = float(scratch.assault[side, there]) / (float(scratch.enemy[side, there]) + 1.0)
            if odds < least:
                least, chosen = odds, there
    if chosen >= 0:
        send(u, chosen, chosen, units, scratch)
    return chosen >= 0


@kernel
def lags(u: int, t: int, hours: float, march: March, units: Units, scratch: Scratch) -> bool:
    """Whether the leading element of the division is more than so many hours of march ahead (S.10)."""
    mode = table_mode(int(units.mode[u]))
    lead, v = BLOCKED, int(scratch.first[int(units.division[u])])
    while v >= 0:
        lead = min(lead, int(march.hours[t, mode, int(units.hex[v])]))
        v = int(scratch.after[v])
    own = int(march.hours[t, mode, int(units.hex[u])])
    return float(own - lead) > 10.0 * hours


@kernel
def part_in_attack(u: int, o: int, units: Units, operations: Operations, scratch: Scratch,
                   assumptions: Assumptions) -> int:  # fmt: skip
    """S.10 and S.11: whether an element of an attacking division advances, covers, follows or rests."""
    d, mission = int(units.division[u]), int(operations.mission[o])
    if mission == PURSUE:
        return ADVANCES
    tired = float(units.cohesion[u]) < assumptions.pause_cohesion
    enough = 1000.0 * assumptions.pause_stock * (0.25 if int(units.posture[u]) == ALL_OUT else 1.0)
    quiet = int(scratch.threat[int(units.side[u]), int(units.hex[u])]) == 0
    if tired or float(units.stock[u]) < enough:
        units.posture[u] = ECONOMY
        return ADVANCES if quiet and not tired else RESTS
    number, rank = int(scratch.elements[d]), int(scratch.rank[u])
    held = number * int(operations.reserve[o]) // 1000
    if number > 1 and rank >= number - held:
        return FOLLOWS
    near = int(scratch.depth[int(units.side[u]), int(units.hex[u])]) >= 0
    return COVERS if rank % 3 == 2 and near else ADVANCES


@kernel
def part(u: int, t: int, board: Board, march: March, divisions: Divisions, operations: Operations, units: Units,
         scratch: Scratch, assumptions: Assumptions) -> int:  # fmt: skip
    """What a unit does today by its division's operation; its way point is march target `t` (-1 none)."""
    d, mission, side = int(units.division[u]), int(units.mission[u]), int(units.side[u])
    o = int(divisions.operation[d])
    done = t < 0 or int(divisions.step[d]) >= int(operations.steps[o])
    if mission in (ATTACK, PURSUE, INFILTRATE):
        return COVERS if done else part_in_attack(u, o, units, operations, scratch, assumptions)
    if t < 0:
        return STANDS_BY if mission in (RESERVE, REFIT) else COVERS
    far = away(u, int(march.target_hex[t]), board, units) > assumptions.gather_km
    if mission in (RESERVE, REFIT):
        behind = int(scratch.depth[side, int(march.target_hex[t])])
        return ADVANCES if far and (behind < 0 or behind >= int(assumptions.rear_hexes)) else STANDS_BY
    if mission in (WITHDRAW, HOLD):
        return ADVANCES if far else COVERS
    if mission in (DEFEND, GARRISON):
        first = int(scratch.rank[u]) == 0 and int(units.hex[u]) != int(march.target_hex[t])
        return ADVANCES if far or first else (STAY if int(scratch.rank[u]) == 0 else COVERS)
    return COVERS


@kernel
def cover(u: int, t: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
          assumptions: Assumptions) -> None:  # fmt: skip
    """S.12 and S.13 for one element."""
    mission, d = int(units.mission[u]), int(units.division[u])
    limit = assumptions.hold_ratio
    if mission in (DELAY, SCREEN):
        limit = assumptions.delay_ratio
    elif mission in (DEFEND, GARRISON):
        limit = 1.0e6
    here = int(units.hex[u])
    if limit < 1.0e3 and rear_threatened(u, board, hexes, units, scratch):
        if fall_back(u, board, march, hexes, units, scratch, assumptions):
            return
    if outmatched(u, here, limit, board, hexes, units, scratch, assumptions):
        if step_back(u, board, hexes, units, scratch, assumptions):
            return
    x, y, radius = scratch.seat_x[d], scratch.seat_y[d], FAR
    if t >= 0 and mission in (HOLD, DEFEND, GARRISON, WITHDRAW):
        x, y = board.x[int(march.target_hex[t])], board.y[int(march.target_hex[t])]
        radius = FAR if mission == HOLD else assumptions.gather_km
    if mission in (ATTACK, PURSUE, INFILTRATE) and int(scratch.threat[int(units.side[u]), here]) == 0:
        if sweep(u, t, x, y, board, march, hexes, units, scratch, assumptions):
            count_cover(u, int(units.target[u]), board, units, scratch)
            return
    post = find_post(u, x, y, radius, limit, mission == RESERVE, board, hexes, units, scratch, assumptions)
    if post >= 0:
        count_cover(u, post, board, units, scratch)
        units.goal[u] = post
        if post != here:
            walk(u, post, board, march, hexes, units, scratch, assumptions)
    elif t >= 0 and mission not in (DEFEND, GARRISON, WITHDRAW) and int(scratch.depth[int(units.side[u]), here]) != 0:
        go(u, t, 1.0, board, march, units, scratch, assumptions)


@kernel
def stand_by(u: int, board: Board, march: March, hexes: Hexes, units: Units, scratch: Scratch,
             assumptions: Assumptions) -> None:  # fmt: skip
    """S.16 for one element."""
    here, side = int(units.hex[u]), int(units.side[u])
    holes = int(units.mission[u]) == RESERVE
    if holes:
        post = find_post(u, board.x[here], board.y[here], FAR, assumptions.hold_ratio, holes, board, hexes, units,
                         scratch, assumptions)  # fmt: skip
        if post >= 0:
            count_cover(u, post, board, units, scratch)
            if post != here:
                walk(u, post, board, march, hexes, units, scratch, assumptions)
            return
    if 0 <= int(scratch.depth[side, here]) < int(assumptions.rear_hexes):
        step_back(u, board, hexes, units, scratch, assumptions)


@kernel
def brief(u: int, divisions: Divisions, operations: Operations, units: Units, scratch: Scratch) -> None:
    """Mission and posture of a unit from its division's operation; without one it holds."""
    o = int(divisions.operation[int(units.division[u])])
    scratch.choice[u] = units.goal[u]
    units.target[u], units.goal[u] = -1, -1
    units.mission[u] = operations.mission[o] if o >= 0 else HOLD
    units.posture[u] = operations.posture[o] if o >= 0 else DELIBERATE
    if int(units.mission[u]) == 0:
        units.mission[u] = HOLD


@kernel
def first_orders(u: int, board: Board, march: March, hexes: Hexes, units: Units, divisions: Divisions,
                 operations: Operations, scratch: Scratch, assumptions: Assumptions) -> int:  # fmt: skip
    """Orders of an element that do not depend on others; FOLLOWS, COVERS or STANDS_BY for those whose orders do."""
    side, h = int(units.side[u]), int(units.hex[u])
    # an attack goes on over its own supplies for a while; others turn back at once
    bold = int(units.mission[u]) in (ATTACK, PURSUE, INFILTRATE) and int(units.stock[u]) > 2000
    if not bold and (int(hexes.supply_cost[side, h]) < 0 or int(hexes.owner[h]) != side):
        if go_home(u, board, march, hexes, units, scratch):
            return STAY
        if fall_back(u, board, march, hexes, units, scratch, assumptions):
            return STAY
    t = way_point(int(units.division[u]), divisions, operations)
    does = part(u, t, board, march, divisions, operations, units, scratch, assumptions)
    attacks = int(units.mission[u]) in (ATTACK, PURSUE, INFILTRATE)
    leash = assumptions.follow_hours * (1.0 if does == FOLLOWS else FALLEN_BEHIND)
    if does == FOLLOWS or (does == COVERS and attacks and t >= 0):
        if lags(u, t, leash, march, units, scratch):
            does = ADVANCES
    if does == ADVANCES:
        mission = int(units.mission[u])
        shy = 1.0
        if mission == INFILTRATE:
            shy = 3.0
        elif mission not in (ATTACK, PURSUE):
            shy = 100.0
        go(u, t, shy, board, march, units, scratch, assumptions)
    if does in (STAY, RESTS, ADVANCES):
        there = int(units.target[u])
        free = there >= 0 and int(scratch.enemy[side, there]) == 0
        count_cover(u, there if free else h, board, units, scratch)
        does = STAY
    return does


@kernel
def execute(board: Board, march: March, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions,
            operations: Operations, contacts: Contacts, scratch: Scratch,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Orders of the day for every element: units.mission, posture, target, goal (knowledge.appraise comes first)."""
    scratch.covered[:] = 0.0
    scratch.assault[:] = 0
    value_front(board, hexes, scratch, assumptions)
    scratch.link[:] = -1
    for k in range(len(units.hex)):
        u = int(units.order[k])
        brief(u, divisions, operations, units, scratch)
        scratch.fate[u] = STAY
        if int(units.state[u]) == BROKEN and int(units.hex[u]) >= 0:
            units.mission[u], units.posture[u] = WITHDRAW, ECONOMY
            step_back(u, board, hexes, units, scratch, assumptions)
        elif int(units.state[u]) == ACTIVE and int(units.hex[u]) >= 0:
            scratch.fate[u] = first_orders(u, board, march, hexes, units, divisions, operations, scratch, assumptions)
    for does in range(FOLLOWS, STANDS_BY + 1):
        for k in range(len(units.hex)):
            u = int(units.order[k])
            if int(scratch.fate[u]) != does:
                continue
            joins = int(units.mission[u]) in (ATTACK, PURSUE, INFILTRATE) and does != STANDS_BY
            if joins and join_assault(u, board, march, units, scratch):
                continue
            if does == COVERS:
                t = way_point(int(units.division[u]), divisions, operations)
                cover(u, t, board, march, hexes, units, scratch, assumptions)
            elif does == STANDS_BY:
                stand_by(u, board, march, hexes, units, scratch, assumptions)
            else:
                count_cover(u, int(units.hex[u]), board, units, scratch)
