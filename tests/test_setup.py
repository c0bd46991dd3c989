"""A scenario and a day of the record become worlds: who stands where, under which orders, and how worlds differ."""

import datetime

import numpy as np
import pytest

from game import scenario, setup
from game.rules.dice import identity, roll
from game.rules.movement import hours_to
from game.setup import Controls
from game.setup.draws import Spread, throws, triangular, world_seeds
from game.terms import Issue, Mission, State
from game.world import NEVER, world_hash, world_of

INVASION = scenario.load("korea-1950-invasion")
PUSAN = scenario.load("korea-1950-pusan")
JULY = datetime.date(1950, 7, 20)


@pytest.fixture(scope="module")
def opening() -> setup.Match:
    return setup.build(INVASION, seed=7)


@pytest.fixture(scope="module", params=["invasion", "july", "pusan"])
def start(request: pytest.FixtureRequest) -> setup.Match:
    if request.param == "july":
        return setup.build(INVASION, start=JULY)
    return setup.build(INVASION if request.param == "invasion" else PUSAN)


def test_nobody_shares_a_hex_with_an_enemy(start: setup.Match) -> None:
    units, owner = start.worlds.units, start.worlds.hexes.owner[0]
    there = units.state[0] == State.ACTIVE
    assert there.sum() > 40
    hexes, sides = units.hex[0, there], units.side[0, there]
    assert (hexes >= 0).all()
    assert (hexes < start.board.n_land).all()
    assert (owner[hexes] == sides).all()


def test_divisions_in_the_line_do_not_stand_in_a_heap(start: setup.Match) -> None:
    units = start.worlds.units
    there = units.state[0] == State.ACTIVE
    regiments = there & (units.men[0] > 1500)
    _, crowd = np.unique(units.hex[0, regiments], return_counts=True)
    assert crowd.max() <= 3
    assert (crowd == 1).mean() > 0.8


def test_strengths_of_the_opening(opening: setup.Match) -> None:
    units, names = opening.worlds.units, opening.names
    there = units.state[0] == State.ACTIVE
    kpa = there & (units.force[0] == names.forces.index("kpa"))
    rok = there & (units.force[0] == names.forces.index("rok"))
    assert 100_000 < units.men[0, kpa].sum() < 140_000
    assert 55_000 < units.men[0, rok].sum() < 98_000
    assert 110 <= units.tanks[0, kpa].sum() <= 180
    assert units.tanks[0, rok].sum() == 0
    assert units.men[0, rok & (units.anti_tank[0] > 200)].sum() == 0, "nothing the ROK had stopped a T-34"


def test_a_later_start_has_the_strength_of_that_day_and_no_later_figure() -> None:
    march = setup.build(INVASION, start=JULY)
    division = [u for u, name in enumerate(march.names.units) if name.row == "kpa-4-div"]
    men = int(march.worlds.units.men[0, division].sum())
    assert 4000 < men < 7500, "5,000-6,000 men in the middle of July, 11,000 in June"


def test_arrivals_come_on_their_day_at_their_port(opening: setup.Match) -> None:
    units, names = opening.worlds.units, opening.names
    cavalry = names.unit_index("us-8-cav")
    assert int(units.state[0, cavalry]) == State.ABSENT
    assert opening.calendar.date(int(units.arrive_day[0, cavalry])) == datetime.date(1950, 7, 18)
    assert int(units.arrive_hex[0, cavalry]) == names.place_hex["pohang"]


def test_each_order_binds_divisions_that_exist_and_leads_somewhere(start: setup.Match) -> None:
    orders, march = start.worlds.operations, start.march
    rows = orders.staff[0] == 0
    assert rows.sum() > 50
    assert len(start.names.operations) == len(rows)
    assert (orders.division[0] < len(start.names.divisions)).all()
    assert (orders.issue[0, rows] == Issue.WAITING).all()
    assert (orders.issue[0, ~rows] == Issue.ENDED).all()
    assert (orders.division[0, ~rows] == np.arange(len(start.names.divisions))).all()
    attacks = np.flatnonzero(rows & (orders.mission[0] == Mission.ATTACK))
    assert len(attacks) > 10
    for row in attacks:
        steps = int(orders.steps[0, row])
        assert steps > 0, start.names.operations[row]
        way = orders.way[0, row, :steps]
        assert (way >= 0).all()
        reach = march.hours[way[-1], 0, march.target_hex[way]]
        assert (reach < 65535).all(), f"{start.names.operations[row]} leads over water"


def test_the_drive_on_seoul_follows_its_road(opening: setup.Match) -> None:
    names, orders = opening.names, opening.worlds.operations
    row = next(n for n, one in enumerate(names.operations) if one.id == "kpa-0625-4")
    hexes = [int(opening.march.target_hex[t]) for t in orders.way[0, row, : int(orders.steps[0, row])]]
    places = [names.place_at[h] for h in hexes]
    assert places.index("tongduchon") < places.index("uijongbu") < places.index("seoul")
    assert places[-1] == "seoul"


def test_old_orders_are_not_given_again_at_a_later_start() -> None:
    match = setup.build(PUSAN)
    orders = match.worlds.operations
    waiting = [(int(d), int(f)) for d, f, s in zip(orders.division[0], orders.from_day[0], orders.staff[0]) if not s]
    at_once = [division for division, day in waiting if day == 0]
    assert at_once
    assert len(at_once) <= 2 * len(set(at_once))


