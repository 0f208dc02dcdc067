"""Draws small procedures as text, the way an author would, and moves cases of them with a clock of the test's own."""

from __future__ import annotations

import html
import itertools
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from migraflow import engine
from migraflow.domain.access import Role, Scope
from migraflow.domain.calendar import Calendar, Deadline, Unit

HEADS = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
)
MORNING = datetime(2026, 1, 12, 9, tzinfo=UTC)
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "note",
    "title": "Note",
    "type": "object",
    "properties": {"avis": {"title": "Avis", "type": "string", "x-kind": "text"}},
}


class Drawing:
    """Words to draw a process with; each gives a piece of XML."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)

    def node(self, tag: str, id: str, inner: str = "", **words: str) -> str:
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in words.items())
        return f'<bpmn:{tag} id="{id}"{attributes}>{inner}</bpmn:{tag}>'

    def flow(self, source: str, target: str, condition: str | None = None, id: str = "") -> str:
        identifier = id or f"f{next(self.numbers)}_{source}_{target}"
        inner = (
            ""
            if condition is None
            else f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{html.escape(condition)}'
            "</bpmn:conditionExpression>"
        )
        ends = f'sourceRef="{source}" targetRef="{target}"'
        return f'<bpmn:sequenceFlow id="{identifier}" {ends}>{inner}</bpmn:sequenceFlow>'

    def chain(self, *ids: str) -> str:
        return "".join(self.flow(one, other) for one, other in itertools.pairwise(ids))

    def start(self, id: str = "debut", inner: str = "") -> str:
        return self.node("startEvent", id, inner)

    def end(self, id: str = "fin_traite", inner: str = "") -> str:
        return self.node("endEvent", id, inner, name=id.replace("_", " "))

    def user(self, id: str, inner: str = "", **words: str) -> str:
        return self.node("userTask", id, inner, name=words.pop("name", f"Faire {id}"), **words)

    def with_form(self, id: str, path: str, **properties: str) -> str:
        wanted = {"formJsonSchemaFilename": path, **properties}
        lines = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in wanted.items())
        return self.user(
            id,
            f"<bpmn:extensionElements><spiffworkflow:properties>{lines}</spiffworkflow:properties></bpmn:extensionElements>",
        )

    def script(self, id: str, *lines: str) -> str:
        return self.node("scriptTask", id, f"<bpmn:script>{html.escape(chr(10).join(lines))}</bpmn:script>")

    def service(self, id: str, operator: str, result: str = "", **parameters: str) -> str:
        lines = "".join(
            f'<spiffworkflow:parameter id="{name}" type="str" value="{html.escape(text)}"/>'
            for name, text in parameters.items()
        )
        return self.node(
            "serviceTask",
            id,
            f'<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="{operator}" resultVariable="{result}">'
            f"<spiffworkflow:parameters>{lines}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
            "</bpmn:extensionElements>",
        )

    def rule(self, id: str, decision: str) -> str:
        inner = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
        return self.node("businessRuleTask", id, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>")

    def timer(self, text: str, kind: str = "timeDuration") -> str:
        inner = f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{html.escape(text)}</bpmn:{kind}>'
        return f'<bpmn:timerEventDefinition id="t{next(self.numbers)}">{inner}</bpmn:timerEventDefinition>'

    def event(self, kind: str, ref: str = "") -> str:
        reference = f' {kind}Ref="{ref}"' if ref else ""
        return f'<bpmn:{kind}EventDefinition id="e{next(self.numbers)}"{reference}/>'

    def catch(self, id: str, definition: str) -> str:
        return self.node("intermediateCatchEvent", id, definition)

    def throw(self, id: str, definition: str) -> str:
        return self.node("intermediateThrowEvent", id, definition)

    def boundary(self, id: str, host: str, definition: str, interrupting: bool = True) -> str:
        cancel = "true" if interrupting else "false"
        return self.node("boundaryEvent", id, definition, attachedToRef=host, cancelActivity=cancel)

    def lanes(self, **lanes: list[str]) -> str:
        inner = "".join(
            f'<bpmn:lane id="lane_{role}" name="{role}">'
            + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
            + "</bpmn:lane>"
            for role, nodes in lanes.items()
        )
        return f'<bpmn:laneSet id="lanes">{inner}</bpmn:laneSet>'

    def process(self, *pieces: str, id: str = "essai", before: str = "") -> bytes:
        body = "".join(pieces)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {HEADS} targetNamespace="http://anpe.example">'
            f'{before}<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
        ).encode()

    def message(self, name: str) -> str:
        return f'<bpmn:message id="msg_{name}" name="{name}"/>'

    def signal(self, name: str) -> str:
        return f'<bpmn:signal id="sig_{name}" name="{name}"/>'

    def toml(self, id: str = "essai", *messages: str, more: str = "", **issues: str) -> bytes:
        words = {"traite": "Traité", **issues}
        text = f'id = "{id}"\ntitre = "Essai"\nprefixe = "ES"\nouvert_par = ["accueil"]\n{more}\n'
        text += "".join(f'[messages.{name}]\nlibelle = "{name}"\nroles = ["accueil"]\n' for name in messages)
        text += "".join(f'[issues.{code}]\nlibelle = "{words[code]}"\n' for code in words)
        return text.encode()

    def bundle(
        self, *pieces: str, id: str = "essai", before: str = "", messages=(), files=None, more: str = "", **issues: str
    ):
        content = {
            "procedure.toml": self.toml(id, *messages, more=more, **issues),
            "procedure.bpmn": self.process(*pieces, id=id, before=before),
            **{
                path: value if isinstance(value, bytes) else json.dumps(value).encode()
                for path, value in (files or {}).items()
            },
        }
        return engine.Bundle.of(id, content)


class Desk:
    """One case on somebody's desk: every event goes through a snapshot, as it would through the database."""

    def __init__(self, compiled: engine.Compiled, data=None, now: datetime = MORNING) -> None:
        self.compiled = compiled
        self.now = now
        self.trail: list[engine.Passed] = []
        self.effects: list[engine.Effect] = []
        self.decisions: list[engine.Decided] = []
        self.see(engine.start(compiled, now=now, data=data))

    def see(self, progress: engine.Progress) -> engine.Progress:
        self.progress = progress
        self.trail += progress.trail
        self.effects += progress.effects
        self.decisions += progress.decisions
        again = engine.facts(self.compiled, progress.snapshot)
        assert (again.tasks, again.waits, again.ended) == (progress.tasks, progress.waits, progress.ended)
        assert again.data == progress.data
        return progress

    @property
    def open(self) -> list[str]:
        return [task.element for task in self.progress.tasks]

    def task(self, element: str, item: str | None = None) -> engine.OpenTask:
        found = [task for task in self.progress.tasks if task.element == element and item in (None, task.item)]
        assert found, f"{element} is not open: {self.open}"
        return found[0]

    def do(self, element: str, item: str | None = None, **answers) -> engine.Progress:
        token = self.task(element, item).token
        return self.see(engine.advance(self.compiled, self.progress.snapshot, token, answers, now=self.now))

    def wait(self, **span) -> engine.Progress:
        self.now += timedelta(**span)
        return self.see(engine.fire(self.compiled, self.progress.snapshot, now=self.now))

    def receive(self, name: str, **payload) -> engine.Progress:
        return self.see(engine.deliver(self.compiled, self.progress.snapshot, name, payload, now=self.now))

    def hear(self, signal: str, **payload) -> engine.Progress:
        return self.see(engine.broadcast(self.compiled, self.progress.snapshot, signal, payload, now=self.now))

    def answer(self, token: str, result) -> engine.Progress:
        return self.see(engine.resume(self.compiled, self.progress.snapshot, token, result, now=self.now))

    @property
    def passed(self) -> list[str]:
        return [step.element for step in self.trail]


