"""The glossary: every closed list of the game, one sentence a term.

Kernels compare plain integers, so each kernel module copies the members it needs to
module constants (`ATTACK = int(Mission.ATTACK)`); everything else uses the enums.
"""

from enum import IntEnum


class Terrain(IntEnum):
    """What a hex mostly is (class of a 10 km hex, from relief and openness)."""

    SEA = 0  # open water; only ships go there
    PLAIN = 1  # paddy and lowland
    HILLS = 2  # broken ground below about 560 m
    MOUNTAIN = 3  # steep or above about 560 m
    HIGH_MOUNTAIN = 4  # above about 1,000 m, or very steep above 700 m
    CITY = 5  # a town large enough to be fought for street by street


class Country(IntEnum):
    """Whose soil a hex was before the war."""

    SEA = 0
    SOUTH_KOREA = 1
    NORTH_KOREA = 2
    MANCHURIA = 3
    SOVIET_MARITIME = 4
    JAPAN = 5


class Side(IntEnum):
    """A coalition of forces that fight together (index of the side axis)."""

    NOBODY = -1
    DPRK = 0  # KPA, later the Chinese People's Volunteers
    UN = 1  # ROK and United Nations Command


class UnitKind(IntEnum):
    """Arm of service of an element."""

    INFANTRY = 0
    ARMOUR = 1
    MECHANIZED = 2
    ARTILLERY = 3
    ENGINEER = 4
    MARINE = 5
    AIRBORNE = 6
    SECURITY = 7  # border constabulary, police, garrison troops
    CAVALRY = 8  # the name survives; fights as infantry
    HEADQUARTERS = 9


class Size(IntEnum):
    """Echelon of an element, as drawn above its symbol."""

    BATTALION = 0  # II
    REGIMENT = 1  # III
    BRIGADE = 2  # X
    DIVISION = 3  # XX
    CORPS = 4  # XXX
    ARMY = 5  # XXXX


class MarchMode(IntEnum):
    """How an element moves (index of the mode axis of the march tables)."""

    FOOT = 0
    MOTOR = 1  # lorries: fast on roads, slow off them
    LIGHT_FOOT = 2  # few vehicles, mountains and nights; marches by the foot table


class State(IntEnum):
    """Where an element is in its life."""

    ABSENT = 0  # not yet arrived
    ACTIVE = 1
    BROKEN = 2  # routed: rallies in the rear, neither fights nor holds ground
    DESTROYED = 3
    LEFT = 4  # withdrawn from the theatre or merged into another


class Mission(IntEnum):
    """What a headquarters asks of a formation."""

    NONE = 0
    ATTACK = 1  # advance along the axis, fight what bars the way
    PURSUE = 2  # advance without pausing for order or supply
    HOLD = 3  # keep the present line
    DELAY = 4  # give ground along the axis, but slowly
    WITHDRAW = 5  # march to the line or place named, fighting only to get there
    DEFEND = 6  # stand at the place named
    LAND = 7  # come ashore from the sea
    EVACUATE = 8  # leave by sea
    RESERVE = 9  # stand behind the front at the disposal of the army
    REFIT = 10  # rest and refill behind the front
    INFILTRATE = 11  # pass between enemy positions and reach his rear
    SCREEN = 12  # watch a wide sector, avoid a fight
    GARRISON = 13  # occupy a town or port


class Posture(IntEnum):
    """How hard an element fights today."""

    ECONOMY = 0  # as little as possible
    DELIBERATE = 1
    ALL_OUT = 2


class Commander(IntEnum):
    """Who fills a side's operations at the start of a turn."""

    TABLE = 0  # dated rows: the record, or a recorded game
    PLAN = 1  # the plan kernel (AI)
    OUTSIDE = 2  # a person, a file, a class


class Policy(IntEnum):
    """Who answers a decision."""

    HISTORY = 0
    HAZARD = 1  # drawn by the state-driven chance of each day
    AI = 2
    ASK = 3  # stop and ask whoever plays
    CHOSEN = 4  # laid down by the scenario


