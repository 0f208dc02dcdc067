"""Decision tables: cells compiled once, rules tried in order, hit policies and aggregators of DMN 1.4."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from migraflow import feel
from migraflow.feel import Value

from .logic import Fired, Logic, Scope


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its id, its text, and what it compiled to (null when it did not)."""

    element: str
    text: str
    expression: feel.Expression | None


@dataclass(frozen=True, slots=True)
class Input:
    """An input column; `allowed` is the cell of its input values, if any."""

    element: str
    text: str
    logic: Logic
    allowed: Cell | None
    type_name: str


@dataclass(frozen=True, slots=True)
class Output:
    """An output column; `order` lists the output values from highest to lowest priority."""

    element: str
    name: str
    allowed: Cell | None
    order: tuple[Value, ...]
    default: Cell | None
    fit: Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: unary tests and output expressions."""

    element: str
    tests: tuple[Cell, ...]
    outputs: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `hit_policy` in capitals, `aggregation` for COLLECT only."""

    element: str
    decision: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def __call__(self, scope: Scope) -> Value:
        """The value of the table in a scope; what fired is told to the session."""
        subjects = [column.logic(scope) for column in self.inputs]
        if not self.admits(subjects, scope):
            return None
        matches = [number for number, rule in enumerate(self.rules) if matching(rule, subjects, scope)]
        if not matches:
            value = self.unmatched(scope)
            self.tell(scope, (), subjects, ())
            return value
        if self.hit_policy == "FIRST":
            matches = matches[:1]
        results = [self.result(self.rules[number], scope) for number in matches]
        return self.decide(scope, matches, subjects, results)

    def admits(self, subjects: Sequence[Value], scope: Scope) -> bool:
        """Whether every input is among its input values."""
        for column, subject in zip(self.inputs, subjects, strict=True):
            cell = column.allowed
            if cell is None or cell.expression is None:
                continue
            if cell.expression.within(scope.values, scope.session.run, subject) is not True:
                facts = {"input": column.text, "value": feel.show(subject), "allowed": cell.text}
                scope.session.trouble(column.element, "input_not_allowed", facts)
                return False
        return True

    def result(self, rule: Rule, scope: Scope) -> tuple[Value, ...]:
        """The outputs of a rule, one per column."""
        return tuple(
            column.fit(evaluated(cell, scope)) for column, cell in zip(self.outputs, rule.outputs, strict=False)
        )

    def shaped(self, values: Sequence[Value]) -> Value:
        """One output as itself, several as a context."""
        if len(self.outputs) <= 1:
            return values[0] if values else None
        return {column.name: value for column, value in zip(self.outputs, values, strict=False)}

    def unmatched(self, scope: Scope) -> Value:
        """The default outputs, or what the hit policy gives when no rule matches."""
        if any(column.default is not None for column in self.outputs):
            return self.shaped([evaluated(column.default, scope) for column in self.outputs])
        if self.hit_policy == "COLLECT" and self.aggregation == "COUNT":
            return Decimal(0)
        several = self.hit_policy in ("RULE ORDER", "OUTPUT ORDER") or (
            self.hit_policy == "COLLECT" and not self.aggregation
        )
        return list[Value]() if several else None

    def decide(
        self, scope: Scope, matches: list[int], subjects: Sequence[Value], results: list[tuple[Value, ...]]
    ) -> Value:
        """The hit policy applied to the rules that match."""
        if self.hit_policy in ("PRIORITY", "OUTPUT ORDER"):
            ranked = sorted(range(len(matches)), key=lambda place: self.rank(results[place]))
            matches, results = [matches[place] for place in ranked], [results[place] for place in ranked]
            if self.hit_policy == "PRIORITY":
                matches, results = matches[:1], results[:1]
        shaped = [self.shaped(each) for each in results]
        self.tell(scope, matches, subjects, shaped)
        if self.hit_policy in ("OUTPUT ORDER", "RULE ORDER"):
            return shaped
        if self.hit_policy == "COLLECT":
            return self.collect(shaped)
        if self.hit_policy == "ANY" and any(feel.equal(shaped[0], each) is not True for each in shaped[1:]):
            return self.conflict(scope, matches, "rules_disagree")
        if self.hit_policy == "UNIQUE" and len(shaped) > 1:
            return self.conflict(scope, matches, "rules_overlap")
        return shaped[0]

    def conflict(self, scope: Scope, matches: Sequence[int], code: str) -> Value:
        """Null, and the rules that caused it."""
        facts = {"rules": tuple(number + 1 for number in matches)}
        scope.session.trouble(self.element, code, facts)
        return None

    def rank(self, values: Sequence[Value]) -> tuple[int, ...]:
        """The place of each output in its column's list of output values; unlisted ones come last."""
        return tuple(
            next((place for place, each in enumerate(column.order) if feel.equal(each, value)), len(column.order))
            for column, value in zip(self.outputs, values, strict=False)
        )

    def collect(self, values: list[Value]) -> Value:
        """All results, or their sum, count, smallest or largest."""
        if not self.aggregation:
            return values
        name = {"COUNT": "count", "SUM": "sum", "MIN": "min", "MAX": "max"}.get(self.aggregation)
        return feel.BUILTINS[name].invoke(feel.Run(), [values]) if name else None

    def tell(self, scope: Scope, matches: Sequence[int], subjects: Sequence[Value], results: Sequence[Value]) -> None:
        """Remember which rules fired."""
        inputs = {column.text: subject for column, subject in zip(self.inputs, subjects, strict=True)}
        numbers = tuple(number + 1 for number in matches)
        policy = f"{self.hit_policy} {self.aggregation}".strip()
        scope.session.fired.append(Fired(scope.session.decision, self.element, policy, numbers, inputs, tuple(results)))


def matching(rule: Rule, subjects: Sequence[Value], scope: Scope) -> bool:
    """Whether every test of the rule holds; a cell that does not compile never does."""
    scope.session.run.spend(2)
    for cell, subject in zip(rule.tests, subjects, strict=False):
        if cell.text in ("-", ""):
            continue
        if cell.expression is None or cell.expression.within(scope.values, scope.session.run, subject) is not True:
            return False
    return True


def evaluated(cell: Cell | None, scope: Scope) -> Value:
    """An output cell's value; null for an empty or uncompilable one."""
    if cell is None or cell.expression is None:
        return None
    return cell.expression.within(scope.values, scope.session.run)
