"""A house of any size in a minute: a few real cases, played through the services, copied straight into the tables.

Cases lie in every office, five in six are closed; people have names of the country, some far more often than others;
each agent has done what one agent does. The copies are what lists and searches must get past, not for ``verify``.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from migraflow.demo.names import MEN, SURNAMES, WOMEN
from migraflow.domain.people import Identity
from migraflow.domain.values import dumps
from migraflow.store import people, words
from migraflow.wiring import Agency
from tests.cast import MONDAY, Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman

STAGES = ("P_02",) * 2 + ("P_03", "P_05") + ("",) * 20
"""Where the copied cases stand: at the interview, at the plan and the tests, before the end, or closed."""
AGENTS = 15
"""Accounts per office among whom the work is shared."""
AT_ONCE = 5_000
MANY_PEOPLE = 50_000
"""People brought in at once; of more, what they are found by is put in order at the end."""
COPIES = """CREATE TEMPORARY TABLE copies (old INTEGER, new INTEGER, ref TEXT, person INTEGER, region TEXT, office TEXT,
agent INTEGER, moved {moment}, due {moment})"""
CASES = """INSERT INTO cases ({own}, id, ref, person_id, region, office, opened_by, changed)
SELECT {own}, new, copies.ref, person, copies.region, copies.office, agent, moved
FROM copies JOIN cases ON cases.id = old"""
TASKS = """INSERT INTO tasks ({own}, token, case_id, region, office, completed_by, assignee_id, sort_due, due)
SELECT {own}, token || '-' || new, new, copies.region, copies.office,
CASE WHEN completed_by IS NULL THEN NULL ELSE agent END,
CASE WHEN assignee_id IS NULL THEN NULL ELSE agent END, copies.due, copies.due
FROM copies JOIN tasks ON tasks.case_id = old ORDER BY new, tasks.id"""
HANGING = "INSERT INTO {table} ({own}, case_id) SELECT {own}, new FROM copies JOIN {table} ON {table}.case_id = old"
PLAIN = {"snapshots": (), "journal": ("id",), "waits": ("id",)}
"""Tables copied as they are; what numbers itself is left out."""
PERSON = ("id", "ref", "version", *people.KEYS, "region", "office", "confidential", "known", "created", "changed")


@dataclass(frozen=True)
class Filled:
    """What was brought in: names to search for (as `typed` by people), and numbers of closed cases of Kayes."""

    tasks: int
    cases: int
    typed: tuple[str, ...]
    refs: tuple[str, ...]


def fill(agency: Agency, wanted: int, chance: random.Random) -> Filled:
    """Bring the house to about `wanted` tasks."""
    templates = played(agency)
    each = agency_number(agency, "SELECT COUNT(*) FROM tasks") / len(templates)
    count = max(1, round(wanted / each))
    names = register(agency, max(1, count * 9 // 10), chance)
    refs = copy_cases(agency, templates, count, len(names), chance)
    settle(agency)
    return Filled(agency_number(agency, "SELECT COUNT(*) FROM tasks"), count, tuple(names[:400]), refs)


def played(agency: Agency) -> list[int]:
    """One real case per line of STAGES; their keys."""
    publish(agency, petit_secret(), petite_demande())
    counter = Counter(agency, Cast(agency))
    for number, stage in enumerate(STAGES):
        counter.registered(identite=woman(prenoms=f"Modèle {chr(97 + number)}", telephone=f"66 00 00 {number:02}"))
        for first, step, answers in (("awa", "Mener", {"projet": "Une saison"}), ("moussa", "Valider", {}),
                                     ("seydou", "Saisir", {"note": "12"}), ("fanta", "Clôturer", {})):  # fmt: skip
            if stage == {"Mener": "P_02", "Valider": "P_03", "Clôturer": "P_05"}.get(step):
                break
            counter.do(first, step, **answers)
    counter.sweep()
    with agency.working() as work:
        return [row[0] for row in work.store.connection().exec_driver_sql("SELECT id FROM cases ORDER BY id")]


def register(agency: Agency, count: int, chance: random.Random) -> list[str]:
    """People with what they are found by; their names. Brought in by parts, however many they are."""
    first = agency_number(agency, "SELECT COALESCE(MAX(id), 0) FROM people") + 1
    weights = [1 / (rank + 1) for rank in range(len(SURNAMES))]
    surnames = chance.choices(SURNAMES, weights, k=count)
    given = [" ".join(chance.sample(WOMEN + MEN, chance.choice((1, 1, 1, 2)))) for _ in range(count)]
    people_of = list(zip(range(first, first + count), surnames, given, strict=True))
    places = offices(agency)
    with later(agency, "ix_person_words_word") if count > MANY_PEOPLE else nullcontext():
        for begin in range(0, count, MANY_PEOPLE):
            bring(agency, people_of[begin : begin + MANY_PEOPLE], places, chance)
    return [f"{name} {surname}" for surname, name in zip(surnames, given, strict=True)]


def bring(
    agency: Agency, some: Sequence[tuple[int, str, str]], places: Sequence[tuple[str, str]], chance: random.Random
) -> None:
    """People by key, surname and given names, with what they are found by."""
    rows, found_by = [], []
    for number, surname, name in some:
        known = {"identite": {"nom": surname, "prenoms": name, "telephone": f"+2237{chance.randrange(10**7):07}",
                              "annee_naissance": chance.randrange(1970, 2008)}}  # fmt: skip
        one: Identity = people.identity(known)
        region, office = chance.choice(places)
        rows.append((number, f"P-{number:06}", 1, *people.keys_of(one), region, office, "", dumps(known),
                     MONDAY, MONDAY))  # fmt: skip
        found_by += words.rows_of(number, one, (office, region, ""))
    put(agency, "people", PERSON, rows)
    put(agency, "person_words", words.COLUMNS, found_by)


@contextmanager
def later(agency: Agency, index: str) -> Iterator[None]:
    """Build an index once all rows are in: a tenth of the time."""
    asked = f"SELECT sql FROM sqlite_master WHERE name = '{index}'"
    asked = asked if agency.database.embedded else f"SELECT indexdef FROM pg_indexes WHERE indexname = '{index}'"
    with agency.database.engine.begin() as connection:
        made = connection.exec_driver_sql(asked).scalar_one()
        connection.exec_driver_sql(f"DROP INDEX {index}")
    yield
    with agency.database.engine.begin() as connection:
        connection.exec_driver_sql(made)


def copy_cases(
    agency: Agency, templates: Sequence[int], count: int, names: int, chance: random.Random
) -> tuple[str, ...]:
    """Copy the cases of `templates` until there are `count` more; numbers of some in Kayes."""
    first = agency_number(agency, "SELECT MAX(id) FROM cases") + 1
    last = agency_number(agency, "SELECT MAX(id) FROM people")
    places = offices(agency)
    rows = [
        (chance.choice(templates), first + number, f"PD-2025-KAY-{number:06}", last - chance.randrange(names), *place,
         1_000 + places.index(place) * AGENTS + chance.randrange(AGENTS),
         MONDAY - timedelta(minutes=chance.randrange(500_000)),
         MONDAY + timedelta(minutes=chance.randrange(-20_000, 20_000)))
        for number, place in enumerate(chance.choices(places, k=count))
    ]  # fmt: skip
    with agency.database.session(write_first=True) as store:
        connection = store.connection()
        moment = "TEXT" if agency.database.embedded else "TIMESTAMPTZ"
        connection.exec_driver_sql(COPIES.format(moment=moment))
        load(connection, "copies", ("old", "new", "ref", "person", "region", "office", "agent", "moved", "due"), rows)
        for table, sql, left_out in (
            ("cases", CASES, ("id", "ref", "person_id", "region", "office", "opened_by", "changed", "next_due")),
            ("tasks", TASKS, ("id", "token", "case_id", "region", "office", "completed_by", "assignee_id", "sort_due",
                              "due", "next_mark")),
            *((table, HANGING.replace("{table}", table), (*out, "case_id")) for table, out in PLAIN.items()),
        ):  # fmt: skip
            own = ", ".join(f"{table}.{name}" for name in columns(connection, table) if name not in left_out)
            bare = own.replace(f"{table}.", "")
            connection.exec_driver_sql(sql.replace("({own}", f"({bare}").replace("{own}", own))
        connection.exec_driver_sql("DROP TABLE copies")
        store.commit()
    return tuple(row[2] for row in rows if row[5] == "dr_kayes")[:400]


def offices(agency: Agency) -> list[tuple[str, str]]:
    """(region, office) of every regional office."""
    with agency.working() as work:
        found = work.store.connection().exec_driver_sql("SELECT region, slug FROM offices ORDER BY slug")
        return [(row[0], row[1]) for row in found if row[1].startswith("dr_")]


def columns(connection: Any, table: str) -> list[str]:
    """The columns of a table."""
    return list(connection.exec_driver_sql(f"SELECT * FROM {table} LIMIT 0").keys())


def put(agency: Agency, table: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Bring rows into a table, and let its numbers go on after them."""
    with agency.database.session(write_first=True) as store:
        load(store.connection(), table, names, rows)
        store.commit()


def load(connection: Any, table: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows into a table by the quickest way each database has."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
    for part in parts(rows):
        driver.executemany(sql, [[plain(value) for value in row] for row in part])


def parts(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Rows, a few thousand at a time."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        yield part


def plain(value: object) -> object:
    """A value as SQLite keeps it."""
    return value.replace(tzinfo=None).isoformat(" ", "microseconds") if isinstance(value, datetime) else value


def settle(agency: Agency) -> None:
    """What a database does by itself as it grows over the years: sequences, statistics, pages written back and seen by
    all."""
    connection = agency.database.engine.raw_connection()
    driver: Any = connection.driver_connection
    if agency.database.embedded:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return
    for table in ("cases", "people"):
        driver.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
    driver.commit()
    driver.autocommit = True
    driver.execute("VACUUM ANALYZE")
    driver.execute("CHECKPOINT")
    driver.autocommit = False
    connection.close()


def agency_number(agency: Agency, sql: str) -> int:
    """One number."""
    with agency.working() as work:
        return work.store.connection().exec_driver_sql(sql).scalar_one()
