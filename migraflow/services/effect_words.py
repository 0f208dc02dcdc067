"""What each operator asks for, so that a manager fills boxes instead of writing parameters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from migraflow.domain.effects import AWAITED, Operator


class Source(StrEnum):
    """Where the value of a parameter comes from: models of notices or letters, roles, a plain word, or FEEL."""

    NOTICE = "notice"
    LETTER = "letter"
    ROLE = "role"
    TEXT = "text"
    FEEL = "feel"


PARAMETERS: Mapping[Operator, Mapping[str, Source]] = {
    Operator.NOTICE: {"modele": Source.NOTICE, "a": Source.ROLE},
    Operator.LETTER: {"modele": Source.LETTER},
    Operator.MESSAGE: {"nom": Source.TEXT, "dossier": Source.FEEL, "contenu": Source.FEEL},
    Operator.SIGNAL: {"nom": Source.TEXT},
    Operator.FIND_DUPLICATES: {},
    Operator.FIND_CANDIDATES: {"metier": Source.FEEL, "pays": Source.FEEL, "avant": Source.FEEL},
    Operator.ENROL_IN_POOL: {
        "metiers": Source.FEEL,
        "pays": Source.FEEL,
        "disponibilite": Source.FEEL,
        "jusqu_au": Source.FEEL,
    },
    Operator.NOTE: {},
    Operator.WEBHOOK: {"cible": Source.TEXT, "contenu": Source.FEEL},
}
"""The parameters of each operator; others that stand in a file are shown beside them, as FEEL."""
ANSWERING = frozenset(operator.value for operator in AWAITED)
"""Operators whose answer is kept in a variable."""


def parameters_of(operator: str, written: Mapping[str, str]) -> dict[str, Source]:
    """The boxes of an operator, then what else is `written`."""
    try:
        wanted = PARAMETERS[Operator(operator)]
    except ValueError:
        wanted = {}
    return {**wanted, **{name: Source.FEEL for name in written if name not in wanted}}
