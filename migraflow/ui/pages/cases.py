"""*Dossiers*: found by number, by name without accents, by phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from migraflow.domain.cases import CaseRow, CaseState
from migraflow.domain.paging import Page
from migraflow.services import behind, cases
from migraflow.ui.amounts import when
from migraflow.ui.asking import COUNTED, place_of, query_of
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, link, notice
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.places import procedure_names, region_names
from migraflow.ui.routes import CASES, NEW_CASE, case_at
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso, moment_words
from migraflow.ui.words import say, t

FILTERS = ("q", "procedure", "etat", "region")
"""Names of the filters in the address."""
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
    procedure: str = ""
    regions: list[tuple[str, str]] = []
    procedures: list[tuple[str, str]] = []
    rows: list[CaseLine] = []
    more: str = ""
    paged: bool = False
    shown: str = ""
    counted: str = ""

    @door
    async def load(self) -> None:
        """The search the address holds."""
        asked = dict(self.router.url.query_parameters)
        self.query, self.region = asked.get("q", "")[:80], asked.get("region", "")[:40]
        self.procedure, self.paged = asked.get("procedure", "")[:80], "apres" in asked
        self.state = asked.get("etat", "") if asked.get("etat", "") in set(CaseState) else ""
        self.regions = list((await region_names(self)).items())
        self.procedures = list((await procedure_names(self)).items())
        await (self._behind if COUNTED in asked else self._read)(asked.get("apres"))
        self.standing = "ready"

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put words and filters in the address."""
        asked = {name: str(form.get(name) or "")[:80] for name in FILTERS}
        return rx.redirect(address(asked))

    async def _behind(self, after: str | None) -> None:
        """One page of the cases behind a figure of the dashboards, as the address says which."""
        language, query = await self._language(), dict(self.router.url.query_parameters)
        place = place_of("", query, now().date())
        code = query[COUNTED]
        page = await self._ask(behind.listed, code=code, slice_=place.asked.slice_, after=after)
        self._lay(page, language)
        self.counted = say(language, "cases.counted", code=code, when=when(place.asked.slice_, language))
        held = {COUNTED: code, **dict(parse_qsl(query_of(place)))}
        self.more = address({**held, "apres": page.after}) if page.after else ""

    async def _read(self, after: str | None) -> None:
        """Read one page of results."""
        language = await self._language()
        wanted = {"procedure": self.procedure, "state": self.state, "region": self.region}
        page = await self._ask(cases.search, query=self.query, after=after, **wanted)
        self._lay(page, language)
        self.counted = ""
        held = (self.query, self.procedure, self.state, self.region)
        self.more = address({**dict(zip(FILTERS, held, strict=True)), "apres": page.after}) if page.after else ""

    def _lay(self, page: Page[CaseRow], language: str) -> None:
        """One page of results, in words."""
        moment, words = now(), Words(dict(self.regions), dict(self.procedures), language)
        self.rows = [case_line(row, moment, words) for row in page.rows]
        self.shown = say(language, "cases.shown_one" if len(self.rows) == 1 else "cases.shown", count=len(self.rows))


def address(asked: dict[str, str]) -> str:
    """The list filtered as `asked`."""
    held = {name: value for name, value in asked.items() if value}
    return f"{CASES}?{urlencode(held)}" if held else CASES


@dataclass(frozen=True, slots=True)
class Words:
    """Names of regions by slug and procedures by id, and the language."""

    regions: dict[str, str]
    procedures: dict[str, str]
    language: str


def case_line(row: CaseRow, moment: datetime, words: Words) -> CaseLine:
    """`row` in words."""
    language = words.language
    where = row.outcome if row.state is CaseState.CLOSED else ", ".join(row.steps)
    return CaseLine(
        ref=row.ref,
        href=case_at(row.ref),
        person=row.person,
        procedure=words.procedures.get(row.procedure, row.procedure),
        where=where or (say(language, "cases.referred") if row.referred else ""),
        state=say(language, f"cases.{row.state.value}"),
        tone=TONES[row.state],
        region=words.regions.get(row.region, row.region),
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
        rx.cond(
            SEEN.counted != "",
            notice(SEEN.counted, " ", link(t("tasks.clear"), to=CASES), mark="dashboards"),
        ),
        rx.cond(SEEN.rows.length() > 0, listing(), nothing()),
    )


def filters() -> rx.Component:
    """Words, procedure, state, region."""
    states = [rx.el.option(t(f"cases.{state.value}"), value=state.value) for state in CaseState]
    words = rx.el.input(
        id="case-q", name="q", type="search", default_value=SEEN.query, key=SEEN.query, auto_complete="off"
    )
    asked = (SEEN.query != "") | (SEEN.procedure != "") | (SEEN.state != "") | (SEEN.region != "")
    return rx.el.form(
        field("q", t("cases.find"), words),
        chooser("procedure", "all_procedures", SEEN.procedure, rx.foreach(SEEN.procedures, option)),
        chooser("etat", "all_states", SEEN.state, *states),
        chooser("region", "all_regions", SEEN.region, rx.foreach(SEEN.regions, option)),
        rx.el.button(t("cases.search"), type="submit", class_name="tall"),
        rx.cond(asked, link(t("tasks.clear"), to=CASES, class_name="button quiet")),
        class_name="filters",
        role="search",
        aria_label=t("cases.title"),
        on_submit=SEEN.search,
    )


def option(pair: Live) -> rx.Component:
    """One (code, name) pair."""
    return rx.el.option(pair[1], value=pair[0])


def chooser(name: str, everything: str, chosen: Live, *options: rx.Component) -> rx.Component:
    """One labelled list of a filter, « all » first."""
    label = t("cases.state" if name == "etat" else f"cases.{name}")
    first = rx.el.option(t(f"cases.{everything}"), value="")
    return field(
        name, label, rx.el.select(first, *options, id=f"case-{name}", name=name, default_value=chosen, key=chosen)
    )


def field(name: str, label: Live, control: rx.Component) -> rx.Component:
    """One labelled filter."""
    return rx.el.div(rx.el.label(label, html_for=f"case-{name}"), control, class_name="field")


def listing() -> rx.Component:
    """The table of results."""
    heads = ("case", "person", "where", "region", "changed")
    return rx.fragment(
        cards(t("cases.list"), [t(f"cases.{head}") for head in heads], SEEN.rows, row, custom_attrs={"data-list": ""}),
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
    asked = (SEEN.query != "") | (SEEN.procedure != "") | (SEEN.state != "") | (SEEN.region != "")
    return rx.cond(
        asked,
        empty(t("cases.empty"), t("cases.empty_more"), mark="search"),
        empty(t("cases.empty_all"), t("cases.empty_all_more"), mark="cases"),
    )
