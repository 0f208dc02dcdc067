"""Replay last year's cases through a draft: progress, figures, where cases would stop, the cases one may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.domain.replays import ALIVE, GroupLine, ReplaySheet, ReplayState
from migraflow.services import procedures, replays
from migraflow.ui import routes
from migraflow.ui.components.pieces import empty, heading, link, notice
from migraflow.ui.components.rooms import again, crumbs, rooms, scrolled
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.places import region_names
from migraflow.ui.shell import shell
from migraflow.ui.when import moment_words
from migraflow.ui.words import known, say, t


@dataclass(frozen=True)
class FateTile:
    """One figure."""

    fate: str
    label: str
    count: int


@dataclass(frozen=True)
class StopRow:
    """Where some cases would stop, or end otherwise."""

    label: str
    step: str
    question: str
    count: int


@dataclass(frozen=True)
class GroupRow:
    """One sex or region in words."""

    name: str
    total: str
    counts: list[str]


@dataclass(frozen=True)
class CaseLine:
    """One case this person may see."""

    ref: str
    href: str
    label: str
    step: str
    question: str
    more: str


class ReplayPageState(Doorway, rx.State):
    """The newest replay of a draft. `state` is a `ReplayState` value, ``none`` before the first."""

    procedure: str = ""
    title: str = ""
    state: str = "none"
    number: int = 0
    done: int = 0
    total: int = 0
    progress: str = ""
    asked: str = ""
    verdict: str = ""
    over: bool = False
    fits: bool = True
    more: str = ""
    fate: str = ""
    fates: list[FateTile] = []
    stops: list[StopRow] = []
    columns: list[str] = []
    sexes: list[GroupRow] = []
    regions: list[GroupRow] = []
    cases: list[CaseLine] = []
    hidden: str = ""

    @door
    async def load(self) -> rx.event.EventSpec | None:
        """The newest replay of the procedure the address names."""
        self.procedure, self.fate = self._arrive(), ""
        self.title = (await self._ask(procedures.sheet, procedure=self.procedure)).title
        told = await self._read()
        self.standing = "ready"
        return told

    @door
    async def look(self) -> rx.event.EventSpec | None:
        """See how far it is."""
        return await self._read()

    @door
    async def start(self) -> rx.event.EventSpec | None:
        """Ask for a replay of the draft as it stands."""
        await self._ask(replays.ask, procedure=self.procedure)
        return await self._read()

    @door
    async def stop(self) -> rx.event.EventSpec | None:
        """Give it up."""
        await self._ask(replays.cancel, replay=self.number)
        return await self._read()

    @door
    async def choose(self, fate: str) -> None:
        """List the cases of one fate."""
        self.fate = fate
        await self._read()

    async def _read(self) -> rx.event.EventSpec | None:
        """The newest replay; the page looks again while it goes on."""
        found = await self._ask(replays.latest, procedure=self.procedure)
        if found is None:
            self.state = "none"
            return None
        language = await self._language()
        self.state, self.number, self.done, self.total = found.state.value, found.id, found.done, found.total
        self.asked = say(language, "replay.asked", who=found.asked_by_name,
                         when=moment_words(found.asked, now(), language))  # fmt: skip
        told = {ReplayState.WAITING: "waiting", ReplayState.CANCELLED: "cancelled", ReplayState.FAILED: "failed"}
        key = told.get(found.state, "running")
        self.progress = say(language, f"replay.{key}", done=found.done, total=found.total, why=found.error)
        if found.state in ALIVE:
            return again()
        self.fits = True
        if found.state is not ReplayState.DONE:
            return None
        sheet = await self._ask(replays.sheet, replay=found.id, fate=self.fate)
        self._lay(sheet, language, await region_names(self))
        return None

    def _lay(self, sheet: ReplaySheet, language: str, names: dict[str, str]) -> None:
        self.over, self.fits = sheet.over, sheet.fits
        self.verdict = say(language, "replay.verdict", share=figure(sheet.share, language), most=sheet.most)
        self.more = say(language, "replay.more", steps=figure(sheet.more_steps, language),
                        days=figure(sheet.more_days, language))  # fmt: skip
        words = {fate: say(language, f"replay.{fate}") for fate in sheet.columns}
        self.fates = [FateTile(one.fate, words[one.fate], one.count) for one in sheet.fates]
        self.stops = [StopRow(words[one.fate], one.step, one.question, one.count) for one in sheet.stops]
        self.columns = list(words.values())
        self.sexes = [group(line, sex_words(line.name, language)) for line in sheet.sexes]
        unknown = say(language, "replay.unknown")
        self.regions = [group(line, names.get(line.name) or line.name or unknown) for line in sheet.regions]
        self.cases = [
            CaseLine(one.ref, routes.case_at(one.ref), words[one.fate], one.step, one.question or one.outcome,
                     f"{one.steps:+d} / {one.days:+d}")
            for one in sheet.cases
        ]  # fmt: skip
        many = "hidden_one" if sheet.hidden == 1 else "hidden"
        self.hidden = say(language, f"replay.{many}", count=sheet.hidden) if sheet.hidden else ""


def figure(number: float, language: str) -> str:
    """A figure with its decimal mark."""
    shown = f"{number:g}"
    return shown if language == "en" else shown.replace(".", ",")


def sex_words(code: str, language: str) -> str:
    """A sex in words."""
    return say(language, f"replay.{code}") if known(f"replay.{code}") else say(language, "replay.unknown")


def group(line: GroupLine, name: str) -> GroupRow:
    """A group in words; what is hidden reads « < 5 »."""
    return GroupRow(name, shown(line.total), [shown(count) for count in line.counts])


def shown(count: int | None) -> str:
    """A count, or that it is hidden."""
    return "< 5" if count is None else str(count)


SEEN = live(ReplayPageState)


def page() -> rx.Component:
    """The newest replay, or the way to the first."""
    return shell(
        routes.PROCEDURES,
        arrived(SEEN),
        crumbs(SEEN.procedure, SEEN.title),
        heading(t("replay.title"), t("replay.lead"), rx.cond((SEEN.state != "none") & ~alive(), ask("again", "")),
                rx.cond(alive(), stopping())),
        rooms("replay", SEEN.procedure),
        rx.cond(
            SEEN.state == "none",
            empty(t("replay.never"), t("replay.never_more"), ask("start", "primary"), mark="dashboards"),
            rx.el.div(advance(), rx.cond(SEEN.state == ReplayState.DONE.value, figures()), class_name="stack"),
        ),
    )  # fmt: skip


def alive() -> Any:
    """Whether it is still going on."""
    return (SEEN.state == ReplayState.WAITING.value) | (SEEN.state == ReplayState.RUNNING.value)


def ask(words: str, tone: str) -> rx.Component:
    """Ask for a replay."""
    return rx.el.button(t(f"replay.{words}"), type="button", class_name=tone, on_click=SEEN.start)


def stopping() -> rx.Component:
    """Give it up."""
    return rx.el.button(t("replay.cancel"), type="button", on_click=SEEN.stop)


def advance() -> rx.Component:
    """How far it is."""
    bar = rx.el.progress(value=SEEN.done, max=SEEN.total, aria_label=t("replay.progress"))
    look = rx.el.button(t("replay.refresh"), type="button", id="look-again", class_name="tiny quiet",
                        on_click=SEEN.look)  # fmt: skip
    return rx.el.section(
        rx.el.p(SEEN.asked, class_name="soft small"),
        rx.cond(SEEN.state != ReplayState.DONE.value, rx.el.p(SEEN.progress, role="status")),
        rx.cond(alive(), rx.el.div(bar, look, class_name="row")),
        rx.cond(~SEEN.fits & ~alive(), notice(t("replay.stale"), tone="warn")),
        class_name="stack small-stack",
    )


def figures() -> rx.Component:
    """What came of it."""
    return rx.fragment(
        rx.el.p(rx.el.strong(SEEN.verdict), " ", SEEN.more, " ", rx.el.span(t("replay.less_sign"), class_name="soft"),
                class_name="measure"),
        rx.cond(SEEN.over, notice(t("replay.over"), tone="warn")),
        rx.el.div(rx.foreach(SEEN.fates, tile), class_name="tiles"),
        rx.el.section(
            rx.el.h2(t("replay.where")),
            rx.cond(
                SEEN.stops.length() > 0,
                scrolled(t("replay.where"), t("replay.fate"), t("replay.step"), t("replay.question"),
                         t("replay.count"), rows=rx.foreach(SEEN.stops, stop_row)),
                rx.el.p(t("replay.where_none"), class_name="soft"),
            ),
            class_name="card",
        ),
        groups("by_sex", SEEN.sexes),
        groups("by_region", SEEN.regions),
        rx.el.p(t("replay.masked"), class_name="soft small"),
        cases(),
    )  # fmt: skip


def tile(one: Any) -> rx.Component:
    """One figure."""
    return rx.el.div(rx.el.p(one.label, class_name="soft small"), rx.el.p(one.count, class_name="figure"),
                     class_name="card")  # fmt: skip


def stop_row(one: Any) -> rx.Component:
    """Where some cases would stop."""
    return rx.el.tr(rx.el.td(one.label), rx.el.td(one.step), rx.el.td(one.question),
                    rx.el.td(one.count, class_name="num"))  # fmt: skip


def groups(words: str, lines: Any) -> rx.Component:
    """Counts by sex or region."""
    head = rx.el.tr(
        rx.el.th(t("replay.group"), scope="col"),
        rx.el.th(t("replay.total"), scope="col", class_name="num"),
        rx.foreach(SEEN.columns, lambda name: rx.el.th(name, scope="col", class_name="num")),
    )
    table = rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(lines, group_row)))
    return rx.el.section(
        rx.el.h2(t(f"replay.{words}")),
        rx.el.div(table, class_name="scroll", style={"position": "relative"}, tab_index=0, role="region",
                  aria_label=t(f"replay.{words}")),
        class_name="card",
    )  # fmt: skip


def group_row(one: Any) -> rx.Component:
    """One sex or region."""
    return rx.el.tr(
        rx.el.th(one.name, scope="row"),
        rx.el.td(one.total, class_name="num"),
        rx.foreach(one.counts, lambda count: rx.el.td(count, class_name="num")),
    )


def cases() -> rx.Component:
    """The cases this person may see."""
    options = [rx.el.option(t(f"replay.{fate}"), value=fate) for fate in ("stops", "ends", "route", "fails")]
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("replay.cases")),
            rx.el.label(t("replay.choose"), html_for="replay-fate", class_name="push"),
            rx.el.select(rx.el.option(t("replay.all"), value=""), *options, id="replay-fate", value=SEEN.fate,
                         on_change=SEEN.choose),
            class_name="row",
        ),
        rx.cond(SEEN.hidden != "", rx.el.p(SEEN.hidden, class_name="soft")),
        rx.cond(
            SEEN.cases.length() > 0,
            scrolled(t("replay.cases"), t("replay.ref"), t("replay.fate"), t("replay.step"), t("replay.question"),
                     t("replay.plus"), rows=rx.foreach(SEEN.cases, case_row)),
        ),
        class_name="card",
    )  # fmt: skip


def case_row(one: Any) -> rx.Component:
    """One case."""
    return rx.el.tr(
        rx.el.td(link(one.ref, to=one.href)), rx.el.td(one.label), rx.el.td(one.step), rx.el.td(one.question),
        rx.el.td(one.more, class_name="num"),
    )  # fmt: skip
