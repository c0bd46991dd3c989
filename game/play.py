"""A game: a set-up and a commander for each side, played turn by turn; any turn and day can be seen again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from game import batch, setup
from game import world as worlds
from game.chronicle import Teller, rows_of
from game.commanders import Appointments
from game.scenario import Scenario, load
from game.schema.record import Figure
from game.setup import Controls
from game.terms import Ending
from game.view import HexSeen, Picture, explain_hex, picture, recorded
from game.world import World

LOSSES = "casualties"


class Game:
    """A game in progress.

    `turn` counts the turns played; `last_turn` is how many there are; `date` is the morning of the next day to be
    played. `commander[side]` is 'history' or 'staff' and can be set between turns.
    """

    def __init__(
        self, scenario: Scenario, commanders: Mapping[str, str] | None = None, seed: int = 1,
        date: datetime.date | None = None, changes: Controls | None = None,
    ) -> None:  # fmt: skip
        self.scenario, self.seed = scenario, seed
        self.match = setup.build(scenario, start=date, seed=seed, commanders=commanders, changes=changes)
        self.board, self.theatre = self.match.board, scenario.theatre
        self.commander = Appointments(self.match)
        self.turns = turn_lengths(scenario, self.match.calendar.start)
        self.last_turn = len(self.turns)
        self.turn = 0
        self._teller = Teller(self.board, self.match.names)
        self._forces = {force.id: force for force in scenario.book.forces}
        self._snapshots = [worlds.copy(self.match.worlds)]
        self._days: list[list[Picture]] = []
        self._opening = picture(self.match.names, self._world(self.match.worlds), self.match.calendar.start)

    @classmethod
    def start(cls, scenario: Scenario | str, commanders: Mapping[str, str] | None = None, seed: int = 1,
              date: datetime.date | None = None) -> Game:  # fmt: skip
        """A game of a scenario or of its id. Raises ScenarioError if the id cannot be loaded."""
        return cls(load(scenario) if isinstance(scenario, str) else scenario, commanders, seed, date)

    # ------------------------------------------------------------ running

    @property
    def over(self) -> bool:
        """True when the last turn is played or one side holds the peninsula."""
        return self.turn >= self.last_turn or int(self.match.worlds.clock.ending[0, 0]) != Ending.RUNNING

    @property
    def date(self) -> datetime.date:
        """The next day to be played."""
        return self.match.calendar.date(int(self.match.worlds.clock.day[0, 0]))

    def advance(self) -> None:
        """Run one turn day by day. Does nothing once the game is over."""
        if self.over:
            return
        days = []
        for _ in range(self.turns[self.turn]):
            days.append(self._run_day())
        self._days.append(days)
        self.turn += 1
        if self.turn == self.last_turn and int(self.match.worlds.clock.ending[0, 0]) == Ending.RUNNING:
            self.match.worlds.clock.ending[:] = int(Ending.PERIOD_OVER)
        self._snapshots.append(worlds.copy(self.match.worlds))

    def _run_day(self) -> Picture:
        match = self.match
        world = self._world(match.worlds)
        date, before, written = self.date, world.hexes.owner.copy(), int(world.log.written[0])
        batch.run(match.board, match.march, match.worlds, 1)
        rows = rows_of(world)
        fresh = rows[max(0, len(rows) - (int(world.log.written[0]) - written)) :]
        line = self._teller.line(self._teller.tell(fresh), before, world.hexes.owner)
        return picture(match.names, world, date, line)

    # ------------------------------------------------------------ seeing

    def at(self, turn: int) -> World:
        """The world (a batch of one) as it stood before turn `turn`; IndexError for a turn not reached."""
        return worlds.copy(self._snapshots[turn])

    def picture(self, turn: int, day: int | None = None) -> Picture:
        """The map before turn `turn` is played (0: the opening), or on the evening of day `day` (0 ..) of it."""
        if day is not None:
            return self._days[turn][day]
        return self._days[turn - 1][-1] if turn else self._opening

    def days(self, turn: int) -> list[Picture]:
        """The evenings of a turn that was played, oldest first."""
        return list(self._days[turn])

    def lines(self, turn: int) -> list[str]:
        """One report line for each day of a turn."""
        return [one.line for one in self._days[turn]]

    def history(self, date: datetime.date) -> Picture:
        """The record on the evening of a date."""
        return recorded(self.match.record.at(date), self.match.names, self._forces)

    def verdict(self, turn: int) -> str:
        """What a played turn came to: front, losses beside the record's, places taken."""
        before, after = (self._world(self._snapshots[t]) for t in (turn, turn + 1))
        calendar = self.match.calendar
        first, last = calendar.date(int(before.clock.day[0])), calendar.date(int(after.clock.day[0]) - 1)
        losses = self._recorded_losses(before, first, last)
        return self._teller.verdict(before, after, self.match.record.front_km(last), losses)

    def hex(self, hex_: int) -> HexSeen:
        """The facts of a land hex as it is now."""
        match = self.match
        return explain_hex(match.board, match.names, self._world(match.worlds), hex_, match.march.step)

    def _recorded_losses(self, before: World, first: datetime.date, last: datetime.date) -> dict[int, int]:
        units, names = before.units, self.match.names
        men = np.array([int(units.men[(units.force == a) & (units.hex >= 0)].sum()) for a in range(len(names.forces))])
        sides = np.array([self.match.record.side_of(army, first) for army in names.forces])
        bears = [men[a] * 10 >= men[sides == sides[a]].sum() > 0 for a in range(len(sides))]
        armies = {army: int(sides[a]) for a, army in enumerate(names.forces) if bears[a]}
        return losses_between(self.scenario.book.figures, armies, first, last)

    def _world(self, batch_of_one: World) -> World:
        return worlds.world_of(batch_of_one, 0)


def turn_lengths(scenario: Scenario, start: datetime.date) -> list[int]:
    """Days of each turn from `start` on; a turn that has begun by then is cut."""
    lengths, day = [], scenario.period.from_
    for length in scenario.period.turn_days():
        ends = day + datetime.timedelta(length)
        left = (ends - max(day, start)).days
        if left > 0:
            lengths.append(left)
        day = ends
    return lengths


def losses_between(
    figures: Iterable[Figure], armies: Mapping[str, int], first: datetime.date, last: datetime.date
) -> dict[int, int]:
    """Men lost by side from one day to another, from figures that state losses of an army over some time.

    `armies` are those that bore the fighting, by side. Each counts by the shortest figure that covers the days, at its
    daily rate; a side is left out if one of its armies has none.
    """
    found: dict[int, float] = {}
    unknown = set()
    for army, side in armies.items():
        mine = [one for one in _losses_of(army, figures) if one.from_ <= first and last <= one.to]
        if not mine:
            unknown.add(side)
            continue
        best = min(mine, key=lambda one: (one.to - one.from_).days)
        share = ((last - first).days + 1) / ((best.to - best.from_).days + 1)
        found[side] = found.get(side, 0.0) + best.value.best * share
    return {side: round(round(men), -2) for side, men in found.items() if side not in unknown}


def _losses_of(army: str, figures: Iterable[Figure]) -> Sequence[Figure]:
    return [one for one in figures if one.figure.lower() == f"{LOSSES}.{army}"]
