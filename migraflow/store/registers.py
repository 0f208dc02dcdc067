"""Registers, kept: rows and what happened to them. Every read that names `seen_by` begins in ``store/audience.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import and_, or_
from sqlmodel import col, func, select

from migraflow.domain.access import Actor
from migraflow.domain.names import fold
from migraflow.domain.paging import PAGE
from migraflow.domain.registers import Change, Deed, Draft, Entry, Register, Row
from migraflow.domain.values import dumps, loads, loads_mapping
from migraflow.store import audience, facts
from migraflow.store.database import Overtaken, Session, moment, run
from migraflow.store.rows import insert
from migraflow.store.tables.registers import RegisterLinkRecord, RegisterRowRecord

SAID = "lists_said"
"""In the session's notes: a register that says a reference list has changed."""
COLUMNS = "id, noun, key, label, content, region, state, version, begins, ends, changed"
INSERT = """INSERT INTO register_rows (noun, key, label, sort, content, words, region, state, version, begins, ends,
created, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) RETURNING id"""
UPDATE = """UPDATE register_rows SET label = ?, sort = ?, content = ?, words = ?, region = ?, state = ?,
version = version + 1, begins = ?, ends = ?, changed = ? WHERE id = ? AND version = ?"""
ENTRY = ("row_id", "at", "actor_id", "actor", "deed", "changes", "reason", "case_ref", "effect_key")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of rows is narrowed to: words, one state, one region, rows valid on `day`; `after` a cursor."""

    words: str = ""
    state: str = ""
    region: str = ""
    day: date | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes a row and why: `case_ref` and `effect_key` when a step of a case does."""

    now: datetime
    actor_id: int
    actor: str
    deed: Deed
    reason: str = ""
    case_ref: str = ""
    effect_key: str | None = None


def find(store: Session, register: Register, key: str, *, seen_by: Actor) -> Row | None:
    """One row as far as `seen_by` may see it."""
    statement = select(RegisterRowRecord).where(
        RegisterRowRecord.noun == register.name, RegisterRowRecord.key == key, audience.register_rows(seen_by, register)
    )
    found = store.exec(statement.execution_options(populate_existing=True)).first()
    return None if found is None else of(found)


def get(store: Session, noun: str, key: str) -> Row | None:
    """One row by key, whoever asks."""
    found = run(store, f"SELECT {COLUMNS} FROM register_rows WHERE noun = ? AND key = ?", (noun, key)).first()
    return None if found is None else of(found)


def by_keys(store: Session, noun: str, keys: Sequence[str]) -> dict[str, Row]:
    """The rows under `keys`, whoever asks."""
    rows: dict[str, Row] = {}
    for start in range(0, len(keys), 500):
        part = list(keys[start : start + 500])
        marks = ", ".join("?" for _ in part)
        sql = f"SELECT {COLUMNS} FROM register_rows WHERE noun = ? AND key IN ({marks})"
        rows |= {found.key: of(found) for found in run(store, sql, (noun, *part))}
    return rows


def page(store: Session, register: Register, sought: Sought, *, seen_by: Actor, limit: int = PAGE) -> list[Row]:
    """One page of rows by name, with one row more when there is another page."""
    statement = select(RegisterRowRecord).where(*narrowed(register, sought, seen_by))
    if sought.after:
        sort, _, last = sought.after.rpartition("|")
        same = and_(col(RegisterRowRecord.sort) == sort, col(RegisterRowRecord.id) > int(last or 0))
        statement = statement.where(or_(col(RegisterRowRecord.sort) > sort, same))
    ordered = statement.order_by(col(RegisterRowRecord.sort), col(RegisterRowRecord.id)).limit(limit + 1)
    return [of(record) for record in store.exec(ordered)]


