"""The page of one task: what it asks, what is known already, who may do what with it, and the draft it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from migraflow import engine
from migraflow.domain.access import Actor, Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.answers import Setting
from migraflow.domain.cases import Case
from migraflow.domain.errors import AlreadyDone, NotAllowed, NotFound
from migraflow.domain.forms import Form
from migraflow.domain.prefill import raw_of, starting
from migraflow.domain.register import taken
from migraflow.domain.sensitive import hidden
from migraflow.domain.tasks import Draft, Task, TaskSheet, TaskState
from migraflow.services import accesses, deadlines, editions, sessions, subjects
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work
from migraflow.store import accounts, drafts, journal, people, snapshots
from migraflow.store import cases as case_store
from migraflow.store import tasks as store

Values = Mapping[str, object]

REGISTER = "registre des personnes"
"""How the page names the source of what the register knows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands: its edition and form, and what the case knows there."""

    compiled: engine.Compiled
    form: Form | None
    data: Values


def visible(work: Work, token: str) -> Task:
    """The task, if the actor may see it: its own, of its lanes, or of a case it sees. Raises NotFound.

    The twin of ``store.audience.tasks`` for a single loaded task, on the path every completion takes.
    """
    work.require_signed_in()
    task = store.load(work.store, token)
    if task is None or not sees(work.actor, task):
        raise NotFound("task", token)
    return task


def sees(actor: Actor, task: Task) -> bool:
    """Whether `actor` may see `task`."""
    own = task.assignee_id == actor.account_id
    if own or task.completed_by == actor.account_id:
        return True
    if actor.serves(task.role, office=task.office, region=task.region, own=own):
        return True
    inside = not task.confidential or bool(actor.roles & set(task.confidential))
    return inside and actor.covers(Permission.SEE_CASE, office=task.office, region=task.region, own=False)


def place_of(work: Work, case: Case, task: Task) -> Place:
    """Where `task` stands. One of several like it (an item) has data of its own; any other sees the case's."""
    known = snapshots.data(work.store, case.id)
    return place_in(editions.of_case(work, case), task, known, lambda: snapshots.get(work.store, case.id))


def place_in(compiled: engine.Compiled, task: Task, known: Values, content: Callable[[], bytes]) -> Place:
    """`place_of`, in a case that knows `known`; `content` is asked for the engine's memory where an item needs it."""
    form = compiled.form(task.procedure, task.form or None)
    if not task.item or task.state is not TaskState.OPEN:
        return Place(compiled, form, known)
    standing = engine.facts(compiled, content())
    found = next((open_task for open_task in standing.tasks if open_task.token == task.token), None)
    return Place(compiled, form, found.data if found else standing.data)


def sheet(work: Work, *, token: str) -> TaskSheet:
    """All that the page of a task shows besides the form itself. Raises NotFound."""
    task = visible(work, token)
    case = case_store.load(work.store, task.case_id)
    place = place_of(work, case, task)
    if task.confidential:
        accesses.note_case(work, AccessObject.TASK, case)
    held = subjects.stopping(work, case, place.compiled, task) if task.state is TaskState.OPEN else ()
    return replace(sheet_of(work, case, task, place), held=held)


def sheet_of(work: Work, case: Case, task: Task, place: Place) -> TaskSheet:
    """The page of a loaded task."""
    draft = drafts.get(work.store, task.token)
    answers, paths = start_of(work, case, task, place, draft)
    return TaskSheet(
        token=task.token,
        step=task.element,
        step_name=task.name,
        instructions=place.compiled.places[task.procedure, task.element].instructions,
        procedure=case.procedure,
        procedure_title=place.compiled.procedure.title(work.actor.language),
        edition=case.edition,
        form=task.form,
        case_ref=case.ref,
        role=task.role,
        state=task.state,
        assignee_id=task.assignee_id,
        assignee=task.assignee,
        mine=task.assignee_id == work.actor.account_id,
        may_claim=may_claim(work.actor, task),
        may_complete=may_complete(work.actor, task),
        may_hand_over=may_hand_over(work.actor, task),
        due=task.due,
        days=deadlines.days_left(work, task.due),
        urgency=deadlines.urgency(work, task.due),
        saved_at=draft.saved if draft else None,
        answers=answers,
        known=paths,
        version=task.version,
    )


def start_of(work: Work, case: Case, task: Task, place: Place, draft: Draft | None) -> tuple[Values, dict[str, str]]:
    """What the form starts from, and the paths the register filled: the draft, else register, case and defaults."""
    if place.form is None:
        return {}, {}
    secret = not work.actor.may(Permission.SEE_SENSITIVE)
    if task.state is not TaskState.OPEN:
        answers = cast(Values, raw_of(answered(work, task)))
        return (hidden(place.form.fields, answers) if secret else answers), {}
    register: Values = people.load(work.store, case.person_id).known if case.person_id else {}
    values, paths = taken(place.form, place.compiled.procedure.person, register, place.data)
    if draft:
        unseen = secret and draft.account_id != work.actor.account_id
        return (hidden(place.form.fields, draft.answers) if unseen else draft.answers), dict.fromkeys(paths, REGISTER)
    begun = starting(place.form, Setting(values, work.now, lists_of(work)))
    return (hidden(place.form.fields, begun) if secret else begun), dict.fromkeys(paths, REGISTER)


