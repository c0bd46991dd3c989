"""Runs the worlds that are scored: history's orders on both sides, or with something changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import batch
from game.hindcast.facts import Facts
from game.scenario import Scenario
from game.setup import SWITCHES, Controls, build
from game.whatif import COMPILE_FROM

ORDERS_ONLY = frozenset(SWITCHES)


class Forecast(NamedTuple):
    """What the worlds of a batch said: arrays [worlds, ...]; dates and hexes in ascending order."""

    dates: tuple[int, ...]  # days asked for
    hexes: tuple[int, ...]  # hexes asked for
    owners: NDArray[np.int8]  # [worlds, dates, n_land]
    men: NDArray[np.int32]  # [worlds, dates, side]
    taken: NDArray[np.int32]  # [worlds, hexes, side] first day the side took it, -1 never
    script_share: float  # of division-days that stood under orders of the record
    cpu_s: float


def simulate(
    scenario: Scenario, facts: Facts, worlds: int, seed: int, switches: frozenset[str] = frozenset(),
    changes: Controls | None = None, commanders: Mapping[str, str] | None = None,
    progress: batch.Progress | None = None,
) -> Forecast:  # fmt: skip
    """Runs the window once in `worlds` worlds. The same seed gives the same dice to every variant of a window."""
    dates = sorted({fact.date for fact in facts.fronts} | {facts.last})
    hexes = sorted({fact.hex for fact in facts.places}) or [0]
    match = build(
        scenario, facts.first, facts.last, worlds, seed, commanders, dates, hexes, switches=switches, changes=changes
    )
    begun = time.process_time()
    many = worlds * facts.length > COMPILE_FROM
    batch.run(match.board, match.march, match.worlds, facts.length, progress=progress, compile_now=many)
    log = match.worlds.log
    script = log.script.sum(axis=(0, 1)).astype(np.float64)
    return Forecast(
        tuple(facts.ahead(date) for date in dates),
        tuple(hexes),
        log.owner_on,
        log.men_on,
        log.first_taken,
        float(script[0] / script[1]) if script[1] else 0.0,
        time.process_time() - begun,
    )
