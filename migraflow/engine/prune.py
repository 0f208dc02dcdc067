"""Forgetting what no token needs any more, so that a case of three hundred rounds weighs what one of three does.

Nodes look at living tasks only (see `nodes`), so a finished task is needed for two things: being the place where living
branches part (the base their data is merged against), and tying a boundary event to its host. Everything else is
dropped after each advance; history is the journal's business. Because no node reads history this is safe for every
diagram, joins on cycles included.
"""

from __future__ import annotations

from uuid import UUID

from migraflow.engine.live import Case, Scope
from migraflow.engine.nodes import Split
from migraflow.engine.spiff import LIVE, Token


def prune(case: Case) -> int:
    """Drop what is no longer needed in every scope; how many tasks were dropped."""
    return sum(prune_scope(scope) for scope in (case, *case.subprocesses.values()))


def prune_scope(scope: Case | Scope) -> int:
    """Drop what is no longer needed in one scope."""
    root, tasks = scope.task_tree, scope.tasks
    kept = needed(scope)
    dropped = len(tasks) - len(kept)
    if dropped:
        tie(scope, kept)
    if len(root._children) == 1:
        root.data = dict(tasks[root._children[0]].data)
    if scope.last_task is not None and scope.last_task.id not in tasks:
        scope.last_task = None
    return dropped


def tie(scope: Case | Scope, kept: set[UUID]) -> None:
    """Leave the kept tasks alone in the scope, each under the nearest kept one above it."""
    tasks = scope.tasks
    above = {identifier: next_kept(tasks[identifier], kept) for identifier in kept}
    children: dict[UUID | None, list[UUID]] = {identifier: [] for identifier in (None, *kept)}
    for identifier in [*tasks]:
        if identifier in kept:
            children[above[identifier]].append(identifier)
        else:
            del tasks[identifier]
    for identifier in kept:
        task = tasks[identifier]
        task._parent = above[identifier]
        task._children = children[identifier]


def needed(scope: Case | Scope) -> set[UUID]:
    """The tasks to keep: the root, the living, where living branches part, splits with a living child."""
    root = scope.task_tree
    kept = {root.id}
    if scope.completed and scope.last_task is not None:
        kept.add(scope.last_task.id)
    branches: dict[UUID, int] = {}
    for task in scope.tasks.values():
        if not task._state & LIVE:
            continue
        kept.add(task.id)
        current: Token = task
        while current.parent is not None:
            above = current.parent
            if current is task and isinstance(above.task_spec, Split):
                kept.add(above.id)
            branches[above.id] = branches.get(above.id, 0) + 1
            if branches[above.id] > 1:
                kept.add(above.id)
            if branches[above.id] > 1 or above._state & LIVE:
                break
            current = above
    return kept


def next_kept(task: Token, kept: set[UUID]) -> UUID | None:
    """The nearest kept task above `task`; None for the root."""
    current = task.parent
    while current is not None and current.id not in kept:
        current = current.parent
    return None if current is None else current.id
