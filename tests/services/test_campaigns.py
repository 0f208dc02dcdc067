"""Campaigns at the counter: lists of hundreds, what becomes of each line, who is proposed, who decides, who leaves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migraflow.documents.sheets import to_csv
from migraflow.domain.access import SYSTEM, Actor, grants_of
from migraflow.domain.campaigns import Campaign, ErrandState, Fate, Quota, Standing, Wanted
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.registers import Deed
from migraflow.services import (
    campaign_boards,
    campaign_chores,
    campaign_register,
    campaign_rolls,
    campaign_selection,
    campaign_simulation,
    campaigns,
    registers,
)  # fmt: skip
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import people as people_store
from migraflow.store import snapshots
from migraflow.store import tasks as task_store
from migraflow.wiring import Agency
from tests.bench.campaign import GIVEN, SURNAMES, applicants, finish
from tests.bench.campaign import opened as opened_campaign
from tests.cast import Clock
from tests.conftest import settings_for
from tests.services.test_offer_chain import Chain, answers, told

TITLES = ("Nom", "Prénoms", "Sexe", "Né(e) le", "NINA", "Région", "Téléphone", "Métier", "Expérience",
          "Niveau de langue", "Disponible le", "Réembauche")  # fmt: skip


FLIGHT = 60 if os.environ.get("MIGRAFLOW_SOAK") else 16
"""People on one flight: sixty as in the manual's scenario, fewer where everybody waits for the tests."""


@pytest.fixture
def house(tmp_path: Path, opened: Path) -> Iterator[Agency]:
    """An agency with every procedure published."""
    path = tmp_path / "campaign.db"
    path.write_bytes(opened.read_bytes())
    agency = Agency(settings_for(f"sqlite:///{path}", tmp_path), clock=Clock())
    yield agency
    agency.close()


def person(agency: Agency, role: str, region: str = "kayes", office: str = "dr_kayes", key: int = 900) -> Actor:
    """Somebody who holds `role` somewhere."""
    found = agency.house.roles[role]
    return Actor(key, f"Agent {role}", frozenset({role}), office=office, region=region, grants=grants_of([found]),
                 reach={role: found.scope})  # fmt: skip


class Desk:
    """One campaign and who steers it."""

    def __init__(self, agency: Agency, seats: int = 4) -> None:
        self.agency = agency
        self.chief = person(agency, "service_migration", "bamako", "siege_dcm")
        self.campaign: Campaign = opened_campaign(agency, seats=seats)

    def ask(self, use_case: Callable[..., Any], **wish: Any) -> Any:
        """The chief asks for something about the campaign."""
        return self.agency.perform_as(self.chief, use_case, ref=self.campaign.ref, **wish)

    def work(self) -> None:
        """Workers, until nothing is left of campaigns."""
        finish(self.agency)

    def send(self, rows: Sequence[Sequence[str]], titles: Sequence[str] = TITLES, actor: Actor | None = None) -> int:
        """A list is sent and looked at."""
        sent = self.agency.perform_as(actor or self.chief, campaigns.send_list, ref=self.campaign.ref, name="liste.csv",
                                      content=to_csv(titles, rows))  # fmt: skip
        self.work()
        return sent.id

    def take(self, rows: Sequence[Sequence[str]]) -> int:
        """A list is sent, looked at, and written."""
        batch = self.send(rows)
        self.ask(campaigns.import_list, batch=batch)
        self.work()
        return batch

    def lines(self, batch: int, fate: str = "") -> list[Any]:
        """The lines of a list."""
        return list(self.ask(campaign_boards.lines, batch=batch, fate=fate)[2].rows)

    def people(self, **wanted: Any) -> list[Any]:
        """Applications, the best first."""
        return list(self.ask(campaign_boards.people, wanted=Wanted(**wanted)).rows)


