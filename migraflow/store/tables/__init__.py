"""Every table, listed where the migrations look: a new file is imported here."""

from migraflow.store.tables import (
    accesses,
    accounts,
    campaigns,
    cases,
    costs,
    documents,
    drafts,
    effects,
    journal,
    letters,
    likenesses,
    messages,
    notices,
    organisations,
    people,
    procedures,
    publishing,
    registers,
    suspensions,
    tasks,
)
from migraflow.store.tables.base import Moment, Record

metadata = Record.metadata

__all__ = [
    "Moment",
    "Record",
    "accesses",
    "accounts",
    "campaigns",
    "cases",
    "costs",
    "documents",
    "drafts",
    "effects",
    "journal",
    "letters",
    "likenesses",
    "messages",
    "metadata",
    "notices",
    "organisations",
    "people",
    "procedures",
    "publishing",
    "registers",
    "suspensions",
    "tasks",
]
