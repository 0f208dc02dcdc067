"""Replaying last year's cases through a working copy: asked for here, done by a worker, read in figures.

Nothing of a case is written. Counts by sex and region hide what could point at somebody; single cases are shown to
those who may see them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.cases import OWN_NUMBER, CaseState
from migraflow.domain.errors import MigraflowError, NotFound
from migraflow.domain.masking import hidden_in_table
from migraflow.domain.replays import (
    ALIVE,
    FateLine,
    GroupLine,
    Replay,
    ReplayedCase,
    ReplaySheet,
    ReplayState,
    StopLine,
)
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.replay import Fate, Replayed, packed_record, packed_setup
from migraflow.services import editions, studio
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import replays as store

SPAN = timedelta(days=365)
"""How far back cases are replayed."""
AT_ONCE, STEPS = range(20, 400), 20
"""Cases read and handed out in one go: in so many steps at least, that a manager may see it go on and stop it."""
SHOWN = 200
"""Cases a page lists."""
FATES = tuple(fate.value for fate in Fate)


@dataclass(frozen=True, slots=True)
class Job:
    """A replay for a crew: its key and what each process is set up with."""

    replay: Replay
    setup: str


def ask(work: Work, *, procedure: str) -> int:
    """Ask for a replay of the working copy; one that is still on its way is given up for it. Its key.

    Raises NotFound without a working copy.
    """
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    before = store.last(work.store, procedure)
    if before is not None:
        cancel(work, replay=before.id)
    since = work.now - SPAN
    new = Replay(0, procedure, studio.bundle_of(copy).sha256, ReplayState.WAITING, since,
                 store.count(work.store, procedure, since), 0, work.now, work.actor.account_id, work.actor.name, None,
                 "")  # fmt: skip
    return store.add(work.store, new, copy.files)


def cancel(work: Work, *, replay: int) -> None:
    """Give a replay up; nothing is kept of what it found so far."""
    work.require(Permission.CHANGE_PROCEDURE)
    if store.set_state(work.store, replay, ALIVE, ReplayState.CANCELLED, finished=work.now):
        store.forget(work.store, replay)


def take(work: Work) -> Job | None:
    """The replay to go on with, with what its processes need; None when none waits, or it cannot begin and failed."""
    require_house(work)
    replay_now = store.next_waiting(work.store)
    if replay_now is None:
        return None
    try:
        with work.store.begin_nested():
            draft = engine.Bundle.of(replay_now.procedure, store.files(work.store, replay_now.id))
            house = editions.house_of(work)
            engine.compile_edition(draft, house)
            followed = {
                key_of(sha, called): (editions.bundle(work, sha), {id: editions.bundle(work, one)
                                                                   for id, one in called.items()})
                for sha, called in store.editions(work.store, replay_now)
            }  # fmt: skip
            setup = packed_setup(house, draft, followed, OWN_NUMBER)
    except MigraflowError as error:
        fail(work, replay=replay_now.id, reason=str(error))
        return None
    store.set_state(work.store, replay_now.id, ALIVE, ReplayState.RUNNING)
    return Job(replay_now, setup)


def key_of(sha: str, called: dict[str, str]) -> str:
    """What names an edition with those it calls."""
    return "+".join([sha, *(called[id] for id in sorted(called))])


def share(work: Work, *, replay: int) -> list[list[Any]] | None:
    """The next cases to replay, as a crew reads them; None when it was given up, [] when all are done."""
    require_house(work)
    found = store.load(work.store, replay)
    if found is None or found.state is not ReplayState.RUNNING:
        return None
    many = min(max(found.total // STEPS, AT_ONCE.start), AT_ONCE.stop)
    ids = store.left(work.store, found, many)
    return [packed(*one) for one in store.recorded(work.store, ids)] if ids else []


def packed(row: Any, opened: str, events: list[list[str]]) -> list[Any]:
    """One recorded case for a crew."""
    closed = row.state == CaseState.CLOSED
    key = key_of(row.edition, json.loads(row.editions))
    return packed_record(row.id, key, opened, row.outcome, closed, row.ref, row.data, events)


def keep(work: Work, *, replay: int, results: list[Replayed]) -> None:
    """Keep what would have become of some cases, unless it was given up meanwhile."""
    require_house(work)
    if not store.set_state(work.store, replay, (ReplayState.RUNNING,), ReplayState.RUNNING):
        return
    found = store.load(work.store, replay)
    assert found is not None
    rows = [(one.case_id, one.fate, one.element[:120], one.question[:200], one.outcome[:80], one.steps, one.days)
            for one in results]  # fmt: skip
    store.put(work.store, found, rows)


def finish(work: Work, *, replay: int) -> None:
    """All cases are replayed."""
    require_house(work)
    store.set_state(work.store, replay, (ReplayState.RUNNING,), ReplayState.DONE, finished=work.now)


def fail(work: Work, *, replay: int, reason: str) -> None:
    """A replay could not be done."""
    require_house(work)
    store.set_state(work.store, replay, ALIVE, ReplayState.FAILED, finished=work.now, error=reason[:500])


def latest(work: Work, *, procedure: str) -> Replay | None:
    """The newest replay of a procedure's working copy, whatever its state."""
    work.require(Permission.CHANGE_PROCEDURE)
    return store.last(work.store, procedure)


