"""Lists of cases, page by page: each reads the few rows it shows, however many cases there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, or_, union
from sqlalchemy import select as plain
from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.cases import Case
from migraflow.domain.measures import Slice
from migraflow.domain.paging import PAGE
from migraflow.store import audience, search
from migraflow.store.cases import of
from migraflow.store.database import Session
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.facts import FactRecord
from migraflow.store.tables.people import PersonRecord

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """A case with the name of its person, as lists need it."""

    case: Case
    person: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure counts: cases with this fact in the slice. Only cases one may look inside are listed by it."""

    fact: str
    slice_: Slice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of cases is narrowed to; "" narrows nothing. `after` is the cursor of the page before."""

    query: str = ""
    procedure: str = ""
    state: str = ""
    region: str = ""
    after: str | None = None
    behind: Behind | None = None


def page(store: Session, wanted: Wanted, *, seen_by: Actor) -> list[Listed]:
    """One page of cases, last changed first, with one row more when there is another page.

    What is seen for each reason is read in its own order and no further than a page; the page is the latest of all.
    Cases that a search names one by one are few: there it is asked of each whether it is seen.
    """
    sought = search.cases(store, wanted.query) if wanted.query.strip() else None
    conditions = narrowed(wanted, sought)
    if wanted.behind:
        conditions += [counted(wanted.behind), audience.inside(seen_by, col(CaseRecord.confidential))]
    named = sought is not None and not sought.in_order
    if named:
        picked = latest_of_few([audience.among_few(seen_by), *conditions])
    else:
        reasons = audience.reasons(seen_by)
        picked = union(*(plain(latest(reason, conditions)) for reason in reasons)).subquery()
    statement = (
        select(CaseRecord, PersonRecord.name)
        .join(picked, picked.c.id == CaseRecord.id)
        .join(PersonRecord, col(PersonRecord.id) == CaseRecord.person_id, isouter=True)
        .order_by(col(CaseRecord.changed).desc(), col(CaseRecord.id).desc())
        .limit(PAGE + 1)
    )
    return [Listed(of(record), name or "") for record, name in store.exec(statement)]


def latest(reason: Condition, conditions: list[Condition]) -> Subquery:
    """The first page among the cases seen for one reason."""
    statement = select(CaseRecord.id, CaseRecord.changed)
    ordered = statement.where(reason, *conditions).order_by(col(CaseRecord.changed).desc(), col(CaseRecord.id).desc())
    return ordered.limit(PAGE + 1).subquery()


def latest_of_few(conditions: list[Condition]) -> Subquery:
    """The first page of few cases: all are found before they are put in order.

    Otherwise PostgreSQL may read the whole list in its order, hoping to meet them soon.
    """
    found = select(CaseRecord.id, CaseRecord.changed).where(*conditions).cte("found").prefix_with("MATERIALIZED")
    return plain(found).order_by(found.c.changed.desc(), found.c.id.desc()).limit(PAGE + 1).subquery()


def narrowed(wanted: Wanted, sought: search.Sought | None) -> list[Condition]:
    """The conditions of a search."""
    conditions: list[Condition] = [
        column == value
        for column, value in (
            (col(CaseRecord.procedure), wanted.procedure),
            (col(CaseRecord.state), wanted.state),
            (col(CaseRecord.region), wanted.region),
        )
        if value
    ]
    if sought:
        conditions.append(sought.cases())
    if wanted.after:
        at, _, key = wanted.after.partition("|")
        changed, last = datetime.fromisoformat(at), int(key)
        same = and_(col(CaseRecord.changed) == changed, col(CaseRecord.id) < last)
        conditions += [col(CaseRecord.changed) <= changed, or_(col(CaseRecord.changed) < changed, same)]
    return conditions


def counted(behind: Behind) -> Condition:
    """Cases a figure counts."""
    fact, slice_ = behind.fact, behind.slice_
    chosen = [
        getattr(FactRecord, one.name.lower()) == value for one, value in slice_.chosen().items()
    ]  # the columns are called as the dimensions are
    found = select(FactRecord.case_id).where(
        FactRecord.fact == fact, FactRecord.day >= slice_.since, FactRecord.day <= slice_.until, *chosen
    )
    return col(CaseRecord.id).in_(found)


def cursor(case: Case) -> str:
    """Where the page after `case` begins."""
    return f"{case.changed.isoformat()}|{case.id}"
