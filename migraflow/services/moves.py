"""Moving running cases: a dry run for all with one verdict each, waves by region, an exact way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.forms import Field, Form
from migraflow.domain.moves import (
    Fate,
    Missing,
    Move,
    MoveSheet,
    MoveState,
    Moving,
    MovingCase,
    RegionLine,
    VerdictLine,
)
from migraflow.services import editions
from migraflow.services.commands import require_house
from migraflow.services.relocating import judged, target_of
from migraflow.services.work import Work
from migraflow.store import moves as store
from migraflow.store import procedures as procedure_store

AT_ONCE = 100
"""Cases judged in one transaction."""
LONGEST_REASON = 500
SHOWN = 200
"""Cases a page lists."""
MOST_INCIDENTS = 50
OPEN = (Fate.PLANNED, Fate.QUEUED)


def plan(
    work: Work,
    *,
    procedure: str,
    edition: str,
    reason: str,
    most: int = 1,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, object] | None = None,
) -> int:
    """Plan to move every running case of `procedure` to `edition`; the verdicts follow, nothing moves yet. Its key.

    `answers` are raw answers to what only that edition asks. Raises NotFound, Unfit, AnswersRejected.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise Unfit("reason_missing")
    called = called_from(work, procedure, edition)
    compiled = editions.compiled(work, edition, called)
    new = Move(
        id=0, procedure=procedure, edition=edition, editions=called,
        mapping={old: now for old, now in (mapping or {}).items() if old and now},
        answers=typed(work, compiled, answers or {}), reason=said, most=min(max(most, 1), MOST_INCIDENTS), incidents=0,
        state=MoveState.JUDGING, planned=work.now, planned_by=work.actor.account_id,
        planned_by_name=work.actor.name,
    )  # fmt: skip
    return store.add(work.store, new)


def called_from(work: Work, procedure: str, edition: str) -> dict[str, str]:
    """The editions of what `procedure` calls today. Raises NotFound unless `edition` is one of its own."""
    published = procedure_store.procedure(work.store, procedure)
    kept = procedure_store.edition(work.store, edition)
    if published is None or kept is None or kept.procedure != procedure:
        raise NotFound("edition", edition)
    return editions.called_by(work, published)


def typed(work: Work, compiled: engine.Compiled, raw: Mapping[str, object]) -> Mapping[str, object]:
    """Raw answers as their fields take them; blank ones are left out. Raises AnswersRejected."""
    fields = [field for name, field in fields_of(compiled).items() if raw.get(name) not in (None, "", [])]
    form = Form("", "", "", tuple(fields), (), (), "")
    return accept(form, {field.name: raw[field.name] for field in fields}, Setting({}, work.now, work.house.lists))


def fields_of(compiled: engine.Compiled) -> dict[str, Field]:
    """Every field of the procedure's own forms by name."""
    home = compiled.procedure.id
    return {field.name: field for (procedure, _), form in compiled.forms.items() if procedure == home
            for field in form.fields}  # fmt: skip


def judge_next(work: Work) -> int:
    """Work out verdicts of the oldest move that still needs some; how many. The move is ready after the last."""
    require_house(work)
    id = store.to_judge(work.store)
    if id is None:
        return 0
    move = store.load(work.store, id, lock=True)
    assert move is not None
    found = store.unjudged(work.store, id, AT_ONCE)
    for one in found:
        store.keep(work.store, judged(work, move, one), work.now)
    if len(found) < AT_ONCE:
        store.set_state(work.store, id, MoveState.READY, 0)
    return len(found) or 1


def start(work: Work, *, move: int, regions: Sequence[str]) -> int:
    """Begin a wave: the cases of `regions` whose verdict is that they move; how many are lined up.

    After incidents had stopped a wave, starting again goes on with what was lined up.
    """
    found = loaded(work, move)
    if found.state is MoveState.JUDGING:
        raise Unfit("move_judging")
    store.queue(work.store, move, Fate.PLANNED, Fate.QUEUED, regions)
    store.set_state(work.store, move, MoveState.RUNNING, 0)
    return sum(one.fate is Fate.QUEUED for one in store.cases(work.store, move))


def undo(work: Work, *, move: int, regions: Sequence[str]) -> int:
    """Put the moved cases of `regions` back exactly as they were; how many are lined up."""
    loaded(work, move)
    count = store.queue(work.store, move, Fate.MOVED, Fate.UNDOING, regions)
    store.set_state(work.store, move, MoveState.RUNNING, 0)
    return count


