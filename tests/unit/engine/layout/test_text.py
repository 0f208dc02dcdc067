"""The agency's words measured without a font: never narrower than Arial shows them."""

import pytest

from migraflow.engine.layout import text

ARIAL_12 = {"Enregistrer la demande": 124.7, "Contrôler la recevabilité": 126.0, "Clos": 24.0, "WWW": 33.9}
"""Widths in px measured in a browser (Liberation Sans, which shares Arial's widths)."""


@pytest.mark.parametrize("words", ARIAL_12)
def test_a_width_is_estimated_on_the_generous_side(words: str) -> None:
    assert ARIAL_12[words] <= text.width(words) <= 1.1 * ARIAL_12[words]


def test_an_accent_takes_no_more_room() -> None:
    assert text.width("éàùç") == text.width("eauc")


def test_smaller_letters_take_less_room() -> None:
    assert text.width("Accueil", text.BESIDE) < text.width("Accueil", text.INSIDE)


def test_words_are_wrapped_where_they_no_longer_fit() -> None:
    wrapped = text.wrap("Enregistrer la demande", 90)

    assert wrapped.lines == 2
    assert wrapped.width <= 90


def test_a_word_longer_than_its_line_is_broken_over_several() -> None:
    assert text.wrap("Anticonstitutionnellement", 60).lines >= 3


def test_no_words_take_no_room() -> None:
    assert text.wrap("", 90).lines == 0
    assert text.longest_word("") == 0
