"""A whole form: the errors at the top with their links, the parts, the buttons, and the wires to the State."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.ui.answering import AnswersState
from migraflow.ui.components.fields import WIDGETS, draw
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import Live, PlainLink
from migraflow.ui.door import live
from migraflow.ui.words import t

SEEN = live(AnswersState)


def form(*buttons: Any, blank: Any = "") -> rx.Component:
    """The form of `AnswersState` with its `buttons`; without questions `blank` stands in their place."""
    return rx.el.div(
        rx.el.form(
            summary(),
            rx.cond(
                SEEN.pieces.length() > 0,
                rx.fragment(
                    rx.el.p(t("task.legend_required"), class_name="hint"),
                    rx.el.div(rx.foreach(SEEN.pieces, piece), class_name="parts"),
                ),
                rx.el.p(blank, class_name="measure"),
            ),
            rx.el.div(*buttons, class_name="bar"),
            class_name="stack answers",
            no_validate=True,
            custom_attrs={
                "data-answers": SEEN.about,
                "data-owner": SEEN.owner,
                "data-saved": SEEN.heard,
                "data-offline": t("shell.offline"),
            },
        ),
        wire("save", SEEN.save),
        wire("look", SEEN.look),
        wire("complete", SEEN.complete),
        key=SEEN.about + "#" + SEEN.drawing.to_string(),
    )


def wire(name: str, handler: Any) -> rx.Component:
    """A hidden line from the script to the State: setting its text fires `handler` with it."""
    return rx.el.textarea(
        on_change=handler,
        hidden=True,
        aria_hidden="true",
        aria_label=name,
        tab_index=-1,
        custom_attrs={"data-wire": name},
    )


def summary() -> rx.Component:
    """What is to be corrected, each with a link to its question."""

    def wrong(w: Live) -> rx.Component:
        to = PlainLink.create(w.label, custom_attrs={"href": f"#{w.id}", "data-to": w.id})
        return rx.el.li(to, rx.el.br(), w.sentence)

    return rx.cond(
        SEEN.wrongs.length() > 0,
        rx.el.div(
            icon("warn"),
            rx.el.div(rx.el.h2(SEEN.wrong_title), rx.el.ul(rx.foreach(SEEN.wrongs, wrong))),
            class_name="notice bad",
            id="errors",
            role="alert",
            tab_index=-1,
        ),
    )


def piece(p: Live) -> rx.Component:
    """One part of the form, by what it is."""
    questions = rx.el.div(rx.foreach(p.questions, lambda q: rx.fragment(draw(q), key=q.path)), class_name="questions")
    return rx.fragment(
        rx.match(
            p.part,
            (Kind.GROUP.value, rx.el.section(WIDGETS[Kind.GROUP](p), class_name="part")),
            (Kind.BLOCK.value, rx.el.section(WIDGETS[Kind.BLOCK](p), questions, class_name="part")),
            ("row", row(p, questions)),
            ("add", add(p)),
            rx.el.section(
                rx.cond(p.title != "", rx.el.h2(p.title)),
                rx.cond(p.hint != "", rx.el.p(p.hint, class_name="hint")),
                questions,
                class_name="part",
            ),
        ),
        key=p.key,
    )


def row(p: Live, questions: rx.Component) -> rx.Component:
    """One row of a group, which may be taken out."""
    return rx.el.section(
        rx.cond(
            p.title != "",
            rx.el.div(
                rx.el.h4(p.title),
                rx.el.button(
                    icon("cross"),
                    t("forms.remove_row"),
                    rx.el.span(" ", p.title, class_name="hide"),
                    type="button",
                    class_name="quiet tiny push",
                    custom_attrs={"data-remove": p.path},
                ),
                class_name="row",
            ),
        ),
        questions,
        class_name="part inner",
        custom_attrs={"data-row": p.path},
    )


def add(p: Live) -> rx.Component:
    """The place to add a row."""
    return rx.el.button(
        icon("plus"),
        t("forms.add_row"),
        " ",
        rx.el.span("(", p.title, ")", class_name="soft"),
        type="button",
        custom_attrs={"data-add": p.path},
    )
