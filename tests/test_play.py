"""A game played turn by turn, told day by day, and seen again."""

import datetime

import numpy as np
import pytest

from game import orders, scenario, setup, world
from game.chronicle import Teller, gained, losses_by_week
from game.play import Game, losses_between, turn_lengths
from game.terms import Commander, Mission, Posture, Until
from game.view import Picture
from game.world import world_of

INVASION = scenario.load("korea-1950-invasion")
PLACES = {place.id: place.name for place in INVASION.theatre.places}


@pytest.fixture(scope="module")
def played() -> Game:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("P38_KERNELS", "plain")
        game = Game.start("korea-1950-invasion", seed=3)
        for _ in range(4):
            game.advance()
    return game


def test_turns_follow_the_scenario() -> None:
    lengths = turn_lengths(INVASION, INVASION.period.from_)
    assert lengths[0] == 2
    assert sum(lengths) == (INVASION.period.to - INVASION.period.from_).days + 1
    late = turn_lengths(INVASION, datetime.date(1950, 7, 5))
    assert sum(late) == (INVASION.period.to - datetime.date(1950, 7, 5)).days + 1


def test_a_game_keeps_every_day(played: Game) -> None:
    assert played.turn == 4
    assert [len(played.days(turn)) for turn in range(4)] == played.turns[:4]
    dates = [picture.date for turn in range(4) for picture in played.days(turn)]
    assert dates == [INVASION.period.from_ + datetime.timedelta(day) for day in range(len(dates))]
    assert played.date == dates[-1] + datetime.timedelta(1)
    assert played.picture(0).date == INVASION.period.from_
    assert played.picture(4) is played.days(3)[-1]
    assert not np.array_equal(played.picture(0).owner, played.picture(4).owner)


def test_pictures_hold_what_a_screen_draws(played: Game) -> None:
    picture = played.picture(4)
    assert picture.weather in {"clear", "overcast", "rain", "snow", "bitter cold"}
    assert len(picture.units) > 50
    for unit in picture.units:
        assert 0 <= unit.hex < played.board.n_land
        assert unit.side in {"dprk", "un"}
        assert unit.size in {"II", "III", "X", "XX"}
        assert 0 <= unit.cohesion <= 1
        assert 0 <= unit.supply <= 1
        assert unit.short
        assert unit.name
    third = [unit for unit in picture.units if unit.division == "kpa-3-div"]
    assert {unit.formation for unit in third} == {"kpa-i-corps"}


def test_every_day_has_a_line_and_every_turn_a_verdict(played: Game) -> None:
    for turn in range(4):
        assert all(line.endswith(".") and "{" not in line for line in played.lines(turn))
        verdict = played.verdict(turn)
        assert "front" in verdict
        assert "lost" in verdict
    told = " ".join(line for turn in range(4) for line in played.lines(turn))
    assert "DPRK takes" in told


def test_a_turn_can_be_seen_again_and_does_not_change(played: Game) -> None:
    before = world.world_hash(world_of(played.at(1), 0))
    old = played.at(1)
    old.units.men[:] = 0
    assert world.world_hash(world_of(played.at(1), 0)) == before


