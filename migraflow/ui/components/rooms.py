"""The rooms around a draft: change it, try it, replay it, publish it, move running cases; one line of tabs."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.components.pieces import link
from migraflow.ui.words import t

ROOMS = (
    ("procedure", "publishing.procedure", routes.PROCEDURES),
    ("studio", "publishing.studio", routes.STUDIOS),
    ("trial", "trial.title", routes.TRIALS),
    ("replay", "replay.title", routes.REPLAYS),
    ("compare", "comparing.title", routes.COMPARISONS),
    ("publishing", "publishing.title", routes.PUBLISHINGS),
    ("moves", "moves.title", routes.MOVINGS),
)


def rooms(here: str, procedure: Any) -> rx.Component:
    """The tabs, the present one marked."""
    return rx.el.nav(
        *[
            link(t(words), to=rx.Var.create(f"{base}/") + procedure, aria_current="page" if name == here else "false")
            for name, words, base in ROOMS
        ],
        class_name="tabs",
        aria_label=t("publishing.rooms"),
    )


def crumbs(procedure: Any, title: Any) -> rx.Component:
    """Where one is."""
    back = link(title, to=rx.Var.create(f"{routes.PROCEDURES}/") + procedure)
    return rx.el.p(link(t("procedures.title"), to=routes.PROCEDURES), " › ", back, class_name="crumbs")


def scrolled(label: Any, *heads: Any, rows: Any) -> rx.Component:
    """A table that scrolls on narrow screens."""
    return rx.el.div(
        rx.el.table(rx.el.thead(rx.el.tr(*[rx.el.th(head, scope="col") for head in heads])), rx.el.tbody(rows)),
        class_name="scroll",
        style={"position": "relative"},
        tab_index=0,
        role="region",
        aria_label=label,
    )


def again(milliseconds: int = 1500) -> rx.event.EventSpec:
    """Have the page look again in a moment, while something is under way."""
    return rx.call_script(f"setTimeout(() => document.getElementById('look-again')?.click(), {milliseconds})")
