"""The studio's dialogs: discard, a new form. Native ones: focus stays in, Escape closes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.services.form_writing import OFFERED
from migraflow.ui.components.icons import icon
from migraflow.ui.components.studio_form_state import NewFormState
from migraflow.ui.components.studio_state import (
    DISCARD_DIALOG,
    FORM_DIALOG,
    StudioState,
    closing,
)
from migraflow.ui.door import live
from migraflow.ui.words import t

STUDIO, NEW = live(StudioState), live(NewFormState)


def dialog(id: str, title: str, *content: rx.Component, wide: bool = False) -> rx.Component:
    """One dialog with its heading."""
    return rx.el.dialog(
        rx.el.h2(t(f"studio.{title}"), id=f"{id}-title"),
        *content,
        id=id,
        aria_labelledby=f"{id}-title",
        class_name="studio-dialog wide" if wide else "studio-dialog",
    )


def cancel(id: str) -> rx.Component:
    """Back, with nothing changed."""
    return rx.el.button(t("studio.cancel"), type="button", on_click=closing(id))


def discarding() -> rx.Component:
    """Confirm that the draft goes."""
    return dialog(
        DISCARD_DIALOG,
        "discard_title",
        rx.el.p(t("studio.discard_more")),
        rx.el.div(
            rx.el.button(t("studio.discard_now"), type="button", class_name="danger", on_click=STUDIO.discard),
            cancel(DISCARD_DIALOG),
            class_name="row",
        ),
    )


def new_form() -> rx.Component:
    """A simple form: a title and questions."""
    return dialog(
        FORM_DIALOG,
        "form_title",
        rx.el.p(t("studio.form_lead"), class_name="soft"),
        rx.el.form(
            rx.el.div(
                rx.el.label(t("studio.form_name"), html_for="form-title"),
                rx.el.input(id="form-title", name="title", required=True, auto_complete="off"),
                class_name="field",
            ),
            rx.el.ol(rx.foreach(NEW.rows, question), class_name="studio-questions"),
            rx.el.button(icon("plus"), t("studio.row_add"), type="button", class_name="tiny", on_click=NEW.add_row),
            rx.el.div(
                rx.el.button(t("studio.form_create"), type="submit", class_name="primary"),
                cancel(FORM_DIALOG),
                class_name="row",
            ),
            on_submit=NEW.create,
            reset_on_submit=True,
            class_name="stack",
        ),
        wide=True,
    )


def question(row: Any) -> rx.Component:
    """One question: its words, the kind of answer, whether it must be answered."""
    number = row.to_string()
    return rx.el.li(
        rx.el.div(
            rx.el.label(t("studio.question"), html_for="label_" + number),
            rx.el.input(id="label_" + number, name="label_" + number, auto_complete="off"),
            class_name="field grow",
        ),
        kind_of(row, number),
        rx.el.label(rx.el.input(type="checkbox", name="required_" + number), t("studio.required"), class_name="choice"),
        dropping(row),
        rx.cond(NEW.choosing.contains(row), choices(number)),
        key=number,
    )


def kind_of(row: Any, number: Any) -> rx.Component:
    """The kind of answer to a question."""
    kinds = [rx.el.option(t(f"studio.field_{kind.value}"), value=kind.value) for kind in OFFERED]
    chosen: dict[str, Any] = {"on_change": lambda kind: NEW.choose_kind(row, kind)}
    return rx.el.div(
        rx.el.label(t("studio.kind"), html_for="kind_" + number),
        rx.el.select(*kinds, id="kind_" + number, name="kind_" + number, **chosen),
        class_name="field",
    )


def dropping(row: Any) -> rx.Component:
    """Away with a question."""
    words: dict[str, Any] = {"aria_label": t("studio.row_drop"), "title": t("studio.row_drop")}
    leave = NEW.drop_row(row)
    return rx.el.button(icon("cross"), type="button", class_name="tiny quiet", on_click=leave, **words)


def choices(number: Any) -> rx.Component:
    """What may be answered."""
    return rx.el.div(
        rx.el.label(t("studio.choices"), html_for="choices_" + number),
        rx.el.textarea(id="choices_" + number, name="choices_" + number, required=True),
        class_name="field all",
    )
