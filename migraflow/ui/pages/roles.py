"""Roles and rights: what each role may do and how far, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.domain.access import Permission, Role, Scope
from migraflow.services import lists, role_sheets
from migraflow.services.list_house import ROLES as PATH
from migraflow.services.role_sheets import RoleSheet
from migraflow.ui import routes
from migraflow.ui.components.list_state import ListPast, past_line
from migraflow.ui.components.past import history
from migraflow.ui.components.pieces import heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.shell import shell
from migraflow.ui.words import WORDS, say, t


@dataclass(frozen=True)
class RightView:
    """One right of a role."""

    code: str
    words: str
    held: bool


@dataclass(frozen=True)
class RoleView:
    """One role, in words."""

    code: str
    name: str
    name_en: str
    scope: str
    rights: list[RightView]
    holders: int
    lanes: list[str]


def view(sheet: RoleSheet, language: str) -> RoleView:
    """A role in words."""
    role = sheet.role
    rights = [RightView(one.value, right_words(one, language), one in role.permissions) for one in Permission]
    return RoleView(role.code, role.name_fr, role.name_en, role.scope.value, rights, sheet.holders, list(sheet.lanes))


def right_words(right: Permission, language: str) -> str:
    """A right as people say it; one without words goes by its code."""
    return WORDS[language].get(f"roles.may_{right.value}") or right.value.replace("_", " ").capitalize()


def role_of(form: dict[str, Any]) -> Role:
    """The role a form describes."""
    rights = frozenset(one for one in Permission if form.get(f"may_{one.value}"))
    scope = Scope(form.get("scope", Scope.OFFICE.value))
    return Role(form.get("code", "").strip(), form.get("name", ""), form.get("name_en", ""), scope, rights)


class RolesState(Doorway, rx.State):
    """Every role, and what they were before."""

    roles: list[RoleView] = []
    rights: list[RightView] = []
    past: list[ListPast] = []
    _number: int = 0

    @door
    async def load(self) -> None:
        """All roles."""
        await self._open()
        self.standing = "ready"

    @door
    async def save(self, form: dict[str, Any]) -> Any:
        """Let a role be as its form says."""
        await self._ask(role_sheets.save_role, role=role_of(form), number=self._number)
        await self._open()
        return notify(say(await self._language(), "lists.saved"))

    @door
    async def remove(self, code: str) -> Any:
        """Take a role away."""
        await self._ask(role_sheets.remove_role, code=code, number=self._number)
        await self._open()
        return notify(say(await self._language(), "lists.saved"))

    @door
    async def restore(self, number: int) -> Any:
        """Go back to earlier roles."""
        await self._ask(role_sheets.restore_roles, number=number)
        await self._open()
        return notify(say(await self._language(), "lists.restored"))

    async def _open(self) -> None:
        language, moment = await self._language(), now()
        self.roles = [view(one, language) for one in await self._ask(role_sheets.role_sheets)]
        self._number = await self._ask(role_sheets.number)
        self.rights = [RightView(one.value, right_words(one, language), held=False) for one in Permission]
        self.past = [past_line(one, moment, language) for one in await self._ask(lists.past, path=PATH)]


SEEN = live(RolesState)


def page() -> rx.Component:
    """The roles, a new one, their past."""
    return shell(
        routes.ACCOUNTS,
        SEEN.standing,
        rx.el.nav(
            link(t("lists.title"), to=routes.LISTS), " › ", t("lists.roles"), class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(t("lists.roles"), t("roles.lead")),
        rx.el.div(rx.foreach(SEEN.roles, one_role), class_name="stack roles"),
        new_role(),
        history(SEEN.past, SEEN.restore, True),
    )  # fmt: skip


def one_role(one: Any) -> rx.Component:
    """One role: closed it says who and how far, open it can be changed."""
    reach = rx.match(one.scope, *[(scope.value, t(f"roles.scope_{scope.value}")) for scope in Scope], "")
    held = rx.el.span(t("roles.holders"), " ", one.holders, class_name="soft small")
    summary = rx.el.summary(rx.el.strong(one.name), " ", rx.el.span(reach, class_name="chip"), " ", held)
    return rx.el.details(summary, lanes_of(one), changing(one), class_name="card", key=one.code)


def lanes_of(one: Any) -> rx.Component:
    """The procedures in which a role has tasks."""
    titles = rx.el.ul(rx.foreach(one.lanes, lambda title: rx.el.li(title)), class_name="small")
    return rx.cond(
        one.lanes.length() > 0,
        rx.el.details(rx.el.summary(t("roles.lanes"), " ", one.lanes.length()), titles),
    )


def changing(one: Any) -> rx.Component:
    """The form of one role; it can be taken away while nobody needs it."""
    away = rx.el.button(
        t("roles.remove"), type="button", class_name="quiet danger tiny", on_click=SEEN.remove(one.code)
    )
    free = (one.holders == 0) & (one.lanes.length() == 0)
    return rx.el.form(
        rx.el.input(type="hidden", name="code", value=one.code, read_only=True),
        fields(one.code, one.name, one.name_en, one.scope),
        rights(one.rights),
        rx.el.div(
            rx.el.button(t("lists.save"), type="submit", class_name="primary"), rx.cond(free, away), class_name="row"
        ),
        on_submit=SEEN.save,
        class_name="stack",
    )


def fields(code: Any, name: Any, name_en: Any, scope: Any) -> rx.Component:
    """The names of a role and how far it reaches."""
    base: Any = "role-" + code
    lines = (("name", name), ("name_en", name_en))
    texts = [
        rx.el.div(
            rx.el.label(t(f"roles.{part}"), html_for=base + "-" + part),
            rx.el.input(
                id=base + "-" + part, name=part, default_value=value, required=part == "name", auto_complete="off"
            ),
            class_name="field",
        )
        for part, value in lines
    ]
    reach = rx.el.select(
        *[rx.el.option(t(f"roles.scope_{one.value}"), value=one.value) for one in Scope],
        id=base + "-scope", name="scope", default_value=scope,
    )  # fmt: skip
    return rx.fragment(
        rx.el.div(*texts, class_name="grid2"),
        rx.el.div(rx.el.label(t("roles.scope"), html_for=base + "-scope"), reach, class_name="field"),
    )


def rights(held: Any) -> rx.Component:
    """What a role may do, one box for each right."""
    boxes = rx.foreach(
        held,
        lambda one: rx.el.label(
            rx.el.input(type="checkbox", name="may_" + one.code, value="yes", default_checked=one.held),
            one.words,
            class_name="choice",
        ),
    )
    return rx.el.fieldset(rx.el.legend(t("roles.rights")), rx.el.div(boxes, class_name="rights"))


def new_role() -> rx.Component:
    """One more role."""
    code = rx.el.input(
        id="new-code", name="code", required=True, pattern="[a-z][a-z0-9_]+", auto_complete="off",
        aria_describedby="new-code-hint",
    )  # fmt: skip
    return rx.el.details(
        rx.el.summary(t("roles.new")),
        rx.el.form(
            rx.el.div(
                rx.el.label(t("roles.code"), html_for="new-code"),
                rx.el.span(t("roles.code_hint"), class_name="hint", id="new-code-hint"),
                code,
                class_name="field",
            ),
            fields("new", "", "", Scope.OFFICE.value),
            rights(SEEN.rights),
            rx.el.button(t("roles.new_now"), type="submit", class_name="primary"),
            on_submit=SEEN.save,
            reset_on_submit=True,
            class_name="stack",
        ),
        class_name="card",
    )
