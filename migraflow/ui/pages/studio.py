"""The studio: a manager changes a procedure's working copy and publishes its next edition."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import empty, link, skeleton
from migraflow.ui.components.studio_canvas import canvas
from migraflow.ui.components.studio_dialogs import discarding, new_form, publishing
from migraflow.ui.components.studio_panel import panel
from migraflow.ui.components.studio_state import (
    DISCARD_DIALOG,
    PanelState,
    StudioState,
    opening,
)
from migraflow.ui.door import arrived, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t

STUDIO, PANEL = live(StudioState), live(PanelState)


def page() -> rx.Component:
    """Outline, drawing, properties; below them what the checker found."""
    return rx.el.div(
        shell(
            routes.PROCEDURES,
            arrived(STUDIO),
            rx.cond(STUDIO.mine, bench(), held()),
            coming=skeleton(8),
        ),
        class_name="studio-page",
    )


def bench() -> rx.Component:
    """The workbench and its dialogs."""
    return rx.el.div(
        head(),
        rx.el.div(plan(), drawing(), panel(), class_name="studio"),
        findings(),
        publishing(),
        discarding(),
        new_form(),
        class_name="stack",
    )


def held() -> rx.Component:
    """Somebody else is at work on this procedure."""
    back = link(t("studio.held_back"), to=routes.procedure_at(STUDIO.procedure), class_name="button primary")
    return empty(rx.el.span(t("studio.held"), " ", STUDIO.holder), t("studio.held_more"), back, mark="person")


def head() -> rx.Component:
    """Where one is, when it was saved, what can be done."""
    state = STUDIO
    crumbs = rx.el.p(
        link(t("procedures.title"), to=routes.PROCEDURES),
        " › ",
        link(state.title, to=routes.procedure_at(state.procedure)),
        class_name="crumbs",
    )
    return rx.el.div(
        rx.el.div(
            crumbs,
            rx.el.div(
                rx.el.h1(t("studio.draft_of"), " ", state.number),
                rx.el.span(icon("check"), t("studio.saved"), " ", state.saved, class_name="chip ok", role="status"),
                class_name="row",
            ),
        ),
        rx.el.div(
            rx.el.button(t("studio.discard"), type="button", class_name="quiet", on_click=opening(DISCARD_DIALOG)),
            rx.el.button(t("studio.check"), type="button", on_click=state.check),
            rx.el.button(t("studio.publish"), type="button", class_name="primary", on_click=state.propose),
            class_name="row push",
        ),
        class_name="row head",
    )


def plan() -> rx.Component:
    """The steps as a list: the way in for the keyboard and for small screens."""
    return rx.el.section(
        rx.el.h2(t("studio.plan"), id="plan-title"),
        rx.cond(
            PANEL.plan,
            rx.el.ol(rx.foreach(PANEL.plan, plan_line), class_name="studio-plan", aria_labelledby="plan-title"),
            rx.el.p(t("studio.plan_none"), class_name="soft small"),
        ),
        class_name="card plan",
    )


def plan_line(line: Any) -> rx.Component:
    """One step, or one exit of a choice."""
    exit = rx.cond(line.name, line.name + " → " + line.target, "→ " + line.target)
    return rx.el.li(
        rx.el.button(
            rx.cond(line.kind == "branch", rx.el.span(exit, class_name="soft"), line.name),
            type="button",
            on_click=PANEL.go(line.id),
            aria_current=rx.cond(PANEL.seen.id == line.id, "true", "false"),
        ),
        style={"padding-left": line.depth.to_string() + "rem"},
        class_name="of-" + line.kind,
    )


def drawing() -> rx.Component:
    """The diagram."""
    return rx.el.div(canvas(), class_name="card drawing")


def findings() -> rx.Component:
    """What is wrong, worst first, each with the way to its element."""
    state = STUDIO
    count = state.findings.length()
    title = rx.cond(
        count == 0,
        t("studio.findings_none"),
        rx.cond(count == 1, t("studio.findings_one"), count.to_string() + " " + t("studio.findings_many")),
    )
    return rx.el.section(
        rx.el.h2(rx.cond(state.checked, title, t("studio.findings_wait")), id="findings-title"),
        rx.cond(state.blocked, rx.el.p(t("studio.findings_block"), class_name="soft small")),
        rx.cond(count > 0, rx.el.ul(rx.foreach(state.findings, finding), class_name="studio-findings")),
        class_name="card",
        aria_labelledby="findings-title",
        aria_live="polite",
    )


def finding(line: Any) -> rx.Component:
    """One finding and its repair."""
    tones = {"error": "late", "warning": "soon", "advice": "info"}
    return rx.el.li(
        rx.match(
            line.severity,
            *[(level, rx.el.span(t(f"studio.{level}"), class_name=f"chip {tone}")) for level, tone in tones.items()],
            rx.fragment(),
        ),
        rx.el.div(rx.el.p(line.sentence), rx.cond(line.repair, rx.el.p(line.repair, class_name="soft small"))),
        rx.cond(
            line.element,
            rx.el.button(
                t("studio.show"),
                type="button",
                class_name="tiny push",
                title=t("studio.show_element"),
                on_click=PANEL.go(line.element),
            ),
        ),
    )
