"""Documents: files that go with a task or a case, read by those who see it."""

from __future__ import annotations

from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.cases import Case, CaseDocument
from migraflow.domain.documents import mime_of, safe_name
from migraflow.domain.errors import NotFound
from migraflow.domain.tasks import Task
from migraflow.services import accesses, task_sheets
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import documents as store
from migraflow.store import people as people_store
from migraflow.store import tasks as task_store


def add(work: Work, *, name: str, kind: str, content: bytes, token: str = "", case_ref: str = "") -> CaseDocument:
    """Keep a file with the task `token` (whoever may complete it) or the case `case_ref` (whoever may send it word).

    `kind` is the field it answers. Raises NotFound, NotAllowed, Unfit for a file we do not take.
    """
    task, case = of_task(work, token) if token else (None, of_case(work, case_ref))
    mime = mime_of(content)
    filed = store.Filed(
        id=work.new_ref(),
        case_id=case.id,
        token=token,
        name=safe_name(name, mime),
        kind=kind[:60],
        mime=mime,
        size=len(content),
        sha=store.keep(work.store, content),
        confidential=task.confidential if task else case.confidential,
        added=work.now,
        added_by=work.actor.account_id,
        added_by_name=work.actor.name,
    )
    store.add(work.store, filed, case.person_id)
    return filed.row


def of_task(work: Work, token: str) -> tuple[Task, Case]:
    """An open task the actor may complete, with its case. Raises NotFound, NotAllowed, AlreadyDone."""
    task = task_sheets.visible(work, token)
    task_sheets.require_complete(work, task)
    return task, case_store.load(work.store, task.case_id)


def of_case(work: Work, ref: str) -> Case:
    """A case the actor may send word to. Raises NotFound, NotAllowed."""
    case = case_store.find(work.store, ref, seen_by=work.actor)
    if case is None:
        raise NotFound("case", ref)
    own = case.opened_by == work.actor.account_id
    work.require(Permission.SEND_MESSAGE, office=case.office, region=case.region, own=own)
    return case


def content(work: Work, *, id: str) -> tuple[str, str, bytes]:
    """A document's name, media type and bytes, for those who see its case or task. Raises NotFound."""
    work.require_signed_in()
    filed = store.find(work.store, id)
    if filed is None or not readable(work, filed):
        raise NotFound("document", id)
    accesses.note_case(work, AccessObject.DOCUMENT, case_store.load(work.store, filed.case_id))
    return filed.name, filed.mime, store.content(work.store, filed.sha)


def of_person(work: Work, *, ref: str) -> tuple[CaseDocument, ...]:
    """The documents of one person's cases, letters among them, as far as the actor may open them. Raises NotFound."""
    work.require(Permission.SEE_PERSON)
    person = people_store.find(work.store, ref, seen_by=work.actor)
    if person is None:
        raise NotFound("person", ref)
    return tuple(filed.row for filed in store.of_person(work.store, person.id, seen_by=work.actor))


def readable(work: Work, filed: store.Filed) -> bool:
    """Whether the actor may read a document: it sees the task it came with, or the case, and is not kept outside."""
    if filed.confidential and not work.actor.roles & set(filed.confidential):
        return False
    case = case_store.load(work.store, filed.case_id)
    if case_store.find(work.store, case.ref, seen_by=work.actor) is not None:
        return True
    held = task_store.open_of(work.store, case.id)
    return any(task_sheets.sees(work.actor, task) for task in held)
