"""The drawing a manager changes (``assets/studio.jsx``): bpmn-js with the house's tools."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.diagram import LIBRARIES
from migraflow.ui.components.studio_state import StudioState
from migraflow.ui.door import live
from migraflow.ui.words import t
from migraflow.ui.words.tongue import Tongue

STUDIO = live(StudioState)
MINIMAP = "diagram-js-minimap@5.5.0"
SHARED = (
    "fit",
    "fitShort",
    "smaller",
    "larger",
    "undo",
    "redo",
    "map",
    "mapShort",
    "tidy",
    "tidyShort",
    "saving",
    "broken",
)


def text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """An event that carries a text."""
    return (value,)


class StudioCanvas(rx.NoSSRComponent):
    """What it is given: the diagram, the roles, findings to mark, the last wish. What it tells: see `on_…`."""

    library = "$/public/studio.jsx"
    tag = "Studio"
    lib_dependencies: list[str] = [*LIBRARIES, MINIMAP]

    xml: rx.Var[str]
    roles: rx.Var[dict[str, str]]
    findings: rx.Var[list[Any]]
    command: rx.Var[dict[str, str]]
    language: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_change: rx.EventHandler[text]
    on_select: rx.EventHandler[text]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]
    on_redo: rx.EventHandler[rx.event.no_args_event_spec]
    on_tidy: rx.EventHandler[rx.event.no_args_event_spec]


def canvas() -> rx.Component:
    """The drawing of the working copy."""
    told = {**{key: t(f"diagram.{key}") for key in SHARED},
            "tools": t("diagram.studioTools"), "region": t("diagram.studioRegion")}  # fmt: skip
    return StudioCanvas.create(
        xml=STUDIO.xml,
        roles=STUDIO.roles,
        findings=STUDIO.findings + STUDIO.advice,
        command=STUDIO.command,
        language=rx.cond(live(Tongue).english, "en", "fr"),
        words=rx.Var.create(told),
        on_change=STUDIO.save,
        on_select=STUDIO.see,
        on_undo=STUDIO.undo,
        on_redo=STUDIO.redo,
        on_tidy=STUDIO.tidy,
    )
