"""What the sides draw on from outside the map, and what is counted at the end: Sides, Powers, Provinces, aims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from game.schema.means import Flow, MeansFile
from game.schema.scenario import Aim
from game.schema.values import Range
from game.setup.draws import Seeds, Spread, triangular
from game.setup.names import Calendar
from game.setup.places import Spots
from game.terms import Commander
from game.world import AIMS, FORCES, SOURCES, Array, World

COMMANDERS = {"history": Commander.TABLE, "staff": Commander.PLAN, "outside": Commander.OUTSIDE}
HOLD_PLACE, KEEP_MEN = 0, 2  # kinds of aim_rows
RESOLVE, FEAR = 700, 200  # capitals at the start, thousandths: our judgement, moved by the rules


def write_sides(worlds: World, means: MeansFile, calendar: Calendar, spots: Spots, seeds: Seeds,
                sides: Sequence[str], armies: Sequence[str]) -> None:  # fmt: skip
    """Sorties, naval guns, replacements and supply sources."""
    table, days = worlds.sides, worlds.sides.sorties.shape[2]
    for s, side in enumerate(sides):
        table.sorties[:, s] = _flow([f for f in means.sorties if f.side == side], calendar, days, seeds, "sorties")
        guns = [f for f in means.naval_guns if f.side == side]
        table.naval_guns[:, s] = _flow(guns, calendar, days, seeds, "naval guns")
    table.sortie_percent[:] = 100
    if len(armies) > FORCES:
        raise ValueError(f"{len(armies)} armies where at most {FORCES} fit")
    for a, army in enumerate(armies):
        men = [f for f in means.replacements if f.army == army]
        table.replacements[:, a] = _flow(men, calendar, days, seeds, "replacements")
    if len(means.sources) > SOURCES:
        raise ValueError(f"{len(means.sources)} sources of supply where at most {SOURCES} fit")
    table.source_hex[:], table.source_side[:] = -1, -1
    for n, source in enumerate(means.sources):
        table.source_hex[:, n] = spots.hex(source.at)
        table.source_side[:, n] = sides.index(source.side)
        table.source_tons[:, n] = np.rint(triangular(seeds, f"tons of {source.id}", _spread(source.tons)))


def write_commanders(worlds: World, commanders: dict[str, str], sides: Sequence[str]) -> None:
    """Who fills each side's operations."""
    for s, side in enumerate(sides):
        worlds.sides.commander[:, s] = int(COMMANDERS[commanders.get(side, "history")])


def write_aims(worlds: World, aims: dict[str, list[Aim]], spots: Spots, sides: Sequence[str]) -> None:
    """Aim rows: places to hold share their aim's weight; scale is the men to keep, of all who fight in this match."""
    rows: list[tuple[int, int, int, int, int]] = []
    for s, side in enumerate(sides):
        for aim in aims.get(side, ()):
            for place in aim.hold:
                rows.append((s, HOLD_PLACE, spots.hex(place), round(aim.weight * 10 / len(aim.hold)), 0))
            if aim.keep_men is not None:
                men = int(worlds.units.men[0, worlds.units.side[0] == s].sum())
                rows.append((s, KEEP_MEN, -1, round(aim.weight * 10), round(aim.keep_men * men)))
    if len(rows) > AIMS:
        raise ValueError(f"{len(rows)} aims where at most {AIMS} fit")
    worlds.sides.aim_rows[:] = -1
    if rows:
        worlds.sides.aim_rows[:, : len(rows)] = np.array(rows, np.int32)


def write_powers(worlds: World, theatre: Any) -> None:
    """Capitals with the side that their army fights on."""
    for p, power in enumerate(theatre.powers):
        armies = {army.id for army in theatre.armies if army.power == power.id}
        backed = [s for s, side in enumerate(theatre.sides) if any(m.army in armies for m in side.members)]
        worlds.powers.side[:, p] = backed[0] if backed else -1
    worlds.powers.resolve[:] = RESOLVE
    worlds.powers.fear[:] = FEAR


def write_provinces(worlds: World, theatre: Any, spots: Spots, owner: Array) -> None:
    """Provinces are administered by whoever holds their seat."""
    for p, province in enumerate(theatre.provinces):
        seat = spots.hex(province.seat)
        mine = owner[spots.board.province[: spots.board.n_land] == p]
        worlds.provinces.seat[:, p] = seat
        worlds.provinces.holder[:, p] = owner[seat]
        worlds.provinces.share[:, p] = round(1000 * float((mine == 0).sum()) / max(len(mine), 1))


def _flow(flows: Sequence[Flow], calendar: Calendar, days: int, seeds: Seeds, what: str) -> Array:
    """[world, day] the sum of some flows; each is drawn once a world."""
    total = np.zeros((len(seeds), days), np.int32)
    for flow in flows:
        first = max(calendar.day(flow.from_), 0)
        last = days if flow.to is None else min(calendar.day(flow.to) + 1, days)
        if first < last:
            name = f"{what} of {getattr(flow, 'side', getattr(flow, 'army', ''))} from {flow.from_}"
            daily = np.rint(triangular(seeds, name, _spread(flow.per_day))).astype(np.int32)
            total[:, first:last] += daily[:, None]
    return total


def _spread(value: Range) -> Spread:
    return Spread(value.low, value.best, value.high)
