"""Who may already be in the register (decision D3): the house looks everywhere, a human decides."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.cases import Case, CaseState
from migraflow.domain.duplicates import PHONE, POINTS, Likeness, Term, likeness, measure
from migraflow.domain.likeness_keys import asked as asked_keys
from migraflow.domain.merging import PairState
from migraflow.domain.people import Identity, Person, identity_of, passport_in
from migraflow.domain.register import IDENTITY
from migraflow.domain.values import block_at, dumps
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import likenesses as pairs
from migraflow.store import people as store

MOST = 10
"""Likenesses a person at the counter can look through."""
PROPOSED = 5
"""Pairs at most the register proposes for somebody at a time."""
AT_ONCE = 20
"""People whose likes are looked for in one transaction of a worker."""


def found(work: Work, one: Identity, *, but: int | None = None, most: int = MOST) -> list[tuple[Likeness, Person]]:
    """The people most like `one`, the likest first; `but` is the person itself."""
    return [(alike, store.load(work.store, somebody)) for alike, somebody in ranked(work, one, but, most)]


def ranked(work: Work, one: Identity, but: int | None, most: int) -> list[tuple[Likeness, int]]:
    """The keys of the people most like `one`, with how much, the likest first."""
    by = measure(work.house.lists)
    worth = pairs.alike(work.store, asked_keys(one, by.spelled), but=but)
    crowd = pairs.crowded(work.store, one.phones)
    compared = [(likeness(one, other.identity, by, crowd), other.id) for other in worth]
    alike = [pair for pair in compared if pair[0].score >= by.shown or PHONE in pair[0].reasons]
    return sorted(alike, key=lambda pair: (-pair[0].score, -total(pair[0]), pair[1]))[:most]


def total(alike: Likeness) -> int:
    """All points together, beyond a hundred too: of two sure likenesses the surer one comes first."""
    return sum(term.points for term in alike.terms)


def compared(work: Work, one: Identity, other: Identity) -> Likeness:
    """How much two people look like the same human, term by term."""
    crowd = pairs.crowded(work.store, set(one.phones) & set(other.phones))
    return likeness(one, other, measure(work.house.lists), crowd)


def worth_showing(work: Work, one: Identity, other: Identity) -> bool:
    """Whether two identities are alike enough to be shown side by side."""
    return compared(work, one, other).score >= measure(work.house.lists).shown


def answer(work: Work, case: Case, asked: Mapping[str, object], data: Mapping[str, object]) -> list[dict[str, object]]:
    """The answer of the effect ``chercher_doublons``: people like the one in `asked` (its block `personne`)."""
    somebody = asked if "personne" in asked else data
    one = identity_of(block_at(somebody, "personne" if "personne" in asked else IDENTITY), passport_in(data))
    alike = found(work, one, but=case.person_id)
    refs = case_store.refs_of_people(work.store, [person.id for _, person in alike])
    return [told(work, pair, person, refs.get(person.id, [])) for pair, person in alike]


def told(work: Work, alike: Likeness, person: Person, refs: list[tuple[str, str]]) -> dict[str, object]:
    """One likeness as the case's data keeps it: who, how much, why, and which cases are known."""
    return {
        "personne": person.id,
        "numero": person.ref,
        "nom": person.identity.name,
        "score": alike.score,
        "motifs": list(alike.reasons),
        "explication": [explained(work, term) for term in alike.terms],
        "dossiers": [ref for ref, _ in refs],
        "dossier_ouvert": any(state == CaseState.OPEN for _, state in refs),
    }


def explained(work: Work, term: Term) -> str:
    """A term with its points: « Même téléphone (+223 76 12 34 56) : +15 »."""
    return f"{worded(work, term)} : {'−' if term.points < 0 else '+'}{abs(term.points)}"


def worded(work: Work, term: Term) -> str:
    """A term and what stands in each record: « Même année de naissance (12/03/1999 / vers 1999) »."""
    said = term.one if term.one == term.other else f"{term.one} / {term.other}"
    return f"{words_of(work, term.code)} ({said})"


def words_of(work: Work, code: str) -> str:
    """A term in the agency's words."""
    known = work.house.lists[POINTS].entries.get(code)
    return known.label if known else code


def sift_next(work: Work) -> int:
    """Look for the likes of the people registered, corrected or imported lately: how many people were looked at."""
    require_house(work)
    waiting = pairs.unsifted(work.store, AT_ONCE)
    bare = [person for person, how_far in waiting if how_far == pairs.UNKEYED]
    for somebody in pairs.read(work.store, bare):
        pairs.keep(work.store, somebody.id, somebody.identity)
    keyed = [person for person, how_far in waiting if how_far == pairs.KEYED]
    for somebody in pairs.read(work.store, keyed):
        propose(work, somebody)
    if keyed:
        pairs.sifted(work.store, keyed, pairs.COMPARED)
    return len(waiting)


def propose(work: Work, somebody: pairs.Alike) -> None:
    """Put the people alike to somebody on the list; what somebody decided stands, what is alike no more goes."""
    by = measure(work.house.lists)
    known = pairs.pairs_of(work.store, somebody.id)
    for like, other in ranked(work, somebody.identity, somebody.id, PROPOSED):
        if other not in known and like.score >= by.examined:
            pairs.propose(work.store, somebody.id, other, like.score, kept_terms(like), work.now)
    undecided = {other: pair for other, (pair, state) in known.items() if state in {PairState.OPEN, PairState.GONE}}
    for other in pairs.read(work.store, list(undecided)):
        crowd = pairs.crowded(work.store, set(somebody.identity.phones) & set(other.identity.phones))
        like = likeness(somebody.identity, other.identity, by, crowd)
        state = PairState.OPEN if like.score >= by.examined else PairState.GONE
        pairs.compare_again(work.store, undecided[other.id], like.score, kept_terms(like), work.now, state)


def kept_terms(alike: Likeness) -> str:
    """The terms as the list keeps them."""
    return dumps([{"code": term.code, "points": term.points} for term in alike.terms])
