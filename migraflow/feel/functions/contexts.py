"""Built-in functions on contexts."""

from ..values import Value
from .signatures import Declaration, declare


def value_at(context: dict[str, Value], key: str) -> Value:
    """The entry under that key."""
    return context.get(key)


def entries(context: dict[str, Value]) -> Value:
    """A list of {key, value}."""
    return [{"key": key, "value": value} for key, value in context.items()]


def assembled(items: list[Value]) -> Value:
    """A context from a list of {key, value}; null for a missing, null or repeated key."""
    made: dict[str, Value] = {}
    for item in items:
        if not isinstance(item, dict) or "value" not in item:
            return None
        key = item.get("key")
        if not isinstance(key, str) or key in made:
            return None
        made[key] = item["value"]
    return made


def put(context: dict[str, Value], key: str, value: Value) -> Value:
    """The context with this entry added or replaced."""
    return {**context, key: value}


def put_deep(context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    """The context with an entry added or replaced inside nested contexts; null where one of them is missing."""
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return put(context, keys[0], value)
    inner = context.get(keys[0])
    changed = put_deep(inner, keys[1:], value) if isinstance(inner, dict) and len(keys) < 60 else None
    return None if changed is None else {**context, keys[0]: changed}


def merged(contexts: list[Value]) -> Value:
    """All entries together; the last one wins."""
    made: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        made.update(context)
    return made


DECLARATIONS: tuple[Declaration, ...] = (
    declare("get value(m: context, key: string)", value_at),
    declare("get entries(m: context)", entries),
    declare("context(entries: list)", assembled, deep=True),
    declare("context put(context: context, key: string, value)", put),
    declare("context put(context: context, keys: list, value)", put_deep),
    declare("context merge(contexts: list)", merged, deep=True),
)
