"""Symbols of units as small pictures, drawn once for each state and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pygame

from game.atlas import symbols
from game.ui import ink, theme

OVER = 3


class Look(NamedTuple):
    """All that a counter shows; two equal looks share one picture. `frame_h` in screen pixels."""

    side: str
    force: str
    kind: str
    size: str
    short: str
    cohesion: int  # tenths
    fighting: bool
    stacked: int  # elements under this counter, 1 shows nothing
    frame_h: int
    chosen: bool
    text_left: bool = False  # the number stands left of the frame
    note: str = ""  # a line below, such as the men


class Counter(NamedTuple):
    """A picture with premultiplied alpha, and where in it the middle of the frame lies."""

    surface: pygame.Surface
    middle: tuple[int, int]
    frame: pygame.Rect


_kept: OrderedDict[Look, Counter] = OrderedDict()


def counter(look: Look) -> Counter:
    """The picture of a counter."""
    found = _kept.get(look)
    if found is None:
        found = _draw(look)
        _kept[look] = found
        if len(_kept) > 1200:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(look)
    return found


def forget() -> None:
    """Drop all kept pictures (after the size of text changed)."""
    _kept.clear()


def force_tag(force: str) -> str:
    """The letters that tell forces of one side apart."""
    return force.upper()[:3]


def _draw(look: Look) -> Counter:
    h = look.frame_h
    w = round(h * symbols.WIDTH)
    colour = theme.SIDE.get(look.side, theme.SIDE_NONE)
    text, tag, note = _texts(look, colour)
    pad, mark_h, bar_h = 4, max(5, round(h * 0.26)), max(3, round(h * 0.13))
    top = pad + mark_h + 3
    right = max(text.get_width(), tag.get_width()) if text else 0
    width = pad + w + 3 + right + pad
    height = top + h + 2 + bar_h + (note.get_height() - 2 if note else 0) + pad
    if note:
        width = max(width, pad + w // 2 + note.get_width() // 2 + pad)
    left = pad + max(0, (note.get_width() - w) // 2 if note else 0, right + 3 if look.text_left else 0)
    width += left - pad - (right if look.text_left else 0)
    big = pygame.Surface((width * OVER, height * OVER), pygame.SRCALPHA)
    _frame(big, look, colour, left, top, w, h, mark_h, bar_h)
    out = pygame.transform.smoothscale(big, (width, height))
    frame = pygame.Rect(left, top, w, h)
    if text:
        y = top + h // 2 - (text.get_height() + tag.get_height() - 8) // 2
        for line, at_y in ((tag, y + text.get_height() - 8), (text, y)):
            _premultiplied(out, line, (frame.left - 3 - line.get_width() if look.text_left else frame.right + 2, at_y))
    if note:
        _premultiplied(out, note, (frame.centerx - note.get_width() // 2, top + h + bar_h + 1))
    if look.stacked > 1:
        _badge(out, look.stacked, frame)
    return Counter(out, frame.center, frame)


def _texts(look: Look, colour: theme.Colour) -> tuple[pygame.Surface | None, pygame.Surface, pygame.Surface | None]:
    size = max(11, round(look.frame_h * 0.62))
    text = theme.line(look.short, size, colour, "bold", halo=theme.CREAM) if look.short else None
    tag = theme.line(force_tag(look.force), max(9, round(size * 0.62)), colour, "bold", halo=theme.CREAM)
    note = theme.line(look.note, max(10, round(look.frame_h * 0.36)), theme.INK, "sans", halo=theme.CREAM)
    return text, tag, note if look.note else None


def _premultiplied(out: pygame.Surface, text: pygame.Surface, at: tuple[int, int]) -> None:
    out.blit(text.premul_alpha(), at, special_flags=pygame.BLEND_PREMULTIPLIED)


def _frame(
    big: pygame.Surface, look: Look, colour: theme.Colour, left: int, top: int, w: int, h: int, mark_h: int, bar_h: int
) -> None:
    def at(points: Sequence[symbols.Point], grow: float = 0.0) -> list[tuple[float, float]]:
        middle_x, middle_y = left + w / 2, top + h / 2
        out = []
        for px, py in points:
            x, y = left + px * h, top + py * h
            x += grow * (1 if x > middle_x + 0.1 else -1 if x < middle_x - 0.1 else 0)
            y += grow * (1 if y > middle_y + 0.1 else -1 if y < middle_y - 0.1 else 0)
            out.append((x * OVER, y * OVER))
        return out

    outline = symbols.frame(look.side)
    bar = pygame.Rect((left - 1) * OVER, (top + h + 1) * OVER, (w + 2) * OVER, (bar_h + 1) * OVER)
    pygame.draw.rect(big, theme.CREAM, bar.inflate(2 * OVER, OVER))
    if look.chosen:
        pygame.draw.polygon(big, theme.INK, at(outline, 4.2))
        pygame.draw.polygon(big, (255, 205, 70), at(outline, 3.4))
    pygame.draw.polygon(big, theme.CREAM, at(outline, 1.8))
    pygame.draw.polygon(big, colour, at(outline))
    width = max(1.3, h / 17)
    for piece in symbols.icon(look.kind, look.side):
        points = at(piece.points)
        if piece.filled:
            pygame.draw.polygon(big, theme.CREAM, points)
        else:
            ink.stroke(big, np.array(points), width * OVER, theme.CREAM)
    pygame.draw.lines(big, theme.CREAM, True, at(outline, 0.9), max(1, round(OVER * 1.6)))
    strokes, mark_w = symbols.echelon(look.size)
    x0 = left + w / 2 - mark_w * mark_h / 2
    for grow, tint in ((2.6, theme.CREAM), (0.0, colour)):
        for piece in strokes:
            line = [((x0 + x * mark_h) * OVER, (top - 3 - mark_h + y * mark_h) * OVER) for x, y in piece.points]
            ink.stroke(big, np.array(line), (max(1.4, mark_h / 5) + grow) * OVER, tint)
    full = (w - 1) * OVER
    pygame.draw.rect(big, (206, 196, 172), ((left + 0.5) * OVER, (top + h + 2) * OVER, full, (bar_h - 1) * OVER))
    pygame.draw.rect(
        big, colour, ((left + 0.5) * OVER, (top + h + 2) * OVER, round(full * look.cohesion / 10), (bar_h - 1) * OVER)
    )
    if look.fighting:
        _burst(big, (left + 1) * OVER, (top + 1) * OVER, h * 0.3 * OVER)


def _burst(big: pygame.Surface, x: float, y: float, r: float) -> None:
    """A small star of eight points: in battle today."""
    for grow, tint in ((1.35, theme.INK), (1.0, (255, 205, 70))):
        points = []
        for k in range(16):
            radius = r * grow * (1.0 if k % 2 == 0 else 0.48)
            angle = np.pi * k / 8
            points.append((x + radius * np.cos(angle), y + radius * np.sin(angle)))
        pygame.draw.polygon(big, tint, points)


def _badge(out: pygame.Surface, count: int, frame: pygame.Rect) -> None:
    text = theme.line(str(count), max(10, round(frame.h * 0.42)), theme.CREAM, "bold")
    r = max(text.get_width(), text.get_height() - 2) // 2 + 2
    disc = pygame.Surface((r * 2 * OVER, r * 2 * OVER), pygame.SRCALPHA)
    pygame.draw.circle(disc, theme.CREAM, (r * OVER, r * OVER), r * OVER)
    pygame.draw.circle(disc, theme.INK, (r * OVER, r * OVER), (r - 1) * OVER)
    disc = pygame.transform.smoothscale(disc, (r * 2, r * 2))
    x, y = frame.right - r - 1, frame.top - r + 3
    out.blit(disc, (x, y), special_flags=pygame.BLEND_PREMULTIPLIED)
    _premultiplied(out, text, (x + r - text.get_width() // 2, y + r - text.get_height() // 2))
