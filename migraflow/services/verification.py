"""A check of the whole house: is all that is kept true to itself? Reads everything, changes nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from migraflow import engine
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import MigraflowError
from migraflow.domain.journal import EntryKind, first_broken
from migraflow.domain.tasks import TaskState
from migraflow.domain.verification import Fault, FaultKind, Verified
from migraflow.services import editions, subjects
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import verification as store
from migraflow.store.verification import Whole


def verify(work: Work) -> Verified:
    """Read everything as it stands at one instant, while people go on working, and tell what does not hold."""
    require_house(work)
    store.at_one_instant(work.store)
    counts: Counter[str] = Counter(cases=0, entries=0, snapshots=0, tasks=0, waits=0, effects=0, files=0)
    faults: list[Fault] = []
    journal = hashlib.sha256()
    for whole in store.everything(work.store):
        count(counts, whole)
        journal.update(f"{whole.case.ref} {whole.case.head}\n".encode())
        faults += faults_of(work, whole)
    for sha, sound in store.files(work.store):
        counts["files"] += 1
        if not sound:
            faults.append(Fault(FaultKind.FILE_DAMAGED, "files", sha))
    for place, lost in store.orphans(work.store):
        faults.append(Fault(FaultKind.ORPHAN, place, str(lost)))
    return Verified(counts, tuple(faults), journal.hexdigest())


def count(counts: Counter[str], whole: Whole) -> None:
    """Add what was read of one case."""
    counts["cases"] += 1
    counts["snapshots"] += whole.snapshot is not None
    for name, found in (
        ("entries", whole.chain),
        ("tasks", whole.tasks),
        ("waits", whole.waits),
        ("effects", whole.effects),
    ):
        counts[name] += len(found)


def faults_of(work: Work, whole: Whole) -> Iterator[Fault]:
    """Everything that does not hold about one case."""
    yield from history(whole)
    yield from completions(whole)
    yield from effects(whole)
    if whole.closed:
        yield from left_over(whole)
    yield from standing(work, whole)


def history(whole: Whole) -> Iterator[Fault]:
    """The journal: every seal holds, and the case knows of the last one."""
    case, chain = whole.case, whole.chain
    broken = first_broken(chain)
    if broken is not None:
        yield Fault(FaultKind.JOURNAL_BROKEN, case.ref, str(broken))
    elif (len(chain), chain[-1].seal if chain else "") != (case.entries, case.head):
        yield Fault(FaultKind.JOURNAL_CUT, case.ref, f"{len(chain)}/{case.entries}")


def completions(whole: Whole) -> Iterator[Fault]:
    """Every task that is done stands in the journal exactly once, and no other does."""
    told = Counter(kept.entry.token for kept in whole.chain if kept.entry.kind is EntryKind.COMPLETED)
    done = {task.token for task in whole.tasks if task.state is TaskState.DONE}
    for token in sorted(done - told.keys()):
        yield Fault(FaultKind.COMPLETION_UNTOLD, whole.case.ref, token)
    for token in sorted(told.keys() - done):
        yield Fault(FaultKind.COMPLETION_UNDONE, whole.case.ref, token)
    for token in sorted(token for token, times in told.items() if times > 1):
        yield Fault(FaultKind.COMPLETION_TWICE, whole.case.ref, token)


def effects(whole: Whole) -> Iterator[Fault]:
    """Every effect the journal tells of is in the outbox, and each is done, waiting for a try, or given up aloud."""
    told = sum(kept.entry.kind is EntryKind.EFFECT for kept in whole.chain)
    if len(whole.effects) < told:
        yield Fault(FaultKind.EFFECT_MISSING, whole.case.ref, f"{len(whole.effects)}/{told}")
    for effect in whole.effects:
        if effect.done == effect.waiting and not (effect.error and not effect.done):
            yield Fault(FaultKind.EFFECT_LOST, whole.case.ref, effect.key)


def left_over(whole: Whole) -> Iterator[Fault]:
    """A closed case asks nothing of anybody any more."""
    for task in whole.tasks:
        if task.state is TaskState.OPEN:
            yield Fault(FaultKind.CLOSED_BUT_OPEN, whole.case.ref, task.name)
    for wait in whole.waits:
        yield Fault(FaultKind.CLOSED_BUT_OPEN, whole.case.ref, wait.name or wait.element)


def standing(work: Work, whole: Whole) -> Iterator[Fault]:
    """Where the engine says the case stands is where the lists say it stands."""
    if whole.snapshot is None:
        yield Fault(FaultKind.SNAPSHOT_MISSING, whole.case.ref)
        return
    try:
        compiled = editions.of_case(work, whole.case)
    except MigraflowError as error:
        yield Fault(FaultKind.EDITION_UNREADABLE, whole.case.ref, f"{whole.case.procedure}, {error}")
        return
    try:
        now = engine.facts(compiled, whole.snapshot)
    except MigraflowError as error:
        yield Fault(FaultKind.SNAPSHOT_UNREADABLE, whole.case.ref, str(error))
        return
    if whole.closed:
        return
    if now.ended:
        yield Fault(FaultKind.ENDED_BUT_OPEN, whole.case.ref, now.ended.name)
    yield from inbox(whole, now)
    yield from waiting(whole, compiled, now)


def inbox(whole: Whole, now: engine.Progress) -> Iterator[Fault]:
    """The open tasks are the engine's, no more and no fewer."""
    listed = {task.token: task.name for task in whole.tasks if task.state is TaskState.OPEN}
    asked = {task.token: task.name for task in now.tasks}
    for token in sorted(asked.keys() - listed.keys()):
        yield Fault(FaultKind.TASK_MISSING, whole.case.ref, asked[token])
    for token in sorted(listed.keys() - asked.keys()):
        yield Fault(FaultKind.TASK_EXTRA, whole.case.ref, listed[token])


def waiting(whole: Whole, compiled: engine.Compiled, now: engine.Progress) -> Iterator[Fault]:
    """The case waits for what its engine waits for; one set aside is looked at again at a moment of its own."""
    listed = Counter((str(wait.kind), wait.element, wait.name, wait.due) for wait in whole.waits)
    asked = Counter((str(wait.kind), wait.element, wait.name, wait.due) for wait in now.waits)
    different = sorted({key[1] for key in (listed - asked) + (asked - listed)})
    if different:
        yield Fault(FaultKind.WAITS_DIFFER, whole.case.ref, ", ".join(different))
    right = {subjects.next_due(whole.case, compiled, now), *([now.next_due] if whole.case.holds else [])}
    if whole.case.state is CaseState.OPEN and whole.next_due not in right:
        yield Fault(FaultKind.DUE_DIFFERS, whole.case.ref, f"{whole.next_due} / {now.next_due}")
