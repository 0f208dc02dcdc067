"""Taking figures away: a small menu of files, which the browser fetches with the filters of the page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import link
from migraflow.ui.routes import MAILINGS
from migraflow.ui.words import t

FIGURE = ("csv", "xlsx", "png", "svg", "pdf", "html")
PAGE = ("pdf", "xlsx", "csv", "html")
JOURNAL = ("xes", "ocel")
OVERVIEW = "ensemble"
"""What the first page of the dashboards is called in an address that has no name for it."""


def figure_ways(code: Any, query: Any) -> rx.Component:
    """One indicator (a code) as a file; `query` is the part of the page's address after the question mark."""
    return ways(rx.Var.create("/chiffres/") + code, FIGURE, query, t("exporting.figure"))


def page_ways(page: Any, query: Any) -> rx.Component:
    """A page of the dashboards as a file; "" is the overview."""
    name = rx.cond(page != "", page, OVERVIEW).to(str)
    further = rx.cond(query != "", rx.Var.create("&") + query, "").to(str)
    mailing = link(t("exporting.way"), to=rx.Var.create(f"{MAILINGS}?page=") + name + further, class_name="way small")
    return ways(rx.Var.create("/chiffres/page/") + name, PAGE, query, t("exporting.page"), mailing)


def journal_ways(query: Any) -> rx.Component:
    """The event log of the cases, for tools of process mining."""
    return ways(rx.Var.create("/journal-dossiers"), JOURNAL, query, t("exporting.journal"))


def bulletin_way() -> rx.Component:
    """The bulletin of the last quarter, and its tables alone."""
    return rx.el.div(
        *[
            rx.el.a(t(f"exporting.bulletin_{kind}"), href=f"/bulletin.{kind}", download=True, class_name="button quiet")
            for kind in ("pdf", "xlsx")
        ],
        class_name="row",
    )


def ways(base: Any, kinds: tuple[str, ...], query: Any, title: Any, *more: Any) -> rx.Component:
    """The menu: closed, it is one word; `more` stands under the files."""
    asked = rx.cond(query != "", rx.Var.create("?") + query, "")
    return rx.el.details(
        rx.el.summary(title),
        rx.el.div(
            *[
                rx.el.a(t(f"exporting.{kind}"), href=base + f".{kind}" + asked.to(str), download=True,
                        class_name="button quiet small")
                for kind in kinds
            ],
            class_name="row exporting",
        ),
        *more,
    )  # fmt: skip
