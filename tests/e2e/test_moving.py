"""A manager's whole change, as somebody new to the studio makes it (with keys alone: ``test_moving_keys.py``).

A step is added, tried, replayed, compared, published by two; new cases meet it, old ones when they are moved; then the
way back. What each part takes is told (``-s``, and in the report of the run), never judged.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import pytest
from playwright.sync_api import Page, expect

from migraflow.services import replays
from migraflow.store.database import run
from tests.counter import Counter
from tests.e2e.agent import Agent, Script
from tests.e2e.conftest import NAMES, Staff
from tests.e2e.hands import Mouse, Watch
from tests.e2e.managing import PATIENCE, STEP, Manager
from tests.e2e.server import Server
from tests.year import DEMANDE, multiply

STORY, REFUSED = Script.of("01_"), Script.of("06_")
YEAR = 120


@pytest.fixture(scope="module")
def year(server: Server, counter: Counter) -> None:
    """Last year's cases, all refused: of 60 women who had no offer, of 60 men who had one; a third of Sikasso."""
    for number, (sex, offer) in enumerate((("F", False), ("M", True))):
        told = somebody(REFUSED, number, sexe=sex) | {"offre_deja_recue": offer}
        counter.complete("fanta", counter.open("fanta", DEMANDE).next_token or "", told)
        server.settle()
        counter.do("fanta", "Notifier", **REFUSED.answers("DS_03r"))
    server.advance(days=31)
    multiply(server.agency, YEAR)
    with server.agency.working() as work:
        run(work.store, "UPDATE cases SET region = 'sikasso' WHERE id % 3 = 0")
    counter.promote("moussa", "gestionnaire")


def somebody(script: Script, number: int, **more: object) -> dict[str, object]:
    """What is written down of a person unlike all others."""
    told = script.answers("DS_01")
    surname, given, phone = NAMES[number]
    identity = told["identite"] | {"nom": surname, "prenoms": given, "telephone": phone, "nina": ""} | more
    papers = [paper | {"numero": f"{paper['numero'][:6]}{phone[-2:]}"} for paper in told["pieces"]]
    return told | {"identite": identity, "pieces": papers, "structure_accueil": "dr_kayes"}


@pytest.mark.usefixtures("year")
def test_a_manager_changes_a_procedure_with_a_mouse(
    server: Server, counter: Counter, staff: Staff, record_property
) -> None:
    fanta, salif, moussa = staff("fanta"), Manager(Mouse(staff("salif").page)), Manager(Mouse(staff("moussa").page))
    watch = Watch((salif.hand, moussa.hand))
    the_change(salif, watch)
    with watch.part("replay"):
        salif.enter("Rejouer")
        it_is_seen_going_on_and_stopped(salif, server, counter)
        it_is_replayed(salif)
    old, stays = fanta.opens_a_case(), fanta.opens_a_case()
    published_by_two(salif, moussa, watch)
    with watch.part("new and old cases"):
        fanta.opens_a_case()
        registers(fanta, 2)
        expect(fanta.page.get_by_role("heading", level=1)).to_have_text(STEP)
        fanta.button("Prendre la tâche").click()
        expect(fanta.page.get_by_label("Numéro du passeport")).to_be_editable()
        continues(fanta, stays, 3)
        assert next_step(server, counter, stays) != STEP
    with watch.part("move"):
        salif.page.goto(f"/procedures/{DEMANDE}")
        salif.moves_cases()
    continues(fanta, old, 4)
    assert next_step(server, counter, old) == STEP
    with watch.part("roll back"):
        salif.goes_back()
    last = fanta.opens_a_case()
    continues(fanta, last, 5)
    assert next_step(server, counter, last) != STEP
    record_property("parts", watch.told())
    print(f"\n{watch.told()}")


def the_change(manager: Manager, watch: Watch) -> None:
    """The draft, up to the walk through it."""
    parts = {
        "open": manager.opens_the_draft,
        "step": manager.adds_the_step,
        "form": manager.gives_it_a_form,
        "findings": manager.follows_advice,
        "deadline": manager.gives_it_a_deadline,
        "condition": manager.gives_it_a_condition,
        "reminder, notice": manager.has_people_reminded,
        "try": manager.tries_it,
    }
    for name, part in parts.items():
        with watch.part(name):
            part()


def published_by_two(manager: Manager, second: Manager, watch: Watch) -> None:
    """Compared, proposed; the second person looks at the cases that would stop before agreeing."""
    with watch.part("compare"):
        manager.compares()
    with watch.part("propose"):
        manager.proposes()
    with watch.part("accept"):
        second.page.goto(f"/procedures/{DEMANDE}")
        cases_that_stop_are_looked_at(second)
        second.accepts()


