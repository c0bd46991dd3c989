"""Where the wings meet: Scenario and a date of the record -> Board, World[batch], Names.

match        build, Match
draws        what differs between worlds: seeds, inputs given as ranges
roster       forces -> elements and divisions
orders       operations -> rows
conditions   conditions -> rows
decisions    turning points -> rows
means        supply sources, aircraft, ships' guns, replacements, aims, capitals, provinces
marches      march tables
places       places and coordinates -> hexes
names        index <-> id <-> name; day <-> date
controls     what a control run changes
shuffle      the same match with its elements in another order
"""

from game.setup.controls import Controls
from game.setup.match import SWITCHES, Match, board_of, build
from game.setup.names import Calendar, Names, UnitName
from game.setup.shuffle import permuted

__all__ = ["SWITCHES", "Calendar", "Controls", "Match", "Names", "UnitName", "board_of", "build", "permuted"]
