"""What comes due: timers of cases, the marks of tasks whose time runs out, and words on their way.

A worker takes one thing at a time, each in a transaction of its own: a slow case holds nobody else, and whatever dies
on the way is found again by the next worker. What another worker has in hand is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from migraflow import engine
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.errors import Broken, StepFailed
from migraflow.domain.journal import EntryKind
from migraflow.domain.recovery import FailedWish, Failure, cause_of, place_of
from migraflow.domain.tasks import MARKS, Task
from migraflow.engine.view import everything
from migraflow.services import (
    accesses,
    campaign_chores,
    campaign_register,
    deadlines,
    duplicates,
    editions,
    holds,
    mailbox,
    mailings,
    moves,
    notices,
    progress,
    publishing,
    relocating,
    subjects,
)  # fmt: skip
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as store
from migraflow.store import commands, failures, snapshots, tasks
from migraflow.store.database import DatabaseError, Overtaken, is_contention

AGAIN = timedelta(hours=1)
"""How long a case that could not be moved is left alone."""
LAST_RESORT = "direction_generale"
"""Who hears of a task that took half again its time (domain.md §5.3)."""


def fire_next(work: Work) -> int:
    """Fire what is due in the case that has waited longest for it; 0 when nothing is due.

    A case whose step fails is set aside as blocked, with the reason; the others go on.
    """
    require_house(work)
    for case_id in store.due(work.store, work.now, 1):
        fire(work, case_id)
        return 1
    return 0


def mark_next(work: Work) -> int:
    """Tell of the task whose mark was reached first; 0 when none is."""
    require_house(work)
    for task in tasks.to_mark(work.store, work.now, 1):
        mark(work, task)
        return 1
    return 0


def tidy(work: Work) -> int:
    """Forget old keys of wishes, messages and readings. Always 0: nothing was waiting for it."""
    require_house(work)
    commands.forget_old(work.store, work.now)
    mailbox.forget_old(work)
    accesses.forget_old(work)
    return 0


ROUND: tuple[Callable[[Work], int], ...] = (
    fire_next,
    mark_next,
    holds.tell_next,
    mailbox.deliver_next,
    mailbox.expire_next,
    moves.judge_next,
    relocating.take_turn,
    publishing.take_effect_next,
    duplicates.sift_next,
    campaign_chores.work_next,
    mailings.send_next,
    campaign_register.enter_next,
)
"""What a worker asks again and again while one of them finds something, each time in a transaction of its own."""


def sweep(work: Work, *, limit: int = 50) -> int:
    """All that is due, at most `limit` of each kind, in this one transaction (a rehearsal, a story told in advance)."""
    require_house(work)
    tidy(work)
    done = 0
    for step in ROUND:
        for _ in range(limit):
            if not step(work):
                break
            done += 1
    return done


def fire(work: Work, case_id: int) -> None:
    """Fire the timers of one case that are due, in their order; later ones are found due by the next look."""
    case = store.load(work.store, case_id, lock=True)
    try:
        with work.store.begin_nested():
            fired(work, case)
    except Broken as error:
        block(work, case, error)
    except Overtaken:
        raise
    except Exception as error:  # whatever is wrong with one case must not keep the others waiting behind it
        if isinstance(error, DatabaseError) and is_contention(error):
            raise
        block(work, case, StepFailed("", f"{type(error).__name__}: {error}"))


def fired(work: Work, case: Case) -> None:
    """Let the timers of a locked case happen that are due; of one that is held, those whose clocks go on."""
    compiled = editions.of_case(work, case)
    only = partial(subjects.goes_on, compiled) if case.holds else everything
    after = engine.fire(compiled, snapshots.get(work.store, case.id), now=work.now, only=only)
    if case.holds and not after.trail:
        store.expect(work.store, case.id, subjects.next_due(case, compiled, after))
    else:
        progress.record(work, case, progress.Step(compiled, after, ()))


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
    behind = progress.lateness(task.next_mark, work.now)
    notices.deadline(work, case, task, level, {100: overseer, 150: LAST_RESORT}.get(level, ""), late=bool(behind))
    told = {"percent": level, "due": task.due, **behind}
    progress.append(work, case, [progress.of_task(work, case, EntryKind.LATE, task, detail=told)])
