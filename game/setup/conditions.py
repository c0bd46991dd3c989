"""Conditions of the closed vocabulary as rows of numbers (terms.Test, subject, other, number)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from game import hexmap
from game.hexmap import LON0
from game.schema.record import Condition
from game.setup.names import Calendar
from game.setup.places import Spots
from game.terms import Test
from game.world import RULES, Array

Row = tuple[int, int, int, int]
FALSE: Row = (int(Test.AFTER), 0, 0, 30000)
"""What becomes of a condition about somebody who is not in this match: it never holds."""


class Compiler:
    """Knows the indexes of a match that conditions refer to."""

    def __init__(
        self, spots: Spots, calendar: Calendar, side_of: Callable[[str, datetime.date], int],
        divisions: Mapping[str, int], decisions: Mapping[str, tuple[int, Mapping[str, int]]],
    ) -> None:  # fmt: skip
        self.spots, self.calendar, self.side_of = spots, calendar, side_of
        self.divisions, self.decisions = divisions, decisions

    def rows(self, conditions: Sequence[Condition]) -> Array:
        """[RULES, 4] the compiled conditions, unused rows ALWAYS. ValueError for more than fit."""
        if len(conditions) > RULES:
            raise ValueError(f"{len(conditions)} conditions where at most {RULES} fit")
        table = np.zeros((RULES, 4), np.int16)
        for number, condition in enumerate(conditions):
            table[number] = self.row(condition)
        return table

    def row(self, condition: Condition) -> Row:
        """One condition."""
        value = getattr(condition, condition.word)
        row: Row = getattr(self, f"_{condition.word}")(value)
        return row

    def _side(self, party: str) -> int:
        return self.side_of(party, self.calendar.start)

    def _holds(self, value: Any) -> Row:
        return int(Test.HOLDS), self._side(value.side), self.spots.hex(value.place), 0

    def _lost(self, value: Any) -> Row:
        return int(Test.LOST), self._side(value.side), self.spots.hex(value.place), 0

    def _after(self, value: datetime.date) -> Row:
        return int(Test.AFTER), 0, 0, self.calendar.day(value)

    def _before(self, value: datetime.date) -> Row:
        return int(Test.BEFORE), 0, 0, self.calendar.day(value)

    def _destroyed(self, value: str) -> Row:
        return (int(Test.DESTROYED), self.divisions[value], 0, 0) if value in self.divisions else FALSE

    def _strength(self, value: Any) -> Row:
        if value.unit not in self.divisions:
            return FALSE
        return int(Test.STRENGTH_BELOW), self.divisions[value.unit], 0, round(value.below * 1000)

    def _decided(self, value: Any) -> Row:
        if value.decision not in self.decisions:
            return FALSE
        decision, options = self.decisions[value.decision]
        return int(Test.DECIDED), decision, options[value.option], 0

    def _north_of(self, value: Any) -> Row:
        return int(Test.NORTH_OF), self._side(value.side), 0, _north_km(value.lat)

    def _south_of(self, value: Any) -> Row:
        return int(Test.SOUTH_OF), self._side(value.side), 0, _north_km(value.lat)

    def _within_km(self, value: Any) -> Row:
        return int(Test.WITHIN_KM), self._side(value.side), self.spots.hex(value.place), round(value.km)


def _north_km(lat: float) -> int:
    return round(float(hexmap.project(lat, LON0)[1]))