def row(number: int, **said: str) -> list[str]:
    """A line of a list about somebody who fits, unless it says otherwise."""
    facts = {"nom": SURNAMES[number % 40], "prenoms": f"{GIVEN[number % 30]} {GIVEN[-number % 29]}", "sexe": "F",
             "ne": f"{number % 27 + 1:02}/03/1995", "nina": f"1{2}195{number:010}A", "region": "Kayes",
             "tel": f"76{number:06}", "metier": "9211", "ans": "3", "langue": "A1", "libre": "01/02/2026",
             "retour": "non", **said}  # fmt: skip
    return list(facts.values())


def test_each_line_has_a_fate_before_anything_is_written(house: Agency) -> None:
    desk = Desk(house)
    desk.take([row(1)])
    batch = desk.send(
        [
            row(2),
            row(1, tel="76999999"),
            row(3, region="Atlantide"),
            row(4, ne="31/02/1990"),
            row(2, tel="76999998"),
        ]
    )
    fates = [one.fate for one in desk.lines(batch)]
    assert fates == [Fate.NEW, Fate.TWICE, Fate.REFUSED, Fate.REFUSED, Fate.TWICE]
    assert dict(desk.lines(batch)[2].problems) == {"identite.region": "reference_unknown:Atlantide"}
    assert desk.ask(campaign_boards.board).counts == {Standing.ELIGIBLE: 1}


def test_somebody_very_like_a_person_of_the_register_waits_for_a_human(house: Agency) -> None:
    first = Desk(house)
    first.take([row(1, nom="Coulibaly", prenoms="Moussa Modibo", sexe="M")])
    desk = Desk(house)
    batch = desk.send([row(1, nom="Koulibaly", prenoms="Moussa Modibo", sexe="M", nina="")])
    [line] = desk.lines(batch)
    assert line.fate is Fate.DOUBTFUL
    desk.ask(campaigns.import_list, batch=batch)
    desk.work()
    assert desk.people() == []
    desk.ask(campaigns.settle, application=line.id, person=line.near[0].ref)
    desk.ask(campaigns.import_list, batch=batch)
    desk.work()
    [taken] = desk.people()
    assert taken.person_id == line.near[0].person_id


def test_the_grid_explains_its_points_and_the_ranking_keeps_places_for_a_region(house: Agency) -> None:
    desk = Desk(house, seats=2)
    desk.take(
        [row(1), row(2, ans="0"), row(3, ans="0", region="Gao"), row(4, ne="01/01/2007"), row(5, retour="oui", ans="0")]
    )
    excluded = desk.people(standing=Standing.EXCLUDED)
    assert [one.filters for one in excluded] == [("age",)]
    ranked = desk.people(standing=Standing.ELIGIBLE)
    assert [one.priority for one in ranked] == [True, False, False, False], "who was hired before comes first"
    assert ranked[1].details["points"] == {"metier": 30, "experience": 20, "langue": 20, "diplome": 10, "tests": 10,
                                           "disponibilite": 5, "anciennete": 1}  # fmt: skip
    assert ranked[1].score == sum(ranked[1].details["points"].values())
    desk.ask(campaigns.plan, seats=2, reserve=1, quotas=(Quota("region", "gao", 1),))
    proposed = {one.region: one.proposal for one in desk.people(standing=Standing.ELIGIBLE, proposal=Standing.CHOSEN)}
    assert proposed == {"kayes": Standing.CHOSEN, "gao": Standing.CHOSEN}


def test_people_decide_with_a_reason_where_they_leave_the_grid(house: Agency) -> None:
    desk = Desk(house, seats=1)
    desk.take([row(1), row(2, ans="0")])
    best, other = desk.people()
    with pytest.raises(Unfit, match="campaign_reason"):
        desk.ask(campaign_selection.decide, application=other.id, to=Standing.CHOSEN)
    desk.ask(campaign_selection.decide, application=other.id, to=Standing.CHOSEN, reason="Seule à savoir conduire.")
    with pytest.raises(Unfit, match="campaign_seats"):
        desk.ask(campaign_selection.decide, application=best.id, to=Standing.CHOSEN, reason="Elle aussi, vraiment.")
    with pytest.raises(Unfit, match="campaign_undecided"):
        desk.ask(campaign_selection.close_selection)
    _, decided = desk.ask(campaign_boards.application, application=other.id)
    assert (decided.standing, decided.reason, decided.decided_by_name) == (
        Standing.CHOSEN, "Seule à savoir conduire.", desk.chief.name)  # fmt: skip


