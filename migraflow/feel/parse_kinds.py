"""Type expressions: `list<number>`, `context<name: string>`, `function<number> -> string`."""

from .errors import Cause, FeelSyntaxError
from .kinds import NAMED, Basic, ContextKind, FunctionKind, Kind, ListKind, RangeKind
from .reader import KIND_INDEX, Reader


def read_kind(reader: Reader) -> Kind:
    """The type expression that starts here."""
    reader.down()
    own = reader.longest(reader.kind_index)
    count, name = max(own, reader.longest(KIND_INDEX))
    if count == 0 and reader.at("function"):
        count, name = 1, "function"
    if count == 0:
        raise FeelSyntaxError(reader.text, reader.token.start, Cause.UNKNOWN_TYPE, {"found": reader.token.text})
    for _ in range(count):
        reader.take()
    kind = reader.kinds[name] if count == own[0] and name in reader.kinds else refined(reader, name)
    reader.up()
    return kind


def refined(reader: Reader, name: str) -> Kind:
    """A built-in type with what stands between < and >, if anything."""
    if name == "function" and reader.at("<"):
        return function_kind(reader)
    if not reader.at("<") or name not in ("list", "range", "context"):
        return NAMED[name]
    reader.take()
    kind: Kind
    if name == "context":
        kind = ContextKind(tuple(fields(reader)))
    else:
        item = read_kind(reader)
        kind = ListKind(item) if name == "list" else RangeKind(item)
    reader.expect(">")
    return kind


def fields(reader: Reader) -> list[tuple[str, Kind]]:
    """`name: kind, …`."""
    found: list[tuple[str, Kind]] = []
    while True:
        name = reader.label(":")
        if name is None:
            raise reader.unexpected()
        reader.expect(":")
        found.append((name, read_kind(reader)))
        if not reader.at(","):
            return found
        reader.take()


def function_kind(reader: Reader) -> Kind:
    """`function<kind, …> -> kind`."""
    reader.expect("<")
    parameters: list[Kind] = []
    while not reader.at(">"):
        parameters.append(read_kind(reader))
        if reader.at(","):
            reader.take()
    reader.expect(">")
    if not reader.at("->"):
        return FunctionKind(tuple(parameters), Basic.ANY)
    reader.take()
    return FunctionKind(tuple(parameters), read_kind(reader))
