"""Each ordinary way the bare engine loses data, ends falsely or hangs (docs: the traps A1–A12), met and passed.

Where it is quick to show, a test beside ours shows the bare engine failing, so that an upgrade that repairs it is seen.
"""

from __future__ import annotations

import json
import random
import threading
import zlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

from migraflow import engine
from migraflow.domain.errors import MigraflowError
from migraflow.engine import check


def rework(draw):
    """Prepare, review, and begin again until it is good."""
    return (
        draw.start(),
        draw.node("exclusiveGateway", "m"),
        draw.user("preparer"),
        draw.user("relire"),
        draw.node("exclusiveGateway", "g", default="bon"),
        draw.end(),
        draw.chain("debut", "m", "preparer", "relire", "g"),
        draw.flow("g", "m", "encore = true"),
        draw.flow("g", "fin_traite", id="bon"),
    )


def test_a1_three_hundred_rounds_of_rework_weigh_no_more_than_three(draw, open_case):
    desk = open_case(*rework(draw))
    sizes = []
    for count in range(1, 301):
        desk.do("preparer", texte=f"version {count % 10}")
        desk.do("relire", encore=True)
        assert desk.progress.ended is None
        sizes.append(len(desk.progress.snapshot))
    assert max(sizes) <= sizes[2] + 20
    desk.do("preparer")
    desk.do("relire", encore=False)
    assert desk.progress.ended.outcome == "traite"


def test_a1_the_bare_engine_says_it_is_over_in_the_middle_of_the_rework(draw):
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(draw.process(*rework(draw)).replace(b"encore = true", b"encore"))
    case = BpmnWorkflow(parser.get_spec("essai"))
    case.do_engine_steps()
    for _ in range(700):
        ready = case.get_tasks(state=TaskState.READY, manual=True)
        if not ready:
            break
        ready[0].data["encore"] = True
        ready[0].run()
        case.do_engine_steps()
    assert case.is_completed()


def test_a1_a_split_and_join_inside_the_loop_stays_small_too(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("exclusiveGateway", "m"),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.node("exclusiveGateway", "g", default="bon"),
        draw.end(),
        draw.chain("debut", "m", "f", "a", "j"),
        draw.chain("f", "b", "j", "g"),
        draw.flow("g", "m", "encore = true"),
        draw.flow("g", "fin_traite", id="bon"),
    )
    sizes = []
    for _ in range(220):
        desk.do("a", encore=True)
        desk.do("b")
        sizes.append(len(desk.progress.snapshot))
    assert desk.open == ["a", "b"]
    assert max(sizes) <= sizes[2] + 40
    desk.do("b", encore=False)
    desk.do("a", encore=False)
    assert desk.progress.ended is not None


def shuffled(value, chance):
    """The same JSON, every object's keys in another order (what a store of JSON may do)."""
    if isinstance(value, dict):
        pairs = [(key, shuffled(inner, chance)) for key, inner in value.items()]
        chance.shuffle(pairs)
        return dict(pairs)
    return [shuffled(inner, chance) for inner in value] if isinstance(value, list) else value


def test_a2_a_store_that_reorders_keys_loses_nothing(draw, open_case):
    inner = draw.start("di") + draw.user("x") + draw.user("y") + draw.end("fi") + draw.chain("di", "x", "y", "fi")
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.node("parallelGateway", "f"),
        draw.node("subProcess", "sp", inner),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.end(),
        draw.chain("debut", "a", "f", "sp", "j"),
        draw.chain("f", "b", "j", "fin_traite"),
        data={"un": 1, "deux": {"x": [1, 2]}},
    )
    desk.do("a", trois=Decimal("3.10"), un=None)
    desk.do("x", quatre=4)
    content = json.loads(zlib.decompress(desk.progress.snapshot))
    chance = random.Random(7)
    for _ in range(100):
        other = shuffled(content, chance)
        chance.shuffle(other["scope"]["tasks"])
        again = engine.facts(desk.compiled, zlib.compress(json.dumps(other).encode()))
        assert {task.token: dict(task.data) for task in again.tasks} == {
            task.token: dict(task.data) for task in desk.progress.tasks
        }
        assert again.data == desk.progress.data


@pytest.mark.parametrize(
    "value",
    [
        {"typename": "hello"},
        {"typename": "UUID", "value": "x"},
        {"typename": "Task", "n": {"typename": "BpmnWorkflow"}},
        {"~": "dt", "v": "pas une date"},
        {"~": "map", "v": []},
        {"serializer_version": "1.0", "spec": {}, "tasks": {}},
        {"__class__": "os.system", "a": "{{ x }}"},
    ],
)
def test_a3_no_form_value_is_a_command_to_the_engine(draw, open_case, value):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    desk.do("a", reponse=value, typename="texte", data=value)
    assert desk.task("b").data == {"reponse": value, "typename": "texte", "data": value}
    desk.do("b")
    assert desk.progress.data["reponse"] == value


