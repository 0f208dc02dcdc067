"""Facts of cases, and the cells that count them, kept in step: what changes a case's facts changes the cells by it.

So do the stocks: how many stand in something now, whatever history lies behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from migraflow.domain.facts import STANDING, Fact, Places, Subject
from migraflow.domain.measures import Dimension
from migraflow.store import disclosures
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert

PLACES = tuple(one.name.lower() for one in Dimension)
"""The columns of the dimensions, in their order."""
COLUMNS = ("case_id", "number", "fact", "day", "month", "part", "value", *PLACES)
KEYS = ("level", "fact", "month", "part", "value", *PLACES)
STOCK_KEYS = ("level", "stock", "since", *PLACES)
WHOLE = 2 ** len(Dimension) - 1
"""The level that tells every dimension apart."""


def bit(*dimensions: Dimension) -> int:
    """The level that tells these dimensions apart, and no other."""
    order = list(Dimension)
    return sum(1 << order.index(one) for one in set(dimensions))


LEVELS = (0, *(bit(one) for one in Dimension), bit(Dimension.REGION, Dimension.SEX), WHOLE)
"""The levels that are kept: what pages ask for most is read from few cells."""

ABOUT = """SELECT c.id, c.entries, c.opened, c.region, c.office, c.sex AS noted, p.sex, p.birth_date, p.birth_year,
p.education FROM cases AS c LEFT JOIN people AS p ON p.id = c.person_id WHERE c.id = ?"""
UNCOUNTED = "SELECT id FROM cases WHERE counted <> entries ORDER BY id LIMIT ?"
OWN = f"SELECT fact, day, part, value, {', '.join(PLACES)} FROM facts WHERE case_id = ?"
UPSERT = """INSERT INTO {table} ({keys}, n) VALUES ({{marks}})
ON CONFLICT ({keys}) DO UPDATE SET n = {table}.n + excluded.n"""
EMPTIED = "DELETE FROM {table} WHERE {keys} AND n = 0"
FILL = f"""INSERT INTO cells ({", ".join(KEYS)}, n) SELECT {{level}}, fact, month, part, value, {{places}}, COUNT(*)
FROM facts GROUP BY {{fact}}, month, part, value"""
FILL_STOCK = f"""INSERT INTO stocks ({", ".join(STOCK_KEYS)}, n)
SELECT level, '{{stock}}', CASE WHEN part = '' THEN month ELSE part END, {", ".join(PLACES)},
SUM(CASE WHEN fact = '{{brings}}' THEN n ELSE -n END) FROM cells WHERE fact IN ('{{brings}}', '{{takes}}')
GROUP BY 1, 2, 3, {", ".join(PLACES)} HAVING SUM(CASE WHEN fact = '{{brings}}' THEN n ELSE -n END) <> 0"""
MOVES = {fact: (stock, sign) for stock, pair in STANDING.items() for fact, sign in zip(pair, (1, -1), strict=True)}
"""Which stock a fact changes, and whether it makes it grow."""
SAME_RULES = "SELECT fingerprint FROM fact_rules WHERE id = 1"
NEW_RULES = """INSERT INTO fact_rules (id, fingerprint) VALUES (1, ?)
ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint"""

LEFT_BY_IT = """UPDATE cases SET counted = 0 WHERE id IN (SELECT case_id FROM facts WHERE fact = 'depart' AND
(part = ? OR part IN (SELECT ref FROM campaigns WHERE offer_ref = ?)))"""

CellKey = tuple[str, str, str, int, Places]
"""Fact, month, part, value, places."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A case whose facts are to be told: its journal has so many `entries`."""

    case_id: int
    entries: int
    subject: Subject


def uncounted(store: Session, most: int) -> list[Uncounted]:
    """Cases whose journal has grown since their facts were told; those in another worker's hands are passed over."""
    sql = UNCOUNTED if store.get_bind().dialect.name == "sqlite" else f"{UNCOUNTED} FOR UPDATE SKIP LOCKED"
    return [about(store, int(row[0])) for row in run(store, sql, (most,))]


def about(store: Session, case_id: int) -> Uncounted:
    """What is known of one case besides its journal."""
    row = run(store, ABOUT, (case_id,)).one()
    opened = moment(row.opened)
    assert opened is not None
    born = None if row.birth_date is None else day_of(row.birth_date)
    subject = Subject(
        opened=opened,
        region=row.region,
        office=row.office,
        sex=row.sex or row.noted or "",
        born=row.birth_year,
        birthday=born,
        education=row.education or "",
    )
    return Uncounted(row.id, row.entries, subject)


def facts_of(store: Session, case_id: int) -> list[Fact]:
    """The facts of one case as they were told last."""
    rows = run(store, OWN, (case_id,))
    return [Fact(row[0], day_of(row[1]), row[2], int(row[3]), tuple(row[4:])) for row in rows]


def keep(store: Session, told: Iterable[tuple[Uncounted, Sequence[Fact]]]) -> None:
    """Keep the facts of some cases in place of those told before, and the cells by the difference."""
    change: Counter[CellKey] = Counter()
    for case, facts in told:
        before = facts_of(store, case.case_id)
        if Counter(before) != Counter(facts):
            replace(store, case.case_id, facts, had=bool(before))
            change.update(key_of(fact) for fact in facts)
            change.subtract(key_of(fact) for fact in before)
        run(store, "UPDATE cases SET counted = ? WHERE id = ?", (case.entries, case.case_id))
    add(store, change)


