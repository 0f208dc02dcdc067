"""The bare engine walks into each of the traps A1–A12, so that an upgrade that repairs one is seen.

Ours passes them in `test_traps.py`; `docs/engine-traps.md` puts both side by side.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.node_parser import NodeParser
from SpiffWorkflow.bpmn.serializer.migration import version_1_2
from SpiffWorkflow.bpmn.util.diff import diff_workflow, migrate_workflow
from SpiffWorkflow.spiff.specs.event_definitions import SignalEventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>'
    '<bpmn:inputDataItem id="x" name="x"/></bpmn:multiInstanceLoopCharacteristics>'
)


def line(draw, *names: str, end: str = "fin_traite", **words) -> bytes:
    """Tasks one after the other."""
    users = "".join(draw.user(name) for name in names)
    return draw.process(draw.start(), users, draw.end(end), draw.chain("debut", *names, end), **words)


def test_a1_bare_a_join_in_a_long_loop_breaks_on_looking_for_its_ancestor(draw, bare):
    """What a join asks of every task; with a split and a join in the loop it comes to this after some 200 rounds."""
    case = bare.begin(line(draw, "a"))
    first = task = bare.task(case, "a")
    for _ in range(sys.getrecursionlimit() + 10):
        task = Task(case, first.task_spec, task)
    with pytest.raises(RecursionError):
        task.is_descendant_of(first)


def test_a2_bare_a_store_that_reorders_keys_loses_what_was_typed(draw, bare):
    case = bare.begin(line(draw, "a", "b", "c"))
    bare.do(case, "a", un=1)
    bare.do(case, "b", deux=2)
    serializer, chance, wrong = bare.serializer(), random.Random(7), 0
    for _ in range(40):
        content = json.loads(serializer.serialize_json(case))
        tasks = list(content["tasks"].items())
        chance.shuffle(tasks)
        content["tasks"] = dict(tasks)
        wrong += bare.task(serializer.deserialize_json(json.dumps(content)), "c").data != {"un": 1, "deux": 2}
    assert wrong > 20


def test_a3_bare_one_word_in_a_form_closes_the_case_for_ever(draw, bare):
    case, serializer = bare.begin(line(draw, "a", "b")), bare.serializer()
    bare.do(case, "a", reponse={"typename": "hello"})
    kept = serializer.serialize_json(case)
    with pytest.raises(TypeError):
        serializer.deserialize_json(kept)


def test_a3_bare_a_form_value_comes_back_as_an_object_of_the_engine(draw, bare):
    case, serializer = bare.begin(line(draw, "a", "b")), bare.serializer()
    typed = {"typename": "UUID", "value": "12345678-1234-5678-1234-567812345678"}
    bare.do(case, "a", reponse=typed)
    again = serializer.deserialize_json(serializer.serialize_json(case))
    assert bare.task(again, "b").data["reponse"] != typed


def test_a4_bare_open_instances_stay_stuck_under_a_freshly_parsed_procedure(draw, bare):
    content = draw.process(
        draw.start(), draw.user("u", MANY), draw.user("z"), draw.end(), draw.chain("debut", "u", "z", "fin_traite")
    )
    case, serializer = bare.begin(content, xs=[10, 20]), bare.serializer()
    again = serializer.deserialize_json(serializer.serialize_json(case))
    fresh, _ = bare.parse(content)
    again.spec = fresh
    for task in again.tasks.values():
        task.task_spec = fresh.task_specs[task.task_spec.name]
    for task in again.get_tasks(state=TaskState.READY, manual=True):
        task.run()
    again.do_engine_steps()
    assert bare.open(again) == []
    assert not again.is_completed()


def test_a5_bare_one_case_changes_the_procedure_of_all_that_come_after(draw, bare):
    aside = draw.start("debut_s", draw.event("signal", "sig_s")) + draw.user("voir") + draw.end("fin_s")
    content = draw.process(
        draw.start(),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "a", "fin_traite"),
        draw.node("subProcess", "cas", aside + draw.chain("debut_s", "voir", "fin_s"), triggeredByEvent="true"),
        before=draw.signal("s"),
    )
    spec, inner = bare.parse(content)
    first = BpmnWorkflow(spec, inner)
    first.do_engine_steps()
    before = list(spec.start._outputs)
    first.catch(BpmnEvent(SignalEventDefinition("s")))
    first.do_engine_steps()
    assert list(spec.start._outputs) != before


class Endless(BaseException):
    """The parser asked the same question too often. (It turns every Exception into one of its own.)"""


def test_a6_bare_a_data_object_hangs_the_parser(draw, bare, monkeypatch):
    asked = []

    class Counting(dict):
        def get(self, key, default=None):
            asked.append(key)
            if len(asked) > 10_000:
                raise Endless
            return super().get(key, default)

    stock = NodeParser._resolve_data_object_ref

    def counted(self, ref):
        for parser in (self.process_parser, self.process_parser.parent):
            if parser is not None and parser.spec is not None:
                parser.spec.data_objects = Counting(parser.spec.data_objects)
        return stock(self, ref)

    monkeypatch.setattr(NodeParser, "_resolve_data_object_ref", counted)
    association = '<bpmn:dataInputAssociation id="dia"><bpmn:sourceRef>ref</bpmn:sourceRef>'
    task = draw.user("x", association + "<bpmn:targetRef>x</bpmn:targetRef></bpmn:dataInputAssociation>")
    inner = draw.start("d2") + task + draw.end("f2") + draw.chain("d2", "x", "f2")
    content = draw.process(
        '<bpmn:dataObjectReference id="ref" dataObjectRef="nulle_part"/>',
        draw.start(),
        draw.node("subProcess", "sp", inner),
        draw.end(),
        draw.chain("debut", "sp", "fin_traite"),
    )
    with pytest.raises(Endless):
        bare.parse(content)


def test_a7_bare_going_back_leaves_events_of_tasks_that_are_gone(draw, bare):
    with time_machine.travel(datetime(2026, 1, 12, tzinfo=UTC), tick=False) as clock:
        case = bare.begin(
            draw.process(
                draw.start(),
                draw.user("a"),
                draw.user("b"),
                draw.boundary("t", "b", draw.timer("'PT1M'")),
                draw.end(),
                draw.end("fin_t"),
                draw.chain("debut", "a", "b", "fin_traite"),
                draw.chain("t", "fin_t"),
            )
        )
        first = bare.task(case, "a")
        bare.do(case, "a")
        case.reset_from_task_id(first.id)
        assert [task for task in case.event_manager.tasks.values() if task.id not in case.tasks]
        clock.shift(timedelta(minutes=2))
        with pytest.raises(AttributeError):
            case.do_engine_steps()


def shared(draw) -> bytes:
    """Two branches, one of which writes into a nested value."""
    inner = "<bpmn:script>fiche['age']['ans'] = 1</bpmn:script>"
    return draw.process(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.node("scriptTask", "s", inner),
        draw.user("a"),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.end(),
        draw.chain("debut", "f", "s", "a", "j"),
        draw.chain("f", "b", "j", "fin_traite"),
    )


def test_a9_bare_what_one_branch_writes_the_other_sees(draw, bare):
    case = bare.begin(shared(draw), fiche={"age": {"ans": 0}})
    assert bare.task(case, "b").data["fiche"] == {"age": {"ans": 1}}
    assert bare.task(case, "debut").data["fiche"] == {"age": {"ans": 1}}, "even what is finished has changed"


def test_a10_bare_migrating_a_case_gives_every_person_the_same_item(draw, bare):
    def drawn(*more: str) -> bytes:
        names = ("debut", "u", *more, "fin_traite")
        return draw.process(
            draw.start(),
            draw.user("u", MANY),
            "".join(draw.user(name) for name in more),
            draw.end(),
            draw.chain(*names),
        )

    case = bare.begin(drawn(), xs=[10, 20, 30])
    case.get_tasks(state=TaskState.READY, manual=True)[0].run()
    case.do_engine_steps()
    before = [task.data["x"] for task in case.get_tasks(state=TaskState.READY, manual=True)]
    spec, inner = bare.parse(drawn("n"))
    difference, _ = diff_workflow(bare.serializer().registry, case, spec, inner)
    migrate_workflow(difference, case, spec)
    case.do_engine_steps()
    after = [task.data.get("x") for task in case.get_tasks(state=TaskState.READY, manual=True)]
    assert before == [20, 30]
    assert after != before


def test_a10_bare_migrating_a_case_loses_a_draft(draw, bare):
    case = bare.begin(line(draw, "a"))
    case.get_tasks(state=TaskState.READY, manual=True)[0].data["brouillon"] = "à moitié"
    spec, inner = bare.parse(line(draw, "a", "b"))
    difference, _ = diff_workflow(bare.serializer().registry, case, spec, inner)
    migrate_workflow(difference, case, spec)
    case.do_engine_steps()
    assert "brouillon" not in case.get_tasks(state=TaskState.READY, manual=True)[0].data


def test_a11_bare_of_two_timers_on_one_gateway_the_shorter_waits_for_the_longer(draw, bare):
    with time_machine.travel(datetime(2026, 1, 12, tzinfo=UTC), tick=False) as clock:
        case = bare.begin(
            draw.process(
                draw.start(),
                draw.node("eventBasedGateway", "g"),
                draw.catch("long", draw.timer("'PT1H'")),
                draw.catch("court", draw.timer("'PT1M'")),
                draw.user("a"),
                draw.user("b"),
                draw.end(),
                draw.end("fin_b"),
                draw.chain("debut", "g", "long", "a", "fin_traite"),
                draw.chain("g", "court", "b", "fin_b"),
            )
        )
        clock.shift(timedelta(minutes=30))
        case.refresh_timers()
        case.do_engine_steps()
        assert bare.open(case) == []


def test_a12_bare_an_old_snapshot_is_evaluated_as_python(monkeypatch):
    marks: list[str] = []
    monkeypatch.setattr(version_1_2, "marks", marks, raising=False)
    event = {"typename": "TimerEventDefinition", "label": "t", "dateTime": "marks.append('evaluated')"}
    spec = {"name": "t", "typename": "IntermediateCatchEvent", "event_definition": event}
    version_1_2.convert_timer_expressions({"spec": {"task_specs": {"t": spec}}, "tasks": {}})
    assert marks == ["evaluated"]
