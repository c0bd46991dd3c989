"""Who gives a side its orders: history (the dated orders of the record) or its own staff. Each names the code the
rules go by; the orders themselves stand in the Operations table."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import NamedTuple

from game.setup import Match
from game.terms import Commander


class Kind(NamedTuple):
    """A kind of commander: id, what it is called, the code in Sides.commander, a sentence."""

    id: str
    title: str
    code: Commander
    sentence: str


HISTORY = Kind("history", "History", Commander.TABLE, "The orders of the record, on their days and conditions.")
STAFF = Kind("staff", "Staff", Commander.PLAN, "The army's own staff plans from what it knows.")
KINDS = {kind.id: kind for kind in (HISTORY, STAFF)}


class Appointments(MutableMapping[str, str]):
    """Side id -> id of the commander who gives its orders from the next day on; writing appoints one."""

    def __init__(self, match: Match) -> None:
        self._sides, self._codes = match.names.sides, match.worlds.sides.commander

    def __getitem__(self, side: str) -> str:
        code = int(self._codes[0, self._index(side)])
        return next(kind.id for kind in KINDS.values() if int(kind.code) == code)

    def __setitem__(self, side: str, commander: str) -> None:
        if commander not in KINDS:
            raise ValueError(f"there is no commander '{commander}': {' or '.join(KINDS)}")
        self._codes[:, self._index(side)] = int(KINDS[commander].code)

    def __delitem__(self, side: str) -> None:
        raise TypeError("a side always has a commander")

    def __iter__(self) -> Iterator[str]:
        return iter(self._sides)

    def __len__(self) -> int:
        return len(self._sides)

    def _index(self, side: str) -> int:
        if side not in self._sides:
            raise KeyError(side)
        return self._sides.index(side)
