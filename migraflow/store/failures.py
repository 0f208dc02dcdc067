"""Steps that broke, kept with the wish that asked for them until it is granted or given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from migraflow.domain.recovery import FailedWish, Failure
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import Session, moment, run

COLUMNS = "case_id, kind, token, name, answers, account_id, account, element, cause, at, attempts"
OF_CASE = f"SELECT {COLUMNS} FROM failures WHERE case_id = ?"
PUT = f"""INSERT INTO failures ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET kind = excluded.kind, token = excluded.token, name = excluded.name,
answers = excluded.answers, account_id = excluded.account_id, account = excluded.account, element = excluded.element,
cause = excluded.cause, at = excluded.at, attempts = excluded.attempts"""


def of_case(store: Session, case_id: int) -> Failure | None:
    """The step a case could not take; None when there is none."""
    row = run(store, OF_CASE, (case_id,)).first()
    if row is None:
        return None
    at = moment(row.at)
    assert isinstance(at, datetime)
    return Failure(
        case_id=row.case_id,
        kind=FailedWish(row.kind),
        at=at,
        token=row.token,
        name=row.name,
        answers=loads_mapping(row.answers) if row.answers else None,
        account_id=row.account_id,
        account=row.account,
        element=row.element,
        cause=row.cause,
        attempts=row.attempts,
    )


def put(store: Session, failure: Failure) -> Failure:
    """Keep a step that broke in place of the one before; the same wish broken again counts its tries."""
    before = of_case(store, failure.case_id)
    if before is not None and same(before, failure):
        failure = replace(failure, attempts=before.attempts + 1)
    answers = "" if failure.answers is None else dumps(failure.answers)
    values = (failure.case_id, failure.kind, failure.token, failure.name, answers, failure.account_id, failure.account,
              failure.element, failure.cause[:2000], failure.at, failure.attempts)  # fmt: skip
    run(store, PUT, values)
    return failure


def same(one: Failure, other: Failure) -> bool:
    """Whether two failures are of the same wish."""
    return (one.kind, one.token, one.name) == (other.kind, other.token, other.name)


def amend(store: Session, failure: Failure) -> None:
    """Keep a failure whose answers were put right; its tries stay counted."""
    answers = "" if failure.answers is None else dumps(failure.answers)
    run(store, "UPDATE failures SET answers = ? WHERE case_id = ?", (answers, failure.case_id))


def settle(store: Session, case_id: int) -> None:
    """Forget the step a case could not take: it has been taken, or nobody waits for it any more."""
    run(store, "DELETE FROM failures WHERE case_id = ?", (case_id,))
