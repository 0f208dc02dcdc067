"""Walks one recorded case through an edition: every recorded answer where it is asked for, whatever the clock said.

Where the edition asks something new, answers are looked for among all the case ever gave under the same names; a
required one nobody gave is where it would stop. What differs for reasons of its own (a late worker, a step skipped by
hand) differs in the case's own edition too, and is not counted against the draft.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import NAMESPACE_OID, uuid5

from SpiffWorkflow.util.task import TaskState

from migraflow.domain.answer_values import is_blank
from migraflow.domain.answers import Setting, accept
from migraflow.domain.calendar import Calendar, Deadline
from migraflow.domain.errors import AnswersRejected, MigraflowError, StepFailed, Unfit
from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind
from migraflow.domain.prefill import raw_of
from migraflow.engine.compile import Compiled, Step
from migraflow.engine.diagram import EventKind
from migraflow.engine.events import CatchSpec, due_of, spread, waiting
from migraflow.engine.live import Case
from migraflow.engine.moment import Moment, lived, utc
from migraflow.engine.nodes import ServiceSpec
from migraflow.engine.replay.record import Event, Fate, Recorded, Replayed
from migraflow.engine.run import run_on, start_event, told
from migraflow.engine.spiff import Token
from migraflow.engine.view import data_of_case, ended, item_of, step_of

Times = tuple[Calendar, Mapping[str, Deadline]]
"""The working days, and the deadlines by code."""
Places = frozenset[tuple[str, str]]
"""Elements, each with its procedure."""
MOST = 60
"""New steps or moments one recorded event may have to wait for; more is a loop."""


class Stopped(MigraflowError):
    """The case cannot go on: a required answer is missing."""

    def __init__(self, element: str, question: str) -> None:
        super().__init__(element, question)
        self.element, self.question = element, question


def replay(recorded: Recorded, draft: Compiled, own: Compiled, house: Times, fresh: Places) -> Replayed:
    """What would have become of a case in `draft`, beside what its `own` edition makes of the same answers.

    `fresh` are the `changed_timers` of the two.
    """
    before = Walk(recorded, own, house, frozenset())
    here = None if recorded.ended else before.run()
    there = Walk(recorded, draft, house, fresh, before.standing()).run()
    if there.fate is Fate.SAME:
        return there
    here = here or before.run()
    if here.fate is Fate.SAME:
        return there
    alike = (there.fate, there.element, there.question, there.outcome, there.steps) == (
        here.fate, here.element, here.question, here.outcome, here.steps)  # fmt: skip
    if alike:
        return Replayed(recorded.case_id, Fate.SAME, outcome=recorded.outcome)
    return Replayed(there.case_id, there.fate, there.element, there.question, there.outcome, there.steps - here.steps,
                    there.days - here.days)  # fmt: skip


def changed_timers(draft: Compiled, own: Compiled) -> Places:
    """The timers of `draft` that its cases never met: new ones, and those set otherwise."""
    return frozenset(
        (procedure, node.id)
        for procedure, diagram in draft.diagrams.items()
        for node in diagram.nodes.values()
        if node.trigger.kind is EventKind.TIMER
        and (procedure not in own.diagrams or trigger_at(own, procedure, node.id) != node.trigger)
    )


def trigger_at(compiled: Compiled, procedure: str, element: str) -> object:
    """The trigger of a node, None where there is none."""
    node = compiled.diagrams[procedure].nodes.get(element)
    return None if node is None else node.trigger


class Walk:
    """One recorded case in one edition. `shift` is how much later than recorded the clock runs; `goal` are the steps a
    case that is not over stands at."""

    def __init__(
        self,
        recorded: Recorded,
        compiled: Compiled,
        house: Times,
        fresh: Places,
        goal: Places = frozenset(),
    ) -> None:
        self.recorded, self.compiled, self.fresh, self.goal = recorded, compiled, fresh, goal
        self.begun = False
        self.calendar, self.deadlines = house
        self.moment = Moment(utc(recorded.opened), uuid5(NAMESPACE_OID, str(recorded.case_id)))
        self.shift, self.saved = timedelta(), timedelta()
        self.extra, self.skipped, self.off = 0, 0, False
        self.ahead = Counter((event.procedure, event.element) for event in recorded.events if event.kind == "task")
        self.pool: dict[str, Any] = {}
        for event in recorded.events:
            self.pool.update({name: value for name, value in event.answers.items() if not is_blank(value)})

    def run(self) -> Replayed:
        """The whole case."""
        with lived(self.moment):
            try:
                with told():
                    self.begin()
                    for event in self.recorded.events:
                        self.happen(event)
                    (self.finish if self.recorded.ended else self.arrive)()
            except Stopped as stop:
                return self.result(Fate.STOPS, stop.element, stop.question)
            except StepFailed as failure:
                return self.result(Fate.FAILS, failure.element, failure.reason[:200])
            except Unfit as refusal:
                return self.result(Fate.FAILS, "", refusal.code)
            return self.compared()

    def compared(self) -> Replayed:
        """The case beside what was recorded."""
        data = data_of_case(self.case)
        end = ended(self.compiled, self.case, data)
        outcome = end.outcome if end else ""
        if self.recorded.ended and outcome != self.recorded.outcome:
            return self.result(Fate.ENDS, end.element if end else "", outcome=outcome)
        if self.extra or self.skipped or self.off:
            return self.result(Fate.ROUTE, outcome=outcome)
        return self.result(Fate.SAME, outcome=outcome)

    def result(self, fate: Fate, element: str = "", question: str = "", outcome: str = "") -> Replayed:
        """What came of it."""
        days = round((self.shift - self.saved) / timedelta(days=1))
        return Replayed(self.recorded.case_id, fate, element, question, outcome, self.extra - self.skipped, days)

    def begin(self) -> None:
        """Open the case as it was opened."""
        self.case = Case(self.compiled.specs[self.compiled.bundle.id], dict(self.compiled.specs))
        self.case.task_tree.data = dict(self.recorded.start)
        self.begun = True
        if self.recorded.message:
            self.case.task_tree.internal_data["start"] = start_event(self.compiled, self.recorded.message)
        self.settle()

    def settle(self) -> None:
        """Pass what is automatic; effects the case waits for have the answers it had."""
        run_on(self.case)
        for _ in range(MOST):
            pending = [effect for effect in self.case.effects if effect.awaits]
            self.case.effects.clear()
            if not pending:
                return
            for effect in pending:
                task = next((one for one in self.case.everywhere() if str(one.id) == effect.token), None)
                if task is not None and isinstance(task.task_spec, ServiceSpec) and task._state == TaskState.STARTED:
                    task.task_spec.answer(task, self.recorded.data.get(task.task_spec.node.result, []))
                    run_on(self.case)

    def happen(self, event: Event) -> None:
        """One recorded event, at its moment or as much later as the new steps take."""
        self.until(event.at + self.shift)
        if event.kind == "task":
            self.answer(event)
        elif event.kind == "timer":
            task = next((one for one in self.timers() if self.place(one) == (event.procedure, event.element)), None)
            if task is not None and self.place(task) not in self.fresh:
                self.ring(task)
        elif event.kind == "message":
            tasks = waiting(self.case, EventKind.MESSAGE, event.name)
            if tasks:
                tasks[0].task_spec.happen(tasks[0], dict(event.answers))
            self.off = self.off or not tasks
        else:
            spread(self.case, event.name, dict(event.answers))
        self.settle()

    def until(self, moment: datetime) -> None:
        """Let the clock run on to `moment`; what the edition times anew rings on the way."""
        for _ in range(MOST):
            due = [(one.at, task) for task in self.timers() if self.place(task) in self.fresh and (one := due_of(task))]
            first = min(due, key=lambda pair: pair[0], default=None)
            if first is None or first[0] > moment:
                break
            self.moment.now = max(self.moment.now, first[0])
            self.ring(first[1])
        self.moment.now = max(self.moment.now, moment)

    def timers(self) -> list[Token]:
        """The tokens that wait for a moment."""
        waits = [task for task in self.case.everywhere() if task._state == TaskState.WAITING]
        return [task for task in waits if isinstance(task.task_spec, CatchSpec) and "due" in task.internal_data]

    def ring(self, task: Token) -> None:
        """A moment comes."""
        task.task_spec.happen(task, {})
        self.settle()

    def place(self, task: Token) -> tuple[str, str]:
        """The procedure and element a token stands at."""
        return task.workflow.spec.procedure, task.task_spec.element

    def open(self) -> list[Token]:
        """The tasks people have to do."""
        return [task for task in self.case.everywhere() if task._state == TaskState.READY and task.task_spec.manual]

    def found(self, event: Event) -> Token | None:
        """The open task a recorded answer belongs to."""
        here = [task for task in self.open() if self.place(task) == (event.procedure, event.element)]
        return next((task for task in here if (item_of(task) or "") == event.item), here[0] if here else None)

    def answer(self, event: Event) -> None:
        """A recorded completion; what stands new in its way is done first."""
        self.ahead[event.procedure, event.element] -= 1
        task = self.found(event)
        for _ in range(MOST):
            if task is not None or not self.make_way():
                break
            task = self.found(event)
        if task is None:
            self.skipped += 1
            self.saved += event.at - (event.created or event.at)
            return
        step = step_of(self.compiled, task)
        form = self.compiled.form(step.procedure, step.form)
        same = form is None or form.fingerprint == event.fingerprint
        self.complete(task, event.answers if same else self.fitting(task, step, form, event.answers))

    def make_way(self) -> bool:
        """Do one step the case never met, or let one new moment come; False when there is none."""
        for task in self.open():
            if self.ahead[self.place(task)] > 0:
                continue
            step = step_of(self.compiled, task)
            form = self.compiled.form(step.procedure, step.form)
            self.complete(task, self.fitting(task, step, form, {}) if form else {})
            self.extra += 1
            self.later(step)
            return True
        due = [(one.at, task) for task in self.timers() if self.place(task) in self.fresh and (one := due_of(task))]
        if self.open() or not due:
            return False
        at, task = min(due, key=lambda pair: pair[0])
        if at > self.moment.now:
            self.shift += at - self.moment.now
            self.moment.now = at
        self.ring(task)
        return True

    def later(self, step: Step) -> None:
        """A new step takes as long as its deadline gives it."""
        deadline = self.deadlines.get(step.deadline or "")
        if deadline is not None:
            span = self.calendar.due(deadline, self.moment.now) - self.moment.now
            self.shift += span
            self.moment.now += span

    def complete(self, task: Token, answers: Mapping[str, Any]) -> None:
        """Somebody completes a task."""
        task.data = {**task.data, **answers}
        task.run()
        self.settle()

    def fitting(self, task: Token, step: Step, form: Form | None, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the form takes of the answers given there, else anywhere in the case. Raises Stopped."""
        assert form is not None
        known = {**self.pool, **{name: value for name, value in given.items() if not is_blank(value)}}
        raw = fitted(form.fields, known)
        try:
            return accept(form, raw, Setting(task.data, self.moment.now, self.compiled.lists))
        except AnswersRejected as rejection:
            path = rejection.errors[0].path
            field = form.field(path)
            raise Stopped(step.element, field.label if field else path) from rejection

    def finish(self) -> None:
        """After the last recorded event: the steps and moments that are still between the case and its end."""
        for _ in range(MOST):
            if self.case.completed or not (self.make_way() or self.next_moment()):
                return

    def arrive(self) -> None:
        """After the last recorded event of a case that goes on: to where it stands now, past what is new before it."""
        self.ahead.update(self.goal)
        for _ in range(MOST):
            if self.goal <= self.standing():
                return
            if not self.make_way():
                self.off = True
                return

    def standing(self) -> Places:
        """Where people have something to do; nowhere before the walk."""
        return frozenset(map(self.place, self.open())) if self.begun else frozenset()

    def next_moment(self) -> bool:
        """Let the next moment come, whichever; False when none is awaited."""
        due = [(one.at, task) for task in self.timers() if (one := due_of(task))]
        if self.open() or not due:
            return False
        at, task = min(due, key=lambda pair: pair[0])
        self.moment.now = max(self.moment.now, at)
        self.ring(task)
        return True


def fitted(fields: Iterable[Field], known: Mapping[str, Any]) -> dict[str, object]:
    """The raw answers among `known` that `fields` ask for, recursively into blocks and rows."""
    raw: dict[str, object] = {}
    for field in fields:
        value = known.get(field.name)
        if field.kind in SHOWN_ONLY or is_blank(value):
            continue
        if field.kind is Kind.BLOCK:
            raw[field.name] = fitted(field.fields, cast(Mapping[str, Any], value)) if isinstance(value, Mapping) else {}
        elif field.kind is Kind.GROUP:
            rows = cast(list[Any], value) if isinstance(value, list) else []
            raw[field.name] = [fitted(field.fields, row) for row in rows if isinstance(row, Mapping)]
        else:
            raw[field.name] = raw_of(value)
    return raw
