"""A copy while people work, put back elsewhere and verified: how long each takes, on both databases."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from migraflow.domain.access import SYSTEM
from migraflow.services import verification
from migraflow.store.copies import restore_copy, write_copy
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.scale import postgres_urls, sqlite_urls
from tests.bench.table import Measured
from tests.cast import MONDAY, Cast, Clock, engage
from tests.conftest import settings_for
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman


def run(count: int) -> Iterator[Measured]:
    """Seconds for a house of `count` cases and those opened meanwhile."""
    for kind, urls in (("SQLite", sqlite_urls), ("PostgreSQL", postgres_urls)):
        with urls() as (here, there), tempfile.TemporaryDirectory() as folder:
            upgrade(here)
            agency = Agency(settings_for(here, Path(folder)), clock=Clock())
            engage(agency)
            publish(agency, petit_secret(), petite_demande())
            yield from copied(agency, there, Path(folder) / "copie.migraflow", count, kind)
            agency.close()


def copied(agency: Agency, there: str, path: Path, count: int, kind: str) -> Iterator[Measured]:
    """Copy under load, restore, verify."""
    counter = Counter(agency, Cast(agency))
    for number in range(count):
        register(counter, number)
    stop, opened = Event(), []

    def work() -> None:
        while not stop.is_set():
            opened.append(register(counter, count + len(opened)))

    crew = Thread(target=work)
    crew.start()
    backup = seconds(lambda: write_copy(agency.database, path, MONDAY))
    stop.set()
    crew.join()
    restore = seconds(lambda: restore_copy(there, path))
    other = Agency(settings_for(there, path.parent), clock=Clock())
    begun = perf_counter()
    found = other.perform_as(SYSTEM, verification.verify)
    note = f"{found.counts['cases']} cases, {len(opened)} opened meanwhile, {len(found.faults)} faults"
    other.close()
    for name, took in (("backup under load", backup), ("restore", restore), ("verify", perf_counter() - begun)):
        yield Measured(f"{name}, {kind}", round(took, 2), "s", note=note)


def register(counter: Counter, number: int) -> str:
    """One case of somebody new."""
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    return counter.registered(identite=woman(prenoms=f"Fatoumata {letters}", telephone=f"66 {number:06}"))


def seconds(act: object) -> float:
    """Seconds `act` takes."""
    assert callable(act)
    begun = perf_counter()
    act()
    return perf_counter() - begun
