"""The form as a list: its sections and questions, moved by dragging or by keys, and what may be added."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.ui.components.form import wire
from migraflow.ui.components.form_design_fields import DESIGN, PANEL, SEEN
from migraflow.ui.components.icons import icon
from migraflow.ui.words import t

FAMILIES = (
    ("words", (Kind.TEXT, Kind.LONG_TEXT)),
    ("numbers", (Kind.INTEGER, Kind.AMOUNT, Kind.DATE, Kind.BORN_AROUND)),
    ("choosing", (Kind.YES_NO, Kind.CHOICE, Kind.CHOICES, Kind.REFERENCE)),
    ("people", (Kind.PERSON, Kind.PHONE, Kind.EMAIL, Kind.NINA)),
    ("several", (Kind.GROUP, Kind.BLOCK, Kind.FILE)),
    ("shown", (Kind.READ_ONLY, Kind.COMPUTED)),
)
"""Every kind, where one looks for it."""


def kind_words(kind: Any) -> Any:
    """A kind in words."""
    pairs = [(one.value, t(f"form_design.kind_{one.value}")) for one in Kind]
    return rx.match(kind, *pairs, ("section", t("form_design.section")), "")


def questions() -> rx.Component:
    """The list, and below it what may be added."""
    listed = rx.el.ol(
        rx.foreach(DESIGN.lines, line),
        class_name="design-lines",
        aria_labelledby="lines-title",
        custom_attrs={"data-form-list": ""},
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("form_design.questions"), id="lines-title"),
            rx.el.button(
                rx.cond(DESIGN.shared, t("form_design.the_block"), t("form_design.the_form")),
                type="button",
                class_name="tiny push",
                id="f-",
                on_click=DESIGN.go(""),
            ),
            class_name="row",
        ),
        rx.el.p(t("form_design.keys"), class_name="hint keys", id="keys"),
        rx.cond(DESIGN.lines, listed, rx.el.p(t("form_design.questions_none"), class_name="soft")),
        palette(),
        wire("gesture", PANEL.gesture),
        class_name="card design-list",
    )


def line(one: Any) -> rx.Component:
    """One section or question; its button shows it in full, its handle lets it be dragged."""
    return rx.el.li(
        rx.cond(
            one.kind != "section",
            rx.el.span("⠿", class_name="handle", aria_hidden="true", title=t("form_design.drag")),
            rx.el.span(class_name="handle"),
        ),
        rx.el.button(
            rx.el.span(one.number, class_name="number"),
            rx.el.span(rx.el.span(one.label, class_name="label"), marks(one), class_name="words"),
            alerts(one),
            type="button",
            id="f-" + one.place,
            on_click=DESIGN.go(one.place),
            aria_current=rx.cond(SEEN.place == one.place, "true", "false"),
            aria_describedby="keys",
            custom_attrs={"data-place": one.place},
        ),
        key=one.place,
        style={"--depth": one.depth.to_string()},
        class_name="of-" + one.kind,
        custom_attrs={"data-drop": one.place},
        draggable=one.kind != "section",
    )


def marks(one: Any) -> rx.Component:
    """What a line says below its label."""
    pairs = (
        ("required", one.required), ("if", one.conditional), ("personal", one.personal), ("block", one.block),
    )  # fmt: skip
    return rx.el.span(
        rx.cond(one.kind != "section", rx.el.span(kind_words(one.kind))),
        *[rx.cond(there, rx.el.span(t(f"form_design.mark_{words}"))) for words, there in pairs],
        class_name="marks",
    )


def alerts(one: Any) -> rx.Component:
    """How many findings stand at a line, in the colour of the gravest; said in words."""
    tones = (("error", "late"), ("warning", "soon"), ("advice", "info"))
    return rx.fragment(
        rx.match(
            one.alert,
            *[
                (
                    level,
                    rx.el.span(
                        one.alerts, rx.el.span(" ", t(f"studio.{level}"), class_name="hide"), class_name=f"chip {tone}"
                    ),
                )
                for level, tone in tones
            ],
            rx.fragment(),
        )
    )


def palette() -> rx.Component:
    """Every kind of question, the shared blocks, a new section."""
    families = [
        rx.el.div(
            rx.el.h3(t(f"form_design.family_{family}")),
            rx.el.div(*[kind_button(kind) for kind in kinds], class_name="row"),
        )
        for family, kinds in FAMILIES
    ]
    return rx.el.details(
        rx.el.summary(icon("plus"), t("form_design.add")),
        rx.el.div(
            rx.el.p(t("form_design.add_where"), class_name="hint"),
            *families,
            shared(),
            rx.cond(DESIGN.shared, rx.fragment(), sectioning()),
            class_name="stack",
        ),
        class_name="design-palette",
    )


def kind_button(kind: Kind) -> rx.Component:
    """Add a question of this kind after the chosen one; or drag it to its place."""
    return rx.el.button(
        t(f"form_design.kind_{kind.value}"),
        type="button",
        class_name="tiny",
        on_click=PANEL.add(kind.value, False),
        draggable=True,
        custom_attrs={"data-kind": kind.value},
    )


def shared() -> rx.Component:
    """The shared blocks: once, or as the rows of a table."""

    def one(block: Any) -> rx.Component:
        once = rx.el.button(block.label, type="button", class_name="tiny", on_click=PANEL.take_in(block.code, False))
        rows = rx.el.button(
            t("form_design.rows_of"), " ", block.label, type="button", class_name="tiny quiet",
            on_click=PANEL.take_in(block.code, True),
        )  # fmt: skip
        return rx.el.div(once, rows, class_name="row")

    return rx.el.div(
        rx.el.h3(t("form_design.blocks")), rx.el.p(t("form_design.blocks_hint"), class_name="hint"),
        rx.foreach(DESIGN.blocks, one), class_name="stack small-stack",
    )  # fmt: skip


def sectioning() -> rx.Component:
    """A new section from the chosen question on."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("form_design.section_new"), html_for="section-title"),
            rx.el.span(t("form_design.section_hint"), class_name="hint", id="section-hint"),
            rx.el.input(id="section-title", name="title", required=True, auto_complete="off",
                        aria_describedby="section-hint"),
            class_name="field",
        ),
        rx.el.button(icon("plus"), t("form_design.section_add"), type="submit", class_name="tiny"),
        on_submit=PANEL.add_section,
        reset_on_submit=True,
        class_name="stack small-stack",
    )  # fmt: skip
