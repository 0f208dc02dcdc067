"""Who was recognised a moment ago: every wish asks whose session it is, and most come in bursts of one person."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from migraflow.domain.access import Actor

FRESH = 1.0
"""Seconds for which this process believes what it read of a session. What is changed in this process holds at once;
a change made by another process (an account closed, a session ended) is seen here after this time at the latest."""
MOST = 4096


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose session it was, when it was last used and when it ends, as read from the database."""

    actor: Actor
    seen: datetime
    expires: datetime


class Recent:
    """Sessions recognised within the last second, by seal. Shared by every use case of this process; thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Recognised]] = OrderedDict()
        self._lock = Lock()

    def get(self, seal: str) -> Recognised | None:
        """The session under `seal`, when it was read less than a second ago."""
        with self._lock:
            read, known = self._known.get(seal, (0.0, None))
            return known if known is not None and self._clock() - read < FRESH else None

    def put(self, seal: str, known: Recognised) -> None:
        """Believe `known` for a second."""
        with self._lock:
            self._known[seal] = self._clock(), known
            self._known.move_to_end(seal)
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """Believe nothing any more: an account or a session has changed."""
        with self._lock:
            self._known.clear()
