"""Recording a step: what the engine says a case has become, written into every table at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from migraflow import engine
from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import Case, CaseState, Waiting, WaitKind
from migraflow.domain.effects import Operator
from migraflow.domain.errors import AlreadyDone, StepFailed
from migraflow.domain.journal import Entry, EntryKind, sealed
from migraflow.domain.recovery import FailedWish, Failure
from migraflow.domain.tasks import Receipt, Task, TaskState
from migraflow.services import accesses, campaign_opening, candidates, deadlines, duplicates, register_effects, subjects
from migraflow.services.explanations import explained
from migraflow.services.task_sheets import next_among
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import drafts, failures, journal, snapshots, tasks, timers
from migraflow.store import effects as effect_store

Answer = Callable[[Work, Case, Mapping[str, object], Mapping[str, object]], object]

ANSWERS: Mapping[str, Answer] = {
    Operator.FIND_DUPLICATES: duplicates.answer,
    Operator.FIND_CANDIDATES: candidates.answer,
    Operator.LIST_ACCESSES: accesses.answer,
    Operator.OPEN_CAMPAIGN: campaign_opening.of_offer,
    Operator.READ_REGISTER: lambda work, case, asked, _: register_effects.look(work, case, asked),
}
"""Who answers the effects a case waits for, in the step's own transaction: the work, the case, the effect's
parameters, the case's data. ``domain.effects.AWAITED`` lists the same operators."""
MOVING = (EntryKind.COMPLETED, EntryKind.MESSAGE, EntryKind.TIMER, EntryKind.RETRIED, EntryKind.SKIPPED,
          EntryKind.AMENDED, EntryKind.ANNULLED, EntryKind.CLOSED)  # fmt: skip
"""Entries that tell of a case moving on."""
LATE_FROM = 60
"""Seconds after its moment from which the journal says that something came late."""
MOST_ANSWERS = 50
"""Awaited effects answered in one step; more is a loop."""


@dataclass(frozen=True, slots=True)
class Step:
    """What moved a case: the edition it follows, what the engine said, the entries that tell why, the task done.

    `key` is that of the wish that did the task. `take`: who acts has the first task that opens, if it is theirs.
    `held` are the open tasks before, `waiting` whether the case waited for anything else, `drafted` whether the task
    had a draft, as far as the caller knows: what is not known is read.
    """

    compiled: engine.Compiled
    progress: engine.Progress
    because: Sequence[Entry]
    done: Task | None = None
    key: str = ""
    take: bool = False
    held: Sequence[Task] | None = None
    waiting: bool = True
    drafted: bool = True


def record(work: Work, case: Case, step: Step) -> Case:
    """Write one step of `case`, whose effects the engine waits for are answered on the way; the case as it is now.

    Raises Overtaken when the case has moved since it was loaded: the whole wish is tried again.
    """
    return recorded(work, case, step)[0]


def recorded(work: Work, case: Case, step: Step) -> tuple[Case, Receipt]:
    """`record`, and what it answers to who acts: the case, the next task they may do at once, the end if it came."""
    progress, performed = answered(work, case, step.compiled, step.progress)
    step = replace(step, progress=progress)
    before = tasks.open_of(work.store, case.id) if step.held is None else step.held
    opened, gone = moved_tasks(work, case, step, before)
    opened, taken = first_taken(work, opened) if step.take else (opened, [])
    by = unnamed(work, case, step)
    chain = sealed(
        (*step.because, *told(by, case, step), *opened_entries(by, case, opened), *gone_entries(by, case, gone),
         *closing(by, case, step), *(of_task(work, case, EntryKind.CLAIMED, task) for task in taken)),
        last=case.entries,
        head=case.head,
    )  # fmt: skip
    now = ended(work, case, step) if progress.ended else replace(case, state=CaseState.OPEN)
    now = replace(now, changed=work.now, entries=case.entries + len(chain), head=chain[-1].seal if chain else case.head)
    receipt = Receipt(case.ref, next_among(work, remaining(step, before, gone, opened)), now.outcome_label or None)
    keep(work, case, now, step, receipt)
    for task in gone:
        tasks.cancel(work.store, task.token, work.actor, work.now)
        drafts.drop(work.store, task.token)
    tasks.add(work.store, opened)
    if not progress.ended:
        subjects.bind(work, case, step.compiled, progress.data)
    journal.append(work.store, case.id, chain)
    effect_store.add(work.store, case.id, [asked(effect, work, performed) for effect in progress.effects], work.now)
    return replace(now, version=case.version + 1), receipt


