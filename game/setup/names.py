"""Index <-> id <-> name: what the arrays leave out, so that people can read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple


class UnitName(NamedTuple):
    """An element as people write it: `short` fits beside a counter; `kind` and `size` choose its symbol.

    `division` is the id of the division under whose symbol it is drawn, `force` its army, `row` its force record, which
    is also the id of its row in Divisions.
    """

    id: str
    name: str
    short: str
    kind: str
    size: str
    force: str
    side: str
    division: str
    row: str


class OperationName(NamedTuple):
    """Where a row of the Operations table comes from; rows of the staff have an empty id."""

    id: str
    division: str
    mission: str
    objective: tuple[str, ...]
    issuer: str
    nature: str


class DecisionName(NamedTuple):
    """A turning point and its options, in the order of their numbers."""

    id: str
    title: str
    options: tuple[str, ...]


class Names(NamedTuple):
    """Every index of the arrays, in words. Lists are in the order of the indexes."""

    sides: tuple[str, ...]
    forces: tuple[str, ...]
    units: tuple[UnitName, ...]
    divisions: tuple[str, ...]
    division_names: Mapping[str, str]
    formations: tuple[str, ...]
    formation_names: Mapping[str, str]
    corps_on: Mapping[str, tuple[tuple[datetime.date, str], ...]]
    operations: tuple[OperationName, ...]
    decisions: tuple[DecisionName, ...]
    powers: tuple[str, ...]
    provinces: tuple[str, ...]
    sources: tuple[str, ...]
    place_at: Mapping[int, str]
    place_hex: Mapping[str, int]
    place_names: Mapping[str, str]

    def unit_index(self, id_: str) -> int:
        """Index of an element; KeyError if there is none of that id."""
        for index, unit in enumerate(self.units):
            if unit.id == id_:
                return index
        raise KeyError(id_)

    def formation_of(self, division: str, date: datetime.date) -> str:
        """The corps or army a division belongs to on a date, '' where the record has none."""
        current = ""
        for since, formation in self.corps_on.get(division, ()):
            if since <= date:
                current = formation
        return current


class Calendar(NamedTuple):
    """Days of the match: day 0 is `start`, the evening of the last day is `until`."""

    start: datetime.date
    until: datetime.date

    @property
    def days(self) -> int:
        """Days from the start to the last day."""
        return (self.until - self.start).days

    def date(self, day: int) -> datetime.date:
        """The date of a day."""
        return self.start + datetime.timedelta(days=day)

    def day(self, date: datetime.date) -> int:
        """The day of a date; negative before the start."""
        return (date - self.start).days


def shorten(name: str) -> str:
    """A label for a counter: '13th Regiment' -> '13', '105th Armored Brigade' -> '105'."""
    for word in name.replace("(", " ").split():
        digits = "".join(letter for letter in word if letter.isdigit())
        if digits:
            return digits
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:3]).upper() or name[:3]
