"""Small hand-made boards and worlds for rule tests.

A board is drawn as text, one character a hex, each odd line shifted half a hex to the east
(write them with a leading space to see it: spaces are ignored):

    board, names = ascii_board('''
        . p p A p
         . p h h B
        . p C p p
    ''')

`.` sea, `-` outside, p plain, h hills, m mountain, x high mountain, c city; an upper-case letter
is a plain hex with that name, and a place of importance 3 (order: alphabetical).
"""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from game.hexmap import HEX_KM, ROW_KM, Board
from game.terms import Issue, MarchMode, Posture, State, Terrain, UnitKind
from game.world import NEVER, Assumptions, March, Scratch, Sizes, World, allocate, scratch, world_of

CODES = {".": 0, "p": 1, "h": 2, "m": 3, "x": 4, "c": 5}
WIDTH = 74


def ascii_board(text: str) -> tuple[Board, dict[str, int]]:
    """The board of a drawing, and the hex of each upper-case letter. Country: all south Korea."""
    rows = [line.replace(" ", "") for line in text.strip().splitlines()]
    cells = [(r, c, letter) for r, row in enumerate(rows) for c, letter in enumerate(row) if letter != "-"]
    cells.sort(key=lambda cell: (cell[2] == ".", cell[0], cell[1]))
    index = {(r, c): i for i, (r, c, _) in enumerate(cells)}
    n, n_land = len(cells), sum(letter != "." for _, _, letter in cells)
    terrain = np.array([CODES.get(letter, int(Terrain.PLAIN)) for _, _, letter in cells], np.int8)
    neighbour = np.full((n, 6), -1, np.int16)
    for (r, c), i in index.items():
        odd = r & 1
        east, west = c + odd, c - 1 + odd  # of the lines above and below
        around = ((r, c + 1), (r - 1, east), (r - 1, west), (r, c - 1), (r + 1, west), (r + 1, east))
        neighbour[i] = [index.get(place, -1) for place in around]
    names = {letter: i for i, (_, _, letter) in enumerate(cells) if letter.isupper()}
    river, strait, road, rail = (np.zeros((n, 6), np.int8) for _ in range(4))
    zero = np.zeros(n, np.int8)
    named = [names[letter] for letter in sorted(names)]
    board = Board(
        n_land, n, np.array([r * WIDTH + c for r, c, _ in cells], np.int32),
        np.array([HEX_KM * (c + 0.5 * (r & 1)) for r, c, _ in cells]), np.array([-ROW_KM * r for r, _, _ in cells]),
        neighbour, terrain, np.where(terrain > 0, 50, 0).astype(np.int16), river, strait, road, rail,
        ((neighbour >= n_land).any(axis=1) & (np.arange(n) < n_land)).astype(np.int8),
        np.zeros(n, np.int32), np.full(n, -1, np.int16), zero.copy(), np.where(terrain > 0, 0, -1).astype(np.int8),
        (terrain > 0).astype(np.int8), zero.copy(), (terrain > 0).astype(np.int8),
        np.array(named, np.int16), np.full(len(named), 3, np.int8),
    )  # fmt: skip
    return board, names


