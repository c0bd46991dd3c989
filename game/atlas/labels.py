"""Where names and symbols may stand: names by importance, symbols pushed apart. Screen units, y down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Box(NamedTuple):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


class Wanted(NamedTuple):
    """A name to place beside a point: size of its text, importance (greater first), gap to the point."""

    x: float
    y: float
    w: float
    h: float
    importance: float
    gap: float = 5.0


class _Shelf:
    """Boxes by coarse squares, so that a question touches only the neighbours."""

    def __init__(self, square: float = 128.0) -> None:
        self.square = square
        self.boxes: dict[tuple[int, int], list[Box]] = {}

    def _squares(self, box: Box) -> list[tuple[int, int]]:
        s = self.square
        return [
            (i, j)
            for i in range(int(box.x // s), int((box.x + box.w) // s) + 1)
            for j in range(int(box.y // s), int((box.y + box.h) // s) + 1)
        ]

    def put(self, box: Box) -> None:
        for key in self._squares(box):
            self.boxes.setdefault(key, []).append(box)

    def free(self, box: Box) -> bool:
        return not any(box.meets(other) for key in self._squares(box) for other in self.boxes.get(key, ()))


def _candidates(name: Wanted) -> list[Box]:
    x, y, w, h, _, g = name
    d = g * 0.75
    return [
        Box(x + g, y - h / 2, w, h),
        Box(x + d, y - d - h * 0.8, w, h),
        Box(x + d, y + d - h * 0.2, w, h),
        Box(x - g - w, y - h / 2, w, h),
        Box(x - w / 2, y - g - h, w, h),
        Box(x - w / 2, y + g, w, h),
        Box(x - d - w, y - d - h * 0.8, w, h),
        Box(x - d - w, y + d - h * 0.2, w, h),
    ]


def place(names: Sequence[Wanted], taken: Sequence[Box] = (), insist: float = 99.0) -> list[Box | None]:
    """A box for each name in the order given, None where it does not fit.

    Tried by falling importance in eight positions round the point; names from importance `insist` upward are
    written even where every position is taken.
    """
    shelf = _Shelf()
    for box in taken:
        shelf.put(box)
    out: list[Box | None] = [None] * len(names)
    for k in sorted(range(len(names)), key=lambda i: (-names[i].importance, i)):
        candidates = _candidates(names[k])
        found = next((box for box in candidates if shelf.free(box)), None)
        if found is None and names[k].importance >= insist:
            found = candidates[0]
        if found is not None:
            shelf.put(found)
            out[k] = found
    return out


def spread(
    anchors: NDArray[np.float64],
    sizes: NDArray[np.float64],
    fixed: NDArray[np.float64],
    rounds: int = 60,
    leash: float = 70.0,
) -> NDArray[np.float64]:
    """Centres [n, 2] of boxes pushed apart until none overlaps, each held by a weak spring to its anchor.

    `sizes` [n, 2]; `fixed` [m, 4] (centre x, y, width, height) are boxes that do not move, such as city names.
    """
    at = anchors.astype(np.float64).copy()
    at += np.arange(len(at))[:, None] * [1e-3, -1e-3]
    others = fixed.reshape(-1, 4)
    for k in range(rounds):
        push = _overlap_push(at, sizes, at, sizes, same=True) * 0.5
        if len(others):
            push += _overlap_push(at, sizes, others[:, :2], others[:, 2:], same=False)
        settle = 0.06 if k < rounds * 0.7 else 0.0
        at += push + (anchors - at) * settle
        moved = at - anchors
        far = np.maximum(np.hypot(moved[:, 0], moved[:, 1]) / leash, 1.0)
        at = anchors + moved / far[:, None]
        if k > 4 and settle == 0.0 and float(np.abs(push).max(initial=0.0)) < 0.25:
            break
    return at


def _overlap_push(
    a: NDArray[np.float64],
    size_a: NDArray[np.float64],
    b: NDArray[np.float64],
    size_b: NDArray[np.float64],
    *,
    same: bool,
) -> NDArray[np.float64]:
    """Sum of the shortest moves that free each box of `a` from the boxes of `b`."""
    apart = a[:, None, :] - b[None, :, :]
    depth = (size_a[:, None, :] + size_b[None, :, :]) / 2 - np.abs(apart)
    meets = (depth[..., 0] > 0) & (depth[..., 1] > 0)
    if same:
        meets &= ~np.eye(len(a), dtype=np.bool_)
    sideways = depth[..., 0] < depth[..., 1]
    sign = np.where(apart >= 0, 1.0, -1.0)
    move_x = np.where(meets & sideways, depth[..., 0] * sign[..., 0], 0.0)
    move_y = np.where(meets & ~sideways, depth[..., 1] * sign[..., 1], 0.0)
    return np.stack([move_x.sum(axis=1), move_y.sum(axis=1)], axis=1)


def seat(
    anchors: NDArray[np.float64],
    away: NDArray[np.float64],
    sizes: NDArray[np.float64],
    taken: NDArray[np.float64],
    unwelcome: Callable[[NDArray[np.float64], int], NDArray[np.float64]],
    reach: float,
) -> NDArray[np.float64]:
    """Centres [n, 2] for boxes near their anchors, in the order given: each takes the best seat that is left.

    `away` [n, 2] points from the front into their own ground (0, 0: any direction is as good), `taken` [m, 4] (centre
    x, y, width, height) are boxes to keep off, `unwelcome(points, k)` is what box k dislikes about points, in pixels of
    way. Seats lie up to `reach` pixels from the anchor.
    """
    ring, angle = np.meshgrid(np.arange(0.0, reach, 7.0), np.radians(np.arange(0, 360, 15)), indexing="ij")
    ring, angle = ring.ravel(), angle.ravel()
    keep = (ring > 0) | (angle == 0)
    ring, angle = ring[keep], angle[keep]
    out = np.zeros_like(anchors)
    boxes = taken.reshape(-1, 4)
    for k in range(len(anchors)):
        offset = np.stack([np.cos(angle), np.sin(angle)], axis=1) * ring[:, None]
        points = anchors[k] + offset
        backwards = np.maximum(-(offset @ away[k]), 0.0)
        near = np.abs(boxes[:, :2] - anchors[k]) <= (boxes[:, 2:] + sizes[k]) / 2 + reach
        boxes_near = boxes[near.all(axis=1)]
        cost = ring + 4.0 * backwards + unwelcome(points, k) + 6.0 * _covered(points, sizes[k], boxes_near)
        out[k] = points[int(np.argmin(cost))]
        boxes = np.vstack([boxes, [[*out[k], *sizes[k]]]])
    return out


def _covered(points: NDArray[np.float64], size: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How deep a box at each point would lie in others: the sum of the square roots of the areas shared."""
    depth = (size + boxes[None, :, 2:]) / 2 - np.abs(points[:, None, :] - boxes[None, :, :2])
    shared = np.minimum(np.maximum(depth, 0.0), np.minimum(size, boxes[None, :, 2:]))
    total: NDArray[np.float64] = np.sqrt(shared[..., 0] * shared[..., 1]).sum(axis=1)
    return total
