"""What stands in place of a page that is not there, not open to this person, or broken."""

from __future__ import annotations

import reflex as rx

from migraflow.ui.components.pieces import empty, link
from migraflow.ui.routes import CASES, HOME
from migraflow.ui.words import t


def home_link() -> rx.Component:
    """The way back."""
    return link(t("pages.back_home"), to=HOME, class_name="button primary")


def absent() -> rx.Component:
    """Absent or invisible: the two are never told apart."""
    return empty(
        t("pages.absent"),
        t("pages.absent_more"),
        home_link(),
        link(t("pages.search_cases"), to=CASES, class_name="button"),
        mark="search",
        head=rx.el.h1,
    )


def refused() -> rx.Component:
    """Visible, but not open to this person's role."""
    return empty(t("pages.refused"), t("pages.refused_more"), home_link(), mark="person", head=rx.el.h1)


def broken() -> rx.Component:
    """Our own fault; nothing has changed."""
    again = rx.el.a(t("pages.again"), href="", class_name="button")
    said = empty(t("pages.broken"), t("pages.broken_more"), home_link(), again, mark="warn", head=rx.el.h1)
    return rx.el.div(said, custom_attrs={"data-broken": ""})
