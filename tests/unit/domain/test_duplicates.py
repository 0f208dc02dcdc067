"""Who may be the same human (decision D3): a score, its reasons, never a verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from migraflow.domain.duplicates import likeness, same_name, similarity
from migraflow.domain.people import Identity, identity_of, passport_in

FATOU: dict[str, Any] = {"nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "date_naissance": date(1999, 3, 12),
         "lieu_naissance": "Kita", "telephone": "+22376123456"}  # fmt: skip


def somebody(passport: str = "", **changed: Any) -> Identity:
    """Fatoumata, but for what is changed."""
    return identity_of({**FATOU, **changed}, passport)


NOTHING: dict[str, Any] = {"telephone": None, "date_naissance": None, "lieu_naissance": None}


@pytest.mark.parametrize(
    ("one", "other", "score", "reasons"),
    [
        (somebody(nina="12345678901234A"), somebody(nina="12345678901234a", nom="Sow", **NOTHING), 100, ("nina",)),
        (somebody(passport="AA 123"), somebody(passport="aa123", nom="Sow", **NOTHING), 100, ("passeport",)),
        (somebody(), somebody(telephone=None), 90, ("nom_date_naissance",)),
        (somebody(), somebody(telephone=None, date_naissance=None, annee_naissance=1999), 75, ("nom_annee_lieu",)),
        (somebody(), somebody(nom="Sow", date_naissance=None), 60, ("telephone",)),
        (somebody(), somebody(**NOTHING), 0, ()),
        (somebody(), somebody(), 90, ("nom_date_naissance", "telephone")),
        (somebody(), somebody(telephone=None, date_naissance=date(1985, 1, 1)), 0, ()),
        (
            somebody(telephone2="+33612345678"),
            somebody(nom="Sow", telephone="+33612345678", **{"date_naissance": None}),
            60,
            ("telephone",),
        ),
    ],
)
def test_the_strongest_reason_counts(one: Identity, other: Identity, score: int, reasons: tuple[str, ...]) -> None:
    for found in (likeness(one, other), likeness(other, one)):
        assert (found.score, found.reasons) == (score, reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diarra Fatoumata", "FATOUMATA DIARRA"),
        ("Coulibaly Issa", "Koulibaly Issa"),
        ("Traoré Aïssata", "traore aissata"),
        ("Diallo Mamadou", "Diallo Mamadu"),
        ("Djarra Fatumata", "Diarra Fatoumata"),
        ("N'Diaye Awa", "Ndiaye Awa"),
    ],
)
def test_spellings_of_one_name_are_one_name(one: str, other: str) -> None:
    assert same_name(identity_of({"nom": one}).key, identity_of({"nom": other}).key)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Diarra Fatoumata", "Diarra Awa"), ("Keita Moussa", "Keita Moulaye"), ("Sow Awa", ""), ("", "")],
)
def test_other_names_are_other_names(one: str, other: str) -> None:
    assert not same_name(identity_of({"nom": one}).key, identity_of({"nom": other}).key)


def test_likeness_of_texts_is_a_share() -> None:
    assert similarity("diarra", "diarra") == 1
    assert similarity("diarra", "sow") == 0
    assert similarity("", "") == 0


def test_the_passport_is_read_among_the_documents() -> None:
    pieces = [{"type_piece": "carte_nina", "numero": "1"}, {"type_piece": "passeport", "numero": "AA 1"}]
    assert passport_in({"pieces": pieces}) == "AA 1"
    assert passport_in({"pieces": None}) == ""
    assert passport_in({}) == ""
