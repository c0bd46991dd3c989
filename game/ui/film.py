"""The days of a game as one strip of pictures, the way a person steps through it."""

from __future__ import annotations

import datetime
from typing import Any

from game.view import Picture


class Film:
    """Frame 0 is the opening position; then one frame a day. `starts[t]` is the frame at which turn t begins."""

    def __init__(self, game: Any) -> None:
        self.game = game
        self.frames: list[Picture] = [game.picture(0)]
        self.starts = [0]
        self.lines: list[str] = [""]
        self.extend()

    def extend(self) -> None:
        """Take in the turns that were played since."""
        while len(self.starts) <= self.game.turn:
            turn = len(self.starts) - 1
            days = list(self.game.days(turn))
            lines = list(self.game.lines(turn))
            self.frames += days
            self.lines += [lines[k] if k < len(lines) else picture.line for k, picture in enumerate(days)]
            self.starts.append(len(self.frames) - 1)

    def days_of(self, turn: int) -> int:
        """Length of a turn, played or not."""
        lengths = self.game.turns
        return int(lengths[turn]) if turn < len(lengths) else 7

    def boundaries(self) -> list[int]:
        """The frame at which each turn begins, and the last one's end: those played and those to come."""
        marks = [0]
        for turn in range(self.game.last_turn):
            marks.append(marks[-1] + self.days_of(turn))
        return marks

    @property
    def last(self) -> int:
        """Number of the newest frame."""
        return len(self.frames) - 1

    def turn_of(self, frame: int) -> int:
        """The turn that a frame ends or lies in: frame 0 and the days of the first week belong to turn 0."""
        return max(0, next(t for t, start in enumerate(self.starts) if frame <= start) - 1)

    def day_of(self, frame: int) -> tuple[int, int]:
        """Day within its week (1 ..) and days of that week; (0, 0) for the opening."""
        if frame == 0:
            return 0, 0
        turn = self.turn_of(frame)
        return frame - self.starts[turn], self.starts[turn + 1] - self.starts[turn]

    def back(self, frame: int) -> int:
        """The boundary of turns before a frame."""
        return max((s for s in self.starts if s < frame), default=0)

    def on(self, frame: int) -> int:
        """The boundary of turns after a frame."""
        return min((s for s in self.starts if s > frame), default=self.last)

    def date(self, frame: int) -> datetime.date:
        """Date of a frame."""
        return self.frames[frame].date
