"""One case changes edition, or goes back to the one before: each in a transaction of its own, told in its journal.

What is written is what the dry run found: the same pure function (``engine.move``) on the case as it is now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from migraflow import engine
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.moves import Fate, Move, MoveState, Moving, Why
from migraflow.domain.tasks import Task
from migraflow.domain.values import dumps, loads_mapping
from migraflow.services import editions, progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import moves as store
from migraflow.store import snapshots, tasks
from migraflow.store.database import DatabaseError, Overtaken, is_contention

MOVED_COLUMNS = ("procedure", "element", "name", "role", "office", "region", "form", "item", "deadline")


def target_of(work: Work, move: Move) -> engine.Compiled:
    """The edition a move leads to, compiled with what it calls."""
    return editions.compiled(work, move.edition, move.editions)


def tried(work: Work, move: Move, case: Case) -> engine.Moved:
    """What the move comes to for a case as it is now; nothing is written."""
    old, new = editions.of_case(work, case), target_of(work, move)
    content = snapshots.get(work.store, case.id)
    return engine.move(content, old, new, engine.Wish(move.mapping, move.answers), now=work.now)


def judged(work: Work, move: Move, one: Moving) -> Moving:
    """A case of a move with its verdict, and why in words."""
    case = case_store.load(work.store, one.case_id)
    if case.state is CaseState.CLOSED or case.edition == move.edition:
        return replace(one, fate=Fate.GONE)
    try:
        found = tried(work, move, case)
    except Exception as error:  # whatever is wrong with one case, the others have their verdict
        if isinstance(error, DatabaseError):
            raise
        return replace(one, verdict=engine.Verdict.STAYS, fate=Fate.PLANNED, reasons=(broken(error),))
    steps = " · ".join(dict.fromkeys(task.name for task in tasks.open_of(work.store, case.id)))
    return replace(one, verdict=found.verdict, reasons=whys(found), step=steps[:300], fate=Fate.PLANNED)


def broken(error: Exception) -> Why:
    """The reason for a case that cannot even be read in the other edition."""
    told = f"{type(error).__name__}: {error}"[:300]
    return Why(f"Le dossier ne se laisse pas lire : {told}", f"The case cannot be read: {told}")


def whys(found: engine.Moved) -> tuple[Why, ...]:
    """Why a case needs an answer or stays, in sentences."""
    asked = tuple(
        Why(
            f"L’étape « {one.step} » est déjà passée : il manque la réponse « {one.label} ».",
            f"The step “{one.step}” is already behind: the answer “{one.label}” is missing.",
            one.field,
            one.label,
        )
        for one in found.questions
    )
    return tuple(Why(one.sentence("fr"), one.sentence("en")) for one in found.reasons) + asked


def take_turn(work: Work) -> int:
    """Move, or put back, the next case of the waves that run; 0 when there is none.

    An incident (the step breaks now, and did not in the dry run) stops the wave once there are as many as the move
    allows; the case stays whole on its edition.
    """
    require_house(work)
    one = store.next_in_wave(work.store)
    if one is None:
        return 0
    move = store.load(work.store, one.move_id, lock=True)
    assert move is not None
    try:
        with work.store.begin_nested():
            done = put_back(work, move, one) if one.fate is Fate.UNDOING else moved(work, move, one)
    except Overtaken:
        raise
    except Exception as error:  # one case that breaks must not take the wave with it
        if isinstance(error, DatabaseError) and is_contention(error):
            raise
        done = replace(one, fate=Fate.FAILED, reasons=(broken(error),))
    store.keep(work.store, done, work.now)
    if done.fate is Fate.FAILED:
        incidents = move.incidents + 1
        state = MoveState.STOPPED if incidents >= move.most else move.state
        store.set_state(work.store, move.id, state, incidents)
    return 1


def moved(work: Work, move: Move, one: Moving) -> Moving:
    """Move one case; a case whose verdict has changed since the dry run waits with the new one."""
    case = case_store.load(work.store, one.case_id, lock=True)
    if case.state is CaseState.CLOSED or case.edition == move.edition:
        return replace(one, fate=Fate.GONE)
    old = editions.of_case(work, case)
    found = tried(work, move, case)
    if found.progress is None or found.verdict is not engine.Verdict.MOVES:
        breaks = any(reason.code == "step_failed" for reason in found.reasons)
        fate = Fate.FAILED if breaks else Fate.PLANNED
        return replace(one, verdict=found.verdict, reasons=whys(found), fate=fate)
    before = kept(work, case, old, found.progress)
    new = target_of(work, move)
    version = followed(work, move, case, new, found.progress)
    return replace(one, fate=Fate.MOVED, before=before, version=version, reasons=())


def followed(work: Work, move: Move, case: Case, new: engine.Compiled, after: engine.Progress) -> int:
    """Write a case as it stands in its new edition; its version now."""
    now = replace(case, edition=move.edition, editions=move.editions, confidential=new.procedure.confidential)
    store.follow(work.store, now)
    open_before = {task.token: task for task in tasks.open_of(work.store, case.id)}
    for task in after.tasks:
        held = open_before.get(task.token)
        wanted = None if held is None else as_drawn(work, now, new, held, task)
        if wanted is not None and wanted != held:
            store.rewrite_task(work.store, wanted)
    told = entry(work, move, now, {"from": case.edition, "to": move.edition})
    return progress.record(work, now, progress.Step(new, after, [told])).version


def as_drawn(work: Work, case: Case, new: engine.Compiled, held: Task, task: engine.OpenTask) -> Task:
    """An open task as the new edition draws it: its due time stays; another role means that nobody has it yet."""
    drawn = progress.new_task(work, case, new, task)
    rewritten = {name: getattr(drawn, name) for name in (*MOVED_COLUMNS, "confidential")}
    free = {"assignee_id": None, "assignee": "", "claimed": None} if drawn.role != held.role else {}
    return replace(held, **rewritten, **free)


def entry(work: Work, move: Move, case: Case, detail: Mapping[str, object]) -> Entry:
    """The entry of a move, by whoever planned it and why."""
    who = {"actor_id": move.planned_by, "actor": move.planned_by_name}
    return progress.entry(work, case, EntryKind.MOVED, **who, detail={**detail, "reason": move.reason})


def kept(work: Work, case: Case, old: engine.Compiled, after: engine.Progress) -> str:
    """All that puts a case back exactly, as text; "" when the move itself makes the case act, which nothing undoes."""
    if after.effects or after.ended is not None:
        return ""
    held: list[dict[str, Any]] = [
        {"token": task.token, **{name: getattr(task, name) for name in MOVED_COLUMNS},
         "confidential": list(task.confidential), "assignee_id": task.assignee_id, "assignee": task.assignee,
         "claimed": task.claimed}
        for task in tasks.open_of(work.store, case.id)
    ]  # fmt: skip
    if {row["token"] for row in held} - {task.token for task in after.tasks}:
        return ""
    return dumps({
        "edition": case.edition, "editions": dict(case.editions), "confidential": list(old.procedure.confidential),
        "state": case.state, "next_due": case_store.next_due(work.store, case.id),
        "error": store.error_of(work.store, case.id), "content": snapshots.get(work.store, case.id).hex(),
        "data": snapshots.data(work.store, case.id), "tasks": held, "waits": store.waits_of(work.store, case.id),
    })  # fmt: skip


def put_back(work: Work, move: Move, one: Moving) -> Moving:
    """Put a moved case back exactly as it was; LEFT when it has advanced since, or acted by the move."""
    case = case_store.load(work.store, one.case_id, lock=True)
    if case.version != one.version or not one.before:
        return replace(one, fate=Fate.LEFT)
    was = cast(Mapping[str, Any], loads_mapping(one.before))
    now = replace(case, edition=was["edition"], editions=was["editions"], confidential=tuple(was["confidential"]),
                  state=CaseState(str(was["state"])))  # fmt: skip
    store.follow(work.store, now)
    give_back_tasks(work, case.id, was["tasks"])
    store.put_waits(work.store, case.id, was["waits"])
    content = snapshots.Kept(bytes.fromhex(str(was["content"])), was["data"])
    snapshots.put(work.store, case.id, content)
    told = entry(work, move, now, {"from": move.edition, "to": was["edition"], "back": True})
    progress.append(work, now, [told])
    again = replace(case_store.load(work.store, case.id), state=now.state, changed=work.now)
    case_store.move(work.store, again, case.version, next_due=was["next_due"], error=str(was["error"]))
    return replace(one, fate=Fate.BACK, before="", version=0)


def give_back_tasks(work: Work, case_id: int, held: Sequence[Mapping[str, Any]]) -> None:
    """The open tasks as they were drawn before; who has taken one since keeps it, if their role still does it."""
    before = {str(row["token"]): row for row in held}
    now = tasks.open_of(work.store, case_id)
    store.drop_tasks(work.store, [task.token for task in now if task.token not in before])
    for task in now:
        row = before.get(task.token)
        if row is None:
            continue
        drawn: dict[str, Any] = {name: row[name] for name in MOVED_COLUMNS} | {
            "confidential": tuple(row["confidential"])
        }
        holder = {name: row[name] for name in ("assignee_id", "assignee", "claimed")}
        again = replace(task, **drawn, **(holder if row["role"] != task.role else {}))
        if again != task:
            store.rewrite_task(work.store, again)
