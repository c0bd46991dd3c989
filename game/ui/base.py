"""What the app and its screens know of one another."""

from __future__ import annotations

from typing import Protocol

import pygame

from game.ui.widgets import Desk


class Screen(Protocol):
    """One full window. `tick` returns True when something moved and must be drawn; `busy` while it will move again."""

    desk: Desk

    def lay_out(self, window: pygame.Rect) -> None: ...
    def draw(self, screen: pygame.Surface) -> None: ...
    def event(self, event: pygame.event.Event) -> bool: ...
    def tick(self, now: int) -> bool: ...
    def busy(self) -> bool: ...


class Host(Protocol):
    """The app as a screen sees it."""

    def go(self, screen: Screen) -> None: ...
    def back(self) -> None: ...
    def quit(self) -> None: ...
    def enlarge_text(self, steps: int) -> None: ...
