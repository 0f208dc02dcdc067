"""SpiffWorkflow's task as migraflow speaks of it."""

from __future__ import annotations

from typing import Any, TypeAlias

from SpiffWorkflow.util.task import TaskState

Token: TypeAlias = Any
"""A ``SpiffWorkflow.task.Task``. The library declares its specs and workflows as base classes only, so that a checker
refuses every attribute of ours; the tests of this folder are what keeps these names honest."""
LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
"""States in which a token stands at a node."""
