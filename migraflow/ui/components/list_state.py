"""The State of one list: its lines as they are being written, what is wrong, what it said before."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import reflex as rx

from migraflow.domain.lists import CellFault, Rows, retired
from migraflow.domain.reference import RETIRED
from migraflow.services import lists
from migraflow.services.list_house import list_path
from migraflow.services.lists import ListSheet, Past
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.when import day, moment_words
from migraflow.ui.words import WORDS, say

SHOWN = 40
"""Lines shown at once: whoever wants others searches for them."""
REMOVE_DIALOG = "remove-dialog"


@dataclass(frozen=True)
class ListCell:
    """One cell; `at` is its column, `locked` for the code of a line that is kept."""

    at: int
    text: str
    label: str
    fault: str
    locked: str


@dataclass(frozen=True)
class ListLine:
    """One line: `row` among all lines, `place` among those shown; `gone`: no longer offered, `fresh`: not kept yet."""

    row: int
    place: int
    key: str
    cells: list[ListCell]
    gone: bool
    fresh: bool


@dataclass(frozen=True)
class ListPast:
    """One earlier text, in words."""

    number: int
    who: str
    when: str
    begins: str
    note: str
    changes: list[list[str]]
    now: bool


def opening(dialog: str) -> rx.event.EventSpec:
    """Open a native dialog."""
    return rx.call_script(f"setTimeout(() => document.getElementById('{dialog}')?.showModal(), 60)")


def human(name: str, language: str) -> str:
    """What a list is called: in words where there are some, else its file's name."""
    return WORDS[language].get(f"lists.name_{name}") or name.replace("_", " ").capitalize()


def past_line(one: Past, moment: datetime, language: str) -> ListPast:
    """An earlier text in words."""
    begins = "" if one.begins == one.saved else day(one.begins, moment.date(), language)
    said = [[change.key, change.before, change.after] for change in one.changes]
    return ListPast(
        one.number, one.saved_by, moment_words(one.saved, moment, language), begins, one.note, said, one.now
    )


