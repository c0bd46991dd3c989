"""March tables of a theatre: hours of march from everywhere to each place that an order may name.

They depend on nothing but the map and the paces of rule 10.1, take seconds to make and are therefore kept, in memory
and in the user's cache.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from game.hexmap import Board
from game.kernel import cache_folder
from game.rules.movement import BLOCKED, step_table
from game.world import Array, March

IMPORTANT = 2  # places of at least this importance are targets whether or not an order names them

_KEPT: dict[str, March] = {}
Ways = list[list[tuple[int, int]]]  # by hex: (tenths of an hour, hex it is entered from)


def march_of(board: Board, named: Iterable[int]) -> March:
    """The march tables to the places of the board and to every hex in `named`."""
    step = step_table(board)
    targets = np.array(sorted({h for h in named if 0 <= h < board.n_land} | set(_places(board))), np.int16)
    key = hashlib.blake2b(step.tobytes() + targets.tobytes() + board.cell.tobytes(), digest_size=12).hexdigest()
    if key not in _KEPT:
        target_of = np.full(board.n_land, -1, np.int16)
        target_of[targets] = np.arange(len(targets))
        _KEPT[key] = March(targets, target_of, _hours(board, step, targets, key), step)
    return _KEPT[key]


def _hours(board: Board, step: Array, targets: Array, key: str) -> Array:
    """[target, mode, land] from the cache, else made and put there."""
    path = cache_folder().parents[1] / "march" / f"{key}.npy"
    shape = (len(targets), step.shape[2], board.n_land)
    try:
        kept = np.load(path, allow_pickle=False)
        if kept.shape == shape and kept.dtype == np.uint16:
            return np.asarray(kept)
    except (OSError, ValueError):
        pass
    modes = [_ways(board, step[:, :, mode]) for mode in range(step.shape[2])]
    width = 1 + int(step[step < BLOCKED].max())
    made = np.array([[_to(ways, int(target), width) for ways in modes] for target in targets], np.uint16)
    _keep(path, made)
    return made


def _keep(path: Path, table: Array) -> None:
    """Store a table; a cache that cannot be written is no cache and no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            np.save(file, table)
        beside.replace(path)
    except OSError:
        return


def _ways(board: Board, costs: Array) -> Ways:
    """For each land hex the hexes it can be entered from, with the time that takes."""
    neighbours, table = board.neighbour[: board.n_land].tolist(), costs.tolist()
    return [
        [(table[there][(d + 3) % 6], there) for d, there in enumerate(around)
         if 0 <= there < board.n_land and table[there][(d + 3) % 6] < BLOCKED]
        for around in neighbours
    ]  # fmt: skip


def _to(ways: Ways, target: int, width: int) -> list[int]:
    """[land] tenths of an hour to the target, BLOCKED where there is no way.

    A ring of buckets by time: no step takes `width` or longer.
    """
    best = [BLOCKED] * len(ways)
    best[target] = 0
    buckets: list[list[int]] = [[] for _ in range(width)]
    buckets[0].append(target)
    spent, waiting = 0, 1
    while waiting:
        bucket = buckets[spent % width]
        if bucket:
            buckets[spent % width] = []
            waiting -= len(bucket)
            for here in bucket:
                if best[here] == spent:
                    for cost, there in ways[here]:
                        total = spent + cost
                        if total < best[there]:
                            best[there] = total
                            buckets[total % width].append(there)
                            waiting += 1
        spent += 1
    return best


def _places(board: Board) -> list[int]:
    hexes = board.place_hex[board.place_importance >= IMPORTANT]
    return [int(hex_) for hex_ in hexes if 0 <= hex_ < board.n_land]
