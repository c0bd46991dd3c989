"""Controls: runs with one thing changed, in which most worlds must answer in the known way.

A model that fails a control has been scripted, whatever its skill.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.hindcast import scores
from game.hindcast.facts import Facts, PlaceFact
from game.hindcast.worlds import Forecast, simulate
from game.record import Record, hex_of
from game.scenario import Scenario
from game.schema.values import At
from game.setup import Controls

DPRK = 0
MOST = 0.5
NEAR_PARALLEL_KM = 20.0

Answer = Callable[[Facts, Forecast, Record], NDArray[np.bool_]]


class Control(NamedTuple):
    """One change, the last day to run to, and which worlds answered as they should."""

    name: str
    sentence: str
    last: datetime.date
    changes: Controls
    answer: Answer


def _holds(place: str, until: datetime.date) -> Answer:
    """Worlds in which the un holds the place through a date."""

    def answer(facts: Facts, forecast: Forecast, record: Record) -> NDArray[np.bool_]:
        day = _first_day(place, forecast, record)
        return np.asarray((day < 0) | (day > facts.ahead(until)))

    return answer


def _falls(place: str) -> Answer:
    def answer(facts: Facts, forecast: Forecast, record: Record) -> NDArray[np.bool_]:
        return np.asarray(_first_day(place, forecast, record) >= 0)

    return answer


def _first_day(place: str, forecast: Forecast, record: Record) -> NDArray[np.int32]:
    hex_ = hex_of(At(place=place), record.board, record.places)
    return np.asarray(forecast.taken[:, forecast.hexes.index(hex_), DPRK], dtype=np.int32)


def _stays(facts: Facts, forecast: Forecast, record: Record) -> NDArray[np.bool_]:
    """Worlds whose front on the last day lies within 20 km of where it began, by area."""
    moved = scores.front_error(forecast.owners[:, -1], facts.opening, facts.counted, record.front_km(facts.first))
    return np.asarray(moved <= NEAR_PARALLEL_KM)


INVASION = datetime.date(1950, 6, 25)
INDEPENDENCE, LANDING = datetime.date(1950, 7, 5), datetime.date(1950, 9, 15)
CONTROLS = (
    Control("kpa_half", "KPA strength halved: Seoul holds to 5 July", INDEPENDENCE,
            Controls(strength={"kpa": 0.5}), _holds("seoul", INDEPENDENCE)),
    Control("kpa_hold", "KPA ordered to hold: the front stays within 20 km of the parallel", LANDING,
            Controls(hold=("dprk",)), _stays),
    Control("no_us", "no US arrivals: Pusan falls by 15 September", LANDING,
            Controls(without=("us",)), _falls("pusan")),
)  # fmt: skip


def answers(control: Control, scenario: Scenario, record: Record, worlds: int, seed: int) -> float:
    """Share of worlds that answer a control as they should."""
    facts = _watched(record, control.last)
    forecast = simulate(scenario, facts, worlds, seed, changes=control.changes)
    return float(control.answer(facts, forecast, record).mean())


def run_controls(scenario: Scenario, record: Record, worlds: int, seed: int) -> list[dict[str, Any]]:
    """Every control of the invasion on the same seeds: {control, sentence, worlds, share, holds}."""
    rows = []
    for control in CONTROLS:
        share = answers(control, scenario, record, worlds, seed)
        rows.append(
            {
                "control": control.name,
                "sentence": control.sentence,
                "worlds": worlds,
                "share": round(share, 3),
                "holds": share > MOST,
            }
        )
    return rows


def _watched(record: Record, last: datetime.date) -> Facts:
    """Nothing is scored; Seoul and Pusan are watched."""
    opening = record.opening(INVASION).owner
    counted = (record.board.mainland[: record.board.n_land] == 1) & (opening >= 0)
    places = [
        PlaceFact(name, hex_of(At(place=name), record.board, record.places), last, DPRK, 0.0, "given")
        for name in ("seoul", "pusan")
    ]
    return Facts(INVASION, last, opening, counted, (), tuple(places), ())