class Issue(IntEnum):
    """Life of an operation row."""

    WAITING = 0
    CURRENT = 1
    ENDED = 2  # date passed, objective reached, or replaced
    VOID = 3  # its `while` failed: the staff plans freely


class Until(IntEnum):
    """What ends an operation."""

    DATE = 0
    OBJECTIVE = 1
    RELIEVED = 2  # by the next order for the same formation


class Test(IntEnum):
    """Opcode of a compiled condition row (opcode, subject, place or other, number)."""

    ALWAYS = 0
    HOLDS = 1  # side `subject` owns hex `other`
    LOST = 2  # side `subject` does not own hex `other`
    AFTER = 3  # day >= number
    BEFORE = 4  # day < number
    DESTROYED = 5  # division `subject` has no element left on the map
    STRENGTH_BELOW = 6  # division `subject` has less than `number` thousandths of its men
    DECIDED = 7  # decision `subject` was answered with option `other`
    NORTH_OF = 8  # an active element of side `subject` stands north of y = `number` km
    SOUTH_OF = 9  # the same, south of it
    WITHIN_KM = 10  # an active element of side `subject` within `number` km of hex `other`


class Effect(IntEnum):
    """Opcode of a compiled effect row (decision, option, opcode, subject, number)."""

    NOTHING = 0
    ADD = 1  # force or division `subject` arrives as recorded
    REMOVE = 2  # division `subject` never arrives
    DELAY = 3  # division `subject` arrives `number` days later
    ORDER = 4  # operation `subject` is issued
    CANCEL = 5  # operation `subject` is void
    TENSION = 6  # power `subject`: fear of general war + number thousandths
    SORTIES = 7  # side `subject`: sorties become `number` per cent


class Weather(IntEnum):
    """Weather of a zone on a day."""

    CLEAR = 0
    OVERCAST = 1
    RAIN = 2
    SNOW = 3
    BITTER_COLD = 4


class Phase(IntEnum):
    """Chapter of the rulebook, in the order of the day (chapter number of each log row)."""

    DICE = 0
    SEQUENCE = 1
    CALENDAR = 2
    DECISIONS = 3
    POWERS = 4
    ARRIVALS = 5
    CONTROL = 6
    SUPPLY = 7
    AIR_AND_SEA = 8
    INTELLIGENCE = 9
    MOVEMENT = 10
    COMBAT = 11
    RECOVERY = 12
    PROVINCES = 13
    VICTORY = 14


class EventKind(IntEnum):
    """What a log row tells."""

    ARRIVED = 1
    LEFT_THEATRE = 2
    PLACE_TAKEN = 3
    ATTACK_HELD = 4  # value: attacker's men lost; other: hex attacked
    ATTACK_WON = 5  # value: defender's men lost; other: hex attacked
    RETREATED = 6
    BROKE = 7
    RALLIED = 8
    DESTROYED = 9
    DECIDED = 10  # unit: decision; other: option
    ORDERED = 11  # unit: division; other: operation
    ORDER_VOID = 12
    STARVING = 13
    LANDED = 14
    EVACUATED = 15
    MEETING = 16  # both sides moved into one hex and neither got it
    ENDED = 17


class Interrupt(IntEnum):
    """Why a turn was broken short."""

    NONE = 0
    DECISION = 1
    IMPORTANT_PLACE = 2
    LANDING = 3
    ENDING = 4


class Ending(IntEnum):
    """How a game stands when it ends."""

    RUNNING = 0
    PERIOD_OVER = 1  # the scenario's last day: the aims decide
    PENINSULA_TAKEN = 2  # one side holds every port and town of importance 4 in Korea


class Shortage(IntEnum):
    """Why an element gets less supply than it needs."""

    NONE = 0
    CUT_OFF = 1  # no way to any source through own ground
    DISTANCE = 2  # too far from the source by the roads there are
    CAPACITY = 3  # the source cannot ship enough for all it feeds
    INTERDICTION = 4  # enemy aircraft on the route
