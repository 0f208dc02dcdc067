"""Who may already be in the register (decision D3): the house looks everywhere, a human decides."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.cases import Case, CaseState
from migraflow.domain.duplicates import Likeness, likeness
from migraflow.domain.people import Identity, Person, identity_of, passport_in
from migraflow.domain.register import IDENTITY
from migraflow.domain.values import block_at
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import people as store

MOST = 10
"""Likenesses a person at the counter can look through."""
ENOUGH = 60
"""Score from which somebody is worth showing; from 80 on the procedure calls it probable."""


def found(work: Work, one: Identity, *, but: int | None = None) -> list[tuple[Likeness, Person]]:
    """The people most like `one`, the likest first; `but` is the person itself."""
    compared = [(likeness(one, person.identity), person) for person in store.alike(work.store, one, but=but)]
    alike = [pair for pair in compared if pair[0].score >= ENOUGH]
    return sorted(alike, key=lambda pair: (-pair[0].score, pair[1].id))[:MOST]


def worth_showing(one: Identity, other: Identity) -> bool:
    """Whether two identities are alike enough to be shown side by side."""
    return likeness(one, other).score >= ENOUGH


def answer(work: Work, case: Case, asked: Mapping[str, object], data: Mapping[str, object]) -> list[dict[str, object]]:
    """The answer of the effect ``chercher_doublons``: people like the one in `asked` (its block `personne`)."""
    somebody = asked if "personne" in asked else data
    one = identity_of(block_at(somebody, "personne" if "personne" in asked else IDENTITY), passport_in(data))
    pairs = found(work, one, but=case.person_id)
    refs = case_store.refs_of_people(work.store, [person.id for _, person in pairs])
    return [told(alike, person, refs.get(person.id, [])) for alike, person in pairs]


def told(alike: Likeness, person: Person, refs: list[tuple[str, str]]) -> dict[str, object]:
    """One likeness as the case's data keeps it: who, how much, why, and which cases are known."""
    return {
        "personne": person.id,
        "numero": person.ref,
        "nom": person.identity.name,
        "score": alike.score,
        "motifs": list(alike.reasons),
        "dossiers": [ref for ref, _ in refs],
        "dossier_ouvert": any(state == CaseState.OPEN for _, state in refs),
    }
