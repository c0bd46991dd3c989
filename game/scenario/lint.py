"""What fits the format and is still not right: units in the sea, orders to nobody, dates that cannot meet.

Warnings only; each is a fact about the files, never a guess, or authors stop reading them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from game import hexmap
from game.scenario.loading import Scenario, Theatre
from game.scenario.nodes import Map
from game.scenario.problems import Problem
from game.scenario.shapes import place_of
from game.scenario.shelf import scenario_name
from game.schema.record import Condition, Force, Front, Operation, RecordBook
from game.schema.values import At

SEA_KM = 12.0
"""Farther than this from the centre of the nearest land hex is the sea: a hex is 10 km wide."""
FRONT_KM = 25.0
"""Beyond the trace's own accuracy, this far behind the enemy's front is the wrong side."""


class Looked(NamedTuple):
    """What the passes over a record look at; `tree` is the record with positions."""

    theatre: Theatre
    book: RecordBook
    board: hexmap.Board
    tree: Map

    def problem(self, path: tuple[Any, ...], message: str, kind: str) -> Problem:
        """A warning located in the record."""
        return Problem(*place_of(self.tree, path), message, "", kind, warning=True)

    def point(self, at: At) -> tuple[float, float]:
        """Kilometres east and north on the projection."""
        x, y = hexmap.project(*self.theatre.where(at))
        return float(x), float(y)


def lint_record(theatre: Theatre, book: RecordBook, tree: Map) -> list[Problem]:
    """Warnings about a record; an answer that a decision does not have is a mistake."""
    looked = Looked(theatre, book, hexmap.board_of(theatre), tree)
    return [problem for one in PASSES for problem in one(looked)]


def lint_scenario(scenario: Scenario) -> list[Problem]:
    """Warnings about a scenario: its name, a period that the record does not cover, decisions that cannot come up."""
    period, tree, found = scenario.period, scenario.trees["scenario"], []
    if scenario.id != scenario_name(scenario.path):
        message = f"the id '{scenario.id}' is not the name of the file: it is found as '{scenario_name(scenario.path)}'"
        found.append(Problem(*place_of(tree, ("id",)), message, "", "id", True))
    for decision in scenario.decisions:
        if decision.asked.to < period.from_ or decision.asked.from_ > period.to:
            message = f"{decision.id} cannot come up between {period.from_} and {period.to}"
            found.append(Problem(*place_of(tree, ("decisions",)), message, "", "dates", True))
    days = [front.date for front in scenario.book.fronts]
    if not days or period.from_ < min(days):
        first = f"the first front of the record is of {min(days)}" if days else "the record has no front"
        found.append(Problem(*place_of(tree, ("period", "from")), first, "", "dates", True))
    return found


def positions_at_sea(looked: Looked) -> Iterator[Problem]:
    """Entries, regiments and arrivals of land forces that no land hex is near."""
    for number, force in enumerate(looked.book.forces):
        for path, at in _places_of(force):
            x, y = looked.point(at)
            land = slice(0, looked.board.n_land)
            away = float(np.hypot(looked.board.x[land] - x, looked.board.y[land] - y).min())
            if away > SEA_KM:
                message = f"{force.id} stands in the sea or off the map, {away:.0f} km from the nearest land"
                yield looked.problem(("forces", number, *path), message, "sea")


def _places_of(force: Force) -> Iterator[tuple[tuple[Any, ...], At]]:
    for number, entry in enumerate(force.entries):
        if entry.at is not None:
            yield ("entries", number, "at"), entry.at
    for number, regiment in enumerate(force.regiments):
        if regiment.at is not None:
            yield ("regiments", number, "at"), regiment.at


def wrong_side_of_front(looked: Looked) -> Iterator[Problem]:
    """Entries on the very day of a recorded front that lie deep behind the enemy's side of it."""
    fronts = {front.date: _Trace(front) for front in looked.book.fronts}
    for number, force in enumerate(looked.book.forces):
        for one, entry in enumerate(force.entries):
            trace = fronts.get(entry.date)
            side = looked.theatre.side_of(force.side, entry.date)
            if trace is None or entry.at is None or side < 0:
                continue
            behind = trace.depth(*looked.point(entry.at)) * (1 if looked.theatre.sides[side].id == "un" else -1)
            if behind > FRONT_KM + trace.accuracy_km and not trace.in_pocket(*looked.point(entry.at)):
                message = f"{force.id} stands {behind:.0f} km on the enemy's side of the front of {entry.date}"
                yield looked.problem(("forces", number, "entries", one, "at"), message, "front")


