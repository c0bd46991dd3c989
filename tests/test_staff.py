"""The headquarters: what a side knows, which order is in force, what its elements are told to do."""

from typing import Any

import numpy as np
import pytest
from ascii_board import ascii_board, flat_march, make_world, paint, see_all, working_memory

from game.kernel import entry
from game.rules.conditions import all_hold, condition_holds
from game.staff.execute import execute
from game.staff.knowledge import appraise
from game.staff.plan import plan
from game.terms import Commander, Issue, Mission, Posture, State, Until
from game.terms import Test as Opcode
from game.world import Units

pytestmark = pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")  # dice are meant to wrap around

PLAIN_FIELD = """
    p p p p A p p p p p
     p p p p p p p p p p
    p p p p p p p p p p
     p p p p p p p p p p
    p p p p p p p p p p
     p p p p p p p p p p
    p p p p p p p p p p
     p p p p B p p p p p
    p p p p p p p p p p
     p p p p C p p p p p
"""
# the north belongs to side 0, the south to side 1
OWNERS = "\n".join(["0" * 10] * 4 + ["1" * 10] * 6)


STAFF: tuple[Any, ...] = (appraise, plan, execute)
Place = str | tuple[int, int]


class Field:
    """A board, one world on it, and the staff's morning."""

    def __init__(
        self, units: list[dict[str, Any]], text: str = PLAIN_FIELD, owners: str = OWNERS, orders: int = 0,
        divisions: int = 0,
    ) -> None:  # fmt: skip
        self.board, self.names = ascii_board(text)
        where = [{**unit, "hex": self.at(unit["hex"])} for unit in units]
        self.world = make_world(self.board, where, divisions, orders)
        self.world.hexes.owner[:] = paint(self.board, owners)
        # supply comes from the far edge of each side's ground
        self.world.hexes.supply_cost[0] = (-self.board.y[: self.board.n_land]).astype(int)
        self.world.hexes.supply_cost[1] = (self.board.y[: self.board.n_land] - self.board.y.min()).astype(int)
        self.march = flat_march(self.board, [self.names[n] for n in sorted(self.names)])
        see_all(self.world)

    def at(self, place: Place) -> int:
        """Hex of a name or of (line, column)."""
        if isinstance(place, str):
            return self.names[place]
        return int(np.nonzero(self.board.cell == place[0] * 74 + place[1])[0][0])

    def line_of(self, h: int) -> int:
        return int(self.board.cell[h]) // 74

    def give(
        self, row: int, division: int, mission: Mission, way: str = "", posture: Posture = Posture.DELIBERATE,
        **fields: int,
    ) -> None:  # fmt: skip
        o = self.world.operations
        o.division[row], o.mission[row], o.posture[row] = division, mission, posture
        o.steps[row] = len(way)
        o.way[row, : len(way)] = [int(self.march.target_of[self.names[n]]) for n in way]
        for field, value in fields.items():
            getattr(o, field)[row] = value

    def morning(self, compiled: bool = False) -> Units:
        w, memory, board, march = self.world, working_memory(self.board, self.world), self.board, self.march
        know, decide, order = (entry(f, True) if compiled else f for f in STAFF)
        know(board, w.hexes, w.units, w.divisions, w.contacts, memory, w.assumptions)
        decide(board, march, w.clock, w.hexes, w.units, w.divisions, w.operations, w.contacts, w.choices, w.sides,
               w.log, memory, w.assumptions)  # fmt: skip
        order(board, march, w.clock, w.hexes, w.units, w.divisions, w.operations, w.contacts, memory, w.assumptions)
        return w.units

    def walk_a_day(self, who: range | None = None) -> None:
        """Everybody who is not about to attack goes one hex (in place of chapter 10)."""
        w = self.world
        for u in who or range(len(w.units.hex)):
            there = int(w.units.target[u])
            held = (w.units.hex == there) & (w.units.side != w.units.side[u])
            if there >= 0 and not held.any():
                w.units.hex[u] = there
                w.hexes.owner[there] = w.units.side[u]
        w.clock.day[0] += 1
        see_all(w)


def test_attack_marches_down_the_way_and_attacks_what_bars_it() -> None:
    field = Field([{"side": 0, "hex": (3, 4)}, {"side": 1, "hex": (4, 4), "power": 500}], orders=1)
    field.give(0, 0, Mission.ATTACK, "B", Posture.ALL_OUT)
    units = field.morning()
    assert field.world.divisions.operation[0] == 0
    assert field.world.operations.issue[0] == Issue.CURRENT
    assert units.mission[0] == Mission.ATTACK
    assert units.posture[0] == Posture.ALL_OUT
    assert field.line_of(int(units.target[0])) == 4, "one hex nearer to B"


