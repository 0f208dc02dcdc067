"""The properties of the chosen element, in business words: one list of fields per kind of element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from migraflow.services.effect_words import ANSWERING, Source
from migraflow.services.effect_words import PARAMETERS as OFFERED
from migraflow.ui import routes
from migraflow.ui.components import studio_step as step
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, link
from migraflow.ui.components.studio_condition import condition
from migraflow.ui.components.studio_fields import (
    PANEL,
    SEEN,
    STUDIO,
    chosen,
    field,
    labelled,
    long,
    options,
    role_options,
    told_options,
    verdict,
    written,
)
from migraflow.ui.components.studio_form_state import NewFormState
from migraflow.ui.door import live
from migraflow.ui.words import t

NEW = live(NewFormState)
KINDS = (
    "task", "script", "decision", "effect", "call", "block", "gateway", "flow", "lane", "timer", "message",
    "signal", "end", "event",
)  # fmt: skip


def panel() -> rx.Component:
    """What is chosen, and what of it can be changed here."""
    return rx.el.section(
        rx.cond(SEEN.id, properties(), nothing()),
        class_name=rx.cond(SEEN.id, "card studio-side chosen", "card studio-side"),
        aria_labelledby="seen",
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
    """The head, the fields of this kind, what may be added, moved or removed."""
    return rx.el.div(
        rx.el.button(t("studio.to_list"), type="button", class_name="tiny to-list", on_click=STUDIO.leave),
        rx.el.div(
            rx.el.h2(rx.cond(SEEN.name, SEEN.name, t("studio.unnamed")), id="seen", tab_index=-1),
            rx.match(SEEN.kind, *[(kind, chip(t(f"studio.kind_{kind}"), "info")) for kind in KINDS], rx.fragment()),
        ),
        rx.cond(SEEN.kind != "lane", moving()),
        rx.match(SEEN.kind, *[(kind, fields()) for kind, fields in FIELDS.items()], name("name_other")),
        rx.cond(SEEN.may_grow, adding()),
        class_name="stack",
    )


def moving() -> rx.Component:
    """Up, down, and away with it; « Annuler » brings it back."""
    moves = (("move_up", "up", SEEN.may_rise), ("move_down", "down", SEEN.may_sink))
    return rx.el.div(
        *[
            rx.cond(
                may,
                rx.el.button(t(f"studio.{code}"), type="button", class_name="tiny", on_click=PANEL.move(code)),
            )
            for code, _, may in moves
        ],
        rx.el.button(t("studio.remove"), type="button", class_name="quiet tiny danger", on_click=PANEL.move("remove")),
        class_name="row studio-moves",
    )


def name(words: str) -> rx.Component:
    """The name, under the words that suit this kind."""
    return written("name", words, SEEN.name, "name")


def task() -> rx.Component:
    """A person's step."""
    return rx.fragment(
        rx.cond(SEEN.bare, rx.el.p(t("studio.bare_more"), class_name="notice warn small")),
        name("name"),
        chosen("role", "role", SEEN.role, role_options(), "role_none", "role"),
        chosen("form", "form", SEEN.form, options(STUDIO.forms), "form_none", "form"),
        rx.el.div(
            rx.cond(SEEN.form_name, designing()),
            rx.el.button(icon("plus"), t("studio.form_new"), type="button", class_name="tiny", on_click=NEW.begin),
            class_name="row",
        ),
        step.deadline(),
        only_if(),
        long("instructions", "instructions", SEEN.instructions, "instructions", hint="instructions_hint"),
        written("legal", "legal", SEEN.legal, "legal"),
        step.reminding(),
        step.sending(),
        step.repeating(),
        step.patterns(),
        kinds(),
    )


def designing() -> rx.Component:
    """The way to the questions of the step's form."""
    to = rx.Var.create(f"{routes.STUDIOS}/") + STUDIO.procedure + "/formulaires/" + SEEN.form_name
    return link(t("form_design.form_edit"), to=to, class_name="button tiny")


def only_if() -> rx.Component:
    """When a step is done at all."""
    return rx.cond(SEEN.may_grow | (SEEN.guard != ""), condition("only_if", SEEN.guard))


def kinds() -> rx.Component:
    """What kind of step it is."""
    wanted = ("userTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity")
    select = rx.el.select(
        rx.el.option(t("studio.nature_keep"), value=""),
        *[rx.el.option(t(f"studio.nature_{one}"), value=one) for one in wanted],
        id="p-nature",
        value="",
        on_change=lambda one: rx.cond(one != "", PANEL.write("kind", one), rx.noop()),
    )
    return field("nature", "nature", select)


