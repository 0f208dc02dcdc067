"""« Pourquoi ce dossier attend-il ? »: asked on every case, answered from what stands open and what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from migraflow.domain.access import Permission
from migraflow.domain.cases import Case, CaseState, Waiting, WaitKind
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.domain.organisations import AccountRow
from migraflow.domain.tasks import Task
from migraflow.domain.waiting import Cause, Reason, Usual, usual
from migraflow.engine import Compiled
from migraflow.services import editions, sessions
from migraflow.services.case_sheets import inside, wait_name
from migraflow.services.task_sheets import serves
from migraflow.services.work import Work
from migraflow.store import accounts, cases, tasks, timers
from migraflow.store import waiting as store

NAMED = 3
"""Names given of those who can move a case; of the rest only their number."""
CAUSES = {WaitKind.MESSAGE: Cause.MESSAGE, WaitKind.TIMER: Cause.MOMENT, WaitKind.SIGNAL: Cause.SIGNAL}


def why(work: Work, *, ref: str) -> tuple[Reason, ...]:
    """Each place where the case `ref` waits, tasks first; nothing of one that is over. Raises NotFound."""
    work.require(Permission.SEE_CASE)
    case = cases.find(work.store, ref, seen_by=work.actor)
    if case is None:
        raise NotFound("case", ref)
    if case.state is CaseState.CLOSED:
        return ()
    waits = [wait for wait in timers.of_case(work.store, case.id) if not wait.host]
    shown = [wait for wait in waits if inside(work, wait.confidential)]
    told = [task for task in tasks.open_of(work.store, case.id) if inside(work, task.confidential)]
    return (*(of_task(work, task) for task in told), *of_waits(work, case, shown))


def of_task(work: Work, task: Task) -> Reason:
    """A task somebody has to do."""
    times = usual(store.seconds_of(work.store, task.procedure, task.element))
    able = holders(work, task)
    cause = Cause.COLLEAGUE if task.assignee_id else Cause.SERVICE if able else Cause.NOBODY
    names = [one.name for one in able if one.id != task.assignee_id]
    role = work.house.roles.get(task.role)
    return Reason(
        element=task.element, name=f"{task.name} · {task.item}" if task.item else task.name, cause=cause,
        since=task.created, due=task.due, who=task.assignee, role=role.name(work.actor.language) if role else task.role,
        movers=tuple(names[:NAMED]), others=max(0, len(names) - NAMED), usual=times,
        longer=is_longer(work, task, times), token=task.token,
    )  # fmt: skip


def holders(work: Work, task: Task) -> list[AccountRow]:
    """Who serves the lane of a task where it lies, by name."""
    found = accounts.accounts_with_role(work.store, task.role)
    return [one for one in found if serves(sessions.actor_of(work, one), task)]


def is_longer(work: Work, task: Task, times: Usual | None) -> bool:
    """Whether a task stands open longer than nine in ten did."""
    return times is not None and work.now - task.created > timedelta(seconds=times.p90)


def of_waits(work: Work, case: Case, waits: Sequence[Waiting]) -> Iterator[Reason]:
    """The moments and words the case waits for; those on the border of a step are that step's own affair."""
    compiled = edition_of(work, case) if waits else None
    for wait in waits:
        yield of_wait(work, case, compiled, wait)


def edition_of(work: Work, case: Case) -> Compiled | None:
    """The edition the case follows; None when it is lost, which its page tells."""
    try:
        return editions.of_case(work, case)
    except BrokenBundle:
        return None


def of_wait(work: Work, case: Case, compiled: Compiled | None, wait: Waiting) -> Reason:
    """One of them. Word that people of the house may bring is brought by those of some roles."""
    facts = compiled.messages.get(wait.name) if compiled and wait.kind is WaitKind.MESSAGE else None
    name = wait_name(compiled, wait) if compiled else wait.name
    roles = [work.house.roles[code] for code in (facts.roles if facts else ()) if code in work.house.roles]
    return Reason(
        element=wait.element, name=name, cause=CAUSES[wait.kind],
        since=wait.since or case.changed, due=wait.due, who="", role="",
        movers=tuple(role.name(work.actor.language) for role in roles), others=0, usual=None, longer=False, token=None,
    )  # fmt: skip
