"""Story 3 of domain.md §8.7: no identity paper, two reminders, closed on day 45. Nobody touches it: time does."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.agent import Agent, Script
from tests.e2e.conftest import Staff
from tests.e2e.server import Server

STORY = Script.of("03_")


def test_an_incomplete_file_is_reminded_twice_and_closed_on_day_45(server: Server, staff: Staff) -> None:
    fanta, nana, moussa = staff("fanta"), staff("nana"), staff("moussa")
    ref = fanta.opens_a_case()
    fanta.fills("DS_01", STORY.answers("DS_01") | {"structure_accueil": "dr_kayes"})
    fanta.completes()
    server.settle()
    nana.does(ref, "DS_03c", STORY.answers("DS_03c"))
    the_case_waits_for_the_papers(nana, moussa, ref)
    for days, reminders in ((15.4, 1), (15, 2), (14, 2)):
        server.advance(days=days)
        moussa.returns()
        moussa.opens(ref)
        expect(moussa.sentence()).to_contain_text("En attente")
        expect(moussa.page.locator(".timeline li", has_text="Rappeler les pièces")).to_have_count(reminders)
    server.advance(days=1)
    closed_without_anybody(fanta, moussa, ref)


def the_case_waits_for_the_papers(nana: Agent, moussa: Agent, ref: str) -> None:
    """The front desk may say that the papers came; the head of the department may only read."""
    nana.opens(ref)
    expect(nana.way("pieces_recues")).to_be_visible()
    moussa.opens(ref)
    expect(moussa.sentence()).to_contain_text("En attente")
    expect(moussa.way("pieces_recues")).to_have_count(0)


def closed_without_anybody(fanta: Agent, moussa: Agent, ref: str) -> None:
    """The outcome in a sentence, the story in lines, nothing left to press, and the list says « clos »."""
    for agent in (fanta, moussa):
        agent.returns()
        agent.opens(ref)
        expect(agent.sentence()).to_contain_text("Dossier clos : Classé sans suite.")
        expect(agent.page.locator("main")).to_contain_text("Il n’attend rien : il est clos.")
        expect(agent.way("pieces_recues")).to_have_count(0)
    expect(fanta.finds("coulibaly")).to_contain_text(["Clos"])
    fanta.page.goto(f"/taches?liste=mon-service&q={ref}")
    expect(fanta.page.get_by_role("heading", name=f"Rien ne correspond à « {ref} »")).to_be_visible()
