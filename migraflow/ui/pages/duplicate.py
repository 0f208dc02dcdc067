"""Two people side by side: what each record says, why they look alike, their life lines, and somebody's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reflex as rx

from migraflow.domain.errors import Unfit
from migraflow.domain.merging import ONE, OTHER, Compared, PairSheet, PairState, Side
from migraflow.services import merging
from migraflow.ui.case_words import Step
from migraflow.ui.components.case_parts import path_line
from migraflow.ui.components.entries import entry, go_to
from migraflow.ui.components.pieces import Live, chip, heading, link, look_apart, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.places import procedure_names
from migraflow.ui.routes import DUPLICATES, PEOPLE, case_at, person_at
from migraflow.ui.shell import shell
from migraflow.ui.when import iso, moment_words, on_day
from migraflow.ui.words import say, t

SAME, DIFFERENT = PairState.SAME.value, PairState.DIFFERENT.value


@dataclass(frozen=True)
class Record:
    """One of the two records: its name, number and page, since when it stands, what it brings."""

    name: str
    ref: str
    href: str
    since: str


@dataclass(frozen=True)
class FieldLine:
    """One field side by side."""

    path: str
    label: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True)
class TermLine:
    """One term of the score: what it says, its points, and whether it speaks for one person."""

    text: str
    points: str
    tone: str


class DuplicateState(Doorway, rx.State):
    """One pair. `error` is what is wrong with the decision that was sent."""

    id: int = 0
    score: str = ""
    one: Record = Record("", "", "", "")
    other: Record = Record("", "", "", "")
    life_one: list[Step] = []
    life_other: list[Step] = []
    fields: list[FieldLine] = []
    terms: list[TermLine] = []
    may: bool = False
    told: str = ""
    error: str = ""
    _versions: tuple[int, int] = (0, 0)

    @door
    async def load(self) -> None:
        """The pair the address names."""
        named = self._arrive()
        sheet = await self._ask(merging.sheet, pair_id=int(named) if named.isdigit() else 0)
        self._describe(sheet, await procedure_names(self), await self._language())
        self.standing = "ready"

    def _describe(self, sheet: PairSheet, titles: dict[str, str], language: str) -> None:
        """Both records in words."""
        moment = now()
        self.id, self.may, self.error = sheet.id, sheet.may_decide, ""
        self.score = say(language, "duplicates.score", score=sheet.score)
        self.one, self.other = record(sheet.one, moment, language), record(sheet.other, moment, language)
        self.life_one = life(sheet.one, titles, moment, language)
        self.life_other = life(sheet.other, titles, moment, language)
        self.fields = [field_line(one) for one in sheet.fields]
        self.terms = [term_line(text, points) for text, points in sheet.terms]
        self.told = verdict(sheet, moment, language)
        self._versions = (sheet.one.version, sheet.other.version)

    @door
    async def decide(self, form: dict[str, str]) -> list[rx.event.EventSpec] | rx.event.EventSpec:
        """One person or two: written down, and off to what comes next."""
        try:
            return await self._decided(form)
        except Unfit as refusal:
            self.error = sentence(refusal, await self._language())
            return go_to("reason")

    async def _decided(self, form: dict[str, str]) -> list[rx.event.EventSpec] | rx.event.EventSpec:
        """Write the decision down; ask for one when there is none."""
        wish = {"pair_id": self.id, "reason": str(form.get("reason") or ""), "key": self._key(form)}
        if form.get("verdict") == SAME:
            receipt = await self._ask(merging.merge, **wish, **chosen(form, self))
            return await self._leave(person_at(receipt.case_ref), "merged_now")
        if form.get("verdict") == DIFFERENT:
            await self._ask(merging.keep_apart, **wish)
            return await self._leave(DUPLICATES, "apart_now")
        self.error = say(await self._language(), "duplicates.choose")
        return go_to("verdict-same")

    async def _leave(self, to: str, words: str) -> list[rx.event.EventSpec]:
        """Off to `to`, with a message that it is done."""
        self.standing = "loading"
        return [rx.redirect(to), notify(say(await self._language(), f"duplicates.{words}"))]

    def _key(self, form: dict[str, str]) -> str:
        """The same click twice is one decision."""
        return f"pair-{self.id}-{self._versions[0]}-{self._versions[1]}-{str(form.get('verdict'))[:10]}"


def chosen(form: dict[str, str], seen: DuplicateState) -> dict[str, object]:
    """Which record stays, and the fields whose value comes from the other one."""
    side = OTHER if form.get("keep") == OTHER else ONE
    taken = tuple(f.path for f in seen.fields if f.differs and form.get(f.path, side) != side)
    return {"keep": (seen.other if side == OTHER else seen.one).ref, "from_other": taken, "versions": seen._versions}


def record(side: Side, moment: datetime, language: str) -> Record:
    """One record in words."""
    since = say(language, "duplicates.since", day=on_day(side.since, moment, language), papers=side.papers)
    return Record(side.name, side.ref, person_at(side.ref), since)


def life(side: Side, titles: dict[str, str], moment: datetime, language: str) -> list[Step]:
    """The cases of one of them."""
    return [
        Step(
            titles.get(procedure, procedure),
            " · ".join(part for part in (ref, on_day(opened, moment, language), outcome) if part),
            iso(opened),
            "done" if outcome else "now",
            case_at(ref),
        )
        for opened, procedure, outcome, ref in side.cases
    ]


def field_line(one: Compared) -> FieldLine:
    """One field in words."""
    return FieldLine(one.path, one.label, one.one or "—", one.other or "—", one.differs)


def term_line(text: str, points: int) -> TermLine:
    """One term in words: « +45 », « −35 »."""
    shown = f"+{points}" if points > 0 else f"−{-points}" if points else "0"
    return TermLine(text, shown, "ok" if points > 0 else "late" if points < 0 else "")


def verdict(sheet: PairSheet, moment: datetime, language: str) -> str:
    """What was decided, by whom; "" while nothing is."""
    if sheet.decided is None or sheet.state in {PairState.OPEN, PairState.GONE}:
        return ""
    when = moment_words(sheet.decided, moment, language)
    return say(language, f"duplicates.told_{sheet.state.value}", who=sheet.decided_by, when=when, why=sheet.reason)


SEEN = live(DuplicateState)


def page() -> rx.Component:
    """Who and who, why, field by field, and the decision."""
    return shell(
        PEOPLE,
        arrived(SEEN),
        look_apart(),
        rx.el.nav(
            link(t("people.title"), to=PEOPLE),
            " › ",
            link(t("duplicates.title"), to=DUPLICATES),
            class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(t("duplicates.question"), t("duplicates.question_lead"), chip(SEEN.score, "info")),
        rx.cond(SEEN.told != "", notice(rx.el.p(SEEN.told), mark="check")),
        rx.el.div(
            rx.cond(SEEN.may, rx.el.form(both(), deciding(), class_name="stack", on_submit=SEEN.decide), both()),
            rx.el.aside(terms(), lives(), class_name="stack", aria_label=t("duplicates.reasons")),
            class_name="split",
        ),
    )


def both() -> rx.Component:
    """The two records, field by field."""
    return rx.el.section(
        rx.el.h2(t("duplicates.side_by_side")),
        rx.el.table(
            rx.el.caption(t("duplicates.side_by_side"), class_name="hide"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("duplicates.field"), scope="col"),
                    rx.el.th(head(SEEN.one), scope="col"),
                    rx.el.th(head(SEEN.other), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(SEEN.fields, field)),
            class_name="compare",
        ),
        class_name="card",
    )


def head(who: Live) -> rx.Component:
    """Whose column it is."""
    return rx.fragment(
        link(who.name, to=who.href), rx.el.br(), rx.el.span(who.ref, " · ", who.since, class_name="soft small")
    )


def field(line: Live) -> rx.Component:
    """One field: both values, to be chosen between when they differ."""
    return rx.el.tr(
        rx.el.th(line.label, scope="row"),
        rx.el.td(value(line, ONE, line.one)),
        rx.el.td(value(line, OTHER, line.other)),
        class_name=rx.cond(line.differs, "differs", ""),
        key=line.path,
    )


def value(line: Live, side: str, text: Live) -> rx.Component:
    """A value; a choice where the records differ and somebody may decide."""
    radio = rx.el.input(type="radio", name=line.path, value=side, default_checked=side == ONE)
    return rx.cond(
        line.differs & SEEN.may, rx.el.label(radio, " ", rx.el.span(text), class_name="pick"), rx.el.span(text)
    )


def deciding() -> rx.Component:
    """One person or two, which number stays, and why."""
    return rx.el.section(
        rx.el.h2(t("duplicates.decision")),
        rx.el.fieldset(
            rx.el.legend(t("duplicates.verdict"), class_name="must"),
            radio("verdict", SAME, t("duplicates.same_person"), "verdict-same"),
            radio("verdict", DIFFERENT, t("duplicates.two_people"), "verdict-different"),
            class_name="field",
        ),
        rx.el.fieldset(
            rx.el.legend(t("duplicates.keep")),
            radio("keep", ONE, SEEN.one.ref, "keep-one", default_checked=True),
            radio("keep", OTHER, SEEN.other.ref, "keep-other"),
            class_name="field",
        ),
        entry("reason", t("duplicates.reason"), SEEN.error, lines, t("duplicates.reason_hint")),
        rx.el.p(t("duplicates.undoable"), class_name="soft small"),
        rx.el.div(rx.el.button(t("duplicates.decide"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack",
    )


def radio(name: str, code: str, words: Live, id: str, **more: Any) -> rx.Component:
    """One choice among few."""
    control = rx.el.input(type="radio", name=name, value=code, id=id, **more)
    return rx.el.label(control, " ", rx.el.span(words), class_name="pick", html_for=id)


def lines(**tied: Any) -> rx.Component:
    """A text of several lines, for `entry`."""
    return rx.el.textarea(rows=3, max_length=1000, **tied)


def terms() -> rx.Component:
    """The score, term by term."""
    return rx.el.section(
        rx.el.h2(t("duplicates.reasons")),
        rx.el.ul(rx.foreach(SEEN.terms, term), class_name="terms small"),
        rx.el.p(t("duplicates.never_alone"), class_name="soft small"),
        class_name="card flat",
    )


def term(line: Live) -> rx.Component:
    """One term."""
    return rx.el.li(rx.el.span(line.text), chip(line.points, line.tone), key=line.text)


def lives() -> rx.Component:
    """Their life lines."""
    return rx.el.section(
        rx.el.h2(t("people.life")),
        *[
            rx.fragment(
                rx.el.h3(who.name, " ", rx.el.span(who.ref, class_name="soft small num")),
                rx.cond(
                    cases.length() > 0,
                    rx.el.ol(rx.foreach(cases, path_line), class_name="timeline small"),
                    rx.el.p(t("people.life_none"), class_name="soft small"),
                ),
            )
            for who, cases in ((SEEN.one, SEEN.life_one), (SEEN.other, SEEN.life_other))
        ],
        class_name="card flat",
    )
