"""Chapter 3: decisions of heads of state and commanders.

3.1 A decision may be put between its first and its last day, on a day when one of its conditions
    holds (or when it has none). Once taken it is closed.
3.2 Who answers is laid down for each decision. History: the option of the record, on the day of the
    record, whatever the conditions. Chosen: the option laid down, on that same day. Hazard: each day
    there is a chance that the option of the record is taken; if it never falls, the decision stays
    open. AI: for now simply the first option, on the first day it can be put. Ask: the turn stops
    until somebody answers; what is still unanswered on the last day is answered as in history.
3.3 An answer acts at once: divisions are added, withheld or delayed, operations issued or cancelled,
    the fear of general war or the sorties of a side changed.
"""

from game.hexmap import Board
from game.kernel import kernel
from game.rules.conditions import any_holds
from game.rules.dice import roll
from game.rules.note import note
from game.terms import Effect, EventKind, Interrupt, Issue, Phase, Policy, State
from game.world import NEVER, Choices, Clock, Divisions, Hexes, Log, Operations, Powers, Sides, Units

DECISIONS, DECIDED, DECISION = int(Phase.DECISIONS), int(EventKind.DECIDED), int(Interrupt.DECISION)
HISTORY, HAZARD, AI = int(Policy.HISTORY), int(Policy.HAZARD), int(Policy.AI)
ASK, CHOSEN = int(Policy.ASK), int(Policy.CHOSEN)
ADD, REMOVE, DELAY = int(Effect.ADD), int(Effect.REMOVE), int(Effect.DELAY)
ORDER, CANCEL = int(Effect.ORDER), int(Effect.CANCEL)
TENSION, SORTIES = int(Effect.TENSION), int(Effect.SORTIES)
WAITING, VOID, ABSENT = int(Issue.WAITING), int(Issue.VOID), int(State.ABSENT)
MILLION = 1_000_000


@kernel
def reschedule(units: Units, division: int, kind: int, days: int) -> None:
    """Rule 3.3: add, withhold or delay the elements of a division that have not yet arrived."""
    for u in range(len(units.hex)):
        if int(units.division[u]) == division and int(units.state[u]) == ABSENT:
            if kind == DELAY:
                units.arrive_day[u] = min(int(units.arrive_day[u]) + days, NEVER)
            else:
                units.withheld[u] = 1 if kind == REMOVE else 0


@kernel
def take_effect(clock: Clock, units: Units, operations: Operations, choices: Choices, sides: Sides, powers: Powers,
                d: int) -> None:  # fmt: skip
    """Rule 3.3: apply every effect row of the option that decision d was answered with."""
    for e in range(len(choices.effects)):
        if int(choices.effects[e, 0]) != d or int(choices.effects[e, 1]) != int(choices.option[d]):
            continue
        kind, subject, number = int(choices.effects[e, 2]), int(choices.effects[e, 3]), int(choices.effects[e, 4])
        if kind in (ADD, REMOVE, DELAY):
            reschedule(units, subject, kind, number)
        elif kind == ORDER:
            operations.issue[subject] = WAITING
            operations.from_day[subject] = int(clock.day[0])
        elif kind == CANCEL:
            operations.issue[subject] = VOID
        elif kind == TENSION:
            powers.fear[subject] = min(max(int(powers.fear[subject]) + number, 0), 1000)
        elif kind == SORTIES:
            sides.sortie_percent[subject] = number


@kernel
def answer(board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, choices: Choices,
           d: int) -> int:  # fmt: skip
    """Rule 3.2: option taken today by decision d, -1 none; sets choices.pending where somebody must be asked."""
    day, policy = int(clock.day[0]), int(choices.policy[d])
    if policy in (HISTORY, CHOSEN):
        taken = int(choices.historical[d]) if policy == HISTORY else int(choices.chosen[d])
        return taken if day >= int(choices.historical_day[d]) else -1
    if day < int(choices.ask_from[d]) or day > int(choices.ask_until[d]):
        return -1
    if policy == ASK and day == int(choices.ask_until[d]):
        return int(choices.historical[d])
    if not any_holds(board, clock, hexes, units, divisions, choices, choices.when[d]):
        return -1
    if policy == HAZARD:
        falls = roll(clock.seed[0], day, DECISIONS, choices.id[d], 0) * MILLION < int(choices.hazard[d])
        return int(choices.historical[d]) if falls else -1
    if policy == ASK:
        if int(choices.pending[0]) < 0:
            choices.pending[0] = d
            clock.interrupt[0] = DECISION
        return -1
    return 0


@kernel
def decide(board: Board, clock: Clock, hexes: Hexes, units: Units, divisions: Divisions, operations: Operations,
           choices: Choices, sides: Sides, powers: Powers, log: Log) -> None:  # fmt: skip
    """Chapter 3 for one day. An answer from outside stands in choices.option; it takes effect here (day still -1)."""
    choices.pending[0] = -1
    for d in range(len(choices.policy)):
        if int(choices.options[d]) <= 0 or int(choices.day[d]) >= 0:
            continue
        if int(choices.option[d]) < 0:
            choices.option[d] = answer(board, clock, hexes, units, divisions, choices, d)
        if int(choices.option[d]) >= 0:
            choices.day[d] = int(clock.day[0])
            take_effect(clock, units, operations, choices, sides, powers, d)
            note(log, clock, DECISIONS, DECIDED, d, -1, int(choices.option[d]), 0)
