"""One list of the house: its lines in a grid, what is wrong, what it said before."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.components.icons import icon
from migraflow.ui.components.list_state import REMOVE_DIALOG, ListState
from migraflow.ui.components.past import history
from migraflow.ui.components.pieces import chip, heading, link, notice, skeleton
from migraflow.ui.door import arrived, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t

LIST = live(ListState)


def page() -> rx.Component:
    """The grid, then how it is kept, then its past."""
    look = rx.el.link(rel="stylesheet", href="/studio.css")
    return rx.fragment(
        look,
        shell(
            routes.LISTS,
            arrived(LIST),
            rx.el.nav(
                link(t("lists.title"), to=routes.LISTS), " › ", LIST.title,
                class_name="crumbs", aria_label=t("shell.crumbs"),
            ),
            heading(LIST.title, rx.cond(LIST.may_change, t("lists.sheet_lead"), t("lists.read_only"))),
            rx.cond(LIST.awaits, waiting()),
            finding(),
            wrong(),
            grid(),
            rx.cond(LIST.may_change, keeping()),
            history(LIST.past, LIST.restore, LIST.may_change),
            removing(),
            coming=skeleton(8),
        ),
    )  # fmt: skip


def waiting() -> rx.Component:
    """A change that awaits its day."""
    back = rx.el.button(t("lists.withdraw"), type="button", class_name="tiny", on_click=LIST.withdraw)
    return notice(t("lists.awaits"), " ", LIST.awaits, ". ", rx.cond(LIST.may_change, back), mark="clock")


def finding() -> rx.Component:
    """Search among the lines; how many there are."""
    box = rx.el.input(
        id="list-find", type="search", default_value="", auto_complete="off",
        on_change=lambda text: LIST.find(text).debounce(250),
    )  # fmt: skip
    count = rx.el.p(LIST.found.to_string(), " ", t("lists.lines_of"), " ", LIST.count.to_string(), class_name="soft")
    return rx.el.div(
        rx.el.div(rx.el.label(t("lists.find"), html_for="list-find"), box, class_name="field"), count, class_name="row"
    )


def wrong() -> rx.Component:
    """What keeps the list from being kept."""
    lines = rx.el.ul(rx.foreach(LIST.faults, lambda one: rx.el.li(one)))
    told = notice(rx.el.strong(t("lists.faults")), lines, tone="bad")
    return rx.el.div(rx.cond(LIST.faults, told), role="status")


def grid() -> rx.Component:
    """The lines."""
    heads = rx.foreach(LIST.columns, lambda one: rx.el.th(rx.el.code(one), scope="col"))
    return rx.el.div(
        rx.el.textarea(
            custom_attrs={"data-paste": ""}, class_name="hide", tab_index=-1, aria_hidden="true",
            on_change=LIST.paste, aria_label=t("rules.paste"),
        ),
        rx.el.table(
            rx.el.caption(LIST.title, class_name="hide"),
            rx.el.thead(rx.el.tr(rx.el.th(t("rules.number"), scope="col"), heads)),
            rx.el.tbody(rx.foreach(LIST.lines, line)),
            class_name="rule-grid words-grid",
        ),
        custom_attrs={"data-grid": ""}, class_name="scroll rule-scroll", role="region", tab_index=0,
        aria_label=LIST.title,
    )  # fmt: skip


def line(one: Any) -> rx.Component:
    """One line, with what can be done with it."""
    number = rx.el.div(
        rx.el.span(one.row + 1),
        rx.cond(one.gone, chip(t("lists.gone"), "soon")),
        rx.cond(one.fresh, chip(t("lists.fresh"), "info")),
        rx.cond(LIST.may_change, menu(one)),
        class_name="rule-number",
    )
    return rx.el.tr(rx.el.th(number, scope="row"), rx.foreach(one.cells, lambda cell: rx.el.td(written(one, cell))))


def menu(one: Any) -> rx.Component:
    """Add, move, take away or offer again."""
    buttons = [
        rx.el.button(
            t(f"rules.rule_{code}"), type="button", class_name="tiny quiet", custom_attrs={"data-act": code},
            on_click=LIST.act(code, one.row),
        )
        for code in ("add", "up", "down")
    ]  # fmt: skip
    away = rx.el.button(t("lists.remove"), type="button", class_name="tiny quiet danger", on_click=LIST.doom(one.row))
    again = rx.el.button(t("lists.offer"), type="button", class_name="tiny quiet", on_click=LIST.offer(one.row))
    label: Any = t("lists.line_menu")
    return rx.el.details(
        rx.el.summary("⋯", aria_label=label + " " + (one.row + 1).to_string()),
        rx.el.div(*buttons, rx.cond(one.gone, again, away), class_name="rule-menu"),
        class_name="rule-more",
        key=one.row.to_string(),
    )


def written(one: Any, cell: Any) -> rx.Component:
    """One cell."""
    id: Any = "fault-" + one.row.to_string() + "-" + cell.at.to_string()
    area = rx.el.textarea(
        default_value=cell.text,
        key=one.row.to_string() + "-" + cell.at.to_string() + ":" + cell.text + cell.locked,
        rows="1",
        read_only=True,
        tab_index=rx.cond((one.place == 0) & (cell.at == 0), 0, -1),
        aria_label=cell.label,
        aria_describedby=rx.cond(cell.fault, id, ""),
        aria_invalid=rx.cond(cell.fault, "true", "false"),
        custom_attrs={
            "data-row": one.place,
            "data-column": cell.at,
            "data-locked": rx.cond(LIST.may_change, cell.locked, "yes"),
        },
        on_blur=lambda text: rx.cond(text != cell.text, LIST.write(one.row, cell.at, text), rx.noop()),
    )
    return rx.fragment(area, rx.cond(cell.fault, rx.el.span(cell.fault, id=id, class_name="error small")))


def keeping() -> rx.Component:
    """Keep it, from a day on if need be."""
    add = rx.el.button(
        icon("plus"), t("lists.add"), type="button", on_click=LIST.act("add", LIST.count - 1), id="list-add"
    )
    note = rx.el.input(id="list-note", name="note", auto_complete="off", max_length=300)
    begins = rx.el.input(id="list-begins", name="begins", type="date", aria_describedby="list-begins-hint")
    return rx.el.form(
        rx.el.div(add, class_name="row"),
        rx.el.div(
            rx.el.div(rx.el.label(t("lists.note"), html_for="list-note"), note, class_name="field"),
            rx.el.div(
                rx.el.label(t("lists.begins"), html_for="list-begins"),
                begins,
                rx.el.span(t("lists.begins_hint"), class_name="hint", id="list-begins-hint"),
                class_name="field",
            ),
            class_name="grid2",
        ),
        rx.el.div(
            rx.el.button(t("lists.save"), type="submit", class_name="primary", disabled=~LIST.dirty),
            rx.el.button(t("lists.drop"), type="button", on_click=LIST.drop, disabled=~LIST.dirty),
            rx.cond(LIST.dirty, rx.el.span(t("lists.dirty"), class_name="chip soon", role="status")),
            class_name="row",
        ),
        on_submit=LIST.save,
        reset_on_submit=True,
        class_name="card stack",
    )


def removing() -> rx.Component:
    """Where the line is used, before it goes."""
    used = rx.fragment(
        rx.el.p(t("lists.used")), rx.el.ul(rx.foreach(LIST.uses, lambda one: rx.el.li(one)), class_name="small")
    )
    stays = rx.cond(LIST.name == "delais", t("lists.remove_refused"), t("lists.remove_retires"))
    return rx.el.dialog(
        rx.el.h2(t("lists.remove_title"), " ", LIST.doomed, id=f"{REMOVE_DIALOG}-title"),
        rx.cond(LIST.uses, used, rx.el.p(t("lists.used_none"))),
        rx.el.p(rx.cond(LIST.erasable, t("lists.remove_erases"), stays)),
        rx.el.div(
            rx.cond(
                LIST.erasable | (LIST.name != "delais"),
                rx.el.button(t("lists.remove_now"), type="button", class_name="danger", on_click=LIST.remove),
            ),
            rx.el.button(t("studio.cancel"), type="button", custom_attrs={"data-close": ""}),
            class_name="row",
        ),
        id=REMOVE_DIALOG,
        aria_labelledby=f"{REMOVE_DIALOG}-title",
    )
