"""One change of a decision file: a cell, a rule, a column, a head, an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from . import heads as columns
from . import rows
from .columns import MOST_COLUMNS, MOST_RULES, Part, at
from .heads import linked
from .rows import TableEdit
from .sheet import key_of, owners, tables_in, texts_in
from .source import Cuts, MootEdit, Place, Source

LONGEST = 4000
"""Characters one cell may hold."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed: `code` is one of CHANGES, `sheet` the key of a decision or function, `table` which of its
    tables. `row`, `column` count from 0; `part` is the kind of column; `trait` names what of a head changes."""

    code: str
    sheet: str
    table: int = 0
    row: int = 0
    column: int = 0
    part: Part = Part.INPUT
    value: str = ""
    trait: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


def changed(xml: bytes, change: Change) -> bytes:
    """The file after one change; everything else as it was. Raises MootEdit, DmnError."""
    source = Source(xml)
    cuts = Cuts(source)
    owner = next((one for one in owners(source) if key_of(one) == change.sheet), None)
    make = CHANGES.get(change.code)
    if owner is None or make is None or len(change.value) > LONGEST * MOST_COLUMNS:
        raise MootEdit
    make(source, cuts, owner, change)
    return cuts.done()


def in_table(edit: Callable[[TableEdit, Change], None]) -> Callable[[Source, Cuts, Place, Change], None]:
    """A change of one table of an owner."""

    def make(source: Source, cuts: Cuts, owner: Place, change: Change) -> None:
        table = at(tables_in(owner), change.table)
        edit(TableEdit(source, cuts, table), change)

    return make


def cell(one: TableEdit, change: Change) -> None:
    """Let a cell say something."""
    one.cell(change.row, change.part, change.column, change.value)


def paste(one: TableEdit, change: Change) -> None:
    """Put lines of a spreadsheet down, from a cell on; rules that are missing are made."""
    lines = [line.split("\t") for line in change.value.replace("\r\n", "\n").rstrip("\n").split("\n")]
    if change.row + len(lines) > MOST_RULES:
        raise MootEdit
    one.block(change.row, change.part, change.column, lines)


def add_rule(one: TableEdit, change: Change) -> None:
    """A further rule behind this one (-1: before the first), empty or with the conditions in `facts`."""
    if len(one.rules) >= MOST_RULES:
        raise MootEdit
    tests = [change.facts.get(str(number), "-") for number in range(len(one.table.all("input")))]
    one.add(change.row, tests, [])


def add_column(one: TableEdit, change: Change) -> None:
    """A further column at the end of its kind."""
    if sum(len(one.table.all(part.value)) for part in Part) >= MOST_COLUMNS:
        raise MootEdit
    columns.add(one, change.part, change.facts)


def write_text(source: Source, cuts: Cuts, owner: Place, change: Change) -> None:
    """Let an expression outside of tables say something else."""
    _, place = at_text(texts_in(owner), change.row)
    cuts.words(place, change.value)


def at_text(found: list[tuple[str, Place]], number: int) -> tuple[str, Place]:
    """The expression of this number. Raises MootEdit."""
    if not 0 <= number < len(found):
        raise MootEdit
    return found[number]


def about(source: Source, cuts: Cuts, owner: Place, change: Change) -> None:
    """What the decision is about: its question or its description."""
    if change.trait not in ("question", "description"):
        raise MootEdit
    found = owner.first(change.trait)
    if found is not None and not found.bare:
        cuts.put(found.inner, found.close, escape(change.value))
    elif found is not None:
        cuts.open(found, escape(change.value))
    else:
        said = f"<{owner.prefix}{change.trait}>{escape(change.value)}</{owner.prefix}{change.trait}>"
        described = owner.first("description")
        if change.trait == "question" and described is not None:
            cuts.after(described, said)
        else:
            cuts.inside(owner, said, first=True)


def link(source: Source, cuts: Cuts, owner: Place, change: Change) -> None:
    """Let the decision know an input by its name."""
    linked(source, cuts, owner, change.value, change.facts.get("type", ""))


CHANGES: dict[str, Callable[[Source, Cuts, Place, Change], None]] = {
    "cell": in_table(cell),
    "paste": in_table(paste),
    "rule_add": in_table(add_rule),
    "rule_copy": in_table(lambda one, change: one.copy(change.row)),
    "rule_up": in_table(lambda one, change: one.swap(change.row, change.row - 1)),
    "rule_down": in_table(lambda one, change: one.swap(change.row, change.row + 1)),
    "rule_remove": in_table(lambda one, change: one.remove(change.row)),
    "describe": in_table(lambda one, change: one.describe(change.row, change.value)),
    "column_add": in_table(add_column),
    "column_copy": in_table(lambda one, change: columns.copy(one, change.part, change.column)),
    "column_left": in_table(lambda one, change: columns.swap(one, change.part, change.column, change.column - 1)),
    "column_right": in_table(lambda one, change: columns.swap(one, change.part, change.column, change.column + 1)),
    "column_remove": in_table(lambda one, change: columns.remove(one, change.part, change.column)),
    "head": in_table(lambda one, change: columns.write(one, change.part, change.column, change.trait, change.value)),
    "policy": in_table(lambda one, change: rows.set_policy(one, change.value)),
    "text": write_text,
    "about": about,
    "link": link,
}
"""Every change by its code."""
