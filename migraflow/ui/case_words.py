"""A case in words: its sentence of state, its path, what was answered, its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.cases import AnsweredForm, CaseDocument, CaseSheet, CaseState, OpenStep, TimelineItem
from migraflow.domain.journal import EntryKind
from migraflow.domain.people import PersonFacts
from migraflow.ui.routes import person_at, task_at
from migraflow.ui.when import iso, lasting, moment_words, near_day, on_day, since
from migraflow.ui.words import known, say

QUIET = frozenset({EntryKind.CLAIMED, EntryKind.RELEASED})
"""Who picked a task up is no part of the story of a case."""
BY_ITSELF = frozenset(
    {EntryKind.DECISION, EntryKind.TIMER, EntryKind.EFFECT, EntryKind.LETTER, EntryKind.LATE, EntryKind.CANCELLED}
)
"""What the house does by itself, whoever happened to set it going."""
TROUBLE = frozenset({EntryKind.LATE, EntryKind.FAILED})


@dataclass(frozen=True)
class Step:
    """One line of the path: `tone` is ``done``, ``now``, ``late`` or ``end``; `to` a task to open, or nothing."""

    title: str
    detail: str
    machine: str
    tone: str
    href: str


@dataclass(frozen=True)
class Pair:
    """A question and its answer in words."""

    name: str
    value: str


@dataclass(frozen=True)
class Answered:
    """What was answered at one step."""

    step: str
    detail: str
    lines: list[Pair]


@dataclass(frozen=True)
class Paper:
    """One document: its name, its address, what is said of it; of a letter, whether it may be taken back, or was."""

    name: str
    href: str
    detail: str
    id: str = ""
    annulled: str = ""
    may_annul: bool = False


@dataclass(frozen=True)
class Who:
    """The person of a case; `name` empty when there is none yet."""

    name: str
    href: str
    facts: list[Pair]


@dataclass(frozen=True)
class CaseWords:
    """All that a page shows of a case."""

    ref: str
    title: str
    edition: str
    sentence: str
    steps: list[Step]
    path: list[Step]
    answers: list[Answered]
    papers: list[Paper]
    who: Who
    referred: bool
    closed: bool
    unreadable: str = ""


def case_words(sheet: CaseSheet, now: datetime, language: str) -> CaseWords:
    """`sheet` in the words of `language`."""
    opened = say(language, "cases.opened_on", day=on_day(sheet.opened, now, language))
    waiting = [open_step(step, now, language) for step in sheet.open_steps]
    return CaseWords(
        ref=sheet.ref,
        title=sheet.procedure_title,
        edition=say(language, "cases.edition", edition=sheet.edition),
        sentence=f"{state_sentence(sheet, now, language)} {opened}.",
        steps=waiting,
        path=[told(item, now, language) for item in sheet.timeline if item.kind not in QUIET],
        answers=[answers_of(form, now, language) for form in sheet.answers],
        papers=[paper(document, now, language) for document in sheet.documents],
        who=who(sheet.person, language),
        referred=sheet.referred,
        closed=sheet.state is CaseState.CLOSED,
        unreadable=sheet.unreadable,
    )


def state_sentence(sheet: CaseSheet, now: datetime, language: str) -> str:
    """Where the case is, in one sentence."""
    if sheet.state is CaseState.CLOSED:
        return say(language, "cases.sentence_closed", outcome=sheet.outcome)
    if sheet.state is CaseState.BLOCKED:
        return say(language, "cases.sentence_blocked")
    if not sheet.open_steps:
        return say(language, "cases.sentence_moving")
    step = next((step for step in sheet.open_steps if step.token), sheet.open_steps[0])
    waited = since(step.since, now, language)
    if not step.token:
        return say(language, "cases.sentence_waits", step=step.name, since=waited)
    key = "cases.sentence_wait" if step.assignee else "cases.sentence_wait_role"
    return say(language, key, step=step.name, who=step.assignee, since=waited)


def open_step(step: OpenStep, now: datetime, language: str) -> Step:
    """One thing the case waits for."""
    waited = since(step.since, now, language)
    words = [say(language, "cases.wait_task", who=step.assignee, since=waited)] if step.assignee else []
    if step.token and not step.assignee:
        words = [say(language, "cases.wait_role", since=waited)]
    if step.due:
        words.append(say(language, "cases.wait_until", day=on_day(step.due, now, language)))
    late = step.due is not None and step.due < now
    to = task_at(step.token) if step.token else ""
    return Step(step.name, ", ".join(words) or waited, iso(step.since), "late" if late else "now", to)


def told(item: TimelineItem, now: datetime, language: str) -> Step:
    """One line of the story so far."""
    kind = EntryKind(item.kind)
    key = f"journal.{item.kind}"
    title = say(language, key, what=item.what) if known(key) else item.what
    by = [say(language, "journal.by", who=item.who)] if item.who and kind not in BY_ITSELF else []
    told_more = {EntryKind.EFFECT: "", EntryKind.DECISION: item.detail.split(" : ")[-1]}.get(kind, item.detail)
    if kind is EntryKind.TIMER and item.detail.isdigit():
        told_more = say(language, "journal.timer_late", span=lasting(int(item.detail), language))
    lost = [say(language, f"journal.{code}", about=about) for code, about in item.troubles if known(f"journal.{code}")]
    detail = " · ".join(filter(None, (moment_words(item.at, now, language), *by, told_more, *lost)))
    tone = "late" if kind in TROUBLE else "end" if kind is EntryKind.CLOSED else "done"
    return Step(title, detail, iso(item.at), tone, "")


def answers_of(form: AnsweredForm, now: datetime, language: str) -> Answered:
    """What was answered at one step."""
    detail = say(language, "cases.answered_by", who=form.who, day=near_day(form.at, now, language))
    return Answered(form.step, detail, pairs(form.lines))


def pairs(lines: Iterable[tuple[str, str]]) -> list[Pair]:
    """(label, value) pairs for the browser."""
    return [Pair(name, value) for name, value in lines]


def paper(document: CaseDocument, now: datetime, language: str) -> Paper:
    """One document."""
    size = f"{max(document.size // 1024, 1)} ko" if document.size < 1 << 20 else f"{document.size / (1 << 20):.1f} Mo"
    if language != "en":
        size = size.replace(".", ",")
    detail = say(
        language, "cases.document_added", size=size, who=document.added_by, day=on_day(document.added, now, language)
    )
    over = on_day(document.annulled, now, language) if document.annulled else ""
    annulled = say(language, "cases.letter_annulled", day=over) if over else ""
    return Paper(document.name, f"/files/{document.id}", detail, document.id, annulled, document.may_annul)


def who(person: PersonFacts | None, language: str) -> Who:
    """The person of a case, with what the page shows of them."""
    if person is None:
        return Who("", "", [])
    age = say(language, "tasks.years", age=person.age) if person.age is not None else ""
    shown = (
        ("task.age", ", ".join(filter(None, (age, person.region)))),
        ("task.phone", person.phone),
        ("task.languages", person.languages),
        ("task.education", person.education),
        ("task.nationality", person.nationality),
    )
    return Who(person.name, person_at(person.ref), [Pair(say(language, key), value) for key, value in shown if value])
