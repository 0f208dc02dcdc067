"""How often one address may ask, where nobody signs in: a few times a minute, counted in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

ASKS, SPAN = 30, 60.0
"""Questions one address may ask in so many seconds."""
ADDRESSES = 10_000
"""Addresses remembered at once; the one heard from longest ago is forgotten first."""


class Pace:
    """Counts the questions of each address in the span that runs. Thread-safe."""

    def __init__(self, asks: int = ASKS, span: float = SPAN, clock: Callable[[], float] = time.monotonic) -> None:
        self._asks, self._span, self._clock = asks, span, clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Seconds `address` has to wait before it may ask; 0 when it may ask now, and that is counted."""
        now = self._clock()
        with self._lock:
            begun, count = self._seen.pop(address, (now, 0))
            if now - begun >= self._span:
                begun, count = now, 0
            allowed = count < self._asks
            self._seen[address] = (begun, count + 1 if allowed else count)
            while len(self._seen) > ADDRESSES:
                self._seen.popitem(last=False)
        return 0 if allowed else max(1, int(begun + self._span - now) + 1)
