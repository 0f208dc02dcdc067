"""`range("[1..10]")`: an interval read from its text."""

from decimal import Decimal

from .. import nodes
from ..errors import FeelSyntaxError
from ..literals import read_date, read_date_time, read_duration, read_time
from ..nodes import Node
from ..operators import at_most
from ..parser import parse
from ..reader import Sight, index_of
from ..values import NUMBERS, Range, Value
from .signatures import Declaration, declare

READERS = {"date": read_date, "time": read_time, "date and time": read_date_time, "duration": read_duration}
SIGHT = Sight({}, frozenset(), index_of(READERS))


class NotConstantError(ValueError):
    """An end that is not written out."""


def end_of(node: Node | None) -> Value:
    """The value of an end: a literal, a negative number, or a date, time or duration; raises NotConstantError."""
    if node is None:
        return None
    if isinstance(node, nodes.Literal):
        return node.value
    if isinstance(node, nodes.Negation):
        number = end_of(node.operand)
        if isinstance(number, Decimal):
            return NUMBERS.minus(number)
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and len(node.arguments) == 1:
        text = node.arguments[0]
        reader = READERS.get(node.function.name)
        if reader is not None and isinstance(text, nodes.Literal) and isinstance(text.value, str):
            return reader(text.value)
    raise NotConstantError


def range_of(text: str) -> Value:
    """The interval a text writes; null when it is none, when its ends do not compare or stand the wrong way round."""
    try:
        node = parse(text, SIGHT).node
        if not isinstance(node, nodes.Interval):
            return None
        low, high = end_of(node.low), end_of(node.high)
    except (FeelSyntaxError, NotConstantError):
        return None
    if low is None and high is None:
        return None
    if low is not None and high is not None and at_most(low, high) is not True:
        return None
    return Range(low, high, node.low_included and low is not None, node.high_included and high is not None)


DECLARATIONS: tuple[Declaration, ...] = (declare("range(from: string)", range_of, cost=80),)
