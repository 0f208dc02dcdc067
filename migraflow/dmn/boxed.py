"""Boxed expressions compiled to logic: literal, context, list, relation, invocation, function, filter, iterators."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from migraflow import feel
from migraflow.feel import FeelSyntaxError, Value

from .findings import Finding, Flaw, Severity, finding
from .logic import Logic, Scope, nothing
from .reading import Element, attribute, child, children, local, text_child
from .types import ItemType, Types

BOXES = frozenset(
    "literalExpression context list relation invocation functionDefinition decisionTable conditional filter for every "
    "some".split()
)


@dataclass(slots=True)
class Compiler:
    """Compiles the boxed expressions of one file. `decision` names the one being compiled, for explanations."""

    types: Types
    host: Mapping[str, Callable[..., object]]
    boxes: "Mapping[str, Box]"
    decision: str = ""
    findings: list[Finding] = field(default_factory=list[Finding])
    tables: list[object] = field(default_factory=list[object])

    def expression(self, text: str, names: frozenset[str], element: str) -> feel.Expression | None:
        """A FEEL expression; null, and found fault with, when it does not compile."""
        return self.compiled(feel.compile, text, names, element)

    def tests(self, text: str, names: frozenset[str], element: str) -> feel.Expression | None:
        """Unary tests; null, and found fault with, when they do not compile."""
        return self.compiled(feel.compile_unary, text, names, element)

    def compiled(
        self, compile_text: Callable[..., feel.Expression], text: str, names: frozenset[str], element: str
    ) -> feel.Expression | None:
        """A compiled text; what is wrong with it becomes a finding."""
        try:
            made = compile_text(text, names, self.host, self.types.kinds(), self.types.parts)
        except FeelSyntaxError as error:
            self.findings.append(bad_text(error, element, self.decision))
            return None
        for name in sorted(made.names - names):
            self.note(Flaw.UNKNOWN_NAME, Severity.ERROR, element, name)
        return made

    def note(self, flaw: Flaw, severity: Severity, element: str, name: str) -> None:
        """Find fault with something named."""
        self.findings.append(finding(flaw, severity, element, self.decision, {"name": name}))

    def type_of(self, element: Element | None) -> ItemType | None:
        """The type a `typeRef` attribute names; an unknown one is found fault with."""
        name = attribute(element, "typeRef")
        kind = self.types.find(name) if name else None
        if name and kind is None:
            self.note(Flaw.UNKNOWN_TYPE, Severity.WARNING, attribute(element, "id"), name)
        return kind

    def logic(self, box: Element | None, names: frozenset[str]) -> Logic:
        """The logic of a boxed expression, its result made to fit its own type."""
        if box is None:
            return nothing
        made = (self.boxes.get(local(box)) or BOXED[local(box)])(self, box, names)
        return fitted(made, self.type_of(box))

    def literal(self, text: str, names: frozenset[str], element: str) -> Logic:
        """The logic of a FEEL text."""
        expression = self.expression(text, names, element) if text else None
        if expression is None:
            return nothing
        return lambda scope: expression.within(scope.values, scope.session.run)


Box: TypeAlias = Callable[[Compiler, Element, frozenset[str]], Logic]


def bad_text(error: FeelSyntaxError, element: str, decision: str) -> Finding:
    """The finding about a text that is not FEEL."""
    french, english = ({"text": error.text[:120], "why": error.sentence(each)} for each in ("fr", "en"))
    return finding(Flaw.BAD_TEXT, Severity.ERROR, element, decision, french, english)


def fitted(logic: Logic, kind: ItemType | None) -> Logic:
    """Logic whose result is made to fit a type."""
    if kind is None or kind.name in ("Any", "any"):
        return logic
    return lambda scope: kind.fit(logic(scope))


def box_of(element: Element | None) -> Element | None:
    """The boxed expression inside an element."""
    return child(element, *BOXES)


def literal_expression(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`literalExpression`; another expression language than FEEL has no logic here."""
    language = attribute(box, "expressionLanguage")
    if language and "feel" not in language.lower():
        compiler.note(Flaw.OTHER_LANGUAGE, Severity.ERROR, attribute(box, "id"), language)
        return nothing
    return compiler.literal(text_child(box), names, attribute(box, "id"))


