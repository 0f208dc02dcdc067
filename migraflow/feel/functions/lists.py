"""Built-in functions on lists."""

from collections.abc import Callable, Hashable
from decimal import Decimal
from functools import cmp_to_key, reduce

from .. import operators
from ..budget import Run
from ..frames import weigh
from ..values import NUMBERS, Function, Value
from .signatures import Declaration, declare

ZERO, ONE = Decimal(0), Decimal(1)


def size(items: list[Value]) -> Value:
    """How many items there are."""
    return Decimal(len(items))


def appended(items: list[Value], new: list[Value]) -> Value:
    """The items, then the new ones."""
    return [*items, *new]


def backwards(items: list[Value]) -> Value:
    """The items, last first."""
    return items[::-1]


def contains(items: list[Value], element: Value) -> Value:
    """Whether an item equals `element`."""
    return any(operators.equal(item, element) for item in items)


def places(items: list[Value], match: Value) -> Value:
    """The 1-based positions of the items equal to `match`."""
    return [Decimal(place) for place, item in enumerate(items, 1) if operators.equal(item, match)]


def extreme(largest: bool) -> Callable[[list[Value]], Value]:
    """The smallest or largest item; null for an empty list or items that do not compare."""

    def apply(items: list[Value]) -> Value:
        if not items:
            return None
        best = items[0]
        if operators.order_key(best) is None:
            return None
        for item in items[1:]:
            smaller = operators.less(best, item) if largest else operators.less(item, best)
            if smaller is None:
                return None
            best = item if smaller else best
        return best

    return apply


def numbers_of(items: list[Value]) -> list[Decimal] | None:
    """The items when all are numbers and there is at least one."""
    found = [item for item in items if isinstance(item, Decimal)]
    return found if found and len(found) == len(items) else None


def total(items: list[Value]) -> Value:
    """The sum of numbers or of durations of one kind."""
    if not items:
        return None
    found = reduce(operators.add, items)
    return None if isinstance(found, str) or operators.negate(found) is None else found


def product(items: list[Value]) -> Value:
    """All numbers multiplied."""
    found = numbers_of(items)
    return reduce(operators.multiply, found, ONE) if found else None


def mean(items: list[Value]) -> Value:
    """The arithmetic mean of numbers or durations."""
    return operators.divide(total(items), Decimal(len(items))) if items else None


def median(items: list[Value]) -> Value:
    """The middle number, or the mean of the two middle ones."""
    found = sorted(numbers_of(items) or [])
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else mean([found[half - 1], found[half]])


def deviation(items: list[Value]) -> Value:
    """The sample standard deviation; null below two numbers."""
    found = numbers_of(items)
    centre = mean(items)
    if not found or len(found) < 2 or not isinstance(centre, Decimal):
        return None
    squares: list[Value] = [NUMBERS.power(NUMBERS.subtract(each, centre), 2) for each in found]
    spread = operators.divide(total(squares), Decimal(len(found) - 1))
    return NUMBERS.sqrt(spread) if isinstance(spread, Decimal) else None


def mode(items: list[Value]) -> Value:
    """The most frequent numbers, ascending; an empty list for an empty one."""
    found = numbers_of(items)
    if found is None:
        return [] if not items else None
    counts: dict[Decimal, int] = {}
    for each in found:
        counts[each] = counts.get(each, 0) + 1
    highest = max(counts.values())
    return list[Value](sorted(each for each, count in counts.items() if count == highest))


def quantified(decisive: bool) -> Callable[[list[Value]], Value]:
    """`any` and `all`: the decisive value wins, then anything that is not a boolean makes it null."""

    def apply(items: list[Value]) -> Value:
        if any(item is decisive for item in items):
            return decisive
        return None if any(not isinstance(item, bool) for item in items) else not decisive

    return apply


def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """Items from a 1-based start, counted from the end when negative."""
    place = int(start)
    if place == 0 or abs(place) > len(items) or (length is not None and length < 1):
        return None
    first = place - 1 if place > 0 else len(items) + place
    if length is None:
        return items[first:]
    return items[first : first + int(length)] if first + int(length) <= len(items) else None


def place_in(items: list[Value], position: Decimal) -> int | None:
    """A 1-based position (from the end when negative) as an index."""
    place = int(position)
    if place == 0 or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


def insert_before(items: list[Value], position: Decimal, new: Value) -> Value:
    """A new item before that position."""
    place = place_in(items, position)
    return None if place is None else [*items[:place], new, *items[place:]]


