"""The first screen: the scenarios, what each is about, and a way onto the map."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame

from game import hexmap, scenario, words
from game.atlas import lines
from game.ui import ink, theme, widgets
from game.ui.base import Host
from game.ui.screens.map import MapScreen
from game.ui.session import Task, open_game, open_map

INSET_KM = (5.0, -85.0)  # middle of the small map: between Pusan and the parallel


class Card:
    """One scenario of the list: title, dates and length, or the number of its problems."""

    def __init__(self, listed: Any, action: widgets.Action) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.listed, self.action = listed, action
        self.enabled, self.tip, self.chosen = listed.scenario is not None, "", False

    def subtitle(self) -> str:
        """The line under the title."""
        one = self.listed.scenario
        if one is None:
            return words.text("broken_scenario", count=len(self.listed.problems), id=self.listed.id)
        start, end = words.date(one.period.from_), words.date(one.period.to)
        return words.text("scenario_span", start=start, end=end, turns=len(list(one.period.turn_days())))

    def needs(self) -> tuple[int, int]:
        """Smallest size in which nothing is cut."""
        size, pad = theme.px(17), theme.px(14)
        rows = theme.wrap(self.listed.title.en, size, max(40, self.rect.w - 2 * pad), "serif")
        under = theme.wrap(self.subtitle(), theme.px(13), max(40, self.rect.w - 2 * pad))
        high = len(rows) * theme.line_height(size, "serif") + len(under) * theme.line_height(theme.px(13))
        return theme.px(240), high + theme.px(20)

    def draw(self, screen: pygame.Surface, hot: bool, focused: bool) -> None:
        widgets.card(screen, self.rect, theme.WHITE if hot and self.enabled else theme.CARD)
        if self.chosen:
            bar = (self.rect.x, self.rect.y + 4, theme.px(5), self.rect.h - 8)
            pygame.draw.rect(screen, theme.ACCENT, bar, border_radius=2)
        pad, size = theme.px(14), theme.px(17)
        x, y = self.rect.x + pad, self.rect.y + theme.px(9)
        ink = theme.INK if self.enabled else theme.FAINT
        for row in theme.wrap(self.listed.title.en, size, self.rect.w - 2 * pad, "serif"):
            screen.blit(theme.line(row, size, ink, "serif"), (x, y))
            y += theme.line_height(size, "serif")
        for row in theme.wrap(self.subtitle(), theme.px(13), self.rect.w - 2 * pad):
            screen.blit(theme.line(row, theme.px(13), theme.FAINT), (x, y))
            y += theme.line_height(theme.px(13))
        if focused:
            widgets.focus_ring(screen, self.rect)

    def click(self, point: tuple[int, int]) -> None:
        """Choose it."""
        if self.enabled:
            self.action()

    def key(self, key: int) -> bool:
        """Enter and space choose it."""
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.click((0, 0))
            return True
        return False


class StartScreen:
    """Cards at the left, the briefing of the chosen one at the right."""

    def __init__(self, host: Host) -> None:
        self.host, self.desk = host, widgets.Desk()
        self.cards = [Card(listed, partial(self._choose, k)) for k, listed in enumerate(scenario.available())]
        self.open = widgets.Button(words.text("open_map"), self._open, chief=True)
        self.leave = widgets.Button(words.text("quit"), host.quit)
        self.desk.add(*self.cards, self.open, self.leave)
        self.task: Task | None = None
        self.ground: Task | None = None  # the map is fetched while people read
        self.inset = pygame.Rect(0, 0, 0, 0)
        self._drawn: tuple[pygame.Rect, pygame.Surface] | None = None
        self.failure = ""
        self.scroll = 0
        self.window = self.page = pygame.Rect(0, 0, 0, 0)
        self._height = 0
        self.chosen = next((k for k, c in enumerate(self.cards) if c.enabled), -1)
        self._choose(self.chosen)
        self.desk.focus = self.open if self.chosen >= 0 else self.leave

    def _choose(self, index: int) -> None:
        self.chosen, self.scroll = index, 0
        for k, c in enumerate(self.cards):
            c.chosen = k == index
        self.open.enabled = index >= 0

    def _open(self) -> None:
        if self.task is None and self.chosen >= 0:
            name = self.cards[self.chosen].listed.id
            self.failure = ""
            self.task = Task(lambda: open_game(name))
            self.open.enabled = False

    def lay_out(self, window: pygame.Rect) -> None:
        """Place everything in a window."""
        self.window = window
        margin, gap = theme.px(36), theme.px(12)
        left_w = min(theme.px(430), round(window.w * 0.4))
        y = theme.px(132)
        for c in self.cards:
            c.rect = pygame.Rect(margin, y, left_w, 0)
            c.rect.h = c.needs()[1]
            y = c.rect.bottom + gap
        w, h = self.open.needs()
        self.open.rect = pygame.Rect(margin, window.bottom - margin - h, max(w, theme.px(170)), h)
        w, h = self.leave.needs()
        self.leave.rect = pygame.Rect(self.open.rect.right + gap, self.open.rect.y, w, h)
        foot = self.open.rect.y - theme.px(58)
        self.inset = pygame.Rect(margin, y + theme.px(6), left_w, max(0, foot - y - theme.px(6)))
        right = margin + left_w + theme.px(28)
        high = window.h - theme.px(132) - margin
        self.page = pygame.Rect(right, theme.px(132), min(window.w - right - margin, theme.px(740)), high)
        beside = window.w - margin - self.page.right - theme.px(28)
        if beside >= theme.px(300):  # a wide window has room for a large map
            self.inset = pygame.Rect(self.page.right + theme.px(28), self.page.y, beside, high)

    def _draw_inset(self, screen: pygame.Surface) -> None:
        """Korea on both sides of the parallel, as soon as the map is there."""
        if self.ground is None or not self.ground.done or self.ground.failure or self.inset.h < theme.px(120):
            return
        if self._drawn is None or self._drawn[0] != self.inset:
            scale = min(1.4, max(0.7, self.inset.h / 620))
            x, y = (INSET_KM[0] - hexmap.WEST_KM) * scale, (hexmap.NORTH_KM - INSET_KM[1]) * scale
            left, top = x - self.inset.w / 2, y - self.inset.h / 2
            picture = self.ground.result.plate.patch(left, top, scale, *self.inset.size)
            pen = ink.Pen(pygame.transform.scale_by(picture, ink.OVER), left, top, scale)
            ink.draw(pen, lines.pieces(self.ground.result.courses, scale))
            picture = pygame.transform.smoothscale(pen.surface, self.inset.size)
            self._drawn = (self.inset.copy(), picture)
        screen.blit(self._drawn[1], self.inset)
        pygame.draw.rect(screen, theme.INK, self.inset, 1)

    def draw(self, screen: pygame.Surface) -> None:
        """The whole screen."""
        screen.fill(theme.PAPER)
        self._draw_inset(screen)
        margin = theme.px(36)
        screen.blit(theme.line(words.text("title"), theme.px(42), theme.INK, "serif"), (margin, theme.px(24)))
        screen.blit(theme.line(words.text("tagline"), theme.px(17), theme.FAINT), (margin, theme.px(84)))
        pygame.draw.line(screen, theme.ACCENT, (margin, theme.px(116)), (self.window.w - margin, theme.px(116)), 2)
        if not self.cards:
            screen.blit(theme.line(words.text("no_scenarios"), theme.px(16)), (margin, theme.px(132)))
        self._draw_page(screen)
        self.desk.draw(screen)
        state = words.text("opening") if self.task else self.failure
        if state:
            room = self.page.x - margin - theme.px(20)
            for k, row in enumerate(reversed(theme.wrap(state, theme.px(14), room)[:4])):
                y = self.open.rect.y - theme.px(26) - k * theme.line_height(theme.px(14))
                screen.blit(theme.line(row, theme.px(14), theme.ACCENT, "bold"), (margin, y))

    def _paragraphs(self) -> list[tuple[str, str, int]]:
        """(text, face, size) of the briefing page."""
        one = self.cards[self.chosen].listed.scenario if self.chosen >= 0 else None
        if one is None:
            return []
        rows = [(one.title.en, "serif", theme.px(22)), (words.text("briefing_head"), "bold", theme.px(15))]
        if one.briefing:
            for paragraph in one.briefing.en.strip().split("\n\n"):
                rows.append((" ".join(paragraph.split()), "sans", theme.px(15)))
        for side in one.theatre.sides:
            aims = one.aims.get(side.id, [])
            if aims:
                rows.append((words.text("aims_head", side=side.name.en), "bold", theme.px(15)))
                rows += [("·  " + aim.text.en, "sans", theme.px(15)) for aim in aims]
        return rows

    def _draw_page(self, screen: pygame.Surface) -> None:
        widgets.card(screen, self.page)
        pad = theme.px(22)
        inner = self.page.inflate(-2 * pad, -2 * theme.px(14))
        clip = screen.get_clip()
        screen.set_clip(inner)
        y = inner.y - self.scroll
        for text, face, size in self._paragraphs():
            for row in theme.wrap(text, size, min(inner.w, theme.px(680)), face):
                if inner.y - 40 < y < inner.bottom:
                    screen.blit(theme.line(row, size, theme.INK, face), (inner.x, y))
                y += theme.line_height(size, face)
            y += theme.px(4 if text.startswith("·") else 9)
        screen.set_clip(clip)
        self._height = y + self.scroll - inner.y
        if self._height > inner.h:
            share = inner.h / self._height
            bar_y = inner.y + round((inner.h - inner.h * share) * self.scroll / (self._height - inner.h))
            pygame.draw.rect(
                screen, theme.EDGE, (self.page.right - 9, bar_y, 4, round(inner.h * share)), border_radius=2
            )

    def event(self, event: pygame.event.Event) -> bool:
        """True when something changed."""
        if event.type == pygame.MOUSEMOTION:
            return self.desk.move(event.pos)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self.desk.press(event.pos)
        if event.type == pygame.MOUSEWHEEL:
            return self._scroll(-event.y * theme.px(40))
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        return False

    def _scroll(self, by: int) -> bool:
        room = max(0, self._height - self.page.h + 2 * theme.px(14))
        self.scroll = max(0, min(room, self.scroll + by))
        return True

    def _key(self, event: pygame.event.Event) -> bool:
        if self.desk.key(event.key, bool(event.mod & pygame.KMOD_SHIFT)):
            return True
        if event.key in (pygame.K_DOWN, pygame.K_UP):
            able = [k for k, c in enumerate(self.cards) if c.enabled]
            if able:
                step = 1 if event.key == pygame.K_DOWN else -1
                self._choose(able[(able.index(self.chosen) + step) % len(able)])
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self._open()
        elif event.key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            self._scroll(theme.px(240) * (1 if event.key == pygame.K_PAGEDOWN else -1))
        elif event.key == pygame.K_ESCAPE:
            self.host.quit()
        else:
            return False
        return True

    def busy(self) -> bool:
        """Whether a game is being set up."""
        return self.task is not None or (self.ground is not None and not self.ground.done)

    def tick(self, now: int) -> bool:
        """Goes to the map when the game is ready."""
        fetched = self._fetch_ground()
        if self.task is None or not self.task.done:
            return fetched
        task, self.task = self.task, None
        self.open.enabled = True
        if task.failure:
            self.failure = words.text("cannot_open", why=task.failure)
        else:
            self.host.go(MapScreen(self.host, task.result))
        return True

    def _fetch_ground(self) -> bool:
        """Start fetching the map after the first picture; True when it has just come."""
        one = self.cards[self.chosen].listed.scenario if self.chosen >= 0 else None
        if self.ground is None and one is not None:
            self.ground = Task(lambda: open_map(one.theatre))
        elif self.ground is not None and self.ground.done and not self._shown:
            self._shown = True
            return True
        return False

    _shown = False
