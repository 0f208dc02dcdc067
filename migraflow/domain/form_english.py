"""A form for those who read English: the author's English words where there are some, the French ones elsewhere."""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.forms import Field, Form


def in_english(form: Form) -> Form:
    """`form` with its English labels and hints."""
    return replace(form, fields=tuple(english(one) for one in form.fields))


def english(one: Field) -> Field:
    """One question, and those inside it."""
    inner = tuple(english(inside) for inside in one.fields)
    return replace(one, label=one.label_en or one.label, hint=one.hint_en or one.hint, fields=inner)
