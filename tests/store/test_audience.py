"""Who sees what: the conditions in SQL say the same as the rules of the domain, for everybody and every row."""

from __future__ import annotations

from itertools import count, product

import pytest
from sqlmodel import col, select

from migraflow.domain.access import SYSTEM, Actor, Permission, Scope
from migraflow.services.work import NOBODY
from migraflow.store import audience
from migraflow.store.database import Session
from migraflow.store.tables.accounts import AccountRecord
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord
from migraflow.store.tables.tasks import TaskRecord
from migraflow.wiring import Agency
from tests.cast import CAST, MONDAY, Cast

PLACES = (("dr_kayes", "kayes"), ("an_bafoulabe", "kayes"), ("dr_sikasso", "sikasso"), ("siege_dcm", "bamako"))
LANES = ("accueil", "conseiller", "chef_dcm", "consulat", "protection")
SECRETS = ("", ",protection,")
STRANGER = 999_999


def furnish(store: Session, awa: int) -> None:
    """One person and two cases per place (one of them Awa's own), a task per lane in each, half confidential."""
    numbers = count(1)
    for (office, region), secret in product(PLACES, SECRETS):
        number = next(numbers)
        person = PersonRecord(
            ref=f"P{number}",
            surname="Traoré",
            given=str(number),
            name=f"Traoré {number}",
            name_key=f"{number} traore",
            search=f" traore {number} ",
            office=office,
            region=region,
            confidential=secret,
            created=MONDAY,
            changed=MONDAY,
        )
        store.add(person)
        store.flush()
        for opened_by in (STRANGER, awa):
            case = CaseRecord(
                ref=f"DS-2026-{next(numbers)}",
                procedure="petite",
                edition="e",
                state="open",
                region=region,
                office=office,
                opened_by=opened_by,
                opened_by_name="",
                person_id=person.id,
                opened=MONDAY,
                changed=MONDAY,
                opened_month="2026-01",
                confidential=secret,
            )
            store.add(case)
            store.flush()
            add_tasks(store, case, awa if opened_by == awa else STRANGER)
    store.flush()


def add_tasks(store: Session, case: CaseRecord, holder: int) -> None:
    """A task per lane; the first is held by `holder`, the second was completed by them."""
    assert case.id is not None
    for place, lane in enumerate(LANES):
        store.add(
            TaskRecord(
                token=f"{case.ref}-{lane}",
                case_id=case.id,
                procedure="petite",
                element=lane,
                name=lane,
                role=lane,
                office=case.office,
                region=case.region,
                state="open",
                confidential=case.confidential,
                sort_due=MONDAY,
                created=MONDAY,
                assignee_id=holder if place == 0 else None,
                completed_by=holder if place == 1 else None,
            )
        )


def everybody(cast: Cast) -> list[Actor]:
    """The whole cast, the house itself, nobody, and somebody whose account says neither office nor region."""
    lost = Actor(STRANGER + 1, "Sans agence", frozenset({"accueil"}), grants=dict.fromkeys(Permission, Scope.OFFICE))
    return [*(cast[member.first] for member in CAST), SYSTEM, NOBODY, lost]


@pytest.fixture
def furnished(agency: Agency, cast: Cast) -> Agency:
    awa = cast.id("awa")
    with agency.working() as work:
        furnish(work.store, awa)
    return agency


def test_everybody_sees_the_cases_within_their_reach_and_no_other(furnished: Agency, cast: Cast) -> None:
    with furnished.database.session() as store:
        every = store.exec(select(CaseRecord)).all()
        for actor in everybody(cast):
            seen = set(store.exec(select(CaseRecord.ref).where(audience.cases(actor))))
            assert seen == {case.ref for case in every if may_see(store, actor, case)}, actor.name


def may_see(store: Session, actor: Actor, case: CaseRecord) -> bool:
    """The rule of the domain for one case."""
    tasks = store.exec(select(TaskRecord).where(TaskRecord.case_id == case.id)).all()
    part = any(actor.account_id in {task.assignee_id, task.completed_by} for task in tasks)
    own = case.opened_by == actor.account_id or part
    return actor.covers(Permission.SEE_CASE, office=case.office, region=case.region, own=own)


def test_everybody_may_take_the_tasks_of_their_lanes_and_no_other(furnished: Agency, cast: Cast) -> None:
    with furnished.database.session() as store:
        every = store.exec(select(TaskRecord)).all()
        for actor in everybody(cast):
            lanes = set(store.exec(select(TaskRecord.token).where(audience.lanes(actor))))
            assert lanes == {
                task.token
                for task in every
                if actor.serves(
                    task.role, office=task.office, region=task.region, own=task.assignee_id == actor.account_id
                )
            }, actor.name


