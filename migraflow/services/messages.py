"""Messages: what happens outside and a case waits for, sent by people as buttons, or by another case."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.cases import Case, CaseState, SendableMessage, WaitKind
from migraflow.domain.errors import Broken, NotAllowed, NotFound, Refused, Unfit
from migraflow.domain.forms import Form
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.procedures import MessageFacts
from migraflow.domain.recovery import FailedWish, Failure, Stalled, cause_of, place_of
from migraflow.domain.tasks import Receipt
from migraflow.services import answering, editions, progress
from migraflow.services.commands import once
from migraflow.services.task_sheets import next_for
from migraflow.services.work import Work
from migraflow.store import cases as store
from migraflow.store import failures, snapshots, timers

Values = Mapping[str, object]


def sendable(work: Work, case: Case, compiled: engine.Compiled) -> tuple[SendableMessage, ...]:
    """The messages `case` waits for that this person may send, in the procedure's order."""
    if case.state is CaseState.CLOSED or not reaches(work, case):
        return ()
    waits = timers.of_case(work.store, case.id)
    roles = work.actor.roles
    awaited = {
        wait.name
        for wait in waits
        if wait.kind is WaitKind.MESSAGE and (not wait.confidential or roles & set(wait.confidential))
    }
    return tuple(
        SendableMessage(facts.name, facts.label, facts.form)
        for facts in compiled.messages.values()
        if facts.name in awaited and roles & set(facts.roles)
    )


def reaches(work: Work, case: Case) -> bool:
    """Whether the actor may send messages to a case of this place."""
    own = case.opened_by == work.actor.account_id
    return work.actor.covers(Permission.SEND_MESSAGE, office=case.office, region=case.region, own=own)


def message_form(work: Work, *, ref: str, name: str) -> Form | None:
    """The form to fill before sending a message; None when it asks nothing. Raises NotFound, NotAllowed."""
    case = found(work, ref)
    compiled = editions.of_case(work, case)
    return form_of(compiled, allowed(work, case, compiled, name))


def send_message(work: Work, *, ref: str, name: str, answers: Values, key: str) -> Receipt:
    """Tell a case that what it waits for has happened.

    Raises AlreadyDone (who moved it on, when) when it no longer waits for it, Unfit ``message_unexpected`` when it
    never did, AnswersRejected for wrong answers.
    """
    return once(work, key, lambda: sent(work, ref, name, answers))


def sent(work: Work, ref: str, name: str, answers: Values) -> Receipt:
    """`send_message`, once the key is known to be new."""
    case = found(work, ref, lock=True)
    compiled = editions.of_case(work, case)
    facts = allowed(work, case, compiled, name)
    if case.state is CaseState.CLOSED:
        raise unexpected(work, case, facts)
    form = form_of(compiled, facts)
    accepted = answering.accepted(work, form, answers, snapshots.data(work.store, case.id))
    case, corrected = answering.known_now(work, case, compiled, form, accepted)
    told = progress.entry(
        work, case, EntryKind.MESSAGE, name=facts.label, form=facts.form or "", answers=accepted,
        fingerprint=form.fingerprint if form else "", detail={"message": name},
    )  # fmt: skip
    try:
        after = deliver(work, case, compiled, name, accepted, [told, *corrected])
    except Unfit as refusal:
        raise (unexpected(work, case, facts) if refusal.code == "message_unexpected" else refusal) from None
    except Broken as error:
        raise Stalled(failing(work, case, name, accepted, error)) from error
    return Receipt(after.ref, next_for(work, after.id), after.outcome_label or None)


def unexpected(work: Work, case: Case, facts: MessageFacts) -> Refused:
    """The refusal of a message the case does not wait for: who else moved it on, when somebody did."""
    moved = progress.overtaken(work, case)
    return Unfit("message_unexpected", message=facts.label) if moved.who in {"", work.actor.name} else moved


def failing(work: Work, case: Case, name: str, accepted: Values, error: Broken) -> Failure:
    """A message whose delivery broke, as it is kept."""
    return Failure(case.id, FailedWish.MESSAGE, work.now, name=name, answers=accepted,
                   account_id=work.actor.account_id, account=work.actor.name, element=place_of(error),
                   cause=cause_of(error))  # fmt: skip


def deliver(
    work: Work,
    case: Case,
    compiled: engine.Compiled,
    name: str,
    payload: Values,
    because: list[Entry],
    correlation: str | None = None,
) -> Case:
    """Give message `name` to a locked case that waits for it, and record what follows.

    `correlation` is the key it was sent with; None when the case itself was named.
    """
    failure = failures.of_case(work.store, case.id) if case.state is CaseState.BLOCKED else None
    if failure is not None and (failure.kind, failure.name) == (FailedWish.MESSAGE, name):
        failures.settle(work.store, case.id)
    before = snapshots.get(work.store, case.id)
    after = engine.deliver(compiled, before, name, payload, now=work.now, correlation=correlation)
    return progress.record(work, case, progress.Step(compiled, after, because))


def hear(work: Work, case: Case, signal: str, payload: Values, because: list[Entry], key: str | None = None) -> Case:
    """Let a locked case hear `signal`, and record what follows; nothing follows where it no longer waits for it."""
    compiled = editions.of_case(work, case)
    before = snapshots.get(work.store, case.id)
    after = engine.broadcast(compiled, before, signal, payload, now=work.now, correlation=key)
    return progress.record(work, case, progress.Step(compiled, after, because))


def found(work: Work, ref: str, *, lock: bool = False) -> Case:
    """A case the actor sees. Raises NotFound."""
    work.require(Permission.SEND_MESSAGE)
    case = store.find(work.store, ref, seen_by=work.actor, lock=lock)
    if case is None:
        raise NotFound("case", ref)
    return case


def allowed(work: Work, case: Case, compiled: engine.Compiled, name: str) -> MessageFacts:
    """What is known of message `name`, if this person may send it to this case. Raises NotFound, NotAllowed."""
    facts = compiled.messages.get(name)
    if facts is None:
        raise NotFound("message", name)
    if not work.actor.roles & set(facts.roles) or not reaches(work, case):
        raise NotAllowed(Permission.SEND_MESSAGE)
    return facts


def form_of(compiled: engine.Compiled, facts: MessageFacts) -> Form | None:
    """The form of a message, wherever among the called procedures it is declared."""
    if facts.form is None:
        return None
    homes = (compiled.procedure.id, *compiled.procedures)
    return next((form for home in homes if (form := compiled.form(home, facts.form)) is not None), None)
