"""The real form beside its questions, as wide as a phone or a desk, with likely answers or none."""

from __future__ import annotations

import reflex as rx

from migraflow.ui.components.form import form
from migraflow.ui.components.form_design_fields import DESIGN
from migraflow.ui.components.pieces import notice
from migraflow.ui.words import t


def trial() -> rx.Component:
    """The form to be tried; why it cannot be, while it does not read."""
    submit = rx.el.button(
        t("form_design.try_check"), type="submit", class_name="primary", custom_attrs={"data-complete": ""}
    )
    shown = rx.el.div(
        rx.el.div(
            rx.el.p(rx.el.strong(DESIGN.heading), class_name="design-title"),
            form(submit, blank=t("form_design.try_blank")),
            class_name="stack",
        ),
        class_name=rx.cond(DESIGN.wide, "design-frame wide", "design-frame"),
    )
    return rx.el.section(
        rx.el.h2(t("form_design.try"), id="try-title"),
        choosing(),
        rx.cond(DESIGN.tried == "ready", shown, notice(t("form_design.try_broken"), tone="warn")),
        class_name="card design-trial stack",
        aria_labelledby="try-title",
    )


def choosing() -> rx.Component:
    """How wide, and with which answers."""
    widths = [
        rx.el.button(
            t(f"form_design.width_{words}"),
            type="button",
            class_name="tiny",
            on_click=DESIGN.widen(wide),
            aria_pressed=rx.cond(DESIGN.wide == wide, "true", "false"),
        )
        for words, wide in (("phone", False), ("desk", True))
    ]
    fills = [
        rx.el.button(
            t(f"form_design.fill_{words}"), type="button", class_name="tiny quiet", on_click=DESIGN.refill(full)
        )
        for words, full in (("likely", True), ("none", False))
    ]
    return rx.el.div(
        rx.el.div(*widths, class_name="row", role="group", aria_label=t("form_design.width")),
        rx.el.div(*fills, class_name="row push"),
        class_name="row",
    )
