"""The queue that wakes workers. The database is the truth: what the queue loses, the next sweep finds.

Without Redis it is a SQLite file beside the others, for the worker inside ``migraflow serve``; with Redis, workers on
any number of machines listen. Its one message carries nothing but its name.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

NAME = "migraflow"
FULL = 20
"""Messages waiting beyond which one more would wake nobody."""
BETWEEN = 0.05
"""Seconds between two messages of one process: a burst of steps wakes workers once."""
LONGEST_LOOK = 0.5
"""Seconds a worker may leave the embedded queue unread."""
log = logging.getLogger("migraflow.queue")


class Plain(Serializer):
    """Messages as JSON: nothing read from the queue is ever run."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


class Listener(Consumer):
    """A consumer that leaves the signals of the process to those who started it."""

    def _set_signal_handlers(self) -> None:
        """Whoever runs the worker hears them."""


def opened(redis_url: str, folder: Path) -> Huey:
    """The queue at `redis_url`, or in a file of `folder` when that is ""."""
    words = {"results": False, "serializer": Plain(), "utc": True}
    if redis_url:
        return RedisHuey(NAME, url=redis_url, blocking=True, read_timeout=1, **words)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(folder / "queue.db"), **words)


class Bell:
    """Wakes workers. Cheap to ring: the message is sent by a thread of its own, and failing to send it is no error."""

    def __init__(self, redis_url: str, folder: Path) -> None:
        self._where = (redis_url, folder)
        self._rung = Event()
        self._lock = Lock()
        self._ringing: Thread | None = None

    def ring(self) -> None:
        """There is work; returns at once."""
        self._rung.set()
        with self._lock:
            if self._ringing is None:
                self._ringing = Thread(target=self._ring_on, name="bell", daemon=True)
                self._ringing.start()

    def _ring_on(self) -> None:
        queue, wake = None, None
        while self._rung.wait():
            self._rung.clear()
            try:
                if queue is None or wake is None:
                    queue = opened(*self._where)
                    wake = task_of(queue, lambda: None)
                waiting: Any = queue.pending_count()
                if waiting < FULL:
                    wake()
            except Exception:
                log.warning("no worker could be woken; the next sweep will find the work", exc_info=True)
                time.sleep(1)
            time.sleep(BETWEEN)


def task_of(queue: Huey, act: Callable[[], object]) -> Callable[[], object]:
    """The queue's one message: sending it is calling what this answers, hearing it runs `act`."""

    def wake() -> None:
        act()

    wake.__module__ = NAME
    return queue.task(retries=0)(wake)


def listening(redis_url: str, folder: Path, act: Callable[[], object], threads: int = 1) -> Consumer:
    """A consumer that runs `act` at every message, in at most `threads` threads. The caller starts and stops it."""
    queue = opened(redis_url, folder)
    task_of(queue, act)
    return Listener(queue, workers=threads, periodic=False, max_delay=LONGEST_LOOK, check_worker_health=False)