class _Trace:
    """A front as a line in kilometres, west to east, UN ground on its right."""

    def __init__(self, front: Front) -> None:
        self.accuracy_km = front.accuracy_km
        self.line = [tuple(map(float, hexmap.project(lat, lon))) for lat, lon in front.line]
        self.pockets = [[tuple(map(float, hexmap.project(lat, lon))) for lat, lon in ring] for ring in front.extra]

    def depth(self, x: float, y: float) -> float:
        """Kilometres from the line, positive on its left, the ground of the other side than the UN."""
        best, sign = math.inf, 1.0
        for (ax, ay), (bx, by) in zip(self.line, self.line[1:]):
            length = (bx - ax) ** 2 + (by - ay) ** 2 or 1.0
            along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
            away = math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
            if away < best:
                best, sign = away, math.copysign(1.0, (bx - ax) * (y - ay) - (by - ay) * (x - ax))
        return best * sign

    def in_pocket(self, x: float, y: float) -> bool:
        """Whether a point lies in or within 15 km of a pocket or beachhead."""
        return any(math.hypot(x - px, y - py) < 15 for ring in self.pockets for px, py in ring)


def orders_to_nobody(looked: Looked) -> Iterator[Problem]:
    """Operations whose formation has no forces while they bind, or that end before they begin."""
    book = looked.book
    forces = {force.id: force for force in book.forces}
    children: dict[str, set[str]] = {}
    for formation in book.formations:
        children.setdefault(formation.parent or "", set()).add(formation.id)
    for number, operation in enumerate(book.operations):
        path = ("operations", number)
        if isinstance(operation.until, datetime.date) and operation.until < operation.from_:
            yield looked.problem((*path, "until"), f"{operation.id} ends before it begins", "dates")
        if operation.ordered > operation.from_:
            yield looked.problem((*path, "ordered"), f"{operation.id} is ordered after it begins", "dates")
        if (
            operation.formation not in forces
            and not operation.units
            and not _commanded(operation, book.forces, children)
        ):
            message = f"{operation.formation} commands no force on {operation.from_}"
            yield looked.problem((*path, "formation"), message, "nobody")


def _commanded(operation: Operation, forces: list[Force], children: dict[str, set[str]]) -> bool:
    """Whether any force stands under the formation or one below it while the operation may bind."""
    under, fresh = {operation.formation}, {operation.formation}
    while fresh:
        fresh = {child for name in fresh for child in children.get(name, ())} - under
        under |= fresh
    last = operation.until if isinstance(operation.until, datetime.date) else datetime.date.max
    return any(
        belonging.of in under and belonging.from_ <= last and (belonging.to is None or belonging.to >= operation.from_)
        for force in forces
        for belonging in force.formation
    )


def missing_targets(looked: Looked) -> Iterator[Problem]:
    """Missions that need a place or a line and name none."""
    needs = {"attack", "pursue", "land", "withdraw", "evacuate", "infiltrate"}
    for number, operation in enumerate(looked.book.operations):
        if operation.mission in needs and not (operation.objective or operation.line or operation.axis):
            message = f"{operation.id}: '{operation.mission}' needs an objective, an axis or a line"
            yield looked.problem(("operations", number, "mission"), message, "target")


def unknown_options(looked: Looked) -> Iterator[Problem]:
    """Conditions on an answer that its decision does not have."""
    options = {decision.id: {option.id for option in decision.options} for decision in looked.book.decisions}
    for path, condition in _conditions(looked.book):
        decided = condition.decided
        if decided is not None and decided.option not in options[decided.decision]:
            known = ", ".join(sorted(options[decided.decision]))
            message = f"'{decided.decision}' has no option '{decided.option}'; it has {known}"
            yield looked.problem((*path, "decided", "option"), message, "option")._replace(warning=False)


