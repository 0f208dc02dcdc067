"""One person found among a million, as people type names: common ones, whole, in part, a phone; on both databases."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from migraflow.services import people
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.filling import agency_number, copy_cases, played, register, settle
from tests.bench.scale import postgres_urls, sqlite_urls, times
from tests.bench.table import Measured, beside, p95
from tests.cast import Cast, Clock, engage
from tests.conftest import settings_for

MANY = int(os.environ.get("MIGRAFLOW_BENCH_PEOPLE", "1000000"))
FEW = 1_000
CASES = 20
"""People per case brought in beside them."""
ROUNDS = 120
LIMIT = 60
"""Milliseconds."""
COMMON = ("Traoré", "Coulibaly", "Traoré Moussa", "moussa coulibaly", "tra fatou", "kei mam")
"""What is typed most, and answers most: Traoré is every fifth of the people brought in, Coulibaly every tenth."""


def run(few: int = FEW, many: int = MANY, rounds: int = ROUNDS) -> Iterator[Measured]:
    """p95 of a search among `many` people beside one among `few`."""
    for kind, urls in (("SQLite", sqlite_urls), ("PostgreSQL", postgres_urls)):
        with urls() as (small, large):
            before, after = measured(small, few, rounds), measured(large, many, rounds)
            note = f"among {many:,} people beside {few:,}, at most {LIMIT} ms"
            yield beside(f"search for a person, {kind}, p95", p95(after), p95(before), "ms", note)


def measured(url: str, count: int, rounds: int) -> list[float]:
    """Milliseconds of searches in a register of `count` people."""
    with tempfile.TemporaryDirectory() as folder:
        upgrade(url)
        agency = Agency(settings_for(url, Path(folder)), clock=Clock())
        engage(agency)
        chance = random.Random(20261122)
        templates = played(agency)
        names = register(agency, count, chance)
        copy_cases(agency, templates, max(1, count // CASES), count, chance)
        settle(agency)
        found = times(searches(agency, Cast(agency), names, chance), rounds)
        agency.close()
    return found


def searches(agency: Agency, cast: Cast, names: list[str], chance: random.Random) -> list[Callable[[], object]]:
    """Names and phones as the front desk, a counsellor and the head of the department type them."""
    typed = list(COMMON)
    for name in chance.sample(names, 40):
        given, _, surname = name.rpartition(" ")
        typed += [name, f"{surname} {given}".lower(), f"{surname[:4]} {given[:3]}"]
    last = agency_number(agency, "SELECT MAX(id) FROM people")
    for _ in range(10):
        phone = agency_text(agency, f"SELECT phone FROM people WHERE id = {last - chance.randrange(len(names))}")
        typed += [phone, phone[-8:], phone[-6:]]
    chance.shuffle(typed)
    return [
        lambda first=first, text=text: agency.perform(people.search, cast.token(first), query=text)
        for text, first in zip(typed, ("awa", "moussa", "fanta") * len(typed), strict=False)
    ]


def agency_text(agency: Agency, sql: str) -> str:
    """One word."""
    with agency.working() as work:
        return work.store.connection().exec_driver_sql(sql).scalar_one()


if __name__ == "__main__":
    from tests.bench.table import printed

    printed(run(), Path(__file__).resolve().parents[2] / "var" / "bench-people.json")
