"""What stands on the ground in one picture at one scale: counters, sectors, names; laid out once and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import hexmap, words
from game.atlas import formations, labels
from game.atlas.formations import Group
from game.atlas.front import Front, Line
from game.ui import names, theme
from game.ui.camera import CLOSE, SCALES, THEATRE, level_of
from game.ui.counters import Counter, Look, counter
from game.view import Picture, UnitSeen


class Standing(NamedTuple):
    """One counter on the map: `middle` world pixels of its frame, `foot` of the true place of its troops."""

    key: str
    counter: Counter
    middle: tuple[int, int]
    foot: tuple[int, int]
    group: Group | None
    units: tuple[UnitSeen, ...]
    title: str


class Scene(NamedTuple):
    """All of one picture at one step of the ladder."""

    step: int
    standing: tuple[Standing, ...]
    names: tuple[names.Name, ...]
    sectors: tuple[tuple[str, Line], ...]  # side, km


_FRAME = {0.7: 18, 1.0: 22, 1.4: 25, 2.0: 18, 2.8: 21, 4.0: 24, 5.6: 26, 8.0: 27, 11.2: 32, 16.0: 38}


def frame_height(step: int) -> int:
    """Height of a unit's frame at a step, in screen pixels."""
    return theme.px(_FRAME[SCALES[step]])


def build(
    picture: Picture,
    board: hexmap.Board,
    line: Front,
    step: int,
    places: Sequence[names.Place],
    mode: str,
    titles: Mapping[str, str],
    sides: Sequence[str],
    chosen: str = "",
    tops: Mapping[int, int] | None = None,
) -> Scene:
    """Lay a picture out. `titles` names divisions and corps by id, `sides` numbers the sides, `chosen` is a key,
    `tops` how far a stack (by hex) has been cycled."""
    major = names.lay_out(places, step, mode, names.MAJOR, 5, ())
    if level_of(step) == CLOSE:
        standing = _stacks(picture.units, board, line, step, major, chosen, tops or {})
        sectors: tuple[tuple[str, Line], ...] = ()
    else:
        standing, sectors = _symbols(picture, board, line, step, major, titles, chosen, sides)
    taken = [_box(s) for s in standing] + [n.box for n in major] + [_dot_box(n) for n in major]
    minor = names.lay_out(places, step, mode, 1, names.MAJOR - 1, taken)
    return Scene(step, tuple(standing), (*minor, *major), sectors)


def _world(x: float, y: float, scale: float) -> tuple[float, float]:
    return (x - hexmap.WEST_KM) * scale, (hexmap.NORTH_KM - y) * scale


def _box(s: Standing) -> labels.Box:
    w, h = s.counter.surface.get_size()
    return labels.Box(s.middle[0] - s.counter.middle[0] + 2, s.middle[1] - s.counter.middle[1] + 2, w - 4, h - 4)


def _dot_box(name: names.Name) -> labels.Box:
    return labels.Box(name.dot[0] - 5, name.dot[1] - 5, 10, 10)


def _look(one: Group, frame_h: int, chosen: str) -> Look:
    cohesion = round(10 * max(0.0, min(1.0, one.cohesion)))
    return Look(
        one.side, one.force, one.kind, one.size, one.short, cohesion, one.fighting, 1, frame_h, one.key == chosen,
        one.towards[0] < -0.5,
    )  # fmt: skip


def _symbols(
    picture: Picture,
    board: hexmap.Board,
    line: Front,
    step: int,
    major: Sequence[names.Name],
    titles: Mapping[str, str],
    chosen: str,
    sides: Sequence[str],
) -> tuple[list[Standing], tuple[tuple[str, Line], ...]]:
    scale, h = SCALES[step], frame_height(step)
    theatre = level_of(step) == THEATRE
    grouping = formations.formations if theatre else formations.divisions
    groups = grouping(picture.units, board, line, titles)
    drawn = [counter(_look(g, h, chosen)) for g in groups]
    feet = np.array([_world(g.x, g.y, scale) for g in groups]).reshape(-1, 2)
    back = np.array([(g.towards[0], -g.towards[1]) for g in groups]).reshape(-1, 2)
    size = np.array([c.surface.get_size() for c in drawn], dtype=np.float64).reshape(-1, 2) - 4
    shift = size / 2 + 2 - np.array([c.middle for c in drawn]).reshape(-1, 2)
    reach = np.abs(back[:, 0]) * size[:, 0] / 2 + np.abs(back[:, 1]) * size[:, 1] / 2
    anchors = feet + back * (reach + theme.px(11 if theatre else 13))[:, None] + shift * (1 - np.abs(back))
    taken = np.vstack([_fixed_names(major), _fixed_front(line, scale)])
    ground = _Ground(picture.owner, board, scale, [g.units[0].side for g in groups], sides)
    order = np.argsort([0 if g.frontage is not None else 1 for g in groups], kind="stable")
    at = np.empty_like(anchors)
    at[order] = labels.seat(
        anchors[order], back[order], size[order], taken, lambda points, k: ground.foreign(points, int(order[k])),
        theme.px(110),
    )  # fmt: skip
    at -= shift
    standing = []
    for g, c, middle, foot in zip(groups, drawn, at, feet):
        place = (round(float(middle[0])), round(float(middle[1])))
        standing.append(
            Standing(g.key, c, place, (round(float(foot[0])), round(float(foot[1]))), g, g.units, g.name or g.short)
        )
    sectors = tuple((g.side, g.frontage) for g in groups if g.frontage is not None)
    return standing, sectors


