"""The state of a world: every array, with its axes, unit and meaning, in one catalogue.

A world is a NamedTuple of groups; a group is a NamedTuple of arrays. In a batch each array has
one more axis in front (the world); :func:`world_of` takes one world out as views. Kernels see
one world only. What never changes during a game (map, march tables) is not here but in
:class:`Board` (hexmap.py) and :class:`March`.

Read an annotation as: numpy type, axes, meaning. Men, guns, tanks and kilograms are integers;
shares are thousandths (0-1000) so that sums do not depend on their order.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from game.assumptions import Assumptions as Assumptions  # a group of the state like the others

Array = NDArray[Any]

class Clock(NamedTuple):
    """Date and weather."""

    day: Annotated[Array, "i4", "one", "days run since the start of the match; 0 before the first"]
    epoch: Annotated[Array, "i4", "one", "proleptic ordinal of day 0"]
    seed: Annotated[Array, "u8", "one", "seed of this world's dice"]
    month: Annotated[Array, "i1", "day", "calendar month 1-12 of each day of the match"]
    weather: Annotated[Array, "i1", "zone", "terms.Weather of today by weather zone"]
    wet: Annotated[Array, "i2", "zone", "ground wetness, thousandths: mud and high rivers"]
    frost: Annotated[Array, "i2", "zone", "ice on rivers, thousandths: 1000 bears a division"]
    interrupt: Annotated[Array, "i2", "one", "terms.Interrupt raised today"]
    ending: Annotated[Array, "i2", "one", "terms.Ending"]
    switches: Annotated[Array, "i1", "switch", "1 = chapter off: 0 combat, 1 supply, 2 air and sea, 3 weather"]


class Hexes(NamedTuple):
    """What belongs to a land hex."""

    owner: Annotated[Array, "i1", "land", "side that controls it, -1 nobody"]
    isolated: Annotated[Array, "i1", "land", "days without connection to a source of its owner"]
    pressure: Annotated[Array, "i4", "side land", "influence of each side, men-equivalents (rule 6.2)"]
    supply_cost: Annotated[Array, "i2", "side land", "road-kilometres to the best source, -1 unreached"]
    supply_source: Annotated[Array, "i1", "side land", "index of that source, -1 none"]
    last_owner: Annotated[Array, "i1", "land", "1 + owner of an important place last evening, 0 none yet (rule 14.3)"]
    trains: Annotated[Array, "i1", "land", "1 + owner seen by the railwaymen yesterday, 0 none yet (rule 7.3)"]
    repair: Annotated[Array, "i1", "land", "days until a railway on it works again"]
    haul: Annotated[Array, "i1", "land", "what the ways were last found over: 1 + owner, 4 railway cut, 8 pressed"]


class Units(NamedTuple):
    """Elements: regimental groups, brigades, separate battalions."""

    id: Annotated[Array, "u8", "unit", "hash of the id text; identifies the unit's dice"]
    order: Annotated[Array, "i2", "unit", "unit indexes in canonical order; loops that matter follow it"]
    side: Annotated[Array, "i1", "unit", "coalition index"]
    force: Annotated[Array, "i1", "unit", "army index (kpa, rok, us, uk)"]
    kind: Annotated[Array, "i1", "unit", "terms.UnitKind"]
    size: Annotated[Array, "i1", "unit", "terms.Size"]
    mode: Annotated[Array, "i1", "unit", "terms.MarchMode"]
    division: Annotated[Array, "i2", "unit", "index of the division it belongs to"]
    state: Annotated[Array, "i1", "unit", "terms.State"]
    hex: Annotated[Array, "i2", "unit", "land hex where it stands; -1 off the map"]
    came_from: Annotated[Array, "i2", "unit", "hex it stood on this morning"]
    men: Annotated[Array, "i4", "unit", "men present"]
    men_full: Annotated[Array, "i4", "unit", "men at full establishment"]
    guns: Annotated[Array, "i4", "unit", "artillery pieces and heavy mortars"]
    guns_full: Annotated[Array, "i4", "unit", "establishment of guns"]
    tanks: Annotated[Array, "i4", "unit", "tanks and assault guns"]
    tanks_full: Annotated[Array, "i4", "unit", "establishment of tanks"]
    anti_tank: Annotated[Array, "i2", "unit", "ability to stop tanks, thousandths"]
    quality: Annotated[Array, "i2", "unit", "training and leadership, thousandths of a seasoned US regiment"]
    cohesion: Annotated[Array, "i2", "unit", "order and will, thousandths; below assumptions.break_cohesion it breaks"]
    entrench: Annotated[Array, "i2", "unit", "field works, thousandths"]
    stock: Annotated[Array, "i4", "unit", "supply carried, thousandths of a day's need"]
    stock_full: Annotated[Array, "i4", "unit", "supply it can carry, thousandths of a day's need"]
    fed: Annotated[Array, "i2", "unit", "share of today's need that arrived, thousandths"]
    shortage: Annotated[Array, "i1", "unit", "terms.Shortage of today"]
    mission: Annotated[Array, "i1", "unit", "terms.Mission it follows today"]
    posture: Annotated[Array, "i1", "unit", "terms.Posture today"]
    target: Annotated[Array, "i2", "unit", "neighbouring hex it means to enter or attack next, -1 stay"]
    goal: Annotated[Array, "i2", "unit", "hex the staff sends it to (for display and cover), -1 none"]
    progress: Annotated[Array, "i4", "unit", "march time spent on the way to target, tenths of an hour"]
    power: Annotated[Array, "i4", "unit", "fighting power this morning, thousandths of 1,000 seasoned men (rule 11.1)"]
    fighting: Annotated[Array, "i1", "unit", "1 attacked, 2 was attacked, 3 both, today"]
    still: Annotated[Array, "i2", "unit", "days in the same hex"]
    rally_day: Annotated[Array, "i4", "unit", "day on which a broken unit is in order again"]
    arrive_day: Annotated[Array, "i4", "unit", "day it comes on the map; 30000 never"]
    arrive_hex: Annotated[Array, "i2", "unit", "hex where it arrives"]
    leave_day: Annotated[Array, "i4", "unit", "day it leaves the theatre or merges; 30000 never"]
    withheld: Annotated[Array, "i1", "unit", "1 = a decision removed it before arrival"]
    lost: Annotated[Array, "i4", "unit", "men lost since the start"]
    support: Annotated[Array, "i4", "unit", "air and naval support today, power in thousandths of a gun-day (chapter 8)"]


class Divisions(NamedTuple):
    """Formations that take operations: a division with its regimental groups, or a lone brigade."""

    id: Annotated[Array, "u8", "division", "hash of the id text"]
    order: Annotated[Array, "i2", "division", "division indexes in canonical order"]
    side: Annotated[Array, "i1", "division", "coalition index"]
    corps: Annotated[Array, "i2", "division", "higher formation index today, -1 none"]
    operation: Annotated[Array, "i2", "division", "row of operations in force, -1 none"]
    step: Annotated[Array, "i1", "division", "which way point of it is next"]
    since: Annotated[Array, "i4", "division", "day it got that operation"]
    planned: Annotated[Array, "i1", "division", "1 = its operation of today is the staff's own, not an order of the record"]
    men_start: Annotated[Array, "i4", "division", "men at its first day (for strength conditions)"]


class Operations(NamedTuple):
    """Orders to divisions: rows of the record first, then one row a division for staff or player."""

    division: Annotated[Array, "i2", "operation", "division it is addressed to"]
    from_day: Annotated[Array, "i4", "operation", "first day in force"]
    until_day: Annotated[Array, "i4", "operation", "day on which it ends at the latest; 30000 open"]
    until: Annotated[Array, "i1", "operation", "terms.Until"]
    mission: Annotated[Array, "i1", "operation", "terms.Mission"]
    posture: Annotated[Array, "i1", "operation", "terms.Posture"]
    reserve: Annotated[Array, "i2", "operation", "share held back, thousandths"]
    steps: Annotated[Array, "i1", "operation", "number of way points"]
    way: Annotated[Array, "i2", "operation step", "march-table target index of each way point (March.target_hex), -1 unused"]
    rules: Annotated[Array, "i2", "operation rule four", "while-conditions: (Test, subject, other, number); all must hold"]
    triggers: Annotated[Array, "i2", "operation rule four", "trigger conditions: all must hold before it is issued"]
    issue: Annotated[Array, "i1", "operation", "terms.Issue"]
    staff: Annotated[Array, "i1", "operation", "1 = row reserved for staff or player"]


class Contacts(NamedTuple):
    """What each side believes about each enemy element. Staff reads nothing else of the enemy."""

    hex: Annotated[Array, "i2", "side unit", "where it is believed to be, -1 unknown"]
    age: Annotated[Array, "i2", "side unit", "days since last seen, -1 never"]
    men: Annotated[Array, "i4", "side unit", "estimated men"]
    power: Annotated[Array, "i4", "side unit", "estimated fighting power (rule 11.1), thousandths"]


class Choices(NamedTuple):
    """Decisions of heads of state and commanders, as compiled tables."""

    id: Annotated[Array, "u8", "decision", "hash of the id text"]
    policy: Annotated[Array, "i1", "decision", "terms.Policy"]
    option: Annotated[Array, "i1", "decision", "option taken, -1 open"]
    day: Annotated[Array, "i4", "decision", "day it was taken, -1 open"]
    ask_from: Annotated[Array, "i4", "decision", "first day it can be put"]
    ask_until: Annotated[Array, "i4", "decision", "last day"]
    historical: Annotated[Array, "i1", "decision", "option history took"]
    historical_day: Annotated[Array, "i4", "decision", "day history took it"]
    chosen: Annotated[Array, "i1", "decision", "option laid down by scenario or player for policy CHOSEN"]
    options: Annotated[Array, "i1", "decision", "number of options"]
    hazard: Annotated[Array, "i4", "decision", "base chance a day, millionths"]
    when: Annotated[Array, "i2", "decision rule four", "conditions (Test, subject, other, number); any may hold"]
    effects: Annotated[Array, "i4", "effect five", "(decision, option, Effect, subject, number)"]
    pending: Annotated[Array, "i2", "one", "decision that waits for an answer, -1 none"]


class Sides(NamedTuple):
    """Coalitions: means in the air, at sea and in men, and what was lost."""

    commander: Annotated[Array, "i1", "side", "terms.Commander"]
    sorties: Annotated[Array, "i4", "side day", "planned air sorties a day"]
    sortie_percent: Annotated[Array, "i2", "side", "per cent of the plan flown (decisions change it)"]
    flown: Annotated[Array, "i4", "side", "sorties flown today"]
    naval_guns: Annotated[Array, "i4", "side day", "heavy naval guns off the coast"]
    interdiction: Annotated[Array, "i2", "side", "delay the enemy's aircraft put on this side's supply, thousandths"]
    replacements: Annotated[Array, "i4", "force day", "replacement men reaching each army a day"]
    pool: Annotated[Array, "i4", "force", "replacements waiting"]
    source_hex: Annotated[Array, "i2", "source", "land hex of each supply source, -1 none"]
    source_side: Annotated[Array, "i1", "source", "side it feeds"]
    source_tons: Annotated[Array, "i4", "source", "tons a day it can forward"]
    source_load: Annotated[Array, "i4", "source", "kilograms asked of it today"]
    source_rear: Annotated[Array, "i1", "source", "larger source behind it, -1 none (rule 7.4)"]
    source_link: Annotated[Array, "i2", "source", "haulage from that one"]
    source_share: Annotated[Array, "i2", "source", "share of what is asked that it and those behind can forward, thousandths"]
    source_extra: Annotated[Array, "i2", "source", "haulage added on average because part comes from behind"]
    source_shut: Annotated[Array, "i2", "source", "days until it works again, 0 open (rule 7.1)"]
    haul_state: Annotated[Array, "i8", "one", "open sources and wet ground of that day, as one number"]
    men_lost: Annotated[Array, "i4", "side", "men lost since the start"]
    tanks_lost: Annotated[Array, "i4", "side", "tanks lost since the start"]
    aims: Annotated[Array, "i4", "side", "aims measure of today, thousandths (rule 14.1)"]
    aim_rows: Annotated[Array, "i4", "aim five", "(side, kind 0 hold hex / 1 enemy losses / 2 own men kept, hex, weight, scale)"]


class Powers(NamedTuple):
    """Capitals."""

    side: Annotated[Array, "i1", "power", "coalition it backs, -1 none"]
    resolve: Annotated[Array, "i2", "power", "will to go on, thousandths"]
    fear: Annotated[Array, "i2", "power", "fear of general war, thousandths"]
    counted: Annotated[Array, "i4", "power", "losses of its coalition that its resolve has felt, men"]
    commitment: Annotated[Array, "i2", "power", "share of its announced ground force now in the theatre, thousandths"]


class Provinces(NamedTuple):
    """Provinces: who administers them."""

    seat: Annotated[Array, "i2", "province", "land hex of the seat, -1 none"]
    size: Annotated[Array, "i2", "province", "land hexes of it"]
    holder: Annotated[Array, "i1", "province", "side that administers it, -1 nobody"]
    share: Annotated[Array, "i2", "province", "thousandths of its hexes held by side 0"]
    unrest: Annotated[Array, "i2", "province", "thousandths"]
    guerrillas: Annotated[Array, "i4", "province", "armed guerrillas, men"]


class Log(NamedTuple):
    """What happened, as numbers. Not part of the world hash."""

    owner_on: Annotated[Array, "i1", "date land", "owner map on asked days"]
    men_on: Annotated[Array, "i4", "date side", "men present on asked days"]
    power_on: Annotated[Array, "i4", "date side", "elements on the map on asked days"]
    asked_day: Annotated[Array, "i4", "date", "days asked for, ascending"]
    last_owner: Annotated[Array, "i1", "place", "owner of those hexes yesterday"]
    asked_hex: Annotated[Array, "i2", "place", "land hexes whose change of hands is asked for"]
    first_taken: Annotated[Array, "i4", "place side", "first day the side took it, -1 never"]
    week_lost: Annotated[Array, "i4", "side week", "men lost by week of the match"]
    week_fed: Annotated[Array, "i4", "side week", "mean supply of the week, thousandths"]
    script: Annotated[Array, "i4", "side two", "division-days under orders of the record, and all division-days"]
    rows: Annotated[Array, "i4", "ring seven", "(day, Phase, EventKind, unit, hex, other, value)"]
    written: Annotated[Array, "i4", "one", "rows written since the start; the last `ring` of them are kept"]


class World(NamedTuple):
    """One world, or a batch of them (one more axis in front of every array)."""

    clock: Clock
    hexes: Hexes
    units: Units
    divisions: Divisions
    operations: Operations
    contacts: Contacts
    choices: Choices
    sides: Sides
    powers: Powers
    provinces: Provinces
    assumptions: Assumptions
    log: Log


class March(NamedTuple):
    """March tables, shared by all worlds: hours of march from every land hex to each target."""

    target_hex: Array  # [target] i2 land hex
    target_of: Array  # [land] i2 index of the target at a hex, -1 none
    hours: Array  # [target, mode, land] u2 tenths of an hour on dry roads without enemy; 65535 unreachable
    step: Array  # [land, 6, mode] u2 tenths of an hour to cross to that neighbour; 65535 impassable on land


class Scratch(NamedTuple):
    """Working memory of one thread; contents mean nothing between chapters."""

    head: Array  # [land] i2 first unit on a hex in canonical order, -1 none
    follow: Array  # [unit] i2 next unit on the same hex
    number: Array  # [land] i4
    number2: Array  # [land] i4
    value: Array  # [land] f8
    mark: Array  # [land] i1
    queue: Array  # [queue] i4
    link: Array  # [land] i4
    power: Array  # [unit] i4
    choice: Array  # [unit] i2
    fate: Array  # [unit] i1
    loss: Array  # [unit] i4
    shock: Array  # [unit] i4
    # the staff's picture of the day (staff/knowledge.py); as many divisions as units fit in
    enemy: Array  # [side, land] i4 believed enemy power, men
    threat: Array  # [side, land] i4 the same, spread over the hexes around
    own: Array  # [side, land] i4 own power, men
    depth: Array  # [side, land] i1 hexes behind the front, -1 far or not own
    front: Array  # [side, land] i2 own hexes beside enemy ground, ascending
    fronts: Array  # [side] i4 number of those
    assault: Array  # [side, land] i4 own power ordered to attack a hex today, men
    covered: Array  # [side, land] f8 how well own elements cover a hex
    crowd: Array  # [side, land] i1 own elements that will be in a hex
    first: Array  # [division] i2 first element in order, -1 none
    after: Array  # [unit] i2 next element of the same division
    rank: Array  # [unit] i2 place in that chain
    elements: Array  # [division] i2 elements in order
    seat_x: Array  # [division] f8 km, mean place of its elements
    seat_y: Array  # [division] f8 km
    strength: Array  # [division] i4 power of its elements, men


ZONES, SWITCHES, STEPS, RULES, FORCES, SOURCES, AIMS = 4, 8, 8, 4, 8, 32, 24
GROUPS: Mapping[str, Any] = {
    "clock": Clock, "hexes": Hexes, "units": Units, "divisions": Divisions, "operations": Operations,
    "contacts": Contacts, "choices": Choices, "sides": Sides, "powers": Powers, "provinces": Provinces,
    "assumptions": Assumptions, "log": Log,
}  # fmt: skip
NEVER = 30000


class Sizes(NamedTuple):
    """Lengths of the axes that a scenario decides."""

    land: int
    unit: int
    division: int
    operation: int
    day: int
    decision: int = 1
    effect: int = 1
    power: int = 1
    province: int = 1
    date: int = 1
    place: int = 1
    ring: int = 64
    side: int = 2


def axes(sizes: Sizes) -> dict[str, int]:
    """Length of every axis named in the catalogue."""
    fixed = {
        "one": 1, "two": 2, "four": 4, "five": 5, "seven": 7, "zone": ZONES, "switch": SWITCHES, "step": STEPS,
        "rule": RULES, "force": FORCES, "source": SOURCES, "aim": AIMS, "week": sizes.day // 7 + 2,
    }  # fmt: skip
    return fixed | sizes._asdict()


def catalogue() -> dict[str, tuple[str, tuple[str, ...], str]]:
    """`group.field` -> (numpy type, axes, meaning) of every array of the state."""
    listed = {}
    for group, kind in GROUPS.items():
        for field, hint in get_type_hints(kind, include_extras=True).items():
            dtype, names, meaning = hint.__metadata__
            listed[f"{group}.{field}"] = (dtype, tuple(names.split()), meaning)
    return listed


def allocate(sizes: Sizes, worlds: int) -> World:
    """An empty batch: every array zero, `[worlds, ...]`."""
    length = axes(sizes)
    made: dict[str, dict[str, Array]] = {group: {} for group in GROUPS}
    for name, (dtype, names, _) in catalogue().items():
        group, field = name.split(".")
        made[group][field] = np.zeros((worlds, *(length[axis] for axis in names)), dtype=dtype)
    return World(**{group: GROUPS[group](**fields) for group, fields in made.items()})


def _each(batch: World, change: Callable[[Array], Any]) -> World:
    """A world with the same groups and every array replaced by `change` of it."""
    groups = {name: type(group)(*map(change, group)) for name, group in batch._asdict().items()}
    return World(**groups)


def world_of(batch: World, index: int) -> World:
    """World `index` of a batch, as views: writing to it writes to the batch. Constants become floats."""
    return _each(batch, lambda array: array[index] if array.ndim > 1 else array[index].item())


def copy(batch: World) -> World:
    """An independent copy of a batch."""
    return _each(batch, np.copy)


def world_hash(world: World) -> str:
    """Hash of one world's whole state except the log, 16 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=8)
    for group in world:
        if not isinstance(group, Log):
            for array in group:
                digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def bytes_per_world(batch: World) -> int:
    """Memory of one world of a batch, bytes."""
    return sum(np.asarray(array).nbytes for group in batch for array in group) // len(batch.clock.day)


