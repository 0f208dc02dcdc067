"""The journal: every event of a case, append-only, rich enough to be replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from migraflow.domain.values import dumps


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
    LETTER = "letter"
    LETTER_ANNULLED = "letter_annulled"
    RETRIED = "retried"
    SKIPPED = "skipped"
    AMENDED = "amended"
    ANNULLED = "annulled"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PLACED = "placed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    KEPT_APART = "kept_apart"
    MOVED = "moved"


TOLD = frozenset(EntryKind) - {EntryKind.PASSED, EntryKind.TASK_CREATED}
"""Kinds a timeline in words shows; the others draw the path and serve the measures."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a case.

    `procedure` holds `element` (a called procedure's own id inside a call); `edition` is the case's sha256; `token` the
    task; `form` and `fingerprint` the file and sha256 of the form answered, `answers` its typed answers. For a task:
    `created` and `claimed` are its moments, `at` its completion. `detail` depends on the kind: PASSED ``flow``,
    HANDED_OVER ``to``, DECISION ``explanation``, EFFECT ``operator``, LATE ``percent``, CLOSED ``outcome``.
    `confidential` are the roles that may read it, () for everybody who sees the case.
    """

    kind: EntryKind
    at: datetime
    actor_id: int
    actor: str
    element: str = ""
    name: str = ""
    procedure: str = ""
    edition: str = ""
    token: str = ""
    item: str = ""
    role: str = ""
    office: str = ""
    region: str = ""
    form: str = ""
    fingerprint: str = ""
    answers: Mapping[str, object] | None = None
    detail: Mapping[str, object] = field(default_factory=dict[str, object])
    confidential: tuple[str, ...] = ()
    created: datetime | None = None
    claimed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry in its place: `number` counts from 1 per case, `seal` is the sha256 over it and the seal before it."""

    number: int
    entry: Entry
    seal: str


def seal_of(before: str, number: int, entry: Entry) -> str:
    """The seal of `entry`, so that no earlier entry can change without every later seal changing."""
    facts = [getattr(entry, name) for name in Entry.__slots__]
    return hashlib.sha256(f"{before}|{number}|{dumps(facts)}".encode()).hexdigest()


def sealed(entries: Iterable[Entry], *, last: int, head: str) -> tuple[Sealed, ...]:
    """`entries` numbered on from `last`, each sealed over the one before it; `head` is the last seal so far."""
    chain: list[Sealed] = []
    for number, entry in enumerate(entries, last + 1):
        head = seal_of(head, number, entry)
        chain.append(Sealed(number, entry, head))
    return tuple(chain)


def first_broken(chain: Iterable[Sealed]) -> int | None:
    """The number of the first entry whose seal does not hold; None when the whole journal is as it was written."""
    head, last = "", 0
    for kept in chain:
        if kept.number != last + 1 or kept.seal != seal_of(head, kept.number, kept.entry):
            return kept.number
        head, last = kept.seal, kept.number
    return None
