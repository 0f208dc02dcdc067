"""The filters of the dashboards: one line of chips, and a dialog with every field."""

from __future__ import annotations

import reflex as rx

from migraflow.domain.slices import SPAN, Span
from migraflow.ui.asking import BY, COMPARE
from migraflow.ui.components.exporting import page_ways
from migraflow.ui.components.pieces import Live, link
from migraflow.ui.words import t


def filters(seen: Live) -> rx.Component:
    """The chips of what is counted, then views, exports, paper."""
    return rx.el.div(
        opener(seen.span, "filters"),
        rx.foreach(seen.chips, chip),
        opener(t("boards.add_filter"), "filters"),
        rx.cond(seen.chips, link(t("boards.clear"), to="?", class_name="button quiet tiny")),
        rx.el.span(
            opener(t("boards.views"), "views"),
            page_ways(seen.page, seen.query),
            rx.el.button(t("boards.print"), type="button", class_name="tiny", custom_attrs={"data-print": ""}),
            class_name="push row",
        ),
        dialog(seen),
        class_name="row chips no-print",
        role="group",
        aria_label=t("boards.filters"),
    )


def opener(words: Live, name: str) -> rx.Component:
    """A button that opens a dialog."""
    return rx.el.button(
        words, type="button", class_name="tiny", aria_haspopup="dialog", custom_attrs={"data-dialog": name}
    )


def chip(one: Live) -> rx.Component:
    """One filter that is set; following it takes the filter away."""
    return link(
        one.label,
        rx.el.span(" ×", aria_hidden=True),
        to=one.href,
        class_name="button tiny chosen",
        aria_label=one.hint,
    )


def dialog(seen: Live) -> rx.Component:
    """Every field of the filters."""
    return rx.el.dialog(
        rx.el.h2(t("boards.filter"), id="filters-title"),
        rx.el.form(
            rx.el.div(span_field(seen), rx.foreach(seen.spans, list_field), class_name="span-fields"),
            compare_field(seen),
            rx.el.div(rx.foreach(seen.fields, free_field), break_down(seen), class_name="field-grid"),
            rx.el.div(
                rx.el.button(t("boards.apply"), type="submit", class_name="primary", custom_attrs={"data-close": ""}),
                rx.el.button(t("boards.close"), type="button", custom_attrs={"data-close": ""}),
                class_name="row",
            ),
            on_submit=seen.show,
            key=seen.page + "?" + seen.query,
            class_name="stack",
        ),
        id="filters",
        class_name="panel-dialog",
        aria_labelledby="filters-title",
    )


def field(name: Live, label: Live, control: rx.Component) -> rx.Component:
    """A control under its label."""
    return rx.el.div(rx.el.label(label, html_for=name), control, class_name="field")


def span_field(seen: Live) -> rx.Component:
    """The span by name."""
    options = [rx.el.option(t(f"boards.span_{span.value}"), value=span.value) for span in Span]
    control = rx.el.select(*options, id="filter-span", name=SPAN, default_value=seen.asked[SPAN])
    return field("filter-span", t("boards.span"), control)


def compare_field(seen: Live) -> rx.Component:
    """Whether the year before is shown."""
    box = rx.el.input(type="checkbox", id="filter-compare", name=COMPARE, default_checked=seen.asked[COMPARE] != "")
    return rx.el.label(box, " ", t("boards.compare"), html_for="filter-compare", class_name="choice")


def list_field(one: Live) -> rx.Component:
    """A list without « all »: the months."""
    name = "filter-" + one.name
    options = rx.foreach(one.options, option)
    return field(name, one.label, rx.el.select(options, id=name, name=one.name, default_value=one.value))


def free_field(one: Live) -> rx.Component:
    """A list with « all » first: a dimension."""
    name = "filter-" + one.name
    everything = rx.el.option(t("boards.all"), value="")
    control = rx.el.select(everything, rx.foreach(one.options, option), id=name, name=one.name, default_value=one.value)
    return field(name, one.label, control)


def break_down(seen: Live) -> rx.Component:
    """By what every figure is broken down."""
    nothing = rx.el.option(t("boards.no_break_down"), value="")
    by = rx.foreach(seen.fields, lambda one: rx.el.option(one.label, value=one.name))
    control = rx.el.select(nothing, by, id="filter-by", name=BY, default_value=seen.asked[BY])
    return field("filter-by", t("boards.break_down"), control)


def option(pair: Live) -> rx.Component:
    """One (value, words) pair."""
    return rx.el.option(pair[1], value=pair[0])
