"""How a chapter writes a line in the log: one row of seven numbers.

The ring keeps the newest rows; `written` goes on counting, so an overflow is visible.
"""

from game.kernel import kernel
from game.world import Clock, Log


@kernel
def note(log: Log, clock: Clock, phase: int, event: int, unit: int, place: int, other: int, value: int) -> None:
    """Append (day, phase, event, unit, hex, other, value)."""
    row = int(log.written[0]) % len(log.rows)
    log.rows[row, 0] = clock.day[0]
    log.rows[row, 1] = phase
    log.rows[row, 2] = event
    log.rows[row, 3] = unit
    log.rows[row, 4] = place
    log.rows[row, 5] = other
    log.rows[row, 6] = value
    log.written[0] += 1
