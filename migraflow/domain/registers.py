"""Registers: what the agency keeps beside its cases (employers, offers, agreements…), each described by one file.

``workflows/registres/<name>.json`` is a form (the same dialect as those of tasks) with one keyword more,
``x-registre``: how a row is named and found, who may read and write it, where its state and its dates stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import cast

from migraflow import feel
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.formulas import worked_out
from migraflow.domain.names import fold
from migraflow.domain.reference import Lists
from migraflow.domain.shown import plain, show

Values = Mapping[str, object]

LIST = "registre:"
"""What the name of a list begins with when its entries are the rows of a register (``x-list``)."""
WORD = "x-registre"
WORDS = frozenset(
    "title ordre cle prefixe libelle colonnes recherche lire ecrire portee region etat valides debut fin personnes "
    "semence".split()
)
PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
LONGEST_KEY = 120
EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Register:
    """One register. `key` are the fields that name a row, `prefix` that of its number when none do.

    `label` (FEEL) is what a row is called. `readers` and `writers` are roles, ``*`` all that hold the permission; a
    `regional` one shows each role the rows of its own region. `settled` are the states in which a change needs a
    reason. `personal`: its rows show somebody, and only those who may see people read it. `seed`: the reference list
    (``reference/<seed>.csv``) its first rows come from; from then on the register is what that list says.
    """

    name: str
    form: Form
    title_en: str
    order: int
    key: tuple[str, ...]
    prefix: str
    label: feel.Expression
    columns: tuple[str, ...]
    searched: tuple[str, ...]
    readers: frozenset[str]
    writers: frozenset[str]
    regional: bool
    region: str
    state: str
    settled: frozenset[str]
    begins: str
    ends: str
    personal: bool
    seed: str

    @property
    def list_name(self) -> str:
        """What ``x-list`` says of a field whose answers are rows of this register."""
        return f"{LIST}{self.name}"

    def title(self, language: str) -> str:
        """The register as people call it."""
        return self.title_en if language == "en" and self.title_en else self.form.title

    def states(self) -> tuple[tuple[str, str], ...]:
        """The states a row may be in: (code, words)."""
        found = self.form.field(self.state) if self.state else None
        return tuple((choice.code, choice.label) for choice in found.choices) if found else ()

    def links(self) -> Iterator[tuple[str, str]]:
        """The fields whose answer is a row of a register, by path, and which register."""
        for path, field in self.form.walk():
            if field.list_name.startswith(LIST):
                yield path, field.list_name.removeprefix(LIST)


class Deed(StrEnum):
    """What an entry in the history of a row tells."""

    CREATED = "cree"
    CHANGED = "modifie"
    IMPORTED = "importe"
    SEEDED = "repris"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as typed values."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history of a row: who did what, when, why; `case_ref` when a case did it."""

    at: datetime
    actor: str
    deed: Deed
    changes: tuple[Change, ...]
    reason: str = ""
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register. `region` is "" for rows of the whole country."""

    id: int
    register: str
    key: str
    label: str
    values: Values
    region: str
    state: str
    version: int
    begins: date | None
    ends: date | None
    changed: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row is to become: the columns the store keeps beside its values."""

    key: str
    label: str
    values: Values
    words: str
    region: str
    state: str
    begins: date | None
    ends: date | None
    links: tuple[tuple[str, str, str], ...] = ()


def read_register(content: bytes, blocks: Mapping[str, bytes], *, name: str) -> Register:
    """The register in `content`; `blocks` are the shared blocks it may refer to.

    Raises BrokenBundle with the file, the place and the reason in French.
    """
    file = f"registres/{name}.json"
    try:
        schema = json.loads(content)
        told = cast(dict[str, object], schema.pop(WORD))
    except (ValueError, KeyError, AttributeError) as error:
        raise BrokenBundle(file, WORD, f"« {WORD} » manque ou le fichier est illisible : {error}") from error
    for word in told.keys() - WORDS:
        raise BrokenBundle(file, WORD, f"mot inconnu : « {word} »")
    form = read_form(json.dumps(schema).encode(), blocks, file=file)
    made = made_of(name, file, form, told)
    for word, field in named(made):
        if form.field(field) is None:
            raise BrokenBundle(file, word, f"le champ « {field} » n’existe pas")
    if made.regional and not made.region:
        raise BrokenBundle(file, "region", "un registre par région dit quel champ est la région")
    if not made.key and not made.prefix:
        raise BrokenBundle(file, "cle", "dites les champs de la clé, ou le préfixe du numéro")
    return made


def made_of(name: str, file: str, form: Form, told: Mapping[str, object]) -> Register:
    """The register `told` of."""
    try:
        label = feel.compile(text(told, "libelle"))
    except feel.FeelSyntaxError as error:
        raise BrokenBundle(file, "libelle", error.sentence("fr")) from error
    return Register(
        name=name,
        form=form,
        title_en=text(told, "title"),
        order=int(text(told, "ordre") or 100),
        key=many(told, "cle"),
        prefix=text(told, "prefixe"),
        label=label,
        columns=many(told, "colonnes"),
        searched=many(told, "recherche"),
        readers=frozenset(many(told, "lire")),
        writers=frozenset(many(told, "ecrire")),
        regional=text(told, "portee") == "region",
        region=text(told, "region"),
        state=text(told, "etat"),
        settled=frozenset(many(told, "valides")),
        begins=text(told, "debut"),
        ends=text(told, "fin"),
        personal=told.get("personnes") is True,
        seed=text(told, "semence"),
    )


