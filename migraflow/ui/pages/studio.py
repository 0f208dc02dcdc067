"""The studio: a manager changes a procedure's working copy and publishes its next edition."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import empty, link, skeleton
from migraflow.ui.components.rooms import rooms
from migraflow.ui.components.studio_canvas import canvas
from migraflow.ui.components.studio_dialogs import discarding, new_form
from migraflow.ui.components.studio_panel import panel
from migraflow.ui.components.studio_state import DISCARD_DIALOG, StudioState, opening
from migraflow.ui.door import arrived, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t

STUDIO = live(StudioState)


def page() -> rx.Component:
    """Plan, drawing, properties; below them what the checker found."""
    return framed(rx.el.div(outline(), drawing(), panel(), class_name="studio"))


def plan() -> rx.Component:
    """The same draft as a numbered list: for the keyboard, the screen reader and the phone. No drawing is fetched."""
    look = rx.el.link(rel="stylesheet", href="/studio.css")
    work = rx.el.div(turning(), rx.el.div(outline(), panel(), class_name="studio plan-only"), class_name="stack")
    return rx.fragment(look, framed(work))


def framed(work: rx.Component) -> rx.Component:
    """A page of the studio around its `work`."""
    ways = rooms("studio", STUDIO.procedure)
    inner = rx.el.div(head(), ways, tabs(), work, findings(), discarding(), new_form(), class_name="stack")
    return rx.el.div(
        shell(
            routes.PROCEDURES,
            arrived(STUDIO),
            rx.cond(STUDIO.mine, inner, held()),
            coming=skeleton(8),
        ),
        class_name="studio-page",
    )


def held() -> rx.Component:
    """Somebody else is at work on this procedure: look at it, or go on with a copy."""
    back = link(t("studio.held_back"), to=routes.procedure_at(STUDIO.procedure), class_name="button")
    copy = rx.el.button(t("studio.held_copy"), type="button", class_name="primary", on_click=STUDIO.take_copy)
    return empty(rx.el.span(t("studio.held"), " ", STUDIO.holder), t("studio.held_more"), copy, back, mark="person")


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
            link(t("studio.publish"), to=routes.publishing_at(state.procedure), class_name="button primary"),
            class_name="row push",
        ),
        class_name="row head",
    )


def tabs() -> rx.Component:
    """The two sights of one draft."""
    views = ((routes.studio_at(STUDIO.procedure), "view_drawing", STUDIO.drawing),
             (routes.outline_at(STUDIO.procedure), "view_plan", ~STUDIO.drawing))  # fmt: skip
    return rx.el.nav(
        *[link(t(f"studio.{words}"), to=to, aria_current=rx.cond(here, "page", "false")) for to, words, here in views],
        link(t("form_design.forms"), to=routes.forms_at(STUDIO.procedure)),
        link(t("rules.title"), to=routes.rules_at(STUDIO.procedure)),
        class_name="tabs",
        aria_label=t("studio.views"),
    )


def turning() -> rx.Component:
    """Undo and redo, where there is no drawing with tools of its own."""
    return rx.el.div(
        rx.el.button("↶ ", t("diagram.undo"), type="button", class_name="tiny", on_click=STUDIO.undo),
        rx.el.button("↷ ", t("diagram.redo"), type="button", class_name="tiny", on_click=STUDIO.redo),
        class_name="row",
        role="toolbar",
        aria_label=t("studio.turning"),
    )


def outline() -> rx.Component:
    """The steps as a numbered list, the exits of a choice indented below it."""
    return rx.el.section(
        rx.el.h2(t("studio.plan"), id="plan-title"),
        rx.cond(
            STUDIO.plan,
            rx.el.ol(rx.foreach(STUDIO.plan, line), class_name="studio-plan", aria_labelledby="plan-title"),
            rx.el.p(t("studio.plan_none"), class_name="soft small"),
        ),
        class_name="card plan",
    )


def line(one: Any) -> rx.Component:
    """One step, or one exit of a choice."""
    goes = rx.cond(one.goes_to, rx.el.span(" → ", one.goes_to, class_name="soft"))
    named = rx.match(
        one.kind,
        ("branch", rx.el.span(rx.cond(one.name, one.name, t("studio.exit_unnamed")), class_name="branch")),
        ("end", rx.el.span(t("studio.line_end"), " ", one.name)),
        rx.el.span(one.name),
    )
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.number, class_name="number"),
            rx.el.span(named, goes, marks(one), class_name="words"),
            type="button",
            id="line-" + one.id,
            on_click=STUDIO.go(one.id),
            aria_current=rx.cond(STUDIO.seen.id == one.id, "true", "false"),
        ),
        style={"--depth": one.depth.to_string()},
        class_name="of-" + one.kind,
    )


def marks(one: Any) -> rx.Component:
    """What a line says beside its name: who, until when, under which condition."""
    when = rx.cond(
        one.otherwise,
        rx.el.span(t("studio.exit_otherwise"), class_name="rule"),
        rx.cond(one.condition, rx.el.span(t("studio.line_if"), " ", one.condition, class_name="rule")),
    )
    return rx.el.span(
        when,
        rx.cond(one.role, rx.el.span(one.role)),
        rx.cond(one.deadline, rx.el.span(t("studio.line_deadline"), " ", one.deadline)),
        rx.cond(one.reminders > 0, rx.el.span(t("studio.line_reminders"), " ", one.reminders)),
        class_name="marks",
    )


def drawing() -> rx.Component:
    """The diagram."""
    return rx.el.div(canvas(), class_name="card drawing")


def findings() -> rx.Component:
    """What is wrong, worst first, each with its repair and the way to its element; then the advice."""
    state = STUDIO
    count = state.findings.length()
    title = rx.cond(
        count == 0,
        t("studio.findings_none"),
        rx.cond(count == 1, t("studio.findings_one"), count.to_string() + " " + t("studio.findings_many")),
    )
    advice = rx.el.details(
        rx.el.summary(state.advice.length().to_string(), " ", t("studio.advice_many")),
        rx.el.ul(rx.foreach(state.advice, finding), class_name="studio-findings"),
        class_name="studio-advice",
    )
    return rx.el.section(
        rx.el.h2(rx.cond(state.checked, title, t("studio.findings_wait")), id="findings-title", tab_index=-1),
        rx.cond(state.blocked, rx.el.p(t("studio.findings_block"), class_name="soft small")),
        rx.cond(count > 0, rx.el.ul(rx.foreach(state.findings, finding), class_name="studio-findings")),
        rx.cond(state.advice.length() > 0, advice),
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
        rx.el.div(
            rx.cond(
                line.mend,
                rx.el.button(line.mend, type="button", class_name="tiny", on_click=STUDIO.mend(line.place)),
            ),
            rx.cond(
                line.element,
                rx.el.button(
                    t("studio.show"),
                    type="button",
                    class_name="tiny",
                    title=t("studio.show_element"),
                    on_click=STUDIO.go(line.element),
                ),
            ),
            class_name="row push",
        ),
    )
