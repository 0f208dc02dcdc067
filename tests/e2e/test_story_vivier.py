"""Story 1 of domain.md §8.7: a nursing aide of Kayes, France not possible, ready for a season in Spain: up to the pool.

The front desk, a counsellor and the head of the department carry it, each in their own browser.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.agent import Agent, Script
from tests.e2e.conftest import Staff
from tests.e2e.server import Server

STORY = Script.of("01_")


def test_a_nursing_aide_of_kayes_goes_from_the_counter_to_the_pool(server: Server, staff: Staff) -> None:
    fanta, awa, moussa = staff("fanta"), staff("awa"), staff("moussa")
    ref = the_request_is_registered(fanta, server)
    the_counsellor_sees_the_case_and_has_nothing_to_do_yet(awa, ref)
    fanta.does(ref, "DS_04", STORY.answers("DS_04"))
    server.advance(days=9)
    for agent in (fanta, awa, moussa):
        agent.returns()
    fanta.does(ref, "DS_04p", STORY.answers("DS_04p"))
    the_counsellor_leads_the_interview(awa, ref)
    the_counsellor_agrees_a_plan_that_costs(awa, ref)
    the_head_validates_it(moussa, ref)
    fanta.does(ref, "DS_09c", STORY.answers("DS_09c"))
    server.settle()
    the_case_waits_in_the_pool(awa, ref)
    everybody_finds_her_by_name_and_phone(fanta, moussa, ref)


def the_request_is_registered(fanta: Agent, server: Server) -> str:
    """Fanta opens the case and writes down the request; what follows comes to her list."""
    ref = fanta.opens_a_case()
    assert ref.startswith("DS-2026-KAY-")
    fanta.fills("DS_01", STORY.answers("DS_01"))
    fanta.completes()
    server.settle()
    fanta.opens(ref)
    expect(fanta.page.get_by_role("heading", level=1)).to_contain_text("Fatoumata")
    state = re.compile(r"^Fixer le rendez-vous d’entretien\s: à prendre, depuis 9\sh\s\d\d\. Ouvert aujourd’hui\.$")
    expect(fanta.sentence()).to_have_text(state)
    return ref


def the_counsellor_sees_the_case_and_has_nothing_to_do_yet(awa: Agent, ref: str) -> None:
    """Awa works in the same office: she reads the case, and no task of it is hers."""
    awa.opens(ref, "reponses")
    expect(awa.page.locator("main")).to_contain_text("Enregistrer la demande")
    awa.page.get_by_text("Enregistrer la demande").click()
    expect(awa.page.locator("main dl").filter(has_text="Espagne")).to_be_visible()
    awa.page.goto(f"/taches?liste=mon-service&q={ref}")
    expect(awa.page.get_by_role("heading", name=f"Rien ne correspond à « {ref} »")).to_be_visible()


def the_counsellor_leads_the_interview(awa: Agent, ref: str) -> None:
    """France stands in the form, said at the counter; Awa leaves Spain alone. The next task opens at once."""
    awa.takes(ref, "DS_05")
    expect(awa.page.locator(".chosen label")).to_have_text(["France", "Espagne"])
    awa.fills("DS_05", STORY.answers("DS_05"))
    awa.completes()
    expect(awa.page.locator("#notices")).to_contain_text("Tâche terminée. Voici la suivante du même dossier.")
    awa.takes_this("DS_06")
    awa.fills("DS_06", STORY.answers("DS_06"))
    awa.completes()


def the_counsellor_agrees_a_plan_that_costs(awa: Agent, ref: str) -> None:
    """The rule proposes path A; the passport costs 55 000 F, so that the head has to agree."""
    awa.takes_this("DS_08")
    expect(awa.page.get_by_role("radio", name="A · Prêt·e à partir")).to_be_checked()
    plan = STORY.answers("DS_08")
    [action] = plan["actions"]
    awa.fills("DS_08", plan | {"actions": [action | {"cout": "55000", "financeur": "etat"}]})
    expect(awa.page.locator(".given", has_text="Coût total du plan")).to_contain_text(re.compile(r"55\s000"))
    awa.completes()
    expect(awa.sentence()).to_contain_text("Valider le plan d’action : à prendre")


def the_head_validates_it(moussa: Agent, ref: str) -> None:
    """Moussa finds the plan in his service, with its cost and the counsellor's opinion."""
    moussa.takes(ref, "DS_08v")
    expect(moussa.page.locator(".given", has_text="Coût total")).to_contain_text(re.compile(r"55\s000"))
    expect(moussa.page.locator(".given", has_text="Avis de l’entretien")).to_contain_text("Favorable")
    moussa.fills("DS_08v", {"plan_valide": "oui"})
    moussa.completes()


def the_case_waits_in_the_pool(awa: Agent, ref: str) -> None:
    """The page of the case says so in a sentence, on the drawing, and in the story of what happened."""
    awa.opens(ref)
    expect(awa.sentence()).to_contain_text("En attente : Départ ou emploi déclaré")
    done = awa.page.get_by_role("main").locator(".timeline")
    for step in (
        "Enregistrer la demande",
        "Noter la présence",
        "Mener l’entretien",
        "Valider le plan",
        "Inscrire au vivier",
    ):
        expect(done).to_contain_text(step)
    expect(awa.page.get_by_role("main").locator(".drawing svg").first).to_be_visible()
    expect(awa.way("depart_declare")).to_be_visible()
    expect(awa.way("actualisation")).to_be_visible()


def everybody_finds_her_by_name_and_phone(fanta: Agent, moussa: Agent, ref: str) -> None:
    """Without accents, by telephone; her register record leads back to the case."""
    expect(fanta.finds("diarra fatoumata")).to_contain_text([ref])
    expect(moussa.finds("76123456")).to_contain_text([ref])
    moussa.opens(ref, "personne")
    moussa.page.get_by_role("link", name="Toute sa ligne de vie").click()
    expect(moussa.page.get_by_role("main")).to_contain_text(ref)
    expect(fanta.row(ref, "DS_09c", "terminees")).to_be_visible()
