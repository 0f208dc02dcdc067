"""Parts of a case that several pages show: its person, its path, what was answered, its documents."""

from __future__ import annotations

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import Live, chip, link
from migraflow.ui.words import t


def pair(p: Live) -> rx.Component:
    """A question and its answer."""
    return rx.el.div(rx.el.dt(p.name), rx.el.dd(p.value))


def person_card(who: Live) -> rx.Component:
    """Who it is about, with the way to their whole life line."""
    return rx.el.section(
        rx.el.h2(rx.cond(who.name != "", who.name, t("task.person"))),
        rx.cond(
            who.name != "",
            rx.fragment(
                rx.el.dl(rx.foreach(who.facts, pair), class_name="facts small num"),
                rx.el.p(link(t("task.life"), to=who.href), class_name="small after-facts"),
            ),
            rx.el.p(t("cases.person_none"), class_name="small soft"),
        ),
        class_name="card flat",
    )


def path_line(step: Live) -> rx.Component:
    """One line of the path."""
    return rx.el.li(
        rx.cond(step.href != "", link(rx.el.strong(step.title), to=step.href), rx.el.strong(step.title)),
        rx.el.br(),
        rx.el.time(step.detail, date_time=step.machine, class_name="soft small"),
        class_name=step.tone,
    )


def answered(a: Live) -> rx.Component:
    """What was answered at one step, folded."""
    return rx.el.details(
        rx.el.summary(rx.el.strong(a.step), " ", rx.el.span(a.detail, class_name="soft small")),
        rx.el.dl(rx.foreach(a.lines, pair), class_name="facts small"),
        class_name="answered",
    )


def paper(p: Live, *more: rx.Component) -> rx.Component:
    """One document, to download: its address is the server's, no page of the app; `more` stands below it."""
    file = link(p.name, to=p.href, reload_document=True, custom_attrs={"download": ""})
    return rx.el.li(
        icon("file"),
        rx.el.div(
            file,
            rx.cond(p.annulled != "", rx.fragment(" ", chip(p.annulled, "late"))),
            rx.el.br(),
            rx.el.span(p.detail, class_name="soft small"),
            *more,
        ),
        class_name="row",
    )
