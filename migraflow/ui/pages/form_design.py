"""The form designer: the forms of a draft, and one of them question by question with the real form beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.components.form_design_blocks import told, touched
from migraflow.ui.components.form_design_fields import DESIGN
from migraflow.ui.components.form_design_list import questions
from migraflow.ui.components.form_design_panel import finding, panel
from migraflow.ui.components.form_design_state import FormDesignState, FormsState
from migraflow.ui.components.form_design_trial import trial
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, empty, heading, link, skeleton
from migraflow.ui.components.rooms import rooms
from migraflow.ui.door import arrived, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t

FORMS = live(FormsState)
LOOK = ("/studio.css", "/form_design.css")
__all__ = ["FormDesignState", "FormsState", "index", "sheet"]


def looked() -> rx.Component:
    """The stylesheets of the studio, and the script of keys and dragging."""
    sheets = [rx.el.link(rel="stylesheet", href=href) for href in LOOK]
    return rx.fragment(*sheets, rx.el.script(src="/form_design.js", custom_attrs={"async": True}))


def index() -> rx.Component:
    """Every form of the draft, where it is shown, and a new one."""
    inner = rx.fragment(
        heading(t("form_design.title"), t("form_design.lead")),
        rooms("studio", FORMS.procedure),
        rx.el.div(listed(), rx.el.div(beginning(), blocks(), class_name="stack"), class_name="split"),
    )
    return rx.fragment(
        looked(),
        shell(
            routes.PROCEDURES,
            arrived(FORMS),
            crumbs(FORMS.procedure, FORMS.procedure_title),
            rx.cond(FORMS.mine, inner, held(FORMS)),
            coming=skeleton(8),
        ),
    )


def listed() -> rx.Component:
    """The forms by title."""
    return rx.el.section(
        rx.el.h2(t("form_design.forms"), id="forms-title"),
        rx.el.ul(rx.foreach(FORMS.rows, row), class_name="design-forms", aria_labelledby="forms-title"),
        class_name="card",
    )


def row(one: Any) -> rx.Component:
    """One form: its way in, what it holds, where it is shown; one shown nowhere may go."""
    drop = rx.el.button(
        icon("cross"), t("form_design.form_drop"), rx.el.span(" ", one["title"], class_name="hide"), type="button",
        class_name="tiny quiet danger push", on_click=FORMS.drop(one["path"]),
    )  # fmt: skip
    shown = rx.el.span(t("form_design.shown_at"), " ", one["steps"], class_name="soft small")
    return rx.el.li(
        rx.el.div(
            link(one["title"], to=one["to"]),
            rx.el.span(one["questions"], " ", t("form_design.questions_count"), class_name="soft small"),
            rx.cond(one["steps"] == "", drop),
            class_name="row",
        ),
        rx.cond(one["steps"] != "", shown, rx.el.span(t("form_design.shown_nowhere"), class_name="soft small")),
    )


def beginning() -> rx.Component:
    """A new form: only its title is asked, its questions are added next."""
    return rx.el.form(
        rx.el.h2(t("form_design.form_new")),
        rx.el.div(
            rx.el.label(t("form_design.form_title"), html_for="new-title"),
            rx.el.input(id="new-title", name="title", required=True, max_length=120, auto_complete="off"),
            class_name="field",
        ),
        rx.el.button(icon("plus"), t("form_design.form_begin"), type="submit", class_name="primary"),
        on_submit=FORMS.begin,
        class_name="card stack",
    )


def blocks() -> rx.Component:
    """The shared blocks, each with the way in; the draft may change them."""

    def one(block: Any) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                link(block.title, to=block.way),
                rx.cond(block.changed, chip(t("form_design.block_changed"), "soon")),
                class_name="row",
            ),
            rx.cond(
                block.forms > 0,
                rx.el.span(t("form_design.block_forms"), " ", block.forms, class_name="soft small"),
                rx.el.span(t("form_design.block_unused"), class_name="soft small"),
            ),
        )

    return rx.el.section(
        rx.el.h2(t("form_design.blocks"), id="blocks-title"),
        rx.el.p(t("form_design.blocks_lead"), class_name="soft small"),
        rx.el.ul(rx.foreach(FORMS.blocks, one), class_name="design-forms", aria_labelledby="blocks-title"),
        class_name="card",
    )


def sheet() -> rx.Component:
    """One form: its questions, the chosen one, the real form."""
    inner = rx.el.div(
        head(),
        rooms("studio", DESIGN.procedure),
        rx.cond(DESIGN.shared, told()),
        rx.el.div(questions(), panel(), trial(), class_name=rx.cond(DESIGN.seen.place, "designer chosen", "designer")),
        others(),
        rx.cond(DESIGN.shared, touched()),
        rx.el.p(DESIGN.said, class_name="hide", role="status", aria_live="polite", id="said"),
        class_name="stack",
    )
    return rx.fragment(
        looked(),
        rx.el.div(
            shell(routes.PROCEDURES, arrived(DESIGN), rx.cond(DESIGN.mine, inner, held(DESIGN)), coming=skeleton(8)),
            class_name="studio-page design-page",
        ),
    )


def crumbs(procedure: Any, title: Any, *more: Any) -> rx.Component:
    """Where one is."""
    return rx.el.p(
        link(t("procedures.title"), to=routes.PROCEDURES), " › ",
        link(title, to=routes.studio_at(procedure)), *more, class_name="crumbs",
    )  # fmt: skip


def held(state: Any) -> rx.Component:
    """Somebody else is at work on this procedure: look at it, or go on with a copy."""
    back = link(t("studio.held_back"), to=routes.procedure_at(state.procedure), class_name="button")
    copy = rx.el.button(t("studio.held_copy"), type="button", class_name="primary", on_click=state.take_copy)
    said = rx.el.span(t("studio.held"), " ", state.holder)
    return empty(said, t("studio.held_more"), copy, back, mark="person", head=rx.el.h1)


def head() -> rx.Component:
    """Where one is, when it was saved, what can be taken back."""
    state = DESIGN
    way = rx.fragment(" › ", link(t("form_design.title"), to=routes.forms_at(state.procedure)))
    saved = rx.el.span(icon("check"), t("studio.saved"), " ", state.saved, class_name="chip ok", role="status")
    return rx.el.div(
        rx.el.div(
            crumbs(state.procedure, state.procedure_title, way),
            rx.el.div(rx.el.h1(state.heading), saved, class_name="row"),
            rx.cond(
                state.steps,
                rx.el.p(
                    rx.cond(state.shared, t("form_design.asked_in"), t("form_design.shown_at")),
                    " ",
                    state.steps,
                    class_name="soft small",
                ),
            ),
        ),
        rx.el.div(
            rx.el.button("↶ ", t("diagram.undo"), type="button", on_click=state.undo),
            rx.el.button("↷ ", t("diagram.redo"), type="button", on_click=state.redo),
            class_name="row push",
            role="toolbar",
            aria_label=t("studio.turning"),
        ),
        class_name="row head",
    )


def others() -> rx.Component:
    """What was found elsewhere in the form, each with the way to its question."""
    count = DESIGN.findings.length()
    return rx.el.section(
        rx.el.h2(
            rx.cond(
                DESIGN.checked,
                rx.cond(count + DESIGN.own.length() == 0, t("form_design.found_none"), t("form_design.found_title")),
                t("studio.findings_wait"),
            ),
            id="findings-title",
        ),
        rx.cond(count > 0, rx.el.ul(rx.foreach(DESIGN.findings, elsewhere), class_name="studio-findings")),
        class_name="card",
        aria_labelledby="findings-title",
        aria_live="polite",
    )


def elsewhere(one: Any) -> rx.Component:
    """One finding, and the way to its question."""
    way = rx.el.button(t("studio.show"), type="button", class_name="tiny push", on_click=DESIGN.go(one.element))
    return rx.el.li(rx.el.ul(finding(one)), rx.cond(one.element, way))
