"""The nodes of a procedure as SpiffWorkflow task specs of our own.

A token is a living task (READY, WAITING, STARTED); a node looks at living tasks only, never at history, so finished
tasks may be dropped at once (`prune`). Nothing is predicted: children are made when a token leaves. Compiled nodes are
shared by every case and thread, so nothing here writes to `self` after the compiler is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from migraflow import feel
from migraflow.domain.effects import AWAITED, Operator
from migraflow.domain.errors import StepFailed, Unfit
from migraflow.engine.diagram import Node
from migraflow.engine.expressions import Assignment, evaluate
from migraflow.engine.merge import Data
from migraflow.engine.passing import passed_over
from migraflow.engine.progress import Effect, Passed
from migraflow.engine.spiff import Token

JOIN = " join"
"""The name of the common end of every scope."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a node: the flow's id, the name of the spec it leads to, its condition."""

    flow: str
    target: str
    condition: feel.Expression | None = None
    default: bool = False


class ProcessSpec(BpmnProcessSpec):
    """The compiled nodes of one process or subprocess. `procedure` is the id of the procedure it belongs to."""

    def __init__(self, name: str, procedure: str) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.procedure = procedure
        self.start: Any = None
        self.end: Any = None
        self.data_objects: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []


class NodeSpec(BpmnTaskSpec):
    """What every node does: take the data of the node before, run, leave by the ways whose condition holds."""

    looks_again = False
    """Whether a waiting task is to be asked again each time another one is completed."""
    repeats = False
    """Whether the node makes instances of another one."""
    guards = False
    """Whether the node waits beside the others of its scope without holding up its end."""
    takes_over = False
    """Whether the node is an event subprocess that interrupts: its end is the end of what it interrupted."""

    def __init__(self, process: ProcessSpec, node: Node | None, name: str) -> None:
        super().__init__(process, name)
        self.node: Any = node
        self.element = "" if node is None else node.id
        self.ways: tuple[Way, ...] = ()
        self.instance = False

    def _predict(self, my_task: Token, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing is foretold."""

    def _update(self, my_task: Token) -> None:
        if my_task._state == TaskState.FUTURE:
            self.inherit(my_task)
            if passed_over(self.element) or self.enter(my_task):
                my_task._ready()
        elif my_task._state == TaskState.WAITING and self.looks_again and self.enter(my_task):
            my_task._ready()

    def inherit(self, my_task: Token) -> None:
        """Take the data of the node before; values are shared, for nothing ever changes them in place."""
        above = my_task.parent
        if "index" in my_task.internal_data:
            my_task.data = above.task_spec.given(above, my_task.internal_data["index"])
        else:
            my_task.data = dict(above.data)

    def enter(self, my_task: Token) -> bool:
        """A token arrives, or a waiting one looks again; True when it may run."""
        return True

    def _on_ready(self, my_task: Token) -> None:
        """Nothing to assign, nothing to test: the compiler has."""

    def _run(self, my_task: Token) -> Any:
        if passed_over(self.element):
            return True
        try:
            return self.act(my_task)
        except (StepFailed, Unfit):
            raise
        except Exception as error:
            raise StepFailed(self.element, f"{type(error).__name__}: {error}") from error

    def act(self, my_task: Token) -> bool | None:
        """Do the node's work; None when somebody else has to finish it."""
        return True

    def _on_cancel(self, my_task: Token) -> None:
        """Told that the task is cancelled."""

    def _on_complete(self, my_task: Token) -> None:
        self.note(my_task)
        self.completed(my_task)
        workflow = my_task.workflow
        if workflow.completed:
            return
        above = my_task.parent
        if self.instance:
            above.task_spec.instance_done(above, my_task)
        else:
            if isinstance(above.task_spec if above else None, Split):
                above.task_spec.host_done(above, my_task)
            self.leave(my_task)
        workflow._task_completed_notify(my_task)

    def completed(self, my_task: Token) -> None:
        """The node's own last word before the token leaves."""

    def note(self, my_task: Token) -> None:
        """Write the node into the trail."""
        if self.node is not None:
            record(my_task, self.node, my_task.internal_data.get("flow"))

    def chosen(self, my_task: Token) -> list[Way]:
        """The ways the token leaves by; where none is open it has come to its end, as BPMN says."""
        return self.open_ways(my_task) or [Way("", JOIN) for _ in self.ways[:1]]

    def open_ways(self, my_task: Token) -> list[Way]:
        """All ways without condition, those whose condition holds, else the default."""
        taken = [way for way in self.ways if not way.default and holds(way, my_task.data)]
        return taken or [way for way in self.ways if way.default]

    def ways_out(self, my_task: Token) -> list[Way]:
        """The ways chosen; a node passed over that cannot choose is left by its default way, or by its first."""
        try:
            return self.chosen(my_task)
        except StepFailed:
            if not passed_over(self.element):
                raise
            return [way for way in self.ways if way.default] or list(self.ways[:1])

    def leave(self, my_task: Token) -> None:
        """Make a token on each way out."""
        specs = my_task.workflow.spec.task_specs
        made: list[Token] = []
        for way in self.ways_out(my_task):
            child = my_task._add_child(specs[way.target], TaskState.FUTURE)
            if way.flow:
                child.internal_data["flow"] = way.flow
            if not child.task_spec.guards:
                hand_on(my_task, child)
            made.append(child)
        for child in made:
            child.task_spec._update(child)


def holds(way: Way, data: Mapping[str, Any]) -> bool:
    """Whether `way` is open: FEEL true, and nothing but true."""
    return way.condition is None or evaluate(way.condition, data) is True


def hand_on(my_task: Token, other: Token) -> None:
    """Let `other` say in the trail when the event was due that `my_task` waited for, and said nothing of itself: what
    waits beside a scope, and the root of one."""
    came = my_task.internal_data.pop("came", None)
    if came is not None:
        other.internal_data["came"] = came


def record(my_task: Token, node: Node, flow: str | None) -> None:
    """Add a line to the trail of the case."""
    workflow = my_task.workflow
    came = my_task.internal_data.pop("came", None)
    due = None if came is None else datetime.fromisoformat(came)
    passed = Passed(node.id, node.label, node.kind.value, flow, workflow.spec.procedure, due)
    workflow.top_workflow.trail.append(passed)


class Split(NodeSpec):
    """Stands before a node with boundary events: makes the host and one waiting event each."""

    def leave(self, my_task: Token) -> None:
        super().leave(my_task)
        for child in my_task.children:
            flow = my_task.internal_data.get("flow")
            if flow and child.task_spec.name == self.ways[0].target:
                child.internal_data["flow"] = flow

    def host(self, my_task: Token) -> Token | None:
        """The task the events are attached to; None when it is gone."""
        return next((task for task in my_task.children if task.task_spec.name == self.ways[0].target), None)

    def host_done(self, my_task: Token, child: Token) -> None:
        """The host is finished: its events wait no more."""
        if child.task_spec.name == self.ways[0].target:
            for event in self.events(my_task):
                event.cancel()

    def events(self, my_task: Token) -> list[Token]:
        """The attached events still waiting. (Once history is forgotten, other tokens may stand below a split too.)"""
        names = {way.target for way in self.ways[1:]}
        return [task for task in my_task.children if task._state == TaskState.WAITING and task.task_spec.name in names]


class PersonSpec(NodeSpec):
    """A user or manual task: stays READY until a person completes it."""

    def __init__(self, process: ProcessSpec, node: Node, name: str) -> None:
        super().__init__(process, node, name)
        self.manual = True
        self.region: feel.Expression | None = None
        self.office: feel.Expression | None = None


class ScriptSpec(NodeSpec):
    """A script task: FEEL assignments, each seeing the ones before."""

    def __init__(self, process: ProcessSpec, node: Node, name: str, lines: tuple[Assignment, ...]) -> None:
        super().__init__(process, node, name)
        self.lines = lines

    def act(self, my_task: Token) -> bool:
        data = dict(my_task.data)
        for line in self.lines:
            data[line.name] = evaluate(line.expression, data)
        my_task.data = data
        return True


class ServiceSpec(NodeSpec):
    """A service task, a message thrown or sent: yields an effect, and waits for its answer if the operator has one."""

    def __init__(
        self, process: ProcessSpec, node: Node, name: str, operator: str, parameters: Mapping[str, feel.Expression]
    ) -> None:
        super().__init__(process, node, name)
        self.operator = operator
        self.parameters = parameters
        self.awaits = operator in AWAITED

    def act(self, my_task: Token) -> bool | None:
        values = {name: evaluate(text, my_task.data) for name, text in self.parameters.items()}
        emit(my_task, self.operator, values, awaits=self.awaits)
        return None if self.awaits else True

    def answer(self, my_task: Token, result: Any) -> None:
        """The awaited answer arrives."""
        if self.node.result:
            my_task.data = {**my_task.data, self.node.result: result}
        my_task.complete()


def emit(my_task: Token, operator: str, parameters: Mapping[str, Any], *, awaits: bool = False) -> None:
    """Ask the house for an effect; its key is the token, which is never used twice."""
    token = str(my_task.id)
    effect = Effect(token, operator, dict(parameters), token, awaits, my_task.task_spec.element)
    my_task.workflow.top_workflow.effects.append(effect)


def message_parameters(name: str, payload: Any, key: str = "", lasting: Any = None) -> Data:
    """What the effect that sends message or signal `name` carries: its content, its key, how long it may wait."""
    carried: Data = {"nom": name, "contenu": payload if isinstance(payload, dict) else {}}
    if key:
        carried["correlation"] = key
    if lasting is not None:
        carried["validite"] = lasting
    return carried


MESSAGE = Operator.MESSAGE.value
SIGNAL = Operator.SIGNAL.value
