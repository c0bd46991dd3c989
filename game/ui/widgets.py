"""The few widgets the screens need: button, choice, list, card, tip; a desk that gives them focus and events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import pygame

from game.ui import theme

Action = Callable[[], None]
Icon = Sequence[tuple[float, float]]  # a polygon in a unit square


class Widget(Protocol):
    """What a desk asks of its widgets."""

    rect: pygame.Rect
    enabled: bool
    tip: str

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None: ...
    def click(self, point: tuple[int, int]) -> None: ...
    def key(self, key: int) -> bool: ...
    def needs(self) -> tuple[int, int]: ...


def card(screen: pygame.Surface, rect: pygame.Rect, colour: theme.Colour = theme.CARD) -> None:
    """A sheet of paper with a thin edge and a soft shadow."""
    shadow = pygame.Surface((rect.w + 8, rect.h + 8), pygame.SRCALPHA)
    for k, alpha in ((0, 10), (2, 14), (4, 18)):
        pygame.draw.rect(shadow, (60, 45, 20, alpha), shadow.get_rect().inflate(-k, -k), border_radius=8)
    screen.blit(shadow, (rect.x - 4, rect.y - 2))
    pygame.draw.rect(screen, colour, rect, border_radius=5)
    pygame.draw.rect(screen, theme.EDGE, rect, 1, border_radius=5)


def focus_ring(screen: pygame.Surface, rect: pygame.Rect) -> None:
    """Shows where the keyboard is."""
    pygame.draw.rect(screen, theme.CREAM, rect.inflate(8, 8), 2, border_radius=8)
    pygame.draw.rect(screen, theme.ACCENT, rect.inflate(6, 6), 2, border_radius=7)


def text_left(screen: pygame.Surface, surface: pygame.Surface, x: int, rect: pygame.Rect) -> None:
    """A line of text at `x`, in the middle of a rectangle's height."""
    screen.blit(surface, (x, rect.centery - surface.get_height() // 2))


class Button:
    """A label, or an icon drawn as polygons in a unit square; `chief` for the one that matters, `on` for a toggle."""

    def __init__(
        self, label: str, action: Action, tip: str = "", icon: Sequence[Icon] = (), chief: bool = False
    ) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.label, self.action, self.tip, self.icon, self.chief = label, action, tip, icon, chief
        self.enabled, self.on = True, False

    def needs(self) -> tuple[int, int]:
        """Smallest size in which nothing is cut."""
        size = theme.px(15)
        if self.icon:
            return theme.px(38), theme.px(34)
        return theme.width(self.label, size, "bold") + theme.px(26), theme.px(34)

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None:
        fill, ink = theme.CARD, theme.INK
        if self.chief and self.enabled:
            fill, ink = theme.ACCENT, theme.CREAM
            if hot:
                fill = (124, 78, 10)
        elif self.on:
            fill = (234, 214, 168)
        elif hot and self.enabled:
            fill = theme.WHITE
        if not self.enabled:
            fill, ink = theme.PAPER, (150, 140, 122)
        pygame.draw.rect(screen, fill, self.rect, border_radius=5)
        edge = theme.ACCENT if self.on or (self.chief and self.enabled) else theme.EDGE
        pygame.draw.rect(screen, edge, self.rect, 1, border_radius=5)
        if self.icon:
            self._draw_icon(screen, ink)
        else:
            text = theme.line(self.label, theme.px(15), ink, "bold")
            screen.blit(text, text.get_rect(center=self.rect.center))
        if focused:
            focus_ring(screen, self.rect)

    def _draw_icon(self, screen: pygame.Surface, ink: theme.Colour) -> None:
        side = theme.px(16)
        big = pygame.Surface((side * 4, side * 4), pygame.SRCALPHA)
        for polygon in self.icon:
            pygame.draw.polygon(big, ink, [(x * side * 4, y * side * 4) for x, y in polygon])
        small = pygame.transform.smoothscale(big, (side, side))
        screen.blit(small, small.get_rect(center=self.rect.center), special_flags=pygame.BLEND_PREMULTIPLIED)

    def click(self, point: tuple[int, int]) -> None:
        """Press it."""
        if self.enabled:
            self.action()

    def key(self, key: int) -> bool:
        """Enter and space press it."""
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.click((0, 0))
            return True
        return False


class Choice:
    """A caption and two or more options of which one holds."""

    def __init__(
        self, caption: str, options: Sequence[str], chosen: int, action: Callable[[int], None], tip: str = "",
        colour: theme.Colour = theme.INK,
    ) -> None:  # fmt: skip
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.caption, self.options, self.chosen, self.action, self.tip = caption, tuple(options), chosen, action, tip
        self.colour, self.caption_w, self.enabled = colour, 0, True

    def _option_w(self) -> int:
        return max(theme.width(o, theme.px(14), "bold") for o in self.options) + theme.px(20)

    def caption_needs(self) -> int:
        """Width of the caption, so that choices below each other can be lined up."""
        return theme.width(self.caption, theme.px(14), "bold") + theme.px(10)

    def needs(self) -> tuple[int, int]:
        """Smallest size in which nothing is cut."""
        return max(self.caption_w, self.caption_needs()) + self._option_w() * len(self.options), theme.px(30)

    def _option_rects(self) -> list[pygame.Rect]:
        w = self._option_w()
        left = self.rect.right - w * len(self.options)
        return [pygame.Rect(left + k * w, self.rect.y, w, self.rect.h) for k in range(len(self.options))]

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None:
        text_left(screen, theme.line(self.caption, theme.px(14), self.colour, "bold"), self.rect.x, self.rect)
        rects = self._option_rects()
        whole = rects[0].unionall(rects[1:])
        pygame.draw.rect(screen, theme.SUNK, whole, border_radius=5)
        for k, (option, rect) in enumerate(zip(self.options, rects)):
            holds = k == self.chosen
            if holds:
                pygame.draw.rect(screen, self.colour if self.enabled else theme.FAINT, rect, border_radius=5)
            ink = theme.CREAM if holds else theme.INK
            text = theme.line(option, theme.px(14), ink, "bold" if holds else "sans")
            screen.blit(text, text.get_rect(center=rect.center))
        pygame.draw.rect(screen, theme.EDGE, whole, 1, border_radius=5)
        if focused:
            focus_ring(screen, whole)

    def choose(self, index: int) -> None:
        """Take an option."""
        if self.enabled and 0 <= index < len(self.options) and index != self.chosen:
            self.chosen = index
            self.action(index)

    def click(self, point: tuple[int, int]) -> None:
        """Take the option under a point."""
        for k, rect in enumerate(self._option_rects()):
            if rect.collidepoint(point):
                self.choose(k)

    def key(self, key: int) -> bool:
        """Left and right, or enter for the next."""
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.choose((self.chosen + 1) % len(self.options))
        elif key == pygame.K_LEFT:
            self.choose(self.chosen - 1)
        elif key == pygame.K_RIGHT:
            self.choose(self.chosen + 1)
        else:
            return False
        return True


class Desk:
    """The widgets of a screen: who is hot, who has the focus, who gets the event."""

    def __init__(self) -> None:
        self.widgets: list[Widget] = []
        self.focus: Widget | None = None
        self.hot: Widget | None = None
        self.pressed: Widget | None = None  # its tip has been read

    def add(self, *widgets: Widget) -> None:
        """Put widgets on the desk, in the order of the tab key."""
        self.widgets += widgets

    def draw(self, screen: pygame.Surface) -> None:
        """Draw all."""
        for w in self.widgets:
            w.draw(screen, w is self.hot, w is self.focus)

    def move(self, point: tuple[int, int]) -> bool:
        """The mouse moved; True when something changed its look."""
        hot = next((w for w in reversed(self.widgets) if w.rect.collidepoint(point)), None)
        changed = hot is not self.hot
        if changed:
            self.pressed = None
        self.hot = hot
        return changed

    def press(self, point: tuple[int, int]) -> bool:
        """The mouse was pressed; True when a widget took it."""
        for w in reversed(self.widgets):
            if w.rect.collidepoint(point):
                self.focus, self.pressed = None, w
                w.click(point)
                return True
        return False

    def key(self, key: int, backwards: bool = False) -> bool:
        """A key was pressed; True when it was for the desk."""
        if key == pygame.K_TAB:
            able = [w for w in self.widgets if w.enabled]
            if able:
                at = able.index(self.focus) if self.focus in able else (0 if backwards else -1)
                self.focus = able[(at + (-1 if backwards else 1)) % len(able)]
            return True
        return self.focus is not None and self.focus.enabled and self.focus.key(key)


def tip(
    screen: pygame.Surface, lines: Sequence[str], at: tuple[int, int], over: pygame.Rect | None = None
) -> pygame.Rect | None:
    """A small card by the mouse (or just off `over`), first line bold, kept inside the screen."""
    size, pad = theme.px(14), theme.px(8)
    room = min(theme.px(330), screen.get_width() - 40)
    rows = [(row, "bold" if k == 0 else "sans") for k, line in enumerate(lines) if line
            for row in theme.wrap(line, size, room, "bold" if k == 0 else "sans")]  # fmt: skip
    if not rows:
        return None
    high = theme.line_height(size)
    w = max(theme.width(row, size, face) for row, face in rows) + 2 * pad
    rect = pygame.Rect(at[0] + theme.px(16), at[1] + theme.px(18), w, high * len(rows) + 2 * pad - 2)
    if rect.right > screen.get_width() - 4:
        rect.right = at[0] - theme.px(10)
    if rect.bottom > screen.get_height() - 4:
        rect.bottom = at[1] - theme.px(10)
    if over is not None:
        above = over.centery > screen.get_height() // 2
        rect.midtop = (over.centerx, over.y - rect.h - theme.px(8) if above else over.bottom + theme.px(8))
    rect.clamp_ip(screen.get_rect().inflate(-8, -8))
    card(screen, rect, theme.CREAM)
    for k, (row, face) in enumerate(rows):
        colour = theme.INK if face == "bold" else (66, 58, 48)
        screen.blit(theme.line(row, size, colour, face), (rect.x + pad, rect.y + pad - 1 + k * high))
    return rect
