"""What one advance of a case changed, and where the case now stands: plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class WaitKind(StrEnum):
    """What a case may wait for besides people."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One thing a person has to do. `token` is the engine's handle; `item` labels one instance of a repeated step;
    `deadline` is a code of ``delais.csv``; `data` is what the case knows at this place; `region` and `office` say
    where it is done when that is not where the case is ("" otherwise)."""

    token: str
    element: str
    name: str
    procedure: str
    role: str
    form: str | None
    deadline: str | None
    item: str | None
    data: Mapping[str, Any]
    region: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing the case waits for. `name` is the message's or signal's name, the event's own name for a timer;
    `host` the element a boundary event sits on; `correlation` the key it waits for, "" when any will do."""

    kind: WaitKind
    element: str
    name: str
    due: datetime | None
    host: str | None
    procedure: str
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to do after the step. `key` is unique for ever; when it `awaits`, `resume` takes the answer."""

    key: str
    operator: str
    parameters: Mapping[str, Any]
    token: str
    awaits: bool
    element: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A node passed and the sequence flow taken into it (None for a start, a boundary event, an instance).

    `due` is the moment a timer that came was due at."""

    element: str
    name: str
    kind: str
    flow: str | None
    procedure: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision taken by a business rule task, with its explanation (`dmn.Fired` values) and what made a value null
    on the way (`dmn.Trouble` values); `value` is what it came to."""

    element: str
    decision: str
    explanation: tuple[Any, ...]
    troubles: tuple[Any, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The end a case came to: the end event, its name, and the outcome's code (a key of [issues])."""

    element: str
    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The case after one advance. `tasks` and `waits` are all there are now; `effects`, `trail` and `decisions` only
    what is new, in order. `data` is the case's data as a whole; `next_due` the earliest timer."""

    snapshot: bytes
    tasks: tuple[OpenTask, ...]
    waits: tuple[Wait, ...]
    effects: tuple[Effect, ...]
    trail: tuple[Passed, ...]
    decisions: tuple[Decided, ...]
    data: Mapping[str, Any]
    ended: Ended | None
    next_due: datetime | None
