"""Roles are data; how far each reaches is decided on the object."""

import pytest

from migraflow.domain.access import Actor, Permission, Scope, grants_of, read_roles
from migraflow.domain.errors import BrokenBundle

ROLES = read_roles(
    """
[accueil]
nom = "Agent d'accueil"
name = "Front desk"
portee = "agence"
permissions = ["ouvrir_dossier", "voir_dossier", "traiter_tache"]
[chef_dcm]
nom = "Chef du DCM"
name = "Head of DCM"
portee = "partout"
permissions = ["voir_dossier"]
"""
)


def actor(*codes: str) -> Actor:
    roles = [ROLES[code] for code in codes]
    return Actor(
        1, "Fanta", frozenset(codes), "kayes-dr", "kayes", "fr", grants_of(roles), {r.code: r.scope for r in roles}
    )


def test_the_front_desk_of_kayes_does_not_see_the_cases_of_sikasso() -> None:
    fanta = actor("accueil")
    assert fanta.covers(Permission.SEE_CASE, office="kayes-dr", region="kayes", own=False)
    assert not fanta.covers(Permission.SEE_CASE, office="sikasso-dr", region="sikasso", own=False)


def test_the_widest_of_several_roles_counts_for_what_it_grants_only() -> None:
    both = actor("accueil", "chef_dcm")
    assert both.grants[Permission.SEE_CASE] is Scope.EVERYWHERE
    assert both.grants[Permission.COMPLETE_TASK] is Scope.OFFICE
    assert not both.serves("accueil", office="sikasso-dr", region="sikasso", own=False)


def test_what_nobody_granted_is_refused() -> None:
    assert not actor("accueil").may(Permission.PUBLISH_PROCEDURE)


@pytest.mark.parametrize(
    "bad", ['permissions = ["tout_faire"]\nportee = "agence"', 'permissions = []\nportee = "lune"']
)
def test_an_unknown_word_in_the_roles_is_named(bad: str) -> None:
    with pytest.raises(BrokenBundle, match=r"roles\.toml#x"):
        read_roles(f'[x]\nnom = "X"\nname = "X"\n{bad}\n')