def test_columns_go_round_a_strong_point_and_do_not_attack_it_at_bad_odds() -> None:
    field = Field([{"side": 0, "hex": (3, 4)}, {"side": 1, "hex": (4, 4), "power": 9000}], orders=1)
    field.give(0, 0, Mission.ATTACK, "B")
    units = field.morning()
    assert units.target[0] >= 0
    assert units.target[0] != field.at((4, 4))


def test_attack_waits_when_hungry_but_a_pursuit_goes_on() -> None:
    for mission, waits in ((Mission.ATTACK, True), (Mission.PURSUE, False)):
        field = Field([{"side": 0, "hex": (3, 4), "stock": 200}, {"side": 1, "hex": (5, 4), "power": 500}], orders=1)
        field.give(0, 0, mission, "B")
        units = field.morning()
        assert (units.target[0] < 0) == waits
        assert (units.posture[0] == Posture.ECONOMY) == waits


def test_hungry_troops_march_on_where_nobody_is_known() -> None:
    field = Field([{"side": 0, "hex": (3, 4), "stock": 200}, {"side": 1, "hex": (9, 9)}], orders=1)
    field.give(0, 0, Mission.ATTACK, "B")
    assert field.morning().target[0] >= 0


def test_a_division_concentrates_on_what_bars_its_way() -> None:
    neck = "p p p\n p p p\n. A .\n . p .\np B p"
    units = [{"side": 0, "hex": where, "division": 0} for where in ((1, 0), (1, 1), (1, 1))]
    defender = {"side": 1, "hex": "A", "power": 4000, "division": 1}
    field = Field([*units, defender], neck, "000\n000\n.1.\n.1.\n111", orders=1, divisions=2)
    field.give(0, 0, Mission.ATTACK, "B", Posture.ALL_OUT, reserve=340)
    assert field.morning().target[:3].tolist() == [field.at("A")] * 3, "the reserve joins the assault"


def test_an_element_goes_back_before_its_rear_is_lost() -> None:
    units = [{"side": 1, "hex": (2, 4)}, {"side": 0, "hex": (4, 2)}, {"side": 0, "hex": (4, 6)}]
    salient = [list("0000000000") for _ in range(4)] + [list("1111111111") for _ in range(6)]
    for line in range(2, 5):
        salient[line] = list("0001110000")
    field = Field(units, owners="\n".join("".join(line) for line in salient), orders=3)
    for d in range(3):
        field.give(d, d, Mission.HOLD)
    assert field.line_of(int(field.morning().target[0])) == 3


def test_hold_spreads_along_the_front_without_needless_holes() -> None:
    crowd = [{"side": 1, "hex": (6, 1 + u % 8)} for u in range(6)]
    enemy = [{"side": 0, "hex": (3, c)} for c in (1, 4, 7)]
    field = Field(crowd + enemy, orders=9)
    for d in range(9):
        field.give(d, d, Mission.HOLD)
    for _ in range(6):
        units = field.morning()
        field.walk_a_day(range(6))
    posts = [int(units.hex[u]) for u in range(6)]
    assert len(set(posts)) == 6, "nobody stands on anybody"
    assert {field.line_of(h) for h in posts} == {4}
    columns = sorted(int(field.board.cell[h]) % 74 for h in posts)
    assert max(np.diff([-1, *columns, 10])) <= 3, f"no hole of three hexes: {columns}"


def test_delay_steps_back_toward_its_base_and_defend_does_not() -> None:
    for mission, stays in ((Mission.DELAY, False), (Mission.DEFEND, True)):
        field = Field([{"side": 1, "hex": (4, 4)}, {"side": 0, "hex": (3, 4), "power": 9000}], orders=2)
        field.give(0, 0, mission)
        field.give(1, 1, Mission.HOLD)
        units = field.morning()
        assert (units.target[0] < 0) == stays
        if not stays:
            assert field.line_of(int(units.target[0])) == 5


def test_withdraw_marches_to_the_line_and_then_holds() -> None:
    field = Field([{"side": 1, "hex": (4, 4)}, {"side": 0, "hex": (2, 4)}], orders=2)
    field.give(0, 0, Mission.WITHDRAW, "C")
    field.give(1, 1, Mission.HOLD)
    for _ in range(4):
        units = field.morning()
        field.walk_a_day()
    assert field.line_of(int(units.hex[0])) >= 6, "within 25 km of C"
    assert field.world.divisions.operation[0] == 0


