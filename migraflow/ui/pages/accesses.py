"""*Journal des accès*: who read what of whom, for the delegate for data protection and whoever looks after accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.accesses import Access
from migraflow.services import accesses
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, moment
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.routes import ACCESSES
from migraflow.ui.shell import shell
from migraflow.ui.when import iso, moment_words
from migraflow.ui.words import say, t

HEADS = ("when", "who", "what", "person", "case", "address")


@dataclass(frozen=True)
class AccessLine:
    """One reading in words."""

    id: int
    told: str
    machine: str
    who: str
    what: str
    person: str
    case: str
    address: str
    outside: bool
    detail: str = ""


class AccessesState(Doorway, rx.State):
    """The journal of access, of one person or whole; `after` is where the next page begins, "" on the last."""

    person: str = ""
    rows: list[AccessLine] = []
    after: str = ""

    @door
    async def load(self) -> None:
        """The journal of whom the address names."""
        await self._begin(dict(self.router.url.query_parameters).get("personne", ""))
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> None:
        """The journal of somebody."""
        await self._begin(str(form.get("person") or ""))

    @door
    async def more(self) -> None:
        """The next page."""
        await self._read()

    async def _begin(self, person: str) -> None:
        """The first page of somebody's journal."""
        self.person, self.rows, self.after = person.strip().upper()[:20], [], ""
        await self._read()

    async def _read(self) -> None:
        """Read a page further."""
        language, moment = await self._language(), now()
        after = int(self.after) if self.after else None
        page = await self._ask(accesses.listing, person=self.person, after=after)
        self.rows = [*self.rows, *(access_line(row, moment, language) for row in page.rows)]
        self.after = page.after or ""


def access_line(row: Access, moment: datetime, language: str) -> AccessLine:
    """`row` in the words of `language`."""
    what = say(language, f"accesses.{row.what.value}")
    return AccessLine(
        id=row.id,
        told=moment_words(row.at, moment, language),
        machine=iso(row.at),
        who=row.account,
        what=say(language, f"accesses.{row.action.value}", what=what),
        person=row.person,
        case=row.case_ref,
        address=row.address,
        outside=row.outside,
        detail=f"{row.detail} ({say(language, 'accesses.rows', count=row.count)})" if row.detail else "",
    )


SEEN = live(AccessesState)


def page() -> rx.Component:
    """Title, whom it is about, table."""
    return shell(
        ACCESSES,
        SEEN.standing,
        heading(t("accesses.title"), t("accesses.lead")),
        asking(),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("accesses.none"), t("accesses.none_more"))),
        rx.cond(SEEN.after != "", rx.el.button(t("accesses.more"), type="button", on_click=SEEN.more)),
    )


def asking() -> rx.Component:
    """Whose journal."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("accesses.of_person"), html_for="person"),
            rx.el.span(t("accesses.of_person_hint"), id="hint-person", class_name="hint"),
            rx.el.input(
                id="person",
                name="person",
                max_length=20,
                default_value=SEEN.person,
                key=SEEN.person,
                auto_complete="off",
                class_name="medium num",
                aria_describedby="hint-person",
            ),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("accesses.search"), type="submit"), class_name="row"),
        class_name="stack reading",
        on_submit=SEEN.search,
    )


def listing() -> rx.Component:
    """The table."""
    return cards(t("accesses.title"), [t(f"accesses.{head}") for head in HEADS], SEEN.rows, row)


def row(line: Live) -> rx.Component:
    """One reading."""
    return rx.el.tr(
        rx.el.td(moment(line.told, line.told, line.machine)),
        rx.el.td(line.who, class_name="wide"),
        rx.el.td(
            line.what,
            rx.cond(line.detail != "", rx.el.div(line.detail, class_name="small soft")),
            rx.cond(line.outside, rx.fragment(" ", chip(t("accesses.outside"), "soon"))),
        ),
        rx.el.td(line.person, class_name="num"),
        rx.el.td(line.case, class_name="num"),
        rx.el.td(line.address, class_name="num small"),
        key=line.id,
    )
