"""What differs between worlds from the first day: seeds, and inputs that the sources give as a range.

Every draw is a throw of :func:`game.rules.dice.roll` by the world's own seed, so that world k is
the same whether it is built alone or among a thousand.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.rules.dice import identity, mix
from game.terms import Phase

Seeds = NDArray[np.uint64]

_mix: Any = mix  # here over all worlds at once
_MATCH = identity("world of a batch")
_UNIT = 1.0 / 9007199254740992.0


class Spread(NamedTuple):
    """A figure as the sources have it; low = best = high where they agree."""

    low: float
    best: float
    high: float

    @property
    def certain(self) -> bool:
        """True when there is nothing to draw."""
        return self.low == self.high


def world_seeds(seed: int, worlds: int) -> Seeds:
    """[worlds] seed of each world's dice: a hash of the match's seed and the world's number."""
    with np.errstate(over="ignore"):
        start = _mix(np.full(worlds, seed % 2**64, dtype=np.uint64), _MATCH)
        return np.asarray(_mix(start, np.arange(worlds, dtype=np.uint64)), dtype=np.uint64)


def throws(seeds: Seeds, what: str, n: int = 0) -> NDArray[np.float64]:
    """[worlds] numbers in [0, 1): `roll` on day 0 by `what`, for every world at once."""
    with np.errstate(over="ignore"):
        z = _mix(seeds, np.full(1, int(Phase.DICE), dtype=np.uint64))
        z = _mix(z, np.full(1, identity(what)))
        z = _mix(z, np.full(1, n, dtype=np.uint64))
    return np.asarray((z >> np.uint64(11)).astype(np.float64) * _UNIT)


def triangular(seeds: Seeds, what: str, spread: Spread) -> NDArray[np.float64]:
    """[worlds] draws, likeliest at the best figure and never outside low to high."""
    low, best, high = spread
    if spread.certain:
        return np.full(len(seeds), best)
    share, peak = throws(seeds, what), (best - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (best - low))
    falling = high - np.sqrt((1.0 - share) * (high - low) * (high - best))
    return np.where(share < peak, rising, falling)
