"""A line of a list as answers of a form: titles people write, words for codes, dates and yes-or-no in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from migraflow.domain.answer_paths import put
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.names import fold
from migraflow.domain.reference import Lists

DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
DAY_AND_HOUR = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")
YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "x", "1", "complet", "ok"})
NO = frozenset({"non", "n", "no", "faux", "false", "0", "incomplet"})
BOUNDARY = re.compile(r"[;|/]")

Columns = Mapping[str, Sequence[str]]


def places(titles: Iterable[str], columns: Columns) -> tuple[dict[int, str], tuple[str, ...]]:
    """The field each column of a list brings, by place; and the titles nobody knows."""
    known = {fold(title): path for path, names in columns.items() for title in (path, *names)}
    found: dict[int, str] = {}
    strange: list[str] = []
    for place, title in enumerate(titles):
        path = known.get(fold(title))
        if path is None:
            strange.append(title)
        elif path not in found.values():
            found[place] = path
    return found, tuple(title for title in strange if title.strip())


class Reading:
    """Cells into answers of `form`; codes by their words are looked up once per field."""

    def __init__(self, form: Form, lists: Lists) -> None:
        self.form = form
        self.lists = lists
        self.codes: dict[str, Mapping[str, str]] = {}

    def answers(self, cells: Mapping[str, str], shared: Mapping[str, object]) -> dict[str, object]:
        """Raw answers of one line: its cells by path, over what the whole list shares; blank cells say nothing."""
        raw = {name: value for name, value in shared.items() if value is not None and value != ""}
        for path, cell in cells.items():
            field = self.form.field(path)
            if field is not None and cell.strip():
                raw = put(raw, path, self.answer(field, path, cell.strip()))
        return raw

    def answer(self, field: Field, path: str, cell: str) -> object:
        """A cell as a form would have been filled in; what cannot be read stays as it is, for the form to refuse."""
        if field.kind is Kind.DATE:
            return dated(cell)
        if field.kind is Kind.YES_NO:
            word = fold(cell)
            return True if word in YES else False if word in NO else cell
        if field.kind is Kind.CHOICES:
            return [self.code(field, path, part.strip()) for part in BOUNDARY.split(cell) if part.strip()]
        if field.kind in {Kind.CHOICE, Kind.REFERENCE}:
            return self.code(field, path, cell)
        return cell

    def code(self, field: Field, path: str, cell: str) -> str:
        """The code of a word; the word itself when nothing is called so."""
        if path not in self.codes:
            self.codes[path] = codes_of(field, self.lists)
        known = self.codes[path]
        word = fold(cell)
        return known.get(word) or known.get(word.split(" ")[0] if field.kind is Kind.CHOICE else word) or cell


def codes_of(field: Field, lists: Lists) -> Mapping[str, str]:
    """Every way of naming a choice of a field: its code, its words, their first letter for a man or a woman."""
    if field.list_name and field.list_name in lists:
        entries = lists[field.list_name].entries
        named = {fold(words): code for code, one in entries.items() for words in (one.label_en, one.label) if words}
        return {**named, **{fold(code): code for code in entries}}
    named = {fold(choice.label): choice.code for choice in field.choices}
    if {choice.code for choice in field.choices} == {"F", "M"}:
        named |= {"f": "F", "femme": "F", "feminin": "F", "fille": "F", "m": "M", "h": "M", "homme": "M",
                  "masculin": "M", "garcon": "M", "male": "M"}  # fmt: skip
    return {**named, **{fold(choice.code): choice.code for choice in field.choices}}


def dated(cell: str) -> str:
    """A day as ISO text: « 3/5/1998 », « 03.05.1998 », « 1998-05-03 00:00 »."""
    found = DAY.fullmatch(cell)
    if found:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    long = DAY_AND_HOUR.fullmatch(cell)
    return long[1] if long else cell
