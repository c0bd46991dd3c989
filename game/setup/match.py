"""A scenario and a day of the record -> board, march tables, a batch of worlds, and the names of everything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from game import hexmap
from game.hexmap import Board
from game.record import Record
from game.scenario import Scenario
from game.schema.record import Decision
from game.setup import decisions, means, orders
from game.setup.conditions import Compiler
from game.setup.controls import Controls, apply
from game.setup.draws import Seeds, Spread, triangular, world_seeds
from game.setup.marches import march_of
from game.setup.names import Calendar, Names, OperationName, UnitName, shorten
from game.setup.orders import Drafter, Row
from game.setup.places import Spots
from game.setup.roster import Roster, muster, symbol_of
from game.setup.roster import write as write_units
from game.terms import Policy
from game.world import March, Sizes, World, allocate

SWITCHES = ("combat", "supply", "air_and_sea", "weather")
FULL_LOG, BATCH_LOG = 8192, 64
HISTORY = {"dprk": "history", "un": "history"}
PLACE_ASKED = 3  # places of at least this importance are watched for changing hands


class Match(NamedTuple):
    """A match ready to run: `worlds` is a batch; board and march tables are shared by all of them."""

    scenario: Scenario
    board: Board
    march: March
    worlds: World
    names: Names
    calendar: Calendar
    record: Record


def build(
    scenario: Scenario, start: datetime.date | None = None, until: datetime.date | None = None, worlds: int = 1,
    seed: int = 1, commanders: Mapping[str, str] | None = None, asked_dates: Sequence[datetime.date] = (),
    asked_hexes: Sequence[int] = (), switches: frozenset[str] = frozenset(), changes: Controls | None = None,
) -> Match:  # fmt: skip
    """A match from the morning of `start` to the evening of `until`, both within reach of the record.

    `commanders` gives 'history', 'staff' or 'outside' for each side. `switches` names chapters that are off (see
    SWITCHES). Owner maps are kept for `asked_dates`, first changes of hands for `asked_hexes` (without any, for the
    places of importance). ValueError where the dates or the record cannot make a match.
    """
    theatre, book = scenario.theatre, scenario.book
    first, last = start or scenario.period.from_, until or scenario.period.to
    if last < first:
        raise ValueError(f"the last day, {last}, lies before the first, {first}")
    calendar = Calendar(first, last)
    commanders = {**HISTORY, **(commanders or {})}
    board = board_of(theatre)
    record = Record(book, board, theatre)
    spots = Spots(board, theatre.places)
    roster = muster(record, spots, calendar, {unit.id: unit for unit in theatre.units})
    drafter = Drafter(roster, book.formations, spots, calendar, seats(roster), record.point)
    rows = drafter.rows(book.operations)
    march = march_of(board, [hex_ for row in rows for hex_ in row.way])
    sides, armies = [side.id for side in theatre.sides], [army.id for army in theatre.armies]
    numbers = decisions.number(book.decisions)
    compiler = Compiler(spots, calendar, record_side(record, sides), roster.division_index(), numbers)
    effects = decisions.effect_rows(book.decisions, subjects(scenario, roster, rows, sides))
    asked = list(asked_hexes) or important(board)
    batch = allocate(
        Sizes(
            land=board.n_land, unit=len(roster.entries), division=len(roster.divisions),
            operation=len(rows) + len(roster.divisions), day=calendar.days + 1, decision=max(len(book.decisions), 1),
            effect=max(len(effects), 1), power=max(len(theatre.powers), 1), province=max(len(theatre.provinces), 1),
            date=max(len(asked_dates), 1), place=max(len(asked), 1), ring=FULL_LOG if worlds == 1 else BATCH_LOG,
            side=len(sides),
        ),
        worlds,
    )  # fmt: skip
    seeds = world_seeds(seed, worlds)
    owner = record.owner(first - datetime.timedelta(days=1))
    for entry in roster.entries:
        if entry.arrive_day < 0:
            owner[entry.element.hex] = entry.element.side
    write_clock(batch, calendar, seeds, switches)
    batch.hexes.owner[:] = owner
    batch.hexes.supply_cost[:], batch.hexes.supply_source[:] = -1, -1
    batch.contacts.hex[:], batch.contacts.age[:] = -1, -1
    write_units(batch, roster, seeds, armies, attackers(rows, roster))
    orders.write(batch, rows, march, compiler, len(roster.divisions))
    policy = policies(scenario, theatre, commanders, first)
    decisions.write(batch, book.decisions, effects, calendar, compiler, scenario.choices, policy)
    means.write_sides(batch, theatre.means, calendar, spots, seeds, sides, armies)
    means.write_commanders(batch, commanders, sides)
    means.write_aims(batch, scenario.aims, spots, sides)
    means.write_powers(batch, theatre)
    means.write_provinces(batch, theatre, spots, owner)
    write_assumptions(batch, theatre.assumptions, seeds)
    write_log(batch, [calendar.day(date) for date in asked_dates], asked, owner)
    names = names_of(scenario, roster, rows, spots, record, calendar)
    apply(changes or Controls(), batch, names)
    return Match(scenario, board, march, batch, names, calendar, record)


_BOARDS: dict[int, tuple[Any, Board]] = {}


def board_of(theatre: Any) -> Board:
    """The board of a theatre; built once for each loaded theatre."""
    kept = _BOARDS.get(id(theatre.map))
    if kept is None or kept[0] is not theatre.map:
        kept = (theatre.map, hexmap.board_of(theatre))
        _BOARDS.clear()
        _BOARDS[id(theatre.map)] = kept
    return kept[1]


def seats(roster: Roster) -> dict[str, int]:
    """Hex of each division: where its first element stands or arrives."""
    found: dict[str, int] = {}
    for entry in roster.entries:
        found.setdefault(entry.force.id, entry.arrive_hex)
    return found


def attackers(rows: Sequence[Row], roster: Roster) -> set[str]:
    """Divisions that have an order to attack on the first morning."""
    return {
        roster.divisions[row.division] for row in rows if row.from_day <= 0 and row.operation.mission in orders.ATTACKS
    }


def important(board: Board) -> list[int]:
    """Land hexes of the places that are watched, ascending."""
    hexes = board.place_hex[board.place_importance >= PLACE_ASKED]
    return sorted({int(hex_) for hex_ in hexes if 0 <= hex_ < board.n_land})


def record_side(record: Record, sides: Sequence[str]) -> Any:
    """Index of the side of a coalition or army id on a date."""

    def side_of(party: str, date: datetime.date) -> int:
        return sides.index(party) if party in sides else record.side_of(party, date)

    return side_of


def subjects(scenario: Scenario, roster: Roster, rows: Sequence[Row], sides: Sequence[str]) -> decisions.Subjects:
    """Indexes that effects of decisions refer to."""
    members: dict[str, list[str]] = {}
    for force in roster.forces.values():
        for belonging in force.formation:
            members.setdefault(belonging.of, []).append(force.id)
    by_operation: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_operation.setdefault(row.operation.id, []).append(number)
    powers = {power.id: index for index, power in enumerate(scenario.theatre.powers)}
    return decisions.Subjects(
        roster.division_index(), members, by_operation, powers, {side: s for s, side in enumerate(sides)}
    )


def policies(scenario: Scenario, theatre: Any, commanders: Mapping[str, str], date: datetime.date) -> Any:
    """Who answers a decision: history, unless its side is played by somebody else and the decision is in play."""
    in_play = {decision.id for decision in scenario.decisions}

    def policy(decision: Decision) -> Policy:
        side = decisions.side_of(decision.decides, theatre, date)
        commander = commanders[theatre.sides[side].id] if side >= 0 else "history"
        if decision.id not in in_play or commander == "history":
            return Policy.HISTORY
        return Policy.HAZARD if decision.hazard is not None else Policy.HISTORY

    return policy


def write_clock(worlds: World, calendar: Calendar, seeds: Seeds, switches: Iterable[str]) -> None:
    """Dates, seeds and chapters that are off; KeyError for an unknown switch."""
    clock = worlds.clock
    clock.epoch[:] = calendar.start.toordinal()
    clock.seed[:, 0] = seeds
    clock.month[:] = [calendar.date(day).month for day in range(clock.month.shape[1])]
    for name in switches:
        if name not in SWITCHES:
            raise KeyError(name)
        clock.switches[:, SWITCHES.index(name)] = 1


def write_assumptions(worlds: World, chapters: Mapping[str, Mapping[str, Any]], seeds: Seeds) -> None:
    """Each world's own value of every constant. ValueError names a constant of the rules that the book lacks."""
    given = {name: one for chapter in chapters.values() for name, one in chapter.items()}
    for field in worlds.assumptions._fields:
        if field not in given:
            raise ValueError(f"assumptions.yaml has no '{field}'")
        one = given[field]
        best = float(one.value)
        spread = Spread(best if one.low is None else one.low, best, best if one.high is None else one.high)
        getattr(worlds.assumptions, field)[:] = triangular(seeds, f"assumption {field}", spread)


