"""Every construct the agency draws with, one small model each: drawn without a flaw, and drawn the same again."""

import pytest
from lxml import etree

from migraflow.engine.layout import audit, lay_out
from migraflow.engine.layout.drawn import Drawn, drawn
from tests.unit.engine.layout.models import (
    MODEL,
    boundary,
    collaboration,
    document,
    event,
    flows,
    lanes,
    node,
    process,
)

START, END = event("startEvent", "s", "Demande reçue", "message"), event("endEvent", "e", "Dossier clos")
LONG = "Accompagner la constitution du dossier administratif de régularisation auprès du consulat du pays d’accueil"


def task(name: str, words: str = "Vérifier le dossier") -> str:
    return node("userTask", name, words)


def seen(xml: bytes) -> Drawn:
    return drawn(etree.fromstring(xml))


def split(kind: str) -> bytes:
    """Three branches between two gateways of one kind, two of them named."""
    return document(process(
        START, node(kind, "g", "Services retenus"), task("a"), task("b", LONG), task("c"), node(kind, "j"), END,
        flows("s -> g", "g -> a: information", "g -> b: préparation au départ", "g -> c", "a -> j", "b -> j", "c -> j",
              "j -> e"),
    ))  # fmt: skip


CONSTRUCTS = {
    "a line of tasks": document(process(START, task("a"), task("b", LONG), END, flows("s -> a", "a -> b", "b -> e"))),
    "an exclusive choice": split("exclusiveGateway"),
    "parallel work": split("parallelGateway"),
    "an inclusive choice": split("inclusiveGateway"),
    "a race of events": document(process(
        START, node("eventBasedGateway", "g"), event("intermediateCatchEvent", "m", "Pièces reçues", "message"),
        event("intermediateCatchEvent", "t", "15 jours", "timer"), task("a"), END, event("endEvent", "x", "Classé"),
        flows("s -> g", "g -> m", "g -> t", "m -> a", "t -> x", "a -> e"),
    )),
    "a loop back": document(process(
        START, task("a"), task("b"), node("exclusiveGateway", "g", "Complet ?"), END,
        flows("s -> a", "a -> b", "b -> g", "g -> a: à revoir", "g -> e: oui"),
    )),
    "a task that repeats itself": document(process(START, task("a"), END, flows("s -> a", "a -> a: encore", "a -> e"))),
    "three boundary events on one task": document(process(
        START, task("a", LONG), boundary("b1", "a", "timer", "5 jours dépassés", interrupting=False),
        boundary("b2", "a", "message", "Retrait"), boundary("b3", "a", "error", "Fraude documentaire"), task("x"),
        task("y"), task("z"), END,
        flows("s -> a", "a -> e", "b1 -> x", "b2 -> y", "b3 -> z", "x -> e", "y -> e", "z -> e"),
    )),
    "a subprocess without lanes": document(process(
        START, node("subProcess", "p1", "Instruction", event("startEvent", "s1"), task("a"), event("endEvent", "e1"),
                    flows("s1 -> a", "a -> e1")),
        boundary("b1", "p1", "timer", "30 jours"), task("x"), END,
        flows("s -> p1", "p1 -> e", "b1 -> x", "x -> e"),
    )),
    "a subprocess in a subprocess": document(process(
        START, node("subProcess", "p1", "Dehors", event("startEvent", "s1"),
                    node("subProcess", "p2", "Dedans", task("a"), task("b"), flows("a -> b")), task("c", LONG),
                    flows("s1 -> p2", "p2 -> c")),
        END, flows("s -> p1", "p1 -> e"),
    )),
    "an empty subprocess": document(process(START, node("subProcess", "p1", LONG), END, flows("s -> p1", "p1 -> e"))),
    "an event subprocess": document(process(
        START, task("a"), END,
        node("subProcess", "p1", "Réclamation", event("startEvent", "s1", "", "message"), task("r"), flows("s1 -> r")),
        flows("s -> a", "a -> e"),
    )),
    "lanes one above the other": document(process(
        lanes({"Accueil": ["s", "a"], "Conseiller": ["b"], "Direction": ["c", "e"], "Personne": []}),
        START, task("a"), task("b"), task("c"), END, flows("s -> a", "a -> b", "b -> c", "c -> a: à revoir", "c -> e"),
    )),
    "nodes nobody gave a lane": document(process(
        lanes({"Accueil": ["s", "a"], "Conseiller": ["c"]}),
        START, task("a"), task("b"), task("c"), END, flows("s -> a", "a -> b", "b -> c", "c -> e"),
    )),
    "a subprocess over two lanes": document(process(
        lanes({"Accueil": ["s", "a", "e", "x"], "Conseiller": ["b", "y"]}),
        START, node("subProcess", "p1", "Instruction", task("a"), task("b"), flows("a -> b", "b -> a: à revoir")),
        boundary("b1", "p1", "message", "Retrait"), boundary("b2", "p1", "signal", "Suspension"), task("x"), task("y"),
        END, flows("s -> p1", "p1 -> e", "b1 -> x", "b2 -> y"),
    )),
    "notes and data": document(process(
        START, task("a"), task("b"), END, node("dataObject", "o"),
        '<dataObjectReference id="data" name="Plan d’action signé" dataObjectRef="o"/>',
        f'<textAnnotation id="n"><text>{LONG}</text></textAnnotation>',
        '<association id="f_n" sourceRef="n" targetRef="a"/>', '<association id="f_d" sourceRef="a" targetRef="data"/>',
        '<association id="f_db" sourceRef="data" targetRef="b"/>', flows("s -> a", "a -> b", "b -> e"),
    )),
    "a note nobody ties to anything": document(process(
        START, END, "<textAnnotation id='n'><text>À relire</text></textAnnotation>", flows("s -> e"),
    )),
    "a pool among black boxes": document(
        collaboration({"ANPE": "p", "Candidat": "", "Consulat du Mali": ""},
                      ["pool_1 -> s: demande", "a -> pool_1: accusé de réception", "b -> pool_2: liste nominative",
                       "pool_2 -> b: avis"]),
        process(lanes({"Accueil": ["s", "a"], "Service migration": ["b", "e"]}), START, task("a"), task("b"), END,
                flows("s -> a", "a -> b", "b -> e")),
    ),
    "two working pools": document(
        collaboration({"ANPE": "p", "Partenaire": "q", "Candidat": ""}, ["a -> qa: orientation", "qa -> b: retour",
                                                                        "pool_2 -> qa: pièces"]),
        process(START, task("a"), task("b"), END, flows("s -> a", "a -> b", "b -> e")),
        process(task("qa"), task("qb"), "<sequenceFlow id='fq' sourceRef='qa' targetRef='qb'/>", name="q"),
    ),
    "messages between whole pools": document(
        collaboration({"ANPE": "p", "Partenaire": "q", "Candidat": ""},
                      ["pool_0 -> pool_1: bilan", "pool_2 -> pool_0: plainte"]),
        process(task("a")), process(task("b"), name="q"),
    ),
    "messages past a pool": document(
        collaboration({"ANPE": "p", "Partenaire": "q", "Consulat": "r"}, ["a -> c: avis", "c -> a: retour", "a -> b"]),
        process(task("a")), process(task("b"), name="q"), process(task("c"), name="r"),
    ),
    "two black boxes that talk": document(collaboration({"Candidat": "", "Employeur": ""}, ["pool_0 -> pool_1: avis"])),
    "messages into a subprocess": document(
        collaboration({"ANPE": "p", "Candidat": ""}, ["pool_1 -> b: avis", "b -> pool_1: retour"]),
        process(task("a"), node("subProcess", "p1", "Instruction", task("b")), flows("a -> p1")),
    ),
    "a note on a subprocess over two lanes": document(process(
        lanes({"Accueil": ["a"], "Conseiller": ["b"]}),
        node("subProcess", "p1", "Instruction", task("a"), task("b"), flows("a -> b")),
        '<textAnnotation id="n"><text>Décret 2017</text></textAnnotation>',
        '<association id="f_n" sourceRef="p1" targetRef="n"/>',
    )),
    "lanes inside a lane": document(process(
        '<laneSet id="ls"><lane id="l0" name="Agence"><childLaneSet id="cl"><lane id="l1" name="Accueil">'
        '<flowNodeRef>a</flowNodeRef></lane><lane id="l2" name="Conseiller"><flowNodeRef>b</flowNodeRef></lane>'
        '</childLaneSet></lane></laneSet>', task("a"), task("b"), flows("a -> b"),
    )),
    "two steps nothing ties together": document(process(task("a"), task("b"))),
    "a process with nothing in it": document(process()),
}  # fmt: skip


