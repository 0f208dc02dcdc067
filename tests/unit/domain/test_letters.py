"""Models of letters: what managers write, and what comes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letter_codes import LETTERS, code_of, model_code, numbered, rank, read_code
from migraflow.domain.letters import FilledLetter, Known, filled_letter, read_model

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEAD = (
    '+++\ncode = "L1"\ntitre = "Essai"\nobjet = "Dossier {{ dossier.numero }}"\ndestinataire = ["{{ nom }}"]\n+++\n\n'
)


def filled(words: str, **answers: object) -> FilledLetter:
    """A letter with these words, for these answers."""
    labels = {"metiers": {"9211": "Ouvrier agricole"}, "voie": {"a": "Voie A"}}
    return filled_letter(read_model(HEAD + words, "essai"), Known(answers, labels, NOW))


def said(letter: FilledLetter) -> list[list[list[str]]]:
    """The words of every block, row and cell."""
    return [[["".join(text for text, _ in cell) for cell in row] for row in block.rows] for block in letter.blocks]


def test_placeholders_are_feel_and_what_is_unknown_stays_blank() -> None:
    letter = filled("Venez le {{ jour }} à {{ lieu }}, {{ 40 + 2 }} places.", jour=date(2026, 5, 1))
    assert said(letter) == [[["Venez le 1er mai 2026 à , 42 places."]]]
    assert (letter.subject, letter.recipient) == ((("Dossier ", False), ("", False)), ())


def test_a_block_stands_on_its_condition() -> None:
    words = ":: si age < 18\nMineur.\n\n:: si age >= 18\nMajeur."
    assert said(filled(words, age=17)) == [[["Mineur."]]]
    assert said(filled(words, age=18)) == [[["Majeur."]]]
    assert said(filled(words)) == []


def test_the_last_line_stands_once_for_each_entry() -> None:
    words = ':: pour m dans metiers\n| Métier | Ans |\n|---|---|\n| {{ libelle("metiers", m.code) }} | {{ m.ans }} |'
    letter = filled(words, metiers=[{"code": "9211", "ans": 3}, {"code": "7531", "ans": 1}])
    assert said(letter) == [[["Métier", "Ans"], ["Ouvrier agricole", "3"], ["7531", "1"]]]
    assert said(filled(words, metiers=[])) == []
    assert said(filled(":: pour m dans liste\n- {{ m }}", liste=["a", "b"])) == [[["a"], ["b"]]]


def test_the_code_of_a_field_stands_in_its_words() -> None:
    assert said(filled('{{ voie }}, {{ choix.voie }}, {{ voie + "!" }}', voie="a", choix={"voie": "a"})) == [
        [["Voie A, Voie A, a!"]]
    ]


def test_bold_is_the_authors_and_stars_in_an_answer_are_stars() -> None:
    letter = filled("Le **{{ nom }}** {{ nom }}.", nom="**x** #let $y$")
    (block,) = letter.blocks
    assert block.rows[0][0] == (
        ("Le ", False),
        ("**x** #let $y$", True),
        (" ", False),
        ("**x** #let $y$", False),
        (".", False),
    )


def test_a_bar_inside_a_placeholder_is_no_edge_of_a_cell() -> None:
    assert said(filled('| A |\n| {{ if x = "|" then "barre" else "rien" }} |', x="|")) == [[["A"], ["barre"]]]


def test_the_names_of_a_model_are_those_it_reads_of_the_answers() -> None:
    words = (
        ":: si a = 1\n:: pour ligne dans b\n| {{ c }} |\n| {{ ligne.d }} |\n\n{{ dossier.numero }} {{ personne.nom }}"
    )
    assert read_model(HEAD + words, "essai").names == {"a", "b", "c", "nom"}


@pytest.mark.parametrize(
    "text",
    [
        "pas de faits",
        "+++\ncode = L1\n+++\n",
        '+++\ntitre = "Sans code"\n+++\n',
        '+++\ncode = "L1"\ntitre = "T"\nautre = 1\n+++\n',
        HEAD + "{{ 1 + }}",
        HEAD + "{{ ouvert",
        HEAD + "fermé }}",
        HEAD + ":: si\nRien",
        HEAD + ":: si a = 1",
        HEAD + ":: pour x\n- y",
        HEAD + "| a | b |\n| c |",
        HEAD + '{{ unknown_function("x") }} {{ __import__("os").system("id") }} {{ ( }}',
    ],
)
def test_a_text_that_does_not_read_is_refused(text: str) -> None:
    with pytest.raises(BrokenBundle):
        read_model(text, "essai")


def test_a_code_is_sixty_bits_read_back_however_it_is_typed() -> None:
    code = code_of(bytes(range(8)))
    assert len(code) == 14 and set(code) <= {*LETTERS, "-"}
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code("o1il-0000-0000") == "0111-0000-0000"
    assert code_of(b"\xff" * 8) == "ZZZZ-ZZZZ-ZZZZ"
    assert [read_code(text) for text in ("", "123", "U" * 12, "é" * 12, code + "0")] == [""] * 5


def test_models_are_named_and_sorted_by_their_number() -> None:
    assert [model_code(text) for text in ("L1", "L01", "l001", " L12 ", "autre")] == ["L1", "L1", "L1", "L12", "autre"]
    assert sorted(["L10", "L2", "autre", "L1"], key=rank) == ["L1", "L2", "L10", "autre"]
    assert numbered(12, 2026, "dr_kayes") == "000012/2026/DR-KAYES"
