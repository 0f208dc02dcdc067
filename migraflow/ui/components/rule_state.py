"""The State of one file of rules: the grid, what is wrong in it, which rule applies for whom."""

from __future__ import annotations

import json
from typing import Any

import reflex as rx

from migraflow.dmn.editing import Change, Part
from migraflow.dmn.editing.heads import FIELDS
from migraflow.dmn.marks import Marks
from migraflow.services import drafting, rule_trials, rules
from migraflow.services.rule_trials import Answer
from migraflow.services.rules import RuleSight
from migraflow.ui.components import rule_seen as seen
from migraflow.ui.components.rule_seen import (
    SAYS,
    AskView,
    BoxTab,
    GapView,
    HeadView,
    RuleView,
    TextView,
)
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.when import clock, moment_words
from migraflow.ui.words import say

COLUMN_DIALOG, ADD_DIALOG = "column-dialog", "add-column-dialog"


def opening(dialog: str) -> rx.event.EventSpec:
    """Open a native dialog."""
    return rx.call_script(f"setTimeout(() => document.getElementById('{dialog}')?.showModal(), 60)")


def closing(dialog: str) -> rx.event.EventSpec:
    """Close it."""
    return rx.call_script(f"document.getElementById('{dialog}')?.close()")


def reach(row: int) -> rx.event.EventSpec:
    """Go to the first cell of a rule, once it stands there."""
    return rx.call_script(f"setTimeout(() => document.querySelector('textarea[data-row=\"{row}\"]')?.focus(), 120)")


