"""*Registres*: the registers one may read, and how many rows stand in which state."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.services import registers
from migraflow.services.registers import Card
from migraflow.ui.components.pieces import Live, chip, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.routes import REGISTERS, register_at
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class Book:
    """A register as its card shows it: `href` "" where only figures may be read."""

    title: str
    lead: str
    href: str
    total: str
    figures: list[str]


class RegistersState(Doorway, rx.State):
    """The index of registers."""

    books: list[Book] = []

    @door
    async def load(self) -> None:
        """The registers this person may read or count."""
        language = await self._language()
        self.books = [book(card, language) for card in await self._ask(registers.index)]
        self.standing = "ready"


def book(card: Card, language: str) -> Book:
    """`card` in the words of `language`."""
    few = say(language, "registers.few")
    named = [(words, count) for words, count in card.counts if words]
    figures = [f"{words} : {few if count is None else count}" for words, count in named]
    total = sum(count or 0 for _, count in card.counts)
    many = say(language, "registers.rows_one") if total == 1 else say(language, "registers.rows_many", count=total)
    told = "" if not card.readable else many if total else say(language, "registers.none_yet")
    return Book(card.title, card.lead, register_at(card.name) if card.readable else "", told, figures)


SEEN = live(RegistersState)


def page() -> rx.Component:
    """Title, one card per register."""
    return shell(
        REGISTERS,
        SEEN.standing,
        heading(t("registers.title"), t("registers.lead")),
        rx.el.ul(rx.foreach(SEEN.books, shown), class_name="books"),
    )


def shown(one: Live) -> rx.Component:
    """One register."""
    return rx.el.li(
        rx.el.h2(rx.cond(one.href != "", link(one.title, to=one.href), one.title)),
        rx.el.p(one.lead, class_name="soft small"),
        rx.cond(one.href == "", rx.el.p(t("registers.figures_only"), class_name="small")),
        rx.el.div(
            rx.cond(one.total != "", rx.el.span(one.total, class_name="num small")),
            rx.foreach(one.figures, lambda figure: chip(figure)),
            class_name="row",
        ),
        class_name="card",
        key=one.title,
    )
