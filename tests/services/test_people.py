"""The register: said once, known everywhere, one record per human."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotFound
from migraflow.services import people
from migraflow.store import people as store
from tests.counter import Counter
from tests.small import form, petite_demande, publish, text, woman


def test_the_first_case_of_somebody_writes_the_register(counter: Counter) -> None:
    ref = counter.registered()
    rows = counter.wish("fanta", people.search, query="diarra").rows
    assert [(row.name, row.sex, row.phone, row.cases) for row in rows] == [
        ("Fatoumata Diarra", "F", "+223 76 12 34 56", 1)]  # fmt: skip
    page = counter.wish("fanta", people.sheet, ref=rows[0].ref)
    assert page.facts.born == "12 mars 1999"
    assert [case.ref for case in page.cases] == [ref]
    assert ("Nom", "Diarra") in next(iter(page.blocks.values()))


def test_what_the_register_knows_is_filled_in_and_said_to_be_known(counter: Counter) -> None:
    counter.registered()
    number = counter.wish("fanta", people.search, query="diarra").rows[0].ref
    sheet = counter.sheet("fanta", counter.open("fanta", person=number).next_token or "")
    assert sheet.answers["identite"]["telephone"] == "+22376123456"
    assert sheet.known["identite.telephone"] == "registre des personnes"
    assert "lieu" not in sheet.known


def test_a_corrected_phone_is_corrected_for_every_later_case(counter: Counter) -> None:
    counter.registered()
    number = counter.wish("fanta", people.search, query="diarra").rows[0].ref
    again = counter.open("fanta", person=number)
    counter.complete("fanta", again.next_token or "", {"identite": woman(telephone="66 99 88 77"), "lieu": "Kita"})
    rows = counter.wish("fanta", people.search, query="66998877").rows
    assert [(row.ref, row.cases) for row in rows] == [(number, 2)]
    assert "corrected" in [item.kind for item in counter.case("fanta", again.case_ref).timeline]


@pytest.mark.parametrize("query", ["FATOU", "diàrra fatou", "76 12 34 56", "P-000001"])
def test_people_are_found_without_accents_by_phone_and_number(counter: Counter, query: str) -> None:
    counter.registered()
    assert len(counter.wish("fanta", people.search, query=query).rows) == 1
    assert counter.wish("fanta", people.search, query="zzz").rows == ()


@pytest.mark.parametrize("query", ["n'diaye", "N’Diaye", "ndiaye", "diaye"])
def test_an_apostrophe_hides_nobody(counter: Counter, query: str) -> None:
    counter.registered(identite=woman(nom="N'Diaye", prenoms="Awa"))
    assert [row.name for row in counter.wish("fanta", people.search, query=query).rows] == ["Awa N'Diaye"]


def test_somebody_met_in_kayes_does_not_exist_for_sikasso(counter: Counter) -> None:
    counter.registered()
    number = counter.wish("fanta", people.search, query="diarra").rows[0].ref
    assert counter.wish("kadi", people.search, query="diarra").rows == ()
    with pytest.raises(NotFound):
        counter.wish("kadi", people.sheet, ref=number)
    with pytest.raises(NotFound):
        counter.open("kadi", person=number)
    assert counter.wish("moussa", people.sheet, ref=number).facts.name == "Fatoumata Diarra"


def test_people_page_by_fifty(counter: Counter) -> None:
    for number in range(51):
        counter.registered(identite=woman(nom=f"Keïta{number:02}", telephone=f"66 00 00 {number:02}"))
    first = counter.wish("fanta", people.search)
    second = counter.wish("fanta", people.search, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (50, 1, None)


def found(counter: Counter, ref: str) -> list[tuple[object, object]]:
    """Whom the house found like the person of a case, with the reasons."""
    known = counter.known(ref)["doublons"]
    return [(one["numero"], one["motifs"]) for one in known]


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        (woman(), ["nom_date_naissance", "telephone"]),
        (woman(nom="DIARA", prenoms="Fatumata", telephone=None), ["nom_date_naissance"]),
        (woman(nom="Djarra", telephone=None), ["nom_date_naissance"]),
        (woman(nom="Sow", prenoms="Awa", date_naissance="2001-01-01"), ["telephone"]),
    ],
)
def test_the_house_finds_who_is_already_known_even_in_another_region(
    counter: Counter, typed: dict[str, object], reasons: list[str]
) -> None:
    counter.registered()
    ref = counter.registered("kadi", identite=typed)
    assert found(counter, ref) == [("P-000001", reasons)]


def test_two_people_of_one_name_born_apart_are_not_taken_for_each_other(counter: Counter) -> None:
    counter.registered()
    ref = counter.registered(identite=woman(date_naissance="1985-07-30", telephone="66 11 22 33"))
    assert found(counter, ref) == []


def test_nobody_is_found_like_oneself(counter: Counter) -> None:
    counter.registered()
    number = counter.wish("fanta", people.search, query="diarra").rows[0].ref
    again = counter.open("fanta", person=number)
    counter.complete("fanta", again.next_token or "", {"identite": woman(), "lieu": "Kayes"})
    assert found(counter, again.case_ref) == []


def test_nobody_draws_a_stranger_of_another_region_into_a_case(counter: Counter) -> None:
    counter.registered("kadi", identite=woman(nom="Sow", prenoms="Awa", date_naissance="1980-01-01", telephone=None))
    stranger = counter.wish("kadi", people.search, query="sow").rows[0]
    with_a_choice(counter)
    counter.registered()
    token = counter.task("awa", "Mener").token
    with pytest.raises(NotFound):
        counter.complete("awa", token, {"projet": "Partir", "qui": {"id": stranger.id, "nom": "Awa Sow"}})


def with_a_choice(counter: Counter) -> None:
    """The interview may say whom of the register the case is about."""
    choice = form("entretien", "Entretien", ("projet",), projet=text("Projet"), qui={
        "title": "Même personne que", "x-kind": "person", "x-register": "personne"})  # fmt: skip
    publish(counter.agency, petite_demande(forms={"forms/entretien.json": choice}))


def test_the_same_human_is_one_record_once_somebody_says_so(counter: Counter) -> None:
    with_a_choice(counter)
    counter.registered()
    ref = counter.registered(identite=woman(prenoms="Fatou", telephone="66 55 44 33"))
    one, other = counter.wish("awa", people.search, query="diarra").rows
    kept = next(row for row in (one, other) if row.ref == "P-000001")
    counter.complete(
        "awa", next(row.token for row in counter.inbox("awa") if row.case_ref == ref),
        {"projet": "Partir en Espagne", "qui": {"id": kept.id, "nom": kept.name}},
    )  # fmt: skip
    rows = counter.wish("awa", people.search, query="diarra").rows
    assert [(row.ref, row.name, row.phone, row.cases) for row in rows] == [
        ("P-000001", "Fatou Diarra", "+223 66 55 44 33", 2)]  # fmt: skip
    with counter.agency.working() as work:
        assert store.get(work.store, other.id if other.ref != "P-000001" else one.id) is None
