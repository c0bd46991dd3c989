"""The strip of days under the map: drag or click to go to a day."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game import words
from game.ui import theme, widgets
from game.ui.film import Film


class Timeline:
    """One tick a day, a taller one a turn; the knob is the day on the map."""

    def __init__(self, film: Film, action: Callable[[int], None]) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.film, self.action = film, action
        self.frame = 0
        self.enabled, self.tip = True, ""

    def needs(self) -> tuple[int, int]:
        """Smallest useful size."""
        return theme.px(180), theme.px(46)

    def _days(self) -> int:
        """Days on the whole strip, those to come too."""
        return max(1, self.film.boundaries()[-1], self.film.last)

    def _rail(self) -> pygame.Rect:
        pad = theme.px(14)
        return pygame.Rect(self.rect.x + pad, self.rect.y + theme.px(15), self.rect.w - 2 * pad, theme.px(6))

    def x_of(self, frame: float) -> int:
        """Screen column of a frame."""
        rail = self._rail()
        return rail.x + round(rail.w * frame / self._days())

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None:
        rail = self._rail()
        pygame.draw.rect(screen, theme.SUNK, rail, border_radius=3)
        played = pygame.Rect(rail.x, rail.y, self.x_of(self.film.last) - rail.x, rail.h)
        pygame.draw.rect(screen, theme.EDGE, played, border_radius=3)
        done = pygame.Rect(rail.x, rail.y, self.x_of(self.frame) - rail.x, rail.h)
        pygame.draw.rect(screen, theme.ACCENT, done, border_radius=3)
        size, right = theme.px(12), -99
        start = self.film.date(0).toordinal()
        for week in self.film.boundaries():
            x = self.x_of(week)
            known = week <= self.film.last
            pygame.draw.line(screen, theme.FAINT if known else theme.EDGE, (x, rail.y - 3), (x, rail.bottom + 2))
            label = words.short_date(self.film.date(0).fromordinal(start + week))
            text = theme.line(label, size, theme.INK if known else theme.FAINT)
            left = max(self.rect.x, min(x - text.get_width() // 2, self.rect.right - text.get_width()))
            if left > right + theme.px(8):
                screen.blit(text, (left, rail.bottom + theme.px(5)))
                right = left + text.get_width()
        knob = (self.x_of(self.frame), rail.centery)
        pygame.draw.circle(screen, theme.CREAM, knob, theme.px(9))
        pygame.draw.circle(screen, theme.ACCENT, knob, theme.px(8))
        pygame.draw.circle(screen, theme.CREAM, knob, theme.px(3))
        if focused:
            widgets.focus_ring(screen, self.rect)

    def click(self, point: tuple[int, int]) -> None:
        """Go to the day under a point."""
        rail = self._rail()
        frame = round((point[0] - rail.x) / max(1, rail.w) * self._days())
        self.action(max(0, min(self.film.last, frame)))

    def key(self, key: int) -> bool:
        """Left and right go by days, home and end to the ends."""
        to = {
            pygame.K_LEFT: self.frame - 1, pygame.K_RIGHT: self.frame + 1,
            pygame.K_HOME: 0, pygame.K_END: self.film.last,
        }.get(key)  # fmt: skip
        if to is None:
            return False
        self.action(max(0, min(self.film.last, to)))
        return True