def narrowed(register: Register, sought: Sought, seen_by: Actor) -> list[Any]:
    """The conditions of a list."""
    wanted: list[Any] = [col(RegisterRowRecord.noun) == register.name, audience.register_rows(seen_by, register)]
    wanted += [
        col(RegisterRowRecord.words).contains(f" {word}", autoescape=True) for word in fold(sought.words).split()
    ]
    if sought.state:
        wanted.append(col(RegisterRowRecord.state) == sought.state)
    if sought.region:
        wanted.append(col(RegisterRowRecord.region) == sought.region)
    if sought.day:
        begun = or_(col(RegisterRowRecord.begins).is_(None), col(RegisterRowRecord.begins) <= sought.day)
        wanted += [begun, or_(col(RegisterRowRecord.ends).is_(None), col(RegisterRowRecord.ends) >= sought.day)]
    return wanted


def cursor(row: Row) -> str:
    """Where the page after `row` begins."""
    return f"{sort_of(row.label)}|{row.id}"


def sort_of(label: str) -> str:
    """A name as lists order it."""
    return fold(label)[:300]


def counts(store: Session, noun: str, *, column: str, seen_by: Actor, register: Register) -> dict[str, int]:
    """How many rows stand in each ``state`` or each ``region``, of those `seen_by` may at least count."""
    group = col(getattr(RegisterRowRecord, column))
    statement = select(group, func.count()).where(col(RegisterRowRecord.noun) == noun)
    statement = statement.where(audience.register_counts(seen_by, register)).group_by(group)
    return {str(value): int(count) for value, count in store.exec(statement)}


def naming(store: Session, noun: str, key: str) -> list[Row]:
    """The rows of any register that name the row `key` of `noun`, whoever asks."""
    link = select(RegisterLinkRecord.row_id).where(RegisterLinkRecord.noun == noun, RegisterLinkRecord.key == key)
    statement = select(RegisterRowRecord).where(col(RegisterRowRecord.id).in_(link))
    return [of(record) for record in store.exec(statement.order_by(col(RegisterRowRecord.sort)).limit(200))]


def of_field(store: Session, noun: str, field: str, target: tuple[str, str]) -> list[Row]:
    """The rows of `noun` whose `field` names the row `target` (register, key)."""
    sql = f"""SELECT {COLUMNS} FROM register_rows WHERE noun = ? AND id IN
(SELECT row_id FROM register_links WHERE field = ? AND noun = ? AND key = ?) ORDER BY id"""
    return [of(found) for found in run(store, sql, (noun, field, *target))]


def every(store: Session, noun: str, limit: int) -> list[Row]:
    """The rows of `noun`, the latest first, at most `limit`, whoever asks."""
    sql = f"SELECT {COLUMNS} FROM register_rows WHERE noun = ? ORDER BY id DESC LIMIT ?"
    return [of(found) for found in run(store, sql, (noun, limit))]


def add(store: Session, register: Register, draft: Draft, hand: Hand, new_ref: str) -> Row:
    """Keep a new row with its first entry; `new_ref` holds the place of a number until it is given."""
    values = (register.name, draft.key or new_ref, draft.label, sort_of(draft.label), dumps(draft.values), draft.words,
              draft.region, draft.state, draft.begins, draft.ends, hand.now, hand.now)  # fmt: skip
    row_id = int(run(store, INSERT, values).scalar_one())
    if not draft.key:
        number(store, row_id, register, draft)
    link(store, row_id, draft)
    told = [Change(name, None, value) for name, value in draft.values.items() if value not in (None, "", [], {})]
    enter(store, row_id, hand, told)
    return of(run(store, f"SELECT {COLUMNS} FROM register_rows WHERE id = ?", (row_id,)).one())


def number(store: Session, row_id: int, register: Register, draft: Draft) -> None:
    """Give a row without a key its number, which is found like a word."""
    key = f"{register.prefix or register.name}-{row_id:06}"
    words = f"{draft.words} {fold(key)} {row_id}"[:600]
    run(store, "UPDATE register_rows SET key = ?, words = ? WHERE id = ?", (key, words, row_id))


