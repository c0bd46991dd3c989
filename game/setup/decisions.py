"""Turning points as tables: who answers, when they can be put, what follows from each answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from game.rules.dice import identity
from game.schema.record import Decision, Effect
from game.schema.scenario import Choice
from game.setup.conditions import Compiler
from game.setup.names import Calendar, DecisionName
from game.terms import Effect as Opcode
from game.terms import Policy
from game.world import World


class Subjects(NamedTuple):
    """What the effects of options refer to, by index."""

    divisions: Mapping[str, int]
    members: Mapping[str, Sequence[str]]  # formation -> its forces
    rows: Mapping[str, Sequence[int]]  # operation -> its rows
    powers: Mapping[str, int]
    sides: Mapping[str, int]


def number(decisions: Sequence[Decision]) -> dict[str, tuple[int, dict[str, int]]]:
    """Decision id -> (index, {option id: number})."""
    return {d.id: (index, {o.id: n for n, o in enumerate(d.options)}) for index, d in enumerate(decisions)}


def name_of(decision: Decision) -> DecisionName:
    """A decision in words."""
    return DecisionName(decision.id, decision.title.en, tuple(option.title.en for option in decision.options))


def effect_rows(decisions: Sequence[Decision], subjects: Subjects) -> list[tuple[int, int, int, int, int]]:
    """(decision, option, terms.Effect, subject, number) of all options."""
    return [
        (d, o, *row)
        for d, decision in enumerate(decisions)
        for o, option in enumerate(decision.options)
        for effect in option.effects
        for row in _effect(effect, subjects)
    ]


def write(
    worlds: World, decisions: Sequence[Decision], effects: Sequence[tuple[int, int, int, int, int]],
    calendar: Calendar, compiler: Compiler, choices: Sequence[Choice], policy: Callable[[Decision], Policy],
) -> None:  # fmt: skip
    """Fill Choices. A decision of before the match is taken already, as it was in history."""
    table = worlds.choices
    table.pending[:], table.option[:], table.day[:], table.chosen[:] = -1, -1, -1, -1
    laid_down = {choice.decision: choice for choice in choices}
    for d, decision in enumerate(decisions):
        table.id[:, d] = identity(decision.id)
        options = [option.id for option in decision.options]
        historical = next(n for n, option in enumerate(decision.options) if option.historical)
        happened = decision.happened or decision.asked.to
        table.policy[:, d] = int(policy(decision))
        table.ask_from[:, d] = calendar.day(decision.asked.from_)
        table.ask_until[:, d] = calendar.day(decision.asked.to)
        table.historical[:, d], table.historical_day[:, d] = historical, calendar.day(happened)
        table.options[:, d] = len(options)
        table.hazard[:, d] = round(1e6 * decision.hazard.base_per_day) if decision.hazard else 0
        if decision.when is not None:
            table.when[:, d] = compiler.rows(decision.when.any or decision.when.all)
        if decision.id in laid_down:
            table.policy[:, d] = int(Policy.CHOSEN)
            table.chosen[:, d] = options.index(laid_down[decision.id].option)
            moved = laid_down[decision.id].date
            if moved is not None:
                table.historical_day[:, d] = calendar.day(moved)
        elif happened < calendar.start:
            table.option[:, d], table.day[:, d] = historical, 0
    if effects:
        table.effects[:] = np.array(effects, np.int32)


def side_of(decider: str, theatre: Any, date: datetime.date) -> int:
    """Side of a capital, army or coalition that decides; -1 for a capital without an army here."""
    for index, side in enumerate(theatre.sides):
        if decider == side.id:
            return index
    armies = [army.id for army in theatre.armies if decider in (army.id, army.power)]
    for index, side in enumerate(theatre.sides):
        if any(member.army in armies for member in side.members):
            return index
    return -1


def _effect(effect: Effect, subjects: Subjects) -> list[tuple[int, int, int]]:
    value = getattr(effect, effect.word)
    if effect.word == "add":
        return [(int(Opcode.ADD), d, value.after_days) for d in _divisions(value.unit, subjects)]
    if effect.word == "remove":
        return [(int(Opcode.REMOVE), d, 0) for d in _divisions(value, subjects)]
    if effect.word == "delay":
        return [(int(Opcode.DELAY), d, value.days) for d in _divisions(value.unit, subjects)]
    if effect.word in ("order", "cancel"):
        opcode = Opcode.ORDER if effect.word == "order" else Opcode.CANCEL
        return [(int(opcode), row, 0) for row in subjects.rows.get(value, ())]
    if effect.word == "tension":
        return [(int(Opcode.TENSION), subjects.powers[value.power], round(value.by * 10))]
    return [(int(Opcode.SORTIES), subjects.sides[value.side], round(value.percent))]


def _divisions(command: str, subjects: Subjects) -> list[int]:
    """Indexes of the divisions that an id of a force or formation means; none if they are not in this match."""
    ids = [command, *subjects.members.get(command, ())]
    return [subjects.divisions[i] for i in ids if i in subjects.divisions]
