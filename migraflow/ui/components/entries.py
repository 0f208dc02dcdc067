"""Labelled inputs of the small forms of the house itself (accounts): a hint, and what is wrong beside the field."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import Live, Text


def entry(name: str, label: Text, error: Live, control: Any, hint: Text = "", must: bool = True) -> rx.Component:
    """The input `control` makes, given what ties it to its label, its hint and its error."""
    tied = {
        "id": name,
        "name": name,
        "aria_describedby": f"{name}-hint {name}-error",
        "aria_invalid": rx.cond(error, "true", "false"),
        "aria_required": "true" if must else "false",
    }
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="must" if must else ""),
        rx.el.span(hint, class_name="hint", id=f"{name}-hint"),
        control(**tied),
        rx.el.span(error, class_name="error", id=f"{name}-error"),
        class_name=rx.cond(error, "field wrong", "field"),
    )


def typed(**kind: Any) -> Any:
    """A one-line input of some kind, for `entry`."""
    return lambda **tied: rx.el.input(auto_capitalize="none", spell_check=False, **kind, **tied)


def chosen(*options: rx.Component, **kind: Any) -> Any:
    """The browser's own list, for `entry`."""
    return lambda **tied: rx.el.select(*options, **kind, **tied)


def option(pair: Live) -> rx.Component:
    """One (code, name) pair."""
    return rx.el.option(pair[1], value=pair[0])


def go_to(name: str) -> rx.event.EventSpec:
    """Put the cursor into the field that is wrong, once it has been drawn again."""
    return rx.call_script(f"setTimeout(() => document.getElementById({name!r})?.focus(), 80)")


def asking(name: str, title: Text, sentence: Text, yes: rx.Component, no: Text) -> rx.Component:
    """A question before something that matters, opened by a button with ``data-dialog``."""
    return rx.el.dialog(
        rx.el.h2(title, id=f"{name}-title"),
        rx.el.p(sentence),
        rx.el.div(yes, rx.el.button(no, type="button", custom_attrs={"data-close": ""}), class_name="row"),
        id=name,
        aria_labelledby=f"{name}-title",
    )
