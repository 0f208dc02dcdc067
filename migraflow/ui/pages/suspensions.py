"""*Suspensions*: what is stopped, by whom and why; a form to stop something, and one to let it go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import reflex as rx

from migraflow.domain.errors import NotFound, Refused, Unfit
from migraflow.domain.suspensions import CASE, SubjectKind, SuspensionRow, SuspensionState
from migraflow.services import suspensions
from migraflow.ui.components.entries import chosen, entry, go_to, option, typed
from migraflow.ui.components.pieces import Live, chip, empty, heading
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.lines import plural
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.routes import SUSPENSIONS
from migraflow.ui.shell import shell
from migraflow.ui.when import moment_words, on_day
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset

BESIDE = {
    "suspension_kind_unknown": "kind",
    "suspension_subject_unknown": "subject",
    "suspension_case_closed": "subject",
    "suspended_already": "subject",
    "suspension_without_reason": "reason",
    "suspension_without_basis": "basis",
}
"""Which field a refusal is about."""
TONES = {SuspensionState.IN_FORCE: "late", SuspensionState.LIFTED: "ok", SuspensionState.ANNULLED: ""}


@dataclass(frozen=True)
class Decision:
    """A suspension as the list shows it; `open`: it is in force."""

    id: int
    title: str
    state: str
    tone: str
    overdue: bool
    open: bool
    cases: str
    why: str
    by: str
    ended: str


class SuspensionsState(Doorway, rx.State):
    """The list and the form. `kind` is what the form suspends, `listed` the entries it is chosen from, if any."""

    rows: list[Decision] = []
    kinds: list[tuple[str, str]] = []
    kind: str = CASE
    subject: str = ""
    listed: list[tuple[str, str]] = []
    errors: dict[str, str] = {}
    _lists: dict[str, str] = {}

    @door
    async def load(self) -> None:
        """The decisions; the form for the case the address names, if it names one."""
        self._know(await self._ask(suspensions.kinds), await self._language())
        self.subject = dict(self.router.url.query_parameters).get("dossier", "")[:40]
        self.errors = {}
        await self._turn(next((code for code, _ in self.kinds), CASE))
        await self._read()
        self.standing = "ready"

    @door
    async def choose(self, kind: str) -> None:
        """Another kind of thing."""
        self.subject, self.errors = "", {}
        await self._turn(kind)

    async def _turn(self, kind: str) -> None:
        """What the form suspends, and what it is chosen from."""
        self.kind = kind
        self.listed = list(await self._ask(suspensions.entries, kind=kind)) if self._lists.get(kind) else []

    @door
    async def decide(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Suspend; what is wrong is said beside the field."""
        try:
            one = await self._ask(suspensions.suspend, kind=self.kind, review=day_of(form), **texts(form))
        except (Unfit, NotFound) as refusal:
            return await self._reject(refusal)
        self.errors, self.subject = {}, ""
        await self._read()
        return notify(say(await self._language(), "suspensions.decided", what=one.label))

    @door
    async def end(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Lift a suspension, or annul it."""
        wish = {"suspension_id": int(form.get("id") or 0), "annul": form.get("how") == "annul"}
        one = await self._ask(suspensions.lift, reason=str(form.get("why") or ""), **wish)
        await self._read()
        return notify(say(await self._language(), "suspensions.done", what=one.label))

    async def _reject(self, refusal: Refused) -> rx.event.EventSpec:
        """Say what is wrong, and put the cursor there."""
        field = BESIDE.get(refusal.code, "kind") if isinstance(refusal, Unfit) else "subject"
        self.errors = {field: sentence(refusal, await self._language())}
        return go_to(field)

    def _know(self, kinds: tuple[SubjectKind, ...], language: str) -> None:
        """What may be suspended, a case first."""
        self.kinds = [(one.code, one.label or say(language, "suspensions.kind_case")) for one in kinds]
        self._lists = {one.code: one.list_name for one in kinds}

    async def _read(self) -> None:
        """Read the list."""
        language, moment = await self._language(), now()
        self.rows = [decision(row, moment, language) for row in await self._ask(suspensions.listing)]


def texts(form: dict[str, str]) -> dict[str, str]:
    """What the form says in words."""
    return {name: str(form.get(name) or "")[:2000] for name in ("subject", "reason", "basis")}


def day_of(form: dict[str, str]) -> date | None:
    """The day of review, if one was given that is a date."""
    try:
        return date.fromisoformat(str(form.get("review") or ""))
    except ValueError:
        return None


def decision(row: SuspensionRow, moment: datetime, language: str) -> Decision:
    """`row` in the words of `language`."""
    one, in_force = row.suspension, row.suspension.state is SuspensionState.IN_FORCE
    review = on_day(one.review, moment, language) if one.review else ""
    told = moment_words(one.decided, moment, language)
    over = moment_words(one.ended, moment, language) if one.ended else ""
    return Decision(
        id=one.id,
        title=typeset(one.label),
        state=say(language, f"suspensions.{one.state.value}"),
        tone=TONES[one.state],
        overdue=in_force and one.review is not None and one.review < moment,
        open=in_force,
        cases=plural(language, "suspensions.cases", row.cases)
        if row.cases
        else say(language, "suspensions.cases_none"),
        why=say(language, "suspensions.banner_why", why=typeset(one.reason), basis=typeset(one.basis)),
        by=say(language, "suspensions.by", who=one.decided_by_name, when=told, day=review),
        ended=say(language, "suspensions.ended", who=one.ended_by_name, when=over, why=one.ended_reason)
        if over
        else "",
    )


SEEN = live(SuspensionsState)


def page() -> rx.Component:
    """Title, the form, the decisions."""
    return shell(
        SUSPENSIONS,
        SEEN.standing,
        heading(t("suspensions.title"), t("suspensions.lead")),
        form(),
        rx.el.section(
            rx.el.h2(t("suspensions.list"), id="decisions"),
            rx.cond(
                SEEN.rows.length() > 0,
                rx.el.ul(rx.foreach(SEEN.rows, line), class_name="told-list", aria_labelledby="decisions"),
                empty(t("suspensions.none"), t("suspensions.none_more"), head=rx.el.h3),
            ),
            class_name="stack",
        ),
    )


def form() -> rx.Component:
    """What is suspended, why, by what right, until when at first."""
    kinds = chosen(rx.foreach(SEEN.kinds, option), value=SEEN.kind, on_change=SEEN.choose)
    return rx.el.form(
        rx.el.h2(t("suspensions.new")),
        entry("kind", t("suspensions.kind"), SEEN.errors["kind"], kinds),
        subject(),
        entry("reason", t("suspensions.reason"), SEEN.errors["reason"], lines, t("suspensions.reason_hint")),
        entry(
            "basis", t("suspensions.basis"), SEEN.errors["basis"], typed(max_length=500), t("suspensions.basis_hint")
        ),
        entry("review", t("suspensions.review"), "", typed(type="date"), t("suspensions.review_hint"), must=False),
        rx.el.div(rx.el.button(t("suspensions.decide"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack reading",
        no_validate=True,
        on_submit=SEEN.decide,
    )


def lines(**tied: Any) -> rx.Component:
    """A text of several lines, for `entry`."""
    return rx.el.textarea(rows=3, max_length=2000, **tied)


def subject() -> rx.Component:
    """Which one: a number that is typed, or an entry of a list."""
    wrong = SEEN.errors["subject"]
    number = typed(max_length=200, default_value=SEEN.subject, key=SEEN.kind + SEEN.subject)
    listed = chosen(rx.el.option("", value=""), rx.foreach(SEEN.listed, option))
    return rx.cond(
        SEEN.kind == CASE,
        entry("subject", t("suspensions.subject_case"), wrong, number, t("suspensions.subject_case_hint")),
        rx.cond(
            SEEN.listed.length() > 0,
            entry("subject", t("suspensions.subject"), wrong, listed, t("suspensions.subject_listed")),
            entry("subject", t("suspensions.subject"), wrong, number, t("suspensions.subject_typed")),
        ),
    )


def line(one: Live) -> rx.Component:
    """One decision: what, does it hold, why, by whom; how to end it."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(one.title),
            chip(one.state, one.tone),
            rx.cond(one.overdue, chip(t("suspensions.overdue"), "soon")),
            rx.el.span(one.cases, class_name="soft small num"),
            class_name="row",
        ),
        rx.el.p(one.why, class_name="lines"),
        rx.el.p(one.by, class_name="soft small"),
        rx.cond(one.ended != "", rx.el.p(one.ended, class_name="soft small")),
        rx.cond(one.open, ending(one)),
        class_name="card flat",
        key=one.id,
    )


def ending(one: Live) -> rx.Component:
    """How to end a suspension, folded."""
    how, why = f"how-{one.id}", f"why-{one.id}"
    return rx.el.details(
        rx.el.summary(t("suspensions.end"), rx.el.span(" : ", one.title, class_name="hide")),
        rx.el.form(
            rx.el.input(type="hidden", name="id", default_value=one.id.to_string()),
            rx.el.div(
                rx.el.label(t("suspensions.end_how"), html_for=how),
                rx.el.select(
                    rx.el.option(t("suspensions.lift"), value="lift"),
                    rx.el.option(t("suspensions.annul"), value="annul"),
                    id=how,
                    name="how",
                ),
                class_name="field",
            ),
            rx.el.div(
                rx.el.label(t("suspensions.end_reason"), html_for=why, class_name="must"),
                rx.el.textarea(id=why, name="why", rows=2, max_length=2000, required=True),
                class_name="field",
            ),
            rx.el.div(rx.el.button(t("suspensions.end_now"), type="submit"), class_name="row"),
            class_name="stack reading",
            on_submit=SEEN.end,
        ),
    )
