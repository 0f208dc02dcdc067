"""*Catalogue des indicateurs*: what each figure means, how it is counted, where from, what is aimed at."""

from __future__ import annotations

from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.definitions import PAGES
from migraflow.services import dashboards, targets
from migraflow.ui.components.entries import option
from migraflow.ui.components.pieces import Live, chip, empty, heading, link, look_apart
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.indicator_lines import IndicatorLine, indicator_line, page_title
from migraflow.ui.routes import DASHBOARDS, INDICATORS
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

ASKED = {"words": "q", "page": "tableau", "tag": "cadre"}
"""What is searched by, and its word in the address."""


class CatalogueState(Doorway, rx.State):
    """The indicators that answer the search in the address."""

    asked: dict[str, str] = {}
    told: str = ""
    lines: list[IndicatorLine] = []
    pages: list[tuple[str, str]] = []
    tags: list[tuple[str, str]] = []

    @door
    async def load(self) -> None:
        """What the address asks for."""
        query, language = dict(self.router.url.query_parameters), await self._language()
        self.asked = {name: str(query.get(word, ""))[:80] for name, word in ASKED.items()}
        await self._list(language)
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Another search, in the address so that it can be sent."""
        wanted = {word: str(form.get(name) or "").strip() for name, word in ASKED.items()}
        query = urlencode({word: value for word, value in wanted.items() if value})
        return rx.redirect(f"{INDICATORS}?{query}" if query else INDICATORS)

    async def _list(self, language: str) -> None:
        """The indicators in words, and what one may search by."""
        found = await self._ask(targets.catalogue, **self.asked)
        standing = await self._ask(targets.alerted)
        names, tags = (await self._ask(dashboards.names)).words, await self._ask(targets.tags)
        self.lines = [indicator_line(one, names, language, alert=one.code in standing) for one in found]
        key = "indicators.found_one" if len(found) == 1 else "indicators.found"
        self.told = say(language, key, count=len(found))
        self.pages = [(page, page_title(page, language)) for page in PAGES]
        self.tags = [(tag, names.get(tag, tag)) for tag in tags]


SEEN = live(CatalogueState)


def page() -> rx.Component:
    """Title, search, one card per indicator."""
    none = empty(
        t("indicators.none"),
        t("indicators.none_more"),
        link(t("indicators.all"), to=INDICATORS, class_name="button"),
        mark="search",
    )
    return shell(
        DASHBOARDS,
        SEEN.standing,
        look_apart(),
        heading(
            t("indicators.title"),
            t("indicators.lead"),
            link(t("indicators.boards"), to=DASHBOARDS, class_name="button"),
        ),
        searching(),
        rx.el.p(SEEN.told, class_name="soft small", role="status"),
        rx.cond(SEEN.lines.length() > 0, rx.el.div(rx.foreach(SEEN.lines, card), class_name="catalogue"), none),
    )


def searching() -> rx.Component:
    """A word, a page, a framework."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("indicators.search"), html_for="words"),
            rx.el.input(
                id="words",
                name="words",
                type="search",
                max_length=80,
                default_value=SEEN.asked["words"],
                key="words-" + SEEN.asked["words"],
                placeholder=t("indicators.search_hint"),
                auto_complete="off",
            ),
            class_name="field",
        ),
        choosing("page", t("indicators.page"), t("indicators.any_page"), SEEN.pages),
        choosing("tag", t("indicators.tag"), t("indicators.any_tag"), SEEN.tags),
        rx.el.button(t("indicators.show"), type="submit"),
        class_name="catalogue-search",
        role="search",
        on_submit=SEEN.search,
    )


def choosing(name: str, label: Live, every: Live, options: Live) -> rx.Component:
    """One list of the search."""
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.select(
            rx.el.option(every, value=""),
            rx.foreach(options, option),
            id=name,
            name=name,
            default_value=SEEN.asked[name],
            key=name + "-" + SEEN.asked[name],
        ),
        class_name="field",
    )


def card(one: Live) -> rx.Component:
    """One indicator: name, definition, the facts about it, where it is drawn."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(link(one.label, to=one.href)),
            rx.cond(one.alert, chip(t("indicators.alert"), "late")),
            rx.el.span(one.code, class_name="num soft small push"),
            class_name="row",
        ),
        rx.el.p(one.formula, class_name="small"),
        rx.cond(one.caveat != "", rx.el.p(one.caveat, class_name="small soft")),
        rx.el.dl(
            fact(t("indicators.target"), one.target, unset=True),
            fact(t("indicators.threshold"), one.threshold, unset=True),
            fact(t("indicators.unit"), one.unit),
            fact(t("indicators.direction"), one.direction),
            fact(t("indicators.sources"), one.sources),
            fact(t("indicators.drawn"), link(one.page, to=one.drawn)),
            class_name="facts small",
        ),
        class_name="card",
        key=one.code,
    )


def fact(name: Live, value: Live, *, unset: bool = False) -> rx.Component:
    """One fact; what nobody decided yet is said to be open."""
    shown = rx.cond(value != "", value, rx.el.span(t("indicators.unset"), class_name="soft")) if unset else value
    return rx.el.div(rx.el.dt(name), rx.el.dd(shown))
