"""Where a table cell changes its mind: the constants it compares its input with.

Whoever looks for holes in a decision table tries a value at, between and beyond all landmarks of a column; between
two of them the cell cannot change its answer. A cell that depends on anything but its input and constants has no
such landmarks: it is opaque.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from . import nodes
from .budget import Run
from .compile import BUILTIN_INDEX, TABLE, names_index
from .frames import Frame, Inputs
from .functions import BUILTINS
from .maker import Maker
from .nodes import Node
from .parser import parse
from .reader import Sight
from .values import Range, Value

EARLY, LATE = datetime(2001, 1, 1, tzinfo=UTC), datetime(2031, 7, 19, 5, tzinfo=UTC)


class OpaqueError(ValueError):
    """The cell depends on more than its input."""


def landmarks(text: str, names: Iterable[str] = ()) -> tuple[Value, ...] | None:
    """The constants of a cell that compiles; null for an opaque one."""
    known = frozenset(names)
    parsed = parse(text, Sight(names_index(known), known, BUILTIN_INDEX), unary=True)
    if parsed.names:
        return None
    try:
        return tuple(found(parsed.node))
    except OpaqueError:
        return None


def found(node: Node) -> list[Value]:
    """The constants of one node; raises OpaqueError."""
    if isinstance(node, nodes.Membership):
        subject = node.value
        if subject is not None and not is_input(subject):
            raise OpaqueError
        return [each for test in node.tests for each in found(test)]
    if isinstance(node, nodes.InputTest):
        return condition(node.condition)
    if isinstance(node, nodes.Test):
        return ends(constant(node.end))
    return ends(constant(node))


def condition(node: Node) -> list[Value]:
    """The constants of a condition on `?`: comparisons of `?` itself with constants, joined by and / or."""
    if isinstance(node, nodes.Junction):
        return [each for operand in node.operands for each in condition(operand)]
    if isinstance(node, nodes.Comparison):
        sides = [side for side in (node.left, node.right) if not is_input(side)]
        return [each for side in sides for each in ends(constant(side))]
    if isinstance(node, nodes.Between) and is_input(node.value):
        return [*ends(constant(node.low)), *ends(constant(node.high))]
    if isinstance(node, nodes.Membership):
        return found(node)
    raise OpaqueError


def is_input(node: Node) -> bool:
    """Whether this is `?` itself."""
    return isinstance(node, nodes.Name) and node.name == "?"


def constant(node: Node) -> Value:
    """The value of a node that takes nothing from outside; raises OpaqueError when it follows `?` or the clock."""
    code = Maker(TABLE, BUILTINS).make(node)
    values: list[Value] = []
    for moment, subject in ((EARLY, None), (LATE, "?")):
        run = Run(moment)
        values.append(code(Frame({"?": subject}, None, Inputs({}, BUILTINS), run)))
    if values[0] != values[1]:
        raise OpaqueError
    return values[0]


def ends(value: Value) -> list[Value]:
    """A constant as landmarks: an interval's ends, a list's items."""
    if isinstance(value, list):
        return [each for item in value for each in ends(item)]
    if isinstance(value, Range):
        return [each for each in (value.start, value.end) if each is not None]
    if isinstance(value, dict):
        raise OpaqueError
    return [value]
