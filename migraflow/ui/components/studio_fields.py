"""Controls of the studio's panel: a label, a control, its hint; each is applied when one leaves it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.studio_panel_state import PanelState
from migraflow.ui.components.studio_state import StudioState
from migraflow.ui.door import live
from migraflow.ui.words import t

PANEL, STUDIO = live(PanelState), live(StudioState)
SEEN = STUDIO.seen


def options(choices: Any) -> rx.Component:
    """Options of a select."""
    return rx.foreach(choices, lambda choice: rx.el.option(choice.label, value=choice.code))


def role_options() -> rx.Component:
    """The roles by name."""
    return rx.foreach(STUDIO.roles, lambda role: rx.el.option(role[1], value=role[0]))


def told_options() -> rx.Component:
    """Whom something may be sent to: the person of the case, or a role."""
    return rx.fragment(rx.el.option(t("studio.to_person"), value="personne"), role_options())


def field(id: str, words: str, control: rx.Component, hint: str = "") -> rx.Component:
    """A labelled control with its hint."""
    return rx.el.div(
        rx.el.label(t(f"studio.{words}"), html_for=f"p-{id}"),
        control,
        rx.el.span(t(f"studio.{hint}"), class_name="hint", id=f"p-{id}-hint") if hint else rx.fragment(),
        class_name="field",
    )


def written(id: str, words: str, value: Any, code: str) -> rx.Component:
    """A line of text, applied when one leaves it. Its key renews it only when its own value changes elsewhere."""
    line = rx.el.input(
        id=f"p-{id}",
        default_value=value,
        key=SEEN.id + ":" + value,
        auto_complete="off",
        on_blur=lambda text: applied(code, value, text),
    )
    return field(id, words, line)


def long(id: str, words: str, value: Any, code: str, *, hint: str = "", feel: str = "") -> rx.Component:
    """Several lines of text; where `feel` names a kind of expression, judged while it is typed."""
    watched: dict[str, Any] = {
        "on_change": lambda text: PANEL.judge(feel, text).debounce(350),
        "class_name": "feel",
        "spell_check": False,
    }
    area = rx.el.textarea(
        id=f"p-{id}",
        default_value=value,
        key=SEEN.id + ":" + value,
        rows="3",
        aria_describedby=f"p-{id}-hint" + (" p-verdict" if feel else "") if hint else None,
        on_blur=lambda text: applied(code, value, text),
        **(watched if feel else {}),
    )
    return rx.el.div(field(id, words, area, hint), verdict(feel) if feel else rx.fragment())


def applied(code: str, before: Any, text: Any) -> Any:
    """Write `text` if it is not what stood there `before`."""
    return rx.cond(text != before, PANEL.write(code, text), rx.noop())


def verdict(kind: str) -> rx.Component:
    """Whether the text being typed is understood."""
    told = rx.cond(
        PANEL.verdict,
        rx.el.span(PANEL.verdict, class_name="error small"),
        rx.el.span(icon("check"), t("studio.understood"), class_name="chip ok"),
    )
    return rx.el.p(rx.cond(PANEL.judged == kind, told), id="p-verdict", role="status")


def chosen(
    id: str, words: str, value: Any, choices: rx.Component, none: str, code: str, hint: str = ""
) -> rx.Component:
    """A choice, applied at once."""
    select = rx.el.select(
        rx.el.option(t(f"studio.{none}"), value=""),
        choices,
        id=f"p-{id}",
        value=value,
        on_change=lambda one: PANEL.write(code, one),
    )
    return field(id, words, select, hint)


def labelled(id: str, words: str, control: rx.Component) -> rx.Component:
    """A labelled control of a small form."""
    return rx.el.div(rx.el.label(t(f"studio.{words}"), html_for=id), control, class_name="field")


def folded(words: str, *content: rx.Component, mark: Any = None) -> rx.Component:
    """A part of the panel that opens when it is wanted."""
    return rx.el.details(
        rx.el.summary(t(f"studio.{words}"), *([" ", mark] if mark is not None else [])),
        rx.el.div(*content, class_name="stack"),
        key=SEEN.id + words,
        class_name="studio-add",
    )
