"""Suspensions, kept: the decisions, what cases are about, which cases are held, and what stands still in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from migraflow.domain.suspensions import Hold, HoldState, Suspension, SuspensionState
from migraflow.domain.tasks import Task
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert
from migraflow.store.tasks import NEVER

FACTS = ("id", "kind", "subject", "label", "reason", "basis", "review", "decided_by", "decided_by_name", "decided",
         "state", "ended", "ended_by", "ended_by_name", "ended_reason")  # fmt: skip
COLUMNS = ", ".join(f"s.{name}" for name in FACTS)
ADD = """INSERT INTO suspensions (kind, subject, label, reason, basis, review, decided_by, decided_by_name, decided,
state, ended_by_name, ended_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'in_force', '', '')
ON CONFLICT DO NOTHING RETURNING id"""
END = """UPDATE suspensions SET state = ?, ended = ?, ended_by = ?, ended_by_name = ?, ended_reason = ?
WHERE id = ? AND state = 'in_force'"""
MANY = 200
"""Suspensions that one list shows: those in force first, then the latest."""
PAGE = f"""SELECT {COLUMNS}, (SELECT COUNT(*) FROM held_cases h WHERE h.suspension_id = s.id) AS cases
FROM suspensions s ORDER BY CASE s.state WHEN 'in_force' THEN 0 ELSE 1 END, s.decided DESC, s.id DESC LIMIT ?"""
HOLD_SUBJECT = """INSERT INTO held_cases (suspension_id, case_id, since, still, state)
SELECT CAST(? AS INTEGER), c.id, CAST(? AS {moment}), CAST(? AS {moment}), 'new' FROM case_subjects b
JOIN cases c ON c.id = b.case_id WHERE b.kind = ? AND b.subject = ? AND c.state <> 'closed' AND NOT EXISTS
(SELECT 1 FROM held_cases h WHERE h.suspension_id = ? AND h.case_id = c.id) GROUP BY c.id"""
HOLD_CASE = "INSERT INTO held_cases (suspension_id, case_id, since, still, state) VALUES (?, ?, ?, ?, 'new')"
FLAG = """UPDATE cases SET holds = (SELECT COUNT(*) FROM held_cases h WHERE h.case_id = cases.id AND h.state <> 'over'),
version = version + 1 WHERE id IN (SELECT h.case_id FROM held_cases h WHERE h.suspension_id = ? AND h.state = 'new')"""
RELEASE = """UPDATE held_cases SET until = ?, state = CASE state WHEN 'held' THEN 'ending' ELSE state END
WHERE suspension_id = ? AND state <> 'over'"""
HOLDS = f"""SELECT {COLUMNS}, h.case_id, h.since, h.still, h.until, h.state AS told
FROM held_cases h JOIN suspensions s ON s.id = h.suspension_id"""
TELL = "UPDATE held_cases SET state = ?, still = ? WHERE suspension_id = ? AND case_id = ?"
COUNT = """UPDATE cases SET holds = (SELECT COUNT(*) FROM held_cases h WHERE h.case_id = cases.id
AND h.state <> 'over') WHERE id = ?"""
MISSED = """SELECT s.id, b.case_id FROM suspensions s JOIN case_subjects b ON b.kind = s.kind AND b.subject = s.subject
JOIN cases c ON c.id = b.case_id WHERE s.state = 'in_force' AND c.state <> 'closed' AND NOT EXISTS
(SELECT 1 FROM held_cases h WHERE h.suspension_id = s.id AND h.case_id = b.case_id) LIMIT 1"""
PAUSE = "UPDATE tasks SET due = ?, sort_due = ?, next_mark = ? WHERE token = ? AND state = 'open'"


def add(store: Session, new: Suspension) -> int | None:
    """Keep a decision; None when its subject is suspended already."""
    values = (new.kind, new.subject, new.label, new.reason, new.basis, new.review, new.decided_by, new.decided_by_name,
              new.decided)  # fmt: skip
    return run(store, ADD, values).scalar()


def end(store: Session, suspension: Suspension) -> bool:
    """Write how a suspension ended, and let its cases go; False when it had ended before."""
    values = (suspension.state, suspension.ended, suspension.ended_by, suspension.ended_by_name,
              suspension.ended_reason, suspension.id)  # fmt: skip
    if run(store, END, values).rowcount != 1:
        return False
    run(store, RELEASE, (suspension.ended, suspension.id))
    store.info["wake"] = True
    return True


def get(store: Session, suspension_id: int) -> Suspension | None:
    """One decision."""
    found = run(store, f"SELECT {COLUMNS} FROM suspensions s WHERE s.id = ?", (suspension_id,)).first()
    return None if found is None else of(found)


def in_force(store: Session, kind: str, subject: str) -> Suspension | None:
    """The decision that stops a subject now."""
    sql = f"SELECT {COLUMNS} FROM suspensions s WHERE s.kind = ? AND s.subject = ? AND s.state = 'in_force'"
    found = run(store, sql, (kind, subject)).first()
    return None if found is None else of(found)


def page(store: Session) -> list[tuple[Suspension, int]]:
    """Decisions with the number of their cases: those in force first, then the latest."""
    return [(of(row), row.cases) for row in run(store, PAGE, (MANY,))]


def hold_subject(store: Session, suspension: Suspension, now: datetime) -> None:
    """Hold every open case about the subject of a suspension: from the next moment on no task of them is completed."""
    kind = "TEXT" if store.get_bind().dialect.name == "sqlite" else "TIMESTAMPTZ"
    values = (suspension.id, now, now, suspension.kind, suspension.subject, suspension.id)
    run(store, HOLD_SUBJECT.format(moment=kind), values)
    flag(store, suspension.id)


def hold_case(store: Session, suspension_id: int, case_id: int, now: datetime) -> None:
    """Hold one case."""
    run(store, HOLD_CASE, (suspension_id, case_id, now, now))
    flag(store, suspension_id)


def flag(store: Session, suspension_id: int) -> None:
    """Raise the flag on the cases newly held; whoever is completing a task of one at this moment has to look again."""
    run(store, FLAG, (suspension_id,))
    store.info["wake"] = True


def holds(store: Session, case_id: int) -> list[Hold]:
    """The suspensions that hold a case, and those whose end it has not been told, the oldest first."""
    sql = f"{HOLDS} WHERE h.case_id = ? AND h.state <> 'over' ORDER BY h.since, s.id"
    return [hold_of(row) for row in run(store, sql, (case_id,))]


def next_untold(store: Session) -> Hold | None:
    """A case that has not been told that it is held, or that it is no longer; other workers' are passed over."""
    sql = f"{HOLDS} WHERE h.state IN ('new', 'ending') ORDER BY h.since, h.case_id LIMIT 1"
    embedded = store.get_bind().dialect.name == "sqlite"
    found = run(store, sql if embedded else f"{sql} FOR UPDATE OF h SKIP LOCKED").first()
    return None if found is None else hold_of(found)


