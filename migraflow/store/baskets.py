"""*Mes tâches*, kept: each list reads the few rows it shows, and counts no further than people read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, union_all
from sqlalchemy import select as plain
from sqlmodel import col, func, select

from migraflow.domain.access import Actor, Scope
from migraflow.domain.paging import PAGE
from migraflow.domain.tasks import MOST_COUNTED, Basket, Task
from migraflow.store import audience, search
from migraflow.store.database import Session
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord
from migraflow.store.tables.tasks import TaskRecord
from migraflow.store.tasks import NEVER, of

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """A task with what its line shows of the case and its person."""

    task: Task
    key: int
    ref: str
    case_procedure: str
    person: str
    born: date | None
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a basket is narrowed to; "" narrows nothing. `after` is the cursor of the page before."""

    basket: Basket
    search: str = ""
    procedure: str = ""
    region: str = ""
    after: str | None = None


def page(store: Session, wanted: Wanted, *, seen_by: Actor, now: datetime) -> list[Listed]:
    """One page of a basket, the most urgent first (done: the latest first), and one row more if there is another.

    Each lane is read in its own order and no further than a page; the page is the most urgent of them all.
    """
    order = order_of(wanted.basket)
    sought = search.cases(store, wanted.search) if wanted.search.strip() else None
    conditions = [*narrowed(wanted, sought), *late(wanted.basket, now)]
    firsts = [first(lane, conditions, wanted, sought).order_by(*order) for lane in lanes(wanted.basket, seen_by)]
    picked = union_all(*(plain(one.limit(PAGE + 1).subquery()) for one in firsts)).subquery()
    statement = (
        select(
            TaskRecord,
            CaseRecord.ref,
            CaseRecord.procedure,
            PersonRecord.name,
            PersonRecord.birth_date,
            PersonRecord.birth_year,
        )  # pyright: ignore[reportCallIssue, reportArgumentType]
        .join(picked, picked.c.id == TaskRecord.id)
        .join(CaseRecord, col(CaseRecord.id) == TaskRecord.case_id)
        .join(PersonRecord, col(PersonRecord.id) == CaseRecord.person_id, isouter=True)
        .order_by(*order)
        .limit(PAGE + 1)
    )
    return [
        Listed(of(task), task.id or 0, ref, procedure, person or "", born, year)
        for task, ref, procedure, person, born, year in store.exec(statement)
    ]


def order_of(basket: Basket) -> tuple[Any, Any]:
    """What comes first in a basket."""
    if basket is Basket.DONE:
        return col(TaskRecord.completed).desc(), col(TaskRecord.id).desc()
    return col(TaskRecord.sort_due), col(TaskRecord.id)


def first(
    lane: Condition, conditions: list[Condition], wanted: Wanted, sought: search.Sought | None
) -> Select[tuple[int]]:
    """The keys of one lane's tasks, with the tables the conditions speak of."""
    statement = select(TaskRecord.id)
    if wanted.procedure or sought:
        statement = statement.join(CaseRecord, col(CaseRecord.id) == TaskRecord.case_id)
    return statement.where(lane, *conditions)  # pyright: ignore[reportReturnType]


def lanes(wanted: Basket, actor: Actor) -> list[Condition]:
    """What lies in a basket of `actor`, as conditions no two of which hold for one task, each with an index."""
    mine = col(TaskRecord.assignee_id) == actor.account_id
    if wanted is Basket.DONE:
        return [and_(col(TaskRecord.completed_by) == actor.account_id, col(TaskRecord.state) == "done")]
    own = and_(audience.OPEN, mine)
    if wanted is Basket.MINE:
        return [own]
    others = or_(col(TaskRecord.assignee_id).is_(None), col(TaskRecord.assignee_id) != actor.account_id)
    return [own, *(and_(audience.OPEN, lane, others) for lane in reached(actor))]


def reached(actor: Actor) -> Iterator[Condition]:
    """The lanes of `actor` as far as each reaches, without what is only its own."""
    for role, scope in sorted(actor.reach.items()):
        lane = col(TaskRecord.role) == role
        if scope is Scope.EVERYWHERE:
            yield lane
        elif scope is Scope.REGION and actor.region:
            yield and_(lane, col(TaskRecord.region) == actor.region)
        elif scope is Scope.OFFICE and actor.office:
            yield and_(lane, col(TaskRecord.office) == actor.office)


def late(wanted: Basket, now: datetime) -> list[Condition]:
    """What makes a task late, in the basket of late ones."""
    return [col(TaskRecord.sort_due) < now] if wanted is Basket.LATE else []


def narrowed(wanted: Wanted, sought: search.Sought | None) -> list[Condition]:
    """The conditions of a search inside a basket."""
    conditions: list[Condition] = []
    if wanted.procedure:
        conditions.append(col(CaseRecord.procedure) == wanted.procedure)
    if wanted.region:
        conditions.append(col(TaskRecord.region) == wanted.region)
    if sought:
        conditions.append(sought.cases())
    if wanted.after:
        conditions += following(wanted.basket, wanted.after)
    return conditions


def following(basket: Basket, after: str) -> list[Condition]:
    """What comes after the row a cursor names."""
    at, _, key = after.partition("|")
    when, last = datetime.fromisoformat(at), int(key)
    if basket is Basket.DONE:
        column = col(TaskRecord.completed)
        return [column <= when, or_(column < when, and_(column == when, col(TaskRecord.id) < last))]
    column = col(TaskRecord.sort_due)
    return [column >= when, or_(column > when, and_(column == when, col(TaskRecord.id) > last))]


def cursor(row: Listed, basket: Basket) -> str:
    """Where the page after `row` begins."""
    at = row.task.completed if basket is Basket.DONE else row.task.due or NEVER
    return f"{(at or NEVER).isoformat()}|{row.key}"


def counts(store: Session, *, seen_by: Actor, now: datetime) -> tuple[int, int, int]:
    """How many open tasks are the actor's own, its service's (own included), and late among those.

    None is counted further than MOST_COUNTED.
    """
    asked = (Basket.MINE, Basket.SERVICE, Basket.LATE)
    sums = [select(func.count()).select_from(some(basket, seen_by, now)).scalar_subquery() for basket in asked]
    own, service, behind = store.exec(select(*sums)).one()  # pyright: ignore[reportCallIssue, reportArgumentType]
    return own, service, behind


def some(basket: Basket, actor: Actor, now: datetime) -> Subquery:
    """The keys of the tasks in a basket, no more than are counted."""
    parts = [
        select(TaskRecord.id).where(lane, *late(basket, now)).limit(MOST_COUNTED).subquery()
        for lane in lanes(basket, actor)
    ]
    return plain(union_all(*map(plain, parts)).subquery()).limit(MOST_COUNTED).subquery()
