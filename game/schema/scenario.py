"""A scenario: a window on the record; or a variant: a patch on another scenario with its case made."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.schema.values import ONE_KEY, Day, DecisionId, Entry, Ref, SideId, SourceIds, Text, about

ScenarioId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
KINDS = ("force", "formation", "operation", "decision", "event", "unit", "place", "assumption")
"""What a change can be about."""


class Turns(Entry):
    """From a date on, turns of so many days."""

    from_: Day = Field(alias="from", description="First day of the first of these turns.", examples=["1950-07-03"])
    days: int = about("Length of each turn.", 7, unit="days", ge=1, le=92)


class Period(Entry):
    """The days that are played."""

    from_: Day = Field(alias="from", description="First day.", examples=["1950-06-25"])
    to: Day = about("Last day.", "1950-09-15")
    turns: list[Turns] = about("Length of the turns, by date.", [{"from": "1950-06-25", "days": 2}], default=[])

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.to <= self.from_:
            raise PydanticCustomError("period", "the period must end after it begins")
        starts = [turns.from_ for turns in self.turns]
        if starts and (starts != sorted(set(starts)) or starts[0] != self.from_ or starts[-1] > self.to):
            raise PydanticCustomError(
                "turns", "turns must start on the first day of the period and go on in order of date"
            )
        return self

    def turn_days(self) -> list[int]:
        """Length in days of every turn from first to last; the last is cut to the period's end."""
        lengths: list[int] = []
        day = self.from_
        while day <= self.to:
            step = next((turns.days for turns in reversed(self.turns) if turns.from_ <= day), 7)
            bound = min([turns.from_ for turns in self.turns if turns.from_ > day] + [self.to + datetime.timedelta(1)])
            lengths.append(min(step, (bound - day).days))
            day += datetime.timedelta(lengths[-1])
        return lengths


class Play(Entry):
    """Who can be played."""

    sides: list[SideId] = about("Sides that a person may take.", ["dprk", "un"], min_length=1)
    default: SideId = about("Side that is offered first.", "un")

    @model_validator(mode="after")
    def _default_is_offered(self) -> Play:
        if self.default not in self.sides:
            raise PydanticCustomError("default_side", "the default side must be one of the sides")
        return self


class Aim(Entry):
    """What a side wanted, and how it is measured (0 to 100)."""

    text: Text = about("The aim in its own words.", {"en": "Hold Pusan"})
    hold: list[Annotated[str, Ref("place")]] = about("Places to hold at the end.", ["pusan", "taegu"], default=[])
    by: Day | None = about("Not at the end but by this day.", "1950-08-15", default=None)
    keep_men: float | None = about(
        "Or: keep at least this share of its men.", 0.5, unit="share of 1", default=None, ge=0, le=1
    )
    weight: float = about("Its part in the measure.", 60, unit="points of 100", default=100, gt=0, le=100)


class Argued(Entry):
    """Who argued for it then: the case for a variant."""

    who: str = about("Who.", "Sherman and Collins")
    when: Day = about("When.", "1950-08-23")
    source: SourceIds = about("Where we know it from.", "schnabel-1972")
    text: Text | None = about("The argument.", {"en": "Inchon's tides are too dangerous."}, default=None)


class Choice(Entry):
    """An answer laid down by the scenario."""

    decision: DecisionId = about("A decision.", "inchon-site")
    option: str = about("One of its options.", "kunsan")
    date: Day | None = about("Day on which it is taken, if not history's.", "1950-09-15", default=None)


class _Named(Entry):
    """Exactly one of the kinds names its target."""

    force: str | None = about("Id of a force.", "us-24-div", default=None)
    formation: str | None = about("Id of a formation.", "kpa-i-corps", default=None)
    operation: str | None = about("Id of an operation.", "kpa-1c-seoul", default=None)
    event: str | None = about("Id of an event.", "task-force-smith", default=None)

    @model_validator(mode="after")
    def _one_target(self) -> _Named:
        if sum(getattr(self, kind, None) is not None for kind in KINDS) != 1:
            raise PydanticCustomError(
                "target", "expected exactly one target: {kinds}", {"kinds": ", ".join(type(self).model_fields)}
            )
        return self


class Removal(_Named):
    decision: str | None = about("Id of a decision.", "kpa-pause-at-seoul", default=None)


class Move(_Named):
    """Shifts every date of the target."""

    days: int = about("Later by this; negative is earlier.", -3, unit="days")