@pytest.mark.parametrize("xml", CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_a_construct_is_drawn_without_a_flaw(xml: bytes) -> None:
    assert [str(flaw) for flaw in audit(lay_out(xml))] == []


@pytest.mark.parametrize("xml", CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_drawing_a_drawn_procedure_again_changes_nothing(xml: bytes) -> None:
    once = lay_out(xml)

    assert lay_out(once) == once


@pytest.mark.parametrize("xml", CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_what_the_procedure_says_is_untouched(xml: bytes) -> None:
    before, after = etree.fromstring(xml), etree.fromstring(lay_out(xml))
    for diagram in after.findall("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"):
        after.remove(diagram)

    assert [_said(part) for part in after] == [_said(part) for part in before]


def _said(part: etree._Element) -> bytes:
    return etree.tostring(part, method="c14n", with_tail=False)


def test_a_long_name_gets_a_larger_task_and_a_short_one_the_usual_size() -> None:
    shapes = seen(lay_out(CONSTRUCTS["a line of tasks"])).shapes

    assert (shapes["a"].width, shapes["a"].height) == (100, 80)
    assert shapes["b"].width > 100
    assert (shapes["s"].width, shapes["s"].height) == (36, 36)


def test_work_is_read_from_left_to_right() -> None:
    shapes = seen(lay_out(CONSTRUCTS["a line of tasks"])).shapes

    assert shapes["s"].right < shapes["a"].x < shapes["a"].right < shapes["b"].x < shapes["b"].right < shapes["e"].x
    assert len({shapes[name].centre[1] for name in "sabe"}) == 1


def test_a_task_without_a_lane_stands_in_its_neighbours_lane() -> None:
    found = seen(lay_out(CONSTRUCTS["nodes nobody gave a lane"]))

    assert any(found.shapes[lane].holds(found.shapes["b"]) for lane in ("lane_0", "lane_1"))
    assert found.shapes["lane_1"].holds(found.shapes["e"])


def test_lanes_fill_their_pool_one_below_the_other() -> None:
    found = seen(lay_out(CONSTRUCTS["a pool among black boxes"])).shapes

    assert found["lane_0"].bottom == found["lane_1"].y
    assert found["pool_0"].holds(found["lane_0"]) and found["pool_0"].holds(found["lane_1"])
    assert found["pool_0"].height == found["lane_0"].height + found["lane_1"].height


def test_exceptions_of_a_subprocess_over_lanes_leave_at_its_right() -> None:
    found = seen(lay_out(CONSTRUCTS["a subprocess over two lanes"])).shapes

    assert found["b1"].centre[0] == found["b2"].centre[0] == found["p1"].right
    assert found["lane_0"].holds(found["a"]) and found["lane_1"].holds(found["b"])
    assert found["p1"].holds(found["a"]) and found["p1"].holds(found["b"])


def test_lanes_show_through_a_subprocess_that_spans_them() -> None:
    root = etree.fromstring(lay_out(CONSTRUCTS["a subprocess over two lanes"]))
    shape = root.find(".//*[@bpmnElement='p1']")

    assert shape is not None
    assert shape.get("{http://www.omg.org/spec/BPMN/non-normative/color/1.0}background-color") == "none"


def test_ids_of_the_drawing_never_clash_with_the_procedures() -> None:
    xml = document(process(task("a"), task("a_di"), task("BPMNDiagram_1"), flows("a -> a_di")))
    ids = [each.get("id") for each in etree.fromstring(lay_out(xml)).iter() if each.get("id")]

    assert len(ids) == len(set(ids))


def test_extension_elements_and_comments_survive() -> None:
    xml = document(process("<!-- relu par Moussa -->", (
        '<userTask id="a" name="Valider"><extensionElements><x:formulaire xmlns:x="urn:x" fichier="plan.json"/>'
        '</extensionElements></userTask>'
    )))  # fmt: skip

    assert b"<!-- relu par Moussa -->" in lay_out(xml)
    assert b'fichier="plan.json"' in lay_out(xml)
    assert MODEL.encode() in lay_out(xml)


@pytest.mark.parametrize("xml", [b"<definitions", b"", b"<html/>", b'<definitions xmlns="urn:other"/>'])
def test_what_is_not_a_procedure_is_refused_with_a_reason(xml: bytes) -> None:
    with pytest.raises(ValueError, match=r"XML|BPMN"):
        lay_out(xml)
