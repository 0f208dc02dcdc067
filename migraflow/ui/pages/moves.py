"""Move running cases: the dry run and its verdicts, waves by region, the way back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.moves import MoveState
from migraflow.ui import routes
from migraflow.ui.components.pieces import chip, empty, heading, link, notice
from migraflow.ui.components.rooms import crumbs, rooms, scrolled
from migraflow.ui.door import arrived, live
from migraflow.ui.moving import MovesState
from migraflow.ui.shell import shell
from migraflow.ui.words import WORDS, t
from migraflow.ui.words.tongue import Tongue

SEEN = live(MovesState)
INCIDENTS = (1, 3, 10)


def page() -> rx.Component:
    """Prepare a move; below it the newest one, its verdicts and waves."""
    return shell(
        routes.PROCEDURES,
        arrived(SEEN),
        crumbs(SEEN.procedure, SEEN.title),
        heading(t("moves.title"), t("moves.lead")),
        rooms("moves", SEEN.procedure),
        rx.cond(SEEN.number > 0, shown(), empty(t("moves.none"), t("moves.none_more"), mark="cases")),
        planning(),
    )


def shown() -> rx.Component:
    """One move."""
    return rx.fragment(
        standing(),
        rx.cond(
            SEEN.total > 0,
            rx.fragment(
                rx.el.div(rx.foreach(SEEN.tiles, tile), class_name="tiles"),
                waves(),
                reasons(),
                rx.cond((SEEN.gone.length() > 0) | (SEEN.missing.length() > 0), repair()),
                cases(),
            ),
            notice(t("moves.nobody"), mark="check"),
        ),
    )


def standing() -> rx.Component:
    """What is moved where, how far it is."""
    judging = SEEN.stage == MoveState.JUDGING.value
    halt = rx.el.button(t("moves.halt"), type="button", class_name="tiny", on_click=SEEN.halt)
    bar = rx.el.progress(value=SEEN.done, max=SEEN.total, aria_label=t("moves.state_judging"), class_name="whole")
    return rx.el.section(
        rx.el.div(rx.el.h2(SEEN.about), chip(SEEN.stage_words, "info"), class_name="row"),
        rx.el.p(SEEN.reason, class_name="soft"),
        rx.cond(SEEN.known.length() > 1, others()),
        rx.cond(judging, rx.fragment(rx.el.p(SEEN.judged, role="status"), bar)),
        rx.cond(SEEN.queued != "", rx.el.p(SEEN.queued, " ", halt, role="status")),
        rx.cond(SEEN.stage == MoveState.STOPPED.value, stopped()),
        rx.el.button(t("moves.refresh"), type="button", id="look-again", class_name="tiny quiet", on_click=SEEN.look),
        class_name="stack small-stack",
    )


def others() -> rx.Component:
    """Another move to look at."""
    return rx.el.div(
        rx.el.label(t("moves.others"), html_for="move-known"),
        rx.el.select(
            rx.foreach(SEEN.known, lambda one: rx.el.option(one[1], value=one[0].to_string())),
            id="move-known",
            value=SEEN.number.to_string(),
            on_change=SEEN.choose,
        ),
        class_name="field",
    )


def stopped() -> rx.Component:
    """A wave that stopped."""
    return notice(
        t("moves.stopped"),
        " ",
        rx.el.button(t("moves.go_on"), type="button", class_name="tiny", on_click=SEEN.start("")),
        tone="warn",
    )


def tile(one: Any) -> rx.Component:
    """One figure."""
    return rx.el.div(rx.el.p(one[0], class_name="soft small"), rx.el.p(one[1], class_name="figure"), class_name="card")


def waves() -> rx.Component:
    """The regions, each with its wave."""
    heads = ("region", "moves", "asks", "stays", "moved", "failed", "waves")
    return rx.el.section(
        rx.el.h2(t("moves.waves")),
        rx.el.p(t("moves.waves_more"), class_name="soft"),
        scrolled(t("moves.waves"), *[t(f"moves.{head}") for head in heads], rows=rx.foreach(SEEN.regions, wave)),
        class_name="card stack",
    )


def wave(one: Any) -> rx.Component:
    """One region."""
    name = rx.el.span(" ", one.name, class_name="hide")
    start = rx.el.button(t("moves.start"), name, type="button", class_name="tiny", on_click=SEEN.start(one.code))
    undo = rx.el.button(t("moves.undo"), name, type="button", class_name="tiny quiet", on_click=SEEN.undo(one.code))
    ready = (one.waiting > 0) & (SEEN.stage != MoveState.JUDGING.value)
    counts = (one.moves, one.asks, one.stays, one.moved, one.failed)
    return rx.el.tr(
        rx.el.th(one.name, scope="row"),
        *[rx.el.td(count, class_name="num") for count in counts],
        rx.el.td(rx.el.div(rx.cond(ready, start), rx.cond(one.moved > 0, undo), class_name="row")),
    )


def reasons() -> rx.Component:
    """Those that do not move, and why."""
    heads = ("verdict", "step", "because", "count")
    return rx.el.section(
        rx.el.h2(t("moves.why")),
        rx.cond(
            SEEN.because.length() > 0,
            scrolled(t("moves.why"), *[t(f"moves.{head}") for head in heads], rows=rx.foreach(SEEN.because, reason)),
            rx.el.p(t("moves.why_none"), class_name="soft"),
        ),
        class_name="card",
    )


def reason(one: Any) -> rx.Component:
    """Some cases and why they stay."""
    return rx.el.tr(rx.el.td(one.verdict), rx.el.td(one.step), rx.el.td(one.why), rx.el.td(one.count, class_name="num"))


def repair() -> rx.Component:
    """Say what replaces a step that is gone, and what was never asked; then try again."""
    return rx.el.form(
        rx.el.h2(t("moves.repair")),
        rx.foreach(SEEN.gone, replaced),
        rx.foreach(SEEN.missing, answered),
        rx.el.button(t("moves.try"), type="submit"),
        on_submit=SEEN.plan,
        class_name="card stack",
    )


def replaced(one: Any) -> rx.Component:
    """A step that is gone, and the one instead."""
    name = rx.Var.create("step_") + one.name
    return rx.el.div(
        rx.el.label(one.label, html_for=name),
        rx.el.select(
            rx.el.option(t("moves.replaced_none"), value=""),
            rx.foreach(SEEN.steps, lambda step: rx.el.option(step[1], value=step[0])),
            id=name,
            name=name,
        ),
        class_name="field",
    )


def answered(one: Any) -> rx.Component:
    """An answer for all who miss it."""
    name = rx.Var.create("answer_") + one.name
    return rx.el.div(
        rx.el.label(one.label, html_for=name),
        rx.el.span(t("moves.answer_hint"), class_name="hint"),
        rx.el.input(id=name, name=name, max_length=300),
        class_name="field",
    )


def cases() -> rx.Component:
    """The cases this person may see."""
    heads = ("ref", "step", "verdict", "fate")
    return rx.el.section(
        rx.el.h2(t("moves.cases")),
        rx.cond(SEEN.hidden != "", rx.el.p(SEEN.hidden, class_name="soft")),
        rx.cond(
            SEEN.cases.length() > 0,
            scrolled(t("moves.cases"), *[t(f"moves.{head}") for head in heads], rows=rx.foreach(SEEN.cases, case)),
        ),
        class_name="card",
    )


def case(one: Any) -> rx.Component:
    """One case."""
    return rx.el.tr(
        rx.el.td(link(one.ref, to=one.href)),
        rx.el.td(one.step),
        rx.el.td(one.verdict),
        rx.el.td(chip(one.fate, one.tone)),
    )


def planning() -> rx.Component:
    """Prepare a move."""
    return rx.el.form(
        rx.el.h2(t("moves.plan")),
        rx.el.div(
            rx.el.label(t("moves.to"), html_for="move-to"),
            rx.el.select(
                rx.foreach(SEEN.editions, lambda one: rx.el.option(one[1], value=one[0])), id="move-to", name="edition"
            ),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("moves.reason"), html_for="move-reason"),
            rx.el.span(t("moves.reason_hint"), class_name="hint", id="move-reason-hint"),
            rx.el.input(
                id="move-reason", name="reason", required=True, max_length=300, aria_describedby="move-reason-hint"
            ),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("moves.most"), html_for="move-most"),
            rx.el.select(*[rx.el.option(incidents(many), value=str(many)) for many in INCIDENTS], id="move-most",
                         name="most"),
            class_name="field",
        ),
        rx.el.button(t("moves.try"), type="submit", class_name="primary"),
        on_submit=SEEN.plan,
        class_name="card stack",
    )  # fmt: skip


def incidents(many: int) -> Any:
    """« 3 incidents » in the reader's language."""
    key = "moves.incidents_one" if many == 1 else "moves.incidents"
    french, english = (WORDS[language][key].format(count=many) for language in ("fr", "en"))
    return rx.cond(Tongue.english, english, french)
