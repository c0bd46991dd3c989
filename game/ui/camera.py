"""Which part of the map is on the screen, on a ladder of scales."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game import hexmap

SCALES = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.2, 16.0)  # pixels a kilometre
THEATRE, OPERATIONAL, CLOSE = "theatre", "operational", "close"
LEVEL_START = {THEATRE: 1, OPERATIONAL: 5, CLOSE: 8}


@dataclass
class Camera:
    """Centre in km and the step on the ladder. World pixels of a step count from the north-west corner of the box."""

    x: float
    y: float
    step: int
    view: pygame.Rect

    @property
    def scale(self) -> float:
        """Pixels a kilometre."""
        return SCALES[self.step]

    @property
    def level(self) -> str:
        """theatre, operational or close (a hex is then at least 96 pixels wide)."""
        return level_of(self.step)

    def corner(self) -> tuple[int, int]:
        """World pixel at the upper left corner of the view."""
        wx = (self.x - hexmap.WEST_KM) * self.scale
        wy = (hexmap.NORTH_KM - self.y) * self.scale
        return round(wx - self.view.w / 2), round(wy - self.view.h / 2)

    def to_screen(self, x: float, y: float) -> tuple[int, int]:
        """Kilometres to screen pixels."""
        left, top = self.corner()
        wx, wy = (x - hexmap.WEST_KM) * self.scale, (hexmap.NORTH_KM - y) * self.scale
        return round(wx - left + self.view.x), round(wy - top + self.view.y)

    def to_km(self, px: float, py: float) -> tuple[float, float]:
        """Screen pixels to kilometres."""
        left, top = self.corner()
        return (
            hexmap.WEST_KM + (px - self.view.x + left) / self.scale,
            hexmap.NORTH_KM - (py - self.view.y + top) / self.scale,
        )

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by screen pixels (positive dx: the ground moves right)."""
        self.x -= dx / self.scale
        self.y += dy / self.scale
        self.keep_inside()

    def zoom(self, steps: int, at: tuple[int, int] | None = None) -> bool:
        """Go `steps` up the ladder, keeping the point under `at` where it is; False at the end of the ladder."""
        step = max(0, min(len(SCALES) - 1, self.step + steps))
        if step == self.step:
            return False
        at = at or self.view.center
        x, y = self.to_km(*at)
        self.step = step
        nx, ny = self.to_km(*at)
        self.x += x - nx
        self.y += y - ny
        self.keep_inside()
        return True

    def keep_inside(self) -> None:
        """Never lose the map: its box fills the view where it can, else it is centred."""
        half_w, half_h = self.view.w / 2 / self.scale, self.view.h / 2 / self.scale
        self.x = _between(self.x, hexmap.WEST_KM + half_w, hexmap.EAST_KM - half_w)
        self.y = _between(self.y, hexmap.SOUTH_KM + half_h, hexmap.NORTH_KM - half_h)

    def show(self, west: float, south: float, east: float, north: float) -> None:
        """The closest step at which a box of km is all on the screen, at most the first of the operational level."""
        wide, high = east - west, north - south
        fits = [s for s, k in enumerate(SCALES) if wide * k <= self.view.w and high * k <= self.view.h]
        self.step = min(max(fits, default=0), LEVEL_START[OPERATIONAL])
        self.x, self.y = (west + east) / 2, (south + north) / 2
        self.keep_inside()


def level_of(step: int) -> str:
    """Level of detail of a step of the ladder."""
    k = SCALES[step]
    return THEATRE if k < 1.9 else OPERATIONAL if k < 9.6 else CLOSE


def _between(value: float, low: float, high: float) -> float:
    return (low + high) / 2 if low > high else min(max(value, low), high)
