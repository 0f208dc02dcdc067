"""A procedure of another tool is imported, its questions are answered, and it is published like any other."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotFound, Unfit
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import drafting, importing, procedures, publishing, studio, workbench
from migraflow.store import procedures as store
from tests.counter import Counter
from tests.hostile import CAMUNDA, HONEST, spiff


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what takes time here is reading files in processes of their own."""
    return sqlite_url


def received(counter: Counter, content: bytes, name: str, opened_by: str = "accueil") -> importing.ImportSheet:
    """Salif sends a file; the page of its questions."""
    id = counter.wish("salif", importing.receive, name=name, content=content, opened_by=opened_by)
    return counter.wish("salif", importing.sheet, procedure=id)


def answered(counter: Counter, sheet: importing.ImportSheet, **answers: str) -> importing.ImportSheet:
    """Salif answers every question: by its kind, else the first repair that is offered."""
    told = {one.key: answers.get(one.kind) or one.options[1].code for one in sheet.asked}
    counter.wish("salif", importing.answer, procedure=sheet.procedure, answers=told, version=sheet.version)
    return counter.wish("salif", importing.sheet, procedure=sheet.procedure)


def published(counter: Counter, id: str) -> None:
    """Salif publishes the draft; no example shows its ends yet, which he says."""
    sheet = counter.wish("salif", publishing.sheet, procedure=id)
    waivers = {end.element: "Importée : essayée à la main." for end in sheet.ends}
    counter.wish("salif", publishing.propose, procedure=id, note="Importée.", waivers=waivers)


def test_a_model_of_spiffworkflow_with_its_form_becomes_a_procedure_that_works(counter: Counter) -> None:
    sheet = received(counter, spiff(), "conge.zip")
    assert sheet.title == "Demande de congé" and sheet.file == "conge.zip"
    assert sheet.unused == ("process_model.yaml",)
    counter.wish("salif", importing.answer, procedure=sheet.procedure, answers={}, version=sheet.version)
    again = counter.wish("salif", importing.sheet, procedure=sheet.procedure)
    assert [one.key for one in again.asked] == [one.key for one in sheet.asked], "left for the studio, still open"
    sheet, kinds = again, {one.kind: one for one in sheet.asked}
    assert kinds["lane"].name == "Requester" and kinds["automatic"].name == "Calculer"
    assert any("Calculer" in what for what, _ in sheet.done)
    after = answered(counter, sheet, lane="accueil", automatic="gone", form="forms/leave.json")
    assert after.asked == () and after.left == ()
    with counter.agency.working() as work:
        copy = store.copy_of(work.store, sheet.procedure)
        assert copy is not None
    assert b"scriptTask" not in copy.files[DIAGRAM] and b"Calculer" not in copy.files[DIAGRAM]
    assert copy.files[DIAGRAM].count(b'name="accueil"') == 1, "the lane nothing is left in is gone"
    assert not drafting.undrawn(copy.files[DIAGRAM]), "it was drawn for whoever opens it"
    published(counter, sheet.procedure)
    receipt = counter.open(procedure=sheet.procedure)
    answers = {"firstname": "Awa", "days": 3, "kind": "court", "why": "", "from": "2026-01-10"}
    counter.complete("fanta", receipt.next_token or "", answers)
    assert counter.inbox("fanta") == [] or receipt.case_ref not in {row.case_ref for row in counter.inbox("fanta")}


def test_a_model_of_camunda_keeps_its_questions_and_its_condition(counter: Counter) -> None:
    sheet = received(counter, CAMUNDA, "facture.bpmn")
    with counter.agency.working() as work:
        copy = store.copy_of(work.store, sheet.procedure)
        assert copy is not None
    forms = drafting.forms_of(copy.files)
    [form] = forms.values()
    assert [(field.name, field.required) for field in form.fields] == [("approved", False), ("amount", True)]
    assert b"approved = true" in copy.files[DIAGRAM]
    assert answered(counter, sheet).left == ()


def test_a_newcomer_is_a_draft_like_any_other_until_it_is_published(counter: Counter) -> None:
    sheet = received(counter, HONEST, "conge.bpmn")
    id = sheet.procedure
    assert (id, "Demande de congé", counter.cast["salif"].name) in counter.wish("salif", importing.newcomers)
    assert counter.wish("salif", importing.is_newcomer, procedure=id)
    assert not counter.wish("awa", importing.is_newcomer, procedure=id), "drafts are for those who change procedures"
    bench = counter.wish("salif", workbench.open_bench, procedure=id)
    assert bench.number == 1 and bench.mine and bench.draft.title == "Demande de congé"
    assert "import.json" not in studio.bundle_of(held(counter, id)).files
    with pytest.raises(NotFound):
        counter.wish("salif", procedures.sheet, procedure=id)
    answered(counter, sheet)
    published(counter, id)
    assert counter.wish("salif", procedures.sheet, procedure=id).title == "Demande de congé"
    assert counter.wish("salif", importing.newcomers) == ()


def held(counter: Counter, id: str) -> store.WorkingCopy:
    with counter.agency.working() as work:
        copy = store.copy_of(work.store, id)
        assert copy is not None
        return copy


def test_an_import_that_is_given_up_leaves_nothing(counter: Counter) -> None:
    first, second = (received(counter, HONEST, "a.bpmn").procedure for _ in range(2))
    assert (first, second) == ("demande_de_conge", "demande_de_conge_2"), "each has a name of its own"
    counter.wish("salif", importing.abandon, procedure=first)
    assert [one[0] for one in counter.wish("salif", importing.newcomers)] == [second]


def test_what_is_refused_leaves_nothing(counter: Counter) -> None:
    with pytest.raises(Unfit) as refusal:
        received(counter, HONEST.replace(b"t1", b"t9", 1), "x.bpmn")
    assert refusal.value.facts["finding"] == "reference_dangling"
    assert "n’existe pas" in importing.refusal(refusal.value.facts, "fr")
    assert counter.wish("salif", importing.newcomers) == ()
