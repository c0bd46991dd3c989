"""One picture of the map of a date, drawn without a window."""

from __future__ import annotations

import datetime
import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pygame

from game import play, scenario, words
from game.ui import chrome, session, theme, widgets
from game.ui.camera import LEVEL_START, THEATRE
from game.ui.mapview import MapView


class Shot(NamedTuple):
    """What was drawn: file, size in pixels, level of detail, date."""

    path: Path
    size: tuple[int, int]
    zoom: str
    date: datetime.date


class UnknownPlaceError(Exception):
    """The place asked for is not on the map; the sentence names the nearest spelling."""


def render_shot(
    name: str,
    out: Path,
    date: datetime.date | None = None,
    zoom: str = "operational",
    centre: str | None = None,
    size: tuple[int, int] = (1600, 900),
) -> Shot:
    """Draw the record of a date (else the opening of the scenario) and write it as PNG.

    `centre` is a place in any spelling or its id; without it the picture looks at the war. Raises ScenarioError,
    UnknownPlaceError, OSError.
    """
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.init()
    pygame.font.init()
    theme.set_text_percent(100)
    one = scenario.load(name)
    game = play.Game(one, date=date)
    ground = session.open_map(one.theatre)
    surface = pygame.Surface(size, 0, 32)
    view = MapView(
        game.board,
        ground.ground(game.board),
        ground.places,
        session.titles(one),
        [side.id for side in one.theatre.sides],
        surface.get_rect(),
    )
    picture = game.picture(0)
    view.show(picture)
    view.look_at_war()
    view.camera.step = start_step(zoom, size)
    if centre:
        view.camera.x, view.camera.y = position(centre, view)
    view.camera.keep_inside()
    view.draw(surface, budget=10**6)
    chrome.draw_legend(surface, view, surface.get_rect(), session.side_names(one.theatre), [])
    _draw_title(surface, picture.date, one)
    out.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(surface, str(out))
    return Shot(out, size, zoom, picture.date)


def start_step(zoom: str, size: tuple[int, int]) -> int:
    """The step of the ladder to draw a level at: a larger picture gets the larger theatre."""
    return LEVEL_START[zoom] + int(zoom == THEATRE and size[1] >= 850)


def position(name: str, view: MapView) -> tuple[float, float]:
    """Kilometres of a place by id or any spelling; raises UnknownPlaceError."""
    known: Mapping[str, Any] = {
        spelling.lower(): p for p in view.places for spelling in (p.id, p.period, p.modern, p.hangul, p.hanja)
    }
    found = known.get(name.strip().lower())
    if found is None:
        near = difflib.get_close_matches(name.lower(), list(known), 1)
        key = "unknown_place" if near else "unknown_place_plain"
        raise UnknownPlaceError(words.text(key, place=name, near=known[near[0]].period if near else ""))
    return found.x, found.y


def _draw_title(surface: pygame.Surface, date: datetime.date, one: Any) -> None:
    """The date on a card in the upper left corner."""
    pad = theme.px(14)
    big = theme.line(words.date(date), theme.px(26), theme.INK, "serif")
    small = theme.line(words.weekday(date), theme.px(14), theme.FAINT)
    box = pygame.Rect(pad, pad, max(big.get_width(), small.get_width()) + 2 * pad, theme.px(66))
    widgets.card(surface, box)
    surface.blit(big, (box.x + pad, box.y + theme.px(4)))
    surface.blit(small, (box.x + pad, box.y + theme.px(41)))