def halt(work: Work, *, move: int) -> None:
    """Stop the wave after the case in hand."""
    found = loaded(work, move)
    if found.state is MoveState.RUNNING:
        store.set_state(work.store, move, MoveState.STOPPED, found.incidents)


def loaded(work: Work, id: int) -> Move:
    """A move, for somebody who may move cases. Raises NotFound."""
    work.require(Permission.PUBLISH_PROCEDURE)
    found = store.load(work.store, id, lock=True)
    if found is None:
        raise NotFound("move", str(id))
    return found


def listed(work: Work, *, procedure: str) -> tuple[Move, ...]:
    """The moves of a procedure, the newest first."""
    work.require(Permission.PUBLISH_PROCEDURE)
    return tuple(store.of_procedure(work.store, procedure))


def sheet(work: Work, *, move: int) -> MoveSheet:
    """A move as its page shows it; cases this person may not see are only counted. Raises NotFound."""
    found = loaded(work, move)
    cases = store.cases(work.store, move)
    sees = store.seen(work.store, move, seen_by=work.actor, limit=SHOWN) if work.actor.may(Permission.SEE_CASE) else {}
    numbers = {edition.sha: edition.number for edition in procedure_store.editions(work.store, found.procedure)}
    compiled = target_of(work, found)
    return MoveSheet(
        move=found,
        number=numbers.get(found.edition, 0),
        total=len(cases),
        judged=sum(one.fate is not Fate.NEW for one in cases),
        queued=sum(one.fate in (Fate.QUEUED, Fate.UNDOING) for one in cases),
        regions=tuple(region_lines(cases)),
        verdicts=tuple(verdict_lines(cases)),
        cases=tuple(
            MovingCase(sees[one.case_id], one.region, one.step, one.verdict, one.reasons, one.fate)
            for one in cases
            if one.case_id in sees
        ),
        hidden=sum(one.case_id not in sees for one in cases),
        steps=steps_of(compiled),
        missing=missing(cases),
        gone=gone_steps(work, found, compiled),
    )


def region_lines(cases: Iterable[Moving]) -> Iterable[RegionLine]:
    """The counts of each region, by name."""
    regions: dict[str, list[Moving]] = {}
    for one in cases:
        regions.setdefault(one.region, []).append(one)
    for region, here in sorted(regions.items()):
        verdicts = Counter(one.verdict for one in here if one.fate is not Fate.GONE)
        fates = Counter(one.fate for one in here)
        yield RegionLine(
            region=region,
            moves=verdicts[engine.Verdict.MOVES],
            asks=verdicts[engine.Verdict.ASKS],
            stays=verdicts[engine.Verdict.STAYS],
            waiting=sum(one.verdict == engine.Verdict.MOVES and one.fate in OPEN for one in here),
            moved=fates[Fate.MOVED] + fates[Fate.LEFT],
            failed=fates[Fate.FAILED],
        )


def verdict_lines(cases: Iterable[Moving]) -> Iterable[VerdictLine]:
    """The cases that do not simply move, by step and reason, the most first."""
    kinds = Counter(
        (one.verdict, one.step, one.reasons) for one in cases if one.reasons and one.fate in (*OPEN, Fate.FAILED)
    )
    for (verdict, step, reasons), count in kinds.most_common():
        yield VerdictLine(verdict, step, reasons, count)


def steps_of(compiled: engine.Compiled) -> tuple[tuple[str, str], ...]:
    """The steps people do, that may replace one that is gone: (element, name)."""
    places = compiled.places.values()
    home = compiled.procedure.id
    return tuple(
        (step.element, step.name) for step in places if step.procedure == home and step.kind is engine.Kind.USER
    )


def missing(cases: Iterable[Moving]) -> tuple[Missing, ...]:
    """The answers some cases would miss, once each, with how many."""
    asking = (one for one in cases if one.verdict == engine.Verdict.ASKS and one.fate is Fate.PLANNED)
    found = Counter((why.field, why.label) for one in asking for why in one.reasons if why.field)
    return tuple(Missing(field, label, count) for (field, label), count in found.most_common())


def gone_steps(work: Work, move: Move, compiled: engine.Compiled) -> tuple[tuple[str, str], ...]:
    """The steps of older editions that the new one has not, and that nothing replaces yet: (element, name)."""
    here = {element for element, _ in steps_of(compiled)} | set(move.mapping)
    found: dict[str, str] = {}
    for sha in store.origins(work.store, move.id):
        old = editions.compiled(work, sha, move.editions)
        found.update({element: name for element, name in steps_of(old) if element not in here})
    return tuple(found.items())
