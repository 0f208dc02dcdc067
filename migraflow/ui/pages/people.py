"""*Personnes*: the register, one record per human."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.people import PersonRow
from migraflow.services import accounts, people
from migraflow.ui.components.pieces import Live, cards, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.routes import DUPLICATES, PEOPLE, person_at
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso
from migraflow.ui.words import t


@dataclass(frozen=True)
class PersonLine:
    """A person as a row shows it."""

    ref: str
    href: str
    name: str
    born: str
    phone: str
    region: str
    cases: int
    changed: str
    machine: str


class PeopleState(Doorway, rx.State):
    """One page of the register; the address holds the words."""

    query: str = ""
    rows: list[PersonLine] = []
    more: str = ""
    paged: bool = False
    may_merge: bool = False

    @door
    async def load(self) -> None:
        """The search the address holds."""
        asked, language, moment = dict(self.router.url.query_parameters), await self._language(), now()
        self.query, self.paged = asked.get("q", "")[:80], "apres" in asked
        page = await self._ask(people.search, query=self.query, after=asked.get("apres"))
        self.rows = [person_line(row, moment, language) for row in page.rows]
        self.may_merge = (await self._ask(accounts.who)).may(Permission.MERGE_PEOPLE)
        self.more = f"{PEOPLE}?{urlencode({'q': self.query, 'apres': page.after})}" if page.after else ""
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put the words in the address."""
        return rx.redirect(f"{PEOPLE}?{urlencode({'q': str(form.get('q') or '')[:80]})}")


def person_line(row: PersonRow, moment: datetime, language: str) -> PersonLine:
    """`row` in the words of `language`."""
    return PersonLine(
        row.ref,
        person_at(row.ref),
        row.name,
        row.born,
        row.phone,
        row.region,
        row.cases,
        ago(row.changed, moment, language),
        iso(row.changed),
    )


SEEN = live(PeopleState)


def page() -> rx.Component:
    """Title, search, table."""
    return shell(
        PEOPLE,
        SEEN.standing,
        heading(
            t("people.title"),
            t("people.lead"),
            rx.cond(SEEN.may_merge, link(t("duplicates.to_list"), to=DUPLICATES, class_name="button")),
        ),
        searching(),
        rx.cond(SEEN.rows.length() > 0, listing(), nothing()),
    )


def searching() -> rx.Component:
    """The search."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("people.find"), html_for="person-q"),
            rx.el.input(
                id="person-q",
                name="q",
                type="search",
                default_value=SEEN.query,
                key=SEEN.query,
                auto_complete="off",
            ),
            class_name="field",
        ),
        rx.el.button(t("people.search"), type="submit"),
        rx.cond(SEEN.query != "", link(t("tasks.clear"), to=PEOPLE, class_name="button quiet")),
        class_name="filters",
        role="search",
        aria_label=t("people.title"),
        on_submit=SEEN.search,
    )


def listing() -> rx.Component:
    """The table."""
    heads = ("name", "born", "phone", "region", "cases", "changed")
    return rx.fragment(
        cards(
            t("people.list"), [t(f"people.{head}") for head in heads], SEEN.rows, row, custom_attrs={"data-list": ""}
        ),
        rx.el.div(
            rx.cond(SEEN.paged, link(t("people.first_page"), to=PEOPLE, class_name="button quiet")),
            rx.cond(SEEN.more != "", link(t("people.more"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def row(line: Live) -> rx.Component:
    """One person."""
    return rx.el.tr(
        rx.el.td(link(line.name, to=line.href), class_name="wide"),
        rx.el.td(line.born, class_name="small"),
        rx.el.td(line.phone, class_name="num small"),
        rx.el.td(line.region),
        rx.el.td(line.cases, class_name="num gone"),
        rx.el.td(rx.el.time(line.changed, date_time=line.machine, class_name="soft small"), class_name="gone"),
        key=line.ref,
    )


def nothing() -> rx.Component:
    """Why nobody is shown."""
    return rx.cond(
        SEEN.query != "",
        empty(t("people.empty"), t("people.empty_more"), mark="search"),
        empty(t("people.empty_all"), t("people.empty_all_more"), mark="people"),
    )
