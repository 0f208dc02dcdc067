"""Trying a working copy: a walk through it on the real engine, in memory, with a clock of its own.

A walk is the scenario it will be saved as: every gesture adds one line and the story is played again from its start,
so what is saved is what was seen.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import AnswersRejected, FieldError, NotFound, Unfit
from migraflow.domain.form_english import in_language
from migraflow.domain.forms import Form
from migraflow.domain.names import fold
from migraflow.domain.prefill import starting
from migraflow.domain.procedures import DraftSheet
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.scenario import Played, play
from migraflow.services import publishing, studio
from migraflow.services.work import Work

Walk = Mapping[str, Any]
LONGEST_WALK = 300
"""Gestures of one walk; more is a case nobody would read."""
LARGEST_WALK = 400_000
"""Characters of one walk."""


@dataclass(frozen=True, slots=True)
class Try:
    """A form of a walk: of the open task `element` (and its `item`), or of the message `message`."""

    procedure: str
    walk: str
    element: str = ""
    item: str = ""
    message: str = ""

    @property
    def address(self) -> str:
        """One word for it, another after each gesture: what was typed there belongs to no other form."""
        mark = zlib.crc32(self.walk.encode())
        return f"essais/{self.procedure}/{mark:x}/{self.element or self.message}/{self.item}"


@dataclass(frozen=True, slots=True)
class TryTask:
    """One thing somebody would have to do now."""

    element: str
    item: str
    name: str
    role: str
    role_name: str


@dataclass(frozen=True, slots=True)
class TryLine:
    """One thing that happened in the walk: when, what, and what came of it."""

    at: datetime
    what: str
    then: str


@dataclass(frozen=True, slots=True)
class TrialSheet:
    """A walk as its page shows it. `passed` are elements and flows to light, `standing` where it waits."""

    procedure: str
    title: str
    diagram: str
    now: datetime
    next_due: datetime | None
    tasks: tuple[TryTask, ...]
    messages: tuple[tuple[str, str], ...]
    waits: tuple[tuple[str, datetime], ...]
    passed: tuple[str, ...]
    standing: tuple[str, ...]
    story: tuple[TryLine, ...]
    ended: str
    problem: str
    steps: int


def blank(now: datetime) -> str:
    """A walk in which nothing has happened yet."""
    begin = now.astimezone(UTC).replace(microsecond=0)
    return json.dumps({"titre": "", "debut": begin.isoformat().replace("+00:00", "Z"), "donnees": {}, "etapes": []})


def read(walk: str) -> dict[str, Any]:
    """A walk from its text. Raises Unfit ``walk_unreadable``."""
    try:
        told = json.loads(walk) if len(walk) <= LARGEST_WALK else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(cast(Walk, told).get("etapes"), list):
        raise Unfit("walk_unreadable")
    found = cast(dict[str, Any], told)
    if len(found["etapes"]) > LONGEST_WALK:
        raise Unfit("walk_too_long")
    return found


def stand(work: Work, *, procedure: str, walk: str = "") -> TrialSheet:
    """Where a walk through the working copy stands; a new one when `walk` is "". Raises NotFound, BrokenBundle."""
    work.require(Permission.CHANGE_PROCEDURE)
    made, told, played = walked(work, procedure, walk)
    now = played.until or work.now
    last = played.beats[-1].progress if played.beats else None
    names = {step.element: step.name for step in made.places.values() if step.kind is not engine.Kind.START}
    names |= {facts.name: facts.label for facts in made.messages.values()}
    problem = played.problems[0].sentence(work.actor.language) if played.problems else ""
    blocks = {engine.Kind.SUBPROCESS.value}
    own = [passed for passed in played.trail if passed.procedure == procedure and passed.kind not in blocks]
    return TrialSheet(
        procedure=procedure,
        title=made.procedure.title(work.actor.language),
        diagram=made.bundle.files[DIAGRAM].decode("utf-8", "replace"),
        now=now,
        next_due=last.next_due if last else None,
        tasks=tuple(task_line(work, task) for task in last.tasks) if last else (),
        messages=messages_of(made, last) if last else (),
        waits=tuple((wait.name, wait.due) for wait in last.waits if wait.due is not None) if last else (),
        passed=tuple(dict.fromkeys(one for passed in own for one in (passed.element, passed.flow) if one)),
        standing=tuple(dict.fromkeys(task.element for task in last.tasks)) if last else (),
        story=tuple(story(played, names)),
        ended=(made.issues.get(last.ended.outcome) or last.ended.name) if last and last.ended else "",
        problem=problem,
        steps=len(told["etapes"]),
    )


def walked(work: Work, procedure: str, walk: str) -> tuple[engine.Compiled, dict[str, Any], Played]:
    """The working copy compiled, the walk read, the story played."""
    made = publishing.drafted(work, studio.bundle_of(studio.held(work, procedure)))
    told = read(walk or blank(work.now))
    return made, told, play(made, told, now=work.now, lists=work.house.lists)


def task_line(work: Work, task: engine.OpenTask) -> TryTask:
    """One open task, with its role in words."""
    role = work.house.roles.get(task.role)
    return TryTask(task.element, task.item or "", task.name, task.role, role.name(work.actor.language) if role else "")


def messages_of(made: engine.Compiled, last: engine.Progress) -> tuple[tuple[str, str], ...]:
    """The messages the walk waits for: (name, label)."""
    awaited = {wait.name for wait in last.waits if wait.kind is engine.WaitKind.MESSAGE}
    return tuple((facts.name, facts.label) for facts in made.messages.values() if facts.name in awaited)


def story(played: Played, names: Mapping[str, str]) -> Iterable[TryLine]:
    """The walk in words: what was done, and where it led."""
    for beat in played.beats:
        then = [task.name for task in beat.progress.tasks]
        yield TryLine(beat.at, names.get(beat.did, beat.did), " · ".join(dict.fromkeys(then)))


def waited(work: Work, *, procedure: str, walk: str, days: int = 0) -> str:
    """The walk after `days` more, or with 0 after its next due time; as text. Raises Unfit ``nothing_due``."""
    work.require(Permission.CHANGE_PROCEDURE)
    _, told, played = walked(work, procedure, walk)
    if days:
        return added(told, {"attendre": f"P{min(max(days, 1), 3650)}D"})
    now, last = played.until or work.now, played.beats[-1].progress if played.beats else None
    if last is None or last.next_due is None:
        raise Unfit("nothing_due")
    seconds = max(0, math.ceil((last.next_due - now).total_seconds()))
    return added(told, {"attendre": f"PT{seconds}S"})


def back(walk: str) -> str:
    """The walk without its last gesture."""
    told = read(walk)
    return json.dumps({**told, "etapes": told["etapes"][:-1]}, ensure_ascii=False)


def added(told: Walk, step: Mapping[str, object]) -> str:
    """The walk with one gesture more."""
    return json.dumps({**told, "etapes": [*told["etapes"], step]}, ensure_ascii=False)


def done(work: Work, *, about: Try, answers: Mapping[str, object]) -> str:
    """The walk after a task was completed, or a message sent, with `answers`. Raises AnswersRejected, Unfit."""
    work.require(Permission.CHANGE_PROCEDURE)
    _, told, _ = walked(work, about.procedure, about.walk)
    if about.message:
        step: dict[str, object] = {"message": about.message, "reponses": dict(answers)}
    else:
        task = open_task(work, about)
        named = {"item": about.item} if about.item else {}
        step = {"tache": about.element, **named, "role": task.role, "reponses": dict(answers)}
    after = added(told, step)
    require_taken(work, about, after)
    return after


def require_taken(work: Work, about: Try, after: str) -> None:
    """Go on only if the last gesture went as meant. Raises AnswersRejected, Unfit ``trial_refused``."""
    _, told, played = walked(work, about.procedure, after)
    here = [one for one in played.problems if one.step == len(told["etapes"])]
    if not here:
        return
    form = form_of(work, about)
    if here[0].code == "answers" and form is not None:
        accept(in_language(form, work.actor.language), told["etapes"][-1]["reponses"], setting(work, about))
        raise AnswersRejected([FieldError("", "rule", {}, here[0].sentence(work.actor.language))])
    raise Unfit("trial_refused", reason=here[0].sentence(work.actor.language))


def open_task(work: Work, about: Try) -> engine.OpenTask:
    """The open task a form belongs to. Raises NotFound."""
    _, _, played = walked(work, about.procedure, about.walk)
    tasks = played.beats[-1].progress.tasks if played.beats else ()
    found = (task for task in tasks if task.element == about.element and (task.item or "") == about.item)
    task = next(found, None)
    if task is None:
        raise NotFound("task", about.element)
    return task


def form_of(work: Work, about: Try) -> Form | None:
    """The form of a walk's task or message, from the working copy."""
    work.require(Permission.CHANGE_PROCEDURE)
    made, _, _ = walked(work, about.procedure, about.walk)
    if about.message:
        facts = made.messages.get(about.message)
        homes = (made.procedure.id, *made.procedures)
        forms = (made.form(home, facts.form) for home in homes) if facts and facts.form else iter(())
        return next((form for form in forms if form is not None), None)
    task = open_task(work, about)
    return made.form(task.procedure, task.form)


