"""Item definitions: what a value must be, and how it is made to fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from migraflow import feel
from migraflow.feel import Basic, ContextKind, FunctionKind, Kind, ListKind, Value

from .reading import Element, attribute, child, children, text_child, text_of

Allowed = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class ItemType:
    """One item definition: a base kind, or fields, or a collection of either; `allowed` restricts single values."""

    name: str
    kind: Kind
    fields: "tuple[tuple[str, ItemType], ...]" = ()
    item: "ItemType | None" = None
    base: "ItemType | None" = None
    allowed: Allowed | None = field(default=None, compare=False)
    result: "ItemType | None" = None
    allowed_text: str = ""

    def accepts(self, value: Value) -> bool:
        """Whether `value` conforms; null belongs everywhere."""
        if value is None:
            return True
        if self.item is not None:
            return isinstance(value, list) and all(self.item.accepts(each) for each in value) and self.allows(value)
        if self.base is not None:
            return self.base.accepts(value) and self.allows(value)
        if self.fields:
            return isinstance(value, dict) and all(
                name in value and kind.accepts(value[name]) for name, kind in self.fields
            )
        if isinstance(self.kind, FunctionKind):
            return isinstance(value, feel.Function)
        return feel.conforms(value, self.kind) and self.allows(value)

    def allows(self, value: Value) -> bool:
        """Whether the allowed values hold this one."""
        return self.allowed is None or self.allowed(value)

    def fit(self, value: Value) -> Value:
        """The value as this type, by the conversions the standard allows; null if none helps."""
        if self.accepts(value):
            return value
        for candidate in self.conversions(value):
            if self.accepts(candidate):
                return candidate
        return None

    def conversions(self, value: Value) -> Iterator[Value]:
        """What the value may be read as."""
        if isinstance(value, list):
            if len(value) == 1 and not isinstance(self.kind, ListKind) and self.kind is not Basic.LIST:
                yield value[0]
        elif isinstance(self.kind, ListKind) or self.kind is Basic.LIST:
            yield [value]
        if not isinstance(value, list) and self.kind is Basic.DATE_TIME:
            yield feel.coerce(value, self.kind)


ANY = ItemType("Any", Basic.ANY)
BUILT_IN: dict[str, ItemType] = {
    name: ItemType(name, kind)
    for name, kind in {
        "number": Basic.NUMBER,
        "string": Basic.STRING,
        "boolean": Basic.BOOLEAN,
        "date": Basic.DATE,
        "time": Basic.TIME,
        "date and time": Basic.DATE_TIME,
        "dateTime": Basic.DATE_TIME,
        "days and time duration": Basic.DAYS,
        "dayTimeDuration": Basic.DAYS,
        "years and months duration": Basic.MONTHS,
        "yearMonthDuration": Basic.MONTHS,
        "list": Basic.LIST,
        "context": Basic.CONTEXT,
        "range": Basic.RANGE,
        "function": Basic.FUNCTION,
    }.items()
} | {"Any": ANY, "any": ANY, "Null": ItemType("Null", Basic.NULL)}

Compile = Callable[[str, str], Allowed]
"""Makes a test from the text of allowed values and the id of their element."""


class Types:
    """The item definitions of one file, found by name; imported ones stand under `alias.name`."""

    def __init__(self, root: Element, imported: Mapping[str, ItemType], compile_allowed: Compile) -> None:
        self.elements = {attribute(each, "name"): each for each in children(root, "itemDefinition")}
        self.imported = imported
        self.compile_allowed = compile_allowed
        self.made: dict[str, ItemType] = {}
        self.pending: set[str] = set()
        self.parts: set[str] = set()
        for name in self.elements:
            self.find(name)

    def find(self, reference: str) -> ItemType | None:
        """The type a `typeRef` names; null when it names nothing or nothing that exists."""
        reference = reference.strip()
        if reference in self.made:
            return self.made[reference]
        if reference in self.elements and reference not in self.pending:
            self.pending.add(reference)
            self.made[reference] = self.define(self.elements[reference], reference)
            self.pending.discard(reference)
            return self.made[reference]
        found = BUILT_IN.get(reference) or self.imported.get(reference)
        if found is None and ":" in reference:
            return self.find(reference.partition(":")[2])
        return found

    def define(self, element: Element, name: str) -> ItemType:
        """The type an item definition or component describes."""
        single = self.single(element, name)
        if attribute(element, "isCollection") != "true":
            return single
        constraint = self.restriction(child(element, "typeConstraint"))
        return ItemType(name, ListKind(single.kind), item=single, allowed=constraint)

    def single(self, element: Element, name: str) -> ItemType:
        """The type of one item, a collection's included."""
        components = list(children(element, "itemComponent"))
        if components:
            fields = tuple((attribute(each, "name"), self.define(each, attribute(each, "name"))) for each in components)
            self.parts.update(part for part, _ in fields)
            return ItemType(name, ContextKind(tuple((part, kind.kind) for part, kind in fields)), fields=fields)
        function = child(element, "functionItem")
        if function is not None:
            return self.function(function, name)
        base = self.find(text_child(element, "typeRef")) or ANY
        allowed = self.restriction(child(element, "allowedValues"))
        constraint = None
        if attribute(element, "isCollection") != "true":
            constraint = self.restriction(child(element, "typeConstraint"))
        text = text_child(child(element, "allowedValues")) or base.allowed_text
        limits = both(allowed, constraint)
        return ItemType(name, base.kind, base=base, allowed=limits, result=base.result, allowed_text=text)

    def function(self, element: Element, name: str) -> ItemType:
        """A function type."""
        parameters = tuple(
            (self.find(attribute(each, "typeRef") or text_child(each, "typeRef")) or ANY).kind
            for each in children(element, "parameters")
        )
        result = self.find(attribute(element, "outputTypeRef")) or ANY
        return ItemType(name, FunctionKind(parameters, result.kind), result=result)

    def restriction(self, element: Element | None) -> Allowed | None:
        """The test of an `allowedValues` or `typeConstraint` element."""
        if element is None:
            return None
        text = text_child(element) or text_of(element)
        return self.compile_allowed(text, attribute(element, "id")) if text else None

    def kinds(self) -> dict[str, Kind]:
        """All named kinds, for `instance of`."""
        return {name: found.kind for name, found in (*self.imported.items(), *self.made.items())}


def both(one: Allowed | None, other: Allowed | None) -> Allowed | None:
    """Both restrictions together."""
    if one is None or other is None:
        return one or other
    return lambda value: one(value) and other(value)
