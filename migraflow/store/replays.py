"""Replays, kept: the job, the recorded cases it reads, what came of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.replays import Replay, ReplayState
from migraflow.store import audience
from migraflow.store.database import Session, moment, run
from migraflow.store.procedures import packed, unpacked
from migraflow.store.rows import insert
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.publishing import ReplayCaseRecord

COLUMNS = "id, procedure, sha, state, since, total, done, asked, asked_by, asked_by_name, finished, error"
ADD = """INSERT INTO replays (procedure, sha, state, since, total, done, asked, asked_by, asked_by_name, error, files)
VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, '', ?) RETURNING id"""
WANTED = "FROM cases WHERE procedure = ? AND opened >= ?"
CASES = """SELECT c.id, c.ref, c.edition, c.editions, c.opened, c.state, c.outcome, s.data FROM cases c
JOIN snapshots s ON s.case_id = c.id WHERE c.id IN ({marks}) ORDER BY c.id"""
TOLD = """SELECT case_id, number, kind, at, procedure, element, item, answers, fingerprint, created, detail FROM journal
WHERE case_id IN ({marks}) AND kind IN ('completed', 'message', 'timer', 'resumed') ORDER BY case_id, number"""
RESULTS = ("replay_id", "case_id", "verdict", "element", "question", "outcome", "steps", "days")
TALLY = """SELECT r.verdict, r.element, r.question, r.outcome, c.sex, c.region, COUNT(*) AS many, SUM(r.steps) AS steps,
SUM(r.days) AS days FROM replay_cases r JOIN cases c ON c.id = r.case_id WHERE r.replay_id = ?
GROUP BY r.verdict, r.element, r.question, r.outcome, c.sex, c.region"""
RESUMED = "levee_suspension"
"""The signal a case hears when a suspension has ended."""


def add(store: Session, new: Replay, files: Mapping[str, bytes]) -> int:
    """Keep a new replay with the files it is of; its key."""
    values = (new.procedure, new.sha, new.state, new.since, new.total, new.asked, new.asked_by, new.asked_by_name,
              packed(files))  # fmt: skip
    return int(run(store, ADD, values).scalar_one())


def load(store: Session, id: int) -> Replay | None:
    """One replay."""
    found = run(store, f"SELECT {COLUMNS} FROM replays WHERE id = ?", (id,)).first()
    return None if found is None else of(found)


def last(store: Session, procedure: str) -> Replay | None:
    """The newest replay of a procedure's working copy."""
    sql = f"SELECT {COLUMNS} FROM replays WHERE procedure = ? ORDER BY id DESC LIMIT 1"
    found = run(store, sql, (procedure,)).first()
    return None if found is None else of(found)


def done_of(store: Session, procedure: str, sha: str) -> Replay | None:
    """The newest finished replay of exactly this working copy."""
    sql = f"""SELECT {COLUMNS} FROM replays WHERE procedure = ? AND sha = ? AND state = 'done'
    ORDER BY id DESC LIMIT 1"""
    found = run(store, sql, (procedure, sha)).first()
    return None if found is None else of(found)


def next_waiting(store: Session) -> Replay | None:
    """The oldest replay to go on with: one that waits, or one whose worker died."""
    sql = f"SELECT {COLUMNS} FROM replays WHERE state IN ('waiting', 'running') ORDER BY id LIMIT 1"
    found = run(store, sql).first()
    return None if found is None else of(found)


def files(store: Session, id: int) -> dict[str, bytes]:
    """The working copy a replay is of."""
    return unpacked(bytes(run(store, "SELECT files FROM replays WHERE id = ?", (id,)).scalar_one()))


def set_state(store: Session, id: int, before: Sequence[ReplayState], state: ReplayState, **more: Any) -> bool:
    """Note where a replay is; False when it was in none of the states `before`."""
    marks = ", ".join("?" for _ in before)
    sets = "".join(f", {name} = ?" for name in more)
    sql = f"UPDATE replays SET state = ?{sets} WHERE id = ? AND state IN ({marks})"
    return run(store, sql, (state, *more.values(), id, *before)).rowcount == 1


def count(store: Session, procedure: str, since: datetime) -> int:
    """How many cases of a procedure were opened since a moment."""
    return int(run(store, f"SELECT COUNT(*) {WANTED}", (procedure, since)).scalar_one())


