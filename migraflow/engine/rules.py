"""Business rule tasks: a DMN decision is taken, its outputs become variables, its explanation is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migraflow import dmn
from migraflow.engine.diagram import Node
from migraflow.engine.merge import Data
from migraflow.engine.moment import current
from migraflow.engine.nodes import NodeSpec, ProcessSpec
from migraflow.engine.progress import Decided
from migraflow.engine.spiff import Token


@dataclass(frozen=True)
class Decision:
    """A decision ready to be taken: its model, its id and the names of its outputs."""

    model: dmn.Model
    id: str
    outputs: tuple[str, ...]


class RuleSpec(NodeSpec):
    """A business rule task."""

    def __init__(self, process: ProcessSpec, node: Node, name: str, decision: Decision) -> None:
        super().__init__(process, node, name)
        self.decision = decision

    def act(self, my_task: Token) -> bool:
        outcome = self.decision.model.evaluate(
            self.decision.id, asked(self.decision.model, my_task.data), now=current().now
        )
        my_task.data = {**my_task.data, **variables(outcome.value, self.decision)}
        troubles = tuple(outcome.troubles)
        found = Decided(self.element, self.decision.id, tuple(outcome.explanation), troubles, outcome.value)
        my_task.workflow.top_workflow.decisions.append(found)
        return True


def rules_of(specs: Mapping[str, ProcessSpec], decision: str) -> dmn.Model | None:
    """The model in which `decision` is taken somewhere in a compiled procedure, to take it outside of any case."""
    for spec in specs.values():
        for node in spec.task_specs.values():
            if isinstance(node, RuleSpec) and node.decision.id == decision:
                return node.decision.model
    return None


def asked(model: dmn.Model, data: Data) -> Data:
    """What of a case's data the model takes in: a decision sees nothing but its inputs, so the rest is not read."""
    return data if model.imports else {one.name: data[one.name] for one in model.inputs if one.name in data}


def variables(value: Any, decision: Decision) -> Data:
    """What a decision writes: its one output by name; several outputs each by theirs (null when no rule fired); rows of
    several outputs as a list under the decision's id in small letters."""
    if len(decision.outputs) == 1:
        return {decision.outputs[0]: value}
    if isinstance(value, list):
        return {decision.id.lower(): value}
    given: Data = value if isinstance(value, dict) else {}
    return {name: given.get(name) for name in decision.outputs}
