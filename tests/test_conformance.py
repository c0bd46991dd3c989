"""Every scenario, day by day: what must be true of any world whatever the orders."""

import os
import subprocess
import sys

import numpy as np
import pytest

from game import scenario as scenarios
from game.kernel import available
from game.rules.sequence import run_days
from game.setup import build
from game.terms import State
from game.world import scratch, world_of

PLAYABLE = [entry.id for entry in scenarios.available() if not entry.problems]


def broken_rules(board, world):
    """Sentences about what is wrong with a world; none if it is sound."""
    units, hexes = world.units, world.hexes
    on_map = units.hex >= 0
    in_order = on_map & (units.state == State.ACTIVE)
    wrong = []
    for h in np.unique(units.hex[in_order]):
        here = in_order & (units.hex == h)
        if len(set(units.side[here])) > 1:
            wrong.append(f"both sides stand in hex {h}")
        if hexes.owner[h] != units.side[here][0]:
            wrong.append(f"hex {h} holds units of side {units.side[here][0]} and belongs to {hexes.owner[h]}")
    alive = np.isin(units.state, (State.ACTIVE, State.BROKEN))
    if (alive & ~on_map).any():
        wrong.append(f"units in the field without a hex: {np.nonzero(alive & ~on_map)[0][:5]}")
    if (on_map & ~alive).any():
        wrong.append(f"units on the map that do not exist: {np.nonzero(on_map & ~alive)[0][:5]}")
    if (units.hex >= board.n_land).any():
        wrong.append("units in the sea")
    for name, low, high in (("cohesion", 0, 1000), ("entrench", 0, 1000), ("fed", 0, 1000)):
        values = getattr(units, name)
        if values.min() < low or values.max() > high:
            wrong.append(f"{name} from {values.min()} to {values.max()}")
    for name in ("men", "guns", "tanks", "stock", "power"):
        if getattr(units, name).min() < 0:
            wrong.append(f"negative {name}")
    if (units.stock > units.stock_full).any():
        wrong.append("more supply carried than can be carried")
    if not np.isin(hexes.owner, (-1, 0, 1)).all():
        wrong.append("a hex belongs to a side that does not exist")
    return wrong


def run_watched(scenario_id, days, commanders, seed):
    match = build(scenarios.load(scenario_id), worlds=1, seed=seed, commanders=commanders)
    world, room = world_of(match.worlds, 0), scratch(match.board.n_land, match.worlds.units.hex.shape[1])
    assert broken_rules(match.board, world) == [], f"{scenario_id} is unsound before the first day"
    with np.errstate(over="ignore"):
        for day in range(days):
            run_days(match.board, match.march, world, room, 1, 0)
            assert broken_rules(match.board, world) == [], f"{scenario_id}, day {day + 1}"


@pytest.mark.parametrize("scenario_id", PLAYABLE)
@pytest.mark.parametrize("both", ["history", "staff"])
def test_three_days_in_plain_python_keep_the_rules(scenario_id, both):
    run_watched(scenario_id, 3, {"dprk": both, "un": both}, seed=3)


@pytest.mark.timeout(900)
@pytest.mark.skipif(not available(), reason="numba is not installed: there is no compiled path to check")
def test_no_kernel_reads_or_writes_outside_its_arrays(tmp_path):
    """Thirty days of every scenario, compiled with bounds checks in a process of its own."""
    program = (
        "from game import batch, scenario\nfrom game.setup import build\nfrom game.world import world_of\n"
        "from tests.test_conformance import PLAYABLE, broken_rules\n"
        "for name in PLAYABLE:\n"
        "    for who in ('history', 'staff'):\n"
        "        match = build(scenario.load(name), worlds=2, seed=5, commanders={'dprk': who, 'un': who})\n"
        "        batch.run(match.board, match.march, match.worlds, 30, compile_now=True)\n"
        "        for k in range(2):\n"
        "            assert broken_rules(match.board, world_of(match.worlds, k)) == [], (name, who)\n"
        "print('sound')\n"
    )
    own = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "P38_HOME": str(tmp_path), "P38_KERNELS": "compiled"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "sound" in done.stdout
