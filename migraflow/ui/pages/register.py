"""One register: search, table, a table to take away, a file to bring in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import reflex as rx

from migraflow.services import registers
from migraflow.services.registers import Listed, Listing
from migraflow.ui.components.pieces import Live, PlainForm, chip, empty, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.mistakes import filled
from migraflow.ui.notices import titled
from migraflow.ui.places import region_names
from migraflow.ui.routes import NEW_ROW, REGISTERS, register_at, row_at
from migraflow.ui.shell import shell
from migraflow.ui.words import t

FILTERS = ("q", "etat", "region")


@dataclass(frozen=True)
class Line:
    """A row as the table shows it."""

    key: str
    href: str
    label: str
    cells: list[str]
    state: str
    over: bool


class RegisterState(Doorway, rx.State):
    """One page of a register; the address holds the filters."""

    name: str = ""
    title: str = ""
    lead: str = ""
    heads: list[str] = []
    rows: list[Line] = []
    states: list[tuple[str, str]] = []
    regions: list[tuple[str, str]] = []
    query: str = ""
    state: str = ""
    region: str = ""
    more: str = ""
    paged: bool = False
    writable: bool = False
    wrong: str = ""
    file_csv: str = ""
    file_xlsx: str = ""

    @door
    async def load(self) -> rx.event.EventSpec:
        """The list the address asks for."""
        self.name, asked = self._arrive(), dict(self.router.url.query_parameters)
        self.query, self.state, self.region = (asked.get(name, "")[:80] for name in FILTERS)
        wanted = {"query": self.query, "state": self.state, "region": self.region, "after": asked.get("apres", "")}
        found = await self._ask(registers.listing, register=self.name, **wanted)
        self.regions = list((await region_names(self)).items()) if found.regional else []
        self._take(found, asked)
        self.wrong = sentence_of(asked, await self._language())
        self.standing = "ready"
        return titled(found.title)

    def _take(self, found: Listing, asked: dict[str, str]) -> None:
        """Show one page."""
        self.title, self.lead, self.heads = found.title, found.lead, list(found.heads)
        self.rows = [line(self.name, row) for row in found.page.rows]
        self.states, self.writable, self.paged = list(found.states), found.writable, "apres" in asked
        held = {name: value for name in FILTERS if (value := asked.get(name, ""))}
        self.more = (
            f"{register_at(self.name)}?{urlencode({**held, 'apres': found.page.after})}" if found.page.after else ""
        )
        base = f"/exports/{self.name}"
        self.file_csv, self.file_xlsx = (f"{base}.{kind}?{urlencode(held)}" for kind in ("csv", "xlsx"))

    @door
    async def search(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Put words and filters in the address."""
        held = {name: value for name in FILTERS if (value := str(form.get(name) or "")[:80])}
        return rx.redirect(f"{register_at(self.name)}?{urlencode(held)}" if held else register_at(self.name))


def sentence_of(asked: dict[str, str], language: str) -> str:
    """Why a file was sent back, as the address tells it; "" when none was."""
    facts = {name[2:]: value for name, value in asked.items() if name.startswith("f_")}
    code = asked.get("refus", "")
    return filled(language, f"refusals.{code}", facts, "refusals.other") if code else ""


def line(register: str, row: Listed) -> Line:
    """`row` for the table."""
    return Line(row.key, row_at(register, row.key), row.label, list(row.cells), row.state, not row.valid)


SEEN = live(RegisterState)


def page() -> rx.Component:
    """Title, filters, table, import."""
    new = rx.cond(SEEN.writable, link(t("registers.new"), to=address(NEW_ROW), class_name="button primary"))
    return shell(
        REGISTERS,
        arrived(SEEN),
        rx.el.nav(link(t("registers.title"), to=REGISTERS), class_name="crumbs", aria_label=t("shell.crumbs")),
        heading(SEEN.title, SEEN.lead, new),
        rx.cond(SEEN.wrong != "", notice(SEEN.wrong, tone="bad", role="alert")),
        filters(),
        rx.cond(SEEN.rows.length() > 0, listing(), nothing()),
        rx.cond(SEEN.writable, bringing()),
    )


def address(last: str) -> rx.Var[str]:
    """The address of something of this register."""
    return rx.Var.create(f"{REGISTERS}/") + SEEN.name + f"/{last}"


