"""The properties of the selected element, in business words: one list of fields per kind of element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip
from migraflow.ui.components.studio_state import FORM_PROPERTY, NewFormState, PanelState, StudioState
from migraflow.ui.door import live
from migraflow.ui.words import t

PANEL, STUDIO, NEW = live(PanelState), live(StudioState), live(NewFormState)
SEEN = PANEL.seen
KINDS = (
    "task", "script", "decision", "effect", "call", "block", "bare", "gateway", "flow", "lane", "timer", "message",
    "signal", "end", "event", "other",
)  # fmt: skip


def panel() -> rx.Component:
    """What is selected, and what of it can be changed here."""
    return rx.el.section(
        rx.cond(SEEN.id, properties(), nothing()), class_name="card studio-side", aria_labelledby="seen"
    )


def nothing() -> rx.Component:
    """What to do first."""
    return rx.el.div(
        rx.el.h2(t("studio.nothing"), id="seen"),
        rx.el.p(t("studio.nothing_more")),
        rx.el.p(t("studio.nothing_new"), class_name="soft small"),
        class_name="stack",
    )


def properties() -> rx.Component:
    """The head, the fields of this kind, what may be added or removed."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(rx.cond(SEEN.name, SEEN.name, t("studio.unnamed")), id="seen"),
            rx.match(SEEN.kind, *[(kind, chip(t(f"studio.kind_{kind}"), "info")) for kind in KINDS], rx.fragment()),
        ),
        rx.match(SEEN.kind, *[(kind, fields()) for kind, fields in FIELDS.items()], name("name_other")),
        rx.cond(SEEN.extensible & (SEEN.kind != "flow"), adding("add")),
        rx.cond(SEEN.kind == "flow", adding("add_here")),
        rx.cond(SEEN.kind != "lane", removing()),
        class_name="stack",
    )


def name(words: str) -> rx.Component:
    """The name, under the words that suit this kind."""
    return written("name", words, SEEN.name, "name")


def task() -> rx.Component:
    """A person's step."""
    return rx.fragment(
        name("name"),
        chosen("role", "role", SEEN.role, role_options(), "role_none", "role"),
        chosen("form", "form", SEEN.form, options(STUDIO.forms), "form_none", "property", FORM_PROPERTY),
        rx.el.button(icon("plus"), t("studio.form_new"), type="button", class_name="tiny", on_click=NEW.begin),
        chosen("deadline", "deadline", SEEN.deadline, options(STUDIO.deadlines), "deadline_none", "property", "delai"),
        long("instructions", "instructions", SEEN.instructions, "instructions", hint="instructions_hint"),
        written("legal", "legal", SEEN.legal, "property", "base_legale"),
    )


def bare() -> rx.Component:
    """A step whose nature is not said."""
    return rx.fragment(name("name"), rx.el.p(t("studio.bare_more"), class_name="notice warn small"))


def gateway() -> rx.Component:
    """A choice: its question, its exits, the one taken otherwise."""
    taken = rx.foreach(PANEL.exits, lambda exit: rx.el.option(exit_words(exit), value=exit.id))
    return rx.fragment(
        name("name_gateway"),
        exits(),
        rx.cond(
            SEEN.choosing,
            chosen("default", "default", SEEN.default, taken, "default_none", "default", hint="default_hint"),
        ),
    )


def exits() -> rx.Component:
    """The exits, each a way to its arrow."""
    return rx.el.div(
        rx.el.h3(t("studio.exits")),
        rx.el.ul(rx.foreach(PANEL.exits, one_exit), class_name="studio-exits"),
    )


def exit_words(exit: Any) -> Any:
    """« incomplet → Demander les pièces »."""
    return rx.cond(exit.name, exit.name + " → " + exit.target, "→ " + exit.target)


def one_exit(exit: Any) -> rx.Component:
    """One exit with its condition."""
    rule = rx.cond(exit.condition, rx.el.code(exit.condition), rx.el.span(t("studio.exit_always")))
    return rx.el.li(
        rx.el.button(exit_words(exit), type="button", class_name="tiny", on_click=PANEL.go(exit.id)),
        rx.el.span(rx.cond(exit.otherwise, t("studio.exit_otherwise"), rule), class_name="small soft"),
    )


def flow() -> rx.Component:
    """An arrow: when it is followed."""
    return rx.fragment(
        rx.el.p(SEEN.source, " → ", SEEN.target, class_name="soft small"),
        name("name_flow"),
        rx.cond(
            SEEN.conditional,
            rx.cond(
                SEEN.otherwise,
                rx.el.p(t("studio.condition_default"), class_name="small"),
                long("condition", "condition", SEEN.condition, "condition", hint="condition_hint", feel="condition"),
            ),
            rx.el.p(t("studio.condition_none"), class_name="small"),
        ),
    )


def timer() -> rx.Component:
    """A delay: of which kind, how long."""
    kinds = ("timeDuration", "timeDate", "timeCycle")
    return rx.fragment(
        name("name_other"),
        field(
            "timer",
            "timer",
            rx.el.select(
                *[rx.el.option(t(f"studio.timer_{kind}"), value=kind) for kind in kinds],
                id="p-timer",
                default_value=SEEN.timer,
                key=SEEN.id + SEEN.timer,
                on_change=lambda kind: PANEL.write("timer", kind, SEEN.timer_text),
            ),
        ),
        long("timer-text", "timer_text", SEEN.timer_text, "timer", SEEN.timer, hint="timer_hint", feel="timer"),
    )


