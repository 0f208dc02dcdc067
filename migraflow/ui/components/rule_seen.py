"""A decision table as the page shows it: heads, rules and their cells, what each lacks and which of them applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.dmn.editing import Grid, Line, Part, Sheet
from migraflow.dmn.marks import Marks
from migraflow.services.drafting import Known
from migraflow.services.rule_trials import Answer, Ask, Because
from migraflow.services.rules import RuleSight
from migraflow.ui.words import say

SAYS = "describe"
"""The column that says why there is a rule, where the table has no remarks of its own."""
FIRST_ONLY = ("FIRST", "PRIORITY")


@dataclass(frozen=True)
class BoxTab:
    """One table of the file, or a decision or function without any; `key` is that of its decision, a bar, and which of
    its tables."""

    key: str
    label: str


@dataclass(frozen=True)
class HeadView:
    """One column: its place among its kind, its words, and the FEEL below them."""

    part: str = ""
    column: int = 0
    label: str = ""
    expression: str = ""
    name: str = ""
    words: str = ""
    type: str = ""
    allowed: str = ""
    default: str = ""
    fault: str = ""


@dataclass(frozen=True)
class CellView:
    """One cell; `at` is its place in the whole line, `label` what a screen reader says."""

    at: int
    part: str
    column: int
    text: str
    label: str
    fault: str
    hit: str = ""


@dataclass(frozen=True)
class RuleView:
    """One rule. `fired`: it applies for the values given."""

    row: int
    number: str
    cells: list[CellView]
    fault: str
    fired: bool
    marks: str


@dataclass(frozen=True)
class TextView:
    """One expression outside of tables."""

    row: int
    label: str
    text: str
    fault: str


@dataclass(frozen=True)
class GapView:
    """A combination without a rule."""

    place: int
    words: str


@dataclass(frozen=True)
class AskView:
    """One value to give: a choice, yes or no, or a line of text."""

    name: str
    label: str
    kind: str
    value: str
    choices: list[list[str]]


def tabs(sight: RuleSight) -> list[BoxTab]:
    """The tables of the file, decision by decision; a function goes by its name."""
    return [
        BoxTab(f"{one.key}|{at}", " › ".join(filter(None, (one.question or one.description or one.name, label))))
        for one in sight.sheets
        for at, label in enumerate([grid.label for grid in one.grids] or [""])
    ]


def heads(grid: Grid, faults: Mapping[str, str], language: str) -> list[HeadView]:
    """The columns in their order."""
    found = [
        HeadView(Part.INPUT, at, one.label or one.expression, one.expression, "", one.label, one.type, one.allowed, "",
                 faults.get(one.id, ""))
        for at, one in enumerate(grid.inputs)
    ]  # fmt: skip
    found += [
        HeadView(Part.OUTPUT, at, one.label or one.name, one.name, one.name, one.label, one.type, one.allowed,
                 one.default, faults.get(one.id, ""))
        for at, one in enumerate(grid.outputs)
    ]  # fmt: skip
    found += [HeadView(Part.NOTE, at, name, "", name) for at, name in enumerate(grid.notes)]
    if not grid.notes:
        found.append(HeadView(SAYS, 0, say(language, "rules.why")))
    return found


def lines(grid: Grid, sight: RuleSight, answer: Answer | None, language: str) -> list[RuleView]:
    """The rules in their order."""
    columns = heads(grid, {}, language)
    why = next((one for one in answer.because if one.table == grid.id), None) if answer else None
    marks = sight.marks.get(grid.id, Marks())
    return [line(at, rule, columns, sight, why, marks, grid.hit_policy, language) for at, rule in enumerate(grid.rules)]


def line(
    at: int, rule: Line, columns: list[HeadView], sight: RuleSight, why: Because | None, marks: Marks, policy: str,
    language: str,
) -> RuleView:  # fmt: skip
    """One rule."""
    cells: list[CellView] = []
    for place, head in enumerate(columns):
        text, id = cell_of(rule, head)
        label = say(language, "rules.cell", number=str(at + 1), column=head.label)
        cells.append(CellView(place, head.part, head.column, text, label, sight.faults.get(id, "") if id else ""))
    fired = why is not None and at + 1 in why.rules
    return RuleView(at, str(at + 1), cells, sight.faults.get(rule.id, ""), fired, beside(at, marks, policy, language))


def cell_of(rule: Line, head: HeadView) -> tuple[str, str]:
    """What a cell says, and its id."""
    if head.part == SAYS:
        return rule.description, ""
    texts = {Part.INPUT: rule.tests, Part.OUTPUT: rule.outputs, Part.NOTE: rule.notes}[Part(head.part)]
    text = texts[head.column] if head.column < len(texts) else ""
    offset = {Part.INPUT.value: 0, Part.OUTPUT.value: len(rule.tests)}.get(head.part)
    ids = rule.ids
    place = (offset or 0) + head.column
    return text, ids[place] if offset is not None and head.column < len(texts) and place < len(ids) else ""


def beside(at: int, marks: Marks, policy: str, language: str) -> str:
    """The rules that answer together with this one, in words; those that come after, where the first alone counts."""
    others = sorted({b for a, b in marks.pairs if a == at} | {a for a, b in marks.pairs if b == at})
    if not others or policy not in ("UNIQUE", "ANY"):
        return ""
    return say(language, "rules.beside", rules=", ".join(str(one + 1) for one in others))


def texts(sheet: Sheet, faults: Mapping[str, str]) -> list[TextView]:
    """The expressions outside of tables."""
    return [TextView(at, one.label, one.text, faults.get(one.id, "")) for at, one in enumerate(sheet.words)]


def gaps(marks: Marks, language: str) -> list[GapView]:
    """The combinations no rule answers."""
    return [GapView(at, one.where_en if language == "en" else one.where) for at, one in enumerate(marks.gaps)]


def pairs(marks: Marks, policy: str, language: str) -> list[str]:
    """The rules that answer together, with what becomes of it."""
    key = "rules.pair_first" if policy in FIRST_ONLY else "rules.pair"
    return [say(language, key, one=str(one + 1), other=str(other + 1)) for one, other in marks.pairs]


def labels(sheet: Sheet) -> dict[str, str]:
    """The words of what a decision looks at, by its formula."""
    return {one.expression: one.label for grid in sheet.grids for one in grid.inputs if one.label}


def ask_views(
    asked: tuple[Ask, ...], known: tuple[Known, ...], worded: Mapping[str, str], given: Mapping[str, str]
) -> list[AskView]:
    """The values to give, as the table or the case's own questions word them."""
    by_name = {one.name: one for one in known}
    found: list[AskView] = []
    for one in asked:
        question = by_name.get(one.name)
        choices = [[each.code, each.label] for each in question.choices] if question is not None else []
        kind = "yes-no" if one.type == "boolean" else "choice" if choices and one.type in ("string", "") else "line"
        label = worded.get(one.name) or (question.label if question is not None else one.name)
        found.append(AskView(one.name, label, kind, given.get(one.name, ""), choices))
    return found


def because(answer: Answer, worded: Mapping[str, str], language: str) -> list[str]:
    """Why a decision answered, one sentence for each table."""
    found: list[str] = []
    for one in answer.because:
        values = " ; ".join(f"{worded.get(name, name)} = {value}" for name, value in one.values if value != "null")
        key = "rules.because" if one.rules else "rules.because_none"
        numbers = ", ".join(map(str, one.rules))
        found.append(say(language, key, rules=numbers, values=values or "—", decision=one.decision))
    for code, about in answer.troubles:
        found.append(say(language, f"journal.{code}", about=about))
    return found
