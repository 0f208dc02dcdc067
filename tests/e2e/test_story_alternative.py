"""Story 5 of domain.md §8.7: no language, no trade: path C, and work found in Mali."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.agent import Agent, Script
from tests.e2e.conftest import Staff
from tests.e2e.server import Server

STORY = Script.of("05_")


def test_path_c_ends_with_work_in_mali(server: Server, staff: Staff) -> None:
    kadi, binta, rokia = staff("kadi"), staff("binta"), staff("rokia")
    ref = kadi.opens_a_case()
    assert ref.startswith("DS-2026-SIK-")
    kadi.fills("DS_01", STORY.answers("DS_01"))
    kadi.completes()
    server.settle()
    kadi.does(ref, "DS_04", STORY.answers("DS_04"))
    server.advance(days=9)
    for agent in (kadi, binta, rokia):
        agent.returns()
    kadi.does(ref, "DS_04p", STORY.answers("DS_04p"))
    the_interview_leads_to_path_c(binta, ref)
    binta.does(ref, "DS_09a", STORY.answers("DS_09a"))
    the_partner_finds_work(rokia, server, ref)
    it_is_closed_as_an_alternative(binta, kadi, ref)


def the_interview_leads_to_path_c(binta: Agent, ref: str) -> None:
    """Interview, skills, plan in a row: rule D2 proposes path C, and a warning asks for the workshop on risks."""
    binta.takes(ref, "DS_05")
    binta.fills("DS_05", STORY.answers("DS_05"))
    expect(binta.page.get_by_text("Moins de 5 : proposez l’atelier d’information")).to_be_visible()
    binta.completes()
    binta.takes_this("DS_06")
    binta.fills("DS_06", STORY.answers("DS_06"))
    binta.completes()
    binta.takes_this("DS_08")
    expect(binta.page.get_by_role("radio", name="C · Alternative au Mali")).to_be_checked()
    binta.fills("DS_08", STORY.answers("DS_08"))
    binta.completes()


def the_partner_finds_work(rokia: Agent, server: Server, ref: str) -> None:
    """The partners' focal point hands the person on, then writes down the partner's answer."""
    rokia.does(ref, "DS_09d", STORY.answers("DS_09d"))
    server.settle()
    rokia.signals(ref, "retour_partenaire", STORY.answers("retour_partenaire"))


def it_is_closed_as_an_alternative(binta: Agent, kadi: Agent, ref: str) -> None:
    """The form of the end proposes the outcome the path led to; the person's words are kept."""
    binta.takes(ref, "DS_16")
    expect(binta.page.locator('[name="issue"]')).to_have_value("alternative_nationale")
    binta.fills("DS_16", STORY.answers("DS_16"))
    binta.completes()
    expect(binta.page.locator("#notices")).to_contain_text("Le dossier est clos : Alternative au Mali.")
    kadi.opens(ref, "reponses")
    expect(kadi.sentence()).to_contain_text("Dossier clos : Alternative au Mali.")
    expect(kadi.page.locator("main")).to_contain_text("On m’a bien reçue")
    expect(kadi.finds("dembele sekou")).to_contain_text(["Clos"])