def change(store: Session, row: Row, draft: Draft, hand: Hand, told: Iterable[Change]) -> None:
    """Replace what a row says. Raises Overtaken when it changed in the meantime."""
    words = draft.words if fold(row.key) in draft.words else f"{draft.words} {fold(row.key)}"[:600]
    values = (draft.label, sort_of(draft.label), dumps(draft.values), words, draft.region, draft.state, draft.begins,
              draft.ends, hand.now, row.id, row.version)  # fmt: skip
    if run(store, UPDATE, values).rowcount != 1:
        raise Overtaken(row.key)
    link(store, row.id, draft)
    changes = tuple(told)
    enter(store, row.id, hand, changes)
    facts.register_changed(store, row.register, row.key, [one.path for one in changes])


def link(store: Session, row_id: int, draft: Draft) -> None:
    """Keep what a row names, in place of what it named."""
    run(store, "DELETE FROM register_links WHERE row_id = ?", (row_id,))
    if draft.links:
        rows = [(row_id, field, noun, key[:120]) for field, noun, key in draft.links]
        insert(store, "register_links", ("row_id", "field", "noun", "key"), rows)


def enter(store: Session, row_id: int, hand: Hand, told: Iterable[Change]) -> None:
    """Write an entry into the history of a row."""
    packed = dumps([[one.path, one.before, one.after] for one in told])
    values = (row_id, hand.now, hand.actor_id, hand.actor, hand.deed.value, packed, hand.reason, hand.case_ref,
              hand.effect_key)  # fmt: skip
    insert(store, "register_entries", ENTRY, [values])


def written(store: Session, effect_key: str) -> int | None:
    """The row a step of a case has written already, under the key of its effect."""
    found = run(store, "SELECT row_id FROM register_entries WHERE effect_key = ?", (effect_key,)).scalar()
    return None if found is None else int(found)


def load(store: Session, row_id: int) -> Row:
    """One row, whoever asks."""
    return of(run(store, f"SELECT {COLUMNS} FROM register_rows WHERE id = ?", (row_id,)).one())


def history(store: Session, row_id: int, limit: int = 200) -> list[Entry]:
    """What happened to a row, the latest first."""
    sql = """SELECT at, actor, deed, changes, reason, case_ref FROM register_entries WHERE row_id = ?
ORDER BY id DESC LIMIT ?"""
    return [entry_of(found) for found in run(store, sql, (row_id, limit))]


def entry_of(found: Any) -> Entry:
    """An entry from its row."""
    at = moment(found.at)
    assert at is not None
    told = cast(list[list[Any]], loads(found.changes) or [])
    changes = tuple(Change(str(path), before, after) for path, before, after in told)
    return Entry(at, found.actor, Deed(found.deed), changes, found.reason, found.case_ref)


def mention(store: Session, row_ids: Iterable[int], case_id: int) -> None:
    """A case mentions rows; twice does no harm."""
    for row_id in dict.fromkeys(row_ids):
        sql = "INSERT INTO register_mentions (row_id, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
        run(store, sql, (row_id, case_id))


def cases_of(store: Session, row_id: int) -> list[int]:
    """Keys of the cases that mention a row, the latest first."""
    sql = "SELECT case_id FROM register_mentions WHERE row_id = ? ORDER BY case_id DESC LIMIT 200"
    return [int(found.case_id) for found in run(store, sql, (row_id,))]


def of(found: Any) -> Row:
    """The row as a value, from a record or a row of prepared SQL."""
    changed = moment(found.changed)
    assert changed is not None
    values: Mapping[str, object] = loads_mapping(found.content)
    return Row(found.id, found.noun, found.key, found.label, values, found.region, found.state, found.version,
               day_of(found.begins), day_of(found.ends), changed)  # fmt: skip


def day_of(value: Any) -> date | None:
    """A date column, which SQLite keeps as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
