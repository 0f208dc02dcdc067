"""Duplicates: proposed by the house, compared side by side, decided by somebody, and taken back to the letter."""

from __future__ import annotations

from typing import Any

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import Conflict, NotAllowed, NotFound, Unfit
from migraflow.domain.merging import PairSheet, PairState
from migraflow.services import corrections, merging, people
from migraflow.store.database import run
from tests.counter import Counter
from tests.small import woman

TWICE: dict[str, Any] = {"nom": "Jara", "prenoms": "Fatimata", "telephone": "66 00 11 22", "handicap": "visuel"}
IDENTITY: dict[str, Any] = {
    "nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "ne_vers": False, "date_naissance": "1999-03-12",
    "lieu_naissance": "Kita", "nationalite": "MLI", "pays_residence": "MLI", "region": "kayes",
    "telephone": "76 12 34 56", "niveau_instruction": "fondamental_2",
}  # fmt: skip
WHY = "Même carte, même photo : une seule personne."


def registered_twice(counter: Counter, **changed: Any) -> PairSheet:
    """Fatoumata Diarra, registered again as Fatimata Jara; the pair as Awa sees it."""
    counter.registered()
    counter.registered(identite=woman(**{**TWICE, **changed}))
    counter.sweep()
    (row,) = counter.wish("awa", merging.listing).rows
    return counter.wish("awa", merging.sheet, pair_id=row.id)


def everything(counter: Counter) -> dict[str, list[tuple[object, ...]]]:
    """All the register and what belongs to somebody, but for what counts changes and what keeps them."""
    tables = {
        "people": "id, ref, surname, given, name_key, birth_date, nina, phone, phone2, region, known, merged_into",
        "cases": "id, ref, person_id", "documents": "id, person_id", "person_keys": "key, person_id",
        "person_words": "person_id, word",
    }  # fmt: skip
    with counter.agency.database.session() as store:
        return {
            name: sorted(tuple(row) for row in run(store, f"SELECT {columns} FROM {name}"))
            for name, columns in tables.items()
        }


def merge(counter: Counter, sheet: PairSheet, first: str = "awa", **words: Any) -> str:
    """Somebody says they are one; the first record stays."""
    asked = {
        "keep": sheet.one.ref,
        "from_other": (),
        "reason": WHY,
        "versions": (sheet.one.version, sheet.other.version),
    }
    return counter.wish(first, merging.merge, pair_id=sheet.id, key=counter.key(), **{**asked, **words}).case_ref


def test_two_records_of_one_woman_are_proposed_and_every_term_is_explained(counter: Counter) -> None:
    sheet = registered_twice(counter)
    assert sheet.state is PairState.OPEN
    assert sheet.score >= 80
    assert sheet.terms[0] == ("Même nom, écrit autrement (Fatoumata Diarra / Fatimata Jara)", 45)
    assert ("Même date de naissance (12/03/1999)", 45) in sheet.terms
    fields = {field.path: field for field in sheet.fields}
    assert (fields["identite.nom"].one, fields["identite.nom"].other) == ("Diarra", "Jara")
    assert fields["identite.nom"].differs
    assert not fields["identite.date_naissance"].differs
    assert fields["identite.handicap"].one == ""
    assert [len(side.cases) for side in (sheet.one, sheet.other)] == [1, 1]


def test_a_merge_gives_one_person_with_the_values_that_were_chosen(counter: Counter) -> None:
    sheet = registered_twice(counter)
    kept = merge(counter, sheet, from_other=("identite.telephone",))
    page = counter.wish("awa", people.sheet, ref=kept)
    assert (page.facts.name, page.facts.phone) == ("Fatoumata Diarra", "+223 66 00 11 22")
    assert counter.wish("awa", corrections.form, ref=kept)[1]["handicap"] == "visuel"
    assert len(page.cases) == 2
    assert [row.ref for row in counter.wish("awa", people.search).rows] == [kept]
    assert counter.wish("awa", people.search, query="jara").rows == ()
    assert counter.wish("awa", people.sheet, ref=sheet.other.ref).facts.ref == kept
    kinds = [[item.kind for item in counter.case("awa", case.ref).timeline] for case in page.cases]
    assert all("merged" in told for told in kinds)
    assert counter.wish("awa", merging.listing).rows == ()


def test_undoing_a_merge_restores_both_people_their_cases_and_documents(counter: Counter) -> None:
    sheet = registered_twice(counter)
    before = everything(counter)
    kept = merge(counter, sheet, from_other=("identite.nom", "identite.prenoms"))
    assert everything(counter) != before
    (merged,) = counter.wish("awa", merging.of_person, ref=kept)
    assert (merged.gone_ref, merged.may_undo) == (sheet.other.ref, True)
    counter.wish("awa", merging.undo, merge_id=merged.id, key=counter.key())
    assert everything(counter) == before
    assert counter.wish("awa", merging.of_person, ref=kept) == ()
    with pytest.raises(NotFound):
        counter.wish("awa", merging.undo, merge_id=merged.id, key=counter.key())
    (again,) = counter.wish("awa", merging.listing).rows
    assert again.id == sheet.id


