"""*Mes avis*: what the house has told this person, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.notices import NoticeRow
from migraflow.services import notices
from migraflow.ui.components.pieces import Live, chip, empty, heading, link, moment
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.lines import plural
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.routes import NOTICES, case_at, task_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso, moment_words
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset


@dataclass(frozen=True)
class NoticeLine:
    """A notice as the list shows it.

    `href` leads to its task, else to its case; `case_to` to its case. They are "" when this person may not open them.
    """

    id: int
    subject: str
    body: str
    unread: bool
    personal: bool
    about: str
    href: str
    case_to: str
    told: str
    exact: str
    machine: str


class NoticesState(Doorway, rx.State):
    """One page of notices; the address holds where it begins. `_latest` is the newest that this person has seen."""

    rows: list[NoticeLine] = []
    sentence: str = ""
    unread: int = 0
    more: str = ""
    paged: bool = False
    _latest: int = 0

    @door
    async def load(self) -> None:
        """The page the address names."""
        await self._read(dict(self.router.url.query_parameters).get("apres"))
        self.standing = "ready"

    @door
    async def read_one(self, id: int) -> None:
        """This person has read one notice, or opens what it is about."""
        await self._ask(notices.mark_read, ids=(id,))
        await self._read(dict(self.router.url.query_parameters).get("apres"))

    @door
    async def read_all(self) -> rx.event.EventSpec:
        """This person has read all there was when the page was opened."""
        count = await self._ask(notices.mark_read, latest=self._latest)
        await self._read(dict(self.router.url.query_parameters).get("apres"))
        language = await self._language()
        return notify(plural(language, "notices.marked", count) if count else say(language, "notices.marked_none"))

    async def _read(self, after: str | None) -> None:
        """Read one page, and how many notices are unread; the bell of the frame says the same."""
        language, moment = await self._language(), now()
        session = await self.get_state(SessionState)
        page = await self._ask(notices.inbox, after=after)
        self.unread = session.unread = await self._ask(notices.unread)
        self.rows = [notice_line(row, session.may, moment, language) for row in page.rows]
        self._latest = max([self._latest, *[row.id for row in page.rows]])
        self.paged, self.more = bool(after), f"{NOTICES}?apres={page.after}" if page.after else ""
        self.sentence = (
            plural(language, "notices.lead", self.unread) if self.unread else say(language, "notices.lead_none")
        )


def notice_line(row: NoticeRow, may: list[str], moment: datetime, language: str) -> NoticeLine:
    """`row` in the words of `language`, for somebody who holds the permissions `may`."""
    case_to = case_at(row.case_ref) if row.case_ref and Permission.SEE_CASE.value in may else ""
    return NoticeLine(
        id=row.id,
        subject=typeset(row.subject),
        body=typeset(row.body),
        unread=row.read is None,
        personal=row.personal,
        about=say(language, "notices.case", ref=row.case_ref) if row.case_ref else "",
        href=task_at(row.token) if row.token else case_to,
        case_to=case_to,
        told=ago(row.created, moment, language),
        exact=moment_words(row.created, moment, language),
        machine=iso(row.created),
    )


SEEN = live(NoticesState)


def page() -> rx.Component:
    """Title, how many are unread, the notices."""
    all_read = rx.el.button(t("notices.mark_all"), type="button", on_click=SEEN.read_all)
    return shell(
        NOTICES,
        SEEN.standing,
        heading(t("notices.title"), SEEN.sentence, rx.cond(SEEN.unread > 0, all_read)),
        rx.cond(
            SEEN.rows.length() > 0,
            listing(),
            empty(t("notices.empty"), t("notices.empty_more"), mark="bell"),
        ),
    )


def listing() -> rx.Component:
    """The notices, and the way to older ones."""
    return rx.fragment(
        rx.el.ul(rx.foreach(SEEN.rows, told), class_name="told-list", aria_label=t("notices.list")),
        rx.el.div(
            rx.cond(SEEN.paged, link(t("notices.first_page"), to=NOTICES, class_name="button quiet")),
            rx.cond(SEEN.more != "", link(t("notices.more"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def told(line: Live) -> rx.Component:
    """One notice: is it read, what does it say, when and to whom, what is it about."""
    state = rx.cond(line.unread, chip(t("notices.unread"), "info"), rx.el.span(t("notices.read"), class_name="soft"))
    return rx.el.li(
        rx.el.div(
            rx.el.h2(way(line, line.href, line.subject)), rx.el.span(state, class_name="small"), class_name="row"
        ),
        rx.el.p(line.body, class_name="lines"),
        rx.el.div(
            rx.el.p(
                moment(line.told, line.exact, line.machine),
                " · ",
                rx.cond(line.personal, t("notices.to_you"), t("notices.to_service")),
                rx.cond(line.about != "", rx.fragment(" · ", way(line, line.case_to, line.about))),
                class_name="soft small num",
            ),
            rx.cond(line.unread, mark(line)),
            class_name="row",
        ),
        class_name=rx.cond(line.unread, "card unread", "card flat"),
        key=line.id,
    )


def way(line: Live, to: Live, words: Live) -> rx.Component:
    """To what the notice is about, which makes it read; its words alone when this person may not go there."""
    return rx.cond(to != "", link(words, to=to, on_click=SEEN.read_one(line.id)), rx.el.span(words))


def mark(line: Live) -> rx.Component:
    """It is read, without going anywhere."""
    return rx.el.button(
        t("notices.mark"),
        rx.el.span(" : ", line.subject, " ", line.about, class_name="hide"),
        type="button",
        class_name="quiet tiny push",
        on_click=SEEN.read_one(line.id),
    )
