"""Plays a scenario file: a story of one case, told in tasks, messages and waiting, with a clock of its own.

Pure: nothing is stored or sent. Answers are typed as a person would and go through the forms like anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import AnswersRejected, StepFailed, Unfit
from migraflow.domain.forms import Form
from migraflow.domain.reference import Lists
from migraflow.engine.compile import Compiled
from migraflow.engine.moment import utc
from migraflow.engine.progress import Decided, Effect, Ended, OpenTask, Passed, Progress, Wait
from migraflow.engine.run import advance, broadcast, deliver, fire, resume, start
from migraflow.engine.timers import period_of

SENTENCES = {
    "not_open": (
        "La tâche « {element} » n’est pas ouverte ; le sont : {open}.",
        "The task “{element}” is not open; open are: {open}.",
    ),
    "wrong_role": (
        "« {element} » revient au rôle « {role} », pas à « {wanted} ».",
        "“{element}” belongs to the role “{role}”, not “{wanted}”.",
    ),
    "answers": (
        "Les réponses de « {element} » sont refusées : {reasons}.",
        "The answers of “{element}” are refused: {reasons}.",
    ),
    "refused": ("« {element} » est refusé : {reason}.", "“{element}” is refused: {reason}."),
    "failed": ("L’étape « {element} » a échoué : {reason}.", "The step “{element}” failed: {reason}."),
    "no_effect": ("Aucun effet « {element} » n’attend de réponse.", "No effect “{element}” awaits an answer."),
    "bad_wait": ("« {element} » n’est pas une durée.", "“{element}” is not a duration."),
    "bad_step": ("L’étape ne dit pas quoi faire.", "The step does not say what to do."),
    "open_differs": ("Sont ouvertes : {open} ; attendu : {wanted}.", "Open are: {open}; expected: {wanted}."),
    "data_differs": ("« {element} » vaut {found} ; attendu : {wanted}.", "“{element}” is {found}; expected: {wanted}."),
    "end_differs": ("Issue : {found} ; attendue : {wanted}.", "Outcome: {found}; expected: {wanted}."),
}


@dataclass(frozen=True)
class Problem:
    """Where the story and the procedure part: the number of the step (from 1, 0 for the end), why, and facts."""

    step: int
    code: str
    facts: Mapping[str, str]

    def sentence(self, language: str = "fr") -> str:
        """The problem in words."""
        return SENTENCES[self.code][language == "en"].format_map({"element": "", **self.facts})


@dataclass(frozen=True)
class Beat:
    """One event of the story: when, the step it belongs to, what a person or message did, and what came of it."""

    at: datetime
    step: int
    did: str
    progress: Progress


@dataclass(frozen=True)
class Played:
    """A story played to its end or to its first problem."""

    title: str
    beats: tuple[Beat, ...]
    problems: tuple[Problem, ...]
    until: datetime | None = None
    """When the story stands still."""

    @property
    def ok(self) -> bool:
        """Whether everything happened as told."""
        return not self.problems

    @property
    def ended(self) -> Ended | None:
        """The end the case came to."""
        return self.beats[-1].progress.ended if self.beats else None

    @property
    def trail(self) -> tuple[Passed, ...]:
        """Every node passed, in order."""
        return tuple(passed for beat in self.beats for passed in beat.progress.trail)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect, in order."""
        return tuple(effect for beat in self.beats for effect in beat.progress.effects)

    @property
    def decisions(self) -> tuple[Decided, ...]:
        """Every decision, in order."""
        return tuple(decision for beat in self.beats for decision in beat.progress.decisions)


