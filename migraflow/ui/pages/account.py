"""One account: its roles, its password, whether it is open. Each change is asked about first."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.organisations import AccountRow
from migraflow.services import account_book, accounts
from migraflow.ui.account_words import AccountLine, account_line, names_for
from migraflow.ui.components.account_parts import NOTHING, Handed, RoleBox, boxes, handing_over, role_boxes, ticked
from migraflow.ui.components.entries import asking, go_to
from migraflow.ui.components.pieces import chip, facts, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.routes import ACCOUNTS, OWN_ACCOUNT
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

NOBODY = AccountLine("", "", "", "", "", "", "", "", "", "")


class AccountPageState(Doorway, rx.State):
    """One account. `drawn` counts how often it was read: the boxes are drawn anew each time."""

    line: AccountLine = NOBODY
    active: bool = True
    demo: bool = False
    own: bool = False
    roles: list[RoleBox] = []
    drawn: int = 0
    error: str = ""
    handed: Handed = NOTHING
    _id: int = 0

    @door
    async def load(self) -> rx.event.EventSpec:
        """The account the address names."""
        self._id, self.handed = number(self._arrive()), NOTHING
        await self._show(await self._ask(account_book.sheet, account_id=self._id))
        self.standing = "ready"
        return titled(self.line.name)

    @door
    async def change_roles(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Give other roles; a refusal stands beside the boxes, which stay as they were ticked."""
        try:
            row = await self._ask(account_book.change_roles, account_id=self._id, roles=ticked(form))
        except Unfit as refusal:
            self.error = sentence(refusal, await self._language())
            return go_to("roles")
        return await self._done(row, "roles_kept")

    @door
    async def renew(self) -> rx.event.EventSpec:
        """A provisional password, shown once."""
        opened = await self._ask(account_book.renew_password, account_id=self._id)
        await self._show(opened.account)
        told = say(await self._language(), "accounts.renewed", name=opened.account.name)
        self.handed = Handed(told, opened.account.username, opened.password)
        return go_to("handed")

    @door
    async def close(self) -> rx.event.EventSpec:
        """Nobody signs in with it any more."""
        return await self._done(await self._ask(accounts.close_account, account_id=self._id), "closed_now")

    @door
    async def reopen(self) -> rx.event.EventSpec:
        """It may be used again."""
        return await self._done(await self._ask(accounts.reopen_account, account_id=self._id), "reopened")

    async def _done(self, row: AccountRow, words: str) -> rx.event.EventSpec:
        """Show the account as it now is, and say so."""
        self.handed = NOTHING
        await self._show(row)
        return notify(say(await self._language(), f"accounts.{words}", name=row.name))

    async def _show(self, row: AccountRow) -> None:
        """`row` in words, with the boxes of the roles that may be given."""
        names, roles = await names_for(self), await self._ask(account_book.roles_to_give)
        self.line, self.roles = account_line(row, now(), names), boxes(roles, row.roles, names.language)
        self.active, self.demo, self.drawn, self.error = row.active, row.demo, self.drawn + 1, ""
        self.own = row.id == (await self._ask(accounts.who)).account_id


def number(word: str) -> int:
    """The key of an account as an address holds it. Raises NotFound for anything else."""
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise NotFound("account", word)
    return int(word)


SEEN = live(AccountPageState)


def page() -> rx.Component:
    """Who it is, what can be changed."""
    line = SEEN.line
    return shell(
        ACCOUNTS,
        arrived(SEEN),
        rx.el.nav(
            link(t("accounts.title"), to=ACCOUNTS), " › ", line.name, class_name="crumbs", aria_label=t("shell.crumbs")
        ),
        rx.el.div(rx.el.h1(line.name), chip(line.state, line.tone), class_name="row"),
        rx.cond(SEEN.handed.password != "", handing_over(SEEN.handed)),
        rx.cond(SEEN.demo & ~SEEN.own, notice(t("accounts.demo"), tone="warn")),
        rx.cond(
            SEEN.own,
            rx.el.div(told(line), itself(), class_name="stack reading"),
            rx.el.div(roles(), rx.el.div(told(line), lost(), opening(), class_name="stack"), class_name="split"),
        ),
        *questions(),
    )


def told(line: Any) -> rx.Component:
    """What the book says of it."""
    return rx.el.section(
        rx.el.h2(t("accounts.facts")),
        facts(
            (t("accounts.username"), line.username),
            (t("accounts.roles"), line.roles),
            (t("accounts.place"), line.place),
            (t("accounts.seen"), rx.el.time(line.seen, title=line.exact, date_time=line.machine)),
        ),
        class_name="card flat",
    )


def itself() -> rx.Component:
    """One's own account is changed elsewhere."""
    return notice(
        rx.el.strong(t("accounts.itself")),
        " ",
        t("accounts.itself_more"),
        rx.el.p(link(t("accounts.itself_to"), to=OWN_ACCOUNT)),
        mark="person",
    )


def roles() -> rx.Component:
    """The roles to tick; the question before they are given stands inside the form."""
    yes = rx.el.button(t("accounts.roles_keep"), type="submit", class_name="primary", custom_attrs={"data-close": ""})
    return rx.el.form(
        role_boxes(SEEN.roles, SEEN.error),
        rx.el.div(
            rx.el.button(
                t("accounts.roles_keep"), type="button", class_name="primary", custom_attrs={"data-dialog": "ask-roles"}
            )
        ),
        asking("ask-roles", t("accounts.roles_ask"), t("accounts.roles_ask_more"), yes, t("accounts.cancel")),
        class_name="card stack",
        on_submit=SEEN.change_roles,
        key=SEEN.drawn.to_string(),
    )


def lost() -> rx.Component:
    """For somebody who lost their password."""
    return matter("renew", SEEN.active)


def opening() -> rx.Component:
    """Close it, or open it again."""
    return rx.fragment(matter("close", SEEN.active), matter("reopen", ~SEEN.active))


def matter(word: str, shown: Any) -> rx.Component:
    """One thing that may be done, why, and the button that asks first."""
    return rx.cond(
        shown,
        rx.el.section(
            rx.el.p(t(f"accounts.{word}_lead"), class_name="soft"),
            rx.el.button(t(f"accounts.{word}"), type="button", custom_attrs={"data-dialog": f"ask-{word}"}),
            class_name="card flat stack",
        ),
    )


def questions() -> list[rx.Component]:
    """What is asked before each of them."""
    asked = (("renew", "renew_do", SEEN.renew), ("close", "close", SEEN.close), ("reopen", "reopen", SEEN.reopen))
    return [
        asking(
            f"ask-{word}",
            t(f"accounts.{word}_ask"),
            t(f"accounts.{word}_ask_more"),
            rx.el.button(
                t(f"accounts.{do}"),
                type="button",
                class_name="primary",
                on_click=handler,
                custom_attrs={"data-close": ""},
            ),
            t("accounts.cancel"),
        )
        for word, do, handler in asked
    ]
