"""*Nouveau dossier*: the procedures this person may open; the first step opens at once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import reflex as rx

from migraflow.domain.procedures import ProcedureCard
from migraflow.services import cases
from migraflow.ui.components.pieces import Live, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.notices import notify
from migraflow.ui.routes import NEW_CASE, TASKS, case_at, task_at
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset


@dataclass(frozen=True)
class Offer:
    """One procedure that may be opened."""

    id: str
    title: str
    summary: str
    running: str


class NewCaseState(Doorway, rx.State):
    """The catalogue. `key` makes two presses of the same button open one case."""

    offers: list[Offer] = []
    key: str = ""

    @door
    async def load(self) -> None:
        """What this person may open."""
        language = await self._language()
        self.offers = [offer(card, language) for card in await self._ask(cases.openable)]
        self.key = uuid4().hex
        self.standing = "ready"

    @door
    async def start(self, procedure: str) -> list[rx.event.EventSpec]:
        """Open a case; its first task is this person's."""
        receipt = await self._ask(cases.start, procedure=procedure, key=f"{self.key}:{procedure}"[:120])
        words = say(await self._language(), "cases.opened", ref=receipt.case_ref)
        return [
            rx.redirect(task_at(receipt.next_token) if receipt.next_token else case_at(receipt.case_ref)),
            notify(words),
        ]


def offer(card: ProcedureCard, language: str) -> Offer:
    """`card` in the words of `language`."""
    key = {0: "cases.new_running_none", 1: "cases.new_running_one"}.get(card.open_cases, "cases.new_running")
    return Offer(card.id, typeset(card.title), typeset(card.summary), say(language, key, count=card.open_cases))


SEEN = live(NewCaseState)


def page() -> rx.Component:
    """One card per procedure."""
    return shell(
        NEW_CASE,
        SEEN.standing,
        heading(t("cases.new_title"), t("cases.new_lead")),
        rx.cond(
            SEEN.offers.length() > 0,
            rx.el.ul(rx.foreach(SEEN.offers, card), class_name="offers-list"),
            empty(
                t("cases.new_none"),
                t("cases.new_none_more"),
                link(t("home.see_tasks"), to=TASKS, class_name="button"),
                mark="cases",
            ),
        ),
    )


def card(o: Live) -> rx.Component:
    """One procedure."""
    return rx.el.li(
        rx.el.div(rx.el.h2(o.title), rx.el.p(o.summary), rx.el.p(o.running, class_name="soft small num")),
        rx.el.button(
            t("cases.new_open"),
            rx.el.span(" ", o.title, class_name="hide"),
            type="button",
            class_name="primary",
            on_click=SEEN.start(o.id),
        ),
        class_name="card",
    )
