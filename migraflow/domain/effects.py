"""Effects: what a service task asks the house to do, as data. The engine yields them, the services perform them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Operator(StrEnum):
    """The closed set of operators a service task may name; the values are what stands in the diagrams."""

    NOTICE = "avis"
    LETTER = "lettre"
    MESSAGE = "message"
    SIGNAL = "signal"
    FIND_DUPLICATES = "chercher_doublons"
    FIND_CANDIDATES = "chercher_candidats"
    ENROL_IN_POOL = "inscrire_vivier"
    NOTE = "journaliser"
    NOTE_COSTS = "noter_couts"
    WEBHOOK = "webhook"
    WRITE_REGISTER = "inscrire_registre"
    READ_REGISTER = "lire_registre"
    LIST_ACCESSES = "lister_acces"
    OPEN_CAMPAIGN = "ouvrir_campagne"


AWAITED = frozenset(
    {
        Operator.FIND_DUPLICATES,
        Operator.FIND_CANDIDATES,
        Operator.WRITE_REGISTER,
        Operator.READ_REGISTER,
        Operator.LIST_ACCESSES,
        Operator.OPEN_CAMPAIGN,
    }
)
"""Operators whose answer the case waits for; the others are performed after the step, and never hold it up."""


@dataclass(frozen=True, slots=True)
class Due:
    """An effect a worker has in hand: `holder` is its hold on it, `attempts` counts this try too."""

    id: int
    key: str
    case_id: int
    operator: str
    parameters: Mapping[str, object]
    element: str
    token: str
    attempts: int
    holder: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An effect the house has given up, as its list shows it: nothing of what it carried."""

    id: int
    operator: str
    case_ref: str
    element: str
    attempts: int
    asked: datetime
    given_up: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a partner's machine: `target` is a name of the administrator's list, `key` makes it happen once."""

    target: str
    key: str
    content: str
