"""Sign-in: a plain HTML form posted to ``/session``. It needs no script and no websocket, only the built page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import PlainForm, notice
from migraflow.ui.words import t


def page() -> rx.Component:
    """Name, password, one button; why it did not work, shown by the address alone (``#erreur``)."""
    return rx.el.div(
        rx.el.header(
            rx.el.p(t("shell.agency"), " ", rx.el.small(t("shell.service")), class_name="brand"), class_name="top"
        ),
        rx.el.main(
            rx.el.section(promise(), class_name="welcome"),
            rx.el.section(form(), class_name="card"),
            id="main",
        ),
        class_name="signin",
    )


def promise() -> rx.Component:
    """What this place is, in one sentence and three facts."""
    return rx.fragment(
        rx.el.p(t("signin.promise"), class_name="motto"),
        rx.el.ul(
            *[rx.el.li(icon("check"), rx.el.span(t(f"signin.promise_{n}"))) for n in (1, 2, 3)],
        ),
    )


def form() -> rx.Component:
    """The form itself. The address of the page asked for first travels in ``next`` (filled by migraflow.js)."""
    return PlainForm.create(
        rx.el.h1(t("signin.title")),
        rx.el.p(t("signin.lead"), class_name="soft"),
        *[
            notice(
                rx.el.strong(t(f"signin.{key}")),
                " ",
                t(f"signin.{key}_more"),
                tone=f"{tone} told",
                id=anchor,
            )
            for key, anchor, tone in (("wrong", "erreur", "bad"), ("wait", "attente", "warn"), ("ended", "fin", ""))
        ],
        field("username", "text", "username", hint=t("signin.username_hint")),
        field("password", "password", "current-password"),
        rx.el.input(type="hidden", name="next", id="next"),
        rx.el.button(t("signin.submit"), type="submit", class_name="primary"),
        class_name="stack",
        custom_attrs={"method": "post", "action": "/session"},
    )


def field(name: str, kind: Any, completion: str, hint: rx.Var[str] | None = None) -> rx.Component:
    """One labelled input; its hint is read with it."""
    told: dict[str, Any] = {"aria_describedby": f"{name}-hint"} if hint is not None else {}
    return rx.el.div(
        rx.el.label(t(f"signin.{name}"), html_for=name),
        rx.el.span(hint, class_name="hint", id=f"{name}-hint") if hint is not None else rx.fragment(),
        rx.el.input(
            id=name,
            name=name,
            type=kind,
            auto_complete=completion,
            required=True,
            auto_capitalize="none",
            spell_check=False,
            **told,
        ),
        class_name="field",
    )
