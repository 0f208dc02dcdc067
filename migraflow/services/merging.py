"""*Doublons à examiner*: somebody compares two people, says whether they are one human, and may take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migraflow.domain.access import Permission
from migraflow.domain.cases import Case
from migraflow.domain.errors import Conflict, NotFound, Unfit
from migraflow.domain.form_views import lines
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.journal import EntryKind
from migraflow.domain.merging import (
    ONE,
    OTHER,
    Compared,
    Merge,
    MergeRow,
    Pair,
    PairRow,
    PairSheet,
    PairState,
    Side,
    differing,
    joined,
    leaves,
    taken_back,
)  # fmt: skip
from migraflow.domain.paging import Page
from migraflow.domain.people import Person
from migraflow.domain.sensitive import without_sensitive
from migraflow.domain.shown import show
from migraflow.domain.tasks import Receipt
from migraflow.services import duplicates, people, progress
from migraflow.services.commands import once
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import documents as document_store
from migraflow.store import likenesses as pairs
from migraflow.store import merges as store
from migraflow.store import people as people_store

LONGEST = 1_000
"""Characters of a reason."""
SHORTEST = 10


def listing(work: Work, *, state: PairState = PairState.OPEN, after: str | None = None) -> Page[PairRow]:
    """Pairs of people to be looked at, or decided, the likest first, as far as the actor sees both."""
    work.require(Permission.MERGE_PEOPLE)
    score, _, pair = (after or "").partition("-")
    begun = (int(score), int(pair)) if score.isdigit() and pair.isdigit() else None
    found = pairs.listed(work.store, state, seen_by=work.actor, after=begun)
    shown = found[: pairs.PAGE]
    return Page(tuple(row(work, pair) for pair in shown), cursor(shown[-1]) if len(found) > pairs.PAGE else None)


def cursor(pair: Pair) -> str:
    """Where the page after `pair` begins."""
    return f"{pair.score}-{pair.id}"


def row(work: Work, pair: Pair) -> PairRow:
    """One line of the list."""
    one, other = people_store.load(work.store, pair.one_id), people_store.load(work.store, pair.other_id)
    alike = duplicates.compared(work, one.identity, other.identity)
    told = [duplicates.words_of(work, term.code) for term in alike.terms if term.points > 0]
    return PairRow(pair.id, alike.score, pair.state, (one.ref, one.identity.name), (other.ref, other.identity.name),
                   ", ".join(told), pair.seen, pair.decided_by)  # fmt: skip


def sheet(work: Work, *, pair_id: int) -> PairSheet:
    """Two people side by side. Raises NotFound."""
    pair, one, other = pair_of(work, pair_id)
    alike = duplicates.compared(work, one.identity, other.identity)
    return PairSheet(
        id=pair.id,
        score=alike.score,
        state=pair.state,
        one=side(work, one),
        other=side(work, other),
        fields=tuple(compared(work, one, other)),
        terms=tuple((duplicates.worded(work, term), term.points) for term in alike.terms),
        may_decide=pair.state is PairState.OPEN and all(may_merge(work, person) for person in (one, other)),
        decided=pair.decided,
        decided_by=pair.decided_by,
        reason=pair.reason,
    )


def pair_of(work: Work, pair_id: int) -> tuple[Pair, Person, Person]:
    """A pair both of whose people the actor sees. Raises NotFound."""
    work.require(Permission.MERGE_PEOPLE)
    pair = pairs.get(work.store, pair_id, seen_by=work.actor)
    if pair is None:
        raise NotFound("pair", pair_id)
    return pair, people_store.load(work.store, pair.one_id), people_store.load(work.store, pair.other_id)


def may_merge(work: Work, person: Person) -> bool:
    """Whether the actor's right to merge reaches somebody."""
    return work.actor.covers(Permission.MERGE_PEOPLE, office=person.office, region=person.region, own=False)


