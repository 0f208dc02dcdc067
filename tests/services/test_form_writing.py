"""A manager writes a simple form: what stands in the file is what a form of the house is."""

from __future__ import annotations

import json

import pytest

from migraflow.domain.errors import Unfit
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Kind
from migraflow.services.form_writing import OFFERED, NewField, free_path, titled, written


@pytest.mark.parametrize("kind", list(OFFERED))
def test_every_kind_offered_reads_back_as_itself(kind: Kind) -> None:
    text = written("forms/essai.json", "Essai", [NewField("Réponse", kind, required=True, choices=("Oui", "Non"))])
    form = read_form(text.encode(), {}, file="forms/essai.json")
    assert [(field.name, field.kind, field.required) for field in form.fields] == [("reponse", kind, True)]


def test_two_questions_with_the_same_words_get_names_of_their_own() -> None:
    table = json.loads(written("forms/x.json", "X", [NewField("Âge ?", Kind.INTEGER), NewField("Âge", Kind.INTEGER)]))
    assert list(table["properties"]) == ["age", "age_2"]


def test_a_second_form_of_the_same_title_does_not_replace_the_first() -> None:
    assert (
        free_path("Contrôle du passeport", {"forms/controle_du_passeport.json"}) == "forms/controle_du_passeport_2.json"
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([], "form_without_fields"),
        ([NewField("Validité", Kind.CHOICE)], "choice_without_choices"),
        ([NewField("?!", Kind.TEXT)], "field_without_label"),
    ],
)
def test_a_form_nobody_could_fill_is_refused(fields: list[NewField], code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        written("forms/x.json", "X", fields)
    assert refusal.value.code == code


def test_a_title_without_a_letter_names_no_file() -> None:
    with pytest.raises(Unfit):
        free_path(" 12 ", {})


def test_a_file_that_does_not_read_goes_by_its_path() -> None:
    assert titled("forms/casse.json", "{") == "forms/casse.json"
