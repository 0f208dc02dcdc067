"""Publish a draft: what changes, examples, ends, replay, four eyes, a date; and the way back to an earlier edition."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.ui import routes
from migraflow.ui.components.diagram import diagram
from migraflow.ui.components.pieces import chip, heading, link, notice
from migraflow.ui.components.rooms import crumbs, rooms, scrolled
from migraflow.ui.door import arrived, live
from migraflow.ui.publishing import PublishingState
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.words import t

SEEN, ACTOR = live(PublishingState), live(SessionState)


def page() -> rx.Component:
    """The draft and its gate, the way back, what was published."""
    return shell(
        routes.PROCEDURES,
        arrived(SEEN),
        crumbs(SEEN.procedure, SEEN.title),
        heading(t("publishing.title"), rx.cond(SEEN.draft, SEEN.lead, t("trial.no_draft"))),
        rooms("publishing", SEEN.procedure),
        rx.cond(SEEN.draft, rx.cond(SEEN.broken, notice(t("publishing.broken"), tone="bad"), gate())),
        returns(),
        history(),
    )


def gate() -> rx.Component:
    """What stands in the way, and the buttons."""
    return rx.fragment(
        rx.cond(SEEN.proposal > 0, proposal()),
        rx.cond(~SEEN.changed, notice(t("publishing.unchanged"))),
        rx.el.form(
            changes(),
            examples(),
            ends(),
            replay(),
            rx.cond((SEEN.proposal == 0) & SEEN.changed, rx.cond(SEEN.mine, wish(), notice(SEEN.held))),
            on_submit=SEEN.publish,
            class_name="stack",
        ),
    )


def proposal() -> rx.Component:
    """What waits for a second person."""
    return rx.el.section(
        rx.el.p(SEEN.waits),
        rx.cond(SEEN.over, notice(t("publishing.waits_over"), tone="warn")),
        rx.cond(
            SEEN.own,
            rx.el.p(t("publishing.waits_own"), class_name="soft"),
            rx.el.button(t("publishing.accept"), type="button", class_name="primary", on_click=SEEN.accept),
        ),
        rx.el.button(t("publishing.decline"), type="button", class_name="quiet", on_click=SEEN.withdraw),
        class_name="card stack",
    )


def changes() -> rx.Component:
    """The draft in sentences."""
    return rx.el.section(
        rx.el.h2(t("publishing.changes")),
        rx.cond(
            SEEN.changes.length() > 0,
            rx.el.ul(rx.foreach(SEEN.changes, rx.el.li), class_name="changes"),
            rx.el.p(t("publishing.changes_none"), class_name="soft"),
        ),
        rx.foreach(SEEN.old_blocks, lambda words: notice(words)),
        class_name="card",
    )


def examples() -> rx.Component:
    """Each example and how it goes; what they pass, on the drawing."""
    return rx.el.section(
        rx.el.h2(t("publishing.examples")),
        rx.cond(
            SEEN.examples.length() > 0,
            rx.el.ul(rx.foreach(SEEN.examples, example), class_name="stack small-stack"),
            rx.el.p(t("publishing.examples_none"), class_name="soft"),
        ),
        rx.cond(
            SEEN.red & SEEN.mine,
            rx.el.label(rx.el.input(type="checkbox", name="set_aside"), t("publishing.set_aside"), class_name="choice"),
        ),
        rx.el.h3(t("publishing.coverage")),
        rx.cond(SEEN.flows != "", rx.el.p(SEEN.flows, class_name="soft")),
        diagram(SEEN.xml, label=t("publishing.coverage"), travelled=SEEN.passed, open=SEEN.missed),
        class_name="card stack drawing",
    )


def example(one: Any) -> rx.Component:
    """One example."""
    return rx.el.li(
        rx.cond(one.ok, chip(t("publishing.green"), "ok"), chip(t("publishing.red"), "late")),
        rx.el.span(one.name, rx.cond(one.said != "", rx.el.span(rx.el.br(), one.said, class_name="soft small"))),
        class_name="row",
    )


def ends() -> rx.Component:
    """Each end, shown or waived."""
    return rx.el.section(
        rx.el.h2(t("publishing.ends")),
        rx.el.p(t("publishing.ends_more"), class_name="soft"),
        rx.el.ul(rx.foreach(SEEN.ends, end), class_name="stack"),
        rx.cond(
            (SEEN.bare | SEEN.red) & SEEN.mine & (SEEN.proposal == 0),
            rx.el.div(
                rx.el.label(t("publishing.waive_all"), html_for="waive-all"),
                rx.el.input(id="waive-all", name="waive_all", max_length=300),
                class_name="field",
            ),
        ),
        class_name="card stack",
    )


def end(one: Any) -> rx.Component:
    """One end."""
    name = rx.Var.create("end_") + one.key
    reason = rx.el.div(
        rx.el.label(t("publishing.waive"), rx.el.span(" ", one.name, class_name="hide"), html_for=name),
        rx.el.input(id=name, name=name, default_value=one.said, max_length=300),
        class_name="field",
    )
    return rx.el.li(
        rx.el.div(
            rx.cond(one.ok, chip(t("publishing.covered"), "ok"), chip(t("publishing.uncovered"), "soon")),
            rx.el.strong(one.name),
            class_name="row",
        ),
        rx.cond(~one.ok & SEEN.mine & (SEEN.proposal == 0), reason),
        rx.cond(~one.ok & (SEEN.proposal > 0), rx.el.p(one.said, class_name="soft")),
    )


def replay() -> rx.Component:
    """What the replay says."""
    to = rx.Var.create(f"{routes.REPLAYS}/") + SEEN.procedure
    words = rx.el.p(SEEN.replay, " ", link(t("replay.title"), to=to))
    return rx.el.section(
        rx.el.h2(t("publishing.replay")),
        rx.cond(SEEN.replay_tone == "warn", notice(words, tone="warn"), words),
        rx.cond(SEEN.four_eyes, notice(t("publishing.four_eyes"), mark="eye")),
        class_name="card stack",
    )


def wish() -> rx.Component:
    """The note, the date, the button."""
    return rx.el.section(
        rx.el.div(
            rx.el.label(t("publishing.note"), html_for="publishing-note"),
            rx.el.span(t("publishing.note_hint"), class_name="hint", id="publishing-note-hint"),
            rx.el.textarea(id="publishing-note", name="note", required=True, max_length=500,
                           aria_describedby="publishing-note-hint"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("publishing.effective"), html_for="publishing-date"),
            rx.el.span(t("publishing.effective_hint"), class_name="hint", id="publishing-date-hint"),
            rx.el.input(id="publishing-date", name="effective", type="date", aria_describedby="publishing-date-hint"),
            class_name="field",
        ),
        rx.el.button(
            rx.cond(SEEN.seconds, t("publishing.propose"), t("publishing.publish")), type="submit", class_name="primary"
        ),
        class_name="card stack",
    )  # fmt: skip


def returns() -> rx.Component:
    """Back to an earlier edition."""
    may = ACTOR.may.contains(Permission.PUBLISH_PROCEDURE.value)
    chooser = rx.el.form(
        rx.el.div(
            rx.el.label(t("publishing.edition"), html_for="back-to"),
            rx.el.select(rx.foreach(SEEN.earlier, edition), id="back-to", name="sha"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("publishing.why"), html_for="back-why"),
            rx.el.input(id="back-why", name="why", required=True, max_length=300),
            class_name="field",
        ),
        rx.el.button(t("publishing.put_back"), type="submit"),
        on_submit=SEEN.put_back,
        class_name="stack",
    )
    return rx.el.section(
        rx.el.h2(t("publishing.returns")),
        rx.el.p(t("publishing.returns_more"), class_name="soft"),
        rx.cond(
            SEEN.earlier.length() > 0,
            rx.cond(may, chooser),
            rx.el.p(t("publishing.returns_none"), class_name="soft"),
        ),
        class_name="card stack",
    )


def edition(one: Any) -> rx.Component:
    """One edition to choose."""
    return rx.el.option(one.label, value=one.sha)


def history() -> rx.Component:
    """What was published, proposed, taken back."""
    return rx.el.section(
        rx.el.h2(t("publishing.history")),
        rx.cond(
            SEEN.past.length() > 0,
            scrolled(t("publishing.history"), t("publishing.state"), t("publishing.when"), t("publishing.who"),
                     t("publishing.agreed"), t("procedures.note"), rows=rx.foreach(SEEN.past, past_row)),
            rx.el.p(t("publishing.history_none"), class_name="soft"),
        ),
        class_name="card",
    )  # fmt: skip


def past_row(one: Any) -> rx.Component:
    """One publication."""
    return rx.el.tr(rx.el.td(chip(one.state, one.tone)), rx.el.td(one.when), rx.el.td(one.who), rx.el.td(one.agreed),
                    rx.el.td(one.note))  # fmt: skip
