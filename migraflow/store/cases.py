"""Cases, kept. What every step takes runs on prepared SQL; lists go through SQLModel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from migraflow.domain.access import Actor
from migraflow.domain.cases import Case, CaseState
from migraflow.store import audience
from migraflow.store.database import Overtaken, Session, moment, run
from migraflow.store.rows import locking, roles_of, roles_text
from migraflow.store.tables.cases import CaseRecord

COLUMNS = ", ".join(CaseRecord.model_fields)
BY_ID = f"SELECT {COLUMNS} FROM cases WHERE id = ?"
INSERT = """INSERT INTO cases (ref, procedure, edition, editions, state, version, region, office, opened_by,
opened_by_name, person_id, opened, changed, opened_month, closed_month, sex, age_band, outcome, outcome_label, entries,
head, confidential, error) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', 0, '', ?, '')
RETURNING id"""
MOVE = """UPDATE cases SET version = version + 1, state = ?, changed = ?, person_id = ?, next_due = ?, entries = ?,
head = ?, outcome = ?, outcome_label = ?, closed = ?, closed_month = ?, days = ?, error = ?
WHERE id = ? AND version = ?"""
GROW = "UPDATE cases SET entries = ?, head = ? WHERE id = ? AND entries = ?"
ABOUT = "UPDATE cases SET sex = ?, age = ?, age_band = ? WHERE id = ?"
FOLLOW = "UPDATE tasks SET office = ?, region = ? WHERE case_id = ? AND office = ? AND state = 'open'"
NUMBER = """INSERT INTO counters (prefix, year, letters, last) VALUES (?, ?, ?, 1)
ON CONFLICT (prefix, year, letters) DO UPDATE SET last = counters.last + 1 RETURNING last"""


def add(store: Session, case: Case) -> Case:
    """Keep a new case (its `id` is given here); it has no entry and no snapshot yet."""
    editions = json.dumps(dict(case.editions), sort_keys=True)
    values = (case.ref, case.procedure, case.edition, editions, case.state, case.region, case.office, case.opened_by,
              case.opened_by_name, case.person_id, case.opened, case.changed, case.opened.strftime("%Y-%m"),
              roles_text(case.confidential))  # fmt: skip
    id = int(run(store, INSERT, values).scalar_one())
    return replace(case, id=id, confidential=roles_of(roles_text(case.confidential)))


def next_number(store: Session, prefix: str, year: int, letters: str) -> int:
    """The next case number of `prefix` in `year` and region `letters`; a step that fails leaves a gap."""
    return int(run(store, NUMBER, (prefix, year, letters)).scalar_one())


def load(store: Session, case_id: int, *, lock: bool = False) -> Case:
    """One case by its key, whoever asks; `lock` keeps every other step of it waiting."""
    sql = locking(store, BY_ID, "cases") if lock else BY_ID
    return of(run(store, sql, (case_id,)).one())


def find(store: Session, ref: str, *, seen_by: Actor, lock: bool = False) -> Case | None:
    """The case `ref` as far as `seen_by` may see it."""
    statement = select(CaseRecord).where(CaseRecord.ref == ref, audience.cases(seen_by))
    statement = statement.execution_options(populate_existing=True)
    found = store.exec(statement.with_for_update(of=CaseRecord) if lock else statement).first()
    return None if found is None else of(found)


def move(store: Session, case: Case, before: int, *, next_due: datetime | None, error: str = "") -> None:
    """Write what a step changed. Raises Overtaken when the case had left version `before` in the meantime."""
    closed = case.closed
    values = (case.state, case.changed, case.person_id, next_due, case.entries, case.head, case.outcome,
              case.outcome_label, closed, closed.strftime("%Y-%m") if closed else "",
              (closed - case.opened).days if closed else None, error, case.id, before)  # fmt: skip
    if run(store, MOVE, values).rowcount != 1:
        raise Overtaken(case.ref)


def grow(store: Session, case: Case, count: int, head: str) -> None:
    """Note that `count` entries were added to the journal of a case. Raises Overtaken when others were, too."""
    if run(store, GROW, (case.entries + count, head, case.id, case.entries)).rowcount != 1:
        raise Overtaken(case.ref)


def describe(store: Session, case_id: int, *, sex: str, age: int | None, band: str) -> None:
    """What the measures count the case under: sex, age when it was opened, and its band."""
    run(store, ABOUT, (sex, age, band, case_id))


def keys_of(store: Session, ref: str) -> list[int]:
    """The key of the case `ref`, whoever asks; none when there is no such case."""
    return list(store.exec(select(CaseRecord.id).where(CaseRecord.ref == ref)).all())  # pyright: ignore[reportReturnType]


def of_person(store: Session, person_id: int, *, seen_by: Actor) -> list[Case]:
    """The cases of one person that `seen_by` may see, newest first."""
    statement = select(CaseRecord).where(CaseRecord.person_id == person_id, audience.cases(seen_by))
    return [of(record) for record in store.exec(statement.order_by(col(CaseRecord.opened).desc()))]


def open_of_person(store: Session, person_id: int) -> list[Case]:
    """The cases of one person that are not closed, whoever asks, held against every other step."""
    sql = f"SELECT {COLUMNS} FROM cases WHERE person_id = ? AND state <> 'closed' ORDER BY id"
    return [of(row) for row in run(store, locking(store, sql, "cases"), (person_id,))]


def refs_of_people(store: Session, people: list[int]) -> dict[int, list[tuple[str, str]]]:
    """(ref, state) of every case of each of `people`, newest first, whoever asks."""
    statement = select(CaseRecord.person_id, CaseRecord.ref, CaseRecord.state).where(
        col(CaseRecord.person_id).in_(people)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for person_id, ref, state in store.exec(statement.order_by(col(CaseRecord.opened).desc())):
        found.setdefault(person_id or 0, []).append((ref, state))
    return found


def open_by_edition(store: Session) -> Mapping[str, int]:
    """How many open cases follow each edition."""
    statement = select(CaseRecord.edition, func.count()).where(CaseRecord.state != CaseState.CLOSED)
    return dict(store.exec(statement.group_by(CaseRecord.edition)).all())


def open_by_procedure(store: Session) -> Mapping[str, int]:
    """How many open cases each procedure has."""
    statement = select(CaseRecord.procedure, func.count()).where(CaseRecord.state != CaseState.CLOSED)
    return dict(store.exec(statement.group_by(CaseRecord.procedure)).all())


def next_due(store: Session, case_id: int) -> datetime | None:
    """The moment of the next timer of one case."""
    return moment(run(store, "SELECT next_due FROM cases WHERE id = ?", (case_id,)).scalar_one())


def relocate(store: Session, before: Case, now: Case) -> None:
    """Note that a case belongs to another office, and give that one the tasks that were open at the office before."""
    run(store, "UPDATE cases SET office = ?, region = ? WHERE id = ?", (now.office, now.region, now.id))
    run(store, FOLLOW, (now.office, now.region, now.id, before.office))


def expect(store: Session, case_id: int, moment: datetime | None) -> None:
    """Note when one case has to be looked at again, when nothing else of it has changed."""
    run(store, "UPDATE cases SET next_due = ? WHERE id = ?", (moment, case_id))


def due(store: Session, now: datetime, limit: int) -> list[int]:
    """Keys of open cases with a timer due at `now`, the longest due first; other workers' are skipped."""
    sql = "SELECT id FROM cases WHERE next_due <= ? ORDER BY next_due LIMIT ?"
    if store.get_bind().dialect.name != "sqlite":
        sql += " FOR UPDATE SKIP LOCKED"
    return [row[0] for row in run(store, sql, (now, limit))]


def of(found: Any) -> Case:
    """The case as a value, from a record or a row of prepared SQL."""
    opened, changed = moment(found.opened), moment(found.changed)
    assert opened is not None and changed is not None
    return Case(
        id=found.id,
        ref=found.ref,
        procedure=found.procedure,
        edition=found.edition,
        editions=json.loads(found.editions),
        state=CaseState(found.state),
        version=found.version,
        region=found.region,
        office=found.office,
        opened_by=found.opened_by,
        opened_by_name=found.opened_by_name,
        person_id=found.person_id,
        opened=opened,
        changed=changed,
        closed=moment(found.closed),
        outcome=found.outcome,
        outcome_label=found.outcome_label,
        entries=found.entries,
        head=found.head,
        confidential=roles_of(found.confidential),
        holds=found.holds,
    )
