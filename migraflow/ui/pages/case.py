"""One case: a sentence of state, what may be signalled, its path on the diagram and in words, answers, documents."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.cases import CaseSheet
from migraflow.domain.errors import AlreadyDone, AnswersRejected, MigraflowError
from migraflow.domain.recovery import Stalled
from migraflow.services import accounts, cases, letters, recovery
from migraflow.services import waiting as asked_why
from migraflow.services.filling import About
from migraflow.ui.answering import AnswersState
from migraflow.ui.case_words import CaseWords, Who, case_words
from migraflow.ui.components.annulling import annulling
from migraflow.ui.components.case_parts import answered, paper, path_line, person_card
from migraflow.ui.components.diagram import diagram
from migraflow.ui.components.form import form
from migraflow.ui.components.held import HeldLine, held_banner, held_lines
from migraflow.ui.components.pieces import Live, chip, link, notice
from migraflow.ui.components.recovery_panel import panel
from migraflow.ui.components.waiting_card import waiting_card
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.mistakes import field_sentence, sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.recovering import DECISIONS, TroubleWords, decision_of, trouble_words
from migraflow.ui.routes import CASES, SUSPENSIONS, case_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.wait_words import WaitLine, wait_line
from migraflow.ui.words import say, t

NO_TROUBLE = TroubleWords()
NO_CASE = CaseWords("", "", "", "", [], [], [], [], Who("", "", []), False, False)
TABS = {"parcours": "path", "reponses": "answers", "pieces": "documents", "personne": "persons"}
"""Parts of the page by their name in the address, with their words."""


@dataclass(frozen=True)
class Button:
    """A message this person may send to the case."""

    name: str
    label: str
    href: str


class CasePageState(Doorway, rx.State):
    """One case. `part` is the tab the address names, `sending` the message whose form is open."""

    here: CaseWords = NO_CASE
    part: str = "parcours"
    task: str = ""
    waits: list[WaitLine] = []
    messages: list[Button] = []
    sending: str = ""
    sending_label: str = ""
    trouble: TroubleWords = NO_TROUBLE
    held: list[HeldLine] = []
    xml: str = ""
    travelled: list[str] = []
    standing_at: list[dict[str, str | bool]] = []

    @door
    async def load(self) -> rx.event.EventSpec:
        """The case and the part the address names."""
        ref, asked = self._arrive(), dict(self.router.url.query_parameters)
        self.part = asked.get("partie", "") if asked.get("partie", "") in TABS else "parcours"
        if ref != self.here.ref:
            self.xml = ""
        await self._read(ref, asked.get("signaler", ""))
        self.standing = "ready"
        return titled(f"{self.here.who.name} {ref}".strip())

    @door
    async def decide(self, form: dict[str, str]) -> rx.event.EventSpec:
        """One decision about a case set aside, on the case as it was seen; then the case as it is."""
        language, (gesture, words) = await self._language(), decision_of(form)
        wish = {"ref": self.here.ref, "version": self.trouble.version, "key": f"{gesture}-{self.here.ref}-{uuid4()}"}
        try:
            await self._ask(DECISIONS[gesture], **wish, **words)
            told = notify(say(language, f"recovery.{gesture}_done"))
        except (AlreadyDone, AnswersRejected, Stalled) as refusal:
            told = notify(refusal_words(refusal, language), "bad")
        await self._read(self.here.ref, "")
        return told

    @door
    async def annul_letter(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Take a letter back; then the case as it is."""
        await self._ask(letters.annul, document_id=str(form.get("id") or ""), reason=str(form.get("why") or ""))
        await self._read(self.here.ref, "")
        return notify(say(await self._language(), "cases.annul_done"))

    async def _read(self, ref: str, sending: str) -> None:
        """Read the case, its diagram once, and the form of the message being sent."""
        language, sheet = await self._language(), await self._ask(cases.sheet, ref=ref)
        self.here = case_words(sheet, now(), language)
        self.waits = [wait_line(one, now(), language) for one in await self._ask(asked_why.why, ref=ref)]
        self.held = held_lines(sheet.held, now(), language)
        trouble = None if sheet.unreadable else await self._ask(recovery.trouble, ref=ref)
        self.trouble = trouble_words(trouble, now(), language)
        self._light(sheet)
        self.messages = [
            Button(message.name, message.label, f"{case_at(ref)}?signaler={message.name}") for message in sheet.messages
        ]
        self.task = next((step.href for step in self.here.steps if step.href), "")
        self.sending = sending if any(button.name == sending for button in self.messages) else ""
        self.sending_label = next((button.label for button in self.messages if button.name == self.sending), "")
        if not self.xml:
            self.xml = await self._diagram(ref)
        if self.sending:
            actor = await self._ask(accounts.who)
            await (await self.get_state(AnswersState))._open(About(ref=ref, message=sending), actor.account_id)

    async def _diagram(self, ref: str) -> str:
        """The drawing of the case's edition; the page does without when there is none."""
        try:
            return await self._ask(cases.diagram, ref=ref)
        except MigraflowError:
            return ""

    def _light(self, sheet: CaseSheet) -> None:
        """Which elements of the drawing are lit."""
        moment = now()
        self.travelled = list(sheet.travelled)
        self.standing_at = [
            {"element": step.element, "label": "", "late": step.due is not None and step.due < moment}
            for step in sheet.open_steps
        ]


def refusal_words(refusal: AlreadyDone | AnswersRejected | Stalled, language: str) -> str:
    """Why a decision was not taken: what is wrong with the value, or who was first."""
    if isinstance(refusal, AnswersRejected):
        return field_sentence(refusal.errors[0], language)
    return sentence(refusal, language)


