"""Subprocesses, called procedures and repeated activities: nodes that hold other tokens."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from migraflow import feel
from migraflow.domain.errors import StepFailed
from migraflow.engine.diagram import Node, Repeat
from migraflow.engine.expressions import evaluate
from migraflow.engine.live import Scope, data_of
from migraflow.engine.merge import Data, apply_changes, same
from migraflow.engine.nodes import NodeSpec, ProcessSpec, hand_on
from migraflow.engine.spiff import Token

MOST_ITEMS = 1_000
"""Instances of one repeated step; more than that is a mistake in the data."""


class SubSpec(NodeSpec):
    """An embedded subprocess or a call activity: the data goes in whole and comes back whole."""

    def __init__(self, process: ProcessSpec, node: Node, name: str, inner: str) -> None:
        super().__init__(process, node, name)
        self.spec = inner

    def enter(self, my_task: Token) -> bool:
        case = my_task.workflow.top_workflow
        scope = case.create_subprocess(my_task, self.spec)
        scope.task_tree.data = dict(my_task.data)
        hand_on(my_task, scope.task_tree)
        my_task._set_state(TaskState.STARTED)
        return False

    def finish(self, my_task: Token, scope: Scope) -> None:
        """The scope is over: take its data and go on."""
        my_task.data = data_of(scope)
        my_task.workflow.top_workflow.subprocesses.pop(my_task.id, None)
        my_task._set_state(TaskState.READY)

    def _on_cancel(self, my_task: Token) -> None:
        scope = my_task.workflow.top_workflow.subprocesses.pop(my_task.id, None)
        if scope is not None:
            scope.cancel()


class RepeatSpec(NodeSpec):
    """A repeated activity: makes one instance per item (or round), gathers what each one answers.

    Kept with the token: `items`, `outputs` (by position), `begun` and `done` (counts), `changes` (what instances
    without an output item changed in the data). Lists are replaced, never appended to in place.
    """

    repeats = True

    def __init__(self, process: ProcessSpec, node: Node, name: str, inner: str, texts: RepeatTexts) -> None:
        super().__init__(process, node, name)
        self.inner = inner
        self.texts = texts
        self.repeat: Repeat = node.repeat or Repeat()

    def enter(self, my_task: Token) -> bool:
        kept = my_task.internal_data
        kept.update(begun=0, done=0, changes={}, items=[], outputs=[])
        if not self.repeat.standard:
            kept["items"] = self.items(my_task)
            kept["outputs"] = [None] * len(kept["items"])
        if not self.goes_on(my_task):
            self.conclude(my_task)
            return True
        my_task._set_state(TaskState.STARTED)
        self.begin(my_task, 1 if self.repeat.sequential else len(kept["items"]))
        return False

    def items(self, my_task: Token) -> list[Any]:
        """What to repeat over: the collection's values, or the numbers from 1 up to the cardinality."""
        value = evaluate(self.texts.source, my_task.data)
        if self.repeat.cardinality:
            value = list(range(1, int(value) + 1)) if isinstance(value, (int, Decimal)) else None
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise StepFailed(self.element, f"une liste d'au plus {MOST_ITEMS} éléments est attendue pour la répétition")
        return value

    def goes_on(self, my_task: Token) -> bool:
        """Whether there is another instance to begin."""
        kept = my_task.internal_data
        if not self.repeat.standard:
            return kept["begun"] < len(kept["items"])
        if self.repeat.maximum is not None and kept["begun"] >= self.repeat.maximum:
            return False
        if kept["begun"] >= MOST_ITEMS:
            raise StepFailed(self.element, f"la boucle dépasse {MOST_ITEMS} tours")
        if self.texts.condition is None or (kept["begun"] == 0 and not self.repeat.test_before):
            return True
        return evaluate(self.texts.condition, {**my_task.data, **kept["changes"]}) is True

    def begin(self, my_task: Token, count: int) -> None:
        """Begin the next `count` instances."""
        spec = my_task.workflow.spec.task_specs[self.inner]
        made: list[Token] = []
        for _ in range(count):
            child = my_task._add_child(spec, TaskState.FUTURE)
            child.internal_data["index"] = my_task.internal_data["begun"]
            my_task.internal_data["begun"] += 1
            made.append(child)
        for child in made:
            spec._update(child)

    def given(self, my_task: Token, index: int) -> Data:
        """The data an instance starts from: the case's, what earlier rounds changed, and its own item."""
        data = {**my_task.data, **my_task.internal_data["changes"]}
        if self.repeat.item and not self.repeat.standard:
            data[self.repeat.item] = my_task.internal_data["items"][index]
        return data

    def instance_done(self, my_task: Token, child: Token) -> None:
        """One instance is finished: keep its answer, begin the next, or conclude."""
        kept = my_task.internal_data
        kept["done"] += 1
        self.keep(my_task, child)
        until = None if self.repeat.standard else self.texts.condition
        enough = until is not None and evaluate(until, child.data) is True
        if enough:
            for other in my_task.children:
                other.cancel()
        elif self.repeat.sequential and self.goes_on(my_task):
            self.begin(my_task, 1)
            return
        if enough or kept["done"] >= kept["begun"]:
            self.conclude(my_task)
            my_task._set_state(TaskState.READY)

    def keep(self, my_task: Token, child: Token) -> None:
        """Keep what an instance answered: its output item, or else all it changed."""
        kept = my_task.internal_data
        if self.repeat.output and not self.repeat.standard:
            name = self.repeat.output_item or self.repeat.item
            outputs = list(kept["outputs"])
            outputs[child.internal_data["index"]] = child.data.get(name)
            kept["outputs"] = outputs
            return
        base = {key: value for key, value in my_task.data.items() if key != self.repeat.item}
        after = {key: value for key, value in child.data.items() if key != self.repeat.item}
        result: Data = {**base, **kept["changes"]}
        apply_changes(base, after, result)
        kept["changes"] = {key: value for key, value in result.items() if key not in base or not same(value, base[key])}

    def conclude(self, my_task: Token) -> None:
        """Write what was gathered into the data."""
        kept = my_task.internal_data
        data = {**my_task.data, **kept["changes"]}
        if self.repeat.output and not self.repeat.standard:
            data[self.repeat.output] = list(kept["outputs"])
        my_task.data = data
        for name in ("items", "outputs", "changes", "begun", "done"):
            kept.pop(name, None)

    def _on_cancel(self, my_task: Token) -> None:
        for name in ("items", "outputs", "changes"):
            my_task.internal_data.pop(name, None)


class RepeatTexts:
    """The compiled expressions of a loop marker: what to repeat over, and when to stop (or go on)."""

    def __init__(self, repeat: Repeat, compile: Callable[[str], feel.Expression]) -> None:
        source = repeat.collection or repeat.cardinality
        self.source: feel.Expression = compile(source or "null")
        self.condition = compile(repeat.condition) if repeat.condition else None
