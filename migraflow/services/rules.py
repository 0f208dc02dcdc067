"""The decision tables of a draft: read as grids, changed one gesture at a time, and judged while they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from migraflow import dmn
from migraflow.dmn.editing import Change, Grid, MootEdit, Sheet, blank_table, changed, sheets
from migraflow.dmn.marks import Marks, marks
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.forms import Kind
from migraflow.domain.names import fold
from migraflow.domain.procedures import DraftSheet
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.expressions import Language
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable
from migraflow.services import studio
from migraflow.services.drafting import Known, known_fields
from migraflow.services.work import Work

RULE = re.compile(r"[A-Za-z0-9_]{1,60}")
NAMESPACE = "https://migraflow.anpe.ml/regles/"
TYPES: dict[Kind, str] = {
    Kind.INTEGER: "number", Kind.AMOUNT: "number", Kind.YES_NO: "boolean", Kind.DATE: "date",
    Kind.CHOICES: "", Kind.GROUP: "", Kind.BLOCK: "", Kind.PERSON: "", Kind.COMPUTED: "", Kind.READ_ONLY: "",
}  # fmt: skip
"""The type of an answer in a table; text for every other kind, none where it could be anything."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One file of rules: what it decides, and the steps (id, name) that ask it; `fault` when it does not read."""

    name: str
    decisions: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    rules: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RuleSight:
    """One file of rules as the studio shows it.

    `faults` are sentences by the id of the cell or head they belong to, `loose` those that belong nowhere; `marks` are
    those of each table by its id; `known` what a case may know; `mine`: the actor holds the draft.
    """

    draft: DraftSheet
    mine: bool
    name: str
    sheets: tuple[Sheet, ...]
    faults: Mapping[str, str]
    loose: tuple[str, ...]
    marks: Mapping[str, Marks]
    known: tuple[Known, ...]


def rule_rows(work: Work, *, procedure: str) -> tuple[RuleRow, ...]:
    """The files of rules of a draft, by name."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.open_draft(work, procedure=procedure).files
    steps = deciding(files)
    names = sorted(path for path in files if path.startswith("rules/") and path.endswith(".dmn"))
    return tuple(rule_row(path, files[path].encode(), steps) for path in names)


def rule_row(path: str, xml: bytes, steps: Mapping[str, list[tuple[str, str]]]) -> RuleRow:
    """One file of the list."""
    name = path.removeprefix("rules/").removesuffix(".dmn")
    try:
        found = sheets(xml)
    except (dmn.DmnError, MootEdit) as error:
        return RuleRow(name, (), (), 0, error.sentence() if isinstance(error, dmn.DmnError) else str(error))
    decisions = tuple((one.key, one.question or one.description or one.name) for one in found if one.kind == "decision")
    asked = [step for key, _ in decisions for step in steps.get(key, ())]
    return RuleRow(name, decisions, tuple(asked), sum(len(grid.rules) for one in found for grid in one.grids))


def deciding(files: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The steps of the draft that ask each decision."""
    found: dict[str, list[tuple[str, str]]] = {}
    try:
        diagram = read_diagram(files[DIAGRAM].encode())
    except (Unreadable, KeyError):
        return found
    for node in diagram.nodes.values():
        if node.decision:
            found.setdefault(node.decision, []).append((node.id, node.name))
    return found


def rule_of_decision(work: Work, *, procedure: str, decision: str) -> str:
    """The file that holds a decision. Raises NotFound."""
    for row in rule_rows(work, procedure=procedure):
        if decision in dict(row.decisions):
            return row.name
    raise NotFound("rule", decision)


def open_rule(work: Work, *, procedure: str, rule: str) -> RuleSight:
    """Open one file of rules in the working copy. Raises NotFound, Unfit for one that does not read."""
    work.require(Permission.CHANGE_PROCEDURE)
    return seen(work, studio.open_draft(work, procedure=procedure), rule)


def seen(work: Work, draft: DraftSheet, rule: str) -> RuleSight:
    """How a file of rules reads in a draft, and what is wrong with it."""
    xml = text_of(draft.files, rule)
    try:
        found, model = sheets(xml), model_of(work, xml)
    except dmn.DmnError as error:
        raise Unfit("rule_unreadable", reason=error.sentence(work.actor.language)) from error
    except MootEdit as error:
        raise Unfit("rule_not_here") from error
    faults, loose = told(found, dmn.check(model), work.actor.language)
    by_table = {table.element: marks(model, table) for table in model.tables}
    known = known_fields(work, {path: text.encode() for path, text in draft.files.items()})
    mine = draft.holder == work.actor.name
    return RuleSight(draft, mine, rule, found, faults, tuple(loose), by_table, tuple(known))


def told(
    found: tuple[Sheet, ...], findings: tuple[dmn.Finding, ...], language: str
) -> tuple[dict[str, str], list[str]]:
    """What the checker says, at the cell or rule it speaks of; gaps are shown beside, not here."""
    places = {id for sheet in found for grid in sheet.grids for id in ids_of(grid)}
    places |= {words.id for sheet in found for words in sheet.words}
    faults: dict[str, str] = {}
    loose: list[str] = []
    for one in findings:
        if one.flaw is dmn.Flaw.GAP:
            continue
        sentence = one.sentence(language)
        if one.element in places:
            faults[one.element] = " ".join(filter(None, (faults.get(one.element), sentence)))
        else:
            loose.append(sentence)
    return faults, loose


