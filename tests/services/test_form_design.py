"""Salif designs a form of his draft; Nana finds it taken; a name is followed; the form is tried beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import AnswersRejected, Conflict, NotAllowed, NotFound, Unfit
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import accounts, drafting, filling, form_design, form_preview, procedures, sessions, studio
from migraflow.services.drafting import Drawn
from migraflow.services.filling import About
from migraflow.services.form_preview import Design
from migraflow.services.workbench import Bench, open_bench
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter

PROCEDURE = "petite_demande"
FORM = "forms/enregistrer.json"


@pytest.fixture
def cast(counter: Counter) -> Cast:
    """The cast of an agency whose small procedure is published."""
    return counter.cast


@pytest.fixture
def begun(agency: Agency, cast: Cast) -> Bench:
    """Salif's draft."""
    return agency.perform(open_bench, cast.token("salif"), procedure=PROCEDURE)


def changed(agency: Agency, token: str, code: str, place: str, version: int, **facts: str) -> Drawn:
    wish: dict[str, Any] = {"procedure": PROCEDURE, "form": FORM, "place": place, "code": code, "facts": facts}
    return agency.perform(form_design.edit, token, **wish, version=version)


def designed(agency: Agency, token: str, place: str = "", form: str = FORM) -> form_design.Designed:
    return agency.perform(form_design.design, token, procedure=PROCEDURE, form=form, place=place)


def places(agency: Agency, token: str) -> list[str]:
    return [line.place for line in designed(agency, token).lines if "." not in line.place]


def test_questions_are_added_moved_undone_and_made_again(agency: Agency, cast: Cast, begun: Bench) -> None:
    salif, version = cast.token("salif"), begun.draft.version
    assert places(agency, salif) == ["identite", "lieu", "recevable", "age_declare"]
    made = changed(agency, salif, "add", "lieu", version, kind="date", label="Date de la visite")
    assert made.chosen == "date_de_la_visite" and not made.redraw
    moved = changed(agency, salif, "move", "age_declare", made.draft.version, way="up")
    assert places(agency, salif) == ["identite", "lieu", "date_de_la_visite", "age_declare", "recevable"]
    undone = agency.perform(drafting.undo, salif, procedure=PROCEDURE)
    assert undone is not None and undone.files[FORM] == made.draft.files[FORM]
    assert agency.perform(drafting.undo, salif, procedure=PROCEDURE).files == begun.draft.files
    again = [agency.perform(drafting.redo, salif, procedure=PROCEDURE) for _ in range(2)]
    assert again[1].files[FORM] == moved.draft.files[FORM]


def test_a_second_manager_is_told_and_a_stale_save_is_refused(agency: Agency, cast: Cast, begun: Bench) -> None:
    who = {"username": "Nana Sacko", "name": "Nana Sacko", "password": "une phrase assez longue", "demo": True}
    with agency.working(SYSTEM) as work:
        hired = accounts.create_account(work, roles=("gestionnaire",), **who)
    with agency.working() as work:
        nana = sessions.open_session(work, hired.id, "127.0.0.1").token
    version = begun.draft.version
    with pytest.raises(Unfit) as refusal:
        changed(agency, nana, "write", "lieu", version, word="title", value="Ville")
    assert refusal.value.code == "draft_held"
    changed(agency, cast.token("salif"), "write", "lieu", version, word="title", value="Ville")
    with pytest.raises(Conflict):
        changed(agency, cast.token("salif"), "write", "lieu", version, word="title", value="Village")
    copy = agency.perform(studio.take_own_copy, nana, procedure=PROCEDURE)
    changed(agency, nana, "write", "lieu", copy.version, word="title", value="Quartier")
    labels = [{line.place: line.label for line in designed(agency, token).lines}["lieu"]
              for token in (nana, cast.token("salif"))]  # fmt: skip
    assert labels == ["Quartier", "Ville"]
    with pytest.raises(NotAllowed):
        designed(agency, cast.token("awa"))
    with pytest.raises(NotFound):
        designed(agency, nana, form="forms/absent.json")


def test_a_change_that_cannot_be_made_there_is_refused(agency: Agency, cast: Cast, begun: Bench) -> None:
    for code, place, facts in (
        ("move", "identite", {"way": "up"}),
        ("erase", "lieu", {}),
        ("write", "lieu", {"word": "minimum", "value": "dix"}),
        ("kind", "lieu", {"value": "rainbow"}),
        ("rename", "lieu", {"value": "recevable"}),
    ):
        with pytest.raises(Unfit) as refusal:
            changed(agency, cast.token("salif"), code, place, begun.draft.version, **facts)
        assert refusal.value.code == "edit_not_here"


