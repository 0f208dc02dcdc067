"""The clock of the pages: words like « demain » are reckoned from it."""

from __future__ import annotations

from datetime import datetime

from migraflow import wiring


def now() -> datetime:
    """The present moment of the house, UTC: the same that its services go by, in a rehearsal too."""
    return wiring.agency().clock()
