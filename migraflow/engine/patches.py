"""What is changed in SpiffWorkflow at run time, in one place and for one version only.

The library reads the machine's clock and draws random ids in ``Task``; it logs (and builds the log's facts) at every
change of state; and it removes the open children of a cancelled task without telling them, which leaves their
subprocesses and catching events behind. Its log is turned down to warnings. Everything else migraflow changes is done
in subclasses.
"""

from __future__ import annotations

import importlib.metadata
import logging
import time
from uuid import UUID, uuid4

import SpiffWorkflow.task as spiff_task
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from migraflow.engine.moment import CURRENT
from migraflow.engine.spiff import LIVE

SUPPORTED = "3.2.0"


class Clock:
    """Stands for the ``time`` module inside ``SpiffWorkflow.task``."""

    @staticmethod
    def time() -> float:
        """Seconds since 1970 at the current moment; the machine's clock outside of any."""
        moment = CURRENT.get(None)
        return time.time() if moment is None else moment.now.timestamp()


def draw() -> UUID:
    """The next token of the case being moved; a random one outside of any."""
    moment = CURRENT.get(None)
    return uuid4() if moment is None else moment.token()


def set_state(self: Task, value: int) -> None:
    """Change the state without building a log record."""
    if value != self._state:
        self.last_state_change = spiff_task.time.time()
        self._state = value


def cancel(self: Task) -> None:
    """Cancel a task and whatever is alive below it, each being told; workflows that are not ours keep the old way."""
    if not getattr(self.workflow, "ours", False):
        stock_cancel(self)
        return
    stack = [self]
    while stack:
        task = stack.pop()
        stack.extend(task.children)
        if task._state & LIVE:
            task._set_state(TaskState.CANCELLED)
            task.task_spec._on_cancel(task)


stock_cancel = Task.cancel


def apply() -> None:
    """Install the changes; refuse a version they were not written for."""
    version = importlib.metadata.version("SpiffWorkflow")
    if version != SUPPORTED:
        raise RuntimeError(f"SpiffWorkflow {SUPPORTED} is required, {version} is installed")
    spiff_task.time = Clock
    spiff_task.uuid4 = draw
    Task._set_state = set_state
    Task.cancel = cancel
    logging.getLogger("spiff").setLevel(logging.WARNING)
