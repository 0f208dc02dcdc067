"""A task with everything its completion needs, read in one statement: the path every task of the agency takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from migraflow.domain.cases import Case
from migraflow.domain.tasks import Receipt, Task
from migraflow.domain.values import loads_mapping
from migraflow.store import cases, tasks
from migraflow.store.commands import receipt_of
from migraflow.store.database import Session, row_class, run

CASE_COLUMNS = tuple(name.strip() for name in cases.COLUMNS.split(","))
SQL = f"""SELECT {", ".join(f"t.{name}" for name in tasks.COLUMNS)}, {", ".join(f"c.{name}" for name in CASE_COLUMNS)},
s.content, s.data, t.command, t.receipt, (SELECT COUNT(*) FROM drafts d WHERE d.token = t.token),
(SELECT COUNT(*) FROM waits w WHERE w.case_id = t.case_id),
(SELECT COUNT(*) FROM tasks o WHERE o.case_id = t.case_id AND o.state = 'open')
FROM tasks t JOIN cases c ON c.id = t.case_id JOIN snapshots s ON s.case_id = t.case_id WHERE t.token = ?"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A task where it stands: its case, the engine's memory and the answers of the case.

    `command` and `answered` are the key and the receipt of the wish that completed it; `drafted` whether a draft is
    kept; `waits` and `open` count what the case waits for and its open tasks, this one included.
    """

    task: Task
    case: Case
    content: bytes
    data: Mapping[str, object]
    command: str
    answered: Receipt | None
    drafted: bool
    waits: int
    open: int


def of_task(store: Session, token: str) -> Standing | None:
    """Where the task `token` stands, whoever asks."""
    row = run(store, SQL, (token,)).first()
    if row is None:
        return None
    cells = iter(row)
    task = tasks.of(row_class(tasks.COLUMNS)(islice(cells, len(tasks.COLUMNS))))
    case = cases.of(row_class(CASE_COLUMNS)(islice(cells, len(CASE_COLUMNS))))
    content, data, command, receipt, drafts, waits, open_tasks = cells
    return Standing(
        task=task,
        case=case,
        content=bytes(content),
        data=loads_mapping(data),
        command=command,
        answered=receipt_of(receipt) if receipt else None,
        drafted=drafts > 0,
        waits=waits,
        open=open_tasks,
    )
