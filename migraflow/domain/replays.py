"""Replays: what last year's cases would have become in a working copy, in figures that point at nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReplayState(StrEnum):
    """Where a replay is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ALIVE = (ReplayState.WAITING, ReplayState.RUNNING)


@dataclass(frozen=True, slots=True)
class Replay:
    """One replay of the cases opened since `since` through the working copy with fingerprint `sha`."""

    id: int
    procedure: str
    sha: str
    state: ReplayState
    since: datetime
    total: int
    done: int
    asked: datetime
    asked_by: int
    asked_by_name: str
    finished: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class FateLine:
    """How many cases share a fate."""

    fate: str
    count: int


@dataclass(frozen=True, slots=True)
class StopLine:
    """How many cases stop at a step, and for which answer; or end somewhere else (`outcome`)."""

    fate: str
    step: str
    question: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One sex or region: counts by fate in the order of the columns, None where a count would point at somebody."""

    name: str
    total: int | None
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ReplayedCase:
    """One case this person may see, and what would have become of it."""

    ref: str
    fate: str
    step: str
    question: str
    outcome: str
    steps: int
    days: int


@dataclass(frozen=True, slots=True)
class ReplaySheet:
    """A replay as its page shows it. `fits`: it is of the working copy as it stands; `share` the part of the cases that
    do not take the same way, in percent; `most` the threshold beyond which a second person has to accept.

    `more_steps` and `more_days` are means over all cases; `columns` the fates of `sexes` and `regions`.
    """

    replay: Replay
    fits: bool
    share: float
    most: int
    fates: tuple[FateLine, ...] = ()
    stops: tuple[StopLine, ...] = ()
    more_steps: float = 0
    more_days: float = 0
    columns: tuple[str, ...] = ()
    sexes: tuple[GroupLine, ...] = ()
    regions: tuple[GroupLine, ...] = ()
    cases: tuple[ReplayedCase, ...] = ()
    hidden: int = 0

    @property
    def over(self) -> bool:
        """Whether a second person has to accept."""
        return self.share > self.most