def filters() -> rx.Component:
    """Words, state, region."""
    words = rx.el.input(
        id="row-q", name="q", type="search", default_value=SEEN.query, key=SEEN.query, auto_complete="off"
    )
    asked = (SEEN.query != "") | (SEEN.state != "") | (SEEN.region != "")
    return rx.el.form(
        field("q", t("registers.find"), words),
        rx.cond(SEEN.states.length() > 0, chooser("etat", "state", "all_states", SEEN.state, SEEN.states)),
        rx.cond(SEEN.regions.length() > 0, chooser("region", "region", "all_regions", SEEN.region, SEEN.regions)),
        rx.el.button(t("registers.search"), type="submit", class_name="tall"),
        rx.cond(
            asked, link(t("tasks.clear"), to=rx.Var.create(f"{REGISTERS}/") + SEEN.name, class_name="button quiet")
        ),
        class_name="filters",
        role="search",
        aria_label=SEEN.title,
        on_submit=SEEN.search,
    )


def field(name: str, label: Live, control: rx.Component) -> rx.Component:
    """One labelled filter."""
    return rx.el.div(rx.el.label(label, html_for=f"row-{name}"), control, class_name="field")


def chooser(name: str, label: str, everything: str, chosen: Live, options: Live) -> rx.Component:
    """One labelled list of a filter, « all » first."""
    first = rx.el.option(t(f"registers.{everything}"), value="")
    listed = rx.foreach(options, lambda pair: rx.el.option(pair[1], value=pair[0]))
    control = rx.el.select(first, listed, id=f"row-{name}", name=name, default_value=chosen, key=chosen)
    return field(name, t(f"registers.{label}"), control)


def listing() -> rx.Component:
    """The table, and the ways to take it away."""
    heads = rx.foreach(SEEN.heads, lambda head: rx.el.th(head, scope="col"))
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("registers.list"), class_name="hide"),
                rx.el.thead(rx.el.tr(rx.el.th(t("registers.name"), scope="col"), heads,
                                     rx.el.th(t("registers.state"), scope="col"))),
                rx.el.tbody(rx.foreach(SEEN.rows, row)),
                class_name="cards",
                custom_attrs={"data-list": ""},
            ),
            class_name="scroll",
        ),
        rx.el.div(
            rx.cond(SEEN.paged, link(t("registers.first_page"), to=address(""), class_name="button quiet")),
            rx.cond(SEEN.more != "", link(t("registers.more"), to=SEEN.more, class_name="button")),
            rx.el.span(t("registers.export"), class_name="soft small push"),
            taking(t("registers.export_xlsx"), SEEN.file_xlsx),
            taking(t("registers.export_csv"), SEEN.file_csv),
            class_name="row foot",
        ),
    )  # fmt: skip


def taking(words: Live, to: Live) -> rx.Component:
    """A file of the table, to download."""
    return link(words, to=to, reload_document=True, class_name="button quiet", custom_attrs={"download": ""})


def row(one: Live) -> rx.Component:
    """One row."""
    return rx.el.tr(
        rx.el.td(link(one.label, to=one.href), class_name="wide"),
        rx.foreach(one.cells, lambda cell: rx.el.td(cell, class_name="small")),
        rx.el.td(rx.cond(one.state != "", chip(one.state)), rx.cond(one.over, chip(t("registers.over"), "soon"))),
        key=one.key,
    )


def nothing() -> rx.Component:
    """Why there is no row."""
    asked = (SEEN.query != "") | (SEEN.state != "") | (SEEN.region != "")
    return rx.cond(
        asked,
        empty(t("registers.empty"), t("registers.empty_more"), mark="search"),
        empty(t("registers.empty_all"), t("registers.empty_all_more"), mark="registers"),
    )


def bringing() -> rx.Component:
    """A file to bring in, folded; the browser itself sends it."""
    return rx.el.details(
        rx.el.summary(t("registers.import")),
        PlainForm.create(
            rx.el.p(t("registers.import_lead"), class_name="measure"),
            rx.el.input(type="hidden", name="register", default_value=SEEN.name, key=SEEN.name),
            rx.el.div(
                rx.el.label(t("registers.import_file"), html_for="import-file", class_name="must"),
                rx.el.input(id="import-file", name="file", type="file", accept=".csv,.xlsx,.txt", required=True),
                class_name="field",
            ),
            rx.el.div(rx.el.button(t("registers.import_send"), type="submit"), class_name="row"),
            class_name="stack",
            custom_attrs={"method": "post", "action": "/imports", "encType": "multipart/form-data"},
        ),
        class_name="card",
    )
