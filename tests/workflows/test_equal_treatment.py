"""Decision D7 as it stands in the folder, over invented people and offers: who somebody is never changes a point."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.test_offer_stories import weighed

LEVELS = (None, "A1", "A2", "B1", "B2", "C1", "maternelle")
SCHOOLS = (None, "aucun", "fondamental_1", "fondamental_2", "cap")
JOBS = ("9211", "9213", "9312", "5321", "7112")
PEOPLE = st.fixed_dictionaries(
    {
        "dossier": st.just("1"),
        "age": st.integers(16, 60),
        "region": st.sampled_from(("kayes", "gao", "mopti")),
        "code_citp": st.sampled_from(JOBS),
        "experience_ans": st.one_of(st.none(), st.integers(0, 20)),
        "niveau_langue": st.sampled_from(LEVELS),
        "cite": st.sampled_from(SCHOOLS),
        "permis": st.sampled_from((None, "B", "C")),
        "disponible_le": st.sampled_from((None, date(2026, 2, 1), date(2026, 9, 1))),
        "inscrit_le": st.sampled_from((None, date(2025, 3, 1), date(2025, 12, 1))),
        "pieces_ok": st.sampled_from((None, True, False)),
        "reengagement": st.booleans(),
    }
)
OFFERS = st.fixed_dictionaries(
    {
        "code_citp": st.sampled_from(JOBS),
        "date_debut": st.sampled_from((None, date(2026, 5, 1))),
        "age_min": st.sampled_from((None, Decimal(18), Decimal(25))),
        "age_max": st.sampled_from((None, Decimal(45))),
        "experience_ans": st.sampled_from((None, Decimal(0), Decimal(3))),
        "niveau_langue": st.sampled_from(LEVELS[:4]),
        "cite_min": st.sampled_from(SCHOOLS),
        "permis_exige": st.sampled_from((None, "B")),
    }
)
ORIGINS = st.fixed_dictionaries(
    {
        "nom": st.text(max_size=30),
        "ethnie": st.text(max_size=20),
        "religion": st.text(max_size=20),
        "langue_maternelle": st.text(max_size=20),
        "lieu_naissance": st.text(max_size=20),
        "situation_matrimoniale": st.sampled_from(("celibataire", "marie_polygame")),
    }
)


def verdict(person: Mapping[str, object], offer: Mapping[str, object]) -> tuple[object, ...]:
    """All of what D7 says that decides about somebody."""
    said = weighed(person, **offer)
    return tuple(said[name] for name in ("eligible", "motif_ecart", "note_dossier", "details", "prioritaire"))


@settings(max_examples=60, deadline=None)
@given(person=PEOPLE, offer=OFFERS, one=ORIGINS, other=ORIGINS)
def test_sex_name_origin_and_faith_change_neither_the_score_nor_the_filters(
    person: dict[str, object], offer: dict[str, object], one: dict[str, object], other: dict[str, object]
) -> None:
    woman = verdict({**person, **one, "sexe": "F"}, offer)
    assert woman == verdict({**person, **other, "sexe": "M"}, offer)


@settings(max_examples=20, deadline=None)
@given(person=PEOPLE, offer=OFFERS)
def test_a_sex_the_law_lets_an_offer_require_changes_who_may_apply_but_never_the_points(
    person: dict[str, object], offer: dict[str, object]
) -> None:
    woman = weighed({**person, "sexe": "F"}, **offer, sexe_exige="F")
    man = weighed({**person, "sexe": "M"}, **offer, sexe_exige="F")
    assert (woman["note_dossier"], woman["details"]) == (man["note_dossier"], man["details"])
    assert man["eligible"] is False
