"""Suspensions: who may stop a case, an employer, a destination, and let it go on again; why, and by what right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from migraflow.domain.access import SYSTEM, Permission
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.names import fold
from migraflow.domain.procedures import SubjectFacts
from migraflow.domain.suspensions import CASE, SubjectKind, Suspension, SuspensionRow, SuspensionState
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.procedure_file import read_facts
from migraflow.services import mailbox
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import procedures as procedure_store
from migraflow.store import suspensions as store

REVIEW = timedelta(days=90)
"""When a suspension is to be looked at again if nobody says when (domain.md §7.1)."""
LONGEST = 2_000
"""Characters of a reason or a legal basis."""
OVER = "levee_suspension"
"""The signal cases hear when a suspension of what they are about has ended."""


def listing(work: Work) -> tuple[SuspensionRow, ...]:
    """The decisions in force, then the latest others, for those who may take them.

    Those about one case are shown to whoever sees cases: the ministry reads no number of a case.
    """
    work.require(Permission.SUSPEND)
    labels = {kind: facts.label for kind, facts in declared(work).items()}
    sees = work.actor.may(Permission.SEE_CASE)
    return tuple(
        SuspensionRow(one, labels.get(one.kind, ""), cases)
        for one, cases in store.page(work.store)
        if sees or one.kind != CASE
    )


def kinds(work: Work) -> tuple[SubjectKind, ...]:
    """What may be suspended: a case, for whoever sees cases; the kinds of ``[sujets]`` of the published procedures."""
    work.require(Permission.SUSPEND)
    found = [SubjectKind(kind, facts.label, facts.list_name) for kind, facts in declared(work).items()]
    case = (SubjectKind(CASE, "", ""),) if work.actor.may(Permission.SEE_CASE) else ()
    return (*case, *sorted(found, key=lambda kind: kind.label))


def entries(work: Work, *, kind: str) -> tuple[tuple[str, str], ...]:
    """The (code, name) pairs a subject of `kind` is chosen from, by name; none when it is typed."""
    work.require(Permission.SUSPEND)
    facts = declared(work).get(kind)
    known = work.house.lists.get(facts.list_name) if facts else None
    found = [(code, one.label) for code, one in known.entries.items()] if known else []
    return tuple(sorted(found, key=lambda pair: fold(pair[1])))


def declared(work: Work) -> dict[str, SubjectFacts]:
    """The kinds of subjects of the published procedures."""
    found: dict[str, SubjectFacts] = {}
    for one in procedure_store.all_procedures(work.store):
        found.update(read_facts(procedure_store.files(work.store, one.edition)[PROCEDURE]).subjects)
    return found


def suspend(work: Work, *, kind: str, subject: str, reason: str, basis: str, review: date | None = None) -> Suspension:
    """Stop a case, or every case about a subject: no task of them is completed from now on.

    Raises NotFound for a case the actor does not see, Unfit for a kind or subject that does not exist, a missing reason
    or legal basis, and for what is suspended already (`who`).
    """
    work.require(Permission.SUSPEND)
    case = case_of(work, subject) if kind == CASE else None
    label = f"Dossier {case.ref}" if case else label_of(work, kind, subject.strip())
    new = decision(work, kind, case.ref if case else subject.strip(), label, reason, basis)
    new = replace(new, review=evening(review) if review else work.now + REVIEW)
    key = store.add(work.store, new)
    if key is None:
        known = store.in_force(work.store, new.kind, new.subject)
        raise Unfit("suspended_already", what=new.label, who=known.decided_by_name if known else "")
    kept = replace(new, id=key)
    if case:
        store.hold_case(work.store, kept.id, case.id, work.now)
    else:
        store.hold_subject(work.store, kept, work.now)
        proclaim(work, kept)
    return kept


def decision(work: Work, kind: str, subject: str, label: str, reason: str, basis: str) -> Suspension:
    """A decision as it is taken now. Raises Unfit when it does not say why, or by what right."""
    return Suspension(
        id=0,
        kind=kind,
        subject=subject,
        label=label,
        reason=needed(reason, "suspension_without_reason"),
        basis=needed(basis, "suspension_without_basis"),
        review=None,
        decided_by=work.actor.account_id,
        decided_by_name=work.actor.name,
        decided=work.now,
    )


def case_of(work: Work, ref: str) -> Case:
    """The open case `ref`, as far as the actor sees it. Raises NotFound, Unfit for one that is closed."""
    found = case_store.find(work.store, ref.strip().upper(), seen_by=work.actor, lock=True)
    if found is None:
        raise NotFound("case", ref)
    if found.state is CaseState.CLOSED:
        raise Unfit("suspension_case_closed", ref=found.ref)
    return found


def label_of(work: Work, kind: str, subject: str) -> str:
    """A subject in words. Raises Unfit for a kind nobody declared, or a code that is not in its list."""
    facts = declared(work).get(kind)
    if facts is None:
        raise Unfit("suspension_kind_unknown")
    known = work.house.lists.get(facts.list_name)
    if not subject or (known is not None and subject not in known.entries):
        raise Unfit("suspension_subject_unknown")
    return f"{facts.label} : {known.entries[subject].label if known else subject}"


def proclaim(work: Work, one: Suspension) -> None:
    """Let every case that waits for it hear that a subject is suspended (``suspension_corridor``…)."""
    facts = declared(work)[one.kind]
    payload = {facts.variable or f"{one.kind}_suspendu": one.subject}
    house = replace(work, actor=SYSTEM)
    mailbox.announce(house, signal=f"suspension_{one.kind}", payload=payload, key=f"suspension:{one.id}")


def lift(work: Work, *, suspension_id: int, reason: str, annul: bool = False) -> Suspension:
    """End a suspension: lift it, or `annul` the decision itself. Its cases go on with the time they had left.

    Raises NotFound, Unfit ``suspension_over`` when it had ended before, NotAllowed for a case the actor does not see.
    """
    work.require(Permission.SUSPEND)
    one = store.get(work.store, suspension_id)
    if one is None:
        raise NotFound("suspension", suspension_id)
    if one.kind == CASE and case_store.find(work.store, one.subject, seen_by=work.actor) is None:
        raise NotAllowed(Permission.SUSPEND)
    ended = replace(
        one,
        state=SuspensionState.ANNULLED if annul else SuspensionState.LIFTED,
        ended=work.now,
        ended_by=work.actor.account_id,
        ended_by_name=work.actor.name,
        ended_reason=needed(reason, "suspension_without_reason"),
    )
    if not store.end(work.store, ended):
        raise Unfit("suspension_over", what=one.label)
    if one.kind != CASE:
        release(work, ended)
    return ended


def release(work: Work, one: Suspension) -> None:
    """Let every case that dealt with a suspension hear that it is over (``levee_suspension``, key ``corridor:ESP``)."""
    house = replace(work, actor=SYSTEM)
    about = f"{one.kind}:{one.subject}"
    mailbox.announce(house, signal=OVER, payload={}, correlation=about, key=f"levee:{one.id}")


def needed(text: str, code: str) -> str:
    """A text that must be there. Raises Unfit."""
    if not text.strip():
        raise Unfit(code)
    return text.strip()[:LONGEST]


def evening(day: date) -> datetime:
    """The end of a day, as the house keeps it."""
    return datetime.combine(day, time(23, 59), UTC)
