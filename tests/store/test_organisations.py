"""Regions and offices follow the reference lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migraflow.domain.errors import NotAllowed, NotSignedIn
from migraflow.domain.organisations import Office, Region
from migraflow.services import organisations
from migraflow.store import organisations as store
from migraflow.wiring import Agency
from tests.cast import Cast


def test_the_twenty_regions_stand_in_the_order_people_know(agency: Agency, cast: Cast) -> None:
    regions = agency.perform(organisations.regions, cast.token("awa"))
    assert len(regions) == 20
    assert regions[:2] == (
        Region("bamako", "District de Bamako", "BKO", "Bamako", 0),
        Region("kayes", "Kayes", "KAY", "Kayes", 1),
    )
    assert len({region.code for region in regions}) == 20


def test_every_office_lies_in_a_region(agency: Agency, cast: Cast) -> None:
    regions = {region.slug for region in agency.perform(organisations.regions, cast.token("awa"))}
    offices = agency.perform(organisations.offices, cast.token("awa"))
    assert {office.region for office in offices} <= regions
    assert {"dr_kayes", "siege_dcm"} <= {office.slug for office in offices}


def test_an_office_that_leaves_the_list_is_closed_and_its_people_stay(agency: Agency, cast: Cast) -> None:
    with agency.working() as work:
        kept = [office for office in store.offices(work.store) if office.slug != "dr_kayes"]
        store.keep_offices(work.store, [*kept, Office("dr_neuve", "Direction neuve", "kayes", "antenne")])
    offices = {office.slug for office in agency.perform(organisations.offices, cast.token("awa"))}
    assert "dr_kayes" not in offices
    assert "dr_neuve" in offices
    assert cast["awa"].office == "dr_kayes"


def test_a_renamed_region_is_renamed_and_nothing_else(agency: Agency, cast: Cast) -> None:
    with agency.working() as work:
        before = store.regions(work.store)
        store.keep_regions(work.store, [replace(before[1], name="Kayes et environs")])
    after = agency.perform(organisations.regions, cast.token("awa"))
    assert [region.name for region in after] == ["District de Bamako", "Kayes et environs"] + [
        r.name for r in before[2:]
    ]


def test_only_the_house_itself_changes_the_lists(agency: Agency, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        agency.perform(organisations.keep_reference, cast.token("ibrahim"))
    with pytest.raises(NotSignedIn):
        agency.perform(organisations.regions, None)
