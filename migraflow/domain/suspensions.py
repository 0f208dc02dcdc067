"""Suspensions: an authority stops a case, or all that concerns an offer, an employer, a destination (domain.md §7.1).

A suspension is a flag beside the path of a case: no task of it can be completed while one is in force, no deadline runs
and no timer fires; where the case stands does not change. It is lifted, or annulled as though it had never been.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CASE = "dossier"
"""The kind of a suspension of one case, by its number; the other kinds are those of ``[sujets]`` of the procedures."""


class SuspensionState(StrEnum):
    """Whether a decision holds."""

    IN_FORCE = "in_force"
    LIFTED = "lifted"
    ANNULLED = "annulled"


class HoldState(StrEnum):
    """What a held case has been told: nothing yet, that it is held, nothing yet of the end, that it is over."""

    NEW = "new"
    HELD = "held"
    ENDING = "ending"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Suspension:
    """One decision: what it stops (`kind`, `subject`, in words `label`), why and by what right, who took it and when.

    `review` is when it is to be looked at again; the fields ``ended…`` are empty while it is in force.
    """

    id: int
    kind: str
    subject: str
    label: str
    reason: str
    basis: str
    review: datetime | None
    decided_by: int
    decided_by_name: str
    decided: datetime
    state: SuspensionState = SuspensionState.IN_FORCE
    ended: datetime | None = None
    ended_by: int = 0
    ended_by_name: str = ""
    ended_reason: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A case held by a suspension. Its clocks stand still since `still`; `until` is when the suspension ended."""

    suspension: Suspension
    case_id: int
    since: datetime
    still: datetime
    until: datetime | None
    state: HoldState


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of thing that may be suspended: its words, the reference list it is chosen from ("" when it is typed)."""

    code: str
    label: str
    list_name: str


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """One line of the list of suspensions: `cases` counts those it holds or held."""

    suspension: Suspension
    kind_label: str
    cases: int
