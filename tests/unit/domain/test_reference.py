"""Lists are found by the words people type, accents apart."""

import pytest

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.names import fold, name_key
from migraflow.domain.reference import read_list

COUNTRIES = read_list(
    "pays", "code,libelle,label,zone\nCIV,Côte d'Ivoire,Ivory Coast,O\nESP,Espagne,Spain,E\nGNQ,Guinée équatoriale,,C\n"
)


def test_a_country_is_found_without_its_accents_and_in_any_case() -> None:
    assert [entry.code for entry in COUNTRIES.search("COTE ivoire")] == ["CIV"]
    assert COUNTRIES.entries["CIV"].more == {"zone": "O"}


def test_an_empty_search_gives_the_beginning_of_the_list() -> None:
    assert [entry.code for entry in COUNTRIES.search("", limit=2)] == ["CIV", "ESP"]


def test_english_words_fall_back_on_french_ones() -> None:
    assert COUNTRIES.entries["ESP"].shown("en") == "Spain"
    assert COUNTRIES.entries["GNQ"].shown("en") == "Guinée équatoriale"


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(BrokenBundle, match="ESP"):
        read_list("pays", "code,libelle\nESP,Espagne\nESP,Spain\n")


def test_names_are_the_same_whatever_their_order_accents_and_hyphens() -> None:
    assert fold("Traoré–KONÉ  d’Awa") == "traore kone d awa"
    assert name_key("Traoré-Koné", "Awa") == name_key("Awa", "KONE Traore")
