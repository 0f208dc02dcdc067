"""A condition in boxes: a field, a comparison, a value; the FEEL text stands behind it for whoever wants it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.studio_fields import PANEL, SEEN, STUDIO, long, options
from migraflow.ui.words import t

NUMBERS = ("integer", "amount", "born-around")


def condition(code: str, text: Any) -> rx.Component:
    """The boxes where the condition is simple, and its text."""
    behind = long("condition", "condition_text", text, code, hint="condition_hint", feel="condition")
    return rx.el.fieldset(
        rx.el.legend(t("studio.condition")),
        rx.cond(STUDIO.boxable, boxes(), rx.el.p(t("studio.condition_complex"), class_name="small soft")),
        rx.cond(
            STUDIO.boxable,
            rx.el.details(
                rx.el.summary(t("studio.condition_behind"), class_name="small"), behind, key=SEEN.id + "feel"
            ),
            behind,
        ),
        class_name="studio-condition stack",
    )


def boxes() -> rx.Component:
    """The lines, how they go together, and one more."""
    joined = rx.el.select(
        rx.el.option(t("studio.join_all"), value="all"),
        rx.el.option(t("studio.join_either"), value="either"),
        value=rx.cond(STUDIO.either, "either", "all"),
        aria_label=t("studio.join"),
        on_change=PANEL.join,
    )
    return rx.el.div(
        rx.cond(STUDIO.boxes.length() > 1, joined),
        rx.foreach(STUDIO.boxes, line),
        rx.el.button(icon("plus"), t("studio.box_add"), type="button", class_name="tiny", on_click=PANEL.add_box),
        class_name="stack",
    )


def line(box: Any, place: Any) -> rx.Component:
    """One line of boxes."""
    number = " " + (place + 1).to_string()
    fields = rx.foreach(STUDIO.known, lambda one: rx.el.option(one.label, value=one.name))
    return rx.el.div(
        rx.el.select(
            rx.el.option(t("studio.box_field"), value=""),
            rx.cond(box.field & (box.kind == ""), rx.el.option(box.field, value=box.field)),
            fields,
            value=box.field,
            aria_label=t("studio.box_field_label") + number,
            on_change=lambda name: PANEL.fill(place, "field", name),
        ),
        rx.el.select(
            options(box.comparisons),
            value=box.comparison,
            aria_label=t("studio.box_compare_label") + number,
            on_change=lambda one: PANEL.fill(place, "comparison", one),
        ),
        rx.cond(box.valued, value(box, place, number)),
        rx.el.button(
            icon("cross"),
            type="button",
            class_name="tiny quiet",
            aria_label=t("studio.box_drop") + number,
            on_click=PANEL.drop_box(place),
        ),
        class_name="studio-box",
    )


def value(box: Any, place: Any, number: Any) -> rx.Component:
    """The right input for the kind: a choice, a day, a number, a word."""
    words: dict[str, Any] = {"aria_label": t("studio.box_value_label") + number}
    shape: dict[str, Any] = {
        "type": rx.match(box.kind, ("date", "date"), "text"),
        "input_mode": rx.match(box.kind, *[(kind, "numeric") for kind in NUMBERS], "text"),
    }
    typed = rx.el.input(
        default_value=box.value,
        key=SEEN.id + box.field + box.value,
        on_blur=lambda text: rx.cond(text != box.value, PANEL.fill(place, "value", text), rx.noop()),
        auto_complete="off",
        **words,
        **shape,
    )
    chosen = rx.el.select(
        rx.el.option(t("studio.box_value"), value=""),
        options(box.choices),
        value=box.value,
        on_change=lambda one: PANEL.fill(place, "value", one),
        **words,
    )
    return rx.cond(box.choices.length() > 0, chosen, typed)
