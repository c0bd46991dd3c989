"""Scores of a forecast against what happened, as forecasters take them. Plain arrays in, plain numbers out.

Worlds are the first axis everywhere. Days are counted from the first day of the window, 0 the day itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

HEX_KM2 = 86.6  # area of a hex of 10 km across the flats
WORTH_KM = 40.0  # a skill is quoted only where the baseline is at least this far off
LEVELS = (50, 80, 95)  # central bands, per cent of the worlds

Owners = NDArray[np.int8]
Numbers = NDArray[np.float64]


def front_error(owners: Owners, recorded: Owners, counted: NDArray[np.bool_], front_km: float) -> Numbers:
    """[worlds] km: land held by different sides in world and record, divided by the length of the recorded front.

    owners [worlds, n_land] and recorded [n_land] are sides (-1 nobody), counted [n_land] the hexes that are scored.
    """
    differing = (owners[:, counted] != recorded[counted]).sum(axis=1)
    return np.asarray(differing * HEX_KM2 / front_km, dtype=np.float64)


def brier(owners: Owners, recorded: Owners, counted: NDArray[np.bool_]) -> float:
    """Mean square of (share of worlds in which side 1 holds the hex - 1 if it held it in the record, else 0)."""
    forecast = (owners[:, counted] == 1).mean(axis=0)
    happened = (recorded[counted] == 1).astype(np.float64)
    return float(((forecast - happened) ** 2).mean())


def when(first_day: NDArray[np.int32], length: int) -> Numbers:
    """[worlds] days on which something happened; never (-1) counts as the window's end and half its length."""
    return np.where(first_day < 0, 1.5 * length, first_day).astype(np.float64)


def crps(days: Numbers, happened: float) -> float:
    """Continuous ranked probability score of the worlds' days against the recorded one, days; 0 is perfect.

    Mean distance from the record less half the mean distance between two worlds: for one world simply its error.
    """
    ordered, n = np.sort(days), len(days)
    apart = float((ordered * (2 * np.arange(1, n + 1) - n - 1)).sum()) * 2.0 / (n * n)
    return float(np.abs(days - happened).mean()) - 0.5 * apart


def inside(days: Numbers, happened: float) -> dict[str, bool]:
    """Whether the recorded day lies in the central 50, 80 and 95 per cent of the worlds."""
    bands = {}
    for level in LEVELS:
        low, high = np.percentile(days, [50 - level / 2, 50 + level / 2])
        bands[str(level)] = bool(low <= happened <= high)
    return bands


def median_day(first_day: NDArray[np.int32]) -> int | None:
    """The day by which it had happened in half of the worlds; None if it happened in fewer."""
    ordered = np.sort(np.where(first_day < 0, np.iinfo(np.int32).max, first_day))
    middle = int(ordered[(len(ordered) - 1) // 2])
    return None if middle == np.iinfo(np.int32).max else middle


def skill(errors: Sequence[float], baselines: Sequence[float], worth: float = 0.0) -> float | None:
    """1 - mean error / mean error of the baseline, over the cases whose baseline is at least `worth`; None without."""
    pairs = [(error, base) for error, base in zip(errors, baselines) if base >= worth and base > 0]
    if not pairs:
        return None
    return 1.0 - sum(error for error, _ in pairs) / sum(base for _, base in pairs)


def spread(values: Numbers) -> dict[str, float]:
    """Mean and the band that holds four fifths of the worlds."""
    low, high = np.percentile(values, [10, 90])
    return {"mean": round(float(values.mean()), 2), "p10": round(float(low), 2), "p90": round(float(high), 2)}
