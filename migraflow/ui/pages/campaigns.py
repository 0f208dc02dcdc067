"""*Campagnes*: those that run, and a form to open the return of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.campaigns import CampaignKind, CampaignState
from migraflow.domain.errors import AnswersRejected, Refused
from migraflow.domain.shown import number
from migraflow.services import campaign_boards, campaign_opening_forms, campaigns
from migraflow.services.campaign_boards import CampaignRow
from migraflow.ui.components.entries import chosen, entry, option, typed
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.routes import CAMPAIGNS, campaign_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import moment_words
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset

TONES = {CampaignState.OPEN: "info", CampaignState.CHOSEN: "ok", CampaignState.CLOSED: ""}


@dataclass(frozen=True)
class Line:
    """A campaign as a row shows it."""

    ref: str
    href: str
    title: str
    model: str
    state: str
    tone: str
    applied: str
    chosen: str
    opened: str


@dataclass(frozen=True)
class Question:
    """A question of the form: a list of choices, or typed when there is none."""

    name: str
    label: str
    kind: str
    choices: list[list[str]]


class CampaignsState(Doorway, rx.State):
    """The list, and the form."""

    rows: list[Line] = []
    models: list[tuple[str, str]] = []
    model: str = ""
    questions: list[Question] = []
    error: str = ""

    @door
    async def load(self) -> None:
        """The campaigns, and what may be opened."""
        language = await self._language()
        self.rows = [line(row, language) for row in await self._ask(campaign_boards.listing)]
        self.error, self.models = "", []
        if (await self.get_state(SessionState)).may.count("mener_campagne"):
            self.models = list(await self._ask(campaign_opening_forms.models_open, language=language))
        if self.models:
            await self._turn(self.models[0][0])
        self.standing = "ready"

    @door
    async def choose(self, model: str) -> None:
        """Another kind of campaign."""
        await self._turn(model)

    async def _turn(self, model: str) -> None:
        """The questions of a kind of campaign."""
        asked = await self._ask(campaign_opening_forms.questions, model=model)
        self.model = model
        self.questions = [
            Question(one.name, one.label, one.kind, [list(pair) for pair in one.choices]) for one in asked
        ]

    @door
    async def open(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Open a campaign for people who return."""
        shared = {one.name: str(form.get(one.name) or "")[:80] for one in self.questions}
        try:
            made = await self._ask(
                campaigns.open_group, model=self.model, title=str(form.get("title") or ""), shared=shared
            )
        except (AnswersRejected, Refused) as refusal:
            self.error = sentence(refusal, await self._language())
            return None
        return rx.redirect(campaign_at(made.ref))


def line(row: CampaignRow, language: str) -> Line:
    """`row` in words."""
    one, moment = row.campaign, now()
    return Line(
        ref=one.ref,
        href=campaign_at(one.ref),
        title=typeset(one.title),
        model=one.offer_ref,
        state=say(language, f"campaigns.state_{one.state.value}"),
        tone=TONES[one.state],
        applied=count(row.applied, language),
        chosen=count(row.chosen, language) if one.kind is CampaignKind.SELECTION else "",
        opened=opened(one.opened_by_name, one.opened, moment, language),
    )


def count(value: int | None, language: str) -> str:
    """A count, or what stands for one that is hidden."""
    return say(language, "campaigns.hidden") if value is None else number(value)


def opened(who: str, when: datetime, moment: datetime, language: str) -> str:
    """Who opened a campaign, and when."""
    return say(language, "campaigns.opened", who=who, when=moment_words(when, moment, language))


SEEN = live(CampaignsState)


def page() -> rx.Component:
    """The list, then the form."""
    return shell(
        CAMPAIGNS,
        SEEN.standing,
        heading(t("campaigns.title"), t("campaigns.lead")),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("campaigns.none"), t("campaigns.none_more"), mark="people")),
        rx.cond(SEEN.models.length() > 0, form()),
    )


def listing() -> rx.Component:
    """The table of campaigns."""
    heads = ("list", "standing", "applied", "chosen")
    return cards(
        t("campaigns.list"), [t(f"campaigns.{head}") for head in heads], SEEN.rows, row, custom_attrs={"data-list": ""}
    )


def row(one: Live) -> rx.Component:
    """One campaign."""
    return rx.el.tr(
        rx.el.td(
            link(one.title, to=one.href),
            rx.el.br(),
            rx.el.span(one.ref, " ", one.model, class_name="soft small num"),
            rx.el.br(),
            rx.el.span(one.opened, class_name="soft small"),
            class_name="wide",
        ),
        rx.el.td(chip(one.state, one.tone)),
        rx.el.td(one.applied, class_name="num"),
        rx.el.td(one.chosen, class_name="num"),
        key=one.ref,
    )


def form() -> rx.Component:
    """The return of a group: its name, and what is the same for everybody."""
    kinds = chosen(rx.foreach(SEEN.models, option), value=SEEN.model, on_change=SEEN.choose)
    return rx.el.form(
        rx.el.h2(t("campaigns.new")),
        entry("model", t("campaigns.model"), "", kinds),
        entry("title", t("campaigns.new_title"), SEEN.error, typed(max_length=200), t("campaigns.new_hint")),
        rx.el.p(t("campaigns.new_shared"), class_name="soft"),
        rx.foreach(SEEN.questions, question),
        rx.el.div(rx.el.button(t("campaigns.new_open"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack reading",
        no_validate=True,
        on_submit=SEEN.open,
    )


def question(one: Live) -> rx.Component:
    """One question about the whole group."""
    listed = rx.el.select(rx.el.option("", value=""), rx.foreach(one.choices, option), id=one.name, name=one.name)
    return rx.el.div(
        rx.el.label(one.label, html_for=one.name),
        rx.cond(
            one.choices.length() > 0,
            listed,
            rx.cond(
                one.kind == "date",
                rx.el.input(id=one.name, name=one.name, type="date"),
                rx.el.input(id=one.name, name=one.name, max_length=80),
            ),
        ),
        class_name="field",
        key=one.name,
    )
