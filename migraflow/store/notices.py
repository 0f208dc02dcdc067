"""The inbox, kept: notices to an account, or to whoever holds a role where the case is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, false, func, select, update

from migraflow.domain.access import Actor
from migraflow.domain.notices import Notice, NoticeRow
from migraflow.domain.paging import PAGE
from migraflow.store import audience
from migraflow.store.database import Session, run
from migraflow.store.rows import roles_text
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.notices import NoticeRecord

ADD = """INSERT INTO notices (key, account_id, role, office, region, model, subject, body, case_id, token, confidential,
created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"""


def add(store: Session, notice: Notice, now: datetime) -> bool:
    """Keep a notice; False when the same one (by key) was kept before."""
    values = (notice.key[:200], notice.account_id, notice.role, notice.office, notice.region, notice.model,
              notice.subject[:300], notice.body, notice.case_id, notice.token, roles_text(notice.confidential),
              now)  # fmt: skip
    return run(store, ADD, values).rowcount == 1


def audience_of(actor: Actor) -> ColumnElement[bool]:
    """Notices to the actor, and to its lanes as far as each reaches."""
    to_lanes = [
        and_(
            col(NoticeRecord.account_id).is_(None),
            col(NoticeRecord.role) == role,
            audience.reached(
                actor, scope, office=col(NoticeRecord.office), region=col(NoticeRecord.region), own=false()
            ),
        )
        for role, scope in sorted(actor.reach.items())
    ]
    inside = audience.inside(actor, col(NoticeRecord.confidential))
    return and_(or_(col(NoticeRecord.account_id) == actor.account_id, *to_lanes), inside)


def page(store: Session, after: int | None, *, seen_by: Actor) -> list[NoticeRow]:
    """One page of the actor's inbox, the latest first, with one row more when there is another page."""
    statement = (
        select(NoticeRecord, CaseRecord.ref)
        .join(CaseRecord, col(CaseRecord.id) == NoticeRecord.case_id, isouter=True)
        .where(audience_of(seen_by))
    )
    if after is not None:
        statement = statement.where(col(NoticeRecord.id) < after)
    return [
        NoticeRow(
            id=record.id or 0,
            model=record.model,
            subject=record.subject,
            body=record.body,
            case_ref=ref or "",
            token=record.token,
            created=record.created,
            read=record.read,
            personal=record.account_id is not None,
        )
        for record, ref in store.exec(statement.order_by(col(NoticeRecord.id).desc()).limit(PAGE + 1))
    ]


def unread(store: Session, *, seen_by: Actor) -> int:
    """How many notices the actor has not read."""
    statement = select(func.count()).select_from(NoticeRecord)
    return store.exec(statement.where(audience_of(seen_by), col(NoticeRecord.read).is_(None))).one()


def mark_read(
    store: Session, ids: list[int] | None, now: datetime, *, seen_by: Actor, latest: int | None = None
) -> int:
    """Note that the actor read some notices (None: all, up to the `latest` if given); answers how many were unread."""
    statement = update(NoticeRecord).where(audience_of(seen_by), col(NoticeRecord.read).is_(None))
    if ids is not None:
        statement = statement.where(col(NoticeRecord.id).in_(ids))
    if latest is not None:
        statement = statement.where(col(NoticeRecord.id) <= latest)
    return store.exec(statement.values(read=now, read_by=seen_by.account_id)).rowcount
