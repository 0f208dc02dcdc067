"""Moves a running case to another edition: a pure function, so that a dry run is the move itself, not written down.

Drafts (the house keeps them by token), due times and items of repeated steps stay as they are, for tokens do. A wait
the new edition adds to a step begins to count at the move; one it dropped ends. Anything else that cannot go on as it
stands is a reason not to move, in words a manager can act on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from SpiffWorkflow.util.task import TaskState

from migraflow.domain.errors import StepFailed, Unfit
from migraflow.engine import snapshot as memory
from migraflow.engine.ahead import Question, missed
from migraflow.engine.compile import Compiled
from migraflow.engine.diagram import Kind
from migraflow.engine.live import Case, Scope
from migraflow.engine.moment import Moment, lived, utc
from migraflow.engine.nodes import Split
from migraflow.engine.progress import Progress
from migraflow.engine.reach import reach
from migraflow.engine.relocation import Reason, Relocation
from migraflow.engine.run import settled, told
from migraflow.engine.spiff import LIVE, Token


class Verdict(StrEnum):
    """What a move would come to for one case."""

    MOVES = "moves"
    ASKS = "asks"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move comes to: the case in the new edition unless it stays; the answers it needs; why it cannot."""

    verdict: Verdict
    progress: Progress | None = None
    questions: tuple[Question, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How to move: old elements → the elements that replace them, and typed answers for what the case never asked."""

    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])


def move(snapshot: bytes, old: Compiled, new: Compiled, wish: Wish, *, now: datetime) -> Moved:
    """The case of `snapshot`, which follows `old`, as it would stand in `new`. Nothing is guessed, nothing is reset.

    ASKS when something ahead reads an answer of a step it has left behind (`wish.answers` may bring it); STAYS, with
    reasons, when a token has no place in `new`.
    """
    relocation = Relocation(old, new, wish.mapping, memory.content_of(snapshot))
    relocation.run()
    if relocation.reasons:
        return Moved(Verdict.STAYS, reasons=tuple(relocation.reasons))
    try:
        with told():
            return placed(relocation, wish, now)
    except StepFailed as failure:
        return failed(failure.element, failure.reason)
    except Unfit as refusal:
        return failed("", refusal.code)


def failed(element: str, reason: str) -> Moved:
    """A case that breaks where it would go on."""
    return Moved(Verdict.STAYS, reasons=(Reason("step_failed", element, {"reason": reason}),))


def placed(relocation: Relocation, wish: Wish, now: datetime) -> Moved:
    """The rewritten memory brought to life: waits added, joins asked again, questions looked for."""
    old, new = relocation.old, relocation.new
    case, identity, drawn = memory.restored(new.specs, new.bundle.id, relocation.content)
    moment = Moment(utc(now), identity, drawn)
    with lived(moment):
        for task in case.everywhere() if wish.answers else ():
            if task._state & LIVE:
                task.data = {**task.data, **wish.answers}
        short = tuple(short_joins(new, case))
        if short:
            return Moved(Verdict.STAYS, reasons=short)
        for scope in case.scopes():
            wait_beside(relocation, scope)
        for scope in case.scopes():
            scope.update_waiting_tasks()
        progress = settled(new, case, moment)
    questions = missed(old, new, relocation.standing, progress.data, utc(now))
    return Moved(Verdict.ASKS if questions else Verdict.MOVES, progress, questions)


def short_joins(new: Compiled, case: Case) -> Iterator[Reason]:
    """The parallel joins that would wait for a branch nobody is on, though another branch is on its way."""
    for scope in case.scopes():
        process: Any = scope.spec
        diagram = new.diagrams[process.procedure]
        living = scope.alive()
        for node in diagram.nodes.values():
            spec: Any = process.task_specs.get(node.id)
            if node.kind is not Kind.PARALLEL or spec is None or len(spec.flows) < 2:
                continue
            ways = reach(diagram, node)
            come = [covered(task, spec, ways) for task in living]
            inside = not any(spec.flows <= flows for flows in come)
            together = frozenset[str]().union(*come) if come else frozenset[str]()
            if together and inside and not spec.flows <= together:
                yield Reason("join_short", node.id, {"name": node.label})


def covered(task: Token, spec: Any, ways: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The flows by which a token has come, or may still come, to a join."""
    if task.task_spec is spec:
        return frozenset({str(task.internal_data.get("flow", ""))})
    return ways.get(task.task_spec.element, frozenset())


def wait_beside(relocation: Relocation, scope: Case | Scope) -> None:
    """Let the events wait that the new edition has beside a step or scope and the old one had not."""
    drawn_before = {id for diagram in relocation.old.diagrams.values() for id in diagram.nodes}
    known = {relocation.mapping.get(element, element) for element in drawn_before}
    for split in [task for task in scope.tasks.values() if isinstance(task.task_spec, Split)]:
        host = split.task_spec.host(split)
        if host is not None and host._state & LIVE:
            add_waiting(split, [way.target for way in split.task_spec.ways[1:]], known)
    root = scope.task_tree
    if not scope.completed:
        guards = [way.target for way in getattr(root.task_spec, "beside", ())]
        add_waiting(root, guards, {f"{element} [event]" for element in known})


def add_waiting(above: Token, names: list[str], known: set[str]) -> None:
    """A waiting task below `above` for each of `names` that is new."""
    specs = above.workflow.spec.task_specs
    for name in names:
        if name not in known:
            child = above._add_child(specs[name], TaskState.FUTURE)
            child.task_spec._update(child)