def message() -> rx.Component:
    """Which message is awaited."""
    return rx.fragment(
        name("name_other"),
        chosen("message", "message", SEEN.message, options(STUDIO.messages), "message_none", "message"),
    )


def script() -> rx.Component:
    """Calculations, one per line."""
    return rx.fragment(name("name"), long("script", "script", SEEN.script, "script", hint="script_hint", feel="script"))


def decision() -> rx.Component:
    """Which table decides."""
    return rx.fragment(
        name("name"),
        chosen("decision", "decision", SEEN.decision, options(STUDIO.decisions), "decision_none", "decision"),
    )


def call() -> rx.Component:
    """Which procedure is called."""
    return rx.fragment(
        name("name"),
        chosen("called", "called", SEEN.called, options(STUDIO.called), "called_none", "called"),
    )


def lane() -> rx.Component:
    """The role of a lane."""
    return chosen("role", "role_lane", SEEN.role, role_options(), "role_none", "role")


FIELDS: dict[str, Callable[[], rx.Component]] = {
    "task": task, "bare": bare, "gateway": gateway, "flow": flow, "timer": timer, "message": message,
    "script": script, "decision": decision, "call": call, "lane": lane,
}  # fmt: skip
"""The fields of each kind; every other kind has a name only."""


def options(choices: Any) -> rx.Component:
    """Options of a select."""
    return rx.foreach(choices, lambda choice: rx.el.option(choice.label, value=choice.code))


def role_options() -> rx.Component:
    """The roles by name."""
    return rx.foreach(STUDIO.roles, lambda role: rx.el.option(role[1], value=role[0]))


def field(id: str, words: str, control: rx.Component, hint: str = "") -> rx.Component:
    """A labelled control with its hint."""
    return rx.el.div(
        rx.el.label(t(f"studio.{words}"), html_for=f"p-{id}"),
        control,
        rx.el.span(t(f"studio.{hint}"), class_name="hint", id=f"p-{id}-hint") if hint else rx.fragment(),
        class_name="field",
    )


def written(id: str, words: str, value: Any, verb: str, property: str = "") -> rx.Component:
    """A line of text, applied when one leaves it. Its key renews it only when its own value changes elsewhere."""
    return field(
        id,
        words,
        rx.el.input(
            id=f"p-{id}",
            default_value=value,
            key=SEEN.id + ":" + value,
            auto_complete="off",
            on_blur=lambda text: apply(verb, property, value, text),
        ),
    )


def long(
    id: str, words: str, value: Any, verb: str, property: Any = "", *, hint: str = "", feel: str = ""
) -> rx.Component:
    """Several lines of text; where `feel` names a kind of expression, judged while it is typed."""
    watched: dict[str, Any] = {
        "on_change": lambda text: PANEL.judge(feel, text).debounce(350),
        "class_name": "feel",
        "spell_check": False,
    }
    area = rx.el.textarea(
        id=f"p-{id}",
        default_value=value,
        key=SEEN.id + ":" + value,
        rows="3",
        aria_describedby=f"p-{id}-hint" + (" p-verdict" if feel else ""),
        on_blur=lambda text: apply(verb, property, value, text),
        **(watched if feel else {}),
    )
    return rx.el.div(field(id, words, area, hint), verdict(feel) if feel else rx.fragment())


def apply(verb: str, property: Any, before: Any, text: Any) -> Any:
    """Write `text` if it is not what stood there `before`."""
    return rx.cond(text != before, PANEL.write(verb, property, text), rx.noop())


def verdict(kind: str) -> rx.Component:
    """Whether the text being typed is understood."""
    told = rx.cond(
        PANEL.verdict,
        rx.el.span(PANEL.verdict, class_name="error small"),
        rx.el.span(icon("check"), t("studio.understood"), class_name="chip ok"),
    )
    return rx.el.p(rx.cond(PANEL.judged == kind, told), id="p-verdict", role="status")


def chosen(
    id: str, words: str, value: Any, choices: rx.Component, none: str, verb: str, property: str = "", hint: str = ""
) -> rx.Component:
    """A choice, applied at once. A value that is not among the choices stays readable."""
    return field(
        id,
        words,
        rx.el.select(
            rx.el.option(t(f"studio.{none}"), value=""),
            choices,
            id=f"p-{id}",
            value=value,
            on_change=lambda code: PANEL.write(verb, property, code),
        ),
        hint,
    )


def adding(words: str) -> rx.Component:
    """The keyboard's way to a new step: after the selected one, or on the selected arrow."""
    return rx.el.details(
        rx.el.summary(t(f"studio.{words}")),
        rx.el.form(
            labelled("add_name", rx.el.input(id="add-name", name="name", required=True, auto_complete="off")),
            labelled(
                "add_role",
                rx.el.select(role_options(), id="add-role", name="role", default_value=SEEN.role, key="add" + SEEN.id),
            ),
            rx.el.button(icon("plus"), t("studio.add_button"), type="submit"),
            on_submit=PANEL.append,
            reset_on_submit=True,
            class_name="stack",
        ),
        key=SEEN.id,
        class_name="studio-add",
    )


def labelled(words: str, control: rx.Component) -> rx.Component:
    """A labelled control of the small form."""
    return rx.el.div(rx.el.label(t(f"studio.{words}"), html_for=words.replace("_", "-")), control, class_name="field")


def removing() -> rx.Component:
    """Away with it; « Annuler » above the drawing brings it back."""
    return rx.el.button(t("studio.remove"), type="button", class_name="quiet tiny danger", on_click=PANEL.take_out)
