"""Small pieces: links that do not reload the page, chips, empty states, skeletons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router.dom import ReactRouterLink

from migraflow.ui.components.icons import icon
from migraflow.ui.words import t

Text = Any
"""Words, or a Var or component that holds some."""
Live = Any
"""A Var that holds one of our dataclasses: its fields are Vars too."""


class PlainForm(BaseHTML):
    """A form the browser itself sends: no script stands in its way."""

    tag = "form"


class PlainLink(BaseHTML):
    """A link to a place in the page itself: the browser goes there, and the address keeps all that it asks for."""

    tag = "a"


def look_apart() -> rx.Component:
    """The look of what only some pages have: the others do not fetch it."""
    return rx.el.link(rel="stylesheet", href="/apart.css")


def link(*content: Any, to: Text, **props: Any) -> rx.Component:
    """A link inside the app: the next page opens without loading the app again."""
    return ReactRouterLink.create(*content, to=to, **props)


def chip(text: Text, tone: Text = "", **props: Any) -> rx.Component:
    """A short fact. `tone` is ``ok``, ``soon``, ``late``, ``info`` or nothing."""
    return rx.el.span(text, class_name=rx.Var.create("chip ") + tone, **props)


def moment(shown: Text, exact: Text, machine: Text, tone: Text = "") -> rx.Component:
    """A moment in words; the exact date on hover, and for screen readers when the words are short."""
    return rx.el.time(shown, class_name=tone, title=exact, date_time=machine)


def notice(*content: Any, tone: str = "", mark: str = "warn", **props: Any) -> rx.Component:
    """A message in the page. `tone` is ``warn``, ``bad`` or nothing (information), and further classes."""
    return rx.el.div(icon(mark), rx.el.div(*content), class_name=f"notice {tone}".strip(), **props)


def empty(title: Text, more: Text, *actions: rx.Component, mark: str = "check", head: Any = rx.el.h2) -> rx.Component:
    """What stands where a list would be: why it is empty, and what to do. `head` is h1 when it is the whole page."""
    return rx.el.div(icon(mark), head(title), rx.el.p(more), rx.el.div(*actions, class_name="row"), class_name="empty")


def skeleton(lines: int = 6) -> rx.Component:
    """Grey lines in the shape of what is coming."""
    return rx.el.div(
        rx.el.span(t("shell.loading"), class_name="hide"),
        *[rx.el.div(class_name="bone") for _ in range(lines)],
        class_name="skeleton",
        role="status",
    )


def heading(title: Text, lead: Text | rx.Component, *actions: rx.Component) -> rx.Component:
    """The head of a page: its name, one sentence, and at most one primary button."""
    return rx.el.div(
        rx.el.div(rx.el.h1(title), rx.el.p(lead, class_name="soft lead")),
        rx.el.div(*actions, class_name="row push") if actions else rx.fragment(),
        class_name="row head",
    )


def cards(
    caption: Text, heads: Sequence[Text], rows: Live, row: Callable[[Live], rx.Component], **props: Any
) -> rx.Component:
    """A table that becomes one card per row on a phone. `row` draws one of `rows`; readers of the screen hear
    `caption`."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="hide"),
            rx.el.thead(rx.el.tr(*[rx.el.th(head, scope="col") for head in heads])),
            rx.el.tbody(rx.foreach(rows, row)),
            class_name="cards",
            **props,
        ),
        class_name="scroll",
    )


def facts(*pairs: tuple[Text, Any]) -> rx.Component:
    """A short list of facts; those that are empty are left out."""
    return rx.el.dl(
        *[rx.cond(value, rx.el.div(rx.el.dt(name), rx.el.dd(value))) for name, value in pairs],
        class_name="facts small",
    )
