"""Place names: which are written at a scale, in which spelling, how large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pygame

from game import hexmap, words
from game.atlas import labels
from game.ui import theme
from game.ui.camera import SCALES

MODES = ("period", "modern", "hangul", "hanja")
MAJOR = 4  # from this importance a name gives way to nothing
_SPECIAL = ("airfield", "island", "pass", "hill", "reservoir", "dam", "river")
_FROM = {5: 0.0, 4: 0.9, 3: 1.9, 2: 3.9, 1: 5.5}  # pixels a kilometre from which an importance shows


class Place(NamedTuple):
    """A named point: km, importance 1 to 5, three spellings, and what kind of place it is."""

    id: str
    x: float
    y: float
    importance: int
    period: str
    modern: str
    hangul: str
    hanja: str
    kind: str


class Name(NamedTuple):
    """A name with its place on the map of one scale: world pixels of its text box and of its dot."""

    place: Place
    text: str
    second: str
    size: int
    box: labels.Box
    dot: tuple[int, int]


# Names of waters and lands: text key, lat, lon, size, letter spacing (spaces between letters), water?
_REGIONS = (
    ("sea_japan", 38.6, 130.4, 21, True),
    ("sea_yellow", 36.3, 124.6, 21, True),
    ("sea_strait", 34.25, 128.6, 15, True),
    ("sea_bay", 39.05, 124.5, 15, True),
    ("land_manchuria", 41.9, 126.1, 20, False),
)


def places_of(theatre: Any, anchors: Mapping[str, tuple[float, float]]) -> tuple[Place, ...]:
    """Places of a theatre book, at their anchors where the map has one."""
    out = []
    for p in theatre.places:
        x, y = anchors.get(p.id) or tuple(float(v) for v in hexmap.project(p.lat, p.lon))
        weight = max(1, min(3, p.importance - 1)) if p.kind in _SPECIAL else p.importance
        hangul = p.hangul or getattr(p, "native", None) or p.name
        hanja = getattr(p, "hanja", None) or hangul
        out.append(Place(p.id, x, y, weight, p.name, p.modern or p.name, hangul, hanja, p.kind))
    return tuple(out)


def _texts(place: Place, mode: str, scale: float) -> tuple[str, str]:
    """The name and what stands beside it."""
    main = {"period": place.period, "modern": place.modern, "hangul": place.hangul, "hanja": place.hanja}[mode]
    main = main.removesuffix(" (South)").removesuffix(" (North)")
    if mode == "period" and place.importance == 5 and place.kind not in _SPECIAL:
        main = main.upper()
    beside = place.hangul if mode in ("period", "modern") else place.period
    near = scale >= 7.9 or (scale >= 3.9 and place.importance == 5)
    return main, beside if near and beside != main and place.kind not in _SPECIAL else ""


def _size(place: Place, scale: float) -> int:
    base = {5: 17, 4: 14.5, 3: 12.5, 2: 11.5, 1: 11}[place.importance]
    return theme.px(base * (0.9 if scale < 1.3 else 1.0 if scale < 5 else 1.12))


def dot_radius(place: Place, scale: float) -> int:
    """Radius of the town mark in pixels."""
    return theme.px({5: 4, 4: 3.5}.get(place.importance, 2.6) * (0.85 if scale < 1.9 else 1.0))


def lay_out(
    places: Sequence[Place], step: int, mode: str, low: int, high: int, taken: Sequence[labels.Box]
) -> list[Name]:
    """Names of importance `low` to `high` at a step of the ladder, clear of the boxes `taken`."""
    scale = SCALES[step]
    chosen = [p for p in places if low <= p.importance <= high and scale >= _FROM[p.importance]]
    if scale < 2.6:
        chosen = [p for p in chosen if p.kind not in _SPECIAL]
    wanted, texts = [], []
    for p in chosen:
        main, beside = _texts(p, mode, scale)
        size = _size(p, scale)
        w = theme.width(main, size, "serif") + (theme.width(" " + beside, round(size * 0.82), "serif") if beside else 0)
        x, y = (p.x - hexmap.WEST_KM) * scale, (hexmap.NORTH_KM - p.y) * scale
        wanted.append(labels.Wanted(x, y, w + 4, size * 1.22, p.importance, dot_radius(p, scale) + 3))
        texts.append((main, beside, size))
    out = []
    r = theme.px(6)
    dots = [labels.Box(want.x - r * 0.7, want.y - r * 0.7, r * 1.4, r * 1.4) for want in wanted]
    deep = (hexmap.NORTH_KM - hexmap.SOUTH_KM) * scale
    beyond = labels.Box((hexmap.EAST_KM - hexmap.WEST_KM) * scale, 0.0, 300.0, deep)
    for p, want, (main, beside, size), box in zip(
        chosen, wanted, texts, labels.place(wanted, [*taken, *dots, beyond], insist=5)
    ):
        if box is not None:
            out.append(Name(p, main, beside, size, box, (round(want.x), round(want.y))))
    return out


def draw(screen: pygame.Surface, name: Name, dx: int, dy: int, scale: float) -> None:
    """One name and its town mark; `dx`, `dy` take world pixels to the screen."""
    mark(screen, name.place, (name.dot[0] + dx, name.dot[1] + dy), scale)
    slanted = name.place.kind in _SPECIAL
    colour = theme.WATER_NAME if name.place.kind in ("reservoir", "river", "dam") else theme.INK
    text = theme.line(name.text, name.size, colour, "serif", slanted, theme.CREAM)
    x, y = round(name.box.x) + dx, round(name.box.y + name.box.h / 2 - text.get_height() / 2) + dy
    screen.blit(text, (x, y))
    if name.second:
        small = theme.line(name.second, round(name.size * 0.82), theme.FAINT, "serif", False, theme.CREAM)
        screen.blit(small, (x + text.get_width(), y + round((text.get_height() - small.get_height()) * 0.62)))


def mark(screen: pygame.Surface, place: Place, at: tuple[int, int], scale: float) -> None:
    """Town mark: square for the chief towns, ring for others, cross for airfields, triangle for heights."""
    r = dot_radius(place, scale)
    if place.kind == "airfield":
        for a, b in (((-r, 0), (r, 0)), ((0, -r), (0, r))):
            pygame.draw.line(screen, theme.CREAM, (at[0] + a[0], at[1] + a[1]), (at[0] + b[0], at[1] + b[1]), 4)
        for a, b in (((-r, 0), (r, 0)), ((0, -r), (0, r))):
            pygame.draw.line(screen, theme.INK, (at[0] + a[0], at[1] + a[1]), (at[0] + b[0], at[1] + b[1]), 2)
    elif place.kind in ("pass", "hill"):
        points = [(at[0] - r, at[1] + r), (at[0] + r, at[1] + r), (at[0], at[1] - r)]
        pygame.draw.polygon(screen, theme.INK, points)
    elif place.kind in _SPECIAL:
        return
    elif place.importance >= MAJOR:
        pygame.draw.rect(screen, theme.CREAM, (at[0] - r - 1, at[1] - r - 1, 2 * r + 3, 2 * r + 3))
        pygame.draw.rect(screen, theme.INK, (at[0] - r, at[1] - r, 2 * r + 1, 2 * r + 1), 2 if r > 3 else 1)
        if place.importance == 5:
            pygame.draw.rect(screen, theme.INK, (at[0] - 1, at[1] - 1, 3, 3))
    else:
        pygame.draw.circle(screen, theme.INK, at, r + 0.8)
        pygame.draw.circle(screen, theme.CREAM, at, r - 0.6)


def draw_regions(screen: pygame.Surface, dx: int, dy: int, scale: float) -> None:
    """Seas and lands, spaced wide, under everything else."""
    for key, lat, lon, size, water in _REGIONS:
        x, y = hexmap.project(lat, lon)
        text = words.text(key)
        wide = " ".join(text) if text.isupper() else text
        size = theme.px(size * min(1.6, max(0.62, scale / 2.2)))
        surface = theme.line(wide, size, theme.WATER_NAME if water else theme.FAINT, "serif", water)
        at = (float(x) - hexmap.WEST_KM) * scale + dx, (hexmap.NORTH_KM - float(y)) * scale + dy
        screen.blit(surface, (round(at[0] - surface.get_width() / 2), round(at[1] - surface.get_height() / 2)))
