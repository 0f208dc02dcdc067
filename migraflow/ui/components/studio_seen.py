"""What the studio's pages show of a draft: lines of the plan, the chosen element, its exits, reminders and boxes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.domain.calendar import written_deadline
from migraflow.domain.forms import Kind
from migraflow.engine.editing import Line, Seen, conditions
from migraflow.services.drafting import Known
from migraflow.services.effect_words import Source, parameters_of
from migraflow.services.workbench import Option
from migraflow.ui.words import say

LONG = 30
"""A list with more entries than this is typed, not chosen."""


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan: a step, an exit of a choice (``branch``) or an event beside a step (``beside``)."""

    id: str = ""
    kind: str = ""
    name: str = ""
    number: str = ""
    depth: int = 0
    role: str = ""
    deadline: str = ""
    condition: str = ""
    otherwise: bool = False
    goes_to: str = ""
    reminders: int = 0


@dataclass(frozen=True)
class Chosen:
    """The chosen element; `kind` is empty when nothing is chosen. `amount`, `unit`, `told` are a deadline written in
    full at the step, `own_deadline` says that it is one."""

    id: str = ""
    kind: str = ""
    name: str = ""
    number: str = ""
    role: str = ""
    form: str = ""
    form_name: str = ""
    deadline: str = ""
    own_deadline: bool = False
    amount: str = ""
    unit: str = "jo"
    told: str = ""
    legal: str = ""
    summary: str = ""
    instructions: str = ""
    guard: str = ""
    condition: str = ""
    conditional: bool = False
    otherwise: bool = False
    source: str = ""
    target: str = ""
    choosing: bool = False
    default: str = ""
    timer: str = ""
    timer_text: str = ""
    timer_words: str = ""
    message: str = ""
    script: str = ""
    decision: str = ""
    called: str = ""
    operator: str = ""
    result: str = ""
    over: str = ""
    item: str = ""
    sequential: bool = False
    attached: str = ""
    interrupting: bool = True
    bare: bool = False
    step: bool = False
    may_rise: bool = False
    may_sink: bool = False
    may_grow: bool = False


@dataclass(frozen=True)
class ExitLine:
    """One exit of a choice."""

    id: str = ""
    name: str = ""
    target: str = ""
    condition: str = ""
    otherwise: bool = False


@dataclass(frozen=True)
class ReminderLine:
    """One reminder of a step."""

    id: str = ""
    when: str = ""
    notice: str = ""
    whom: str = ""


@dataclass(frozen=True)
class ParameterBox:
    """One parameter of an effect: `plain` is the word where it is one, `text` the FEEL behind it."""

    name: str = ""
    source: str = ""
    plain: str = ""
    text: str = ""


@dataclass(frozen=True)
class Box:
    """One line of a condition: what may be compared with it, and what may be answered."""

    field: str = ""
    comparison: str = "is"
    value: str = ""
    kind: str = ""
    valued: bool = True
    comparisons: list[Option] = dataclasses.field(default_factory=list[Option])
    choices: list[Option] = dataclasses.field(default_factory=list[Option])


def plan_line(line: Line, roles: Mapping[str, str]) -> PlanLine:
    """A line of the plan with the role's name."""
    return PlanLine(
        line.id, line.kind, line.name, line.number, min(line.depth, 9), roles.get(line.role, line.role), line.deadline,
        line.condition, line.otherwise, line.goes_to, line.reminders,
    )  # fmt: skip


def chosen(seen: Seen, number: str) -> Chosen:
    """The chosen element."""
    own = written_deadline(seen.deadline)
    same = {name: getattr(seen, name) for name in Chosen.__dataclass_fields__ if hasattr(seen, name)}
    full = {"amount": str(own.amount), "unit": own.unit.value, "told": own.escalation} if own else {}
    form = seen.form.removeprefix("forms/").removesuffix(".json")
    return Chosen(**{**same, "number": number, "form_name": form, "own_deadline": own is not None, **full})


def exits(seen: Seen) -> list[ExitLine]:
    """Its exits."""
    return [ExitLine(one.id, one.name, one.target, one.condition, one.otherwise) for one in seen.exits]


def reminders(seen: Seen, notices: Mapping[str, str], roles: Mapping[str, str]) -> list[ReminderLine]:
    """Its reminders, with the titles of their notices."""
    return [
        ReminderLine(one.id, one.when, notices.get(one.notice, one.notice), roles.get(one.to, one.to))
        for one in seen.reminders
    ]


def parameter_boxes(seen: Seen) -> list[ParameterBox]:
    """The boxes of an effect."""
    boxes: list[ParameterBox] = []
    for name, source in parameters_of(seen.operator, seen.parameters).items():
        text = seen.parameters.get(name, "")
        word = word_in(text)
        feel = source is Source.FEEL or (bool(text) and word is None)
        boxes.append(ParameterBox(name, Source.FEEL.value if feel else source.value, word or "", text))
    return boxes


def word_in(text: str) -> str | None:
    """The word a FEEL text is, when it is one between quotes."""
    try:
        word: object = json.loads(text) if text.startswith('"') else None
    except ValueError:
        return None
    return word if isinstance(word, str) else None


def boxes_of(text: str, known: Mapping[str, Known], language: str) -> tuple[list[Box], bool] | None:
    """The boxes that say what a condition says, and whether one is enough; None when it says more."""
    if not text.strip():
        return [box(conditions.Check(), known, language)], False
    found = conditions.read(text)
    return None if found is None else ([box(check, known, language) for check in found.checks], found.either)


def box(check: conditions.Check, known: Mapping[str, Known], language: str) -> Box:
    """One line of boxes."""
    field = known.get(check.field)
    kind = Kind(field.kind) if field else None
    offered = conditions.comparisons(kind)
    comparison = check.comparison if check.comparison in offered else offered[0]
    choices = list(field.choices) if field and len(field.choices) <= LONG else []
    return Box(
        check.field, comparison.value, check.value, field.kind if field else "", comparison not in conditions.THERE,
        [Option(one.value, say(language, f"studio.compare_{one.value}")) for one in offered], choices,
    )  # fmt: skip


def feel_of(boxes: list[Box], either: bool, known: Mapping[str, Known]) -> str:
    """The FEEL text of the boxes that are complete."""
    checks = tuple(conditions.Check(one.field, conditions.Comparison(one.comparison), one.value) for one in boxes)
    kinds = {name: Kind(one.kind) for name, one in known.items()}
    return conditions.write(conditions.Checks(checks, either), kinds)