def keep(work: Work, case: Case, now: Case, step: Step, receipt: Receipt) -> None:
    """Write the case as it is `now`, the engine's memory, what it waits for, and the end of the task done.

    The case comes first: whoever moves it at the same time waits here, and is told.
    """
    progress = step.progress
    failure = still_failing(work, case, step)
    now = replace(now, state=CaseState.BLOCKED) if failure else now
    next_due = subjects.next_due(case, step.compiled, progress)
    case_store.move(work.store, now, case.version, next_due=next_due, error=failure.cause if failure else "")
    snapshots.put(work.store, case.id, snapshots.Kept(progress.snapshot, progress.data))
    if step.done is not None:
        tasks.finish(work.store, step.done, work.actor, work.now, (step.key, receipt))
        drafts.drop_with(work.store, step.done.token, seen=step.drafted)
    awaited = waits(step)
    if step.waiting or awaited:
        timers.replace(work.store, case.id, timers.of_case(work.store, case.id), awaited, work.now)


def still_failing(work: Work, case: Case, step: Step) -> Failure | None:
    """What a case set aside still cannot do, although another step succeeded; forgotten when that was the one.

    A timer that broke is tried again by itself; a task or a message is somebody's word, kept until it is heard.
    """
    if case.state is not CaseState.BLOCKED:
        return None
    failure = failures.of_case(work.store, case.id)
    waiting = failure is not None and (
        failure.kind is FailedWish.MESSAGE or failure.token in {task.token for task in step.progress.tasks}
    )
    if failure is not None and waiting and not step.progress.ended:
        return failure
    failures.settle(work.store, case.id)
    return None


def first_taken(work: Work, opened: Sequence[Task]) -> tuple[list[Task], list[Task]]:
    """The tasks that opened, the first one of them that who acts may do taken by them; and that one."""
    token = next_among(work, opened)
    mine = {"assignee_id": work.actor.account_id, "assignee": work.actor.name, "claimed": work.now}
    after = [replace(task, **mine) if task.token == token else task for task in opened]
    return after, [task for task in after if task.token == token]


def remaining(step: Step, before: Sequence[Task], gone: Sequence[Task], opened: Sequence[Task]) -> list[Task]:
    """The tasks that are open after a step, the oldest first."""
    over = {task.token for task in gone}
    if step.done is not None:
        over.add(step.done.token)
    return [*(task for task in before if task.token not in over), *opened]


def append(work: Work, case: Case, entries: Sequence[Entry]) -> None:
    """Add entries to the journal of a case that does not move by them; the case must be locked."""
    chain = sealed(entries, last=case.entries, head=case.head)
    journal.append(work.store, case.id, chain)
    case_store.grow(work.store, case, len(chain), chain[-1].seal)


def overtaken(work: Work, case: Case) -> AlreadyDone:
    """The refusal of whoever comes after the case has moved on: who moved it last, and when."""
    last = journal.last_of(work.store, case.id, MOVING)
    return AlreadyDone("", None) if last is None else AlreadyDone(last[0], last[1])


def answered(
    work: Work, case: Case, compiled: engine.Compiled, progress: engine.Progress
) -> tuple[engine.Progress, frozenset[str]]:
    """The progress after every awaited effect has its answer, with all that happened on the way, and their keys."""
    ahead = [effect for effect in progress.effects if effect.awaits]
    performed: set[str] = set()
    for _ in range(MOST_ANSWERS):
        if not ahead:
            break
        effect = ahead.pop(0)
        result = answer_of(work, case, effect, progress.data)
        after = engine.resume(compiled, progress.snapshot, effect.token, result, now=work.now)
        ahead += [new for new in after.effects if new.awaits]
        performed.add(effect.key)
        progress = replace(
            after,
            effects=progress.effects + after.effects,
            trail=progress.trail + after.trail,
            decisions=progress.decisions + after.decisions,
        )
    return progress, frozenset(performed)