def test_reserve_stands_off_the_front_and_plugs_a_threatened_hole() -> None:
    quiet = Field([{"side": 1, "hex": (4, 4)}, {"side": 0, "hex": (0, 0), "power": 10}], orders=2)
    needed = Field([{"side": 1, "hex": (6, 4)}, {"side": 0, "hex": (3, 4), "power": 2000}], orders=2)
    for field in (quiet, needed):
        field.give(0, 0, Mission.RESERVE)
        field.give(1, 1, Mission.HOLD)
    assert quiet.line_of(int(quiet.morning().target[0])) == 5
    assert needed.line_of(int(needed.morning().target[0])) == 5


def test_broken_and_cut_off_elements_go_home() -> None:
    units = [{"side": 1, "hex": (5, 4), "state": State.BROKEN}, {"side": 1, "hex": (1, 4)}, {"side": 0, "hex": (2, 4)}]
    field = Field(units, orders=3)
    pocket = field.at((1, 4))
    field.world.hexes.owner[pocket] = 1
    field.world.hexes.supply_cost[1, paint(field.board, OWNERS) == 0] = -1
    for d in range(3):
        field.give(d, d, Mission.HOLD)
    field.world.units.stock[1] = 0
    orders = field.morning()
    assert field.line_of(int(orders.target[0])) == 6
    assert field.line_of(int(orders.target[1])) >= 1
    assert orders.target[1] not in (-1, field.at((2, 4))), "round the enemy, not into him"


def test_the_newest_order_is_in_force_and_ends_as_it_says() -> None:
    field = Field([{"side": 1, "hex": (5, 4)}, {"side": 0, "hex": (0, 4)}], orders=4)
    field.give(0, 0, Mission.HOLD, until=Until.RELIEVED)
    field.give(1, 0, Mission.DELAY, from_day=2, until=Until.DATE, until_day=4)
    field.give(2, 0, Mission.WITHDRAW, "C", from_day=1, until=Until.OBJECTIVE)
    field.world.operations.triggers[2, 0] = (Opcode.HOLDS, 0, field.names["B"], 0)
    field.give(3, 1, Mission.HOLD)
    seen = []
    for day in range(6):
        field.world.clock.day[0] = day
        if day == 4:
            field.world.hexes.owner[field.names["B"]] = 0
        field.morning()
        seen.append(int(field.world.divisions.operation[0]))
    assert seen[:4] == [0, 0, 1, 1]
    assert seen[4] == 2, "its trigger holds now"
    assert list(field.world.operations.issue[:2]) == [Issue.ENDED, Issue.ENDED]
    assert field.world.log.script[1].tolist() == [6, 6]


def test_an_order_whose_circumstances_fail_is_void_and_the_staff_goes_on() -> None:
    field = Field([{"side": 1, "hex": (5, 4)}, {"side": 0, "hex": (3, 4)}], orders=2)
    field.give(0, 0, Mission.HOLD)
    field.give(1, 1, Mission.HOLD)
    field.world.operations.rules[0, 1] = (Opcode.HOLDS, 1, field.names["C"], 0)
    field.morning()
    assert field.world.operations.issue[0] == Issue.CURRENT
    field.world.hexes.owner[field.names["C"]] = 0
    field.world.clock.day[0] = 1
    field.morning()
    assert field.world.operations.issue[0] == Issue.VOID
    assert field.world.divisions.planned[0] == 1
    assert field.world.divisions.operation[0] >= 2, "a row of its own"


def test_the_staff_attacks_when_strong_and_gives_way_when_weak() -> None:
    strong = [{"side": 0, "hex": (3, c)} for c in (3, 4, 5)]
    field = Field([*strong, {"side": 1, "hex": (5, 4), "power": 1500}])
    field.world.sides.commander[:] = Commander.PLAN
    units = field.morning()
    assert [int(m) for m in units.mission] == [Mission.ATTACK] * 3 + [Mission.WITHDRAW]
    assert (units.target[:3] >= 0).any()


def test_the_staff_never_overwrites_an_order_by_hand() -> None:
    field = Field([{"side": 0, "hex": (3, 4)}, {"side": 1, "hex": (5, 4), "power": 500}])
    field.world.sides.commander[:] = Commander.OUTSIDE
    field.give(0, 0, Mission.GARRISON, "A", issue=Issue.WAITING)
    for day in range(4):
        field.world.clock.day[0] = day
        units = field.morning()
        assert units.mission[0] == Mission.GARRISON
    assert units.mission[1] != Mission.NONE, "the other side's staff fills in"


def hidden_enemy_orders(hide_at: Place) -> list[tuple[int, int, int]]:
    units = [{"side": 1, "hex": (5, c)} for c in (2, 4, 6)]
    field = Field([*units, {"side": 0, "hex": hide_at}, {"side": 0, "hex": (3, 4)}])
    field.world.sides.commander[:] = Commander.PLAN
    field.world.contacts.hex[1, 3] = -1
    field.world.contacts.age[1, 3] = -1
    morning = field.morning()
    return [(int(morning.mission[u]), int(morning.target[u]), int(morning.goal[u])) for u in range(3)]


