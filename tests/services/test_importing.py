"""Diagrams of other tools: imported, published, worked by and taken out again; what is drawn comes back as it was."""

from __future__ import annotations

from lxml import etree

from migraflow import engine
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import procedures
from migraflow.services.house import read_house
from tests.counter import Counter
from tests.elsewhere import MODELS, present
from tests.small import WORKFLOWS, publish

pytestmark = present


def lanes(content: bytes) -> set[str]:
    return {lane.get("name") or "" for lane in etree.fromstring(content).iter("{*}lane")}


def answered(one: engine.Newcomer) -> engine.Bundle:
    """The procedure once its author has said yes to the first repair of what still forbids publishing. (B.2.0 joins in
    parallel what does not come together: nobody but its author may say what is meant.)"""
    bundle = one.bundle
    for left in (left for left in one.findings if left.severity is engine.Severity.ERROR):
        assert left.code == "stuck"
        bundle = engine.proposed(left)[0].on(bundle)
    return bundle


def test_what_was_drawn_elsewhere_is_published_worked_by_and_comes_back_as_it_was(counter: Counter) -> None:
    house = read_house(WORKFLOWS)
    for number, path in enumerate(MODELS):
        content, name = path.read_bytes(), f"venue_d_ailleurs_{number}"
        roles = dict.fromkeys(lanes(content), "accueil")
        found = engine.import_diagram(content, name, house, opened_by=("accueil",), roles=roles)
        bundles = [answered(one) for one in found.procedures]
        publish(counter.agency, *reversed(bundles))
        for bundle in bundles:
            exported = counter.wish("salif", procedures.diagram, procedure=bundle.id)
            assert exported.encode() == bundle.files[DIAGRAM], path.name
        receipt = counter.open(procedure=name)
        assert receipt.case_ref
        assert receipt.next_token, "its first task is open"
