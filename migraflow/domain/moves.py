"""Moving running cases to another edition: a plan with a verdict for each, waves by region, an exact way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MoveState(StrEnum):
    """Where a move is. JUDGING: verdicts are being worked out; STOPPED: too many incidents, a person decides."""

    JUDGING = "judging"
    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"


class Fate(StrEnum):
    """What became of one case of a move.

    GONE: it ended, or moved by itself, before its turn; LEFT: it advanced after the move and cannot be put back.
    """

    NEW = "new"
    PLANNED = "planned"
    QUEUED = "queued"
    MOVED = "moved"
    FAILED = "failed"
    GONE = "gone"
    UNDOING = "undoing"
    BACK = "back"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `mapping` gives elements their replacement, `answers` are typed values for every case.

    `most` incidents stop the wave that runs; `incidents` counts those since it was started.
    """

    id: int
    procedure: str
    edition: str
    editions: Mapping[str, str]
    mapping: Mapping[str, str]
    answers: Mapping[str, object]
    reason: str
    most: int
    incidents: int
    state: MoveState
    planned: datetime
    planned_by: int
    planned_by_name: str


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a verdict, in both languages; `field` and `label` name the answer that is missing, if one is."""

    fr: str
    en: str
    field: str = ""
    label: str = ""

    def sentence(self, language: str) -> str:
        """The reason in `language`."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Moving:
    """One case of a move: its verdict, why, the step it stands at, what became of it; `version` right after it."""

    move_id: int
    case_id: int
    region: str
    verdict: str = ""
    reasons: tuple[Why, ...] = ()
    step: str = ""
    fate: Fate = Fate.NEW
    before: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region of a move: how many cases by verdict, how many of them have been moved."""

    region: str
    moves: int
    asks: int
    stays: int
    waiting: int
    moved: int
    failed: int


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """How many cases share a verdict, a step and reasons."""

    verdict: str
    step: str
    reasons: tuple[Why, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MovingCase:
    """One case of a move that this person may see."""

    ref: str
    region: str
    step: str
    verdict: str
    reasons: tuple[Why, ...]
    fate: Fate


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer some cases would miss: the field, its label, how many cases."""

    field: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MoveSheet:
    """A move as its page shows it. `number` is that of the edition it leads to; `judged` cases of `total` are judged;
    `cases` are those this person may see, `hidden` how many they may not."""

    move: Move
    number: int
    total: int
    judged: int
    queued: int
    regions: tuple[RegionLine, ...] = ()
    verdicts: tuple[VerdictLine, ...] = ()
    cases: tuple[MovingCase, ...] = ()
    hidden: int = 0
    steps: tuple[tuple[str, str], ...] = ()
    missing: tuple[Missing, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
