"""Ten years of cases beside one: what the pages of the dashboards cost must not grow with history.

A few hundred lives are told and counted by the house itself, then copied with their journals and facts over the years
and the regions; the cells are counted from the facts. The ministry, which sees figures only and through masks, asks for
the same pages, under two crossed filters too: the first time after the worker has decided what may be told, and again.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from migraflow.domain.access import SYSTEM, Actor, Permission, Scope
from migraflow.domain.disclosure import Restored
from migraflow.domain.measures import Slice
from migraflow.services import disclosures, facts, indicators
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work
from migraflow.store.database import run, upgrade
from migraflow.store.facts import COLUMNS
from migraflow.wiring import Agency
from tests.bench.scale import postgres_urls, sqlite_urls
from tests.bench.table import Measured, beside, p95, timed
from tests.cast import engage
from tests.conftest import settings_for
from tests.lives import PLACES, lives, settle

MANY = int(os.environ.get("MIGRAFLOW_BENCH_FIGURES", "200000"))
YEARS = 10
TEMPLATES = 1_000
ROUNDS = 20
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
YEAR = Slice(date(2025, 12, 1), date(2026, 11, 30))
ALWAYS = Slice(date(2016, 12, 1), date(2026, 11, 30))
WATCHER = Actor(1, "Moussa", frozenset({"chef_dcm"}), grants={
    Permission.SEE_MEASURES: Scope.EVERYWHERE, Permission.SEE_CASE: Scope.EVERYWHERE})  # fmt: skip
PAGES = {"demand": "DS", "offers": "OI", "placement": "PL", "return": "RM", "training": "FO", "quality": "QD",
         "service": "QS"}  # fmt: skip
MINISTRY = Actor(2, "Mariam", frozenset({"ministere"}), grants={Permission.SEE_MEASURES: Scope.EVERYWHERE})
JOURNAL = ("at", "kind", "procedure", "edition", "element", "name", "token", "item", "actor_id", "actor", "role",
           "office", "region", "form", "fingerprint", "answers", "detail", "confidential", "seal")  # fmt: skip
MONTH = re.compile(r"\d{4}-\d{2}")
MOST = {"page": 500, "filter": 300}
"""Milliseconds a page may take, and a page after a filter is changed."""


def run_all(many: int = MANY, rounds: int = ROUNDS) -> Iterator[Measured]:
    """p95 of every page over the last year, with ten years behind it beside one; and over all ten years."""
    for kind, urls in (("SQLite", sqlite_urls), ("PostgreSQL", postgres_urls)):
        with urls() as (small, large):
            before = measured(small, many // YEARS, 1, rounds)
            after = measured(large, many, YEARS, rounds)
            for name, times in after.items():
                note = f"{many:,} cases, at most {MOST['filter' if ' by ' in name else 'page']} ms"
                yield beside(f"{name}, {kind}, p95", p95(times), p95(before[name]), "ms", note)


def measured(url: str, cases: int, years: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page in a house of so many cases over so many years."""
    with tempfile.TemporaryDirectory() as folder:
        upgrade(url)
        agency = Agency(settings_for(url, Path(folder)), clock=lambda: NOW)
        engage(agency)
        fill(agency, cases, years, random.Random(20261122))
        found = times(agency, rounds) | masked_times(agency, rounds)
        agency.close()
    return found


def times(agency: Agency, rounds: int) -> dict[str, list[float]]:
    """Each page as it opens, after a filter, and over all of history; the first opening of each counts by itself."""
    slices = {"year": YEAR, "year by region": filtered(YEAR, region="kayes"), "always": ALWAYS,
              "year by region and sex": filtered(YEAR, region="kayes", sex="F")}  # fmt: skip
    found: dict[str, list[float]] = {"first opening of any page": []}
    for page, codes in pages():
        for name, slice_ in slices.items():
            found["first opening of any page"].append(opening(agency, WATCHER, codes, slice_))
            found[f"{page} {name}"] = [opening(agency, WATCHER, codes, slice_) for _ in range(rounds)]
    return found


def masked_times(agency: Agency, rounds: int) -> dict[str, list[float]]:
    """Each page as the ministry opens it once what may be told is decided: the first time in a process, and again."""
    slices = {"year": YEAR, "year by region": filtered(YEAR, region="kayes"),
              "year by region and sex": filtered(YEAR, region="kayes", sex="F"),
              "year by occupation and country": filtered(YEAR, occupation="21", destination="ESP")}  # fmt: skip
    found: dict[str, list[float]] = {}
    for page, codes in pages():
        for name, slice_ in slices.items():
            decide_ahead(agency, codes, slice_)
            first, again = found[f"ministry {page} {name}, first look"], found[f"ministry {page} {name}"] = [], []
            for _ in range(rounds):
                disclosures.KEPT.clear()
                first.append(opening(agency, MINISTRY, codes, slice_))
                again.append(opening(agency, MINISTRY, codes, slice_))
    return found


def pages() -> Iterator[tuple[str, list[str]]]:
    """Each page with the codes of its figures."""
    for page, letters in PAGES.items():
        yield page, [code for code in FIGURES if code.startswith(letters)]


def opening(agency: Agency, actor: Actor, codes: Sequence[str], slice_: Slice) -> float:
    """Milliseconds of a page as the pages ask: every figure of it in one wish."""
    return timed(lambda: agency.perform_as(actor, every, codes=codes, slice_=slice_))


