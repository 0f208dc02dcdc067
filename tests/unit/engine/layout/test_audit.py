"""Moussa bends a good drawing; the audit names what he did."""

import pytest
from lxml import etree

from migraflow.engine.layout import FlawCode, audit, lay_out
from tests.unit.engine.layout.models import boundary, document, event, flows, lanes, node, process

GOOD = lay_out(document(process(
    lanes({"Accueil": ["s", "a"], "Conseiller": ["b", "c", "e"]}),
    event("startEvent", "s", "Demande reçue"), node("userTask", "a", "Enregistrer la demande"),
    boundary("t", "a", "timer", "5 jours"), node("userTask", "b", "Vérifier"), node("userTask", "c", "Relancer"),
    event("endEvent", "e", "Clos"), flows("s -> a: complet", "a -> b", "b -> e", "t -> c"),
)))  # fmt: skip


def bent(element: str, **bounds: int) -> set[FlawCode]:
    """What the audit says once the shape of ``element`` has other bounds."""
    return {flaw.code for flaw in audit(_changed(element, bounds)) if element in (flaw.element, flaw.other)}


def _changed(element: str, bounds: dict[str, int], part: str = "BPMNShape") -> bytes:
    root = etree.fromstring(GOOD)
    shape = root.find(f".//{{*}}{part}[@bpmnElement='{element}']")
    assert shape is not None
    box = shape.find("{*}Bounds")
    assert box is not None
    for key, value in bounds.items():
        box.set(key, str(float(box.get(key, "0")) + value))
    return etree.tostring(root)


def without(pattern: str) -> set[tuple[FlawCode, str]]:
    """What the audit says once the drawing of one element is gone."""
    root = etree.fromstring(GOOD)
    for found in root.findall(f".//*[@bpmnElement='{pattern}']"):
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)
    return {(flaw.code, flaw.element) for flaw in audit(etree.tostring(root))}


def test_the_drawing_was_good() -> None:
    assert audit(GOOD) == ()


def test_a_task_pushed_onto_another_is_an_overlap() -> None:
    assert FlawCode.OVERLAP in bent("c", x=-60, y=-110)


def test_a_task_pushed_away_leaves_its_arrows_loose() -> None:
    assert FlawCode.LOOSE_END in bent("b", x=30)


def test_a_boundary_event_off_its_host_is_seen() -> None:
    assert FlawCode.OFF_BORDER in bent("t", y=12)


def test_a_task_in_the_wrong_lane_is_seen() -> None:
    assert FlawCode.OUT_OF_LANE in bent("e", y=-150)


def test_a_name_too_long_for_its_task_is_cut() -> None:
    assert FlawCode.CUT_LABEL in bent("a", width=-60, height=-50)


def test_a_task_stretched_over_a_line_has_the_line_through_it() -> None:
    flaws = audit(_changed("a", {"width": 400, "height": 400}))

    assert FlawCode.THROUGH in {flaw.code for flaw in flaws}
    assert FlawCode.LABEL_COVERS in {flaw.code for flaw in flaws}


@pytest.mark.parametrize("element", ["a", "t", "lane_0", "f_a_b"])
def test_what_is_not_drawn_is_missing(element: str) -> None:
    assert (FlawCode.MISSING, element) in without(element)


def test_an_undrawn_procedure_misses_everything() -> None:
    xml = document(process(node("userTask", "a"), node("userTask", "b"), flows("a -> b")))

    assert {str(flaw) for flaw in audit(xml)} == {"missing: a", "missing: b", "missing: f_a_b"}


def test_two_lines_upon_each_other_are_seen() -> None:
    xml = lay_out(document(process(
        *(node("userTask", name, "Vérifier") for name in "abcd"), flows("a -> b", "c -> d"),
    )))  # fmt: skip
    root = etree.fromstring(xml)
    first, second = root.findall(".//{*}BPMNEdge")
    for point, other in zip(first.findall("{*}waypoint"), second.findall("{*}waypoint"), strict=True):
        other.set("y", str(point.get("y")))

    assert FlawCode.ON_TOP in {flaw.code for flaw in audit(etree.tostring(root))}


def test_a_name_struck_through_by_a_line_is_seen() -> None:
    root = etree.fromstring(GOOD)
    label = root.find(".//*[@bpmnElement='f_s_a']/{*}BPMNLabel/{*}Bounds")
    assert label is not None
    label.set("y", str(float(label.get("y", "0")) + 12))

    assert FlawCode.LABEL_STRUCK in {flaw.code for flaw in audit(etree.tostring(root))}
