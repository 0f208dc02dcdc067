"""Notices: the inbox inside the house, and the words of each notice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from migraflow.domain.cases import Case
from migraflow.domain.notices import Notice, NoticeRow, filled, read_template
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.tasks import Task
from migraflow.services import sendings
from migraflow.services.list_house import notice_path, text_now
from migraflow.services.work import Work
from migraflow.store import notices as store

PERSON = "personne"
"""Who a notice goes to when it goes to the person of the case; no account holds such a role."""
DEADLINE = {
    75: ("Échéance proche", "L’étape « {step} » du dossier {ref} arrive au terme de son délai."),
    100: ("Échéance dépassée", "L’étape « {step} » du dossier {ref} a dépassé son délai."),
    150: (
        "Retard à traiter",
        "L’étape « {step} » du dossier {ref} a pris moitié plus que son délai : elle peut être transmise.",
    ),
}
"""Subject and words of what is told at each mark of a task's time."""
LATE = " Cet avis part en retard sur le moment prévu."
"""Said of a mark that is told late: the machine had stopped, or the database was away."""
CURSOR = re.compile(r"[0-9]{1,18}")
"""Where a page begins; anybody may write anything into an address."""


def inbox(work: Work, *, after: str | None = None) -> Page[NoticeRow]:
    """One page of the actor's notices, the latest first: its own, and those to its lanes where they reach."""
    work.require_signed_in()
    found = store.page(work.store, int(after) if after and CURSOR.fullmatch(after) else None, seen_by=work.actor)
    return Page(tuple(found[:PAGE]), str(found[PAGE - 1].id) if len(found) > PAGE else None)


def unread(work: Work) -> int:
    """How many notices the actor has not read."""
    work.require_signed_in()
    return store.unread(work.store, seen_by=work.actor)


def mark_read(work: Work, *, ids: tuple[int, ...] | None = None, latest: int | None = None) -> int:
    """Note that the actor has read some notices (None: all); answers how many.

    With `latest` none that came after that one is among them: nobody has seen it yet.
    """
    work.require_signed_in()
    return store.mark_read(work.store, None if ids is None else list(ids), work.now, seen_by=work.actor, latest=latest)


def send(work: Work, case: Case, key: str, model: str, to: str, known: Mapping[str, object]) -> bool:
    """Keep the notice `model`, filled with what the case knows, for the role `to` where the case is, or its person,
    to whom it goes out by SMS or e-mail as well.

    False when the same notice (by key) was kept before. Raises FeelSyntaxError for a template that does not read.
    """
    subject, body = words(work, model)
    facts = {**known, "dossier": {"numero": case.ref, "region": case.region, "agence": case.office}}
    notice = Notice(
        key=key,
        model=model,
        subject=filled(subject, facts, work.now),
        body=filled(body, facts, work.now),
        role=to,
        office=case.office,
        region=case.region,
        case_id=case.id,
        confidential=case.confidential,
    )
    if to == PERSON:
        sendings.queue(work, case, key, notice.subject, notice.body)
    return store.add(work.store, notice, work.now)


def words(work: Work, model: str) -> tuple[str, str]:
    """Subject and body of the template `model` as it holds now; its name alone when there is none."""
    text = text_now(work, notice_path(Path(model).name))
    return read_template(text) if text is not None else (model, "")


def deadline(work: Work, case: Case, task: Task, percent: int, to: str, *, late: bool = False) -> bool:
    """Tell the one who has a task, or the role `to` where it lies ("": the task's own), that its time runs out.

    `late`: it should have been told before, and says so.
    """
    subject, body = DEADLINE[percent]
    holder = task.assignee_id if not to else None
    notice = Notice(
        key=f"{task.token}:{percent}",
        model=f"echeance_{percent}",
        subject=f"{subject} : {task.name}",
        body=body.format(step=task.name, ref=case.ref) + (LATE if late else ""),
        account_id=holder,
        role="" if holder else to or task.role,
        office=task.office,
        region=task.region,
        case_id=case.id,
        token=task.token,
        confidential=task.confidential,
    )
    return store.add(work.store, notice, work.now)