def decide_ahead(agency: Agency, codes: Sequence[str], slice_: Slice) -> None:
    """Keep what the worker decides ahead of what a page asks: all of it would take an hour at the larger size."""
    disclosures.KEPT.clear()
    agency.perform_as(MINISTRY, every, codes=codes, slice_=slice_)
    made: list[disclosures.Decision] = []
    for (_, fact, year, *axes), (revision, decision) in disclosures.KEPT.items():
        assert any(tuple(axes) in turn for turn in disclosures.usual(fact)), (fact, axes)
        if not isinstance(decision, Restored):
            made.append((fact, year, " ".join(axes), revision, decision.decided(year)))
    agency.perform_as(SYSTEM, disclosures.keep, made=made)


def filtered(slice_: Slice, **chosen: str) -> Slice:
    """A slice with filters."""
    return Slice(slice_.since, slice_.until, **chosen)


def every(work: Work, *, codes: Sequence[str], slice_: Slice) -> list[object]:
    """Every figure of a page."""
    return [indicators.figure(work, code=code, slice_=slice_) for code in codes]


def fill(agency: Agency, cases: int, years: int, chance: random.Random) -> None:
    """Bring the house to so many cases that ended up in the last `years`."""
    templates = min(TEMPLATES, cases)
    with agency.working(SYSTEM, now=NOW) as work:
        settle(work.store, list(lives(templates, chance, date(2025, 12, 1), 330)))
    while agency.perform_as(SYSTEM, facts.count_next):
        pass
    with agency.database.session(write_first=True) as store:
        first = 1 + int(run(store, "SELECT MAX(id) FROM cases").scalar_one())
        copies = [(first + n, 1 + n % templates, 365 * chance.randrange(years), somewhere(chance))
                  for n in range(cases - templates)]  # fmt: skip
        for table, rows in (("cases", cases_of(store, copies)), ("journal", journals_of(store, copies)),
                            ("facts", facts_of(store, copies))):  # fmt: skip
            load(store.connection(), table, *rows)
        store.commit()
    agency.perform_as(SYSTEM, facts.fill_cells)
    with agency.database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


COUNTRIES = ("ESP", "FRA", "SAU", "CIV", "GAB", "COG", "MRT", "NER", "DZA", "LBY", "ITA", "DEU", "USA", "CMR", "SEN",
             "BFA")  # fmt: skip
JOBS = tuple(str(number) for number in range(11, 97) if number % 10 < 5)
SCHOOL = ("aucun", "alphabetise", "fondamental_1", "fondamental_2", "cap", "bt", "bac", "licence", "master")
AGES = ("15-24", "25-35", "36-49", "50+")
KINDS = ("saisonniere", "temporaire", "circulaire", "durable")
CHANNELS = ("guichet", "telephone", "caravane", "en_ligne", "partenaire", "cigem")
Copy = tuple[int, int, int, tuple[str, ...]]
"""A new case: its key, the one it is a copy of, how many days earlier it was, where it counts."""


def somewhere(chance: random.Random) -> tuple[str, ...]:
    """A value of every dimension."""
    lists = (("F", "M"), AGES, SCHOOL, JOBS, COUNTRIES, KINDS, CHANNELS)
    return (*chance.choice(PLACES), *(chance.choice(one) for one in lists))


Rows = tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]


def cases_of(store: Any, copies: Sequence[Copy]) -> Rows:
    """The cases, their journals told and counted."""
    names = ("procedure", "edition", "editions", "state", "version", "opened_by", "opened_by_name", "person_id",
             "opened", "changed", "opened_month", "outcome", "entries", "counted", "head")  # fmt: skip
    known = {row[0]: tuple(row[1:]) for row in run(store, f"SELECT id, {', '.join(names)} FROM cases")}
    more = {"sex": "", "age_band": "", "closed_month": "", "outcome_label": "", "confidential": "", "error": ""}
    columns = ("id", "ref", "region", "office", *names, *more)
    return columns, ((new, f"C-{new}", places[0], places[1], *known[old], *more.values())
                     for new, old, _, places in copies)  # fmt: skip


def journals_of(store: Any, copies: Sequence[Copy]) -> Rows:
    """The journals, as they are."""
    known: dict[int, list[tuple[Any, ...]]] = {}
    for row in run(store, f"SELECT case_id, number, {', '.join(JOURNAL)} FROM journal ORDER BY case_id, number"):
        known.setdefault(row[0], []).append(tuple(row[1:]))
    return ("case_id", "number", *JOURNAL), ((new, *row) for new, old, _, _ in copies for row in known.get(old, ()))


def facts_of(store: Any, copies: Sequence[Copy]) -> Rows:
    """The facts, so many days earlier and elsewhere."""
    known: dict[int, list[tuple[Any, ...]]] = {}
    for row in run(store, f"SELECT {', '.join(COLUMNS)} FROM facts ORDER BY case_id, number"):
        known.setdefault(row[0], []).append(tuple(row[1:]))

    def made() -> Iterator[tuple[Any, ...]]:
        for new, old, days, places in copies:
            for number, fact, day, _, part, value, *_ in known.get(old, ()):
                at = (date.fromisoformat(str(day)[:10]) - timedelta(days=days)).isoformat()
                yield new, number, fact, at, at[:7], moved(part, days), value + new % 7 if value > 1 else value, *places

    return COLUMNS, made()


def moved(part: str, days: int) -> str:
    """A part that names a month (when somebody came into the pool), so many days earlier; any other as it is."""
    if not MONTH.fullmatch(part):
        return part
    return f"{date.fromisoformat(f'{part}-15') - timedelta(days=days):%Y-%m}"


def load(connection: Any, table: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows past everything, as fast as the driver takes them."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        while part := list(islice(rows, 5_000)):
            for row in part:
                copy.write_row(row)
