"""The page of one case, cut to what its reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from migraflow import engine, feel
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.cases import (
    AnsweredForm,
    Case,
    CaseDocument,
    CaseSheet,
    OpenStep,
    TimelineItem,
    Waiting,
    WaitKind,
)
from migraflow.domain.errors import Broken, NotFound, Unfit
from migraflow.domain.form_views import lines
from migraflow.domain.formulas import worked_out
from migraflow.domain.journal import TOLD, Entry, EntryKind
from migraflow.domain.letters import LetterState
from migraflow.domain.people import PersonFacts
from migraflow.domain.recovery import cause_of
from migraflow.domain.sensitive import without_sensitive
from migraflow.domain.shown import plain
from migraflow.domain.tasks import Task
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import accesses, editions, messages, people, subjects
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work
from migraflow.store import cases as store
from migraflow.store import documents, journal, letters, tasks, timers
from migraflow.store import people as people_store
from migraflow.store import procedures as procedure_store

DETAILS = {
    EntryKind.HANDED_OVER: "to",
    EntryKind.LATE: "percent",
    EntryKind.EFFECT: "operator",
    EntryKind.AMENDED: "reason",
    EntryKind.SKIPPED: "reason",
    EntryKind.ANNULLED: "reason",
    EntryKind.LETTER_ANNULLED: "reason",
    EntryKind.SUSPENDED: "reason",
    EntryKind.RESUMED: "reason",
    EntryKind.MOVED: "reason",
    EntryKind.MERGED: "reason",
    EntryKind.KEPT_APART: "reason",
}
"""What a line of the timeline adds to its name, by the name of the fact."""
SUMMARY = "resume"
"""The property of a step that says, in FEEL, its one line in the timeline."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader may see of a case; `referred` when something was kept back."""

    case: Case
    compiled: engine.Compiled
    entries: Sequence[Entry]
    tasks: Sequence[Task]
    waits: Sequence[Waiting]
    referred: bool


def sheet(work: Work, *, ref: str) -> CaseSheet:
    """All that the page of a case shows; only what was written down when its edition cannot be loaded.

    Raises NotFound.
    """
    case = visible(work, ref)
    try:
        compiled = editions.of_case(work, case)
    except Broken as error:
        return bare_sheet(work, case, cause_of(error))
    seen = seen_of(work, case, compiled)
    standing = dict.fromkeys(open_elements(seen, tasks.open_of(work.store, case.id)))
    return replace(
        cover(work, case, seen.entries),
        procedure_title=compiled.procedure.title(work.actor.language),
        open_steps=tuple(open_steps(seen)),
        timeline=tuple(item(seen, entry) for entry in seen.entries if entry.kind in TOLD),
        answers=tuple(answered(work, seen)),
        messages=messages.sendable(work, case, compiled),
        travelled=tuple(travelled(seen, standing)),
        open_elements=tuple(standing),
        referred=seen.referred,
    )


def cover(work: Work, case: Case, entries: Sequence[Entry]) -> CaseSheet:
    """What a case is, apart from its path; whoever reads what is confidential of it (`entries`) is written down."""
    closed_off = not inside(work, case.confidential)
    if not closed_off and (case.confidential or any(entry.confidential for entry in entries)):
        accesses.note_case(work, AccessObject.CASE, case)
    return CaseSheet(
        ref=case.ref, procedure=case.procedure, procedure_title=case.procedure, edition=edition_number(work, case),
        state=case.state, outcome="" if closed_off else case.outcome_label, opened=case.opened, closed=case.closed,
        region=case.region, office=case.office, person=None if closed_off else person_of(work, case), open_steps=(),
        timeline=(), answers=(), documents=tuple(papers(work, case)), messages=(), travelled=(), open_elements=(),
        referred=False, held=subjects.in_force(work, case),
    )  # fmt: skip


