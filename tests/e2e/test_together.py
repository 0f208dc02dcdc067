"""Two people, one task; colleagues of another region; people who do their own step and see nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from migraflow.services import tasks
from tests.counter import Counter
from tests.e2e.agent import COMPLETE, Agent, Script, name_of
from tests.e2e.conftest import Register, Staff

STORY = Script.of("01_")
ABSENT = "Cette page n’existe pas, ou n’est pas pour vous"


@pytest.fixture
def registered(register: Register) -> str:
    """A case of Kayes: its appointment is to be fixed, and nobody has taken the task."""
    return register()


def at_the_task(agent: Agent, ref: str) -> Agent:
    """The agent has the page of the appointment open, whoever it belongs to."""
    agent.row(ref, "DS_04").get_by_role("link", name=name_of("DS_04")).click()
    expect(agent.page.get_by_role("heading", level=1)).to_have_text(name_of("DS_04"))
    return agent


def test_of_two_who_take_a_task_one_gets_it_and_the_other_is_told_who(staff: Staff, registered: str) -> None:
    fanta, nana = (at_the_task(staff(first), registered) for first in ("fanta", "nana"))
    for agent in (fanta, nana):
        expect(agent.button("Prendre la tâche")).to_be_visible()
    fanta.button("Prendre la tâche").click()
    expect(fanta.button(COMPLETE)).to_be_visible()
    nana.button("Prendre la tâche").click()
    told_that_somebody_was_first(nana.page, "Fanta Coulibaly")
    expect(nana.page.get_by_text("La tâche est chez Fanta Coulibaly.")).to_be_visible()
    expect(nana.button("Prendre la tâche")).to_have_count(0)


def test_of_two_who_complete_a_task_exactly_one_succeeds(staff: Staff, registered: str, counter: Counter) -> None:
    fanta, nana = (at_the_task(staff(first), registered) for first in ("fanta", "nana"))
    fanta.takes_this("DS_04")
    fanta.fills("DS_04", STORY.answers("DS_04"))
    expect(fanta.page.locator("html")).to_have_attribute("data-draft", "saved")
    token = fanta.page.url.rpartition("/")[2]
    counter.wish("fanta", tasks.hand_over, token=token, account_id=counter.cast.id("nana"))
    nana.page.reload()
    expect(nana.page.get_by_label("Lieu")).to_have_value("Bureau 3")
    nana.completes()
    fanta.completes()
    told_that_somebody_was_first(fanta.page, "Nana Diop")
    expect(fanta.sentence()).not_to_contain_text("Fixer le rendez-vous")
    done = [entry for entry in counter.case("fanta", registered).answers if entry.step == name_of("DS_04")]
    assert [entry.who for entry in done] == ["Nana Diop"]


def test_the_same_person_at_two_machines_completes_once(staff: Staff, registered: str, counter: Counter) -> None:
    here, there = (at_the_task(staff("fanta"), registered) for _ in range(2))
    here.takes_this("DS_04")
    here.fills("DS_04", STORY.answers("DS_04"))
    expect(here.page.locator("html")).to_have_attribute("data-draft", "saved")
    there.page.reload()
    expect(there.page.get_by_label("Lieu")).to_have_value("Bureau 3")
    for agent in (here, there):
        agent.button(COMPLETE).click()
    for agent in (here, there):
        agent.page.wait_for_url(f"**/dossiers/{registered}")
    assert len([entry for entry in counter.case("fanta", registered).answers if entry.step == name_of("DS_04")]) == 1


def told_that_somebody_was_first(page: Page, who: str) -> None:
    """The message names the colleague and the moment."""
    message = page.locator("#notices .notice")
    expect(message).to_contain_text(who)
    expect(message).to_contain_text("à 9 h 0")


def test_the_case_is_found_in_its_region_and_by_the_head_not_by_another_region(
    staff: Staff, registered: str, counter: Counter
) -> None:
    kadi, moussa = staff("kadi"), staff("moussa")
    person = counter.case("moussa", registered).person
    assert person is not None
    for words in (registered, *person.name.split()):
        expect(moussa.finds(words)).to_contain_text([registered])
        expect(kadi.finds(words)).to_have_count(0)
        expect(kadi.page.get_by_role("heading", name="Aucun dossier ne correspond")).to_be_visible()
    task = at_the_task(staff("fanta"), registered).page.url
    for address in (f"/dossiers/{registered}", task, f"/personnes/{person.ref}"):
        kadi.page.goto(address)
        expect(kadi.page.get_by_role("heading", level=1)).to_have_text(ABSENT)
        expect(kadi.page.locator("body")).not_to_contain_text(person.name)
    kadi.page.goto(f"/personnes?q={person.name}")
    expect(kadi.page.get_by_role("heading", name="Personne ne correspond")).to_be_visible()


def test_a_task_given_back_waits_for_a_colleague_with_its_draft(staff: Staff, registered: str) -> None:
    fanta, nana = staff("fanta"), staff("nana")
    fanta.takes(registered, "DS_04")
    fanta.fills("DS_04", {"lieu_rdv": "Bureau 7"})
    expect(fanta.page.locator("html")).to_have_attribute("data-draft", "saved")
    fanta.button("Rendre").click()
    expect(fanta.page.locator("#notices")).to_contain_text("La tâche est rendue à votre service")
    nana.takes(registered, "DS_04")
    expect(nana.page.get_by_label("Lieu")).to_have_value("Bureau 7")
    expect(fanta.row(registered, "DS_04")).to_contain_text("Nana Diop")


def test_tasks_chosen_in_the_list_are_taken_together(staff: Staff, registered: str, register: Register) -> None:
    second, nana = register(), staff("nana")
    nana.page.goto("/taches?liste=mon-service")
    for ref in (registered, second):
        nana.page.locator("tbody tr", has_text=ref).get_by_role("checkbox").check()
    nana.button("Prendre les tâches choisies").click()
    expect(nana.page.locator("#notices")).to_contain_text("Deux tâches sont à vous.")
    nana.page.goto("/taches?liste=a-moi")
    expect(nana.page.locator("tbody tr", has_text=registered)).to_contain_text("moi")
    expect(nana.page.locator("tbody tr", has_text=second)).to_contain_text("moi")
