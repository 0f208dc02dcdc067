"""What a suspension does to a case: it stops completions, lets its clocks stand still, and is told in its journal.

The flag is raised on all cases at once; a worker then tells them one by one, each in a transaction of its own. Whoever
waits for it hears of it by a signal besides (``services.suspensions``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from migraflow import engine
from migraflow.domain.cases import Case, CaseState, WaitKind
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.suspensions import Hold, HoldState, Suspension
from migraflow.services import deadlines, editions, progress, subjects
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import snapshots, tasks, timers
from migraflow.store import suspensions as store

ENDED = "levee_suspension"
"""The signal a case hears when a suspension that held it has ended."""


def tell_next(work: Work) -> int:
    """Tell one case that it is held, or that it is no longer; 0 when all have been told."""
    require_house(work)
    missed = store.next_missed(work.store)
    if missed is not None:
        store.hold_case(work.store, *missed, work.now)
    hold = store.next_untold(work.store)
    if hold is None:
        return 0
    case = case_store.load(work.store, hold.case_id, lock=True)
    if case.state is CaseState.CLOSED:
        store.tell(work.store, hold, HoldState.OVER, hold.still)
        store.forget_paused(work.store, case.id)
    elif hold.state is HoldState.NEW:
        stop(work, case, hold)
    else:
        go_on(work, case, hold)
    return 1


def stop(work: Work, case: Case, hold: Hold) -> None:
    """Let the clocks of a case stand still, write it into its journal, and let it hear of it."""
    others = [other.still for other in store.holds(work.store, case.id) if other.state is not HoldState.NEW]
    compiled = editions.of_case(work, case)
    running = [task for task in tasks.open_of(work.store, case.id)
               if task.due is not None and not subjects.works_on(compiled, task.procedure, task.element)]  # fmt: skip
    store.pause(work.store, running)
    store.tell(work.store, hold, HoldState.ENDING if hold.until else HoldState.HELD, min([hold.since, *others]))
    one = hold.suspension
    told = entry(work, case, EntryKind.SUSPENDED, one, (one.decided_by, one.decided_by_name), one.reason)
    progress.append(work, case, [told])


def go_on(work: Work, case: Case, hold: Hold) -> None:
    """Let the clocks of a case run again when nothing else holds it, and write it into its journal."""
    compiled = editions.of_case(work, case)
    one = hold.suspension
    until = hold.until or work.now
    alone = len(store.holds(work.store, case.id)) == 1
    store.tell(work.store, hold, HoldState.OVER, hold.still)
    told = entry(work, case, EntryKind.RESUMED, one, (one.ended_by, one.ended_by_name), one.ended_reason)
    because = [told]
    if alone:
        wind_up(work, case, hold.still, until)
        before = snapshots.get(work.store, case.id)
        stood = partial(stands_still, compiled)
        after = engine.postpone(compiled, before, since=hold.still, until=until, now=work.now, only=stood)
        case = progress.record(work, replace(case, holds=0), progress.Step(compiled, after, because))
        because = []
    hear(work, case, compiled, *because)


def stands_still(compiled: engine.Compiled, procedure: str, element: str) -> bool:
    """Whether the clock of a timer stood still while its case was held."""
    return not subjects.goes_on(compiled, procedure, element)


def wind_up(work: Work, case: Case, since: datetime, until: datetime) -> None:
    """Give the tasks of a case back the time they had left; those that opened meanwhile have theirs from now on."""
    kept = store.paused(work.store, case.id)
    for task in tasks.open_of(work.store, case.id):
        if task.token in kept:
            due, mark = (deadlines.resumed(work, task.deadline, one, since, until) for one in kept[task.token])
            store.set_due(work.store, task.token, due, mark)
        elif task.deadline and task.due is None:
            store.set_due(work.store, task.token, *deadlines.of(work, task.deadline))
    store.forget_paused(work.store, case.id)


def entry(work: Work, case: Case, kind: EntryKind, one: Suspension, who: tuple[int, str], why: str) -> Entry:
    """The entry of a suspension that began or ended, by whom it was decided and why."""
    detail: Mapping[str, object] = {"suspension": one.id, "kind": one.kind, "subject": one.subject, "reason": why,
                                    "basis": one.basis, "state": str(one.state), "decided": one.decided}  # fmt: skip
    return progress.entry(work, case, kind, name=one.label, actor_id=who[0], actor=who[1], detail=detail)


def hear(work: Work, case: Case, compiled: engine.Compiled, *because: Entry) -> None:
    """Let a case hear that it goes on, where its procedure waits to; else only its journal says so."""
    waiting = {wait.name for wait in timers.of_case(work.store, case.id) if wait.kind is WaitKind.SIGNAL}
    if ENDED not in waiting:
        if because:
            progress.append(work, case, because)
        return
    before = snapshots.get(work.store, case.id)
    after = engine.broadcast(compiled, before, ENDED, {}, now=work.now)
    progress.record(work, case, progress.Step(compiled, after, because))
