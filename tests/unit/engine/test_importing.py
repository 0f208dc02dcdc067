"""A diagram of another tool arrives at the counter: what it becomes, what was changed, what is still asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from migraflow import engine
from migraflow.engine.bundle import DIAGRAM, PROCEDURE
from migraflow.engine.importing import import_apart, import_diagram
from migraflow.engine.repairs import CHANGES, Repair, proposed
from migraflow.engine.repairs.flows import translated
from migraflow.engine.wording.repairs import REPAIRS

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'


def told(newcomer):
    return {(liberty.finding.code, liberty.finding.element, liberty.repair.code) for liberty in newcomer.liberties}


def choice(draw, *flows, before=""):
    return draw.process(
        draw.start(),
        draw.user("a"),
        draw.node("exclusiveGateway", "g", name="Dossier complet ?"),
        draw.user("b"),
        draw.user("c"),
        draw.end(),
        draw.chain("debut", "a", "g"),
        *flows,
        draw.chain("b", "fin_traite"),
        draw.chain("c", "fin_traite"),
        before=before,
    )


def test_a_choice_nobody_wrote_is_asked_of_the_person_before_it(draw, house):
    content = choice(draw, draw.flow("g", "b", id="f1"), draw.flow("g", "c", id="f2"))
    (one,) = import_diagram(content, "essai", house).procedures
    assert ("condition_missing", "f1", "person_chooses") in told(one)
    form = json.loads(one.bundle.files["forms/choix_dossier_complet.json"])
    titles = [option["title"] for option in form["properties"]["choix_dossier_complet"]["oneOf"]]
    assert titles == ["Faire b", "Faire c"]
    compiled = engine.compile_edition(one.bundle, house)
    for option, opened in zip(form["properties"]["choix_dossier_complet"]["oneOf"], ("b", "c"), strict=True):
        progress = engine.start(compiled, now=NOW)
        answers = {"choix_dossier_complet": option["const"]}
        progress = engine.advance(compiled, progress.snapshot, progress.tasks[0].token, answers, now=NOW)
        assert [task.element for task in progress.tasks] == [opened]


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("${amount > 1000}", "amount > 1000"),
        ("#{approved == true && risk != 'high'}", 'approved = true and risk != "high"'),
        ('= amount >= 10 and status = "ok"', 'amount >= 10 and status = "ok"'),
        ("${!approved}", "not(approved)"),
        ("amount == 3 or risk == 'a && b'", 'amount = 3 or risk = "a && b"'),
        ("${a eq 'x' || b gt 2}", 'a = "x" or b > 2'),
        ("${approved == True}", "approved = true"),
    ],
)
def test_a_condition_of_another_tool_is_said_in_feel(written, feel):
    assert translated(written) == feel


@pytest.mark.parametrize("written", ["${order.getTotal() >>> 5}", "x -> x + 1", "${", "import os; os.system('id')"])
def test_one_that_cannot_be_said_in_feel_is_asked_of_a_person(draw, house, written):
    assert translated(written) is None
    content = choice(draw, draw.flow("g", "b", written, id="f1"), draw.flow("g", "c", id="f2"))
    (one,) = import_diagram(content, "essai", house).procedures
    assert ("feel_invalid", "f1", "ask_instead") in told(one)
    assert "feel_invalid" not in {found.code for found in one.findings}


def test_pools_become_procedures_and_a_call_between_them_goes_on_working(draw, house):
    first = draw.process(
        draw.start(),
        draw.node("callActivity", "appel", calledElement="p2"),
        draw.end(),
        draw.chain("debut", "appel", "fin_traite"),
        id="p1",
        before='<bpmn:collaboration id="c"><bpmn:participant id="q1" name="Agence" processRef="p1"/>'
        '<bpmn:participant id="q2" name="Employeur" processRef="p2"/>'
        '<bpmn:participant id="q3" name="Boîte noire"/></bpmn:collaboration>',
    ).replace(b' isExecutable="true"', b"")
    inner = draw.start("d2") + draw.user("x2") + draw.end("f2") + draw.chain("d2", "x2", "f2")
    content = first.replace(
        b"</bpmn:definitions>", f'<bpmn:process id="p2">{inner}</bpmn:process></bpmn:definitions>'.encode()
    )
    found = import_diagram(content, "essai", house, opened_by=("accueil",))
    main, other = found.procedures
    assert (main.bundle.id, other.bundle.id) == ("essai", "essai_employeur")
    assert b'calledElement="essai_employeur"' in main.bundle.files[DIAGRAM]
    assert b"appelable = true" in other.bundle.files[PROCEDURE]
    assert "participant_only" in {one.code for one in main.findings}
    house = engine.House(house.roles, called={other.bundle.id: other.bundle})
    progress = engine.start(engine.compile_edition(main.bundle, house), now=NOW)
    assert [task.element for task in progress.tasks] == ["x2"]


def test_lanes_take_the_roles_they_stand_for(draw, house):
    content = draw.process(
        draw.lanes(Guichet=["a"]), draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite")
    )
    (unsaid,) = import_diagram(content, "essai", house).procedures
    assert "role_unknown" in {one.code for one in unsaid.findings}
    (said,) = import_diagram(content, "essai", house, opened_by=("accueil",), roles={"Guichet": "accueil"}).procedures
    assert [one.code for one in said.findings if one.severity is engine.Severity.ERROR] == []


def test_steps_in_no_lane_go_to_the_role_that_opens_the_cases(draw, house):
    inner = draw.start("d2") + draw.user("x") + draw.end("f2") + draw.chain("d2", "x", "f2")
    content = draw.process(
        draw.start(),
        draw.node("subProcess", "sp", inner),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "sp", "a", "fin_traite"),
    )
    (one,) = import_diagram(content, "essai", house, opened_by=("accueil",)).procedures
    assert {("role_missing", "x", "give_role"), ("role_missing", "a", "give_role")} <= told(one)
    diagram = engine.compile_edition(one.bundle, house).diagrams["essai"]
    assert {diagram.role(diagram.nodes[name]) for name in ("x", "a")} == {"accueil"}
    assert one.bundle.files[DIAGRAM].count(b"<bpmn:lane ") == 1


def test_the_durations_and_collections_of_other_tools_are_read(draw, house):
    many = (
        f'<bpmn:multiInstanceLoopCharacteristics {CAMUNDA} camunda:collection="${{xs}}" camunda:elementVariable="x"/>'
    )
    other = (
        f"<bpmn:multiInstanceLoopCharacteristics {ZEEBE}><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=ys" inputElement="y" outputCollection="zs" outputElement="=y"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    content = draw.process(
        draw.start(),
        draw.user("a", many),
        draw.user("b", other),
        draw.catch("t1", draw.timer("PT1H")),
        draw.catch("t2", draw.timer("'P2D'")),
        draw.end(),
        draw.chain("debut", "a", "b", "t1", "t2", "fin_traite"),
    )
    (one,) = import_diagram(content, "essai", house).procedures
    assert ("timer_invalid", "t2", "plain_time") in told(one) or ("feel_invalid", "t2", "plain_time") in told(one)
    compiled = engine.compile_edition(one.bundle, house)
    nodes = compiled.diagrams["essai"].nodes
    first, second = nodes["a"].repeat, nodes["b"].repeat
    assert first is not None
    assert second is not None
    assert (first.collection, first.item) == ("xs", "x")
    assert (second.collection, second.item, second.output) == ("ys", "y", "zs")
    assert nodes["t2"].trigger.text == "P2D"


def test_what_is_added_is_drawn_beside_what_it_belongs_to_and_comments_stay(draw, house):
    picture = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D"><bpmndi:BPMNPlane id="P" bpmnElement="essai">'
        '<bpmndi:BPMNShape id="a_di" bpmnElement="a"><dc:Bounds x="200" y="100" width="100" height="80"/>'
        "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    content = draw.process(draw.user("a")).replace(b"</bpmn:definitions>", picture.encode())
    content = content.replace(b"<bpmn:userTask", b"<!-- vu avec le chef --><bpmn:userTask")
    (one,) = import_diagram(content, "essai", house).procedures
    after = one.bundle.files[DIAGRAM].decode()
    assert {("no_start", "essai", "draw_start"), ("no_end", "essai", "draw_end")} <= told(one)
    assert "<!-- vu avec le chef -->" in after
    assert 'bpmnElement="debut"' in after
    assert after.count("BPMNShape id=") == 3
    assert after.count("BPMNEdge id=") == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xml"),
        (b"<a/>", "not_bpmn"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype"),
        (b"<a>" * 80 + b"</a>" * 80, "too_deep"),
        (b"<a>" + b" " * 2_000_001 + b"</a>", "too_big"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no_process"),
    ],
)
def test_a_file_that_is_no_diagram_is_refused_with_a_sentence(house, content, code):
    found = import_diagram(content, "essai", house)
    assert (found.procedures, [one.code for one in found.refused]) == ((), [code])
    assert found.refused[0].sentence("fr")


def test_a_strangers_file_is_imported_in_a_process_of_its_own_with_the_same_result(draw, house):
    content = choice(draw, draw.flow("g", "b"), draw.flow("g", "c"))
    assert import_apart(content, "essai", house) == import_diagram(content, "essai", house)
    (refused,) = import_apart(content, "essai", house, seconds=0.01).refused
    assert refused.code == "check_too_long"


def test_every_repair_has_its_words_and_every_word_its_repair():
    assert set(REPAIRS) == set(CHANGES)


def test_a_repair_is_plain_values_and_changes_nothing_twice(draw, house):
    content = draw.process(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    repair = Repair("one_day", "a")
    assert repair.apply(content) == content, "there is no timer to put right"
    bundle = draw.bundle(draw.start(), draw.user("a"), draw.chain("debut", "a"))
    one = next(one for one in engine.check(bundle, house) if one.code == "no_end")
    (repair,) = proposed(one)
    assert b"endEvent" in repair.apply(bundle.files[DIAGRAM])
    assert Repair(repair.code, repair.element, dict(repair.facts), repair.alone) == repair


def eventful(draw, kind: str, definition: str) -> tuple[str, ...]:
    """A procedure with one event of each place it may stand at."""
    ends = (draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    if kind == "start":
        return draw.start("debut", definition), *ends
    if kind == "boundary":
        return draw.start(), *ends, draw.boundary("x", "a", definition), draw.flow("x", "fin_traite")
    if kind == "end":
        return draw.start(), draw.user("a"), draw.end("x", definition), draw.chain("debut", "a", "x")
    middle = draw.catch("x", definition) if kind == "catch" else draw.throw("x", definition)
    return draw.start(), draw.user("a"), middle, draw.end(), draw.chain("debut", "a", "x", "fin_traite")


@pytest.mark.parametrize("kind", ["start", "boundary", "catch", "throw", "end"])
@pytest.mark.parametrize("event", ["conditional", "compensate", "cancel", "timer", "signal", "multiple"])
def test_whatever_an_event_waits_for_or_throws_the_case_runs_to_its_end(draw, house, kind, event):
    definition = (
        "".join(draw.event(one) for one in ("conditional", "cancel")) if event == "multiple" else draw.event(event)
    )
    content = draw.process(*eventful(draw, kind, definition))
    (one,) = import_diagram(content, "essai", house, opened_by=("accueil",)).procedures
    assert not {left.code for left in one.findings if left.severity is engine.Severity.ERROR}
    compiled = engine.compile_edition(one.bundle, house)
    progress = engine.start(compiled, now=NOW)
    while progress.tasks:
        progress = engine.advance(compiled, progress.snapshot, progress.tasks[0].token, {}, now=NOW)
    if progress.next_due:
        progress = engine.fire(compiled, progress.snapshot, now=progress.next_due)
    for wait in progress.waits:
        progress = engine.broadcast(compiled, progress.snapshot, wait.name, {}, now=NOW)
    assert progress.ended is not None


def test_an_event_that_refers_to_a_definition_beside_the_process_waits_for_it(draw, open_case):
    before = draw.message("p") + '<bpmn:messageEventDefinition id="med" messageRef="msg_p"/>'
    desk = open_case(
        draw.start(),
        draw.catch("m", "<bpmn:eventDefinitionRef>med</bpmn:eventDefinitionRef>"),
        draw.end(),
        draw.chain("debut", "m", "fin_traite"),
        before=before,
    )
    assert [wait.name for wait in desk.progress.waits] == ["p"]


def test_one_that_refers_to_a_definition_nobody_wrote_is_refused(draw, house):
    dangling = draw.catch("m", "<bpmn:eventDefinitionRef>absente</bpmn:eventDefinitionRef>")
    bundle = draw.bundle(draw.start(), dangling, draw.end(), draw.chain("debut", "m", "fin_traite"))
    assert "unsupported_event" in {one.code for one in engine.check(bundle, house)}


def test_what_is_taken_out_takes_along_what_is_nothing_without_it(draw, house):
    inner = draw.start("d2") + draw.user("x") + draw.end("f2") + draw.chain("d2", "x", "f2")
    picture = "".join(
        f'<bpmndi:BPMNShape xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="{name}"/>'
        for name in ("seul", "x", "rappel", "a")
    )
    content = draw.process(
        draw.lanes(accueil=["a", "seul"]),
        draw.start(),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "a", "fin_traite"),
        draw.node("subProcess", "seul", inner),
        draw.boundary("rappel", "seul", draw.timer("P1D")),
        draw.flow("rappel", "fin_traite"),
        draw.flow("seul", "fin_traite"),
    ).replace(b"</bpmn:definitions>", picture.encode() + b"</bpmn:definitions>")
    after = Repair("forget", "seul").apply(content)
    assert not any(name in after for name in (b'"seul"', b'"x"', b'"rappel"', b">seul<"))
    assert after.count(b"sequenceFlow ") == 2
    assert b'bpmnElement="a"' in after


def test_a_thousand_things_that_hang_on_one_another_are_taken_out_without_falling(draw):
    links = "".join(f'<bpmn:association id="l{n + 1}" sourceRef="l{n}" targetRef="a"/>' for n in range(1_500))
    content = draw.process(draw.user("l0"), draw.user("a"), links)
    assert Repair("forget", "l0").apply(content).count(b"association") == 0
