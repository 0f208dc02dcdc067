"""Who sees what, as SQL conditions: every read of cases, tasks, people and accounts begins here.

An actor's `grants` say how far each permission reaches, its `reach` how far each of its lanes does. What a condition
leaves out does not exist for that actor (NotFound).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, false, literal_column, or_, true, union_all
from sqlalchemy.orm import Mapped
from sqlmodel import col, func, select

from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.register_rights import reading
from migraflow.domain.registers import Register
from migraflow.store.tables.accounts import AccountRecord
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord, PersonWordRecord
from migraflow.store.tables.registers import RegisterRowRecord
from migraflow.store.tables.tasks import TaskRecord

Condition = ColumnElement[bool]
OPEN: Condition = col(TaskRecord.state) == literal_column("'open'")
"""Said with the word itself: only then do the indexes of open tasks serve."""
CANCELLED: Condition = col(TaskRecord.state) == literal_column("'cancelled'")


def cases(actor: Actor) -> Condition:
    """Cases whose row `actor` may see. Whether it sees inside a confidential one is `inside`'s to say."""
    return reached(
        actor,
        actor.grants.get(Permission.SEE_CASE),
        office=col(CaseRecord.office),
        region=col(CaseRecord.region),
        own=own_case(actor),
    )


def own_case(actor: Actor) -> Condition:
    """Cases the actor opened, holds a task of, or completed a task of."""
    took_part = exists().where(
        col(TaskRecord.case_id) == col(CaseRecord.id),
        or_(col(TaskRecord.assignee_id) == actor.account_id, col(TaskRecord.completed_by) == actor.account_id),
    )
    return or_(col(CaseRecord.opened_by) == actor.account_id, took_part)


def reasons(actor: Actor) -> list[Condition]:
    """What `cases` says, as conditions of which each can be answered from an index: a case is seen for any of them."""
    scope = actor.grants.get(Permission.SEE_CASE)
    if scope is None:
        return [false()]
    if scope is Scope.EVERYWHERE:
        return [true()]
    near: list[Condition] = []
    if scope is Scope.REGION and actor.region:
        near = [col(CaseRecord.region) == actor.region]
    if scope is Scope.OFFICE and actor.office:
        near = [col(CaseRecord.office) == actor.office]
    return [*near, col(CaseRecord.opened_by) == actor.account_id, col(CaseRecord.id).in_(taken_part(actor))]


def among_few(actor: Actor) -> Condition:
    """What `cases` says, asked of each case that something else has found: no index leads to it."""
    return func.coalesce(or_(*reasons(actor)), false())


def taken_part(actor: Actor) -> CompoundSelect[int]:
    """Keys of the cases the actor holds or held a task of, or completed one of."""
    held = col(TaskRecord.assignee_id) == actor.account_id
    return union_all(
        select(TaskRecord.case_id).where(col(TaskRecord.completed_by) == actor.account_id),
        select(TaskRecord.case_id).where(held, OPEN),
        select(TaskRecord.case_id).where(held, CANCELLED),
    )


def tasks(actor: Actor) -> Condition:
    """Tasks `actor` may see: its own, those of its lanes, and (never the confidential ones) those of cases it sees."""
    seen = reached(
        actor,
        actor.grants.get(Permission.SEE_CASE),
        office=col(TaskRecord.office),
        region=col(TaskRecord.region),
        own=false(),
    )
    return or_(own_task(actor), lanes(actor), and_(seen, inside(actor, col(TaskRecord.confidential))))


def own_task(actor: Actor) -> Condition:
    """Tasks the actor holds, or has completed."""
    return or_(col(TaskRecord.assignee_id) == actor.account_id, col(TaskRecord.completed_by) == actor.account_id)


def lanes(actor: Actor) -> Condition:
    """Tasks that lie in a lane of the actor, as far as its role reaches: the ones it may take."""
    held = [
        and_(
            col(TaskRecord.role) == role,
            reached(
                actor,
                scope,
                office=col(TaskRecord.office),
                region=col(TaskRecord.region),
                own=col(TaskRecord.assignee_id) == actor.account_id,
            ),
        )
        for role, scope in sorted(actor.reach.items())
    ]
    return or_(*held) if held else false()


def people(actor: Actor) -> Condition:
    """People `actor` may see: those of its office or region, and those whose cases it may see; nobody merged away."""
    return and_(seen(actor, PersonRecord, col(PersonRecord.id)), col(PersonRecord.merged_into).is_(None))


def words(actor: Actor) -> Condition:
    """What people are found by, as far as `actor` may see those people: the same as `people`, read from an index."""
    return seen(actor, PersonWordRecord, col(PersonWordRecord.person_id))


def seen(actor: Actor, kind: type[PersonRecord] | type[PersonWordRecord], person: Mapped[Any]) -> Condition:
    """Rows of `kind` whose `person` the actor may see."""
    scope = actor.grants.get(Permission.SEE_PERSON)
    if scope is None:
        return false()
    # An aggregate, not EXISTS: PostgreSQL would read every case once to answer for everybody.
    cases_of = select(func.max(CaseRecord.id)).where(CaseRecord.person_id == person, among_few(actor))
    followed = cases_of.correlate(kind).scalar_subquery().is_not(None)
    near = reached(actor, scope, office=col(kind.office), region=col(kind.region), own=followed)
    return and_(near, inside(actor, col(kind.confidential)))


def accounts(actor: Actor) -> Condition:
    """Accounts `actor` may manage."""
    return reached(
        actor,
        actor.grants.get(Permission.MANAGE_ACCOUNTS),
        office=col(AccountRecord.office),
        region=col(AccountRecord.region),
        own=false(),
    )


def register_rows(actor: Actor, register: Register) -> Condition:
    """Rows of `register` that `actor` may see."""
    scope = reading(actor, register)
    if scope is None or scope is Scope.OWN:
        return false()
    if scope is Scope.EVERYWHERE:
        return true()
    return col(RegisterRowRecord.region) == actor.region if actor.region else false()


def register_counts(actor: Actor, register: Register) -> Condition:
    """Rows of `register` that `actor` may count: all of them for those who read the agency's figures."""
    return true() if actor.may(Permission.SEE_MEASURES) else register_rows(actor, register)


def inside(actor: Actor, confidential: Mapped[Any]) -> Condition:
    """Rows whose `confidential` roles (``,role,role,`` or "") let the actor look inside."""
    return or_(
        confidential == "", *(confidential.contains(f",{role},", autoescape=True) for role in sorted(actor.roles))
    )


def reached(
    actor: Actor, scope: Scope | None, *, office: Mapped[Any], region: Mapped[Any], own: Condition
) -> Condition:
    """Rows within `scope` of the actor: the SQL twin of ``domain.access.within``."""
    if scope is None:
        return false()
    if scope is Scope.EVERYWHERE:
        return true()
    if scope is Scope.REGION:
        return or_(own, region == actor.region) if actor.region else own
    if scope is Scope.OFFICE:
        return or_(own, office == actor.office) if actor.office else own
    return own