def answer_of(work: Work, case: Case, effect: engine.Effect, data: Mapping[str, object]) -> object:
    """The answer to an effect the case waits for. A row written into a register is known by the effect's key."""
    if effect.operator == Operator.WRITE_REGISTER:
        return register_effects.write(work, case, effect.parameters, effect.key)
    return ANSWERS[effect.operator](work, case, effect.parameters, data)


def moved_tasks(work: Work, case: Case, step: Step, before: Sequence[Task]) -> tuple[list[Task], list[Task]]:
    """The tasks that opened with this step, and those that went without being done."""
    held = {task.token for task in before}
    open_now = {task.token for task in step.progress.tasks}
    opened = [new_task(work, case, step.compiled, task) for task in step.progress.tasks if task.token not in held]
    done = step.done.token if step.done else ""
    return opened, [task for task in before if task.token not in open_now and task.token != done]


def new_task(work: Work, case: Case, compiled: engine.Compiled, task: engine.OpenTask) -> Task:
    """A task as it is kept: where the case is, or where its own item says; due as ``delais.csv`` says."""
    still = case.holds and not subjects.works_on(compiled, task.procedure, task.element)
    due, next_mark = (None, None) if still else deadlines.of(work, task.deadline or "")
    office, region = placed(work, case, task)
    return Task(
        token=task.token,
        case_id=case.id,
        procedure=task.procedure,
        element=task.element,
        name=task.name,
        role=task.role,
        office=office,
        region=region,
        form=task.form or "",
        item=task.item or "",
        deadline=task.deadline or "",
        confidential=compiled.confidential(task.procedure),
        state=TaskState.OPEN,
        version=1,
        assignee_id=None,
        assignee="",
        due=due,
        level=0,
        next_mark=next_mark,
        created=work.now,
    )


def placed(work: Work, case: Case, task: engine.OpenTask) -> tuple[str, str]:
    """The office and region a task lies in: its case's, unless the step names others (one task per region…).

    Raises StepFailed for a region or office that does not exist: nobody would ever see the task.
    """
    if not task.region and not task.office:
        return case.office, case.region
    for code, name in ((task.region, "regions"), (task.office, "structures")):
        known = work.house.lists.get(name)
        if code and (known is None or code not in known.entries):
            raise StepFailed(task.element, f"« {code} » n’est pas dans la liste « {name} »")
    if not task.office:
        return "", task.region
    return task.office, task.region or work.house.lists["structures"].entries[task.office].more.get("region", "")


def unnamed(work: Work, case: Case, step: Step) -> Work:
    """The work what follows of itself is told by: what follows from a task done inside does not say by whom."""
    inside = step.done is not None and set(step.done.confidential) > set(case.confidential)
    return replace(work, actor=SYSTEM) if inside else work


def entry(work: Work, case: Case, kind: EntryKind, **facts: object) -> Entry:
    """An entry about `case` by the one who acts now; `facts` are further fields of `Entry`."""
    actor = work.actor
    plain: dict[str, object] = {
        "kind": kind,
        "at": work.now,
        "actor_id": actor.account_id,
        "actor": actor.name,
        "procedure": case.procedure,
        "edition": case.edition,
        "office": actor.office,
        "region": actor.region,
        "confidential": case.confidential,
    }
    return Entry(**{**plain, **facts})  # pyright: ignore[reportArgumentType]


def of_task(work: Work, case: Case, kind: EntryKind, task: Task, **facts: object) -> Entry:
    """An entry about a task of `case`."""
    about: dict[str, object] = {
        "element": task.element,
        "name": task.name,
        "procedure": task.procedure,
        "token": task.token,
        "item": task.item,
        "role": task.role,
        "confidential": task.confidential,
        "created": task.created,
        "claimed": task.claimed,
    }
    return entry(work, case, kind, **{**about, **facts})


