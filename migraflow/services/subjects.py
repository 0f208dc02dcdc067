"""What cases are about besides their person (``[sujets]`` of their procedures), and what of it is suspended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from migraflow import engine, feel
from migraflow.domain.cases import Case
from migraflow.domain.errors import Suspended
from migraflow.domain.suspensions import Suspension, SuspensionState
from migraflow.domain.tasks import Task
from migraflow.engine.correlation import key_text
from migraflow.services.work import Work
from migraflow.store import suspensions as store

DURING = "pendant_suspension"
"""Property of a task that is done while the case is suspended, the one that deals with the suspension; and of a timer
whose clock goes on meanwhile, the one that has the suspension looked at again (domain.md §7.1)."""
YES = frozenset({"oui", "true"})


def works_on(compiled: engine.Compiled, procedure: str, element: str) -> bool:
    """Whether a step goes on while its case is suspended."""
    step = compiled.places.get((procedure, element))
    return step is not None and step.properties.get(DURING, "").strip().lower() in YES


def goes_on(compiled: engine.Compiled, procedure: str, element: str) -> bool:
    """Whether the clock of a timer goes on while its case is suspended: its own, or that of the task it watches."""
    step = compiled.places.get((procedure, element))
    host = step.host if step else None
    return works_on(compiled, procedure, element) or (host is not None and works_on(compiled, procedure, host))


def next_due(case: Case, compiled: engine.Compiled, progress: engine.Progress) -> datetime | None:
    """When the house looks at a case again: at its next timer; while it is held, at the next of those that go on."""
    if progress.ended or not case.holds:
        return None if progress.ended else progress.next_due
    return min((wait.due for wait in progress.waits if wait.due and goes_on(compiled, wait.procedure, wait.element)),
               default=None)  # fmt: skip


def in_force(work: Work, case: Case) -> tuple[Suspension, ...]:
    """The suspensions that hold a case now, the oldest first."""
    if not case.holds:
        return ()
    held = [hold.suspension for hold in store.holds(work.store, case.id)]
    return tuple(one for one in held if one.state is SuspensionState.IN_FORCE)


def stopping(work: Work, case: Case, compiled: engine.Compiled, task: Task) -> tuple[Suspension, ...]:
    """The suspensions that keep a task from being completed; none for one that is there to deal with them."""
    return () if works_on(compiled, task.procedure, task.element) else in_force(work, case)


def require_running(work: Work, case: Case, compiled: engine.Compiled, task: Task) -> None:
    """Go on only if no suspension keeps the task from being completed. Raises Suspended (who, when, what, why)."""
    for one in stopping(work, case, compiled, task) if case.holds else ():
        raise Suspended(who=one.decided_by_name, when=one.decided, what=one.label, why=one.reason)


def about(work: Work, compiled: engine.Compiled, data: Mapping[str, object]) -> set[tuple[str, str]]:
    """What a case that knows `data` is about, as (kind, subject)."""
    found: set[tuple[str, str]] = set()
    for kind, facts in compiled.subjects.items():
        try:
            value = feel.compile(facts.value, data).evaluate(data, now=work.now)
        except (feel.FeelSyntaxError, feel.LimitReached):
            continue
        values = value if isinstance(value, list) else [value]
        found |= {(kind, key) for one in values if (key := key_text(one))}
    return found


def bind(work: Work, case: Case, compiled: engine.Compiled, data: Mapping[str, object]) -> None:
    """Keep what a case is about now; what has become so and is suspended holds it from this step on."""
    if not compiled.subjects:
        return
    now, before = about(work, compiled, data), store.subjects(work.store, case.id)
    if now == before:
        return
    store.replace_subjects(work.store, case.id, now)
    for kind, subject in sorted(now - before):
        one = store.in_force(work.store, kind, subject)
        if one is not None and not any(hold.suspension.id == one.id for hold in store.holds(work.store, case.id)):
            store.hold_case(work.store, one.id, case.id, work.now)
