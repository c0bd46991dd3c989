"""scenarios/korea/map.yaml: the derived hexes as text that can be read and edited."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from game import hexmap

HEAD = """\
format: 1
# Derived by assets/map/build/build.py from the crops in assets/map/crops and the hand-made tables: rivers.yaml,
# routes.yaml, places.yaml, provinces.yaml and assets/map/build/overrides.yaml.  The script writes it anew.
# A hex is row.column (136 rows from the north, 74 columns from the west, odd rows half a hex further east); a side of
# it is row.column:DIRECTION with E NE NW W SW SE.  In all rows '-' is outside the playable area and '.' is sea.
"""
COMMENTS = {
    "terrain": "p plain, h hills, m mountain, x high mountain, c city",
    "country": "s Korea south of 38 N, n Korea north of it, m Manchuria, u Soviet Maritime Province, j Japan",
    "elevation": "mean height in steps of 50 m: a 0-49 m, b 50-99 m ... z 1250-1299 m, A 1300-1349 m ...",
    "province": "letters of provinces.yaml; '.' also foreign soil",
    "rivers": "hex sides of each river, source to mouth",
    "straits": "sides between land hexes parted by water",
    "routes": "hexes of each road and railway, from end to end",
    "places": "the hex that each place stands for; towns stand on their own bank",
    "port_water": "the sea hex from which a harbour is reached",
}
WIDTH = 120


def letters(codes: NDArray[np.integer], alphabet: str) -> list[str]:
    """Rows of letters, indented for a block of YAML; -1 becomes '-'."""
    symbols = np.array([*alphabet, hexmap.OUTSIDE])
    grid = symbols[np.where(codes < 0, len(alphabet), codes)].reshape(hexmap.ROWS, hexmap.COLUMNS)
    return ["  " + "".join(row) for row in grid]


def side_text(sides: Iterable[tuple[int, int]]) -> str:
    """Hex sides as the theatre files write them."""
    return " ".join(f"{hexmap.hex_text(cell)}:{hexmap.DIRECTIONS[d]}" for cell, d in sides)


def chain_text(chain: Iterable[int]) -> str:
    """Chain of hexes as the theatre files write it."""
    return " ".join(hexmap.hex_text(cell) for cell in chain)


def _wrapped(text: str, indent: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 + indent > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [" " * indent + one for one in [*lines, line] if one]


class MapText:
    """Collects map.yaml section by section."""

    def __init__(self, weather_zones: list[float], mainland_from: str) -> None:
        zones = ", ".join(f"{z:g}" for z in weather_zones)
        self.lines = [*HEAD.splitlines(), f"weather_zones: [{zones}]", f"mainland_from: {mainland_from}"]

    def rows(self, key: str, codes: NDArray[np.integer], alphabet: str) -> None:
        self.lines += [f"# {COMMENTS[key]}", f"{key}: |", *letters(codes, alphabet)]

    def words(self, key: str, text: str) -> None:
        self.lines += [f"# {COMMENTS[key]}", f"{key}: >-", *_wrapped(text, 2)]

    def mapping(self, key: str, texts: dict[str, str]) -> None:
        self.lines += [f"# {COMMENTS[key]}", f"{key}:"]
        for name, text in texts.items():
            if text:
                self.lines += [f"  {name}: >-", *_wrapped(text, 4)]

    def pairs(self, key: str, cells: dict[str, int]) -> None:
        self.lines += [f"# {COMMENTS[key]}", f"{key}: |"]
        self.lines += [f"  {name} {hexmap.hex_text(cell)}" for name, cell in cells.items()]

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"
