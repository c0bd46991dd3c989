"""The record: what headquarters ordered and what happened, dated, placed and sourced. One schema for all years.

Conditions and effects are closed lists of words; nothing in a file is ever evaluated as code.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from game.schema.values import (
    ONE_KEY,
    ArmyId,
    At,
    Basis,
    CommandId,
    Confidence,
    Day,
    DecisionId,
    Entry,
    ForceId,
    FormationId,
    OperationId,
    PartyId,
    PlaceId,
    Places,
    PowerId,
    Range,
    Ref,
    SideId,
    Sourced,
    SourceIds,
    Text,
    UnitTypeId,
    about,
    day_from,
)

Mission = Literal[
    "attack", "pursue", "hold", "delay", "withdraw", "defend", "land", "evacuate", "reserve", "refit", "infiltrate",
    "screen", "garrison",
]  # fmt: skip
Position = Annotated[list[float], Field(min_length=2, max_length=2)]


def _one_word(entry: Entry, what: str) -> str:
    """The single key that is set in a vocabulary entry."""
    words = sorted(entry.model_fields_set)
    if len(words) != 1 or getattr(entry, words[0]) is None:
        raise PydanticCustomError(
            "one_word", "{what} has exactly one key, found {count}", {"what": what, "count": len(words)}
        )
    return words[0]


class SideAtPlace(Entry):
    side: PartyId = about("A coalition or an army.", "kpa")
    place: PlaceId = about("A place (id or name).", "kaesong")


class Strength(Entry):
    unit: ForceId = about("A force of the record.", "kpa-4-div")
    below: float = about("Share of its table strength.", 0.4, unit="share of 1", gt=0, le=1)


class Decided(Entry):
    decision: DecisionId = about("A decision.", "walkers-line")
    option: str = about("One of its options.", "naktong")


class Latitude(Entry):
    side: PartyId = about("A coalition or an army.", "un")
    lat: float = about("Parallel.", 38.0, unit="degrees north", ge=33, le=44)


class Nearness(SideAtPlace):
    km: float = about("Distance.", 20, unit="km", gt=0)


class Condition(Entry):
    """One question to the state of the world: a mapping with exactly one of these keys."""

    model_config = ONE_KEY

    holds: SideAtPlace | None = about("The side holds the place.", {"side": "kpa", "place": "seoul"}, default=None)
    lost: SideAtPlace | None = about(
        "The side does not hold the place.", {"side": "un", "place": "taejon"}, default=None
    )
    after: Day | None = about("From this date on; only for what was outside the war.", "1950-07-01", default=None)
    before: Day | None = about("Before this date.", "1950-09-15", default=None)
    destroyed: ForceId | None = about("The force has nothing left on the map.", "us-24-div", default=None)
    strength: Strength | None = about(
        "The force has less than a share of its men.", {"unit": "kpa-4-div", "below": 0.4}, default=None
    )
    decided: Decided | None = about(
        "A decision was answered so.", {"decision": "walkers-line", "option": "naktong"}, default=None
    )
    north_of: Latitude | None = about(
        "Somebody of the side stands north of it.", {"side": "un", "lat": 38.0}, default=None
    )
    south_of: Latitude | None = about(
        "Somebody of the side stands south of it.", {"side": "kpa", "lat": 36.5}, default=None
    )
    within_km: Nearness | None = about(
        "Somebody of the side is this near to the place.", {"side": "kpa", "place": "taegu", "km": 20}, default=None
    )

    @model_validator(mode="after")
    def _single(self) -> Condition:
        _one_word(self, "a condition")
        return self

    @property
    def word(self) -> str:
        """Which key is set; `getattr(condition, condition.word)` is its value."""
        return next(iter(self.model_fields_set))


class Arrival(Entry):
    """A force or formation that comes, with the place and time if they differ from the record."""

    unit: CommandId = about("A force or a formation.", "us-24-div")
    at: At | None = about("Where it arrives; as recorded if left out.", "pusan", default=None)
    after_days: int = about("Days after the decision.", 3, unit="days", default=0, ge=0)


class Delay(Entry):
    unit: CommandId = about("A force or a formation.", "us-1-cav-div")
    days: int = about("Later by this; negative is earlier.", 5, unit="days")


class Tension(Entry):
    power: PowerId = about("A capital.", "washington")
    by: float = about("Change of its fear of general war.", 15, unit="points of 100")


class Sorties(Entry):
    side: SideId = about("A coalition.", "un")
    percent: float = about("Sorties against the recorded number.", 50, unit="per cent", ge=0)


class Effect(Entry):
    """One consequence of an option: a mapping with exactly one of these keys."""

    model_config = ONE_KEY

    add: Arrival | None = about("A force or formation arrives.", {"unit": "us-24-div", "at": "pusan"}, default=None)
    remove: CommandId | None = about("A force or formation never arrives, or leaves.", "us-24-div", default=None)
    delay: Delay | None = about("Its arrival moves.", {"unit": "us-1-cav-div", "days": 5}, default=None)
    order: OperationId | None = about("An operation is issued.", "eighth-army-naktong", default=None)
    cancel: OperationId | None = about("An operation is void.", "eighth-army-naktong", default=None)
    tension: Tension | None = about(
        "A capital fears general war more or less.", {"power": "washington", "by": 15}, default=None
    )
    sorties: Sorties | None = about("A side flies more or less.", {"side": "un", "percent": 50}, default=None)

    @model_validator(mode="after")
    def _single(self) -> Effect:
        _one_word(self, "an effect")
        return self

    @property
    def word(self) -> str:
        """Which key is set; `getattr(effect, effect.word)` is its value."""
        return next(iter(self.model_fields_set))


def _one_condition(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Conditions = Annotated[list[Condition], BeforeValidator(_one_condition)]


class Belonging(Entry):
    """Which corps or army commanded it, and when."""

    from_: Day = Field(alias="from", description="First day.", examples=["1950-06-25"])
    to: Day | None = about("Last day; null: to the end.", "1950-08-20", default=None)
    of: FormationId = about("The corps or army.", "kpa-i-corps")


class Regiment(Entry):
    """A regimental group of a division: an element of its own on the map."""

    id: str = about("Unique name.", "kpa-4-div-16")
    name: Text = about("Label.", "16th Regiment")
    share: float = about(
        "Its share of the division's men and guns.", 0.34, unit="share of 1", default=1 / 3, gt=0, le=1
    )
    at: At | None = about("Where it begins, if not with its division.", "ongjin", default=None)


class Standing(Sourced):
    """Where a force was on a date and what it had. Figures left out are those of the entry before, or of its type."""

    date: Day = about("Day, Korean time.", "1950-06-25")
    at: At | None = about("Place or coordinates of its centre.", {"lat": 38.03, "lon": 126.75}, default=None)
    men: Range | None = about("Men present.", {"low": 4000, "best": 5000, "high": 6000}, unit="men", default=None)
    guns: Range | None = about(
        "Guns, howitzers and mortars from 105 mm upward (76 mm for the KPA).", 48, unit="tubes", default=None
    )
    tanks: Range | None = about("Tanks and assault guns.", 12, unit="vehicles", default=None)


class ArrivesAt(Sourced):
    date: Day = about("Day it can first be used.", "1950-07-02")
    at: At = about("Where it lands or enters.", "pusan")


class Leaves(Sourced):
    date: Day = about("Last day.", "1950-07-26")
    why: str = about("What became of it.", "disbanded; men to the 1st Division")


class Force(Entry):
    """A division, or a separate brigade, regiment or battalion, through the war."""

    id: str = about("Unique name, never changed: dice hang on it.", "kpa-1-div")
    name: Text = about("Full name.", {"en": "KPA 1st Division", "ko": "조선인민군 제1사단"})
    short: str | None = about("Label beside its symbol.", "1 KPA", default=None)
    side: ArmyId = about("Army of sides.yaml that it belongs to.", "kpa")
    type: UnitTypeId = about("Type of units.yaml.", "kpa-infantry-division-1950")
    division: ForceId | None = about("Division that it is a regimental group of.", "us-24-div", default=None)
    formation: list[Belonging] = about("Who commanded it.", [{"from": "1950-06-25", "of": "kpa-i-corps"}], default=[])
    regiments: list[Regiment] = about(
        "Regimental groups of a division (usually 3).", [{"id": "kpa-4-div-16", "name": "16th Regiment"}], default=[]
    )
    entries: list[Standing] = about("Dated positions and strengths, in order of date.", [], min_length=1)
    arrives: ArrivesAt | None = about(
        "If it was not there at first.", {"date": "1950-07-02", "at": "pusan"}, default=None
    )
    leaves: Leaves | None = about(
        "If it left or ceased to be.", {"date": "1950-07-26", "why": "disbanded"}, default=None
    )
    merges_into: ForceId | None = about("Force that took in its men.", "rok-1-div", default=None)
    note: str | None = about("What a reader should know.", "border constabulary until 1949", default=None)

    @model_validator(mode="after")
    def _sound(self) -> Force:
        if self.regiments and not 0.98 <= sum(regiment.share for regiment in self.regiments) <= 1.02:
            raise PydanticCustomError("shares", "the shares of its regiments must add up to 1")
        days = [entry.date for entry in self.entries]
        if days != sorted(set(days)):
            raise PydanticCustomError("dates", "its entries must stand in order of date, one a day")
        return self


class Formation(Entry):
    """A corps, army or front: receives operations."""

    id: str = about("Unique name.", "kpa-i-corps")
    name: Text = about("Full name.", {"en": "KPA I Corps", "ko": "조선인민군 제1군단"})
    short: str | None = about("Label.", "I KPA", default=None)
    side: ArmyId = about("Army of sides.yaml.", "kpa")
    parent: FormationId | None = about("Headquarters above it.", "kpa-front", default=None)
    from_: Day | None = Field(None, alias="from", description="First day.", examples=["1950-06-25"])
    to: Day | None = about("Last day.", "1950-10-01", default=None)
    source: SourceIds = about("Id of the work in sources.yaml, or a list.", "appleman-1961", default=[])
    note: str | None = about("What a reader should know.", "Kim Ung commanding", default=None)


def _until(value: object) -> object:
    if value in ("objective", "relieved"):
        return value
    try:
        return day_from(value)
    except PydanticCustomError as error:
        if error.message_template.startswith("expected"):
            raise PydanticCustomError("until", "expected a date, 'objective' or 'relieved'") from None
        raise


Until = Annotated[
    datetime.date | str,
    PlainValidator(_until),
    WithJsonSchema({"anyOf": [{"enum": ["objective", "relieved"]}, {"type": "string", "format": "date"}]}),
]


class Operation(Sourced):
    """What a headquarters ordered, as ordered; never what came of it."""

    id: str = about("Unique name.", "kpa-1c-seoul")
    name: Text | None = about("What to call it.", {"en": "The drive on Seoul"}, default=None)
    issuer: Annotated[str, Ref("headquarters")] = about("Headquarters that ordered it.", "kpa-front")
    formation: CommandId = about("Who was ordered: formation or force.", "kpa-i-corps")
    units: list[ForceId] = about("Only these of its forces.", ["kpa-3-div", "kpa-4-div"], default=[])
    ordered: Day = about("Date of the order.", "1950-06-23")
    from_: Day = Field(alias="from", description="First day that it binds.", examples=["1950-06-25"])
    until: Until = about(
        "What ends it: a date, `objective` (reached) or `relieved` (by the next order).",
        "objective",
        default="relieved",
    )
    mission: Mission = about("What is asked.", "attack")
    objective: Places = about("Places named in the order.", ["seoul"], default=[])
    axis: Places = about("Places to go through, in order.", ["uijongbu"], default=[])
    line: Places = about(
        "Line to hold or withdraw to, as places from west to east.", ["masan", "waegwan", "pohang"], default=[]
    )
    posture: Literal["all_out", "deliberate", "economy"] = about("How hard.", "deliberate", default="deliberate")
    reserve: float = about("Share kept back.", 0.2, unit="share of 1", default=0.0, ge=0, le=0.9)
    while_: Conditions = Field(
        default_factory=list, alias="while", description="Binds only while all of these hold; else the staff plans.",
        examples=[[{"holds": {"side": "kpa", "place": "kaesong"}}]],
    )  # fmt: skip
    trigger: Conditions = about(
        "A reactive order is given once all of these hold.", [{"lost": {"side": "un", "place": "taejon"}}], default=[]
    )
    nature: Literal["planned", "reactive"] = about(
        "planned: laid down before; reactive: only because of what had just happened.", "planned", default="planned"
    )


class Front(Sourced):
    """Where the front ran on a date, west to east, UN ground to the south and east."""

    date: Day = about("Evening of this day.", "1950-08-05")
    line: list[Position] = about(
        "Corners [lat, lon] from west to east.", [[35.1, 128.35]], unit="degrees", min_length=2
    )
    extra: list[list[Position]] = about("Outlines of pockets and beachheads.", [], default=[])
    gaps: list[list[Position]] = about("Stretches that nobody held: [from, to].", [], default=[])
    accuracy_km: float = about("How far off the line may be.", 8, unit="km", default=10, gt=0)


class ControlChange(Sourced):
    """A place passes from one side to the other."""

    place: At = about("Place, or coordinates with a name.", "taejon")
    date: Day = about("Day on which it passed.", "1950-07-20")
    days: float = about("Uncertainty of the date, either way.", 1, unit="days", default=0, ge=0)
    from_: SideId = Field(alias="from", description="Who lost it.", examples=["un"])
    to: SideId = about("Who took it.", "dprk")


class Event(Sourced):
    """Something to tell on a date; changes nothing."""

    id: str = about("Unique name.", "task-force-smith")
    date: Day = about("Day, Korean time.", "1950-07-05")
    to: Day | None = about("Last day of something longer.", "1950-07-07", default=None)
    title: Text = about("Headline.", {"en": "Task Force Smith at Osan", "ko": "오산 전투"})
    text: Text | None = about("One or two sentences.", {"en": "540 men without mines meet 33 tanks."}, default=None)
    at: At | None = about("Where.", "osan", default=None)
    kind: Literal["ground", "air", "naval", "politics", "talks", "civilians", "logistics", "command"] = about(
        "What sort.", "ground", default="ground"
    )
    importance: int = about("5 theatre .. 1 minor.", 4, default=3, ge=1, le=5)


class Figure(Sourced):
    """A figure over a time that belongs to no single unit: strengths, losses, sorties, stocks."""

    figure: str = about("What it is a figure of, from the general to the particular, with dots.", "tanks.kpa")
    what: str = about("The figure in words.", "T-34/85 in the army")
    from_: Day = Field(alias="from", description="First day.", examples=["1950-06-25"])
    to: Day = about("Last day; the same for a state of one day.", "1950-06-25")
    value: Range = about("The figure; its unit stands in `what`.", {"low": 150, "best": 150, "high": 258})


class When(Entry):
    """Conditions joined: `all` or `any` of a list; a plain list means all."""

    PLAIN = "all"
    all: list[Condition] = about("All must hold.", [{"after": "1950-07-01"}], default=[])
    any: list[Condition] = about("One is enough.", [{"lost": {"side": "un", "place": "taejon"}}], default=[])

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"all": value} if isinstance(value, list) else value


class Times(Entry):
    """A multiplier of a hazard."""

    if_: Condition = Field(
        alias="if", description="When this holds", examples=[{"north_of": {"side": "un", "lat": 39.0}}]
    )
    by: float = about("the chance is multiplied by this.", 8, ge=0)


class Hazard(Entry):
    """A chance that depends on the state of the world."""

    base_per_day: float = about("Chance of each day.", 0.002, unit="share of 1 a day", ge=0, le=1)
    times: list[Times] = about(
        "What makes it likelier or less likely.", [{"if": {"before": "1950-10-01"}, "by": 0.1}], default=[]
    )


class Option(Entry):
    """One answer to a decision."""

    id: str = about("Name within the decision.", "volunteers")
    title: Text = about("The answer.", {"en": "Send volunteers", "ko": "지원군 파견"})
    text: Text | None = about("What spoke for it.", {"en": "A buffer on the Yalu is worth a war."}, default=None)
    historical: bool = about("Whether this is what was done.", True, default=False)
    argued_by: str | None = about("Who argued for it then.", "Lin Biao", default=None)
    weight: float | None = about("Our judgement how likely it was.", 0.3, unit="share of 1", default=None, ge=0, le=1)
    effects: list[Effect] = about("What follows.", [{"tension": {"power": "washington", "by": 15}}], default=[])


class Asked(Entry):
    from_: Day = Field(alias="from", description="First day.", examples=["1950-08-01"])
    to: Day = about("Last day.", "1951-02-01")


class Decision(Entry):
    """A turning point: who decides, when, and what follows from each answer."""

    id: str = about("Unique name.", "china-enters")
    title: Text = about("What it is called.", {"en": "China enters the war", "ko": "중국군 참전"})
    question: Text | None = about(
        "The question as it stood then.", {"en": "Send troops across the Yalu?"}, default=None
    )
    decides: Annotated[str, Ref("decider")] = about("Capital, army or coalition that decides.", "beijing")
    asked: Asked = about("When it can come up.", {"from": "1950-08-01", "to": "1951-02-01"})
    happened: Day | None = about("When it was decided in history.", "1950-10-19", default=None)
    when: When | None = about(
        "It comes up once this holds.", {"any": [{"north_of": {"side": "un", "lat": 38.0}}]}, default=None
    )
    hazard: Hazard | None = about("Chance of each day that it is taken.", {"base_per_day": 0.002}, default=None)
    options: list[Option] = about("The answers; exactly one is historical.", [], min_length=2)
    sources: dict[str, SourceIds] = about("Works, by whose view they give.", {"west": "schnabel-1972"}, default={})
    confidence: Confidence = about("How sure the facts are.", "high", default="medium")
    basis: Basis = about("Where they come from.", "unchecked", default="unchecked")
    note: str | None = about("What a reader should know.", "dates in Peking time", default=None)

    @model_validator(mode="after")
    def _one_historical(self) -> Decision:
        if sum(option.historical for option in self.options) != 1:
            raise PydanticCustomError("historical", "exactly one option must be historical")
        if len({option.id for option in self.options}) != len(self.options):
            raise PydanticCustomError("option_ids", "two of its options have the same id")
        return self


class RecordFile(Entry):
    """A file of record/ or decisions/: any of these lists."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    formations: list[Formation] = about("Corps and armies.", [], default=[])
    forces: list[Force] = about("Divisions, brigades, regiments.", [], default=[])
    operations: list[Operation] = about("Orders.", [], default=[])
    fronts: list[Front] = about("Dated front lines.", [], default=[])
    control: list[ControlChange] = about("Places that changed hands.", [], default=[])
    events: list[Event] = about("What to tell.", [], default=[])
    decisions: list[Decision] = about("Turning points.", [], default=[])
    figures: list[Figure] = about("Totals to compare with.", [], default=[])


class RecordBook(RecordFile):
    """All files of the record together."""
