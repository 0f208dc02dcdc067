"""Columns of a table: their heads, and the cells that go with them in every rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from .columns import EMPTY, Part, append, at, cell_text, cells, heads
from .rows import IDENTITY, TableEdit
from .source import Cuts, MootEdit, Place, Source

FIELDS = {
    Part.INPUT: ("expression", "label", "type", "allowed"),
    Part.OUTPUT: ("name", "label", "type", "allowed", "default"),
    Part.NOTE: ("name",),
}
"""What of a head can be changed."""


def add(one: TableEdit, part: Part, facts: Mapping[str, str]) -> None:
    """A further column at the end of its kind; every rule gets an empty cell for it."""
    source, table = one.source, one.table
    text = head_text(source, table, part, facts)
    order = [other.value for other in list(Part)[: list(Part).index(part) + 1]]
    before = [child for child in table.children if child.name in order]
    if before:
        one.cuts.after(before[-1], text)
    else:
        one.cuts.inside(table, text, first=True)
    for rule in one.rules:
        missing = len(heads(table, part)) - len(cells(rule, part)) + 1
        made = [cell_text(source, rule, part, EMPTY[part]) for _ in range(missing)]
        append(source, one.cuts, rule, part, made)


def head_text(source: Source, table: Place, part: Part, facts: Mapping[str, str]) -> str:
    """The XML of a head."""
    prefix, base = table.prefix, table.attributes.get("id") or "table"
    said = {name: facts.get(name, "").strip() for name in FIELDS[part]}
    if part is Part.NOTE:
        return f"<{prefix}annotation name={quoteattr(said['name'] or 'Raison')} />"
    kind = f" typeRef={quoteattr(said['type'])}" if said["type"] else ""
    label = f" label={quoteattr(said['label'])}" if said["label"] else ""
    identity = quoteattr(source.fresh(f"{base}_{part.value}"))
    if part is Part.OUTPUT:
        if not said["name"]:
            raise MootEdit
        values = texts(prefix, "outputValues", said["allowed"])
        head = f"<{prefix}output id={identity} name={quoteattr(said['name'])}{label}{kind}"
        return f"{head}>{values}</{prefix}output>" if values else f"{head} />"
    if not said["expression"]:
        raise MootEdit
    inner = quoteattr(source.fresh(f"{base}_expression"))
    return (
        f"<{prefix}input id={identity}{label}><{prefix}inputExpression id={inner}{kind}>"
        f"<{prefix}text>{escape(said['expression'])}</{prefix}text></{prefix}inputExpression>"
        f"{texts(prefix, 'inputValues', said['allowed'])}</{prefix}input>"
    )


def texts(prefix: str, name: str, said: str) -> str:
    """An element that holds a text, nothing when there is none."""
    return f"<{prefix}{name}><{prefix}text>{escape(said)}</{prefix}text></{prefix}{name}>" if said else ""


def swap(one: TableEdit, part: Part, first: int, other: int) -> None:
    """Let two columns change places."""
    one.cuts.swap(at(heads(one.table, part), first), at(heads(one.table, part), other))
    for rule in one.rules:
        there = cells(rule, part)
        if max(first, other) < len(there):
            one.cuts.swap(there[first], there[other])


def remove(one: TableEdit, part: Part, column: int) -> None:
    """Take a column out; a table keeps one result."""
    there = heads(one.table, part)
    head = at(there, column)
    if part is Part.OUTPUT and len(there) == 1:
        raise MootEdit
    one.cuts.drop(head)
    for rule in one.rules:
        for cell in cells(rule, part)[column : column + 1]:
            one.cuts.drop(cell)


def copy(one: TableEdit, part: Part, column: int) -> None:
    """The same column once more, right behind; a result needs a name of its own."""
    places = [at(heads(one.table, part), column)]
    for rule in one.rules:
        places += cells(rule, part)[column : column + 1]
    for place in places:
        one.cuts.after(place, twin(one.source, place, part))


def twin(source: Source, place: Place, part: Part) -> str:
    """The XML of an element once more, with ids of its own."""

    def renamed(found: re.Match[bytes]) -> bytes:
        return found[1] + found[2] + source.fresh(f"{found[3].decode()}_copie").encode() + found[2]

    text = IDENTITY.sub(renamed, source.xml[place.start : place.end]).decode()
    if place.name != Part.OUTPUT.value:
        return text
    name = quoteattr(f"{place.attributes.get('name', '')}_copie")
    return re.sub(r"""\sname=("[^"]*"|'[^']*')""", f" name={name}", text, count=1)


