"""Lists, roles, notices and letters: everything procedures lean on that managers keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.services import lists
from migraflow.services.lists import ListRow
from migraflow.ui import routes
from migraflow.ui.components.list_state import human
from migraflow.ui.components.pieces import cards, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import on_day
from migraflow.ui.words import say, t

SESSION = live(SessionState)


@dataclass(frozen=True)
class ListEntry:
    """One list, in words."""

    name: str
    title: str
    href: str
    count: int
    changed: str


class ListsState(Doorway, rx.State):
    """Every list that is kept here; the two that deadlines are counted by stand first."""

    entries: list[ListEntry] = []

    @door
    async def load(self) -> None:
        """All of them."""
        language, moment = await self._language(), now()
        rows = await self._ask(lists.catalogue)
        found = sorted(rows, key=lambda row: (row.name not in FIRST, human(row.name, language).casefold()))
        self.entries = [entry(row, moment, language) for row in found]
        self.standing = "ready"


FIRST = ("delais", "jours_feries")
LISTS = live(ListsState)


def entry(row: ListRow, moment: datetime, language: str) -> ListEntry:
    """A list in words."""
    changed = say(language, "lists.as_folder")
    if row.changed is not None:
        changed = say(language, "lists.changed_by", who=row.changed_by, day=on_day(row.changed, moment, language))
    if row.awaits is not None:
        changed += " · " + say(language, "lists.awaits_short")
    return ListEntry(row.name, human(row.name, language), routes.list_at(row.name), row.lines, changed)


def page() -> rx.Component:
    """The ways to what is kept elsewhere, then the lists."""
    return shell(
        routes.LISTS,
        LISTS.standing,
        heading(t("lists.title"), t("lists.lead")),
        ways(),
        cards(t("lists.title"), [t(f"lists.{key}") for key in ("name", "lines", "changed")], LISTS.entries, one_entry),
    )


def ways() -> rx.Component:
    """Notices, letters, registers, roles: each where it is kept."""
    may: Any = SESSION.may
    ways = (
        (routes.NOTICE_TEXTS, "lists.notices", None),
        (routes.LETTERS, "letters.title", None),
        (routes.REGISTERS, "registers.title", Permission.SEE_REGISTER),
        (routes.ROLES, "lists.roles", Permission.MANAGE_ACCOUNTS),
    )
    links = [
        rx.cond(may.contains(needs.value), link(t(words), to=to, class_name="button")) if needs else
        link(t(words), to=to, class_name="button")
        for to, words, needs in ways
    ]  # fmt: skip
    return rx.el.nav(*links, class_name="row", aria_label=t("lists.ways"))


def one_entry(one: Any) -> rx.Component:
    """One list."""
    return rx.el.tr(
        rx.el.td(link(rx.el.strong(one.title), to=one.href)),
        rx.el.td(one.count, class_name="num"),
        rx.el.td(one.changed, class_name="soft small"),
    )