class _Ground:
    """Whose ground a symbol would stand on."""

    def __init__(
        self, owner: NDArray[np.int8], board: hexmap.Board, scale: float, of: Sequence[str], sides: Sequence[str]
    ) -> None:
        self.scale, self.of = scale, [sides.index(side) if side in sides else -1 for side in of]
        self.owner = np.full(hexmap.COLUMNS * hexmap.ROWS, -1, dtype=np.int8)
        self.owner[board.cell[: board.n_land]] = owner

    def foreign(self, points: NDArray[np.float64], k: int) -> NDArray[np.float64]:
        """Pixels of way that it is worth to stay off the other side's ground (and, less, off the sea)."""
        x, y = points[:, 0] / self.scale + hexmap.WEST_KM, hexmap.NORTH_KM - points[:, 1] / self.scale
        column, row = hexmap.locate(x, y)
        cell = np.clip(row, 0, hexmap.ROWS - 1) * hexmap.COLUMNS + np.clip(column, 0, hexmap.COLUMNS - 1)
        held = self.owner[cell]
        return np.where(held == self.of[k], 0.0, np.where(held < 0, 20.0, 90.0))


def _fixed_names(major: Sequence[names.Name]) -> NDArray[np.float64]:
    rows = []
    for n in major:
        rows.append((n.box.x + n.box.w / 2, n.box.y + n.box.h / 2, n.box.w + 2, n.box.h))
        rows.append((n.dot[0], n.dot[1], 12, 12))
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _fixed_front(line: Front, scale: float) -> NDArray[np.float64]:
    """Small boxes along the front, so that no counter lies on it."""
    rows = []
    for piece in line.manned:
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(piece, axis=0).T))]) * scale
        at = np.arange(0.0, along[-1], 12.0)
        x, y = np.interp(at, along, piece[:, 0]), np.interp(at, along, piece[:, 1])
        wx, wy = (x - hexmap.WEST_KM) * scale, (hexmap.NORTH_KM - y) * scale
        rows.append(np.stack([wx, wy, np.full_like(wx, 10.0), np.full_like(wx, 10.0)], axis=1))
    return np.vstack(rows) if rows else np.zeros((0, 4))


def _stacks(
    units: Sequence[UnitSeen],
    board: hexmap.Board,
    line: Front,
    step: int,
    major: Sequence[names.Name],
    chosen: str,
    tops: Mapping[int, int],
) -> list[Standing]:
    """One counter a hex, the largest element on top, moved a little off names and the front."""
    by_hex: dict[int, list[UnitSeen]] = {}
    for u in units:
        by_hex.setdefault(u.hex, []).append(u)
    stacks, drawn, feet = [], [], []
    for h, members in by_hex.items():
        ordered = sorted(members, key=lambda u: (-u.men, u.id))
        turn = tops.get(h, 0) % len(ordered)
        stacks.append(ordered[turn:] + ordered[:turn])
        drawn.append(element_counter(stacks[-1][0], step, chosen, len(ordered)))
        feet.append(_world(float(board.x[h]), float(board.y[h]), SCALES[step]))
    size = np.array([c.surface.get_size() for c in drawn], dtype=np.float64).reshape(-1, 2) - 4
    shift = size / 2 + 2 - np.array([c.middle for c in drawn]).reshape(-1, 2)
    anchors = np.array(feet).reshape(-1, 2)
    fixed = np.vstack([_fixed_names(major), _fixed_front(line, SCALES[step])])
    near = fixed[_close_to(fixed, anchors)]
    at = labels.spread(anchors, size, near, rounds=30, leash=3.2 * SCALES[step]) - shift
    out = []
    for ordered, picture, middle, foot in zip(stacks, drawn, at, feet):
        place, on = (round(float(middle[0])), round(float(middle[1]))), (round(foot[0]), round(foot[1]))
        out.append(Standing(ordered[0].id, picture, place, on, None, tuple(ordered), ordered[0].name))
    return sorted(out, key=lambda s: s.middle[1])


def _close_to(boxes: NDArray[np.float64], points: NDArray[np.float64], reach: float = 160.0) -> NDArray[np.bool_]:
    """Which boxes have a point near enough to matter."""
    if not len(points) or not len(boxes):
        return np.zeros(len(boxes), dtype=np.bool_)
    apart = np.abs(boxes[:, None, :2] - points[None, :, :]).max(axis=2) - boxes[:, None, 2]
    near: NDArray[np.bool_] = apart.min(axis=1) < reach
    return near


def element_counter(unit: UnitSeen, step: int, chosen: str, stacked: int = 1) -> Counter:
    """The counter of one element with its men below."""
    cohesion = round(10 * max(0.0, min(1.0, unit.cohesion)))
    note = words.number(unit.men)
    short = unit.short or formations.short_name(unit.name)
    return counter(
        Look(unit.side, unit.force, unit.kind, unit.size, short, cohesion, unit.fighting, stacked,
             frame_height(step), unit.id == chosen, note=note)
    )  # fmt: skip
