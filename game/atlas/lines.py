"""Coast, rivers, roads, railways and borders as pieces of polyline at the detail that a scale can show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import hexmap
from game.atlas.front import Line, smooth

PIECE_POINTS = 48
PARALLEL = 38.0
PARALLEL_EAST, PARALLEL_WEST = 128.9, 124.6  # a little out to sea on both coasts


class Course(NamedTuple):
    """One named line. `kind`: coast lake river road rail border parallel; `cls` the class within the kind.

    `line` agrees with the hexes of the rules, `course` is the natural line for small scales.
    """

    kind: str
    cls: str
    name: str
    hangul: str
    line: Line
    course: Line


class Piece(NamedTuple):
    """A stretch of a course: `box` west, south, east, north in km; `start` km along the course; `total` its length."""

    kind: str
    cls: str
    points: Line
    box: tuple[float, float, float, float]
    start: float
    total: float


def read(text: str) -> tuple[tuple[Course, ...], dict[str, tuple[float, float]]]:
    """Courses and the anchors of the places ({id: (x, y) km}) out of the text of `lines.json`."""
    book = json.loads(text)
    courses: list[Course] = []
    for ring in book["coast"]:
        points = _points(ring["ring"])
        closed = np.vstack([points, points[:1]])
        courses.append(Course("coast" if ring["kind"] == "land" else "lake", "", "", "", closed, closed))
    for kind, rows in (("river", book["rivers"]), ("road", book["roads"]), ("rail", book["rails"])):
        for row in rows:
            cls = str(row["size"] if kind == "river" else row["cls"])
            line = _points(row["line"])
            natural = _points(row["course"]) if row.get("course") else line
            courses.append(Course(kind, cls, row.get("name", ""), row.get("hangul", ""), line, natural))
    for flat in book["border"]:
        courses.append(Course("border", "", "", "", _points(flat), _points(flat)))
    courses.append(_parallel())
    return tuple(courses), {k: (float(v[0]), float(v[1])) for k, v in book["anchors"].items()}


def _points(flat: Sequence[Any]) -> Line:
    return np.array(flat, dtype=np.float64).reshape(-1, 2)


def _parallel() -> Course:
    lon = np.linspace(PARALLEL_WEST, PARALLEL_EAST, 60)
    x, y = hexmap.project(np.full(60, PARALLEL), lon)
    line = np.stack([x, y], axis=1)
    return Course("parallel", "", "", "", line, line)


def pieces(courses: Iterable[Course], px_per_km: float, natural_below: float = 2.0) -> tuple[Piece, ...]:
    """The courses cut into pieces and thinned to half a pixel at a scale; islands of a few pixels left out."""
    out: list[Piece] = []
    for course in courses:
        line = course.course if px_per_km < natural_below else course.line
        if len(line) < 2:
            continue
        size = np.ptp(line, axis=0).max() * px_per_km
        if course.kind in ("coast", "lake") and size < 3.0:
            continue
        if course.kind in ("river", "road", "rail") and px_per_km >= natural_below:
            line = smooth(line, 1 if px_per_km < 5.0 else 2)
        thin = thinned(line, 0.7 / px_per_km)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(thin, axis=0).T))])
        for k in range(0, len(thin) - 1, PIECE_POINTS):
            part = thin[k : k + PIECE_POINTS + 1]
            box = (*part.min(axis=0).tolist(), *part.max(axis=0).tolist())
            out.append(Piece(course.kind, course.cls, part, box, float(along[k]), float(along[-1])))
    return tuple(out)


def thinned(line: Line, step: float) -> Line:
    """One point for each `step` of the way, and both ends: quick, and unseen when a step is below a pixel."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    keep = np.flatnonzero(np.diff(np.floor(along / step), prepend=-1.0))
    thin: Line = line[np.union1d(keep, [len(line) - 1])]
    return thin


def offset(line: Line, distance: float) -> Line:
    """The line shifted to its left by `distance` (right if negative), mitred softly at the bends."""
    step = np.diff(line, axis=0)
    norm = np.stack([-step[:, 1], step[:, 0]], axis=1) / np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    at = np.vstack([norm[:1], norm[:-1] + norm[1:], norm[-1:]])
    shifted: Line = line + distance * at / np.maximum(np.hypot(*at.T), 0.35)[:, None]
    return shifted


def dashes(line: Line, on: float, off: float, start: float = 0.0) -> list[Line]:
    """The drawn stretches of a dashed line; `start` is how far along its course it begins, so that pieces join."""
    along = start + np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    period = on + off
    out = []
    for k in range(int(along[0] // period), int(along[-1] // period) + 1):
        a, b = max(k * period, along[0]), min(k * period + on, along[-1])
        if b > a:
            out.append(stretch(line, along, a, b))
    return out


def stretch(line: Line, along: NDArray[np.float64], a: float, b: float) -> Line:
    """The part of a line between two distances of `along` (its distance at each point)."""
    inside = line[(along > a) & (along < b)]
    ends = [[np.interp(d, along, line[:, 0]), np.interp(d, along, line[:, 1])] for d in (a, b)]
    return np.vstack([ends[:1], inside, ends[1:]])


def ticks(line: Line, every: float, start: float = 0.0) -> tuple[Line, Line]:
    """Points every so far along a line and the unit vectors across it there: the ties of a railway."""
    step = np.hypot(*np.diff(line, axis=0).T)
    along = start + np.concatenate([[0.0], np.cumsum(step)])
    at = np.arange(np.ceil(along[0] / every) * every, along[-1], every)
    points = np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], axis=1)
    segment = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(step) - 1)
    direction = np.diff(line, axis=0)[segment] / np.maximum(step[segment], 1e-9)[:, None]
    return points, np.stack([-direction[:, 1], direction[:, 0]], axis=1)
