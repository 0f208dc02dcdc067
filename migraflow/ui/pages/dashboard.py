"""The ministry's page: figures in a sentence, in tiles, in charts and in tables; never a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from plotly.graph_objects import Figure

from migraflow.domain.measures import Headline, Slice
from migraflow.domain.shown import number
from migraflow.services import measures
from migraflow.ui.components.pieces import heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.panels import PANELS, Panel, body, head
from migraflow.ui.periods import asked
from migraflow.ui.routes import DASHBOARDS, WORKLOAD
from migraflow.ui.shell import shell
from migraflow.ui.when import day
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class Shown:
    """One panel as words: the table beside the figure."""

    head: list[str]
    rows: list[list[str]]


class DashboardState(Doorway, rx.State):
    """What the page shows. Filters live in the address bar, so that a view can be sent to a colleague."""

    since: str = ""
    until: str = ""
    region: str = ""
    regions: list[tuple[str, str]] = []
    sentence: str = ""
    tiles: list[tuple[str, str]] = []
    figures: dict[str, Figure] = {}
    tables: dict[str, Shown] = {}

    @door
    async def load(self) -> None:
        """Count everything for the period and region of the address."""
        language = await self._language()
        slice_ = asked(self.router.url.query_parameters)
        self.since, self.until, self.region = slice_.since.isoformat(), slice_.until.isoformat(), slice_.region
        self.regions = list(await self._ask(measures.region_choices))
        top = await self._ask(measures.headline, slice_=slice_)
        where = dict(self.regions).get(slice_.region, "")
        self.sentence, self.tiles = told(top, slice_, where, language), tiles(top, language)
        await self._draw(slice_, language)
        self.standing = "ready"

    @door
    async def show(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Another period or region."""
        wanted = {key: form.get(key, "") for key in ("du", "au", "region") if form.get(key)}
        return rx.redirect(f"{DASHBOARDS}?{urlencode(wanted)}")

    async def _draw(self, slice_: Slice, language: str) -> None:
        """Every panel of the page, as a figure and as a table."""
        for panel in PANELS:
            table = await self._ask(panel.count, slice_=slice_)
            self.figures[panel.measure.value] = panel.draw(table, language)
            self.tables[panel.measure.value] = Shown(head(table, language), body(table, language))


SEEN = live(DashboardState)


def told(top: Headline, slice_: Slice, region: str, language: str) -> str:
    """The page in one or two sentences."""
    facts = {
        "since": day(slice_.since, slice_.until, language),
        "until": day(slice_.until, slice_.until, language),
        "where": say(language, "measures.where", region=region) if region else "",
    }
    if top.opened is None:
        return say(language, "measures.sentence_few", **facts)
    if top.opened == 0:
        return say(language, "measures.sentence_none", **facts)
    sentence = say(language, "measures.sentence", opened=number(top.opened), compared=change(top, language), **facts)
    if top.first_region and not region:
        sentence += say(language, "measures.sentence_region", region=top.first_region)
    return sentence


def change(top: Headline, language: str) -> str:
    """How the count compares with the year before; nothing when there is too little to compare with."""
    if not top.before or top.opened is None:
        return ""
    percent = round(100 * (top.opened - top.before) / top.before)
    if percent == 0:
        return say(language, "measures.same")
    return say(language, "measures.more" if percent > 0 else "measures.less", percent=f"{abs(percent)}\u202f%")


def tiles(top: Headline, language: str) -> list[tuple[str, str]]:
    """The figures on top, each with its words."""
    hidden, none = say(language, "measures.hidden"), say(language, "measures.none")
    kept = none if top.kept is None else f"{top.kept:.0f}\u202f%"
    length = none if top.median_days is None else say(language, "measures.days", days=f"{top.median_days:.0f}")
    figures = [
        ("opened", hidden if top.opened is None else number(top.opened)),
        ("open", hidden if top.open_now is None else number(top.open_now)),
        ("closed", hidden if top.closed is None else number(top.closed)),
        ("days", length),
        ("kept", kept),
    ]
    return [(say(language, f"measures.tile_{key}"), figure) for key, figure in figures]


