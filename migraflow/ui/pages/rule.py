"""One decision table of a draft: its grid, what it does not answer, which rule applies for whom."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.dmn.editing import Part
from migraflow.ui import routes
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import empty, link, notice, skeleton
from migraflow.ui.components.rooms import rooms
from migraflow.ui.components.rule_dialogs import add_dialog, column_dialog, field
from migraflow.ui.components.rule_grid import grid
from migraflow.ui.components.rule_state import RuleState
from migraflow.ui.door import arrived, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t

RULE = live(RuleState)
WAYS = ("FIRST", "UNIQUE", "ANY", "PRIORITY", "COLLECT", "COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT",
        "RULE ORDER", "OUTPUT ORDER")  # fmt: skip
"""How a table may answer; a test holds the list to what the editor writes."""


def page() -> rx.Component:
    """The grid, what it lacks, and the question that tries it."""
    look = rx.el.link(rel="stylesheet", href="/studio.css")
    inner = rx.el.div(
        head(), rooms("studio", RULE.procedure), boxes(), about(),
        rx.cond(RULE.has_table, table()), rx.cond(RULE.texts, expressions()), loose(),
        rx.cond(RULE.has_table, rx.el.div(lacks(), trying(), class_name="grid2"), trying()),
        column_dialog(), add_dialog(), class_name="stack",
    )  # fmt: skip
    return rx.el.div(
        look,
        shell(routes.PROCEDURES, arrived(RULE), rx.cond(RULE.mine, inner, held()), coming=skeleton(8)),
        class_name="studio-page rule-page",
    )


def held() -> rx.Component:
    """Somebody else is at work on this procedure; the way to a copy is in the studio."""
    back = link(t("rules.to_studio"), to=routes.outline_at(RULE.procedure), class_name="button primary")
    named = rx.el.span(t("studio.held"), " ", RULE.holder)
    return empty(named, t("studio.held_more"), back, mark="person", head=rx.el.h1)


def head() -> rx.Component:
    """Where one is, when it was saved, back and forth."""
    crumbs = rx.el.p(
        link(t("procedures.title"), to=routes.PROCEDURES), " › ",
        link(RULE.title, to=routes.procedure_at(RULE.procedure)), " › ",
        link(t("rules.title"), to=routes.rules_at(RULE.procedure)),
        class_name="crumbs",
    )  # fmt: skip
    saved = rx.el.span(icon("check"), t("studio.saved"), " ", RULE.saved, class_name="chip ok", role="status")
    name = rx.cond(RULE.question, RULE.question, rx.cond(RULE.description, RULE.description, RULE.rule))
    return rx.el.div(
        rx.el.div(crumbs, rx.el.div(rx.el.h1(name), saved, class_name="row")),
        rx.el.div(
            rx.el.button("↶ ", t("diagram.undo"), type="button", on_click=RULE.turn(True)),
            rx.el.button("↷ ", t("diagram.redo"), type="button", on_click=RULE.turn(False)),
            class_name="row push",
            role="toolbar",
            aria_label=t("studio.turning"),
        ),
        class_name="row head",
    )


def boxes() -> rx.Component:
    """Which of several tables."""
    return rx.cond(
        RULE.boxes.length() > 1,
        rx.el.div(
            rx.el.label(t("rules.which"), html_for="which"),
            rx.el.select(
                rx.foreach(RULE.boxes, lambda one: rx.el.option(one.label, value=one.key)),
                id="which",
                value=RULE.box,
                on_change=RULE.choose,
            ),
            class_name="field",
        ),
    )


def about() -> rx.Component:
    """The question it answers and what it is for."""
    return rx.el.details(
        rx.el.summary(t("rules.about")),
        rx.el.div(
            *[
                field(f"about-{trait}", f"about_{trait}", rx.el.input(
                    id=f"about-{trait}", default_value=value, key=RULE.sheet + value, auto_complete="off",
                    on_blur=leaving(trait, value),
                ))
                for trait, value in (("question", RULE.question), ("description", RULE.description))
            ],
            class_name="stack",
        ),
    )  # fmt: skip


def leaving(trait: str, value: Any) -> Any:
    """What is written is kept when one leaves it."""
    return lambda text: rx.cond(text != value, RULE.about(trait, text), rx.noop())


def table() -> rx.Component:
    """How the table answers, the grid, and what can be added."""
    policy = rx.el.div(
        rx.el.label(t("rules.policy"), html_for="policy"),
        rx.el.select(
            *[rx.el.option(t(f"rules.policy_{code(one)}"), value=one) for one in WAYS],
            id="policy",
            value=RULE.policy,
            on_change=RULE.decide,
            aria_describedby="policy-means",
        ),
        rx.el.span(
            rx.match(RULE.policy, *[(one, t(f"rules.means_{code(one)}")) for one in WAYS], ""),
            id="policy-means",
            class_name="hint",
        ),
        class_name="field",
    )
    adding = [("rule", RULE.act("rule_add", RULE.lines.length() - 1))]
    adding += [(part.name.lower(), RULE.begin(part.value)) for part in Part]
    more = rx.el.div(
        *[rx.el.button(icon("plus"), t(f"rules.add_{key}"), type="button", on_click=act) for key, act in adding],
        class_name="row",
    )
    return rx.el.section(
        rx.el.h2(t("rules.table"), class_name="hide"),
        policy, grid(), more, rx.el.p(t("rules.keys"), class_name="soft small"), class_name="card stack",
    )  # fmt: skip


def code(policy: str) -> str:
    """A way of answering as the key of its words."""
    return policy.lower().replace(" ", "_")


def expressions() -> rx.Component:
    """What is worked out in FEEL, outside of tables."""
    return rx.el.section(
        rx.el.h2(t("rules.expressions")),
        rx.foreach(RULE.texts, expression),
        class_name="card stack",
    )


def expression(one: Any) -> rx.Component:
    """One text, judged while it is written."""
    place = "text:" + one.row.to_string()
    fault = rx.cond(RULE.judged == place, RULE.verdict, one.fault)
    id: Any = "text-" + one.row.to_string()
    return rx.el.div(
        rx.el.label(rx.cond(one.label, one.label, t("rules.formula")), html_for=id),
        rx.el.textarea(
            id=id, default_value=one.text, key=id + one.text, class_name="feel", rows="6", spell_check=False,
            aria_describedby=id + "-fault",
            on_change=lambda text: RULE.judge_text(one.row, text).debounce(350),
            on_blur=lambda text: rx.cond(text != one.text, RULE.text(one.row, text), rx.noop()),
        ),
        rx.el.span(fault, id=id + "-fault", class_name="error small", role="status"),
        class_name="field",
    )  # fmt: skip


def loose() -> rx.Component:
    """What is wrong without a place."""
    lines = rx.el.ul(rx.foreach(RULE.loose, lambda one: rx.el.li(one)))
    return rx.cond(RULE.loose, notice(rx.el.strong(t("rules.loose")), lines, tone="warn"))


def lacks() -> rx.Component:
    """Combinations without a rule, and rules that answer together."""
    searched = rx.cond(RULE.complete, t("rules.gaps_none"), t("rules.gaps_unknown"))
    none = rx.el.p(rx.cond(RULE.answers_all, t("rules.gaps_no_matter"), searched), class_name="soft")
    there = rx.el.ul(rx.foreach(RULE.gaps, gap), class_name="rule-gaps")
    return rx.el.section(
        rx.el.h2(t("rules.gaps")),
        rx.cond(RULE.gaps, there, none),
        rx.cond(
            RULE.pairs,
            rx.el.details(
                rx.el.summary(t("rules.pairs"), " ", rx.el.span(RULE.pairs.length(), class_name="count")),
                rx.el.ul(rx.foreach(RULE.pairs, lambda one: rx.el.li(one)), class_name="small"),
            ),
        ),
        class_name="card stack",
        aria_live="polite",
    )


def gap(one: Any) -> rx.Component:
    """One combination, and the rule that would answer it."""
    return rx.el.li(
        rx.el.span(one.words),
        rx.el.button(icon("plus"), t("rules.fill"), type="button", class_name="tiny", on_click=RULE.fill(one.place)),
        class_name="row",
    )


def trying() -> rx.Component:
    """Which rule applies for…"""
    said = notice(
        rx.el.p(t("rules.result"), " ", rx.el.code(RULE.result)),
        rx.el.ul(rx.foreach(RULE.reasons, lambda one: rx.el.li(one))),
        mark="check",
    )
    return rx.el.section(
        rx.el.h2(t("rules.try")),
        rx.el.form(
            rx.foreach(RULE.asks, asking),
            rx.el.button(t("rules.try_now"), type="submit", class_name="primary"),
            on_submit=RULE.ask,
            class_name="stack",
        ),
        rx.el.div(rx.cond(RULE.asked, said), role="status", id="rule-answer"),
        class_name="card stack",
    )


def asking(one: Any) -> rx.Component:
    """One value to give."""
    id: Any = "ask-" + one.name
    nothing = rx.el.option(t("rules.not_known"), value="")
    yes_no = rx.el.select(
        nothing, rx.el.option(t("rules.yes"), value="true"), rx.el.option(t("rules.no"), value="false"),
        id=id, name=one.name, default_value=one.value,
    )  # fmt: skip
    choice = rx.el.select(
        nothing, rx.foreach(one.choices, lambda pair: rx.el.option(pair[1], value=pair[0])),
        id=id, name=one.name, default_value=one.value,
    )  # fmt: skip
    typed = rx.el.input(id=id, name=one.name, default_value=one.value, auto_complete="off")
    return rx.el.div(
        rx.el.label(one.label, html_for=id),
        rx.match(one.kind, ("yes-no", yes_no), ("choice", choice), typed),
        class_name="field",
    )
