"""What stays inside: referrals to protection, sensitive answers."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotFound
from migraflow.services import cases, documents, people
from migraflow.store import people as store
from tests.counter import Counter
from tests.small import woman

PDF = b"%PDF-1.7 essai"


def referred(counter: Counter) -> str:
    """The case of a girl of sixteen, with protection."""
    return counter.registered(age_declare=16)


def test_a_minor_never_reaches_an_interview(counter: Counter) -> None:
    ref = referred(counter)
    assert counter.inbox("awa") == ()
    assert [row.step for row in counter.inbox("aminata")] == ["Protéger l'enfant"]
    assert [step.name for step in counter.case("aminata", ref).open_steps] == ["Protéger l'enfant"]


@pytest.mark.parametrize("first", ["fanta", "awa", "oumar", "moussa", "seydou"])
def test_others_see_that_a_case_is_referred_and_nothing_from_inside(counter: Counter, first: str) -> None:
    ref = referred(counter)
    counter.do("aminata", "Protéger", danger="Mariage forcé")
    sheet = counter.case(first, ref)
    assert sheet.referred
    everything = repr(sheet)
    for secret in ("Mariage", "Protéger", "S_01", "Aminata"):
        assert secret not in everything
    inside = counter.case("aminata", ref)
    assert not inside.referred
    assert "Mariage" in repr(inside)


def test_while_it_is_with_protection_the_list_and_the_diagram_say_so(counter: Counter) -> None:
    ref = referred(counter)
    row = next(row for row in counter.wish("fanta", cases.search).rows if row.ref == ref)
    assert (row.referred, row.steps) == (True, ())
    assert counter.case("fanta", ref).open_elements == ("proteger",)
    assert "deadline" not in repr(row)


def test_the_list_still_says_so_when_protection_has_nothing_left_to_do(counter: Counter) -> None:
    ref = referred(counter)
    counter.do("aminata", "Protéger", danger="Mariage forcé")
    said = {first: counter.wish(first, cases.search, query=ref).rows[0].referred for first in ("fanta", "aminata")}
    assert said == {"fanta": True, "aminata": False}


def test_the_task_inside_is_not_found_by_those_outside(counter: Counter) -> None:
    referred(counter)
    token = counter.task("aminata", "Protéger").token
    for first in ("fanta", "awa", "oumar", "moussa"):
        with pytest.raises(NotFound):
            counter.sheet(first, token)


def test_a_file_kept_inside_is_not_found_outside(counter: Counter) -> None:
    ref = referred(counter)
    token = counter.task("aminata", "Protéger").token
    kept = counter.wish("aminata", documents.add, token=token, name="fiche.pdf", kind="fiche", content=PDF)
    assert counter.wish("aminata", documents.content, id=kept.id) == ("fiche.pdf", "application/pdf", PDF)
    with pytest.raises(NotFound):
        counter.wish("fanta", documents.content, id=kept.id)
    assert counter.case("fanta", ref).documents == ()
    assert [document.name for document in counter.case("aminata", ref).documents] == ["fiche.pdf"]


def test_a_sensitive_answer_is_seen_only_by_those_who_may(counter: Counter) -> None:
    ref = counter.registered(identite=woman(handicap="visuel"))
    assert "visuel" not in repr(counter.case("fanta", ref))
    assert "visuel" in repr(counter.case("awa", ref))
    number = counter.case("fanta", ref).person.ref
    assert "visuel" not in repr(counter.wish("fanta", people.sheet, ref=number))
    again = counter.open("fanta", person=number)
    assert "visuel" not in repr(counter.sheet("fanta", again.next_token or ""))


def test_who_may_not_see_a_sensitive_answer_does_not_erase_it(counter: Counter) -> None:
    ref = counter.registered(identite=woman(handicap="visuel"))
    number = counter.case("fanta", ref).person.ref
    again = counter.open("fanta", person=number)
    counter.complete("fanta", again.next_token or "", {"identite": woman(), "lieu": "Kayes"})
    with counter.agency.working(counter.cast["awa"]) as work:
        person = store.find(work.store, number, seen_by=work.actor)
        assert person is not None
        assert person.known["identite"]["handicap"] == "visuel"