def text(told: Mapping[str, object], word: str) -> str:
    """What stands under `word`, "" for nothing."""
    return str(told.get(word) or "")


def many(told: Mapping[str, object], word: str) -> tuple[str, ...]:
    """The words listed under `word`."""
    return tuple(str(one) for one in cast(list[object], told.get(word) or []))


def named(register: Register) -> Iterator[tuple[str, str]]:
    """Every field the keyword names, with the word that does."""
    for word, fields in (("cle", register.key), ("colonnes", register.columns), ("recherche", register.searched)):
        for field in fields:
            yield word, field
    lone = (("region", register.region), ("etat", register.state), ("debut", register.begins), ("fin", register.ends))
    yield from ((word, field) for word, field in lone if field)


def drafted(register: Register, values: Values, lists: Lists, *, key: str, now: datetime) -> Draft:
    """What the store keeps of a row with these `values`; `key` "" for one the fields (or its number) will name."""
    called = worked_out(register.label, values, now)
    label = plain(called) or key
    begins, ends = values.get(register.begins), values.get(register.ends)
    return Draft(
        key=key or key_of(register, values),
        label=label[:300],
        values=values,
        words=words_of(register, values, lists, label),
        region=str(values.get(register.region) or "") if register.region else "",
        state=str(values.get(register.state) or "")[:40] if register.state else "",
        begins=begins if isinstance(begins, date) else None,
        ends=ends if isinstance(ends, date) else None,
        links=tuple(linked(register, values)),
    )


def key_of(register: Register, values: Values) -> str:
    """The key the fields of a row make, "" when the register numbers its rows or a field is blank."""
    parts = [slug(code_text(values.get(field))) for field in register.key]
    return "_".join(parts)[:LONGEST_KEY] if all(parts) else ""


def code_text(value: object) -> str:
    """A value as a part of a key: numbers and dates without spaces."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else plain(value)


def slug(words: str) -> str:
    """A word fit for an address: codes stay as they are, other words lose accents and spaces."""
    return words if PLAIN_KEY.fullmatch(words) else fold(words).replace(" ", "-")


def words_of(register: Register, values: Values, lists: Lists, label: str) -> str:
    """What a row is searched by: its name and the fields the register says, accents apart."""
    shown = (show(cast(Field, register.form.field(field)), values.get(field), lists) for field in register.searched)
    plain_codes = (plain(values.get(field)) for field in register.searched)
    words = dict.fromkeys(fold(" ".join((label, *shown, *plain_codes))).split())
    return f" {' '.join(words)}"[:600]


def linked(register: Register, values: Values) -> Iterator[tuple[str, str, str]]:
    """The rows these `values` name: (field, register, key), each once."""
    seen: set[tuple[str, str, str]] = set()
    for path, target in register.links():
        for key in reached(values, path.split(".")):
            if (path, target, key) not in seen:
                seen.add((path, target, key))
                yield path, target, key


def reached(value: object, path: list[str]) -> Iterator[str]:
    """Every code that stands at `path` (rows of a group under ``[]``)."""
    if not path:
        for one in cast(list[object], value) if isinstance(value, list) else [value]:
            if one:
                yield str(one)
    elif path[0] == "[]":
        for one in cast(list[object], value) if isinstance(value, list) else []:
            yield from reached(one, path[1:])
    elif isinstance(value, Mapping):
        yield from reached(cast(Values, value).get(path[0]), path[1:])


def changes(before: Values, after: Values) -> tuple[Change, ...]:
    """What differs, field by field, in the order of `after`."""
    names = [*after, *(name for name in before if name not in after)]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new and (old or new))


def in_words(register: Register, change: Change, lists: Lists) -> tuple[str, str, str]:
    """A change as people read it: the question, what stood there, what stands there now."""
    field = register.form.field(change.path)
    if field is None:
        return change.path, plain(change.before), plain(change.after)
    if field.kind in {Kind.GROUP, Kind.BLOCK}:
        return field.label, rows_in_words(field, change.before, lists), rows_in_words(field, change.after, lists)
    return field.label, show(field, change.before, lists), show(field, change.after, lists)


def rows_in_words(field: Field, value: object, lists: Lists) -> str:
    """The rows of a group, or a block, on one line."""
    rows = cast(list[object], value) if isinstance(value, list) else [value]
    told: list[str] = []
    for row in rows:
        held: Values = cast(Values, row) if isinstance(row, Mapping) else {}
        shown = (show(one, held.get(one.name), lists) for one in field.fields)
        told.append(", ".join(words for words in shown if words))
    return " ; ".join(words for words in told if words)
