"""One row of a register: what it says, what it is tied to, what happened to it; or the form that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.services import accounts, registers
from migraflow.services.filling import About
from migraflow.services.registers import RowSheet, Told
from migraflow.ui.answering import AnswersState
from migraflow.ui.case_words import Pair, pairs
from migraflow.ui.components.case_parts import pair
from migraflow.ui.components.form import form
from migraflow.ui.components.pieces import Live, chip, heading, link
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import titled
from migraflow.ui.places import procedure_names
from migraflow.ui.routes import NEW_ROW, REGISTERS, case_at, register_at, row_at
from migraflow.ui.shell import shell
from migraflow.ui.when import iso, moment_words
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class Tie:
    """A link: to what, said how."""

    href: str
    label: str
    beside: str


@dataclass(frozen=True)
class Deed:
    """One line of the history in words. `first`: everything it tells is new, nothing stood there before."""

    title: str
    when: str
    machine: str
    why: str
    case_ref: str
    case_to: str
    first: bool
    changes: list[Pair]


class RowState(Doorway, rx.State):
    """One row. `writing`: the form stands open."""

    register: str = ""
    register_title: str = ""
    register_to: str = ""
    label: str = ""
    key: str = ""
    state: str = ""
    over: bool = False
    lines: list[Pair] = []
    links: list[Tie] = []
    named_by: list[Tie] = []
    cases: list[Tie] = []
    history: list[Deed] = []
    change: str = ""
    writing: bool = False

    @door
    async def load(self) -> rx.event.EventSpec | None:
        """The row the address names, or its form."""
        key = self._arrive()
        self.register = self.router.url.path.rstrip("/").split("/")[-2]
        self.register_to, self.writing = register_at(self.register), key == NEW_ROW
        await (self._blank() if self.writing else self._read(key))
        await self._write("" if key == NEW_ROW else key)
        self.standing = "ready"
        return titled(self.label or self.register_title)

    async def _read(self, key: str) -> None:
        """A row that is there."""
        sheet = await self._ask(registers.sheet, register=self.register, key=key)
        self._describe(sheet, await procedure_names(self), await self._language())
        self.writing = sheet.writable and "modifier" in self.router.url.query_parameters

    async def _blank(self) -> None:
        """A row that is not there yet."""
        found = await self._ask(registers.listing, register=self.register)
        self.register_title, self.key = found.title, ""
        self.label = say(await self._language(), "registers.new")

    async def _write(self, key: str) -> None:
        """Open the form, where it was left if this tab had begun it; or let go of it."""
        answers = await self.get_state(AnswersState)
        if self.writing:
            actor = await self._ask(accounts.who)
            await answers._open(About(register=self.register, row=key), actor.account_id)
        else:
            answers._close()

    def _describe(self, sheet: RowSheet, titles: dict[str, str], language: str) -> None:
        """Facts, links, history."""
        self.register_title, self.label, self.key = sheet.title, sheet.row.label, sheet.row.key
        self.state, self.over, self.lines = sheet.state, not sheet.valid, pairs(sheet.lines)
        self.links = [Tie(row_at(one.register, one.key), one.label, one.question) for one in sheet.names]
        self.named_by = [Tie(row_at(one.register, one.key), one.label, one.question) for one in sheet.named_by]
        self.cases = [Tie(case_at(ref), ref, titles.get(procedure, procedure)) for ref, procedure in sheet.cases]
        self.history = [deed(one, now(), language) for one in sheet.history]
        self.change = f"{row_at(self.register, self.key)}?modifier=oui" if sheet.writable else ""


def deed(one: Told, moment: datetime, language: str) -> Deed:
    """`one` in the words of `language`."""
    return Deed(
        say(language, f"registers.{one.deed.value}", who=one.actor),
        moment_words(one.at, moment, language),
        iso(one.at),
        say(language, "registers.why", why=one.reason) if one.reason else "",
        one.case_ref,
        case_at(one.case_ref) if one.case_ref else "",
        all(not before for _, before, _ in one.changes) and len(one.changes) > 1,
        [Pair(question, moved(before, after, language)) for question, before, after in one.changes],
    )


def moved(before: str, after: str, language: str) -> str:
    """What stood there and what stands there now."""
    word = "from_to" if before and after else "set_to" if after else "emptied"
    return say(language, f"registers.{word}", before=before, after=after)


SEEN = live(RowState)


def page() -> rx.Component:
    """Name, facts or form on the left, ties and history beside."""
    begin = rx.cond(
        (SEEN.change != "") & ~SEEN.writing, link(t("registers.change"), to=SEEN.change, class_name="button")
    )
    return shell(
        REGISTERS,
        arrived(SEEN),
        rx.el.nav(
            link(t("registers.title"), to=REGISTERS),
            " › ",
            link(SEEN.register_title, to=SEEN.register_to),
            class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(SEEN.label, standing(), begin),
        rx.el.div(
            rx.cond(SEEN.writing, writing(), facts()),
            rx.el.aside(ties(), history(), class_name="stack", aria_label=t("registers.history")),
            class_name="split",
        ),
    )


def standing() -> rx.Component:
    """Key, state, and whether its dates hold today."""
    return rx.fragment(
        rx.cond(SEEN.key != "", rx.el.span(SEEN.key, class_name="num")),
        " ",
        rx.cond(SEEN.state != "", chip(SEEN.state)),
        rx.cond(SEEN.over & (SEEN.key != ""), chip(t("registers.over"), "soon")),
    )


def facts() -> rx.Component:
    """What the row says."""
    return rx.el.section(
        rx.el.h2(t("registers.facts")),
        rx.el.dl(rx.foreach(SEEN.lines, pair), class_name="facts"),
        class_name="card",
    )


def writing() -> rx.Component:
    """The row, to be written with the same questions and rules as everywhere."""
    cancel = link(t("task.cancel"), to=rx.cond(SEEN.key != "", SEEN.register_to + "/" + SEEN.key, SEEN.register_to),
                  class_name="button")  # fmt: skip
    save = rx.el.button(t("registers.save"), type="submit", class_name="primary", custom_attrs={"data-complete": ""})
    return rx.el.section(form(save, cancel), class_name="stack", aria_label=t("registers.change"))


def tie(one: Live) -> rx.Component:
    """One link."""
    return rx.el.li(link(one.label, to=one.href), " ", rx.el.span(one.beside, class_name="soft small"), key=one.href)


def ties() -> rx.Component:
    """What the row names, what names it, the cases that mention it."""
    cases = rx.cond(
        SEEN.cases.length() > 0,
        rx.el.ul(rx.foreach(SEEN.cases, tie), class_name="plain small"),
        rx.el.p(t("registers.cases_none"), class_name="soft small"),
    )
    return rx.cond(
        SEEN.key != "",
        rx.fragment(
            rx.cond(SEEN.links.length() > 0, tied(t("registers.links_to"), SEEN.links)),
            rx.cond(SEEN.named_by.length() > 0, tied(t("registers.links_from"), SEEN.named_by)),
            rx.el.section(rx.el.h2(t("registers.cases")), cases, class_name="card flat"),
        ),
    )


def tied(title: Live, found: Live) -> rx.Component:
    """Links under a title."""
    return rx.el.section(
        rx.el.h2(title), rx.el.ul(rx.foreach(found, tie), class_name="plain small"), class_name="card flat"
    )


def history() -> rx.Component:
    """What happened to the row, the latest first."""
    return rx.cond(
        SEEN.history.length() > 0,
        rx.el.section(
            rx.el.h2(t("registers.history")),
            rx.el.ol(rx.foreach(SEEN.history, told), class_name="timeline small"),
            class_name="card flat",
        ),
    )


def told(one: Live) -> rx.Component:
    """One line of the history."""
    moves = rx.el.dl(rx.foreach(one.changes, pair), class_name="facts small")
    by_case = rx.fragment(" ", t("registers.by_case"), " ", link(one.case_ref, to=one.case_to, class_name="num"))
    return rx.el.li(
        rx.el.strong(one.title),
        rx.cond(one.case_ref != "", by_case),
        rx.el.br(),
        rx.el.time(one.when, date_time=one.machine, class_name="soft small"),
        rx.cond(one.why != "", rx.el.p(one.why)),
        rx.cond(one.first, rx.el.details(rx.el.summary(t("registers.said_first")), moves), moves),
        class_name="done",
    )
