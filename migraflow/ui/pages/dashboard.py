"""The ministry's pages: figures in a sentence, in tiles, in charts and in tables; never a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx
from plotly.graph_objects import Figure

from migraflow.charts.bars import broken
from migraflow.domain.slices import begun_with, silent
from migraflow.services import dashboards
from migraflow.services.behind import BEHIND
from migraflow.services.dashboards import Choices, Figured, Wanted
from migraflow.ui import routes
from migraflow.ui.asking import COUNTED, Place, from_form, place_of, query_of, with_value
from migraflow.ui.boards import BOARDS, BY_PAGE, Board, slots
from migraflow.ui.components.dashboard_filters import filters
from migraflow.ui.components.panel_parts import axes_table, panel_card, tile
from migraflow.ui.components.pieces import heading, link, look_apart
from migraflow.ui.components.views_menu import ViewsState, views_dialog
from migraflow.ui.dashboard_lines import (
    NOTHING_FULLER,
    AxisSeen,
    ChipSeen,
    FieldSeen,
    FullerSeen,
    HeadSeen,
    axes,
    chips,
    fields,
    fuller,
    head_of,
    printed,
    span_words,
    spans,
    subject_of,
)
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.plates import DRAWN, PanelSeen, Setting, panel
from migraflow.ui.shell import shell
from migraflow.ui.told import sentence
from migraflow.ui.words import t


class DashboardState(Doorway, rx.State):
    """What a page shows. Filters live in the address bar, so that a view can be sent to a colleague."""

    page: str = ""
    words: str = "overview"
    query: str = ""
    told: str = ""
    span: str = ""
    spans: list[FieldSeen] = []
    fields: list[FieldSeen] = []
    chips: list[ChipSeen] = []
    asked: dict[str, str] = {}
    printed: str = ""
    heads: list[HeadSeen] = []
    panels: list[PanelSeen] = []
    undrawn: list[PanelSeen] = []
    fuller: FullerSeen = NOTHING_FULLER
    axes: list[AxisSeen] = []
    figures: dict[str, Figure] = {}
    drawn: bool = False

    @door
    async def load(self) -> None:
        """The words first: sentence, headline figures, filters. The charts come after (`draw`)."""
        place, language = await self._here(), await self._language()
        board = BY_PAGE.get(place.page)
        if board is None:
            self.standing = "absent"
            return
        self._lay(place, board, await self._ask(dashboards.choices), language)
        await self._tell(place, board, language)
        self.standing = "ready"

    @door
    async def draw(self) -> None:
        """Every panel of the page."""
        place, language = await self._here(), await self._language()
        board = BY_PAGE.get(place.page, BOARDS[0])
        if board.words == "ponam":
            await self._follow(place, language)
        else:
            await self._draw(place, board, language)
        self.drawn = True

    @door
    async def show(self, form: dict[str, Any]) -> rx.event.EventSpec:
        """Another period, other filters."""
        return rx.redirect(from_form(self._place(), form, now().date()))

    @door
    async def pick(self, key: str, points: list[dict[str, Any]]) -> rx.event.EventSpec | None:
        """A bar was clicked: count that alone."""
        ways = {broken(row.label): row.href for one in self.panels if one.key == key for row in one.rows}
        label = str((points or [{}])[0].get("y", ""))
        return rx.redirect(ways[label]) if ways.get(label) else None

    def _place(self) -> Place:
        """What the address asks for."""
        return place_of(self.router.url.path, dict(self.router.url.query_parameters), now().date())

    async def _here(self) -> Place:
        """The same, over the span this person begins with when it says none, and of what they are told."""
        place = self._place()
        if silent(dict(self.router.url.query_parameters)):
            span = await self._ask(dashboards.begins_with)
            place = replace(place, asked=begun_with(place.asked, span, now().date()))
        told = await self._ask(dashboards.cut, slice_=place.asked.slice_)
        return replace(place, asked=replace(place.asked, slice_=told))

    def _lay(self, place: Place, board: Board, choices: Choices, language: str) -> None:
        """The filters in words; the panels of another page are put away."""
        if (board.page, query_of(place)) != (self.page, self.query):
            self.panels, self.undrawn, self.axes, self.fuller, self.drawn = [], [], [], NOTHING_FULLER, False
        self.page, self.words, self.query = board.page, board.words, query_of(place)
        self.span, self.spans = span_words(place, language), spans(place, now().date(), language)
        self.fields, self.chips = fields(place, choices, language), chips(place, choices, language)
        self.asked = {
            "periode": place.asked.span.value,
            "par": place.by.value if place.by else "",
            "comparer": "oui" if place.asked.compared else "",
        }
        self.printed = printed(place, board, self.chips, language)

    async def _tell(self, place: Place, board: Board, language: str) -> None:
        """The first sentence, and the headline figures."""
        leading = [Wanted(one.code) for one in board.tiles]
        first = [slot.wanted for slot in board.slots if board.tiles and slot.wanted.turned][:1]
        found = await self._count([*first, *leading], place)
        self.told = sentence(subject_of(found[0], place), language) if found else ""
        by_code = {one.definition.code: one for one in found if not one.wanted.turned}
        told = [(by_code[one.code], one.words) for one in board.tiles if one.code in by_code]
        self.heads = [head_of(one, place, words, language) for one, words in told]

    async def _draw(self, place: Place, board: Board, language: str) -> None:
        """The panels of a page."""
        codes = await self._ask(dashboards.of_page, page=board.page)
        wanted = slots(board, codes, place.by)
        found = await self._count([slot.wanted for slot in wanted], place)
        charts = {slot.wanted: slot.chart for slot in wanted}
        setting = await self._setting(place, language)
        pairs = [panel(one, charts[one.wanted], setting) for one in found]
        self.figures = {shown.key: figure for shown, figure in pairs if figure is not None}
        self.panels = [shown for shown, _ in pairs if shown.kind in DRAWN]
        self.undrawn = [shown for shown, _ in pairs if shown.kind not in DRAWN]
        self.fuller = fuller(found, place, now().date(), language)

    async def _follow(self, place: Place, language: str) -> None:
        """The axes of the PONAM with what follows them."""
        names, tagged = await self._ask(dashboards.followed)
        found = await self._count([Wanted(code) for code in tagged], place)
        self.axes = axes(found, place, names, language)

    async def _count(self, wanted: list[Wanted], place: Place) -> tuple[Figured, ...]:
        """The figures asked for, in the slice of the address."""
        slice_, compared = place.asked.slice_, place.asked.compared
        return await self._ask(dashboards.figures, wanted=wanted, slice_=slice_, compared=compared)

    async def _setting(self, place: Place, language: str) -> Setting:
        """What panels are put into words with."""
        names = await self._ask(dashboards.names)
        return Setting(
            language=language,
            names=names.words,
            to=lambda dimension, value: with_value(place, dimension, value),
            cases=lambda found: cases_behind(place, found.definition.code),
            subject=lambda found: subject_of(found, place),
            shorts=names.shorts,
        )


def cases_behind(place: Place, code: str) -> str:
    """The address of the list of cases a figure counts; "" where there is none to show."""
    return f"{routes.CASES}?{COUNTED}={code}&{query_of(place)}".rstrip("&") if code in BEHIND else ""


SEEN = live(DashboardState)
BEGINNING = (DashboardState.load, DashboardState.draw, ViewsState.load)
"""What a page begins with: its words, then its charts, then the views one keeps."""


def page() -> rx.Component:
    """Tabs, sentence, filters, headline figures, panels."""
    return shell(
        routes.DASHBOARDS,
        SEEN.standing,
        look_apart(),
        heading(rx.match(SEEN.words, *[(b.words, t(f"boards.{b.words}")) for b in BOARDS], t("boards.title")), leads()),
        tabs(),
        filters(SEEN),
        rx.el.p(SEEN.printed, class_name="only-printed small"),
        rx.cond(SEEN.told != "", rx.el.p(SEEN.told, class_name="summing")),
        rx.cond(SEEN.heads, rx.el.div(rx.foreach(SEEN.heads, tile), class_name="tiles")),
        notes(),
        rx.cond(
            SEEN.drawn,
            rx.fragment(
                rx.cond(SEEN.fuller.words != "", way_to_more(SEEN.fuller)),
                rx.el.div(rx.foreach(SEEN.panels, lambda one: panel_card(one, SEEN)), class_name="grid2 panels"),
                rx.cond(SEEN.undrawn, undrawn()),
                rx.foreach(SEEN.axes, lambda axis: axes_table(axis, SEEN)),
            ),
            rx.el.p(t("figures.coming"), class_name="soft", role="status"),
        ),
        rx.el.p(t("figures.masked_note"), " ", t("boards.to_filter"), class_name="soft small"),
        views_dialog(),
    )


def way_to_more(one: Any) -> rx.Component:
    """That much is hidden over this span, and where less is."""
    return rx.el.p(one.words, " ", link(one.way, to=one.href), class_name="notice small")


def undrawn() -> rx.Component:
    """The figures that have no drawing, together and small: they leave no holes among the others."""
    return rx.fragment(
        rx.el.h2(t("figures.undrawn"), class_name="undrawn"),
        rx.el.p(t("figures.undrawn_more"), class_name="soft small"),
        rx.el.div(rx.foreach(SEEN.undrawn, lambda one: panel_card(one, SEEN)), class_name="grid2 panels"),
    )


def leads() -> Any:
    """The question each page answers."""
    return rx.match(SEEN.words, *[(b.words, t(f"boards.{b.words}_lead")) for b in BOARDS], "")


def notes() -> Any:
    """What must be known before a page is quoted; the way to where work waits."""
    return rx.match(
        SEEN.words,
        ("costs", rx.el.p(t("boards.costs_note"), class_name="notice small")),
        ("reintegration", rx.el.p(t("boards.reintegration_note"), class_name="soft small")),
        (
            "performance",
            rx.el.p(
                link(t("workload.link"), to=rx.Var.create(f"{routes.WORKLOAD}?") + SEEN.query, class_name="button")
            ),
        ),
        rx.fragment(),
    )


def tabs() -> rx.Component:
    """The pages, with the filters held."""
    return rx.el.nav(
        *[
            link(
                t(f"boards.{board.words}"),
                to=f"{routes.DASHBOARDS}/{board.page}".rstrip("/") + rx.cond(SEEN.query != "", "?" + SEEN.query, ""),
                aria_current=rx.cond(SEEN.words == board.words, "page", "false"),
            )
            for board in BOARDS
        ],
        class_name="tabs boards",
        aria_label=t("boards.tabs"),
    )
