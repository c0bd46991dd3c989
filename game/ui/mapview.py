"""The map on the screen: ground, counters, front, names; what lies under the mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pygame

from game import hexmap, words
from game.atlas import front
from game.atlas.front import Front
from game.ui import ground, ink, marks, names, scene, theme
from game.ui.camera import CLOSE, Camera
from game.view import Picture


class MapView:
    """Draws pictures of one board. Set `picture`, then call `draw`; nothing is redrawn that has not changed."""

    def __init__(
        self,
        board: hexmap.Board,
        terrain: ground.Ground,
        places: Sequence[names.Place],
        titles: Mapping[str, str],
        sides: Sequence[str],
        view: pygame.Rect,
    ) -> None:
        self.board, self.ground, self.places, self.titles = board, terrain, tuple(places), titles
        self.sides = tuple(sides)
        self.camera = Camera(0.0, 0.0, 1, view)
        self.mode = names.MODES[0]
        self.chosen = ""
        self.tops: dict[int, int] = {}
        self.ghost: Front | None = None
        self.ghost_label = ""
        self.picture: Picture | None = None
        self.front = Front((), ())
        self._grid = front.raster(board)
        self.sliding = 1.0  # 0 where the counters stood yesterday, 1 where they stand today
        self._before: dict[str, tuple[int, int]] = {}
        self._fronts: dict[bytes, Front] = {}
        self._scenes: dict[int, scene.Scene] = {}
        self._marks = ground.Tiles(self._bake_marks, keep=56)
        self._strokes: tuple[marks.Stroke, ...] | None = None
        self._strokes_step = -1

    # --- what to show
    def show(self, picture: Picture, slide: bool = False) -> None:
        """Take a new picture; the camera stays. With `slide` the counters start where they stood before."""
        if picture is not self.picture:
            step = self.camera.step
            before = self._scenes[step].standing if slide and step in self._scenes else ()
            self._before = {s.key: s.middle for s in before}
            self.sliding = 0.0 if self._before else 1.0
            self.picture = picture
            self.front = self.front_of(picture)
            self.changed()

    def front_of(self, picture: Picture) -> Front:
        """Front of a picture, kept for stepping back and forth."""
        stands = np.array([(self.board.x[u.hex], self.board.y[u.hex]) for u in picture.units]).reshape(-1, 2)
        key = picture.owner.tobytes() + stands.tobytes()
        if key not in self._fronts:
            if len(self._fronts) > 200:
                self._fronts.pop(next(iter(self._fronts)))
            self._fronts[key] = front.front(self._grid, picture.owner, stands)
        return self._fronts[key]

    def look_at_war(self) -> None:
        """Put the camera where most of the troops and the front are."""
        assert self.picture is not None, "show() a picture first"
        hexes = [u.hex for u in self.picture.units]
        points = [np.stack([self.board.x[hexes], self.board.y[hexes]], axis=1), *self.front.manned]
        xy = np.vstack([p for p in points if len(p)] or [np.zeros((1, 2))])
        low, high = np.percentile(xy, 8, axis=0) - 55.0, np.percentile(xy, 92, axis=0) + 55.0
        self.camera.show(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def show_ghost(self, ghost: Picture | None) -> None:
        """The front of the record beside the one of the game, or none."""
        self.ghost = self.front_of(ghost) if ghost else None
        self.ghost_label = words.text("ghost_legend", date=words.date(ghost.date)) if ghost else ""
        self._forget_marks()

    def _forget_marks(self) -> None:
        self._marks.clear()
        self._strokes = None

    def changed(self) -> None:
        """Lay everything out anew at the next drawing."""
        self._scenes.clear()
        self._forget_marks()

    def choose(self, key: str) -> None:
        """Mark one counter as selected."""
        if key != self.chosen:
            self.chosen = key
            self._scenes.clear()

    def layout(self) -> scene.Scene:
        """The layout at the present scale."""
        step = self.camera.step
        if step not in self._scenes:
            assert self.picture is not None, "show() a picture before drawing"
            self._scenes[step] = scene.build(
                self.picture,
                self.board,
                self.front,
                step,
                self.places,
                self.mode,
                self.titles,
                self.sides,
                self.chosen,
                self.tops,
            )
        return self._scenes[step]

    # --- drawing
    def draw(self, screen: pygame.Surface, budget: int = 4) -> bool:
        """Draw into the camera's view; False while tiles are still missing. `budget` tiles are baked now."""
        camera = self.camera
        view, clip = camera.view, screen.get_clip()
        screen.set_clip(view)
        whole = self.ground.tiles.draw(screen, camera, budget)
        left, top = camera.corner()
        dx, dy = view.x - left, view.y - top
        names.draw_regions(screen, dx, dy, camera.scale)
        laid = self.layout()
        self._draw_stems(screen, laid, dx, dy)
        for s in laid.standing:
            x, y = self._sliding_middle(s)
            at = (x - s.counter.middle[0] + dx, y - s.counter.middle[1] + dy)
            if view.colliderect((at, s.counter.surface.get_size())):
                screen.blit(s.counter.surface, at, special_flags=pygame.BLEND_PREMULTIPLIED)
        whole &= self._marks.draw(screen, camera, max(budget, 12), pygame.BLEND_PREMULTIPLIED)
        for n in laid.names:
            if view.colliderect((n.box.x + dx - 8, n.box.y + dy - 8, n.box.w + 16, n.box.h + 16)):
                names.draw(screen, n, dx, dy, camera.scale)
        self._draw_ghost_label(screen)
        screen.set_clip(clip)
        return whole

    def _sliding_middle(self, s: scene.Standing) -> tuple[int, int]:
        """Where a counter is drawn on its way from yesterday's place."""
        if self.sliding >= 1.0 or s.key not in self._before:
            return s.middle
        t = self.sliding * self.sliding * (3 - 2 * self.sliding)
        a = self._before[s.key]
        return round(a[0] + (s.middle[0] - a[0]) * t), round(a[1] + (s.middle[1] - a[1]) * t)

    def _draw_stems(self, screen: pygame.Surface, laid: scene.Scene, dx: int, dy: int) -> None:
        """From a symbol that had to give way to where its troops are."""
        if self.sliding < 1.0:
            return
        for s in laid.standing:
            frame = s.counter.frame
            if abs(s.middle[0] - s.foot[0]) + abs(s.middle[1] - s.foot[1]) > frame.h:
                a, b = (s.middle[0] + dx, s.middle[1] + dy), (s.foot[0] + dx, s.foot[1] + dy)
                colour = theme.SIDE.get(s.units[0].side, theme.SIDE_NONE)
                pygame.draw.aaline(screen, theme.CREAM, a, b, 3)
                pygame.draw.aaline(screen, colour, a, b, 1)
                if s.group is None or s.group.frontage is None:
                    pygame.draw.circle(screen, colour, b, 2)

    def _bake_marks(self, step: int, i: int, j: int) -> pygame.Surface | None:
        """Sectors, ghost and front of one tile; None where there is nothing."""
        if self._strokes is None or self._strokes_step != step:
            self._strokes_step = step
            self._strokes = marks.strokes(self.layout().sectors, self.front, self.ghost, self.camera.scale)
        left, top, k = i * ground.TILE, j * ground.TILE, self.camera.scale
        found = [s for s in self._strokes if ground.touches(s.box, left, top, k)]
        if not found:
            return None
        pen = ink.Pen(ground.blank(), left, top, k)
        for s in found:
            pen.stroke(pen.to_px(s.km), s.width, s.colour)
        return ground.shrink(pen.surface)

    def _draw_ghost_label(self, screen: pygame.Surface) -> None:
        if not self.ghost or not self.ghost.manned:
            return
        east = max(self.ghost.manned, key=lambda km: float(km[:, 0].max()))
        text = theme.line(self.ghost_label, theme.px(13), theme.GHOST, "bold", halo=theme.CREAM)
        x, y = self.camera.to_screen(*east[int(east[:, 0].argmax())].tolist())
        box = text.get_rect(midleft=(x + theme.px(12), y))
        if self.camera.view.inflate(-16, -16).contains(box):
            screen.blit(text, box)

    # --- under the mouse
    def at(self, point: tuple[int, int]) -> scene.Standing | None:
        """The topmost counter whose frame lies under a screen pixel."""
        left, top = self.camera.corner()
        dx, dy = self.camera.view.x - left, self.camera.view.y - top
        for s in reversed(self.layout().standing):
            frame = s.counter.frame.move(s.middle[0] - s.counter.middle[0] + dx, s.middle[1] - s.counter.middle[1] + dy)
            if frame.inflate(6, 8).collidepoint(point):
                return s
        return None

    def screen_of(self, s: scene.Standing) -> tuple[int, int]:
        """Screen pixel of the middle of a counter's frame."""
        left, top = self.camera.corner()
        return s.middle[0] + self.camera.view.x - left, s.middle[1] + self.camera.view.y - top

    def hex_at(self, point: tuple[int, int]) -> int:
        """The playable hex under a screen pixel, -1 outside."""
        x, y = self.camera.to_km(*point)
        apart = (self.board.x - x) ** 2 + (self.board.y - y) ** 2
        h = int(np.argmin(apart))
        return h if float(apart[h]) <= (hexmap.HEX_RADIUS_KM * 1.05) ** 2 else -1

    def cycle(self, h: int) -> None:
        """Bring the next element of a stack to the top (close level)."""
        self.tops[h] = self.tops.get(h, 0) + 1
        self._scenes.clear()

    @property
    def close(self) -> bool:
        """Whether single elements are shown."""
        return self.camera.level == CLOSE
