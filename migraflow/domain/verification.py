"""What a check of the whole house finds: how much was read, and everything that does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What may be wrong with what is kept. Each value has its sentence in ``cli/verification``."""

    JOURNAL_BROKEN = "journal_broken"
    JOURNAL_CUT = "journal_cut"
    SNAPSHOT_MISSING = "snapshot_missing"
    SNAPSHOT_UNREADABLE = "snapshot_unreadable"
    EDITION_UNREADABLE = "edition_unreadable"
    TASK_MISSING = "task_missing"
    TASK_EXTRA = "task_extra"
    WAITS_DIFFER = "waits_differ"
    DUE_DIFFERS = "due_differs"
    ENDED_BUT_OPEN = "ended_but_open"
    CLOSED_BUT_OPEN = "closed_but_open"
    COMPLETION_UNTOLD = "completion_untold"
    COMPLETION_TWICE = "completion_twice"
    COMPLETION_UNDONE = "completion_undone"
    EFFECT_MISSING = "effect_missing"
    EFFECT_LOST = "effect_lost"
    ORPHAN = "orphan"
    FILE_DAMAGED = "file_damaged"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold. `subject` is the number of a case, or a table; `detail` says where in it."""

    kind: FaultKind
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check read and found. `counts` are rows read by what they are (``cases``, ``entries``, ``tasks``…).

    `journal` is one sha256 over the last seal of every case: two houses with the same one have the same history.
    """

    counts: Mapping[str, int]
    faults: tuple[Fault, ...]
    journal: str
