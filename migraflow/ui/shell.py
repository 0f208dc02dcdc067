"""The frame of every page: header, menu, bottom bar, the place for messages, keyboard help."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from migraflow.domain.access import Permission
from migraflow.ui.components.counted import counted
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import PlainForm, PlainLink, link, skeleton
from migraflow.ui.door import live
from migraflow.ui.menu import ADMINISTRATION, STEER, WORK, Entry
from migraflow.ui.pages_apart import absent, broken, refused
from migraflow.ui.routes import CASES, NOTICES, OWN_ACCOUNT
from migraflow.ui.session import SessionState
from migraflow.ui.words import t
from migraflow.ui.words.tongue import Tongue

SEEN = live(SessionState)
TONGUE = live(Tongue)


def shell(here: str, standing: rx.Var[str], *content: Any, coming: rx.Component | None = None) -> rx.Component:
    """A page at the menu entry `here`. While it loads, `coming` stands in its place; if it cannot be shown, why."""
    return rx.fragment(
        PlainLink.create(t("shell.skip"), class_name="skip", custom_attrs={"href": "#main"}),
        rx.el.div(
            header(here),
            side(here),
            rx.el.main(
                offline(),
                rx.match(
                    standing,
                    ("ready", rx.el.div(*content, class_name="stack")),
                    ("absent", absent()),
                    ("refused", refused()),
                    ("broken", broken()),
                    coming or skeleton(),
                ),
                id="main",
                tab_index=-1,
            ),
            bottom(here),
            class_name="frame",
        ),
        rx.el.div(id="notices", aria_live="polite", role="region", aria_label=t("shell.notices")),
        shortcuts(),
        rx.el.span(t("shell.dismiss"), id="dismiss-words", hidden=True),
    )


def header(here: str) -> rx.Component:
    """Agency, search, language, notices, person."""
    return rx.el.header(
        link(t("shell.agency"), " ", rx.el.small(t("shell.service")), to="/", class_name="brand"),
        rx.cond(SEEN.may.contains(Permission.SEE_CASE.value), finding()),
        rx.el.div(
            rx.cond(SEEN.may.contains(Permission.SEE_CASE.value), finding_on_phones()),
            rx.el.button(
                t("shell.language"),
                type="button",
                class_name="quiet tiny",
                on_click=SEEN.switch_language,
                lang=rx.cond(TONGUE.english, "fr", "en"),
            ),
            bell(here),
            person(),
            class_name="push row",
        ),
        class_name="top",
    )


def finding() -> rx.Component:
    """The search of the header; without the websocket it is an ordinary form."""
    return rx.el.form(
        rx.el.label(t("shell.find"), html_for="find", class_name="hide"),
        rx.el.input(id="find", name="q", type="search", placeholder=t("shell.find_hint"), auto_complete="off"),
        class_name="find",
        role="search",
        action=CASES,
        method="get",
        on_submit=SEEN.find,
    )


def finding_on_phones() -> rx.Component:
    """The way to the search where the header has no room for it."""
    return link(
        icon("search"),
        rx.el.span(t("shell.find"), class_name="hide"),
        to=CASES,
        class_name="button quiet find-way",
        custom_attrs={"data-find": ""},
    )


def bell(here: str) -> rx.Component:
    """The way to the notices, with the number of those unread."""
    name: Any = t("shell.bell")
    words = rx.cond(SEEN.unread == 1, t("shell.bell_one"), t("shell.bell_many"))
    told = rx.cond(SEEN.unread > 0, SEEN.unread.to_string() + " " + words, t("shell.bell_none"))
    return link(
        icon("bell"),
        rx.cond(SEEN.unread > 0, rx.el.span(SEEN.unread, class_name="count")),
        to=NOTICES,
        class_name="button quiet bell",
        aria_label=name + ", " + told,
        aria_current="page" if here == NOTICES else "false",
    )


def person() -> rx.Component:
    """The signed-in person; opening it shows their account and the way out."""
    return rx.el.details(
        rx.el.summary(
            icon("person"),
            rx.el.span(rx.el.strong(SEEN.name), rx.el.span(SEEN.duties, class_name="soft"), class_name="who"),
            rx.el.span(" ", t("shell.account"), class_name="hide"),
        ),
        rx.el.div(
            rx.el.p(rx.el.strong(SEEN.name), rx.el.br(), SEEN.duties, class_name="small"),
            link(t("shell.account"), to=OWN_ACCOUNT, class_name="button"),
            PlainForm.create(
                rx.el.button(t("shell.sign_out"), type="submit"),
                id="sign-out",
                custom_attrs={"method": "post", "action": "/session/end"},
            ),
            class_name="card drop",
        ),
        class_name="account",
    )


def entry(item: Entry, here: str) -> rx.Component:
    """One line of the menu, shown to those who may open it."""
    marks = {"aria_current": "page"} if item.to == here else {}
    count = (
        rx.cond(
            SEEN.late > 0,
            rx.el.span(
                counted(SEEN.late), rx.el.span(" ", t("shell.late_count"), class_name="hide"), class_name="count late"
            ),
        )
        if item.counted
        else rx.fragment()
    )
    drawn = link(icon(item.icon), rx.el.span(t(item.words)), count, to=item.to, **marks)
    if item.unless:
        drawn = rx.cond(SEEN.may.contains(item.unless.value), rx.fragment(), drawn)
    return rx.cond(SEEN.may.contains(item.needs.value), drawn) if item.needs else drawn


def side(here: str) -> rx.Component:
    """The left menu."""
    may_steer = [SEEN.may.contains(item.needs.value) for item in STEER if item.needs]
    return rx.el.nav(
        *[entry(item, here) for item in WORK],
        rx.cond(may_steer[0] | may_steer[1], rx.el.h2(t("shell.steer"))),
        *[entry(item, here) for item in STEER],
        rx.cond(SEEN.may.contains(Permission.MANAGE_ACCOUNTS.value), rx.el.h2(t("shell.administration"))),
        *[entry(item, here) for item in ADMINISTRATION],
        class_name="side",
        aria_label=t("shell.menu"),
    )


def bottom(here: str) -> rx.Component:
    """The bar of phones: three entries, the rest behind « Plus »."""
    first, rest = (WORK[1], WORK[2], WORK[3]), (WORK[0], *STEER, *ADMINISTRATION)
    return rx.el.nav(
        *[entry(item, here) for item in first],
        rx.el.details(
            rx.el.summary(icon("more"), rx.el.span(t("shell.more"))),
            rx.el.div(*[entry(item, here) for item in rest], class_name="card drop"),
        ),
        class_name="bottom",
        aria_label=t("shell.menu"),
    )


def offline() -> rx.Component:
    """Said while the line is down: typing goes on, nothing is lost."""
    return rx.el.div(
        rx.cond(
            has_connection_errors,
            rx.el.div(
                icon("line"),
                rx.el.div(rx.el.strong(t("shell.offline")), " ", t("shell.offline_more")),
                class_name="notice warn",
                id="offline",
            ),
        ),
        role="status",
        class_name="offline",
    )


KEYS = (
    ("Ctrl K", "shell.key_search"),
    ("j  k", "shell.key_move"),
    ("x", "shell.key_select"),
    ("p", "shell.key_act"),
    ("↵", "shell.key_open"),
    ("?", "shell.key_help"),
)


def shortcuts() -> rx.Component:
    """Keyboard help, opened by « ? »."""
    rows = [rx.el.div(rx.el.dt(rx.el.kbd(keys)), rx.el.dd(t(words))) for keys, words in KEYS]
    return rx.el.dialog(
        rx.el.h2(t("shell.shortcuts"), id="keys-title"),
        rx.el.dl(*rows, class_name="facts"),
        PlainForm.create(rx.el.button(t("shell.close"), type="submit"), custom_attrs={"method": "dialog"}),
        id="keys",
        aria_labelledby="keys-title",
    )
