"""A game opened for the window: set up in a thread, with the ground it is drawn on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from game import hexmap, play, scenario, settings
from game.atlas import lines
from game.ui import ground, names, plate
from game.ui.film import Film


class Task:
    """Something long, done in a thread. `result` when `done`; `failure` is a sentence."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.result: Any = None
        self.failure = ""
        self._work = work
        self._thread = threading.Thread(target=self._go, daemon=True)
        self._thread.start()

    def _go(self) -> None:
        try:
            self.result = self._work()
        except scenario.ScenarioError as error:
            self.failure = str(error)
        except Exception as error:  # a window that dies without a word helps nobody
            self.failure = f"{type(error).__name__}: {error}"

    @property
    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        return not self._thread.is_alive()


class Map:
    """The ground of a theatre: plate, lines, places. Loaded once and shared by all games on it."""

    def __init__(self, theatre: Any) -> None:
        courses, anchors = lines.read(settings.asset("map/lines.json").read_text(encoding="utf-8"))
        self.plate = plate.load()
        self.courses = courses
        self.places = names.places_of(theatre, anchors)

    def ground(self, board: hexmap.Board) -> ground.Ground:
        """Tiles of this ground for a board."""
        return ground.Ground(self.plate, self.courses, board)


class Session:
    """One game in progress: the game, its days as a film, the ground, and the names of its formations."""

    def __init__(self, game: Any, map_: Map) -> None:
        self.game, self.map = game, map_
        self.film = Film(game)
        self.ground = map_.ground(game.board)
        self.titles = titles(game.scenario)
        self.sides = side_names(game.theatre)


_maps: dict[str, Map] = {}
_opening = threading.Lock()


def open_map(theatre: Any) -> Map:
    """The ground of a theatre, kept for the next game."""
    with _opening:
        if theatre.id not in _maps:
            _maps[theatre.id] = Map(theatre)
    return _maps[theatre.id]


def open_game(name: str, seed: int = 1) -> Session:
    """Load a scenario, set a game up and fetch its ground. Raises ScenarioError."""
    one = scenario.load(name)
    return Session(play.Game(one, seed=seed), open_map(one.theatre))


def titles(one: Any) -> dict[str, str]:
    """Names of divisions, regiments, corps and armies by their ids."""
    book = one.book
    found = {f.id: f.name.en for f in book.formations}
    for force in book.forces:
        found[force.id] = force.name.en
    return found


def side_names(theatre: Any) -> Mapping[str, tuple[str, str]]:
    """Side id -> (name, short name), in the order of the sides."""
    return {side.id: (side.name.en, getattr(side, "short", "") or side.name.en) for side in theatre.sides}
