"""Expected values of the DMN TCK: read from its XML, compared with what we computed."""

import re
from decimal import Decimal, InvalidOperation

from migraflow import feel
from migraflow.feel import Value

from .reading import Element, attribute, child, children

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
CLOSE = Decimal("1e-8")
NUMBERS = frozenset({"decimal", "double", "integer", "float", "int", "long"})
TEMPORAL = frozenset({"date", "time", "dateTime", "duration", "dayTimeDuration", "yearMonthDuration"})
ZERO_OFFSET = re.compile(r"[+-]00:00$")


def value_of(element: Element) -> Value:
    """The value an `inputNode`, `expected`, `component` or `item` describes."""
    if element.get(NIL) == "true":
        return None
    components = list(children(element, "component"))
    if components:
        return {attribute(each, "name"): value_of(each) for each in components}
    items = child(element, "list")
    if items is not None:
        return None if items.get(NIL) == "true" else [value_of(each) for each in children(items, "item")]
    single = child(element, "value")
    return None if single is None else single_value(single)


def single_value(element: Element) -> Value:
    """The value of a `value` element by its xsi:type; a text without type is a text."""
    if element.get(NIL) == "true":
        return None
    kind = (element.get(TYPE) or "string").rpartition(":")[2]
    text = element.text or ""
    if kind in NUMBERS:
        return number(text.strip())
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in TEMPORAL:
        return feel.evaluate(f'@"{ZERO_OFFSET.sub("Z", text.strip())}"')
    return text


def number(text: str) -> Value:
    """A number, null when the text is none."""
    try:
        return feel.to_feel(Decimal(text))
    except InvalidOperation:
        return None


def alike(found: Value, expected: Value) -> bool:
    """Whether a result is the expected one; numbers may differ by one part in 10^8, as the TCK's own runner allows."""
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return abs(found - expected) <= CLOSE * max(Decimal(1), abs(expected))
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(alike(found[key], expected[key]) for key in found)
    if found is None or expected is None:
        return found is expected
    return feel.equal(found, expected) is True
