"""*Messages en attente*: what cases sent and nobody took; given to a case, or put aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.messages import MessageState, Undelivered
from migraflow.services import undelivered
from migraflow.ui.components.pieces import Live, chip, empty, heading
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.routes import MESSAGES
from migraflow.ui.shell import shell
from migraflow.ui.when import moment_words, on_day
from migraflow.ui.words import say, t

TONES = {MessageState.WAITING: "info", MessageState.EXPIRED: "late", MessageState.REFUSED: "late"}


@dataclass(frozen=True)
class MessageLine:
    """A message nobody has taken, in words."""

    id: int
    name: str
    state: str
    tone: str
    by: str
    meant: str
    why: str


class MessagesState(Doorway, rx.State):
    """The messages nobody has taken, those given up first."""

    rows: list[MessageLine] = []

    @door
    async def load(self) -> None:
        """The list."""
        await self._read()
        self.standing = "ready"

    @door
    async def deliver(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Give one to a case."""
        id, ref = int(form.get("id") or 0), str(form.get("ref") or "").strip().upper()[:40]
        name = self._name(id)
        await self._ask(undelivered.deliver, message_id=id, ref=ref)
        await self._read()
        return notify(say(await self._language(), "undelivered.delivered", what=name, ref=ref))

    @door
    async def drop(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put one aside."""
        id = int(form.get("id") or 0)
        name = self._name(id)
        await self._ask(undelivered.drop, message_id=id, reason=str(form.get("why") or ""))
        await self._read()
        return notify(say(await self._language(), "undelivered.dropped", what=name))

    async def _read(self) -> None:
        """Read the list."""
        language, moment = await self._language(), now()
        self.rows = [message_line(row, moment, language) for row in await self._ask(undelivered.listing)]

    def _name(self, id: int) -> str:
        """What the message `id` of the list is called."""
        return next((row.name for row in self.rows if row.id == id), "")


def message_line(row: Undelivered, moment: datetime, language: str) -> MessageLine:
    """`row` in the words of `language`."""
    sent = moment_words(row.sent, moment, language)
    key = "undelivered.from" if row.from_ref else "undelivered.from_outside"
    meant = [say(language, "undelivered.to", ref=row.to_ref)] if row.to_ref else []
    if not meant:
        keyed = say(language, "undelivered.key", code=row.correlation)
        meant = [keyed if row.correlation else say(language, "undelivered.any")]
    until = say(language, "undelivered.until", day=on_day(row.expires, moment, language))
    return MessageLine(
        id=row.id,
        name=row.label,
        state=say(language, f"undelivered.{row.state.value}"),
        tone=TONES[row.state],
        by=say(language, key, ref=row.from_ref, when=sent),
        meant=" ".join([*meant, until]),
        why=row.reason,
    )


SEEN = live(MessagesState)


def page() -> rx.Component:
    """Title, list."""
    return shell(
        MESSAGES,
        SEEN.standing,
        heading(t("undelivered.title"), t("undelivered.lead")),
        rx.cond(
            SEEN.rows.length() > 0,
            rx.el.ul(rx.foreach(SEEN.rows, row), class_name="told-list"),
            empty(t("undelivered.none"), t("undelivered.none_more")),
        ),
    )


def row(line: Live) -> rx.Component:
    """One message: what, from whom, for whom, until when; what to do with it."""
    return rx.el.li(
        rx.el.div(rx.el.h2(line.name), chip(line.state, line.tone), class_name="row"),
        rx.el.p(line.by, " ", line.meant),
        rx.cond(line.why != "", rx.el.p(line.why, class_name="soft small")),
        rx.el.details(
            rx.el.summary(t("undelivered.act"), rx.el.span(" : ", line.name, class_name="hide")),
            rx.el.div(delivering(line), dropping(line), class_name="stack reading"),
        ),
        class_name="card flat",
        key=line.id,
    )


def delivering(line: Live) -> rx.Component:
    """The case that is to have a message."""
    ref = f"ref-{line.id}"
    number = rx.el.input(
        id=ref, name="ref", max_length=40, required=True, auto_complete="off", class_name="medium num",
        aria_describedby=f"hint-{ref}",
    )  # fmt: skip
    return rx.el.form(
        rx.el.input(type="hidden", name="id", default_value=line.id.to_string()),
        rx.el.div(
            rx.el.label(t("undelivered.ref"), html_for=ref, class_name="must"),
            rx.el.span(t("undelivered.ref_hint"), id=f"hint-{ref}", class_name="hint"),
            number,
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("undelivered.deliver"), type="submit", class_name="primary"), class_name="row"),
        class_name="stack",
        on_submit=SEEN.deliver,
    )


def dropping(line: Live) -> rx.Component:
    """Why a message is put aside."""
    why = f"why-{line.id}"
    return rx.el.form(
        rx.el.input(type="hidden", name="id", default_value=line.id.to_string()),
        rx.el.div(
            rx.el.label(t("undelivered.why"), html_for=why, class_name="must"),
            rx.el.input(id=why, name="why", max_length=500, required=True),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("undelivered.drop"), type="submit"), class_name="row"),
        class_name="stack",
        on_submit=SEEN.drop,
    )
