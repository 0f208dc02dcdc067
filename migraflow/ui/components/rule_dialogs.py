"""The dialogs of a decision table: the head of a column, a further column."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.dmn.editing import Part
from migraflow.ui.components.rule_state import ADD_DIALOG, COLUMN_DIALOG, RuleState, closing
from migraflow.ui.door import live
from migraflow.ui.words import t

RULE = live(RuleState)
PICKED = RULE.picked
KINDS = ("", "string", "number", "boolean", "date")


def dialog(id: str, title: Any, *content: rx.Component) -> rx.Component:
    """One dialog with its heading."""
    return rx.el.dialog(
        rx.el.h2(title, id=f"{id}-title"), *content, id=id, aria_labelledby=f"{id}-title", class_name="studio-dialog"
    )


def field(id: str, words: str, control: rx.Component, hint: str = "") -> rx.Component:
    """A labelled control, with a hint where one helps."""
    return rx.el.div(
        rx.el.label(t(f"rules.{words}"), html_for=id),
        rx.el.span(t(f"rules.{hint}"), class_name="hint", id=f"{id}-hint") if hint else rx.fragment(),
        control,
        class_name="field",
    )


def typed(id: str, name: str, value: Any, **more: Any) -> rx.Component:
    """A line of text of the picked head."""
    key = PICKED.part + PICKED.column.to_string() + value
    return rx.el.input(id=id, name=name, default_value=value, key=key, auto_complete="off", spell_check=False, **more)


def kinds(id: str, value: Any = "") -> rx.Component:
    """The types a column may have, in words."""
    options = [rx.el.option(t(f"rules.type_{one or 'any'}"), value=one) for one in KINDS]
    other = rx.match(value, *[(one, rx.fragment()) for one in KINDS], rx.el.option(value, value=value))
    return rx.el.select(*options, other, id=id, name="type", default_value=value, key=id + value)


def line_of(id: str, words: str, name: str, value: Any, hint: str = "", **more: Any) -> rx.Component:
    """One property of the picked head."""
    return field(id, words, typed(id, name, value, **more), hint)


def input_fields() -> rx.Component:
    """What a condition is made of."""
    return rx.fragment(
        line_of("head-label", "label", "label", PICKED.words),
        line_of("head-expression", "expression", "expression", PICKED.expression, "expression_hint",
                class_name="feel", required=True),
        field("head-type", "type", kinds("head-type", PICKED.type)),
        line_of("head-allowed", "allowed", "allowed", PICKED.allowed, "allowed_hint", class_name="feel"),
    )  # fmt: skip


def output_fields() -> rx.Component:
    """What a result is made of."""
    return rx.fragment(
        line_of("head-label", "label", "label", PICKED.words),
        line_of("head-name", "output_name", "name", PICKED.name, "output_hint", class_name="feel", required=True),
        field("head-type", "type", kinds("head-type", PICKED.type)),
        line_of("head-allowed", "output_values", "allowed", PICKED.allowed, "output_values_hint", class_name="feel"),
        line_of("head-default", "default", "default", PICKED.default, "default_hint", class_name="feel"),
    )


def column_dialog() -> rx.Component:
    """What a column is made of; move it, copy it, take it out."""
    remark = line_of("head-name", "remark_name", "name", PICKED.name, required=True)
    parts = rx.match(PICKED.part, (Part.INPUT.value, input_fields()), (Part.OUTPUT.value, output_fields()), remark)
    asked: Any = rx.el.form(parts, column_buttons(), on_submit=RULE.head, class_name="stack")
    return dialog(COLUMN_DIALOG, PICKED.label, asked)


def column_buttons() -> rx.Component:
    """Keep; move, copy, take out."""
    codes = ("column_left", "column_right", "column_copy", "column_remove")
    return rx.fragment(
        rx.el.div(
            rx.el.button(t("rules.keep"), type="submit", class_name="primary"),
            rx.el.button(t("studio.cancel"), type="button", on_click=closing(COLUMN_DIALOG)),
            class_name="row",
        ),
        rx.el.div(
            *[
                rx.el.button(
                    t(f"rules.{code}"),
                    type="button",
                    class_name="tiny quiet" + (" danger" if code == "column_remove" else ""),
                    on_click=RULE.column(code),
                )
                for code in codes
            ],
            class_name="row",
        ),
    )


def new_condition() -> rx.Component:
    """A condition looks at an answer of the case, or at a formula."""
    known = rx.el.select(
        rx.el.option(t("rules.known_other"), value=""),
        rx.foreach(RULE.known, lambda one: rx.el.option(one[1], value=one[0])),
        id="add-known",
        name="known",
    )
    written = rx.el.input(id="add-expression", name="expression", class_name="feel", auto_complete="off")
    return rx.fragment(
        field("add-known", "known", known), field("add-expression", "or_expression", written, "expression_hint")
    )


def new_result() -> rx.Component:
    """A result has a name in the case."""
    named = rx.el.input(
        id="add-name", name="name", required=True, class_name="feel", pattern="[A-Za-z_][A-Za-z0-9_]*",
        auto_complete="off",
    )  # fmt: skip
    return rx.fragment(
        field("add-name", "output_name", named, "output_hint"), field("add-type", "type", kinds("add-type"))
    )


def add_dialog() -> rx.Component:
    """What a further column is to be."""
    remark = field("add-remark", "remark_name", rx.el.input(id="add-remark", name="name", required=True))
    asked: Any = rx.el.form(
        rx.match(RULE.adding, (Part.INPUT.value, new_condition()), (Part.OUTPUT.value, new_result()), remark),
        rx.el.div(
            rx.el.button(t("rules.add_now"), type="submit", class_name="primary"),
            rx.el.button(t("studio.cancel"), type="button", on_click=closing(ADD_DIALOG)),
            class_name="row",
        ),
        on_submit=RULE.add,
        reset_on_submit=True,
        class_name="stack",
    )
    return dialog(ADD_DIALOG, t("rules.add_title"), asked)