def paint(board: Board, text: str) -> np.ndarray:
    """[n_land] owners from a drawing of the same shape: 0 or 1 a side, anything else nobody."""
    rows = [line.replace(" ", "") for line in text.strip().splitlines()]
    cells = board.cell[: board.n_land]
    letters = [rows[cell // WIDTH][cell % WIDTH] for cell in cells]
    return np.array([int(letter) if letter in "01" else -1 for letter in letters], np.int8)


def mark_chain(board: Board, sides: np.ndarray, chain: list[int], value: int) -> None:
    """Write `value` on both faces of the sides between consecutive hexes (roads, rivers, rail, straits)."""
    for a, b in zip(chain, chain[1:]):
        d = board.neighbour[a].tolist().index(b)
        sides[a, d] = sides[b, (d + 3) % 6] = value


def make_world(
    board: Board, units: list[dict[str, Any]], divisions: int = 0, orders: int = 0, days: int = 60, **lengths: int
) -> World:
    """One world with these units (fields of world.Units; `hex` and `side` needed, the rest has defaults).

    Default: a fresh infantry regiment of 2,500 seasoned men on foot, in supply, its own division.
    Every hex belongs to side 1 until painted; contacts are empty; constants are those of the Korea
    book. `orders` rows of the record stand before the row of each division for staff or player.
    """
    divisions = divisions or len(units)
    rows = orders + divisions
    sizes = Sizes(land=board.n_land, unit=len(units), division=divisions, operation=rows, day=days, **lengths)
    world = world_of(allocate(sizes, 1), 0)._replace(assumptions=book_assumptions())
    world.clock.seed[0], world.clock.month[:] = 7, 7
    world.hexes.owner[:] = 1
    world.contacts.hex[:], world.contacts.age[:] = -1, -1
    fields = {
        "kind": UnitKind.INFANTRY, "size": 1, "mode": MarchMode.FOOT, "state": State.ACTIVE,
        "men": 2500, "men_full": 2500, "quality": 1000, "cohesion": 1000, "power": 2500,
        "stock": 6000, "stock_full": 6000, "fed": 1000, "posture": Posture.DELIBERATE,
        "target": -1, "goal": -1, "arrive_day": 0, "leave_day": NEVER,
    }  # fmt: skip
    for u, unit in enumerate(units):
        own = {"id": 1000 + u, "order": u, "division": min(u, divisions - 1), "came_from": unit["hex"]}
        for field, value in {**own, **fields, **unit}.items():
            getattr(world.units, field)[u] = value
    for d in range(divisions):
        world.divisions.id[d], world.divisions.order[d], world.divisions.operation[d] = 500 + d, d, -1
        mine = [u for u in range(len(units)) if world.units.division[u] == d]
        world.divisions.side[d] = world.units.side[mine[0]] if mine else 1
        world.divisions.men_start[d] = sum(int(world.units.men[u]) for u in mine)
    world.operations.division[orders:], world.operations.staff[orders:] = np.arange(divisions), 1
    world.operations.issue[orders:] = Issue.ENDED
    world.operations.way[:], world.operations.until_day[:] = -1, NEVER
    world.divisions.corps[:] = -1
    return world


def book_assumptions() -> Assumptions:
    """The most likely value of every constant; 0 for one that the Korea book does not have yet."""
    book = Path(__file__).parents[1] / "scenarios" / "korea" / "assumptions.yaml"
    values = dict.fromkeys(Assumptions._fields, 0.0)
    for chapter in yaml.safe_load(book.read_text(encoding="utf-8"))["chapters"].values():
        values.update({field: float(entry["value"]) for field, entry in chapter.items() if field in values})
    return Assumptions(**values)


def see_all(world: World) -> None:
    """Let each side know every active enemy element exactly."""
    for u in range(len(world.units.hex)):
        believer = 1 - int(world.units.side[u])
        seen = world.units.state[u] == State.ACTIVE
        world.contacts.hex[believer, u] = world.units.hex[u] if seen else -1
        world.contacts.age[believer, u] = 0 if seen else -1
        world.contacts.men[believer, u], world.contacts.power[believer, u] = world.units.men[u], world.units.power[u]


def working_memory(board: Board, world: World) -> Scratch:
    """Scratch of the right size for a world."""
    return scratch(board.n_land, len(world.units.hex))


def flat_march(board: Board, targets: list[int], tenths: int = 50) -> March:
    """March tables at one pace everywhere: `tenths` of an hour a hex, straits closed; all modes alike."""
    land = board.neighbour[: board.n_land]
    open_ = (land >= 0) & (land < board.n_land) & (board.strait[: board.n_land] == 0)
    step = np.where(open_, tenths, 65535).astype(np.uint16)
    hours = np.full((len(targets), 2, board.n_land), 65535, np.uint16)
    target_of = np.full(board.n_land, -1, np.int16)
    for t, target in enumerate(targets):
        target_of[target] = t
        reached, spent = [target], {target: 0}
        for here in reached:
            for d in np.nonzero(open_[here])[0]:
                there = int(land[here, d])
                if there not in spent:
                    spent[there] = spent[here] + tenths
                    reached.append(there)
        for here, cost in spent.items():
            hours[t, :, here] = cost
    return March(np.array(targets, np.int16), target_of, hours, np.repeat(step[:, :, None], 2, axis=2))
