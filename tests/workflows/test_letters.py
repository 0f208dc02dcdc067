"""The letters of the manual: all thirty-two, each readable, each known to those who hand it out."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from migraflow.domain.letter_codes import rank
from migraflow.domain.letters import labels_of
from migraflow.engine.bundle import DIAGRAM, Bundle
from migraflow.engine.check import check
from migraflow.engine.reader import read_diagram
from migraflow.services.house import bundles_in, read_house
from migraflow.services.letter_folder import FOLDER, folder_models, letterhead
from migraflow.services.letter_models import fit, specimen
from migraflow.services.letter_uses import letter_of, uses
from migraflow.services.letter_words import words_of
from tests.small import WORKFLOWS, petite_demande, service

MODELS = folder_models(WORKFLOWS / FOLDER)
HOUSE = read_house(WORKFLOWS)
BUNDLES = bundles_in(WORKFLOWS)


def test_there_are_the_thirty_two_letters_of_the_manual() -> None:
    assert list(MODELS) == [f"L{number}" for number in range(1, 33)]


@pytest.mark.parametrize("code", MODELS)
def test_a_letter_is_filled_with_its_example(code: str) -> None:
    model = fit(MODELS[code].text, code)
    assert specimen(model, labels_of(HOUSE.lists, {}), letterhead(WORKFLOWS / FOLDER), datetime(2026, 3, 2, tzinfo=UTC))
    assert model.signatories
    assert set(model.example) == model.names, "the example says what the letter reads, no more and no less"


def test_no_letter_promises_what_costs() -> None:
    for model in MODELS.values():
        assert "payer des frais" not in model.text


def test_every_step_that_hands_out_a_letter_names_one_of_them() -> None:
    assert set(uses(WORKFLOWS)) <= set(MODELS)
    assert {"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L28"} <= set(uses(WORKFLOWS))


def test_a_step_that_names_another_is_told_before_it_is_published() -> None:
    before = service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"')
    found = [
        one.code
        for one in check(petite_demande({before: service("P_02n", "Remettre", "lettre", modele='"L99"')}), HOUSE)
    ]
    assert "letter_unknown" in found
    fine = check(petite_demande({before: service("P_02n", "Remettre", "lettre", modele='"L01"')}), HOUSE)
    assert "letter_unknown" not in [one.code for one in fine]


def test_a_letter_that_would_have_a_hole_or_is_given_what_it_does_not_read_is_told() -> None:
    before = service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"')
    given = service("P_02n", "Remettre", "lettre", modele='"L16"', candidate="{nom: projet}")
    told = {(one.code, one.facts["word"]) for one in check(petite_demande({before: given}), HOUSE)
            if one.code.startswith("letter_word")}  # fmt: skip
    assert told == {("letter_word_missing", "candidat"), ("letter_word_unread", "candidate")}
    right = service("P_02n", "Remettre", "lettre", modele='"L16"', candidat="{nom: projet}")
    assert not [one for one in check(petite_demande({before: right}), HOUSE) if one.code.startswith("letter_word")]
    whole = service("P_02n", "Remettre", "lettre", modele='"L16"', donnees="{candidat: {nom: projet}}")
    assert not [one for one in check(petite_demande({before: whole}), HOUSE) if one.code.startswith("letter_word")]


@pytest.mark.parametrize("code", sorted(set(MODELS) & set(uses(WORKFLOWS)), key=rank))
def test_what_a_letter_reads_is_written_by_the_procedures_that_hand_it_out(code: str) -> None:
    """Not every name by each of them: a letter several hand out says what each knows."""
    known = {word for bundle in BUNDLES if hands_out(bundle, code) for word in written_by(bundle)}
    assert sorted(MODELS[code].names - known) == []


def hands_out(bundle: Bundle, code: str) -> bool:
    """Whether a step of the procedure hands out the letter."""
    return code in map(letter_of, read_diagram(bundle.files[DIAGRAM]).nodes.values())


def written_by(bundle: Bundle) -> set[str]:
    """The words of a procedure's diagram, forms and rules."""
    texts = [content for path, content in bundle.files.items() if not path.startswith("scenarios/")]
    return {word for content in texts for word in re.findall(r"\w+", content.decode("utf-8", "replace"))}


def test_a_preview_has_words_for_the_codes_of_forms() -> None:
    words = words_of(WORKFLOWS, HOUSE.lists)
    assert words["mode_rdv"]
    assert words["type_piece"] == {code: one.label for code, one in HOUSE.lists["pieces"].entries.items()}
    assert words["services_demandes"]