def ids_of(grid: Grid) -> list[str]:
    """The ids of what a grid shows."""
    heads = [one.id for one in (*grid.inputs, *grid.outputs)]
    return [id for id in (*heads, *(id for rule in grid.rules for id in (rule.id, *rule.ids))) if id]


def edit_rule(work: Work, *, procedure: str, rule: str, changes: tuple[Change, ...], version: int) -> RuleSight:
    """Make changes, one after the other, kept as one.

    Raises Unfit when one cannot be made there or somebody else holds the draft; Conflict.
    """
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    xml = text_of({path: content.decode() for path, content in copy.files.items()}, rule)
    for change in changes:
        xml = after(xml, change)
    files = {path_of(rule): xml.decode()}
    return seen(work, studio.save_draft(work, procedure=procedure, files=files, version=version), rule)


def after(xml: bytes, change: Change) -> bytes:
    """The file after a change. Raises Unfit."""
    try:
        return changed(xml, change)
    except (MootEdit, dmn.DmnError) as error:
        raise Unfit("rule_not_here") from error


def judge_cell(work: Work, *, procedure: str, rule: str, change: Change) -> str:
    """What would be wrong with a text being typed, in the actor's language; "" when it can be understood."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = {path: content.decode() for path, content in studio.held(work, procedure).files.items()}
    xml = text_of(files, rule)
    try:
        before, later = model_of(work, xml), model_of(work, changed(xml, change))
    except (MootEdit, dmn.DmnError):
        return ""
    known = {(one.element, one.sentence()) for one in before.findings}
    language = work.actor.language
    fresh = [one for one in later.findings if (one.element, one.sentence()) not in known]
    return " ".join(dict.fromkeys(one.sentence(language) for one in fresh))


def model_of(work: Work, xml: bytes) -> dmn.Model:
    """The file as the engine reads it. Raises DmnError."""
    return dmn.parse(xml, functions=Language(work.house).functions)


def text_of(files: Mapping[str, str], rule: str) -> bytes:
    """A file of rules of a draft. Raises NotFound."""
    if not RULE.fullmatch(rule) or path_of(rule) not in files:
        raise NotFound("rule", rule)
    return files[path_of(rule)].encode()


def path_of(rule: str) -> str:
    """Where a file of rules lies in its procedure."""
    return f"rules/{rule}.dmn"


def new_rule(
    work: Work, *, procedure: str, question: str, inputs: tuple[str, ...], output: str, version: int
) -> tuple[str, DraftSheet]:
    """A new table over things the case knows: the name of its file, and the draft as it then stands."""
    work.require(Permission.CHANGE_PROCEDURE)
    if not question.strip() or not re.fullmatch(r"[a-z_]\w{0,59}", output):
        raise Unfit("rule_without_name")
    copy = studio.held(work, procedure)
    known = {one.name: one for one in known_fields(work, copy.files)}
    columns = [(one, known[one].label, type_of(known[one])) for one in inputs if one in known]
    name = free_name(question, copy.files)
    xml = blank_table(name, question.strip(), columns, (output, ""), NAMESPACE + name)
    draft = studio.save_draft(work, procedure=procedure, files={path_of(name): xml.decode()}, version=version)
    return name, draft


def free_name(question: str, files: Mapping[str, bytes]) -> str:
    """A name for a file no other has, made of what it answers; a decision's id begins with a letter."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(question)).strip("_")[:40].strip("_")
    base = name = f"d_{words or 'regle'}"
    number = 2
    while path_of(name) in files or any(f'id="{name}"'.encode() in text for text in files.values()):
        name, number = f"{base}_{number}", number + 1
    return name


def type_of(known: Known) -> str:
    """The type of what a case knows, as tables name it."""
    return TYPES.get(Kind(known.kind), "string")


def linking(work: Work, procedure: str, sheet: str, name: str) -> Change:
    """The change that lets a decision read something by its name; typed as the case knows it."""
    known = {one.name: one for one in known_fields(work, studio.held(work, procedure).files)}
    facts = {"type": type_of(known[name])} if name in known else {}
    return Change("link", sheet, value=name, facts=facts)


def link_missing(work: Work, *, procedure: str, rule: str, sheet: str, name: str, version: int) -> RuleSight:
    """Let a decision read something the case knows, by its name."""
    work.require(Permission.CHANGE_PROCEDURE)
    change = linking(work, procedure, sheet, name)
    return edit_rule(work, procedure=procedure, rule=rule, changes=(change,), version=version)


def add_column(work: Work, *, procedure: str, rule: str, change: Change, version: int) -> RuleSight:
    """A further column. A condition over something the case knows is worded, typed and linked without asking."""
    work.require(Permission.CHANGE_PROCEDURE)
    name = change.facts.get("expression", "").strip()
    known = {one.name: one for one in known_fields(work, studio.held(work, procedure).files)}.get(name)
    changes = [change]
    if known is not None:
        said = {"label": known.label, "type": type_of(known), **{k: v for k, v in change.facts.items() if v}}
        changes = [replace(change, facts=said)]
        found = open_rule(work, procedure=procedure, rule=rule)
        if any(one.key == change.sheet and one.kind == "decision" for one in found.sheets):
            changes.append(linking(work, procedure, change.sheet, name))
    return edit_rule(work, procedure=procedure, rule=rule, changes=tuple(changes), version=version)
