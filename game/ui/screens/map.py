"""The map screen: the country, the date, the commanders of the next week, the days as a film, the report."""

from __future__ import annotations

from functools import partial

import pygame

from game import words
from game.ui import hover, icons, names, scene, theme, widgets
from game.ui.base import Host
from game.ui.camera import CLOSE, LEVEL_START, OPERATIONAL, THEATRE
from game.ui.chrome import Chrome, fan_out
from game.ui.mapview import MapView
from game.ui.panel import Panel, Row, report_rows
from game.ui.session import Session, Task
from game.ui.timeline import Timeline
from game.ui.widgets import Button, Choice, Desk

COMMANDERS = ("history", "staff")
DAY_MS = 900  # how long a day stays on the screen while watching
SLIDE_MS = 450  # of which the counters move so long


class MapScreen:
    """One game on the map. The frame shown and the game's latest turn are two things: looking back changes nothing."""

    def __init__(self, host: Host, session: Session) -> None:
        self.host, self.session, self.desk = host, session, Desk()
        self.film = session.film
        self.frame = self.film.last
        self.task: Task | None = None
        self.playing, self.failure = False, ""
        self.ghost, self.keys = False, False
        self.mouse, self.drag = (-1, -1), False
        self._dragged = 0
        self._next_day = self._slide_from = 0
        self.map = MapView(
            session.game.board, session.ground, session.map.places, session.titles, list(session.sides),
            pygame.Rect(0, 0, 8, 8),
        )  # fmt: skip
        self.map.show(self.film.frames[self.frame])
        self.panel_open: bool | None = None
        self._make_widgets()
        self.chrome = Chrome(self)
        self.window = pygame.Rect(0, 0, 0, 0)
        self._update()

    # --- widgets
    def _make_widgets(self) -> None:
        text = words.text
        self.zoom_in = Button("", lambda: self._zoom(1), text("zoom_in"), icons.PLUS)
        self.zoom_out = Button("", lambda: self._zoom(-1), text("zoom_out"), icons.MINUS)
        self.menu = Button(text("back"), self.host.back)
        self.ghost_button = Button(text("ghost"), self.toggle_ghost, text("ghost_tip"))
        self.panel_button = Button(text("panel"), self.toggle_panel, text("panel_tip"))
        self.keys_button = Button(text("help"), self.toggle_keys)
        self.back = Button("", lambda: self.go(self.film.back(self.frame)), text("step_back"), icons.BACK)
        self.watch = Button("", self.toggle_watch, text("watch"), icons.PLAY)
        self.on = Button("", lambda: self.go(self.film.on(self.frame)), text("step_on"), icons.ON)
        self.timeline = Timeline(self.film, self.go)
        self.choices = [
            Choice(
                short, (text("history"), text("staff")), COMMANDERS.index(self.session.game.commander[side]),
                partial(self._command, side), text("commander_tip", side=name),
                theme.SIDE.get(side, theme.INK),
            )
            for side, (name, short) in self.session.sides.items()
        ]  # fmt: skip
        widest = max((c.caption_needs() for c in self.choices), default=0)
        for c in self.choices:
            c.caption_w = widest
        self.run = Button(text("run_turn"), self.run_turn, text("at_latest"), chief=True)
        self.panel = Panel(self.go, self._choose_unit)

    def lay_out(self, window: pygame.Rect) -> None:
        """Place everything in a window."""
        self.window = window
        if self.panel_open is None:
            self.panel_open = window.w >= theme.px(1200)
        for c in self.choices:
            c.caption_w = max(x.caption_needs() for x in self.choices)
        self.chrome.place(window)
        first = self.map.camera.view.w <= 8
        self.map.camera.view = self.chrome.map_rect
        if first:
            self.map.look_at_war()
        self.map.camera.keep_inside()
        self.map.changed()
        self._update()

    def _update(self) -> None:
        """Bring widgets, panel and map in line with the frame shown."""
        game = self.session.game
        ended = game.over
        running = self.task is not None
        self.run.label = (
            words.text("running") if running else words.run_label(0 if ended else self.film.days_of(game.turn))
        )
        self.run.enabled = not running and not ended
        self.back.enabled = self.frame > 0
        self.on.enabled = self.frame < self.film.last
        self.watch.icon = icons.PAUSE if self.playing else icons.PLAY
        self.watch.tip = words.text("pause" if self.playing else "watch")
        self.watch.enabled = self.film.last > 0
        self.ghost_button.on, self.panel_button.on = self.ghost, bool(self.panel_open)
        self.keys_button.on = self.keys
        self.timeline.frame = self.frame
        self.panel.set_rows(self._rows())
        self.desk.widgets = []
        self.desk.add(self.run, *self.choices, self.back, self.watch, self.on, self.timeline)
        if self.panel_open:
            self.desk.add(self.panel)
        self.desk.add(self.menu, self.ghost_button, self.panel_button, self.keys_button, self.zoom_in, self.zoom_out)
        if self.desk.focus not in self.desk.widgets:
            self.desk.focus = None

    # --- what a person can do
    def go(self, frame: int, slide: bool = False) -> None:
        """Show a day."""
        frame = max(0, min(self.film.last, frame))
        if frame == self.frame:
            return
        self.frame = frame
        self.map.show(self.film.frames[frame], slide=slide)
        if self.ghost:
            self._fetch_ghost()
        if not slide:
            self.playing = False
        self._update()

    def toggle_watch(self) -> None:
        """Watch the days from here, or stop. At the newest day: the last week again."""
        self.playing = not self.playing
        if self.playing and self.frame == self.film.last:
            self.go(self.film.back(self.frame))
            self.playing = True
        self._next_day = 0
        self._update()

    def toggle_ghost(self) -> None:
        """The front of the record on this date, or not."""
        self.ghost = not self.ghost
        self._fetch_ghost()
        self._update()

    def _fetch_ghost(self) -> None:
        date = self.film.date(self.frame)
        self.map.show_ghost(self.session.game.history(date) if self.ghost else None)

    def toggle_panel(self) -> None:
        """Show or hide the report."""
        self.panel_open = not self.panel_open
        self.lay_out(self.window)

    def toggle_keys(self) -> None:
        """The card with the keys."""
        self.keys = not self.keys
        self._update()

    def next_names(self) -> None:
        """Place names of 1950, of today, in Hangul, in hanja."""
        at = names.MODES.index(self.map.mode)
        self.map.mode = names.MODES[(at + 1) % len(names.MODES)]
        self.map.changed()

    def run_turn(self) -> None:
        """Fight the next week under the commanders chosen; the window goes on while it is computed."""
        game = self.session.game
        if self.task is None and not game.over:
            self.playing, self.failure = False, ""
            self.task = Task(game.advance)
            self._update()

    def _command(self, side: str, option: int) -> None:
        self.session.game.commander[side] = COMMANDERS[option]

    def _zoom(self, steps: int, at: tuple[int, int] | None = None) -> None:
        self.map.camera.zoom(steps, at)

    def _level(self, level: str) -> None:
        self.map.camera.zoom(LEVEL_START[level] - self.map.camera.step)

    def _choose_unit(self, key: str) -> None:
        unit = next((u for u in self.film.frames[self.frame].units if u.id == key), None)
        if unit is not None:
            self.map.choose(key)
            self.map.camera.x = float(self.session.game.board.x[unit.hex])
            self.map.camera.y = float(self.session.game.board.y[unit.hex])
            self.map.camera.keep_inside()

    def _click_map(self, point: tuple[int, int]) -> None:
        found = self.map.at(point)
        if found is None:
            self.map.choose("")
        elif self.map.close and found.key == self.map.chosen and len(found.units) > 1:
            self.map.cycle(found.units[0].hex)
            self.map.choose(found.units[1].id)
        else:
            self.map.choose(found.key)
        self._update()

    # --- the report
    def _rows(self) -> list[Row]:
        rows = self._chosen_rows()
        game, frame = self.session.game, self.frame
        if frame > 0:
            turn = self.film.turn_of(frame)
            start, end = self.film.starts[turn], self.film.starts[turn + 1]
            lines = [(k, words.short_date(self.film.date(k)), self.film.lines[k]) for k in range(start + 1, end + 1)]
            return rows + report_rows(game.verdict(turn), lines, frame)
        return rows + self._briefing_rows()

    def _briefing_rows(self) -> list[Row]:
        """Before the first week: what they knew then."""
        briefing = self.session.game.scenario.briefing
        rows = [Row(words.text("briefing_head"), "bold", 13, theme.ACCENT, gap=4)]
        for paragraph in briefing.en.strip().split("\n\n") if briefing else ():
            rows.append(Row(" ".join(paragraph.split()), size=14, gap=9))
        return rows

    def _chosen_rows(self) -> list[Row]:
        """The selected stack or formation, element by element."""
        found = self.chosen_standing()
        if found is None:
            return []
        rows = [Row(found.title, "serif", 17, theme.SIDE.get(found.units[0].side, theme.INK), gap=2)]
        if found.group is not None:
            g = found.group
            rows.append(Row(hover.strength(g.men, g.men_full, g.cohesion), size=13.5, gap=8))
        for unit in found.units:
            lines = hover.of_unit(unit, self.session.titles, inside=found.title)
            lit = unit.id == self.map.chosen
            rows.append(Row(lines[0], "bold", 14, unit=unit.id, lit=lit, gap=1))
            rows.append(Row(" · ".join(lines[1:]), size=13, colour=theme.FAINT, gap=7))
        return [*rows, Row("", size=6)]

    def chosen_standing(self) -> scene.Standing | None:
        """The counter that is selected, if it stands on the present map."""
        if not self.map.chosen:
            return None
        return next(
            (
                s
                for s in self.map.layout().standing
                if s.key == self.map.chosen or any(u.id == self.map.chosen for u in s.units)
            ),
            None,
        )

    # --- drawing
    def draw(self, screen: pygame.Surface) -> None:
        """The whole screen."""
        self.missing = not self.map.draw(screen)
        over_map = self.chrome.over_map(self.mouse) and not self.drag
        standing = self.map.at(self.mouse) if over_map else None
        if standing is not None and self.map.close and len(standing.units) > 1:
            fan_out(screen, self.map, standing)
        self.chrome.draw(screen)
        self.desk.draw(screen)
        if self.keys:
            self.chrome.draw_keys(screen)
        elif self.desk.hot is not None and self.desk.hot.tip:
            if self.desk.hot is not self.desk.pressed:
                widgets.tip(screen, [self.desk.hot.tip], self.mouse, self.desk.hot.rect)
        elif over_map:
            self._draw_hover(screen, standing)

    def _draw_hover(self, screen: pygame.Surface, standing: scene.Standing | None) -> None:
        session = self.session
        if standing is not None:
            if standing.group is not None and (len(standing.units) > 1 or not standing.group.units):
                lines = hover.of_group(standing.group, standing.title, session.titles)
            else:
                lines = hover.of_unit(standing.units[0], session.titles)
                if len(standing.units) > 1:
                    lines.append(words.text("stack_hint"))
            widgets.tip(screen, lines, self.mouse)
            return
        h = self.map.hex_at(self.mouse)
        if h >= 0:
            picture = self.film.frames[self.frame]
            widgets.tip(
                screen, hover.of_hex(session.game.board, h, picture, self.map.places, session.sides), self.mouse
            )

    # --- events
    def event(self, event: pygame.event.Event) -> bool:
        """True when something changed."""
        if event.type == pygame.MOUSEMOTION:
            return self._motion(event)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            if self.keys:
                self.toggle_keys()
            elif not self.desk.press(event.pos) and self.chrome.over_map(event.pos):
                self.drag, self._dragged = True, 0
            elif self.timeline.rect.collidepoint(event.pos):
                self.scrubbing = True
            return True
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            return self._release(event.pos)
        if event.type == pygame.MOUSEWHEEL:
            if self.panel_open and self.panel.rect.collidepoint(self.mouse):
                self.panel.wheel(event.y)
            elif self.chrome.over_map(self.mouse):
                self._zoom(1 if event.y > 0 else -1, self.mouse)
            return True
        return event.type == pygame.KEYDOWN and self._key(event)

    scrubbing = False
    missing = False

    def _motion(self, event: pygame.event.Event) -> bool:
        self.mouse = event.pos
        if self.drag:
            self._dragged += abs(event.rel[0]) + abs(event.rel[1])
            self.map.camera.pan(*event.rel)
        elif self.scrubbing:
            self.timeline.click(event.pos)
        else:
            self.desk.move(event.pos)
        return True

    def _release(self, point: tuple[int, int]) -> bool:
        self.scrubbing = False
        if self.drag:
            self.drag = False
            if self._dragged < 6:
                self._click_map(point)
            return True
        return False

    def _key(self, event: pygame.event.Event) -> bool:
        shift, key = bool(event.mod & pygame.KMOD_SHIFT), event.key
        if self.keys and key in (pygame.K_ESCAPE, pygame.K_F1, pygame.K_RETURN):
            self.toggle_keys()
            return True
        if self.desk.key(key, shift):
            return True
        step = theme.px(90)
        moves = {
            pygame.K_LEFT: (step, 0),
            pygame.K_RIGHT: (-step, 0),
            pygame.K_UP: (0, step),
            pygame.K_DOWN: (0, -step),
        }
        if key in moves:
            self.map.camera.pan(*moves[key])
            return True
        return self._letter(event)

    def _letter(self, event: pygame.event.Event) -> bool:
        letter = event.unicode.lower() if event.unicode else ""
        actions = {
            ",": lambda: self.go(self.film.back(self.frame)), ".": lambda: self.go(self.film.on(self.frame)),
            "[": lambda: self.go(self.frame - 1), "]": lambda: self.go(self.frame + 1), " ": self.toggle_watch,
            "h": self.toggle_ghost, "p": self.toggle_panel, "n": self.next_names,
            "+": lambda: self._zoom(1), "=": lambda: self._zoom(1), "-": lambda: self._zoom(-1),
            "1": lambda: self._level(THEATRE), "2": lambda: self._level(OPERATIONAL), "3": lambda: self._level(CLOSE),
        }  # fmt: skip
        by_key = {
            pygame.K_RETURN: self.run_turn, pygame.K_KP_ENTER: self.run_turn, pygame.K_ESCAPE: self._escape,
            pygame.K_F1: self.toggle_keys, pygame.K_HOME: self.map.look_at_war,
        }  # fmt: skip
        action = by_key.get(event.key) or actions.get(letter)
        if action is None:
            return False
        action()
        return True

    def _escape(self) -> None:
        if self.map.chosen:
            self.map.choose("")
            self._update()
        elif self.desk.focus is not None:
            self.desk.focus = None
        else:
            self.host.back()

    # --- time
    def busy(self) -> bool:
        """Whether anything will move by itself."""
        return self.playing or self.task is not None or self.missing or self.map.sliding < 1.0

    def tick(self, now: int) -> bool:
        """Next day while watching; takes the week in when it has been fought."""
        changed = self.missing
        if self.task is not None and self.task.done:
            self._take_turn()
            changed = True
        if self.playing and now >= self._next_day:
            self._next_day = now + DAY_MS
            if self.frame >= self.film.last:
                self.playing = False
                self._update()
            else:
                self.go(self.frame + 1, slide=True)
                self._slide_from = now
            changed = True
        if self.map.sliding < 1.0:
            self.map.sliding = min(1.0, (now - self._slide_from) / SLIDE_MS) if self.playing else 1.0
            changed = True
        return changed

    def _take_turn(self) -> None:
        task, self.task = self.task, None
        assert task is not None
        if task.failure:
            self.failure = task.failure
            self._update()
            return
        start = self.film.last
        self.film.extend()
        self.go(start)
        self.playing, self._next_day = True, 0
        self._update()
