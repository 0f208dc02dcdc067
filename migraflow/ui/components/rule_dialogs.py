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


def column_dialog() -> rx.Component:
    """What a column is made of; move it, copy it, take it out."""
    input_fields = rx.fragment(
        field("head-label", "label", typed("head-label", "label", PICKED.words)),
        field("head-expression", "expression",
              typed("head-expression", "expression", PICKED.expression, class_name="feel", required=True),
              "expression_hint"),
        field("head-type", "type", kinds("head-type", PICKED.type)),
        field("head-allowed", "allowed", typed("head-allowed", "allowed", PICKED.allowed, class_name="feel"),
              "allowed_hint"),
    )  # fmt: skip
    output_fields = rx.fragment(
        field("head-label", "label", typed("head-label", "label", PICKED.words)),
        field("head-name", "output_name", typed("head-name", "name", PICKED.name, class_name="feel", required=True),
              "output_hint"),
        field("head-type", "type", kinds("head-type", PICKED.type)),
        field("head-allowed", "output_values", typed("head-allowed", "allowed", PICKED.allowed, class_name="feel"),
              "output_values_hint"),
        field("head-default", "default", typed("head-default", "default", PICKED.default, class_name="feel"),
              "default_hint"),
    )  # fmt: skip
    remark = field("head-name", "remark_name", typed("head-name", "name", PICKED.name, required=True))
    return dialog(
        COLUMN_DIALOG,
        PICKED.label,
        rx.el.form(
            rx.match(PICKED.part, (Part.INPUT.value, input_fields), (Part.OUTPUT.value, output_fields), remark),
            column_buttons(),
            on_submit=RULE.head,
            class_name="stack",
        ),
    )


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


def add_dialog() -> rx.Component:
    """What a further column is to be."""
    known = rx.el.select(
        rx.el.option(t("rules.known_other"), value=""),
        rx.foreach(RULE.known, lambda one: rx.el.option(one[1], value=one[0])),
        id="add-known",
        name="known",
    )
    written = rx.el.input(id="add-expression", name="expression", class_name="feel", auto_complete="off")
    condition = rx.fragment(
        field("add-known", "known", known), field("add-expression", "or_expression", written, "expression_hint")
    )
    result = rx.fragment(
        field("add-name", "output_name", rx.el.input(id="add-name", name="name", required=True, class_name="feel",
                                                     pattern="[A-Za-z_][A-Za-z0-9_]*", auto_complete="off"),
              "output_hint"),
        field("add-type", "type", kinds("add-type")),
    )  # fmt: skip
    remark = field("add-remark", "remark_name", rx.el.input(id="add-remark", name="name", required=True))
    return dialog(
        ADD_DIALOG,
        t("rules.add_title"),
        rx.el.form(
            rx.match(RULE.adding, (Part.INPUT.value, condition), (Part.OUTPUT.value, result), remark),
            rx.el.div(
                rx.el.button(t("rules.add_now"), type="submit", class_name="primary"),
                rx.el.button(t("studio.cancel"), type="button", on_click=closing(ADD_DIALOG)),
                class_name="row",
            ),
            on_submit=RULE.add,
            reset_on_submit=True,
            class_name="stack",
        ),
    )
