"""`run` and `hindcast`: many worlds, their outcomes, and how close they come to what happened."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from game import RULES_VERSION, hindcast, whatif
from game.batch import Progress as Told
from game.record import Record
from game.scenario import load
from game.scenario.against import load_facts
from game.setup import board_of

COMMANDERS = ("history", "staff")


class UsageError(Exception):
    """What was asked cannot be done; the text is one sentence."""


def add_run(command: argparse.ArgumentParser) -> None:
    """Arguments of `run`."""
    command.add_argument("scenario", metavar="SCENARIO", help="id or path of a scenario")
    _worlds(command, 1)
    command.add_argument("--commanders", choices=COMMANDERS, default="history", help="who orders, on both sides")
    command.add_argument("--until", type=_date, metavar="DATE", help="last day, as 1950-07-31; else the scenario's")
    command.add_argument("--threads", type=_positive, metavar="N", help="else as many as there are processors")
    command.set_defaults(run=run)


def add_hindcast(command: argparse.ArgumentParser) -> None:
    """Arguments of `hindcast`."""
    command.add_argument("scenario", metavar="SCENARIO", nargs="?", default="korea-1950-invasion")
    _worlds(command, 50)
    command.add_argument("--from", dest="from_", type=_date, metavar="DATE", help="first day; else the scenario's")
    command.add_argument("--to", type=_date, metavar="DATE", help="last day; else the scenario's")
    command.add_argument("--against", metavar="FILE", help="YAML with `control` and `fronts` lists to score as well")
    command.add_argument("--controls", type=_positive, metavar="N", help="also run the three controls, N worlds each")
    command.set_defaults(run=score)


def _worlds(command: argparse.ArgumentParser, usual: int) -> None:
    command.add_argument("--worlds", type=_positive, default=usual, metavar="N", help=f"number of worlds ({usual})")
    command.add_argument("--seed", type=int, default=7, metavar="S", help="seed of all dice (7)")
    command.add_argument("--json", action="store_true", help="figures as JSON on stdout")


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 1950-07-31") from None


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 100000")
    return int(text)


@contextmanager
def telling(what: str, quiet: bool = False) -> Iterator[Told]:
    """A progress bar on stderr; only for a person who watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    # rich takes a tenth of a second to import, and most commands never draw a bar
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def run(arguments: argparse.Namespace) -> int:
    """Runs a scenario in many worlds."""
    scenario = load(arguments.scenario)
    if arguments.until is not None and not scenario.period.from_ <= arguments.until <= scenario.period.to:
        raise UsageError(f"--until: the scenario runs from {scenario.period.from_} to {scenario.period.to}")
    commanders = {side.id: arguments.commanders for side in scenario.theatre.sides}
    with telling("worlds") as progress:
        result = whatif.run(
            scenario, arguments.worlds, arguments.seed, arguments.until, commanders, arguments.threads, progress
        )
    result = {**result, "rules_version": RULES_VERSION, "commanders": arguments.commanders}
    _print(result, whatif.lines(result), arguments.json)
    return 0


def score(arguments: argparse.Namespace) -> int:
    """Scores the worlds of a window against what happened."""
    scenario = load(arguments.scenario)
    first, last = arguments.from_ or scenario.period.from_, arguments.to or scenario.period.to
    if last <= first:
        raise UsageError(f"--to {last} does not lie after --from {first}")
    given = load_facts(arguments.against, scenario) if arguments.against else None
    record = Record(scenario.book, board_of(scenario.theatre), scenario.theatre)
    facts = hindcast.facts_of(record, first, last, given)
    with telling("worlds under history's orders") as progress:
        forecast = hindcast.simulate(scenario, facts, arguments.worlds, arguments.seed, progress=progress)
    with telling("orders only") as progress:
        few = max(1, min(arguments.worlds, 20))  # without combat, weather and supply they hardly differ
        marched = hindcast.simulate(scenario, facts, few, arguments.seed, hindcast.ORDERS_ONLY, progress=progress)
    with telling("worlds under both staffs") as progress:
        staffs = {side.id: "staff" for side in scenario.theatre.sides}
        free = hindcast.simulate(scenario, facts, few, arguments.seed, commanders=staffs, progress=progress)
    card = {
        "scenario": scenario.id,
        "seed": arguments.seed,
        "rules_version": RULES_VERSION,
        **hindcast.score(facts, forecast, marched, free),
        "cpu_s": round(forecast.cpu_s, 2),
    }
    if arguments.controls:
        if first != hindcast.INVASION:
            raise UsageError(f"--controls: they are defined for a start on {hindcast.INVASION}")
        card["controls"] = hindcast.run_controls(scenario, record, arguments.controls, arguments.seed)
    _print(card, hindcast.lines(card), arguments.json)
    return 0


def _print(result: dict[str, Any], lines: list[str], as_json: bool) -> None:
    print(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(lines))


