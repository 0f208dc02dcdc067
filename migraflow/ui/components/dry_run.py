"""What a table would do, line by line: for every page that brings one in."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.domain.errors import FieldError
from migraflow.domain.fates import Fate, LineFate
from migraflow.ui.components.pieces import Live, cards, chip
from migraflow.ui.mistakes import field_sentence
from migraflow.ui.words import say, t

TONES = {Fate.NEW: "ok", Fate.CHANGES: "info", Fate.UNCHANGED: "", Fate.REFUSED: "late"}
WORDS = {
    Fate.NEW: "registers.nouveau",
    Fate.CHANGES: "registers.change_fate",
    Fate.UNCHANGED: "registers.inchange",
    Fate.REFUSED: "registers.refuse",
}


@dataclass(frozen=True)
class TrialLine:
    """A line as the table shows it."""

    number: int
    fate: str
    tone: str
    label: str
    detail: str


def trial_line(line: LineFate, language: str) -> TrialLine:
    """`line` in the words of `language`."""
    return TrialLine(line.number, say(language, WORDS[line.fate]), TONES[line.fate], line.label, detail(line, language))


def detail(line: LineFate, language: str) -> str:
    """Which questions change, or why the line is refused."""
    if line.fields:
        return say(language, "registers.fields_changed", fields=", ".join(line.fields))
    told = [(one.column, field_sentence(FieldError("", one.code, one.facts, one.message), language))
            for one in line.reasons]  # fmt: skip
    return " ".join(f"{column} : {sentence}" if column else sentence for column, sentence in told)


def dry_run(lines: Live) -> rx.Component:
    """The table of `lines` (a list of `TrialLine`)."""
    heads = ("line", "fate", "name", "what")
    return cards(t("registers.trial"), [t(f"registers.{head}") for head in heads], lines, shown)


def shown(line: Live) -> rx.Component:
    """One line."""
    return rx.el.tr(
        rx.el.td(line.number, class_name="num"),
        rx.el.td(chip(line.fate, line.tone)),
        rx.el.td(line.label, class_name="wide"),
        rx.el.td(line.detail, class_name="wide small"),
        key=line.number,
    )
