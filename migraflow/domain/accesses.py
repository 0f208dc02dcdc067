"""The journal of access (domain.md §14): who read what of whom, kept apart from the journals of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccessAction(StrEnum):
    """What somebody did with what they saw. What they wrote stands in the journals of the cases."""

    READ = "lecture"
    EXPORT = "export"


class AccessObject(StrEnum):
    """What was seen, or taken away."""

    PERSON = "fiche"
    CASE = "dossier"
    TASK = "tache"
    DOCUMENT = "piece"
    REGISTER = "registre"
    FIGURES = "chiffres"
    BULLETIN = "bulletin"
    CASES = "journaux"


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the journal of access. `person` and `case_ref` are numbers, "" for none; `address` is where from.

    `outside`: what was read belongs to another region than its reader. `detail` says of an export what it holds and by
    which filters, `count` how many rows.
    """

    id: int
    at: datetime
    account: str
    action: AccessAction
    what: AccessObject
    person: str
    case_ref: str
    address: str
    outside: bool
    detail: str = ""
    count: int = 0