@pytest.fixture
def draw() -> Drawing:
    return Drawing()


@pytest.fixture
def house() -> engine.House:
    roles = {
        code: Role(code, code.title(), code.title(), Scope.OFFICE, frozenset())
        for code in ("accueil", "conseiller", "chef")
    }
    deadlines = {"DS-01": Deadline("DS-01", "Enregistrer", 1, Unit.WORKING_DAYS, 75, "")}
    return engine.House(roles=roles, deadlines=deadlines, holidays=Calendar(frozenset({date(2026, 1, 20)})))


@pytest.fixture
def open_case(draw, house):
    """Opens a case of a procedure drawn from pieces, or of a bundle."""

    def opened(*pieces, data=None, now=MORNING, house=house, **words) -> Desk:
        bundle = pieces[0] if isinstance(pieces[0], engine.Bundle) else draw.bundle(*pieces, **words)
        return Desk(engine.compile_edition(bundle, house), data, now)

    return opened


@pytest.fixture
def morning() -> datetime:
    return MORNING


@pytest.fixture
def note_form() -> dict:
    return FORM


class Bare:
    """SpiffWorkflow as it comes, for the demonstrations: its own parser, its own serializer, Python as its language."""

    def parse(self, content: bytes, parser=SpiffBpmnParser, id: str = "essai"):
        """The specifications of a process and of what it calls."""
        reader = parser()
        reader.add_bpmn_str(content)
        return reader.get_spec(id), reader.get_subprocess_specs(id)

    def begin(self, content: bytes, parser=SpiffBpmnParser, **data) -> BpmnWorkflow:
        """A case begun, moved as far as it goes by itself."""
        case = BpmnWorkflow(*self.parse(content, parser))
        case.task_tree.data.update(data)
        case.do_engine_steps()
        return case

    def open(self, case: BpmnWorkflow) -> list[str]:
        """The names of the open tasks."""
        return [task.task_spec.name for task in case.get_tasks(state=TaskState.READY, manual=True)]

    def do(self, case: BpmnWorkflow, name: str, **answers) -> None:
        """Complete an open task."""
        ready = case.get_tasks(state=TaskState.READY, manual=True)
        task = next(task for task in ready if task.task_spec.name == name)
        task.data.update(answers)
        task.run()
        case.do_engine_steps()

    def task(self, case: BpmnWorkflow, name: str):
        """The task of that name, whatever its state."""
        return next(task for task in case.tasks.values() if task.task_spec.name == name)

    def serializer(self) -> BpmnWorkflowSerializer:
        """The library's own serializer."""
        return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))


@pytest.fixture
def bare() -> Bare:
    return Bare()
