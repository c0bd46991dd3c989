"""The frame round the map: bars, big date, legend, scale, the card of keys, fanned stacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pygame

from game import words
from game.atlas import symbols
from game.ui import scene, theme, widgets
from game.ui.mapview import MapView

SCALE_KM = (5, 10, 20, 50, 100, 200)


class Chrome:
    """Lays out and draws everything of the map screen that is not map; `screen` is the MapScreen."""

    def __init__(self, screen: Any) -> None:
        self.s = screen
        self.top = self.bottom = self.map_rect = pygame.Rect(0, 0, 0, 0)

    def place(self, window: pygame.Rect) -> None:
        """Bars, buttons and panel in a window; the map gets the rest."""
        s, pad = self.s, theme.px(10)
        self.top = pygame.Rect(0, 0, window.w, theme.px(56))
        self.bottom = pygame.Rect(0, window.h - theme.px(80), window.w, theme.px(80))
        panel_w = theme.px(336) if s.panel_open else 0
        beside = bool(panel_w) and window.w - panel_w >= theme.px(680)
        high = self.bottom.y - self.top.bottom
        self.map_rect = pygame.Rect(0, self.top.bottom, window.w - (panel_w if beside else 0), high)
        s.panel.rect = pygame.Rect(window.w - panel_w, self.top.bottom, panel_w, high).inflate(-pad, -pad)
        x = window.w - pad
        for button in (s.keys_button, s.panel_button, s.ghost_button, s.menu):
            w, h = button.needs()
            x -= w
            button.rect = pygame.Rect(x, self.top.centery - h // 2, w, h)
            x -= theme.px(6)
        self._place_bottom(pad)
        side = s.zoom_in.needs()[0]
        left, top = pad, self.top.bottom + pad
        s.zoom_in.rect = pygame.Rect(left, top, side, s.zoom_in.needs()[1])
        s.zoom_out.rect = s.zoom_in.rect.move(0, s.zoom_in.rect.h + theme.px(4))

    def _place_bottom(self, pad: int) -> None:
        s, bar = self.s, self.bottom
        x = bar.x + pad
        for button in (s.back, s.watch, s.on):
            w, h = button.needs()
            button.rect = pygame.Rect(x, bar.centery - h // 2, w, h)
            x += w + theme.px(4)
        labels = [words.text("running"), *(words.run_label(days) for days in range(8))]
        w = max(theme.width(label, theme.px(15), "bold") for label in labels) + theme.px(26)
        s.run.rect = pygame.Rect(bar.right - pad - w, bar.centery - theme.px(22), w, theme.px(44))
        right = s.run.rect.x - theme.px(14)
        wide = max((c.needs()[0] for c in s.choices), default=0)
        for k, c in enumerate(s.choices):
            h = c.needs()[1]
            top = bar.centery - (h * len(s.choices) + theme.px(6) * (len(s.choices) - 1)) // 2
            c.rect = pygame.Rect(right - wide, top + k * (h + theme.px(6)), wide, h)
        right -= wide + theme.px(14)
        s.timeline.rect = pygame.Rect(
            x + theme.px(6), bar.centery - theme.px(23), right - x - theme.px(6), theme.px(46)
        )

    def over_map(self, point: tuple[int, int]) -> bool:
        """Whether a point lies on free map."""
        covered = self.s.panel_open and self.s.panel.rect.collidepoint(point)
        on_button = any(w.rect.collidepoint(point) for w in (self.s.zoom_in, self.s.zoom_out))
        return self.map_rect.collidepoint(point) and not covered and not on_button

    def draw(self, screen: pygame.Surface) -> None:
        """Bars, date, legend; the widgets come over it."""
        for bar, edge in ((self.top, self.top.bottom - 1), (self.bottom, self.bottom.y)):
            pygame.draw.rect(screen, theme.PAPER, bar)
            pygame.draw.line(screen, theme.EDGE, (0, edge), (bar.right, edge))
        if self.map_rect.right < screen.get_width():
            side = (self.map_rect.right, self.map_rect.y, screen.get_width() - self.map_rect.right, self.map_rect.h)
            pygame.draw.rect(screen, theme.PAPER, side)
        self._draw_date(screen)
        s = self.s
        ghost = [words.text("ghost_legend", date=words.date(s.film.date(s.frame)))] if s.ghost else []
        draw_legend(screen, s.map, self.map_rect, s.session.sides, ghost)

    def _draw_date(self, screen: pygame.Surface) -> None:
        s, pad = self.s, theme.px(14)
        day = s.film.date(s.frame)
        big = theme.line(words.date(day), theme.px(28), theme.INK, "serif")
        screen.blit(big, (pad, self.top.centery - big.get_height() // 2))
        x, limit = pad + big.get_width() + theme.px(16), s.menu.rect.x - theme.px(10)
        first, second = self.under_date()
        size = theme.px(13)
        for k, text in enumerate((first, second)):
            if x + theme.width(text, size) <= limit:
                colour = theme.INK if k == 0 else theme.FAINT
                line = theme.line(text, size, colour, "bold" if k == 0 else "sans")
                screen.blit(line, (x, self.top.centery - theme.px(19) + k * theme.px(19)))

    def under_date(self) -> tuple[str, str]:
        """Weekday and weather; turn and day, or why nothing came of the last order."""
        s = self.s
        if s.failure:
            return words.weekday(s.film.date(s.frame)), s.failure
        picture = s.film.frames[s.frame]
        first = words.weekday(picture.date) + (f" · {picture.weather}" if picture.weather else "")
        if s.frame == 0:
            return first, words.text("before_first")
        turn = words.text("turn_of", turn=s.film.turn_of(s.frame) + 1, last=s.session.game.last_turn)
        day, days = s.film.day_of(s.frame)
        return first, f"{turn} · {words.text('day_of', day=day, days=days)}"

    def draw_keys(self, screen: pygame.Surface) -> None:
        """The card of keys over everything."""
        size, pad = theme.px(15), theme.px(22)
        rows = words.key_list()
        key_w = max(theme.width(k, size, "bold") for k, _ in rows) + theme.px(22)
        text_w = max(theme.width(t, size) for _, t in rows)
        high = theme.px(26)
        box = pygame.Rect(0, 0, key_w + text_w + 2 * pad, high * len(rows) + theme.px(44) + pad)
        box.center = screen.get_rect().center
        widgets.card(screen, box)
        screen.blit(
            theme.line(words.text("keys_head"), theme.px(20), theme.INK, "serif"), (box.x + pad, box.y + theme.px(10))
        )
        for k, (key, what) in enumerate(rows):
            y = box.y + theme.px(46) + k * high
            screen.blit(theme.line(key, size, theme.ACCENT, "bold"), (box.x + pad, y))
            screen.blit(theme.line(what, size), (box.x + pad + key_w, y))


def fan_out(screen: pygame.Surface, view: MapView, standing: scene.Standing) -> None:
    """The elements of a stack side by side over the map."""
    pictures = [scene.element_counter(u, view.camera.step, view.chosen) for u in standing.units]
    gap = theme.px(6)
    w = sum(p.surface.get_width() for p in pictures) + gap * (len(pictures) + 1)
    h = max(p.surface.get_height() for p in pictures) + 2 * gap
    x, y = view.screen_of(standing)
    box = pygame.Rect(0, 0, w, h)
    box.midbottom = (x, y - standing.counter.frame.h)
    box.clamp_ip(view.camera.view)
    widgets.card(screen, box, theme.CREAM)
    at = box.x + gap
    for p in pictures:
        screen.blit(p.surface, (at, box.y + gap), special_flags=pygame.BLEND_PREMULTIPLIED)
        at += p.surface.get_width() + gap


def draw_legend(
    screen: pygame.Surface, view: MapView, area: pygame.Rect, sides: Mapping[str, tuple[str, str]], ghost: Sequence[str]
) -> None:
    """Frames of the sides, the ghost where it is shown, and the scale, in the lower left corner of `area`."""
    camera, size, pad = view.camera, theme.px(12), theme.px(10)
    km = max((k for k in SCALE_KM if k * camera.scale <= theme.px(130)), default=SCALE_KM[0])
    length, scale_text = round(km * camera.scale), words.text("scale", km=km)
    texts = [name for name, _ in sides.values()] + list(ghost)
    wide = [theme.width(t, size) + theme.px(34) for t in texts]
    high = theme.px(19)
    w = max([length + theme.width(scale_text, size) + theme.px(8), *wide]) + 2 * pad
    h = high * (1 + len(texts)) + pad
    box = pygame.Rect(area.x + pad, area.bottom - h - pad, w, h)
    widgets.card(screen, box)
    x, y = box.x + pad, box.y + pad // 2
    for k, text in enumerate(texts):
        middle = y + high // 2
        if k < len(sides):
            _swatch(screen, list(sides)[k], x, middle)
        else:
            for dash in range(3):
                left = x + dash * theme.px(10)
                pygame.draw.line(screen, theme.GHOST, (left, middle), (left + theme.px(6), middle), 3)
        widgets.text_left(screen, theme.line(text, size), x + theme.px(34), pygame.Rect(x, y, w, high))
        y += high
    middle = y + high // 2
    pygame.draw.line(screen, theme.INK, (x, middle), (x + length, middle), 2)
    for end in (x, x + length):
        pygame.draw.line(screen, theme.INK, (end, middle - 4), (end, middle + 4), 2)
    widgets.text_left(screen, theme.line(scale_text, size), x + length + theme.px(8), pygame.Rect(x, y, w, high))


def _swatch(screen: pygame.Surface, side: str, x: int, middle: int) -> None:
    """The frame of a side, small."""
    over = 3
    big = pygame.Surface((theme.px(26) * over, theme.px(17) * over), pygame.SRCALPHA)
    k = theme.px(15) * over
    outline = [(over + px * k, over + py * k) for px, py in symbols.frame(side)]
    pygame.draw.polygon(big, theme.SIDE.get(side, theme.SIDE_NONE), outline)
    small = pygame.transform.smoothscale(big, (theme.px(26), theme.px(17)))
    screen.blit(small, (x, middle - small.get_height() // 2), special_flags=pygame.BLEND_PREMULTIPLIED)
