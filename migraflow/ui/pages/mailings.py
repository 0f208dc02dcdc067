"""*Envois programmés*: which pages of figures one has sent by e-mail, how often, to whom; and one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.mailings import BULLETIN, Mailing, Rhythm
from migraflow.services import mailings
from migraflow.ui import routes
from migraflow.ui.boards import BOARDS
from migraflow.ui.components.exporting import OVERVIEW, bulletin_way
from migraflow.ui.components.pieces import Live, cards, empty, heading
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.shell import shell
from migraflow.ui.when import on_day
from migraflow.ui.words import say, t

PAGES = {BULLETIN: "exporting.bulletin", **{board.page or OVERVIEW: f"boards.{board.words}" for board in BOARDS}}
"""What may be sent, with its words."""
HEADS = ("what", "filters", "rhythm", "address", "next", "sent")
ASKED = "page"


@dataclass(frozen=True)
class MailingLine:
    """One page that is sent, in words."""

    id: int
    what: str
    filters: str
    rhythm: str
    address: str
    next: str
    sent: str


class MailingsState(Doorway, rx.State):
    """What one has sent; the filters of a new one come with the address of the page it was asked from."""

    rows: list[MailingLine] = []
    wanted: str = BULLETIN
    query: str = ""
    told: str = ""

    @door
    async def load(self) -> None:
        """The list, and what the address proposes."""
        asked = dict(self.router.url.query_parameters)
        wanted = asked.pop(ASKED, BULLETIN)
        self.wanted = wanted if wanted in PAGES else BULLETIN
        self.query = urlencode(asked)[:400]
        self.told = " · ".join(await self._ask(mailings.filters, query=self.query)) if self.query else ""
        await self._read()
        self.standing = "ready"

    @door
    async def add(self, form: dict[str, str]) -> None:
        """One more."""
        words = {name: str(form.get(name) or "") for name in (ASKED, "rhythm", "address")}
        await self._ask(mailings.schedule, query="" if words[ASKED] == BULLETIN else self.query, **words)
        await self._read()

    @door
    async def stop(self, id: int) -> None:
        """One less."""
        await self._ask(mailings.stop, id=id)
        await self._read()

    async def _read(self) -> None:
        """Read the list."""
        language, moment = await self._language(), now()
        found = await self._ask(mailings.mine)
        told = [await self._ask(mailings.filters, query=one.query) if one.query else () for one in found]
        self.rows = [
            mailing_line(one, words, moment, language) for one, words in zip(found, told, strict=True)
        ]  # fmt: skip


def mailing_line(one: Mailing, filters: tuple[str, ...], moment: datetime, language: str) -> MailingLine:
    """`one` in the words of `language`."""
    return MailingLine(
        id=one.id,
        what=say(language, PAGES[one.page]),
        filters=" · ".join(filters) or say(language, "exporting.no_filter"),
        rhythm=say(language, f"exporting.{one.rhythm.value}"),
        address=one.address,
        next=on_day(one.next, moment, language),
        sent=on_day(one.sent, moment, language) if one.sent else say(language, "exporting.never"),
    )


SEEN = live(MailingsState)


def page() -> rx.Component:
    """Title, list, one more."""
    return shell(
        routes.DASHBOARDS,
        SEEN.standing,
        heading(t("exporting.title"), t("exporting.lead")),
        bulletin_way(),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("exporting.none"), t("exporting.none_more"))),
        adding(),
    )


def listing() -> rx.Component:
    """The table."""
    last = rx.el.span(t("exporting.stop"), class_name="hide")
    return cards(t("exporting.title"), [*(t(f"exporting.{head}") for head in HEADS), last], SEEN.rows, row)


def row(line: Live) -> rx.Component:
    """One page that is sent."""
    stop = rx.el.button(
        t("exporting.stop"), rx.el.span(" : ", line.what, class_name="hide"), type="button", class_name="quiet",
        on_click=SEEN.stop(line.id),
    )  # fmt: skip
    return rx.el.tr(
        rx.el.td(line.what, class_name="wide"),
        rx.el.td(line.filters, class_name="small"),
        rx.el.td(line.rhythm),
        rx.el.td(line.address, class_name="small"),
        rx.el.td(line.next),
        rx.el.td(line.sent),
        rx.el.td(stop),
        key=line.id,
    )


def adding() -> rx.Component:
    """One more: what, how often, to whom."""
    options = [rx.el.option(t(words), value=name) for name, words in PAGES.items()]
    rhythms = [rx.el.option(t(f"exporting.{one.value}"), value=one.value) for one in Rhythm]
    return rx.el.form(
        rx.el.h2(t("exporting.new")),
        rx.cond(SEEN.told != "", rx.el.p(t("exporting.filters"), " : ", SEEN.told, class_name="soft small")),
        rx.el.div(
            rx.el.label(t("exporting.what"), html_for="what"),
            rx.el.select(*options, id="what", name=ASKED, default_value=SEEN.wanted, key=SEEN.wanted),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("exporting.rhythm"), html_for="rhythm"),
            rx.el.select(*rhythms, id="rhythm", name="rhythm", default_value=Rhythm.MONTHLY.value),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("exporting.email"), html_for="address", class_name="must"),
            rx.el.span(t("exporting.email_hint"), id="hint-address", class_name="hint"),
            rx.el.input(
                id="address", name="address", type="email", required=True, max_length=320, auto_complete="email",
                aria_describedby="hint-address",
            ),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("exporting.add"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack reading",
        on_submit=SEEN.add,
    )  # fmt: skip
