"""The pages around the daily work keep the same promises: sign-in, procedures, studio, figures, and what is refused."""

from __future__ import annotations

import re

import pytest

from migraflow.ui import routes
from tests.e2e.axe import faults_at
from tests.e2e.conftest import Desk

DAILY = {
    routes.HOME,
    routes.TASKS,
    routes.TASK,
    routes.NEW_CASE,
    routes.CASES,
    routes.CASE,
    routes.PEOPLE,
    routes.PERSON,
}
"""Pages that test_axe_work.py and test_axe_case.py look at."""
STILL = {"reduced_motion": "reduce"}
PAGES = (
    ("", "/connexion", "form"),
    ("", "/connexion#erreur", "#erreur"),
    ("salif", "/", "main h1"),
    ("awa", "/procedures", "main .card"),
    ("awa", "/procedures/demande_services", ".djs-shape"),
    ("salif", "/studio/demande_services", ".djs-shape"),
    ("awa", "/manuel", "main .contents"),
    ("awa", "/manuel/verification_employeur", "main .manual-steps"),
    ("salif", "/lettres", "main tbody tr"),
    ("salif", "/lettres/L1", "main img"),
    ("", "/verifier", "#code"),
    ("", "/verifier/0000-0000-0000", "main .notice"),
    ("mariam", "/tableaux", "section.panel"),
    ("mariam", "/suspensions", "main form"),
    ("mariam", "/compte", "#again"),
    ("ibrahim", "/comptes", "main tbody tr"),
    ("ibrahim", "/comptes/nouveau", "#roles input"),
    ("awa", "/avis", "main h1"),
    ("awa", "/compte", "main form"),
    ("ibrahim", "/comptes", "main tbody tr"),
    ("ibrahim", "/comptes/nouveau", "main form"),
    ("ibrahim", "/comptes/1", "main h1"),
    ("ibrahim", "/envois", "main .empty"),
    ("ibrahim", "/messages", "main h1"),
    ("ibrahim", "/acces", "main h1"),
    ("awa", "/nulle-part", "main .empty"),
    ("awa", "/dossiers/DS-2026-KAY-999999", "main .empty"),
    ("awa", "/tableaux", "main .empty"),
    ("mariam", "/taches", "main .empty"),
)


@pytest.mark.parametrize(("first", "address", "sight"), PAGES, ids=[f"{who or 'nobody'} {at}" for who, at, _ in PAGES])
def test_a_page_is_open_to_everybody_who_may_see_it(desk: Desk, first: str, address: str, sight: str) -> None:
    assert not faults_at(desk(first, **STILL), address, sight)


def test_every_page_is_looked_at_here_or_with_the_daily_work() -> None:
    addresses = {address for name, address in vars(routes).items() if name.isupper() and isinstance(address, str)}
    looked_at = {re.sub(r"[?#].*", "", address) for _, address, _ in PAGES} | DAILY
    unseen = {
        address
        for address in addresses - {routes.LOST}
        if not any(re.fullmatch(re.sub(r"\\\[\w+\\\]", "[^/]+", re.escape(address)), seen) for seen in looked_at)
    }
    assert unseen == set()
