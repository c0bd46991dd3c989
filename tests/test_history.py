"""How the model is scored against the record, and what it scores."""

import numpy as np
import pytest

from game.hindcast import scores

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
