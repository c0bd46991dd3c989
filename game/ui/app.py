"""The window: opens, hands events to the screen, draws only when something changed."""

from __future__ import annotations

import os
import time

import pygame

from game import kernel, settings, words
from game.ui import counters, theme
from game.ui.base import Screen

SMALLEST = (1024, 680)
NO_WINDOW = ("offscreen", "dummy")


class NoDisplayError(Exception):
    """There is no display; the sentence says so."""


class App:
    """The stack of screens in one window. It never sets a video mode: the window has the size that people give it."""

    def __init__(self, size: tuple[int, int] | None = None, *, hidden: bool = False) -> None:
        self.surface = open_window(size, hidden=hidden)
        self.screens: list[Screen] = []
        self.running, self.dirty = True, True
        chosen = settings.preferences()["text_percent"]
        theme.set_text_percent(chosen if isinstance(chosen, int) else 100)

    # --- for the screens
    def go(self, screen: Screen) -> None:
        """Put a screen on top."""
        self.screens.append(screen)
        screen.lay_out(self.surface.get_rect())
        self.dirty = True

    def back(self) -> None:
        """Leave the top screen; the last one is the end."""
        self.screens.pop()
        if self.screens:
            self.screens[-1].lay_out(self.surface.get_rect())
        else:
            self.running = False
        self.dirty = True

    def quit(self) -> None:
        """End the program."""
        self.running = False

    def enlarge_text(self, steps: int) -> None:
        """The next larger or smaller size of text, as far as the window has room for it."""
        at = theme.TEXT_STEPS.index(min(theme.TEXT_STEPS, key=lambda t: abs(t - theme.text_percent())))
        percent = theme.TEXT_STEPS[max(0, min(len(theme.TEXT_STEPS) - 1, at + steps))]
        if percent > largest_text(self.surface.get_size()):
            return
        theme.set_text_percent(percent)
        settings.remember(text_percent=percent)
        self._lay_out_all()

    # --- the loop
    def _lay_out_all(self) -> None:
        counters.forget()
        for screen in self.screens:
            screen.lay_out(self.surface.get_rect())
        self.dirty = True

    def handle(self, event: pygame.event.Event) -> None:
        """One event."""
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type in (pygame.WINDOWSIZECHANGED, pygame.VIDEORESIZE):
            found = pygame.display.get_surface()
            if found is not None:
                self.surface = found
            theme.set_text_percent(min(theme.text_percent(), largest_text(self.surface.get_size())))
            self._lay_out_all()
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED, pygame.WINDOWSHOWN):
            self.dirty = True
        elif event.type == pygame.KEYDOWN and event.mod & pygame.KMOD_CTRL and event.key in _TEXT_KEYS:
            self.enlarge_text(_TEXT_KEYS[event.key])
        else:
            self.dirty |= self.screens[-1].event(event)

    def step(self) -> bool:
        """Let time pass and draw if something changed; True when it drew."""
        if not self.screens:
            return False
        self.dirty |= self.screens[-1].tick(round(time.monotonic() * 1000))
        if not self.dirty or not self.screens:
            return False
        self.dirty = False
        self.screens[-1].draw(self.surface)
        pygame.display.flip()
        return True

    def run(self) -> None:
        """Until somebody closes the window. An idle screen waits for events and draws nothing."""
        clock = pygame.time.Clock()
        compiling = kernel.compile_in_background()
        if compiling:
            pygame.display.set_caption(words.text("title_compiling"))
        while self.running and self.screens:
            busy = self.screens[-1].busy() or self.dirty
            events = pygame.event.get() if busy else [pygame.event.wait(1000), *pygame.event.get()]
            for event in _merged(events):
                if self.running and self.screens:
                    self.handle(event)
            self.step()
            if compiling and kernel.compiled_ready():
                compiling = False
                pygame.display.set_caption(words.text("title"))
            if busy:
                clock.tick(60)
        settings.remember(window=list(self.surface.get_size()))
        pygame.display.quit()


_TEXT_KEYS = {
    pygame.K_PLUS: 1, pygame.K_EQUALS: 1, pygame.K_KP_PLUS: 1, pygame.K_MINUS: -1, pygame.K_KP_MINUS: -1,
}  # fmt: skip


def _merged(events: list[pygame.event.Event]) -> list[pygame.event.Event]:
    """Mouse motions in a row become one, so that a slow frame is not followed by a queue of stale ones."""
    out: list[pygame.event.Event] = []
    for event in events:
        if event.type == pygame.NOEVENT:
            continue
        if event.type == pygame.MOUSEMOTION and out and out[-1].type == pygame.MOUSEMOTION:
            rel = (out[-1].rel[0] + event.rel[0], out[-1].rel[1] + event.rel[1])
            out[-1] = pygame.event.Event(event.type, pos=event.pos, rel=rel, buttons=event.buttons)
        else:
            out.append(event)
    return out


def largest_text(size: tuple[int, int]) -> int:
    """Largest size of text, in percent, that the screens have room for in a window."""
    room = min(size[0] / 1024, size[1] / 680)
    return max(t for t in theme.TEXT_STEPS if t <= max(100, round(room * 115)))


def open_window(size: tuple[int, int] | None, *, hidden: bool = False) -> pygame.Surface:
    """A plain resizable window. Raises NoDisplayError with a sentence; `hidden` allows the drivers without a screen."""
    if not getattr(pygame, "IS_CE", False):
        raise NoDisplayError(words.text("wrong_pygame"))
    # where a software GL is installed, SDL's accelerated flip costs 8 ms a frame
    os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    try:
        pygame.display.init()
    except pygame.error as error:
        raise NoDisplayError(words.text("no_display")) from error
    if pygame.display.get_driver() in NO_WINDOW and not hidden:
        pygame.display.quit()
        raise NoDisplayError(words.text("no_display"))
    pygame.font.init()
    pygame.display.set_caption(words.text("title"))
    if size is None:
        desktop = pygame.display.get_desktop_sizes()[0]
        wanted = settings.preferences()["window"]
        w, h = wanted if isinstance(wanted, list) and len(wanted) == 2 else (1280, 800)
        size = (max(640, min(int(w), desktop[0])), max(480, min(int(h), desktop[1] - 60)))
    surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    pygame.key.set_repeat(350, 60)
    return surface
