"""One task: its form, and beside it who it is about, the path so far, what was answered before."""

from __future__ import annotations

import reflex as rx

from migraflow.domain.errors import AlreadyDone, NotFound
from migraflow.domain.tasks import TaskSheet, TaskState
from migraflow.services import accounts, campaign_simulation, cases, tasks
from migraflow.services.filling import About
from migraflow.ui.answering import AnswersState
from migraflow.ui.case_words import CaseWords, Step, Who, case_words
from migraflow.ui.components.case_parts import answered, path_line, person_card
from migraflow.ui.components.form import form
from migraflow.ui.components.held import HeldLine, held_banner, held_lines
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import Live, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.lines import TONES
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.routes import TASKS, case_at, simulation_at
from migraflow.ui.shell import shell
from migraflow.ui.when import due_long, iso
from migraflow.ui.words import say, t

NO_CASE = CaseWords("", "", "", "", [], [], [], [], Who("", "", []), False, False)


class TaskPageState(Doorway, rx.State):
    """One task and the case around it. `stage` says what this person can do with it: ``fill``, ``take`` or ``read``."""

    title: str = ""
    lead: str = ""
    case_ref: str = ""
    case_to: str = ""
    due: str = ""
    due_iso: str = ""
    tone: str = ""
    stage: str = "read"
    why_read: str = ""
    why_more: str = ""
    may_hand_over: bool = False
    mine: bool = False
    others: list[tuple[int, str]] = []
    around: CaseWords = NO_CASE
    near: list[Step] = []
    held: list[HeldLine] = []
    criteria: str = ""
    _shown: str = ""

    @door
    async def load(self) -> rx.event.EventSpec:
        """The task the address names, its form, its case."""
        self._shown = self._arrive()
        await self._read(self._shown)
        self.standing = "ready"
        return titled(f"{self.title}, {self.case_ref}")

    @door
    async def claim(self) -> rx.event.EventSpec | None:
        """Take the task; when a colleague was first, say who, and show the page as it stands for the others."""
        try:
            await self._ask(tasks.claim, token=self._shown)
        except AlreadyDone as refusal:
            await self._read(self._shown)
            return notify(sentence(refusal, await self._language()), "bad")
        await self._read(self._shown)
        return None

    @door
    async def release(self) -> list[rx.event.EventSpec]:
        """Give the task back to its lane, the draft with it."""
        await self._ask(tasks.release, token=self._shown)
        return [rx.redirect(TASKS), notify(say(await self._language(), "task.released"))]

    @door
    async def hand_over(self, form: dict[str, str]) -> list[rx.event.EventSpec]:
        """Give the task to a colleague."""
        await self._ask(tasks.hand_over, token=self._shown, account_id=int(form.get("to") or 0))
        return [rx.redirect(TASKS), notify(say(await self._language(), "task.handed_over"))]

    async def _read(self, token: str) -> None:
        """Read task, form and case."""
        language, moment = await self._language(), now()
        sheet = await self._ask(tasks.sheet, token=token)
        self._describe(sheet, language)
        self.held = held_lines(sheet.held, moment, language)
        self.due, self.due_iso = due_long(sheet.due, sheet.days, sheet.urgency, moment, language), iso(sheet.due)
        self.others = list(await self._ask(tasks.colleagues, token=token)) if sheet.may_hand_over else []
        await self._read_case(sheet.case_ref, language)
        tries = await self._ask(campaign_simulation.simulates, procedure=sheet.procedure)
        self.criteria = simulation_at(sheet.case_ref) if tries else ""
        if self.stage == "fill":
            actor = await self._ask(accounts.who)
            await (await self.get_state(AnswersState))._open(About(token=token), actor.account_id)

    async def _read_case(self, ref: str, language: str) -> None:
        """The case around the task; partners who do the task may not see it."""
        try:
            self.around = case_words(await self._ask(cases.sheet, ref=ref), now(), language)
        except NotFound:
            self.around = NO_CASE
        self.near = self.around.path[-5:] + self.around.steps[:2]

    def _describe(self, sheet: TaskSheet, language: str) -> None:
        """Title, deadline, and what this person can do."""
        self.title, self.lead = sheet.step_name, sheet.instructions
        self.case_ref, self.case_to = sheet.case_ref, case_at(sheet.case_ref)
        self.tone, self.mine, self.may_hand_over = TONES[sheet.urgency], sheet.mine, sheet.may_hand_over
        self.stage = "take" if sheet.may_claim else "fill" if sheet.may_complete else "read"
        self.why_read, self.why_more = why_reading(sheet, language)


def why_reading(sheet: TaskSheet, language: str) -> tuple[str, str]:
    """Why this person cannot fill in the form, and what they can do."""
    if sheet.state is TaskState.OPEN:
        return say(language, "task.with_other", who=sheet.assignee), say(language, "task.with_other_more")
    return say(language, "task.done" if sheet.state is TaskState.DONE else "task.cancelled"), ""


SEEN = live(TaskPageState)
ANSWERS = live(AnswersState)