class Parted(Exception):
    """The story cannot go on."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Stage:
    """The case being played."""

    compiled: Compiled
    lists: Lists
    now: datetime
    step: int = 0
    beats: list[Beat] = field(default_factory=list[Beat])
    problems: list[Problem] = field(default_factory=list[Problem])
    pending: list[Effect] = field(default_factory=list[Effect])

    @property
    def progress(self) -> Progress:
        """The case now."""
        return self.beats[-1].progress

    def saw(self, did: str, progress: Progress) -> None:
        """Something happened."""
        self.beats.append(Beat(self.now, self.step, did, progress))
        self.pending += [effect for effect in progress.effects if effect.awaits]

    def wrong(self, code: str, **facts: str) -> None:
        """The story and the procedure differ, but the story may go on."""
        self.problems.append(Problem(self.step, code, facts))


def play(compiled: Compiled, scenario: Mapping[str, Any], *, now: datetime, lists: Lists | None = None) -> Played:
    """Play `scenario`; its own « debut » wins over `now`. `lists` default to those the edition was compiled with."""
    begin = utc(datetime.fromisoformat(scenario["debut"])) if scenario.get("debut") else utc(now)
    stage = Stage(compiled, compiled.lists if lists is None else lists, begin)
    try:
        stage.saw("debut", start(compiled, now=begin, data=dict(scenario.get("donnees", {}))))
        for number, step in enumerate(scenario.get("etapes", []), start=1):
            stage.step = number
            act(stage, step)
        stage.step = 0
        answer_pending(stage)
        check_end(stage, scenario.get("fin"))
    except Parted as parting:
        stage.wrong(parting.code, **parting.facts)
    except StepFailed as failure:
        stage.wrong("failed", element=failure.element, reason=failure.reason)
    except Unfit as refusal:
        stage.wrong("refused", element=", ".join(refusal.facts.values()), reason=refusal.code)
    return Played(str(scenario.get("titre", "")), tuple(stage.beats), tuple(stage.problems), stage.now)


def act(stage: Stage, step: Mapping[str, Any]) -> None:
    """One step of the story."""
    verb = next((verb for verb in VERBS if verb in step), "")
    if not verb:
        raise Parted("bad_step")
    if verb != "effet":
        answer_pending(stage)
    VERBS[verb](stage, step)


def do_task(stage: Stage, step: Mapping[str, Any]) -> None:
    """A person completes an open task."""
    element, item = str(step["tache"]), step.get("item")
    tasks = [task for task in stage.progress.tasks if task.element == element and item in (None, task.item)]
    if not tasks:
        raise Parted("not_open", element=element, open=opened(stage.progress))
    task = tasks[0]
    if step.get("role") not in (None, task.role):
        stage.wrong("wrong_role", element=element, role=task.role, wanted=str(step["role"]))
    form = stage.compiled.form(task.procedure, task.form)
    answers = accepted(stage, element, form, step.get("reponses", {}), task.data)
    stage.saw(element, advance(stage.compiled, stage.progress.snapshot, task.token, answers, now=stage.now))


def accepted(
    stage: Stage, element: str, form: Form | None, raw: Mapping[str, Any], known: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The typed answers; as they stand where no form asks for them."""
    if form is None:
        return dict(raw)
    try:
        return accept(form, raw, Setting(known=known, now=stage.now, lists=stage.lists))
    except AnswersRejected as rejection:
        reasons = "; ".join(f"{error.path} ({error.message or error.code})" for error in rejection.errors)
        raise Parted("answers", element=element, reasons=reasons) from rejection


def wait(stage: Stage, step: Mapping[str, Any]) -> None:
    """Time passes; what falls due on the way happens at its own moment."""
    period = period_of(str(step["attendre"]))
    if period is None:
        raise Parted("bad_wait", element=str(step["attendre"]))
    until = period.after(stage.now)
    while stage.progress.next_due is not None and stage.progress.next_due <= until:
        stage.now = max(stage.now, stage.progress.next_due)
        stage.saw("temps", fire(stage.compiled, stage.progress.snapshot, now=stage.now))
        answer_pending(stage)
    stage.now = until


def send(stage: Stage, step: Mapping[str, Any]) -> None:
    """Somebody sends a message the case waits for."""
    name = str(step["message"])
    answers = accepted(stage, name, message_form(stage, name), step.get("reponses", {}), stage.progress.data)
    stage.saw(name, deliver(stage.compiled, stage.progress.snapshot, name, answers, now=stage.now))


