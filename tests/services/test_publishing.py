"""Publishing with a net: examples, ends, four eyes, a date, and the way back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from migraflow.domain.access import Permission
from migraflow.domain.errors import ChecksFailed, NotAllowed, Unfit
from migraflow.domain.publications import PublicationState
from migraflow.services import publishing, replays, studio
from migraflow.store import cases as case_store
from migraflow.store.database import run
from tests.counter import Counter
from tests.small import chain, petite_demande, task

STEP = {chain("P_02", "P_02n"): task("P_02b", "Relire") + chain("P_02", "P_02b", "P_02n")}
WITHDRAWN = json.dumps({
    "titre": "Retrait pendant l’instruction", "etapes": [
        {"message": "retrait", "reponses": {"motif": "Parti"}}, {"tache": "P_X", "reponses": {}}], "fin": "retrait",
})  # fmt: skip
WAIVED = {"fin_traite": "Montré à la formation du 3 mars."}


def drafted(counter: Counter, *, toml: str = "", first: str = "salif", **files: str) -> None:
    """Salif's working copy: one step more, and one example."""
    sheet = counter.wish(first, studio.open_draft, procedure="petite_demande")
    bundle = petite_demande(STEP)
    told = {"procedure.bpmn": bundle.files["procedure.bpmn"].decode(), "scenarios/retrait.json": WITHDRAWN, **files}
    told["procedure.toml"] = toml + bundle.files["procedure.toml"].decode()
    counter.wish(first, studio.save_draft, procedure="petite_demande", files=told, version=sheet.version)


def propose(counter: Counter, first: str = "salif", **words):
    told = {"procedure": "petite_demande", "note": "On relit.", "waivers": WAIVED, **words}
    return counter.wish(first, publishing.propose, **told)


def edition_of_a_new_case(counter: Counter) -> str:
    ref = counter.open().case_ref
    with counter.agency.working() as work:
        return case_store.load(work.store, case_store.keys_of(work.store, ref)[0]).edition


@pytest.fixture
def two(counter: Counter) -> Counter:
    """Moussa may publish, too."""
    counter.promote("moussa", "gestionnaire")
    return counter


def test_each_end_is_shown_by_an_example_or_waived_with_a_reason(two: Counter) -> None:
    drafted(two)
    sheet = two.wish("salif", publishing.sheet, procedure="petite_demande")
    assert [(end.element, end.covered) for end in sheet.ends] == [("fin_traite", False), ("fin_retrait", True)]
    assert [(one.title, one.problem) for one in sheet.examples] == [("Retrait pendant l’instruction", "")]
    with pytest.raises(Unfit) as refusal:
        propose(two, waivers={})
    assert refusal.value.facts["ends"] == "« Traité »"
    one = propose(two)
    assert (one.state, one.waivers) == (PublicationState.IN_FORCE, WAIVED)
    assert edition_of_a_new_case(two) == one.sha
    drafted(two, **{"forms/plan.json": petite_demande().files["forms/rejet.json"].decode()})
    again = two.wish("salif", publishing.sheet, procedure="petite_demande")
    assert again.ends[0].waiver == WAIVED["fin_traite"]


def test_an_example_that_goes_otherwise_keeps_the_copy_back_unless_it_is_set_aside(two: Counter) -> None:
    drafted(two, **{"scenarios/retrait.json": WITHDRAWN.replace('"fin": "retrait"', '"fin": "traite"')})
    with pytest.raises(ChecksFailed):
        propose(two)
    more = {**WAIVED, "fin_retrait": "L’exemple est à refaire."}
    assert propose(two, set_aside=True, waivers=more).state is PublicationState.IN_FORCE


