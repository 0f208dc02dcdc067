"""What a DMN file says, as people read it: a grid for each table, a text for each expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .source import Place, Source

OWNERS = ("decision", "businessKnowledgeModel")
TABLE, LITERAL = "decisionTable", "literalExpression"


@dataclass(frozen=True, slots=True)
class InputHead:
    """The head of a condition: what is looked at (FEEL), its words, its type, the values it may have."""

    id: str
    expression: str
    label: str
    type: str
    allowed: str


@dataclass(frozen=True, slots=True)
class OutputHead:
    """The head of a result: its name in the case, its words, type, values, and what holds when no rule applies."""

    id: str
    name: str
    label: str
    type: str
    allowed: str
    default: str


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its cells as written; `ids` are those of its conditions, then of its results."""

    id: str
    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    notes: tuple[str, ...]
    description: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One decision table. `label` says of what in its decision (the entry of a context), "" where it is the whole;
    `hit_policy` in capitals; `notes` are the heads of its remarks."""

    id: str
    label: str
    hit_policy: str
    aggregation: str
    inputs: tuple[InputHead, ...]
    outputs: tuple[OutputHead, ...]
    notes: tuple[str, ...]
    rules: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One FEEL text outside of tables; `label` says of what (the entry of a context, a parameter)."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One decision or function of the file; `key` finds it again (its id), `kind` is its element's name."""

    key: str
    name: str
    kind: str
    question: str
    description: str
    grids: tuple[Grid, ...]
    words: tuple[Words, ...]


def sheets(xml: bytes) -> tuple[Sheet, ...]:
    """The decisions and functions of a file. Raises DmnError, MootEdit."""
    source = Source(xml)
    return tuple(sheet(source, one) for one in owners(source))


def owners(source: Source) -> list[Place]:
    """The elements that hold logic, in the order of the file."""
    return source.root.all(*OWNERS)


def key_of(one: Place) -> str:
    """What finds an owner again: its id, else its name."""
    return one.attributes.get("id") or one.attributes.get("name", "")


def tables_in(owner: Place) -> list[Place]:
    """The tables of an owner, the one inside another left out."""
    return [place for _, place in walk(owner, "") if place.name == TABLE]


def texts_in(owner: Place) -> list[tuple[str, Place]]:
    """The literal expressions of an owner outside of tables, each with the name of what it fills."""
    return [(label, place) for label, place in walk(owner, "") if place.name == LITERAL]


def walk(one: Place, label: str) -> Iterator[tuple[str, Place]]:
    """The tables and expressions below an element; `label` is the name they are found under so far."""
    for inner in one.children:
        if inner.name in (LITERAL, TABLE):
            yield label, inner
        else:
            variable = inner.first("variable", "parameter")
            named = variable.attributes.get("name", "") if variable is not None else ""
            inside = inner.name in ("contextEntry", "binding") and named
            yield from walk(inner, " › ".join(filter(None, (label, named))) if inside else label)


def sheet(source: Source, owner: Place) -> Sheet:
    """One owner as people read it."""
    return Sheet(
        key=key_of(owner),
        name=owner.attributes.get("name", ""),
        kind=owner.name,
        question=source.text(owner.first("question")),
        description=source.text(owner.first("description")),
        grids=tuple(grid(source, label, one) for label, one in walk(owner, "") if one.name == TABLE),
        words=tuple(
            Words(one.attributes.get("id", ""), label, source.text(one.first("text"))) for label, one in texts_in(owner)
        ),
    )


def grid(source: Source, label: str, table: Place) -> Grid:
    """One table."""
    return Grid(
        id=table.attributes.get("id", ""),
        label=label,
        hit_policy=table.attributes.get("hitPolicy", "UNIQUE"),
        aggregation=table.attributes.get("aggregation", ""),
        inputs=tuple(input_head(source, one) for one in table.all("input")),
        outputs=tuple(output_head(source, one) for one in table.all("output")),
        notes=tuple(one.attributes.get("name", "") for one in table.all("annotation")),
        rules=tuple(line(source, one) for one in table.all("rule")),
    )


def input_head(source: Source, one: Place) -> InputHead:
    """A condition's head."""
    expression = one.first("inputExpression")
    said = expression.attributes if expression is not None else {}
    return InputHead(
        id=one.attributes.get("id", ""),
        expression=source.text(expression.first("text")) if expression is not None else "",
        label=one.attributes.get("label", ""),
        type=said.get("typeRef", ""),
        allowed=inner_text(source, one.first("inputValues")),
    )


def output_head(source: Source, one: Place) -> OutputHead:
    """A result's head."""
    said = one.attributes
    return OutputHead(
        id=said.get("id", ""),
        name=said.get("name", ""),
        label=said.get("label", ""),
        type=said.get("typeRef", ""),
        allowed=inner_text(source, one.first("outputValues")),
        default=inner_text(source, one.first("defaultOutputEntry")),
    )


def inner_text(source: Source, one: Place | None) -> str:
    """What the ``text`` of an element says, "" without one."""
    return source.text(one.first("text")) if one is not None else ""


def line(source: Source, rule: Place) -> Line:
    """One rule."""
    tests, outputs, notes = (rule.all(name) for name in ("inputEntry", "outputEntry", "annotationEntry"))
    return Line(
        id=rule.attributes.get("id", ""),
        tests=tuple(inner_text(source, one) for one in tests),
        outputs=tuple(inner_text(source, one) for one in outputs),
        notes=tuple(inner_text(source, one) for one in notes),
        description=source.text(rule.first("description")),
        ids=tuple(one.attributes.get("id", "") for one in (*tests, *outputs)),
    )
