"""The *manuel de procédures*: what the published editions say, as a book that people read, in French."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.names import fold


@dataclass(frozen=True, slots=True)
class FieldText:
    """One question. `depth` is 0 for a question of the form itself, 1 for one of a row; `block` the shared block it
    opens, whose questions stand once at the end of the book; `condition` and `needed_if` FEEL, "" when it is always
    asked, or needed in no further case. `kept` says what a personal answer is for, on which basis, for how long."""

    path: str
    label: str
    kind: str
    required: bool
    condition: str = ""
    choices: str = ""
    note: str = ""
    block: str = ""
    needed_if: str = ""
    kept: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FormText:
    """One form, numbered in its procedure; `checks` what it refuses, in its author's sentences."""

    number: str
    path: str
    title: str
    words: str
    fields: tuple[FieldText, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleText:
    """One decision table, numbered in its procedure: the titles of its columns, then its rows; `policy` in words."""

    number: str
    id: str
    title: str
    policy: str
    inputs: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class StepText:
    """One step, numbered in reading order. `does` says what the house does of itself there; `ways` what follows,
    `meanwhile` what may happen while it stands open; `form` and `rule` are numbers."""

    number: int
    element: str
    kind: str
    name: str
    who: str
    part: str = ""
    deadline: str = ""
    words: str = ""
    form: str = ""
    rule: str = ""
    does: str = ""
    legal: str = ""
    ways: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageText:
    """Word that may reach a case: its label, who tells of it, the number of the form to fill in for it."""

    label: str
    who: str
    form: str


@dataclass(frozen=True, slots=True)
class ProcedureText:
    """One procedure of the book; `drawing` is its diagram (BPMN), `changes` what its edition changed from the last."""

    id: str
    title: str
    summary: str
    edition: int
    published: datetime
    note: str
    opened_by: str
    confidential: str
    steps: tuple[StepText, ...]
    forms: tuple[FormText, ...]
    rules: tuple[RuleText, ...]
    messages: tuple[MessageText, ...]
    outcomes: tuple[str, ...]
    letters: tuple[str, ...]
    notices: tuple[str, ...]
    legal: tuple[str, ...]
    changes: tuple[str, ...]
    drawing: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: words of its own, then its procedures."""

    letter: str
    title: str
    words: tuple[str, ...]
    procedures: tuple[ProcedureText, ...] = ()


@dataclass(frozen=True, slots=True)
class Manual:
    """The whole book. `blocks` are the questions that several forms share; `glossary` pairs a word with its meaning."""

    title: str
    agency: str
    words: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    blocks: tuple[FormText, ...]
    glossary: tuple[tuple[str, str], ...]

    def procedures(self) -> Iterator[tuple[Chapter, ProcedureText]]:
        """Every procedure with its chapter, in the book's order."""
        return ((chapter, one) for chapter in self.chapters for one in chapter.procedures)


@dataclass(frozen=True, slots=True)
class Plan:
    """``manuel.toml``: the chapters and which procedures they hold, by id."""

    title: str
    words: tuple[str, ...]
    chapters: tuple[tuple[Chapter, tuple[str, ...]], ...]
    glossary: tuple[tuple[str, str], ...]


def read_plan(text: str) -> Plan:
    """The plan in a file. Raises BrokenBundle naming what does not read."""
    try:
        said: dict[str, Any] = tomllib.loads(text)
        chapters = tuple(
            (Chapter(str(one["lettre"]), str(one["titre"]), texts(one.get("texte"))), texts(one.get("procedures")))
            for one in cast(list[dict[str, Any]], said["chapitre"])
        )
        glossary = tuple((str(word), str(meaning)) for word, meaning in dict(said.get("glossaire", {})).items())
        return Plan(str(said["titre"]), texts(said.get("texte")), chapters, glossary)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BrokenBundle("manuel.toml", "", str(error)) from error


def texts(value: object) -> tuple[str, ...]:
    """Paragraphs or ids: one text or a list of them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("\n\n") if part.strip())
    return tuple(str(one) for one in cast(list[object], value)) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of the book where the words looked for stand: its procedure, the anchor there, and the line."""

    procedure: str
    title: str
    anchor: str
    line: str


def hits(manual: Manual, words: str, limit: int = 50) -> tuple[Hit, ...]:
    """Where all of `words` stand in one line, accents and capitals apart, in the book's order; at most `limit`."""
    wanted = fold(words).split()
    found: list[Hit] = []
    if not wanted:
        return ()
    for _, procedure in manual.procedures():
        for anchor, line in readable(procedure):
            if all(word in fold(line) for word in wanted):
                found.append(Hit(procedure.id, procedure.title, anchor, line))
                if len(found) == limit:
                    return tuple(found)
    return tuple(found)


def readable(procedure: ProcedureText) -> Iterator[tuple[str, str]]:
    """Every line of a procedure one may look for, with the anchor it stands at."""
    yield "", f"{procedure.title}. {procedure.summary}"
    for step in procedure.steps:
        said = " ".join(filter(None, (step.words, step.does, step.who, step.legal)))
        yield f"etape-{step.number}", f"{step.number}. {step.name}. {said}"
    for form in procedure.forms:
        yield f"formulaire-{form.number}", f"{form.title}. {form.words}"
        for field_ in form.fields:
            yield f"formulaire-{form.number}", f"{form.title} : {field_.label} {field_.choices} {field_.kept}"
    for rule in procedure.rules:
        yield f"regle-{rule.number}", f"{rule.title} {' '.join(rule.columns)}"
    yield from (("lettres", title) for title in procedure.letters)
