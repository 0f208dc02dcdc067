"""The panel of a case set aside: its cause, and the four things those in charge may do about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import Live, notice
from migraflow.ui.words import t

LONGEST = 2_000


def panel(trouble: Live, decide: Any) -> rx.Component:
    """What broke and why; try again, put right, pass over, annul."""
    return rx.el.section(
        notice(rx.el.h2(t("recovery.title")), rx.el.p(trouble.what), rx.el.p(trouble.cause), tone="warn"),
        gesture("retry", decide, rx.el.p(t("recovery.retry_more"), class_name="soft small"), primary=True),
        rx.cond(trouble.fields.length() > 0, folded("amend", decide, *amending(trouble), action="amend_do")),
        rx.cond(trouble.may_skip, folded("skip", decide, told("skip"), reason("skip"))),
        folded("annul", decide, told("annul"), reason("annul")),
        class_name="card stack recovery",
        aria_label=t("recovery.title"),
        key=trouble.key,
    )


def folded(name: str, decide: Any, *content: rx.Component, action: str = "") -> rx.Component:
    """A decision that asks something first, folded until it is wanted."""
    return rx.el.details(rx.el.summary(t(f"recovery.{name}")), gesture(name, decide, *content, action=action))


def gesture(name: str, decide: Any, *content: rx.Component, primary: bool = False, action: str = "") -> rx.Component:
    """One decision: what it asks, and its button."""
    return rx.el.form(
        rx.el.input(type="hidden", name="gesture", default_value=name),
        *content,
        rx.el.button(t(f"recovery.{action or name}"), type="submit", class_name="primary" if primary else ""),
        on_submit=decide,
        class_name="stack small-stack",
    )


def told(name: str) -> rx.Component:
    """What a decision does."""
    return rx.el.p(t(f"recovery.{name}_more"), class_name="soft small")


def amending(trouble: Live) -> tuple[rx.Component, ...]:
    """What to put right, and how."""
    choices = rx.foreach(trouble.fields, lambda pair: rx.el.option(pair[1], value=pair[0]))
    return (
        field("amend-name", t("recovery.field"), rx.el.select(choices, id="amend-name", name="name")),
        field(
            "amend-value",
            t("recovery.value"),
            rx.el.input(id="amend-value", name="value", auto_complete="off", max_length=LONGEST),
        ),
        reason("amend"),
    )


def reason(name: str) -> rx.Component:
    """Why: nobody decides without saying it."""
    written = rx.el.textarea(id=f"{name}-reason", name="reason", required=True, rows="2", max_length=LONGEST)
    return field(f"{name}-reason", t("recovery.reason"), written)


def field(id: str, label: Live, control: rx.Component) -> rx.Component:
    """One labelled question."""
    return rx.el.div(rx.el.label(label, html_for=id), control, class_name="field")
