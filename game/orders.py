"""Orders in words: `attack Seoul via Uijongbu, Pochon all_out until objective`, and back.

    order   := mission [place {, place}] [via place {, place}] [posture] [keeping N%] [until objective|relieved|DATE]

Places are written by id or by name; posture is economy, deliberate or all_out; `keeping 20%` holds a reserve back. What
cannot be understood raises :class:`OrderError` with the place in the text and the nearest known word.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from game.terms import Issue, Mission, Posture, Until
from game.world import NEVER, STEPS, Divisions, March, Operations

MISSIONS = {mission.name.lower(): mission for mission in Mission if mission is not Mission.NONE}
POSTURES = {posture.name.lower(): posture for posture in Posture}
KEYWORDS = frozenset({"via", "keeping", "until", *POSTURES})


class Order(NamedTuple):
    """One order: place ids, reserve in per cent, `until` objective, relieved or a date."""

    mission: Mission
    objective: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    posture: Posture = Posture.DELIBERATE
    reserve: int = 0
    until: Until | datetime.date = Until.RELIEVED


class OrderError(ValueError):
    """An order that cannot be understood; `column` counts from 1."""

    def __init__(self, column: int, message: str, hint: str = "") -> None:
        super().__init__(f"column {column}: {message}{'; ' + hint if hint else ''}")
        self.column, self.message, self.hint = column, message, hint


class _Word(NamedTuple):
    text: str
    column: int


def parse(text: str, places: Mapping[str, str]) -> Order:
    """The order in a text; `places` gives id -> name. Raises OrderError."""
    words = _words(text)
    if not words:
        raise OrderError(1, "an order begins with what to do", f"one of {', '.join(MISSIONS)}")
    first = words[0].text.lower()
    if first not in MISSIONS:
        raise OrderError(words[0].column, f"unknown mission '{words[0].text}'", _near(first, MISSIONS))
    found = {"": _take(words, 1)}
    at = 1 + len(found[""])
    order = Order(MISSIONS[first], _place_list(found[""], places))
    while at < len(words):
        keyword, start = words[at], at + 1
        rest = _take(words, start)
        order = _clause(order, keyword, rest, places)
        at = start + len(rest)
    return order


def text_of(order: Order, names: Mapping[str, str] | None = None) -> str:
    """The order in words; parsing them gives the order again. `names` writes places by name."""

    def listed(ids: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) if names else one for one in ids)

    parts = [order.mission.name.lower()]
    if order.objective:
        parts.append(listed(order.objective))
    if order.via:
        parts.append(f"via {listed(order.via)}")
    parts.append(order.posture.name.lower())
    if order.reserve:
        parts.append(f"keeping {order.reserve}%")
    until = order.until
    parts.append(f"until {until.isoformat() if isinstance(until, datetime.date) else until.name.lower()}")
    return " ".join(parts)


def write(order: Order, operations: Operations, divisions: Divisions, division: int, march: March,
          place_hex: Mapping[str, int], day: int, epoch: datetime.date) -> None:  # fmt: skip
    """Put an order into the row that is kept for a division (one world, no batch axis); it is issued next morning.

    ValueError if one of its places is no march target.
    """
    way = [int(march.target_of[place_hex[place]]) for place in (*order.via, *order.objective)][:STEPS]
    if min(way, default=0) < 0:
        raise ValueError("an order leads only to places that columns can march to")
    row = len(operations.division) - len(divisions.id) + division
    operations.from_day[row] = day
    operations.until_day[row] = NEVER
    operations.until[row] = int(Until.DATE if isinstance(order.until, datetime.date) else order.until)
    if isinstance(order.until, datetime.date):
        operations.until_day[row] = (order.until - epoch).days
    operations.mission[row], operations.posture[row] = int(order.mission), int(order.posture)
    operations.reserve[row], operations.steps[row] = order.reserve * 10, len(way)
    operations.way[row] = -1
    operations.way[row, : len(way)] = way
    operations.rules[row], operations.triggers[row] = 0, 0
    operations.issue[row] = int(Issue.WAITING)


def _words(text: str) -> list[_Word]:
    words, column = [], 0
    for piece in text.replace(",", " , ").split():
        column = text.index(piece, column)
        words.append(_Word(piece, column + 1))
        column += len(piece)
    return words


def _take(words: Sequence[_Word], start: int) -> list[_Word]:
    """The words up to the next keyword."""
    end = start
    while end < len(words) and words[end].text.lower() not in KEYWORDS:
        end += 1
    return list(words[start:end])


def _clause(order: Order, keyword: _Word, rest: list[_Word], places: Mapping[str, str]) -> Order:
    word = keyword.text.lower()
    if word == "via":
        if not rest:
            raise OrderError(keyword.column, "'via' needs a place after it")
        return order._replace(via=_place_list(rest, places))
    if word in POSTURES:
        if rest:
            raise OrderError(rest[0].column, f"'{rest[0].text}' does not follow a posture")
        return order._replace(posture=POSTURES[word])
    if len(rest) != 1:
        raise OrderError(keyword.column, f"'{word}' needs exactly one word after it")
    if word == "keeping":
        return order._replace(reserve=_per_cent(rest[0]))
    return order._replace(until=_until(rest[0]))


def _per_cent(word: _Word) -> int:
    number = word.text.removesuffix("%")
    if not number.isdecimal() or int(number) > 90:
        raise OrderError(word.column, f"'{word.text}' is not a share of 0 to 90 per cent")
    return int(number)


def _until(word: _Word) -> Until | datetime.date:
    if word.text.lower() in ("objective", "relieved"):
        return Until[word.text.upper()]
    try:
        return datetime.date.fromisoformat(word.text)
    except ValueError:
        raise OrderError(word.column, f"'{word.text}' is not objective, relieved or a date") from None


def _place_list(words: list[_Word], places: Mapping[str, str]) -> tuple[str, ...]:
    """Places parted by commas."""
    groups: list[list[_Word]] = [[]]
    for word in words:
        if word.text == ",":
            groups.append([])
        else:
            groups[-1].append(word)
    if groups == [[]]:
        return ()
    if [] in groups:
        raise OrderError(words[0].column, "a comma stands without a place beside it")
    return tuple(_place(group, places) for group in groups)


def _place(words: list[_Word], places: Mapping[str, str]) -> str:
    text = " ".join(word.text for word in words)
    if text.lower() in places:
        return text.lower()
    meant = [one for one, name in places.items() if name.lower() == text.lower()]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise OrderError(words[0].column, f"'{text}' is the name of several places", f"write {' or '.join(meant)}")
    hint = _near(text.lower(), [*places, *(name.lower() for name in places.values())])
    raise OrderError(words[0].column, f"unknown place '{text}'", hint)


def _near(word: str, known: Mapping[str, object] | Sequence[str]) -> str:
    found = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean '{found[0]}'?" if found else ""
