"""A new account: a name, a place, roles; its provisional password is shown once."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.errors import Refused, Unfit
from migraflow.services import account_book
from migraflow.services.account_book import Opened
from migraflow.ui.components.account_parts import NOTHING, Handed, RoleBox, boxes, handing_over, role_boxes, ticked
from migraflow.ui.components.entries import chosen, entry, go_to, option, typed
from migraflow.ui.components.pieces import heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.mistakes import sentence
from migraflow.ui.places import office_names, region_names
from migraflow.ui.routes import ACCOUNTS
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

BESIDE = {
    "account_without_name": "name",
    "username_taken": "username",
    "account_without_role": "roles",
    "role_unknown": "roles",
    "role_too_wide": "roles",
    "role_without_office": "office",
    "role_without_region": "region",
    "office_unknown": "office",
    "region_unknown": "region",
}
"""Which field a refusal is about."""


class NewAccountState(Doorway, rx.State):
    """The form, and once it is done what is to be handed over. The inputs keep what was typed by themselves."""

    proposed: str = ""
    offices: list[tuple[str, str]] = []
    regions: list[tuple[str, str]] = []
    roles: list[RoleBox] = []
    errors: dict[str, str] = {}
    handed: Handed = NOTHING

    @door
    async def load(self) -> None:
        """A blank form."""
        roles, language = await self._ask(account_book.roles_to_give), await self._language()
        self.roles = boxes(roles, (), language)
        self.offices = list((await office_names(self)).items())
        self.regions = list((await region_names(self)).items())
        self.proposed, self.errors, self.handed, self.standing = "", {}, NOTHING, "ready"

    @door
    async def propose(self, name: str) -> None:
        """A free user name for the name just typed."""
        self.proposed = await self._ask(account_book.propose_username, name=name[:120])

    @door
    async def create(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Open the account; what is wrong is said beside the field."""
        try:
            self._hand_over(await self._open(form), await self._language())
        except Unfit as refusal:
            return await self._reject(refusal, BESIDE.get(refusal.code, "name"))
        return go_to("handed")

    async def _open(self, form: dict[str, str]) -> Opened:
        """The account the form asks for."""
        name, username, office, region = (
            str(form.get(key) or "")[:120] for key in ("name", "username", "office", "region")
        )
        return await self._ask(
            account_book.open_account, name=name, username=username, roles=ticked(form), office=office, region=region
        )

    def _hand_over(self, opened: Opened, language: str) -> None:
        """Show what the person needs."""
        account = opened.account
        self.errors = {}
        self.handed = Handed(say(language, "accounts.created", name=account.name), account.username, opened.password)

    async def _reject(self, refusal: Refused, field: str) -> rx.event.EventSpec:
        """Say what is wrong, and put the cursor there."""
        self.errors = {field: sentence(refusal, await self._language())}
        return go_to(field)


SEEN = live(NewAccountState)


def page() -> rx.Component:
    """The form, or what came of it."""
    return shell(
        ACCOUNTS,
        SEEN.standing,
        rx.el.nav(
            link(t("accounts.title"), to=ACCOUNTS),
            " › ",
            t("accounts.new"),
            class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(t("accounts.new"), t("accounts.new_lead")),
        rx.cond(SEEN.handed.password != "", done(), form()),
    )


def form() -> rx.Component:
    """Name, user name, place, roles."""
    return rx.el.form(
        entry(
            "name",
            t("accounts.new_name"),
            SEEN.errors["name"],
            typed(auto_complete="off", on_blur=SEEN.propose, max_length=120),
            t("accounts.new_name_hint"),
        ),
        entry(
            "username",
            t("accounts.username"),
            SEEN.errors["username"],
            typed(auto_complete="off", default_value=SEEN.proposed, key=SEEN.proposed, max_length=60),
            t("accounts.new_username_hint"),
        ),
        place("office", SEEN.offices),
        place("region", SEEN.regions),
        role_boxes(SEEN.roles, SEEN.errors["roles"]),
        rx.el.div(
            rx.el.button(t("accounts.create"), type="submit", class_name="primary"),
            link(t("accounts.cancel"), to=ACCOUNTS, class_name="button quiet"),
            class_name="row",
        ),
        class_name="stack reading",
        no_validate=True,
        on_submit=SEEN.create,
    )


def place(name: str, pairs: Any) -> rx.Component:
    """Office or region, « none » first."""
    options = (rx.el.option(t(f"accounts.no_{name}"), value=""), rx.foreach(pairs, option))
    hint = t(f"accounts.new_{name}_hint")
    return entry(name, t(f"accounts.{name}"), SEEN.errors[name], chosen(*options), hint, must=False)


def done() -> rx.Component:
    """What to hand over, then the ways on."""
    return rx.el.div(
        handing_over(SEEN.handed),
        rx.el.div(
            link(t("accounts.back"), to=ACCOUNTS, class_name="button primary"),
            rx.el.button(t("accounts.another"), type="button", on_click=SEEN.load),
            class_name="row",
        ),
        class_name="stack reading",
    )