def test_a_new_name_is_followed_in_the_diagram_and_in_the_other_forms(agency: Agency, cast: Cast, begun: Bench) -> None:
    salif = cast.token("salif")
    wish = {"procedure": PROCEDURE, "form": FORM, "place": "recevable"}
    assert {one.file for one in agency.perform(form_design.uses, salif, **wish).inside} == {DIAGRAM}
    before = agency.perform(procedures.check_draft, salif, procedure=PROCEDURE)
    made = changed(agency, salif, "rename", "recevable", begun.draft.version, value="est_recevable")
    assert made.chosen == "est_recevable" and "est_recevable = " in made.draft.files[DIAGRAM]
    lieu = changed(agency, salif, "rename", "lieu", made.draft.version, value="ville")
    assert "ville" in json.loads(lieu.draft.files["forms/entretien.json"])["properties"]
    assert agency.perform(procedures.check_draft, salif, procedure=PROCEDURE) == before
    assert agency.perform(drafting.undo, salif, procedure=PROCEDURE).files == made.draft.files


def test_forms_come_and_those_in_use_stay(agency: Agency, cast: Cast, begun: Bench) -> None:
    salif = cast.token("salif")
    rows = {row.path: row for row in agency.perform(form_design.forms, salif, procedure=PROCEDURE)}
    assert rows[FORM].questions == 4 and "Enregistrer" in rows[FORM].steps
    with pytest.raises(Unfit) as refusal:
        agency.perform(form_design.drop, salif, procedure=PROCEDURE, form=FORM, version=begun.draft.version)
    assert refusal.value.code == "form_in_use"
    path, draft = agency.perform(
        form_design.begin, salif, procedure=PROCEDURE, title="Contrôle du passeport", version=begun.draft.version
    )
    assert path == "forms/controle_du_passeport.json"
    assert designed(agency, salif, form=path).lines == () and not designed(agency, salif, form=path).wrong
    after = agency.perform(form_design.drop, salif, procedure=PROCEDURE, form=path, version=draft.version)
    assert path not in after.files


def test_what_is_said_of_a_form_stands_at_its_question(agency: Agency, cast: Cast, begun: Bench) -> None:
    salif = cast.token("salif")
    made = changed(agency, salif, "add", "lieu", begun.draft.version, kind="phone", label="Téléphone de la famille")
    found = agency.perform(form_design.findings, salif, procedure=PROCEDURE, form=FORM)
    assert ("personal_without_why", made.chosen) in {(one.code, one.element) for one in found}
    hard = ("Nonobstant l’exhaustivité présumée des justificatifs administratifs communiqués antérieurement, "
            "l’irrecevabilité conditionnelle demeure opposable ultérieurement.")  # fmt: skip
    said = changed(agency, salif, "write", "lieu", made.draft.version, word="x-help", value=hard)
    seen = designed(agency, salif, "lieu")
    assert seen.levels["x-help"] == "hard" and seen.hardest["x-help"] and seen.levels["title"] == "easy"
    wrong = changed(agency, salif, "write", "lieu", said.draft.version, word="x-show-if", value="recevable = = 1")
    assert wrong.chosen == "lieu" and designed(agency, salif, "lieu").wrong_at == "lieu"


def test_the_form_is_tried_with_likely_answers_and_keeps_what_was_typed(
    agency: Agency, cast: Cast, begun: Bench
) -> None:
    salif = cast.token("salif")
    made = changed(
        agency, salif, "write", "age_declare", begun.draft.version, word="x-show-if", value="recevable = true"
    )
    free = changed(agency, salif, "mark", "lieu", made.draft.version, word="required", value="false")
    need = changed(agency, salif, "write", "lieu", free.draft.version, word="x-required-if", value="recevable = true")
    about = About(design=Design(PROCEDURE, FORM, need.draft.version))
    filled = agency.perform(filling.opened, salif, about=about)
    assert filled.answers["lieu"] == "Exemple" and filled.answers["recevable"] is True
    assert required(filled)["lieu"] and "age_declare" in required(filled)
    no = agency.perform(filling.changed, salif, about=about, answers=filled.answers, changes={"recevable": False})
    assert "age_declare" not in required(no) and not required(no)["lieu"]
    renamed = changed(agency, salif, "write", "recevable", need.draft.version, word="title", value="Peut être reçue")
    later = About(design=Design(PROCEDURE, FORM, renamed.draft.version))
    again = agency.perform(filling.redesigned, salif, about=later, answers={**no.answers, "lieu": "Kayes"})
    assert again.answers["lieu"] == "Kayes" and again.answers["recevable"] is False
    with pytest.raises(AnswersRejected) as refusal:
        wrong = {**filled.answers, "lieu": "", "recevable": True}
        agency.perform(form_preview.judge, salif, about=later.design, answers=wrong)
    assert [(one.path, one.code) for one in refusal.value.errors] == [("lieu", "required")]
    assert agency.perform(studio.open_draft, salif, procedure=PROCEDURE).version == renamed.draft.version


def required(filled: filling.Filled) -> dict[str, bool]:
    """The questions on the screen, and whether each must be answered."""
    return {one.path: one.required for part in filled.parts for one in part.fields}
