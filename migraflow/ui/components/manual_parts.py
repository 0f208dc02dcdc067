"""Steps, forms and rules as the manual shows them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.pieces import Live, Text
from migraflow.ui.words import t


def step_part(one: Live) -> rx.Component:
    """One step: who, when, how, and what follows."""
    return rx.el.li(
        rx.el.h3(one.number, ". ", one.name, " ", rx.el.span(one.kind, class_name="small soft")),
        said("who", one.who),
        said("deadline", one.deadline),
        rx.cond(one.words, rx.el.p(one.words)),
        leads("form", one.form, "formulaire"),
        leads("rule", one.rule, "regle"),
        rx.cond(one.does, rx.el.p(one.does, class_name=rx.cond(one.kind == "Calcul", "formula small", "small"))),
        said("legal_one", one.legal),
        several("then", one.ways),
        several("meanwhile", one.meanwhile),
        id="etape-" + one.number.to_string(),
        class_name=rx.cond(one.who, "mine", ""),
    )


def said(key: str, value: Live) -> rx.Component:
    """A fact of a step, when there is one."""
    return rx.cond(value, rx.el.p(rx.el.strong(t(f"manual.{key}")), " : ", value))


def leads(key: str, number: Live, anchor: str) -> rx.Component:
    """The form or rule of a step, further down the page."""
    to: Any = rx.Var.create(f"#{anchor}-") + number
    return rx.cond(number, rx.el.p(rx.el.strong(t(f"manual.{key}")), " : ", rx.el.a(number, href=to)))


def several(key: str, ways: Live) -> rx.Component:
    """Ways on, one below the other."""
    return rx.cond(
        ways,
        rx.el.div(
            rx.el.strong(t(f"manual.{key}")), " :", rx.el.ul(rx.foreach(ways, rx.el.li), class_name="dashes"),
            class_name="small",
        ),
    )  # fmt: skip


def table(label: Live, heads: list[Text] | Live, rows: rx.Component, number: bool = False) -> rx.Component:
    """A table that scrolls on narrow screens."""
    cells = rx.foreach(heads, head) if isinstance(heads, rx.Var) else rx.fragment(*[head(one) for one in heads])
    first = head(t("manual.row")) if number else rx.fragment()
    return rx.el.div(
        rx.el.table(rx.el.thead(rx.el.tr(first, cells)), rx.el.tbody(rows)),
        class_name="scroll",
        tab_index=0,
        role="region",
        aria_label=label,
    )


def head(words: Any) -> rx.Component:
    """The head of a column."""
    return rx.el.th(words, scope="col")


def form_part(one: Live) -> rx.Component:
    """One form, or block of questions."""
    heads: list[Text] = [t(f"manual.{key}") for key in ("question", "answer", "more")]
    return rx.el.article(
        rx.el.h3(one.number, ". ", one.title),
        rx.cond(one.words, rx.el.p(one.words)),
        table(one.title, heads, rx.foreach(one.fields, field)),
        rx.cond(
            one.checks,
            rx.el.div(
                rx.el.strong(t("manual.refuses"), class_name="small"),
                rx.el.ul(rx.foreach(one.checks, rx.el.li), class_name="dashes small"),
            ),
        ),
        id="formulaire-" + one.number,
    )


def field(one: Live) -> rx.Component:
    """One question."""
    return rx.el.tr(
        rx.el.td(
            one.label,
            rx.cond(one.required, rx.el.span(" (", t("manual.needed"), ")", class_name="small soft")),
            class_name=rx.cond(one.depth > 0, "inner", ""),
        ),
        rx.el.td(one.kind, rx.cond(one.block, rx.fragment(" : ", one.block)), class_name="small"),
        rx.el.td(
            rx.cond(one.condition, rx.fragment(t("manual.only_if"), " ", rx.el.code(one.condition), ". ")),
            rx.cond(one.needed_if, rx.fragment(t("manual.needed_if"), " ", rx.el.code(one.needed_if), ". ")),
            rx.cond(one.choices, rx.fragment(one.choices, ". ")),
            rx.cond(one.note, rx.fragment(one.note, " ")),
            one.kept,
            class_name="small",
        ),
    )


def rule_part(one: Live) -> rx.Component:
    """One decision table."""
    return rx.el.article(
        rx.el.h3(one.number, ". ", one.title),
        rx.el.p(one.policy),
        table(one.title, one.columns, rx.foreach(one.rows, rule_row), number=True),
        id="regle-" + one.number,
    )


def rule_row(cells: Live, number: Live) -> rx.Component:
    """One rule."""
    return rx.el.tr(
        rx.el.td(number + 1, class_name="num"),
        rx.foreach(cells, lambda cell: rx.el.td(rx.el.code(cell))),
    )
