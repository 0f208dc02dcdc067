"""One function per kind of field, from the question (a Var) to its input; `WIDGETS` is the closed set.

Inputs keep their own text (nothing waits for the server while typing): the script answers.js collects them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.ui.answering import AnswersState
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import Live
from migraflow.ui.door import live
from migraflow.ui.words import t

Widget = Callable[[Any], rx.Component]


SEEN = live(AnswersState)


def described(q: Live) -> dict[str, Any]:
    """What ties an input to its hint and its error, for those who hear the page."""
    return {
        "aria_describedby": f"{q.id}-hint {q.id}-error",
        "aria_invalid": rx.cond(SEEN.errors[q.path], "true", "false"),
        "aria_required": rx.cond(q.required, "true", "false"),
    }


def aside(q: Live, hint: rx.Var[str] | None = None) -> rx.Component:
    """Under the label: where the answer comes from, the hint, why it is asked."""
    return rx.el.div(
        rx.cond(q.known != "", rx.el.span(q.known, class_name="chip info")),
        rx.el.span(
            rx.cond(q.hint != "", q.hint, hint if hint is not None else ""), class_name="hint", id=f"{q.id}-hint"
        ),
        rx.cond(q.why != "", rx.el.details(rx.el.summary(t("forms.why")), rx.el.p(q.why), class_name="why")),
        class_name="aside",
    )


def below(q: Live) -> rx.Component:
    """Under the input: what is wrong, or what to look at twice."""
    return rx.el.div(
        rx.el.span(SEEN.errors[q.path], class_name="error", id=f"{q.id}-error"),
        rx.cond(SEEN.warnings[q.path], rx.el.p(SEEN.warnings[q.path], class_name="doubt")),
        class_name="below",
    )


def framed(q: Live, control: rx.Component, hint: rx.Var[str] | None = None, size: str = "") -> rx.Component:
    """A label, its asides, one input, what is wrong with it."""
    return rx.el.div(
        rx.el.label(q.label, html_for=q.id, class_name=rx.cond(q.required, "must", "")),
        aside(q, hint),
        control,
        below(q),
        class_name=rx.cond(SEEN.errors[q.path], f"field wrong {size}", f"field {size}"),
    )


def grouped(q: Live, *controls: rx.Component) -> rx.Component:
    """A question answered by several controls: a fieldset and its legend."""
    return rx.el.fieldset(
        rx.el.legend(q.label, class_name=rx.cond(q.required, "must", "")),
        aside(q),
        rx.el.div(*controls, class_name="choices"),
        below(q),
        id=q.id,
        class_name=rx.cond(SEEN.errors[q.path], "field roomy wrong", "field roomy"),
        custom_attrs={"aria-describedby": f"{q.id}-hint {q.id}-error"},
    )


def line(q: Live, kind: Any = "text", **props: Any) -> rx.Component:
    """A one-line input."""
    return rx.el.input(
        id=q.id, name=q.path, type=kind, default_value=q.value, auto_complete="off", **described(q), **props
    )


def text(q: Live) -> rx.Component:
    """A line of text."""
    return framed(q, line(q))


def long_text(q: Live) -> rx.Component:
    """Several lines; the box grows with them."""
    box = rx.el.textarea(id=q.id, name=q.path, default_value=q.value, rows="4", **described(q))
    return framed(q, box, size="roomy")


def integer(q: Live) -> rx.Component:
    """A whole number: digits on phones, no spinner that changes it by accident."""
    box = line(q, input_mode="numeric", class_name="short")
    return framed(q, rx.cond(q.currency != "", rx.el.div(box, rx.el.span(q.currency), class_name="row"), box))


def amount(q: Live) -> rx.Component:
    """An amount, its currency beside it."""
    return framed(
        q, rx.el.div(line(q, input_mode="decimal", class_name="short"), rx.el.span(q.currency), class_name="row")
    )


def yes_no(q: Live) -> rx.Component:
    """Yes or no, never a lone box: not answering is not « no »."""
    return grouped(
        q, radio(q, "true", t("forms.yes"), q.value == "true"), radio(q, "false", t("forms.no"), q.value == "false")
    )


def radio(q: Live, code: Any, label: Any, picked: Any) -> rx.Component:
    """One button of a choice."""
    return rx.el.label(
        rx.el.input(type="radio", name=q.path, value=code, default_checked=picked),
        rx.el.span(label),
        class_name="choice",
    )


def date(q: Live) -> rx.Component:
    """A day, by the browser's own calendar."""
    return framed(q, line(q, "date", class_name="short"))


def born_around(q: Live) -> rx.Component:
    """A year of birth alone (« né·e vers »)."""
    return framed(q, line(q, input_mode="numeric", class_name="short", max_length=4), t("forms.born_hint"))


def choice(q: Live) -> rx.Component:
    """One of a few: buttons; of many: a list that opens; of a reference list: letters and proposals."""
    drawn = rx.match(
        q.look,
        ("list", framed(q, select(q))),
        ("search", reference(q)),
        grouped(q, rx.foreach(q.options, lambda option: radio(q, option.code, option.label, option.picked))),
    )
    return rx.fragment(drawn)


def select(q: Live) -> rx.Component:
    """The browser's own list."""

    def line_of(option: Live) -> rx.Component:
        return rx.el.option(option.label, value=option.code)

    return rx.el.select(
        rx.el.option(t("forms.choose"), value=""),
        rx.foreach(q.options, line_of),
        id=q.id,
        name=q.path,
        default_value=q.value,
        **described(q),
    )