def bare_sheet(work: Work, case: Case, why: str) -> CaseSheet:
    """What can be said of a case without its edition: its story, its documents, what was open."""
    entries, kept_back = journal.read(work.store, case.id, seen_by=work.actor)
    open_tasks = tasks.open_of(work.store, case.id)
    published = procedure_store.procedure(work.store, case.procedure)
    told = (entry for entry in entries if entry.kind in TOLD)
    return replace(
        cover(work, case, entries),
        procedure_title=published.title if published else case.procedure,
        open_steps=tuple(
            OpenStep(task.element, task.name, task.role, task.assignee, None, task.due, task.created)
            for task in open_tasks
            if inside(work, task.confidential)
        ),
        timeline=tuple(TimelineItem(one.at, one.kind, one.name, one.actor, fact_of(one)) for one in told),
        referred=kept_back or not all(inside(work, task.confidential) for task in open_tasks),
        unreadable=why,
    )


def papers(work: Work, case: Case) -> Iterator[CaseDocument]:
    """The documents of a case its reader may open; of a letter also whether it was taken back, or may be."""
    filed = documents.of_case(work.store, case.id, seen_by=work.actor)
    written = letters.of_case(work.store, case.id) if filed else {}
    may = work.actor.covers(Permission.REPAIR_CASE, office=case.office, region=case.region, own=False)
    for one in filed:
        letter = written.get(one.id)
        yield replace(
            one.row,
            annulled=letter.annulled if letter else None,
            may_annul=may and letter is not None and letter.state is LetterState.VALID,
        )


def edition_number(work: Work, case: Case) -> str:
    """The edition a case follows, as people count them: « 4 »."""
    found = procedure_store.edition(work.store, case.edition)
    return str(found.number) if found else ""


def visible(work: Work, ref: str) -> Case:
    """The case `ref`, if the actor may see it. Raises NotFound."""
    work.require(Permission.SEE_CASE)
    case = store.find(work.store, ref, seen_by=work.actor)
    if case is None:
        raise NotFound("case", ref)
    return case


def seen_of(work: Work, case: Case, compiled: engine.Compiled) -> Seen:
    """A case as far as the actor may see it."""
    entries, kept_back = journal.read(work.store, case.id, seen_by=work.actor)
    open_tasks = tasks.open_of(work.store, case.id)
    awaited = timers.of_case(work.store, case.id)
    shown = [task for task in open_tasks if inside(work, task.confidential)]
    waits = [wait for wait in awaited if inside(work, wait.confidential)]
    referred = kept_back or len(shown) < len(open_tasks) or len(waits) < len(awaited)
    return Seen(case, compiled, entries, shown, waits, referred)


def inside(work: Work, confidential: Sequence[str]) -> bool:
    """Whether the actor is among those who see what only the `confidential` roles see."""
    return not confidential or bool(work.actor.roles & set(confidential))


def person_of(work: Work, case: Case) -> PersonFacts | None:
    """Who the case is about, for those who see people."""
    if case.person_id is None or not work.actor.may(Permission.SEE_PERSON):
        return None
    return people.facts_of(work, people_store.load(work.store, case.person_id))


def open_steps(seen: Seen) -> Iterator[OpenStep]:
    """Where the case waits: its open tasks, then the moments and messages its path stands at."""
    for task in seen.tasks:
        name = f"{task.name} · {task.item}" if task.item else task.name
        yield OpenStep(task.element, name, task.role, task.assignee, task.token, task.due, task.created)
    for wait in seen.waits:
        if not wait.host:
            since = wait.since or seen.case.changed
            yield OpenStep(wait.element, wait_name(seen.compiled, wait), "", "", None, wait.due, since)


def wait_name(compiled: engine.Compiled, wait: Waiting) -> str:
    """A wait in words: the message's label, else the name of its event in the diagram."""
    facts = compiled.messages.get(wait.name)
    if wait.kind is WaitKind.MESSAGE and facts:
        return facts.label
    step = compiled.steps.get(wait.element)
    return step.name if step and step.name else wait.name


def item(seen: Seen, entry: Entry) -> TimelineItem:
    """One line of the path in words."""
    return TimelineItem(entry.at, entry.kind, entry.name, entry.actor, detail_of(seen, entry), tuple(troubles(entry)))


def troubles(entry: Entry) -> Iterator[tuple[str, str]]:
    """What made a decision come to nothing: the code, and the input or the rules it is about; never a value."""
    told = entry.detail.get("troubles")
    for one in cast("list[object]", told) if entry.kind is EntryKind.DECISION and isinstance(told, list) else []:
        trouble = cast("dict[str, object]", one) if isinstance(one, dict) else {}
        facts = trouble.get("facts")
        known = cast("dict[str, object]", facts) if isinstance(facts, dict) else {}
        yield str(trouble.get("code") or ""), plain(known.get("input") or known.get("rules") or "")


