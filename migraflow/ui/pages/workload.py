"""Where work waits: one procedure over a period, on its diagram, step by step, by the ways cases take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.measures import Slice, Unit
from migraflow.domain.slices import SINCE, UNTIL, asked, back
from migraflow.domain.workload import Spread, StepLoad, Workload, total
from migraflow.services import dashboards, workload
from migraflow.ui import routes
from migraflow.ui.amounts import month, plain
from migraflow.ui.components.exporting import journal_ways
from migraflow.ui.components.pieces import Live, empty, heading, link, look_apart
from migraflow.ui.dashboard_lines import REACH
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import lasting
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class StepLine:
    """One step, in words."""

    name: str
    open: str
    done: str
    waiting: str
    working: str
    again: str


@dataclass(frozen=True)
class RouteLine:
    """One way cases took."""

    steps: list[str]
    cases: str
    share: str


class WorkloadState(Doorway, rx.State):
    """What the page shows; procedure, period and region live in the address bar."""

    procedure: str = ""
    since: str = ""
    until: str = ""
    region: str = ""
    query: str = ""
    months: list[tuple[str, str]] = []
    procedures: list[tuple[str, str]] = []
    regions: list[tuple[str, str]] = []
    picture: str = ""
    steps: list[StepLine] = []
    routes: list[RouteLine] = []
    sentence: str = ""
    odd: list[str] = []

    @door
    async def load(self) -> None:
        """Count for the procedure, period and region of the address."""
        query = self.router.url.query_parameters
        slice_ = await self._ask(dashboards.cut, slice_=slice_of(query))
        await self._offer(slice_, str(query.get("procedure", "")))
        if self.procedure:
            await self._count(slice_)
        self.standing = "ready"

    @door
    async def show(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Another procedure, period or region."""
        wanted = {key: form.get(key, "") for key in ("procedure", "du", "au", "region") if form.get(key)}
        return rx.redirect(f"{routes.WORKLOAD}?{urlencode(wanted)}")

    async def _offer(self, slice_: Slice, wanted: str) -> None:
        """What one may choose among, and what is chosen."""
        self.since, self.until, self.region = f"{slice_.since:%Y-%m}", f"{slice_.until:%Y-%m}", slice_.region
        self.months = months(await self._language())
        self.procedures = list(await self._ask(workload.choices))
        self.regions = list(await self._ask(workload.regions))
        known = [id for id, _ in self.procedures]
        self.procedure = wanted if wanted in known else next(iter(known), "")

    async def _count(self, slice_: Slice) -> None:
        """How work went in the chosen procedure, in words and on its diagram; by what address it is asked for."""
        told = {"du": self.since, "au": self.until, "region": self.region, "procedure": self.procedure}
        self.query = urlencode({name: word for name, word in told.items() if word})
        language, wish = await self._language(), {"procedure": self.procedure, "slice_": slice_}
        found = await self._ask(workload.workload, **wish)
        self._lay(found, language)
        self.picture = await self._ask(workload.heat, **wish, words=on_steps(found, language))

    def _lay(self, found: Workload, language: str) -> None:
        """What was found, in words."""
        few = say(language, "workload.few")
        self.steps = [step_line(step, language) for step in found.steps]
        self.routes = [RouteLine(list(one.steps), str(one.cases), percent(one.share, language)) for one in found.routes]
        self.odd = [
            f"{few if count is None else count} {say(language, f'workload.odd_{kind}')}" for kind, count in found.odd
        ]
        self.sentence = ""
        if found.cases:
            self.sentence = say(language, "workload.sentence", cases=found.cases, ways=found.ways)
            if found.reworked is not None:
                self.sentence += " " + say(
                    language, "workload.sentence_rework", share=percent(found.reworked, language)
                )


def slice_of(query: Any) -> Slice:
    """The period and the region of the address: other filters of the dashboards do not reach the steps."""
    wanted = asked(query, now().date()).slice_
    return Slice(wanted.since, wanted.until, wanted.region)


def months(language: str) -> list[tuple[str, str]]:
    """The months one may choose among, the running one first."""
    found = [f"{back(now().date().replace(day=1), ago):%Y-%m}" for ago in range(REACH)]
    return [(one, month(one, language)) for one in found]


def on_steps(found: Workload, language: str) -> dict[str, str]:
    """The few words on each step of the diagram: its median time."""
    return {step.element: lasting(int(total(step)), language) for step in found.steps if total(step)}


def percent(share: float, language: str) -> str:
    """A share, in the signs of the language."""
    return plain(share, Unit.PERCENT, language)


def step_line(step: StepLoad, language: str) -> StepLine:
    """One step in words."""
    few = say(language, "workload.few")
    return StepLine(
        name=step.name,
        open=few if step.open is None else plain(step.open, Unit.TASKS, language),
        done=few if step.done is None else plain(step.done, Unit.TASKS, language),
        waiting=spread(step.waiting, language),
        working=spread(step.working, language),
        again="–" if step.again is None else percent(step.again, language),
    )


