"""Corrections: somebody's identity put right, at the person's wish or because it was written wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting, accept, read
from migraflow.domain.errors import Conflict, NotFound
from migraflow.domain.form_english import in_language
from migraflow.domain.forms import Form, Kind
from migraflow.domain.journal import EntryKind
from migraflow.domain.people import Person
from migraflow.domain.prefill import starting
from migraflow.domain.register import IDENTITY
from migraflow.domain.sensitive import hidden
from migraflow.domain.tasks import Receipt
from migraflow.domain.values import block_at, with_path
from migraflow.services import people, progress
from migraflow.services.commands import once
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import people as store

Values = Mapping[str, object]


def form(work: Work, *, ref: str) -> tuple[Form, Values]:
    """The form of somebody's identity and what it holds now, for those who may correct it. Raises NotFound."""
    person = correctable(work, ref)
    block = identity_form(work)
    started = starting(block, setting(work, person))
    secret = not work.actor.may(Permission.SEE_SENSITIVE)
    return block, hidden(block.fields, started) if secret else started


def identity_form(work: Work) -> Form:
    """The shared block of identities, as a form; without its photo: files are kept with the case they came with."""
    block = next(block for block in people.registers(work.settings.workflows / "registers") if block.id == IDENTITY)
    return replace(block, fields=tuple(field for field in block.fields if field.kind is not Kind.FILE))


def setting(work: Work, person: Person, answers: Values | None = None) -> Setting:
    """What the block is answered in: what is known, `answers` as typed laid over it.

    Its rules name its fields alone or under the block's own name, as they stand in the forms of procedures.
    """
    known = block_at(person.known, IDENTITY)
    plain = Setting({**known, IDENTITY: known}, work.now, work.house.lists)
    typed = known if answers is None else read(identity_form(work), answers, plain).values
    return replace(plain, known={**known, IDENTITY: typed})


def correct(work: Work, *, ref: str, answers: Values, version: int, key: str) -> Receipt:
    """Correct somebody's identity, at the person's own wish or because it was written wrong.

    Every case still open about the person says so in its journal. Raises AnswersRejected, Conflict, NotFound.
    """
    return once(work, key, lambda: corrected(work, ref, answers, version))


def corrected(work: Work, ref: str, answers: Values, version: int) -> Receipt:
    """`correct`, once the key is known to be new."""
    person = correctable(work, ref)
    if person.version != version:
        raise Conflict
    block = identity_form(work)
    accepted = accept(in_language(block, work.actor.language), answers, setting(work, person, answers))
    typed = with_unasked(work, person, people.keep_sensitive(work, block, accepted, block_at(person.known, IDENTITY)))
    store.change(work.store, person, with_path(person.known, IDENTITY, typed), work.now)
    for case in case_store.open_of_person(work.store, person.id):
        told = progress.entry(work, case, EntryKind.CORRECTED, detail={"blocks": [IDENTITY]})
        progress.append(work, case, [told])
    return Receipt(person.ref)


def with_unasked(work: Work, person: Person, typed: Values) -> Values:
    """`typed` with what the block holds and a correction does not ask for."""
    asked = {field.name for field in identity_form(work).fields}
    held = block_at(person.known, IDENTITY)
    return {**{name: value for name, value in held.items() if name not in asked}, **typed}


def correctable(work: Work, ref: str) -> Person:
    """Somebody the actor sees and may correct. Raises NotFound, NotAllowed."""
    work.require(Permission.SEE_PERSON)
    person = store.find(work.store, ref, seen_by=work.actor)
    if person is None:
        raise NotFound("person", ref)
    work.require(Permission.CORRECT_PERSON, office=person.office, region=person.region)
    return person
