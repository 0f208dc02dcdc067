"""Taking a letter back: folded beside it, with the reason that stays in the story of the case."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import Live
from migraflow.ui.words import t


def annulling(p: Live, handler: Any) -> rx.Component:
    """The way to take the letter `p` back, for those who may; `handler` gets its `id` and the `why`."""
    why = f"why-{p.id}"
    form = rx.el.form(
        rx.el.input(type="hidden", name="id", default_value=p.id),
        rx.el.p(t("cases.annul_more"), class_name="soft small"),
        rx.el.div(
            rx.el.label(t("cases.annul_why"), html_for=why, class_name="must"),
            rx.el.input(id=why, name="why", max_length=500, required=True),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("cases.annul_now"), type="submit"), class_name="row"),
        class_name="stack reading",
        on_submit=handler,
    )
    summary = rx.el.summary(t("cases.annul"), rx.el.span(" : ", p.name, class_name="hide"), class_name="small")
    return rx.cond(p.may_annul, rx.el.details(summary, form))
