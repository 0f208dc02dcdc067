"""Moves a case: pure functions from an edition, a snapshot and an event to what changed.

The clock is the argument `now`; tokens are drawn from the snapshot's own sequence, so the same event on the same
snapshot gives the same result, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from SpiffWorkflow.util.task import TaskState

from migraflow.domain.errors import MigraflowError, StepFailed, Unfit
from migraflow.engine import snapshot as memory
from migraflow.engine.compile import Compiled
from migraflow.engine.diagram import EventKind, Kind
from migraflow.engine.events import meant, shift, spread, waiting
from migraflow.engine.live import Case
from migraflow.engine.moment import Moment, lived, utc
from migraflow.engine.nodes import ServiceSpec
from migraflow.engine.progress import Progress
from migraflow.engine.prune import prune
from migraflow.engine.spiff import LIVE, Token
from migraflow.engine.view import (
    Chosen,
    data_of_case,
    ended,
    everything,
    next_due,
    open_tasks,
    place_of,
    timer_waits,
    waits,
)

MOST_FIRED = 500
"""Timers fired in one call; what is still due then is left to the next."""
Act = Callable[[Case], None]


def start(
    compiled: Compiled,
    *,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    message: str = "",
    case: UUID | None = None,
) -> Progress:
    """Open a case with `data`. `message` names the start event's message when it is opened by one; `case` fixes the
    sequence of tokens (a replay), random when not given."""
    moment = Moment(utc(now), case or uuid4())
    with lived(moment), told():
        live = Case(compiled.specs[compiled.bundle.id], dict(compiled.specs))
        live.task_tree.data = dict(data or {})
        if message:
            live.task_tree.internal_data["start"] = start_event(compiled, message)
        return settled(compiled, live, moment)


def start_event(compiled: Compiled, message: str) -> str:
    """The start event that waits for `message`."""
    diagram = compiled.diagrams[compiled.bundle.id]
    for node in diagram.inside(diagram.id):
        if node.kind is Kind.START and (node.trigger.kind, node.trigger.ref) == (EventKind.MESSAGE, message):
            return node.id
    raise Unfit("message_unexpected", message=message)


def advance(compiled: Compiled, snapshot: bytes, token: str, answers: Mapping[str, Any], *, now: datetime) -> Progress:
    """Complete the open task `token` with accepted `answers`: each replaces the variable of its name, none is merged.

    Raises Unfit("task_not_open") when the task is not waiting for anybody."""

    def act(case: Case) -> None:
        task = found(case, token)
        if task is None or task._state != TaskState.READY or not task.task_spec.manual:
            raise Unfit("task_not_open", token=token)
        task.data = {**task.data, **answers}
        task.run()

    return moved(compiled, snapshot, now, act)


def resume(compiled: Compiled, snapshot: bytes, token: str, result: Any, *, now: datetime) -> Progress:
    """Give an awaited effect its answer. Raises Unfit("effect_not_awaited")."""

    def act(case: Case) -> None:
        task = found(case, token)
        if task is None or task._state != TaskState.STARTED or not isinstance(task.task_spec, ServiceSpec):
            raise Unfit("effect_not_awaited", token=token)
        task.task_spec.answer(task, result)

    return moved(compiled, snapshot, now, act)


def fire(compiled: Compiled, snapshot: bytes, *, now: datetime, only: Chosen = everything) -> Progress:
    """Fire the timers due at `now`, the earliest first, until none is; `only` those it chooses."""
    limit = utc(now)

    def act(case: Case) -> None:
        for _ in range(MOST_FIRED):
            due = next_due(case, only)
            if due is None or due[0] > limit:
                return
            due[1].task_spec.happen(due[1], {})
            run_on(case)

    return moved(compiled, snapshot, now, act)


def deliver(
    compiled: Compiled,
    snapshot: bytes,
    name: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    correlation: str | None = None,
) -> Progress:
    """Give message `name` to the one place that waits for it: the innermost, then the oldest.

    With a `correlation` ("" for a message sent without one) only to a place that waits for this key, else for any.

    Raises Unfit("message_unexpected") when nothing waits for it."""

    def act(case: Case) -> None:
        places = meant(waiting(case, EventKind.MESSAGE, name), correlation)
        if not places:
            raise Unfit("message_unexpected", message=name)
        places[0].task_spec.happen(places[0], dict(payload))

    return moved(compiled, snapshot, now, act)


def broadcast(
    compiled: Compiled,
    snapshot: bytes,
    signal: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    correlation: str | None = None,
) -> Progress:
    """Give signal `signal` to every place that waits for it (for this key, or for any); nothing happens when none
    does."""

    def act(case: Case) -> None:
        spread(case, signal, dict(payload), correlation)

    return moved(compiled, snapshot, now, act)


def postpone(
    compiled: Compiled, snapshot: bytes, *, since: datetime, until: datetime, now: datetime, only: Chosen = everything
) -> Progress:
    """Let the timers that count a time (not those set to a date of the case) stand still from `since` to `until`;
    `only` those it chooses."""

    def act(case: Case) -> None:
        for task in case.everywhere():
            if timer_waits(task) and only(*place_of(task)):
                shift(task, utc(since), utc(until))

    return moved(compiled, snapshot, now, act)


def amend(compiled: Compiled, snapshot: bytes, values: Mapping[str, Any], *, now: datetime) -> Progress:
    """Put `values` in place of what the case knows under their names, wherever a token stands; nothing moves."""
    with told():
        case, identity, drawn = memory.load(compiled.specs, compiled.bundle.id, snapshot)
        moment = Moment(utc(now), identity, drawn)
        with lived(moment):
            for task in case.everywhere():
                if task._state & LIVE:
                    task.data = {**task.data, **values}
            return seen(compiled, case, memory.dump(case, moment.case, moment.drawn))


def facts(compiled: Compiled, snapshot: bytes) -> Progress:
    """Where the case stands, without moving it: no new effect, trail or decision."""
    with told():
        case, _, _ = memory.load(compiled.specs, compiled.bundle.id, snapshot)
        return seen(compiled, case, snapshot)


def moved(compiled: Compiled, snapshot: bytes, now: datetime, act: Act) -> Progress:
    """Restore, act, run on, and tell what changed."""
    with told():
        case, identity, drawn = memory.load(compiled.specs, compiled.bundle.id, snapshot)
        moment = Moment(utc(now), identity, drawn)
        with lived(moment):
            act(case)
            return settled(compiled, case, moment)


def settled(compiled: Compiled, case: Case, moment: Moment) -> Progress:
    """Pass every automatic node, forget what is no longer needed, take the snapshot."""
    run_on(case)
    return seen(compiled, case, memory.dump(case, moment.case, moment.drawn))


def run_on(case: Case) -> None:
    """Pass every automatic node, forgetting on the way what no token needs any more."""
    while case.run_some():
        prune(case)
    prune(case)


def seen(compiled: Compiled, case: Case, snapshot: bytes) -> Progress:
    """The case as plain values."""
    data = data_of_case(case)
    due = next_due(case)
    return Progress(
        snapshot=snapshot,
        tasks=open_tasks(compiled, case),
        waits=waits(compiled, case),
        effects=tuple(case.effects),
        trail=tuple(case.trail),
        decisions=tuple(case.decisions),
        data=data,
        ended=ended(compiled, case, data),
        next_due=None if due is None else due[0],
    )


def found(case: Case, token: str) -> Token | None:
    """The task with this token; None for one that never was."""
    with suppress(ValueError):
        return case.get_task_from_id(UUID(token))
    return None


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever a step raises into StepFailed; our own errors pass."""
    try:
        yield
    except MigraflowError:
        raise
    except Exception as error:
        raise StepFailed("", f"{type(error).__name__}: {error}") from error