def choices(q: Live) -> rx.Component:
    """Several of a few: boxes; several of a reference list: proposals that become ticked boxes."""

    def box(option: Live) -> rx.Component:
        tick = rx.el.input(type="checkbox", name=q.path, value=option.code, default_checked=option.picked)
        return rx.el.label(tick, rx.el.span(option.label), class_name="choice")

    many = rx.el.div(
        rx.el.div(class_name="chosen choices"),
        combo(q, many=True),
        custom_attrs={"data-many": "1", "data-chosen": q.chosen},
    )
    return rx.cond(
        q.look == "search", framed(q, many, t("forms.look_up"), "roomy"), grouped(q, rx.foreach(q.options, box))
    )


def reference(q: Live) -> rx.Component:
    """One entry of a reference list, found by its first letters."""
    return framed(q, combo(q), t("forms.look_up"))


def person(q: Live) -> rx.Component:
    """Somebody of the register."""
    return framed(q, combo(q), t("forms.look_up_person"))


def combo(q: Live, many: bool = False) -> rx.Component:
    """The combobox pattern: an input, a list of proposals filled by the script, the code in a hidden input."""
    marks = {"data-path": q.path} | ({"data-many": ""} if many else {})
    return rx.el.div(
        rx.fragment() if many else kept(q, "data-code"),
        rx.el.input(
            id=q.id,
            type="text",
            role="combobox",
            default_value="" if many else q.shown,
            auto_complete="off",
            spell_check=False,
            aria_expanded="false",
            aria_autocomplete="list",
            aria_controls=f"{q.id}-list",
            custom_attrs=marks,
            **described(q),
        ),
        rx.el.ul(id=f"{q.id}-list", role="listbox", class_name="offers", aria_label=q.label, hidden=True),
        rx.el.span(class_name="hide told-count", role="status"),
        class_name="combo",
    )


def kept(q: Live, mark: str) -> rx.Component:
    """The answer itself, unseen. Not of type hidden: such an input would follow its starting value again and again."""
    return rx.el.input(
        type="text", name=q.path, default_value=q.value, hidden=True, tab_index=-1, custom_attrs={mark: ""}
    )


def phone(q: Live) -> rx.Component:
    """A phone number as people say it; the server puts it in E.164."""
    return framed(q, line(q, "tel", class_name="medium"), t("forms.phone_hint"))


def email(q: Live) -> rx.Component:
    """An e-mail address."""
    return framed(q, line(q, "email", auto_capitalize="none", spell_check=False))


def nina(q: Live) -> rx.Component:
    """A NINA number; its form is only a warning."""
    return framed(q, line(q, max_length=20, class_name="medium", spell_check=False), t("forms.nina_hint"))


def file(q: Live) -> rx.Component:
    """A file: sent at once over HTTP, kept here by reference."""
    return framed(
        q,
        rx.el.div(
            kept(q, "data-json"),
            rx.el.span(
                icon("file"), rx.el.span(q.shown, custom_attrs={"data-note": ""}), role="status", class_name="row"
            ),
            rx.el.input(
                id=q.id, type="file", accept=".pdf,.jpg,.jpeg,.png", custom_attrs={"data-file": q.path}, **described(q)
            ),
            rx.el.button(
                t("forms.file_remove"), type="button", class_name="quiet tiny", custom_attrs={"data-clear-file": q.path}
            ),
            class_name="file",
            custom_attrs={"data-sending": t("forms.file_sending"), "data-failed": t("forms.file_failed")},
        ),
        t("forms.file_hint"),
        "roomy",
    )


def shown(q: Live) -> rx.Component:
    """An answer that is not typed: what the case knows, or what is computed from the other answers."""
    return rx.el.div(
        rx.el.span(q.label, class_name="label"),
        rx.el.div(rx.el.span(q.hint, class_name="hint"), class_name="aside"),
        rx.el.output(rx.cond(SEEN.words[q.path], SEEN.words[q.path], t("forms.nothing")), class_name="num"),
        class_name="field given",
    )


def group(p: Live) -> rx.Component:
    """The head of a repeating group; its rows follow, then the button to add one."""
    return rx.fragment(
        rx.el.h3(p.title, id=p.id),
        rx.cond(p.hint != "", rx.el.p(p.hint, class_name="hint")),
        rx.cond(SEEN.errors[p.path], rx.el.p(SEEN.errors[p.path], class_name="error")),
        rx.cond(p.rows == 0, rx.el.p(t("forms.rows_none"), class_name="soft small")),
    )


def block(p: Live) -> rx.Component:
    """The title of a shared block."""
    return rx.fragment(
        rx.cond(p.title != "", rx.el.h2(p.title)), rx.cond(p.hint != "", rx.el.p(p.hint, class_name="hint"))
    )


WIDGETS: dict[Kind, Widget] = {
    Kind.TEXT: text,
    Kind.LONG_TEXT: long_text,
    Kind.INTEGER: integer,
    Kind.AMOUNT: amount,
    Kind.YES_NO: yes_no,
    Kind.DATE: date,
    Kind.BORN_AROUND: born_around,
    Kind.CHOICE: choice,
    Kind.CHOICES: choices,
    Kind.REFERENCE: reference,
    Kind.PHONE: phone,
    Kind.EMAIL: email,
    Kind.NINA: nina,
    Kind.PERSON: person,
    Kind.FILE: file,
    Kind.GROUP: group,
    Kind.BLOCK: block,
    Kind.READ_ONLY: shown,
    Kind.COMPUTED: shown,
}
"""The drawing of each kind. Blocks and groups are titles of parts; every other kind is one question."""

HEADS = frozenset({Kind.GROUP, Kind.BLOCK})


def draw(q: Live) -> rx.Component:
    """One question, by its kind."""
    known = [(kind.value, widget(q)) for kind, widget in WIDGETS.items() if kind not in HEADS]
    return rx.fragment(rx.match(q.kind, *known, text(q)))