def write(one: TableEdit, part: Part, column: int, field: str, value: str) -> None:
    """Let one property of a head say something."""
    if field not in FIELDS[part]:
        raise MootEdit
    head, value = at(heads(one.table, part), column), value.strip()
    if field in ("name", "label") or (field == "type" and part is Part.OUTPUT):
        if field == "name" and not value:
            raise MootEdit
        one.cuts.attribute(head, "typeRef" if field == "type" else field, value)
    elif field in ("allowed", "default"):
        name = {"default": "defaultOutputEntry"}.get(field) or f"{part.value}Values"
        write_values(one.cuts, head, name, value)
    else:
        write_expression(one, head, field, value)


def write_expression(one: TableEdit, head: Place, field: str, value: str) -> None:
    """What a condition looks at, or its type."""
    expression = head.first("inputExpression")
    if expression is None or (field == "expression" and not value):
        raise MootEdit
    if field == "type":
        one.cuts.attribute(expression, "typeRef", value)
    else:
        one.cuts.words(expression, value)


def write_values(cuts: Cuts, head: Place, name: str, value: str) -> None:
    """The values a column may have, or its default; nothing takes them out."""
    found = head.first(name)
    if found is not None and value:
        cuts.words(found, value)
    elif found is not None:
        cuts.drop(found)
    elif value:
        text = texts(head.prefix, name, value)
        behind = head.first("outputValues") if name == "defaultOutputEntry" else head.first("inputExpression")
        if behind is not None:
            cuts.after(behind, text)
        else:
            cuts.inside(head, text, first=True)


def linked(source: Source, cuts: Cuts, owner: Place, name: str, kind: str) -> None:
    """Let a decision know the input `name`: it is declared when it is not, and required. A function takes no inputs."""
    name = name.strip()
    if owner.name != "decision" or not name:
        raise MootEdit
    prefix = owner.prefix
    known = next((one for one in source.root.all("inputData") if one.attributes.get("name") == name), None)
    identity = known.attributes.get("id", "") if known is not None else source.fresh(f"donnee_{slug(name)}")
    if known is None:
        typed = f" typeRef={quoteattr(kind)}" if kind else ""
        variable = f"<{prefix}variable id={quoteattr(source.fresh(identity + '_v'))} name={quoteattr(name)}{typed} />"
        margin = source.margin(owner)
        data = f"<{prefix}inputData id={quoteattr(identity)} name={quoteattr(name)}>{variable}</{prefix}inputData>"
        cuts.put(owner.start, owner.start, data.encode() + margin)
    if f"#{identity}" in {one.attributes.get("href") for one in owner.within() if one.name == "requiredInput"}:
        return
    need = quoteattr(source.fresh(f"{owner.attributes.get('id', 'decision')}_besoin"))
    wanted = f'<{prefix}requiredInput href="#{identity}" />'
    text = f"<{prefix}informationRequirement id={need}>{wanted}</{prefix}informationRequirement>"
    after = [one for one in owner.children if one.name in BEFORE_NEEDS]
    if after:
        cuts.after(after[-1], text)
    else:
        cuts.inside(owner, text, first=True)


BEFORE_NEEDS = (
    "description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
)  # fmt: skip
"""What the standard wants before a further input of a decision."""


def slug(name: str) -> str:
    """A name as part of an id."""
    return re.sub(r"\W", "_", name)
