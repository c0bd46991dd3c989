"""Chapter 13: provinces.

13.1 The share of a province that side 0 holds is the share of its hexes.
13.2 Whoever holds its seat administers it.

That is all the chapter does at this depth: unrest and guerrillas stay as the scenario set them.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.world import Hexes, Provinces


@kernel
def administer(board: Board, hexes: Hexes, provinces: Provinces) -> None:
    """Chapter 13 for one day."""
    provinces.size[:] = 0
    provinces.share[:] = 0
    number, owner, province = len(provinces.seat), hexes.owner, board.province
    for h in range(board.n_land):
        p = int(province[h])
        if 0 <= p < number:
            provinces.size[p] += 1
            if int(owner[h]) == 0:
                provinces.share[p] += 1
    for p in range(number):
        if int(provinces.size[p]) > 0:
            provinces.share[p] = int(provinces.share[p]) * 1000 // int(provinces.size[p])
        if int(provinces.seat[p]) >= 0:
            provinces.holder[p] = owner[int(provinces.seat[p])]
