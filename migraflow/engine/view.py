"""Where a case stands, read from its tokens: open tasks, waits, data, the end it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from migraflow import feel
from migraflow.engine.compile import Compiled, Step
from migraflow.engine.correlation import key_of
from migraflow.engine.diagram import EventKind
from migraflow.engine.events import CatchSpec, due_of
from migraflow.engine.live import Case, Scope
from migraflow.engine.progress import Ended, OpenTask, Wait, WaitKind
from migraflow.engine.spiff import Token
from migraflow.engine.tokens import overview

WAIT_KINDS: Mapping[EventKind, WaitKind] = {
    EventKind.TIMER: WaitKind.TIMER,
    EventKind.MESSAGE: WaitKind.MESSAGE,
    EventKind.SIGNAL: WaitKind.SIGNAL,
}
NAMING = ("libelle", "intitule", "titre", "nom", "name", "code", "id")


def open_tasks(compiled: Compiled, case: Case) -> tuple[OpenTask, ...]:
    """Everything people have to do now, in the order it came to be."""
    return tuple(
        open_task(compiled, case, task)
        for task in case.everywhere()
        if task._state == TaskState.READY and task.task_spec.manual
    )


def open_task(compiled: Compiled, case: Case, task: Token) -> OpenTask:
    """One open task."""
    step = step_of(compiled, task)
    return OpenTask(
        token=str(task.id),
        element=step.element,
        name=step.name,
        procedure=step.procedure,
        role=step.role or role_around(compiled, case, task.workflow),
        form=step.form,
        deadline=step.deadline,
        item=item_of(task),
        data=task.data,
        region=key_of(task.task_spec.region, task.data),
        office=key_of(task.task_spec.office, task.data),
    )


def step_of(compiled: Compiled, task: Token) -> Step:
    """The step a task stands at."""
    return compiled.places[task.workflow.spec.procedure, task.task_spec.element]


def role_around(compiled: Compiled, case: Case, scope: Case | Scope) -> str:
    """The lane of the nearest host around `scope`: a procedure without lanes is worked in its caller's."""
    while isinstance(scope, Scope):
        host = case.get_task_from_id(scope.parent_task_id)
        if host is None:
            return ""
        role = step_of(compiled, host).role
        if role:
            return role
        scope = host.workflow
    return ""


def item_of(task: Token) -> str | None:
    """The label of an instance of a repeated step: what its item is called, or its number (from 1)."""
    above = task.parent
    if above is None or "index" not in task.internal_data:
        host = task.workflow.parent_task_id
        outer = None if host is None else task.workflow.top_workflow.get_task_from_id(host)
        return None if outer is None else item_of(outer)
    index = task.internal_data["index"]
    items = above.internal_data.get("items") or []
    label = label_of(items[index]) if index < len(items) else ""
    return label or str(index + 1)


def label_of(value: Any) -> str:
    """What a person would call `value`."""
    if isinstance(value, dict):
        found = next((value[name] for name in NAMING if value.get(name)), None)
        return label_of(found) if isinstance(found, str) else ""
    return value if isinstance(value, str) else feel.show(feel.to_feel(value))


Chosen = Callable[[str, str], bool]
"""Whether a timer is meant, by its procedure and its element."""


def waits(compiled: Compiled, case: Case) -> tuple[Wait, ...]:
    """Everything the case waits for besides people."""
    found: list[Wait] = []
    for task in case.everywhere():
        spec = task.task_spec
        if task._state == TaskState.WAITING and isinstance(spec, CatchSpec) and spec.kind in WAIT_KINDS:
            due = due_of(task)
            step = step_of(compiled, task)
            found.append(
                Wait(
                    kind=WAIT_KINDS[spec.kind],
                    element=spec.element,
                    name=step.name if spec.kind is EventKind.TIMER else spec.ref,
                    due=None if due is None else due.at,
                    host=step.host,
                    procedure=step.procedure,
                    correlation=spec.key(task),
                )
            )
    return tuple(found)


def everything(_procedure: str, _element: str) -> bool:
    """Every timer is chosen."""
    return True


def place_of(task: Token) -> tuple[str, str]:
    """The procedure and the element a token stands at."""
    return task.workflow.spec.procedure, task.task_spec.element


def next_due(case: Case, only: Chosen = everything) -> tuple[datetime, Token] | None:
    """The earliest timer and its token, among those `only` chooses; of two at the same time the older one."""
    timers = (task for task in case.everywhere() if timer_waits(task) and only(*place_of(task)))
    found = [(due.at, task) for task in timers if (due := due_of(task)) is not None]
    return min(found, key=lambda pair: pair[0], default=None)


def timer_waits(task: Token) -> bool:
    """Whether this token waits for a timer."""
    return task._state == TaskState.WAITING and isinstance(task.task_spec, CatchSpec)


def ended(compiled: Compiled, case: Case, data: Mapping[str, Any]) -> Ended | None:
    """The end of a case that is over: the outcome is the variable `issue`, else the code of its end event.

    Of several end events the last one that [issues] names counts: others end what went on beside.
    """
    if not case.completed:
        return None
    ends = case.reached.split()
    told = [end for end in ends if end.removeprefix("fin_") in compiled.issues]
    reached = (told or ends or [""])[-1]
    step = compiled.places.get((compiled.procedure.id, reached)) or compiled.places.get((compiled.bundle.id, reached))
    said = data.get("issue")
    outcome = said if isinstance(said, str) and said else reached.removeprefix("fin_")
    return Ended(reached, reached if step is None else step.name, outcome)


def data_of_case(case: Case) -> Mapping[str, Any]:
    """The data of the case as a whole."""
    return overview(case)
