"""Cases at the counter: opened, worked on by several lanes, closed."""

from __future__ import annotations

from migraflow.domain.cases import CaseState
from tests.counter import Counter


def test_a_request_goes_from_lane_to_lane_to_its_end(counter: Counter) -> None:
    receipt = counter.open()
    assert receipt.case_ref == "PD-2026-KAY-000001"
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne", lieu="Kayes")
    counter.do("moussa", "Valider", objectif="Apprendre")
    counter.do("seydou", "Saisir", note="14")
    done = counter.do("fanta", "Clôturer")
    assert done.ended == "traite"
    sheet = counter.case("awa", ref)
    assert (sheet.state, sheet.outcome) == (CaseState.CLOSED, "Traité")
    assert [answered.step for answered in sheet.answers] == [
        "Enregistrer la demande", "Mener l'entretien", "Valider le plan", "Saisir les tests"]  # fmt: skip
