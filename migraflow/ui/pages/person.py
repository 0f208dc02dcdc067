"""One person: what the register knows, and their life line across procedures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.people import PersonCase, PersonSheet
from migraflow.services import people
from migraflow.ui.case_words import Pair, Step, Who, pairs, who
from migraflow.ui.components.case_parts import pair, path_line
from migraflow.ui.components.pieces import Live, link
from migraflow.ui.door import Doorway, door, live, named_in_address
from migraflow.ui.moments import now
from migraflow.ui.notices import titled
from migraflow.ui.places import procedure_names
from migraflow.ui.routes import PEOPLE, case_at
from migraflow.ui.shell import shell
from migraflow.ui.when import iso, near_day
from migraflow.ui.words import known, say, t


@dataclass(frozen=True)
class Block:
    """One block of the register in words."""

    title: str
    lines: list[Pair]


class PersonPageState(Doorway, rx.State):
    """One person of the register."""

    who: Who = Who("", "", [])
    ref: str = ""
    blocks: list[Block] = []
    life: list[Step] = []

    @door
    async def load(self) -> rx.event.EventSpec:
        """The person the address names."""
        asked = named_in_address(self)
        self.standing = "ready" if asked == self.ref else "loading"
        language = await self._language()
        self._describe(await self._ask(people.sheet, ref=asked), await procedure_names(self), language)
        self.standing = "ready"
        return titled(self.who.name)

    def _describe(self, sheet: PersonSheet, titles: dict[str, str], language: str) -> None:
        """Facts, register, life line."""
        self.who, self.ref = who(sheet.facts, language), sheet.facts.ref
        self.blocks = [Block(title, pairs(lines)) for title, lines in sheet.blocks.items()]
        self.life = [life_line(case, titles, now(), language) for case in sheet.cases]


def life_line(case: PersonCase, titles: dict[str, str], moment: datetime, language: str) -> Step:
    """One case in the life of a person."""
    state = case.outcome or (say(language, f"cases.{case.state}") if known(f"cases.{case.state}") else case.state)
    when = say(language, "cases.opened_on", day=near_day(case.opened, moment, language))
    return Step(
        titles.get(case.procedure, case.procedure),
        f"{case.ref} · {when} · {state}",
        iso(case.opened),
        "done" if case.outcome else "now",
        case_at(case.ref),
    )


SEEN = live(PersonPageState)


def page() -> rx.Component:
    """Name, register on the left, life line beside it."""
    return shell(
        PEOPLE,
        SEEN.standing,
        rx.el.nav(
            link(t("people.title"), to=PEOPLE),
            " › ",
            SEEN.ref,
            class_name="crumbs num",
            aria_label=t("shell.crumbs"),
        ),
        rx.el.div(rx.el.h1(SEEN.who.name), rx.el.p(t("people.known_once"), class_name="soft lead")),
        rx.el.div(
            rx.el.div(rx.foreach(SEEN.blocks, block), class_name="stack"),
            rx.el.aside(
                rx.el.section(
                    rx.el.h2(t("people.life")),
                    rx.cond(
                        SEEN.life.length() > 0,
                        rx.el.ol(rx.foreach(SEEN.life, path_line), class_name="timeline small"),
                        rx.el.p(t("people.life_none"), class_name="soft small"),
                    ),
                    class_name="card flat",
                ),
                aria_label=t("people.life"),
            ),
            class_name="split",
        ),
    )


def block(b: Live) -> rx.Component:
    """One block of the register."""
    return rx.el.section(rx.el.h2(b.title), rx.el.dl(rx.foreach(b.lines, pair), class_name="facts"), class_name="card")
