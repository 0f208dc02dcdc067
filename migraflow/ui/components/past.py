"""What a list, the roles or a notice said before: who, when, what changed, and the way back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import chip
from migraflow.ui.words import t


def history(past: Any, restore: Any, may: Any) -> rx.Component:
    """Every earlier text, the newest first; the folder's stands below them all."""
    first = rx.el.li(
        rx.el.strong(t("lists.folder")),
        rx.cond(may, rx.el.button(t("lists.restore"), type="button", class_name="tiny", on_click=restore(0))),
        class_name="row",
    )
    return rx.el.section(
        rx.el.h2(t("lists.past")),
        rx.cond(
            past,
            rx.el.ol(rx.foreach(past, lambda one: earlier(one, restore, may)), first, class_name="list-past"),
            rx.el.p(t("lists.past_none"), class_name="soft"),
        ),
        class_name="stack",
    )


def earlier(one: Any, restore: Any, may: Any) -> rx.Component:
    """One text."""
    back = rx.el.button(t("lists.restore"), type="button", class_name="tiny", on_click=restore(one.number))
    changes = rx.el.details(
        rx.el.summary(t("lists.changes"), " ", one.changes.length()),
        rx.el.ul(rx.foreach(one.changes, change), class_name="small"),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.who), rx.el.span(one.when, class_name="soft"),
            rx.cond(one.begins, rx.el.span(t("lists.from"), " ", one.begins, class_name="soft")),
            rx.cond(one.now, chip(t("lists.now"), "ok"), rx.cond(may, back)),
            class_name="row",
        ),
        rx.cond(one.note, rx.el.p(one.note)),
        changes,
    )  # fmt: skip


def change(one: Any) -> rx.Component:
    """One line before and after."""
    was = rx.cond(one[1], rx.el.del_(one[1]), rx.el.span(t("lists.was_absent"), class_name="soft"))
    now = rx.cond(one[2], rx.el.ins(one[2]), rx.el.span(t("lists.is_absent"), class_name="soft"))
    return rx.el.li(rx.cond(one[0], rx.el.strong(one[0], " ")), was, " → ", now)
