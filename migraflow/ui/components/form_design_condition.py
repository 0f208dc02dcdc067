"""The conditions of a question in boxes: a field, a comparison, a value; the FEEL text stands behind each."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.form_design_fields import DESIGN, PANEL, SEEN, options, verdict
from migraflow.ui.components.form_design_seen import BUILT
from migraflow.ui.components.icons import icon
from migraflow.ui.words import t

NUMBERS = ("integer", "amount", "born-around")


def conditions() -> rx.Component:
    """Every condition of what is chosen."""
    return rx.foreach(DESIGN.builders, condition)


def condition(one: Any) -> rx.Component:
    """One condition: its boxes where it is simple, its text behind them."""
    heads = [(word, t(f"form_design.when_{word}")) for word in BUILT]
    hints = [(word, t(f"form_design.hint_{word}")) for word in BUILT]
    text = behind(one)
    return rx.el.fieldset(
        rx.el.legend(rx.match(one.word, *heads, "")),
        rx.el.p(rx.match(one.word, *hints, ""), class_name="hint"),
        rx.cond(one.boxable, boxes(one), rx.el.p(t("studio.condition_complex"), class_name="small soft")),
        rx.cond(
            one.boxable,
            rx.el.details(rx.el.summary(t("studio.condition_behind"), class_name="small"), text),
            text,
        ),
        key=SEEN.place + one.word,
        class_name="studio-condition stack small-stack",
    )


def behind(one: Any) -> rx.Component:
    """The FEEL text."""
    id = "w-" + one.word
    area = rx.el.textarea(
        id=id,
        default_value=one.text,
        key=SEEN.place + one.word + one.text,
        rows="2",
        class_name="feel",
        spell_check=False,
        aria_describedby=id + "-verdict",
        on_change=lambda text: PANEL.judge(one.word, text).debounce(350),
        on_blur=lambda text: rx.cond(text != one.text, PANEL.write(one.word, text), rx.noop()),
    )
    label = rx.el.label(t("form_design.feel"), html_for=id)
    return rx.el.div(label, area, verdict(one.word), class_name="field")


def boxes(one: Any) -> rx.Component:
    """The lines, how they go together, and one more."""
    joined = rx.el.select(
        rx.el.option(t("studio.join_all"), value="all"),
        rx.el.option(t("studio.join_either"), value="either"),
        value=rx.cond(one.either, "either", "all"),
        aria_label=t("studio.join"),
        on_change=lambda how: PANEL.join(one.word, how),
    )
    return rx.el.div(
        rx.cond(one.boxes.length() > 1, joined),
        rx.foreach(one.boxes, lambda box, place: line(one.word, box, place)),
        rx.el.button(
            icon("plus"), t("studio.box_add"), type="button", class_name="tiny", on_click=PANEL.add_box(one.word)
        ),
        class_name="stack small-stack",
    )


def line(word: Any, box: Any, place: Any) -> rx.Component:
    """One line of boxes."""
    number = " " + (place + 1).to_string()
    return rx.el.div(
        rx.el.select(
            rx.el.option(t("studio.box_field"), value=""),
            rx.cond(box.field & (box.kind == ""), rx.el.option(box.field, value=box.field)),
            rx.foreach(DESIGN.known, lambda one: rx.el.option(one.label, value=one.name)),
            value=box.field,
            aria_label=t("studio.box_field_label") + number,
            on_change=lambda name: PANEL.fill(word, place, "field", name),
        ),
        rx.el.select(
            options(box.comparisons),
            value=box.comparison,
            aria_label=t("studio.box_compare_label") + number,
            on_change=lambda how: PANEL.fill(word, place, "comparison", how),
        ),
        rx.cond(box.valued, value(word, box, place, number)),
        rx.el.button(
            icon("cross"),
            type="button",
            class_name="tiny quiet",
            aria_label=t("studio.box_drop") + number,
            on_click=PANEL.drop_box(word, place),
        ),
        class_name="studio-box",
    )


def value(word: Any, box: Any, place: Any, number: Any) -> rx.Component:
    """The right input for the kind: a choice, a day, a number, a word."""
    words: dict[str, Any] = {"aria_label": t("studio.box_value_label") + number}
    shape: dict[str, Any] = {
        "type": rx.match(box.kind, ("date", "date"), "text"),
        "input_mode": rx.match(box.kind, *[(kind, "numeric") for kind in NUMBERS], "text"),
    }
    typed = rx.el.input(
        default_value=box.value,
        key=SEEN.place + word + box.field + box.value,
        on_blur=lambda text: rx.cond(text != box.value, PANEL.fill(word, place, "value", text), rx.noop()),
        auto_complete="off",
        **words,
        **shape,
    )
    chosen = rx.el.select(
        rx.el.option(t("studio.box_value"), value=""),
        options(box.choices),
        value=box.value,
        on_change=lambda one: PANEL.fill(word, place, "value", one),
        **words,
    )
    return rx.cond(box.choices.length() > 0, chosen, typed)