class RuleState(Doorway, rx.State):
    """One file of rules. `box` is what is looked at: the `sheet` is its decision, `table` which of its tables; `picked`
    the column whose head is open."""

    procedure: str = ""
    rule: str = ""
    title: str = ""
    holder: str = ""
    mine: bool = True
    saved: str = ""
    version: int = 0
    boxes: list[BoxTab] = []
    box: str = ""
    sheet: str = ""
    table: int = 0
    question: str = ""
    description: str = ""
    is_decision: bool = True
    has_table: bool = False
    policy: str = ""
    heads: list[HeadView] = []
    lines: list[RuleView] = []
    texts: list[TextView] = []
    gaps: list[GapView] = []
    pairs: list[str] = []
    complete: bool = True
    answers_all: bool = False
    loose: list[str] = []
    known: list[list[str]] = []
    asks: list[AskView] = []
    asked: bool = False
    result: str = ""
    reasons: list[str] = []
    picked: HeadView = HeadView()
    adding: str = ""
    judged: str = ""
    verdict: str = ""
    _given: dict[str, str] = {}
    _answer: Answer | None = None
    _fillings: tuple[tuple[str, ...], ...] = ()

    @door
    async def load(self) -> Any:
        """Open the file the address names."""
        self.rule = self._arrive()
        self.procedure = self.router.url.path.strip("/").split("/")[1]
        self._given, self.asked, self._answer = {}, False, None
        self.box = f"{self.router.url.query_parameters.get('table', '')}|0"
        await self._show(await self._ask(rules.open_rule, procedure=self.procedure, rule=self.rule))
        self.standing = "ready"
        return [titled(self.question or self.rule), rx.call_script("import('/grid.js')")]

    @door
    async def choose(self, box: str) -> None:
        """Look at another table of the file."""
        self.box, self._given, self.asked, self._answer = box, {}, False, None
        await self._again()

    @door
    async def write(self, row: int, part: str, column: int, text: str) -> None:
        """Let a cell say what was written."""
        self.judged = ""
        await self._edit(self._cell(row, part, column, text))

    @door
    async def judge(self, row: int, part: str, column: int, text: str) -> None:
        """Whether what is being written can be understood."""
        change = self._cell(row, part, column, text)
        self.verdict = await self._ask(rules.judge_cell, procedure=self.procedure, rule=self.rule, change=change)
        self.judged = f"{row}:{part}:{column}"

    @door
    async def paste(self, told: str) -> None:
        """Put lines of a spreadsheet down from a cell on."""
        said = json.loads(told or "{}")
        place = int(said.get("column", 0))
        if not said or not 0 <= place < len(self.heads):
            return
        head, text = self.heads[place], str(said.get("text", ""))
        if head.part != SAYS:
            await self._edit(self._of("paste", int(said.get("row", 0)), head, text))

    @door
    async def act(self, code: str, row: int) -> Any:
        """Add, copy, move or take out a rule."""
        await self._edit(Change(code, self.sheet, self.table, row=row))
        at = {"rule_add": row + 1, "rule_copy": row + 1, "rule_up": row - 1, "rule_down": row + 1}.get(code, row)
        return reach(at)

    @door
    async def fill(self, place: int) -> Any:
        """Add a rule for a combination that has none."""
        tests = self._fillings[place] if 0 <= place < len(self._fillings) else ()
        facts = {str(at): text for at, text in enumerate(tests)}
        await self._edit(Change("rule_add", self.sheet, self.table, row=len(self.lines) - 1, facts=facts))
        return reach(len(self.lines) - 1)

    @door
    async def pick(self, part: str, column: int) -> Any:
        """Open the head of a column."""
        found = [one for one in self.heads if (one.part, one.column) == (part, column)]
        self.picked = found[0] if found else HeadView()
        return opening(COLUMN_DIALOG)

    @door
    async def head(self, form: dict[str, str]) -> Any:
        """Keep what the head of a column became."""
        part, column = Part(self.picked.part), self.picked.column
        before = {"expression": self.picked.expression, "name": self.picked.name, "label": self.picked.words,
                  "type": self.picked.type, "allowed": self.picked.allowed, "default": self.picked.default}  # fmt: skip
        changes = [Change("head", self.sheet, self.table, column=column, part=part, trait=trait, value=form[trait])
                   for trait in FIELDS[part] if trait in form and form[trait].strip() != before[trait]]  # fmt: skip
        await self._edit(*changes)
        return closing(COLUMN_DIALOG)

    @door
    async def column(self, code: str) -> Any:
        """Copy, move or take out the column whose head is open."""
        await self._edit(Change(code, self.sheet, self.table, column=self.picked.column, part=Part(self.picked.part)))
        return closing(COLUMN_DIALOG)

    @door
    async def begin(self, part: str) -> Any:
        """Ask what a further column is to be."""
        self.adding = part
        return opening(ADD_DIALOG)

    @door
    async def add(self, form: dict[str, str]) -> Any:
        """Add it."""
        facts = {**form, "expression": form.get("expression") or form.get("known", "")}
        change = Change("column_add", self.sheet, self.table, part=Part(self.adding), facts=facts)
        wish = {"procedure": self.procedure, "rule": self.rule, "change": change, "version": self.version}
        await self._show(await self._ask(rules.add_column, **wish))
        return closing(ADD_DIALOG)

    @door
    async def decide(self, policy: str) -> None:
        """How the table answers when several rules apply."""
        await self._edit(Change("policy", self.sheet, self.table, value=policy))

    @door
    async def text(self, row: int, value: str) -> None:
        """Let an expression say something else."""
        self.judged = ""
        await self._edit(Change("text", self.sheet, row=row, value=value))

    @door
    async def judge_text(self, row: int, value: str) -> None:
        """Whether an expression being written can be understood."""
        change = Change("text", self.sheet, row=row, value=value)
        self.verdict = await self._ask(rules.judge_cell, procedure=self.procedure, rule=self.rule, change=change)
        self.judged = f"text:{row}"

    @door
    async def about(self, trait: str, value: str) -> None:
        """What the decision is about."""
        await self._edit(Change("about", self.sheet, trait=trait, value=value))

    @door
    async def ask(self, form: dict[str, str]) -> None:
        """Which rule applies for these values."""
        self._given = dict(form)
        wish = {"procedure": self.procedure, "rule": self.rule, "sheet": self.sheet, "values": self._given}
        self._answer = await self._ask(rule_trials.ask_rule, **wish)
        self.asked = True
        await self._again()

    @door
    async def turn(self, back: bool) -> Any:
        """Take the last change of the draft back, or make it again."""
        draft = await self._ask(drafting.undo if back else drafting.redo, procedure=self.procedure)
        if draft is None:
            return notify(say(await self._language(), "studio.nothing_to_undo"))
        await self._again()
        return None

    def _cell(self, row: int, part: str, column: int, text: str) -> Change:
        if part == SAYS:
            return Change("describe", self.sheet, self.table, row=row, value=text)
        return Change("cell", self.sheet, self.table, row=row, column=column, part=Part(part), value=text)

    def _of(self, code: str, row: int, head: HeadView, text: str) -> Change:
        return Change(code, self.sheet, self.table, row=row, column=head.column, part=Part(head.part), value=text)

    async def _edit(self, *changes: Change) -> None:
        if changes:
            wish = {"procedure": self.procedure, "rule": self.rule, "changes": changes, "version": self.version}
            self._answer, self.asked = None, False
            await self._show(await self._ask(rules.edit_rule, **wish))

    async def _again(self) -> None:
        await self._show(await self._ask(rules.open_rule, procedure=self.procedure, rule=self.rule))

    def _marks(self, sight: RuleSight) -> Marks:
        found = next(one for one in sight.sheets if one.key == self.sheet)
        return sight.marks.get(found.grids[self.table].id, Marks()) if found.grids else Marks()

    async def _show(self, sight: RuleSight) -> None:
        """Lay the file out on the page."""
        language, moment = await self._language(), now()
        self.loose, self.boxes = list(sight.loose), seen.tabs(sight)
        keys = [one.key for one in self.boxes]
        self.box = self.box if self.box in keys else next(iter(keys), "")
        self.sheet, _, number = self.box.rpartition("|")
        self.table = int(number or 0)
        draft = sight.draft
        same_day = draft.saved_at.date() == moment.date()
        self.saved = clock(draft.saved_at, language) if same_day else moment_words(draft.saved_at, moment, language)
        self.title, self.holder, self.mine, self.version = draft.title, draft.holder, sight.mine, draft.version
        self.known = [[one.name, one.label] for one in sight.known]
        if self.sheet:
            await self._lay(sight, language)

    async def _lay(self, sight: RuleSight, language: str) -> None:
        """Lay one decision out."""
        sheet = next(one for one in sight.sheets if one.key == self.sheet)
        self.question, self.description = sheet.question, sheet.description
        self.is_decision, self.has_table = sheet.kind == "decision", bool(sheet.grids)
        self.heads, self.lines, self.gaps, self.pairs = [], [], [], []
        if sheet.grids:
            grid, marks = sheet.grids[self.table], self._marks(sight)
            self.policy = f"{grid.hit_policy} {grid.aggregation}".strip()
            self.heads = seen.heads(grid, sight.faults, language)
            self.lines = seen.lines(grid, sight, self._answer, language)
            self.gaps, self.pairs = seen.gaps(marks, language), seen.pairs(marks, grid.hit_policy, language)
            self._fillings = tuple(one.tests for one in marks.gaps)
            self.complete, self.answers_all = marks.complete, marks.answers_all
        self.texts = seen.texts(sheet, sight.faults)
        worded = seen.labels(sheet)
        asked = await self._ask(rule_trials.wanted, procedure=self.procedure, rule=self.rule, sheet=self.sheet)
        self.asks = seen.ask_views(asked, sight.known, worded, self._given)
        self.result = self._answer.value if self._answer else ""
        self.reasons = seen.because(self._answer, worded, language) if self._answer else []
