"""The register of people, kept: one row per human."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, func, select

from migraflow.domain.access import Actor
from migraflow.domain.cases import age_band
from migraflow.domain.paging import PAGE
from migraflow.domain.people import Identity, Person, age_on, identity_of
from migraflow.domain.register import IDENTITY, PASSPORT
from migraflow.domain.values import at_path, block_at, dumps, loads_mapping
from migraflow.store import audience, facts, likenesses, search
from migraflow.store.cases import ABOUT
from migraflow.store.database import Overtaken, Session, moment, run
from migraflow.store.rows import roles_of, roles_text
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord

KEYS = (
    *("surname", "given", "name", "name_key", "search", "sex", "birth_date", "birth_year", "birth_place_key", "nina"),
    *("passport", "phone", "phone2", "home_region", "nationality", "education", "father", "mother"),
)
INSERT = f"""INSERT INTO people (ref, version, {", ".join(KEYS)}, region, office, confidential, known, created, changed)
VALUES ({", ".join("?" for _ in range(8 + len(KEYS)))}) RETURNING id"""
UPDATE = f"""UPDATE people SET version = version + 1, {", ".join(f"{key} = ?" for key in KEYS)}, known = ?, changed = ?
WHERE id = ? AND version = ?"""
APPLIED_TOO = """UPDATE applications SET person_id = NULL WHERE person_id = ? AND campaign_id IN
(SELECT b.campaign_id FROM applications b WHERE b.person_id = ?)"""
OPENED = "SELECT id, opened FROM cases WHERE person_id = ? ORDER BY id"
REF = "UPDATE people SET ref = ? WHERE id = ?"
SUCCESSOR = "SELECT kept.ref FROM people AS gone JOIN people AS kept ON kept.id = gone.merged_into"
BY_ID = "SELECT id, ref, version, known, office, region, confidential, created, changed FROM people WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Listed:
    """A person with the number of cases, as lists need it."""

    person: Person
    cases: int


@dataclass(frozen=True, slots=True)
class Met:
    """Where and when a person is first met, and who alone may see it (() for all)."""

    office: str
    region: str
    now: datetime
    confidential: tuple[str, ...] = ()


def add(store: Session, known: Mapping[str, object], met: Met, new_ref: str) -> Person:
    """Keep a new person with all that is `known`; `new_ref` holds the place of the number until it is given."""
    values = (new_ref[:20], 1, *keys_of(identity(known)), met.region, met.office, roles_text(met.confidential),
              dumps(known), met.now, met.now)  # fmt: skip
    person_id = int(run(store, INSERT, values).scalar_one())
    run(store, REF, (f"P-{person_id:06}", person_id))
    find_by(store, person_id, identity(known))
    return load(store, person_id)


def change(store: Session, person: Person, known: Mapping[str, object], now: datetime) -> None:
    """Replace all that is known of `person`. Raises Overtaken when the record changed in the meantime."""
    values = (*keys_of(identity(known)), dumps(known), now, person.id, person.version)
    if run(store, UPDATE, values).rowcount != 1:
        raise Overtaken(person.ref)
    now_known = identity(known)
    if now_known != person.identity:
        find_by(store, person.id, now_known)
    if counted_by(now_known) != counted_by(person.identity):
        describe_cases(store, person.id, now_known)
        facts.count_anew(store, person.id)


def describe_cases(store: Session, person_id: int, one: Identity) -> None:
    """Let every case about somebody say their sex, and how old they were when it was opened, as is known now."""
    for case_id, opened in map(tuple, run(store, OPENED, (person_id,))):
        begun = moment(opened)
        age = age_at(one, begun.date()) if begun else None
        run(store, ABOUT, (one.sex, age, age_band(age), case_id))


def age_at(one: Identity, day: date) -> int | None:
    """Whole years on `day`; by the year alone when the day of birth is not known."""
    if one.birth_date:
        return age_on(one.birth_date, day)
    return day.year - one.birth_year if one.birth_year else None


def counted_by(one: Identity) -> tuple[object, ...]:
    """What figures count the cases of a person under."""
    return one.sex, one.birth_date, one.birth_year, one.education


def find_by(store: Session, person_id: int, one: Identity) -> None:
    """Let somebody be found by all that identifies them now, and their likes be looked for."""
    search.keep(store, person_id, one)
    likenesses.keep(store, person_id, one)


def identity(known: Mapping[str, object]) -> Identity:
    """The identity in a register."""
    return identity_of(block_at(known, IDENTITY), at_path(known, PASSPORT))


def keys_of(one: Identity) -> tuple[object, ...]:
    """What `one` is searched and compared by, in the order of KEYS."""
    phones = (*one.phones, "", "")
    return (one.surname[:160], one.given[:160], one.name[:330], one.key[:330], one.words[:340], one.sex, one.birth_date,
            one.birth_year, one.birth_place[:160], one.nina[:20], one.passport[:40], phones[0][:20], phones[1][:20],
            one.home_region[:40], one.nationality, one.education[:20], one.father[:120],
            one.mother[:120])  # fmt: skip


def load(store: Session, person_id: int) -> Person:
    """One person by key, whoever asks."""
    return of(run(store, BY_ID, (person_id,)).one())


def get(store: Session, person_id: int) -> Person | None:
    """One person by key, whoever asks; None when absent."""
    found = run(store, BY_ID, (person_id,)).first()
    return None if found is None else of(found)


def give_over(store: Session, case_id: int, double: int, kept: int) -> None:
    """Let a case and its documents be about `kept`; the record `double` goes when no case is about it any more."""
    run(store, "UPDATE cases SET person_id = ? WHERE id = ?", (kept, case_id))
    run(store, "UPDATE documents SET person_id = ? WHERE case_id = ?", (kept, case_id))
    if run(store, "SELECT 1 FROM cases WHERE person_id = ? LIMIT 1", (double,)).first() is None:
        run(store, "UPDATE documents SET person_id = ? WHERE person_id = ?", (kept, double))
        run(store, APPLIED_TOO, (double, kept))
        run(store, "UPDATE applications SET person_id = ? WHERE person_id = ?", (kept, double))
        search.forget(store, double)
        likenesses.forget(store, double)
        run(store, "DELETE FROM people WHERE id = ?", (double,))


def find(store: Session, ref: str, *, seen_by: Actor) -> Person | None:
    """One person as far as `seen_by` may see it."""
    statement = select(PersonRecord).where(PersonRecord.ref == ref, audience.people(seen_by))
    found = store.exec(statement.execution_options(populate_existing=True)).first()
    return None if found is None else of(found)


def successor(store: Session, ref: str) -> str:
    """The number of the record that the one numbered `ref` was merged into, and so on; `ref` when it was not."""
    while row := run(store, f"{SUCCESSOR} WHERE gone.ref = ?", (ref,)).first():
        ref = str(row.ref)
    return ref


def page(store: Session, query: str, after: str | None, *, seen_by: Actor) -> list[Listed]:
    """One page of people by name, with one row more when there is another page."""
    key, _, last = (after or "").rpartition("|")
    begin = (key, int(last)) if after else None
    cases = select(func.count()).where(CaseRecord.person_id == PersonRecord.id).correlate(PersonRecord)
    statement = select(PersonRecord, cases.scalar_subquery())
    if query.strip():
        found = search.page(store, query, begin, seen_by=seen_by)
        statement = statement.join(found, found.c.person_id == PersonRecord.id)
        ordered = statement.order_by(found.c.name_key, found.c.person_id)
    else:
        name, person = col(PersonRecord.name_key), col(PersonRecord.id)
        statement = statement.where(audience.people(seen_by), *search.following(begin, name, person))
        ordered = statement.order_by(name, person)
    return [Listed(of(record), count) for record, count in store.exec(ordered.limit(PAGE + 1))]


def cursor(person: Person) -> str:
    """Where the page after `person` begins."""
    return f"{person.identity.key}|{person.id}"


def of(found: Any) -> Person:
    """The person as a value, from a record or a row of prepared SQL."""
    created, changed = moment(found.created), moment(found.changed)
    assert created is not None and changed is not None
    known = loads_mapping(found.known)
    return Person(
        id=found.id,
        ref=found.ref,
        version=found.version,
        identity=identity(known),
        known=known,
        office=found.office,
        region=found.region,
        confidential=roles_of(found.confidential),
        created=created,
        changed=changed,
    )
