"""Who may be the same human (decision D3): a score explained term by term, its reasons, never a verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from migraflow.domain.duplicates import Measure, likeness, measure
from migraflow.domain.likeness_keys import asked, kept
from migraflow.domain.likeness_terms import dates, name_term, years
from migraflow.domain.people import Identity, identity_of, passport_in
from migraflow.domain.spellings import one_slip, slips
from migraflow.services.house import lists_in

BY: Measure = measure(lists_in(Path(__file__).resolve().parents[3] / "workflows" / "reference"))
FATOU: dict[str, Any] = {"nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "date_naissance": date(1999, 3, 12),
         "lieu_naissance": "Kita", "telephone": "+22376123456"}  # fmt: skip


def somebody(passport: str = "", **changed: Any) -> Identity:
    """Fatoumata, but for what is changed."""
    return identity_of({**FATOU, **changed}, passport)


NOTHING: dict[str, Any] = {"telephone": None, "date_naissance": None, "lieu_naissance": None}
PARENTS: dict[str, Any] = {"pere": "Moussa Diarra", "mere": "Awa Koné"}


@pytest.mark.parametrize(
    ("one", "other", "score", "reasons"),
    [
        (
            somebody(passport="AA 123"),
            somebody(passport="aa123", telephone=None),
            100,
            ("passeport", "nom_date_naissance"),
        ),
        (somebody(), somebody(telephone=None, lieu_naissance=None), 90, ("nom_date_naissance",)),
        (somebody(), somebody(telephone=None, date_naissance=None, annee_naissance=1999), 75, ("nom_annee_lieu",)),
        (somebody(), somebody(lieu_naissance=None, date_naissance=None), 60, ("telephone",)),
        (somebody(), somebody(nom="Sow", prenoms="Awa", **NOTHING), 0, ()),
        (
            somebody(),
            somebody(nom="Sow", prenoms="Awa", **{**NOTHING, "telephone": FATOU["telephone"]}),
            0,
            ("telephone",),
        ),
        (somebody(), somebody(**NOTHING), 45, ()),
        (somebody(), somebody(), 100, ("nom_date_naissance", "telephone")),
        (somebody(), somebody(telephone=None, date_naissance=date(1985, 1, 7)), 20, ()),
        (somebody(nina="12345678901234A"), somebody(nina="12345678901234a", **NOTHING), 100, ("nina",)),
        (somebody(nina="12345678901234A"), somebody(nina="98765432101234B"), 75, ("nom_date_naissance", "telephone")),
    ],
)
def test_the_terms_make_the_score(one: Identity, other: Identity, score: int, reasons: tuple[str, ...]) -> None:
    for found in (likeness(one, other, BY), likeness(other, one, BY)):
        assert (found.score, found.reasons) == (score, reasons)
        assert found.score == max(0, min(100, sum(term.points for term in found.terms)))


def test_a_phone_of_the_family_says_little_and_never_makes_a_duplicate() -> None:
    sister = somebody(prenoms="Aminata", date_naissance=date(2003, 8, 1), **PARENTS)
    found = likeness(somebody(**PARENTS), sister, BY)
    assert found.score < BY.shown
    crowd = frozenset({FATOU["telephone"]})
    shared = likeness(somebody(), somebody(lieu_naissance=None, date_naissance=None), BY, crowd)
    assert (shared.score, shared.reasons) == (50, ())


def test_twins_are_shown_but_told_apart_by_their_given_names() -> None:
    twin = likeness(somebody(**PARENTS), somebody(prenoms="Awa", **PARENTS), BY)
    same = likeness(somebody(**PARENTS), somebody(**PARENTS), BY)
    assert {term.code for term in twin.terms} >= {"nom_en_partie", "naissance_identique", "mere_identique"}
    assert sum(term.points for term in twin.terms) < sum(term.points for term in same.terms) - 30


@pytest.mark.parametrize(
    ("one", "other", "term"),
    [
        ("Diarra Fatoumata", "FATOUMATA DIARRA", "nom_identique"),
        ("Coulibaly Issa", "Koulibaly Issa", "nom_variante"),
        ("Issa Kulubali", "Coulibaly Issa", "nom_variante"),
        ("Diarra Awa", "Hawa Jara", "nom_variante"),
        ("Traoré Aïssata", "traore aichata", "nom_variante"),
        ("Diallo Mohamed", "Mamadu Jallo", "nom_variante"),
        ("Djarra Fatumata", "Diarra Fatoumata", "nom_variante"),
        ("N'Diaye Awa", "Ndiaye Awa", "nom_identique"),
        ("Cissé Omar", "Sissé Oumar", "nom_variante"),
        ("Abdou Laye Keita", "Abdoulaye Keïta", "nom_variante"),
        ("Keita Souleymane", "Keita Soulyemane", "nom_proche"),
        ("Keita Mohamed Lamine", "Keita Lamine", "nom_partiel"),
        ("Diarra Fatoumata", "Diarra Aminata", "nom_en_partie"),
        ("Keita Moussa", "Sow Bintou", "nom_different"),
    ],
)
def test_names_of_mali_are_compared_as_they_are_written(one: str, other: str, term: str) -> None:
    words = [identity_of({"nom": name}).key.split() for name in (one, other)]
    assert name_term(words[0], words[1], BY.spelled) == term
    assert name_term(words[1], words[0], BY.spelled) == term


@pytest.mark.parametrize(
    ("one", "other", "term"),
    [
        (date(1999, 3, 12), date(1999, 3, 12), "naissance_identique"),
        (date(1999, 3, 12), date(1999, 12, 3), "naissance_inversee"),
        (date(1999, 3, 12), date(1999, 3, 13), "naissance_proche"),
        (date(1999, 3, 12), date(1989, 3, 12), "naissance_proche"),
        (date(1999, 3, 12), date(1999, 1, 1), "annee_identique"),
        (date(1999, 3, 12), date(1998, 12, 31), "annee_proche"),
        (date(1999, 3, 12), date(1999, 7, 30), "annee_meme"),
        (date(1999, 3, 12), date(1985, 7, 30), "naissance_differente"),
    ],
)
def test_two_days_of_birth_may_be_one(one: date, other: date, term: str) -> None:
    assert dates(one, other) == dates(other, one) == term


def test_a_year_from_memory_may_be_wrong_by_two() -> None:
    assert [years(1990, year) for year in (1990, 1992, 1993)] == [
        "annee_identique",
        "annee_proche",
        "naissance_differente",
    ]


def test_slips_of_the_pen_are_counted() -> None:
    assert [slips("kitten", word) for word in ("kitten", "kittne", "sitting", "")] == [0, 1, 3, 6]
    assert one_slip("1999", "1989")
    assert one_slip("1989", "1998")
    assert one_slip("1989", "189")
    assert not one_slip("1989", "1989")
    assert not one_slip("1989", "1898")


@pytest.mark.parametrize(
    "changed",
    [
        {"nom": "Jara", "prenoms": "Fatimata", "telephone": None, "date_naissance": None, "annee_naissance": 2001},
        {"nom": "Fatoumata", "prenoms": "Diarra", "telephone": None},
        {"nom": "Sow", "prenoms": "Awa", "telephone": None},
        {"nom": "Sow", "prenoms": "Awa", "date_naissance": None},
        {"nom": "Dembélé", "telephone": None, "date_naissance": None, "annee_naissance": 1999},
    ],
)
def test_who_may_be_the_same_shares_a_key(changed: dict[str, Any]) -> None:
    assert kept(somebody()) & set(asked(somebody(**changed), BY.spelled))


def test_who_has_nothing_in_common_shares_none() -> None:
    other = somebody(nom="Sow", prenoms="Awa", telephone=None, date_naissance=date(1980, 5, 5))
    assert not kept(somebody()) & set(asked(other, BY.spelled))


def test_the_passport_is_read_among_the_documents() -> None:
    pieces = [{"type_piece": "carte_nina", "numero": "1"}, {"type_piece": "passeport", "numero": "AA 1"}]
    assert passport_in({"pieces": pieces}) == "AA 1"
    assert passport_in({"pieces": None}) == ""
    assert passport_in({}) == ""