def test_hidden_enemies_change_no_order() -> None:
    assert hidden_enemy_orders((3, 2)) == hidden_enemy_orders((0, 9))


def test_orders_do_not_depend_on_the_order_of_units() -> None:
    units = [{"side": 1, "hex": (5, c % 9), "id": 70 + c} for c in range(7)]
    units += [{"side": 0, "hex": (3, c), "id": 90 + c, "power": 1000 + c} for c in (1, 3, 5, 8)]
    results = []
    for permutation in (range(11), [3, 10, 6, 1, 0, 9, 2, 8, 5, 4, 7]):
        order = np.argsort([int(str(units[p]["id"])) for p in permutation])
        field = Field([{**units[p], "division": int(p)} for p in permutation], divisions=11)
        field.world.units.order[:] = order
        field.world.sides.commander[:] = Commander.PLAN
        morning = field.morning()
        results.append({int(i): (int(t), int(m)) for i, t, m in zip(morning.id, morning.target, morning.mission)})
    assert results[0] == results[1]


def test_nobody_is_sent_into_the_sea_or_over_a_strait() -> None:
    island = ". p A\n p p p\n. B C"
    field = Field([{"side": 0, "hex": (0, 1)}, {"side": 1, "hex": "B", "power": 10}], island, "...\n000\n...")
    for direction in range(6):
        field.board.strait[field.at((1, 1)), direction] = 1
    field.march = flat_march(field.board, [field.names[n] for n in "ABC"])
    field.world.sides.commander[:] = Commander.PLAN
    for _ in range(3):
        units = field.morning()
        for u in range(2):
            here, there = int(units.hex[u]), int(units.target[u])
            assert there < field.board.n_land
            assert there < 0 or field.board.strait[here, field.board.neighbour[here].tolist().index(there)] == 0
        field.walk_a_day()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((Opcode.ALWAYS, 0, 0, 0), True),
        ((Opcode.HOLDS, 1, "B", 0), True),
        ((Opcode.LOST, 1, "B", 0), False),
        ((Opcode.AFTER, 0, 0, 5), True),
        ((Opcode.BEFORE, 0, 0, 5), False),
        ((Opcode.DESTROYED, 1, 0, 0), True),
        ((Opcode.DESTROYED, 0, 0, 0), False),
        ((Opcode.STRENGTH_BELOW, 0, 0, 500), False),
        ((Opcode.STRENGTH_BELOW, 0, 0, 1001), True),
        ((Opcode.DECIDED, 0, 1, 0), True),
        ((Opcode.NORTH_OF, 0, 0, -30), True),
        ((Opcode.SOUTH_OF, 0, 0, -30), False),
        ((Opcode.WITHIN_KM, 0, "A", 20), True),
        ((Opcode.WITHIN_KM, 0, "C", 20), False),
        ((99, 0, 0, 0), False),
    ],
)
def test_conditions(row: tuple[Any, ...], expected: bool) -> None:
    field = Field([{"side": 0, "hex": (1, 4)}, {"side": 1, "hex": (5, 4), "state": State.DESTROYED}])
    w = field.world
    w.clock.day[0], w.choices.option[0], w.divisions.men_start[0] = 5, 1, 2500
    compiled = np.array([field.names.get(x, x) if isinstance(x, str) else int(x) for x in row], np.int32)
    if expected is False and row[0] == Opcode.STRENGTH_BELOW:
        w.units.men[0] = 1250
    assert condition_holds(field.board, w.clock, w.hexes, w.units, w.divisions, w.choices, compiled) is expected
    assert all_hold(field.board, w.clock, w.hexes, w.units, w.divisions, w.choices, np.zeros((4, 4), np.int32))


def test_compiled_staff_gives_the_same_orders() -> None:
    pytest.importorskip("numba")
    results = []
    for compiled in (False, True):
        units = [{"side": u % 2, "hex": (3 + 2 * (u % 2), u % 9), "power": 900 + 300 * u} for u in range(12)]
        field = Field(units, orders=2)
        field.world.sides.commander[1] = Commander.PLAN
        field.give(0, 0, Mission.ATTACK, "BC")
        field.give(1, 2, Mission.DELAY)
        for _ in range(5):
            orders = field.morning(compiled)
            field.walk_a_day()
        results.append([orders.hex.tolist(), orders.target.tolist(), orders.goal.tolist(), orders.mission.tolist()])
    assert results[0] == results[1]
