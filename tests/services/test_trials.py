"""Salif walks through his working copy before anybody has to: real forms, a clock he moves, an example in the end."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import AnswersRejected, NotAllowed, Unfit
from migraflow.services import filling, publishing, studio, trials
from migraflow.services.filling import About
from migraflow.services.trials import Try
from tests.counter import Counter
from tests.small import chain, petite_demande, task, woman

STEP = {chain("P_02", "P_02n"): task("P_02b", "Relire", formulaire="forms/motif.json")
        + chain("P_02", "P_02b", "P_02n")}  # fmt: skip


@pytest.fixture
def salif(counter: Counter) -> Counter:
    draft = counter.wish("salif", studio.open_draft, procedure="petite_demande")
    files = {"procedure.bpmn": petite_demande(STEP).files["procedure.bpmn"].decode()}
    counter.wish("salif", studio.save_draft, procedure="petite_demande", files=files, version=draft.version)
    return counter


def stand(counter: Counter, walk: str = "") -> trials.TrialSheet:
    return counter.wish("salif", trials.stand, procedure="petite_demande", walk=walk)


def do(counter: Counter, walk: str, element: str, **answers: object) -> str:
    about = Try("petite_demande", walk, element)
    return counter.wish("salif", trials.done, about=about, answers=answers)


def registered(counter: Counter, **answers: object) -> str:
    walk = trials.blank(counter.agency.clock.now)
    return do(counter, walk, "P_01", identite=woman(), lieu="Kayes", **answers)


def test_the_walk_meets_the_new_step_with_its_form(salif: Counter) -> None:
    walk = do(salif, registered(salif), "P_02", projet="Travailler en Espagne")
    here = stand(salif, walk)
    assert [(one.element, one.name) for one in here.tasks] == [("P_02b", "Relire")]
    assert "P_02" in here.passed
    about = About(trial=Try("petite_demande", walk, "P_02b"))
    filled = salif.wish("salif", filling.opened, about=about)
    assert [view.label for part in filled.parts for view in part.fields] == ["Motif"]
    changed = salif.wish("salif", filling.changed, about=about, answers=filled.answers, changes={"motif": "Bien"})
    assert changed.answers["motif"] == "Bien"
    assert [task.element for task in stand(salif, do(salif, walk, "P_02b", motif="Bien")).tasks] == ["P_03", "P_04"]


def test_answers_are_refused_as_at_the_counter(salif: Counter) -> None:
    with pytest.raises(AnswersRejected) as refusal:
        do(salif, registered(salif), "P_02", projet="Non")
    assert [error.code for error in refusal.value.errors] == ["too_short"]


def test_the_clock_goes_to_the_next_due_time_and_on_by_days(salif: Counter) -> None:
    walk = do(salif, registered(salif, recevable=False), "P_R", motif_rejet="Incomplet")
    begin = stand(salif, walk)
    assert begin.next_due is not None
    later = salif.wish("salif", trials.waited, procedure="petite_demande", walk=walk, days=15)
    assert (stand(salif, later).now - begin.now).days == 15
    over = stand(salif, salif.wish("salif", trials.waited, procedure="petite_demande", walk=later))
    assert (over.ended, over.now) == ("Rejeté", begin.next_due)
    assert stand(salif, trials.back(later)).now == begin.now


def test_a_message_is_sent_in_the_walk(salif: Counter) -> None:
    walk = registered(salif)
    assert stand(salif, walk).messages == (("retrait", "Enregistrer un retrait"),)
    about = Try("petite_demande", walk, message="retrait")
    after = salif.wish("salif", trials.done, about=about, answers={"motif": "Parti"})
    told = stand(salif, after)
    assert [task.element for task in told.tasks] == ["P_X"]
    assert (told.story[0].what, told.story[-1].what) == ("debut", "Enregistrer un retrait")


def test_a_walk_is_saved_as_an_example_that_goes_as_written(salif: Counter) -> None:
    walk = do(salif, registered(salif, recevable=False), "P_R", motif_rejet="Incomplet")
    over = salif.wish("salif", trials.waited, procedure="petite_demande", walk=walk)
    salif.wish("salif", trials.save, procedure="petite_demande", walk=over, title="Un rejet sans recours")
    half = do(salif, registered(salif), "P_02", projet="Travailler en Espagne")
    salif.wish("salif", trials.save, procedure="petite_demande", walk=half, title="Un rejet sans recours")
    sheet = salif.wish("salif", publishing.sheet, procedure="petite_demande")
    assert [(one.path, one.problem) for one in sheet.examples] == [
        ("scenarios/un_rejet_sans_recours.json", ""), ("scenarios/un_rejet_sans_recours_2.json", "")]  # fmt: skip


def test_only_those_who_change_procedures_try_them_and_what_is_no_walk_is_refused(salif: Counter) -> None:
    with pytest.raises(NotAllowed):
        salif.wish("awa", trials.stand, procedure="petite_demande")
    for walk in ("{", "[]", '{"etapes": 1}', '{"etapes": [' + "1," * 400 + "1]}"):
        with pytest.raises(Unfit):
            stand(salif, walk)
