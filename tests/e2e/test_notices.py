"""A deadline passes: who is told reads it. A wrong phone number is put right once, for every case."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from migraflow.services import people
from tests.counter import Counter
from tests.e2e.agent import Agent, name_of
from tests.e2e.axe import PHONE, faults
from tests.e2e.conftest import Register, Staff
from tests.e2e.server import Server

STILL = {"reduced_motion": "reduce"}
STEP = "DS_04"


def bell(page: Page, told: str) -> Locator:
    """The bell of the frame, when it says this."""
    return page.get_by_role("banner").get_by_role("link", name=f"Avis, {told}", exact=True)


def notices(agent: Agent) -> Locator:
    """What stands on *Mes avis*, reached by the bell."""
    agent.page.get_by_role("banner").get_by_role("link", name="Avis, ").click()
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("Mes avis")
    return agent.page.locator("main ul > li")


def test_a_deadline_passes_and_holder_and_supervisor_are_told(server: Server, staff: Staff, register: Register) -> None:
    ref, fanta, oumar = register(), staff("fanta", **STILL), staff("oumar", viewport=PHONE, **STILL)
    expect(bell(oumar.page, "tout est lu")).to_be_visible()
    fanta.takes(ref, STEP)
    server.advance(days=3)
    fanta.returns()
    the_holder_opens_what_she_is_told(fanta, ref)
    oumar.returns()
    the_supervisor_reads_all_on_a_phone(oumar, ref)


def the_holder_opens_what_she_is_told(fanta: Agent, ref: str) -> None:
    """She is led to her task; by that the notice is read."""
    expect(bell(fanta.page, "1 non lu")).to_be_visible()
    [notice] = notices(fanta).all()
    for words in ("Non lu", "Pour vous", "à l’instant", f"Dossier {ref}", "arrive au terme de son délai"):
        expect(notice).to_contain_text(words)
    assert not faults(fanta.page)
    notice.get_by_role("link", name=f"Échéance proche : {name_of(STEP)}").click()
    expect(fanta.page.get_by_role("heading", level=1)).to_have_text(name_of(STEP))
    expect(bell(fanta.page, "tout est lu")).to_be_visible()
    expect(notices(fanta)).not_to_contain_text(["Non lu"])


def the_supervisor_reads_all_on_a_phone(oumar: Agent, ref: str) -> None:
    """He opens the case from the notice of his service, comes back, and is done with the rest at once."""
    expect(bell(oumar.page, "1 non lu")).to_be_visible()
    notice = notices(oumar).first
    expect(notice).to_contain_text("Non lu")
    expect(notice).to_contain_text("Pour votre service")
    expect(notice).to_contain_text("a dépassé son délai")
    oumar.button("Tout marquer comme lu").click()
    expect(bell(oumar.page, "tout est lu")).to_be_visible()
    expect(oumar.sentence()).to_have_text("Vous avez tout lu.")
    expect(oumar.button("Tout marquer comme lu")).to_have_count(0)
    notice.get_by_role("link", name=f"Dossier {ref}").click()
    expect(oumar.page.get_by_role("heading", level=1)).to_contain_text(ref)


def test_who_was_told_nothing_reads_so(staff: Staff) -> None:
    mariam = staff("mariam", **STILL)
    notices(mariam)
    expect(mariam.page.get_by_role("heading", name="Aucun avis pour vous")).to_be_visible()
    assert not faults(mariam.page)


def begins(agent: Agent, counter: Counter, ref: str) -> str:
    """Somebody opens the correction of the person of a case, from the register; the address of the sheet."""
    person = counter.case("awa", ref).person
    assert person is not None
    agent.page.goto("/personnes")
    agent.page.get_by_role("main").get_by_role("link", name=person.name).click()
    expect(agent.page.get_by_role("heading", level=1)).to_have_text(person.name)
    sheet = agent.page.url
    agent.page.get_by_role("link", name="Corriger", exact=True).click()
    expect(agent.button("Enregistrer")).to_be_visible()
    return sheet


def test_a_phone_number_is_put_right_on_the_sheet(staff: Staff, register: Register, counter: Counter) -> None:
    ref, fanta = register(), staff("fanta", **STILL)
    sheet = begins(fanta, counter, ref)
    assert not faults(fanta.page)
    fanta.page.get_by_label("Quartier ou village").fill("Lafiabougou")
    fanta.page.get_by_label("Téléphone", exact=True).fill("12")
    fanta.button("Enregistrer").click()
    expect(fanta.page.locator("#errors")).to_contain_text("Une réponse est à corriger")
    expect(fanta.page.locator(".field.wrong .error")).to_be_visible()
    expect(fanta.page.get_by_label("Quartier ou village")).to_have_value("Lafiabougou")
    fanta.page.get_by_label("Téléphone", exact=True).fill("66 00 11 22")
    fanta.button("Enregistrer").click()
    expect(fanta.page).to_have_url(sheet)
    for words in ("+223 66 00 11 22", "Lafiabougou"):
        expect(fanta.page.locator("main dl").first).to_contain_text(words)
    assert not faults(fanta.page)
    fanta.opens(ref)
    expect(fanta.page.locator(".timeline")).to_contain_text("Fiche de la personne corrigée")


def test_two_who_correct_the_same_person_lose_nothing(staff: Staff, register: Register, counter: Counter) -> None:
    ref, fanta, nana = register(), staff("fanta", **STILL), staff("nana", **STILL)
    sheet = begins(fanta, counter, ref)
    begins(nana, counter, ref)
    fanta.page.get_by_label("Téléphone", exact=True).fill("66 00 11 22")
    fanta.button("Enregistrer").click()
    expect(fanta.page).to_have_url(sheet)
    nana.page.get_by_label("Quartier ou village").fill("Liberté")
    nana.button("Enregistrer").click()
    expect(nana.page.locator("#notices")).to_contain_text("Quelqu’un d’autre a corrigé cette fiche")
    expect(nana.page.get_by_label("Téléphone", exact=True)).to_have_value("+22366001122")
    expect(nana.page.get_by_label("Quartier ou village")).to_have_value("Liberté")
    nana.button("Enregistrer").click()
    expect(nana.page).to_have_url(sheet)
    person = counter.case("awa", ref).person
    assert person is not None
    shown = dict(counter.wish("awa", people.sheet, ref=person.ref).blocks["Identité"])
    assert (shown["Téléphone"], shown["Quartier ou village"]) == ("+223 66 00 11 22", "Liberté")


def test_who_may_not_correct_is_not_offered_to(staff: Staff, register: Register, counter: Counter) -> None:
    person = counter.case("awa", register()).person
    assert person is not None
    moussa = staff("moussa", **STILL)
    moussa.page.goto(f"/personnes/{person.ref}?corriger=identite")
    expect(moussa.page.get_by_role("heading", level=1)).to_have_text(person.name)
    expect(moussa.page.get_by_role("link", name="Corriger", exact=True)).to_have_count(0)
    expect(moussa.button("Enregistrer")).to_have_count(0)
