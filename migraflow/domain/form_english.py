"""A form for those who read English: the author's English words where there are some, the French ones elsewhere."""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.forms import Choice, Condition, Field, Form, Section


def in_language(form: Form, language: str) -> Form:
    """`form` for those who read `language`, ``fr`` or ``en``."""
    return in_english(form) if language == "en" else form


def in_english(form: Form) -> Form:
    """`form` with its English words."""
    return replace(
        form,
        title=form.title_en or form.title,
        description=form.description_en or form.description,
        fields=tuple(map(question, form.fields)),
        sections=tuple(map(section, form.sections)),
        rules=spoken(form.rules),
    )


def question(one: Field) -> Field:
    """One question, and those inside it."""
    return replace(
        one,
        label=one.label_en or one.label,
        hint=one.hint_en or one.hint,
        why=one.why_en or one.why,
        pattern_message=one.pattern_message_en or one.pattern_message,
        choices=tuple(map(choice, one.choices)),
        checks=spoken(one.checks),
        warnings=spoken(one.warnings),
        fields=tuple(map(question, one.fields)),
    )


def choice(one: Choice) -> Choice:
    """One answer."""
    return replace(one, label=one.label_en) if one.label_en else one


def section(one: Section) -> Section:
    """One section."""
    return replace(one, title=one.title_en or one.title, hint=one.hint_en or one.hint)


def spoken(rules: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Rules with what they say in English."""
    return tuple(replace(one, message=one.message_en) if one.message_en else one for one in rules)