def side(work: Work, person: Person) -> Side:
    """One of two people, with the cases the actor may see."""
    cases = [case for case in case_store.of_person(work.store, person.id, seen_by=work.actor) if visible(work, case)]
    papers = document_store.of_person(work.store, person.id, seen_by=work.actor)
    life = tuple((case.opened, case.procedure, case.outcome_label, case.ref) for case in cases)
    return Side(person.ref, person.identity.name, person.version, person.created, life, len(papers))


def visible(work: Work, case: Case) -> bool:
    """Whether the actor sees inside a case."""
    return not case.confidential or bool(work.actor.roles & set(case.confidential))


def compared(work: Work, one: Person, other: Person) -> Iterator[Compared]:
    """What the two records say, field by field, in the order of the register's blocks."""
    first, second = leaves(one.known), leaves(other.known)
    apart = frozenset(differing(one.known, other.known))
    for path, field in fields_of(work):
        if path in first or path in second:
            left, right = said(work, field, first.get(path)), said(work, field, second.get(path))
            yield Compared(path, field.label, left, right, path in apart)


def fields_of(work: Work) -> Iterator[tuple[str, Field]]:
    """The fields of the register's blocks the actor may see, by path."""
    for block in people.registers(work.settings.workflows / "registers"):
        form: Form = block if work.actor.may(Permission.SEE_SENSITIVE) else without_sensitive(block)
        yield from ((f"{block.id}.{field.name}", field) for field in form.fields)


def said(work: Work, field: Field, value: object) -> str:
    """What a record says in a field, as an agent reads it."""
    if value is None:
        return ""
    if field.kind is Kind.BORN_AROUND:
        return str(value)
    if field.fields:
        form = Form(id="", title="", description="", fields=(field,), sections=(), rules=(), fingerprint="")
        return " ; ".join(shown for _, shown in lines(form, {field.name: value}, work.house.lists))
    return show(field, value, work.house.lists)


def keep_apart(work: Work, *, pair_id: int, reason: str, key: str) -> Receipt:
    """They are two people: the pair is never proposed again. Raises NotFound, NotAllowed, Unfit."""
    return once(work, key, lambda: kept_apart(work, pair_id, reason))


def kept_apart(work: Work, pair_id: int, reason: str) -> Receipt:
    """`keep_apart`, once the key is known to be new."""
    pair, one, other = decidable(work, pair_id)
    pairs.decide(work.store, pair.id, PairState.DIFFERENT, work.actor, motive(reason), work.now)
    told_apart = {"other": other.ref, "reason": reason}
    tell(work, case_store.open_of_person(work.store, one.id), EntryKind.KEPT_APART, told_apart)
    return Receipt(one.ref)


def merge(
    work: Work, *, pair_id: int, keep: str, from_other: Iterable[str], reason: str, versions: tuple[int, int], key: str
) -> Receipt:
    """They are one human: the record `keep` stays, with the values of the other one in the fields `from_other`.

    Cases, documents and everything else of the other one go over; all of it can be undone. `versions` are those of the
    two records as they were compared. Raises NotFound, NotAllowed, Conflict, Unfit.
    """
    return once(work, key, lambda: merged(work, pair_id, keep, frozenset(from_other), reason, versions))


def merged(
    work: Work, pair_id: int, keep: str, from_other: frozenset[str], reason: str, versions: tuple[int, int]
) -> Receipt:
    """`merge`, once the key is known to be new."""
    pair, one, other = decidable(work, pair_id)
    if (one.version, other.version) != tuple(versions):
        raise Conflict
    if keep not in {one.ref, other.ref}:
        raise NotFound("person", keep)
    kept, gone = (one, other) if keep == one.ref else (other, one)
    after = joined(kept.known, gone.known, from_other)
    if after != dict(kept.known):
        people_store.change(work.store, kept, after, work.now)
    moved = store.move(work.store, gone.id, kept.id)
    store.set_aside(work.store, gone.id, kept.id)
    made = Merge(0, kept.id, gone.id, {ONE: kept.known, OTHER: gone.known}, after, moved, motive(reason), work.now,
                 work.actor.name, None, "")  # fmt: skip
    store.note(work.store, made, work.actor)
    pairs.decide(work.store, pair.id, PairState.SAME, work.actor, motive(reason), work.now)
    tell(work, concerned(work, made), EntryKind.MERGED, {"from": gone.ref, "to": kept.ref, "reason": reason})
    return Receipt(kept.ref)