def scratch(land: int, units: int) -> Scratch:
    """Working memory for one thread."""
    return Scratch(
        head=np.zeros(land, "i2"), follow=np.zeros(units, "i2"), number=np.zeros(land, "i4"),
        number2=np.zeros(land, "i4"), value=np.zeros(land), mark=np.zeros(land, "i1"),
        queue=np.zeros(8192, "i4"), link=np.zeros(land, "i4"), power=np.zeros(units, "i4"),
        choice=np.zeros(units, "i2"), fate=np.zeros(units, "i1"), loss=np.zeros(units, "i4"),
        shock=np.zeros(units, "i4"),
        enemy=np.zeros((2, land), "i4"), threat=np.zeros((2, land), "i4"), own=np.zeros((2, land), "i4"),
        depth=np.zeros((2, land), "i1"), front=np.zeros((2, land), "i2"), fronts=np.zeros(2, "i4"),
        assault=np.zeros((2, land), "i4"), covered=np.zeros((2, land)), crowd=np.zeros((2, land), "i1"), first=np.zeros(units, "i2"),
        after=np.zeros(units, "i2"), rank=np.zeros(units, "i2"), elements=np.zeros(units, "i2"),
        seat_x=np.zeros(units), seat_y=np.zeros(units), strength=np.zeros(units, "i4"),
    )  # fmt: skip
