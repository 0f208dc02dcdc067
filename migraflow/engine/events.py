"""Events: what a token waits for, what stops it on the way, and what an end throws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from SpiffWorkflow.util.task import TaskState

from migraflow import feel
from migraflow.engine.correlation import key_of
from migraflow.engine.diagram import EventKind, Node, TimerKind
from migraflow.engine.expressions import evaluate
from migraflow.engine.gateways import EventGatewaySpec
from migraflow.engine.live import Case, Scope
from migraflow.engine.merge import Data
from migraflow.engine.moment import current
from migraflow.engine.nodes import MESSAGE, SIGNAL, NodeSpec, ProcessSpec, Split, emit, message_parameters
from migraflow.engine.spiff import Token
from migraflow.engine.timers import Due, Timer, following
from migraflow.engine.tokens import known, overview

Payload = Mapping[str, Any]


class CatchSpec(NodeSpec):
    """Waits for a timer, a message or a signal. The due time is kept per token, so two timers never share one."""

    def __init__(self, process: ProcessSpec, node: Node, name: str, timer: Timer | None = None) -> None:
        super().__init__(process, node, name)
        self.kind = node.trigger.kind
        self.ref = node.trigger.ref
        self.timer = timer
        self.correlation: feel.Expression | None = None

    def enter(self, my_task: Token) -> bool:
        if self.kind in (EventKind.NONE, EventKind.LINK):
            return True
        if self.timer is not None and "due" not in my_task.internal_data:
            arm(my_task, self.timer.due(my_task.data, current().now, self.element))
        my_task._set_state(TaskState.WAITING)
        return False

    def waits_for(self, my_task: Token, kind: EventKind, ref: str) -> bool:
        """Whether this token waits for that event."""
        return my_task._state == TaskState.WAITING and self.kind is kind and self.ref == ref

    def key(self, my_task: Token) -> str:
        """The key a message must have been sent with to be the one this token waits for, "" when any will do."""
        return key_of(self.correlation, self.knowing(my_task)) if self.correlation else ""

    def knowing(self, my_task: Token) -> Data:
        """What is known where this token waits."""
        return my_task.data

    def happen(self, my_task: Token, payload: Payload) -> None:
        """The event happens for this token: rivals of an event gateway are cancelled and the token goes on."""
        above = my_task.parent
        if isinstance(above.task_spec, EventGatewaySpec):
            rivals = {way.target for way in above.task_spec.ways}
            for rival in above.children:
                if rival is not my_task and rival.task_spec.name in rivals:
                    rival.cancel()
        disarm(my_task)
        my_task.data = {**my_task.data, **payload}
        my_task._ready()

    def again(self, above: Token, due: Due | None) -> None:
        """An event that does not interrupt waits again: a cycle until its last time, anything but a timer always."""
        if self.timer is None:
            after = None
        else:
            after = None if due is None else following(due)
            if after is None:
                return
        child = above._add_child(self, TaskState.FUTURE)
        if after is not None:
            arm(child, after)
        self._update(child)


class BoundarySpec(CatchSpec):
    """An event attached to an activity. It starts from what is known inside the activity at that moment."""

    def knowing(self, my_task: Token) -> Data:
        host = my_task.parent.task_spec.host(my_task.parent)
        return my_task.data if host is None else known(host)

    def happen(self, my_task: Token, payload: Payload) -> None:
        split: Token = my_task.parent
        host = split.task_spec.host(split)
        data = dict(my_task.data) if host is None else known(host)
        due = due_of(my_task)
        disarm(my_task)
        if self.node.interrupting:
            for task in (host, *split.task_spec.events(split)):
                if task is not None and task is not my_task:
                    task.cancel()
        else:
            self.again(split, due)
        my_task.data = {**data, **payload}
        my_task._ready()


class GuardSpec(CatchSpec):
    """The start of an event subprocess: waits beside everything else in its scope, and ends with it."""

    guards = True

    def note(self, my_task: Token) -> None:
        """The start event inside says it."""

    def knowing(self, my_task: Token) -> Data:
        return overview(my_task.workflow)

    def happen(self, my_task: Token, payload: Payload) -> None:
        scope = my_task.workflow
        data, due = overview(scope), due_of(my_task)
        disarm(my_task)
        if self.node.interrupting:
            for task in scope.alive():
                if task is not my_task:
                    task.cancel()
        else:
            self.again(my_task.parent, due)
        my_task.data = {**data, **payload}
        my_task._ready()


def arm(my_task: Token, due: Due) -> None:
    """Keep the due time with the token."""
    my_task.internal_data["due"] = due.at.isoformat()
    if due.period:
        my_task.internal_data["period"] = due.period
        my_task.internal_data["left"] = due.left


def disarm(my_task: Token) -> None:
    """Forget the due time; the trail will say when it was."""
    if "due" in my_task.internal_data:
        my_task.internal_data["came"] = my_task.internal_data["due"]
    for name in ("due", "period", "left"):
        my_task.internal_data.pop(name, None)


def shift(my_task: Token, since: datetime, until: datetime) -> None:
    """Move the due time of a timer whose clock stood still; by whole days when it counts in days of the house."""
    due, timer = due_of(my_task), my_task.task_spec.timer
    if due is None or timer is None or not timer.counts or due.at <= since:
        return
    span = until - since
    if timer.kind is TimerKind.DATE:
        span = timedelta(days=-(-span // timedelta(days=1)))
    my_task.internal_data["due"] = (due.at + span).isoformat()


def due_of(my_task: Token) -> Due | None:
    """The due time kept with the token, None for a token that waits for no timer."""
    kept = my_task.internal_data
    if "due" not in kept:
        return None
    return Due(datetime.fromisoformat(kept["due"]), kept.get("period", ""), kept.get("left", 0))


class ThrowSpec(NodeSpec):
    """An intermediate throw or an end event: message, signal, escalation, error, termination."""

    def __init__(self, process: ProcessSpec, node: Node, name: str, payload: Any = None) -> None:
        super().__init__(process, node, name)
        self.payload = payload
        self.correlation: feel.Expression | None = None
        self.lasting: feel.Expression | None = None

    def act(self, my_task: Token) -> bool:
        trigger = self.node.trigger
        carried = None if self.payload is None else evaluate(self.payload, my_task.data)
        payload = carried if isinstance(carried, dict) else {}
        if trigger.kind in (EventKind.MESSAGE, EventKind.SIGNAL):
            key = key_of(self.correlation, {**my_task.data, **payload})
            lasting = None if self.lasting is None else evaluate(self.lasting, my_task.data)
            operator = MESSAGE if trigger.kind is EventKind.MESSAGE else SIGNAL
            emit(my_task, operator, message_parameters(trigger.ref, payload, key, lasting))
            if trigger.kind is EventKind.SIGNAL:
                spread(my_task.workflow.top_workflow, trigger.ref, payload, key)
        elif trigger.kind in (EventKind.ERROR, EventKind.ESCALATION):
            self.raise_up(my_task, trigger.kind, trigger.ref)
        return True

    def raise_up(self, my_task: Token, kind: EventKind, code: str) -> None:
        """Look for who catches it, from the scope outwards; an error nobody catches ends the scope it reaches."""
        case: Case = my_task.workflow.top_workflow
        scope: Case | Scope = my_task.workflow
        while True:
            host = case.get_task_from_id(scope.parent_task_id) if isinstance(scope, Scope) else None
            catcher = best(guarding(scope), kind, code) or (None if host is None else catching(host, kind, code))
            if catcher is not None:
                catcher.task_spec.happen(catcher, {})
                return
            if host is None:
                break
            scope = host.workflow
        if kind is EventKind.ERROR and my_task.workflow is case:
            terminate(my_task)


def guarding(scope: Case | Scope) -> list[Token]:
    """The event subprocesses waiting in `scope`."""
    return [task for task in scope.alive() if isinstance(task.task_spec, GuardSpec)]


def best(events: list[Token], kind: EventKind, code: str) -> Token | None:
    """The event that waits for this code; one that names no code catches all."""
    exact = [task for task in events if task.task_spec.waits_for(task, kind, code)]
    loose = [task for task in events if task.task_spec.waits_for(task, kind, "")]
    return next(iter(exact + loose), None)


def catching(host: Token, kind: EventKind, code: str) -> Token | None:
    """The boundary event on `host` that catches `code`; one that names no code catches all."""
    split = host.parent
    while split is not None and not isinstance(split.task_spec, Split):
        if not split.task_spec.repeats:
            return None
        split = split.parent
    if split is None:
        return None
    return best([task for task in split.children if isinstance(task.task_spec, BoundarySpec)], kind, code)


class EndSpec(ThrowSpec):
    """An end event. At the level of the procedure itself, or of an event subprocess that takes over from it, it is the
    outcome of the case."""

    def completed(self, my_task: Token) -> None:
        outer = my_task.workflow
        while isinstance(outer, Scope):
            host = outer.top_workflow.get_task_from_id(outer.parent_task_id)
            if host is None or not host.task_spec.takes_over:
                break
            outer = host.workflow
        if isinstance(outer, Case):
            outer.reached = " ".join([*(end for end in outer.reached.split() if end != self.element), self.element])
        if self.node.trigger.kind is EventKind.TERMINATE:
            terminate(my_task)


def terminate(my_task: Token) -> None:
    """End the scope at once: every other token in it is cancelled."""
    scope = my_task.workflow
    for task in scope.alive():
        if task is not my_task:
            task.cancel()
    scope.last_task = my_task
    scope._mark_complete(my_task)


def waiting(case: Case, kind: EventKind, ref: str) -> list[Token]:
    """The tokens that wait for that event, innermost scope first, then oldest first."""
    found: list[Token] = []
    for scope in case.scopes():
        for task in scope.tasks.values():
            if isinstance(task.task_spec, CatchSpec) and task.task_spec.waits_for(task, kind, ref):
                found.append(task)
    return found


def meant(tasks: list[Token], key: str | None) -> list[Token]:
    """Those of `tasks` a message with this key is meant for: those that wait for the very key, then those that take
    any. Without a key only the latter; None says that the case itself was named, and any of its tokens will do."""
    if key is None:
        return tasks
    keys = [task.task_spec.key(task) for task in tasks]
    exact = [task for task, own in zip(tasks, keys, strict=True) if key and own == key]
    return exact + [task for task, own in zip(tasks, keys, strict=True) if not own]


def spread(case: Case, name: str, payload: Data, key: str | None = None) -> int:
    """Let every token that waits for signal `name` have it; how many there were."""
    tasks = meant(waiting(case, EventKind.SIGNAL, name), key)
    for task in tasks:
        if task.task_spec.waits_for(task, EventKind.SIGNAL, name):
            task.task_spec.happen(task, payload)
    return len(tasks)
