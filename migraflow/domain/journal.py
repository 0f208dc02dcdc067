"""The journal: every event of a case, append-only, rich enough to be replayed."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What a journal entry tells."""

    OPENED = "opened"
    TASK_CREATED = "task_created"
    CLAIMED = "claimed"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    PASSED = "passed"
    TIMER = "timer"
    MESSAGE = "message"
    DECISION = "decision"
    EFFECT = "effect"
    LATE = "late"
    CLOSED = "closed"
    CORRECTED = "corrected"
    FAILED = "failed"
