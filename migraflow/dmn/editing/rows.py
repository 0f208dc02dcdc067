"""Rules of a table and their cells, and how the table answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from .columns import EMPTY, Part, at, cell_text, fill, heads
from .source import Cuts, MootEdit, Place, Source

IDENTITY = re.compile(rb"""(\sid=)(["'])([^"']*)\2""")
POLICIES = ("UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
SUMS = ("", "SUM", "MIN", "MAX", "COUNT")


@dataclass(frozen=True, slots=True)
class TableEdit:
    """One table being changed."""

    source: Source
    cuts: Cuts
    table: Place

    @property
    def rules(self) -> list[Place]:
        """Its rules."""
        return self.table.all("rule")

    def cell(self, row: int, part: Part, column: int, value: str) -> None:
        """Let one cell say something; a condition left empty accepts everything."""
        if not 0 <= column < len(heads(self.table, part)):
            raise MootEdit
        fill(self.source, self.cuts, at(self.rules, row), part, {column: value.strip() or EMPTY[part]})

    def block(self, row: int, part: Part, column: int, lines: list[list[str]]) -> None:
        """Lines of cells from one cell on, across the kinds of columns; what is wider than the table is refused."""
        flat = [(kind, number) for kind in Part for number in range(len(heads(self.table, kind)))]
        if (part, column) not in flat:
            raise MootEdit
        first = flat.index((part, column))
        if any(first + len(line) > len(flat) for line in lines):
            raise MootEdit
        for number, line in enumerate(lines, row):
            filled: dict[Part, dict[int, str]] = {}
            for (kind, place), text in zip(flat[first:], line, strict=False):
                filled.setdefault(kind, {})[place] = text.strip() or EMPTY[kind]
            if number < len(self.rules):
                for kind, cells in filled.items():
                    fill(self.source, self.cuts, self.rules[number], kind, cells)
            else:
                self.append(filled)

    def append(self, filled: dict[Part, dict[int, str]]) -> None:
        """A further rule at the end, with these cells."""
        given = {part: [filled.get(part, {}).get(n, EMPTY[part]) for n in range(len(heads(self.table, part)))]
                 for part in Part}  # fmt: skip
        self.put(len(self.rules) - 1, given)

    def add(self, after: int, tests: list[str], outputs: list[str]) -> None:
        """A further rule behind another (-1: before the first), with these cells; the others empty."""
        count = {part: len(heads(self.table, part)) for part in Part}
        given = {Part.INPUT: tests, Part.OUTPUT: outputs, Part.NOTE: list[str]()}
        whole = {
            part: [*given[part], *[EMPTY[part]] * (count[part] - len(given[part]))][: count[part]] for part in Part
        }
        self.put(min(after, len(self.rules) - 1), whole)

    def put(self, after: int, cells: dict[Part, list[str]]) -> None:
        """Write a new rule."""
        table, source = self.table, self.source
        rule = Place(f"{table.prefix}rule", {"id": source.fresh(f"{table.attributes.get('id') or 'table'}_regle")}, 0)
        margin = self.margin()
        inner = margin + "  " if margin else ""
        said = "".join(inner + cell_text(source, rule, part, text) for part in Part for text in cells[part])
        text = f"<{rule.tag} id={quoteattr(rule.attributes['id'])}>{said}{margin}</{rule.tag}>"
        if after >= 0:
            self.cuts.after(self.rules[after], text)
        elif self.rules:
            first = self.rules[0]
            self.cuts.put(first.start, first.start, text.encode() + source.margin(first))
        else:
            self.cuts.inside(table, text)

    def margin(self) -> str:
        """What stands before a rule of this table."""
        like = self.rules[0] if self.rules else (self.table.children[-1] if self.table.children else None)
        return self.source.margin(like).decode() if like is not None else ""

    def copy(self, row: int) -> None:
        """The same rule once more, with ids of its own."""
        rule = at(self.rules, row)

        def renamed(found: re.Match[bytes]) -> bytes:
            fresh = self.source.fresh(f"{found[3].decode()}_copie")
            return found[1] + found[2] + fresh.encode() + found[2]

        self.cuts.after(rule, IDENTITY.sub(renamed, self.source.xml[rule.start : rule.end]).decode())

    def swap(self, one: int, other: int) -> None:
        """Let two rules change places."""
        self.cuts.swap(at(self.rules, one), at(self.rules, other))

    def remove(self, row: int) -> None:
        """Take a rule out."""
        self.cuts.drop(at(self.rules, row))

    def describe(self, row: int, value: str) -> None:
        """Say why there is this rule; nothing said takes the description out."""
        rule = at(self.rules, row)
        found = rule.first("description")
        if found is not None and value.strip():
            self.cuts.put(found.start, found.end, f"<{found.tag}>{escape(value.strip())}</{found.tag}>")
        elif found is not None:
            self.cuts.drop(found)
        elif value.strip():
            name = f"{rule.prefix}description"
            self.cuts.inside(rule, f"<{name}>{escape(value.strip())}</{name}>", first=True)


def set_policy(one: TableEdit, value: str) -> None:
    """How the table answers when several rules apply: ``FIRST``, ``COLLECT SUM``…"""
    words = value.split()
    sum_ = words[-1] if len(words) > 1 and words[0] == "COLLECT" else ""
    policy = "COLLECT" if sum_ else value
    if policy not in POLICIES or sum_ not in SUMS:
        raise MootEdit
    one.cuts.attribute(one.table, "hitPolicy", policy)
    if one.table.attributes.get("aggregation", "") != sum_:
        one.cuts.attribute(one.table, "aggregation", sum_)
