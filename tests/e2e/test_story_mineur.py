"""Story 2 of domain.md §8.7: seventeen years old, referred to protection; everybody else reads « dossier référé »."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.agent import Agent, Script
from tests.e2e.conftest import Staff
from tests.e2e.server import Server

STORY = Script.of("02_")


def test_a_minor_is_referred_and_only_protection_sees_inside(server: Server, staff: Staff) -> None:
    fanta, awa, aminata = staff("fanta"), staff("awa"), staff("aminata")
    ref = fanta.opens_a_case()
    fanta.fills("DS_01", STORY.answers("DS_01"))
    fanta.completes()
    server.settle()
    secret = protection_writes_the_referral(aminata, ref)
    for other in (fanta, awa):
        only_the_referral_is_told(other, ref, secret)
    awa_never_meets_him(awa, ref)
    aminata.signals(ref, "accuse_prise_en_charge", STORY.answers("accuse_prise_en_charge"))
    aminata.does(ref, "RP_04", STORY.answers("RP_04"))
    server.advance(days=32)
    for agent in (fanta, aminata):
        agent.returns()
    aminata.does(ref, "RP_05", STORY.answers("RP_05"))
    it_ends_referred(fanta, ref)


def protection_writes_the_referral(aminata: Agent, ref: str) -> str:
    """Aminata, of no office, finds it in her service; the child's identity is filled in. Answers the address."""
    aminata.takes(ref, "RP_01")
    expect(aminata.page.locator('[name="identite.nom"]')).to_have_value("Sacko")
    expect(aminata.page.get_by_role("radio", name="Rouge : agir dans les 24 heures")).to_be_checked()
    address = aminata.page.url
    aminata.fills("RP_01", STORY.answers("RP_01"))
    aminata.completes()
    aminata.opens(ref, "reponses")
    expect(aminata.page.locator("main")).to_contain_text("dort à la gare", use_inner_text=False)
    return address


def only_the_referral_is_told(agent: Agent, ref: str, secret: str) -> None:
    """Neither the page of the case, nor the lists, nor the address of the task tell more."""
    agent.opens(ref)
    expect(agent.page.locator("main .notice")).to_contain_text("Dossier référé")
    for part in ("parcours", "reponses", "pieces", "personne"):
        agent.opens(ref, part)
        told = agent.page.locator("main").inner_text() + agent.page.locator("main").inner_html()
        assert "gare" not in told and "Intérêt supérieur" not in told and "référencement" not in told.lower()
    expect(agent.finds(ref)).to_contain_text(["Dossier référé"])
    agent.page.goto(secret)
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("Cette page n’existe pas, ou n’est pas pour vous")


def awa_never_meets_him(awa: Agent, ref: str) -> None:
    """No interview, no appointment: nothing of the case comes to the counsellors."""
    for basket in ("a-moi", "mon-service", "en-retard"):
        awa.page.goto(f"/taches?liste={basket}&q={ref}")
        expect(awa.page.get_by_role("heading", name=f"Rien ne correspond à « {ref} »")).to_be_visible()


def it_ends_referred(fanta: Agent, ref: str) -> None:
    """The front desk reads the outcome, not the reasons."""
    fanta.opens(ref)
    expect(fanta.sentence()).to_contain_text("Dossier clos : Référé à la protection.")
    expect(fanta.page.locator("main")).not_to_contain_text("tante")
