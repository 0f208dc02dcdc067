"""People of the pool weighed with a list, and a step done once for a whole flight: incidents at the counter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migraflow.documents.sheets import to_csv
from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.campaigns import IN_POOL, Campaign, Standing, Wanted
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.services import (
    accounts,
    campaign_boards,
    campaign_selection,
    campaigns,
    sessions,
    suspensions,
    tasks,
)  # fmt: skip
from migraflow.store import campaigns as campaign_store
from migraflow.store import cases as case_store
from migraflow.store import snapshots
from migraflow.store import tasks as task_store
from migraflow.wiring import Agency
from tests.bench.campaign import GIVEN, SURNAMES, finish
from tests.cast import Clock
from tests.conftest import settings_for
from tests.services.test_campaigns import Desk, person
from tests.services.test_offer_chain import Chain, answers, told

STORY = "demande_services/scenarios/21_proposee_retenue_partie.json"
AID = {"type_aide": "pecule", "quantite": "1", "montant": {"montant": "52000", "devise": "XOF"}, "financeur": "etat",
       "date_aide": "2026-01-12", "emargement": True}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, opened: Path) -> Iterator[Agency]:
    """An agency with every procedure published."""
    path = tmp_path / "pool.db"
    path.write_bytes(opened.read_bytes())
    agency = Agency(settings_for(f"sqlite:///{path}", tmp_path), clock=Clock())
    yield agency
    agency.close()


def in_the_pool(chain: Chain, **wanted: str) -> list[str]:
    """People who wait in the pool for an offer, each for a country: the numbers of their requests."""
    story, found = told(STORY), list[str]()
    for number, name in enumerate(wanted):
        ref = chain.start("accueil", "demande_services")
        first = answers(story, "DS_01")
        one = {**first["identite"], "nom": name, "prenoms": GIVEN[number + 15], "nina": "",
               "telephone": f"7{number}1{number}56{number}8", "date_naissance": f"199{number}-04-0{number + 1}",
               "lieu_naissance": f"Village {number}"}  # fmt: skip
        papers = [{**paper, "numero": f"P{number}{place}"} for place, paper in enumerate(first["pieces"])]
        chain.do(ref, "DS_01", {**first, "identite": one, "pieces": papers})
        chain.do(ref, "DS_04", answers(story, "DS_04"))
        found.append(ref)
    chain.until("2026-01-21T10:00:00+00:00")
    for ref, country in zip(found, wanted.values(), strict=True):
        for element in ("DS_04p", "DS_05", "DS_06", "DS_08", "DS_09c"):
            said = answers(story, element)
            chain.do(ref, element, {**said, "pays_vises": [country]} if element == "DS_05" else said)
        assert chain.open(ref) == {}
    return found


def test_the_pool_is_weighed_with_the_list_and_nobody_applies_twice(house: Agency) -> None:
    chain = Chain(house)
    [one, another, elsewhere] = in_the_pool(chain, Diarra="ESP", Sangaré="ESP", Touré="FRA")
    desk = Desk(house, seats=1)
    desk.campaign = aimed_at(house, desk.campaign, code_citp="5321")
    desk.ask(campaigns.from_pool)
    desk.work()
    assert {found.facts[IN_POOL] for found in desk.people()} == {one, another}, f"{elsewhere} wants another country"
    desk.ask(campaigns.from_pool)
    desk.work()
    assert len(desk.people()) == 2, "twice does no harm"
    assert {one.standing for one in desk.people()} == {Standing.ELIGIBLE}
    best, other = desk.people()
    desk.ask(campaign_selection.decide, to=campaign_selection.AS_PROPOSED)
    desk.ask(campaign_selection.close_selection)
    desk.work()
    chain.work()
    [chosen] = desk.people(standing=Standing.CHOSEN)
    assert chosen.case_ref == best.facts[IN_POOL], "no second case is opened for somebody who waits in the pool"
    assert "DD_01" in chain.open(chosen.case_ref), "the case they have hears of it, and goes on"
    assert chain.open(str(other.facts[IN_POOL])) == {}


def aimed_at(agency: Agency, campaign: Campaign, **criteria: object) -> Campaign:
    """The campaign with other criteria."""
    with agency.working() as work:
        one = campaign_store.load(work.store, campaign.id)
        campaign_store.change(work.store, replace(one, criteria={**one.criteria, **criteria}))
        return campaign_store.load(work.store, campaign.id)


class Flight:
    """Five people off one flight, and who receives them."""

    def __init__(self, agency: Agency, many: int = 5) -> None:
        self.agency = agency
        with agency.working(SYSTEM) as work:
            accounts.create_account(work, username="Tenin Samaké", name="Tenin Samaké", password="un mot assez long",
                                    roles=("accueil_retour", "protection", "charge_dossier"), office="dr_bamako",
                                    demo=True)  # fmt: skip
            found = next(one for one in accounts.accounts(work) if one.name == "Tenin Samaké")
            self.tenin: Actor = sessions.actor_of(work, found)
        shared = {"date_arrivee": "10/01/2026", "mode_retour": "volontaire_assiste", "organisme_retour": "oim",
                  "canal_retour": "liste_oim", "pays_provenance": "Libye",
                  "lieu_arrivee": next(iter(agency.house.lists["points_entree"].entries))}  # fmt: skip
        self.ref = self.ask_of(campaigns.open_group, model="retour_collectif", title="Vol", shared=shared).ref
        titles = ("Nom", "Prénoms", "Sexe", "Né(e) le", "Région d’installation", "Départ du Mali", "Laissez-passer",
                  "Lieu de naissance", "Région", "Tel", "Niveau", "Structure", "Accord")  # fmt: skip
        rows = [[SURNAMES[n], GIVEN[n], "M", f"{n + 1:02}/05/1985", "Bamako", "01/02/2024", f"LP{n:05}", f"Village {n}",
                 "Bamako", f"76{n:06}", "fondamental_1", "dr_bamako", "oui"] for n in range(many)]  # fmt: skip
        batch = self.ask(campaigns.send_list, name="vol.csv", content=to_csv(titles, rows))
        finish(agency)
        self.ask(campaigns.import_list, batch=batch.id)
        finish(agency)
        self.cases = [one.case_ref for one in self.ask(campaign_boards.people, wanted=Wanted()).rows]

    def ask_of(self, use_case: Any, **wish: Any) -> Any:
        return self.agency.perform_as(self.tenin, use_case, **wish)

    def ask(self, use_case: Any, **wish: Any) -> Any:
        return self.ask_of(use_case, ref=self.ref, **wish)

    def open(self, ref: str) -> dict[str, Any]:
        """The open tasks of a case by element."""
        with self.agency.working() as work:
            [case] = case_store.keys_of(work.store, ref)
            return {task.element: task for task in task_store.open_of(work.store, case)}

    def do(self, ref: str, element: str, said: dict[str, Any]) -> None:
        """Tenin does a step of one case."""
        task = self.open(ref)[element]
        self.ask_of(tasks.complete, token=task.token, answers=said, version=task.version, key=f"{ref}-{element}")

    def repeat(self, ref: str, element: str) -> None:
        """She has it done for all who wait at the same step."""
        self.ask(campaign_selection.repeat_step, case=ref, element=element)
        finish(self.agency)

    def known(self, ref: str) -> Any:
        with self.agency.working() as work:
            return snapshots.data(work.store, case_store.keys_of(work.store, ref)[0])


def test_a_step_of_a_flight_is_done_once_for_all_who_wait_at_it(house: Agency) -> None:
    flight = Flight(house)
    first, second, third, late, held = flight.cases
    with pytest.raises(Unfit, match="step_not_done"):
        flight.ask(campaign_selection.repeat_step, case=first, element="RM_04")
    with pytest.raises(NotFound):
        flight.ask(campaign_selection.repeat_step, case="RM-1999-BKO-000001", element="RM_04")
    for ref in (first, second, third, held):
        flight.do(ref, "RM_03", {"mineur": False, "non_accompagne": False, "indices_traite": []})
    with pytest.raises(Unfit, match="step_personal"):
        flight.ask(campaign_selection.repeat_step, case=first, element="RM_03")
    house.perform_as(person(house, "chef_dcm", "bamako", "siege_dcm"), suspensions.suspend, kind="dossier",
                     subject=held, reason="Vérification demandée.", basis="Note du ministère")  # fmt: skip
    flight.do(first, "RM_04", {"aides_immediates": [AID], "assistance_complete": True})
    flight.repeat(first, "RM_04")
    assert [("RM_04" in flight.open(ref)) for ref in (first, second, third)] == [False] * 3
    assert flight.known(third)["aides_immediates"] == flight.known(first)["aides_immediates"]
    assert set(flight.open(late)) == {"RM_03"}, "who is not so far yet waits"
    assert "RM_04" in flight.open(held)
    told_why = {one.case_ref: one.problems for one in flight.ask(campaign_boards.people, wanted=Wanted()).rows}
    assert [code for code, _ in told_why[held]] == ["etape"], "the board says why one of them was left out"
    assert not told_why[second]
    flight.repeat(first, "RM_04")
    assert len(flight.known(second)["aides_immediates"]) == 1, "twice gives nothing twice"


def test_only_who_may_do_the_step_has_it_repeated(house: Agency) -> None:
    flight = Flight(house, many=2)
    stranger = person(house, "ministere", "", "", key=905)
    with pytest.raises((NotAllowed, NotFound)):
        house.perform_as(
            stranger, campaign_selection.repeat_step, ref=flight.ref, case=flight.cases[0], element="RM_03"
        )
