"""The three kinds of columns of a table, and how many cells each rule should have of them."""

from __future__ import annotations

from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from .source import Cuts, MootEdit, Place, Source


class Part(StrEnum):
    """The kind of a column: a condition, a result, a remark. The values are the names of their cells in the file."""

    INPUT = "input"
    OUTPUT = "output"
    NOTE = "annotation"


EMPTY = {Part.INPUT: "-", Part.OUTPUT: "", Part.NOTE: ""}
"""What a cell nobody has filled says."""
MOST_RULES, MOST_COLUMNS = 1000, 60
"""How large a table may be made here."""


def heads(table: Place, part: Part) -> list[Place]:
    """The heads of the columns of one kind."""
    return table.all(part.value)


def cells(rule: Place, part: Part) -> list[Place]:
    """The cells of a rule of one kind."""
    return rule.all(f"{part.value}Entry")


def at(places: list[Place], number: int) -> Place:
    """The element of this number. Raises MootEdit."""
    if not 0 <= number < len(places):
        raise MootEdit
    return places[number]


def cell_text(source: Source, rule: Place, part: Part, text: str) -> str:
    """The XML of a cell."""
    prefix, name = rule.prefix, f"{rule.prefix}{part.value}Entry"
    identity = "" if part is Part.NOTE else f" id={quoteattr(source.fresh(rule_id(rule) + '_' + part.value))}"
    return f"<{name}{identity}><{prefix}text>{escape(text)}</{prefix}text></{name}>"


def rule_id(rule: Place) -> str:
    """The id of a rule; one without goes by a word."""
    return rule.attributes.get("id") or "regle"


def last_before(rule: Place, part: Part) -> Place | None:
    """The cell after which a further cell of this kind stands: the standard orders conditions, results, remarks."""
    order = list(Part)[: list(Part).index(part) + 1]
    names = ["description", "extensionElements", *(f"{one.value}Entry" for one in order)]
    return next((one for one in reversed(rule.children) if one.name in names), None)


def fill(source: Source, cuts: Cuts, rule: Place, part: Part, filled: dict[int, str]) -> None:
    """Let cells of one rule say something; cells missing before them are made."""
    there = cells(rule, part)
    missing: list[str] = []
    for number in range(max(filled) + 1):
        if number < len(there):
            if number in filled:
                cuts.words(there[number], filled[number])
        else:
            missing.append(cell_text(source, rule, part, filled.get(number, EMPTY[part])))
    append(source, cuts, rule, part, missing)


def append(source: Source, cuts: Cuts, rule: Place, part: Part, made: list[str]) -> None:
    """Put further cells of one kind behind those that are there."""
    after = last_before(rule, part)
    if after is None and made:
        cuts.inside(rule, "".join(made), first=True)
    for text in made if after is not None else ():
        cuts.after(after or rule, text)
