"""The pages around the daily work keep the same promises: sign-in, procedures, studio, figures, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from migraflow.store import people
from migraflow.ui import routes
from tests.e2e.agent import enter
from tests.e2e.axe import faults, faults_at
from tests.e2e.conftest import PATIENCE, Desk
from tests.e2e.lasting import Windows
from tests.e2e.server import Server

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
BEGINNINGS = {
    routes.STUDIOS, routes.TRIALS, routes.REPLAYS, routes.COMPARISONS, routes.PUBLISHINGS, routes.MOVINGS,
    routes.NEW_ROW, routes.LOST,
}  # fmt: skip
"""Beginnings and ends of addresses, and the page of what is not there: no pages one goes to."""
STILL = {"reduced_motion": "reduce"}
PAGES = (
    ("", "/connexion", "form"),
    ("", "/connexion#erreur", "#erreur"),
    ("salif", "/", "main h1"),
    ("awa", "/procedures", "main .card"),
    ("awa", "/procedures/demande_services", ".djs-shape"),
    ("salif", "/studio/demande_services", ".djs-shape"),
    ("salif", "/studio/demande_services/plan", ".studio-plan button"),
    ("salif", "/studio/demande_services/formulaires", ".design-forms a"),
    ("salif", "/studio/demande_services/formulaires/enregistrer", ".design-trial form.answers"),
    ("salif", "/studio/demande_services/blocs/piece", ".design-touched li"),
    ("salif", "/studio/demande_services/regles", "main tbody tr"),
    ("salif", "/studio/demande_services/regles/d1_recevabilite", ".rule-grid textarea"),
    ("salif", "/procedures/importer", "#import-file"),
    ("salif", "/procedures/importer/inconnu", "main .empty"),
    ("salif", "/comparaisons/demande_services", ".compared svg"),
    ("salif", "/essais/demande_services", "main .tabs"),
    ("salif", "/rejeux/demande_services", "main .tabs"),
    ("salif", "/publications/demande_services", "main .tabs"),
    ("salif", "/deplacements/demande_services", "main form"),
    ("awa", "/manuel", "main .glossary"),
    ("awa", "/manuel/verification_employeur", "main .manual-steps"),
    ("salif", "/listes-de-reference", "main tbody tr"),
    ("salif", "/listes-de-reference/delais", ".rule-grid textarea"),
    ("salif", "/modeles-avis", "main tbody tr"),
    ("salif", "/modeles-avis/relance_pieces", "main form"),
    ("ibrahim", "/roles", "main details.card"),
    ("salif", "/lettres", "main tbody tr"),
    ("salif", "/lettres/L1", "main img"),
    ("", "/verifier", "#code"),
    ("", "/verifier/0000-0000-0000", "main .notice"),
    ("moussa", "/registres", "main .books"),
    ("mariam", "/registres", "main .books"),
    ("moussa", "/registres/partenaires", "main tbody tr"),
    ("moussa", "/registres/fiches_pays/ESP", "main dl"),
    ("moussa", "/registres/fiches_pays/ESP?modifier=oui", "main form.answers"),
    ("moussa", "/registres/agences/nouvelle", "main form.answers"),
    ("moussa", "/imports/inconnu", "main .empty"),
    ("mariam", "/tableaux", "section.panel"),
    ("mariam", "/tableaux/demandes?region=kayes&par=sexe", "section.panel"),
    ("mariam", "/tableaux/ponam", "section.axis"),
    ("mariam", "/tableaux/attente?procedure=demande_services", "main form"),
    ("mariam", "/indicateurs", ".catalogue .card"),
    ("mariam", "/indicateurs?q=kangourou", "main .empty"),
    ("mariam", "/indicateurs/QS03", "main form"),
    ("moussa", "/envois-programmes", "main .empty"),
    ("", "/verifier/fichier", "#file"),
    ("seydou", "/campagnes", "main h1"),
    ("mariam", "/campagnes", "main h1"),
    ("seydou", "/campagnes/CP-2026-000009", "main .empty"),
    ("seydou", "/candidatures/CP-2026-000009", "main .empty"),
    ("seydou", "/listes/CP-2026-000009", "main .empty"),
    ("seydou", "/criteres/OI-2026-000009", "main .empty"),
    ("mariam", "/suspensions", "main form"),
    ("awa", "/doublons", "main h1"),
    ("awa", "/doublons/999", "main .empty"),
    ("mariam", "/compte", "#again"),
    ("awa", "/avis", "main h1"),
    ("awa", "/compte", "main form"),
    ("ibrahim", "/comptes", "main tbody tr"),
    ("ibrahim", "/comptes/nouveau", "#roles input"),
    ("ibrahim", "/comptes/1", "main h1"),
    ("ibrahim", "/envois", "main .empty"),
    ("ibrahim", "/messages", "main h1"),
    ("ibrahim", "/acces", "main h1"),
    ("awa", "/nulle-part", "main .empty"),
    ("awa", "/dossiers/DS-2026-KAY-999999", "main .empty"),
    ("awa", "/tableaux", "main .empty"),
    ("mariam", "/taches", "main .empty"),
)


@pytest.fixture(scope="module")
def window_of(windows: Windows, server: Server) -> Iterator[Callable[[str], Page]]:
    """``window_of("awa")`` is Awa's window, the same for all pages she looks at."""
    opened: dict[str, Page] = {}

    def look(first: str) -> Page:
        if first not in opened:
            opened[first] = windows.lend(server.url, locale="fr-FR", **STILL)
            opened[first].set_default_timeout(PATIENCE)
            if first:
                enter(opened[first], server, first)
        return opened[first]

    yield look
    for page in opened.values():
        windows.take_back(page.context, server.url, locale="fr-FR", **STILL)


