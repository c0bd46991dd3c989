"""The theatre book beside the map: sides, types of units, sources, assumptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.schema.means import MeansFile
from game.schema.values import ArmyId, Day, Entry, PlaceId, PowerId, Range, Ref, Sourced, Text, about


class Power(Entry):
    """A capital: decides, fears, pays."""

    id: str = about("Unique name.", "washington")
    name: Text = about("Label.", {"en": "United States", "ko": "미국"})
    capital: PlaceId | None = about("Its capital, where it is on the map.", "pyongyang", default=None)
    from_: Day | None = Field(None, alias="from", description="First day.", examples=["1948-08-15"])
    to: Day | None = about("Last day.", "1945-09-02", default=None)
    note: str | None = about("What a reader should know.", "no army at first", default=None)


class Army(Entry):
    """An army: forces and formations of the record belong to one."""

    id: str = about("Unique name.", "kpa")
    name: Text = about("Full name.", {"en": "Korean People's Army", "ko": "조선인민군"})
    short: str | None = about("Label.", "KPA", default=None)
    power: PowerId = about("Capital that it obeys.", "pyongyang")
    from_: Day | None = Field(None, alias="from", description="First day.", examples=["1948-02-08"])
    to: Day | None = about("Last day.", "1953-07-27", default=None)
    colour: Annotated[str, Field(pattern="^#[0-9a-f]{6}$")] | None = about(
        "Colour of its counters.", "#8c2f2b", default=None
    )
    note: str | None = about("What a reader should know.", "Soviet-trained", default=None)


class Member(Entry):
    army: ArmyId = about("An army.", "us")
    from_: Day | None = Field(None, alias="from", description="First day in the coalition.", examples=["1950-06-27"])
    to: Day | None = about("Last day.", "1953-07-27", default=None)


class Coalition(Entry):
    """A side: armies that fight together. The order of the list is the order of the sides everywhere."""

    id: str = about("Unique name.", "un")
    name: Text = about("Full name.", {"en": "United Nations Command", "ko": "유엔군"})
    short: str | None = about("Label.", "UN", default=None)
    colour: Annotated[str, Field(pattern="^#[0-9a-f]{6}$")] | None = about(
        "Colour of its ground.", "#2f5d8c", default=None
    )
    members: list[Member] = about("Its armies by date.", [{"army": "us", "from": "1950-06-27"}], min_length=1)


class SidesFile(Entry):
    """sides.yaml: powers (capitals), forces (armies), sides (coalitions by date)."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    powers: list[Power] = about("Capitals.", [])
    forces: list[Army] = about("Armies.", [])
    sides: list[Coalition] = about("Coalitions.", [], min_length=2)


class UnitType(Sourced):
    """Table of organisation and equipment of a kind of unit, by nation and year."""

    id: str = about("Unique name.", "kpa-infantry-division-1950")
    name: Text = about("Label.", {"en": "KPA infantry division, 1950"})
    side: ArmyId | None = about("Army that has it.", "kpa", default=None)
    year: int | None = about("Year of the table.", 1950, default=None, ge=1940, le=1955)
    kind: Literal[
        "infantry", "armour", "mechanized", "artillery", "engineer", "marine", "airborne", "security", "cavalry",
        "headquarters",
    ] = about("Arm of service.", "infantry")  # fmt: skip
    size: Literal["II", "III", "X", "XX", "XXX", "XXXX"] = about(
        "Echelon: II battalion, III regiment, X brigade, XX division, XXX corps, XXXX army.", "XX"
    )
    movement: Literal["foot", "motor", "light_foot"] = about("How it marches.", "foot")
    men: int = about("Table strength.", 11000, unit="men", ge=1)
    guns: int = about("Guns, howitzers and heavy mortars.", 48, unit="tubes", default=0, ge=0)
    tanks: int = about("Tanks and assault guns.", 12, unit="vehicles", default=0, ge=0)
    anti_tank: int = about("Weapons that stop a T-34 of 1950.", 0, unit="weapons", default=0, ge=0)
    trucks: int = about("Lorries.", 200, unit="vehicles", default=0, ge=0)
    quality: Range = about("Training and experience against 1.0, a fair infantry of 1950; at most 3.", 1.0)
    supply_tons: float | None = about("Need in combat.", 60, unit="short tons a day", default=None, ge=0)


class UnitsFile(Entry):
    """units.yaml: types of units."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    units: list[UnitType] = about("The types.", [])


class Source(Entry):
    """A work that the record cites."""

    id: str = about("Key.", "appleman-1961")
    author: str | None = about("Who wrote it.", "R. E. Appleman", default=None)
    title: str = about("Title.", "South to the Naktong, North to the Yalu")
    year: int | None = about("Year of publication.", 1961, default=None, ge=1900, le=2100)
    publisher: str | None = about("Where.", "US Army Center of Military History", default=None)
    language: str | None = about("Language of the work.", "English", default=None)
    url: str | None = about("Where it can be read.", "https://history.army.mil", default=None)
    view: str | None = about("Whose view it gives.", "west", default=None)
    access: str | None = about("How far we could read it.", "chapters 3, 8, 10", default=None)
    reliability: str | None = about("What it is good for.", "high", default=None)
    note: str | None = about("What a reader should know.", "official history", default=None)


class SourcesFile(Entry):
    """sources.yaml: works."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    sources: list[Source] = about("The works.", [])


class Assumption(Entry):
    """A constant of the rules that one may doubt: a number with its range, or a curve of points."""

    value: float | list[float] = about("The value; for a curve, the values at `at`.", 0.02)
    at: list[float] | None = about(
        "Points of a curve, rising; between them a straight line.", [0.5, 1, 2], default=None
    )
    low: float | None = about("Lowest plausible value; worlds draw between low and high.", 0.01, default=None)
    high: float | None = about("Highest plausible value.", 0.03, default=None)
    unit: str = about("Unit.", "share of men a day")
    why: str = about("Reason.", "mean of the battles of July 1950")
    basis: Literal["fitted", "sourced", "chosen"] = about("Where it comes from.", "fitted")
    source: Annotated[str, Ref("source")] | None = about("The work, if sourced.", "dupuy-1979", default=None)

    @model_validator(mode="after")
    def _curve_or_number(self) -> Assumption:
        if isinstance(self.value, list) != (self.at is not None):
            raise PydanticCustomError("curve", "a curve has a list of points `at` and a list of as many values")
        if isinstance(self.value, list) and self.at is not None:
            if len(self.value) != len(self.at) or self.at != sorted(set(self.at)) or len(self.at) < 2:
                raise PydanticCustomError("curve", "a curve needs as many values as points, and points that rise")
        elif isinstance(self.value, float | int):
            low, high = (self.value if bound is None else bound for bound in (self.low, self.high))
            if not low <= self.value <= high:
                raise PydanticCustomError("order", "low, value and high must rise in this order")
        if self.basis == "sourced" and self.source is None:
            raise PydanticCustomError("unsourced", "basis is 'sourced' but no source is named")
        return self


class AssumptionsFile(Entry):
    """assumptions.yaml: every constant of the rules, by chapter."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    chapters: dict[str, dict[str, Assumption]] = about("Chapter, then name.", {"combat": {"loss_rate_attacker": {}}})


BOOK_FILES: dict[str, type[Entry]] = {
    "sides": SidesFile,
    "units": UnitsFile,
    "sources": SourcesFile,
    "assumptions": AssumptionsFile,
    "means": MeansFile,
}
