"""What comes due: timers of cases, and the marks of tasks whose time runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from migraflow import engine
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.errors import Broken
from migraflow.domain.journal import EntryKind
from migraflow.domain.recovery import FailedWish, Failure, cause_of, place_of
from migraflow.domain.tasks import MARKS, Task
from migraflow.services import deadlines, editions, notices, progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as store
from migraflow.store import commands, failures, snapshots, tasks

AGAIN = timedelta(hours=1)
"""How long a case that could not be moved is left alone."""
LAST_RESORT = "direction_generale"
"""Who hears of a task that took half again its time (domain.md §5.3)."""


def sweep(work: Work, *, limit: int = 50) -> int:
    """Fire the timers due now in at most `limit` cases and tell of at most `limit` tasks; answers how many of both.

    A case whose step fails is set aside as blocked, with the reason; the others go on.
    """
    require_house(work)
    commands.forget_old(work.store, work.now)
    fired = [fire(work, case_id) for case_id in store.due(work.store, work.now, limit)]
    told = [mark(work, task) for task in tasks.to_mark(work.store, work.now, limit)]
    return len(fired) + len(told)


def fire(work: Work, case_id: int) -> None:
    """Fire the timers of one case that are due."""
    case = store.load(work.store, case_id, lock=True)
    try:
        with work.store.begin_nested():
            compiled = editions.of_case(work, case)
            after = engine.fire(compiled, snapshots.get(work.store, case_id), now=work.now)
            progress.record(work, case, progress.Step(compiled, after, ()))
    except Broken as error:
        block(work, case, error)


def block(work: Work, case: Case, error: Broken) -> None:
    """Set a case aside whose step failed: it stands as before the step, and is tried again every hour.

    The journal tells of the first failure only; the next step that succeeds opens the case again.
    """
    failure = Failure(case.id, FailedWish.TIMER, work.now, element=place_of(error), cause=cause_of(error))
    known = failures.of_case(work.store, case.id)
    if known is None or known.kind is FailedWish.TIMER:
        failures.put(work.store, failure)
    if case.state is not CaseState.BLOCKED:
        detail = {"reason": failure.cause}
        told = progress.entry(work, case, EntryKind.FAILED, element=failure.element, detail=detail)
        progress.append(work, case, [told])
        case = replace(store.load(work.store, case.id), state=CaseState.BLOCKED, changed=work.now)
    store.move(work.store, case, case.version, next_due=work.now + AGAIN, error=failure.cause)


def mark(work: Work, task: Task) -> None:
    """Tell that a task has reached the next mark of its time: its holder, then who oversees it, then the top."""
    level = next(mark for mark in MARKS if mark > task.level)
    if not tasks.mark(work.store, task.token, level, deadlines.mark_after(work, task, level)):
        return
    case = store.load(work.store, task.case_id, lock=True)
    deadline = work.house.deadlines.get(task.deadline)
    overseer = deadline.escalation if deadline else ""
    notices.deadline(work, case, task, level, {100: overseer, 150: LAST_RESORT}.get(level, ""))
    late = progress.of_task(work, case, EntryKind.LATE, task, detail={"percent": level, "due": task.due})
    progress.append(work, case, [late])