def registers(fanta: Agent, number: int) -> None:
    """Write down the request that stands on the screen."""
    fanta.fills("DS_01", somebody(STORY, number))
    fanta.completes()


def continues(fanta: Agent, ref: str, number: int) -> None:
    """Fanta goes on with a request she opened before."""
    fanta.page.goto(f"/taches?liste=a-moi&q={ref}")
    fanta.page.locator("tbody tr", has_text=ref).get_by_role("link", name="Enregistrer la demande").click()
    registers(fanta, number)


def next_step(server: Server, counter: Counter, ref: str) -> str:
    """What lies open in a case."""
    server.settle()
    return counter.case("fanta", ref).open_steps[0].name


def crew(server: Server) -> list[int]:
    """The processes that replay for this server."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in told.splitlines()]
    family, before = {str(server.process.pid)}, 0
    while len(family) > before:
        before, family = len(family), family | {pid for pid, parent, *_ in rows if parent in family}
    return [int(pid) for pid, _, state, words in rows
            if pid in family and state[0] != "Z" and "migraflow.engine.replay" in words]  # fmt: skip


def held_in_the_middle(server: Server, counter: Counter) -> list[int]:
    """The replay's processes, let go for moments and held again until some cases are done and not all."""
    while True:
        held = crew(server)
        for one in held:
            os.kill(one, signal.SIGSTOP)
        time.sleep(0.15 if held else 0.01)  # what was on its way is written down
        found = counter.wish("salif", replays.latest, procedure=DEMANDE)
        if found and 0 < found.done < YEAR:
            return held
        assert not found or found.done < YEAR, "it was over before it could be seen"
        for one in held:
            os.kill(one, signal.SIGCONT)
        time.sleep(0.02)


def it_is_seen_going_on_and_stopped(manager: Manager, server: Server, counter: Counter) -> None:
    """Held still in the middle: the bar says how far it is; stopped, nothing of it is left."""
    manager.press("Rejouer les dossiers")
    held = held_in_the_middle(server, counter)
    try:
        expect(manager.page.get_by_text(re.compile(r"^[1-9]\d* dossiers rejoués sur 120$"))).to_be_visible()
        bar = manager.page.get_by_role("progressbar", name="Avancement du rejeu")
        far = bar.evaluate("bar => [bar.value, bar.max]")
        assert 0 < far[0] < far[1] == YEAR
        manager.press("Arrêter")
        expect(manager.page.get_by_text("Le rejeu a été arrêté : rien n’en est gardé.")).to_be_visible()
        expect(bar).to_have_count(0)
    finally:
        for one in held:
            os.kill(one, signal.SIGCONT)
    while crew(server):
        time.sleep(0.05)
    with server.agency.working() as work:
        assert not list(run(work.store, "SELECT * FROM replay_cases"))
    expect(manager.page.locator(".tiles")).to_have_count(0)


def it_is_replayed(manager: Manager) -> None:
    """The women had no offer: all of them would stop, at the question that must be answered; the men would not."""
    page = manager.page
    manager.press("Rejouer")
    expect(page.get_by_text("50 % des dossiers prendraient un autre chemin")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("une deuxième personne devra accepter")).to_be_visible()
    stop = page.get_by_role("region", name="Où et pourquoi").locator("tbody tr")
    expect(stop).to_have_text(re.compile(rf"S’arrêteraient\s*{STEP}\s*Numéro du passeport\s*60"))
    assert groups(page, "Selon le sexe") == {"Femmes": 60, "Hommes": 0}
    assert groups(page, "Selon la région") == {"Kayes": 40, "Sikasso": 20}
    expect(page.get_by_text("60 dossiers ne sont pas dans votre périmètre")).to_be_visible()


def groups(page: Page, name: str) -> dict[str, int]:
    """How many of each group would stop."""
    table = page.get_by_role("region", name=name)
    heads = table.locator("thead th").all_inner_texts()
    place = [head.lower() for head in heads].index("s’arrêteraient")
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {row[0]: int(row[place]) for row in rows}


def cases_that_stop_are_looked_at(manager: Manager) -> None:
    """Down to one case, for whoever may see it."""
    manager.enter("Rejouer")
    stop = manager.page.get_by_role("region", name="Où et pourquoi").locator("tbody tr", has_text="S’arrêteraient")
    many = int(stop.inner_text().split()[-1])
    assert many >= YEAR / 2  # and whoever came since
    manager.hand.choose(manager.page.get_by_label("Montrer", exact=True), "stops")
    rows = manager.page.get_by_role("region", name="Dossiers qui changent").locator("tbody tr")
    expect(rows).to_have_count(many)
    case = rows.first.get_by_role("link")
    number = case.inner_text()
    manager.hand.press(case)
    expect(manager.page.get_by_role("heading", level=1)).to_contain_text(number)
    manager.page.go_back()
    expect(rows.first).to_be_visible()