def page() -> rx.Component:
    """Where one is, the deadline and the draft, the form, the context."""
    return shell(
        TASKS,
        arrived(SEEN),
        rx.el.nav(
            link(t("task.back"), to=TASKS),
            " › ",
            link(SEEN.case_ref, to=SEEN.case_to),
            class_name="crumbs num",
            aria_label=t("shell.crumbs"),
        ),
        head(),
        rx.el.p(deadline()),
        held_banner(SEEN.held),
        rx.el.div(
            rx.el.div(
                rx.match(SEEN.stage, ("fill", form(*buttons(), blank=t("task.no_form"))), ("take", take()), reading())
            ),
            context(),
            class_name="split",
        ),
        hand_over(),
    )


def head() -> rx.Component:
    """What is to be done, and what goes with it."""
    return rx.el.div(
        rx.el.div(rx.el.h1(SEEN.title), rx.el.p(SEEN.lead, class_name="soft lead measure")),
        rx.cond(SEEN.criteria != "", link(t("criteria.simulation"), to=SEEN.criteria, class_name="button later")),
        rx.el.button(
            icon("print"), t("task.print"), type="button", class_name="quiet later", custom_attrs={"data-print": ""}
        ),
        class_name="row head",
    )


def deadline() -> rx.Component:
    """When it must be done."""
    return rx.el.span(
        icon("clock"),
        rx.el.span(t("task.deadline_title"), " ", class_name="hide"),
        rx.el.time(SEEN.due, date_time=SEEN.due_iso),
        class_name=rx.Var.create("chip ") + SEEN.tone,
    )


def draft() -> rx.Component:
    """Whether what was typed is safe; always true (answers.js switches between the three)."""
    return rx.el.span(
        rx.cond(ANSWERS.saved != "", rx.el.span(icon("check"), ANSWERS.saved, class_name="chip ok when-saved")),
        rx.el.span(t("task.saving"), class_name="chip when-dirty"),
        rx.el.span(icon("line"), t("task.kept"), class_name="chip soon when-kept"),
        role="status",
        class_name="push",
    )


def buttons() -> list[rx.Component]:
    """What can be done with the task; one of them is the thing to do."""
    pass_on = rx.el.button(t("task.hand_over"), type="button", custom_attrs={"data-dialog": "hand-over"})
    return [
        rx.el.button(t("task.complete"), type="submit", class_name="primary", custom_attrs={"data-complete": ""}),
        rx.cond(SEEN.may_hand_over, pass_on),
        rx.cond(
            SEEN.mine,
            rx.el.button(t("task.release"), type="button", class_name="later", on_click=SEEN.release),
        ),
        draft(),
    ]


def take() -> rx.Component:
    """The task is free: take it first."""
    return notice(
        rx.el.p(t("task.claim_lead")),
        rx.el.button(t("task.claim"), type="button", class_name="primary", on_click=SEEN.claim),
        tone="call",
        mark="tasks",
    )


def reading() -> rx.Component:
    """The task is somebody else's, or over."""
    return notice(
        rx.el.strong(SEEN.why_read),
        " ",
        SEEN.why_more,
        rx.el.p(link(t("task.see_case"), to=SEEN.case_to)),
        mark="person",
    )


def context() -> rx.Component:
    """Who it is about, the last lines of the path, what was answered."""
    around = SEEN.around
    return rx.el.aside(
        person_card(around.who),
        rx.cond(
            SEEN.near.length() > 0,
            rx.el.section(
                rx.el.h2(t("task.path")),
                rx.el.ol(rx.foreach(SEEN.near, path_line), class_name="timeline small"),
                class_name="card flat",
            ),
        ),
        rx.cond(
            around.answers.length() > 0,
            rx.el.section(rx.el.h2(t("task.answered")), rx.foreach(around.answers, answered), class_name="card flat"),
        ),
        class_name="stack",
        aria_label=t("cases.case"),
    )


def hand_over() -> rx.Component:
    """Choosing a colleague."""
    cancel = rx.el.button(t("task.cancel"), type="button", custom_attrs={"data-close": ""})
    return rx.el.dialog(
        rx.el.h2(t("task.hand_over"), id="hand-over-title"),
        rx.cond(
            SEEN.others.length() > 0,
            rx.fragment(rx.el.p(t("task.hand_over_lead"), class_name="soft"), colleagues(cancel)),
            rx.fragment(rx.el.p(t("task.hand_over_none")), cancel),
        ),
        id="hand-over",
        aria_labelledby="hand-over-title",
    )


def colleagues(cancel: rx.Component) -> rx.Component:
    """Who else can do the task."""

    def one(other: Live) -> rx.Component:
        return rx.el.option(other[1], value=other[0].to_string())

    return rx.el.form(
        rx.el.div(
            rx.el.label(t("task.hand_over_to"), html_for="to"),
            rx.el.select(rx.foreach(SEEN.others, one), id="to", name="to"),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("task.hand_over"), type="submit", class_name="primary"), cancel, class_name="row"),
        class_name="stack",
        on_submit=SEEN.hand_over,
    )