SEEN = live(CasePageState)
ANSWERS = live(AnswersState)
ACTOR = live(SessionState)


def page() -> rx.Component:
    """Title and sentence, messages, tabs, the chosen part."""
    here = SEEN.here
    return shell(
        CASES,
        arrived(SEEN),
        rx.el.nav(
            link(t("cases.title"), to=CASES), " › ", here.title, class_name="crumbs", aria_label=t("shell.crumbs")
        ),
        head(here),
        held_banner(SEEN.held),
        rx.cond(here.referred, notice(rx.el.strong(t("cases.referred"), ". "), t("cases.referred_more"), tone="warn")),
        rx.cond(here.unreadable != "", unreadable(here)),
        rx.cond(SEEN.trouble.key != "", panel(SEEN.trouble, SEEN.decide)),
        rx.cond(SEEN.sending != "", sending()),
        rx.el.nav(*[tab(part, words) for part, words in TABS.items()], class_name="tabs", aria_label=t("cases.parts")),
        rx.match(
            SEEN.part,
            ("reponses", answers()),
            ("pieces", papers()),
            ("personne", rx.el.div(person_card(here.who), class_name="narrow")),
            path(),
        ),
    )


def head(here: Live) -> rx.Component:
    """Whose case, where it is, what may be done with it."""
    name = rx.cond(here.who.name != "", here.who.name, here.ref)
    task = link(t("cases.open_task"), to=SEEN.task, class_name="button primary")
    way = link(t("suspensions.case"), to=rx.Var.create(f"{SUSPENSIONS}?dossier=") + here.ref, class_name="button quiet")
    suspend = rx.cond(ACTOR.may.contains(Permission.SUSPEND.value) & ~here.closed, way)
    return rx.el.div(
        rx.el.div(
            rx.el.h1(name, " ", rx.el.span(here.ref, class_name="soft num ref")),
            rx.el.p(here.sentence, class_name="lead measure"),
        ),
        rx.el.div(suspend, rx.foreach(SEEN.messages, message), rx.cond(SEEN.task != "", task), class_name="row push"),
        class_name="row head",
    )


def unreadable(here: Live) -> rx.Component:
    """What to do about a case whose edition cannot be loaded."""
    why = rx.el.p(t("cases.unreadable_why"), " ", here.unreadable, class_name="small")
    return notice(rx.el.strong(t("cases.unreadable"), " "), t("cases.unreadable_more"), why, tone="bad", role="status")


def message(button: Live) -> rx.Component:
    """One message the case is waiting for; pressing it opens what it asks, or asks to confirm."""
    return link(button.label, to=button.href, class_name="button")


def sending() -> rx.Component:
    """The form of the message being sent."""
    back = link(t("task.cancel"), to=rx.Var.create("/dossiers/") + SEEN.here.ref, class_name="button")
    return rx.el.section(
        rx.el.h2(SEEN.sending_label),
        rx.el.p(rx.cond(ANSWERS.lead != "", ANSWERS.lead, t("cases.confirm")), class_name="soft measure"),
        form(
            rx.el.button(t("cases.send"), type="submit", class_name="primary", custom_attrs={"data-complete": ""}), back
        ),
        class_name="card sending",
        aria_label=SEEN.sending_label,
    )


def tab(part: str, words: str) -> rx.Component:
    """One part of the case."""
    counted = {"reponses": SEEN.here.answers.length(), "pieces": SEEN.here.papers.length()}
    number = rx.el.span(counted[part], class_name="count") if part in counted else rx.fragment()
    to = rx.Var.create("/dossiers/") + SEEN.here.ref + f"?partie={part}"
    return link(t(f"cases.{words}"), number, to=to, aria_current=rx.cond(SEEN.part == part, "page", "false"))


def path() -> rx.Component:
    """The diagram, the story, what is awaited."""
    here = SEEN.here
    return rx.fragment(
        drawing(here),
        rx.el.div(
            rx.el.section(
                rx.el.h2(t("cases.happened")),
                rx.el.ol(rx.foreach(here.path, path_line), rx.foreach(here.steps, path_line), class_name="timeline"),
                class_name="card",
            ),
            rx.el.aside(
                waiting_card(SEEN.waits, here.closed),
                person_card(here.who),
                class_name="stack",
                aria_label=t("cases.waiting"),
            ),
            class_name="split",
        ),
    )


def drawing(here: Live) -> rx.Component:
    """The procedure's diagram with the path of this case on it."""
    legend = (("ok", "legend_done"), ("info", "legend_open"), ("", "legend_next"))
    lit = diagram(SEEN.xml, label=t("cases.diagram"), travelled=SEEN.travelled, open=SEEN.standing_at)
    return rx.el.section(
        rx.el.div(
            rx.el.h2(here.title, " ", rx.el.span(here.edition, class_name="soft small")),
            *[chip(t(f"cases.{key}"), tone) for tone, key in legend],
            class_name="row",
        ),
        rx.cond(SEEN.xml != "", lit, rx.el.p(t("cases.diagram_none"), class_name="soft")),
        class_name="card drawing",
    )


def answers() -> rx.Component:
    """Everything answered so far, step by step."""
    here = SEEN.here
    return rx.cond(
        here.answers.length() > 0,
        rx.el.div(rx.foreach(here.answers, answered), class_name="card measure"),
        rx.el.p(t("cases.answers_none"), class_name="soft"),
    )


def papers() -> rx.Component:
    """The documents."""
    here = SEEN.here
    return rx.cond(
        here.papers.length() > 0,
        rx.el.ul(
            rx.foreach(here.papers, lambda one: paper(one, annulling(one, SEEN.annul_letter))), class_name="card papers"
        ),
        rx.el.p(t("cases.documents_none"), class_name="soft"),
    )
