"""Effects: what a service task asks the house to do, as data. The engine yields them, the services perform them."""

from __future__ import annotations

from enum import StrEnum


class Operator(StrEnum):
    """The closed set of operators a service task may name; the values are what stands in the diagrams."""

    NOTICE = "avis"
    LETTER = "lettre"
    MESSAGE = "message"
    FIND_DUPLICATES = "chercher_doublons"
    ENROL_IN_POOL = "inscrire_vivier"
    NOTE = "journaliser"


AWAITED = frozenset({Operator.FIND_DUPLICATES})
"""Operators whose answer the case waits for; the others are performed after the step, and never hold it up."""