class Addition(Entry):
    """Exactly one new entry, written as in the record."""

    model_config = ONE_KEY

    force: Any = about("A force.", {"id": "us-11-abn-div"}, default=None)
    formation: Any = about("A formation.", {"id": "us-xi-corps"}, default=None)
    operation: Any = about("An operation.", {"id": "xi-corps-kunsan"}, default=None)
    decision: Any = about("A decision.", {"id": "kunsan"}, default=None)
    event: Any = about("An event.", {"id": "landing"}, default=None)
    unit: Any = about("A type of unit.", {"id": "rok-infantry-division-m26"}, default=None)
    place: Any = about("A place.", {"id": "hill-303"}, default=None)

    @model_validator(mode="after")
    def _single(self) -> Addition:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError(
                "one_word", "expected exactly one new thing: {kinds}", {"kinds": ", ".join(KINDS)}
            )
        return self


class Change(Entry):
    """One difference from the scenario that is extended: exactly one of these keys."""

    model_config = ONE_KEY

    set: dict[str, Any] | None = about(
        "New values for keys of a target: its kind and id first, then the keys.",
        {"operation": "kpa-1c-seoul", "reserve": 0.4}, default=None,
    )  # fmt: skip
    add: Addition | None = about("Something new.", {"operation": {"id": "xi-corps-kunsan"}}, default=None)
    remove: Removal | None = about("Something gone.", {"force": "us-29-rct"}, default=None)
    move: Move | None = about("Something earlier or later.", {"force": "us-1-cav-div", "days": -4}, default=None)
    choose: Choice | None = about("A decision answered.", {"decision": "inchon-site", "option": "kunsan"}, default=None)

    @model_validator(mode="after")
    def _single(self) -> Change:
        if len(self.model_fields_set) != 1 or getattr(self, next(iter(self.model_fields_set))) is None:
            raise PydanticCustomError("one_word", "a change is exactly one of set, add, remove, move, choose")
        return self


class Question(Entry):
    text: Text = about("A question for a class.", {"en": "Should the UN have crossed?"})
    answer: Text | None = about("What a teacher may say.", {"en": "There is no single answer."}, default=None)


class Lesson(Entry):
    """What a class can do with it."""

    minutes: int = about("Length.", 45, unit="minutes", default=45, ge=5, le=600)
    questions: list[Question] = about("Questions.", [{"text": "Why was Seoul lost?"}], default=[])
    roles: list[Text] = about("Roles.", ["Walker", "Syngman Rhee"], default=[])


class ScenarioFile(Entry):
    """A scenario file. A variant gives `extends` and `changes`, and only what differs."""

    format: Literal[1] = about("Version of the format.", 1)
    id: ScenarioId = about("Unique name; the file is called the same.", "korea-1950-invasion")
    title: Text = about("Title.", {"en": "Invasion", "ko": "남침"})
    author: str | None = about("Who answers for it.", "A. Teacher", default=None)
    extends: str | None = about("Scenario that this is a variant of.", "korea-1950-invasion", default=None)
    argued_by: Argued | None = about("The case for a variant.", {"who": "Sherman", "when": "1950-08-23"}, default=None)
    changes: list[Change] = about(
        "What a variant changes, in order.", [{"move": {"force": "us-1-cav-div", "days": -4}}], default=[]
    )
    theatre: str = about("Theatre book that it is set in.", "korea")
    period: Period = about("Which days.", {"from": "1950-06-25", "to": "1950-09-15"})
    play: Play = about("Who can be played.", {"sides": ["dprk", "un"], "default": "un"})
    briefing: Text | None = about("What a player reads first.", {"en": "At four in the morning ..."}, default=None)
    decisions: list[DecisionId] = about("Turning points that are in play.", ["us-ground-troops"], default=[])
    aims: dict[SideId, list[Aim]] = about(
        "Each side's own aims.", {"un": [{"text": "Hold Pusan", "hold": ["pusan"]}]}, default={}
    )
    lesson: Lesson | None = about("For a class.", {"minutes": 45}, default=None)


class VariantFile(ScenarioFile):
    """A variant as written: what it leaves out comes from the scenario that it extends."""

    extends: str = about("Scenario that this is a variant of.", "korea-1950-invasion")
    title: Text | None = about("Title.", {"en": "Kunsan instead of Inchon"}, default=None)  # type: ignore[assignment]
    theatre: str | None = about("As in the extended scenario.", "korea", default=None)  # type: ignore[assignment]
    period: Period | None = about("If other days.", None, default=None)  # type: ignore[assignment]
    play: Play | None = about("If other sides.", None, default=None)  # type: ignore[assignment]
