"""« Dites-le-nous une fois »: what forms take from the register and give back; what is sensitive stays unseen."""

from __future__ import annotations

import json

from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Form
from migraflow.domain.register import chosen, given, keeps_something, merged, taken
from migraflow.domain.sensitive import hidden, restored, without_sensitive

BLOCK = {
    "type": "object", "x-kind": "block", "x-register": "identite", "title": "Identité",
    "properties": {
        "nom": {"title": "Nom", "x-kind": "text"}, "telephone": {"title": "Téléphone", "x-kind": "phone"},
        "handicap": {"title": "Handicap", "x-kind": "text", "x-sensitive": True},
    },
}  # fmt: skip


def form() -> Form:
    """A form with the person, somebody to call, a group, and whom the case is about."""
    fields = {
        "identite": BLOCK, "employeur": BLOCK,
        "metier": {"title": "Métier", "x-kind": "text", "x-register": "competences.metier"},
        "enfants": {"title": "Enfants", "type": "array", "x-kind": "group", "items": {"type": "object", "properties": {
            "nom": {"title": "Nom", "x-kind": "text"},
            "sante": {"title": "Santé", "x-kind": "text", "x-sensitive": True}}}},
        "qui": {"title": "Qui", "x-kind": "person", "x-register": "personne"},
    }  # fmt: skip
    schema = {"$id": "f", "title": "F", "type": "object", "properties": fields}
    return read_form(json.dumps(schema).encode(), {}, file="forms/f.json")


KNOWN = {
    "identite": {"nom": "Diarra", "telephone": "+22376123456", "handicap": "visuel"},
    "competences": {"metier": "x"},
}


def test_a_form_starts_from_the_register_and_says_so() -> None:
    values, paths = taken(form(), "identite", KNOWN, {"identite": {"nom": "Ancien"}, "canal": "guichet"})
    assert values["identite"] == KNOWN["identite"]
    assert values["canal"] == "guichet"
    assert paths == {"identite.nom", "identite.telephone", "identite.handicap", "metier"}


def test_the_same_block_about_somebody_else_stays_out_of_the_register() -> None:
    values, _ = taken(form(), "identite", KNOWN, {})
    assert "employeur" not in values
    register = given(form(), "identite", {"employeur": {"nom": "Golden Care"}, "metier": "soudeur"}, KNOWN)
    assert register == {**KNOWN, "competences": {"metier": "soudeur"}}


def test_answers_correct_the_register_and_hidden_ones_leave_it_alone() -> None:
    register = given(form(), "identite", {"identite": {"nom": "Diarra", "telephone": None}}, KNOWN)
    assert register["identite"] == {"nom": "Diarra", "telephone": None, "handicap": "visuel"}
    assert keeps_something(form(), "identite")


def test_somebody_chosen_is_read_from_the_field_that_says_so() -> None:
    assert chosen(form(), {"qui": {"id": 7, "nom": "Awa"}}) == 7
    assert chosen(form(), {"qui": None}) is None


def test_two_records_become_one_and_the_newer_word_wins_where_it_says_something() -> None:
    newer = {"identite": {"nom": "DIARRA", "telephone": None, "quartier": "Lafia"}, "vivier": {"dossier": "x"}}
    assert merged(KNOWN, newer) == {
        "identite": {"nom": "DIARRA", "telephone": "+22376123456", "handicap": "visuel", "quartier": "Lafia"},
        "competences": {"metier": "x"}, "vivier": {"dossier": "x"}}  # fmt: skip


def test_sensitive_answers_are_cut_wherever_they_stand() -> None:
    answers = {**KNOWN, "enfants": [{"nom": "Ali", "sante": "asthme"}]}
    shown = hidden(form().fields, answers)
    assert "visuel" not in repr(shown)
    assert "asthme" not in repr(shown)
    assert shown["enfants"] == [{"nom": "Ali"}]
    assert [f.name for f in without_sensitive(form()).fields[0].fields] == ["nom", "telephone"]


def test_a_blank_nobody_could_see_does_not_erase() -> None:
    blank = {"identite": {"nom": "Diarra", "telephone": None, "handicap": None}}
    assert restored(form().fields, blank, KNOWN)["identite"] == {
        "nom": "Diarra", "telephone": None, "handicap": "visuel"}  # fmt: skip
    typed = {"identite": {"nom": "Diarra", "handicap": "moteur"}}
    assert restored(form().fields, typed, KNOWN) == typed
