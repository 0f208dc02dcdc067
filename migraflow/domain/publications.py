"""Publications: who wished which edition to be the one new cases follow, from when, and who agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PublicationState(StrEnum):
    """Where a wish is. PROPOSED waits for a second person; RETURNED went back to an earlier edition."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Publication:
    """One wish. `waivers` are the reasons why an end goes without an example; `over`: a replay asks for a second
    person; `effective` None: at once."""

    id: int
    procedure: str
    sha: str
    state: PublicationState
    note: str
    waivers: Mapping[str, str]
    over: bool
    effective: datetime | None
    proposed: datetime
    proposed_by: int
    proposed_by_name: str
    decided: datetime | None = None
    decided_by: int | None = None
    decided_by_name: str = ""


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One example: its title and why it does not go as written, "" when it does."""

    path: str
    title: str
    problem: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """One end of the procedure, whether an example comes to it, and the reason given before for none."""

    element: str
    name: str
    covered: bool
    waiver: str


@dataclass(frozen=True, slots=True)
class PublishingSheet:
    """All that stands between a working copy and its publication.

    `broken` says why it cannot be compiled; `passed` are the elements and flows the examples take; `replay` is ``none``
    (no case to replay), ``missing``, ``under`` or ``over`` the threshold; `seconds`: a second person has to agree.
    """

    procedure: str
    title: str
    number: int
    mine: bool
    holder: str
    changed: bool
    diagram: str
    broken: str
    examples: tuple[ExampleLine, ...]
    ends: tuple[EndLine, ...]
    missed_flows: int
    passed: tuple[str, ...]
    replay: str
    share: float
    threshold: int
    four_eyes: bool
    seconds: bool
    proposal: Publication | None