class ListState(Doorway, rx.State):
    """One list being written. `dirty`: something is not kept yet."""

    name: str = ""
    title: str = ""
    columns: list[str] = []
    lines: list[ListLine] = []
    count: int = 0
    found: int = 0
    sought: str = ""
    dirty: bool = False
    may_change: bool = False
    awaits: str = ""
    past: list[ListPast] = []
    faults: list[str] = []
    doomed: str = ""
    uses: list[str] = []
    erasable: bool = False
    _rows: Rows = Rows((), ())
    _kept: Rows = Rows((), ())
    _number: int = 0
    _doomed: int = -1

    @door
    async def load(self) -> Any:
        """The list the address names."""
        self.name, self.sought = self._arrive(), ""
        await self._open(await self._ask(lists.sheet, name=self.name))
        self.standing = "ready"
        return [titled(self.title), rx.call_script("import('/grid.js')")]

    @door
    async def find(self, text: str) -> None:
        """Show the lines that hold some words."""
        self.sought = text
        await self._lay()

    @door
    async def write(self, row: int, column: int, text: str) -> None:
        """Let a cell say something, until it is kept."""
        await self._put([(row, column, text.strip())])

    @door
    async def paste(self, told: str) -> None:
        """Put lines of a spreadsheet down, from a cell on."""
        said = json.loads(told or "{}")
        block = [line.split("\t") for line in str(said.get("text", "")).replace("\r\n", "\n").rstrip("\n").split("\n")]
        start = self.lines[int(said["row"])].row if said and int(said["row"]) < len(self.lines) else -1
        column = int(said.get("column", 0))
        if start >= 0:
            await self._put([(start + down, column + right, text.strip())
                             for down, line in enumerate(block[:500]) for right, text in enumerate(line)])  # fmt: skip

    @door
    async def act(self, code: str, row: int) -> Any:
        """Add a line below, or move one."""
        kept, other = list(self._rows.lines), row - 1 if code == "up" else row + 1
        if code == "add":
            kept.insert(row + 1, ("",) * len(self._rows.columns))
        elif 0 <= other < len(kept):
            kept[row], kept[other] = kept[other], kept[row]
        await self._became(replace(self._rows, lines=tuple(kept)))
        place = next((line.place for line in self.lines if line.row == min(max(other, 0), len(kept) - 1)), 0)
        return rx.call_script(
            f"setTimeout(() => document.querySelector('textarea[data-row=\"{place}\"]')?.focus(), 120)"
        )

    @door
    async def doom(self, row: int) -> Any:
        """Say where a line is used before it is taken away; one not kept yet goes at once."""
        key = self._rows.lines[row][0]
        if key not in self._kept.by_key():
            return await self._without(row)
        found = await self._ask(lists.used, name=self.name, code=key) if "code" in self.columns else ()
        self._doomed, self.doomed = row, f"{key} {self._rows.cell(row, 'libelle')}".strip()
        self.uses = [f"{one.title} : {one.file}" for one in found]
        self.erasable = self.name == "jours_feries" or (self.name == "delais" and not found)
        return opening(REMOVE_DIALOG)

    @door
    async def remove(self) -> Any:
        """Take the line away: for good where nothing can use it, else out of what is offered."""
        if self.erasable:
            await self._without(self._doomed)
        elif self.name != "delais":
            await self._became(retired(self._rows, self._doomed, gone=True))
        return rx.call_script(f"document.getElementById('{REMOVE_DIALOG}')?.close()")

    @door
    async def offer(self, row: int) -> None:
        """Offer a line again."""
        await self._became(retired(self._rows, row, gone=False))

    @door
    async def save(self, form: dict[str, str]) -> Any:
        """Keep what was written, from now on or from a day on."""
        begins = date.fromisoformat(form["begins"]) if form.get("begins") else None
        wish = {"rows": self._rows, "number": self._number, "note": form.get("note", ""), "begins": begins}
        await self._open(await self._ask(lists.save, name=self.name, **wish))
        return notify(say(await self._language(), "lists.saved"))

    @door
    async def drop(self) -> None:
        """Forget what was written and is not kept."""
        await self._became(self._kept)

    @door
    async def restore(self, number: int) -> Any:
        """Go back to an earlier text."""
        await self._ask(lists.restore, path=list_path(self.name), number=number)
        await self._open(await self._ask(lists.sheet, name=self.name))
        return notify(say(await self._language(), "lists.restored"))

    @door
    async def withdraw(self) -> None:
        """Take back what awaits its day."""
        await self._ask(lists.withdraw, path=list_path(self.name))
        await self._open(await self._ask(lists.sheet, name=self.name))

    async def _without(self, row: int) -> None:
        kept = self._rows.lines
        await self._became(replace(self._rows, lines=(*kept[:row], *kept[row + 1 :])))

    async def _put(self, cells: list[tuple[int, int, str]]) -> None:
        """Fill cells; lines that are missing are made, cells beyond the last column and kept codes stay."""
        width = len(self._rows.columns)
        kept, known = [list(line) for line in self._rows.lines], self._kept.by_key()
        for row, column, text in cells:
            while row >= len(kept):
                kept.append([""] * width)
            if column < width and not (column == 0 and kept[row][0] in known):
                kept[row][column] = text
        await self._became(replace(self._rows, lines=tuple(tuple(line) for line in kept)))

    async def _open(self, sheet: ListSheet) -> None:
        """Show a list as it holds."""
        language, moment = await self._language(), now()
        self.title = human(self.name, language)
        self._kept, self._number, self.may_change = sheet.rows, sheet.number, sheet.may_change
        self.awaits = day(sheet.awaits.begins, moment.date(), language) if sheet.awaits else ""
        found = await self._ask(lists.past, path=list_path(self.name))
        self.past = [past_line(one, moment, language) for one in found]
        await self._became(sheet.rows)

    async def _became(self, rows: Rows) -> None:
        self._rows, self.dirty = rows, rows != self._kept
        await self._lay()

    async def _lay(self) -> None:
        """Lay the lines out on the page, those that are wrong first said above."""
        rows, language = self._rows, await self._language()
        found = await self._ask(lists.check, name=self.name, rows=rows) if self.dirty else ()
        self.columns, self.count = [one for one in rows.columns if one != RETIRED], len(rows.lines)
        self.faults = [told(one, rows, language) for one in found[:12]]
        words = self.sought.casefold().split()
        hits = [n for n, line in enumerate(rows.lines) if all(word in " ".join(line).casefold() for word in words)]
        self.found = len(hits)
        known = self._kept.by_key()
        wrong = {(one.line, one.column): say(language, f"lists.fault_{one.code}", about=one.about) for one in found}
        shown = sorted({*hits[:SHOWN], *(one.line for one in found[:12] if one.line >= 0)})
        self.lines = [line(rows, row, place, known, wrong, language) for place, row in enumerate(shown)]


def line(
    rows: Rows, row: int, place: int, known: dict[str, Any], wrong: dict[tuple[int, int], str], language: str
) -> ListLine:
    """One line of the grid."""
    said, cells = rows.lines[row], list[ListCell]()
    for at, (column, text) in enumerate(zip(rows.columns, said, strict=True)):
        if column != RETIRED:
            label = say(language, "lists.cell", number=str(row + 1), column=column)
            locked = "yes" if at == 0 and text in known else ""
            cells.append(ListCell(at, text, label, wrong.get((row, at), ""), locked))
    return ListLine(row, place, said[0], cells, rows.cell(row, RETIRED) == "oui", said[0] not in known)


def told(fault: CellFault, rows: Rows, language: str) -> str:
    """One fault in a sentence, with its line and column as a spreadsheet counts them."""
    what = say(language, f"lists.fault_{fault.code}", about=fault.about)
    if fault.line < 0:
        return what
    column = rows.columns[fault.column] if fault.column >= 0 else ""
    return say(language, "lists.fault_at", line=str(fault.line + 2), column=column, what=what)
