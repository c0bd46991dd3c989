"""Many worlds of one scenario: what became of them, and what they cost."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from game import batch
from game.scenario import Scenario
from game.setup import Match, build
from game.terms import Ending
from game.world import World, bytes_per_world, world_hash, world_of

COMPILE_FROM = 400  # world-days that plain Python resolves in about the time that compiling takes
SHOWN_IMPORTANCE = 4  # places of at least this importance stand in the outcomes


def run(
    scenario: Scenario, worlds: int, seed: int, until: datetime.date | None = None,
    commanders: Mapping[str, str] | None = None, threads: int | None = None, progress: batch.Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Runs a scenario in many worlds: hashes, outcomes, cost (the names of the `run --json` command).

    Times are those of the days alone; compiling, loading and setting up are not in them.
    """
    first, last = scenario.period.from_, until or scenario.period.to
    length = (last - first).days + 1
    weekly = [first + datetime.timedelta(days=day) for day in range(0, length, 7)]
    many = worlds * length > COMPILE_FROM
    if many:
        batch.compile_kernels()
    match = build(scenario, first, last, worlds, seed, commanders, asked_dates=weekly)
    wall, cpu = time.perf_counter(), time.process_time()
    days = batch.run(match.board, match.march, match.worlds, length, threads=threads, progress=progress)
    wall, cpu = time.perf_counter() - wall, max(time.process_time() - cpu, 1e-6)
    elements = float(match.worlds.log.power_on.sum(axis=2).mean())
    each = [world_of(match.worlds, index) for index in range(worlds)]
    return {
        "scenario": scenario.id,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "worlds": worlds,
        "seed": seed,
        "days": length,
        "wall_s": round(wall, 3),
        "cpu_s": round(cpu, 3),
        "world_days_per_cpu_s": round(sum(days) / cpu, 1),
        "unit_days_per_cpu_s": round(sum(days) * elements / cpu, 1),
        "bytes_per_world": bytes_per_world(match.worlds),
        "hashes": [world_hash(world) for world in each],
        "outcomes": [outcome(world, match) for world in each],
    }


def outcome(world: World, match: Match) -> dict[str, Any]:
    """How one world ended: {ending, places {id: side}, losses {side: men}, aims {side: 0-100}}."""
    sides, owner = match.names.sides, world.hexes.owner
    places = {}
    for number, place in enumerate(match.scenario.theatre.places):
        hex_ = int(match.board.place_hex[number])
        if place.importance >= SHOWN_IMPORTANCE and 0 <= hex_ < match.board.n_land and int(owner[hex_]) >= 0:
            places[place.id] = sides[int(owner[hex_])]
    ending = Ending(int(world.clock.ending[0]))
    if ending == Ending.RUNNING and match.calendar.date(int(world.clock.day[0])) > match.scenario.period.to:
        ending = Ending.PERIOD_OVER
    losses = {side: int(world.units.lost[world.units.side == number].sum()) for number, side in enumerate(sides)}
    aims = {side: round(float(world.sides.aims[number]) / 10.0, 1) for number, side in enumerate(sides)}
    return {"ending": ending.name.lower(), "places": places, "losses": losses, "aims": aims}


def lines(result: Mapping[str, Any]) -> list[str]:
    """The result for people: who held which place in how many worlds, losses, cost."""
    outcomes = result["outcomes"]
    out = [
        f"{result['scenario']}, {result['from']} to {result['to']}: {result['worlds']} worlds, seed {result['seed']}",
        "",
        f"{'place':24} held by un on the last day, share of worlds",
    ]
    for place in outcomes[0]["places"]:
        share = np.mean([one["places"].get(place) == "un" for one in outcomes])
        out.append(f"{place:24} {share:4.0%}")
    out.append("")
    for side in outcomes[0]["losses"]:
        lost = np.percentile([one["losses"][side] for one in outcomes], [10, 50, 90])
        out.append(f"men lost, {side:6} {lost[1]:9,.0f}  ({lost[0]:,.0f} to {lost[2]:,.0f} in 80 % of the worlds)")
    cost = (
        f"{result['wall_s']:.1f} s, {result['cpu_s']:.1f} s of processor: {result['world_days_per_cpu_s']:,.0f} "
        f"world-days and {result['unit_days_per_cpu_s']:,.0f} unit-days a second; "
        f"{result['bytes_per_world']:,} bytes a world"
    )
    return [*out, "", cost]
