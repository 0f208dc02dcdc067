"""Tokens of a case seen together: where branches part, and what they know as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from SpiffWorkflow.util.task import TaskState

from migraflow.engine.live import Case, Scope
from migraflow.engine.merge import Data, merged
from migraflow.engine.spiff import Token


def line(task: Token) -> list[Token]:
    """`task` and the tasks above it, topmost first."""
    found, current = [], task
    while current is not None:
        found.append(current)
        current = current.parent
    return found[::-1]


def parting(tasks: Iterable[Token]) -> Token:
    """The lowest task above (or among) all of `tasks`: where their branches part."""
    lines = [line(task) for task in tasks]
    common = lines[0][0]
    for level in zip(*lines, strict=False):
        if any(task is not level[0] for task in level):
            break
        common = level[0]
    return common


def gathered(tasks: list[Token]) -> Data:
    """The data of several tokens of one scope merged, in the order they were made."""
    if len(tasks) == 1:
        return known(tasks[0])
    return merged(parting(tasks).data, [known(task) for task in tasks])


def known(task: Token) -> Data:
    """What is known where `task` stands: inside a running subprocess, what its own tokens know."""
    case = task.workflow.top_workflow
    scope = case.subprocesses.get(task.id) if task._state == TaskState.STARTED else None
    return dict(task.data) if scope is None else overview(scope)


def overview(scope: Case | Scope) -> Data:
    """The data of a whole scope now; at its end, the data it ended with."""
    tokens = scope.alive()
    if tokens and not scope.completed:
        return gathered(tokens)
    last = scope.last_task if scope.last_task is not None else scope.task_tree
    return dict(last.data)
