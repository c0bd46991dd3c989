"""What one side may see of the world now, as plain values that a screen or a report can draw."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.hexmap import Board
from game.record import Situation
from game.schema.record import Force
from game.setup import Names
from game.terms import Country, MarchMode, Posture, State, Terrain, Weather
from game.world import World

ON_THE_MAP = (int(State.ACTIVE), int(State.BROKEN))
MIDDLE_ZONE = 1  # the weather that is told is that between Taejon and the 38th parallel


class UnitSeen(NamedTuple):
    """One element on the map as a side sees it.

    `kind`: infantry armour mechanized artillery engineer marine airborne security cavalry; `size`: II III X XX.
    `hex` and `came_from` are Board indices (`came_from` = `hex` when it did not move today); `cohesion`, `supply`
    and `entrenchment` are shares of 1; `men_full` is the table strength.
    """

    id: str
    name: str
    short: str
    side: str
    force: str
    kind: str
    size: str
    division: str
    formation: str
    hex: int
    men: int
    men_full: int
    guns: int
    tanks: int
    cohesion: float
    supply: float
    entrenchment: float
    posture: str
    fighting: bool
    came_from: int


class Picture(NamedTuple):
    """The map of one day: `owner` int8[n_land] holds the side index or -1, `line` the report line of the day."""

    date: datetime.date
    owner: NDArray[np.int8]
    units: tuple[UnitSeen, ...]
    weather: str
    line: str


def picture(names: Names, world: World, date: datetime.date, line: str = "") -> Picture:
    """The map of one world (no batch axis) as it stands, dated `date`."""
    weather = Weather(int(world.clock.weather[MIDDLE_ZONE])).name.lower().replace("_", " ")
    present = np.flatnonzero((world.units.hex >= 0) & np.isin(world.units.state, ON_THE_MAP))
    units = tuple(_seen(names, world, int(u), date) for u in present)
    return Picture(date, world.hexes.owner.copy(), units, weather, line)


def _seen(names: Names, world: World, u: int, date: datetime.date) -> UnitSeen:
    units, name = world.units, names.units[u]
    return UnitSeen(
        name.id, name.name, name.short, name.side, name.force, name.kind, name.size, name.division,
        names.formation_of(name.row, date), int(units.hex[u]), int(units.men[u]), int(units.men_full[u]),
        int(units.guns[u]), int(units.tanks[u]), int(units.cohesion[u]) / 1000, int(units.fed[u]) / 1000,
        int(units.entrench[u]) / 1000, Posture(int(units.posture[u])).name.lower(), bool(units.fighting[u]),
        int(units.came_from[u]),
    )  # fmt: skip


def recorded(situation: Situation, names: Names, forces: Mapping[str, Force]) -> Picture:
    """The record of an evening in the same shape, for the ghost of history; what it does not say is taken as full."""
    known = {unit.id: unit for unit in names.units}
    units = []
    for element in situation.elements:
        name = known.get(element.id)
        if not element.present or element.hex < 0 or name is None:
            continue
        men = element.men.best
        units.append(
            UnitSeen(
                element.id, element.name, name.short, name.side, name.force, name.kind, name.size, name.division,
                element.formation, element.hex, men, men, element.guns.best, element.tanks.best, 1.0, 1.0, 0.0,
                "deliberate", False, element.hex,
            )
        )  # fmt: skip
    return Picture(situation.date, situation.owner, tuple(units), "", "")


class HexSeen(NamedTuple):
    """What a person may know of a hex: terrain and country as words, owner as a side id or '', supply of that side."""

    place: str
    terrain: str
    country: str
    elevation: int
    owner: str
    haulage: int
    source: str
    march_hours: tuple[tuple[str, float], ...]


def explain_hex(board: Board, names: Names, world: World, hex_: int, step: NDArray[np.uint16]) -> HexSeen:
    """The facts of one land hex; `march_hours` is the quickest way out of it, by march mode."""
    owner = int(world.hexes.owner[hex_])
    cost = int(world.hexes.supply_cost[owner, hex_]) if owner >= 0 else -1
    source = int(world.hexes.supply_source[owner, hex_]) if owner >= 0 else -1
    hours = tuple(
        (mode.name.lower(), float(step[hex_, :, int(mode)].min()) / 10) for mode in (MarchMode.FOOT, MarchMode.MOTOR)
    )
    return HexSeen(
        names.place_names.get(names.place_at.get(hex_, ""), ""),
        Terrain(int(board.terrain[hex_])).name.lower().replace("_", " "),
        Country(int(board.country[hex_])).name.lower().replace("_", " "), int(board.elevation[hex_]),
        names.sides[owner] if owner >= 0 else "", cost, names.sources[source] if source >= 0 else "", hours,
    )  # fmt: skip
