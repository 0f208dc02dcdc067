"""The drawing a manager changes (``assets/studio.jsx``): bpmn-js with the house's tools."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.diagram import LIBRARIES
from migraflow.ui.components.studio_state import PanelState, StudioState
from migraflow.ui.door import live
from migraflow.ui.words import t
from migraflow.ui.words.tongue import Tongue

STUDIO, PANEL = live(StudioState), live(PanelState)
SHARED = ("fit", "fitShort", "smaller", "larger", "undo", "redo", "newStep", "tidy", "tidyShort", "saving", "broken")


def text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """An event that carries a text."""
    return (value,)


def facts(value: rx.Var[dict[str, Any]]) -> tuple[rx.Var[dict[str, Any]]]:
    """An event that carries what is known of one element."""
    return (value,)


def lines(value: rx.Var[list[Any]]) -> tuple[rx.Var[list[Any]]]:
    """An event that carries a list."""
    return (value,)


class StudioCanvas(rx.NoSSRComponent):
    """What it is given: the diagram, the roles, findings to mark, the last wish. What it tells: see `on_…`."""

    library = "$/public/studio.jsx"
    tag = "Studio"
    lib_dependencies: list[str] = LIBRARIES

    xml: rx.Var[str]
    roles: rx.Var[dict[str, str]]
    findings: rx.Var[list[Any]]
    command: rx.Var[dict[str, str]]
    language: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_change: rx.EventHandler[text]
    on_select: rx.EventHandler[facts]
    on_outline: rx.EventHandler[lines]
    on_tidy: rx.EventHandler[rx.event.no_args_event_spec]


def canvas() -> rx.Component:
    """The drawing of the working copy."""
    told = {**{key: t(f"diagram.{key}") for key in SHARED},
            "tools": t("diagram.studioTools"), "region": t("diagram.studioRegion")}  # fmt: skip
    return StudioCanvas.create(
        xml=STUDIO.xml,
        roles=STUDIO.roles,
        findings=STUDIO.findings,
        command=STUDIO.command,
        language=rx.cond(live(Tongue).english, "en", "fr"),
        words=rx.Var.create(told),
        on_change=STUDIO.save,
        on_select=PANEL.select,
        on_outline=PANEL.outline,
        on_tidy=STUDIO.tidy,
    )
