"""Gateways. Joins count tokens by the flow they came in on, so loops and excess tokens behave as BPMN says."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from migraflow.domain.errors import StepFailed
from migraflow.engine.diagram import Node
from migraflow.engine.nodes import NodeSpec, ProcessSpec, Way, holds, record
from migraflow.engine.spiff import LIVE, Token
from migraflow.engine.tokens import gathered

PENDING = LIVE | TaskState.FUTURE


class ExclusiveSpec(NodeSpec):
    """One way out: the first whose condition holds, in the file's order, else the default."""

    def chosen(self, my_task: Token) -> list[Way]:
        for way in self.ways:
            if not way.default and holds(way, my_task.data):
                return [way]
        default = [way for way in self.ways if way.default]
        if not default:
            raise StepFailed(self.element, "aucune condition n'est remplie et il n'y a pas de sortie par défaut")
        return default


class JoinSpec(NodeSpec):
    """Waits for tokens, then goes on with one of each flow; the others' changes are merged into it."""

    looks_again = True

    def __init__(self, process: ProcessSpec, node: Node | None, name: str, flows: frozenset[str]) -> None:
        super().__init__(process, node, name)
        self.flows = flows

    def enter(self, my_task: Token) -> bool:
        waiting = self.here(my_task)
        if not self.may_fire(my_task, waiting):
            my_task._set_state(TaskState.WAITING)
            return False
        self.consume(my_task, self.partners(my_task, waiting))
        return True

    def here(self, my_task: Token) -> list[Token]:
        """The tokens standing at this gateway, `my_task` among them, oldest first."""
        tasks = my_task.workflow.tasks.values()
        return [
            task for task in tasks if task.task_spec is self and (task is my_task or task._state & TaskState.WAITING)
        ]

    def may_fire(self, my_task: Token, waiting: list[Token]) -> bool:
        """Whether enough tokens have come."""
        return self.flows <= {flow_of(task) for task in waiting}

    def partners(self, my_task: Token, waiting: list[Token]) -> list[Token]:
        """One token of each flow: `my_task` for its own, the oldest for the others."""
        found = {flow_of(my_task): my_task}
        for task in waiting:
            found.setdefault(flow_of(task), task)
        return [task for task in waiting if task in found.values()]

    def consume(self, my_task: Token, partners: list[Token]) -> None:
        """Go on with `my_task` alone, with what all its partners know."""
        if len(partners) > 1:
            my_task.data = gathered(partners)
        for task in partners:
            if task is not my_task:
                if self.node is not None:
                    record(task, self.node, task.internal_data.get("flow"))
                task._set_state(TaskState.CANCELLED)


def flow_of(task: Token) -> str:
    """The flow a token came in on."""
    return str(task.internal_data.get("flow", ""))


class ParallelSpec(JoinSpec):
    """A parallel gateway: waits for every flow, leaves by all."""

    def chosen(self, my_task: Token) -> list[Way]:
        return list(self.ways)


class InclusiveSpec(JoinSpec):
    """An inclusive gateway: waits while a token elsewhere may still come by a flow that has none.

    `reach` says for each spec of the process by which of our flows a token there may arrive. A token that may also
    arrive by a flow already taken is not waited for (BPMN 2.0, table 13.3)."""

    def __init__(
        self, process: ProcessSpec, node: Node, name: str, flows: frozenset[str], reach: Mapping[str, frozenset[str]]
    ) -> None:
        super().__init__(process, node, name, flows)
        self.reach = reach

    def may_fire(self, my_task: Token, waiting: list[Token]) -> bool:
        taken = {flow_of(task) for task in waiting}
        if self.flows <= taken:
            return True
        for task in my_task.workflow.tasks.values():
            if task._state & PENDING and task.task_spec is not self:
                ways = self.reach.get(task.task_spec.element, frozenset())
                if ways and not ways & taken:
                    return False
        return True

    def chosen(self, my_task: Token) -> list[Way]:
        taken = self.open_ways(my_task)
        if not taken:
            raise StepFailed(self.element, "aucune condition n'est remplie et il n'y a pas de sortie par défaut")
        return taken


class EndJoin(JoinSpec):
    """The common end of a scope: waits until no other token lives in it but those of event subprocesses not begun."""

    def may_fire(self, my_task: Token, waiting: list[Token]) -> bool:
        tasks = my_task.workflow.tasks.values()
        others = [task for task in tasks if task._state & PENDING and task.task_spec is not self]
        if all(task.task_spec.guards and task._state == TaskState.WAITING for task in others):
            for guard in others:
                guard.cancel()
            return True
        return False

    def partners(self, my_task: Token, waiting: list[Token]) -> list[Token]:
        return waiting


class EventGatewaySpec(NodeSpec):
    """Puts a token on every event; the first to happen cancels the others (see `events.CatchSpec`)."""
