"""The report at the right: what is selected, the verdict of the week, one line a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pygame

from game import words
from game.ui import theme, widgets


class Row(NamedTuple):
    """A paragraph of the panel. `frame` >= 0: a click goes to that day; `unit`: a click selects that element."""

    text: str
    face: str = "sans"
    size: float = 14.5
    colour: theme.Colour = theme.INK
    head: str = ""
    frame: int = -1
    unit: str = ""
    lit: bool = False
    gap: float = 5


class Panel:
    """A scrolling sheet of rows; rows that lead somewhere can be clicked and walked with the arrow keys."""

    def __init__(self, to_day: Callable[[int], None], to_unit: Callable[[str], None]) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.enabled, self.tip = True, ""
        self.rows: Sequence[Row] = ()
        self.scroll, self._height = 0, 0
        self._to_day, self._to_unit = to_day, to_unit
        self._spans: list[tuple[int, int, Row]] = []
        self._at = -1

    def needs(self) -> tuple[int, int]:
        """Smallest useful size."""
        return theme.px(220), theme.px(120)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """New content; the scroll stays unless the content became shorter."""
        self.rows = rows
        self._at = min(self._at, len(rows) - 1)

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None:
        widgets.card(screen, self.rect)
        pad = theme.px(14)
        inner = self.rect.inflate(-2 * pad, -2 * theme.px(10))
        clip = screen.get_clip()
        screen.set_clip(inner.inflate(theme.px(14), 0))
        mouse = pygame.mouse.get_pos() if hot else (-1, -1)
        y = inner.y - self.scroll
        self._spans = []
        for k, row in enumerate(self.rows):
            y = self._draw_row(screen, k, row, inner, y, mouse, focused)
        screen.set_clip(clip)
        self._height = y + self.scroll - inner.y
        self.scroll = max(0, min(self.scroll, self._height - inner.h))
        if self._height > inner.h:
            share = inner.h / self._height
            top = inner.y + round((inner.h - inner.h * share) * self.scroll / max(1, self._height - inner.h))
            pygame.draw.rect(screen, theme.EDGE, (self.rect.right - 7, top, 4, round(inner.h * share)), border_radius=2)
        if focused:
            widgets.focus_ring(screen, self.rect.inflate(-10, -10))

    def _draw_row(
        self,
        screen: pygame.Surface,
        k: int,
        row: Row,
        inner: pygame.Rect,
        y: int,
        mouse: tuple[int, int],
        focused: bool,
    ) -> int:
        size = theme.px(row.size)
        indent = theme.px(52) if row.head else 0
        high = theme.line_height(size, row.face)
        lines = theme.wrap(row.text, size, inner.w - indent, row.face)
        bottom = y + high * len(lines)
        if bottom >= inner.y and y <= inner.bottom:
            leads = row.frame >= 0 or bool(row.unit)
            box = pygame.Rect(inner.x - theme.px(6), y - 2, inner.w + theme.px(12), bottom - y + 3)
            if row.lit:
                pygame.draw.rect(screen, (238, 222, 184), box, border_radius=4)
            if leads and (box.collidepoint(mouse) or (focused and k == self._at)):
                pygame.draw.rect(screen, theme.ACCENT, box, 1, border_radius=4)
            if row.head:
                screen.blit(theme.line(row.head, size, theme.FAINT, "bold"), (inner.x, y))
            for j, line in enumerate(lines):
                screen.blit(theme.line(line, size, row.colour, row.face), (inner.x + indent, y + j * high))
        if row.frame >= 0 or row.unit:
            self._spans.append((y, bottom, row))
        return bottom + theme.px(row.gap)

    def wheel(self, notches: int) -> None:
        """Scroll."""
        inner_h = self.rect.h - 2 * theme.px(10)
        self.scroll = max(0, min(max(0, self._height - inner_h), self.scroll - notches * theme.px(44)))

    def _follow(self, row: Row) -> None:
        if row.frame >= 0:
            self._to_day(row.frame)
        elif row.unit:
            self._to_unit(row.unit)

    def click(self, point: tuple[int, int]) -> None:
        """Follow the row under a point."""
        for top, bottom, row in self._spans:
            if top <= point[1] < bottom:
                self._follow(row)
                return

    def key(self, key: int) -> bool:
        """Up and down walk the rows, enter follows one."""
        leading = [k for k, row in enumerate(self.rows) if row.frame >= 0 or row.unit]
        if key in (pygame.K_UP, pygame.K_DOWN) and leading:
            step = 1 if key == pygame.K_DOWN else -1
            at = leading.index(self._at) + step if self._at in leading else (0 if step > 0 else -1)
            self._at = leading[at % len(leading)]
        elif key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self.wheel(5 if key == pygame.K_PAGEUP else -5)
        elif key in (pygame.K_RETURN, pygame.K_KP_ENTER) and 0 <= self._at < len(self.rows):
            self._follow(self.rows[self._at])
        else:
            return False
        return True


def report_rows(verdict: str, lines: Sequence[tuple[int, str, str]], shown: int) -> list[Row]:
    """Verdict first, then a line a day; `lines` are (frame, date, sentence), `shown` the frame on the map."""
    rows = [Row(words.text("verdict_head"), "bold", 13, theme.ACCENT, gap=2)]
    rows.append(Row(verdict, "serif", 16.5, gap=12))
    rows.append(Row(words.text("report_head"), "bold", 13, theme.ACCENT, gap=4))
    for frame, date, sentence in lines:
        rows.append(Row(sentence or "-", head=date, frame=frame, lit=frame == shown, gap=8))
    return rows
