"""Procedures: the list, and the page of one with its diagram, its steps and its editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound
from migraflow.domain.procedures import EditionRow, ProcedureCard, ProcedureSheet, StepLine
from migraflow.services import accounts, comparing, importing, procedures
from migraflow.ui import routes
from migraflow.ui.components.diagram import diagram
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, empty, heading, link
from migraflow.ui.components.rooms import rooms
from migraflow.ui.components.taking_away import taking_away
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.shell import shell
from migraflow.ui.when import moment_words
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset


@dataclass(frozen=True)
class CardLine:
    """One procedure of the list, in words."""

    id: str
    title: str
    summary: str
    edition: str
    running: str


@dataclass(frozen=True)
class EditionLine:
    """One edition of the list, in words."""

    sha: str
    number: int
    published: str
    by: str
    note: str
    running: int
    current: bool


class ProceduresState(Doorway, rx.State):
    """The list."""

    cards: list[CardLine] = []
    may_import: bool = False

    @door
    async def load(self) -> None:
        """Every published procedure."""
        language, moment = await self._language(), now()
        self.cards = [card_line(card, moment, language) for card in await self._ask(procedures.catalogue)]
        self.may_import = (await self._ask(accounts.who)).may(Permission.CHANGE_PROCEDURE)
        self.standing = "ready"


class ProcedureState(Doorway, rx.State):
    """The page of one procedure; `shown` is the number of the edition in the drawing."""

    procedure: str = ""
    title: str = ""
    summary: str = ""
    may_change: bool = False
    steps: list[StepLine] = []
    editions: list[EditionLine] = []
    shown: int = 0
    xml: str = ""
    changes: list[str] = []

    @door
    async def load(self) -> rx.event.EventSpec | None:
        """The procedure whose id ends the address; of one that was never published, the draft."""
        self.procedure = self._arrive()
        try:
            sheet = await self._ask(procedures.sheet, procedure=self.procedure)
        except NotFound:
            if await self._ask(importing.is_newcomer, procedure=self.procedure):
                return rx.redirect(routes.studio_at(self.procedure))
            raise
        await self._read(sheet)
        return None

    @door
    async def show(self, sha: str) -> None:
        """Draw an older edition."""
        self.xml = await self._ask(procedures.diagram, procedure=self.procedure, sha=sha)
        self.shown = next((edition.number for edition in self.editions if edition.sha == sha), 0)
        await self._compare(sha)

    async def _read(self, sheet: ProcedureSheet) -> None:
        """Show the page, the edition in force drawn on it."""
        self._lay(sheet, await self._language())
        self.xml = await self._ask(procedures.diagram, procedure=self.procedure)
        await self._compare(next((edition.sha for edition in self.editions if edition.current), ""))
        self.standing = "ready"

    async def _compare(self, sha: str) -> None:
        """What the edition in the drawing changed."""
        language = await self._language()
        found = await self._ask(comparing.edition_changes, procedure=self.procedure, sha=sha)
        self.changes = [typeset(change.sentence(language)) for change in found]

    def _lay(self, sheet: ProcedureSheet, language: str) -> None:
        moment = now()
        self.title, self.summary, self.may_change = sheet.title, sheet.summary, sheet.may_change
        self.steps = [replace(step, role=step.role.split(" (")[0]) for step in sheet.steps]
        self.editions = [edition_line(edition, moment, language) for edition in sheet.editions]
        self.shown = next((edition.number for edition in sheet.editions if edition.current), 0)


def card_line(card: ProcedureCard, moment: datetime, language: str) -> CardLine:
    """A card in words."""
    many = {0: "open_none", 1: "open_one"}.get(card.open_cases, "open_many")
    return CardLine(
        id=card.id,
        title=card.title,
        summary=card.summary,
        edition=say(language, "procedures.edition", when=moment_words(card.published, moment, language)),
        running=say(language, f"procedures.{many}", count=card.open_cases),
    )


def edition_line(edition: EditionRow, moment: datetime, language: str) -> EditionLine:
    """An edition in words."""
    return EditionLine(
        sha=edition.sha,
        number=edition.number,
        published=moment_words(edition.published, moment, language),
        by=edition.published_by,
        note=edition.note or say(language, "procedures.no_note"),
        running=edition.open_cases,
        current=edition.current,
    )


LIST, SHEET = live(ProceduresState), live(ProcedureState)


def index() -> rx.Component:
    """The list of procedures."""
    return shell(
        routes.PROCEDURES,
        LIST.standing,
        heading(
            t("procedures.title"),
            t("procedures.lead"),
            rx.cond(LIST.may_import, link(t("imports.action"), to=routes.PROCEDURE_IMPORT, class_name="button")),
            link(t("manual.title"), to=routes.MANUAL, class_name="button"),
        ),
        rx.cond(
            LIST.cards,
            rx.el.ul(rx.foreach(LIST.cards, card), class_name="grid2"),
            empty(t("procedures.none"), t("procedures.none_more"), mark="procedures"),
        ),
    )


def card(line: Any) -> rx.Component:
    """One procedure."""
    return rx.el.li(
        rx.el.h2(link(line.title, to=routes.procedure_at(line.id))),
        rx.el.p(line.summary),
        rx.el.p(line.edition, " · ", line.running, class_name="small soft"),
        class_name="card stack",
    )


def sheet() -> rx.Component:
    """The page of one procedure."""
    state = SHEET
    return shell(
        routes.PROCEDURES,
        arrived(state),
        rx.el.p(link(t("procedures.title"), to=routes.PROCEDURES), " › ", state.title, class_name="crumbs"),
        heading(
            state.title,
            state.summary,
            rx.cond(
                state.may_change,
                link(t("procedures.change"), to=routes.studio_at(state.procedure), class_name="button primary"),
            ),
        ),
        rx.cond(state.may_change, rooms("procedure", state.procedure)),
        rx.el.section(
            rx.el.div(
                rx.el.h2(t("procedures.diagram")),
                rx.el.span(t("procedures.number"), " ", state.shown, class_name="chip info"),
                class_name="row",
            ),
            diagram(state.xml, label=state.title),
            class_name="card stack",
        ),
        rx.cond(state.shown > 1, changes()),
        rx.el.section(rx.el.h2(t("procedures.editions")), editions(), class_name="card"),
        rx.el.section(rx.el.h2(t("procedures.steps")), steps(), class_name="card"),
        taking_away(state.procedure),
    )


def changes() -> rx.Component:
    """What the edition in the drawing changed from the one before it."""
    return rx.el.section(
        rx.el.h2(t("procedures.changes"), " ", SHEET.shown),
        rx.el.p(link(t("comparing.title"), to=rx.Var.create(f"{routes.COMPARISONS}/") + SHEET.procedure)),
        rx.cond(
            SHEET.changes,
            rx.el.ul(rx.foreach(SHEET.changes, rx.el.li), class_name="changes"),
            rx.el.p(t("procedures.no_changes"), class_name="soft"),
        ),
        class_name="card",
        aria_live="polite",
    )


def table(title: str, *heads: str, rows: rx.Component) -> rx.Component:
    """A table that scrolls on narrow screens; `title` and `heads` are keys of the words."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*[rx.el.th(t(f"procedures.{head}"), scope="col") for head in heads])),
            rx.el.tbody(rows),
        ),
        class_name="scroll",
        style={"position": "relative"},
        tab_index=0,
        role="region",
        aria_label=t(f"procedures.{title}"),
    )


