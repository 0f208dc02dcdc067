"""Tasks, kept. Steps write them on prepared SQL; baskets go through SQLModel and the audience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.tasks import Receipt, Task, TaskState
from migraflow.store import audience
from migraflow.store.commands import receipt_text
from migraflow.store.database import Overtaken, Session, moment, run
from migraflow.store.rows import insert, locking, roles_of, roles_text
from migraflow.store.tables.tasks import TaskRecord

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where tasks without a due moment stand in lists: last."""
COLUMNS = (
    *("token", "case_id", "procedure", "element", "name", "role", "office", "region", "form", "item", "deadline"),
    *(
        "confidential",
        "state",
        "version",
        "assignee_id",
        "assignee",
        "due",
        "sort_due",
        "level",
        "next_mark",
        "created",
    ),
    *("claimed", "completed", "completed_by", "completed_by_name", "seconds", "late"),
)
ALL = ", ".join(COLUMNS)
BY_TOKEN = f"SELECT {ALL} FROM tasks WHERE token = ?"
OPEN_OF_CASE = f"SELECT {ALL} FROM tasks WHERE case_id = ? AND state = 'open' ORDER BY id"
FINISH = """UPDATE tasks SET state = 'done', completed = ?, completed_by = ?, completed_by_name = ?, assignee_id = ?,
assignee = ?, claimed = COALESCE(claimed, ?), seconds = ?, late = ?, next_mark = NULL, command = ?, receipt = ?
WHERE token = ? AND state = 'open' AND (assignee_id IS NULL OR assignee_id = ?)"""
CANCEL = """UPDATE tasks SET state = 'cancelled', completed = ?, completed_by = ?, completed_by_name = ?,
next_mark = NULL WHERE token = ? AND state = 'open'"""
CLAIM = """UPDATE tasks SET assignee_id = ?, assignee = ?, claimed = ? WHERE token = ? AND state = 'open'
AND (assignee_id IS NULL OR assignee_id = ?)"""
PASS_ON = """UPDATE tasks SET assignee_id = ?, assignee = ?, claimed = ?, version = version + 1
WHERE token = ? AND state = 'open' AND version = ?"""
MARK = "UPDATE tasks SET level = ?, next_mark = ? WHERE token = ? AND state = 'open' AND level < ?"


def add(store: Session, new: Sequence[Task]) -> None:
    """Keep new tasks."""
    insert(store, "tasks", COLUMNS, [row_of(task) for task in new])


def row_of(task: Task) -> tuple[object, ...]:
    """A task as a row, in the order of COLUMNS."""
    return (task.token, task.case_id, task.procedure, task.element, task.name, task.role, task.office, task.region,
            task.form, task.item, task.deadline, roles_text(task.confidential), task.state, task.version,
            task.assignee_id, task.assignee, task.due, task.due or NEVER, task.level, task.next_mark, task.created,
            task.claimed, task.completed, task.completed_by, task.completed_by_name, None, False)  # fmt: skip


def load(store: Session, token: str) -> Task | None:
    """One task, whoever asks."""
    found = run(store, BY_TOKEN, (token,)).first()
    return None if found is None else of(found)


def find(store: Session, token: str, *, seen_by: Actor) -> Task | None:
    """One task as far as `seen_by` may see it."""
    statement = select(TaskRecord).where(TaskRecord.token == token, audience.tasks(seen_by))
    found = store.exec(statement.execution_options(populate_existing=True)).first()
    return None if found is None else of(found)


def lock(store: Session, token: str) -> Task | None:
    """One task, held against every other step until this transaction ends."""
    found = run(store, locking(store, BY_TOKEN, "tasks"), (token,)).first()
    return None if found is None else of(found)


def open_of(store: Session, case_id: int) -> list[Task]:
    """The open tasks of one case, whoever asks, the oldest first."""
    return [of(row) for row in run(store, OPEN_OF_CASE, (case_id,))]


def finish(store: Session, task: Task, actor: Actor, now: datetime, granted: tuple[str, Receipt]) -> None:
    """Close a task as done by `actor`, with the key and the receipt of the wish that did it.

    Raises Overtaken when it was closed, or taken by somebody else, in the meantime.
    """
    seconds = max(int((now - task.created).total_seconds()), 0)  # a clock may jump back
    late = task.due is not None and now > task.due
    key, receipt = granted
    values = (now, actor.account_id, actor.name, actor.account_id, actor.name, now, seconds, late, key,
              receipt_text(receipt), task.token, actor.account_id)  # fmt: skip
    if run(store, FINISH, values).rowcount != 1:
        raise Overtaken(task.token)


def cancel(store: Session, token: str, actor: Actor, now: datetime) -> None:
    """Close a task the case no longer waits for."""
    run(store, CANCEL, (now, actor.account_id, actor.name, token))


def claim(store: Session, token: str, actor: Actor, now: datetime) -> bool:
    """Take a task; False when somebody else holds it or it is closed."""
    return run(store, CLAIM, (actor.account_id, actor.name, now, token, actor.account_id)).rowcount == 1


def pass_on(store: Session, task: Task, to: tuple[int, str] | None, now: datetime) -> bool:
    """Give a task to another account, or back to its lane (None); False when it changed hands in the meantime."""
    account_id, name = to or (None, "")
    values = (account_id, name, now if to else None, task.token, task.version)
    return run(store, PASS_ON, values).rowcount == 1


def to_mark(store: Session, now: datetime, limit: int) -> list[Task]:
    """Open tasks whose next mark (75, 100, 150 % of their time) is reached, the longest reached first."""
    sql = f"SELECT {ALL} FROM tasks WHERE next_mark <= ? ORDER BY next_mark, id LIMIT ?"
    if store.get_bind().dialect.name != "sqlite":
        sql += " FOR UPDATE SKIP LOCKED"
    return [of(row) for row in run(store, sql, (now, limit))]


def mark(store: Session, token: str, level: int, next_mark: datetime | None) -> bool:
    """Note that `level` percent of a task's time was told; False when it already was."""
    return run(store, MARK, (level, next_mark, token, level)).rowcount == 1


def open_steps(store: Session, case_ids: Sequence[int]) -> dict[int, list[Task]]:
    """The open tasks of several cases, whoever asks."""
    statement = select(TaskRecord).where(col(TaskRecord.case_id).in_(case_ids), TaskRecord.state == TaskState.OPEN)
    found: dict[int, list[Task]] = {}
    for record in store.exec(statement.order_by(col(TaskRecord.id))):
        found.setdefault(record.case_id, []).append(of(record))
    return found


def of(found: Any) -> Task:
    """The task as a value, from a record or a row of prepared SQL."""
    created = moment(found.created)
    assert created is not None
    return Task(
        token=found.token,
        case_id=found.case_id,
        procedure=found.procedure,
        element=found.element,
        name=found.name,
        role=found.role,
        office=found.office,
        region=found.region,
        form=found.form,
        item=found.item,
        deadline=found.deadline,
        confidential=roles_of(found.confidential),
        state=TaskState(found.state),
        version=found.version,
        assignee_id=found.assignee_id,
        assignee=found.assignee,
        due=moment(found.due),
        level=found.level,
        next_mark=moment(found.next_mark),
        created=created,
        claimed=moment(found.claimed),
        completed=moment(found.completed),
        completed_by=found.completed_by,
        completed_by_name=found.completed_by_name,
    )
