"""One campaign: a live board in figures, what workers do now, lists in and out, the selection, parity, the story."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.campaigns import CampaignKind, CampaignState, ErrandState, Standing
from migraflow.domain.shown import number
from migraflow.services import campaign_boards, campaign_selection, campaign_simulation, campaigns
from migraflow.services.campaign_boards import Board
from migraflow.ui import routes
from migraflow.ui.campaign_words import (
    Sent,
    figures,
    opening,
    quota_text,
    read_quotas,
    sent,
    share,
    tally,
    tally_heads,
    task_now,
    told_story,
    work,
)  # fmt: skip
from migraflow.ui.components.campaign_parts import Work, filter_name, grid, under_way
from migraflow.ui.components.campaign_sections import lists, parity, plan, rolls, steps
from migraflow.ui.components.entries import asking
from migraflow.ui.components.pieces import Live, chip, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.notices import notify, titled
from migraflow.ui.places import region_names
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset

Rows = list[list[str]]


class CampaignPageState(Doorway, rx.State):
    """The board; `working`: workers are at it, the page reads itself again every few seconds."""

    ref: str = ""
    name: str = ""
    lead: str = ""
    state: str = ""
    kind: str = ""
    stage: str = ""
    plain: bool = False
    steers: bool = False
    working: bool = False
    todo: str = ""
    undecided: bool = False
    tiles: list[tuple[str, str]] = []
    heads: list[str] = []
    table: Rows = []
    parity: dict[str, Rows] = {}
    parity_heads: list[str] = []
    errands: list[Work] = []
    lists: list[Sent] = []
    steps: list[list[str]] = []
    story: list[str] = []
    regions: list[tuple[str, str]] = []
    seats: str = ""
    reserve: str = ""
    quotas: str = ""
    filters: Rows = []
    filter_heads: list[str] = []

    @door
    async def load(self) -> rx.event.EventSpec:
        """The campaign the address names."""
        self.ref = self._arrive()
        await self._read()
        self.standing = "ready"
        return titled(f"{self.ref} · {self.name}")

    @door
    async def again(self) -> None:
        """The figures as they are now."""
        await self._read()

    async def _read(self) -> None:
        """Read the board."""
        language = await self._language()
        names = await region_names(self)
        board: Board = await self._ask(campaign_boards.board, ref=self.ref)
        self._draw(board, names, language)
        self.filters = []
        if board.plain and board.campaign.kind is CampaignKind.SELECTION:
            found = await self._ask(campaign_simulation.of_campaign, ref=self.ref)
            self.filter_heads = [say(language, f"criteria.{one}") for one in ("sim_filter", "sim_passes", "sim_gained")]
            self.filters = [
                [filter_name(language, one.filter), number(one.passes), number(one.gained)] for one in found.filters
            ]

    def _draw(self, board: Board, names: dict[str, str], language: str) -> None:
        """`board` in words."""
        one = board.campaign
        self.name, self.kind, self.stage = typeset(one.title), one.kind.value, one.state.value
        self.state, self.lead = say(language, f"campaigns.state_{one.state.value}"), opening(board, language)
        self.plain, self.steers = board.plain, board.steers
        self.working = any(errand.state is ErrandState.QUEUED for errand in board.errands)
        self.undecided = bool(board.counts.get(Standing.ELIGIBLE))
        self.todo, self.tiles = task_now(board, self.working, language), figures(board, language)
        self.seats, self.reserve = str(one.seats), str(one.reserve)
        self.quotas = "\n".join(quota_text(quota) for quota in one.quotas)
        self._count(board, names, language)
        self._tell(board, language)

    def _count(self, board: Board, names: dict[str, str], language: str) -> None:
        """The tables: standings by region, parity by group."""
        self.heads, self.table = tally_heads(board, language), [tally(line, names, language) for line in board.table]
        words = ("group", "in_pool", "passed", "chosen", "rate", "ratio")
        self.parity_heads = [say(language, f"campaigns.{word}") for word in words]
        self.parity = {axis: [share(row, names, language) for row in rows] for axis, rows in board.parity.items()}
        self.regions = [(line.region, names.get(line.region, line.region)) for line in board.table if line.region]

    def _tell(self, board: Board, language: str) -> None:
        """What workers do, the lists that were sent, the steps cases wait at, the story."""
        self.errands = [work(errand, language) for errand in board.errands if errand.state is not ErrandState.DONE]
        self.lists = [sent(self.ref, batch, fates, language) for batch, fates in board.batches]
        self.steps = [[element, name, number(count)] for element, name, _, count in board.steps]
        self.story = [told_story(line, language) for line in board.story]

    async def _did(self, key: str, **facts: str) -> rx.event.EventSpec:
        """Read the board again, and say what was done."""
        await self._read()
        return notify(say(await self._language(), key, **facts))

    @door
    async def stop(self, errand: int) -> None:
        """Stop what workers do."""
        await self._ask(campaigns.stop, ref=self.ref, errand=errand)
        await self._read()

    @door
    async def go_on(self, errand: int) -> None:
        """Let it go on."""
        await self._ask(campaigns.go_on, ref=self.ref, errand=errand)
        await self._read()

    @door
    async def plan(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Set places, waiting list and quotas."""
        wish = {
            name: int(form.get(name) or 0) if str(form.get(name) or "").isdigit() else 0
            for name in ("seats", "reserve")
        }
        await self._ask(campaigns.plan, ref=self.ref, quotas=read_quotas(str(form.get("quotas") or "")), **wish)
        return await self._did("campaigns.planned")

    @door
    async def ask_for(self, what: str) -> rx.event.EventSpec:
        """Have something done in the background."""
        if what in ASKED:
            await self._ask(ASKED[what], ref=self.ref)
        return await self._did("campaigns.asked")

    @door
    async def follow_grid(self) -> rx.event.EventSpec:
        """Decide as the grid proposes, for all."""
        count = await self._ask(campaign_selection.decide, ref=self.ref, to=campaign_selection.AS_PROPOSED)
        return await self._did("campaigns.decided", count=str(count))

    @door
    async def call_next(self) -> rx.event.EventSpec:
        """Give free places to the next who wait."""
        count = await self._ask(campaign_selection.call_next, ref=self.ref)
        return await self._did("campaigns.called", count=str(count))

    @door
    async def repeat(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Copy a step done in one case to the others."""
        wish = {name: str(form.get(name) or "")[:80] for name in ("case", "element")}
        await self._ask(campaign_selection.repeat_step, ref=self.ref, **wish)
        return await self._did("campaigns.asked")


ASKED: dict[str, Any] = {
    "weigh": campaigns.weigh,
    "pool": campaigns.from_pool,
    "close": campaign_selection.close_selection,
    "open": campaign_selection.open_again,
    "depart": campaign_selection.depart,
    "close_group": campaign_selection.close_group,
}
"""What one button asks for."""


SEEN = live(CampaignPageState)


def page() -> rx.Component:
    """The board, then what may be done."""
    return shell(
        routes.CAMPAIGNS,
        arrived(SEEN),
        heading(SEEN.name, SEEN.lead, chip(SEEN.state, "info")),
        notice(rx.el.p(SEEN.todo), steering(), mark="clock", role="status"),
        rx.cond(
            SEEN.working, rx.el.button(type="button", hidden=True, on_click=SEEN.again, custom_attrs={"data-live": ""})
        ),
        rx.el.section(
            rx.el.h2(t("campaigns.board"), class_name="hide"),
            rx.el.div(rx.foreach(SEEN.tiles, tile), class_name="tiles"),
        ),
        rx.cond(SEEN.errands.length() > 0, chores()),
        rx.cond(SEEN.table.length() > 0, regions()),
        rx.cond(SEEN.plain, inside()),
        rx.cond((SEEN.kind == CampaignKind.SELECTION.value) & (SEEN.table.length() > 0), parity(SEEN)),
        rx.cond(SEEN.plain, story()),
    )


def chores() -> rx.Component:
    """What workers do now."""
    each = rx.foreach(SEEN.errands, lambda one: under_way(one, SEEN.stop, SEEN.go_on))
    return rx.el.section(rx.el.h2(t("campaigns.now")), rx.el.ul(each, class_name="plain stack"))


def regions() -> rx.Component:
    """The standings by region."""
    words = t("campaigns.by_region")
    return rx.el.section(rx.el.h2(words), grid(words, SEEN.heads, SEEN.table, "par-region"))


def tile(one: Live) -> rx.Component:
    """One figure."""
    return rx.el.div(
        rx.el.div(one[0], class_name="figure num"), rx.el.div(one[1], class_name="soft"), class_name="card"
    )


def steering() -> rx.Component:
    """What who steers may do next; the first that fits is the primary one."""
    chosen, closed = SEEN.stage == CampaignState.CHOSEN.value, SEEN.stage == CampaignState.CLOSED.value
    selection, open_ = SEEN.kind == CampaignKind.SELECTION.value, SEEN.stage == CampaignState.OPEN.value
    selecting = SEEN.steers & selection & open_ & ~SEEN.working
    return rx.el.div(
        rx.cond(SEEN.plain, link(t("campaigns.people"), to=routes.applications_at(SEEN.ref), class_name="button")),
        rx.cond(selecting & (SEEN.table.length() > 0), deciding()),
        rx.cond(selecting, button("pool", SEEN.ask_for("pool"))),
        rx.cond(
            SEEN.steers & chosen,
            rx.fragment(button("call_next", SEEN.call_next), button("depart", SEEN.ask_for("depart"))),
        ),
        rx.cond(SEEN.plain & ~closed & (chosen | ~selection), button("open_again", SEEN.ask_for("open"))),
        rx.cond(SEEN.steers & ~selection & open_, button("close_group", SEEN.ask_for("close_group"))),
        closing(),
        class_name="row",
    )


def deciding() -> rx.Component:
    """Follow the grid while somebody is undecided, close the selection once nobody is; weigh again at any time."""
    close = rx.el.button(t("campaigns.close_selection"), type="button", custom_attrs={"data-dialog": "close-selection"})
    return rx.fragment(
        rx.cond(SEEN.undecided, button("as_proposed", SEEN.follow_grid, primary=True), close),
        button("weigh", SEEN.ask_for("weigh")),
    )


def closing() -> rx.Component:
    """The question before a selection is closed."""
    return asking(
        "close-selection",
        t("campaigns.close_ask"),
        t("campaigns.close_more"),
        rx.el.button(
            t("campaigns.close_selection"),
            type="button",
            class_name="primary",
            on_click=SEEN.ask_for("close"),
            custom_attrs={"data-close": ""},
        ),
        t("campaigns.cancel"),
    )


def button(word: str, act: Any, *, primary: bool = False) -> rx.Component:
    """A button that does something at once."""
    return rx.el.button(t(f"campaigns.{word}"), type="button", class_name="primary" if primary else "", on_click=act)


def inside() -> rx.Component:
    """Lists in, places, shared steps, lists out: for those who run campaigns."""
    return rx.fragment(
        lists(SEEN),
        rx.cond(
            SEEN.steers & (SEEN.kind == CampaignKind.SELECTION.value) & (SEEN.stage == CampaignState.OPEN.value),
            plan(SEEN),
        ),
        rx.cond(SEEN.steps.length() > 0, steps(SEEN)),
        rx.cond(SEEN.table.length() > 0, rolls(SEEN)),
        rx.cond(
            SEEN.filters.length() > 0,
            rx.el.section(
                rx.el.h2(t("criteria.sim_applied")),
                grid(t("criteria.sim_applied"), SEEN.filter_heads, SEEN.filters, "filtres"),
            ),
        ),
    )


def story() -> rx.Component:
    """What was done, the latest first."""
    return rx.el.details(
        rx.el.summary(t("campaigns.story")),
        rx.el.ul(rx.foreach(SEEN.story, lambda line: rx.el.li(line, class_name="small"))),
    )
