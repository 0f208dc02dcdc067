"""The texts of notices: the list, and the page where one is written with what it would say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.services import lists, notice_texts
from migraflow.services.list_house import notice_path
from migraflow.ui import routes
from migraflow.ui.components.list_state import ListPast, past_line
from migraflow.ui.components.past import history
from migraflow.ui.components.pieces import cards, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class NoticeLine:
    """One notice, in words."""

    code: str
    subject: str
    href: str
    procedures: list[str]
    changed: str


class NoticeTextsState(Doorway, rx.State):
    """The list."""

    lines: list[NoticeLine] = []

    @door
    async def load(self) -> None:
        """Every notice."""
        language = await self._language()
        found = await self._ask(notice_texts.notice_models)
        self.lines = [
            NoticeLine(one.code, one.subject, routes.notice_text_at(one.code), list(one.procedures),
                       one.changed_by or say(language, "lists.as_folder"))
            for one in found
        ]  # fmt: skip
        self.standing = "ready"


class NoticeTextState(Doorway, rx.State):
    """One notice being written."""

    code: str = ""
    text: str = ""
    subject: str = ""
    body: str = ""
    faults: list[str] = []
    may_change: bool = False
    past: list[ListPast] = []
    _number: int = 0

    @door
    async def load(self) -> Any:
        """The notice whose code ends the address."""
        self.code = self._arrive()
        await self._open()
        self.standing = "ready"
        return titled(self.subject)

    @door
    async def look(self, text: str) -> None:
        """What the text in the box would say."""
        await self._look(text)

    @door
    async def save(self, form: dict[str, str]) -> Any:
        """Let it hold from now on."""
        wish = {"text": form.get("text", ""), "note": form.get("note", ""), "number": self._number}
        await self._ask(notice_texts.save_notice, code=self.code, **wish)
        await self._open()
        return notify(say(await self._language(), "lists.saved"))

    @door
    async def restore(self, number: int) -> Any:
        """Go back to an earlier text."""
        await self._ask(lists.restore, path=notice_path(self.code), number=number)
        await self._open()
        return notify(say(await self._language(), "lists.restored"))

    async def _open(self) -> None:
        language, moment = await self._language(), now()
        found = await self._ask(notice_texts.notice_text, code=self.code)
        self.text, self._number, self.may_change = found.text, found.number, found.may_change
        past = await self._ask(lists.past, path=notice_path(self.code))
        self.past = [past_line(one, moment, language) for one in past]
        await self._look(found.text)

    async def _look(self, text: str) -> None:
        seen = await self._ask(notice_texts.looks, text=text)
        self.subject, self.body, self.faults = seen.subject, seen.body, list(seen.faults)


ALL, SEEN = live(NoticeTextsState), live(NoticeTextState)


def index() -> rx.Component:
    """Every notice."""
    return shell(
        routes.LISTS,
        ALL.standing,
        crumbs(t("lists.notices")),
        heading(t("lists.notices"), t("lists.notices_lead")),
        cards(t("lists.notices"), [t(f"lists.{key}") for key in ("subject", "sent_by", "changed")], ALL.lines, line),
    )


def crumbs(here: Any) -> rx.Component:
    """Where one is."""
    return rx.el.nav(
        link(t("lists.title"), to=routes.LISTS), " › ", here, class_name="crumbs", aria_label=t("shell.crumbs")
    )


def line(one: Any) -> rx.Component:
    """One notice of the list."""
    none = rx.el.span(t("lists.sent_by_none"), class_name="soft small")
    sent = rx.el.ul(rx.foreach(one.procedures, lambda title: rx.el.li(title)), class_name="small")
    return rx.el.tr(
        rx.el.td(link(rx.el.strong(one.subject), to=one.href), " ", rx.el.code(one.code, class_name="soft small")),
        rx.el.td(rx.cond(one.procedures, sent, none)),
        rx.el.td(one.changed, class_name="soft small"),
    )


def sheet() -> rx.Component:
    """The text on the left, what it would say on the right, its past below."""
    return shell(
        routes.LISTS,
        arrived(SEEN),
        crumbs(rx.fragment(link(t("lists.notices"), to=routes.NOTICE_TEXTS), " › ", SEEN.subject)),
        heading(SEEN.subject, rx.cond(SEEN.may_change, t("lists.notice_lead"), t("lists.read_only"))),
        rx.el.div(editor(), looks(), class_name="grid2"),
        history(SEEN.past, SEEN.restore, SEEN.may_change),
    )


def editor() -> rx.Component:
    """The text, which its owner changes."""
    area = rx.el.textarea(
        id="notice-text",
        name="text",
        default_value=SEEN.text,
        key=SEEN.code + SEEN.text,
        rows="16",
        read_only=~SEEN.may_change,
        aria_describedby="notice-hint",
        on_change=lambda text: SEEN.look(text).debounce(400),
    )
    note = rx.el.input(id="notice-note", name="note", auto_complete="off", max_length=300)
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("lists.notice_text"), html_for="notice-text"),
            rx.el.span(t("lists.notice_hint"), class_name="hint", id="notice-hint"),
            area,
            class_name="field",
        ),
        rx.cond(
            SEEN.may_change,
            rx.fragment(
                rx.el.div(rx.el.label(t("lists.note"), html_for="notice-note"), note, class_name="field"),
                rx.el.button(t("lists.save"), type="submit", class_name="primary"),
            ),
        ),
        on_submit=SEEN.save,
        class_name="stack",
    )


def looks() -> rx.Component:
    """What it would say, or why it does not read."""
    lines = rx.el.ul(rx.foreach(SEEN.faults, lambda one: rx.el.li(one)))
    return rx.el.section(
        rx.el.h2(t("letters.preview")),
        rx.el.div(rx.cond(SEEN.faults, notice(rx.el.strong(t("letters.unfit")), lines, tone="warn")), role="status"),
        rx.el.div(rx.el.strong(SEEN.subject), rx.el.p(SEEN.body, class_name="preline"), class_name="card stack"),
        class_name="stack",
    )
