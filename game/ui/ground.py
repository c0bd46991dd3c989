"""The ground in tiles: relief with its lines, baked once for each scale and kept; and the front over it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import pygame

from game import hexmap
from game.atlas import lines
from game.ui import ink, theme
from game.ui.camera import CLOSE, SCALES, Camera, level_of
from game.ui.plate import Plate

TILE = 256
KEEP_TILES = 96  # 25 MB; a window of 1920x1080 shows 45

Baker = Callable[[int, int, int], pygame.Surface | None]  # step, column, row -> tile


class Tiles:
    """A cache of tiles that bakes what is missing, a few at a time."""

    def __init__(self, bake: Baker, keep: int = KEEP_TILES, rough: Baker | None = None) -> None:
        self._bake, self._keep, self._rough = bake, keep, rough
        self._tiles: OrderedDict[tuple[int, int, int], pygame.Surface | None] = OrderedDict()

    def clear(self) -> None:
        """Forget all tiles."""
        self._tiles.clear()

    def draw(self, screen: pygame.Surface, camera: Camera, budget: int, flags: int = 0) -> bool:
        """Blit the tiles in view; True when none is missing. At most `budget` are baked now."""
        left, top = camera.corner()
        view, whole = camera.view, True
        for j in range(top // TILE, (top + view.h - 1) // TILE + 1):
            for i in range(left // TILE, (left + view.w - 1) // TILE + 1):
                key = (camera.step, i, j)
                if key not in self._tiles:
                    if budget <= 0:
                        whole = False
                        if self._rough is not None and (tile := self._rough(*key)) is not None:
                            screen.blit(tile, (i * TILE - left + view.x, j * TILE - top + view.y))
                        continue
                    budget -= 1
                    self._put(key, self._bake(*key))
                tile = self._tiles[key]
                self._tiles.move_to_end(key)
                if tile is not None:
                    screen.blit(tile, (i * TILE - left + view.x, j * TILE - top + view.y), special_flags=flags)
        return whole

    def _put(self, key: tuple[int, int, int], tile: pygame.Surface | None) -> None:
        self._tiles[key] = tile
        while len(self._tiles) > self._keep:
            self._tiles.popitem(last=False)


class Ground:
    """Relief, coast, rivers, roads, railways and, close up, the hex grid."""

    def __init__(self, plate: Plate, courses: tuple[lines.Course, ...], board: hexmap.Board) -> None:
        self.plate, self.courses, self.board = plate, courses, board
        self._pieces: dict[int, tuple[lines.Piece, ...]] = {}
        self.tiles = Tiles(self.bake, rough=self.rough)

    def pieces(self, step: int) -> tuple[lines.Piece, ...]:
        """Lines at the detail of a step, cut once."""
        if step not in self._pieces:
            self._pieces[step] = lines.pieces(self.courses, SCALES[step])
        return self._pieces[step]

    def rough(self, step: int, i: int, j: int) -> pygame.Surface:
        """A tile for the blink of an eye until the real one is baked."""
        return self.plate.rough(i * TILE, j * TILE, SCALES[step], TILE)

    def bake(self, step: int, i: int, j: int) -> pygame.Surface:
        """One tile of the ground."""
        k, left, top = SCALES[step], i * TILE, j * TILE
        big = pygame.transform.scale_by(self.plate.patch(left, top, k, TILE, TILE), ink.OVER)
        pen = ink.Pen(big, left, top, k)
        if level_of(step) == CLOSE:
            ink.hex_grid(pen, self.board, TILE, TILE)
        box = pygame.Rect(-left * ink.OVER, -top * ink.OVER, *_box_size(k))
        big.set_clip(box)
        ink.draw(pen, [p for p in self.pieces(step) if touches(p.box, left, top, k)])
        big.set_clip(None)
        pygame.draw.rect(big, theme.INK, box.inflate(4, 4), 3)
        return pygame.transform.smoothscale(big, (TILE, TILE))


def _box_size(k: float) -> tuple[int, int]:
    wide, high = hexmap.EAST_KM - hexmap.WEST_KM, hexmap.NORTH_KM - hexmap.SOUTH_KM
    return round(wide * k * ink.OVER), round(high * k * ink.OVER)


def touches(box: tuple[float, float, float, float], left: float, top: float, k: float, margin: float = 12.0) -> bool:
    """Whether a box of km (west, south, east, north) reaches into a tile of a scale (with a margin in pixels)."""
    west, south = (box[0] - hexmap.WEST_KM) * k, (hexmap.NORTH_KM - box[1]) * k
    east, north = (box[2] - hexmap.WEST_KM) * k, (hexmap.NORTH_KM - box[3]) * k
    return west < left + TILE + margin and east > left - margin and north < top + TILE + margin and south > top - margin


def blank() -> pygame.Surface:
    """A clear tile at twice the size, to draw on in opaque colours and shrink (alpha is then premultiplied)."""
    return pygame.Surface((TILE * ink.OVER, TILE * ink.OVER), pygame.SRCALPHA)


def shrink(big: pygame.Surface) -> pygame.Surface:
    """A tile from its large drawing; blit it with BLEND_PREMULTIPLIED."""
    return pygame.transform.smoothscale(big, (TILE, TILE))
