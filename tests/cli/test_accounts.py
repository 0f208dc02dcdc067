"""The first account is made from the command line; so is a new password for somebody who lost theirs."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Typed

PHRASE = "premier jour au guichet"


def test_the_first_account_is_made_and_listed(migraflow: Typed) -> None:
    made = migraflow("account", "create", "Rokia Samaké", "--role", "accueil", "--office", "dr_gao", typed=PHRASE)
    assert (made.code, made.err) == (0, "")
    listed = migraflow("account", "list").out
    assert "rokia.samake" in listed
    assert "accueil (dr_gao)" in listed


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (["--role", "chef_de_gare", "--office", "dr_gao"], PHRASE, "roles.toml"),
        (["--role", "accueil", "--office", "dr_paris"], PHRASE, "structures.csv"),
        (["--office", "dr_gao"], PHRASE, "--role"),
        (["--role", "accueil", "--office", "dr_gao"], "court", "douze caractères"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(migraflow: Typed, words: list[str], typed: str, told: str) -> None:
    answer = migraflow("account", "create", "rokia", "--name", "Rokia", *words, typed=typed)
    assert answer.code == 1
    assert told in answer.err
    assert migraflow("account", "list").out == ""


def test_a_lost_password_is_replaced_and_an_account_closed(migraflow: Typed) -> None:
    migraflow("account", "create", "rokia", "--role", "accueil", "--office", "dr_gao", typed=PHRASE)
    assert migraflow("account", "password", "Rokia", typed="deuxième jour au guichet").code == 0
    assert migraflow("account", "close", "rokia").code == 0
    assert "fermé" in migraflow("account", "list").out
    unknown = migraflow("account", "close", "personne")
    assert (unknown.code, "aucun compte" in unknown.err) == (1, True)