def editions() -> rx.Component:
    """The edition list, the newest first; any of them can be drawn."""
    return table(
        "editions", "number", "published", "by", "note", "running", "show",
        rows=rx.foreach(SHEET.editions, edition),
    )  # fmt: skip


def edition(line: Any) -> rx.Component:
    """One edition."""
    return rx.el.tr(
        rx.el.td(line.number, " ", rx.cond(line.current, chip(t("procedures.current"), "ok")), class_name="num"),
        rx.el.td(line.published),
        rx.el.td(line.by),
        rx.el.td(line.note),
        rx.el.td(line.running, class_name="num"),
        rx.el.td(
            rx.el.button(
                icon("search"),
                rx.el.span(t("procedures.show"), rx.el.span(" ", line.number, class_name="hide")),
                type="button",
                class_name="tiny",
                on_click=SHEET.show(line.sha),
                aria_pressed=SHEET.shown == line.number,
            )
        ),
    )


def steps() -> rx.Component:
    """The readable outline."""
    return table("steps", "step", "role", "form", "deadline", rows=rx.foreach(SHEET.steps, step))


def step(line: Any) -> rx.Component:
    """One step."""
    return rx.el.tr(rx.el.td(line.name), rx.el.td(line.role), rx.el.td(line.form), rx.el.td(line.deadline))