def test_march_tables_agree_with_the_rule(opening: setup.Match) -> None:
    for target in (0, len(opening.march.target_hex) // 2, -1):
        hours = hours_to(opening.board, opening.march.step, int(opening.march.target_hex[target]))
        assert (hours == opening.march.hours[target]).all()


def test_world_k_does_not_depend_on_the_size_of_the_batch(opening: setup.Match) -> None:
    many = setup.build(INVASION, worlds=5, seed=7)
    assert world_hash(world_of(opening.worlds, 0)) == world_hash(world_of(many.worlds, 0))
    hashes = {world_hash(world_of(many.worlds, k)) for k in range(5)}
    assert len(hashes) == 5
    again = setup.build(INVASION, worlds=3, seed=7)
    assert world_hash(world_of(again.worlds, 2)) == world_hash(world_of(many.worlds, 2))


def test_draws_are_rolls_of_the_worlds_own_seed() -> None:
    seeds = world_seeds(7, 50)
    with np.errstate(over="ignore"):
        rolled = roll(seeds[3], 0, 0, identity("tons of x"), 0)
    assert throws(seeds, "tons of x")[3] == rolled
    drawn = triangular(seeds, "tons of x", Spread(10.0, 20.0, 60.0))
    assert (drawn >= 10).all()
    assert (drawn <= 60).all()
    assert 20 < drawn.mean() < 40


def test_worlds_draw_assumptions_within_their_ranges() -> None:
    match = setup.build(INVASION, worlds=30, seed=3)
    given = {name: one for chapter in INVASION.theatre.assumptions.values() for name, one in chapter.items()}
    varied = 0
    for field in match.worlds.assumptions._fields:
        values = np.asarray(getattr(match.worlds.assumptions, field))
        one = given[field]
        assert isinstance(one.value, float)
        low, high = (one.value if one.low is None else one.low), (one.value if one.high is None else one.high)
        assert (values >= low - 1e-9).all(), field
        assert (values <= high + 1e-9).all(), field
        varied += len(np.unique(values)) > 1
    assert varied > 30


def test_controls_change_the_arrays_they_name(opening: setup.Match) -> None:
    kpa = opening.names.forces.index("kpa")
    half = setup.build(INVASION, seed=7, changes=Controls(strength={"kpa": 0.5}, hold=("dprk",), without=("us",)))
    of_kpa = half.worlds.units.force[0] == kpa
    full = int(opening.worlds.units.men[0, of_kpa].sum())
    assert half.worlds.units.men[0, of_kpa].sum() == pytest.approx(full / 2, rel=0.01)
    us = half.worlds.units.force[0] == half.names.forces.index("us")
    assert (half.worlds.units.withheld[0, us] == 1).all()
    orders, side = half.worlds.operations, half.worlds.divisions.side[0]
    rows = (side[orders.division[0]] == 0) & (orders.staff[0] == 0)
    assert (orders.mission[0, rows] == Mission.HOLD).all()
    with pytest.raises(KeyError):
        setup.build(INVASION, changes=Controls(strength={"nobody": 2.0}))


def test_decisions_of_before_the_match_are_taken() -> None:
    match = setup.build(PUSAN)
    ids = [decision.id for decision in match.names.decisions]
    number = ids.index("us-ground-troops")
    assert int(match.worlds.choices.option[0, number]) == int(match.worlds.choices.historical[0, number])
    variant = setup.build(scenario.load("no-us-ground-troops"))
    assert int(variant.worlds.choices.chosen[0, number]) != int(variant.worlds.choices.historical[0, number])


def test_means_reach_the_match(opening: setup.Match) -> None:
    sides, names = opening.worlds.sides, opening.names
    pusan = names.sources.index("pusan-port")
    assert int(sides.source_hex[0, pusan]) == names.place_hex["pusan"]
    assert 8000 <= int(sides.source_tons[0, pusan]) <= 14000
    un, august = names.sides.index("un"), opening.calendar.day(datetime.date(1950, 8, 10))
    assert int(sides.sorties[0, un, 0]) == 0
    assert 400 < int(sides.sorties[0, un, august]) < 700
    assert int(sides.replacements[0, names.forces.index("rok"), august]) > 500


def test_a_match_knows_its_last_day() -> None:
    match = setup.build(INVASION, until=JULY)
    assert match.calendar.until == JULY
    with pytest.raises(ValueError, match="before"):
        setup.build(INVASION, start=JULY, until=datetime.date(1950, 7, 1))


def test_permuted_keeps_everybody(opening: setup.Match) -> None:
    number = len(opening.names.units)
    turned = setup.permuted(opening, list(range(number))[::-1])
    former, new = opening.worlds.units, turned.worlds.units
    assert (new.id[0] == former.id[0][::-1]).all()
    assert (new.id[0][new.order[0]] == former.id[0][former.order[0]]).all()
    assert (new.leave_day <= NEVER).all()


def test_troops_of_one_type_are_equally_good_in_a_world_and_not_in_another() -> None:
    match = setup.build(INVASION, worlds=20, seed=5)
    rows = [u for u, name in enumerate(match.names.units) if name.row in ("kpa-3-div", "kpa-4-div")]
    quality = match.worlds.units.quality[:, rows]
    assert (quality == quality[:, :1]).all()
    assert len(np.unique(quality[:, 0])) > 10
    assert quality.min() >= 1000
    assert quality.max() <= 1300
