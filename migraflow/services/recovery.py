"""Recovery: a case set aside is tried again, put right, taken past its step, or annulled, and the journal says by whom.

Every command carries the version of the case it was decided on: of two who decide at once, one succeeds and the other
is told who did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from migraflow import engine
from migraflow.domain.access import Actor, Permission
from migraflow.domain.answers import Setting, accept
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.errors import Broken, NotFound, Unfit
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.recovery import Amendable, FailedWish, Failure, Stalled, Trouble, cause_of, place_of
from migraflow.domain.shown import plain
from migraflow.domain.tasks import Receipt, TaskState
from migraflow.services import answering, editions, messages, progress, sessions, tasks
from migraflow.services.case_sheets import inside
from migraflow.services.commands import once, require_house
from migraflow.services.progress import overtaken
from migraflow.services.register_folder import lists_of
from migraflow.services.task_sheets import place_in, refusal
from migraflow.services.work import Work
from migraflow.store import accounts, drafts, failures, journal, snapshots, standing, timers
from migraflow.store import cases as store
from migraflow.store import tasks as task_store

ANNULLED = "annule"
"""The outcome of a case that was annulled."""
LONGEST_REASON = 2_000
PLAIN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.AMOUNT, Kind.YES_NO, Kind.DATE, Kind.CHOICE,
                   Kind.REFERENCE, Kind.PHONE, Kind.EMAIL})  # fmt: skip
"""Kinds of answers that one line of text can put right."""
UNSKIPPABLE = frozenset({engine.Kind.BOUNDARY, engine.Kind.START, engine.Kind.PARALLEL})
"""Steps a case cannot be taken past: an event on another step would happen at once, a join would join nothing."""
Act = Callable[[Case, Failure], Receipt]


def note(work: Work, *, failure: Failure) -> None:
    """Set a case aside whose step broke, with the wish that asked for it; it stands as before the step."""
    require_house(work)
    case = store.load(work.store, failure.case_id, lock=True)
    if case.state is CaseState.CLOSED:
        return
    failures.put(work.store, failure)
    by = replace(work, actor=Actor(failure.account_id, failure.account))
    detail = {"reason": failure.cause, "token": failure.token}
    told = progress.entry(by, case, EntryKind.FAILED, element=failure.element, name=failure.name, detail=detail)
    progress.append(work, case, [told])
    set_aside = replace(store.load(work.store, case.id), state=CaseState.BLOCKED, changed=work.now)
    due = store.next_due(work.store, case.id)
    store.move(work.store, set_aside, case.version, next_due=due, error=failure.cause)


def trouble(work: Work, *, ref: str) -> Trouble | None:
    """What is wrong with a case set aside, for those who may take it up again; None for the others. Raises NotFound."""
    work.require(Permission.SEE_CASE)
    case = store.find(work.store, ref, seen_by=work.actor)
    if case is None:
        raise NotFound("case", ref)
    failure = failures.of_case(work.store, case.id) if may_repair(work, case) else None
    if case.state is not CaseState.BLOCKED or failure is None:
        return None
    step = step_of(work, case, failure.element)
    if step is not None and not inside(work, editions.of_case(work, case).confidential(step.procedure)):
        return None
    return Trouble(
        version=case.version,
        step=(step.name or step.element) if step else failure.element,
        asked=failure.name,
        cause=failure.cause,
        who=failure.account,
        at=failure.at,
        attempts=failure.attempts,
        may_skip=step is not None and step.kind not in UNSKIPPABLE,
        amendable=tuple(amendable(work, case, failure)),
    )


def may_repair(work: Work, case: Case) -> bool:
    """Whether the actor may take this case up again: the permission reaches it, and they see inside."""
    own = case.opened_by == work.actor.account_id
    reaches = work.actor.covers(Permission.REPAIR_CASE, office=case.office, region=case.region, own=own)
    return reaches and inside(work, case.confidential)


def retry(work: Work, *, ref: str, version: int, key: str) -> Receipt:
    """Try the step of a case set aside once more, as it was asked for. Raises AlreadyDone, Stalled."""

    def act(case: Case, failure: Failure) -> Receipt:
        told = progress.entry(work, case, EntryKind.RETRIED, element=failure.element, name=failure.name)
        return granted(work, case, failure, told)

    return commanded(work, ref, version, key, act)


def skip(work: Work, *, ref: str, version: int, reason: str, key: str) -> Receipt:
    """Take a case past the step that broke, which does nothing. Raises Unfit ``step_stays``, AlreadyDone, Stalled."""

    def act(case: Case, failure: Failure) -> Receipt:
        step = step_of(work, case, failure.element)
        if step is None or step.kind in UNSKIPPABLE:
            raise Unfit("step_stays")
        told = progress.entry(work, case, EntryKind.SKIPPED, element=step.element, name=step.name,
                              procedure=step.procedure, detail={"reason": reasoned(reason)})  # fmt: skip
        with engine.skipping(failure.element):
            return granted(work, case, failure, told)

    return commanded(work, ref, version, key, act)


def amend(work: Work, *, ref: str, version: int, name: str, value: str, reason: str, key: str) -> Receipt:
    """Put right one thing the case knows; its step is then to be tried again.

    Raises AnswersRejected for a value the question does not take, AlreadyDone.
    """

    def act(case: Case, failure: Failure) -> Receipt:
        field = next((field for field in known_fields(work, case, failure) if field.name == name), None)
        if field is None:
            raise NotFound("field", name)
        typed = accepted(work, case, field, value)
        after = engine.amend(editions.of_case(work, case), snapshots.get(work.store, case.id), typed, now=work.now)
        snapshots.put(work.store, case.id, snapshots.Kept(after.snapshot, after.data))
        if failure.answers is not None and name in failure.answers:
            failures.amend(work.store, replace(failure, answers={**failure.answers, **typed}))
        hidden = {} if field.sensitive else {"to": plain(typed[name])}
        detail = {"field": name, "reason": reasoned(reason), **hidden}
        told = progress.entry(work, case, EntryKind.AMENDED, name=field.label, detail=detail)
        progress.append(work, case, [told])
        now = replace(store.load(work.store, case.id), changed=work.now)
        due = store.next_due(work.store, case.id)
        store.move(work.store, now, case.version, next_due=due, error=failure.cause)
        return Receipt(case.ref)

    return commanded(work, ref, version, key, act)


def annul(work: Work, *, ref: str, version: int, reason: str, key: str) -> Receipt:
    """Close a case set aside that is not to go on: nothing of it waits any more. Raises AlreadyDone."""

    def act(case: Case, _failure: Failure) -> Receipt:
        said = reasoned(reason)
        gone = task_store.open_of(work.store, case.id)
        entries = [progress.of_task(work, case, EntryKind.CANCELLED, task) for task in gone]
        entries.append(progress.entry(work, case, EntryKind.ANNULLED, detail={"reason": said}))
        progress.append(work, case, entries)
        for task in gone:
            task_store.cancel(work.store, task.token, work.actor, work.now)
            drafts.drop(work.store, task.token)
        timers.replace(work.store, case.id, timers.of_case(work.store, case.id), [], work.now)
        failures.settle(work.store, case.id)
        closed = replace(store.load(work.store, case.id), state=CaseState.CLOSED, changed=work.now, closed=work.now,
                         outcome=ANNULLED, outcome_label="Annulé")  # fmt: skip
        store.move(work.store, closed, case.version, next_due=None)
        return Receipt(case.ref, None, closed.outcome_label)

    return commanded(work, ref, version, key, act)


def commanded(work: Work, ref: str, version: int, key: str, act: Act) -> Receipt:
    """One decision about a case set aside, by somebody who may, on the case as they saw it."""

    def decided() -> Receipt:
        work.require(Permission.SEE_CASE)
        case = store.find(work.store, ref, seen_by=work.actor, lock=True)
        if case is None:
            raise NotFound("case", ref)
        own = case.opened_by == work.actor.account_id
        work.require(Permission.REPAIR_CASE, office=case.office, region=case.region, own=own)
        if not inside(work, case.confidential):
            raise NotFound("case", ref)
        failure = failures.of_case(work.store, case.id)
        if failure is None or case.state is not CaseState.BLOCKED or case.version != version:
            raise overtaken(work, case)
        return act(case, failure)

    return once(work, key, decided)


def granted(work: Work, case: Case, failure: Failure, told: Entry) -> Receipt:
    """The wish that broke, granted now for whoever had it; `told` says why it is tried. Raises Stalled."""
    try:
        return wish_again(work, case, failure, told)
    except Broken as error:
        again = replace(failure, at=work.now, element=place_of(error), cause=cause_of(error))
        raise Stalled(again) from error


def wish_again(work: Work, case: Case, failure: Failure, told: Entry) -> Receipt:
    """`granted`, whatever comes of it."""
    acting = replace(work, actor=wisher(work, failure))
    compiled = editions.of_case(work, case)
    if failure.kind is FailedWish.COMPLETE:
        complete_again(acting, failure, told)
    elif failure.kind is FailedWish.MESSAGE:
        heard = progress.entry(acting, case, EntryKind.MESSAGE, name=failure.name, answers=failure.answers)
        messages.deliver(acting, case, compiled, failure.name, failure.answers or {}, [told, heard])
    elif case.holds:
        raise Unfit("clock_stands_still")
    else:
        after = engine.fire(compiled, snapshots.get(work.store, case.id), now=work.now)
        progress.record(work, case, progress.Step(compiled, after, [told]))
    now = store.load(work.store, case.id)
    return Receipt(now.ref, None, now.outcome_label or None)


def complete_again(acting: Work, failure: Failure, told: Entry) -> None:
    """The task that could not be completed, completed with the answers kept. Raises AlreadyDone, Suspended."""
    found = standing.of_task(acting.store, failure.token)
    if found is None:
        raise NotFound("task", failure.token)
    if found.task.state is not TaskState.OPEN or found.task.assignee_id not in {None, failure.account_id}:
        raise refusal(found.task)
    place = place_in(editions.of_case(acting, found.case), found.task, found.data, lambda: found.content)
    accepted = failure.answers
    if accepted is None:
        draft = drafts.get(acting.store, failure.token)
        accepted = answering.accepted(acting, place.form, draft.answers if draft else {}, place.data)
    tasks.advanced(acting, found, place, accepted, more=[told])


def wisher(work: Work, failure: Failure) -> Actor:
    """Whose wish broke: their account as it is now, or their name alone when it is gone."""
    account = accounts.account(work.store, failure.account_id)
    return sessions.actor_of(work, account) if account else Actor(failure.account_id, failure.account)


def step_of(work: Work, case: Case, element: str) -> engine.Step | None:
    """The step `element` of the case's edition, wherever among its procedures it stands; None when it is not known."""
    if not element:
        return None
    places = editions.of_case(work, case).places.values()
    return next((step for step in places if step.element == element), None)


