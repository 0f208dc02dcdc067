"""Other people's drawings: the reference models of the BPMN MIWG, read from `../shared/conformance` or the folder named
by MIGRAFLOW_CONFORMANCE_DIR. Each is imported, started and walked; nothing drawn may get lost without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from SpiffWorkflow.spiff.parser import VALIDATOR

from migraflow import engine
from migraflow.domain.access import Role, Scope
from migraflow.domain.errors import StepFailed
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.importing import Imported, import_diagram
from migraflow.engine.node_reader import KINDS
from migraflow.engine.progress import WaitKind
from migraflow.engine.xml import BPMN, attribute
from tests.elsewhere import MODELS, present

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUSE = engine.House(roles={"accueil": Role("accueil", "Accueil", "Desk", Scope.OFFICE, frozenset())})
SCHEMA = VALIDATOR.validator
"""The BPMN 2.0 schema that comes with the library."""
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"

pytestmark = present


def imported(path: Path) -> Imported:
    return import_diagram(path.read_bytes(), "essai", HOUSE, opened_by=("accueil",))


def around(found: Imported) -> engine.House:
    return replace(HOUSE, called={one.bundle.id: one.bundle for one in found.procedures})


def drawn_nodes(content: bytes) -> set[str]:
    root = etree.fromstring(content)
    return {
        attribute(node, "id")
        for process in root.iter(BPMN + "process")
        for name in KINDS
        for node in process.iter(BPMN + name)
    }


def executable(found: Imported) -> set[str]:
    """The nodes a token can come to, in one of the procedures."""
    nodes: set[str] = set()
    for one in found.procedures:
        compiled = engine.compile_edition(one.bundle, around(found))
        lost = {finding.element for finding in one.findings if finding.code == "unreachable"}
        nodes |= compiled.diagrams[one.bundle.id].nodes.keys() - lost
    return nodes


def questioned(found: Imported) -> set[str]:
    """The elements some finding or some liberty names."""
    told = [finding for one in found.procedures for finding in one.findings]
    return {finding.element for finding in told} | {
        liberty.finding.element for one in found.procedures for liberty in one.liberties
    }


def test_every_model_is_imported_and_every_node_runs_or_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    accepted = run = nodes = met = 0
    codes: Counter[str] = Counter()
    for path in MODELS:
        found = imported(path)
        drawn, running = drawn_nodes(path.read_bytes()), executable(found)
        assert not found.refused, path.name
        assert drawn <= running | questioned(found), (path.name, "dropped without a word")
        accepted += 1
        nodes += len(drawn)
        run += len(drawn & running)
        met += len(drawn & walked(found))
        codes.update(liberty.finding.code for one in found.procedures for liberty in one.liberties)
    with capsys.disabled():
        print(
            f"\nBPMN MIWG: {accepted} / {len(MODELS)} models imported; {run} / {nodes} flow nodes executable, ", end=""
        )
        print(f"{met} met on a few walks, 0 dropped silently; {codes.total()} liberties: {dict(codes.most_common())}")
    assert run >= 0.95 * nodes
    assert met >= 0.7 * nodes


def walked(found: Imported, times: int = 8) -> set[str]:
    """The nodes met on a few walks through each procedure, answering differently each time."""
    met: set[str] = set()
    for one in found.procedures:
        compiled = engine.compile_edition(one.bundle, around(found))
        for turn in range(times):
            met |= walk(compiled, turn)
    return met


def walk(compiled: engine.Compiled, turn: int) -> set[str]:
    """One walk: the oldest task is done, else the clock goes on, else a message or a signal comes."""
    starts = start_messages(compiled)
    opened_by = starts[turn % len(starts)] if starts and turn % 2 else ""
    progress, now = engine.start(compiled, now=NOW, message=opened_by), NOW
    met = {passed.element for passed in progress.trail}
    for move in range(80):
        events = [wait for wait in progress.waits if wait.kind is not WaitKind.TIMER]
        try:
            if events and (not progress.tasks or (move + turn) % 3 == 0):
                wait = events[(move + turn) % len(events)]
                tell = engine.deliver if wait.kind is WaitKind.MESSAGE else engine.broadcast
                progress = tell(compiled, progress.snapshot, wait.name, {}, now=now)
            elif progress.next_due and (not progress.tasks or (move + turn) % 5 == 0):
                now += timedelta(days=2)
                progress = engine.fire(compiled, progress.snapshot, now=now)
            elif progress.tasks:
                task = progress.tasks[turn % len(progress.tasks)]
                answers = answered(compiled, task, turn + move)
                progress = engine.advance(compiled, progress.snapshot, task.token, answers, now=now)
            else:
                break
        except StepFailed:
            break  # a condition about something nobody was asked
        met |= {passed.element for passed in progress.trail} | {task.element for task in progress.tasks}
    return met


def start_messages(compiled: engine.Compiled) -> list[str]:
    diagram = compiled.diagrams[compiled.bundle.id]
    starts = [node for node in diagram.inside(diagram.id) if node.kind is engine.Kind.START]
    return [node.trigger.ref for node in starts if node.trigger.ref]


def answered(compiled: engine.Compiled, task: engine.OpenTask, turn: int) -> dict[str, object]:
    """One of the choices of each field of the task's form."""
    step = compiled.places[task.procedure, task.element]
    form = compiled.form(step.procedure, step.form)
    answers: dict[str, object] = {}
    for field in form.fields if form else ():
        choice = field.choices[turn % len(field.choices)].code
        answers[field.name] = [choice] if field.kind.value == "choices" else choice
    return answers


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_what_is_stored_and_exported_keeps_the_drawing_and_the_foreign_parts(path: Path) -> None:
    found = imported(path)
    before = etree.fromstring(path.read_bytes())
    for one in found.procedures:
        stored = engine.Bundle.of(one.bundle.id, dict(one.bundle.files))
        assert stored.sha256 == one.bundle.sha256
        assert engine.check(stored, around(found)) == one.findings
        after = etree.fromstring(stored.files[DIAGRAM])
        assert extensions(after) == extensions(before)
        assert SCHEMA.validate(after) or not SCHEMA.validate(before)
        gone = taken_out(before, after)
        assert gone <= questioned(found)
        assert {shape for shape in shapes(before) if shape[0] not in gone} <= shapes(after)
        assert edges(before, but=gone) <= edges(after)