def context(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`context`: entries in order, each seeing those before (functions also themselves and later ones); an entry
    without variable is the result."""
    entries: list[tuple[str, Logic]] = []
    result: Logic | None = None
    known = names
    for entry in children(box, "contextEntry"):
        variable = child(entry, "variable")
        name = attribute(variable, "name")
        known = known | {name} if variable is not None else known
        made = compiler.logic(box_of(entry), known)
        if variable is None:
            result = made
            continue
        entries.append((attribute(variable, "name"), fitted(made, compiler.type_of(variable))))

    def run(scope: Scope) -> Value:
        values: dict[str, Value] = {}
        sight = dict(scope.values)
        inner = Scope(sight, scope.session)
        for name, logic in entries:
            values[name] = sight[name] = logic(inner)
        return result(inner) if result is not None else values

    return run


def boxed_list(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`list`."""
    items = [compiler.logic(each, names) for each in children(box, *BOXES)]

    def run(scope: Scope) -> Value:
        scope.session.run.keep(len(items) + 1)
        return [logic(scope) for logic in items]

    return run


def relation(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`relation`: a list of contexts, one per row."""
    columns = [attribute(each, "name") for each in children(box, "column")]
    rows = [[compiler.logic(each, names) for each in children(row, *BOXES)] for row in children(box, "row")]

    def run(scope: Scope) -> Value:
        scope.session.run.keep(len(rows) * (len(columns) + 3))
        return [{name: logic(scope) for name, logic in zip(columns, row, strict=False)} for row in rows]

    return run


def invocation(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`invocation`: a function called with named bindings; a parameter that is not bound is null."""
    target = compiler.logic(box_of(box), names)
    bindings: list[tuple[str, Logic]] = []
    for binding in children(box, "binding"):
        parameter = child(binding, "parameter")
        made = compiler.logic(box_of(binding), names)
        bindings.append((attribute(parameter, "name"), fitted(made, compiler.type_of(parameter))))

    def run(scope: Scope) -> Value:
        function = target(scope)
        if not isinstance(function, feel.Function):
            return None
        return call(function, {name: logic(scope) for name, logic in bindings}, scope)

    return run


def call(function: feel.Function, arguments: Mapping[str, Value], scope: Scope) -> Value:
    """A call by name; unknown names make it null, missing ones are null themselves."""
    run = scope.session.run
    run.spend(5)
    if function.invoke_named is not None:
        return function.invoke_named(run, arguments)
    names = [parameter.name for parameter in function.parameters]
    if set(arguments) - set(names):
        return None
    return function.invoke(run, [arguments.get(name) for name in names])


def function_definition(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`functionDefinition`: a FEEL function that remembers its scope; Java and PMML functions are null."""
    parameters = parameters_of(compiler, box)
    if is_foreign(compiler, box):
        return nothing
    inside = box_of(box)
    body = compiler.logic(inside, names | {name for name, _ in parameters})
    result = compiler.types.find(attribute(inside, "typeRef"))
    return lambda scope: function_of("", parameters, body, scope, result)


def is_foreign(compiler: Compiler, box: Element) -> bool:
    """Whether a function is written in Java or PMML, which is found fault with: it is never run."""
    kind = attribute(box, "kind")
    if kind in ("", "FEEL"):
        return False
    compiler.note(Flaw.OTHER_LANGUAGE, Severity.ERROR, attribute(box, "id"), kind)
    return True


Parameters: TypeAlias = tuple[tuple[str, ItemType | None], ...]


def parameters_of(compiler: Compiler, box: Element) -> Parameters:
    """The formal parameters and their types."""
    return tuple((attribute(each, "name"), compiler.type_of(each)) for each in children(box, "formalParameter"))


def function_of(
    name: str, parameters: Parameters, body: Logic, scope: Scope, result: ItemType | None = None
) -> feel.Function:
    """A function over logic; an argument that cannot be made to fit its parameter makes the result null."""

    def invoke(run: feel.Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(parameters):
            return None
        values: dict[str, Value] = {}
        for (parameter, kind), argument in zip(parameters, arguments, strict=True):
            values[parameter] = kind.fit(argument) if kind is not None else argument
            if values[parameter] is None and argument is not None:
                return None
        run.enter()
        run.spend(10)
        value = body(scope.inner(values))
        run.leave()
        return value

    declared = tuple(feel.Parameter(parameter, kind.kind if kind else None) for parameter, kind in parameters)
    return feel.Function(name, declared, invoke, result=result.kind if result is not None else None)


def conditional(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`conditional`: false and null take the else branch; a condition that is no boolean at all gives null."""
    condition, yes, no = (compiler.logic(box_of(child(box, part)), names) for part in ("if", "then", "else"))

    def run(scope: Scope) -> Value:
        answer = condition(scope)
        if answer is not None and not isinstance(answer, bool):
            return None
        return yes(scope) if answer else no(scope)

    return run


def boxed_filter(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`filter`: the items whose match is true; a match that is neither boolean nor null makes it all null."""
    source = compiler.logic(box_of(child(box, "in")), names)
    match = compiler.logic(box_of(child(box, "match")), names | {"item"})

    def run(scope: Scope) -> Value:
        value = source(scope)
        if value is None:
            return None
        kept: list[Value] = []
        for item in value if isinstance(value, list) else [value]:
            scope.session.run.spend(10)
            names_of_item = {"item": item, **item} if isinstance(item, dict) else {"item": item}
            verdict = match(scope.inner(names_of_item))
            if verdict is not None and not isinstance(verdict, bool):
                return None
            if verdict:
                kept.append(item)
        scope.session.run.keep(len(kept) + 1)
        return kept

    return run


def iterated(compiler: Compiler, box: Element | None, names: frozenset[str]) -> Logic:
    """What an iterator runs over; `1..10` without brackets is read as after `in`."""
    text = text_child(box) if box is not None and local(box) == "literalExpression" else ""
    if ".." in text and text[0] not in "[(]":
        return compiler.literal(f"for item in {text} return item", names, attribute(box, "id"))
    return compiler.logic(box, names)


def domain(value: Value) -> Iterable[Value] | None:
    """What an iterator runs over."""
    return feel.spread(value)


def boxed_for(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`for`: one result per item; `partial` names the results so far."""
    variable = attribute(box, "iteratorVariable")
    source = iterated(compiler, box_of(child(box, "in")), names)
    body = compiler.logic(box_of(child(box, "return")), names | {variable, "partial"})

    def run(scope: Scope) -> Value:
        items = domain(source(scope))
        if items is None:
            return None
        results: list[Value] = []
        for item in items:
            scope.session.run.spend(10 + len(results) // 32)
            scope.session.run.keep(1)
            results.append(body(scope.inner({variable: item, "partial": list(results)})))
        return results

    return run


def quantified(every: bool) -> Box:
    """`every` and `some`: every item is looked at, one that gives neither boolean nor null makes it all null."""

    def build(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
        variable = attribute(box, "iteratorVariable")
        source = iterated(compiler, box_of(child(box, "in")), names)
        test = compiler.logic(box_of(child(box, "satisfies")), names | {variable})

        def run(scope: Scope) -> Value:
            items = domain(source(scope))
            if items is None:
                return None
            verdicts: list[Value] = []
            for item in items:
                scope.session.run.spend(10)
                verdicts.append(test(scope.inner({variable: item})))
            if any(verdict is not None and not isinstance(verdict, bool) for verdict in verdicts):
                return None
            if (not every) in verdicts:
                return not every
            return None if None in verdicts else every

        return run

    return build


BOXED: dict[str, Box] = {
    "literalExpression": literal_expression,
    "context": context,
    "list": boxed_list,
    "relation": relation,
    "invocation": invocation,
    "functionDefinition": function_definition,
    "conditional": conditional,
    "filter": boxed_filter,
    "for": boxed_for,
    "every": quantified(True),
    "some": quantified(False),
}
