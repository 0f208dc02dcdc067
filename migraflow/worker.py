"""The worker: fires what has come due and performs the effects that steps left behind, again and again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import MigraflowError
from migraflow.services import effects, timers
from migraflow.store.database import DatabaseError
from migraflow.wiring import Agency

PAUSE = 5.0
"""Seconds between two looks at the clock when nothing is due."""
AT_ONCE = 50
log = logging.getLogger("migraflow.worker")


def run(agency: Agency, stop: Event, pause: float = PAUSE) -> None:
    """Sweep until `stop` is set. What fails is written down, and tried again at the next look."""
    while not stop.is_set():
        if not sweep(agency):
            stop.wait(pause)


def sweep(agency: Agency) -> int:
    """One look at everything that waits for the house itself: how much was done."""
    return attempt(agency, timers.sweep) + attempt(agency, effects.perform_due)


def attempt(agency: Agency, use_case: Callable[..., int]) -> int:
    """One kind of waiting work, in a transaction of its own."""
    try:
        return agency.perform_as(SYSTEM, use_case, limit=AT_ONCE)
    except (MigraflowError, DatabaseError):
        log.exception("%s failed", use_case.__name__)
        return 0
