"""The small values of the format: dates, places, ranges, texts, confidence, basis, references by id.

Every model of the format is an `Entry`: no unknown keys, no silent conversion, frozen once loaded.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

Confidence = Literal["high", "medium", "low"]
Basis = Literal["checked", "unchecked", "judgement", "design"]
MONTHS = "January February March April May June July August September October November December".split()
_REQUIRED: Any = ...
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Entry(BaseModel):
    """A mapping of the format."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    PLAIN: ClassVar[str] = ""
    """Key that a plain value (no mapping) stands for, where one may be given."""


ONE_KEY = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
"""Configuration of a mapping with exactly one key, for editors."""


class Ref(NamedTuple):
    """Marks a text as the id of something: `kind` is one of the kinds that `game.scenario` collects."""

    kind: str


def about(text: str, example: Any, *, unit: str | None = None, default: Any = _REQUIRED, **limits: Any) -> Any:
    """A field with its meaning, an example and its unit; required unless a default is given."""
    extra: Any = {"unit": unit} if unit else None
    if isinstance(default, list | dict):
        return Field(
            default_factory=default.copy, description=text, examples=[example], json_schema_extra=extra, **limits
        )
    return Field(default, description=text, examples=[example], json_schema_extra=extra, **limits)


def day_from(text: object) -> object:
    """An ISO date; raises with a sentence for 31 June, for other ways to write a date, and for plain numbers."""
    if isinstance(text, datetime.date):
        return text
    match = _DATE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise PydanticCustomError("day", "expected a date such as 1950-06-25 (year-month-day)")
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise PydanticCustomError("day", "there is no month {month}: dates are year-month-day", {"month": month})
    if not 1900 <= year <= 1999:
        raise PydanticCustomError("day", "the year {year} is outside 1900-1999", {"year": year})
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        named = {"day": day, "month": MONTHS[month - 1], "year": year, "length": length}
        raise PydanticCustomError("day", "{day} {month} does not exist: {month} {year} has {length} days", named)
    return datetime.date(year, month, day)


Day = Annotated[
    datetime.date,
    BeforeValidator(day_from),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_or_list(schema: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


PlaceId = Annotated[str, Ref("place")]
UnitTypeId = Annotated[str, Ref("unit")]
ForceId = Annotated[str, Ref("force")]
FormationId = Annotated[str, Ref("formation")]
CommandId = Annotated[str, Ref("command")]
OperationId = Annotated[str, Ref("operation")]
DecisionId = Annotated[str, Ref("decision")]
SideId = Annotated[str, Ref("side")]
ArmyId = Annotated[str, Ref("army")]
PartyId = Annotated[str, Ref("party")]
PowerId = Annotated[str, Ref("power")]
SourceIds = Annotated[list[Annotated[str, Ref("source")]], BeforeValidator(_as_list), _one_or_list({"type": "string"})]


class Text(Entry):
    """Words in English and Korean; a plain text counts as the English one."""

    PLAIN = "en"
    en: str = about("English.", "Invasion")
    ko: str = about("Korean; empty where not yet translated.", "남침", default="")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"en": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core)]}


class Range(Entry):
    """A number, or where sources disagree the lowest, best and highest; batches sample it."""

    low: float = about("Lowest figure that a source supports.", 4000, ge=0)
    best: float = about("Best figure; the game's own value.", 5000, ge=0)
    high: float = about("Highest figure that a source supports.", 6000, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"low": value, "best": value, "high": value}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if not self.low <= self.best <= self.high:
            raise PydanticCustomError("order", "low, best and high must rise in this order")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "number", "minimum": 0}, handler(core)]}


class At(Entry):
    """Where something is: a place of places.yaml, or coordinates with or without a name.

    Exactly one of `place` and the pair `lat`, `lon` is set once loaded; a plain text is a place.
    """

    PLAIN = "place"
    place: PlaceId | None = about("A place of places.yaml (id or name).", "kaesong", default=None)
    name: str | None = about("What to call coordinates.", "ridge north of Osan", default=None)
    lat: float | None = about("Latitude, WGS84.", 37.18, unit="degrees north", default=None, ge=30, le=46)
    lon: float | None = about("Longitude, WGS84.", 127.05, unit="degrees east", default=None, ge=120, le=136)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"place": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_way(self) -> At:
        if (self.lat is None) != (self.lon is None) or (self.place is None) == (self.lat is None):
            raise PydanticCustomError("where", "expected a place, or both lat and lon")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core)]}


def _places(value: object) -> object:
    return value if isinstance(value, list) else [value]


Places = Annotated[list[At], BeforeValidator(_places)]
"""One place or several, in order; each an id, a name, or coordinates."""


class Sourced(Entry):
    """What every fact carries to the screen."""

    source: SourceIds = about(
        "Id of the work in sources.yaml that says so, or a list of them.", "appleman-1961", default=[]
    )
    confidence: Confidence = about("How sure the fact is.", "high", default="medium")
    basis: Basis = about(
        "checked: confirmed in a text; unchecked: from general knowledge of the named work; judgement: ours; "
        "design: needed by the game.",
        "unchecked",
        default="unchecked",
    )
    note: str | None = about("What a reader should know.", "given as 28 to 30 June", default=None)
