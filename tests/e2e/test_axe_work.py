"""No page of daily work breaks WCAG 2.2 AA, on a phone or at a desk, by day or by night, nor scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.counter import Counter
from tests.e2e.agent import COMPLETE
from tests.e2e.axe import faults, faults_at
from tests.e2e.conftest import Register, Staff
from tests.e2e.server import Server

STILL = {"reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def cases(register: Register, counter: Counter, server: Server) -> list[str]:
    """Two cases whose appointment waits, days late; Fanta holds one, and has finished the registration of both."""
    refs = [register(), register()]
    server.advance(days=6)
    return refs


def test_home_and_lists(staff: Staff, cases: list[str]) -> None:
    fanta = staff("fanta", **STILL)
    fanta.takes(cases[0], "DS_04")
    assert not faults_at(fanta.page, "/", "main h1")
    for basket in ("a-moi", "mon-service", "en-retard", "terminees"):
        assert not faults_at(fanta.page, f"/taches?liste={basket}", "main tbody tr"), basket
    assert not faults_at(fanta.page, "/taches?liste=mon-service&q=rien", "main .empty")


def test_cases_and_people(staff: Staff, cases: list[str], counter: Counter) -> None:
    awa = staff("awa", **STILL)
    person = counter.case("awa", cases[0]).person
    assert person is not None
    assert not faults_at(awa.page, "/dossiers", "main tbody tr")
    assert not faults_at(awa.page, "/dossiers?q=personne", "main .empty")
    assert not faults_at(awa.page, "/personnes", "main tbody tr")
    assert not faults_at(awa.page, f"/personnes/{person.ref}", "main .timeline")


def test_a_task_free_filled_in_refused_and_somebody_elses(staff: Staff, cases: list[str]) -> None:
    fanta, nana = staff("fanta", **STILL), staff("nana", **STILL)
    fanta.takes(cases[1], "DS_04")
    task = fanta.page.url
    fanta.button(COMPLETE).click()
    expect(fanta.page.locator("#errors")).to_be_visible()
    assert not faults(fanta.page)
    assert not faults_at(nana.page, task, "main .notice")


def test_a_new_case_and_its_long_form(staff: Staff) -> None:
    fanta = staff("fanta", **STILL)
    assert not faults_at(fanta.page, "/nouveau", "main .card")
    fanta.page.set_viewport_size({"width": 1280, "height": 900})
    fanta.opens_a_case()
    fanta.fills("DS_01", {"identite": {"langues": [{"code": "bambara", "niveau": "B1"}]}, "pieces": [{}]})
    assert not faults(fanta.page)
