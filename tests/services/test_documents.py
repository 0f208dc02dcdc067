"""Files people bring."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import AnswersRejected, NotAllowed, NotFound, Unfit
from migraflow.services import documents
from tests.counter import Counter
from tests.small import form, petite_demande, publish, text

PDF = b"%PDF-1.7 passeport"


def test_a_file_goes_with_its_task_and_is_read_by_those_who_see_the_case(counter: Counter) -> None:
    receipt = counter.open()
    kept = counter.wish("fanta", documents.add, token=receipt.next_token, name="C:\\Mes docs\\passeport.exe",
                        kind="pieces.0.fichier", content=PDF)  # fmt: skip
    assert (kept.name, kept.size, kept.added_by) == ("passeport.pdf", len(PDF), "Fanta Coulibaly")
    assert counter.wish("awa", documents.content, id=kept.id) == ("passeport.pdf", "application/pdf", PDF)
    assert [document.id for document in counter.case("awa", receipt.case_ref).documents] == [kept.id]
    for stranger in ("binta", "mariam", "ibrahim"):
        with pytest.raises(NotFound):
            counter.wish(stranger, documents.content, id=kept.id)


def test_a_file_is_added_only_by_who_may_complete_the_task_or_send_word(counter: Counter) -> None:
    receipt = counter.open()
    with pytest.raises(NotAllowed):
        counter.wish("awa", documents.add, token=receipt.next_token, name="a.pdf", kind="", content=PDF)
    with pytest.raises(NotFound):
        counter.wish("kadi", documents.add, case_ref=receipt.case_ref, name="a.pdf", kind="", content=PDF)
    assert counter.wish("awa", documents.add, case_ref=receipt.case_ref, name="a.pdf", kind="piece", content=PDF).id


def with_a_file(counter: Counter) -> None:
    """The interview asks for a file from now on."""
    asked = form("entretien", "Entretien", ("projet",), projet=text("Projet"),
                 cv={"title": "CV", "type": "object", "x-kind": "file"})  # fmt: skip
    publish(counter.agency, petite_demande(forms={"forms/entretien.json": asked}))


def test_an_answer_names_a_file_that_exists_and_that_one_may_read(counter: Counter) -> None:
    with_a_file(counter)
    counter.registered("kadi")
    other = counter.task("binta", "Mener").token
    elsewhere = counter.wish("binta", documents.add, token=other, name="x.pdf", kind="cv", content=PDF)
    counter.registered()
    token = counter.task("awa", "Mener").token
    for id in ("inventé", elsewhere.id):
        with pytest.raises(AnswersRejected) as refusal:
            counter.complete("awa", token, {"projet": "Partir", "cv": {"id": id, "nom": "cv.pdf"}})
        assert [(error.path, error.code) for error in refusal.value.errors] == [("cv", "file_expected")]
    kept = counter.wish("awa", documents.add, token=token, name="cv.pdf", kind="cv", content=PDF)
    done = counter.complete("awa", token, {"projet": "Partir", "cv": {"id": kept.id, "nom": "cv.pdf"}})
    assert counter.known(done.case_ref)["cv"]["id"] == kept.id


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_empty"), (b"MZ\x90\x00 un programme", "file_kind_unknown"), (b"<html>", "file_kind_unknown"),
     (PDF + b"x" * 6_000_000, "file_too_large")],
)  # fmt: skip
def test_what_is_no_document_is_refused_whatever_its_name(counter: Counter, content: bytes, code: str) -> None:
    receipt = counter.open()
    with pytest.raises(Unfit) as refusal:
        counter.wish("fanta", documents.add, token=receipt.next_token, name="cv.pdf", kind="cv", content=content)
    assert refusal.value.code == code


def test_the_same_bytes_are_kept_once(counter: Counter) -> None:
    for _ in range(2):
        token = counter.open().next_token
        counter.wish("fanta", documents.add, token=token, name="a.pdf", kind="", content=PDF)
    with counter.agency.working() as work:
        counts = [
            work.store.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("files", "documents")
        ]
    assert counts == [1, 2]
