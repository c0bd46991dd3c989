"""Chapter 0: dice.

0.1 Every throw is a hash of the world's seed, the day, the phase (chapter), who throws (a hash
    of the unit's id text) and a running number. There is no stream of random numbers: adding a
    unit or a throw changes nobody else's luck, and two worlds that differ in one decision share
    all other luck.
0.2 The hash is splitmix64's finaliser applied after each part is mixed in.
"""

import hashlib

import numpy as np

from game.kernel import kernel

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def identity(text: str) -> np.uint64:
    """64-bit identity of an id text, the `who` of all its dice."""
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little"))


@kernel
def mix(state: np.uint64, part: np.uint64) -> np.uint64:
    """Mix one 64-bit part into a 64-bit state."""
    z = (state ^ part) + _GOLDEN
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    return z ^ (z >> _S31)


@kernel
def roll(seed: np.uint64, day: int, phase: int, who: np.uint64, n: int) -> float:
    """A number in [0, 1) that depends on nothing but the five arguments."""
    z = mix(seed, np.uint64(day * 64 + phase))
    z = mix(z, who)
    z = mix(z, np.uint64(n))
    return float(z >> _S11) * (1.0 / 9007199254740992.0)
