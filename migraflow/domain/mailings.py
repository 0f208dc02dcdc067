"""What is sent by e-mail on a day of its own: which page of figures or the bulletin, to whom, how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

BULLETIN = "bulletin"
"""The page that is none: the bulletin of the quarter."""
HOUR = 7
"""Hour (UTC, as in Bamako) at which it goes out, on the first day of a month or quarter."""


class Rhythm(StrEnum):
    """How often."""

    MONTHLY = "mensuel"
    QUARTERLY = "trimestriel"


@dataclass(frozen=True, slots=True)
class Mailing:
    """One page sent again and again. `query` filters it, as in an address; `next` is when it goes out again."""

    id: int
    account_id: int
    address: str
    page: str
    query: str
    rhythm: Rhythm
    next: datetime
    sent: datetime | None = None


def following(now: datetime, rhythm: Rhythm) -> datetime:
    """The next moment of a rhythm after `now`."""
    step = 1 if rhythm is Rhythm.MONTHLY else 3
    month = (now.month - 1) // step * step + 1
    start = datetime(now.year, month, 1, HOUR, tzinfo=UTC)
    while start <= now:
        month += step
        start = datetime(now.year + (month - 1) // 12, (month - 1) % 12 + 1, 1, HOUR, tzinfo=UTC)
    return start