def amendable(work: Work, case: Case, failure: Failure) -> Iterator[Amendable]:
    """What may be put right, with its present value in words."""
    values = {**snapshots.data(work.store, case.id), **(failure.answers or {})}
    for field in known_fields(work, case, failure):
        yield Amendable(field.name, field.label, plain(values.get(field.name)))


def known_fields(work: Work, case: Case, failure: Failure) -> tuple[Field, ...]:
    """The questions answered so far, and those of the step that broke, that one line of text can put right."""
    compiled = editions.of_case(work, case)
    entries, _ = journal.read(work.store, case.id, seen_by=work.actor)
    forms = [compiled.form(entry.procedure, entry.form) for entry in entries if entry.form and entry.answers]
    task = task_store.load(work.store, failure.token) if failure.token else None
    if task is not None:
        forms.append(compiled.form(task.procedure, task.form or None))
    secret = not work.actor.may(Permission.SEE_SENSITIVE)
    fields = {
        field.name: replace(field, required=True, show_if=None, checks=())
        for form in forms
        if form is not None
        for field in form.fields
        if field.kind in PLAIN and not (secret and field.sensitive)
    }
    return tuple(fields.values())


def accepted(work: Work, case: Case, field: Field, value: str) -> Mapping[str, object]:
    """`value` as `field` takes it. Raises AnswersRejected."""
    form = Form(field.name, field.label, "", (field,), (), (), "")
    setting = Setting(snapshots.data(work.store, case.id), work.now, lists_of(work))
    return accept(form, {field.name: value}, setting)


def reasoned(reason: str) -> str:
    """A reason somebody gave. Raises Unfit ``reason_missing`` for none."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise Unfit("reason_missing")
    return said
