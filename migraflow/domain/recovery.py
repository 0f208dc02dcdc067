"""Recovery: a case whose step could not be taken stands « à reprendre », with its cause, until somebody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from migraflow.domain.errors import Broken, BrokenBundle, StepFailed


class FailedWish(StrEnum):
    """What was asked of the case when its step broke."""

    COMPLETE = "complete"
    MESSAGE = "message"
    TIMER = "timer"


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that broke, and the wish as it was: `answers` are the accepted, typed values, so that it can be granted
    later without asking again. `element` is "" when it is not known where it broke; `attempts` counts every try."""

    case_id: int
    kind: FailedWish
    at: datetime
    token: str = ""
    name: str = ""
    answers: Mapping[str, object] | None = None
    account_id: int = 0
    account: str = ""
    element: str = ""
    cause: str = ""
    attempts: int = 1


class Stalled(Broken):
    """A step a person asked for broke: the wish is rolled back, and its case set aside with the cause."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.cause)
        self.failure = failure


def place_of(error: Broken) -> str:
    """The element a step broke at, "" when it is not known."""
    return error.element if isinstance(error, StepFailed) else ""


def cause_of(error: Broken) -> str:
    """Why a step broke, in the words of whoever found out."""
    return error.reason if isinstance(error, StepFailed | BrokenBundle) else str(error)


@dataclass(frozen=True, slots=True)
class Amendable:
    """A piece of what the case knows that may be put right: its name, its question, its value in words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the page of a case set aside shows to those who may take it up again.

    `version` goes with every command: whoever was faster is named to the others. `step` is where it broke in words,
    `asked` what was being done; `may_skip` says whether the case can go on without that step.
    """

    version: int
    step: str
    asked: str
    cause: str
    who: str
    at: datetime
    attempts: int
    may_skip: bool
    amendable: tuple[Amendable, ...]