def test_four_eyes_see_more_than_two(two: Counter) -> None:
    drafted(two, toml="quatre_yeux = true\n")
    before = edition_of_a_new_case(two)
    one = propose(two)
    assert one.state is PublicationState.PROPOSED
    assert edition_of_a_new_case(two) == before
    with pytest.raises(Unfit) as refusal:
        two.wish("salif", publishing.accept, publication=one.id)
    assert refusal.value.code == "own_proposal"
    with pytest.raises(NotAllowed):
        two.wish("awa", publishing.accept, publication=one.id)
    assert two.wish("moussa", publishing.sheet, procedure="petite_demande").proposal == one
    after = two.wish("moussa", publishing.accept, publication=one.id)
    assert (after.state, after.decided_by_name) == (PublicationState.IN_FORCE, "Moussa Keïta")
    assert edition_of_a_new_case(two) == one.sha


def test_a_proposal_changed_afterwards_cannot_be_agreed_to(two: Counter) -> None:
    drafted(two, toml="quatre_yeux = true\n")
    one = propose(two)
    drafted(
        two, toml="quatre_yeux = true\n", **{"forms/recours.json": petite_demande().files["forms/plan.json"].decode()}
    )
    with pytest.raises(Unfit) as refusal:
        two.wish("moussa", publishing.accept, publication=one.id)
    assert refusal.value.code == "draft_changed"
    two.wish("salif", publishing.withdraw, publication=one.id)
    assert propose(two).state is PublicationState.PROPOSED


def test_an_edition_takes_effect_on_its_day(two: Counter) -> None:
    drafted(two)
    before = edition_of_a_new_case(two)
    one = propose(two, effective=two.agency.clock.now + timedelta(days=10))
    assert one.state is PublicationState.SCHEDULED
    two.agency.clock.advance(days=9)
    two.sweep()
    assert edition_of_a_new_case(two) == before
    two.agency.clock.advance(days=1)
    two.sweep()
    assert edition_of_a_new_case(two) == one.sha
    assert two.wish("salif", publishing.history, procedure="petite_demande")[0].state is PublicationState.IN_FORCE


def test_one_wish_goes_back_to_an_earlier_edition(two: Counter) -> None:
    first = edition_of_a_new_case(two)
    drafted(two)
    propose(two)
    with pytest.raises(NotAllowed):
        two.wish("awa", publishing.put_back, procedure="petite_demande", sha=first, note="Trop long")
    back = two.wish("salif", publishing.put_back, procedure="petite_demande", sha=first, note="Trop long")
    assert back.state is PublicationState.RETURNED
    assert edition_of_a_new_case(two) == first


def test_many_cases_that_would_go_otherwise_need_a_second_person(two: Counter) -> None:
    for _ in range(publishing.TELLING):
        two.open()
    drafted(two)
    sheet = two.wish("salif", publishing.sheet, procedure="petite_demande")
    assert (sheet.replay, sheet.seconds) == ("missing", True)
    number = two.wish("salif", replays.ask, procedure="petite_demande")
    with two.agency.working() as work:
        for row in run(work.store, "SELECT id FROM cases"):
            values = (number, row.id, "stops" if row.id <= 3 else "same")
            run(work.store, "INSERT INTO replay_cases (replay_id, case_id, verdict, element, question, outcome, steps, "
                "days) VALUES (?, ?, ?, '', '', '', 0, 0)", values)  # fmt: skip
        run(work.store, "UPDATE replays SET state = 'done' WHERE id = ?", (number,))
    sheet = two.wish("salif", publishing.sheet, procedure="petite_demande")
    assert (sheet.replay, sheet.share, sheet.threshold, sheet.seconds) == ("over", 15.0, 10, True)
    one = propose(two)
    assert (one.state, one.over) == (PublicationState.PROPOSED, True)
    two.wish("moussa", publishing.withdraw, publication=one.id)
    drafted(two, toml="seuil_rejeu = 20\n")
    sheet = two.wish("salif", publishing.sheet, procedure="petite_demande")
    assert (sheet.replay, sheet.threshold) == ("missing", 20)
    assert Permission.PUBLISH_PROCEDURE in two.cast["moussa"].grants