def removed(items: list[Value], position: Decimal) -> Value:
    """All items but that one."""
    place = place_in(items, position)
    return None if place is None else [*items[:place], *items[place + 1 :]]


def replaced_at(items: list[Value], position: Decimal, new: Value) -> Value:
    """The list with another item at that position."""
    place = place_in(items, position)
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


def replaced_where(run: Run, items: list[Value], match: Function, new: Value) -> Value:
    """The list with another item wherever `match(item, new)` is true; null if it answers no boolean."""
    if len(match.parameters) != 2:
        return None
    made: list[Value] = []
    for item in items:
        verdict = match.invoke(run, [item, new])
        if not isinstance(verdict, bool):
            return None
        made.append(new if verdict else item)
    return made


def concatenated(lists: list[list[Value]]) -> Value:
    """All items of all lists."""
    return [item for each in lists for item in each]


def identity(value: Value) -> Hashable:
    """Something hashable that is the same for equal values."""
    if isinstance(value, list):
        return ("list", *(identity(item) for item in value))
    if isinstance(value, dict):
        return frozenset((key, identity(item)) for key, item in value.items())
    key = operators.order_key(value)
    return (type(value).__name__, value) if key is None else key


def distinct(items: list[Value]) -> Value:
    """Each different item once, in order of first appearance."""
    seen: dict[Hashable, Value] = {}
    for item in items:
        seen.setdefault(identity(item), item)
    return list(seen.values())


def union(lists: list[list[Value]]) -> Value:
    """All items of all lists, each different one once."""
    return distinct([item for each in lists for item in each])


def flatten(run: Run, items: list[Value]) -> Value:
    """The items of all lists inside, however deep."""
    weigh(run, items)
    made: list[Value] = []
    pending = list(reversed(items))
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            made.append(item)
    return made


def ordered(run: Run, items: list[Value], precedes: Function | None = None) -> Value:
    """The list sorted by `precedes(a, b)`, or by natural order; null where items do not compare."""
    if precedes is not None and len(precedes.parameters) != 2:
        return None
    doubts: list[bool] = []

    def compare(one: Value, other: Value) -> int:
        run.spend(3)
        first = precedes.invoke(run, [one, other]) if precedes else operators.less(one, other)
        if first is None:
            doubts.append(True)
        if first is True:
            return -1
        second = precedes.invoke(run, [other, one]) if precedes else operators.less(other, one)
        return 1 if second is True else 0

    made = sorted(items, key=cmp_to_key(compare))
    return None if doubts and not precedes else made


DECLARATIONS: tuple[Declaration, ...] = (
    declare("list contains(list: list, element)", contains, deep=True),
    declare("index of(list: list, match)", places, deep=True),
    declare("count(list: list)", size),
    declare("count(c..2)", size),
    declare("min(list: list)", extreme(False)),
    declare("min(c..2)", extreme(False)),
    declare("max(list: list)", extreme(True)),
    declare("max(c..2)", extreme(True)),
    declare("sum(list: list)", total),
    declare("sum(n..2)", total),
    declare("product(list: list)", product),
    declare("product(n..2)", product),
    declare("mean(list: list)", mean),
    declare("mean(n..2)", mean),
    declare("median(list: list)", median, cost=10),
    declare("median(n..2)", median),
    declare("stddev(list: list)", deviation, cost=20),
    declare("stddev(n..2)", deviation, cost=20),
    declare("mode(list: list)", mode),
    declare("mode(n..2)", mode),
    declare("all(list: list)", quantified(False)),
    declare("all(b..2)", quantified(False)),
    declare("any(list: list)", quantified(True)),
    declare("any(b..2)", quantified(True)),
    declare("sublist(list: list, start position: number, length?: number)", sublist),
    declare("append(list: list, item..1)", appended),
    declare("concatenate(list..1: list)", concatenated, deep=True),
    declare("insert before(list: list, position: number, newItem)", insert_before),
    declare("remove(list: list, position: number)", removed),
    declare("list replace(list: list, position: number, newItem)", replaced_at),
    declare("list replace(list: list, match: function, newItem)", replaced_where, calls=True),
    declare("reverse(list: list)", backwards),
    declare("union(list..1: list)", union, deep=True),
    declare("distinct values(list: list)", distinct, deep=True),
    declare("flatten(list: list)", flatten, calls=True),
    declare("sort(list: list, precedes: function)", ordered, calls=True),
    declare("sort(list: list)", ordered, calls=True),
)