def left(store: Session, replay: Replay, limit: int) -> list[int]:
    """Keys of cases not replayed yet, at most `limit`; those opened after it was asked for are not part of it."""
    sql = f"""SELECT id {WANTED} AND opened <= ?
    AND id NOT IN (SELECT case_id FROM replay_cases WHERE replay_id = ?) ORDER BY id LIMIT ?"""
    return [row[0] for row in run(store, sql, (replay.procedure, replay.since, replay.asked, replay.id, limit))]


def editions(store: Session, replay: Replay) -> list[tuple[str, dict[str, str]]]:
    """The editions the cases of a replay followed, each with those of what it calls."""
    rows = run(store, f"SELECT DISTINCT edition, editions {WANTED}", (replay.procedure, replay.since))
    return [(row.edition, json.loads(row.editions)) for row in rows]


def recorded(store: Session, ids: Sequence[int]) -> list[tuple[Any, str, list[list[str]]]]:
    """Cases with what their journals tell: (case row, when it was opened, event rows as ``engine.replay`` reads)."""
    marks = ", ".join("?" for _ in ids)
    events: dict[int, list[list[str]]] = {}
    for row in run(store, TOLD.format(marks=marks), ids):
        told = event(row)
        if told is not None:
            events.setdefault(row.case_id, []).append(told)
    rows = run(store, CASES.format(marks=marks), ids)
    return [(row, text_of(row.opened), events.get(row.id, [])) for row in rows]


def text_of(at: Any) -> str:
    """A moment as text, in UTC."""
    found = moment(at)
    assert found is not None
    return found.isoformat()


def event(row: Any) -> list[str] | None:
    """One journal row as an event; None for a message that says nothing of itself."""
    when = [text_of(row.at), row.procedure, row.element, row.item]
    rest = [row.answers, row.fingerprint, text_of(row.created) if row.created else ""]
    if row.kind == "completed":
        return ["task", *when, "", *rest]
    if row.kind == "timer":
        return ["timer", *when, "", "", "", ""]
    if row.kind == "resumed":
        return ["signal", *when, RESUMED, "", "", ""]
    detail = json.loads(row.detail) if row.detail else {}
    name = detail.get("message") or detail.get("signal") or ""
    kind = "signal" if "signal" in detail else "opening" if row.number == 2 else "message"
    return [kind, *when, str(name), *rest] if name else None


def put(store: Session, replay: Replay, results: Sequence[Sequence[object]]) -> None:
    """Keep what would have become of some cases."""
    ids = [one[0] for one in results]
    marks = ", ".join("?" for _ in ids)
    sql = f"SELECT case_id FROM replay_cases WHERE replay_id = ? AND case_id IN ({marks})"
    known = {row[0] for row in run(store, sql, (replay.id, *ids))}  # another worker may have gone on with it, too
    insert(store, "replay_cases", RESULTS, [(replay.id, *one) for one in results if one[0] not in known])
    sql = "UPDATE replays SET done = (SELECT COUNT(*) FROM replay_cases WHERE replay_id = ?) WHERE id = ?"
    run(store, sql, (replay.id, replay.id))


def forget(store: Session, id: int) -> None:
    """Keep nothing of what came of cases in a replay."""
    run(store, "DELETE FROM replay_cases WHERE replay_id = ?", (id,))
    run(store, "UPDATE replays SET done = 0 WHERE id = ?", (id,))


def tally(store: Session, id: int) -> list[Any]:
    """Counts by verdict, element, question, outcome, sex and region, with extra steps and days."""
    return list(run(store, TALLY, (id,)))


def seen(store: Session, id: int, *, seen_by: Actor, fate: str, limit: int) -> list[tuple[str, Any]]:
    """Cases `seen_by` may see, with what would have become of them: those of one fate, or all that differ."""
    kept = ReplayCaseRecord
    which = col(kept.verdict) == fate if fate else col(kept.verdict) != "same"
    statement = (
        select(CaseRecord.ref, kept)
        .where(col(CaseRecord.id) == col(kept.case_id), col(kept.replay_id) == id, which, audience.cases(seen_by))
        .order_by(col(kept.case_id))
        .limit(limit)
    )
    return [(ref, record) for ref, record in store.exec(statement)]


def of(row: Any) -> Replay:
    """A replay as a value."""
    since, asked = moment(row.since), moment(row.asked)
    assert since is not None
    assert asked is not None
    return Replay(
        id=row.id, procedure=row.procedure, sha=row.sha, state=ReplayState(row.state), since=since, total=row.total,
        done=row.done, asked=asked, asked_by=row.asked_by, asked_by_name=row.asked_by_name,
        finished=moment(row.finished), error=row.error,
    )  # fmt: skip
