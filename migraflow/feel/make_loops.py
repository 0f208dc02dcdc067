"""Closures for filters, `for`, `some` and `every`: everything that repeats, and therefore pays."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import cast

from . import nodes, temporal
from .frames import Frame
from .maker import Code, Maker
from .values import Range, Value


def whole(value: Value) -> int | None:
    """The integer a number is, null where it is none."""
    if not isinstance(value, Decimal) or value.adjusted() > 30 or value != value.to_integral_value():
        return None
    return int(value)


def index(found: list[Value], position: Value) -> Value:
    """The item at a 1-based position, counted from the end when negative."""
    place = whole(position)
    if not place or abs(place) > len(found):
        return None
    return found[place - 1 if place > 0 else place]


def filtered(node: nodes.Filter, maker: Maker) -> Code:
    """`base[condition]`: by position where the condition is a number, by test otherwise."""
    base, condition, weight = maker.make(node.base), maker.make(node.condition), node.weight + 2
    constant = position_of(node.condition)

    def run(frame: Frame) -> Value:
        value = base(frame)
        if value is None:
            return None
        found: list[Value] = value if isinstance(value, list) else [value]
        if constant is not None:
            return index(found, constant)
        frame.run.spend(weight)
        first = condition(item_frame(frame, found[0] if found else None))
        if isinstance(first, Decimal):
            return index(found, first)
        kept: list[Value] = []
        for place, item in enumerate(found):
            frame.run.spend(weight)
            if (condition(item_frame(frame, item)) if place else first) is True:
                kept.append(item)
        frame.run.keep(len(kept) + 1)
        return kept

    return run


def position_of(node: nodes.Node) -> Decimal | None:
    """The position a condition names outright."""
    if isinstance(node, nodes.Negation) and isinstance(node.operand, nodes.Literal):
        position = node.operand.value
        return -position if isinstance(position, Decimal) else None
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal) else None


def item_frame(frame: Frame, item: Value) -> Frame:
    """A frame where `item` and, for a context, its entries are in sight."""
    return frame.inner({"item": item, **item} if isinstance(item, dict) else {"item": item})


def domain_of(binding: nodes.Binding, maker: Maker) -> Callable[[Frame], Iterable[Value] | None]:
    """What a binding runs over; null where that makes no sense."""
    low = maker.make(binding.low)
    if binding.high is None:
        return lambda frame: spread(low(frame))
    high = maker.make(binding.high)
    return lambda frame: steps(low(frame), high(frame))


def spread(value: Value) -> Iterable[Value] | None:
    """The items of a list or of a whole-number or date interval; a single value runs over itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Range):
        return None if value is None else [value]
    bounds = steppable(value.start), steppable(value.end)
    if bounds[0] is None or bounds[1] is None or bounds[0] > bounds[1] or value.start is None:
        return None
    first, last = bounds[0] + (not value.start_included), bounds[1] - (not value.end_included)
    return climbing(value.start, first, last) if same_kind(value.start, value.end) else None


def steppable(value: Value) -> int | None:
    """A whole number or a date as an integer."""
    return temporal.day_number(value) if temporal.is_date(value) else whole(value)


def same_kind(first: Value, second: Value) -> bool:
    """Both dates or both numbers."""
    return temporal.is_date(first) == temporal.is_date(second)


def steps(low: Value, high: Value) -> Iterable[Value] | None:
    """`low..high`, going down where `high` is smaller."""
    first, last = steppable(low), steppable(high)
    if first is None or last is None or not same_kind(low, high):
        return None
    return climbing(low, first, last) if first <= last else climbing(low, first, last, -1)


def climbing(sample: Value, first: int, last: int, step: int = 1) -> Iterator[Value]:
    """Whole numbers or dates from `first` to `last`, lazily."""
    if temporal.is_date(sample):
        return (temporal.date_on(day) for day in range(first, last + step, step))
    return (Decimal(number) for number in range(first, last + step, step))


Visit = Callable[[Frame], bool]
"""Sees one combination; answers whether to go on."""


def walk(
    bindings: tuple[tuple[str, Callable[[Frame], Iterable[Value] | None]], ...],
    weight: int,
    frame: Frame,
    visit: Visit,
) -> bool | None:
    """Every combination of the bindings in order; true once through, false when stopped, null on a bad domain."""
    variable, domain = bindings[0]
    items = domain(frame)
    if items is None:
        return None
    rest = bindings[1:]
    for item in items:
        frame.run.spend(weight)
        inner = frame.inner({variable: item})
        going = walk(rest, weight, inner, visit) if rest else visit(inner)
        if not going:
            return going
    return True


def loop(node: nodes.For, maker: Maker) -> Code:
    """`for … return …`; `partial` is the list of results so far."""
    bindings = tuple((binding.name, domain_of(binding, maker)) for binding in node.bindings)
    body, weight = maker.make(node.body), node.weight + 3
    looks_back = mentions_partial(node.body)

    def run(frame: Frame) -> Value:
        results: list[Value] = []

        def visit(inner: Frame) -> bool:
            inner.run.keep(1)
            if looks_back:
                inner.run.keep(len(results) // 4)
                inner.run.spend(len(results) // 32)
                inner = inner.inner({"partial": list(results)})
            results.append(body(inner))
            return True

        return results if walk(bindings, weight, frame, visit) else None

    return run


def mentions_partial(node: object) -> bool:
    """Whether a tree names `partial` anywhere."""
    if isinstance(node, nodes.Name):
        return node.name == "partial"
    if isinstance(node, tuple):
        return any(map(mentions_partial, cast("tuple[object, ...]", node)))
    slots = getattr(type(node), "__slots__", ())
    return type(node).__module__ == nodes.__name__ and any(mentions_partial(getattr(node, slot)) for slot in slots)


def quantified(node: nodes.Quantified, maker: Maker) -> Code:
    """`some`: true at the first true; `every`: false at the first false; null when a doubt remains."""
    bindings = tuple((binding.name, domain_of(binding, maker)) for binding in node.bindings)
    condition, weight, every = maker.make(node.condition), node.weight + 3, node.every
    decisive = not every

    def run(frame: Frame) -> Value:
        doubt = False

        def visit(inner: Frame) -> bool:
            nonlocal doubt
            value = condition(inner)
            doubt = doubt or not isinstance(value, bool)
            return value is not decisive

        through = walk(bindings, weight, frame, visit)
        if through is None:
            return None
        if not through:
            return decisive
        return None if doubt else every

    return run
