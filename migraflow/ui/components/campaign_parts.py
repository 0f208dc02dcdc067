"""Pieces the pages of campaigns share: a table of plain cells, a work under way, cells in words."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.ui.components.pieces import Live, Text
from migraflow.ui.words import known, say, t


@dataclass(frozen=True)
class Work:
    """A chore as the board shows it; `stops` and `goes` say which button it has."""

    id: int
    what: str
    state: str
    told: str
    done: int
    total: int
    stops: bool
    goes: bool


def grid(caption: Text, heads: Live, rows: Live, name: str) -> rx.Component:
    """A table of texts: `heads` a list of words, `rows` lists of as many; the first cell names its row."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="hide"),
            rx.el.thead(rx.el.tr(rx.foreach(heads, lambda head: rx.el.th(head, scope="col")))),
            rx.el.tbody(rx.foreach(rows, cells)),
        ),
        class_name="scroll",
        id=name,
        tab_index=0,
        role="region",
        aria_label=caption,
    )


def cells(row: Live) -> rx.Component:
    """One row of a table of texts."""
    return rx.el.tr(
        rx.foreach(
            row,
            lambda cell, place: rx.cond(place == 0, rx.el.th(cell, scope="row"), rx.el.td(cell, class_name="num")),
        )
    )


def under_way(one: Live, stop: Live, go_on: Live) -> rx.Component:
    """A chore: what, how far, and how to stop it or let it go on."""
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.what),
            rx.el.span(one.state, class_name="soft"),
            rx.el.span(one.told, class_name="soft num"),
            rx.cond(one.stops, rx.el.button(t("campaigns.stop"), type="button", on_click=stop(one.id))),
            rx.cond(one.goes, rx.el.button(t("campaigns.go_on"), type="button", on_click=go_on(one.id))),
            class_name="row",
        ),
        rx.cond(one.stops, rx.el.progress(value=one.done, max=one.total, aria_label=one.what)),
        key=one.id.to_string(),
    )


def told(language: str, problem: tuple[str, str]) -> str:
    """A problem of a line in words: the field, then what is wrong with it."""
    path, reason = problem
    code, _, typed = reason.partition(":")
    own = f"campaigns.p_{path}"
    if known(own):
        return say(language, own, told=reason)
    key = f"campaigns.p_{code}"
    words = say(language, key, told=typed) if known(key) else reason
    return f"{path.rpartition('.')[2].replace('_', ' ')} : {words}"


def filter_name(language: str, code: str) -> str:
    """A filter in words; managers may write further ones."""
    key = f"criteria.filter_{code}"
    return say(language, key) if known(key) else code
