"""*Dossiers*: found by number, by name without accents, by phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.cases import CaseRow, CaseState
from migraflow.services import cases
from migraflow.ui.components.pieces import Live, chip, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.places import region_names
from migraflow.ui.routes import CASES, NEW_CASE, case_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso, moment_words
from migraflow.ui.words import say, t

TONES = {CaseState.OPEN: "info", CaseState.CLOSED: "", CaseState.BLOCKED: "late"}


@dataclass(frozen=True)
class CaseLine:
    """A case as a row shows it."""

    ref: str
    href: str
    person: str
    procedure: str
    where: str
    state: str
    tone: str
    region: str
    changed: str
    exact: str
    machine: str


class CasesState(Doorway, rx.State):
    """One page of results; the address holds the words and filters."""

    query: str = ""
    state: str = ""
    region: str = ""
    regions: list[tuple[str, str]] = []
    rows: list[CaseLine] = []
    more: str = ""
    paged: bool = False
    shown: str = ""

    @door
    async def load(self) -> None:
        """The search the address holds."""
        asked = dict(self.router.url.query_parameters)
        self.query, self.region = asked.get("q", "")[:80], asked.get("region", "")[:40]
        self.state = asked.get("etat", "") if asked.get("etat", "") in set(CaseState) else ""
        self.paged = "apres" in asked
        self.regions = list((await region_names(self)).items())
        await self._read(asked.get("apres"))
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put words and filters in the address."""
        asked = {name: str(form.get(name) or "")[:80] for name in ("q", "etat", "region")}
        return rx.redirect(f"{CASES}?{urlencode({name: value for name, value in asked.items() if value})}")

    async def _read(self, after: str | None) -> None:
        """Read one page of results."""
        language, moment = await self._language(), now()
        page = await self._ask(cases.search, query=self.query, state=self.state, region=self.region, after=after)
        self.rows = [case_line(row, moment, language, dict(self.regions)) for row in page.rows]
        asked = {"q": self.query, "etat": self.state, "region": self.region, "apres": page.after or ""}
        self.more = f"{CASES}?{urlencode(asked)}" if page.after else ""
        self.shown = say(language, "cases.shown_one" if len(self.rows) == 1 else "cases.shown", count=len(self.rows))


def case_line(row: CaseRow, moment: datetime, language: str, places: dict[str, str]) -> CaseLine:
    """`row` in the words of `language`; `places` names the regions."""
    where = row.outcome if row.state is CaseState.CLOSED else ", ".join(row.steps)
    return CaseLine(
        ref=row.ref,
        href=case_at(row.ref),
        person=row.person,
        procedure=row.procedure,
        where=say(language, "cases.referred") if row.referred else where,
        state=say(language, f"cases.{row.state.value}"),
        tone=TONES[row.state],
        region=places.get(row.region, row.region),
        changed=ago(row.changed, moment, language),
        exact=moment_words(row.changed, moment, language),
        machine=iso(row.changed),
    )


SEEN = live(CasesState)
SESSION = live(SessionState)


def page() -> rx.Component:
    """Title, search, table."""
    may_open = SESSION.may.contains("ouvrir_dossier")
    new = rx.cond(may_open, link(t("tasks.new_case"), to=NEW_CASE, class_name="button primary"))
    return shell(
        CASES,
        SEEN.standing,
        heading(t("cases.title"), t("cases.lead"), new),
        filters(),
        rx.cond(SEEN.rows.length() > 0, listing(), nothing()),
    )


def filters() -> rx.Component:
    """Words, state, region."""
    states = [rx.el.option(t(f"cases.{state.value}"), value=state.value) for state in CaseState]
    return rx.el.form(
        field(
            "q",
            t("cases.find"),
            rx.el.input(
                id="case-q",
                name="q",
                type="search",
                default_value=SEEN.query,
                key=SEEN.query,
                auto_complete="off",
            ),
        ),
        field(
            "etat",
            t("cases.state"),
            rx.el.select(
                rx.el.option(t("cases.all_states"), value=""),
                *states,
                id="case-etat",
                name="etat",
                default_value=SEEN.state,
                key=SEEN.state,
            ),
        ),
        field(
            "region",
            t("cases.region"),
            rx.el.select(
                rx.el.option(t("cases.all_regions"), value=""),
                rx.foreach(SEEN.regions, lambda region: rx.el.option(region[1], value=region[0])),
                id="case-region",
                name="region",
                default_value=SEEN.region,
                key=SEEN.region,
            ),
        ),
        rx.el.button(t("cases.search"), type="submit"),
        rx.cond(
            (SEEN.query != "") | (SEEN.state != "") | (SEEN.region != ""),
            link(t("tasks.clear"), to=CASES, class_name="button quiet"),
        ),
        class_name="filters",
        role="search",
        aria_label=t("cases.title"),
        on_submit=SEEN.search,
    )


def field(name: str, label: rx.Var[str], control: rx.Component) -> rx.Component:
    """One labelled filter."""
    return rx.el.div(rx.el.label(label, html_for=f"case-{name}"), control, class_name="field")


def listing() -> rx.Component:
    """The table of results."""
    heads = ("case", "person", "where", "region", "changed")
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("cases.list"), class_name="hide"),
                rx.el.thead(rx.el.tr(*[rx.el.th(t(f"cases.{head}"), scope="col") for head in heads])),
                rx.el.tbody(rx.foreach(SEEN.rows, row)),
                class_name="cards",
                custom_attrs={"data-list": ""},
            ),
            class_name="scroll",
        ),
        rx.el.div(
            rx.el.span(SEEN.shown, class_name="soft small"),
            rx.cond(SEEN.paged, link(t("cases.first_page"), to=CASES, class_name="button quiet")),
            rx.cond(SEEN.more != "", link(t("cases.more"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
    )


def row(line: Live) -> rx.Component:
    """One case."""
    return rx.el.tr(
        rx.el.td(
            link(line.ref, to=line.href, class_name="num"),
            rx.el.br(),
            rx.el.span(line.procedure, class_name="soft small"),
            class_name="wide",
        ),
        rx.el.td(line.person, class_name="wide"),
        rx.el.td(chip(line.state, line.tone), " ", rx.el.span(line.where, class_name="small")),
        rx.el.td(line.region, class_name="gone"),
        rx.el.td(rx.el.time(line.changed, title=line.exact, date_time=line.machine, class_name="soft small num")),
        key=line.ref,
    )


def nothing() -> rx.Component:
    """Why there is no result."""
    asked = (SEEN.query != "") | (SEEN.state != "") | (SEEN.region != "")
    return rx.cond(
        asked,
        empty(t("cases.empty"), t("cases.empty_more"), mark="search"),
        empty(t("cases.empty_all"), t("cases.empty_all_more"), mark="cases"),
    )
