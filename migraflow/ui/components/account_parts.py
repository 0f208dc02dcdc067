"""What the pages of accounts share: roles to tick, and the provisional password, shown once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import reflex as rx

from migraflow.domain.access import Role
from migraflow.ui.components.pieces import Live, facts, notice
from migraflow.ui.words import say, t

BOX = "role-"
"""How the boxes of roles are named in a form: this, then the code."""


@dataclass(frozen=True)
class RoleBox:
    """One role that may be given: its name, how far it reaches, whether it is held."""

    name: str
    label: str
    reach: str
    held: bool


@dataclass(frozen=True)
class Handed:
    """What is handed to somebody whose account was opened or helped: shown once."""

    sentence: str
    username: str
    password: str


NOTHING = Handed("", "", "")


def boxes(roles: Iterable[Role], held: Collection[str], language: str) -> list[RoleBox]:
    """A box for each of `roles`."""
    return [
        RoleBox(
            name=f"{BOX}{role.code}",
            label=role.name(language),
            reach=say(language, f"accounts.reach_{role.scope.value}"),
            held=role.code in held,
        )
        for role in roles
    ]


def ticked(form: dict[str, str]) -> list[str]:
    """The codes of the boxes ticked in `form`."""
    return sorted(name.removeprefix(BOX) for name, value in form.items() if name.startswith(BOX) and value)


def role_boxes(shown: Live, error: Live) -> rx.Component:
    """The roles to tick, each with its reach."""

    def box(one: Live) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="checkbox", name=one.name, default_checked=one.held),
            rx.el.span(one.label, " ", rx.el.span(one.reach, class_name="soft small once")),
            class_name="choice",
            key=one.name,
        )

    return rx.el.fieldset(
        rx.el.legend(t("accounts.roles"), class_name="must"),
        rx.el.span(t("accounts.roles_hint"), class_name="hint", id="roles-hint"),
        rx.el.div(rx.foreach(shown, box), class_name="choices role-boxes"),
        rx.el.span(error, class_name="error", id="roles-error"),
        id="roles",
        class_name=rx.cond(error, "field wrong", "field"),
        custom_attrs={"aria-describedby": "roles-hint roles-error"},
        tab_index=-1,
    )


def handing_over(handed: Live) -> rx.Component:
    """The provisional password, and what to do with it."""
    return notice(
        rx.el.div(
            rx.el.p(rx.el.strong(handed.sentence)),
            rx.el.p(t("accounts.handed")),
            facts(
                (t("accounts.username"), rx.el.strong(handed.username)),
                (t("accounts.password"), rx.el.strong(handed.password, class_name="handed")),
            ),
            rx.el.p(t("accounts.once"), class_name="small"),
            class_name="stack",
        ),
        tone="ok",
        mark="check",
        id="handed",
        role="status",
        tab_index=-1,
    )
