"""A case in memory while it is moved: SpiffWorkflow's workflow without clock, log, prediction or Python scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from migraflow.domain.errors import StepFailed
from migraflow.engine import patches
from migraflow.engine.expressions import WALLED
from migraflow.engine.merge import Data
from migraflow.engine.progress import Decided, Effect, Passed
from migraflow.engine.spiff import LIVE, Token

patches.apply()

STEPS_BETWEEN = 150
MAX_STEPS = 20_000
"""Automatic nodes passed in one advance; more than that is a loop that waits for nobody."""


class Running:
    """What `Case` and `Scope` share: flat scans instead of walks down the tree."""

    ours = True
    """Tells our workflows from any other the library may be running (see `patches`)."""

    tasks: dict[UUID, Token]
    task_tree: Token
    last_task: Token
    data: dict[str, Any]
    completed: bool
    success: bool

    def update_waiting_tasks(self) -> None:
        """Let every waiting task look again whether it may go on."""
        for task in [task for task in self.tasks.values() if task._state == TaskState.WAITING]:
            if task._state == TaskState.WAITING and task.task_spec.looks_again:
                task.task_spec._update(task)

    def alive(self) -> list[Token]:
        """The tasks where a token stands."""
        return [task for task in self.tasks.values() if task._state & LIVE]

    def cancel(self, *words: Any, **named: Any) -> Any:
        """Cancel every living task."""
        self.success = False
        self.completed = True
        found = self.alive()
        for task in found:
            task.cancel()
        return found

    def _mark_complete(self, task: Token) -> None:
        self.data.update(task.data)
        self.completed = True

    def _task_completed_notify(self, task: Token) -> None:
        self.last_task = task
        if task.task_spec.name == " end":
            self._mark_complete(task)
        if not self.completed:
            self.update_waiting_tasks()

    def is_completed(self) -> bool:
        """Whether the end has been reached."""
        return self.completed

    def collect_log_extras(self, dct: Any = None) -> dict[str, Any]:
        """Nothing: the library would gather facts for log records nobody reads."""
        return {}


class Scope(Running, BpmnSubWorkflow):
    """A running subprocess or called procedure."""

    def _calculate_depth(self) -> int:
        above = self.top_workflow.get_task_from_id(self.parent_task_id).workflow
        return above.depth + 1


class Case(Running, BpmnWorkflow):
    """A running case. `trail`, `effects` and `decisions` gather what this advance did; `reached` are the end events
    of the procedure itself met so far, in order: a complaint answered after the file was closed is not its outcome."""

    def __init__(self, spec: BpmnProcessSpec, subprocess_specs: dict[str, BpmnProcessSpec], **words: Any) -> None:
        self.trail: list[Passed] = []
        self.effects: list[Effect] = []
        self.decisions: list[Decided] = []
        self.reached = ""
        self.steps = 0
        super().__init__(spec, subprocess_specs, script_engine=WALLED, **words)

    def create_subprocess(self, my_task: Token, spec_name: str) -> Scope:
        """Open the subprocess or called procedure of `my_task`."""
        scope = Scope(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = scope
        return scope

    def scopes(self) -> Iterator[Case | Scope]:
        """The case and its subprocesses, innermost first."""
        yield from sorted(self.subprocesses.values(), key=lambda scope: scope.depth, reverse=True)
        yield self

    def everywhere(self) -> Iterator[Token]:
        """Every task of the case, in the order they came to be within each scope, the case's own first."""
        yield from list(self.tasks.values())
        for scope in sorted(self.subprocesses.values(), key=lambda scope: scope.depth):
            yield from list(scope.tasks.values())

    def get_task_from_id(self, task_id: UUID) -> Token | None:
        """The task with this token, wherever it stands; None when there is none."""
        for scope in (self, *self.subprocesses.values()):
            task = scope.tasks.get(task_id)
            if task is not None:
                return task
        return None

    def run_some(self) -> bool:
        """Pass automatic nodes until people, time or messages are needed, or until it is time to forget a little
        (the caller prunes and comes again): whether something may be left to pass."""
        until = self.steps + STEPS_BETWEEN
        moved = True
        while moved and self.steps < until:
            moved = False
            for scope in self.scopes():
                moved |= self.pass_automatic(scope)
        return moved

    def pass_automatic(self, scope: Case | Scope) -> bool:
        """Run what is ready in `scope` and tell its host when it is over; whether anything moved."""
        moved = False
        ready = [task for task in scope.tasks.values() if task._state == TaskState.READY and not task.task_spec.manual]
        for task in ready:
            if task._state == TaskState.READY and task.id in scope.tasks:
                self.steps += 1
                if self.steps > MAX_STEPS:
                    raise StepFailed(task.task_spec.element, "boucle automatique sans attente")
                task.run()
                moved = True
        if isinstance(scope, Scope) and scope.completed:
            moved |= self.close(scope)
        return moved

    def close(self, scope: Scope) -> bool:
        """Give the data of a finished subprocess back to its host."""
        host = self.get_task_from_id(scope.parent_task_id)
        if host is None or host._state != TaskState.STARTED:
            return False
        host.task_spec.finish(host, scope)
        return True


def data_of(scope: Case | Scope) -> Data:
    """The data at the end of a finished scope."""
    return dict(scope.last_task.data)
