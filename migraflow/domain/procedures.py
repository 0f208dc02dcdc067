"""A procedure is a published way of working; an edition is one immutable published version of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """One card of the catalogue. `may_open`: this person may open a case of it."""

    id: str
    title: str
    summary: str
    prefix: str
    edition: str
    published: datetime
    open_cases: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One line of a procedure's edition list. `sha` is the edition's sha256, `number` counts from 1."""

    sha: str
    number: int
    published: datetime
    published_by: str
    note: str
    current: bool
    open_cases: int


@dataclass(frozen=True, slots=True)
class ProcedureSheet:
    """The page of one procedure."""

    id: str
    title: str
    summary: str
    editions: tuple[EditionRow, ...]
    steps: tuple[StepLine, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the readable outline."""

    element: str
    name: str
    role: str
    form: str
    deadline: str


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A working copy of a procedure in the studio; `files` maps paths inside the folder to text."""

    procedure: str
    title: str
    base: str
    holder: str
    saved_at: datetime
    version: int
    files: Mapping[str, str]
