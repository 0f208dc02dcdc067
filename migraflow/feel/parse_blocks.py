"""The wordy expressions: `if`, `for`, `some`/`every`, `function`, and contexts in braces."""

from collections.abc import Callable

from . import nodes
from .errors import Cause, FeelSyntaxError
from .lexer import Sort, unquoted
from .nodes import Node
from .parse_kinds import read_kind
from .reader import Reader
from .values import Parameter

Expression = Callable[[], Node]
"""Reads one whole expression from the same reader."""


def read_if(reader: Reader, expression: Expression) -> Node:
    """`if condition then yes else no`."""
    reader.take()
    condition = expression()
    reader.expect("then")
    yes = expression()
    reader.expect("else")
    return nodes.If(condition, yes, expression())


def read_bindings(reader: Reader, expression: Expression) -> tuple[nodes.Binding, ...]:
    """`name in list, …`; each name is bound for what follows (one scope per binding)."""
    bindings: list[nodes.Binding] = []
    while True:
        name = variable(reader)
        reader.expect("in")
        low = expression()
        high: Node | None = None
        if reader.at(".."):
            reader.take()
            high = expression()
        bindings.append(nodes.Binding(name, low, high))
        reader.bind({name})
        if not reader.at(","):
            return tuple(bindings)
        reader.take()


def variable(reader: Reader) -> str:
    """The name a binding introduces: everything before `in`."""
    end = reader.position
    while reader.tokens[end].sort in (Sort.NAME, Sort.NUMBER) and reader.tokens[end].text != "in":
        end += 1
    if end == reader.position or reader.token.sort is not Sort.NAME:
        raise reader.unexpected()
    name = reader.spelling(reader.position, end)
    while reader.position < end:
        reader.take()
    return name


def read_for(reader: Reader, expression: Expression) -> Node:
    """`for bindings return body`; `partial` names the results so far."""
    reader.take()
    reader.repeats = True
    bindings = read_bindings(reader, expression)
    reader.expect("return")
    start = reader.position
    reader.bind({"partial"})
    body = expression()
    for _ in range(len(bindings) + 1):
        reader.unbind()
    return nodes.For(bindings, body, reader.position - start)


def read_quantified(reader: Reader, expression: Expression) -> Node:
    """`some|every bindings satisfies condition`."""
    reader.repeats = True
    every = reader.take().text == "every"
    bindings = read_bindings(reader, expression)
    reader.expect("satisfies")
    start = reader.position
    condition = expression()
    for _ in bindings:
        reader.unbind()
    return nodes.Quantified(every, bindings, condition, reader.position - start)


def read_function(reader: Reader, expression: Expression) -> Node:
    """`function(parameters) body`; what is outside FEEL (Java, PMML) is refused."""
    reader.take()
    reader.repeats = True
    reader.expect("(")
    parameters: list[Parameter] = []
    while not reader.at(")"):
        parameters.append(parameter(reader))
        if not reader.at(")"):
            reader.expect(",")
    reader.take()
    if reader.at("external"):
        raise FeelSyntaxError(reader.text, reader.token.start, Cause.EXTERNAL)
    start = reader.position
    reader.bind({each.name for each in parameters})
    body = expression()
    reader.unbind()
    return nodes.Definition(tuple(parameters), body, reader.position - start)


def parameter(reader: Reader) -> Parameter:
    """`name` or `name: kind`."""
    name = reader.label(":")
    if name is not None:
        reader.expect(":")
        return Parameter(name, read_kind(reader))
    name = reader.label(",") or reader.label(")")
    if name is None:
        raise reader.unexpected()
    return Parameter(name)


def read_context(reader: Reader, expression: Expression) -> Node:
    """`{key: value, …}`; an entry sees the ones before it, a function also itself."""
    reader.take()
    entries: list[tuple[str, Node]] = []
    seen: set[str] = set()
    while not reader.at("}"):
        place = reader.token.start
        key = entry_key(reader)
        if key in seen:
            raise FeelSyntaxError(reader.text, place, Cause.DUPLICATE_KEY, {"found": key})
        reader.bind({key} if reader.at("function") else ())
        value = expression()
        reader.unbind()
        entries.append((key, value))
        seen.add(key)
        reader.bind({key})
        if not reader.at("}"):
            reader.expect(",")
    reader.take()
    for _ in entries:
        reader.unbind()
    return nodes.Entries(tuple(entries))


def entry_key(reader: Reader) -> str:
    """A name or a text, and its colon."""
    if reader.token.sort is Sort.TEXT:
        key = unquoted(reader.take())
        reader.expect(":")
        return key
    name = reader.label(":")
    if name is None:
        raise reader.unexpected()
    reader.expect(":")
    return name


BLOCKS: dict[str, Callable[[Reader, Expression], Node]] = {
    "if": read_if,
    "for": read_for,
    "some": read_quantified,
    "every": read_quantified,
    "function": read_function,
}
