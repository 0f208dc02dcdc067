"""The chosen question in full: its words, its rules, its conditions, what is personal in it, what speaks of it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.ui.components.form_design_condition import conditions
from migraflow.ui.components.form_design_fields import (
    DESIGN,
    PANEL,
    SEEN,
    dot,
    expression,
    folded,
    labelled,
    number,
    options,
    said,
    ticked,
    written,
)
from migraflow.ui.components.form_design_list import FAMILIES, kind_words
from migraflow.ui.components.form_design_seen import RuleLine
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, link
from migraflow.ui.words import t

BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
BASES = ("consent", "law", "mission", "contract", "vital")
CURRENCIES = ("XOF", "EUR", "USD", "MRU", "CAD", "CNY", "SAR", "AED")


def panel() -> rx.Component:
    """What is chosen: a question, a section, or the form itself."""
    return rx.el.section(
        rx.el.button(t("studio.to_list"), type="button", class_name="tiny to-list", on_click=DESIGN.leave),
        rx.match(SEEN.kind, ("", whole()), ("section", section()), question()),
        class_name=rx.cond(DESIGN.open, "card design-side stack open", "card design-side stack"),
        aria_labelledby="seen",
        key=SEEN.place,
    )


def whole() -> rx.Component:
    """The form itself: its title, its first sentence, the rules across its questions."""
    return rx.el.div(
        rx.el.h2(
            rx.cond(DESIGN.shared, t("form_design.the_block"), t("form_design.the_form")), id="seen", tab_index=-1
        ),
        written("title", "form_title"),
        said("description", "form_lead", "form_lead_hint", rows="3"),
        folded(
            "english",
            written("x-title-en", "title_en"),
            written("x-description-en", "lead_en"),
            mark=dot(SEEN.words["x-title-en"]),
        ),
        rules(),
        class_name="stack",
    )


def rules() -> rx.Component:
    """The rules that look at several answers, and one more."""
    return rx.el.div(
        rx.el.h3(t("form_design.rules")),
        rx.el.p(t("form_design.rules_hint"), class_name="hint"),
        rx.foreach(DESIGN.rules, lambda one: rule(one.at.to_string(), one)),
        rx.el.details(
            rx.el.summary(t("form_design.rule_new")), rule_form("new", "", RuleLine()), class_name="studio-add"
        ),
        class_name="stack small-stack",
    )


def rule(at: Any, one: Any) -> rx.Component:
    """One rule, folded under its sentence."""
    return rx.el.details(
        rx.el.summary(one.message),
        rule_form("r" + at, at, one),
        class_name="studio-add",
        key=at + one.check,
    )


def rule_form(id: Any, at: Any, one: Any) -> rx.Component:
    """What must be true, what is said otherwise, at which questions."""
    parts = (("check", one.check, "feel"), ("message", one.message, ""), ("message_en", one.message_en, ""),
             ("fields", one.fields, ""))  # fmt: skip
    rows = [
        rx.el.div(
            rx.el.label(t(f"form_design.rule_{name}"), html_for=id + "-" + name),
            rx.el.textarea(id=id + "-" + name, name=name, default_value=text, rows="2", class_name=look),
            class_name="field",
        )
        for name, text, look in parts
    ]
    keep = rx.el.button(t("form_design.rule_keep"), type="submit", class_name="tiny")
    hidden = rx.el.input(type="hidden", name="at", value=at)
    return rx.el.form(hidden, *rows, keep, on_submit=PANEL.rule, class_name="stack small-stack")


def section() -> rx.Component:
    """A section."""
    return rx.el.div(
        rx.el.h2(SEEN.words["title"], id="seen", tab_index=-1),
        chip(t("form_design.section"), "info"),
        acting(),
        written("title", "section_title"),
        said("x-help", "help"),
        conditions(),
        folded(
            "english",
            written("x-title-en", "title_en"),
            written("x-help-en", "help_en"),
            mark=dot(SEEN.words["x-title-en"]),
        ),
        class_name="stack",
    )


def question() -> rx.Component:
    """A question, part by part; what is seldom wanted is folded."""
    return rx.el.div(
        rx.el.div(rx.el.h2(SEEN.words["title"], id="seen", tab_index=-1), chip(kind_words(SEEN.kind), "info")),
        acting(),
        found(),
        said("title", "label", rows="1"),
        said("x-help", "help", "help_hint"),
        ticked("required", "required", SEEN.required),
        own_rules(),
        conditions(),
        messages(),
        folded("start", expression("x-default", "default", "default_hint"), mark=dot(SEEN.words["x-default"])),
        personal(),
        english(),
        naming(),
        class_name="stack",
    )


def acting() -> rx.Component:
    """Up, down, once more, away with it; « Annuler » brings it back."""
    moves = (("up", SEEN.first), ("down", SEEN.last))
    return rx.el.div(
        *[
            rx.el.button(
                t(f"form_design.move_{way}"),
                type="button",
                class_name="tiny",
                disabled=end,
                on_click=PANEL.act("move", way),
            )
            for way, end in moves
        ],
        rx.cond(
            SEEN.kind != "section",
            rx.el.button(
                t("form_design.duplicate"), type="button", class_name="tiny", on_click=PANEL.act("duplicate", "")
            ),
        ),
        rx.el.button(
            t("form_design.remove"), type="button", class_name="quiet tiny danger", on_click=PANEL.act("remove", "")
        ),
        class_name="row studio-moves",
        role="toolbar",
        aria_label=t("form_design.acting"),
    )


def found() -> rx.Component:
    """What was found at this very question, with what one click would do."""
    return rx.cond(
        DESIGN.own,
        rx.el.ul(rx.foreach(DESIGN.own, finding), class_name="studio-findings", aria_label=t("form_design.found")),
    )


def finding(one: Any) -> rx.Component:
    """One finding and its repair."""
    tones = {"error": "late", "warning": "soon", "advice": "info"}
    return rx.el.li(
        rx.match(
            one.severity,
            *[(level, rx.el.span(t(f"studio.{level}"), class_name=f"chip {tone}")) for level, tone in tones.items()],
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.p(one.sentence),
            rx.cond(one.repair, rx.el.p(one.repair, class_name="soft small")),
            rx.cond(
                one.mend, rx.el.button(one.mend, type="button", class_name="tiny", on_click=DESIGN.mend(one.place))
            ),
        ),
    )


def own_rules() -> rx.Component:
    """The rules of its kind."""
    bounds = [rx.cond(SEEN.rules.contains(word), number(word, f"rule_{word}")) for word in BOUNDS]
    currency = rx.el.select(
        *[rx.el.option(code, value=code) for code in CURRENCIES],
        id="w-x-currency",
        value=SEEN.words["x-currency"],
        on_change=lambda code: PANEL.write("x-currency", code),
    )
    return rx.fragment(
        changing(),
        rx.cond(SEEN.rules.contains("options") | SEEN.rules.contains("x-list"), choosing()),
        rx.cond(SEEN.rules.contains("x-value"), expression("x-value", "value", "value_hint")),
        rx.el.div(*bounds, class_name="design-bounds"),
        rx.cond(SEEN.rules.contains("pattern"), written("pattern", "pattern", "pattern_hint", class_name="feel")),
        rx.cond(SEEN.rules.contains("x-currency"), labelled("w-x-currency", "currency", currency)),
        rx.cond(SEEN.rules.contains("x-unit"), written("x-unit", "unit", "unit_hint")),
        rx.cond((SEEN.kind == Kind.GROUP.value) | (SEEN.kind == Kind.BLOCK.value), holding()),
    )


def changing() -> rx.Component:
    """The kind of answer; a shared block is what it is."""
    kinds = [
        rx.el.optgroup(
            *[rx.el.option(t(f"form_design.kind_{kind.value}"), value=kind.value) for kind in kinds],
            label=t(f"form_design.family_{family}"),
        )
        for family, kinds in FAMILIES
    ]
    select = rx.el.select(*kinds, id="w-kind", value=SEEN.kind, on_change=lambda kind: PANEL.change("kind", kind))
    return rx.cond(SEEN.block == "", labelled("w-kind", "kind", select))


def choosing() -> rx.Component:
    """What may be answered: written here, or a list of the house."""
    here = rx.cond(SEEN.rules.contains("options"), rx.el.option(t("form_design.answers_here"), value=""))
    lists = rx.el.select(
        here,
        options(DESIGN.lists),
        id="w-x-list",
        value=SEEN.words["x-list"],
        on_change=lambda name: rx.cond(
            name != "", PANEL.write("x-list", name), PANEL.change("options", t("form_design.answers_first"))
        ),
    )
    area = rx.el.textarea(
        id="w-options",
        default_value=SEEN.answers,
        key=SEEN.place + SEEN.answers,
        rows="5",
        aria_describedby="w-options-hint",
        on_blur=lambda text: rx.cond(text != SEEN.answers, PANEL.change("options", text), rx.noop()),
    )
    filtering = rx.cond(SEEN.rules.contains("x-filter"), expression("x-filter", "filter", "filter_hint"))
    return rx.fragment(
        labelled("w-x-list", "answers", lists),
        rx.cond(SEEN.words["x-list"], filtering, labelled("w-options", "answers_lines", area, "answers_hint")),
    )


def holding() -> rx.Component:
    """What a block or a table holds: questions of the form's own, or a shared block's."""
    kinds = [rx.el.option(t(f"form_design.kind_{kind.value}"), value=kind.value)
             for kind in Kind if kind not in (Kind.GROUP, Kind.BLOCK)]  # fmt: skip
    inside = rx.el.select(
        rx.el.option(t("form_design.inside_choose"), value=""),
        *kinds,
        id="w-inside",
        value="",
        on_change=lambda kind: rx.cond(kind != "", PANEL.add(kind, True), rx.noop()),
    )
    own = rx.el.div(
        rx.el.p(t("form_design.shared"), " ", link(t("form_design.block_open"), to=DESIGN.block_to)),
        rx.el.ul(rx.foreach(SEEN.holds, lambda label: rx.el.li(label)), class_name="design-holds small"),
        rx.el.p(t("form_design.detach_hint"), class_name="hint"),
        rx.el.button(t("form_design.detach"), type="button", class_name="tiny", on_click=PANEL.let_go),
        class_name="stack small-stack",
    )
    return rx.cond(SEEN.block, own, labelled("w-inside", "inside", inside))


def messages() -> rx.Component:
    """What is said when a rule does not hold."""
    wanted = (SEEN.words["x-check"] != "") | (SEEN.words["pattern"] != "")
    return rx.fragment(
        rx.cond(wanted, said("x-message", "message", "message_hint")),
        rx.cond(SEEN.words["x-warn"], said("x-warn-message", "warn_message")),
    )


def personal() -> rx.Component:
    """Why a personal answer is asked, on which basis, how long it is kept."""
    bases = rx.el.datalist(*[rx.el.option(value=t(f"form_design.basis_{one}")) for one in BASES], id="bases")
    told = SEEN.sensitive | (SEEN.words["x-purpose"] != "") | (SEEN.words["x-why"] != "")
    return folded(
        "personal",
        ticked("x-sensitive", "sensitive", SEEN.sensitive),
        said("x-why", "why", "why_hint"),
        written("x-purpose", "purpose", "purpose_hint"),
        written("x-basis", "basis", list="bases"),
        bases,
        written("x-retention", "retention", "retention_hint"),
        written("x-register", "register", "register_hint", class_name="feel"),
        mark=dot(told),
    )


def english() -> rx.Component:
    """The words for those who read English: each beside the French ones that are there."""
    own = rx.el.textarea(
        id="w-options-en",
        default_value=SEEN.answers_en,
        key=SEEN.place + SEEN.answers_en,
        rows="5",
        aria_describedby="w-options-en-hint",
        on_blur=lambda text: rx.cond(text != SEEN.answers_en, PANEL.change("options_en", text), rx.noop()),
    )
    return folded(
        "english",
        written("x-title-en", "label_en"),
        written("x-help-en", "help_en"),
        rx.cond(SEEN.answers, labelled("w-options-en", "answers_en", own, "answers_en_hint")),
        rx.cond(SEEN.words["x-why"], written("x-why-en", "why_en")),
        rx.cond(SEEN.words["x-message"], written("x-message-en", "message_en")),
        rx.cond(SEEN.words["x-warn-message"], written("x-warn-message-en", "warn_message_en")),
        mark=dot(SEEN.words["x-title-en"]),
    )


def naming() -> rx.Component:
    """The name conditions and letters use, and everything that speaks of it."""
    name = rx.el.input(
        id="w-name",
        default_value=SEEN.name,
        key=SEEN.place,
        class_name="feel",
        auto_complete="off",
        aria_describedby="w-name-hint",
        on_blur=lambda text: rx.cond(text != SEEN.name, PANEL.change("rename", text), rx.noop()),
    )
    return folded(
        "naming",
        labelled("w-name", "name", name, "name_hint"),
        rx.el.button(t("form_design.uses_ask"), type="button", class_name="tiny", on_click=DESIGN.ask_uses),
        rx.el.div(rx.cond(DESIGN.asked_uses, speaking()), role="status"),
        mark=rx.el.code(SEEN.name),
    )


def speaking() -> rx.Component:
    """What follows a new name by itself, and what does not."""

    def one(use: Any) -> rx.Component:
        return rx.el.li(use.where, rx.cond(use.text, rx.fragment(" : ", rx.el.code(use.text))))

    def some(words: str, uses: Any) -> rx.Component:
        listed = rx.el.ul(rx.foreach(uses, one), class_name="design-uses")
        return rx.cond(uses, rx.fragment(rx.el.h3(t(f"form_design.uses_{words}")), listed))

    none = rx.el.p(icon("check"), " ", t("form_design.uses_none"), class_name="small")
    return rx.el.div(
        rx.cond(DESIGN.inside.length() + DESIGN.outside.length() == 0, none),
        some("inside", DESIGN.inside),
        some("outside", DESIGN.outside),
        class_name="stack small-stack",
    )