def sheet(work: Work, *, replay: int, fate: str = "") -> ReplaySheet:
    """A replay as its page shows it; `fate` chooses the cases listed. Raises NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    found = store.load(work.store, replay)
    if found is None:
        raise NotFound("replay", str(replay))
    draft = engine.Bundle.of(found.procedure, store.files(work.store, replay))
    rows = store.tally(work.store, replay)
    names = step_names(work, draft)
    cases = seen(work, replay, fate, names)
    fates = Counter[str]()
    for row in rows:
        fates[row.verdict] += row.many
    listed = sum(count for one, count in fates.items() if (one == fate if fate else one != Fate.SAME))
    many = sum(fates.values())
    return ReplaySheet(
        replay=found,
        fits=fits(work, found),
        share=round(100 * (many - fates[Fate.SAME]) / many, 1) if many else 0.0,
        most=read_facts(draft.files[PROCEDURE]).threshold,
        fates=tuple(FateLine(one, fates[one]) for one in FATES),
        stops=tuple(stops(rows, names)),
        more_steps=round(sum(row.steps for row in rows) / many, 2) if many else 0.0,
        more_days=round(sum(row.days for row in rows) / many, 2) if many else 0.0,
        columns=FATES,
        sexes=groups(rows, lambda row: row.sex),
        regions=groups(rows, lambda row: row.region),
        cases=cases,
        hidden=listed - len(cases),
    )


def fits(work: Work, replay_now: Replay) -> bool:
    """Whether a replay is of the working copy as it stands."""
    try:
        return studio.bundle_of(studio.held(work, replay_now.procedure)).sha256 == replay_now.sha
    except NotFound:
        return False


def step_names(work: Work, draft: engine.Bundle) -> dict[str, str]:
    """The names of a draft's steps by element; none while it does not compile."""
    try:
        compiled = engine.compile_edition(draft, editions.house_of(work))
    except MigraflowError:
        return {}
    return {step.element: step.name for step in compiled.places.values()}


def stops(rows: Iterable[Any], names: dict[str, str]) -> Iterable[StopLine]:
    """Where cases stop, break or end otherwise, the most first."""
    counts = Counter[tuple[str, str, str]]()
    for row in rows:
        if row.verdict in (Fate.STOPS, Fate.ENDS, Fate.FAILS):
            counts[row.verdict, row.element, row.outcome if row.verdict == Fate.ENDS else row.question] += row.many
    for (fate, element, what), count in counts.most_common():
        yield StopLine(fate, names.get(element, element), what, count)


def groups(rows: Iterable[Any], of: Callable[[Any], str]) -> tuple[GroupLine, ...]:
    """Counts by fate of each sex or region, those hidden that could point at somebody."""
    cells = Counter[tuple[str, str]]()
    for row in rows:
        cells[of(row) or "", row.verdict] += row.many
    names = sorted({name for name, _ in cells})
    hidden, closed = hidden_in_table(cells, names, FATES)
    return tuple(
        GroupLine(
            name,
            None if name in closed else sum(cells[name, fate] for fate in FATES),
            tuple(None if (name, fate) in hidden else cells[name, fate] for fate in FATES),
        )
        for name in names
    )


def seen(work: Work, replay: int, fate: str, names: dict[str, str]) -> tuple[ReplayedCase, ...]:
    """The cases this person may see."""
    if not work.actor.may(Permission.SEE_CASE):
        return ()
    found = store.seen(work.store, replay, seen_by=work.actor, fate=fate if fate in FATES else "", limit=SHOWN)
    return tuple(
        ReplayedCase(ref, one.verdict, names.get(one.element) or one.element, one.question, one.outcome, one.steps,
                     one.days)
        for ref, one in found
    )  # fmt: skip