@pytest.mark.parametrize(("first", "address", "sight"), PAGES, ids=[f"{who or 'nobody'} {at}" for who, at, _ in PAGES])
def test_a_page_is_open_to_everybody_who_may_see_it(
    window_of: Callable[[str], Page], first: str, address: str, sight: str
) -> None:
    assert not faults_at(window_of(first), address, sight)


def test_every_page_is_looked_at_here_or_with_the_daily_work() -> None:
    addresses = {address for name, address in vars(routes).items() if name.isupper() and isinstance(address, str)}
    looked_at = {re.sub(r"[?#].*", "", address) for _, address, _ in PAGES} | DAILY
    unseen = {
        address
        for address in addresses - BEGINNINGS
        if not any(re.fullmatch(re.sub(r"\\\[\w+\\\]", "[^/]+", re.escape(address)), seen) for seen in looked_at)
    }
    assert unseen == set()


def test_a_page_of_figures_is_sent_every_month_until_somebody_stops_it(desk: Desk) -> None:
    page = desk("mariam", **STILL)
    page.goto("/envois-programmes?page=demandes&region=kayes")
    expect(page.locator("main form")).to_contain_text("Région : Kayes")
    page.get_by_label("Adresse de courriel").fill("dne@emploi.ml")
    page.get_by_role("button", name=re.compile("Programmer")).click()
    expect(page.locator("main tbody tr")).to_contain_text("dne@emploi.ml")
    assert not faults(page)
    page.get_by_role("button", name=re.compile("Arrêter")).click()
    expect(page.locator("main .empty")).to_be_visible()


def test_two_records_of_one_woman_are_compared_merged_and_parted_again(desk: Desk, server: Server) -> None:
    identity = {"nom": "Coulibaly", "prenoms": "Mohamed Lamine", "sexe": "M", "date_naissance": date(1994, 5, 2),
                "lieu_naissance": "Yélimané", "telephone": "+22376450011", "pere": "Issa Coulibaly"}  # fmt: skip
    again = {**identity, "nom": "Kulubali", "prenoms": "Mamadou", "date_naissance": None, "ne_vers": True,
             "annee_naissance": 1994, "quartier": "Liberté", "telephone": "+22366450011"}  # fmt: skip
    with server.agency.working() as work:
        met = people.Met("dr_kayes", "kayes", work.now)
        refs = [people.add(work.store, {"identite": one}, met, work.new_ref()).ref for one in (identity, again)]
    server.settle()
    page = desk("awa", **STILL)
    page.goto("/personnes")
    page.get_by_role("link", name="Doublons à examiner").click()
    page.get_by_role("link", name=re.compile(refs[0])).click()
    expect(page.locator("ul.terms")).to_contain_text("Même nom, avec un prénom de plus ou de moins")
    expect(page.locator("table.compare tr.differs").first).to_contain_text("Kulubali")
    assert not faults(page)
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.locator("#reason-error")).to_contain_text("une personne ou deux")
    page.locator("tr.differs", has_text="Téléphone").get_by_role("radio").nth(1).check()
    page.get_by_label("Une seule personne").check()
    page.locator("#reason").fill("Même photo, même père.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mohamed Lamine Coulibaly")
    expect(page.locator("main")).to_contain_text("66 45 00 11")
    assert not faults(page)
    page.get_by_role("button", name=re.compile("Défaire")).click()
    expect(page.locator("main")).to_contain_text("76 45 00 11")
    page.goto(f"/personnes/{refs[1]}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mamadou Kulubali")
