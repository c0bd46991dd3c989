"""How the model is scored against the record, and what it scores."""

import datetime

import numpy as np
import pytest

from game import hindcast
from game.hindcast import scores
from game.record import Record, hex_of
from game.scenario import load
from game.schema.values import At
from game.setup import board_of

ALL = np.ones(4, dtype=bool)


def test_front_error_is_area_by_length():
    recorded = np.array([0, 0, 1, 1], dtype=np.int8)
    owners = np.array([[0, 0, 1, 1], [0, 1, 1, 1], [1, 1, 0, -1]], dtype=np.int8)
    assert scores.front_error(owners, recorded, ALL, 86.6) == pytest.approx([0, 1, 4])
    counted = np.array([True, True, True, False])
    assert scores.front_error(owners, recorded, counted, 43.3) == pytest.approx([0, 2, 6])


def test_brier_by_hand():
    recorded = np.array([0, 0, 1, 1], dtype=np.int8)
    owners = np.array([[0, 0, 1, 1], [0, 1, 1, 0]], dtype=np.int8)
    assert scores.brier(owners, recorded, ALL) == pytest.approx((0 + 0.25 + 0 + 0.25) / 4)
    assert scores.brier(owners[:1], recorded, ALL) == 0


def test_crps_by_hand():
    assert scores.crps(np.array([5.0]), 3) == pytest.approx(2)
    assert scores.crps(np.array([2.0, 6.0]), 4) == pytest.approx(2 - 0.5 * 2)
    days = np.array([1.0, 4.0, 9.0, 30.0])
    apart = np.abs(days[:, None] - days).mean()
    assert scores.crps(days, 7) == pytest.approx(np.abs(days - 7).mean() - apart / 2)


def test_what_never_happens_counts_as_the_end_and_half_the_window():
    assert list(scores.when(np.array([3, -1], dtype=np.int32), 30)) == [3, 45]


def test_bands_and_medians():
    days = np.arange(101, dtype=np.float64)
    assert scores.inside(days, 50) == {"50": True, "80": True, "95": True}
    assert scores.inside(days, 80) == {"50": False, "80": True, "95": True}
    assert scores.inside(days, 99) == {"50": False, "80": False, "95": False}
    assert scores.median_day(np.array([4, 2, -1], dtype=np.int32)) == 4
    assert scores.median_day(np.array([4, -1, -1], dtype=np.int32)) is None


def test_skill_is_quoted_only_where_something_moved():
    assert scores.skill([10, 20], [50, 100]) == pytest.approx(0.8)
    assert scores.skill([10, 20], [10, 100], worth=scores.WORTH_KM) == pytest.approx(0.8)
    assert scores.skill([10], [12], worth=scores.WORTH_KM) is None
    assert scores.skill([90], [60], worth=scores.WORTH_KM) == pytest.approx(-0.5)


WORLDS = 20


@pytest.fixture(scope="module")
def summer():
    """The invasion to 15 September under history's orders, and what is known of it."""
    scenario = load("korea-1950-invasion")
    record = Record(scenario.book, board_of(scenario.theatre), scenario.theatre)
    facts = hindcast.facts_of(record, scenario.period.from_, scenario.period.to)
    return scenario, record, facts, hindcast.simulate(scenario, facts, WORLDS, seed=7)


def day_taken(summer, place: str, side: int = 0):
    """[worlds] day of the window on which a side first took a place, -1 never."""
    _, _, facts, forecast = summer
    fact = next(fact for fact in facts.places if fact.place == place and fact.side == side)
    return forecast.taken[:, forecast.hexes.index(fact.hex), side]


def share(worlds) -> float:
    return float(np.mean(worlds))


def on(month: int, day: int) -> int:
    return (datetime.date(1950, month, day) - datetime.date(1950, 6, 25)).days


def test_seoul_falls_by_2_july_in_most_worlds(summer):
    day = day_taken(summer, "seoul")
    assert share((day >= 0) & (day <= on(7, 2))) > 0.5


def test_taejon_falls_in_july_or_early_august_in_most_worlds(summer):
    day = day_taken(summer, "taejon")
    assert share((day >= on(7, 1)) & (day <= on(8, 10))) > 0.5


def test_the_naktong_is_reached_in_august_in_most_worlds(summer):
    reached = [day_taken(summer, place) for place in ("waegwan", "hyonpung", "yongsan", "tabudong")]
    first = np.min([np.where(day < 0, 999, day) for day in reached], axis=0)
    assert share((first >= on(8, 1)) & (first <= on(8, 31))) > 0.5
    waegwan = np.where(reached[0] < 0, 999, reached[0])
    assert on(8, 1) <= np.median(waegwan) <= on(8, 31)  # the town on the far bank where the railway crosses


def test_pusan_stands_on_15_september_in_most_worlds(summer):
    _, record, _, forecast = summer
    pusan = hex_of(At(place="pusan"), record.board, record.places)
    assert share(forecast.owners[:, -1, pusan] == 1) > 0.5


def test_the_model_knows_more_than_that_nothing_moves(summer):
    card = hindcast.score(summer[2], summer[3])
    assert card["skill"]["front"] > 0.4
    assert card["skill"]["front_at_30_days"] > 0.4
    assert card["skill"]["dates"] > 0.5
    assert 0 < card["script_share"] <= 1
    assert card["at_30_days"]["days_ahead"] in range(22, 39)


@pytest.mark.parametrize("control", hindcast.CONTROLS, ids=lambda control: control.name)
def test_control(summer, control):
    scenario, record, _, _ = summer
    assert hindcast.answers(control, scenario, record, WORLDS, seed=7) > hindcast.MOST