def spread(one: Spread | None, language: str) -> str:
    """Median and P90 in words."""
    if one is None:
        return "–"
    spans = {"median": lasting(int(one.median), language), "p90": lasting(one.p90, language)}
    return say(language, "workload.spread", **spans)


SEEN = live(WorkloadState)
SESSION = live(SessionState)


def page() -> rx.Component:
    """Filters, diagram, steps, ways."""
    return shell(
        routes.DASHBOARDS,
        SEEN.standing, look_apart(),
        rx.el.nav(
            link(t("boards.overview"), to=routes.DASHBOARDS), " › ", t("workload.title"),
            class_name="crumbs", aria_label=t("shell.crumbs"),
        ),
        heading(t("workload.title"), t("workload.lead")),
        filters(),
        rx.cond(
            SEEN.steps,
            rx.fragment(steps(), picture(), ways(), odd()),
            empty(t("workload.none"), t("workload.none_more"), mark="dashboards"),
        ),
        rx.cond(SESSION.may.contains(Permission.SEE_CASE.value), journal_ways(SEEN.query)),
        rx.el.p(t("measures.masked"), class_name="soft small"),
    )  # fmt: skip


def filters() -> rx.Component:
    """Procedure, period and region, in one line; a plain form."""
    return rx.el.form(
        chosen("procedure", t("workload.procedure"), SEEN.procedures, SEEN.procedure),
        chosen(SINCE, t("measures.since"), SEEN.months, SEEN.since),
        chosen(UNTIL, t("measures.until"), SEEN.months, SEEN.until),
        chosen(
            "region", t("measures.region"), SEEN.regions, SEEN.region, rx.el.option(t("measures.all_regions"), value="")
        ),
        rx.el.button(t("workload.show"), type="submit"),
        on_submit=SEEN.show,
        key=SEEN.since + SEEN.until + SEEN.region + SEEN.procedure,
        class_name="filters",
        aria_label=t("boards.filters"),
    )


def chosen(name: str, label: Live, pairs: Live, value: Live, *first: rx.Component) -> rx.Component:
    """A list to choose from, under its label."""
    options = rx.foreach(pairs, lambda pair: rx.el.option(pair[1], value=pair[0]))
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.select(*first, options, default_value=value, id=name, name=name),
        class_name="field",
    )


def card(key: str, *content: rx.Component) -> rx.Component:
    """One part of the page under its title."""
    return rx.el.section(rx.el.h2(t(f"workload.{key}")), *content, class_name="card stack")


def picture() -> rx.Component:
    """The diagram, darker where it takes longer; it scrolls."""
    return card(
        "diagram",
        rx.el.p(t("workload.diagram_more"), class_name="soft small"),
        rx.el.div(
            rx.html(SEEN.picture), class_name="heat", tab_index=0, role="region", aria_label=t("workload.diagram")
        ),
    )


def table(title: str, heads: tuple[str, ...], rows: rx.Component) -> rx.Component:
    """A table that scrolls on narrow screens."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *[
                        rx.el.th(t(f"workload.{head}"), scope="col", class_name="n" * (at > 0))
                        for at, head in enumerate(heads)
                    ]
                )
            ),
            rx.el.tbody(rows),
        ),
        class_name="scroll loads",
        tab_index=0,
        role="region",
        aria_label=t(f"workload.{title}"),
    )


def steps() -> rx.Component:
    """Every step with its times."""
    heads = ("step", "open", "done", "waiting", "working", "again")
    return card("steps", table("steps", heads, rx.foreach(SEEN.steps, step_row)))


def step_row(one: Live) -> rx.Component:
    """One step."""
    figures = (one.open, one.done, one.waiting, one.working, one.again)
    return rx.el.tr(rx.el.th(one.name, scope="row"), *[rx.el.td(figure, class_name="n num") for figure in figures])


def ways() -> rx.Component:
    """The ways most taken."""
    return card(
        "routes",
        rx.cond(SEEN.sentence != "", rx.el.p(SEEN.sentence)),
        rx.cond(
            SEEN.routes,
            table("routes", ("route", "cases", "share"), rx.foreach(SEEN.routes, way_row)),
            rx.el.p(t("workload.routes_none"), class_name="soft"),
        ),
    )


def way_row(one: Live) -> rx.Component:
    """One way."""
    return rx.el.tr(
        rx.el.td(rx.el.ol(rx.foreach(one.steps, rx.el.li), class_name="way")),
        rx.el.td(one.cases, class_name="n num"),
        rx.el.td(one.share, class_name="n num"),
    )


def odd() -> rx.Component:
    """What was done out of the procedure's way."""
    return card(
        "odd",
        rx.cond(
            SEEN.odd,
            rx.el.ul(rx.foreach(SEEN.odd, rx.el.li), class_name="dashes"),
            rx.el.p(t("workload.odd_none"), class_name="soft"),
        ),
    )