def detail_of(seen: Seen, entry: Entry) -> str:
    """What a line of the timeline adds to its name: of a timer that came late, by how many seconds."""
    return summary(seen, entry) if entry.kind is EntryKind.COMPLETED else fact_of(entry)


def fact_of(entry: Entry) -> str:
    """What the entry itself adds to its name."""
    facts = entry.detail
    if entry.kind is EntryKind.DECISION:
        fired = facts.get("fired")
        told = [rules_of(one) for one in fired if isinstance(one, dict)] if isinstance(fired, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return " ; ".join(told) or str(facts.get("decision", ""))
    if entry.kind is EntryKind.TIMER:
        return str(facts.get("late") or "")
    if entry.kind is EntryKind.FAILED and "message" in facts:
        return str(facts.get("reason") or "")
    word = DETAILS.get(entry.kind)
    return plain(facts.get(word)) if word else ""


def rules_of(fired: dict[str, object]) -> str:
    """Which rules of a decision decided: « D1 : règle 8 »."""
    rules = fired.get("rules")
    numbers = ", ".join(str(number) for number in rules) if isinstance(rules, list) else ""  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return f"{fired.get('decision')} : règle {numbers}" if numbers else str(fired.get("decision"))


def summary(seen: Seen, entry: Entry) -> str:
    """The step's own summary of its answers, "" when its diagram gives none."""
    step = seen.compiled.places.get((entry.procedure, entry.element))
    text = step.properties.get(SUMMARY) if step else None
    if not text:
        return ""
    try:
        return plain(worked_out(feel.compile(text), dict(entry.answers or {}), entry.at))
    except (Unfit, feel.FeelSyntaxError):
        return ""


def answered(work: Work, seen: Seen) -> Iterator[AnsweredForm]:
    """The answers of every completed step and message, the oldest first; sensitive ones for those who may see them."""
    for entry in seen.entries:
        form = seen.compiled.form(entry.procedure, entry.form or None)
        if form is None or entry.answers is None:
            continue
        readable = form if work.actor.may(Permission.SEE_SENSITIVE) else without_sensitive(form)
        told = lines(readable, entry.answers, lists_of(work))
        yield AnsweredForm(entry.name, entry.actor, entry.at, told)


def travelled(seen: Seen, standing: Collection[str]) -> Iterator[str]:
    """The nodes and flows of the procedure's own diagram the case has passed, up to where it stands."""
    passed: dict[str, None] = {}
    for entry in seen.entries:
        if entry.procedure == seen.case.procedure and entry.kind in {EntryKind.PASSED, EntryKind.TIMER}:
            passed[entry.element] = None
            flow = entry.detail.get("flow")
            if flow:
                passed[str(flow)] = None
    yield from passed
    drawing = seen.compiled.diagrams[seen.case.procedure]
    entered = {*standing, *(node.scope for node in drawing.nodes.values() if node.id in passed or node.id in standing)}
    for flow in drawing.flows.values():
        if flow.target in entered and flow.source in passed and flow.id not in passed:
            yield flow.id


def open_elements(seen: Seen, open_tasks: Sequence[Task]) -> Iterator[str]:
    """The elements of the procedure's own diagram where the case stands; inside a call, the element that calls."""
    main = seen.case.procedure
    for task in open_tasks:
        yield from [task.element] if task.procedure == main else callers(seen.compiled, main, task.procedure)
    nodes = seen.compiled.diagrams[main].nodes
    yield from (wait.element for wait in seen.waits if not wait.host and wait.element in nodes)


def callers(compiled: engine.Compiled, main: str, procedure: str) -> Iterator[str]:
    """The elements of `main` that call `procedure`, directly or through others."""
    for node in compiled.diagrams[main].nodes.values():
        if node.called and (node.called == procedure or any(callers(compiled, node.called, procedure))):
            yield node.id


def diagram(work: Work, *, ref: str) -> str:
    """The BPMN of the edition a case follows. Raises NotFound."""
    return editions.of_case(work, visible(work, ref)).bundle.files[DIAGRAM].decode("utf-8")