def gateway() -> rx.Component:
    """A choice: its question, its exits, the one taken otherwise."""
    taken = rx.foreach(STUDIO.exits, lambda exit: rx.el.option(exit_words(exit), value=exit.id))
    default = chosen("default", "default", SEEN.default, taken, "default_none", "default", hint="default_hint")
    return rx.fragment(name("name_gateway"), exits(), rx.cond(SEEN.choosing, default))


def exits() -> rx.Component:
    """The exits, each a way to its arrow."""
    return rx.el.div(
        rx.el.h3(t("studio.exits")),
        rx.el.ul(rx.foreach(STUDIO.exits, one_exit), class_name="studio-exits"),
    )


def exit_words(exit: Any) -> Any:
    """« incomplet → Demander les pièces »."""
    return rx.cond(exit.name, exit.name + " → " + exit.target, "→ " + exit.target)


def one_exit(exit: Any) -> rx.Component:
    """One exit with its condition."""
    rule = rx.cond(exit.condition, rx.el.code(exit.condition), rx.el.span(t("studio.exit_always")))
    return rx.el.li(
        rx.el.button(exit_words(exit), type="button", class_name="tiny", on_click=STUDIO.go(exit.id)),
        rx.el.span(rx.cond(exit.otherwise, t("studio.exit_otherwise"), rule), class_name="small soft"),
    )


def flow() -> rx.Component:
    """An arrow: when it is followed."""
    ruled = rx.cond(
        SEEN.otherwise,
        rx.el.p(t("studio.condition_default"), class_name="small"),
        condition("condition", SEEN.condition),
    )
    return rx.fragment(
        rx.el.p(SEEN.source, " → ", SEEN.target, class_name="soft small"),
        name("name_flow"),
        rx.cond(SEEN.conditional, ruled, rx.el.p(t("studio.condition_none"), class_name="small")),
    )


def timer() -> rx.Component:
    """A delay, in words; the FEEL behind it below."""
    shown = rx.cond(SEEN.timer_words, SEEN.timer_words, SEEN.timer_text)
    line = rx.el.input(
        id="p-delay",
        default_value=shown,
        key=SEEN.id + SEEN.timer_text,
        list="delays",
        auto_complete="off",
        aria_describedby="p-delay-hint p-verdict",
        on_change=lambda text: PANEL.judge("timer", text).debounce(350),
        on_blur=lambda text: rx.cond(text != shown, PANEL.delay(text), rx.noop()),
    )
    stops = rx.el.select(
        rx.el.option(t("studio.interrupts_no"), value="false"),
        rx.el.option(t("studio.interrupts_yes"), value="true"),
        id="p-interrupts",
        value=rx.cond(SEEN.interrupting, "true", "false"),
        on_change=lambda one: PANEL.write("interrupts", one),
    )
    return rx.fragment(
        name("name_other"),
        field("delay", "timer_text", line, "timer_hint"),
        step.said(),
        verdict("timer"),
        rx.cond(SEEN.timer_words, rx.el.p(rx.el.code(SEEN.timer_text), class_name="small soft studio-feel")),
        rx.cond(SEEN.attached, field("interrupts", "interrupts", stops)),
    )


def message() -> rx.Component:
    """Which message is awaited."""
    known = rx.fragment(options(STUDIO.messages), rx.cond(SEEN.message, rx.el.option(SEEN.message, value=SEEN.message)))
    return rx.fragment(name("name_other"), chosen("message", "message", SEEN.message, known, "message_none", "message"))


def script() -> rx.Component:
    """Calculations, one per line."""
    return rx.fragment(
        name("name"),
        long("script", "script", SEEN.script, "script", hint="script_hint", feel="script"),
        only_if(),
        kinds(),
    )


def decision() -> rx.Component:
    """Which table decides."""
    return rx.fragment(
        name("name"),
        chosen("decision", "decision", SEEN.decision, options(STUDIO.decisions), "decision_none", "decision"),
        rx.cond(SEEN.decision, link(t("rules.open"), to=rules_of(SEEN.decision), class_name="button tiny")),
        only_if(),
        step.repeating(),
        kinds(),
    )


