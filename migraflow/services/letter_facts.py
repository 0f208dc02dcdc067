"""What a letter is filled with: the answers of its case, its person, its office, and words for codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow import engine
from migraflow.domain.cases import Case
from migraflow.domain.forms import Form, walk
from migraflow.domain.letters import Labels, LetterModel, Signed
from migraflow.domain.register import IDENTITY
from migraflow.domain.values import block_at
from migraflow.services import people
from migraflow.services.work import Work
from migraflow.store import journal, organisations, snapshots
from migraflow.store import people as people_store


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter belongs: its case, the compiled edition, the roles that alone may read it."""

    case: Case
    compiled: engine.Compiled
    confidential: tuple[str, ...]


def answered(work: Work, place: Place) -> dict[str, object]:
    """What the case knows, and what was answered inside the procedures it calls, as far as the letter's readers may
    read it."""
    known: dict[str, object] = {}
    for kept in journal.chain_of(work.store, place.case.id):
        entry = kept.entry
        if entry.answers and set(entry.confidential) <= set(place.confidential):
            known.update(entry.answers)
    return {**known, **snapshots.data(work.store, place.case.id)}


def house_facts(work: Work, place: Place, model: LetterModel, signed: Signed) -> dict[str, object]:
    """What every letter knows besides the answers, under the names of ``domain.letters.HOUSE``."""
    case = place.case
    region = organisations.region(work.store, case.region)
    return {
        "dossier": {
            "numero": case.ref, "procedure": place.compiled.procedure.title_fr, "ouvert_le": case.opened.date(),
            "region": case.region, "agence": case.office, "issue": case.outcome_label,
        },
        "agence": {"nom": signed.office, "ville": signed.place, "region": region.name if region else ""},
        "personne": person_facts(work, case),
        "lettre": {"numero": signed.number, "code": model.code},
    }  # fmt: skip


def person_facts(work: Work, case: Case) -> dict[str, object]:
    """Who the letter is about, as the register knows them; nothing when the case is about nobody."""
    if case.person_id is None:
        return {}
    person = people_store.load(work.store, case.person_id)
    facts, block = people.facts_of(work, person), block_at(person.known, IDENTITY)
    cercle = people.label(work.house.lists, "cercles", str(block.get("cercle") or ""))
    where = (block.get("quartier"), block.get("commune"), cercle)
    address = ", ".join(dict.fromkeys(str(part) for part in (*where, facts.region) if part))
    return {
        "nom": facts.name, "numero": facts.ref, "ne": facts.born, "sexe": facts.sex, "telephone": facts.phone,
        "lieu_naissance": str(block.get("lieu_naissance") or ""), "adresse": address, "nationalite": facts.nationality,
    }  # fmt: skip


def choices_of(compiled: engine.Compiled) -> Labels:
    """The words for the codes of every field of the edition's forms, by the field's name."""
    return {name: words for form in compiled.forms.values() for name, words in choices_in(form, compiled).items()}


def choices_in(form: Form, compiled: engine.Compiled) -> Labels:
    """The words for the codes of one form's fields: its own choices, or the list they are taken from."""
    found: dict[str, Mapping[str, str]] = {}
    for _, field in walk("", form.fields):
        listed = compiled.lists.get(field.list_name)
        if field.choices:
            found[field.name] = {choice.code: choice.label for choice in field.choices}
        elif listed is not None:
            found[field.name] = {code: one.label for code, one in listed.entries.items()}
    return found
