"""A shared block: the other procedures that ask it, what a change would do there, carrying it to their drafts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.form_design_touched import BlockState
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, link, notice
from migraflow.ui.door import live
from migraflow.ui.words import t

TONES = {"same": "ok", "drafted": "info", "behind": "soon", "otherwise": "late", "held": "late"}
SEEN = live(BlockState)


def touched() -> rx.Component:
    """The other procedures, under the questions of the block."""
    asked = rx.fragment(
        rx.el.p(t("form_design.touched_lead"), class_name="soft"),
        rx.el.ul(rx.foreach(SEEN.rows, row), class_name="design-touched", aria_labelledby="touched-title"),
        acting(),
    )
    return rx.el.section(
        rx.el.h2(t("form_design.touched"), id="touched-title"),
        rx.cond(SEEN.rows, asked, rx.el.p(t("form_design.touched_none"), class_name="soft")),
        class_name="card stack",
        aria_labelledby="touched-title",
    )


def row(one: Any, at: Any) -> rx.Component:
    """One procedure: its forms, how the block stands there, what was found when it was tried."""
    standings = [(name, chip(t(f"form_design.carried_{name}"), tone)) for name, tone in TONES.items()]
    good = rx.el.span(icon("check"), t("form_design.tried_good"), class_name="chip ok")
    bad = rx.el.div(
        chip(t("form_design.tried_bad"), "late"),
        rx.el.ul(rx.foreach(one.found, lambda words: rx.el.li(words)), class_name="design-uses"),
    )
    waits = rx.cond(SEEN.trying == at, rx.el.span(t("form_design.trying"), class_name="soft small"), rx.fragment())
    return rx.el.li(
        rx.el.div(
            link(one.title, to=one.way),
            rx.match(one.carried, *standings, rx.fragment()),
            rx.cond(one.carried == "held", rx.el.span(one.holder, class_name="soft small")),
            class_name="row",
        ),
        rx.el.span(one.forms, class_name="soft small"),
        rx.match(one.tried, ("good", good), ("bad", bad), waits),
        key=one.procedure,
    )


def acting() -> rx.Component:
    """Try it everywhere; carry it where it is behind."""
    trying = rx.el.button(t("form_design.foresee"), type="button", on_click=SEEN.foresee(0), disabled=SEEN.trying >= 0)
    carrying = rx.el.button(
        t("form_design.carry"), type="button", class_name="primary", on_click=SEEN.carry, disabled=SEEN.behind == 0
    )
    return rx.el.div(trying, carrying, class_name="row")


def told() -> rx.Component:
    """What changing a shared block means, above its questions."""
    return notice(t("form_design.block_told"), mark="registers")