def test_a4_open_instances_go_on_after_every_restore_with_a_freshly_compiled_edition(draw, house):
    mark = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>'
        '<bpmn:inputDataItem id="x" name="x"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    bundle = draw.bundle(
        draw.start(), draw.user("u", mark), draw.user("z"), draw.end(), draw.chain("debut", "u", "z", "fin_traite")
    )
    now = datetime(2026, 1, 12, tzinfo=UTC)
    progress = engine.start(engine.compile_edition(bundle, house), now=now, data={"xs": [10, 20, 30]})
    for _ in range(3):
        compiled = engine.compile_edition(bundle, house)
        progress = engine.advance(compiled, progress.snapshot, progress.tasks[0].token, {}, now=now)
    assert [task.element for task in progress.tasks] == ["z"]


def test_a5_b4_one_compiled_edition_serves_many_threads_and_never_changes(draw, house, open_case):
    inner = draw.start("di") + draw.user("x") + draw.end("fi") + draw.chain("di", "x", "fi")
    desk = open_case(
        draw.start(),
        draw.node("subProcess", "sp", inner),
        draw.boundary("s", "sp", draw.event("signal", "sig_g"), False),
        draw.user("vu"),
        draw.end(),
        draw.end("fin_s"),
        draw.chain("debut", "sp", "fin_traite"),
        draw.chain("s", "vu", "fin_s"),
        before=draw.signal("g"),
    )
    before = {
        name: {
            spec: (tuple(node._inputs), tuple(node._outputs), node.ways) for spec, node in process.task_specs.items()
        }
        for name, process in desk.compiled.specs.items()
    }
    ends: list[object] = []

    def clerk(number: int) -> None:
        progress = engine.start(desk.compiled, now=desk.now, data={"numero": number})
        for _ in range(5):
            progress = engine.broadcast(desk.compiled, progress.snapshot, "g", {}, now=desk.now)
        while progress.tasks:
            progress = engine.advance(desk.compiled, progress.snapshot, progress.tasks[0].token, {}, now=desk.now)
        ends.append((progress.ended.outcome, progress.data["numero"] == number))

    clerks = [threading.Thread(target=clerk, args=(number,)) for number in range(8)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert len(ends) == 8
    assert all(right for _, right in ends)
    after = {
        name: {
            spec: (tuple(node._inputs), tuple(node._outputs), node.ways) for spec, node in process.task_specs.items()
        }
        for name, process in desk.compiled.specs.items()
    }
    assert after == before


def test_a6_a_data_object_that_hangs_the_bare_parser_is_only_told(draw, house):
    reference = '<bpmn:dataObjectReference id="ref" dataObjectRef="nulle_part"/>'
    task = draw.user(
        "x", '<bpmn:dataInputAssociation id="dia"><bpmn:sourceRef>ref</bpmn:sourceRef></bpmn:dataInputAssociation>'
    )
    deep = draw.start("d3") + task + draw.end("f3") + draw.chain("d3", "x", "f3") + reference
    middle = (
        draw.start("d2") + draw.node("subProcess", "dedans", deep) + draw.end("f2") + draw.chain("d2", "dedans", "f2")
    )
    bundle = draw.bundle(
        draw.lanes(accueil=["sp"]),
        draw.start(),
        draw.node("subProcess", "sp", middle),
        draw.end(),
        draw.chain("debut", "sp", "fin_traite"),
    )
    assert "data_dropped" in {one.code for one in check(bundle, house)}
    engine.compile_edition(bundle, house)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a", "a"], ["b"]),
        ([1], [1, 1]),
        ([1, 2, 3], []),
        ({"a": 1, "b": 2}, {"b": 2}),
        ([{"x": 1}, {"x": 2}], [{"x": 2}]),
    ],
)
def test_a8_what_a_form_says_replaces_what_stood_there(draw, open_case, before, after):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.chain("debut", "a", "b", "fin_traite"),
        data={"liste": before},
    )
    desk.do("a", liste=after)
    assert desk.task("b").data["liste"] == after


@pytest.mark.parametrize(("before", "after"), [(["a", "a"], ["b"]), ([1], [1, 1]), ({"a": 1, "b": 2}, {"b": 2})])
def test_a8_the_bare_engine_mixes_what_was_with_what_is_said(before, after):
    assert DeepMerge.merge({"liste": before}, {"liste": after})["liste"] != after


