"""« Dites-le-nous une fois »: what a form takes from the person register, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from migraflow.domain.answer_paths import flat
from migraflow.domain.answer_values import is_blank
from migraflow.domain.forms import Field, Form, Kind, walk
from migraflow.domain.people import passport_in
from migraflow.domain.values import at_path, block_at, with_path

Values = Mapping[str, object]

IDENTITY = "identite"
"""The register's block that says who somebody is."""
PERSON = "personne"
"""The ``x-register`` of a field of kind person that says whom of the register a case is about."""
PASSPORT = "passeport.numero"
"""Where the register keeps the number of the last passport shown."""


def registered(form: Form, person: str) -> Iterator[tuple[str, Field]]:
    """The fields of `form` kept in the register of the case's person, with their paths.

    `person` is where the person block stands; the same block anywhere else is about somebody else.
    """
    yield from registered_in(form.fields, "", person)


def registered_in(fields: tuple[Field, ...], prefix: str, person: str) -> Iterator[tuple[str, Field]]:
    """The registered fields among `fields`, blocks that are not registered themselves opened."""
    for f in fields:
        path = prefix + f.name
        if f.register.split(".")[0] == IDENTITY and not (path == person or path.startswith(f"{person}.")):
            continue
        if f.register:
            yield path, f
        elif f.kind is Kind.BLOCK:
            yield from registered_in(f.fields, f"{path}.", person)


def taken(form: Form, person: str, known: Values, data: Values) -> tuple[dict[str, object], frozenset[str]]:
    """The case's `data` with what the register knows laid over it, and the paths that came from there."""
    values, paths = dict(data), set[str]()
    for path, f in registered(form, person):
        value = at_path(known, f.register)
        if is_blank(value):
            continue
        values = with_path(values, path, value)
        if isinstance(value, Mapping):
            inner = {name: entry for name, entry in cast(Values, value).items() if not is_blank(entry)}
            paths.update(f"{path}.{name}" for name, _ in flat(inner) if form.field(f"{path}.{name}"))
        else:
            paths.add(path)
    return values, frozenset(paths)


def keeps_something(form: Form, person: str) -> bool:
    """Whether the register could learn anything from the answers to `form`."""
    return any(True for _ in registered(form, person)) or form.field("pieces.[].numero") is not None


def given(form: Form, person: str, answers: Values, known: Values) -> dict[str, object]:
    """The register `known` with what the accepted `answers` say laid over it."""
    register = dict(known)
    for path, f in registered(form, person):
        if has_path(answers, path):
            register = with_path(register, f.register, at_path(answers, path))
    passport = passport_in(answers)
    return with_path(register, PASSPORT, passport) if passport else register


def chosen(form: Form, answers: Values) -> int | None:
    """The key of the person somebody said the case is about (a field of kind person kept as ``personne``)."""
    for path, f in walk("", form.fields):
        if f.kind is Kind.PERSON and f.register == PERSON:
            somebody = at_path(answers, path)
            if isinstance(somebody, Mapping):
                return int(str(cast(Values, somebody)["id"]))
    return None


def merged(first: Values, other: Values) -> dict[str, object]:
    """What is known of one human from two records: where both say something, `other` (the newer one) wins."""
    register = dict(first)
    for name, value in other.items():
        if is_blank(value):
            continue
        held = block_at(register, name)
        register[name] = merged(held, cast(Values, value)) if held and isinstance(value, Mapping) else value
    return register


def has_path(values: Values, path: str) -> bool:
    """Whether something was answered at `path`, be it nothing."""
    head, _, last = path.rpartition(".")
    holder = at_path(values, head) if head else values
    return isinstance(holder, Mapping) and last in cast(Values, holder)
