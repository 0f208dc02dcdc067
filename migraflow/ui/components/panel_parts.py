"""The parts of a panel: title, sentence, drawing, the same as a table, definition; and headline figures."""

from __future__ import annotations

from typing import Any

import reflex as rx
from plotly.graph_objects import Figure

from migraflow.domain.access import Permission
from migraflow.ui.components.exporting import figure_ways
from migraflow.ui.components.pieces import Live, link
from migraflow.ui.door import live
from migraflow.ui.routes import INDICATORS
from migraflow.ui.session import SessionState
from migraflow.ui.words import t

SESSION = live(SessionState)
UNDRAWN = {"few": "too_few", "lone": "lone", "zero": "zero"}
"""Why a panel has no drawing, and the words that say so."""


def tile(one: Live) -> rx.Component:
    """One headline figure: its name, the figure, how it moved, its target."""
    return rx.el.section(
        rx.el.p(one.name, class_name="soft small"),
        rx.el.p(
            one.figure,
            rx.cond(one.unit != "", rx.el.span(" ", one.unit, class_name="unit")),
            class_name=rx.cond(one.hidden, "figure concealed", "figure"),
        ),
        rx.cond(one.moved != "", rx.el.p(one.moved, class_name=rx.Var.create("small ") + one.tone)),
        rx.cond(one.target != "", rx.el.p(one.target, class_name="small soft")),
        class_name="card",
    )


def panel_card(one: Live, seen: Live) -> rx.Component:
    """One figure of the page."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(one.title, id="panel-" + one.key),
            rx.el.span(one.code, class_name="soft small num"),
            class_name="row",
        ),
        rx.el.p(one.sentence, class_name="small"),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="small soft")),
        rx.match(
            one.kind,
            ("plot", plotted(one, seen)),
            ("text", rx.el.div(rx.html(one.drawn), class_name="chart drawn", aria_hidden=True)),
            ("tiles", regions(one)),
            *[(kind, rx.el.p(t(f"figures.{words}"), class_name="small soft")) for kind, words in UNDRAWN.items()],
            rx.el.p(t("figures.empty"), class_name="small soft"),
        ),
        rx.el.div(
            rx.cond(one.rows, rx.el.details(rx.el.summary(t("figures.table")), table(one))),
            rx.el.details(rx.el.summary(t("figures.definition")), definition(one)),
            figure_ways(one.code, seen.query),
            cases(one),
            class_name="small panel-more",
        ),
        class_name=rx.cond(one.wide, "card panel wide", "card panel"),
        aria_labelledby="panel-" + one.key,
        key=one.key,
    )


def plotted(one: Live, seen: Live) -> rx.Component:
    """What Plotly draws; nothing in it can be reached by keyboard, the table below holds the same and its links."""
    return rx.el.div(
        rx.plotly.basic(
            data=seen.figures[one.key].to(Figure),
            config={"displayModeBar": False, "responsive": True, "locale": "fr"},
            use_resize_handler=True,
            width="100%",
            on_click=lambda points: seen.pick(one.key, points),
        ),
        class_name="chart",
        aria_hidden=True,
    )


def regions(one: Live) -> rx.Component:
    """The regions as tiles; each leads to the page for that region alone."""
    return rx.el.div(rx.foreach(one.tiles, region), class_name="region-tiles", aria_hidden=True)


def region(spot: Live) -> rx.Component:
    """One region."""
    content = (
        rx.el.span(spot.short, class_name="short"),
        rx.el.span(spot.name, class_name="long"),
        rx.el.b(spot.figure),
    )
    drawn: dict[str, Any] = {"class_name": spot.shade, "style": {"gridArea": spot.area}, "title": spot.name}
    return rx.cond(spot.href != "", link(*content, to=spot.href, tab_index=-1, **drawn), rx.el.span(*content, **drawn))


def table(one: Live) -> rx.Component:
    """The figures as a table: what a screen reader reads, what a report takes, what the keyboard filters by."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(rx.foreach(one.head, lambda words: rx.el.th(words, scope="col")))),
            rx.el.tbody(rx.foreach(one.rows, row)),
            aria_labelledby="panel-" + one.key,
        ),
        class_name="scroll",
        tab_index=0,
        role="region",
        aria_label=t("figures.table").to(str) + " : " + one.title,
    )


def row(line: Live) -> rx.Component:
    """One row; its label filters the page where it can."""
    label = rx.cond(
        line.href != "", link(line.label, to=line.href, title=line.hint, aria_label=line.hint), rx.fragment(line.label)
    )
    return rx.el.tr(
        rx.el.th(label, scope="row"), rx.foreach(line.cells, lambda cell: rx.el.td(cell, class_name="n num"))
    )


def definition(one: Live) -> rx.Component:
    """What is counted, how, and with what care to read it."""
    return rx.el.dl(
        rx.foreach(one.facts, lambda pair: rx.el.div(rx.el.dt(pair[0]), rx.el.dd(pair[1]))),
        rx.el.div(rx.el.dt(t("figures.catalogue")), rx.el.dd(link(one.code, to=f"{INDICATORS}/" + one.code))),
        class_name="facts",
    )


def cases(one: Live) -> rx.Component:
    """The list behind a figure, for those who see cases."""
    return rx.cond(
        (one.cases != "") & SESSION.may.contains(Permission.SEE_CASE.value),
        link(t("figures.cases"), to=one.cases, class_name="way"),
    )


def axes_table(axis: Live, seen: Live) -> rx.Component:
    """One axis of the PONAM with the indicators that follow it."""
    heads = ("indicator", "figure", "moved", "aim")
    return rx.el.section(
        rx.el.h2(axis.name),
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*[rx.el.th(t(f"boards.{head}"), scope="col") for head in heads])),
                rx.el.tbody(rx.foreach(axis.lines, axis_row)),
            ),
            class_name="scroll",
            tab_index=0,
            role="region",
            aria_label=axis.name,
        ),
        class_name="card stack axis",
    )


def axis_row(line: Live) -> rx.Component:
    """One indicator of an axis."""
    return rx.el.tr(
        rx.el.th(line.name, " ", link(line.href, to=f"{INDICATORS}/" + line.href, class_name="num"), scope="row"),
        rx.el.td(line.figure, " ", line.unit, class_name="num"),
        rx.el.td(line.moved, class_name=rx.Var.create("num ") + line.tone),
        rx.el.td(line.target),
    )
