"""What a person's step carries besides its name: deadline, reminders, notices, repetition, common patterns."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.studio_fields import (
    PANEL,
    SEEN,
    STUDIO,
    field,
    folded,
    labelled,
    options,
    role_options,
    told_options,
)
from migraflow.ui.words import t

UNITS = ("jo", "j", "h")


def deadline() -> rx.Component:
    """A deadline of the register, or one written here."""
    own = rx.el.option(t("studio.deadline_own"), value="own")
    select = rx.el.select(
        rx.el.option(t("studio.deadline_none"), value=""),
        own,
        options(STUDIO.deadlines),
        id="p-deadline",
        value=rx.cond(SEEN.own_deadline, "own", SEEN.deadline),
        on_change=lambda code: rx.cond(code == "own", PANEL.deadline("2", "jo", ""), PANEL.write("deadline", code)),
    )
    return rx.fragment(field("deadline", "deadline", select), rx.cond(SEEN.own_deadline, own_deadline()))


def own_deadline() -> rx.Component:
    """How long, and whom to tell when it is passed."""
    amount = rx.el.input(
        id="p-amount",
        default_value=SEEN.amount,
        key=SEEN.id + SEEN.deadline,
        input_mode="numeric",
        class_name="short",
        on_blur=lambda text: rx.cond(text != SEEN.amount, PANEL.deadline(text, SEEN.unit, SEEN.told), rx.noop()),
    )
    unit = rx.el.select(
        *[rx.el.option(t(f"studio.unit_{one}"), value=one) for one in UNITS],
        value=SEEN.unit,
        aria_label=t("studio.unit"),
        on_change=lambda one: PANEL.deadline(SEEN.amount, one, SEEN.told),
    )
    told = rx.el.select(
        rx.el.option(t("studio.escalation_none"), value=""),
        role_options(),
        id="p-escalation",
        value=SEEN.told,
        on_change=lambda one: PANEL.deadline(SEEN.amount, SEEN.unit, one),
    )
    return rx.fragment(
        field("amount", "amount", rx.el.div(amount, unit, class_name="row")), field("escalation", "escalation", told)
    )


def known_reminders() -> rx.Component:
    """The reminders of a step, each with the way to take it out."""
    return rx.el.ul(
        rx.foreach(
            STUDIO.reminders,
            lambda one: rx.el.li(
                rx.el.span(one.when, " : ", one.notice, " → ", one.whom, class_name="small"),
                rx.el.button(
                    icon("cross"),
                    type="button",
                    class_name="tiny quiet",
                    title=t("studio.reminder_drop"),
                    aria_label=one.when + " : " + t("studio.reminder_drop"),
                    on_click=PANEL.forget(one.id),
                ),
                class_name="row",
            ),
        ),
        class_name="studio-exits",
    )


def reminding() -> rx.Component:
    """The reminders of a step, and one more."""
    when = rx.el.input(id="remind-when", name="when", required=True, auto_complete="off", list="delays")
    asked = rx.el.form(
        labelled("remind-when", "reminder_when", when),
        said(),
        labelled("remind-notice", "notice", rx.el.select(options(STUDIO.notices), id="remind-notice", name="notice")),
        labelled("remind-to", "notice_to", rx.el.select(told_options(), id="remind-to", name="to")),
        rx.el.button(icon("plus"), t("studio.reminder_add"), type="submit"),
        on_submit=PANEL.remind,
        reset_on_submit=True,
        class_name="stack",
    )
    count = rx.cond(STUDIO.reminders, rx.el.span(STUDIO.reminders.length().to_string(), class_name="count"))
    return folded("reminders", known_reminders(), asked, mark=count)


def said() -> rx.Component:
    """Delays in words, to pick one."""
    return rx.el.datalist(*[rx.el.option(value=t(f"studio.delay_{n}")) for n in range(1, 7)], id="delays")


def sending() -> rx.Component:
    """What goes out once a step is done."""
    notice = rx.el.form(
        labelled("send-notice", "notice", rx.el.select(options(STUDIO.notices), id="send-notice", name="notice")),
        labelled("send-to", "notice_to", rx.el.select(told_options(), id="send-to", name="to")),
        rx.el.button(icon("plus"), t("studio.notice_add"), type="submit"),
        on_submit=PANEL.send,
        class_name="stack",
    )
    letter = rx.el.form(
        labelled("send-letter", "letter", rx.el.select(options(STUDIO.letters), id="send-letter", name="letter")),
        rx.el.button(icon("plus"), t("studio.letter_add"), type="submit"),
        on_submit=PANEL.send,
        class_name="stack",
    )
    return folded("sending", notice, letter)


def repeating() -> rx.Component:
    """Once for each entry of a list, one after the other or all at once."""
    order = rx.cond(SEEN.sequential, "sequence", "together")
    over = rx.el.input(
        id="p-over",
        default_value=SEEN.over,
        key=SEEN.id + SEEN.over,
        class_name="feel",
        list="known-names",
        on_blur=lambda text: rx.cond(text != SEEN.over, PANEL.repeat(text, SEEN.item, order), rx.noop()),
    )
    item = rx.el.input(
        id="p-item",
        default_value=SEEN.item,
        key=SEEN.id + SEEN.item,
        on_blur=lambda text: rx.cond(text != SEEN.item, PANEL.repeat(SEEN.over, text, order), rx.noop()),
    )
    how = rx.el.select(
        *[rx.el.option(t(f"studio.order_{one}"), value=one) for one in ("sequence", "together")],
        id="p-order",
        value=order,
        on_change=lambda one: PANEL.repeat(SEEN.over, SEEN.item, one),
    )
    names = rx.el.datalist(
        rx.foreach(STUDIO.known, lambda one: rx.el.option(one.label, value=one.name)), id="known-names"
    )
    more = rx.cond(SEEN.over, rx.fragment(field("item", "item", item), field("order", "order", how)))
    return folded("repeating", field("over", "over", over, "over_hint"), names, more)


def patterns() -> rx.Component:
    """Common ways of working, drawn after the step."""
    kinds = rx.el.select(
        *[rx.el.option(t(f"studio.pattern_{one}"), value=one) for one in ("approve", "wait", "refer")],
        id="pattern",
        name="pattern",
    )
    asked: Any = rx.el.form(
        labelled("pattern", "pattern", kinds),
        labelled("pattern-role", "add_role", rx.el.select(role_options(), id="pattern-role", name="role")),
        labelled(
            "pattern-notice",
            "pattern_notice",
            rx.el.select(options(STUDIO.notices), id="pattern-notice", name="notice"),
        ),
        rx.el.button(icon("plus"), t("studio.pattern_add"), type="submit"),
        on_submit=PANEL.insert,
        class_name="stack",
    )
    return folded("patterns", asked)
