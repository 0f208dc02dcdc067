"""Opening the agency for a command: the database brought up to date, the reference lists in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from migraflow.domain.access import SYSTEM
from migraflow.services import organisations, register_seeds
from migraflow.settings import Settings
from migraflow.store.database import upgrade
from migraflow.wiring import Agency


@contextmanager
def opened(settings: Settings) -> Iterator[Agency]:
    """The agency of `settings`, ready for work; closed afterwards."""
    upgrade(settings.database_url)
    agency = Agency(settings)
    try:
        agency.perform_as(SYSTEM, register_seeds.load)
        agency.listen()
        agency.perform_as(SYSTEM, organisations.keep_reference)
        yield agency
    finally:
        agency.close()