def told(work: Work, case: Case, step: Step) -> Iterator[Entry]:
    """The nodes passed, the decisions taken and the effects asked for, as entries."""
    compiled, progress = step.compiled, step.progress
    homes = {passed.element: passed.procedure for passed in progress.trail}
    for passed in progress.trail:
        how = {"kind": str(passed.kind), "flow": passed.flow, **lateness(passed.due, work.now)}
        yield entry(work, case, EntryKind.TIMER if is_timer(compiled, passed) else EntryKind.PASSED,
                    element=passed.element, name=passed.name, procedure=passed.procedure,
                    confidential=compiled.confidential(passed.procedure), detail=how)  # fmt: skip
    for taken in progress.decisions:
        home = homes.get(taken.element, case.procedure)
        yield entry(work, case, EntryKind.DECISION, element=taken.element, name=name_of(compiled, home, taken.element),
                    procedure=home, confidential=compiled.confidential(home),
                    detail={"decision": taken.decision, **explained(taken)})  # fmt: skip
    for effect in progress.effects:
        home = homes.get(effect.element, case.procedure)
        yield entry(work, case, EntryKind.EFFECT, element=effect.element, procedure=home,
                    name=name_of(compiled, home, effect.element), confidential=compiled.confidential(home),
                    detail={"operator": effect.operator, "parameters": dict(effect.parameters)})  # fmt: skip


def lateness(due: datetime | None, now: datetime) -> Mapping[str, object]:
    """What the journal adds of something that was `due` and happens only `now`: the moment, and how late in seconds.

    Nothing when it happens about when it should.
    """
    late = 0 if due is None else int((now - due).total_seconds())
    return {"due": due, "late": late} if late >= LATE_FROM else {}


def is_timer(compiled: engine.Compiled, passed: engine.Passed) -> bool:
    """Whether what passed is a moment that came."""
    diagram = compiled.diagrams.get(passed.procedure)
    node = diagram.nodes.get(passed.element) if diagram else None
    return node is not None and node.trigger.kind == "timer"


def name_of(compiled: engine.Compiled, procedure: str, element: str) -> str:
    """The name of an element in its diagram."""
    step = compiled.places.get((procedure, element))
    return step.name if step else element


def opened_entries(work: Work, case: Case, opened: Sequence[Task]) -> Iterator[Entry]:
    """The tasks that opened, as entries."""
    for task in opened:
        yield of_task(work, case, EntryKind.TASK_CREATED, task, detail={"due": task.due})


def gone_entries(work: Work, case: Case, gone: Sequence[Task]) -> Iterator[Entry]:
    """The tasks that went without being done, as entries."""
    for task in gone:
        yield of_task(work, case, EntryKind.CANCELLED, task)


def closing(work: Work, case: Case, step: Step) -> Iterator[Entry]:
    """The end, as an entry, when the case has come to it."""
    end = step.progress.ended
    if end:
        label = step.compiled.procedure.issues.get(end.outcome, end.name)
        yield entry(work, case, EntryKind.CLOSED, element=end.element, name=label, detail={"outcome": end.outcome})


def ended(work: Work, case: Case, step: Step) -> Case:
    """`case` closed with the outcome it came to."""
    end = step.progress.ended
    assert end is not None
    label = step.compiled.procedure.issues.get(end.outcome, end.name)
    return replace(case, state=CaseState.CLOSED, closed=work.now, outcome=end.outcome, outcome_label=label)


def waits(step: Step) -> list[Waiting]:
    """What the case waits for now."""
    return [
        Waiting(
            kind=WaitKind(wait.kind.value),
            element=wait.element,
            name=wait.name,
            due=wait.due,
            host=wait.host or "",
            confidential=step.compiled.confidential(wait.procedure),
            correlation=wait.correlation,
        )
        for wait in step.progress.waits
    ]


def asked(effect: engine.Effect, work: Work, performed: frozenset[str]) -> effect_store.Asked:
    """An effect as the outbox keeps it; done already when the step itself performed it."""
    return effect_store.Asked(
        key=effect.key,
        operator=effect.operator,
        parameters=effect.parameters,
        element=effect.element,
        token=effect.token,
        done=work.now if effect.key in performed else None,
    )