def rules_of(decision: Any) -> Any:
    """The address of the table that decides."""
    return rx.Var.create("/studio/") + STUDIO.procedure + "/regles?decision=" + decision


def effect() -> rx.Component:
    """What the house does of itself, from a list, with what it asks for."""
    offered = [rx.el.option(t(f"studio.operator_{one.value}"), value=one.value) for one in OFFERED]
    other = rx.match(SEEN.operator, *[(one.value, rx.fragment()) for one in OFFERED],
                     rx.el.option(SEEN.operator, value=SEEN.operator))  # fmt: skip
    operators = rx.fragment(*offered, rx.cond(SEEN.operator, rx.fragment(other)))
    answered = rx.match(
        SEEN.operator, *[(one, written("result", "result", SEEN.result, "result")) for one in sorted(ANSWERING)],
        rx.fragment(),
    )  # fmt: skip
    return rx.fragment(
        name("name"),
        chosen("role", "role", SEEN.role, role_options(), "role_none", "role"),
        chosen("operator", "operator", SEEN.operator, operators, "operator_none", "operator"),
        rx.foreach(STUDIO.parameters, parameter),
        answered,
        only_if(),
        step.repeating(),
        kinds(),
    )


def parameter(box: Any) -> rx.Component:
    """One parameter of an effect: from its list, a word, or FEEL."""
    lists = {
        Source.NOTICE: options(STUDIO.notices),
        Source.LETTER: options(STUDIO.letters),
        Source.ROLE: told_options(),
    }
    picked = [
        (source.value, rx.el.select(
            rx.el.option(t("studio.parameter_none"), value=""), choices, id="param-" + box.name, value=box.plain,
            on_change=lambda one: PANEL.parameter(box.name, box.source, one),
        ))
        for source, choices in lists.items()
    ]  # fmt: skip
    shown = rx.cond(box.source == Source.TEXT.value, box.plain, box.text)
    typed = rx.el.input(
        id="param-" + box.name,
        default_value=shown,
        key=SEEN.id + box.name + box.text,
        class_name=rx.cond(box.source == Source.FEEL.value, "feel", ""),
        on_blur=lambda text: rx.cond(text != shown, PANEL.parameter(box.name, box.source, text), rx.noop()),
    )
    label = rx.match(box.name, *[(one, t(f"studio.parameter_{one}")) for one in NAMED], box.name)
    return rx.el.div(
        rx.el.label(label, html_for="param-" + box.name), rx.match(box.source, *picked, typed), class_name="field"
    )


NAMED = ("modele", "a", "nom", "dossier", "contenu", "metier", "metiers", "pays", "avant", "disponibilite",
              "jusqu_au", "cible")  # fmt: skip


def call() -> rx.Component:
    """Which procedure is called."""
    return rx.fragment(
        name("name"),
        chosen("called", "called", SEEN.called, options(STUDIO.called), "called_none", "called"),
        only_if(),
        step.repeating(),
        kinds(),
    )


def lane() -> rx.Component:
    """The role of a lane."""
    return chosen("role", "role_lane", SEEN.role, role_options(), "role_none", "role")


FIELDS: dict[str, Callable[[], rx.Component]] = {
    "task": task, "gateway": gateway, "flow": flow, "timer": timer, "message": message, "effect": effect,
    "script": script, "decision": decision, "call": call, "lane": lane,
}  # fmt: skip
"""The fields of each kind; every other kind has a name only."""


def adding() -> rx.Component:
    """The keyboard's way to a new step: before or after the chosen one, or on the chosen arrow."""
    place = rx.el.select(
        rx.el.option(t("studio.add_after"), value="after"),
        rx.el.option(t("studio.add_before"), value="before"),
        id="add-where",
        name="where",
    )
    return rx.el.details(
        rx.el.summary(t("studio.add")),
        rx.el.form(
            labelled(
                "add-name", "add_name", rx.el.input(id="add-name", name="name", required=True, auto_complete="off")
            ),
            rx.cond(SEEN.kind != "flow", labelled("add-where", "add_where", place)),
            labelled(
                "add-role",
                "add_role",
                rx.el.select(role_options(), id="add-role", name="role", default_value=SEEN.role, key="add" + SEEN.id),
            ),
            rx.el.button(icon("plus"), t("studio.add_button"), type="submit"),
            on_submit=PANEL.add,
            reset_on_submit=True,
            class_name="stack",
        ),
        key=SEEN.id,
        class_name="studio-add",
    )
