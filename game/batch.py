"""The one file that sees the batch axis: many worlds through the same days.

`python -m game.batch` compiles all kernels and stores them in the user's cache.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Any

import numpy as np

from game.hexmap import Board
from game.kernel import available, entry, is_compiled, mark_ready, wanted
from game.rules.sequence import run_days
from game.world import March, Sizes, World, allocate, scratch, world_of

Progress = Callable[[int, int], None]


def compile_kernels() -> bool:
    """Compile every kernel and store it in the user's cache (a minute or two); False without numba."""
    if wanted() == "plain" or not available():
        return False
    land = np.zeros(1, "i2")
    small, many = np.zeros(1, "i1"), np.zeros(1, "i4")
    sides, place = np.zeros((1, 6), "i1"), np.zeros(1)
    board = Board(
        n_land=1, n=1, cell=many, x=place, y=place, neighbour=np.full((1, 6), -1, "i2"), terrain=small,
        elevation=land, river=sides, strait=sides, road=sides, rail=sides, coast=small, port=many, port_water=land,
        airfield=small, province=small, country=small, zone=small, mainland=small, place_hex=land,
        place_importance=small,
    )  # fmt: skip
    march = March(land, land, np.zeros((1, 2, 1), "u2"), np.full((1, 6, 2), 65535, "u2"))
    sizes = Sizes(land=1, unit=1, division=1, operation=1, day=7)
    entry(run_days, compile_now=True)(board, march, world_of(allocate(sizes, 1), 0), scratch(1, 1), 0, 0)
    mark_ready()
    return True


def run(
    board: Board, march: March, worlds: World, days: int, stop: bool = False, threads: int | None = None,
    progress: Progress | None = None, compile_now: bool = False,
) -> list[int]:  # fmt: skip
    """Run every world of a batch for up to `days` days, in place; returns the days each has run.

    `stop` lets a world break off at a decision or ending. Threads share the batch only when the
    kernels are compiled (they release the interpreter lock) and there is more than one world.
    `progress(done, all)` is called after each world.
    """
    if compile_now and compile_kernels():
        function = entry(run_days, compile_now)
    else:
        function = entry(run_days)
    parts = board._asdict().items()
    arrays: dict[str, Any] = {name: np.ascontiguousarray(part) for name, part in parts if isinstance(part, np.ndarray)}
    board = board._replace(**arrays)
    number = len(worlds.clock.day)
    finished: list[int] = [0] * number
    room = (board.n_land, worlds.units.hex.shape[1])
    count = min(threads or cpu_count() or 1, number)
    if count == 1 or not is_compiled(function):
        _run_slice(function, board, march, worlds, range(number), days, stop, room, finished, progress)
        return finished
    with ThreadPoolExecutor(count) as pool:
        jobs = [
            pool.submit(_run_slice, function, board, march, worlds, range(first, number, count), days, stop, room,
                        finished, progress)
            for first in range(count)
        ]  # fmt: skip
        for job in jobs:
            job.result()
    return finished


def _run_slice(
    function: Any, board: Board, march: March, worlds: World, slice_: range, days: int, stop: bool,
    room: tuple[int, int], finished: list[int], progress: Progress | None,
) -> None:  # fmt: skip
    work = scratch(*room)
    with np.errstate(over="ignore"):  # the dice are meant to wrap around
        for index in slice_:
            finished[index] = int(function(board, march, world_of(worlds, index), work, days, int(stop)))
            if progress is not None:
                progress(sum(1 for done in finished if done), len(finished))


if __name__ == "__main__":
    compile_kernels()
