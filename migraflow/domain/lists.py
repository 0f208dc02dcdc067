"""A list of the house as a grid that managers write: its lines, what is wrong at which cell, what changed since."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from migraflow.domain.calendar import Unit, read_deadlines, read_holidays
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.reference import RETIRED, read_list

DEADLINES, HOLIDAYS = "delais", "jours_feries"
CODE = re.compile(r"[\w.:\-/]{1,80}")
MOST_LINES, LONGEST_CELL = 5000, 2000
REQUIRED = {
    DEADLINES: ("code", "libelle", "valeur", "unite"),
    HOLIDAYS: ("date", "libelle"),
}
"""The columns that may not be empty; code and words in every other list."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a list: every line has a cell for every column."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def place(self, column: str) -> int:
        """The number of a column; -1 when the list has none of that name."""
        return self.columns.index(column) if column in self.columns else -1

    def cell(self, line: int, column: str) -> str:
        """What a cell says, "" where the list has no such column."""
        place = self.place(column)
        return self.lines[line][place] if place >= 0 else ""

    def by_key(self) -> dict[str, tuple[str, ...]]:
        """The lines by what stands in the first column."""
        return {line[0]: line for line in self.lines}


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong: `line` and `column` count from 0 (-1: the whole list); `code` is a key of ``ui/words/lists``."""

    line: int
    column: int
    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that changed: `before` or `after` empty when it was added or taken away."""

    key: str
    before: str
    after: str


def read_rows(text: str) -> Rows:
    """The grid in a CSV text; short lines are filled, what stands beyond the last column goes."""
    found = [line for line in csv.reader(StringIO(text.removeprefix("\ufeff"))) if any(cell.strip() for cell in line)]
    columns = tuple(name.strip() for name in found[0]) if found else ()
    width = len(columns)
    lines = tuple(tuple([cell.strip() for cell in line] + [""] * width)[:width] for line in found[1:])
    return Rows(columns, lines)


def rows_text(rows: Rows) -> str:
    """The CSV text of a grid."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([rows.columns, *rows.lines])
    return out.getvalue()


def faults(name: str, rows: Rows) -> tuple[CellFault, ...]:
    """What keeps a grid from being the list `name`: cell by cell, then what the reader of the file itself says."""
    found = [*shape(name, rows), *(cells(name, rows) if rows.columns else ())]
    if not found:
        try:
            read_as(name, rows_text(rows))
        except BrokenBundle as fault:
            line = next((n for n, one in enumerate(rows.lines) if one[0] == fault.element), -1)
            found.append(CellFault(line, 0 if line >= 0 else -1, "unreadable", fault.reason))
    return tuple(found)


def read_as(name: str, text: str) -> None:
    """Read a text as the house reads the list `name`. Raises BrokenBundle."""
    if name == DEADLINES:
        read_deadlines(text)
    elif name == HOLIDAYS:
        read_holidays(text)
    else:
        read_list(name, text)


def shape(name: str, rows: Rows) -> Iterator[CellFault]:
    """Columns that are missing or stand twice; too many lines."""
    for wanted in REQUIRED.get(name, ("code", "libelle")):
        if wanted not in rows.columns:
            yield CellFault(-1, -1, "column_missing", wanted)
    for twice in {one for one in rows.columns if rows.columns.count(one) > 1}:
        yield CellFault(-1, -1, "column_twice", twice)
    if len(rows.lines) > MOST_LINES:
        yield CellFault(-1, -1, "too_many_lines", str(MOST_LINES))


def cells(name: str, rows: Rows) -> Iterator[CellFault]:
    """What is wrong cell by cell."""
    met: dict[str, int] = {}
    worded = any(rows.cell(line, "libelle") for line in range(len(rows.lines)))
    required = REQUIRED.get(name, ("code", "libelle") if worded else ("code",))
    for number, line in enumerate(rows.lines):
        for place, (column, cell) in enumerate(zip(rows.columns, line, strict=True)):
            code = fault_of(name, column, cell, required=column in required)
            if code:
                yield CellFault(number, place, code, cell)
        if line and line[0] in met:
            yield CellFault(number, 0, "twice", str(met[line[0]] + 1))
        elif line:
            met[line[0]] = number


def fault_of(name: str, column: str, cell: str, *, required: bool) -> str:
    """The code of what is wrong with one cell, "" when nothing is."""
    if not cell:
        return "empty" if required else ""
    if len(cell) > LONGEST_CELL or "\x00" in cell:
        return "too_long"
    if column == "code" and not CODE.fullmatch(cell):
        return "code_form"
    if column == RETIRED and cell != "oui":
        return "retired_form"
    return deadline_fault(column, cell) if name == DEADLINES else day_fault(name, column, cell)


def deadline_fault(column: str, cell: str) -> str:
    """What is wrong with a cell of the deadlines."""
    if column == "unite":
        return "" if cell in {unit.value for unit in Unit} else "unit"
    if column == "valeur":
        return "" if cell.isascii() and cell.isdigit() and len(cell) < 5 else "number"
    if column == "rappel":
        return "" if cell.isascii() and cell.isdigit() and 0 < int(cell) <= 100 else "percent"
    return ""


def day_fault(name: str, column: str, cell: str) -> str:
    """What is wrong with the day of a holiday."""
    if name != HOLIDAYS or column != "date":
        return ""
    try:
        date.fromisoformat(cell)
    except ValueError:
        return "day"
    return ""


def changes(before: Rows, after: Rows) -> tuple[LineChange, ...]:
    """The lines that are no longer as they were, by their key."""
    old, new = before.by_key(), after.by_key()
    found: list[LineChange] = []
    for key in dict.fromkeys([*old, *new]):
        was, now = said(before, old.get(key)), said(after, new.get(key))
        if was != now:
            found.append(LineChange(key, was, now))
    return tuple(found)


def said(rows: Rows, line: Sequence[str] | None) -> str:
    """A line in words: its filled cells after the key."""
    if line is None:
        return ""
    return " · ".join(f"{column} : {cell}" for column, cell in zip(rows.columns[1:], line[1:], strict=False) if cell)


def retired(rows: Rows, line: int, gone: bool) -> Rows:
    """The grid with one line no longer offered, or offered again; the column that says so comes when it is needed."""
    columns = rows.columns if RETIRED in rows.columns else (*rows.columns, RETIRED)
    lines = [tuple([*one, ""][: len(columns)]) for one in rows.lines]
    place = columns.index(RETIRED)
    lines[line] = (*lines[line][:place], "oui" if gone else "", *lines[line][place + 1 :])
    return Rows(columns, tuple(lines))
