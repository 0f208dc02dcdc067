"""One task per region: each lies where its item says, and only that region's people see it."""

from __future__ import annotations

import pytest

from migraflow.domain.cases import CaseState
from migraflow.domain.errors import Broken
from tests.between import gathers
from tests.counter import Counter
from tests.small import publish


def published(counter: Counter, places: str, place: str = "region") -> str:
    """An offer published in `places`, each asked for what it has."""
    publish(counter.agency, gathers(place))
    receipt = counter.open(procedure="collecte")
    assert receipt.next_token
    counter.complete("fanta", receipt.next_token, {"liste": places})
    return receipt.case_ref


def collecting(counter: Counter, first: str) -> list[tuple[str, str]]:
    """The regional tasks somebody sees: their names and regions."""
    return [(row.step, row.region) for row in counter.inbox(first) if row.step.startswith("Collecter")]


def test_each_region_gets_its_own_task_and_sees_no_other(counter: Counter) -> None:
    counter.promote("binta", "conseillers_regionaux")
    ref = published(counter, "kayes sikasso segou")
    assert collecting(counter, "awa") == [("Collecter · kayes", "kayes")]
    assert collecting(counter, "binta") == [("Collecter · sikasso", "sikasso")]
    counter.do("binta", "Collecter", avis="trois candidates")
    counter.do("awa", "Collecter", avis="deux candidats")
    assert [step.name for step in counter.case("moussa", ref).open_steps] == ["Collecter · segou"]


def test_the_answers_of_all_regions_are_gathered_in_their_order(counter: Counter) -> None:
    counter.promote("binta", "conseillers_regionaux")
    ref = published(counter, "kayes sikasso")
    counter.do("binta", "Collecter", avis="trois")
    counter.do("awa", "Collecter", avis="deux")
    assert [step.element for step in counter.case("moussa", ref).open_steps] == ["G_3"]
    assert counter.known(ref)["recus"] == ["deux", "trois"]


def test_an_office_brings_its_region_along(counter: Counter) -> None:
    counter.promote("binta", "conseillers_regionaux")
    published(counter, "dr_sikasso", "agence")
    assert collecting(counter, "binta") == [("Collecter · dr_sikasso", "sikasso")]
    assert collecting(counter, "awa") == []


def test_a_region_that_does_not_exist_stops_the_step_instead_of_losing_the_task(counter: Counter) -> None:
    publish(counter.agency, gathers())
    receipt = counter.open(procedure="collecte")
    assert receipt.next_token
    with pytest.raises(Broken, match="atlantide"):
        counter.complete("fanta", receipt.next_token, {"liste": "kayes atlantide"})
    assert counter.case("fanta", receipt.case_ref).state is not CaseState.CLOSED
    assert collecting(counter, "awa") == []
