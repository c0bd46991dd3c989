"""The look: paper, ink and one accent; fonts with a fallback for each glyph; texts drawn once and kept."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

import pygame

from game import settings

Colour = tuple[int, int, int]

PAPER: Colour = (243, 236, 220)
CARD: Colour = (250, 245, 233)
SUNK: Colour = (232, 223, 203)
EDGE: Colour = (196, 181, 150)
INK: Colour = (38, 33, 28)
FAINT: Colour = (104, 92, 74)
ACCENT: Colour = (146, 94, 16)
CREAM: Colour = (252, 247, 234)
WHITE: Colour = (255, 255, 255)

SIDE: dict[str, Colour] = {"un": (20, 62, 124), "dprk": (130, 28, 14)}
SIDE_NONE: Colour = (84, 80, 72)

SEA: Colour = (176, 203, 209)
LAND: Colour = (226, 214, 176)
COAST: Colour = (72, 84, 88)
RIVER: Colour = (70, 124, 160)
ROAD: Colour = (150, 62, 40)
ROAD_MINOR: Colour = (160, 96, 66)
RAIL: Colour = (46, 42, 40)
PARALLEL: Colour = (128, 46, 60)
BORDER: Colour = (120, 96, 110)
WATER_NAME: Colour = (44, 84, 116)
GHOST: Colour = (92, 38, 110)

FONT_FILES = {
    "sans": "fonts/Pretendard-Regular.otf",
    "bold": "fonts/Pretendard-Bold.otf",
    "serif": "fonts/ParallelSerifKR-SemiBold.ttf",
}
FALLBACK = {"sans": ("serif",), "bold": ("serif",), "serif": ("bold", "sans")}
NOT_A_SIGN = "\U0010fffe"
TEXT_STEPS = (100, 115, 130, 150, 175, 200)

_percent = 100


def set_text_percent(percent: int) -> None:
    """Size of all text and everything measured by it, 100 to 200."""
    global _percent
    _percent = max(TEXT_STEPS[0], min(TEXT_STEPS[-1], percent))


def text_percent() -> int:
    """The size of text now, in percent."""
    return _percent


def px(length: float) -> int:
    """A length of the design (at 100 %) in screen pixels."""
    return round(length * _percent / 100)


@lru_cache(maxsize=64)
def _face(face: str, size: int, slanted: bool) -> pygame.font.Font:
    font = pygame.font.Font(str(settings.asset(FONT_FILES[face])), size)
    font.italic = slanted
    return font


@lru_cache(maxsize=4096)
def _has(face: str, letter: str) -> bool:
    """Whether a font draws a sign: `metrics` answers for missing ones too, so look at the ink."""
    return letter == " " or _ink(face, letter) != _ink(face, NOT_A_SIGN)


@lru_cache(maxsize=4096)
def _ink(face: str, letter: str) -> bytes:
    return pygame.image.tobytes(_face(face, 16, False).render(letter, True, INK), "RGBA")


@lru_cache(maxsize=4096)
def _runs(face: str, text: str) -> tuple[tuple[str, str], ...]:
    """The text cut into (face, stretch) so that every glyph is there."""
    runs: list[list[str]] = []
    for letter in text:
        best = next((f for f in (face, *FALLBACK[face]) if _has(f, letter)), face)
        if runs and (runs[-1][0] == best or letter == " "):
            runs[-1][1] += letter
        else:
            runs.append([best, letter])
    return tuple((f, t) for f, t in runs)


@lru_cache(maxsize=8192)
def width(text: str, size: int, face: str = "sans", slanted: bool = False) -> int:
    """Width of a line of text in pixels; `size` is in screen pixels (use px)."""
    return sum(_face(f, size, slanted).size(t)[0] for f, t in _runs(face, text))


def line_height(size: int, face: str = "sans") -> int:
    """Distance between two lines of text."""
    return round(size * (1.42 if face == "serif" else 1.36))


_drawn: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()


def line(
    text: str, size: int, colour: Colour = INK, face: str = "sans", slanted: bool = False, halo: Colour | None = None
) -> pygame.Surface:
    """One line of text on a clear ground, kept for the next time; `halo` puts a soft rim of a colour round it."""
    key = (text, size, colour, face, slanted, halo)
    found = _drawn.get(key)
    if found is None:
        found = _plain(text, size, colour, face, slanted)
        if halo:
            found = _with_halo(found, _plain(text, size, halo, face, slanted), halo_width(size), halo)
        _drawn[key] = found
        if len(_drawn) > 1500:
            _drawn.popitem(last=False)
    else:
        _drawn.move_to_end(key)
    return found


def _plain(text: str, size: int, colour: Colour, face: str, slanted: bool) -> pygame.Surface:
    runs = _runs(face, text or " ")
    pieces = [_face(f, size, slanted).render(t, True, colour) for f, t in runs]
    ascents = [_face(f, size, slanted).get_ascent() for f, _ in runs]
    top = max(ascents)
    height = max(top - a + p.get_height() for a, p in zip(ascents, pieces))
    out = pygame.Surface((sum(p.get_width() for p in pieces) or 1, height), pygame.SRCALPHA)
    x = 0
    for ascent, piece in zip(ascents, pieces):
        out.blit(piece, (x, top - ascent))
        x += piece.get_width()
    return out


def _with_halo(ink: pygame.Surface, rim: pygame.Surface, r: int, halo: Colour) -> pygame.Surface:
    out = pygame.Surface((ink.get_width() + 2 * r, ink.get_height() + 2 * r), pygame.SRCALPHA)
    out.fill((*halo, 0))
    for dx in range(-r, r + 1):
        for dy in range(-r, r + 1):
            if 0 < dx * dx + dy * dy <= r * r + 1:
                out.blit(rim, (r + dx, r + dy))
    out.blit(ink, (r, r))
    return out


def halo_width(size: int) -> int:
    """Pixels that a halo adds on each side of a text."""
    return 2 if size < 26 else 3


@lru_cache(maxsize=512)
def wrap(text: str, size: int, room: int, face: str = "sans") -> tuple[str, ...]:
    """Lines of a paragraph that fit a width; a word longer than the line is cut by letters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        now = ""
        for word in paragraph.split(" "):
            longer = f"{now} {word}" if now else word
            if width(longer, size, face) <= room:
                now = longer
                continue
            if now:
                lines.append(now)
            while width(word, size, face) > room and len(word) > 1:
                cut = next(k for k in range(len(word) - 1, 0, -1) if width(word[:k], size, face) <= room or k == 1)
                lines.append(word[:cut])
                word = word[cut:]
            now = word
        lines.append(now)
    return tuple(lines)


def forget() -> None:
    """Drop kept texts and fonts (after pygame.font was shut down)."""
    _drawn.clear()
    for kept in (_face, _has, _ink, _runs, width, wrap):
        kept.cache_clear()


def luminance(colour: Colour) -> float:
    """Relative luminance after WCAG 2, 0 black to 1 white."""
    channels = [c / 255 for c in colour]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: Colour, b: Colour) -> float:
    """Contrast ratio after WCAG 2, 1 to 21."""
    x, y = luminance(a), luminance(b)
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