def taken_out(before: etree._Element, after: etree._Element) -> set[str]:
    """The steps, events and arrows an import took out of the diagram; processes are renamed, not taken out."""
    there = {attribute(one, "id") for one in after.iter()}
    return {attribute(one, "id") for name in ("sequenceFlow", *KINDS) for one in before.iter(BPMN + name)} - there


def extensions(root: etree._Element) -> Counter[bytes]:
    """The extension elements of other tools, each as canonical text; ours are left out."""
    found = [child for holder in root.iter(BPMN + "extensionElements") for child in holder]
    return Counter(etree.tostring(one, with_tail=False) for one in found if "spiffworkflow" not in str(one.tag))


def shapes(root: etree._Element) -> set[tuple[str, bytes]]:
    """Every shape with its bounds, label and colours."""
    return {
        (attribute(one, "bpmnElement"), etree.tostring(one, with_tail=False)) for one in root.iter(DRAWN + "BPMNShape")
    }


def edges(root: etree._Element, but: frozenset[str] | set[str] = frozenset()) -> set[str]:
    """Every arrow drawn, without those that touch an element of `but`."""
    ends = {
        attribute(one, "id"): {attribute(one, "sourceRef"), attribute(one, "targetRef")}
        for one in root.iter(BPMN + "association")
    }
    drawn = {attribute(one, "bpmnElement") for one in root.iter(DRAWN + "BPMNEdge")}
    return {name for name in drawn - but if not ends.get(name, set()) & but}


@pytest.mark.parametrize("path", MODELS[:6], ids=lambda path: path.stem)
def test_what_was_put_right_once_needs_nothing_more(path: Path) -> None:
    once = imported(path).procedures[0]
    again = import_diagram(once.bundle.files[DIAGRAM], "essai", HOUSE, opened_by=("accueil",)).procedures[0]
    told = {liberty.finding.code for liberty in again.liberties}
    assert told <= {"issue_unknown", "message_undeclared"}  # those are written beside the diagram
    assert drawn_nodes(again.bundle.files[DIAGRAM]) == drawn_nodes(once.bundle.files[DIAGRAM])
