"""The pages around the daily work keep the same promises: sign-in, procedures, studio, figures, and what is refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import faults
from tests.e2e.conftest import Desk

STILL = {"reduced_motion": "reduce"}
PAGES = (
    ("", "/connexion", "form"),
    ("", "/connexion#erreur", "#erreur"),
    ("salif", "/", "main h1"),
    ("awa", "/procedures", "main .card"),
    ("awa", "/procedures/demande_services", ".djs-shape"),
    ("salif", "/studio/demande_services", ".djs-shape"),
    ("mariam", "/tableaux", "section.panel"),
    ("mariam", "/compte", "#again"),
    ("ibrahim", "/comptes", "main tbody tr"),
    ("ibrahim", "/comptes/nouveau", "#roles input"),
    ("awa", "/nulle-part", "main .empty"),
    ("awa", "/dossiers/DS-2026-KAY-999999", "main .empty"),
    ("awa", "/tableaux", "main .empty"),
    ("mariam", "/taches", "main .empty"),
)


@pytest.mark.parametrize(("first", "address", "sight"), PAGES, ids=[f"{who or 'nobody'} {at}" for who, at, _ in PAGES])
def test_a_page_is_open_to_everybody_who_may_see_it(desk: Desk, first: str, address: str, sight: str) -> None:
    page = desk(first, **STILL)
    page.goto(address)
    expect(page.locator(sight).first).to_be_visible()
    expect(page.locator("main .bone")).to_have_count(0)
    assert not faults(page)
