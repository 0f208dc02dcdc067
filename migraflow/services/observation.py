"""What those who look after the server see of it: how long wishes take, how much waits, and one line of trace each.

A trace says which wish, about which case or task, how it ended and how long it took: never a name, a phone number, an
answer, or what somebody searched for.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TypeVar
from uuid import uuid4

from prometheus_client import Histogram

from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import observation as store

Answer = TypeVar("Answer")
GRANTED = "granted"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0)
"""Seconds."""
WISHES = Histogram(
    "migraflow_use_case_seconds", "Seconds a use case took, by how it ended.", ["use_case", "outcome"], buckets=BUCKETS
)
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request in hand, "" where there is none (the worker, a page's event)."""
SPOKEN = frozenset({"request", "use_case", "outcome", "ms", "case", "task", "method", "path", "status"})
"""What a trace may say besides its time and its level. Nothing of a person is among it."""
OURS = "migraflow"
trace = logging.getLogger("migraflow.trace")


@dataclass(frozen=True, slots=True)
class Pulse:
    """How much waits, in the whole house. `lateness` are the seconds the longest due timer is late, 0 when none is."""

    open_tasks: int
    waiting_effects: int
    due_effects: int
    given_up_effects: int
    blocked_cases: int
    due_timers: int
    lateness: float


def pulse(work: Work) -> Pulse:
    """How much waits now."""
    require_house(work)
    counted = store.waiting(work.store, work.now)
    late = (work.now - counted.oldest).total_seconds() if counted.oldest else 0.0
    return Pulse(counted.tasks, counted.effects, counted.due_effects, counted.given_up, counted.blocked,
                 counted.due_timers, max(0.0, late))  # fmt: skip


def observed(use_case: Callable[..., object], wish: Mapping[str, object], grant: Callable[[], Answer]) -> Answer:
    """What `grant` answers, measured and traced; what it raises passes."""
    begun, outcome, answer = perf_counter(), GRANTED, None
    try:
        answer = grant()
        return answer
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        seconds = perf_counter() - begun
        name = name_of(use_case)
        WISHES.labels(name, outcome).observe(seconds)
        if trace.isEnabledFor(logging.INFO):
            facts = {"use_case": name, "outcome": outcome, "ms": round(seconds * 1000, 1), **about(wish, answer)}
            trace.info("wish", extra={"facts": facts})


def name_of(use_case: Callable[..., object]) -> str:
    """``tasks.complete``."""
    module = str(getattr(use_case, "__module__", "")).rpartition(".")[2]
    return f"{module}.{getattr(use_case, '__name__', 'wish')}"


def about(wish: Mapping[str, object], answer: object) -> dict[str, str]:
    """Which case and task a wish was about, as far as it says."""
    case = getattr(answer, "case_ref", None) or wish.get("ref")
    found = {"request": REQUEST.get() or uuid4().hex[:12]}
    if isinstance(case, str):
        found["case"] = case
    if isinstance(task := wish.get("token"), str):
        found["task"] = task
    return found


class Line(logging.Formatter):
    """One JSON object per line: when, how grave, who speaks, and the facts that are allowed to be said.

    Of an error it says the kind and the lines of the program, never its message, which may repeat what somebody typed.
    The messages of other libraries are left out for the same reason.
    """

    def format(self, record: logging.LogRecord) -> str:
        """`record` as a line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.partition(".")[0] == OURS:
            said["message"] = str(record.msg)
        facts = getattr(record, "facts", {})
        said |= {key: facts[key] for key in sorted(SPOKEN & facts.keys())}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            said["error"] = type(error).__name__
            said["where"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                             for frame in traceback.extract_tb(error.__traceback__)[-8:]]  # fmt: skip
        return json.dumps(said, ensure_ascii=False)


def speak(level: int = logging.INFO) -> None:
    """From now on this process writes such lines to its error stream, and nothing else."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("granian.access").disabled = True