def _conditions(book: RecordBook) -> Iterator[tuple[tuple[Any, ...], Condition]]:
    """Every condition of the record with its path."""
    for number, operation in enumerate(book.operations):
        for key, conditions in (("while", operation.while_), ("trigger", operation.trigger)):
            yield from ((("operations", number, key, i), one) for i, one in enumerate(conditions))
    for number, decision in enumerate(book.decisions):
        if decision.when is not None:
            for key in ("all", "any"):
                conditions = getattr(decision.when, key)
                yield from ((("decisions", number, "when", key, i), one) for i, one in enumerate(conditions))
        for i, times in enumerate(decision.hazard.times if decision.hazard else ()):
            yield ("decisions", number, "hazard", "times", i, "if"), times.if_


def broken_control(looked: Looked) -> Iterator[Problem]:
    """A place that is taken from a side that does not have it."""
    holder: dict[tuple[Any, ...], tuple[str, datetime.date]] = {}
    changes = enumerate(looked.book.control)
    for number, change in sorted(changes, key=lambda pair: pair[1].date):
        where = (change.place.place, change.place.lat, change.place.lon)
        before = holder.get(where)
        if before is not None and before[0] != change.from_:
            message = (
                f"{where[0] or change.place.name} passes from {change.from_}, but {before[0]} took it on {before[1]}"
            )
            yield looked.problem(("control", number, "from"), message, "control")
        holder[where] = (change.to, change.date)


def fronts_backwards(looked: Looked) -> Iterator[Problem]:
    """Front lines that run from east to west."""
    for number, front in enumerate(looked.book.fronts):
        if front.line[0][1] > front.line[-1][1]:
            yield looked.problem(
                ("fronts", number, "line"), "this front runs from east to west: turn it round", "front"
            )


def dead_decisions(looked: Looked) -> Iterator[Problem]:
    """Decisions that can never be asked."""
    for number, decision in enumerate(looked.book.decisions):
        if decision.asked.to < decision.asked.from_:
            yield looked.problem(("decisions", number, "asked"), f"{decision.id} can never be asked", "dates")


def ids_twice(looked: Looked) -> Iterator[Problem]:
    """A regimental group, force or formation that shares its id with another: dice and orders hang on ids."""
    seen: set[str] = set()
    for listed in ("formations", "forces"):
        for number, one in enumerate(getattr(looked.book, listed)):
            regiments = getattr(one, "regiments", ())
            paths = [(listed, number, "id"), *((listed, number, "regiments", i, "id") for i in range(len(regiments)))]
            for path, name in zip(paths, [one.id, *(regiment.id for regiment in regiments)]):
                if name in seen:
                    message = f"the id '{name}' is used twice among formations, forces and regiments"
                    yield looked.problem(path, message, "twice")._replace(warning=False)
                seen.add(name)


def late_arrivals(looked: Looked) -> Iterator[Problem]:
    """Reinforcements that land where nobody can walk on to the war, or stand on the map before they arrive."""
    board = looked.board
    for number, force in enumerate(looked.book.forces):
        if force.arrives is None:
            continue
        path = ("forces", number, "arrives")
        x, y = looked.point(force.arrives.at)
        nearest = int(np.hypot(board.x[: board.n_land] - x, board.y[: board.n_land] - y).argmin())
        if not board.mainland[nearest] and not board.port[nearest]:
            message = f"{force.id} arrives on an island without a harbour and cannot reach the war"
            yield looked.problem((*path, "at"), message, "unreachable")
        if force.leaves is not None and force.leaves.date < force.arrives.date:
            yield looked.problem((*path, "date"), f"{force.id} leaves before it arrives", "dates")


PASSES = (
    positions_at_sea, wrong_side_of_front, orders_to_nobody, missing_targets, unknown_options, broken_control,
    fronts_backwards, dead_decisions, late_arrivals, ids_twice,
)  # fmt: skip
