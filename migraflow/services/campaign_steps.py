"""Steps the cases of a campaign share: what was answered once is answered for all who wait at the same step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from migraflow.domain.campaigns import Application, Campaign, Errand
from migraflow.domain.cases import Case
from migraflow.domain.errors import Refused, Unfit
from migraflow.domain.forms import Field, Kind
from migraflow.domain.journal import Entry
from migraflow.domain.prefill import raw_of
from migraflow.domain.recovery import Stalled
from migraflow.services import editions, tasks
from migraflow.services.sessions import actor_of
from migraflow.services.work import Work
from migraflow.store import accounts, standing
from migraflow.store import applications as store
from migraflow.store import tasks as task_store

Values = Mapping[str, object]


def repeated(work: Work, campaign: Campaign, errand: Errand, rows: Sequence[Application]) -> None:
    """Do the step `element` of each case with the same answers, as whoever asked for it; what is refused says so."""
    account = accounts.account(work.store, errand.asked_by)
    if account is None:
        raise Unfit("account_gone")
    acting = replace(work, actor=actor_of(work, account))
    element, answers = str(errand.wish.get("element")), cast(Values, errand.wish.get("answers") or {})
    for row in rows:
        tokens = [task.token for task in task_store.open_of(work.store, row.case_id or 0) if task.element == element]
        for token in tokens:
            try:
                with work.store.begin_nested():
                    one_repeated(acting, token, answers, f"repeter:{errand.id}:{row.id}")
            except (Refused, Stalled) as refusal:
                store.trouble(work.store, row.id, [("etape", f"{type(refusal).__name__}: {refusal}"[:300])])


def shareable(work: Work, case: Case, done: Entry) -> Values:
    """The answers of a finished step that are the same for all: nothing of the person, no file, nothing sensitive.

    Raises Unfit ``step_personal`` when nothing is left.
    """
    form = editions.of_case(work, case).form(done.procedure, done.form or None)
    fields = form.fields if form else ()
    left = {field.name: raw_of((done.answers or {}).get(field.name)) for field in fields if is_shared(field)}
    said = {name: value for name, value in left.items() if value not in (None, [], {})}
    if not said:
        raise Unfit("step_personal", step=done.name)
    return said


def is_shared(field: Field) -> bool:
    """Whether a question may have one answer for many people."""
    inner = all(is_shared(one) for one in field.fields)
    personal = field.kind in {Kind.FILE, Kind.PERSON, Kind.READ_ONLY, Kind.COMPUTED, Kind.BLOCK}
    return inner and not personal and not field.sensitive and not field.register


def one_repeated(acting: Work, token: str, answers: Values, key: str) -> None:
    """Complete one task. Raises what completing it by hand would."""
    found = standing.of_task(acting.store, token)
    if found is None:
        raise Unfit("task_gone")
    tasks.complete(acting, token=token, answers=answers, version=found.task.version, key=key)