def undo(work: Work, *, merge_id: int, key: str) -> Receipt:
    """It was a mistake: both records are again what they were, with their cases and documents.

    What was changed on the kept record since then stays with it. Raises NotFound, NotAllowed, Unfit ``merge_followed``
    when the kept record was merged into a third one since.
    """
    return once(work, key, lambda: undone(work, merge_id))


def undone(work: Work, merge_id: int) -> Receipt:
    """`undo`, once the key is known to be new."""
    work.require(Permission.MERGE_PEOPLE)
    made = store.get(work.store, merge_id)
    kept = None if made is None else people_store.get(work.store, made.kept_id)
    if made is None or kept is None or made.undone is not None:
        raise NotFound("merge", merge_id)
    require_undoable(work, kept)
    gone = people_store.load(work.store, made.gone_id)
    moved = concerned(work, made)
    store.undone(work.store, made.id, work.actor, work.now)
    people_store.change(work.store, kept, taken_back(kept.known, made), work.now)
    store.bring_back(work.store, gone.id, gone.identity)
    store.give_back(work.store, made)
    pair = pairs.between(work.store, kept.id, gone.id)
    if pair is not None:
        pairs.decide(work.store, pair, PairState.OPEN, work.actor, "", work.now)
    tell(work, moved, EntryKind.UNMERGED, {"from": kept.ref, "to": gone.ref})
    return Receipt(gone.ref)


def require_undoable(work: Work, kept: Person) -> None:
    """Go on only if the actor may take back a merge into somebody. Raises NotFound, NotAllowed, Unfit."""
    if people_store.find(work.store, kept.ref, seen_by=work.actor) is None:
        if people_store.successor(work.store, kept.ref) != kept.ref:
            raise Unfit("merge_followed")
        raise NotFound("person", kept.ref)
    work.require(Permission.MERGE_PEOPLE, office=kept.office, region=kept.region)


def of_person(work: Work, *, ref: str) -> tuple[MergeRow, ...]:
    """The records merged into somebody, the latest first. Raises NotFound."""
    work.require(Permission.SEE_PERSON)
    person = people_store.find(work.store, ref, seen_by=work.actor)
    if person is None:
        raise NotFound("person", ref)
    may = may_merge(work, person)
    gone = [(made, people_store.load(work.store, made.gone_id)) for made in store.of_person(work.store, person.id)]
    return tuple(
        MergeRow(made.id, other.ref, other.identity.name, made.made, made.made_by, made.reason, may)
        for made, other in gone
    )


def decidable(work: Work, pair_id: int) -> tuple[Pair, Person, Person]:
    """A pair the actor may decide. Raises NotFound, NotAllowed, Unfit when somebody has."""
    pair, one, other = pair_of(work, pair_id)
    for person in (one, other):
        work.require(Permission.MERGE_PEOPLE, office=person.office, region=person.region)
    if pair.state is not PairState.OPEN:
        raise Unfit("pair_decided", who=pair.decided_by)
    return pair, one, other


def motive(reason: str) -> str:
    """Why somebody decided. Raises Unfit for a reason that says nothing."""
    text = reason.strip()[:LONGEST]
    if len(text) < SHORTEST:
        raise Unfit("pair_without_reason")
    return text


def concerned(work: Work, made: Merge) -> list[Case]:
    """The cases that change hands, and those still open about the person kept, held against every other step."""
    moved = [case_store.load(work.store, case_id, lock=True) for case_id in store.cases_of(made)]
    known = {case.id for case in moved}
    return [*moved, *(case for case in case_store.open_of_person(work.store, made.kept_id) if case.id not in known)]


def tell(work: Work, cases: Iterable[Case], kind: EntryKind, detail: Mapping[str, object]) -> None:
    """Say in the journal of each case what was decided."""
    for case in cases:
        progress.append(work, case, [progress.entry(work, case, kind, detail=detail)])
