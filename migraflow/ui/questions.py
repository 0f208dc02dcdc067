"""A form as the browser gets it: the parts and questions of ``domain.form_views`` in flat, JSON-ready shapes.

What stays while somebody types (labels, choices, starting values) is apart from what moves (errors, warnings, computed
words), so that a saved draft sends some two hundred bytes back instead of the whole form.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from migraflow.domain.errors import FieldError
from migraflow.domain.form_views import FieldView, Part, PartView
from migraflow.domain.forms import SHOWN_ONLY, Kind
from migraflow.ui.mistakes import field_sentence
from migraflow.ui.words import say

ROOMY = frozenset({Kind.LONG_TEXT, Kind.CHOICE, Kind.CHOICES, Kind.FILE, Kind.YES_NO})
"""Kinds that take the whole width of the form; the others stand two by two when there is room."""
MANY_CHOICES = 7
"""From this number on, a choice is a list that opens instead of a column of buttons."""


@dataclass(frozen=True)
class Option:
    """One answer offered. `picked`: it is the present one."""

    code: str
    label: str
    picked: bool


@dataclass(frozen=True)
class Question:
    """One question. `path` names the answer, `id` the element, `look` the drawing among those of one kind."""

    path: str
    id: str
    kind: str
    look: str
    label: str
    hint: str
    why: str
    required: bool
    value: str
    shown: str
    options: list[Option]
    chosen: str
    list_name: str
    currency: str
    least: str
    most: str
    known: str


@dataclass(frozen=True)
class Piece:
    """Questions under one title: a section, a shared block, the head of a group, one row, or the place to add one.

    `key` is its own alone. While it stays the browser keeps what stands in the piece's inputs; with another one it
    draws them afresh.
    """

    part: str
    path: str
    id: str
    key: str
    title: str
    hint: str
    level: int
    rows: int
    may_remove: bool
    questions: list[Question] = field(default_factory=list[Question])


@dataclass(frozen=True)
class Moving:
    """What changes while somebody types, by path: sentences of errors and warnings, words of computed answers."""

    errors: dict[str, str]
    warnings: dict[str, str]
    words: dict[str, str]


def pieces(parts: Iterable[PartView], known: Mapping[str, str], language: str, turn: int = 0) -> list[Piece]:
    """The parts of a form, with the place to add a row after the last row of each group.

    `turn` counts the rows taken out so far: those after it move up, and have to be drawn afresh.
    """
    made: list[Piece] = []
    waiting: list[Piece] = []
    for part in parts:
        while waiting and not part.path.startswith(f"{waiting[-1].path}."):
            made.append(waiting.pop())
        made.append(piece(part, known, language))
        if part.part is Part.GROUP and part.may_add:
            waiting.append(replace(made[-1], part="add", id=f"{made[-1].id}-add", questions=[]))
    return list(told_apart(made + waiting[::-1], turn))


def told_apart(made: Iterable[Piece], turn: int) -> Iterator[Piece]:
    """Each piece with a key of its own: what goes on after a group has the title or path of what came before it."""
    met: Counter[str] = Counter()
    for one in made:
        met[one.id] += 1
        in_row = any(step.isdigit() for step in one.path.split("."))
        yield replace(one, key=f"{one.id}-{met[one.id]}-{turn if in_row else 0}")


def piece(part: PartView, known: Mapping[str, str], language: str) -> Piece:
    """One part."""
    return Piece(
        part=part.part.value,
        path=part.path,
        id=element_id(part.path) if part.path else f"part-{abs(hash(part.title)) % 10**6}",
        key="",
        title=part.title,
        hint=part.hint,
        level=part.level,
        rows=part.rows,
        may_remove=part.may_remove,
        questions=[question(view, known, language) for view in part.fields],
    )


def element_id(path: str) -> str:
    """The id of the element that holds the answer at `path`."""
    return "q-" + path.replace(".", "-")


def question(view: FieldView, known: Mapping[str, str], language: str) -> Question:
    """One question as it starts."""
    source = known.get(view.path, "")
    return Question(
        path=view.path,
        id=element_id(view.path),
        kind=view.kind.value,
        look=look(view),
        label=view.label,
        hint=view.hint,
        why=view.why,
        required=view.required,
        value=view.value,
        shown=view.shown or view.value,
        options=[Option(c.code, c.label, c.code == view.value or c.code in view.values) for c in view.choices],
        chosen=chosen(view),
        list_name=view.list_name,
        currency=CURRENCIES.get(view.currency, view.currency),
        least=view.least,
        most=view.most,
        known=say(language, "forms.known_source", source=source) if source else "",
    )


CURRENCIES = {"XOF": "F CFA", "EUR": "€", "USD": "$"}


def look(view: FieldView) -> str:
    """How a question is drawn: ``roomy`` ones take the whole width, ``list`` ones open; the others are ``plain``."""
    if view.kind in {Kind.CHOICE, Kind.CHOICES} and not view.choices:
        return "search"
    if view.kind is Kind.CHOICE and len(view.choices) >= MANY_CHOICES:
        return "list"
    return "roomy" if view.kind in ROOMY else "plain"


def chosen(view: FieldView) -> str:
    """The chosen entries of a long list as JSON pairs, for the script that draws them as ticked boxes."""
    labels = view.shown.split(", ") if view.shown else []
    pairs = zip(view.values, labels, strict=True) if len(labels) == len(view.values) else ((c, c) for c in view.values)
    return json.dumps([list(pair) for pair in pairs], ensure_ascii=False)


def moving(parts: Iterable[PartView], errors: Iterable[FieldError], language: str) -> Moving:
    """What stands beside the questions right now."""
    views = [view for part in parts for view in part.fields]
    return Moving(
        errors={error.path: field_sentence(error, language) for error in errors},
        warnings={view.path: warning(view, language) for view in views if view.warning},
        words={view.path: view.shown for view in views if view.kind in SHOWN_ONLY},
    )


def warning(view: FieldView, language: str) -> str:
    """The author's sentence, or our own for the form of a NINA."""
    return say(language, "forms.nina_form") if view.warning == "nina_form" else view.warning


def skeleton_of(made: Iterable[Piece]) -> Iterator[object]:
    """What decides whether the form must be drawn again: which questions are there, not what was answered."""
    for piece_ in made:
        yield piece_.part, piece_.path, piece_.title, piece_.rows, piece_.key
        yield tuple((question_.path, question_.required) for question_ in piece_.questions)