def test_what_was_corrected_after_the_merge_survives_its_undoing(counter: Counter) -> None:
    sheet = registered_twice(counter)
    kept = merge(counter, sheet, from_other=("identite.telephone",))
    answers = {**IDENTITY, "telephone": "66 00 11 22", "lieu_naissance": "Nioro", "handicap": "visuel"}
    version = counter.wish("awa", people.sheet, ref=kept).version
    counter.wish("awa", corrections.correct, ref=kept, answers=answers, version=version, key=counter.key())
    later = counter.open("fanta", person=kept).case_ref
    (merged,) = counter.wish("awa", merging.of_person, ref=kept)
    counter.wish("awa", merging.undo, merge_id=merged.id, key=counter.key())
    page = counter.wish("awa", people.sheet, ref=kept)
    known = counter.wish("awa", corrections.form, ref=kept)[1]
    assert (known["lieu_naissance"], page.facts.phone) == ("Nioro", "+223 76 12 34 56")
    assert known.get("handicap") is None
    assert later in [case.ref for case in page.cases]
    assert len(counter.wish("awa", people.sheet, ref=sheet.other.ref).cases) == 1


def test_two_people_found_different_are_never_proposed_again(counter: Counter) -> None:
    sheet = registered_twice(counter)
    counter.wish("awa", merging.keep_apart, pair_id=sheet.id, reason="Deux sœurs, deux cartes.", key=counter.key())
    counter.registered(identite=woman(**TWICE))
    counter.sweep()
    listed = {(row.one[0], row.other[0]) for row in counter.wish("awa", merging.listing).rows}
    assert (sheet.one.ref, sheet.other.ref) not in listed
    assert listed
    with pytest.raises(Unfit):
        merge(counter, sheet)


def test_a_correction_that_parts_them_takes_the_pair_off_the_list(counter: Counter) -> None:
    sheet = registered_twice(counter)
    answers = {**IDENTITY, "nom": "Sow", "prenoms": "Aminata", "date_naissance": "1970-01-05"}
    counter.wish(
        "awa", corrections.correct, ref=sheet.other.ref, answers=answers, version=sheet.other.version, key=counter.key()
    )
    counter.sweep()
    assert counter.wish("awa", merging.listing).rows == ()


def test_only_those_whose_right_reaches_both_people_decide(counter: Counter) -> None:
    counter.registered()
    counter.registered("kadi", identite=woman(**TWICE))
    counter.sweep()
    assert counter.wish("awa", merging.listing).rows == ()
    (row,) = counter.wish("moussa", merging.listing).rows
    with pytest.raises(NotFound):
        counter.wish("awa", merging.sheet, pair_id=row.id)
    with pytest.raises(NotAllowed):
        counter.wish("mariam", merging.listing)
    sheet = counter.wish("moussa", merging.sheet, pair_id=row.id)
    assert sheet.may_decide
    kept = merge(counter, sheet, "moussa")
    assert len(counter.wish("moussa", people.sheet, ref=kept).cases) == 2


def test_a_merge_needs_a_reason_and_the_records_as_they_were_compared(counter: Counter) -> None:
    sheet = registered_twice(counter)
    with pytest.raises(Unfit):
        merge(counter, sheet, reason=" oui ")
    with pytest.raises(Conflict):
        merge(counter, sheet, versions=(sheet.one.version, sheet.other.version + 1))
    with pytest.raises(NotFound):
        merge(counter, sheet, keep="P-999999")


def test_a_merge_into_somebody_merged_since_is_undone_after_the_later_one(counter: Counter) -> None:
    sheet = registered_twice(counter)
    kept = merge(counter, sheet)
    counter.registered(identite=woman(telephone="66 55 44 33"))
    counter.sweep()
    (row,) = counter.wish("awa", merging.listing).rows
    third = counter.wish("awa", merging.sheet, pair_id=row.id)
    last = merge(counter, third, keep=third.other.ref if third.one.ref == kept else third.one.ref)
    with counter.agency.working(SYSTEM) as work:
        first_merge = run(work.store, "SELECT MIN(id) FROM merges").scalar_one()
    with pytest.raises(Unfit):
        counter.wish("awa", merging.undo, merge_id=first_merge, key=counter.key())
    (later,) = counter.wish("awa", merging.of_person, ref=last)
    counter.wish("awa", merging.undo, merge_id=later.id, key=counter.key())
    counter.wish("awa", merging.undo, merge_id=first_merge, key=counter.key())
    assert len(counter.wish("awa", people.search).rows) == 3


def test_people_who_were_there_before_the_search_are_sifted_little_by_little(counter: Counter) -> None:
    counter.registered()
    counter.registered(identite=woman(**TWICE))
    with counter.agency.working(SYSTEM) as work:
        run(work.store, "DELETE FROM person_keys")
        run(work.store, "UPDATE people SET sifted = 0")
    counter.sweep()
    (row,) = counter.wish("awa", merging.listing).rows
    assert row.score >= 80
    with counter.agency.working(SYSTEM) as work:
        assert run(work.store, "SELECT COUNT(*) FROM people WHERE sifted < 2").scalar_one() == 0


def test_the_counter_reads_each_term_of_a_likeness_in_words(counter: Counter) -> None:
    counter.registered()
    ref = counter.registered(identite=woman(**TWICE))
    (found,) = counter.known(ref)["doublons"]
    assert found["explication"] == [
        "Même nom, écrit autrement (Fatimata Jara / Fatoumata Diarra) : +45",
        "Même date de naissance (12/03/1999) : +45",
    ]
