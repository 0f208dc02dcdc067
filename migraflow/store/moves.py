"""Moves of running cases, kept: the plan, one line per case, and what puts a case back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.cases import Case
from migraflow.domain.moves import Fate, Move, MoveState, Moving, Why
from migraflow.domain.tasks import Task
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store import audience
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert, roles_text
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.publishing import MoveCaseRecord, MoveRecord

ADD = """INSERT INTO moves (procedure, edition, editions, mapping, answers, reason, most, incidents, state, planned,
planned_by, planned_by_name) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?) RETURNING id"""
FILL = """INSERT INTO move_cases (move_id, case_id, region, verdict, reasons, step, state, before, version)
SELECT ?, id, region, '', '[]', '', 'new', '', 0 FROM cases
WHERE procedure = ? AND edition <> ? AND state <> 'closed'"""
COLUMNS = "move_id, case_id, region, verdict, reasons, step, state, before, version"
OF_STATE = f"SELECT {COLUMNS} FROM move_cases WHERE move_id = ? AND state = ? ORDER BY case_id LIMIT ?"
KEEP = """UPDATE move_cases SET verdict = ?, reasons = ?, step = ?, state = ?, before = ?, version = ?, at = ?
WHERE move_id = ? AND case_id = ?"""
QUEUE = "UPDATE move_cases SET state = ? WHERE move_id = ? AND state = ? AND verdict = 'moves' AND region = ?"
NEXT = f"""SELECT {COLUMNS} FROM move_cases WHERE state IN ('queued', 'undoing')
AND move_id IN (SELECT id FROM moves WHERE state = 'running') ORDER BY move_id, case_id LIMIT 1"""
TO_JUDGE = "SELECT id FROM moves WHERE state = 'judging' ORDER BY id LIMIT 1"
EDITION = "UPDATE cases SET edition = ?, editions = ?, confidential = ? WHERE id = ?"
TASK = """UPDATE tasks SET procedure = ?, element = ?, name = ?, role = ?, office = ?, region = ?, form = ?, item = ?,
deadline = ?, confidential = ?, assignee_id = ?, assignee = ?, claimed = ?, version = version + 1
WHERE token = ? AND state = 'open'"""


def add(store: Session, new: Move) -> int:
    """Keep a new move with a line for each running case of the procedure on another edition; its key."""
    values = (new.procedure, new.edition, json.dumps(dict(new.editions)), json.dumps(dict(new.mapping)),
              dumps(new.answers), new.reason, new.most, new.state, new.planned, new.planned_by,
              new.planned_by_name)  # fmt: skip
    id = int(run(store, ADD, values).scalar_one())
    run(store, FILL, (id, new.procedure, new.edition))
    return id


def load(store: Session, id: int, *, lock: bool = False) -> Move | None:
    """One move."""
    columns = ", ".join(MoveRecord.model_fields)
    tail = " FOR UPDATE" if lock and store.get_bind().dialect.name != "sqlite" else ""
    found = run(store, f"SELECT {columns} FROM moves WHERE id = ?{tail}", (id,)).first()
    return None if found is None else of(found)


def of_procedure(store: Session, procedure: str) -> list[Move]:
    """The moves of a procedure, the newest first."""
    columns = ", ".join(MoveRecord.model_fields)
    return [of(row) for row in run(store, f"SELECT {columns} FROM moves WHERE procedure = ? ORDER BY id DESC",
                                   (procedure,))]  # fmt: skip


def set_state(store: Session, id: int, state: MoveState, incidents: int) -> None:
    """Note where a move is, and how many incidents it met."""
    run(store, "UPDATE moves SET state = ?, incidents = ? WHERE id = ?", (state, incidents, id))


def to_judge(store: Session) -> int | None:
    """The oldest move whose verdicts are still to be worked out."""
    found = run(store, TO_JUDGE, ()).first()
    return None if found is None else int(found[0])


def unjudged(store: Session, move_id: int, limit: int) -> list[Moving]:
    """Cases of a move without a verdict, at most `limit`."""
    return [of_case(row) for row in run(store, OF_STATE, (move_id, Fate.NEW, limit))]


def next_in_wave(store: Session) -> Moving | None:
    """The next case whose turn it is, to move or to be put back; what another worker has in hand is passed over."""
    skip = "" if store.get_bind().dialect.name == "sqlite" else " FOR UPDATE SKIP LOCKED"
    row = run(store, NEXT + skip, ()).first()
    return None if row is None else of_case(row)


def keep(store: Session, one: Moving, now: datetime) -> None:
    """Keep what became of one case."""
    reasons = json.dumps([[why.fr, why.en, why.field, why.label] for why in one.reasons], ensure_ascii=False)
    run(store, KEEP, (one.verdict, reasons, one.step, one.fate, one.before, one.version, now, one.move_id,
                      one.case_id))  # fmt: skip


def queue(store: Session, move_id: int, before: Fate, after: Fate, regions: Iterable[str]) -> int:
    """Line up the cases of some regions, to be moved or put back; how many there are."""
    return sum(run(store, QUEUE, (after, move_id, before, region)).rowcount for region in regions)


def cases(store: Session, move_id: int) -> list[Moving]:
    """Every case of a move, without what puts it back."""
    columns = COLUMNS.replace("before", "'' AS before")
    rows = run(store, f"SELECT {columns} FROM move_cases WHERE move_id = ? ORDER BY case_id", (move_id,))
    return [of_case(row) for row in rows]


def seen(store: Session, move_id: int, *, seen_by: Actor, limit: int) -> dict[int, str]:
    """The numbers, by key, of the cases of a move that `seen_by` may see, at most `limit`."""
    inside = select(MoveCaseRecord.case_id).where(MoveCaseRecord.move_id == move_id)
    statement = select(CaseRecord.id, CaseRecord.ref).where(col(CaseRecord.id).in_(inside), audience.cases(seen_by))
    return {int(id or 0): ref for id, ref in store.exec(statement.order_by(col(CaseRecord.id)).limit(limit))}


def origins(store: Session, move_id: int) -> list[str]:
    """The editions (sha256) that cases of a move still follow."""
    sql = """SELECT DISTINCT c.edition FROM cases c JOIN move_cases m ON m.case_id = c.id
    JOIN moves o ON o.id = m.move_id WHERE m.move_id = ? AND c.edition <> o.edition AND c.state <> 'closed'"""
    return [row[0] for row in run(store, sql, (move_id,))]


def follow(store: Session, case: Case) -> None:
    """Write which edition a case follows."""
    editions = json.dumps(dict(case.editions), sort_keys=True)
    run(store, EDITION, (case.edition, editions, roles_text(case.confidential), case.id))


def error_of(store: Session, case_id: int) -> str:
    """Why a case is set aside, "" when it is not."""
    return str(run(store, "SELECT error FROM cases WHERE id = ?", (case_id,)).scalar_one())


def rewrite_task(store: Session, task: Task) -> None:
    """Write an open task as another edition has it; its due time, its marks and its draft stay."""
    values = (task.procedure, task.element, task.name, task.role, task.office, task.region, task.form, task.item,
              task.deadline, roles_text(task.confidential), task.assignee_id, task.assignee, task.claimed,
              task.token)  # fmt: skip
    run(store, TASK, values)


def drop_tasks(store: Session, tokens: Sequence[str]) -> None:
    """Forget tasks that only a move had opened."""
    for token in tokens:
        run(store, "DELETE FROM drafts WHERE token = ?", (token,))
        run(store, "DELETE FROM tasks WHERE token = ?", (token,))


WAITS = ("case_id", "kind", "element", "name", "due", "host", "confidential", "since", "correlation")


def waits_of(store: Session, case_id: int) -> list[dict[str, Any]]:
    """The rows of what a case waits for, as they are."""
    rows = run(store, f"SELECT {', '.join(WAITS)} FROM waits WHERE case_id = ? ORDER BY id", (case_id,))
    return [
        {**{name: getattr(row, name) for name in WAITS}, "due": moment(row.due), "since": moment(row.since)}
        for row in rows
    ]


def put_waits(store: Session, case_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows `waits_of` gave in place of what a case waits for now."""
    run(store, "DELETE FROM waits WHERE case_id = ?", (case_id,))
    insert(store, "waits", WAITS, [tuple(row[name] for name in WAITS) for row in rows])


def of(row: Any) -> Move:
    """A move as a value."""
    planned = moment(row.planned)
    assert planned is not None
    return Move(
        id=row.id, procedure=row.procedure, edition=row.edition, editions=json.loads(row.editions),
        mapping=json.loads(row.mapping), answers=loads_mapping(row.answers), reason=row.reason, most=row.most,
        incidents=row.incidents, state=MoveState(row.state), planned=planned, planned_by=row.planned_by,
        planned_by_name=row.planned_by_name,
    )  # fmt: skip


def of_case(row: Any) -> Moving:
    """A case of a move as a value."""
    reasons = tuple(Why(*texts) for texts in json.loads(row.reasons or "[]"))
    return Moving(row.move_id, row.case_id, row.region, row.verdict, reasons, row.step, Fate(row.state), row.before,
                  row.version)  # fmt: skip
