"""Tasks: what waits for a person, taken, filled in, handed over, completed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from migraflow import engine
from migraflow.domain.cases import Case
from migraflow.domain.errors import Broken, Conflict, NotFound, Unfit
from migraflow.domain.forms import Form
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.recovery import FailedWish, Failure, Stalled, cause_of
from migraflow.domain.recovery import place_of as broken_at
from migraflow.domain.tasks import Receipt, Task, TaskState
from migraflow.services import answering, editions, progress, subjects
from migraflow.services.baskets import counts, inbox
from migraflow.services.commands import key_of
from migraflow.services.task_sheets import (
    Place,
    colleagues,
    form,
    known,
    place_in,
    refusal,
    require_complete,
    require_hand_over,
    sees,
    sheet,
    visible,
)
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import drafts, standing
from migraflow.store import tasks as store
from migraflow.store.standing import Standing

__all__ = [
    "claim",
    "colleagues",
    "complete",
    "counts",
    "form",
    "hand_over",
    "inbox",
    "known",
    "release",
    "save_draft",
    "sheet",
]

LARGEST_DRAFT = 256 * 1024
"""Characters of the longest draft; no form of the agency comes near."""
Values = Mapping[str, object]


def claim(work: Work, *, token: str) -> None:
    """Take a task of one's lane. Raises AlreadyDone (who, when) when a colleague holds or has done it."""
    hold(work, *locked(work, token))


def hold(work: Work, case: Case, task: Task) -> None:
    """Make the actor the one who has the task, if nobody has."""
    require_complete(work, task)
    if task.assignee_id is None:
        store.claim(work.store, task.token, work.actor, work.now)
        progress.append(work, case, [progress.of_task(work, case, EntryKind.CLAIMED, task)])


def release(work: Work, *, token: str) -> None:
    """Give a task back to its lane: one's own, or a colleague's by those who may hand tasks over."""
    case, task = locked(work, token)
    if task.assignee_id != work.actor.account_id:
        require_hand_over(work, task)
    pass_on(work, case, task, None)


def hand_over(work: Work, *, token: str, account_id: int) -> None:
    """Give a task to a colleague of the same lane. Raises Unfit for somebody who does not serve it there."""
    case, task = locked(work, token)
    require_hand_over(work, task)
    names = dict(colleagues(work, token=token))
    if account_id not in names:
        raise Unfit("not_a_colleague")
    pass_on(work, case, task, (account_id, names[account_id]))


def pass_on(work: Work, case: Case, task: Task, to: tuple[int, str] | None) -> None:
    """Let an open task change hands. Raises AlreadyDone when it is closed."""
    if task.state is not TaskState.OPEN:
        raise refusal(task)
    if task.assignee_id is None and to is None:
        return
    store.pass_on(work.store, task, to, work.now)
    kind, name = (EntryKind.HANDED_OVER, to[1]) if to else (EntryKind.RELEASED, "")
    detail = {"from": task.assignee, "to": name}
    progress.append(work, case, [progress.of_task(work, case, kind, task, detail=detail)])


def save_draft(work: Work, *, token: str, answers: Values) -> datetime:
    """Keep what was typed so far, as it stands on the screen; typing in a free task takes it.

    Raises AlreadyDone when a colleague holds or has done the task.
    """
    if len(json.dumps(answers)) > LARGEST_DRAFT:
        raise Unfit("draft_too_large")
    visible(work, token)
    if not drafts.put(work.store, token, work.actor.account_id, answers, work.now):
        hold(work, *locked(work, token))
        drafts.put(work.store, token, work.actor.account_id, answers, work.now)
    return work.now


def locked(work: Work, token: str) -> tuple[Case, Task]:
    """A task the actor sees with its case, held against every other step. Raises NotFound."""
    case = case_store.load(work.store, visible(work, token).case_id, lock=True)
    return case, visible(work, token)


def complete(work: Work, *, token: str, answers: Values, version: int, key: str) -> Receipt:
    """Complete a task with the answers to its form, and move its case on.

    Raises AnswersRejected (one reason per field), AlreadyDone when somebody else was first (who, when), Conflict when
    the task changed hands since `version` was read.
    """
    work.require_signed_in()
    own = key_of(work, key)
    found = standing.of_task(work.store, token)
    if found is None or not sees(work.actor, found.task):
        raise NotFound("task", token)
    if found.answered is not None and found.command == own:
        return found.answered
    require_complete(work, found.task)
    if found.task.version != version:
        raise Conflict
    return completed(work, found, answers, own)


def completed(work: Work, found: Standing, answers: Values, key: str) -> Receipt:
    """`complete`, once the wish is known to be new and allowed."""
    accepted: Values | None = None
    try:
        place = place_in(editions.of_case(work, found.case), found.task, found.data, lambda: found.content)
        accepted = answering.accepted(work, place.form, answers, place.data)
        return advanced(work, found, place, accepted, key)
    except Broken as error:
        raise Stalled(failing(work, found.task, error, accepted)) from error


def failing(work: Work, task: Task, error: Broken, accepted: Values | None) -> Failure:
    """A completion that broke, as it is kept: whose it was, and the answers once they were accepted."""
    return Failure(task.case_id, FailedWish.COMPLETE, work.now, token=task.token, name=task.name, answers=accepted,
                   account_id=work.actor.account_id, account=work.actor.name, element=broken_at(error),
                   cause=cause_of(error))  # fmt: skip


def advanced(
    work: Work, found: Standing, place: Place, accepted: Values, key: str = "", more: Sequence[Entry] = ()
) -> Receipt:
    """Move a case on by a task and its accepted answers; `more` are further entries that tell why."""
    task, compiled = found.task, place.compiled
    subjects.require_running(work, found.case, compiled, task)
    case, corrected = answering.known_now(work, found.case, compiled, place.form, accepted)
    after = engine.advance(compiled, found.content, task.token, accepted, now=work.now)
    because = [*more, completion(work, case, task, place.form, accepted), *corrected]
    held = [task] if found.open == 1 else None
    step = progress.Step(
        compiled, after, because, done=task, key=key, held=held, waiting=found.waits > 0, drafted=found.drafted
    )
    return progress.recorded(work, case, step)[1]


def completion(work: Work, case: Case, task: Task, form: Form | None, accepted: Values) -> Entry:
    """The entry of a completed task: who, when, and every answer."""
    return progress.of_task(
        work, case, EntryKind.COMPLETED, task, answers=accepted, form=task.form,
        fingerprint=form.fingerprint if form else "", claimed=task.claimed or work.now,
        detail={"seconds": int((work.now - task.created).total_seconds()), "due": task.due},
    )  # fmt: skip
