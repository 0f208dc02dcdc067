"""The kinds of question: what each brings to its file, and which rules it knows."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from migraflow.domain.forms import Kind
from migraflow.engine.editing.form_text import Table

CHOICES: tuple[Mapping[str, str], ...] = (
    {"const": "reponse_1", "title": "Première réponse"},
    {"const": "reponse_2", "title": "Deuxième réponse"},
)
"""What may be answered to a new choice, to be rewritten."""
SHAPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string", "maxLength": 200},
    Kind.LONG_TEXT: {"type": "string", "maxLength": 4000},
    Kind.INTEGER: {"type": "integer"},
    Kind.AMOUNT: {"type": "object", "x-currency": "XOF"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.BORN_AROUND: {"type": "integer"},
    Kind.CHOICE: {"type": "string", "oneOf": list(CHOICES)},
    Kind.CHOICES: {"type": "array", "items": {"oneOf": list(CHOICES)}},
    Kind.REFERENCE: {"type": "string", "x-list": "regions"},
    Kind.PHONE: {"type": "string"},
    Kind.EMAIL: {"type": "string", "format": "email"},
    Kind.NINA: {"type": "string"},
    Kind.PERSON: {"type": "object"},
    Kind.FILE: {"type": "object"},
    Kind.GROUP: {"type": "array", "items": {"type": "object", "properties": {}}, "maxItems": 20},
    Kind.BLOCK: {"type": "object", "properties": {}},
    Kind.READ_ONLY: {},
    Kind.COMPUTED: {"x-value": "null"},
}
"""The keywords a new question of each kind brings."""
ENGLISH = "x-title-en"
"""The words of a question, an answer or a section for those who read English."""
LENGTHS = ("minLength", "maxLength", "pattern")
BOUNDS = ("minimum", "maximum")
COUNTS = ("minItems", "maxItems")
LISTED = ("options", "x-list")
RULES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: LENGTHS,
    Kind.LONG_TEXT: LENGTHS,
    Kind.INTEGER: (*BOUNDS, "x-unit"),
    Kind.AMOUNT: (*BOUNDS, "x-currency"),
    Kind.BORN_AROUND: BOUNDS,
    Kind.CHOICE: LISTED,
    Kind.CHOICES: (*LISTED, *COUNTS),
    Kind.REFERENCE: ("x-list", "x-filter"),
    Kind.GROUP: COUNTS,
    Kind.COMPUTED: ("x-value",),
}
"""The rules a kind knows besides those every question may have."""
OWN = frozenset(
    "type format oneOf enum items properties required minLength maxLength pattern minimum maximum minItems maxItems "
    "uniqueItems x-list x-filter x-currency x-unit x-value default x-kind".split()
)
"""Keywords that go when the kind is changed, unless the new one knows them too."""


def shape(kind: Kind, label: str) -> Table:
    """A new question."""
    return {"title": label, **deepcopy(dict(SHAPES[kind])), "x-kind": kind.value}


def reshaped(field: Table, kind: Kind) -> Table:
    """`field` as another kind: its words, its conditions and what both kinds know are kept."""
    bound = {word: value for word, value in field.items() if word not in OWN}
    fresh: Table = {**deepcopy(dict(SHAPES[kind])), "x-kind": kind.value}
    known = RULES.get(kind, ())
    fresh |= {word: field[word] for word in known if word in field}
    answers = answers_of(field)
    if answers and "options" in known:
        give_answers(fresh, kind, answers)
    if "x-list" in fresh and "options" in known:
        fresh.pop("oneOf", None)
        fresh.pop("items", None)
    if kind in (Kind.GROUP, Kind.BLOCK):
        inside = field.get("items", field)
        row = fresh["items"] if kind is Kind.GROUP else fresh
        row |= {word: inside[word] for word in ("properties", "required") if word in inside}
    return tidy({**bound, **fresh})


def answers_of(field: Table) -> list[Table]:
    """What may be answered to a choice, as ``{const, title}``."""
    holder = field.get("items", field)
    plain = [{"const": one, "title": str(one)} for one in holder.get("enum", [])]
    return [dict(one) for one in holder.get("oneOf", [])] or plain


def give_answers(field: Table, kind: Kind, answers: list[Table]) -> None:
    """Let `answers` be those of a choice; none leaves a reference list in their place."""
    holder = field.setdefault("items", {}) if kind is Kind.CHOICES else field
    holder.pop("enum", None)
    if answers:
        holder["oneOf"] = answers
        field.pop("x-list", None)
    else:
        holder.pop("oneOf", None)
        if kind is Kind.CHOICES and not holder:
            field.pop("items", None)


def tidy(field: Table) -> Table:
    """`field` without a message nothing would say."""
    if not field.get("x-check") and not field.get("pattern"):
        field.pop("x-message", None)
        field.pop("x-message-en", None)
    if not field.get("x-warn"):
        field.pop("x-warn-message", None)
        field.pop("x-warn-message-en", None)
    return field
