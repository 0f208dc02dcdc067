"""People: one record per human, found without accents, filled by the forms of every procedure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.cases import Case, age_band
from migraflow.domain.errors import NotFound
from migraflow.domain.form_reader import read_form
from migraflow.domain.form_views import lines
from migraflow.domain.forms import Form
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.people import Identity, Person, PersonCase, PersonFacts, PersonRow, PersonSheet, age_on
from migraflow.domain.reference import Lists
from migraflow.domain.register import IDENTITY, given, keeps_something, merged
from migraflow.domain.sensitive import restored, without_sensitive
from migraflow.domain.shown import day, phone
from migraflow.domain.values import at_path, block_at, with_path
from migraflow.services import accesses
from migraflow.services import duplicates as likeness
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import people as store

Values = Mapping[str, object]


def search(work: Work, *, query: str = "", after: str | None = None) -> Page[PersonRow]:
    """People by name without accents, number, phone or NINA, fifty at a time."""
    work.require(Permission.SEE_PERSON)
    found = store.page(work.store, query, after, seen_by=work.actor)
    rows = tuple(row(work, listed.person, listed.cases) for listed in found[:PAGE])
    return Page(rows, store.cursor(found[PAGE - 1].person) if len(found) > PAGE else None)


def row(work: Work, person: Person, cases: int) -> PersonRow:
    """One line of *Personnes*."""
    facts = facts_of(work, person)
    return PersonRow(
        id=person.id,
        ref=person.ref,
        name=facts.name,
        sex=facts.sex,
        born=facts.born,
        phone=facts.phone,
        region=facts.region,
        cases=cases,
        changed=person.changed,
    )


def sheet(work: Work, *, ref: str) -> PersonSheet:
    """The page of one person: facts, what the register knows, and every case this reader may see.

    Of a record that was merged into another one, that one.
    """
    work.require(Permission.SEE_PERSON)
    person = store.find(work.store, store.successor(work.store, ref), seen_by=work.actor)
    if person is None:
        raise NotFound("person", ref)
    accesses.note(work, AccessObject.PERSON, person=person.ref, region=person.region)
    cases = case_store.of_person(work.store, person.id, seen_by=work.actor)
    life = tuple(
        PersonCase(case.ref, case.procedure, case.opened, case.state, case.outcome_label)
        for case in cases
        if not case.confidential or work.actor.roles & set(case.confidential)
    )
    may = work.actor.covers(Permission.CORRECT_PERSON, office=person.office, region=person.region, own=False)
    return PersonSheet(facts_of(work, person), blocks_of(work, person), life, person.version, may)


def duplicates(work: Work, *, facts: Identity) -> list[tuple[int, PersonRow]]:
    """People of the register like `facts`, with their score, as far as the actor may see them."""
    work.require(Permission.SEE_PERSON)
    return [
        (alike.score, row(work, person, 0))
        for alike, person in likeness.found(work, facts)
        if store.find(work.store, person.ref, seen_by=work.actor)
    ]


def facts_of(work: Work, person: Person) -> PersonFacts:
    """What is shown of a person beside a case or a task."""
    one, lists = person.identity, work.house.lists
    return PersonFacts(
        id=person.id,
        ref=person.ref,
        name=one.name,
        sex=one.sex,
        age=age_of(work, one),
        born=day(one.birth_date) if one.birth_date else f"vers {one.birth_year}" if one.birth_year else "",
        phone=phone(one.phones[0]) if one.phones else "",
        region=label(lists, "regions", one.home_region),
        nationality=label(lists, "pays", one.nationality),
        languages=languages_of(person, lists),
        education=label(lists, "cite", one.education),
    )


def age_of(work: Work, one: Identity) -> int | None:
    """Whole years today; by the year alone when the day of birth is not known."""
    today = work.now.date()
    if one.birth_date:
        return age_on(one.birth_date, today)
    return today.year - one.birth_year if one.birth_year else None


def languages_of(person: Person, lists: Lists) -> str:
    """Languages with their level: « bambara, français B1 »."""
    spoken = at_path(person.known, f"{IDENTITY}.langues")
    words: list[str] = []
    for entry in cast(list[Values], spoken) if isinstance(spoken, list) else []:
        level = str(entry.get("niveau") or "")
        name = label(lists, "langues", str(entry.get("code") or ""))
        words.append(f"{name} {level}" if level[:1] in "ABC" and level else name)
    return ", ".join(word for word in words if word)


def label(lists: Lists, name: str, code: str) -> str:
    """The words of `code` in a reference list; the code itself when it is not there."""
    found = lists.get(name)
    return found.entries[code].label if found and code in found.entries else code


def blocks_of(work: Work, person: Person) -> dict[str, tuple[tuple[str, str], ...]]:
    """The register block by block, under the titles of ``workflows/registers``; blank blocks are left out."""
    shown: dict[str, tuple[tuple[str, str], ...]] = {}
    for block in registers(work.settings.workflows / "registers"):
        form = block if work.actor.may(Permission.SEE_SENSITIVE) else without_sensitive(block)
        told = lines(form, block_at(person.known, block.id), work.house.lists)
        if told:
            shown[form.title] = told
    return shown


def registers(folder: Path) -> tuple[Form, ...]:
    """The shared blocks of the register, as forms; read again when a file changes."""
    paths = sorted(folder.glob("*.json"))
    return tuple(read_register(path, path.stat().st_mtime_ns) for path in paths)


@lru_cache(maxsize=32)
def read_register(path: Path, changed: int) -> Form:
    """One shared block as a form; `changed` is the moment of its last change."""
    return read_form(path.read_bytes(), {}, file=f"registers/{path.name}")


def write_back(work: Work, case: Case, path: str, form: Form, answers: Values) -> tuple[int | None, tuple[str, ...]]:
    """Give the register what accepted answers say of the case's person (its block stands at `path`).

    Answers the person's key (a new record when the case had none) and the register's blocks that changed.
    """
    if not keeps_something(form, path):
        return case.person_id, ()
    person = store.load(work.store, case.person_id) if case.person_id else None
    before: Values = person.known if person else {}
    after = given(form, path, answers, before)
    changed = tuple(sorted(name for name in after if after[name] != before.get(name)))
    if not changed:
        return case.person_id, ()
    if person is None:
        return (meet(work, case, after), ()) if at_path(after, f"{IDENTITY}.nom") else (None, ())
    store.change(work.store, person, after, work.now)
    return person.id, changed


def meet(work: Work, case: Case, known: Values) -> int:
    """Keep somebody met for the first time in `case`."""
    met = store.Met(case.office, case.region, work.now, case.confidential)
    return store.add(work.store, known, met, work.new_ref()).id


def join(work: Work, case: Case, person_id: int) -> int:
    """The case is about somebody the register knows already: one record per human.

    What the case's own record says is laid over it; a record no other case is about then goes. Raises NotFound.
    """
    double = store.load(work.store, case.person_id) if case.person_id else None
    known = store.get(work.store, person_id)
    if known is None or not offered(work, known, double):
        raise NotFound("person", person_id)
    if double is None:
        return known.id
    store.change(work.store, known, merged(known.known, double.known), work.now)
    store.give_over(work.store, case.id, double.id, known.id)
    return known.id


def offered(work: Work, person: Person, double: Person | None) -> bool:
    """Whether the actor may say that a case is about `person`: it sees them, or the house found them alike."""
    if store.find(work.store, person.ref, seen_by=work.actor) is not None:
        return True
    return double is not None and likeness.worth_showing(work, double.identity, person.identity)


def note(work: Work, person_id: int, path: str, facts: Values) -> None:
    """Write `facts` at `path` of somebody's register."""
    person = store.load(work.store, person_id)
    store.change(work.store, person, with_path(person.known, path, facts), work.now)


def keep_sensitive(work: Work, form: Form, answers: Values, before: Values) -> Values:
    """`answers` where what this person may not see, and so left blank, stays as it was."""
    if work.actor.may(Permission.SEE_SENSITIVE):
        return answers
    return restored(form.fields, answers, before)


def describe(work: Work, case: Case) -> None:
    """Note sex and age band on the case, for the measures."""
    if case.person_id is None:
        return
    one = store.load(work.store, case.person_id).identity
    age = age_of(work, one)
    case_store.describe(work.store, case.id, sex=one.sex, age=age, band=age_band(age))