def setting(work: Work, about: Try) -> Setting:
    """What a form of the walk is answered in: what the case knows there, at the walk's own moment."""
    _, _, played = walked(work, about.procedure, about.walk)
    known = played.beats[-1].progress.data if about.message else open_task(work, about).data
    return Setting(known, played.until or work.now, work.house.lists)


def beginning(work: Work, about: Try) -> Mapping[str, object]:
    """What a form of the walk starts from."""
    form = form_of(work, about)
    return starting(form, setting(work, about)) if form else {}


def save(work: Work, *, procedure: str, walk: str, title: str, version: int = 0) -> DraftSheet:
    """Keep the walk as an example of the working copy: it ends as it ended, or stands where it stands.

    Raises Unfit ``title_missing``, Conflict, whatever `studio.save_draft` refuses.
    """
    work.require(Permission.CHANGE_PROCEDURE)
    if not title.strip():
        raise Unfit("title_missing")
    _, told, played = walked(work, procedure, walk)
    last = played.beats[-1].progress if played.beats else None
    whole = {**told, "titre": title.strip()[:200]}
    if last is not None and last.ended is not None:
        whole["fin"] = last.ended.outcome
    elif last is not None:
        standing = sorted({task.element for task in last.tasks})
        whole["etapes"] = [*whole["etapes"], {"verifier": {"ouvertes": standing}}]
    copy = studio.held(work, procedure)
    path = free_path(title, copy.files)
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return studio.save_draft(work, procedure=procedure, files={path: text}, version=version or copy.version)


def free_path(title: str, files: Mapping[str, object]) -> str:
    """A path among the examples that is not taken, named after `title`."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in fold(title))
    stem = "_".join(part for part in words.split("_") if part)[:48] or "essai"
    path, number = f"scenarios/{stem}.json", 2
    while path in files:
        path, number = f"scenarios/{stem}_{number}.json", number + 1
    return path
