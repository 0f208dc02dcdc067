"""The moment a case is moved: its clock and its source of tokens, handed down instead of read from the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5


@dataclass(slots=True)
class Moment:
    """One advance of one case. `now` is aware, in UTC; tokens are derived from `case`, one after the other, so that
    the same event on the same snapshot always gives the same tokens."""

    now: datetime
    case: UUID
    drawn: int = 0

    def token(self) -> UUID:
        """The next token of this case."""
        self.drawn += 1
        return uuid5(self.case, str(self.drawn))


CURRENT: ContextVar[Moment] = ContextVar("moment")


def current() -> Moment:
    """The moment being lived; LookupError outside of any."""
    return CURRENT.get()


def utc(moment: datetime) -> datetime:
    """`moment` in UTC; one without an offset is read as UTC, which is Mali's time all year."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@contextmanager
def lived(moment: Moment) -> Iterator[Moment]:
    """Make `moment` the current one."""
    mark = CURRENT.set(moment)
    try:
        yield moment
    finally:
        CURRENT.reset(mark)
