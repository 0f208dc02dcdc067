"""Decision tables read from XML and compiled."""

from migraflow.feel import Value

from .boxed import Compiler
from .logic import Logic
from .reading import Element, attribute, child, children, text_child
from .tables import Cell, Input, Output, Rule, Table
from .types import ANY, ItemType


def decision_table(compiler: Compiler, box: Element, names: frozenset[str]) -> Logic:
    """`decisionTable`."""
    table = Table(
        attribute(box, "id"),
        compiler.decision,
        attribute(box, "hitPolicy") or "UNIQUE",
        attribute(box, "aggregation"),
        tuple(read_input(compiler, each, names) for each in children(box, "input")),
        tuple(read_output(compiler, each, box, names) for each in children(box, "output")),
        tuple(read_rule(compiler, each, names) for each in children(box, "rule")),
    )
    compiler.tables.append(table)
    return table


def read_input(compiler: Compiler, element: Element, names: frozenset[str]) -> Input:
    """An input column."""
    expression = child(element, "inputExpression")
    text = text_child(expression)
    logic = compiler.literal(text, names, attribute(expression, "id"))
    allowed = read_tests(compiler, child(element, "inputValues"), names)
    return Input(attribute(element, "id"), text, logic, allowed, attribute(expression, "typeRef"))


def read_tests(compiler: Compiler, element: Element | None, names: frozenset[str]) -> Cell | None:
    """The unary tests of an element, null when there are none."""
    text = text_child(element)
    if not text:
        return None
    identity = attribute(element, "id")
    return Cell(identity, text, compiler.tests(text, names, identity))


def read_output(compiler: Compiler, element: Element, box: Element, names: frozenset[str]) -> Output:
    """An output column; its type, or its variable's, makes the results fit."""
    default = child(element, "defaultOutputEntry")
    allowed = read_tests(compiler, child(element, "outputValues"), names)
    kind = compiler.type_of(element) or ANY
    return Output(
        attribute(element, "id"),
        attribute(element, "name") or attribute(box, "outputLabel"),
        allowed,
        priorities(compiler, element, allowed, kind),
        read_cell(compiler, default, names) if default is not None else None,
        kind.fit,
    )


def priorities(compiler: Compiler, element: Element, allowed: Cell | None, kind: ItemType) -> tuple[Value, ...]:
    """The output values in order, highest first."""
    if allowed is None:
        return ()
    listed = compiler.expression(f"[{allowed.text}]", frozenset(), attribute(element, "id"))
    value = listed.evaluate({}) if listed is not None else None
    return tuple(value) if isinstance(value, list) else ()


def read_cell(compiler: Compiler, element: Element, names: frozenset[str]) -> Cell:
    """An output cell."""
    text, identity = text_child(element), attribute(element, "id")
    return Cell(identity, text, compiler.expression(text, names, identity) if text and text != "-" else None)


def read_rule(compiler: Compiler, element: Element, names: frozenset[str]) -> Rule:
    """A row."""
    tests: list[Cell] = []
    for entry in children(element, "inputEntry"):
        text, identity = text_child(entry), attribute(entry, "id")
        skip = text in ("", "-")
        tests.append(Cell(identity, text, None if skip else compiler.tests(text, names | {"?"}, identity)))
    outputs = tuple(read_cell(compiler, each, names) for each in children(element, "outputEntry"))
    return Rule(attribute(element, "id"), tuple(tests), outputs)
