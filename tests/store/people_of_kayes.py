"""Cases, tasks and people as the store keeps them, without a procedure: builders for the tests beside this file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from migraflow.domain.cases import Case, CaseState
from migraflow.domain.tasks import Task, TaskState
from migraflow.store import cases, tasks
from migraflow.store.database import Session
from tests.cast import MONDAY


def case(ref: str = "PD-2026-KAY-000001", **changed: object) -> Case:
    """An open case of Kayes."""
    plain = Case(
        id=0, ref=ref, procedure="petite_demande", edition="e" * 64, editions={}, state=CaseState.OPEN, version=0,
        region="kayes", office="dr_kayes", opened_by=1, opened_by_name="Fanta", person_id=None, opened=MONDAY,
        changed=MONDAY, closed=None, outcome="", outcome_label="", entries=0, head="", confidential=(),
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def task(case_id: int, token: str, **changed: object) -> Task:
    """An open interview."""
    plain = Task(
        token=token, case_id=case_id, procedure="petite_demande", element="P_02", name="Mener l'entretien",
        role="conseiller", office="dr_kayes", region="kayes", form="forms/entretien.json", item="", deadline="DS-05",
        confidential=(), state=TaskState.OPEN, version=1, assignee_id=None, assignee="",
        due=MONDAY + timedelta(days=1), level=0, next_mark=MONDAY + timedelta(hours=18), created=MONDAY,
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def kept(store: Session, *tokens: str, **changed: object) -> Case:
    """A kept case with open tasks."""
    found = cases.add(store, case(**changed))  # type: ignore[arg-type]
    tasks.add(store, [task(found.id, token) for token in tokens])
    return found
