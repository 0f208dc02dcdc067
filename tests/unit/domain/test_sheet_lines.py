"""Lists as people type them: titles in their own words, dates and answers in any spelling."""

from __future__ import annotations

import pytest

from migraflow.domain.sheet_lines import dated, places

COLUMNS = {"identite.nom": ("Nom", "Nom de famille"), "identite.date_naissance": ("Date de naissance", "Né(e) le")}


def test_titles_are_known_whatever_their_case_and_accents() -> None:
    found, strange = places(("NOM DE FAMILLE", "ne(e) le", "Observation", "Nom"), COLUMNS)
    assert found == {0: "identite.nom", 1: "identite.date_naissance"}
    assert strange == ("Observation",)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("3/5/1998", "1998-05-03"), ("03.05.1998", "1998-05-03"), ("1998-05-03 00:00", "1998-05-03"), ("hier", "hier")],
)
def test_days_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert dated(typed) == read
