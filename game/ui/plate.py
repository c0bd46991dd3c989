"""The painted ground: the relief plate with its smaller copies, cut and scaled to any stretch of the map."""

from __future__ import annotations

import pygame

from game import hexmap, settings
from game.ui import theme

PLATE_PX_PER_KM = 4.0
GREYED = 1 / 3  # how far the ground gives up its colour so that counters stand out
LIGHTENED = 0.4  # and how far it goes towards paper: a third leaves mountains too dark for contrast 4.5
_LIGHT: theme.Colour = (252, 248, 238)


class Plate:
    """Relief at 4 px/km and at half and a quarter of it. Safe to make in a thread: it opens no window."""

    def __init__(self, surface: pygame.Surface) -> None:
        full = _muted(surface)
        self.copies = [full]
        for _ in range(2):
            w, h = self.copies[-1].get_size()
            self.copies.append(pygame.transform.smoothscale(self.copies[-1], (w // 2, h // 2)))

    def patch(self, left: float, top: float, px_per_km: float, width: int, height: int) -> pygame.Surface:
        """The ground whose upper left corner lies at `left`, `top` world pixels of a scale.

        World pixels count from the north-west corner of the box: X = (x - west) * scale, Y = (north - y) * scale.
        """
        level = 0
        while level < 2 and PLATE_PX_PER_KM / 2 ** (level + 1) >= px_per_km * 0.95:
            level += 1
        source = self.copies[level]
        k = px_per_km / (source.get_width() / (hexmap.EAST_KM - hexmap.WEST_KM))
        area = pygame.Rect(int(left / k) - 2, int(top / k) - 2, int(width / k) + 5, int(height / k) + 5)
        area = area.clip(source.get_rect())
        out = pygame.Surface((width, height))
        out.fill(theme.PAPER)
        if area.w > 0 and area.h > 0:
            size = (max(1, round(area.w * k)), max(1, round(area.h * k)))
            piece = pygame.transform.smoothscale(source.subsurface(area), size)
            out.blit(piece, (round(area.x * k - left), round(area.y * k - top)))
        return out

    def rough(self, left: float, top: float, px_per_km: float, side: int) -> pygame.Surface:
        """A square of ground in a hurry, from the smallest copy."""
        source = self.copies[-1]
        k = px_per_km / (source.get_width() / (hexmap.EAST_KM - hexmap.WEST_KM))
        area = pygame.Rect(int(left / k), int(top / k), max(1, int(side / k) + 1), max(1, int(side / k) + 1))
        out = pygame.Surface((side, side))
        out.fill(theme.PAPER)
        inside = area.clip(source.get_rect())
        if inside.w > 0 and inside.h > 0:
            piece = pygame.transform.scale(source.subsurface(inside), (round(inside.w * k), round(inside.h * k)))
            out.blit(piece, (round(inside.x * k - left), round(inside.y * k - top)))
        return out


def load() -> Plate:
    """The plate that ships with the game."""
    return Plate(pygame.image.load(str(settings.asset("map/relief.webp"))))


def _muted(surface: pygame.Surface) -> pygame.Surface:
    """A copy lightened and greyed, in bands so that the work needs little memory."""
    out = pygame.Surface(surface.get_size(), 0, 24)  # a quarter less memory than 32 bits; it is only ever scaled
    out.blit(surface, (0, 0))
    w, h = out.get_size()
    for y in range(0, h, 512):
        band = out.subsurface((0, y, w, min(512, h - y)))
        grey = pygame.transform.grayscale(band)
        grey.set_alpha(round(255 * GREYED))
        band.blit(grey, (0, 0))
        veil = pygame.Surface(band.get_size(), 0, 24)
        veil.fill(_LIGHT)
        veil.set_alpha(round(255 * LIGHTENED))
        band.blit(veil, (0, 0))
    return out
