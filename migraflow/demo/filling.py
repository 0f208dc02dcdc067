"""Fills any form as an agent would: what the story says, else something plausible for the kind of field."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import cast

from migraflow.demo.names import ANY_SENTENCE, SENTENCES
from migraflow.domain.answer_paths import put
from migraflow.domain.answer_values import is_blank
from migraflow.domain.answers import Setting, Values, read
from migraflow.domain.calendar import Calendar
from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind

Given = Mapping[str, object]
"""What a story answers, by the field's own name (``canal``, ``statut``): a raw answer, or a function giving one."""
ROUNDS = 4


class Filler:
    """One hand that fills forms: its chance, the setting the form is answered in, the days offices are open."""

    def __init__(self, chance: random.Random, setting: Setting, calendar: Calendar) -> None:
        self.chance = chance
        self.setting = setting
        self.calendar = calendar
        self.told: set[str] = set()

    def fill(self, form: Form, raw: Given, given: Given) -> dict[str, object]:
        """`raw` completed: the story's answers laid over it, then every visible required field that is still blank.

        An answer may show further fields, hence the rounds.
        """
        filled = dict(raw)
        self.told = set()
        for _ in range(ROUNDS):
            before = filled
            reading = read(form, filled, self.setting)
            filled = self.fields(form.fields, reading.values, "", filled, reading.hidden, given)
            if filled == before:
                break
        return filled

    def fields(
        self,
        fields: tuple[Field, ...],
        values: Values,
        prefix: str,
        raw: dict[str, object],
        hidden: set[str],
        given: Given,
    ) -> dict[str, object]:
        """`raw` with `fields` filled, recursively into blocks and rows."""
        for f in fields:
            path = prefix + f.name
            if path in hidden or f.kind in SHOWN_ONLY:
                continue
            value = values.get(f.name)
            if f.kind is Kind.BLOCK:
                raw = self.fields(f.fields, cast(Values, value or {}), f"{path}.", raw, hidden, given)
            elif f.kind is Kind.GROUP:
                raw = self.rows(f, cast(list[Values], value or []), path, raw, hidden, given)
            elif is_blank(value) or self.overrides(path, f.name, given):
                answer = self.answer(f, given, blank=is_blank(value))
                raw = raw if is_blank(answer) and not isinstance(answer, bool) else put(raw, path, answer)
        return raw

    def rows(
        self, f: Field, rows: list[Values], path: str, raw: dict[str, object], hidden: set[str], given: Given
    ) -> dict[str, object]:
        """The rows of a group: the story's own, or one plausible row when at least one is asked for."""
        begun = any(is_blank(row.get(inner.name)) for row in rows for inner in f.fields if inner.required)
        if (begun or not rows) and self.overrides(path, f.name, given):
            return put(raw, path, self.said(given[f.name]))
        if not rows and (f.required or f.limits.min_items):
            return put(raw, path, [{}])
        for n, row in enumerate(rows):
            raw = self.fields(f.fields, row, f"{path}.{n}.", raw, hidden, given)
        return raw

    def overrides(self, path: str, name: str, given: Given) -> bool:
        """Whether the story has something to say at `path` that it has not said yet: it says each thing once."""
        if name not in given or path in self.told or ("." in path and not callable(given[name])):
            return False
        self.told.add(path)
        return True

    def answer(self, f: Field, given: Given, *, blank: bool) -> object:
        """The story's answer to `f`, else a plausible one when it is required and still blank, else nothing."""
        said = self.said(given[f.name]) if f.name in given else None
        return PLAUSIBLE[f.kind](self, f) if said is None and f.required and blank else said

    def said(self, value: object) -> object:
        """A story's answer, which may have to be worked out now."""
        return cast(Callable[[Filler], object], value)(self) if callable(value) else value

    def day(self, ahead: int) -> str:
        """The day `ahead` days from now, as a browser sends it."""
        return (self.setting.now.date() + timedelta(days=ahead)).isoformat()


def sentence(filler: Filler, f: Field) -> object:
    """Words for a text field, long enough for its rule."""
    return SENTENCES.get(f.name, ANY_SENTENCE)


def whole(filler: Filler, f: Field) -> object:
    """A whole number inside the field's bounds."""
    least = f.limits.minimum or 0
    return str(filler.chance.randint(least, min(f.limits.maximum if f.limits.maximum is not None else 12, least + 12)))


def listed(filler: Filler, f: Field) -> object:
    """A code of the field's list."""
    return filler.chance.choice(list(filler.setting.lists[f.list_name].entries))


def chosen(filler: Filler, f: Field) -> object:
    """One of the field's choices."""
    return filler.chance.choice(f.choices).code if f.choices else listed(filler, f)


def several(filler: Filler, f: Field) -> object:
    """One or two of the field's choices."""
    codes = [choice.code for choice in f.choices] or [str(listed(filler, f))]
    return filler.chance.sample(codes, min(len(codes), filler.chance.randint(1, 2)))


PLAUSIBLE: dict[Kind, Callable[[Filler, Field], object]] = {
    Kind.TEXT: lambda filler, f: str(SENTENCES.get(f.name, "Guichet"))[: f.limits.max_length or 80],
    Kind.LONG_TEXT: sentence,
    Kind.INTEGER: whole,
    Kind.AMOUNT: lambda filler, f: {"montant": str(filler.chance.randrange(5, 200) * 1000), "devise": f.currency},
    Kind.YES_NO: lambda filler, f: filler.chance.random() < 0.5,
    Kind.DATE: lambda filler, f: filler.day(0),
    Kind.BORN_AROUND: lambda filler, f: str(filler.setting.now.year - 30),
    Kind.CHOICE: chosen,
    Kind.CHOICES: several,
    Kind.REFERENCE: listed,
    Kind.PHONE: lambda filler, f: f"+2237{filler.chance.randrange(10**7):07}",
    Kind.EMAIL: lambda filler, f: "contact@exemple.ml",
    Kind.NINA: lambda filler, f: "",
    Kind.PERSON: lambda filler, f: None,
    Kind.FILE: lambda filler, f: None,
}
"""One plausible answer per kind that can be typed."""