def answered(work: Work, task: Task) -> Values:
    """The answers a done task was completed with; {} when it was cancelled."""
    entries, _ = journal.read(work.store, task.case_id, seen_by=work.actor)
    nothing: Values = {}
    return next((entry.answers for entry in entries if entry.token == task.token and entry.answers), nothing)


def form(work: Work, *, token: str) -> Form | None:
    """The form of a task, None when it asks nothing. Raises NotFound."""
    task = visible(work, token)
    case = case_store.load(work.store, task.case_id)
    return editions.of_case(work, case).form(task.procedure, task.form or None)


def known(work: Work, *, token: str) -> Values:
    """What the case knows where a task stands: read-only fields and conditions look here. Raises NotFound."""
    task = visible(work, token)
    place = place_of(work, case_store.load(work.store, task.case_id), task)
    if place.form is None or work.actor.may(Permission.SEE_SENSITIVE):
        return place.data
    return hidden(place.form.fields, place.data)


def may_claim(actor: Actor, task: Task) -> bool:
    """Whether `actor` may take the task now."""
    return task.state is TaskState.OPEN and task.assignee_id is None and serves(actor, task)


def may_complete(actor: Actor, task: Task) -> bool:
    """Whether `actor` may complete the task now: it holds it, or nobody does and it serves the lane."""
    if task.state is not TaskState.OPEN:
        return False
    if task.assignee_id is None:
        return serves(actor, task)
    return task.assignee_id == actor.account_id and actor.may(Permission.COMPLETE_TASK)


def next_for(work: Work, case_id: int) -> str | None:
    """The open task of a case the actor has, else one it may take at once; the oldest first."""
    return next_among(work, store.open_of(work.store, case_id))


def next_among(work: Work, tasks: Iterable[Task]) -> str | None:
    """The one of `tasks` the actor has, else one they may take at once; the first of them."""
    found = [task for task in tasks if may_complete(work.actor, task)]
    found.sort(key=lambda task: task.assignee_id is None)
    return found[0].token if found else None


def may_hand_over(actor: Actor, task: Task) -> bool:
    """Whether `actor` may give the task to somebody of its lane."""
    own = task.assignee_id == actor.account_id
    reaches = actor.covers(Permission.HAND_OVER_TASK, office=task.office, region=task.region, own=own)
    return task.state is TaskState.OPEN and reaches


def serves(actor: Actor, task: Task) -> bool:
    """Whether `actor` serves the lane of the task where it lies."""
    where = {"office": task.office, "region": task.region}
    own = task.assignee_id == actor.account_id
    return actor.covers(Permission.COMPLETE_TASK, **where, own=own) and actor.serves(task.role, **where, own=own)


def colleagues(work: Work, *, token: str) -> tuple[tuple[int, str], ...]:
    """Who else serves the lane of a task where it lies: (account, name) by name. Raises NotFound."""
    task = visible(work, token)
    holders = accounts.accounts_with_role(work.store, task.role)
    return tuple(
        (account.id, account.name)
        for account in holders
        if account.id != task.assignee_id and serves(sessions.actor_of(work, account), task)
    )


def require_lane(work: Work, task: Task) -> None:
    """Go on only for somebody who holds the task, or serves its lane where it lies. Raises NotAllowed."""
    own = task.assignee_id == work.actor.account_id
    work.require(Permission.COMPLETE_TASK, office=task.office, region=task.region, own=own)
    if not own and not serves(work.actor, task):
        raise NotAllowed(Permission.COMPLETE_TASK)


def require_complete(work: Work, task: Task) -> None:
    """Go on only if the actor may complete the task as it stands. Raises NotAllowed, AlreadyDone (who, when)."""
    require_lane(work, task)
    if not may_complete(work.actor, task):
        raise refusal(task)


def require_hand_over(work: Work, task: Task) -> None:
    """Go on only for somebody who may give the task to others. Raises NotAllowed."""
    own = task.assignee_id == work.actor.account_id
    work.require(Permission.HAND_OVER_TASK, office=task.office, region=task.region, own=own)


def refusal(task: Task) -> AlreadyDone:
    """The refusal of a task somebody else holds, has done, or that its case no longer waits for."""
    if task.state is TaskState.OPEN:
        return AlreadyDone(task.assignee, task.claimed)
    return AlreadyDone(task.completed_by_name, task.completed)
