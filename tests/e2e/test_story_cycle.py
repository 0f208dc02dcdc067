"""Stories 1 (from the pool to the follow-up), 6, 8, 11 and 14 of domain.md §8.7 at their decisive moments, in the
browser.

The steps between are the same stories' own, taken without a browser at the same server.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from migraflow.documents.sheets import to_csv
from migraflow.store.database import run
from tests.bench.campaign import GIVEN, SURNAMES
from tests.counter import Counter
from tests.e2e.agent import Agent
from tests.e2e.carrying import Carrier, steps_of
from tests.e2e.conftest import Staff
from tests.e2e.server import Server

HANDS = {
    "awa": """accueil charge_dossier accueil_retour service_cooperation service_migration direction_travail
    direction_generale comite_reinsertion directeur_regional protection consulat ministere""".split(),
    "moussa": ["service_cooperation"],
    "binta": ["conseillers_regionaux"],
}
"""The roles these hold besides their own, so that few people carry whole stories."""


FLIGHT = {"lieu_arrivee": "bamako_senou", "mode_retour": "volontaire_assiste",
          "organisme_retour": "oim", "canal_retour": "liste_oim", "pays_provenance": "LBY"}  # fmt: skip
"""What is the same for everybody on one flight."""


@pytest.fixture(scope="module", autouse=True)
def hands(counter: Counter) -> None:
    """Few people who may do all that is not done in a browser."""
    for first, roles in HANDS.items():
        for role in roles:
            counter.promote(first, role)


def carrier(server: Server, counter: Counter, procedure: str, beginning: str) -> Carrier:
    """What carries a story of a procedure."""
    return Carrier(server, counter, ("awa", "binta", "moussa"), *steps_of(procedure, beginning))


def clicks_to(agent: Agent, ref: str, step: str, answers: dict[str, object]) -> None:
    """Another day: somebody signs in again and does a task in the browser."""
    agent.returns()
    agent.does(ref, step, {name: typed(value) for name, value in answers.items()})


def typed(value: object) -> object:
    """An answer as it is typed: of an amount, the number."""
    return value["montant"] if isinstance(value, dict) and "montant" in value else value


def test_proposed_selected_gone_and_followed_up(server: Server, counter: Counter, staff: Staff) -> None:
    awa, seydou = staff("awa"), staff("seydou")
    story = carrier(server, counter, "demande_services", "21_")
    ref = counter.open("awa", "demande_services").case_ref
    accepted = story.until(ref, "DS_12")
    clicks_to(awa, ref, "DS_12", accepted)
    confirmed = story.until(ref, "DD_10")
    clicks_to(seydou, ref, "DD_10", confirmed)
    server.settle()
    story.rest(ref)
    awa.returns()
    awa.opens(ref)
    expect(awa.sentence()).to_contain_text("Dossier clos : Placé·e.")
    [followed] = cases_of(server, "suivi_placement")
    server.advance(days=31)
    first_month = carrier(server, counter, "suivi_placement", "01_").at("SP_01")
    clicks_to(awa, followed, "SP_01", first_month)
    awa.opens(followed)
    expect(awa.page.locator("main .timeline")).to_contain_text("Awa Diallo")
    assert counter.known(followed)["pays_placement"] == "ESP"


def test_a_suspended_offer_stands_still_goes_on_and_is_cancelled(
    server: Server, counter: Counter, staff: Staff
) -> None:
    moussa = staff("moussa")
    story = carrier(server, counter, "offre_internationale", "03_")
    ref = counter.open("awa", "offre_internationale").case_ref
    story.until(ref, "OI_08")
    moussa.opens(ref)
    moussa.page.get_by_role("link", name="Suspendre", exact=True).click()
    moussa.page.locator("#reason").fill("Réserves du consulat sur les maisons visitées.")
    moussa.page.locator("#basis").fill("Lettre 0311 du ministère")
    moussa.page.get_by_role("button", name="Suspendre maintenant").click()
    decided = moussa.page.locator(".told-list li", has_text=ref)
    expect(decided).to_contain_text("En vigueur")
    moussa.opens(ref)
    expect(moussa.page.locator("#suspended")).to_contain_text("Réserves du consulat")
    moussa.page.goto("/suspensions")
    decided.get_by_text("Mettre fin").click()
    decided.locator("textarea").fill("Garanties reçues.")
    decided.get_by_role("button", name="Confirmer la fin").click()
    expect(decided).to_contain_text("Levée")
    moussa.signals(ref, "annulation_autorite", {})
    server.settle()
    clicks_to(moussa, ref, "OI_A", story.at("OI_A"))
    moussa.opens(ref)
    expect(moussa.sentence()).to_contain_text("Dossier clos : Annulée par l’autorité.")


def test_45_posts_119_candidates_30_selected(server: Server, counter: Counter, staff: Staff) -> None:
    moussa = staff("moussa")
    story = carrier(server, counter, "offre_internationale", "02_")
    ref = counter.open("awa", "offre_internationale").case_ref
    closing = story.until(ref, "OI_17")
    clicks_to(moussa, ref, "OI_17", closing)
    moussa.opens(ref)
    expect(moussa.sentence()).to_contain_text("Dossier clos : Partiellement pourvue.")
    moussa.opens(ref, "reponses")
    expect(moussa.page.locator("main")).to_contain_text(re.compile("30"))


def test_a_return_from_038_to_061_is_a_lasting_reintegration(server: Server, counter: Counter, staff: Staff) -> None:
    awa = staff("awa")
    story = carrier(server, counter, "reinsertion_retour", "01_")
    ref = counter.open("awa", "reinsertion_retour").case_ref
    after_a_year = story.until(ref, "RM_13")
    clicks_to(awa, ref, "RM_13", after_a_year)
    server.settle()
    closing = story.until(ref, "RM_14")
    awa.takes(ref, "RM_14")
    shown = awa.page.get_by_label("Score global")
    expect(shown.first).to_have_value("0.38")
    expect(shown.last).to_have_value("0.61")
    awa.fills("RM_14", closing)
    awa.completes()
    story.rest(ref)
    awa.opens(ref)
    expect(awa.sentence()).to_contain_text("Dossier clos : Réinsertion durable.")


def test_a_flight_from_libya_with_four_minors(server: Server, counter: Counter, staff: Staff) -> None:
    awa = staff("awa")
    awa.page.goto("/campagnes")
    awa.page.locator("#model").select_option("retour_collectif")
    awa.page.locator("#title").fill("Vol de Tripoli")
    yesterday = server.agency.clock().date() - timedelta(days=1)
    awa.page.locator("#date_arrivee").fill(yesterday.isoformat())
    for name, value in FLIGHT.items():
        awa.page.locator(f"#{name}").select_option(value)
    awa.page.get_by_role("button", name="Ouvrir la campagne").click()
    awa.page.locator("#file").set_input_files(
        {"name": "vol.csv", "mimeType": "text/csv", "buffer": manifest(12, yesterday.year)}
    )
    awa.page.get_by_role("button", name="Lire la liste").click()
    server.settle()
    awa.page.get_by_role("button", name="Importer 12 personnes").click()
    awa.page.wait_for_url(re.compile(r"/campagnes/CP-"))
    server.settle()
    flight = sorted(cases_of(server, "reinsertion_retour"))[-12:]
    story = carrier(server, counter, "reinsertion_retour", "01_")
    awa.page.reload()
    expect(awa.page.locator("main")).to_contain_text("Évaluer la vulnérabilité")
    for place, ref in enumerate(flight):
        minor = place < 4
        said = {"mineur": minor, "non_accompagne": minor, "indices_traite": []}
        story.take(ref, {"tache": "RM_03", "reponses": said})
    server.settle()
    awa.page.reload()
    expect(awa.page.locator("main")).to_contain_text("Donner l’assistance immédiate")
    told = [counter.known(ref) for ref in flight]
    assert [one["vulnerabilite"] for one in told[:4]] == ["rouge"] * 4, "four minors, four referrals"
    assert all(one["enregistre_72h"] is True for one in told), "everybody within seventy-two hours"
    assert [open_steps(server, ref) for ref in flight] == [["RP_01"]] * 4 + [["RM_04"]] * 8


def open_steps(server: Server, ref: str) -> list[str]:
    """What is to be done in a case."""
    sql = "SELECT t.element FROM tasks t JOIN cases c ON c.id = t.case_id WHERE c.ref = ? AND t.state = 'open'"
    with server.agency.database.session() as session:
        return [row[0] for row in run(session, sql, (ref,))]


def manifest(people: int, year: int) -> bytes:
    """The list of a flight, four of them alone and under age."""
    titles = ("Nom", "Prénoms", "Sexe", "Né(e) le", "Région d’installation", "Mineur seul", "Départ du Mali",
              "Laissez-passer", "Lieu de naissance", "Région", "Tel", "Niveau", "Structure", "Accord")  # fmt: skip
    alone = ["oui" if n < 4 else "non" for n in range(people)]
    rows = [(SURNAMES[n], GIVEN[n], "M", f"{n + 1:02}/05/{year - (14 if n < 4 else 40)}", "Kayes", alone[n],
             f"01/02/{year - 2}", f"LP{n:05}", f"Village {n}", "Kayes", f"76{n:06}", "fondamental_1", "dr_kayes", "oui")
            for n in range(people)]  # fmt: skip
    return to_csv(titles, rows)


def cases_of(server: Server, procedure: str) -> list[str]:
    """The numbers of the cases of a procedure."""
    with server.agency.database.session() as session:
        return [row[0] for row in run(session, "SELECT ref FROM cases WHERE procedure = ?", (procedure,))]
