"""A copy is taken while people work, and put back elsewhere: the house it gives is whole, and its history is ours."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from migraflow.domain.access import SYSTEM
from migraflow.services import verification
from migraflow.store.copies import restore_copy, write_copy
from migraflow.wiring import Agency
from tests.cast import Clock
from tests.conftest import settings_for
from tests.counter import Counter
from tests.small import woman

CASES_BEFORE = 2


def busy(counter: Counter, stop: Event, kept: list[str]) -> None:
    """Cases are opened and taken to their interview until the copy is there."""
    number = 0
    while not stop.is_set():
        number += 1
        kept.append(counter.registered(identite=woman(prenoms=f"Fatoumata {chr(97 + number % 26)}{number}")))
        counter.sweep()


def heads(agency: Agency) -> dict[str, tuple[int, str]]:
    """How long the journal of each case is, and its last seal."""
    with agency.working() as work:
        rows = work.store.connection().exec_driver_sql("SELECT ref, entries, head FROM cases").all()
    return {row[0]: (row[1], row[2]) for row in rows}


def seals(agency: Agency) -> set[tuple[str, int, str]]:
    """Every seal of every journal."""
    sql = "SELECT ref, number, seal FROM journal JOIN cases ON cases.id = journal.case_id"
    with agency.working() as work:
        return {(row[0], row[1], row[2]) for row in work.store.connection().exec_driver_sql(sql)}


def elsewhere(copy: Path, folder: Path) -> Agency:
    """The house of a copy, on another machine."""
    url = f"sqlite:///{folder / f'{copy.stem}.db'}"
    restore_copy(url, copy)
    return Agency(settings_for(url, folder), clock=Clock())


def test_a_copy_taken_in_the_middle_of_the_work_is_whole(counter: Counter, clock: Clock, tmp_path: Path) -> None:
    stop, kept = Event(), []
    for _ in range(CASES_BEFORE):
        counter.registered()
    worker = Thread(target=busy, args=(counter, stop, kept))
    worker.start()
    try:
        while not kept:
            assert worker.is_alive()
        write_copy(counter.agency.database, tmp_path / "pendant.migraflow", clock.now)
    finally:
        stop.set()
        worker.join()
    there = elsewhere(tmp_path / "pendant.migraflow", tmp_path)
    found = there.perform_as(SYSTEM, verification.verify)
    assert found.faults == ()
    assert CASES_BEFORE < found.counts["cases"] <= CASES_BEFORE + len(kept)
    assert {(ref, *head) for ref, head in heads(there).items()} <= seals(counter.agency)
    there.close()


def test_at_rest_the_history_is_the_same_to_the_last_seal(counter: Counter, clock: Clock, tmp_path: Path) -> None:
    counter.registered()
    counter.sweep()
    write_copy(counter.agency.database, tmp_path / "repos.migraflow", clock.now)
    here = counter.agency.perform_as(SYSTEM, verification.verify)
    there = elsewhere(tmp_path / "repos.migraflow", tmp_path)
    found = there.perform_as(SYSTEM, verification.verify)
    assert (found.journal, found.counts, found.faults) == (here.journal, here.counts, ())
    there.close()
