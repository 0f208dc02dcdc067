"""The applications of a campaign, by rank: filtered, decided one by one or all that the filter shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.campaigns import APPLIED, DECIDED, Application, CampaignState, Standing, Wanted
from migraflow.domain.shown import number
from migraflow.services import campaign_boards, campaign_selection
from migraflow.ui import routes
from migraflow.ui.components.campaign_parts import filter_name
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, link
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.notices import notify
from migraflow.ui.places import region_names
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

ASKED = ("etat", "region", "sexe", "nom", "note")
"""Names of the filters in the address."""
DECISIONS = (campaign_selection.AS_PROPOSED, *(one.value for one in DECIDED), Standing.WITHDRAWN.value)
TONES = {Standing.CHOSEN: "ok", Standing.WAITING: "soon", Standing.EXCLUDED: "late", Standing.ELIGIBLE: "info"}


@dataclass(frozen=True)
class Line:
    """An application as a row shows it."""

    id: int
    rank: str
    name: str
    about: str
    score: str
    points: str
    standing: str
    tone: str
    note: str
    case: str
    decidable: bool


class ApplicationsState(Doorway, rx.State):
    """One page of applications; the address holds the filters."""

    ref: str = ""
    lead: str = ""
    asked: dict[str, str] = {}
    regions: list[tuple[str, str]] = []
    rows: list[Line] = []
    count: int = 0
    bulk: str = ""
    more: str = ""
    open: bool = False

    @door
    async def load(self) -> None:
        """The page the address asks for."""
        self.ref = self._arrive()
        query = dict(self.router.url.query_parameters)
        self.asked = {name: query.get(name, "")[:80] for name in ASKED}
        start = int(query["debut"]) if query.get("debut", "").isdigit() else 0
        await self._read(start)
        self.standing = "ready"

    async def _read(self, start: int = 0) -> None:
        """Read one page."""
        language, names = await self._language(), await region_names(self)
        found = await self._ask(campaign_boards.people, ref=self.ref, wanted=wanted(self.asked), start=start)
        self.rows = [line(row, names, language) for row in found.rows]
        self.regions, self.count = list(names.items()), found.count
        self.open = found.campaign.state is CampaignState.OPEN
        self.lead = f"{self.ref} · {say(language, 'campaigns.people_lead', count=number(found.count))}"
        self.bulk = say(language, "campaigns.bulk", count=number(found.count))
        after = start + campaign_boards.PAGE
        held = {name: value for name, value in self.asked.items() if value}
        self.more = (
            f"{routes.applications_at(self.ref)}?{urlencode({**held, 'debut': after})}" if after < found.count else ""
        )

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put the filters in the address."""
        held = {name: str(form.get(name) or "")[:80] for name in ASKED if form.get(name)}
        return rx.redirect(f"{routes.applications_at(self.ref)}?{urlencode(held)}")

    @door
    async def decide(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Decide about one application, or about all of the filter."""
        one, to = str(form.get("application") or "0"), str(form.get("to") or "")
        reason = str(form.get("reason") or "")
        if to == Standing.WITHDRAWN and one != "0":
            await self._ask(campaign_selection.withdraw, ref=self.ref, application=int(one), reason=reason)
            count = 1
        else:
            wish = {"application": int(one)} if one != "0" else {"wanted": wanted(self.asked)}
            count = await self._ask(campaign_selection.decide, ref=self.ref, to=to, reason=reason, **wish)
        await self._read()
        return notify(say(await self._language(), "campaigns.decided", count=str(count)))


def wanted(asked: dict[str, str]) -> Wanted:
    """What the filters ask for."""
    least = asked.get("note", "")
    return Wanted(standing=asked.get("etat", ""), region=asked.get("region", ""), sex=asked.get("sexe", "")[:1],
                  words=asked.get("nom", ""), least=int(least) if least.isdigit() else 0)  # fmt: skip


def line(row: Application, names: dict[str, str], language: str) -> Line:
    """`row` in words: why it stands where it stands."""
    points = cast("Mapping[str, int]", row.details.get("points") or {})
    who = {"F": say(language, "campaigns.woman"), "M": say(language, "campaigns.man")}.get(row.sex, "")
    about = [part for part in (who, str(row.age or ""), names.get(row.region, row.region), row.lot) if part]
    return Line(
        id=row.id,
        rank=str(row.rank or ""),
        name=row.name,
        about=", ".join(about),
        score="" if row.score is None else str(row.score),
        points=", ".join(f"{name} {value}" for name, value in points.items()),
        standing=say(language, f"campaigns.standing_{row.standing.value}"),
        tone=TONES.get(row.standing, ""),
        note=note(row, language),
        case=row.case_ref,
        decidable=row.standing in {Standing.ELIGIBLE, *DECIDED},
    )


def note(row: Application, language: str) -> str:
    """Who decided and why, what set it aside, what the grid proposes."""
    said: list[str] = [say(language, "campaigns.priority")] if row.priority else []
    if row.decided_by_name:
        said.append(say(language, "campaigns.by", who=row.decided_by_name, why=row.reason or "—"))
    elif row.filters:
        said.append(", ".join(filter_name(language, code) for code in row.filters))
    elif row.proposal:
        said.append(say(language, "campaigns.proposed", what=say(language, f"campaigns.standing_{row.proposal}")))
    return " · ".join(said)


SEEN = live(ApplicationsState)


def page() -> rx.Component:
    """Filters, table, a decision for all of them."""
    return shell(
        routes.CAMPAIGNS,
        arrived(SEEN),
        heading(
            t("campaigns.people_title"),
            SEEN.lead,
            link(t("campaigns.back"), to=routes.campaign_at(SEEN.ref), class_name="button"),
        ),
        filters(),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("campaigns.lines_none"), t("campaigns.lines_none_more"))),
        rx.cond(SEEN.open & (SEEN.count > 0), bulk()),
    )


def filters() -> rx.Component:
    """Name, standing, region, sex, score."""
    standings = [rx.el.option(t(f"campaigns.standing_{one.value}"), value=one.value) for one in APPLIED]
    sexes = [rx.el.option(t("campaigns.woman"), value="F"), rx.el.option(t("campaigns.man"), value="M")]
    regions = rx.foreach(SEEN.regions, lambda pair: rx.el.option(pair[1], value=pair[0]))
    return rx.el.form(
        typed("nom", "find", "search"),
        chooser("etat", "standing", *standings),
        chooser("region", "region", regions),
        chooser("sexe", "sex", *sexes),
        typed("note", "least", "number"),
        rx.el.button(t("campaigns.filter"), type="submit", class_name="tall"),
        class_name="filters",
        role="search",
        aria_label=t("campaigns.people_title"),
        on_submit=SEEN.search,
    )


def typed(name: str, word: str, kind: Literal["search", "number"]) -> rx.Component:
    """One filter that is typed."""
    held = SEEN.asked[name]
    return rx.el.div(
        rx.el.label(t(f"campaigns.{word}"), html_for=name),
        rx.el.input(id=name, name=name, type=kind, default_value=held, key=held, auto_complete="off"),
        class_name="field",
    )


def chooser(name: str, word: str, *options: rx.Component) -> rx.Component:
    """One filter that is chosen, « all » first."""
    held = SEEN.asked[name]
    first = rx.el.option(t("campaigns.everything"), value="")
    return rx.el.div(
        rx.el.label(t(f"campaigns.{word}"), html_for=name),
        rx.el.select(first, *options, id=name, name=name, default_value=held, key=held),
        class_name="field",
    )


def listing() -> rx.Component:
    """The table."""
    heads = ("rank", "name", "score", "standing", "decision")
    return rx.fragment(
        cards(t("campaigns.people_title"), [t(f"campaigns.{head}") for head in heads], SEEN.rows, row),
        rx.el.div(
            rx.cond(SEEN.more != "", link(t("campaigns.next_page"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def row(one: Live) -> rx.Component:
    """One application."""
    return rx.el.tr(
        rx.el.td(one.rank, class_name="num"),
        rx.el.td(
            rx.el.strong(one.name),
            rx.el.br(),
            rx.el.span(one.about, class_name="soft small"),
            rx.el.br(),
            rx.el.span(one.points, class_name="soft small"),
            class_name="wide",
        ),
        rx.el.td(one.score, class_name="num"),
        rx.el.td(
            chip(one.standing, one.tone),
            " ",
            rx.el.span(one.note, class_name="small"),
            rx.cond(
                one.case != "", rx.fragment(" ", link(one.case, to=f"{routes.CASES}/{one.case}", class_name="num"))
            ),
        ),
        rx.el.td(rx.cond(SEEN.open & one.decidable, deciding(one))),
        key=one.id.to_string(),
    )


def deciding(one: Live) -> rx.Component:
    """How one application is decided about, folded."""
    return rx.el.details(
        rx.el.summary(t("campaigns.decide"), rx.el.span(" : ", one.name, class_name="hide")),
        decision(one.id.to_string()),
    )


def decision(application: Live) -> rx.Component:
    """A decision with its reason; « 0 » for all of the filter."""
    to, why = f"to-{application}", f"why-{application}"
    return rx.el.form(
        rx.el.input(type="hidden", name="application", default_value=application),
        rx.el.div(
            rx.el.label(t("campaigns.bulk_to"), html_for=to),
            rx.el.select(*[rx.el.option(t(f"campaigns.to_{one}"), value=one) for one in DECISIONS], id=to, name="to"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("campaigns.reason"), html_for=why),
            rx.el.input(id=why, name="reason", max_length=500),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("campaigns.decide"), type="submit"), class_name="row"),
        class_name="stack",
        on_submit=SEEN.decide,
    )


def bulk() -> rx.Component:
    """One decision for all that the filter shows."""
    return rx.el.section(rx.el.h2(SEEN.bulk), rx.el.div(decision("0"), class_name="card reading"))