def test_a_worker_that_dies_loses_nothing_and_opens_no_case_twice(house: Agency) -> None:
    desk = Desk(house, seats=3)
    desk.take([row(number) for number in range(5)])
    desk.ask(campaign_selection.decide, to=campaign_selection.AS_PROPOSED)
    desk.ask(campaign_selection.close_selection)

    def die(work: Work) -> None:
        assert campaign_chores.work_next(work) == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.perform_as(SYSTEM, die)
    assert [one.case_ref for one in desk.people(standing=Standing.CHOSEN)] == ["", "", ""]
    desk.work()
    refs = [one.case_ref for one in desk.people(standing=Standing.CHOSEN)]
    assert len({*refs} - {""}) == 3
    desk.ask(campaign_selection.open_again)
    desk.work()
    assert [one.case_ref for one in desk.people(standing=Standing.CHOSEN)] == refs


def test_a_chore_stops_and_goes_on_where_it_stood(house: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(house)
    batch = desk.send([row(number) for number in range(6)])
    monkeypatch.setitem(campaign_chores.AT_ONCE, campaign_chores.Chore.IMPORT, 2)
    errand = desk.ask(campaigns.import_list, batch=batch)
    house.perform_as(SYSTEM, campaign_chores.work_next)
    desk.ask(campaigns.stop, errand=errand.id)
    desk.work()
    assert len(desk.people()) == 2
    halted = desk.ask(campaign_boards.board).errands[0]
    assert (halted.state, halted.done, halted.total) == (ErrandState.STOPPED, 2, 6)
    desk.ask(campaigns.go_on, errand=errand.id)
    desk.work()
    assert len(desk.people()) == 6


def test_an_agent_of_one_region_sends_and_sees_only_that_region(house: Agency) -> None:
    desk = Desk(house)
    kayes = person(house, "conseillers_regionaux", key=901)
    batch = desk.send([row(1), row(2, region="Gao")], actor=kayes)
    assert [one.fate for one in desk.lines(batch)] == [Fate.NEW, Fate.REFUSED]
    desk.take([row(3, region="Gao")])
    desk.ask(campaigns.import_list, batch=batch)
    desk.work()
    seen = house.perform_as(kayes, campaign_boards.people, ref=desk.campaign.ref, wanted=Wanted())
    assert {one.region for one in seen.rows} == {"kayes"}
    assert {one.region for one in house.perform_as(kayes, campaign_boards.board, ref=desk.campaign.ref).table} == {
        "kayes"
    }
    other = desk.people(region="gao")[0]
    with pytest.raises(NotFound):
        house.perform_as(kayes, campaign_boards.application, ref=desk.campaign.ref, application=other.id)
    with pytest.raises(NotAllowed):
        house.perform_as(kayes, campaign_selection.decide, ref=desk.campaign.ref, to=campaign_selection.AS_PROPOSED)


def test_the_ministry_reads_figures_without_small_cells_and_no_name(house: Agency) -> None:
    desk = Desk(house, seats=8)
    desk.take([row(n) for n in range(12)] + [row(n, region="Gao") for n in range(12, 15)])
    desk.ask(campaign_selection.decide, to=campaign_selection.AS_PROPOSED)
    ministry = person(house, "ministere", "", "", key=902)
    board = house.perform_as(ministry, campaign_boards.board, ref=desk.campaign.ref)
    small = next(line for line in board.table if line.region == "gao")
    assert small.total is None
    assert next(share for share in board.parity["region"] if share.group == "gao").pool is None
    assert (board.plain, board.batches, board.story) == (False, (), ())
    with pytest.raises(NotAllowed):
        house.perform_as(ministry, campaign_boards.people, ref=desk.campaign.ref, wanted=Wanted())
    with pytest.raises(NotAllowed):
        house.perform_as(ministry, campaign_rolls.printed, ref=desk.campaign.ref, kind="emargement", form="csv",
                         wanted=Wanted())  # fmt: skip


def test_giving_up_a_filter_tells_who_would_come_in(house: Agency) -> None:
    desk = Desk(house)
    desk.take([row(1), row(2, ne="01/01/2007"), row(3, ne="01/01/1970"), row(4, ne="01/01/2007", libre="01/09/2026")])
    found = desk.ask(campaign_simulation.of_campaign)
    assert (found.pool, found.eligible) == (4, 1)
    assert {one.filter: (one.passes, one.gained) for one in found.filters} == {"age": (1, 2), "disponibilite": (3, 0)}


def test_lists_leave_with_a_column_to_sign_and_the_employer_gets_only_who_agreed(house: Agency) -> None:
    desk = Desk(house, seats=4)
    titles = (*TITLES, "Accord")
    batch = desk.send([[*row(1), "oui"], [*row(2), "non"]], titles)
    desk.ask(campaigns.import_list, batch=batch)
    desk.work()
    desk.ask(campaign_selection.decide, to=campaign_selection.AS_PROPOSED)
    _, _, signed = desk.ask(campaign_rolls.printed, kind="emargement", form="csv", wanted=Wanted())
    assert "Signature" in signed.decode("utf-8-sig").splitlines()[0]
    _, _, sent = desk.ask(campaign_rolls.printed, kind="employeur", form="csv", wanted=Wanted())
    assert len(sent.decode("utf-8-sig").splitlines()) == 2
    name, kind, paper = desk.ask(campaign_rolls.printed, kind="emargement", form="pdf", wanted=Wanted())
    assert (kind, paper[:5], name.endswith(".pdf")) == ("application/pdf", b"%PDF-", True)


def test_a_flight_of_returnees_gives_each_a_case_whose_first_step_the_list_has_done(house: Agency) -> None:
    reception = person(house, "accueil_retour", "bamako", "dr_bamako", key=903)
    shared = {"date_arrivee": "10/01/2026", "lieu_arrivee": next(iter(house.house.lists["points_entree"].entries)),
              "mode_retour": "volontaire_assiste", "organisme_retour": "oim", "canal_retour": "liste_oim",
              "pays_provenance": "Libye"}  # fmt: skip
    campaign = house.perform_as(reception, campaigns.open_group, model="retour_collectif", title="Vol de Tripoli",
                                shared=shared)  # fmt: skip
    titles = ("Nom", "Prénoms", "Sexe", "Né(e) le", "Région d’installation", "Mineur seul", "Départ du Mali",
              "Laissez-passer", "Lieu de naissance", "Région", "Tel", "Niveau", "Structure", "Accord")  # fmt: skip
    born = [f"{n % 27 + 1:02}/05/{2011 if n < 4 else 1965 + n // 2}" for n in range(FLIGHT)]
    rows = [[SURNAMES[n % 43], f"{GIVEN[n % 15]} {GIVEN[n // 4]}", "M", born[n],
             "Bamako", "oui" if n < 4 else "non", "01/02/2024", f"LP{n:05}", f"Village {n}", "Bamako", f"76{n:06}",
             "fondamental_1", "dr_bamako", "oui"] for n in range(FLIGHT)]  # fmt: skip
    batch = house.perform_as(
        reception, campaigns.send_list, ref=campaign.ref, name="vol.csv", content=to_csv(titles, rows)
    )
    finish(house)
    _, fates, _ = house.perform_as(reception, campaign_boards.lines, ref=campaign.ref, batch=batch.id)
    assert fates == {Fate.NEW: FLIGHT}
    house.perform_as(reception, campaigns.import_list, ref=campaign.ref, batch=batch.id)
    finish(house)
    board = house.perform_as(reception, campaign_boards.board, ref=campaign.ref)
    assert (board.counts, board.with_case) == ({Standing.RECEIVED: FLIGHT}, FLIGHT)
    assert [(step[0], step[3]) for step in board.steps] == [("RM_03", FLIGHT)], (
        "the list did the first step of everybody"
    )
    everybody = house.perform_as(reception, campaign_boards.people, ref=campaign.ref, wanted=Wanted())
    with house.working() as work:
        known = [snapshots.data(work.store, one.case_id or 0) for one in everybody.rows]
    assert all(one["enregistre_72h"] is True for one in known)
    assert sum(one["non_accompagne"] is True for one in known) == 4


def test_an_offer_hands_its_selection_to_a_campaign_and_hears_only_numbers(house: Agency) -> None:
    chain, offer = Chain(house), told("offre_internationale/scenarios/20_campagne_saisonniere.json")
    ref = chain.start("service_cooperation", "offre_internationale")
    for element in ("OI_01", "OI_02b", "VE_1", "VE_3", "OI_05", "OI_07"):
        chain.do(ref, element, answers(offer, element))
    assert chain.open(ref) == {}
    desk = Desk(house)
    desk.campaign = replace(desk.campaign, ref=str(chain.known(ref)["campagne"]))
    desk.take([row(number) for number in range(4)])
    board = desk.ask(campaign_boards.board)
    assert (board.campaign.offer_ref, board.campaign.seats, board.counts) == (ref, 40, {Standing.ELIGIBLE: 4})
    desk.ask(campaign_selection.decide, to=campaign_selection.AS_PROPOSED)
    desk.ask(campaign_selection.close_selection)
    desk.work()
    chain.work()
    known = chain.known(ref)
    assert (known["nb_candidatures"], known["nb_retenus"]) == (4, 4)
    assert not any(person.name in str(known) for person in desk.people())
    chosen = desk.people(standing=Standing.CHOSEN)
    with house.working() as work:
        case = case_store.load(work.store, chosen[0].case_id or 0)
        open_steps = {task.element for task in task_store.open_of(work.store, case.id)}
    assert (case.procedure, open_steps, case.region) == ("demande_services", {"DD_01"}, "kayes")
    desk.ask(campaign_selection.depart)
    chain.work()
    assert "OI_17" in chain.open(ref)
    told_in_the_register(desk, ref, case.ref)


def told_in_the_register(desk: Desk, offer: str, case: str) -> None:
    """Each application is one row, under the number of its case; the offer's sheet and the person's show it."""
    rows = desk.agency.perform_as(desk.chief, registers.listing, register="candidatures").page.rows
    assert [row.state for row in rows] == ["Retenue"] * 4
    sheet = desk.agency.perform_as(desk.chief, registers.sheet, register="candidatures", key=f"{offer}_{case}")
    assert [entry.deed for entry in sheet.history][-1] is Deed.CREATED
    assert sheet.history[-1].actor == desk.chief.name
    assert {ref for ref, _ in sheet.cases} == {case}
    assert not sheet.writable
    with pytest.raises(Unfit, match="row_of_campaign"):
        desk.agency.perform_as(desk.chief, registers.form, register="candidatures", key=sheet.row.key)
    named = desk.agency.perform_as(desk.chief, registers.sheet, register="offres", key=offer).named_by
    assert sheet.row.key in {one.key for one in named if one.register == "candidatures"}
    with desk.agency.working() as work:
        person = people_store.load(
            work.store, case_store.load(work.store, case_store.keys_of(work.store, case)[0]).person_id or 0
        )
    [applied] = desk.agency.perform_as(desk.chief, campaign_register.of_person, ref=person.ref)
    assert (applied.key, applied.state) == (sheet.row.key, "Retenue")


def test_the_bench_in_small(house: Agency) -> None:
    desk = Desk(house, seats=100)
    sent = desk.ask(campaigns.send_list, name="maroc.csv", content=applicants(201))
    desk.work()
    desk.ask(campaigns.import_list, batch=sent.id)
    desk.work()
    counts = desk.ask(campaign_boards.board).counts
    assert sum(counts.values()) == 200, "one line is about somebody of another one"
    chosen = desk.people(standing=Standing.ELIGIBLE, proposal=Standing.CHOSEN)
    assert chosen[0].rank == 1
