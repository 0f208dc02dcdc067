"""Closures for comparisons, `and`/`or`, `between`, `in`, arithmetic and table cells."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from . import nodes, operators
from .frames import Frame, weigh
from .maker import Code, Maker
from .values import Range, Value

Test = Callable[[Value, Value], bool | None]


def differs(left: Value, right: Value) -> bool | None:
    """`left != right`."""
    same = operators.equal(left, right)
    return None if same is None else not same


COMPARE: dict[str, tuple[Callable[[Any, Any], bool], Test]] = {
    "=": (operator.eq, operators.equal),
    "!=": (operator.ne, differs),
    "<": (operator.lt, operators.less),
    "<=": (operator.le, operators.at_most),
    ">": (operator.gt, lambda left, right: operators.less(right, left)),
    ">=": (operator.ge, lambda left, right: operators.at_most(right, left)),
}
"""For each sign: the quick test for two numbers or two texts, and the careful one for everything else."""

ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "**": operators.power,
}


def comparison(node: nodes.Comparison, maker: Maker) -> Code:
    """`left sign right`, quick where both are numbers or both texts."""
    left, right = maker.make(node.left), maker.make(node.right)
    quick, careful = COMPARE[node.operator]
    if isinstance(node.right, nodes.Literal) and type(node.right.value) in (Decimal, str):
        return against(left, node.right.value, quick, careful)

    def run(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        kind = type(one)
        if kind is type(other) and (kind is Decimal or kind is str):
            return quick(one, other)
        frame.run.spend(10)
        if kind is list or kind is dict:
            weigh(frame.run, one)
        return careful(one, other)

    return run


def against(left: Code, constant: Value, quick: Callable[[Any, Any], bool], careful: Test) -> Code:
    """A comparison with a number or a text written in the rule."""
    kind = type(constant)

    def run(frame: Frame) -> Value:
        value = left(frame)
        return quick(value, constant) if type(value) is kind else careful(value, constant)

    return run


def junction(node: nodes.Junction, maker: Maker) -> Code:
    """`and`: false wins; `or`: true wins; otherwise anything that is not a boolean makes the answer null."""
    codes = tuple(maker.make(operand) for operand in node.operands)
    decisive = node.operator == "or"

    def run(frame: Frame) -> Value:
        doubt = False
        for code in codes:
            value = code(frame)
            if value is decisive:
                return decisive
            if value is None or type(value) is not bool:
                doubt = True
        return None if doubt else not decisive

    return run


def arithmetic(node: nodes.Arithmetic, maker: Maker) -> Code:
    """A chain of one precedence, from left to right."""
    first = maker.make(node.first)
    rest = tuple((ARITHMETIC[sign], maker.make(operand), sign == "**") for sign, operand in node.rest)

    def run(frame: Frame) -> Value:
        value = first(frame)
        for apply, code, dear in rest:
            if dear:
                frame.run.spend(100)
            value = apply(value, code(frame))
            if type(value) is str:
                frame.run.keep_text(len(value))
            elif type(value) is not Decimal:
                frame.run.spend(10)
        return value

    return run


def negation(node: nodes.Negation, maker: Maker) -> Code:
    """`-operand`."""
    operand = maker.make(node.operand)
    return lambda frame: operators.negate(operand(frame))


def between(node: nodes.Between, maker: Maker) -> Code:
    """`value between low and high`, both ends included."""
    value, low, high = maker.make(node.value), maker.make(node.low), maker.make(node.high)

    def run(frame: Frame) -> Value:
        middle = value(frame)
        above = operators.at_most(low(frame), middle)
        below = operators.at_most(middle, high(frame))
        return None if above is None or below is None else above and below

    return run


def membership(node: nodes.Membership, maker: Maker) -> Code:
    """`value in tests`, or a table cell read against `?`."""
    value = maker.make(nodes.Name("?", dynamic=True) if node.value is None else node.value)
    listed = constants(node.tests)
    if listed is not None and not node.negated:
        return lambda frame: value_in(value(frame), listed)
    checks = tuple(check(test, maker, cell=node.value is None) for test in node.tests)
    negated = node.negated

    def run(frame: Frame) -> Value:
        subject = value(frame)
        answer: bool | None = False
        for each in checks:
            passed = each(frame, subject)
            if passed is True:
                return not negated
            answer = None if passed is None else answer
        return answer if answer is None else negated

    return run


def constants(tests: tuple[nodes.Node, ...]) -> frozenset[Value] | None:
    """The texts or numbers listed, if the list holds nothing else and only one of the two kinds."""
    values: list[Value] = []
    for test in tests:
        inner = test.items if isinstance(test, nodes.Items) and len(tests) == 1 else (test,)
        for item in inner:
            if not isinstance(item, nodes.Literal) or type(item.value) not in (Decimal, str):
                return None
            values.append(item.value)
    return frozenset(values) if len({type(value) for value in values}) == 1 else None


def value_in(value: Value, listed: frozenset[Value]) -> bool:
    """Whether a number or a text is listed."""
    return (type(value) is str or type(value) is Decimal) and value in listed


Check = Callable[[Frame, Value], bool | None]


def check(node: nodes.Node, maker: Maker, *, cell: bool) -> Check:
    """One unary test as a question about the subject."""
    if isinstance(node, nodes.Test):
        careful, end = COMPARE[node.operator][1], maker.make(node.end)
        return lambda frame, subject: careful(subject, end(frame))
    if isinstance(node, nodes.InputTest):
        condition = maker.make(node.condition)
        return lambda frame, subject: condition(frame) is True
    code = maker.make(node)
    open_condition = cell and not isinstance(node, nodes.Literal)

    def run(frame: Frame, subject: Value) -> bool | None:
        test = code(frame)
        if type(test) is list:
            weigh(frame.run, test)
        if open_condition and test is True and type(subject) is not bool:
            return True
        return False if test is None and subject is not None else operators.satisfies(subject, test)

    return run


def unary(node: nodes.Test, maker: Maker) -> Code:
    """A unary test standing alone, as a value."""
    end, sign = maker.make(node.end), node.operator
    below, above = sign in ("<", "<="), sign in (">", ">=")
    included = sign in ("<=", ">=", "=")

    def run(frame: Frame) -> Value:
        value = end(frame)
        if below:
            return Range(None, value, False, included, sign)
        return Range(value, None if above else value, included, included and not above, sign)

    return run


def input_test(node: nodes.InputTest, maker: Maker) -> Code:
    """A condition on `?`."""
    return maker.make(node.condition)
