"""One indicator: what it means, its figure now, its target with those before, its alerts."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.indicators import Definition
from migraflow.domain.targets import last_month
from migraflow.services import dashboards, targets
from migraflow.services.targets import Sheet
from migraflow.ui.amounts import noun
from migraflow.ui.components.entries import entry, go_to, typed
from migraflow.ui.components.pieces import Live, cards, chip, heading, link, look_apart, moment
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.indicator_lines import (
    AlertLine,
    GoalLine,
    IndicatorLine,
    alert_line,
    goal_line,
    indicator_line,
    typed_number,
)
from migraflow.ui.mistakes import sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.routes import DASHBOARDS, INDICATORS
from migraflow.ui.shell import shell
from migraflow.ui.told import Subject
from migraflow.ui.told import sentence as told_in
from migraflow.ui.words import say, t

WRITTEN = ("target", "threshold", "reason")
"""The fields of the form, in their order."""
AT_FAULT = {"target_without_reason": "reason", "threshold_without_direction": "threshold", "target_unchanged": "target"}
"""The field a refusal speaks of."""
NOTHING = IndicatorLine("", "", "", "", "", "", "", "", "", "", "", "", "", "")


class IndicatorState(Doorway, rx.State):
    """One indicator. `written` fills the form, `tries` draws it anew."""

    one: IndicatorLine = NOTHING
    told: str = ""
    side: str = ""
    hint: str = ""
    goals: list[GoalLine] = []
    alerts: list[AlertLine] = []
    may_fix: bool = False
    written: dict[str, str] = {}
    errors: dict[str, str] = {}
    tries: int = 0

    @door
    async def load(self) -> None:
        """The indicator the address names."""
        code = self._arrive()
        try:
            found = await self._ask(targets.sheet, code=code)
        except NotFound:
            self.standing = "absent"
            return
        await self._describe(found)
        self.errors, self.standing = {}, "ready"

    @door
    async def fix(self, form: dict[str, str]) -> list[rx.event.EventSpec]:
        """Fix the target and the threshold; what is wrong is said beside the field."""
        said = {name: str(form.get(name) or "") for name in WRITTEN}
        self.errors = await self._refused(said)
        if self.errors:
            self.written, self.tries = said, self.tries + 1
            return [go_to(next(iter(self.errors)))]
        await self._describe(await self._ask(targets.sheet, code=self.one.code))
        return [notify(say(await self._language(), "indicators.kept"))]

    async def _refused(self, said: dict[str, str]) -> dict[str, str]:
        """What was wrong with what was typed, by field."""
        try:
            await self._ask(targets.fix, code=self.one.code, **said)
        except Unfit as refusal:
            field = AT_FAULT.get(refusal.code) or unread(said, str(refusal.facts.get("said", "")))
            return {field: sentence(refusal, await self._language())}
        return {}

    async def _describe(self, found: Sheet) -> None:
        """The sheet in words."""
        language, moment, one = await self._language(), now(), found.definition
        names = (await self._ask(dashboards.names)).words
        standing = any(alert.resolved is None for alert in found.alerts)
        self.one, self.side = indicator_line(one, names, language, alert=standing), one.direction.value
        self.told = told_in(Subject(one, found.figure, last_month(moment.date())), language)
        self.hint = say(language, "indicators.target_hint", unit=noun(2, one.unit, language))
        self.goals = [goal_line(place, goal, one, moment, language) for place, goal in enumerate(found.goals)]
        self.alerts = [alert_line(alert, one, moment, language) for alert in found.alerts]
        self.may_fix, self.written, self.tries = found.may_fix, in_force(one, language), self.tries + 1


def unread(said: dict[str, str], text: str) -> str:
    """The field that held what is no number."""
    return "threshold" if text and said["threshold"][:40] == text and said["target"][:40] != text else "target"


def in_force(one: Definition, language: str) -> dict[str, str]:
    """What the form holds at first."""
    return {
        "target": typed_number(one.target, language),
        "threshold": typed_number(one.threshold, language),
        "reason": "",
    }


SEEN = live(IndicatorState)


def page() -> rx.Component:
    """The figure and what it means; beside it the form of the target, what was fixed and what was raised."""
    return shell(
        DASHBOARDS,
        arrived(SEEN),
        look_apart(),
        rx.el.p(link(t("indicators.back"), to=INDICATORS), class_name="crumbs"),
        heading(SEEN.one.label, rx.fragment(SEEN.one.code, rx.cond(SEEN.one.alert, alerting()))),
        rx.el.div(
            rx.el.div(current(), meaning(), class_name="stack"),
            rx.el.div(rx.cond(SEEN.may_fix, fixing()), history(), alerts(), class_name="stack"),
            class_name="grid2",
        ),
    )


def alerting() -> rx.Component:
    """That an alert stands."""
    return rx.fragment(" ", chip(t("indicators.alert"), "late"))


def meaning() -> rx.Component:
    """Definition, caveat, where from, which frameworks, where drawn."""
    one = SEEN.one
    pairs = (
        ("unit", one.unit),
        ("direction", one.direction),
        ("sources", one.sources),
        ("by", one.by),
        ("tags", one.tags),
        ("caveat", one.caveat),
    )
    return rx.el.section(
        rx.el.h2(t("indicators.formula")),
        rx.el.p(one.formula),
        rx.el.dl(
            *[
                rx.cond(value != "", rx.el.div(rx.el.dt(t(f"indicators.{key}")), rx.el.dd(value)))
                for key, value in pairs
            ],
            rx.el.div(rx.el.dt(t("indicators.drawn")), rx.el.dd(link(one.page, to=one.drawn))),
            class_name="facts",
        ),
        class_name="card stack",
    )


def current() -> rx.Component:
    """The figure of the last month that is over, beside what is aimed at."""
    return rx.el.section(
        rx.el.h2(t("indicators.now")),
        rx.el.p(SEEN.told),
        rx.el.dl(
            *[
                rx.el.div(
                    rx.el.dt(t(f"indicators.{key}")), rx.el.dd(rx.cond(value != "", value, t("indicators.unset")))
                )
                for key, value in (("target", SEEN.one.target), ("threshold", SEEN.one.threshold))
            ],
            class_name="facts",
        ),
        rx.el.p(t("indicators.few"), class_name="small soft"),
        class_name="card stack",
    )


def fixing() -> rx.Component:
    """The form of the target and the threshold."""
    side = rx.match(
        SEEN.side,
        ("hausse", t("indicators.threshold_up")),
        ("baisse", t("indicators.threshold_down")),
        t("indicators.threshold_neither"),
    )
    return rx.el.section(
        rx.el.h2(t("indicators.fix")),
        rx.el.p(t("indicators.fix_more"), class_name="small soft"),
        rx.el.form(
            writing("target", SEEN.hint),
            writing("threshold", side),
            entry(
                "reason",
                t("indicators.reason"),
                SEEN.errors["reason"],
                lambda **tied: rx.el.textarea(default_value=SEEN.written["reason"], rows=3, max_length=1000, **tied),
                t("indicators.reason_hint"),
            ),
            rx.el.div(rx.el.button(t("indicators.save"), type="submit", class_name="primary"), class_name="row"),
            class_name="stack",
            key=SEEN.tries,
            on_submit=SEEN.fix,
        ),
        class_name="card stack",
    )


def writing(name: str, hint: Live) -> rx.Component:
    """A number of the form."""
    kind = typed(
        type="text", input_mode="decimal", default_value=SEEN.written[name], max_length=20, class_name="short num"
    )
    return entry(name, t(f"indicators.{name}"), SEEN.errors[name], kind, hint, must=False)


def history() -> rx.Component:
    """Every fixing, the latest first."""
    return listed(
        "history",
        SEEN.goals,
        ("when", "who", "target", "threshold", "reason"),
        lambda one: dated(
            one, one.who, figure(one.target), figure(one.threshold), rx.el.td(one.reason, class_name="wide")
        ),
    )


def alerts() -> rx.Component:
    """Every alert, the latest first."""
    return listed(
        "alerts",
        SEEN.alerts,
        ("raised", "found_in", "value", "threshold", "resolved"),
        lambda one: dated(
            one,
            one.span,
            figure(one.value),
            figure(one.threshold),
            rx.el.td(rx.cond(one.resolved != "", one.resolved, chip(t("indicators.standing"), "late"))),
        ),
    )


def figure(text: Live) -> rx.Component:
    """A cell that holds a figure."""
    return rx.el.td(text, class_name="num")


def dated(one: Live, words: Live, *cells: rx.Component) -> rx.Component:
    """A row of what happened once: when, in a word what, the rest."""
    return rx.el.tr(rx.el.td(moment(one.told, one.told, one.machine)), rx.el.td(words), *cells, key=one.key)


def listed(name: str, found: Live, heads: tuple[str, ...], row: Callable[[Live], rx.Component]) -> rx.Component:
    """A titled table, or the sentence that says why there is none."""
    return rx.el.section(
        rx.el.h2(t(f"indicators.{name}")),
        rx.cond(
            found.length() > 0,
            cards(t(f"indicators.{name}"), [t(f"indicators.{head}") for head in heads], found, row),
            rx.el.p(t(f"indicators.{name}_none"), class_name="soft"),
        ),
        class_name="card stack",
    )
