"""« Pourquoi ce dossier attend-il ? » beside the path of a case."""

from __future__ import annotations

import reflex as rx

from migraflow.ui.components.pieces import Live
from migraflow.ui.words import t


def waiting_card(waits: Live, closed: Live) -> rx.Component:
    """What the case waits for, and whom; `waits` are lines of ``ui.wait_words``."""
    return rx.el.section(
        rx.el.h2(t("cases.waiting")),
        rx.cond(
            waits.length() > 0,
            rx.el.ul(rx.foreach(waits, reason), class_name="stack small-stack"),
            rx.el.p(rx.cond(closed, t("cases.waiting_none"), t("cases.sentence_moving"))),
        ),
        class_name="card flat",
    )


def reason(one: Live) -> rx.Component:
    """One place where the case waits: since when, what is usual there, who can move it."""
    usual = rx.el.p(one.usual, class_name=rx.cond(one.longer, "small late", "small soft"))
    return rx.el.li(
        rx.el.strong(one.title),
        rx.el.p(one.detail, class_name="small"),
        rx.cond(one.usual != "", usual),
        rx.cond(one.movers != "", rx.el.p(one.movers, class_name="small")),
        class_name="reason",
    )
