"""*Mes tâches*: four baskets, the most urgent first, and how much lies in each."""

from __future__ import annotations

from migraflow.domain.access import Permission
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.people import age_on
from migraflow.domain.tasks import Basket, BasketCounts, TaskRow
from migraflow.services import deadlines
from migraflow.services.task_sheets import may_claim
from migraflow.services.work import Work
from migraflow.store import baskets as store


def inbox(
    work: Work, *, basket: Basket, search: str = "", procedure: str = "", region: str = "", after: str | None = None
) -> Page[TaskRow]:
    """One page of a basket: one's own, one's service's (own included), what is late among those, what one did."""
    work.require(Permission.COMPLETE_TASK)
    wanted = store.Wanted(basket, search, procedure, region, after)
    found = store.page(work.store, wanted, seen_by=work.actor, now=work.now)
    rows = tuple(row(work, listed) for listed in found[:PAGE])
    return Page(rows, store.cursor(found[PAGE - 1], basket) if len(found) > PAGE else None)


def counts(work: Work) -> BasketCounts:
    """How many open tasks lie in each basket."""
    work.require(Permission.COMPLETE_TASK)
    return BasketCounts(*store.counts(work.store, seen_by=work.actor, now=work.now))


def row(work: Work, listed: store.Listed) -> TaskRow:
    """One line of a basket."""
    task, today = listed.task, work.now.date()
    by_year = today.year - listed.birth_year if listed.birth_year else None
    return TaskRow(
        token=task.token,
        step=f"{task.name} · {task.item}" if task.item else task.name,
        procedure=listed.case_procedure,
        case_ref=listed.ref,
        person=listed.person,
        age=age_on(listed.born, today) if listed.born else by_year,
        region=task.region,
        due=task.due,
        days=deadlines.days_left(work, task.due),
        urgency=deadlines.urgency(work, task.due),
        assignee=task.assignee,
        mine=task.assignee_id == work.actor.account_id,
        may_claim=may_claim(work.actor, task),
        created=task.created,
        completed=task.completed,
    )
