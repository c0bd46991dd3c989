"""What a control run or a test changes in a match after it has been built from the record.

Nothing here is history: a control asks whether the model answers in the right direction when an
army is weakened, sent home or made to stand still.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.setup.names import Names
from game.terms import Mission, Posture
from game.world import World

NONE: Mapping[str, float] = MappingProxyType({})


class Controls(NamedTuple):
    """Changes to a built match. Whoever is named is a side, an army, a division or an element, by id.

    `strength` multiplies men, guns and tanks; `quality` training; `anti_tank` the means against tanks; `supply` the
    tons of a side's sources; `sorties` is the per cent of a side's aircraft that fly; `hold` names sides whose every
    order becomes `hold where you are`; `without` names who never comes and is taken off the map; `assumptions` fixes
    constants of the rules.
    """

    strength: Mapping[str, float] = NONE
    quality: Mapping[str, float] = NONE
    anti_tank: Mapping[str, float] = NONE
    supply: Mapping[str, float] = NONE
    sorties: Mapping[str, float] = NONE
    hold: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    assumptions: Mapping[str, float] = NONE


def apply(changes: Controls, worlds: World, names: Names) -> None:
    """Write the changes into the arrays of a batch; KeyError for an id that names nobody."""
    units = worlds.units
    for who, factor in changes.strength.items():
        chosen = belonging(who, names)
        for array in (units.men, units.guns, units.tanks):
            array[:, chosen] = np.rint(array[:, chosen] * factor)
    for who, factor in changes.quality.items():
        _scale(units.quality, belonging(who, names), factor, 3000)
    for who, factor in changes.anti_tank.items():
        _scale(units.anti_tank, belonging(who, names), factor, 1000)
    for who in changes.without:
        _never(worlds, belonging(who, names))
    for side, factor in changes.supply.items():
        fed = worlds.sides.source_side[0] == names.sides.index(side)
        worlds.sides.source_tons[:, fed] = np.rint(worlds.sides.source_tons[:, fed] * factor)
    for side, percent in changes.sorties.items():
        worlds.sides.sortie_percent[:, names.sides.index(side)] = round(percent)
    for side in changes.hold:
        _stand_still(worlds, names.sides.index(side))
    for field, value in changes.assumptions.items():
        if field not in worlds.assumptions._fields:
            raise KeyError(field)
        getattr(worlds.assumptions, field)[:] = value


def belonging(who: str, names: Names) -> NDArray[np.bool_]:
    """[unit] which elements an id means; KeyError if it means none."""
    chosen = np.array([who in (u.id, u.row, u.division, u.force, u.side) for u in names.units], dtype=bool)
    if not chosen.any():
        raise KeyError(who)
    return chosen


def _scale(array: NDArray[np.int16], chosen: NDArray[np.bool_], factor: float, most: int) -> None:
    array[:, chosen] = np.minimum(np.rint(array[:, chosen] * factor), most)


def _never(worlds: World, chosen: NDArray[np.bool_]) -> None:
    """Withheld on the day they would come; those on the map at the start are made to come and are withheld too."""
    units = worlds.units
    units.state[:, chosen] = 0
    units.hex[:, chosen] = -1
    units.withheld[:, chosen] = 1


def _stand_still(worlds: World, side: int) -> None:
    orders, of_side = worlds.operations, worlds.divisions.side[0] == side
    rows = of_side[orders.division[0]] & (orders.staff[0] == 0)
    orders.mission[:, rows] = int(Mission.HOLD)
    orders.posture[:, rows] = int(Posture.DELIBERATE)
    orders.steps[:, rows] = 0
    orders.way[:, rows] = -1
    orders.rules[:, rows] = 0
    orders.triggers[:, rows] = 0
