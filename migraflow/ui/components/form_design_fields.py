"""Controls of the designer's panel: a label, a control, its hint; each is applied when one leaves it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.components.form_design_panel_state import FormPanelState
from migraflow.ui.components.form_design_state import FormDesignState
from migraflow.ui.components.icons import icon
from migraflow.ui.door import live
from migraflow.ui.words import t

PANEL, DESIGN = live(FormPanelState), live(FormDesignState)
SEEN = DESIGN.seen


def options(choices: Any) -> rx.Component:
    """Options of a select."""
    return rx.foreach(choices, lambda choice: rx.el.option(choice.label, value=choice.code))


def labelled(id: str, words: str, control: rx.Component, hint: str = "", *more: rx.Component) -> rx.Component:
    """A labelled control with its hint."""
    return rx.el.div(
        rx.el.label(t(f"form_design.{words}"), html_for=id),
        rx.el.span(t(f"form_design.{hint}"), class_name="hint", id=f"{id}-hint") if hint else rx.fragment(),
        control,
        *more,
        class_name="field",
    )


def applied(word: str, text: Any) -> Any:
    """Write `text` if it is not what stood there."""
    return rx.cond(text != SEEN.words[word], PANEL.write(word, text), rx.noop())


def written(word: str, words: str, hint: str = "", **props: Any) -> rx.Component:
    """A line of text under the keyword `word`; its key renews it only when its own value changes elsewhere."""
    id = f"w-{word}"
    line = rx.el.input(
        id=id,
        default_value=SEEN.words[word],
        key=SEEN.place + ":" + SEEN.words[word],
        auto_complete="off",
        aria_describedby=f"{id}-hint" if hint else None,
        on_blur=lambda text: applied(word, text),
        **props,
    )
    return labelled(id, words, line, hint)


def said(word: str, words: str, hint: str = "", *, rows: str = "2") -> rx.Component:
    """A text people will read, with how hard it is to read."""
    id = f"w-{word}"
    area = rx.el.textarea(
        id=id,
        default_value=SEEN.words[word],
        key=SEEN.place + ":" + SEEN.words[word],
        rows=rows,
        aria_describedby=f"{id}-hint {id}-level" if hint else f"{id}-level",
        on_blur=lambda text: applied(word, text),
    )
    return labelled(id, words, area, hint, level(word))


def level(word: str) -> rx.Component:
    """How hard a text is to read; the sentence to change, where one is."""
    tones = (("easy", "ok"), ("fair", "info"), ("hard", "soon"))
    chips = [(one, rx.el.span(t(f"form_design.level_{one}"), class_name=f"chip {tone}")) for one, tone in tones]
    advice = rx.el.span(t("form_design.level_change"), " « ", SEEN.hardest[word], " »", class_name="small")
    return rx.el.p(
        rx.match(SEEN.reads[word], *chips, rx.fragment()),
        rx.cond(SEEN.hardest[word], rx.fragment(" ", advice)),
        id=f"w-{word}-level",
        class_name="level",
    )


def expression(word: str, words: str, hint: str = "") -> rx.Component:
    """A FEEL text, judged while it is typed."""
    id = f"w-{word}"
    area = rx.el.textarea(
        id=id,
        default_value=SEEN.words[word],
        key=SEEN.place + ":" + SEEN.words[word],
        rows="2",
        class_name="feel",
        spell_check=False,
        aria_describedby=f"{id}-hint {id}-verdict" if hint else f"{id}-verdict",
        on_change=lambda text: PANEL.judge(word, text).debounce(350),
        on_blur=lambda text: applied(word, text),
    )
    return labelled(id, words, area, hint, verdict(word))


def verdict(word: Any) -> rx.Component:
    """Whether the text being typed is understood."""
    told = rx.cond(
        PANEL.verdict,
        rx.el.span(PANEL.verdict, class_name="error small"),
        rx.el.span(icon("check"), t("studio.understood"), class_name="chip ok"),
    )
    return rx.el.p(rx.cond(PANEL.judged == word, told), id="w-" + word + "-verdict", role="status")


def ticked(word: str, words: str, value: Any) -> rx.Component:
    """A box to tick, applied at once."""
    box = rx.el.input(type="checkbox", id=f"w-{word}", checked=value, on_change=lambda wanted: PANEL.mark(word, wanted))
    return rx.el.label(box, rx.el.span(t(f"form_design.{words}")), class_name="choice")


def number(word: str, words: str) -> rx.Component:
    """A whole number, or nothing."""
    return written(word, words, input_mode="numeric", class_name="short")


def folded(words: str, *content: rx.Component, mark: Any = None) -> rx.Component:
    """A part of the panel that opens when it is wanted."""
    return rx.el.details(
        rx.el.summary(t(f"form_design.{words}"), *([" ", mark] if mark is not None else [])),
        rx.el.div(*content, class_name="stack"),
        key=SEEN.place + words,
        class_name="studio-add",
    )


def dot(value: Any) -> rx.Component:
    """A mark that something is written in a folded part."""
    return rx.cond(value, rx.el.span(t("form_design.filled_in"), class_name="chip info"))
