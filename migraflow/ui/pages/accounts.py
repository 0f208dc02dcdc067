"""*Comptes*: who may sign in, found by name, office and role."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import reflex as rx

from migraflow.services import account_book
from migraflow.ui.account_words import AccountLine, account_line, names_for
from migraflow.ui.components.entries import option
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.routes import ACCOUNTS, NEW_ACCOUNT
from migraflow.ui.shell import shell
from migraflow.ui.words import t

FILTERS = ("q", "agence", "role")
"""Names of the filters in the address."""


class AccountsState(Doorway, rx.State):
    """One page of the book; the address holds the words and filters."""

    query: str = ""
    office: str = ""
    role: str = ""
    offices: list[tuple[str, str]] = []
    roles: list[tuple[str, str]] = []
    rows: list[AccountLine] = []
    more: str = ""
    paged: bool = False

    @door
    async def load(self) -> None:
        """The search the address holds."""
        asked = dict(self.router.url.query_parameters)
        self.query, self.office, self.role = (asked.get(name, "")[:80] for name in FILTERS)
        self.paged = "apres" in asked
        await self._read(asked.get("apres"))
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put words and filters in the address."""
        return rx.redirect(address({name: str(form.get(name) or "")[:80] for name in FILTERS}))

    async def _read(self, after: str | None) -> None:
        """Read one page."""
        wanted = {"query": self.query, "office": self.office, "role": self.role}
        page = await self._ask(account_book.search, after=after, **wanted)
        names = await names_for(self)
        self.offices, self.roles = list(names.offices.items()), list(names.roles.items())
        self.rows = [account_line(row, now(), names) for row in page.rows]
        held = dict(zip(FILTERS, (self.query, self.office, self.role), strict=True))
        self.more = address({**held, "apres": page.after}) if page.after else ""


def address(asked: Mapping[str, str]) -> str:
    """The list filtered as `asked`."""
    held = {name: value for name, value in asked.items() if value}
    return f"{ACCOUNTS}?{urlencode(held)}" if held else ACCOUNTS


SEEN = live(AccountsState)
ASKED = (SEEN.query != "") | (SEEN.office != "") | (SEEN.role != "")


def page() -> rx.Component:
    """Title, filters, table."""
    return shell(
        ACCOUNTS,
        SEEN.standing,
        heading(
            t("accounts.title"),
            t("accounts.lead"),
            link(t("accounts.new"), to=NEW_ACCOUNT, class_name="button primary"),
        ),
        filters(),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("accounts.empty"), t("accounts.empty_more"), mark="search")),
    )


def filters() -> rx.Component:
    """Words, office, role."""
    words = rx.el.input(
        id="account-q", name="q", type="search", default_value=SEEN.query, key=SEEN.query, auto_complete="off"
    )
    return rx.el.form(
        rx.el.div(rx.el.label(t("accounts.find"), html_for="account-q"), words, class_name="field"),
        chooser("agence", "office", "all_offices", SEEN.office, SEEN.offices),
        chooser("role", "role", "all_roles", SEEN.role, SEEN.roles),
        rx.el.button(t("accounts.search"), type="submit", class_name="tall"),
        rx.cond(ASKED, link(t("accounts.clear"), to=ACCOUNTS, class_name="button quiet")),
        class_name="filters",
        role="search",
        aria_label=t("accounts.title"),
        on_submit=SEEN.search,
    )


def chooser(name: str, label: str, everything: str, held: Live, pairs: Live) -> rx.Component:
    """One labelled list of a filter, « all » first."""
    first = rx.el.option(t(f"accounts.{everything}"), value="")
    return rx.el.div(
        rx.el.label(t(f"accounts.{label}"), html_for=f"account-{name}"),
        rx.el.select(first, rx.foreach(pairs, option), id=f"account-{name}", name=name, default_value=held, key=held),
        class_name="field",
    )


def listing() -> rx.Component:
    """The table."""
    heads = ("name", "roles", "place", "state", "seen")
    return rx.fragment(
        cards(
            t("accounts.list"),
            [t(f"accounts.{head}") for head in heads],
            SEEN.rows,
            row,
            custom_attrs={"data-list": ""},
        ),
        rx.el.div(
            rx.cond(SEEN.paged, link(t("accounts.first_page"), to=ACCOUNTS, class_name="button quiet")),
            rx.cond(SEEN.more != "", link(t("accounts.more"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def row(line: Live) -> rx.Component:
    """One account."""
    return rx.el.tr(
        rx.el.td(
            link(line.name, to=line.href),
            rx.el.br(),
            rx.el.span(line.username, class_name="soft small"),
            class_name="wide",
        ),
        rx.el.td(line.roles, class_name="small wide"),
        rx.el.td(line.place, class_name="small"),
        rx.el.td(chip(line.state, line.tone)),
        rx.el.td(
            rx.el.time(line.seen, title=line.exact, date_time=line.machine, class_name="soft small"), class_name="gone"
        ),
        key=line.username,
    )
