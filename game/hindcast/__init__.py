"""How close the model comes to the record: many worlds under the record's orders, scored against what happened.

scores    the measures, on plain arrays
facts     what happened, as it is scored
worlds    the worlds that are scored
card      the score card, as a mapping for --json
text      the same for people
controls  runs with one thing changed, whose answer is known
"""

from game.hindcast.card import score
from game.hindcast.controls import CONTROLS, INVASION, MOST, answers, run_controls
from game.hindcast.facts import Facts, facts_of
from game.hindcast.text import lines
from game.hindcast.worlds import ORDERS_ONLY, Forecast, simulate

__all__ = [
    "CONTROLS",
    "INVASION",
    "MOST",
    "ORDERS_ONLY",
    "Facts",
    "Forecast",
    "answers",
    "facts_of",
    "lines",
    "run_controls",
    "score",
    "simulate",
]
