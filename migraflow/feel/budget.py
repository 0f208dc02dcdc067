"""What one evaluation may spend, and the moment it takes place.

A budget of steps, not a clock, keeps every expression short: the same expression on the same values always ends
the same way. One step is roughly one small operation (well under a microsecond).
"""

from datetime import datetime

from .errors import Limit, LimitReached

STEPS = 50_000
CELLS = 100_000
DEPTH = 40


class Run:
    """The budget and the moment of one evaluation, shared by everything it calls."""

    __slots__ = ("cells", "depth", "now", "steps")

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now
        self.steps = STEPS
        self.cells = CELLS
        self.depth = DEPTH

    def spend(self, steps: int) -> None:
        """Take `steps` from the budget."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitReached(Limit.STEPS)

    def keep(self, cells: int) -> None:
        """Account for memory: one cell is one list item or context entry, or 50 characters of text."""
        self.cells -= cells
        if self.cells < 0:
            raise LimitReached(Limit.SIZE)

    def keep_text(self, length: int) -> None:
        """Account for a new text of `length` characters."""
        self.keep(1 + length // 50)

    def enter(self) -> None:
        """Go one call deeper."""
        self.depth -= 1
        if self.depth < 0:
            raise LimitReached(Limit.DEPTH)

    def leave(self) -> None:
        """Come back from a call."""
        self.depth += 1
