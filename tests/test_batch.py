"""The promises of the batch: a world is a world, however many run beside it, in whatever order and however compiled."""

import datetime

import numpy as np
import pytest

from game import batch, kernel, scenario, setup
from game.terms import State
from game.world import Assumptions, copy, world_hash, world_of

INVASION = scenario.load("korea-1950-invasion")
UNTIL = datetime.date(1950, 7, 20)


def matches(worlds: int, seed: int = 7) -> setup.Match:
    return setup.build(INVASION, until=UNTIL, worlds=worlds, seed=seed)


def run(match: setup.Match, *turns: int, threads: int = 1) -> list[str]:
    for days in turns:
        batch.run(match.board, match.march, match.worlds, days, threads=threads)
    return [world_hash(world_of(match.worlds, k)) for k in range(len(match.worlds.clock.day))]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P38_KERNELS", "plain")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    if not kernel.available():
        pytest.skip("numba is not installed")
    monkeypatch.setenv("P38_KERNELS", "compiled")
    batch.compile_kernels()


@pytest.mark.usefixtures("plain")
def test_a_batch_of_one_is_world_k_of_many() -> None:
    alone, many = run(matches(1), 4), run(matches(3), 4)
    assert alone[0] == many[0]
    assert len(set(many)) == 3, "the worlds differ"


@pytest.mark.usefixtures("plain")
def test_the_same_seed_repeats_and_another_does_not() -> None:
    assert run(matches(1), 4) == run(matches(1), 4)
    assert run(matches(1, seed=7), 4) != run(matches(1, seed=8), 4)


@pytest.mark.usefixtures("plain")
def test_turn_length_changes_nothing_under_history() -> None:
    assert run(matches(1), 14) == run(matches(1), 7, 7) == run(matches(1), 2, 3, *[1] * 9)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("seed", [1, 8])
def test_the_order_of_units_changes_nothing(seed: int) -> None:
    match = matches(1, seed)
    number = len(match.names.units)
    permutation = np.argsort([unit.name[::-1] for unit in match.names.units], kind="stable")
    turned = setup.permuted(match, permutation)
    for day in range(25):
        batch.run(match.board, match.march, match.worlds, 1)
        batch.run(turned.board, turned.march, turned.worlds, 1)
        for field in ("hex", "men", "guns", "tanks", "cohesion", "stock", "state", "target"):
            first, second = getattr(match.worlds.units, field), getattr(turned.worlds.units, field)
            assert (first[:, permutation] == second).all(), f"{field} on day {day}"
        assert (match.worlds.hexes.owner == turned.worlds.hexes.owner).all()
    assert number == len(permutation)


@pytest.mark.usefixtures("plain")
def test_enemies_in_order_never_share_a_hex() -> None:
    match = matches(2, seed=4)
    for _ in range(20):
        batch.run(match.board, match.march, match.worlds, 1)
        for k in range(2):
            units = world_of(match.worlds, k).units
            there = np.flatnonzero(units.state == State.ACTIVE)
            first = {int(units.hex[u]): int(units.side[u]) for u in there}
            assert all(first[int(units.hex[u])] == int(units.side[u]) for u in there)
            assert (units.men[there] >= 0).all()
            assert (units.hex[there] < match.board.n_land).all()


@pytest.mark.usefixtures("compiled")
def test_compiled_is_plain_and_threads_are_serial(monkeypatch: pytest.MonkeyPatch) -> None:
    start = matches(5)
    threads = start._replace(worlds=copy(start.worlds))
    serial = start._replace(worlds=copy(start.worlds))
    assert run(threads, 20, threads=2) == run(serial, 20)
    three = run(matches(1), 3)
    monkeypatch.setenv("P38_KERNELS", "plain")
    assert run(matches(1), 3) == three


def changes_nothing(fields: set[str], factor: float, commander: str, seed: int, month: int) -> set[str]:
    """Which constants can be `factor` times as large without changing a match; with `month`, its first ten days."""
    commanders = {"dprk": commander, "un": commander}
    match = setup.build(INVASION, worlds=len(fields) + 1, seed=seed, commanders=commanders)
    for group in match.worlds:
        for array in map(np.asarray, group):
            array[:] = array[0]  # every world the same, but for one constant each
    if month:
        match.worlds.clock.month[:] = month
    for number, field in enumerate(sorted(fields), 1):
        np.asarray(getattr(match.worlds.assumptions, field))[number] *= factor
    batch.run(match.board, match.march, match.worlds, 10 if month else match.calendar.days)
    for field in Assumptions._fields:
        np.asarray(getattr(match.worlds.assumptions, field))[:] = 0
    hashes = [world_hash(world_of(match.worlds, k)) for k in range(len(fields) + 1)]
    return {field for field, one in zip(sorted(fields), hashes[1:]) if one == hashes[0]}


@pytest.mark.usefixtures("compiled")
def test_every_assumption_matters() -> None:
    """A constant that changes no world, however large, in summer or in winter, is dead."""
    dead = set(Assumptions._fields)
    ways = ((2.0, "history", 0), (0.5, "history", 0), (10.0, "staff", 0), (2.0, "history", 1))
    for seed in range(1, 16):  # battles in high mountains are rare: it stops at the first world that answers
        for factor, commander, month in ways:
            dead = changes_nothing(dead, factor, commander, seed, month) if dead else dead
    assert dead == set()