def page() -> rx.Component:
    """Sentence, filters, tiles, charts."""
    return shell(
        DASHBOARDS,
        SEEN.standing,
        heading(t("measures.title"), SEEN.sentence, link(t("workload.link"), to=WORKLOAD, class_name="button")),
        filters(),
        rx.el.div(rx.foreach(SEEN.tiles, tile), class_name="tiles"),
        rx.el.div(*[panel_card(panel) for panel in PANELS], class_name="grid2 panels"),
        rx.el.p(t("measures.masked"), class_name="soft small"),
    )


def filters() -> rx.Component:
    """Period and region, in one line; a plain form."""
    return rx.el.form(
        labelled("du", t("measures.since"), rx.el.input(type="date", default_value=SEEN.since, id="du", name="du")),
        labelled("au", t("measures.until"), rx.el.input(type="date", default_value=SEEN.until, id="au", name="au")),
        labelled(
            "region",
            t("measures.region"),
            rx.el.select(
                rx.el.option(t("measures.all_regions"), value=""),
                rx.foreach(SEEN.regions, lambda pair: rx.el.option(pair[1], value=pair[0])),
                default_value=SEEN.region,
                id="region",
                name="region",
            ),
        ),
        rx.el.button(t("measures.apply"), type="submit"),
        on_submit=SEEN.show,
        key=SEEN.since + SEEN.until + SEEN.region,
        class_name="filters",
        aria_label=t("measures.filters"),
    )


def labelled(name: str, words: rx.Var[str], control: rx.Component) -> rx.Component:
    """A control under its label."""
    return rx.el.div(rx.el.label(words, html_for=name), control, class_name="field")


def tile(pair: Any) -> rx.Component:
    """One figure."""
    return rx.el.section(
        rx.el.p(pair[0], class_name="soft small"), rx.el.p(pair[1], class_name="figure"), class_name="card"
    )


def panel_card(panel: Panel) -> rx.Component:
    """One panel: title, sentence, chart, then its definition and its table for whoever wants them."""
    code = panel.measure.value
    shown = SEEN.tables[code].to(Shown)
    title = f"measure-{code}"
    return rx.el.section(
        rx.el.h2(t(f"measures.{code}"), id=title),
        rx.el.p(t(f"measures.{code}_lead"), class_name="small soft"),
        rx.cond(
            shown.rows.length() > 0,
            rx.el.div(
                rx.plotly.basic(
                    data=SEEN.figures[code].to(Figure),
                    config={"displayModeBar": False, "responsive": True, "locale": "fr"},
                    use_resize_handler=True,
                    width="100%",
                ),
                class_name="chart",
                aria_hidden=True,
            ),
            rx.el.p(t("measures.empty"), class_name="soft"),
        ),
        rx.el.details(rx.el.summary(t("measures.table")), figures_table(shown, title), class_name="small"),
        rx.el.details(rx.el.summary(t("measures.definition")), rx.el.p(t(f"measures.{code}_more")), class_name="small"),
        class_name="card panel",
        aria_labelledby=title,
    )


def figures_table(shown: Any, title: str) -> rx.Component:
    """The same figures as a table: what a screen reader reads, and what is copied into a report."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(rx.foreach(shown.head, lambda words: rx.el.th(words, scope="col")))),
            rx.el.tbody(
                rx.foreach(
                    shown.rows,
                    lambda row: rx.el.tr(
                        rx.foreach(
                            row,
                            lambda cell, place: rx.cond(
                                place == 0, rx.el.th(cell, scope="row"), rx.el.td(cell, class_name="n num")
                            ),
                        )
                    ),
                )
            ),
            aria_labelledby=title,
        ),
        class_name="scroll",
        tab_index=0,
        role="region",
        aria_labelledby=title,
    )
