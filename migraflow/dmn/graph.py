"""Running a decision graph: required inputs, decisions and functions first, each decision once."""

from collections.abc import Mapping
from datetime import datetime

from migraflow import feel
from migraflow.feel import Value

from .boxed import function_of
from .logic import Scope, Session
from .model import Decision, InputData, Knowledge, Model, Node, Outcome, Reference, Service


class Graph:
    """One evaluation of one model with its inputs; imported models have graphs of their own beside it."""

    def __init__(
        self,
        model: Model,
        inputs: Mapping[str, Value],
        session: Session,
        answers: dict[str, Value],
    ) -> None:
        self.model = model
        self.inputs = inputs
        self.session = session
        self.answers = answers
        self.pending: set[str] = set()
        self.others: dict[str, Graph] = {}

    def answer(self, node: Node) -> Value:
        """The value an element has: an input's, a decision's, or the function of a knowledge model or service."""
        if isinstance(node, InputData):
            return self.given(node)
        if isinstance(node, Decision):
            return self.decided(node)
        if isinstance(node, Knowledge):
            return self.function(node)
        return self.serve(node, {})

    def given(self, node: InputData) -> Value:
        """An input, made to fit its type; null where it is missing or does not fit."""
        value = self.inputs.get(node.name)
        fitted = node.type.fit(value) if node.type is not None else value
        if fitted is None and value is not None and node.type is not None:
            facts = {"input": node.name, "value": feel.show(value), "type": node.type.name}
            self.session.trouble(node.id, "input_does_not_fit", facts)
        return fitted

    def decided(self, node: Decision) -> Value:
        """A decision's value, worked out once; a decision that needs itself is null."""
        if node.id in self.answers or node.id in self.pending:
            return self.answers.get(node.id)
        self.pending.add(node.id)
        self.session.run.enter()
        scope = self.scope(node.requires)
        outer, self.session.decision = self.session.decision, node.name
        value = node.logic(scope)
        fitted = node.type.fit(value) if node.type is not None else value
        if fitted is None and value is not None and node.type is not None:
            self.session.trouble(node.id, "result_does_not_fit", {"value": feel.show(value), "type": node.type.name})
        self.session.decision = outer
        self.session.run.leave()
        self.answers[node.id] = fitted
        return fitted

    def scope(self, requires: tuple[Reference, ...]) -> Scope:
        """The names a decision or knowledge model may use; imported ones stand inside their alias."""
        values: dict[str, Value] = {}
        for reference in requires:
            alias, graph, node = self.resolve(reference)
            if node is None:
                continue
            value = graph.callable(node) if isinstance(node, (Knowledge, Service)) else graph.answer(node)
            place(values, [*alias, node.name], value)
        return Scope(values, self.session)

    def resolve(self, reference: Reference) -> "tuple[list[str], Graph, Node | None]":
        """Where a reference leads: the aliases on the way, the graph of that model, the element."""
        if reference.namespace in ("", self.model.namespace):
            return [], self, self.model.nodes.get(reference.id)
        for alias, model in self.model.imports.items():
            if model.namespace == reference.namespace:
                return [alias] if alias else [], self.other(alias, model), model.nodes.get(reference.id)
        return [], self, None

    def other(self, alias: str, model: Model) -> "Graph":
        """The graph of an imported model; its inputs stand under the alias, or plainly."""
        if alias not in self.others:
            inside = self.inputs.get(alias)
            inputs = dict(self.inputs) | (inside if isinstance(inside, dict) else {})
            prefix = f"{alias}."
            inputs |= {name[len(prefix) :]: value for name, value in self.inputs.items() if name.startswith(prefix)}
            self.others[alias] = Graph(model, inputs, self.session, {})
        return self.others[alias]

    def callable(self, node: Knowledge | Service) -> feel.Function:
        """The function an element stands for."""
        return self.function(node) if isinstance(node, Knowledge) else self.service(node)

    def function(self, node: Knowledge) -> feel.Function:
        """A knowledge model as a function, which knows itself; what it requires is looked up when it is called."""

        def body(scope: Scope) -> Value:
            known = {**self.scope(node.requires).values, node.name: itself, **scope.values}
            value = node.body(Scope(known, self.session))
            return node.result.fit(value) if node.result is not None else value

        itself = function_of(node.name, node.parameters, body, Scope({}, self.session), node.result)
        return itself

    def service(self, node: Service) -> feel.Function:
        """A decision service as a function: its inputs first, then its input decisions."""
        nodes = [found for each in (*node.inputs, *node.input_decisions) if (found := self.resolve(each)[2])]
        parameters = tuple((each.name, each.type if not isinstance(each, Knowledge) else None) for each in nodes)
        return function_of(node.name, parameters, lambda scope: self.serve(node, scope.values), Scope({}, self.session))

    def serve(self, node: Service, arguments: Mapping[str, Value]) -> Value:
        """The output decisions of a service; its input decisions are taken from what the caller gives."""
        inputs = {**self.inputs, **arguments}
        answers: dict[str, Value] = {}
        for reference in node.input_decisions:
            found = self.resolve(reference)[2]
            if isinstance(found, Decision):
                value = inputs.get(found.name)
                answers[found.id] = found.type.fit(value) if found.type is not None else value
        inner = Graph(self.model, inputs, self.session, answers)
        results: dict[str, Value] = {}
        for reference in node.outputs:
            _, graph, found = inner.resolve(reference)
            if isinstance(found, Decision):
                results[found.name] = graph.answer(found)
        value: Value = next(iter(results.values()), None) if len(node.outputs) == 1 else results
        kind = node.type.result if node.type is not None and node.type.result is not None else node.type
        return kind.fit(value) if kind is not None else value


def run(
    model: Model, node: Decision | Service | Knowledge, context: Mapping[str, object], now: datetime | None
) -> Outcome:
    """One evaluation with a budget of its own; raises feel.LimitReached."""
    session = Session(feel.Run(now))
    values = feel.to_feel(context)
    try:
        inputs = values if isinstance(values, dict) else {}
        value = Graph(model, inputs, session, {}).answer(node)
        if isinstance(node, Knowledge) and isinstance(value, feel.Function):
            value = value.invoke(session.run, [inputs.get(name) for name, _ in node.parameters])
    except RecursionError:
        raise feel.LimitReached(feel.Limit.DEPTH) from None
    return Outcome(value, tuple(session.fired), tuple(session.troubles))


def place(values: dict[str, Value], path: list[str], value: Value) -> None:
    """Put a value under nested contexts."""
    for name in path[:-1]:
        inner = values.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        values = inner
    values[path[-1]] = value