def replace(store: Session, case_id: int, facts: Sequence[Fact], *, had: bool) -> None:
    """Write the facts of one case."""
    if had:
        run(store, "DELETE FROM facts WHERE case_id = ?", (case_id,))
    insert(store, "facts", COLUMNS, [row_of(case_id, number, fact) for number, fact in enumerate(facts, 1)])


def row_of(case_id: int, number: int, fact: Fact) -> tuple[object, ...]:
    """A fact as a row, in the order of COLUMNS."""
    day = fact.day.isoformat()
    return (case_id, number, fact.name, day, day[:7], fact.part, fact.value, *fact.places)


def key_of(fact: Fact) -> CellKey:
    """Which cell of the whole level counts a fact."""
    return (fact.name, fact.day.isoformat()[:7], fact.part, fact.value, fact.places)


def add(store: Session, change: Counter[CellKey]) -> None:
    """Change the cells of every level. In one order, so that two workers never wait for each other in a circle."""
    levels: Counter[tuple[object, ...]] = Counter()
    for (name, month, part, value, places), n in change.items():
        for level in LEVELS if n else ():
            levels[level, name, month, part, value, *projected(places, level)] += n
    disclosures.cells_changed(store, ((str(key[1]), str(key[2])[:4]) for key, n in levels.items() if n))
    add_to(store, "cells", KEYS, levels)
    stocks: Counter[tuple[object, ...]] = Counter()
    for (level, name, month, part, _, *places), n in levels.items():
        if str(name) in MOVES:
            stock, sign = MOVES[str(name)]
            stocks[level, stock, part or month, *places] += sign * n
    add_to(store, "stocks", STOCK_KEYS, stocks)


def add_to(store: Session, table: str, keys: Sequence[str], change: Counter[tuple[object, ...]]) -> None:
    """Change the rows of cells or stocks, in their order; those that come to nothing go."""
    upsert = UPSERT.format(table=table, keys=", ".join(keys))
    rows = sorted((key, n) for key, n in change.items() if n)
    for part in parts(rows):
        marks = "), (".join(", ".join("?" for _ in (*keys, "n")) for _ in part)
        run(store, upsert.format(marks=marks), [item for key, n in part for item in (*key, n)])
    emptied = EMPTIED.format(table=table, keys=" AND ".join(f"{key} = ?" for key in keys))
    for key, n in rows:
        if n < 0 or table == "stocks":  # what left before it came in leaves a stock below nothing
            run(store, emptied, key)


def parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """`rows` in shares of few sizes, so that few statements are known."""
    start = 0
    while start < len(rows):
        size = next(size for size in (100, 10, 1) if start + size <= len(rows))
        yield rows[start : start + size]
        start += size


def projected(places: Places, level: int) -> Places:
    """`places` with what `level` does not tell apart left out."""
    return tuple(place if level >> n & 1 else "" for n, place in enumerate(places))


def fill(store: Session) -> None:
    """Count all cells anew from the facts as they are, in place of those there were."""
    disclosures.all_cells_changed(store)
    run(store, "DELETE FROM cells")
    embedded = store.get_bind().dialect.name == "sqlite"
    fact = "+fact" if embedded else "fact"  # else SQLite follows an index of the facts to every single row
    for level in LEVELS:
        places = ", ".join(name if level >> n & 1 else "''" for n, name in enumerate(PLACES))
        grouped = "".join(f", {name}" for n, name in enumerate(PLACES) if level >> n & 1)
        # in their order, so that what a page reads lies together
        run(store, f"{FILL.format(level=level, places=places, fact=fact)}{grouped} ORDER BY 2, 3, 4, 5")
    run(store, "DELETE FROM stocks")
    for stock, (brings, takes) in STANDING.items():
        run(store, FILL_STOCK.format(stock=stock, brings=brings, takes=takes))
    disclosures.new_years(store)


def told_by(store: Session) -> str:
    """The fingerprint of the rules the facts were told by; "" when none were told."""
    return run(store, SAME_RULES).scalar() or ""


def tell_anew(store: Session, fingerprint: str) -> None:
    """Let every case's facts be told by other rules."""
    run(store, NEW_RULES, (fingerprint,))
    run(store, "UPDATE cases SET counted = 0")


def count_anew(store: Session, person_id: int) -> None:
    """Let the facts of the cases about somebody be told anew: who they are has changed."""
    run(store, "UPDATE cases SET counted = 0 WHERE person_id = ?", (person_id,))


LEFT_BY, TOLD_OF_IT = "offres", frozenset({"origine", "accord"})
"""The register people leave by, and what facts say of its rows."""


def register_changed(store: Session, noun: str, key: str, paths: Collection[str]) -> None:
    """Let the facts of those who left by an offer be told anew when what they say of it has changed."""
    if noun == LEFT_BY and TOLD_OF_IT & set(paths):
        run(store, LEFT_BY_IT, (key, key))


def day_of(value: object) -> date:
    """A day as a driver gives it."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
