"""The terminal front end: the same game in letters and words. Knows no pygame."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import numpy as np

from game import hexmap, words
from game.view import Picture, UnitSeen

UNATTENDED_TURNS = 3
NEAR_KM = 30.0
_EARLY, _TROOPS = "du", "DU"  # ground and troops of side 0 and 1


def run_text(game: Any, stdin: TextIO | None = None, out: TextIO | None = None) -> int:
    """Play in the terminal; 0 at the end of the game, of the input, or at q.

    Without a terminal on `stdin` nobody answers: the briefing, a few turns of history, the report, the end.
    """
    stdin, out = stdin or sys.stdin, out or sys.stdout
    return TextGame(game, stdin, out).run()


class TextGame:
    """One game at a terminal; `shown` is the turn looked at (the map before that turn)."""

    def __init__(self, game: Any, stdin: TextIO, out: TextIO) -> None:
        self.game, self.stdin, self.out, self.shown = game, stdin, out, game.turn

    def say(self, text: str = "") -> None:
        """One line to the reader."""
        print(text, file=self.out, flush=True)

    def run(self) -> int:
        """From the briefing to the end."""
        self.briefing()
        if not self.stdin.isatty():
            self.say(words.text("text_three_turns"))
            for _ in range(UNATTENDED_TURNS):
                self.run_turn()
            self.map()
            return self.leave()
        self.map()
        for order in self._orders():
            if not self._obey(order):
                break
        return self.leave()

    def _orders(self) -> Iterator[str]:
        while True:
            print(words.text("text_prompt"), end="", file=self.out, flush=True)
            line = self.stdin.readline()
            if not line:
                self.say()
                return
            if line.strip():
                yield line.strip()

    def _obey(self, order: str) -> bool:
        """One order; False to leave."""
        first, *rest = order.split()
        actions: dict[str, Callable[[], None]] = {
            "run": self.run_turn, "map": self.map, "units": self.units, "history": self.history,
            "back": self.back, "next": self.on, "commander": lambda: self.command(rest),
        }  # fmt: skip
        asked = first.lower()
        if asked in ("q", "quit"):
            return False
        found = next((do for name, do in actions.items() if asked in (name, name[0])), None)
        if found is None:
            self.say(words.text("text_unknown", word=first))
        else:
            found()
        return True

    def picture(self) -> Picture:
        """The map looked at."""
        found: Picture = self.game.picture(self.shown)
        return found

    # --- the cards
    def briefing(self) -> None:
        """Title and briefing."""
        one = self.game.scenario
        self.say(one.title.en)
        self.say()
        if one.briefing:
            self.say(one.briefing.en.strip())
            self.say()

    def run_turn(self) -> None:
        """Fight a turn and report it: verdict first, then a line a day."""
        if self.game.over:
            self.say(words.text("last_turn"))
            return
        turn = self.game.turn
        self.game.advance()
        self.shown = self.game.turn
        self.report(turn)

    def report(self, turn: int) -> None:
        """What a turn came to."""
        self.say(f"== {words.text('turn_of', turn=turn + 1, last=self.game.last_turn)}")
        self.say(self.game.verdict(turn))
        for picture, line in zip(self.game.days(turn), self.game.lines(turn)):
            self.say(f"  {words.short_date(picture.date):>6}  {line}")

    def map(self) -> None:
        """The map as letters."""
        picture = self.picture()
        self.say(f"{words.weekday(picture.date)}, {words.date(picture.date)} ({picture.weather})")
        self.say("\n".join(letter_map(self.game.board, self.game.theatre, picture)))
        self.say(words.text("text_map_legend"))

    def units(self) -> None:
        """Every element: where, how many, in what order."""
        picture = self.picture()
        for unit in sorted(picture.units, key=lambda u: (u.side, u.division or u.id, u.id)):
            where = nearest_place(self.game.board, self.game.theatre, unit.hex)
            self.say(
                f"{unit.side:5} {unit.name:34} {where:28} "
                + words.text("unit_detail", men=words.number(unit.men), full=words.number(unit.men_full),
                             cohesion=words.share(unit.cohesion))
            )  # fmt: skip

    def history(self) -> None:
        """How far the game is from the record of the same date."""
        picture = self.picture()
        record = self.game.history(picture.date)
        near = sum(1 for apart in distances(self.game.board, picture, record) if apart <= NEAR_KM)
        date = words.date(picture.date)
        self.say(
            words.text("text_history", date=date, count=near, all=len(distances(self.game.board, picture, record)))
        )
        self.say("\n".join(letter_map(self.game.board, self.game.theatre, record)))

    def command(self, rest: list[str]) -> None:
        """Who gives the orders of the next turn."""
        commander = self.game.commander
        sides = [side.id for side in self.game.theatre.sides]
        if len(rest) == 2 and rest[0] in sides and rest[1] in ("history", "staff"):
            commander[rest[0]] = rest[1]
        elif rest:
            self.say(words.text("text_commander_usage", sides=", ".join(sides)))
        self.say(words.text("text_commanders", list=", ".join(f"{side}: {commander[side]}" for side in sides)))

    def back(self) -> None:
        """One turn back."""
        self.shown = max(0, self.shown - 1)
        self.map()

    def on(self) -> None:
        """One turn on."""
        self.shown = min(self.game.turn, self.shown + 1)
        self.map()

    def leave(self) -> int:
        """The last line."""
        self.say(words.text("text_end", date=words.date(self.game.date)))
        return 0


def letter_map(board: hexmap.Board, theatre: Any, picture: Picture) -> list[str]:
    """Rows of letters, one column a hex and one row two rows of hexes, cut to the land that is held by anybody."""
    grid = np.full((hexmap.ROWS, hexmap.COLUMNS), " ", dtype="<U1")
    row, column = np.divmod(board.cell[: board.n_land], hexmap.COLUMNS)
    letters = np.array([".", *_EARLY])[np.clip(picture.owner + 1, 0, 2)]
    grid[row, column] = letters
    rank = np.zeros(grid.shape, dtype=np.int8)
    rank[row, column] = 1
    sides = [side.id for side in theatre.sides]
    for place, h in zip(theatre.places, board.place_hex.tolist()):
        if h >= 0 and place.importance == 5 and place.kind != "airfield":
            _put(grid, rank, int(board.cell[h]), "*", 2)
    for unit in picture.units:
        _put(grid, rank, int(board.cell[unit.hex]), _TROOPS[sides.index(unit.side)], 3)
    held = picture.owner >= 0
    top, bottom = int(row[held].min()), int(row[held].max())
    left, right = int(column[held].min()), int(column[held].max())
    out = []
    for r in range(top, bottom + 1, 2):
        pair, ranks = grid[r : r + 2, left : right + 1], rank[r : r + 2, left : right + 1]
        best = ranks.argmax(axis=0)
        out.append("".join(pair[best, np.arange(pair.shape[1])]).rstrip())
    return out


def _put(grid: Any, rank: Any, cell: int, letter: str, weight: int) -> None:
    r, c = divmod(cell, hexmap.COLUMNS)
    if rank[r, c] < weight:
        grid[r, c], rank[r, c] = letter, weight


def nearest_place(board: hexmap.Board, theatre: Any, h: int) -> str:
    """The name of the place in a hex, or how far the nearest one is."""
    best, apart = "", 1e9
    for place, at in zip(theatre.places, board.place_hex.tolist()):
        km = hexmap.distance_km(board, h, at) if at >= 0 else 1e9
        if km < apart:
            best, apart = place.name, km
    return best if apart < 1.0 else words.text("near_place", km=round(apart), place=best)


def distances(board: hexmap.Board, picture: Picture, record: Picture) -> list[float]:
    """Kilometres between the place of each element in the game and in the record, where both know it."""
    recorded: dict[str, UnitSeen] = {u.id: u for u in record.units}
    return [hexmap.distance_km(board, u.hex, recorded[u.id].hex) for u in picture.units if u.id in recorded]
