"""A case belongs to the office that receives the person, wherever it was opened."""

from __future__ import annotations

import pytest

from migraflow.services import cases, people
from migraflow.services.verification import verify
from tests.counter import Counter
from tests.small import IDENTITY, form, petite_demande, publish, text

FIELDS = {"lieu": text("Lieu"), "structure": {"title": "Structure", "x-kind": "reference", "x-list": "structures"}}
YES, AGE = {"title": "Recevable", "x-kind": "yes-no"}, {"title": "Âge", "x-kind": "integer"}


@pytest.fixture
def desk(counter: Counter) -> Counter:
    """The counter, whose first form asks which office receives the person."""

    asks = form(
        "enregistrer", "Enregistrer la demande", ("lieu",), identite=IDENTITY, recevable=YES, age_declare=AGE, **FIELDS
    )
    plain = petite_demande().files["procedure.toml"]
    told = plain.replace(b'personne = "identite"', b'personne = "identite"\nlieu = "structure"')
    assert told != plain
    publish(counter.agency, petite_demande(forms={"forms/enregistrer.json": asks, "procedure.toml": told}))
    return counter


def test_the_case_its_person_and_its_tasks_follow_the_office_that_receives_the_person(desk: Counter) -> None:
    ref = desk.registered(structure="dr_sikasso")
    desk.sweep()
    assert [row.case_ref for row in desk.inbox("binta")] == [ref]
    assert desk.inbox("awa") == ()
    sheet = desk.case("binta", ref)
    assert (sheet.office, sheet.region) == ("dr_sikasso", "sikasso")
    assert [item.what for item in sheet.timeline if item.kind == "placed"] == ["Direction régionale de Sikasso"]
    assert [row.name for row in desk.wish("binta", people.search, query="Diarra").rows] == ["Fatoumata Diarra"]
    assert ref in {row.ref for row in desk.wish("fanta", cases.search).rows}
    desk.do("binta", "Mener", projet="Travailler en Espagne")
    with desk.agency.working() as work:
        assert verify(work).faults == ()


def test_an_office_chosen_that_is_ones_own_or_none_moves_nothing(desk: Counter) -> None:
    for structure in ("dr_kayes", None):
        ref = desk.registered(structure=structure)
        sheet = desk.case("fanta", ref)
        assert (sheet.office, sheet.region) == ("dr_kayes", "kayes")
        assert "placed" not in {item.kind for item in sheet.timeline}
