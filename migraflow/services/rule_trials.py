"""Which rule applies for…: values are given to a decision of a draft, and it says what it answers and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow import dmn, feel
from migraflow.dmn.logic import Fired
from migraflow.dmn.model import Decision, Knowledge
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound, Unfit
from migraflow.services import studio
from migraflow.services.rules import model_of, text_of
from migraflow.services.work import Work


@dataclass(frozen=True, slots=True)
class Ask:
    """One value to give: its name and its type ("" when nobody said)."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Because:
    """Why one table answered: its rules (from 1), and the value each of its conditions looked at."""

    decision: str
    table: str
    rules: tuple[int, ...]
    values: tuple[tuple[str, str], ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision answers for some values; `troubles` are codes of ``journal`` with what they speak of."""

    value: str
    because: tuple[Because, ...]
    troubles: tuple[tuple[str, str], ...]


def asks(model: dmn.Model, sheet: str) -> tuple[Ask, ...]:
    """What a decision or function wants to know, what its decisions upstream want included."""
    node = model.node(sheet)
    if isinstance(node, Knowledge):
        return tuple(Ask(name, kind.name if kind is not None else "") for name, kind in node.parameters)
    if not isinstance(node, Decision):
        return ()
    found: dict[str, Ask] = {}
    ahead, met = [node], {node.id}
    while ahead:
        for reference in ahead.pop(0).requires:
            other = model.nodes.get(reference.id)
            if isinstance(other, dmn.InputData):
                found[other.name] = Ask(other.name, other.type.name if other.type is not None else "")
            elif isinstance(other, Decision) and other.id not in met:
                met.add(other.id)
                ahead.append(other)
    return tuple(found.values())


def wanted(work: Work, *, procedure: str, rule: str, sheet: str) -> tuple[Ask, ...]:
    """What may be given to a decision of the draft."""
    work.require(Permission.CHANGE_PROCEDURE)
    return asks(drafted(work, procedure, rule), sheet)


def drafted(work: Work, procedure: str, rule: str) -> dmn.Model:
    """A file of rules of the draft as the engine reads it. Raises NotFound, Unfit."""
    files = {path: content.decode() for path, content in studio.held(work, procedure).files.items()}
    try:
        return model_of(work, text_of(files, rule))
    except dmn.DmnError as error:
        raise Unfit("rule_unreadable", reason=error.sentence(work.actor.language)) from error


def ask_rule(work: Work, *, procedure: str, rule: str, sheet: str, values: Mapping[str, str]) -> Answer:
    """What the decision answers when the case knows `values` (as typed; empty: not known). Raises Unfit."""
    work.require(Permission.CHANGE_PROCEDURE)
    model = drafted(work, procedure, rule)
    if model.node(sheet) is None:
        raise NotFound("decision", sheet)
    given = {one.name: typed(values.get(one.name, ""), one.type) for one in asks(model, sheet)}
    try:
        outcome = model.evaluate(sheet, given, now=work.now)
    except feel.LimitReached as error:
        raise Unfit("rule_too_long") from error
    troubles = tuple(
        (trouble.code, str(trouble.facts.get("input") or trouble.facts.get("rules") or ""))
        for trouble in outcome.troubles
    )
    return Answer(feel.written(outcome.value), tuple(because(one) for one in outcome.explanation), troubles)


def because(one: Fired) -> Because:
    """Why a table answered, in FEEL as people write it."""
    values = tuple((name, feel.written(value)) for name, value in one.inputs.items())
    return Because(one.decision, one.table, one.rules, values, tuple(feel.written(out) for out in one.outputs))


def typed(text: str, kind: str) -> feel.Value:
    """A value as typed: a word is taken for a text where a text is wanted, anything else for FEEL. Raises Unfit."""
    text = text.strip()
    if not text:
        return None
    if kind == "string" and not text.startswith('"'):
        return text
    if kind == "date" and not text.startswith(("@", "date")):
        text = f'@"{text}"'
    try:
        return feel.evaluate(text, {})
    except feel.FeelSyntaxError as error:
        raise Unfit("rule_value", value=text[:60], reason=error.sentence("fr")) from error