def test_two_games_of_one_seed_are_the_same(played: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P38_KERNELS", "plain")
    again = Game(INVASION, seed=3)
    again.advance()
    assert again.lines(0) == played.lines(0)
    assert world.world_hash(world_of(again.at(1), 0)) == world.world_hash(world_of(played.at(1), 0))


def test_commanders_are_appointed_between_turns() -> None:
    game = Game(INVASION, commanders={"un": "staff"})
    assert dict(game.commander) == {"dprk": "history", "un": "staff"}
    game.commander["dprk"] = "staff"
    assert int(game.match.worlds.sides.commander[0, 0]) == Commander.PLAN
    with pytest.raises(ValueError, match="no commander"):
        game.commander["un"] = "napoleon"
    with pytest.raises(KeyError):
        game.commander["ussr"] = "staff"


def test_the_record_comes_in_the_same_shape(played: Game) -> None:
    ghost = played.history(datetime.date(1950, 8, 4))
    assert isinstance(ghost, Picture)
    assert len(ghost.units) > 60
    assert ghost.owner.shape == (played.board.n_land,)
    seoul = played.match.names.place_hex["seoul"]
    assert int(ghost.owner[seoul]) == 0
    assert int(played.history(datetime.date(1950, 6, 26)).owner[seoul]) == 1


def test_a_game_ends_with_its_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P38_KERNELS", "plain")
    game = Game(INVASION, date=datetime.date(1950, 9, 10))
    while not game.over:
        game.advance()
    turns = game.turn
    game.advance()
    assert game.turn == turns == game.last_turn
    assert game.days(turns - 1)[-1].date == INVASION.period.to


def test_the_weeks_add_up(played: Game) -> None:
    one = world_of(played.at(4), 0)
    weeks = losses_by_week(one, played.match.calendar)
    assert len(weeks) == 2
    assert sum(lost[0] for _, lost in weeks) == int(one.sides.men_lost[0])


def test_a_hex_tells_its_ground_and_who_feeds_it(played: Game) -> None:
    facts = played.hex(played.match.names.place_hex["pusan"])
    assert (facts.place, facts.terrain, facts.owner) == ("Pusan", "city", "un")
    assert facts.haulage == 0
    assert facts.source == "pusan-port"
    hours = dict(facts.march_hours)
    assert hours["motor"] < hours["foot"]


def test_ground_gained_is_area() -> None:
    before, after = np.array([0, 0, 1, -1], np.int8), np.array([0, 1, 1, -1], np.int8)
    assert gained(before, after) == pytest.approx(86.6)
    assert gained(after, before) == pytest.approx(-86.6)


def test_losses_of_the_record_are_told_only_where_it_has_them() -> None:
    figures, first, last = INVASION.book.figures, datetime.date(1950, 6, 25), datetime.date(1950, 6, 28)
    assert losses_between(figures, {"rok": 1, "kpa": 0}, first, last)[1] > 20_000
    assert list(losses_between(figures, {"rok": 1, "uk": 1, "kpa": 0}, first, last)) == [0], "no figure for the UK"
    assert losses_between(figures, {"rok": 1}, datetime.date(1949, 1, 1), datetime.date(1949, 1, 8)) == {}


def test_places_are_told_by_name_or_nearest_name(played: Game) -> None:
    teller = Teller(played.board, played.match.names)
    seoul = played.match.names.place_hex["seoul"]
    assert teller.where(seoul) == "at Seoul"
    nameless = next(h for h in range(played.board.n_land) if h not in played.match.names.place_at)
    assert " km " in teller.where(nameless)


# ------------------------------------------------------------ orders in words

SPOKEN = [
    ("attack seoul", orders.Order(Mission.ATTACK, ("seoul",))),
    (
        "attack Seoul via Uijongbu, Pochon all_out keeping 20% until objective",
        orders.Order(Mission.ATTACK, ("seoul",), ("uijongbu", "pochon"), Posture.ALL_OUT, 20, Until.OBJECTIVE),
    ),
    ("hold", orders.Order(Mission.HOLD)),
    (
        "withdraw taegu economy until 1950-08-01",
        orders.Order(Mission.WITHDRAW, ("taegu",), (), Posture.ECONOMY, 0, datetime.date(1950, 8, 1)),
    ),
]


@pytest.mark.parametrize(("text", "order"), SPOKEN, ids=[text for text, _ in SPOKEN])
def test_orders_are_understood_and_said_again(text: str, order: orders.Order) -> None:
    assert orders.parse(text, PLACES) == order
    assert orders.parse(orders.text_of(order), PLACES) == order


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("atack seoul", 1, "attack"), ("attack seol", 8, "seoul"), ("hold pusan until tomorrow", 18, ""),
        ("attack seoul keeping 200%", 22, ""), ("", 1, "attack"), ("attack seoul via", 14, ""),
        ("attack seoul all_out suwon", 22, ""), ("attack seoul,, suwon", 8, ""),
    ],
)  # fmt: skip
def test_orders_that_cannot_be_understood_are_located(text: str, column: int, hint: str) -> None:
    with pytest.raises(orders.OrderError) as error:
        orders.parse(text, PLACES)
    assert error.value.column == column
    assert hint in error.value.hint


def test_an_order_of_a_player_is_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P38_KERNELS", "plain")
    match = setup.build(INVASION, seed=2, commanders={"dprk": "outside"})
    division = match.names.divisions.index("kpa-4-div")
    one, order = world_of(match.worlds, 0), orders.parse("attack Chunchon all_out", PLACES)
    orders.write(
        order, one.operations, one.divisions, division, match.march, match.names.place_hex, 0, match.calendar.start
    )
    game_row = len(one.operations.division) - len(one.divisions.id) + division
    setup_day = int(one.clock.day[0])
    from_day = int(one.operations.from_day[game_row])
    assert from_day == setup_day
    with pytest.raises(ValueError, match="march to"):
        orders.write(
            orders.Order(Mission.ATTACK, ("nowhere",)), one.operations, one.divisions, division, match.march,
            {"nowhere": int(np.flatnonzero(match.march.target_of < 0)[0])}, 0, match.calendar.start,
        )  # fmt: skip