def message_form(stage: Stage, name: str) -> Form | None:
    """The form of a message, as the procedure that waits for it gives it."""
    waiting: list[Wait] = [one for one in stage.progress.waits if one.name == name]
    procedure = waiting[0].procedure if waiting else stage.compiled.procedure.id
    facts = stage.compiled.procedures[procedure].messages.get(name)
    return None if facts is None else stage.compiled.form(procedure, facts.form)


def shout(stage: Stage, step: Mapping[str, Any]) -> None:
    """A signal is heard."""
    payload = step.get("reponses", {})
    name = str(step["signal"])
    stage.saw(name, broadcast(stage.compiled, stage.progress.snapshot, name, payload, now=stage.now))


def answer(stage: Stage, step: Mapping[str, Any]) -> None:
    """The house answers an effect the case waits for; those before it, which the story leaves out, find nothing."""
    operator = str(step["effet"])
    effect = None
    while effect is None and stage.pending:
        effect = next((one for one in stage.pending if one.operator == operator), None)
        if effect is None:
            give(stage, stage.pending[0], [])
    if effect is None:
        raise Parted("no_effect", element=operator)
    give(stage, effect, step.get("resultat"))


def answer_pending(stage: Stage) -> None:
    """Effects the story does not speak of are answered with nothing found."""
    while stage.pending:
        give(stage, stage.pending[0], [])


def give(stage: Stage, effect: Effect, result: Any) -> None:
    """Give one effect its answer."""
    stage.pending.remove(effect)
    stage.saw(effect.operator, resume(stage.compiled, stage.progress.snapshot, effect.token, result, now=stage.now))


def verify(stage: Stage, step: Mapping[str, Any]) -> None:
    """Compare the case with what the story says of it."""
    expected = step["verifier"]
    if "ouvertes" in expected:
        wanted = sorted(map(str, expected["ouvertes"]))
        if sorted({task.element for task in stage.progress.tasks}) != sorted(set(wanted)):
            stage.wrong("open_differs", open=opened(stage.progress), wanted=", ".join(wanted) or "—")
    for name, value in expected.get("donnees", {}).items():
        found = stage.progress.data.get(name)
        if not alike(value, found):
            stage.wrong("data_differs", element=name, found=str(found)[:80], wanted=str(value)[:80])


def check_end(stage: Stage, expected: Any) -> None:
    """Compare the end with what the story says."""
    if expected is None:
        return
    ended = stage.progress.ended
    if ended is None or ended.outcome != expected:
        found = f"aucune ({opened(stage.progress)})" if ended is None else ended.outcome
        stage.wrong("end_differs", found=found, wanted=str(expected))


def opened(progress: Progress) -> str:
    """The open tasks, for a sentence."""
    tasks: tuple[OpenTask, ...] = progress.tasks
    return ", ".join(sorted({task.element for task in tasks})) or "—"


def alike(written: Any, found: Any) -> bool:
    """Whether a value as JSON writes it is this value of the case."""
    if isinstance(written, Mapping):
        return isinstance(found, Mapping) and all(alike(value, found.get(key)) for key, value in written.items())
    if isinstance(written, list):
        same_length = isinstance(found, list) and len(written) == len(found)
        return same_length and all(map(alike, written, found))
    if isinstance(found, (date, datetime)):
        return str(written).replace("Z", "+00:00") == found.isoformat()
    if isinstance(found, bool) or isinstance(written, bool):
        return written is found
    if isinstance(found, (int, Decimal)) and written is not None:
        try:
            return Decimal(str(written)) == found
        except InvalidOperation:
            return False
    return bool(written == found)


VERBS = {
    "tache": do_task,
    "attendre": wait,
    "message": send,
    "signal": shout,
    "effet": answer,
    "verifier": verify,
}