def write_log(worlds: World, asked_days: Sequence[int], asked_hexes: Sequence[int], owner: Any) -> None:
    """What the batch shall remember."""
    log = worlds.log
    log.asked_day[:], log.owner_on[:] = -1, -1
    if asked_days:
        log.asked_day[:] = sorted(asked_days)
    log.first_taken[:] = -1
    if asked_hexes:
        log.asked_hex[:] = list(asked_hexes)
    log.last_owner[:] = owner[log.asked_hex[0]]


def names_of(
    scenario: Scenario, roster: Roster, rows: Sequence[Row], spots: Spots, record: Record, calendar: Calendar
) -> Names:
    """Names of everything with an index."""
    theatre, book = scenario.theatre, scenario.book
    sides = tuple(side.id for side in theatre.sides)
    units = []
    for entry in roster.entries:
        element, force = entry.element, entry.force
        size = "III" if force.regiments else entry.type.size
        short = shorten(element.name) if force.regiments or force.short is None else force.short
        units.append(
            UnitName(element.id, element.name, short, entry.type.kind, size, element.army, sides[element.side],
                     symbol_of(force), force.id)
        )  # fmt: skip
    corps = {
        force.id: tuple(sorted((belonging.from_, belonging.of) for belonging in force.formation))
        for force in roster.forces.values()
    }
    staff = [OperationName("", division, "", (), "", "") for division in roster.divisions]
    written = [orders.name_of(row, roster.divisions, spots) for row in rows]
    return Names(
        sides, tuple(army.id for army in theatre.armies), tuple(units), roster.divisions,
        {force.id: force.name.en for force in book.forces}, tuple(sorted(f.id for f in book.formations)),
        {formation.id: formation.name.en for formation in book.formations}, corps, (*written, *staff),
        tuple(decisions.name_of(decision) for decision in book.decisions),
        tuple(power.id for power in theatre.powers), tuple(province.id for province in theatre.provinces),
        tuple(source.id for source in theatre.means.sources), spots.at_hex, spots.by_id, spots.names,
    )  # fmt: skip
