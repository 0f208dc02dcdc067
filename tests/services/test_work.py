"""Work: one actor, one wish; what every use case may lean on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from migraflow.domain.access import Permission
from migraflow.domain.errors import NotAllowed, NotSignedIn
from migraflow.services.work import Editions, Work
from migraflow.wiring import Agency
from tests.cast import MONDAY, Cast


def see_case_in(work: Work, *, office: str, region: str, own: bool = False) -> None:
    work.require(Permission.SEE_CASE, office=office, region=region, own=own)


def manage(work: Work) -> None:
    work.require(Permission.MANAGE_ACCOUNTS)


def references(work: Work) -> tuple[str, str]:
    return work.new_ref(), work.new_secret()


@pytest.mark.parametrize(
    ("first", "office", "region", "allowed"),
    [
        ("fanta", "dr_kayes", "kayes", True),
        ("fanta", "an_bafoulabe", "kayes", False),
        ("oumar", "an_bafoulabe", "kayes", True),
        ("oumar", "dr_sikasso", "sikasso", False),
        ("moussa", "dr_sikasso", "sikasso", True),
        ("moussa", "", "", True),
        ("fanta", "", "", False),
    ],
)
def test_a_permission_reaches_as_far_as_the_role(
    agency: Agency, cast: Cast, first: str, office: str, region: str, allowed: bool
) -> None:
    if allowed:
        agency.perform(see_case_in, cast.token(first), office=office, region=region)
        return
    with pytest.raises(NotAllowed) as refusal:
        agency.perform(see_case_in, cast.token(first), office=office, region=region)
    assert refusal.value.permission == "voir_dossier"


def test_what_is_ones_own_is_within_reach_wherever_it_lies(agency: Agency, cast: Cast) -> None:
    agency.perform(see_case_in, cast.token("fanta"), office="dr_sikasso", region="sikasso", own=True)


def test_nobody_holds_no_permission(agency: Agency) -> None:
    with pytest.raises(NotSignedIn):
        agency.perform(manage, None)


def test_a_use_case_sees_the_agencys_clock_and_fresh_references(agency: Agency, cast: Cast) -> None:
    def now(work: Work) -> object:
        return work.now

    assert agency.perform(now, cast.token("awa")) == MONDAY
    made = [agency.perform(references, cast.token("awa")) for _ in range(20)]
    assert len({ref for ref, _ in made}) == 20
    assert {len(ref) for ref, _ in made} == {32}
    assert {len(secret) for _, secret in made} == {43}


def test_an_edition_is_compiled_once_and_forgotten_when_others_need_the_room() -> None:
    made: list[str] = []

    def make(sha: str) -> Callable[[], str]:
        def compiled() -> str:
            made.append(sha)
            return f"compiled {sha}"

        return compiled

    editions = Editions(kept=2)
    for sha in ("a", "a", "b", "a", "c", "a", "b"):
        assert editions.get(sha, make(sha)) == f"compiled {sha}"
    assert made == ["a", "b", "c", "b"]


def test_many_threads_may_ask_for_the_same_edition(agency: Agency) -> None:
    editions, start = Editions(), Barrier(8)

    def ask(_: int) -> object:
        start.wait()
        return editions.get("x", object)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert editions.get("x", object) is editions.get("x", object)
