"""Chapter 7: supply.

7.1 Supply comes from sources: ports, frontier crossings and depots. A source works while its side
    holds its hex. A port or a crossing that was lost opens again some days after it is held anew;
    a depot in the interior is emptied when it falls, and stays empty.
7.2 From the sources it goes by the cheapest way over own land. A way is measured in haulage: a
    kilometre of double railway costs least, then single and narrow gauge, main and secondary road,
    and open country by its terrain. Mud adds to everything but rails, a river side without bridge
    adds, and so does ground on which the enemy presses harder than the owner. Straits cannot be
    crossed.
7.3 A railway on ground that changed hands carries nothing until it has been repaired.
7.4 Each unit draws on the source that is cheapest to reach. It asks for what it used (a day of
    battle takes the full need, a day of marching or rest a share of it) and something to fill up
    its stocks. The need follows its men (by way of marching: lorries eat petrol), guns and tanks.
    A source asked for more than it can forward draws the rest from the nearest larger one behind it.
7.5 In one day at most the need of a day of battle comes up. Three things cut it: distance (beyond
    the reach of the army's lorries and carts it falls as 1 / distance, for each trip takes that much
    longer), capacity (where even the sources behind are exhausted everybody gets the same share) and
    interdiction (the part of the haul that aircraft stop; the longer the way, the more they see).
7.6 What arrives is added to what is left of the stocks, up to what the unit can carry: about a week
    for an army on foot, three days for one on wheels. A unit that no way reaches gets nothing,
    and if it is broken besides, it has lost its stocks.
7.7 Only the ways that something has changed for are found again; the result is the same as if all
    were found every day. For mud the state of the roads is taken once a week.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.note import note
from game.terms import Country, EventKind, MarchMode, Phase, Shortage, State
from game.world import NEVER, Array, Assumptions, Clock, Hexes, Log, Scratch, Sides, Units

SUPPLY, STARVING, ACTIVE, BROKEN = int(Phase.SUPPLY), int(EventKind.STARVING), int(State.ACTIVE), int(State.BROKEN)
ENOUGH, CUT_OFF, FAR = int(Shortage.NONE), int(Shortage.CUT_OFF), int(Shortage.DISTANCE)
OVERLOADED, BOMBED = int(Shortage.CAPACITY), int(Shortage.INTERDICTION)
MANCHURIA, MARITIME = int(Country.MANCHURIA), int(Country.SOVIET_MARITIME)
MOTOR, LIGHT = int(MarchMode.MOTOR), int(MarchMode.LIGHT_FOOT)
ROOM = 32  # sources
BUCKETS = 4096  # scratch.queue[cost]: first hex of that cost that waits; no way is longer
PRICES, ZONE_ROW = 4096, 16  # scratch.queue[PRICES + ZONE_ROW * zone + ...]: haulage of a step of each kind
ROAD, GROUND, FORD, PRESSED = 4, 6, 12, 13
RAIL_CUT, HARASSED = 4, 8  # bits of hexes.haul beside 1 + owner
LINKS = 5120  # scratch.queue[LINKS + ROOM * s + t]: haulage between sources s and t
FAR_AWAY, NOT_WAITING = 30000, -2
WET_STATES = 625  # four zones in five steps
KG_PER_TON = 907


@kernel
def price(sides: Sides, assumptions: Assumptions, scratch: Scratch) -> None:
    """Rule 7.2: haulage of a step of 10 km of each kind, by weather zone, into scratch.queue."""
    mud_code = int(sides.haul_state[0]) % WET_STATES
    for zone in range(4):
        row = PRICES + ZONE_ROW * zone
        mud = 1.0 + assumptions.haul_mud * float(mud_code % 5) / 4.0
        mud_code //= 5
        scratch.queue[row + 1] = int(assumptions.haul_narrow)
        scratch.queue[row + 2] = int(assumptions.haul_single)
        scratch.queue[row + 3] = int(assumptions.haul_double)
        scratch.queue[row + ROAD + 1] = int(assumptions.haul_secondary * mud)
        scratch.queue[row + ROAD + 2] = int(assumptions.haul_main * mud)
        scratch.queue[row + GROUND + 1] = int(assumptions.haul_plain * mud)
        scratch.queue[row + GROUND + 2] = int(assumptions.haul_hills * mud)
        scratch.queue[row + GROUND + 3] = int(assumptions.haul_mountain * mud)
        scratch.queue[row + GROUND + 4] = int(assumptions.haul_high * mud)
        scratch.queue[row + GROUND + 5] = int(assumptions.haul_plain * mud)  # a city
        scratch.queue[row + FORD] = int(assumptions.haul_ford)
        scratch.queue[row + PRESSED] = int(assumptions.haul_pressed)


@kernel
def step(costs: Array, zone: int, rail: int, road: int, river: int, ground: int, here: int, there: int) -> int:
    """Rule 7.2: haulage of a step into a hex of weather zone and terrain `ground`, over a side with this rail,
    road and river; `here` and `there` are hexes.haul of both hexes. (Numbers only: it runs 40,000 times a day.)"""
    row = PRICES + ZONE_ROW * zone
    if rail > 0 and (here | there) & RAIL_CUT == 0:
        cost = int(costs[row + rail])
    elif road > 0:
        cost = int(costs[row + ROAD + road])
    else:
        cost = int(costs[row + GROUND + ground])
        if rail == 0:  # a line out of use still has a trail and a bridge
            cost += int(costs[row + FORD]) * river
    if there & HARASSED:
        cost += int(costs[row + PRESSED])
    return max(cost, 1)


@kernel
def survey(board: Board, hexes: Hexes, scratch: Scratch, assumptions: Assumptions) -> int:
    """Rules 7.2, 7.3: mend railways; codes of today (as hexes.haul) into scratch.mark, hexes that have
    another code than yesterday into scratch.head. Returns their number."""
    owner_of, trains, repair, haul, pressure = hexes.owner, hexes.trains, hexes.repair, hexes.haul, hexes.pressure
    mend, number = min(int(assumptions.rail_repair), 100), 0
    for h in range(board.n_land):
        owner, left = int(owner_of[h]), int(repair[h])
        if int(trains[h]) != owner + 1:
            left = mend if int(trains[h]) > 0 else left
            trains[h] = owner + 1
        elif left > 0:
            left -= 1
        repair[h] = left
        code = owner + 1 + (RAIL_CUT if left > 0 else 0)
        if owner >= 0 and int(pressure[1 - owner, h]) > int(pressure[owner, h]):
            code += HARASSED
        scratch.mark[h] = code
        if code != int(haul[h]):
            scratch.head[number] = h
            number += 1
    return number


@kernel
def outlasts_capture(board: Board, h: int) -> bool:
    """Rule 7.1: a port, or a hex on the frontier of Manchuria or the Maritime Province."""
    if int(board.port[h]) > 0:
        return True
    for d in range(6):
        b = int(board.neighbour[h, d])
        if 0 <= b < board.n_land and int(board.country[b]) in (MANCHURIA, MARITIME):
            return True
    return False


@kernel
def open_sources(board: Board, clock: Clock, hexes: Hexes, sides: Sides, assumptions: Assumptions) -> bool:
    """Rules 7.1, 7.7: open and shut sources, look at the mud once a week; True when all ways must be found anew."""
    before, state = int(sides.haul_state[0]), 1
    for s in range(len(sides.source_hex)):
        h, shut = int(sides.source_hex[s]), int(sides.source_shut[s])
        if h >= 0 and int(hexes.owner[h]) != int(sides.source_side[s]):
            sides.source_shut[s] = min(int(assumptions.source_opens), 100) if outlasts_capture(board, h) else NEVER
        elif 0 < shut < NEVER:
            sides.source_shut[s] = shut - 1
        state = state * 2 + (1 if h >= 0 and int(sides.source_shut[s]) == 0 else 0)
    mud = before % WET_STATES
    if before == 0 or int(clock.day[0]) % 7 == 0:
        mud = 0
        for zone in range(3, -1, -1):
            mud = mud * 5 + int(clock.wet[zone]) // 250
    sides.haul_state[0] = state * WET_STATES + mud
    return int(sides.haul_state[0]) != before


@kernel
def put(h: int, cost: int, best: Array, queue: Array, after: Array, before: Array) -> int:
    """Let hex h wait with a new cost, in the bucket of that cost (doubly linked lists). Returns hexes added, 0 or 1."""
    added = 1
    if int(before[h]) != NOT_WAITING:
        ahead, behind = int(after[h]), int(before[h])
        if behind >= 0:
            after[behind] = ahead
        else:
            queue[int(best[h])] = ahead
        if ahead >= 0:
            before[ahead] = behind
        added = 0
    first = int(queue[cost])
    best[h] = cost
    before[h] = -1
    after[h] = first
    if first >= 0:
        before[first] = h
    queue[cost] = h
    return added


@kernel
def join(queue: Array, s: int, t: int, link: int) -> None:
    """Note a way between two sources, if it is the cheapest yet."""
    if link < int(queue[LINKS + ROOM * s + t]):
        queue[LINKS + ROOM * s + t] = link
        queue[LINKS + ROOM * t + s] = link


@kernel
def find_rear(sides: Sides, side: int, queue: Array) -> None:
    """Rule 7.4: nearest larger source behind each source of a side, over the ways between sources."""
    number = len(sides.source_hex)
    for between in range(number):
        if int(sides.source_side[between]) == side:
            for s in range(number):
                half = int(queue[LINKS + ROOM * s + between])
                if half < FAR_AWAY:
                    for t in range(number):
                        if t != s:
                            join(queue, s, t, half + int(queue[LINKS + ROOM * between + t]))
    for s in range(number):
        if int(sides.source_side[s]) == side:
            sides.source_rear[s] = -1
            sides.source_link[s] = FAR_AWAY
            for t in range(number):
                link = int(queue[LINKS + ROOM * s + t])
                if int(sides.source_tons[t]) > int(sides.source_tons[s]) and link < int(sides.source_link[s]):
                    sides.source_rear[s] = t
                    sides.source_link[s] = link


@kernel
def by_size(sides: Sides, queue: Array) -> None:
    """Source indexes in ascending tons (insertion sort) into queue[0:number]."""
    for s in range(len(sides.source_hex)):
        k = s
        while k > 0 and int(sides.source_tons[int(queue[k - 1])]) > int(sides.source_tons[s]):
            queue[k] = queue[k - 1]
            k -= 1
        queue[k] = s


@kernel
def forward(sides: Sides, queue: Array) -> None:
    """Rule 7.4: what a source cannot forward is asked of the one behind it. Fills source_share and source_extra."""
    number = len(sides.source_hex)
    by_size(sides, queue)
    for k in range(number):
        s = int(queue[k])
        load, can, rear = int(sides.source_load[s]), int(sides.source_tons[s]) * KG_PER_TON, int(sides.source_rear[s])
        sides.source_share[s] = 1000 if load <= can else can * 1000 // load
        sides.source_extra[s] = 0
        if load > can and rear >= 0:
            sides.source_load[rear] += load - can
    for k in range(number - 1, -1, -1):
        s, rear = int(queue[k]), int(sides.source_rear[int(queue[k])])
        own = int(sides.source_share[s])
        if own < 1000 and rear >= 0:
            drawn = (1000 - own) * int(sides.source_share[rear]) // 1000
            further = int(sides.source_link[s]) + int(sides.source_extra[rear])
            sides.source_share[s] = own + drawn
            sides.source_extra[s] = drawn * further // max(own + drawn, 1)


@kernel
def forget(board: Board, hexes: Hexes, side: int, number: int, scratch: Scratch) -> int:
    """Rule 7.7: strike out the ways of a side that led over one of `number` changed hexes (scratch.head), and
    list the hexes concerned in scratch.number2. Steps are priced as they were. Returns their number."""
    best, haul, zone, terrain, land = hexes.supply_cost[side], hexes.haul, board.zone, board.terrain, board.n_land
    neighbour, strait, rail, road, river = board.neighbour, board.strait, board.rail, board.road, board.river
    queue, listed, was = scratch.queue, scratch.number2, scratch.number
    count = number
    for k in range(number):
        h = int(scratch.head[k])
        listed[k], was[h], best[h] = h, best[h], -1
    k = 0
    while k < count:
        a = int(listed[k])
        k += 1
        cost = int(was[a])
        for d in range(6):
            b = int(neighbour[a, d])
            if cost >= 0 and 0 <= b < land and int(best[b]) > cost and int(strait[a, d]) == 0:
                over = step(queue, int(zone[b]), int(rail[a, d]), int(road[a, d]), int(river[a, d]),
                            int(terrain[b]), int(haul[a]), int(haul[b]))  # fmt: skip
                if int(best[b]) == cost + over:
                    listed[count], was[b], best[b] = b, best[b], -1
                    count += 1
    return count


@kernel
def seed(board: Board, hexes: Hexes, sides: Sides, side: int, count: int, scratch: Scratch) -> int:
    """Give each of `count` listed hexes the best way that a neighbour offers, and each source nought; they wait.
    Returns the number of hexes that wait."""
    best, source, owner, haul = hexes.supply_cost[side], hexes.supply_source[side], hexes.owner, scratch.mark
    queue, after, before = scratch.queue, scratch.link, scratch.number
    queue[:BUCKETS] = -1
    before[:] = NOT_WAITING
    waiting = 0
    for k in range(count):
        h, offer = int(scratch.number2[k]), BUCKETS
        source[h] = -1
        for d in range(6):
            a = int(board.neighbour[h, d])
            if int(owner[h]) == side and 0 <= a < board.n_land and int(best[a]) >= 0 and int(board.strait[h, d]) == 0:
                cost = int(best[a]) + step(
                    queue, int(board.zone[h]), int(board.rail[h, d]), int(board.road[h, d]), int(board.river[h, d]),
                    int(board.terrain[h]), int(haul[a]), int(haul[h]))  # fmt: skip
                if cost < offer or (cost == offer and int(source[a]) < int(source[h])):
                    offer = cost
                    source[h] = source[a]
        if offer < BUCKETS:
            waiting += put(h, offer, best, queue, after, before)
    for s in range(len(sides.source_hex)):
        h = int(sides.source_hex[s])
        if h >= 0 and int(sides.source_side[s]) == side and int(sides.source_shut[s]) == 0 and int(best[h]) != 0:
            waiting += put(h, 0, best, queue, after, before)
            source[h] = s
    return waiting


@kernel
def spread(board: Board, hexes: Hexes, side: int, waiting: int, scratch: Scratch) -> None:
    """Rule 7.2: cheapest ways onward from the hexes that wait, cheapest first (Dial's algorithm). Of two ways of
    one cost the one from the source of lower number counts."""
    best, source, owner, haul = hexes.supply_cost[side], hexes.supply_source[side], hexes.owner, scratch.mark
    neighbour, strait, rail, road, river = board.neighbour, board.strait, board.rail, board.road, board.river
    zone, terrain, land = board.zone, board.terrain, board.n_land
    queue, after, before = scratch.queue, scratch.link, scratch.number
    cost = 0
    while waiting > 0 and cost < BUCKETS:
        a = int(queue[cost])
        if a < 0:
            cost += 1
            continue
        ahead = int(after[a])
        queue[cost] = ahead
        if ahead >= 0:
            before[ahead] = -1
        before[a] = NOT_WAITING
        waiting -= 1
        from_source, code = int(source[a]), int(haul[a])
        for d in range(6):
            b = int(neighbour[a, d])
            if 0 <= b < land and int(owner[b]) == side and int(strait[a, d]) == 0:
                old = int(best[b])
                if old < 0 or old > cost:
                    through = cost + step(queue, int(zone[b]), int(rail[a, d]), int(road[a, d]), int(river[a, d]),
                                          int(terrain[b]), code, int(haul[b]))  # fmt: skip
                    better = old < 0 or through < old or (through == old and from_source < int(source[b]))
                    if better and through < BUCKETS:
                        waiting += put(b, through, best, queue, after, before)
                        source[b] = from_source


@kernel
def find_links(board: Board, hexes: Hexes, side: int, scratch: Scratch) -> None:
    """Rule 7.4: haulage between sources whose areas touch, into scratch.queue[LINKS ...]."""
    best, source, haul, queue = hexes.supply_cost[side], hexes.supply_source[side], scratch.mark, scratch.queue
    neighbour, strait, land = board.neighbour, board.strait, board.n_land
    queue[LINKS : LINKS + ROOM * ROOM] = FAR_AWAY
    for a in range(land):
        s = int(source[a])
        for d in range(3):
            b = int(neighbour[a, d])
            if s >= 0 and 0 <= b < land and int(source[b]) >= 0 and int(source[b]) != s and int(strait[a, d]) == 0:
                over = step(queue, int(board.zone[b]), int(board.rail[a, d]), int(board.road[a, d]),
                            int(board.river[a, d]), int(board.terrain[b]), int(haul[a]), int(haul[b]))  # fmt: skip
                join(queue, s, int(source[b]), int(best[a]) + over + int(best[b]))


@kernel
def find_ways(board: Board, clock: Clock, hexes: Hexes, sides: Sides, scratch: Scratch,
              assumptions: Assumptions) -> None:  # fmt: skip
    """Rules 7.1-7.4, 7.7: supply_cost and supply_source of every hex, and the source behind each source."""
    changed = survey(board, hexes, scratch, assumptions)
    anew = open_sources(board, clock, hexes, sides, assumptions)
    if changed == 0 and not anew:
        return
    price(sides, assumptions, scratch)
    for side in range(len(hexes.supply_cost)):
        if anew:
            hexes.supply_cost[side, :] = -1
            hexes.supply_source[side, :] = -1
        count = 0 if anew else forget(board, hexes, side, changed, scratch)
        spread(board, hexes, side, seed(board, hexes, sides, side, count, scratch), scratch)
        find_links(board, hexes, side, scratch)
        find_rear(sides, side, scratch.queue)
    for k in range(changed):
        hexes.haul[int(scratch.head[k])] = scratch.mark[int(scratch.head[k])]


@kernel
def need(mode: int, men: int, guns: int, tanks: int, assumptions: Assumptions) -> int:
    """Rule 7.4: kilograms a unit needs on a day of battle, at least 1."""
    ration = assumptions.need_motor if mode == MOTOR else assumptions.need_foot
    ration = assumptions.need_light if mode == LIGHT else ration
    return 1 + int(men * ration + guns * assumptions.need_gun + tanks * assumptions.need_tank)


@kernel
def used_of(fighting: int, moved: bool, assumptions: Assumptions) -> int:
    """Rule 7.4: share of that need used since yesterday, thousandths."""
    if fighting > 0:
        return 1000
    return int(1000.0 * (assumptions.need_marching if moved else assumptions.need_resting))


@kernel
def delivery(mode: int, cost: int, capacity: int, interdiction: int,
             assumptions: Assumptions) -> tuple[int, int, int]:  # fmt: skip
    """Rule 7.5: shares that get through for distance, capacity and interdiction, each in thousandths."""
    reach = assumptions.reach_motor if mode == MOTOR else assumptions.reach_foot
    distance = 1000 if cost <= reach else int(1000.0 * reach / cost)
    exposed = min(float(cost / assumptions.air_exposure), 1.0)
    return distance, capacity, 1000 - int(float(interdiction) * exposed)


@kernel
def ask(hexes: Hexes, units: Units, sides: Sides, scratch: Scratch, assumptions: Assumptions) -> None:
    """Rule 7.4: what each unit used (scratch.loss) and asks for (scratch.shock), thousandths; load of the sources."""
    sides.source_load[:] = 0
    filling = int(1000.0 * assumptions.need_filling)
    for u in range(len(units.hex)):
        here, state = int(units.hex[u]), int(units.state[u])
        scratch.loss[u] = -1
        if here < 0 or state not in (ACTIVE, BROKEN):
            continue
        used = used_of(int(units.fighting[u]), int(units.still[u]) == 0, assumptions)
        room = max(int(units.stock_full[u]) - int(units.stock[u]), 0)
        scratch.loss[u] = used
        scratch.shock[u] = used + min(room, filling)
        s = int(hexes.supply_source[int(units.side[u]), here])
        if s >= 0:
            need_kg = need(int(units.mode[u]), int(units.men[u]), int(units.guns[u]), int(units.tanks[u]), assumptions)
            sides.source_load[s] += need_kg * int(scratch.shock[u]) // 1000


@kernel
def deliver(clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log, scratch: Scratch,
            assumptions: Assumptions) -> None:  # fmt: skip
    """Rules 7.5, 7.6: fed, stock and shortage of every unit."""
    for k in range(len(units.order)):
        u = int(units.order[k])
        used, wanted = int(scratch.loss[u]), int(scratch.shock[u])
        if used < 0:
            continue
        side, here = int(units.side[u]), int(units.hex[u])
        cost, got, why = int(hexes.supply_cost[side, here]), 0, CUT_OFF
        if int(clock.switches[1]) == 1:
            got = wanted
        elif cost >= 0:
            s = int(hexes.supply_source[side, here])
            cost += int(sides.source_extra[s])
            far, full, air = delivery(int(units.mode[u]), cost, int(sides.source_share[s]),
                                      int(sides.interdiction[side]), assumptions)  # fmt: skip
            got = min(wanted, far * air // 1000) * full // 1000
            why = FAR if far <= full and far <= air else OVERLOADED if full <= air else BOMBED
        before = int(units.stock[u])
        if why == CUT_OFF and got == 0 and int(units.state[u]) == BROKEN:
            before = 0
        units.fed[u] = min(got * 1000 // max(used, 1), 1000)
        units.shortage[u] = ENOUGH if got >= used else why
        units.stock[u] = min(max(before - used, 0) + got, max(int(units.stock_full[u]), 1000))
        if before >= 500 and int(units.stock[u]) < 500:
            note(log, clock, SUPPLY, STARVING, u, here, why, int(units.fed[u]))


@kernel
def supply(board: Board, clock: Clock, hexes: Hexes, units: Units, sides: Sides, log: Log, scratch: Scratch,
           assumptions: Assumptions) -> None:  # fmt: skip
    """Chapter 7 for one day."""
    find_ways(board, clock, hexes, sides, scratch, assumptions)
    ask(hexes, units, sides, scratch, assumptions)
    forward(sides, scratch.queue)
    deliver(clock, hexes, units, sides, log, scratch, assumptions)
