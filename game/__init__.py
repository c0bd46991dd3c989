"""Parallel 38: the war in Korea, 1945-1953, resolved day by day on the real map and measured against the record.

The map of this house. A room may know only rooms above it; `tests/test_rooms.py` watches over that, and
`docs/architecture.md` says why.

vocabulary (knows nobody)
    terms       the glossary: enumerations with a sentence each
    kernel      the one file that knows numba; plain Python where there is none
    hexmap      hex geometry, projection, and Board: the arrays that never change
data wing (YAML -> Scenario)
    schema      the scenario format: models with unit, range, meaning
    scenario    the strict loader: every mistake with file, line and column
    record      what happened, by date: positions, strengths, fronts, control
rule wing (arrays only; never sees the data wing)
    assumptions the constants of the rules that one may doubt
    world       every array of the state
    orders      operations and unit orders
    rules       the rulebook, chapters 0 to 14; `rules/sequence.py` is the sequence of play
    staff       the headquarters: what a side knows, plans and carries out
    batch       the one file that sees many worlds at once
where the wings meet
    setup       Scenario and date -> Board, World, Names
views
    chronicle   log rows -> dated sentences
    view        what one side may see and order now
    commanders  who gives the orders: history, staff, recorded, human
    play        a game: turns, going back
    whatif      many worlds of one scenario: outcomes and cost
    hindcast    how close the model comes to the record
    atlas       geometry to draw
screens
    settings    user folder, preferences, where assets lie
    ui          the window, and the terminal front end
    cli         the commands
"""

__version__ = "0.1.0"

RULES_VERSION = 1
"""Raised whenever the same orders and dice would no longer give the same days; saved games carry it."""