def tell(store: Session, hold: Hold, state: HoldState, still: datetime) -> None:
    """Note what a held case has been told, and count its holds anew."""
    run(store, TELL, (state, still, hold.suspension.id, hold.case_id))
    run(store, COUNT, (hold.case_id,))


def next_missed(store: Session) -> tuple[int, int] | None:
    """A (suspension, case) that slipped through: the case came to be about the subject while it was being suspended."""
    found = run(store, MISSED).first()
    return None if found is None else (found[0], found[1])


def subjects(store: Session, case_id: int) -> set[tuple[str, str]]:
    """What a case is about, as (kind, subject)."""
    return {
        (row[0], row[1]) for row in run(store, "SELECT kind, subject FROM case_subjects WHERE case_id = ?", (case_id,))
    }


def replace_subjects(store: Session, case_id: int, now: Iterable[tuple[str, str]]) -> None:
    """Note what a case is about."""
    run(store, "DELETE FROM case_subjects WHERE case_id = ?", (case_id,))
    insert(store, "case_subjects", ("case_id", "kind", "subject"), [(case_id, *one) for one in sorted(now)])


def pause(store: Session, paused: Sequence[Task]) -> None:
    """Keep the due moments of tasks, and let them have none meanwhile: no list calls them late, nobody is told."""
    rows = [(task.token, task.case_id, task.due, task.next_mark) for task in paused]
    insert(store, "paused_tasks", ("token", "case_id", "due", "next_mark"), rows)
    for task in paused:
        run(store, PAUSE, (None, NEVER, None, task.token))


def paused(store: Session, case_id: int) -> dict[str, tuple[datetime | None, datetime | None]]:
    """The due moment and the next mark kept of each paused task of a case."""
    rows = run(store, "SELECT token, due, next_mark FROM paused_tasks WHERE case_id = ?", (case_id,))
    return {row.token: (moment(row.due), moment(row.next_mark)) for row in rows}


def set_due(store: Session, token: str, due: datetime | None, next_mark: datetime | None) -> None:
    """Give an open task its due moment."""
    run(store, PAUSE, (due, due or NEVER, next_mark, token))


def forget_paused(store: Session, case_id: int) -> None:
    """Nothing stands still in a case any more."""
    run(store, "DELETE FROM paused_tasks WHERE case_id = ?", (case_id,))


def of(row: Any) -> Suspension:
    """A decision as a value."""
    decided = moment(row.decided)
    assert decided is not None
    return Suspension(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        label=row.label,
        reason=row.reason,
        basis=row.basis,
        review=moment(row.review),
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided=decided,
        state=SuspensionState(row.state),
        ended=moment(row.ended),
        ended_by=row.ended_by or 0,
        ended_by_name=row.ended_by_name,
        ended_reason=row.ended_reason,
    )


def hold_of(row: Any) -> Hold:
    """A held case as a value."""
    since, still = moment(row.since), moment(row.still)
    assert since is not None and still is not None
    return Hold(of(row), row.case_id, since, still, moment(row.until), HoldState(row.told))
