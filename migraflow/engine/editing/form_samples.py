"""Answers to try a form with: likely ones for every question, so that its author sees it as it will be filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from migraflow.domain.forms import SHOWN_ONLY, Field, Kind
from migraflow.domain.reference import Lists

Sample = Callable[[Field, Lists, datetime], object]


def samples(fields: tuple[Field, ...], lists: Lists, now: datetime) -> dict[str, object]:
    """Raw answers to `fields`; none where nobody can guess (a file, a person, a text of a certain form)."""
    found: dict[str, object] = {}
    for one in fields:
        if one.kind is Kind.BLOCK:
            found[one.name] = samples(one.fields, lists, now)
        elif one.kind is Kind.GROUP:
            found[one.name] = [samples(one.fields, lists, now)]
        elif one.kind not in SHOWN_ONLY and one.kind in SAMPLES and not one.limits.pattern:
            found[one.name] = SAMPLES[one.kind](one, lists, now)
    return {name: value for name, value in found.items() if value is not None}


def number(one: Field, lists: Lists, now: datetime) -> str:
    """A number within its bounds."""
    least, most = one.limits.minimum, one.limits.maximum
    return str(max(least if least is not None else 0, min(most if most is not None else 3, 3)))


def amount(one: Field, lists: Lists, now: datetime) -> str:
    """A usual amount within its bounds."""
    least, most = one.limits.minimum, one.limits.maximum
    return str(max(least if least is not None else 0, min(most if most is not None else 25_000, 25_000)))


def first(one: Field, lists: Lists, now: datetime) -> str | None:
    """The first answer offered."""
    if one.choices:
        return one.choices[0].code
    listed = lists.get(one.list_name)
    return next(iter(listed.entries), None) if listed is not None else None


def several(one: Field, lists: Lists, now: datetime) -> list[str] | None:
    """The first answer offered, alone."""
    found = first(one, lists, now)
    return [found] if found is not None else None


def text(one: Field, lists: Lists, now: datetime) -> str:
    """A few words of a fitting length."""
    least = one.limits.min_length or 0
    words = "Exemple de réponse" if one.kind is Kind.LONG_TEXT else "Exemple"
    return (words + "." * max(least - len(words), 0))[: one.limits.max_length]


SAMPLES: Mapping[Kind, Sample] = {
    Kind.TEXT: text,
    Kind.LONG_TEXT: text,
    Kind.INTEGER: number,
    Kind.AMOUNT: amount,
    Kind.YES_NO: lambda one, lists, now: True,
    Kind.DATE: lambda one, lists, now: now.date().isoformat(),
    Kind.BORN_AROUND: lambda one, lists, now: "1995",
    Kind.CHOICE: first,
    Kind.CHOICES: several,
    Kind.REFERENCE: first,
    Kind.PHONE: lambda one, lists, now: "+22376123456",
    Kind.EMAIL: lambda one, lists, now: "exemple@exemple.ml",
}
"""A likely answer of each kind."""