def test_confidential_tasks_are_seen_by_their_lane_and_their_holder_only(furnished: Agency, cast: Cast) -> None:
    with furnished.database.session() as store:
        secret = select(TaskRecord).where(TaskRecord.confidential != "", col(TaskRecord.assignee_id).is_(None))
        for first in ("moussa", "oumar", "seydou", "fanta"):
            actor = cast[first]
            for task in store.exec(secret.where(audience.tasks(actor), col(TaskRecord.completed_by).is_(None))):
                assert task.role in actor.reach, f"{first} sees {task.token}"
        assert len(store.exec(secret.where(audience.tasks(cast["aminata"]))).all()) > len(LANES)


def test_confidential_people_are_seen_by_those_who_follow_them_only(furnished: Agency, cast: Cast) -> None:
    with furnished.database.session() as store:
        for actor in everybody(cast):
            for person in store.exec(select(PersonRecord).where(audience.people(actor))):
                assert person.confidential == "" or "protection" in actor.roles, actor.name
        seen = store.exec(select(PersonRecord.confidential).where(audience.people(cast["aminata"]))).all()
        assert sorted(set(seen)) == ["", ",protection,"]


@pytest.mark.parametrize(
    ("first", "regions"),
    [
        ("fanta", {"kayes"}),
        ("oumar", {"kayes"}),
        ("binta", {"sikasso"}),
        ("moussa", {"kayes", "sikasso", "bamako"}),
        ("djeneba", set()),
        ("salif", set()),
        ("mariam", set()),
        ("ibrahim", set()),
    ],
)
def test_people_are_seen_where_one_works(furnished: Agency, cast: Cast, first: str, regions: set[str]) -> None:
    with furnished.database.session() as store:
        seen = store.exec(select(PersonRecord.region).where(audience.people(cast[first]))).all()
    assert set(seen) == regions


def test_a_partner_sees_the_tasks_of_its_lane_and_not_one_case(furnished: Agency, cast: Cast) -> None:
    consulate = cast["djeneba"]
    with furnished.database.session() as store:
        assert store.exec(select(CaseRecord).where(audience.cases(consulate))).all() == []
        roles = store.exec(select(TaskRecord.role).where(audience.tasks(consulate))).all()
    assert len(roles) == len(PLACES) * len(SECRETS) * 2
    assert set(roles) == {"consulat"}


def test_somebody_without_an_office_does_not_reach_what_has_none(agency: Agency) -> None:
    lost = Actor(5, "Sans agence", grants={Permission.SEE_CASE: Scope.OFFICE, Permission.SEE_PERSON: Scope.REGION})
    with agency.working() as work:
        work.store.add(
            CaseRecord(
                ref="OI-2026-1",
                procedure="offre",
                edition="e",
                state="open",
                region="",
                office="",
                opened_by=1,
                opened_by_name="",
                opened=MONDAY,
                changed=MONDAY,
                opened_month="2026-01",
            )
        )
        work.store.flush()
        assert work.store.exec(select(CaseRecord).where(audience.cases(lost))).all() == []


def test_accounts_are_seen_by_those_who_manage_them_in_their_region(agency: Agency) -> None:
    regional = Actor(1, "Chef", office="dr_kayes", region="kayes", grants={Permission.MANAGE_ACCOUNTS: Scope.REGION})
    with agency.database.session() as store:
        seen = store.exec(select(AccountRecord.username).where(audience.accounts(regional))).all()
        here = store.exec(select(AccountRecord.username).where(AccountRecord.region == "kayes")).all()
        assert sorted(seen) == sorted(here)
        assert "awa.diallo" in seen
        assert store.exec(select(AccountRecord).where(audience.accounts(NOBODY))).all() == []


def test_a_role_that_is_part_of_another_ones_name_opens_nothing(agency: Agency) -> None:
    curious = Actor(5, "Curieux", frozenset({"protect", "_rotection", "%"}))
    with agency.working() as work:
        furnish(work.store, 1)
        open_to_all = col(PersonRecord.confidential) == ""
        inside = audience.inside(curious, col(PersonRecord.confidential))
        assert set(work.store.exec(select(PersonRecord.ref).where(inside))) == set(
            work.store.exec(select(PersonRecord.ref).where(open_to_all))
        )
