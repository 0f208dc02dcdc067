"""The page of a case with its large drawing, and a campaign full of people, keep the promises of the other pages."""

from __future__ import annotations

import pytest

from migraflow.services import campaign_selection, campaigns
from tests.bench import campaign
from tests.e2e.axe import faults_at
from tests.e2e.conftest import Desk, Register, Staff
from tests.e2e.server import Server

STILL = {"reduced_motion": "reduce"}
PARTS = (("parcours", ".djs-shape"), ("reponses", "details"), ("pieces", "main h1"), ("personne", "dl"))


@pytest.fixture(scope="module")
def ref(register: Register) -> str:
    """A case whose appointment waits."""
    return register()


@pytest.mark.parametrize(("part", "sight"), PARTS, ids=[part for part, _ in PARTS])
def test_a_part_of_a_case(staff: Staff, ref: str, part: str, sight: str) -> None:
    assert not faults_at(staff("awa", **STILL).page, f"/dossiers/{ref}?partie={part}", sight)


def test_the_form_of_what_people_tell(staff: Staff, ref: str) -> None:
    assert not faults_at(staff("awa", **STILL).page, f"/dossiers/{ref}?signaler=reclamation", "form[data-answers]")


def test_a_campaign_with_people_in_it_is_open_to_everybody_who_may_see_it(desk: Desk, server: Server) -> None:
    agency = server.agency
    chief, one = campaign.service(agency), campaign.opened(agency, seats=3)
    sent = agency.perform_as(chief, campaigns.send_list, ref=one.ref, name="kayes.csv", content=campaign.applicants(12))
    campaign.finish(agency)
    page = desk("seydou", **STILL)
    assert not faults_at(page, f"/listes/{one.ref}?liste={sent.id}", "main tbody tr")
    agency.perform_as(chief, campaigns.import_list, ref=one.ref, batch=sent.id)
    campaign.finish(agency)
    agency.perform_as(chief, campaign_selection.decide, ref=one.ref, to=campaign_selection.AS_PROPOSED)
    server.settle()
    assert not faults_at(page, f"/campagnes/{one.ref}", "#parite-sexe tbody tr")
    assert not faults_at(page, f"/candidatures/{one.ref}", "main tbody tr")
