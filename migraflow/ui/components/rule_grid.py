"""The grid of a decision table: rules down, conditions and results across, each cell written in place."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.dmn.editing import Part
from migraflow.ui.components.icons import icon
from migraflow.ui.components.rule_state import RuleState
from migraflow.ui.door import live
from migraflow.ui.words import t

RULE = live(RuleState)
MENU = ("rule_add", "rule_copy", "rule_up", "rule_down", "rule_remove")


def grid() -> rx.Component:
    """The table itself; it scrolls by itself on narrow screens."""
    return rx.el.div(
        rx.el.textarea(
            custom_attrs={"data-paste": ""}, class_name="hide", tab_index=-1, aria_hidden="true", read_only=False,
            on_change=RULE.paste, aria_label=t("rules.paste"),
        ),
        rx.el.table(
            rx.el.caption(t("rules.grid"), class_name="hide"),
            rx.el.thead(rx.el.tr(rx.el.th(t("rules.number"), scope="col"), rx.foreach(RULE.heads, head))),
            rx.el.tbody(rx.foreach(RULE.lines, line)),
            class_name="rule-grid",
        ),
        custom_attrs={"data-grid": ""},
        class_name="scroll rule-scroll",
        role="region",
        tab_index=0,
        aria_label=t("rules.grid"),
    )  # fmt: skip


def head(one: Any) -> rx.Component:
    """The head of a column: its words open what it is made of."""
    named = rx.match(
        one.part,
        (Part.INPUT.value, rx.el.span(t("rules.if"), class_name="kind")),
        (Part.OUTPUT.value, rx.el.span(t("rules.then"), class_name="kind")),
        rx.el.span(t("rules.remark"), class_name="kind"),
    )
    button = rx.el.button(
        rx.el.span(one.label, class_name="words"),
        rx.cond(one.expression, rx.el.code(one.expression)),
        type="button",
        id="head-" + one.part + one.column.to_string(),
        class_name="quiet",
        title=t("rules.head_open"),
        on_click=RULE.pick(one.part, one.column),
    )
    plain = rx.el.span(one.label, class_name="words plain")
    fault = rx.cond(one.fault, rx.el.span(one.fault, class_name="error small"))
    return rx.el.th(
        named, rx.cond(one.part == "describe", plain, button), fault, scope="col", class_name="of-" + one.part
    )


def line(one: Any) -> rx.Component:
    """One rule, with what can be done with it."""
    count = rx.el.div(
        rx.el.span(one.number),
        rx.cond(one.fired, rx.el.span(icon("check"), rx.el.span(t("rules.applies")), class_name="chip ok")),
        rx.cond(one.marks, rx.el.span(one.marks, class_name="chip soon")),
        rx.cond(one.fault, rx.el.span(one.fault, class_name="error small")),
        menu(one),
        class_name="rule-number",
    )
    return rx.el.tr(
        rx.el.th(count, scope="row"),
        rx.foreach(one.cells, lambda cell: rx.el.td(written(one, cell), class_name="of-" + cell.part)),
        class_name=rx.cond(one.fired, "fired", ""),
    )


def menu(one: Any) -> rx.Component:
    """Add, copy, move, take out. The keys of the grid press these."""
    buttons = [
        rx.el.button(
            t(f"rules.{code}"),
            type="button",
            class_name="tiny quiet" + (" danger" if code == "rule_remove" else ""),
            custom_attrs={"data-act": code.removeprefix("rule_")},
            on_click=RULE.act(code, one.row),
        )
        for code in MENU
    ]
    label: Any = t("rules.rule_menu")
    return rx.el.details(
        rx.el.summary("⋯", aria_label=label + " " + one.number),
        rx.el.div(*buttons, class_name="rule-menu"),
        class_name="rule-more",
        key=one.number,
    )


def written(one: Any, cell: Any) -> rx.Component:
    """One cell: read until Enter, then written; what is wrong stands below it."""
    place = one.row.to_string() + ":" + cell.part + ":" + cell.column.to_string()
    fault = rx.cond(RULE.judged == place, RULE.verdict, cell.fault)
    id: Any = "fault-" + one.number + "-" + cell.at.to_string()
    area = rx.el.textarea(
        default_value=cell.text,
        key=one.number + "-" + cell.at.to_string() + ":" + cell.text,
        rows="1",
        read_only=True,
        spell_check=False,
        tab_index=rx.cond((one.row == 0) & (cell.at == 0), 0, -1),
        aria_label=cell.label,
        aria_describedby=rx.cond(fault, id, ""),
        aria_invalid=rx.cond(fault, "true", "false"),
        custom_attrs={"data-row": one.row, "data-column": cell.at},
        on_change=lambda text: judged(one, cell, text),
        on_blur=lambda text: rx.cond(text != cell.text, RULE.write(one.row, cell.part, cell.column, text), rx.noop()),
    )
    return rx.fragment(area, rx.cond(fault, rx.el.span(fault, id=id, class_name="error small", role="status")))


def judged(one: Any, cell: Any, text: Any) -> Any:
    """What is being written is looked at after a short pause."""
    return RULE.judge(one.row, cell.part, cell.column, text).debounce(350)
