"""The fate of each line of a list, before anything is written; doubtful ones are settled here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.campaigns import IMPORTED, Application, Fate, Standing
from migraflow.domain.shown import number
from migraflow.services import campaign_boards, campaigns
from migraflow.ui import routes
from migraflow.ui.components.campaign_parts import told
from migraflow.ui.components.pieces import Live, PlainLink, cards, chip, empty, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.notices import notify
from migraflow.ui.shell import shell
from migraflow.ui.words import known, say, t

TONES = {Fate.NEW: "ok", Fate.KNOWN: "ok", Fate.DOUBTFUL: "soon", Fate.TWICE: "", Fate.REFUSED: "late"}


@dataclass(frozen=True)
class Line:
    """A line as a row shows it; `near` are (number, words) of people it looks like."""

    id: int
    line: str
    name: str
    fate: str
    tone: str
    why: str
    near: list[list[str]]
    doubtful: bool


class CampaignLinesState(Doorway, rx.State):
    """One page of lines."""

    ref: str = ""
    batch: int = 0
    name: str = ""
    fate: str = ""
    refused: str = ""
    fates: list[list[str]] = []
    rows: list[Line] = []
    more: str = ""
    unread: int = 0
    written: bool = False
    ready: str = ""

    @door
    async def load(self) -> None:
        """The list the address names, or why it was not taken."""
        self.ref = self._arrive()
        query, language = dict(self.router.url.query_parameters), await self._language()
        self.refused = refusal(query.get("refus", ""), language)
        self.batch = whole(query.get("liste", ""))
        self.fate = query.get("sort", "") if query.get("sort", "") in set(Fate) else ""
        self.rows, self.fates = [], []
        if self.batch:
            await self._read(whole(query.get("debut", "")))
        self.standing = "ready"

    @door
    async def again(self) -> None:
        """The lines as they are now."""
        await self._read()

    async def _read(self, start: int = 0) -> None:
        """Read one page of lines."""
        language = await self._language()
        asked = {"ref": self.ref, "batch": self.batch, "fate": self.fate, "start": start}
        batch, fates, found = await self._ask(campaign_boards.lines, **asked)
        self.name, self.unread = batch.name, fates.get(Fate.UNSEEN, 0)
        self.fates = [
            [code, say(language, f"campaigns.fate_{code}"), number(count), self._at(code, 0)]
            for code, count in sorted(fates.items())
        ]
        count = sum(fates.get(one, 0) for one in IMPORTED)
        key = "campaigns.import_one" if count == 1 else "campaigns.import"
        self.ready = say(language, key, count=number(count)) if count and not self.unread else ""
        self.rows = [line(row, language) for row in found.rows]
        after = start + campaign_boards.PAGE
        self.more = self._at(self.fate, after) if after < found.count else ""

    def _at(self, fate: str, start: int) -> str:
        """The address of other lines of the list."""
        held = {"liste": self.batch, "sort": fate, "debut": start or ""}
        return f"/listes/{self.ref}?{urlencode({name: value for name, value in held.items() if value})}"

    @door
    async def take(self) -> rx.event.EventSpec:
        """Write the lines that may be written."""
        await self._ask(campaigns.import_list, ref=self.ref, batch=self.batch)
        return rx.redirect(routes.campaign_at(self.ref))

    @door
    async def settle(self, application: int, person: str, out: bool) -> None:
        """Say who a doubtful line is."""
        await self._ask(campaigns.settle, ref=self.ref, application=application, person=person, out=out)
        await self._read()

    @door
    async def drop(self) -> list[rx.event.EventSpec]:
        """Take the list back."""
        await self._ask(campaigns.drop_list, ref=self.ref, batch=self.batch)
        said = notify(say(await self._language(), "campaigns.dropped"))
        return [said, rx.redirect(routes.campaign_at(self.ref))]


def refusal(code: str, language: str) -> str:
    """Why a list was not taken, in words; "" when nothing was refused."""
    key = f"refusals.{code}"
    return say(language, key if known(key) else "refusals.other") if code else ""


def whole(text: str) -> int:
    """A whole number out of an address; 0 when none is there."""
    return int(text) if text.isdigit() else 0


def line(row: Application, language: str) -> Line:
    """`row` in words."""
    return Line(
        id=row.id,
        line=str(row.line),
        name=row.name,
        fate=say(language, f"campaigns.fate_{row.fate.value}"),
        tone=TONES.get(row.fate, ""),
        why=" ; ".join(told(language, problem) for problem in row.problems),
        near=[[one.ref, f"{one.name}, {one.score} / 100 ({', '.join(one.reasons)})"] for one in row.near],
        doubtful=row.fate in {Fate.DOUBTFUL, Fate.TWICE} and row.standing in {Standing.READ, Standing.REFUSED},
    )


SEEN = live(CampaignLinesState)


def page() -> rx.Component:
    """Counts by fate, the lines, what to do with them."""
    return shell(
        routes.CAMPAIGNS,
        arrived(SEEN),
        heading(
            t("campaigns.lines_title"),
            rx.fragment(SEEN.name, " · ", t("campaigns.lines_lead")),
            link(t("campaigns.back"), to=routes.campaign_at(SEEN.ref), class_name="button"),
        ),
        rx.cond(SEEN.refused != "", notice(rx.el.p(SEEN.refused), tone="bad", role="alert")),
        rx.cond(
            SEEN.unread > 0,
            rx.fragment(
                notice(rx.el.p(t("campaigns.todo_work")), mark="clock", role="status"),
                rx.el.button(type="button", hidden=True, on_click=SEEN.again, custom_attrs={"data-live": ""}),
            ),
        ),
        rx.cond(SEEN.fates.length() > 0, counts()),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("campaigns.lines_none"), t("campaigns.lines_none_more"))),
    )


def counts() -> rx.Component:
    """How many lines meet each fate, and the buttons."""
    return rx.el.section(
        rx.el.div(rx.foreach(SEEN.fates, tile), class_name="tiles"),
        rx.el.div(
            rx.cond(
                SEEN.ready != "", rx.el.button(SEEN.ready, type="button", class_name="primary", on_click=SEEN.take)
            ),
            PlainLink.create(
                t("campaigns.download_fates"),
                href=f"{routes.CAMPAIGNS}/{SEEN.ref}/listes/{SEEN.batch}",
                class_name="button",
                download=True,
            ),
            rx.el.button(t("campaigns.drop"), type="button", class_name="quiet", on_click=SEEN.drop),
            class_name="row",
        ),
        class_name="stack",
    )


def tile(one: Live) -> rx.Component:
    """One fate: its lines are a click away."""
    return rx.el.div(
        rx.el.div(one[2], class_name="figure num"),
        link(one[1], to=one[3]),
        class_name="card",
        key=one[0],
    )


def listing() -> rx.Component:
    """The table of lines."""
    heads = ("line", "name", "fate", "why", "near")
    return rx.fragment(
        cards(t("campaigns.lines_title"), [t(f"campaigns.{head}") for head in heads], SEEN.rows, row),
        rx.el.div(
            rx.cond(SEEN.more != "", link(t("campaigns.next_page"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def row(one: Live) -> rx.Component:
    """One line."""
    return rx.el.tr(
        rx.el.td(one.line, class_name="num"),
        rx.el.td(one.name, class_name="wide"),
        rx.el.td(chip(one.fate, one.tone)),
        rx.el.td(one.why, class_name="small"),
        rx.el.td(rx.foreach(one.near, lambda near: alike(one, near)), rx.cond(one.doubtful, otherwise(one))),
        key=one.id.to_string(),
    )


def alike(one: Live, near: Live) -> rx.Component:
    """Somebody a line looks like."""
    return rx.el.div(
        link(near[0], to=f"{routes.PEOPLE}/{near[0]}", class_name="num"),
        " ",
        rx.el.span(near[1], class_name="small"),
        rx.cond(
            one.doubtful,
            rx.el.button(
                t("campaigns.same"), " ", near[0], type="button", on_click=SEEN.settle(one.id, near[0], False)
            ),
        ),
    )


def otherwise(one: Live) -> rx.Component:
    """Somebody else, or nobody to be taken."""
    return rx.el.div(
        rx.el.button(t("campaigns.other"), rx.el.span(" : ", one.name, class_name="hide"), type="button",
                     on_click=SEEN.settle(one.id, "", False)),
        rx.el.button(t("campaigns.out"), rx.el.span(" : ", one.name, class_name="hide"), type="button",
                     class_name="quiet", on_click=SEEN.settle(one.id, "", True)),
        class_name="row",
    )  # fmt: skip
