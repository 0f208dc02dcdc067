"""One person: what the register knows, and their life line across procedures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.merging import MergeRow
from migraflow.domain.people import AppliedRow, PersonCase, PersonSheet
from migraflow.services import accounts, campaign_register, documents, merging, people
from migraflow.services.filling import About
from migraflow.ui.answering import AnswersState
from migraflow.ui.case_words import Pair, Paper, Step, Who, pairs, who
from migraflow.ui.case_words import paper as paper_words
from migraflow.ui.components.case_parts import pair, paper, path_line
from migraflow.ui.components.form import form
from migraflow.ui.components.pieces import Live, heading, link
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.places import procedure_names
from migraflow.ui.routes import ACCESSES, PEOPLE, case_at, person_at, row_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import iso, moment_words, on_day
from migraflow.ui.words import known, say, t


@dataclass(frozen=True)
class Block:
    """One block of the register in words."""

    title: str
    lines: list[Pair]


@dataclass(frozen=True)
class Joined:
    """A record that was merged into this one."""

    id: int
    name: str
    told: str
    may_undo: bool


@dataclass(frozen=True)
class Applied:
    """One offer they applied for, with the way to its row in the register."""

    offer: str
    told: str
    href: str


class PersonPageState(Doorway, rx.State):
    """One person of the register. `correcting`: the form that corrects their identity stands open."""

    who: Who = Who("", "", [])
    ref: str = ""
    blocks: list[Block] = []
    life: list[Step] = []
    papers: list[Paper] = []
    correction: str = ""
    correcting: bool = False
    merges: list[Joined] = []
    applied: list[Applied] = []

    @door
    async def load(self) -> rx.event.EventSpec:
        """The person the address names, or their correction."""
        asked = self._arrive()
        sheet = await self._ask(people.sheet, ref=asked)
        self._describe(sheet, await procedure_names(self), await self._language())
        await self._surround(await self._language())
        await self._correct(sheet.may_correct and "corriger" in self.router.url.query_parameters)
        self.standing = "ready"
        return titled(self.who.name)

    @door
    async def undo(self, merge_id: int) -> rx.event.EventSpec:
        """Take a merge back."""
        receipt = await self._ask(merging.undo, merge_id=merge_id, key=f"undo-{merge_id}")
        await self.load()
        return notify(say(await self._language(), "duplicates.undone_now", ref=receipt.case_ref))

    def _describe(self, sheet: PersonSheet, titles: dict[str, str], language: str) -> None:
        """Facts, register, life line."""
        self.who, self.ref = who(sheet.facts, language), sheet.facts.ref
        self.blocks = [Block(title, pairs(lines)) for title, lines in sheet.blocks.items()]
        self.life = [life_line(case, titles, now(), language) for case in sheet.cases]
        self.correction = f"{person_at(self.ref)}?corriger=identite" if sheet.may_correct else ""

    async def _surround(self, language: str) -> None:
        """Their papers, what they applied for, the records merged into theirs."""
        held = await self._ask(documents.of_person, ref=self.ref)
        sent = await self._ask(campaign_register.of_person, ref=self.ref)
        joined = await self._ask(merging.of_person, ref=self.ref)
        self.papers = [paper_words(one, now(), language) for one in held]
        self.applied = [applied_words(one, language) for one in sent]
        self.merges = [joined_words(one, now(), language) for one in joined]

    async def _correct(self, wanted: bool) -> None:
        """Open the form of the correction, where it was left if this tab had begun it; or let go of it."""
        self.correcting, answers = wanted, await self.get_state(AnswersState)
        if wanted:
            actor = await self._ask(accounts.who)
            await answers._open(About(person=self.ref), actor.account_id)
        else:
            answers._close()


def life_line(case: PersonCase, titles: dict[str, str], moment: datetime, language: str) -> Step:
    """One case in the life of a person."""
    state = case.outcome or (say(language, f"cases.{case.state}") if known(f"cases.{case.state}") else case.state)
    when = say(language, "cases.opened_on", day=on_day(case.opened, moment, language))
    return Step(
        titles.get(case.procedure, case.procedure),
        f"{case.ref} · {when} · {state}",
        iso(case.opened),
        "done" if case.outcome else "now",
        case_at(case.ref),
    )


def applied_words(row: AppliedRow, language: str) -> Applied:
    """An application in the words of `language`."""
    told = say(language, "people.applied_on", state=row.state, day=f"{row.day:%d/%m/%Y}") if row.day else row.state
    return Applied(row.offer, told, row_at("candidatures", row.key))


def joined_words(row: MergeRow, moment: datetime, language: str) -> Joined:
    """A merge in the words of `language`."""
    when = moment_words(row.made, moment, language)
    name = say(language, "duplicates.merge_line", name=row.gone_name, ref=row.gone_ref)
    return Joined(
        row.id, name, say(language, "duplicates.merge_told", who=row.made_by, when=when, why=row.reason), row.may_undo
    )


SEEN = live(PersonPageState)


def page() -> rx.Component:
    """Name, register or its correction on the left, life line beside it."""
    may_begin = (SEEN.correction != "") & ~SEEN.correcting
    begin = link(t("people.correct"), to=SEEN.correction, class_name="button")
    return shell(
        PEOPLE,
        arrived(SEEN),
        rx.el.nav(
            link(t("people.title"), to=PEOPLE),
            " › ",
            SEEN.ref,
            class_name="crumbs num",
            aria_label=t("shell.crumbs"),
        ),
        heading(SEEN.who.name, t("people.known_once"), readers(), rx.cond(may_begin, begin)),
        rx.el.div(
            rx.cond(SEEN.correcting, correcting(), rx.el.div(rx.foreach(SEEN.blocks, block), class_name="stack")),
            life(),
            class_name="split",
        ),
    )


def readers() -> rx.Component:
    """The way to who looked at this sheet, for those who read the journal of access."""
    way = link(t("accesses.way"), to=rx.Var.create(f"{ACCESSES}?personne=") + SEEN.ref, class_name="button quiet")
    return rx.cond(live(SessionState).may.contains(Permission.SEE_ACCESSES.value), way)


def life() -> rx.Component:
    """Their cases, beside whatever else is shown."""
    return rx.el.aside(
        rx.el.section(
            rx.el.h2(t("people.life")),
            rx.cond(
                SEEN.life.length() > 0,
                rx.el.ol(rx.foreach(SEEN.life, path_line), class_name="timeline small"),
                rx.el.p(t("people.life_none"), class_name="soft small"),
            ),
            class_name="card flat",
        ),
        rx.cond(SEEN.applied.length() > 0, applications()),
        rx.cond(SEEN.papers.length() > 0, papers()),
        rx.cond(SEEN.merges.length() > 0, merges()),
        aria_label=t("people.life"),
        class_name="stack",
    )


def applications() -> rx.Component:
    """What they applied for, in a case or in a campaign."""
    return rx.el.section(
        rx.el.h2(t("people.applied")),
        rx.el.ul(rx.foreach(SEEN.applied, application), class_name="papers small"),
        class_name="card flat",
    )


def application(one: Live) -> rx.Component:
    """One of them."""
    return rx.el.li(link(one.offer, to=one.href), rx.el.p(one.told, class_name="soft small"), key=one.href)


def papers() -> rx.Component:
    """The documents of their cases: what they brought, and the letters they were given."""
    return rx.el.section(
        rx.el.h2(t("people.papers")),
        rx.el.ul(rx.foreach(SEEN.papers, paper), class_name="papers small"),
        class_name="card flat",
    )


def merges() -> rx.Component:
    """The records merged into this one, each with the way to take it back."""
    return rx.el.section(
        rx.el.h2(t("duplicates.merges")),
        rx.el.ul(rx.foreach(SEEN.merges, joined), class_name="papers small"),
        class_name="card flat",
    )


def joined(one: Live) -> rx.Component:
    """One of them."""
    again = rx.el.button(t("duplicates.undo"), rx.el.span(" : ", one.name, class_name="hide"), type="button",
                         class_name="small", on_click=SEEN.undo(one.id))  # fmt: skip
    return rx.el.li(
        rx.el.strong(one.name), rx.el.p(one.told, class_name="soft"), rx.cond(one.may_undo, again), key=one.id
    )


def correcting() -> rx.Component:
    """The identity, to be corrected with the same questions that a task asks."""
    cancel = link(t("task.cancel"), to=rx.Var.create(f"{PEOPLE}/") + SEEN.ref, class_name="button")
    save = rx.el.button(t("people.save"), type="submit", class_name="primary", custom_attrs={"data-complete": ""})
    return rx.el.section(
        rx.el.h2(t("people.correct_identity")),
        rx.el.p(t("people.correct_lead"), class_name="soft measure"),
        form(save, cancel),
        class_name="stack",
        aria_label=t("people.correct_identity"),
    )


def block(b: Live) -> rx.Component:
    """One block of the register."""
    return rx.el.section(rx.el.h2(b.title), rx.el.dl(rx.foreach(b.lines, pair), class_name="facts"), class_name="card")
