"""March tables of a theatre: hours of march from everywhere to each place that an order may name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from game.hexmap import Board
from game.rules.movement import hours_to, step_table
from game.world import Array, March

IMPORTANT = 2  # places of at least this importance are targets whether or not an order names them

_STEPS: dict[bytes, Array] = {}
_HOURS: dict[tuple[bytes, int], Array] = {}


def march_of(board: Board, named: Iterable[int]) -> March:
    """The march tables to the places of the board and to every hex in `named`; kept in memory by board."""
    key = _key(board)
    if key not in _STEPS:
        _STEPS[key] = step_table(board)
    step = _STEPS[key]
    targets = sorted({hex_ for hex_ in named if 0 <= hex_ < board.n_land} | set(_places(board)))
    hours = []
    for target in targets:
        if (key, target) not in _HOURS:
            _HOURS[key, target] = hours_to(board, step, target)
        hours.append(_HOURS[key, target])
    target_of = np.full(board.n_land, -1, np.int16)
    target_of[targets] = np.arange(len(targets))
    return March(np.array(targets, np.int16), target_of, np.stack(hours), step)


def _places(board: Board) -> list[int]:
    hexes = board.place_hex[board.place_importance >= IMPORTANT]
    return [int(hex_) for hex_ in hexes if 0 <= hex_ < board.n_land]


def _key(board: Board) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for array in (board.cell, board.terrain, board.river, board.strait, board.road):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
