"""The words of a notice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from migraflow import feel
from migraflow.domain.notices import filled, read_template

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
KNOWN = {"identite": {"prenoms": "Fatoumata"}, "date_rdv": date(2026, 1, 20), "oui": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour {{ identite.prenoms }},", "Bonjour Fatoumata,"),
        ("Le {{ date_rdv }}.", "Le 20 janvier 2026."),
        ('{{ if oui then "venez" else "restez" }}', "venez"),
        ("{{ inconnu }}|{{identite.nom}}", "|"),
        ("sans rien", "sans rien"),
    ],
)
def test_a_template_is_filled_from_what_the_case_knows(text: str, words: str) -> None:
    assert filled(text, KNOWN, NOON) == words


def test_what_a_person_typed_is_never_read_as_an_expression() -> None:
    assert filled("{{ identite.prenoms }}", {"identite": {"prenoms": "{{ date_rdv }}"}}, NOON) == "{{ date_rdv }}"


def test_an_expression_that_does_not_read_says_so() -> None:
    with pytest.raises(feel.FeelSyntaxError):
        filled("{{ 1 + }}", KNOWN, NOON)


def test_the_first_line_is_the_subject() -> None:
    assert read_template("# Votre rendez-vous\n\nBonjour,\n\nÀ bientôt.\n") == (
        "Votre rendez-vous",
        "Bonjour,\n\nÀ bientôt.",
    )