def test_a8_two_branches_that_each_add_a_line_keep_both(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.chain("debut", "f", "a", "j"),
        draw.chain("f", "b", "j", "z", "fin_traite"),
        data={"notes": ["début"], "fiche": {"nom": "Diarra", "tel": "1"}, "x": 1, "efface": True},
    )
    desk.do("a", notes=["début", "de a"], fiche={"nom": "Diarra", "tel": "2"})
    desk.do("b", notes=["début", "de b"], fiche={"nom": "Diarra", "tel": "1", "mail": "d@x.ml"})
    assert desk.task("z").data == {
        "notes": ["début", "de a", "de b"],
        "fiche": {"nom": "Diarra", "tel": "2", "mail": "d@x.ml"},
        "x": 1,
        "efface": True,
    }


def test_a9_what_one_branch_writes_the_other_does_not_see(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.script("s", 'fiche := context put(fiche, "nom", "Traoré")'),
        draw.chain("debut", "f", "a", "s", "j"),
        draw.chain("f", "b", "j", "z", "fin_traite"),
        data={"fiche": {"nom": "Diarra", "ages": [1]}},
    )
    before = desk.task("b").data
    before["fiche"]["ages"].append(2)
    assert engine.facts(desk.compiled, desk.progress.snapshot).tasks[1].data == {
        "fiche": {"nom": "Diarra", "ages": [1]}
    }
    desk.do("a")
    assert desk.task("b").data == {"fiche": {"nom": "Diarra", "ages": [1]}}


def test_a9_the_answers_given_are_not_kept_by_reference(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    answers = {"liste": [1]}
    progress = engine.advance(desk.compiled, desk.progress.snapshot, desk.task("a").token, answers, now=desk.now)
    answers["liste"].append(2)
    again = engine.facts(desk.compiled, progress.snapshot)
    assert again.data == {"liste": [1]}


def test_a11_of_two_timers_on_one_gateway_the_shorter_comes_first(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("eventBasedGateway", "g"),
        draw.catch("long", draw.timer("PT1H")),
        draw.catch("court", draw.timer("PT1M")),
        draw.end("fin_long"),
        draw.end("fin_court"),
        draw.chain("debut", "g", "long", "fin_long"),
        draw.chain("g", "court", "fin_court"),
    )
    assert sorted(wait.element for wait in desk.progress.waits) == ["court", "long"]
    desk.wait(minutes=1)
    assert desk.progress.ended.outcome == "court"


@pytest.mark.parametrize(
    "snapshot",
    [
        b"",
        b"{}",
        zlib.compress(b"[]"),
        zlib.compress(b'{"format":1}'),
        zlib.compress(b'{"serializer_version":"1.2","spec":{"typename":"x"},"tasks":{"1":{"expr":"__import__(1)"}}}'),
        zlib.compress(b'{"format":99,"case":"x"}'),
    ],
)
def test_a12_a_strange_snapshot_is_refused_and_never_evaluated(draw, open_case, snapshot):
    desk = open_case(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    with pytest.raises(MigraflowError):
        engine.facts(desk.compiled, snapshot)


def test_a7_going_back_is_taking_up_an_earlier_snapshot_and_its_timers_run(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.user("b"),
        draw.boundary("t", "b", draw.timer("PT1M")),
        draw.end(),
        draw.end("fin_t"),
        draw.chain("debut", "a", "b", "fin_traite"),
        draw.chain("t", "fin_t"),
    )
    first = desk.progress
    desk.do("a", n=1)
    desk.see(first)
    assert (desk.open, desk.progress.waits) == (["a"], ())
    desk.wait(minutes=2)
    assert desk.open == ["a"], "the timer of a task that is gone does nothing"
    desk.do("a", n=2)
    assert desk.task("b").data == {"n": 2}
    desk.wait(minutes=1)
    assert desk.progress.ended.outcome == "t"


def test_a10_a_case_keeps_its_edition_and_another_one_does_not_open_it(draw, house, open_case):
    """Nothing is re-pointed or begun again: an edition in which the place is missing is refused."""
    mark = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>"
    mark += '<bpmn:inputDataItem id="x" name="x"/></bpmn:multiInstanceLoopCharacteristics>'

    def drawn(name: str, *more: str):
        tasks = draw.user(name, mark) + "".join(draw.user(other) for other in more)
        return draw.bundle(draw.start(), tasks, draw.end(), draw.chain("debut", name, *more, "fin_traite"))

    desk = open_case(drawn("u"), data={"xs": [10, 20, 30]})
    desk.do("u", "10")
    with pytest.raises(MigraflowError):
        engine.facts(engine.compile_edition(drawn("v"), house), desk.progress.snapshot)
    later = engine.facts(engine.compile_edition(drawn("u", "n"), house), desk.progress.snapshot)
    assert [task.data["x"] for task in later.tasks] == [20, 30], "even under a later edition each keeps its own item"
