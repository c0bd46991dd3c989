"""From elements to what a map shows: divisions on their frontage, corps and armies at their centre."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game import hexmap
from game.atlas.front import Front, Line
from game.view import UnitSeen

FRONT_REACH_KM = 24.0  # an element this near to the front is in the line
FLANK_KM = 4.0  # how far a sector reaches beyond its outermost element
CLUSTER_KM = 70.0  # divisions without a corps are drawn together within this distance


class Group(NamedTuple):
    """Elements drawn as one symbol. `x`, `y` km; `frontage` the stretch of front they hold, None behind the line.

    `towards` is the unit vector from the front into their own ground (0, 0 without a frontage).
    """

    key: str
    name: str
    short: str
    side: str
    force: str
    kind: str
    size: str
    x: float
    y: float
    men: int
    men_full: int
    cohesion: float
    fighting: bool
    units: tuple[UnitSeen, ...]
    frontage: Line | None
    towards: tuple[float, float]


_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_ARMIES = {"First": "1", "Second": "2", "Third": "3", "Eighth": "8"}
_ROMAN = re.compile(r"\b([IVX]+)\b")


def short_name(name: str) -> str:
    """What stands beside a symbol: '24th Division' -> '24', '1st Cavalry Division' -> '1 Cav'."""
    if "general headquarters" in name.lower():
        return "GHQ"
    army = next((n for word, n in _ARMIES.items() if f"{word} Army" in name), "")
    if army or name.endswith("Army headquarters"):
        return f"{army} Army".strip() if army else "Army"
    ordinal = _ORDINAL.search(name)
    arm = next((a for word, a in (("Cavalry", " Cav"), ("Marine", " Mar"), ("Airborne", " Abn")) if word in name), "")
    if ordinal:
        return ordinal.group(1) + arm
    roman = _ROMAN.search(name)
    if roman:
        return roman.group(1)
    word = next((w for w in name.split() if w.isalpha() and w not in ("KPA", "ROK", "US", "UK", "Task", "Force")), name)
    return word if len(word) <= 4 else word[:3]


def _main_kind(units: Sequence[UnitSeen]) -> str:
    men: dict[str, int] = {}
    for u in units:
        men[u.kind] = men.get(u.kind, 0) + max(u.men, 1)
    return max(men, key=lambda k: men[k])


def _group(key: str, name: str, size: str, units: Sequence[UnitSeen], board: hexmap.Board) -> Group:
    weight = np.array([max(u.men, 1) for u in units], dtype=np.float64)
    hexes = [u.hex for u in units]
    x, y = (float((board_axis[hexes] * weight).sum() / weight.sum()) for board_axis in (board.x, board.y))
    cohesion = float((np.array([u.cohesion for u in units]) * weight).sum() / weight.sum())
    one = units[0]
    short = one.short if len(units) == 1 and not one.division and one.short else short_name(name)
    return Group(
        key, name, short, one.side, one.force, _main_kind(units), size, x, y, sum(u.men for u in units),
        sum(u.men_full for u in units), cohesion, any(u.fighting for u in units), tuple(units), None, (0.0, 0.0),
    )  # fmt: skip


def _by(units: Iterable[UnitSeen], key: Callable[[UnitSeen], str]) -> dict[str, list[UnitSeen]]:
    out: dict[str, list[UnitSeen]] = {}
    for u in units:
        out.setdefault(key(u), []).append(u)
    return out


def _parted(units: Sequence[UnitSeen], board: hexmap.Board, reach: float) -> list[list[UnitSeen]]:
    """Split into clusters in which each element has another within `reach` km."""
    left = list(units)
    out = []
    while left:
        cluster = [left.pop(0)]
        for member in cluster:
            near = [u for u in left if hexmap.distance_km(board, u.hex, member.hex) <= reach]
            cluster += near
            left = [u for u in left if u not in near]
        out.append(cluster)
    return out


def divisions(units: Iterable[UnitSeen], board: hexmap.Board, line: Front, names: Mapping[str, str]) -> list[Group]:
    """One group a division (or separate element), on its frontage where it is in the line.

    `names` gives the name of a division by its id. A division torn more than 60 km apart becomes several groups.
    """
    out = []
    for key, members in _by(units, lambda u: u.division or u.id).items():
        for k, part in enumerate(_parted(members, board, 60.0)):
            name = names.get(key, part[0].name)
            size = _division_size(part)
            out.append(_on_front(_group(f"{key}/{k}", name, size, part, board), board, line))
    return out


def _division_size(part: Sequence[UnitSeen]) -> str:
    """XX for elements of a division, their own size where a force is a single element."""
    one = part[0]
    return "XX" if one.division and one.division != one.id else one.size


def formations(units: Iterable[UnitSeen], board: hexmap.Board, line: Front, names: Mapping[str, str]) -> list[Group]:
    """One group a corps or army; elements under no corps join their neighbours of the same force.

    A division that stands far from the rest of its corps is drawn as itself.
    """
    out = []
    for key, members in _by(units, lambda u: u.formation or u.side + "/" + u.force).items():
        parts = _parted(members, board, CLUSTER_KM if key in names else CLUSTER_KM * 0.7)
        for k, part in enumerate(parts):
            alone = len({u.division or u.id for u in part}) == 1
            corps = key in names and (len(parts) == 1 or not alone)
            name = names[key] if corps else names.get(part[0].division, part[0].name) if alone else ""
            size = ("XXXX" if "Army" in name else "XXX") if corps else _division_size(part)
            out.append(_on_front(_group(f"{key}/{k}", name, size, part, board), board, line))
    return out


def _on_front(group: Group, board: hexmap.Board, line: Front) -> Group:
    """The stretch of front between a group's outermost elements that stand near it."""
    hexes = [u.hex for u in group.units]
    stands = np.stack([board.x[hexes], board.y[hexes]], axis=1)
    best: tuple[int, Line, NDArray[np.int64]] | None = None
    for piece in line.manned:
        apart = np.hypot(piece[None, :, 0] - stands[:, None, 0], piece[None, :, 1] - stands[:, None, 1])
        near = apart.min(axis=1) <= FRONT_REACH_KM
        if near.any() and (best is None or int(near.sum()) > best[0]):
            best = (int(near.sum()), piece, apart.argmin(axis=1)[near])
    if best is None:
        return group
    _, piece, at = best
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(piece, axis=0).T))])
    low, high = along[at].min() - FLANK_KM, along[at].max() + FLANK_KM
    stretch = piece[(along >= low) & (along <= high)]
    if len(stretch) < 2:
        return group
    direction = stretch[-1] - stretch[0]
    norm = float(np.hypot(*direction)) or 1.0
    left = (-direction[1] / norm, direction[0] / norm)
    inward = left if group.side == "un" else (-left[0], -left[1])
    middle = stretch[len(stretch) // 2]
    return group._replace(
        x=float(middle[0]), y=float(middle[1]), frontage=stretch, towards=(float(inward[0]), float(inward[1]))
    )
