"""Letters: handed out once per step, kept with the case, verified by whoever holds the paper."""

from __future__ import annotations

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, NotFound, NotSignedIn, Unfit
from migraflow.domain.letters import LetterState
from migraflow.services import documents, effects, letter_models, letters
from migraflow.store import letters as store
from migraflow.wiring import Agency
from tests.cast import MONDAY, Cast
from tests.counter import Counter
from tests.small import chain, flow, petit_secret, petite_demande, publish, service

PREVENIR = service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"')
REMETTRE = service("P_02n", "Remettre le récépissé (L1)", "lettre", modele='"L1"')
SECRET = service("S_00", "Éditer la fiche (L21)", "lettre", modele='"L21"')


@pytest.fixture
def follows_small() -> bool:
    """The small procedure is published here, otherwise than elsewhere."""
    return False


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """A counter whose interview ends with a letter."""
    publish(agency, petit_secret(), petite_demande({PREVENIR: REMETTRE}))
    return Counter(agency, cast)


def handed_out(counter: Counter) -> tuple[str, str]:
    """A case whose person was given the letter: its number and the document's id."""
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Saison en Espagne")
    counter.sweep()
    (paper,) = counter.case("awa", ref).documents
    return ref, paper.id


def letter_of(counter: Counter, document_id: str) -> store.Letter:
    """What is kept of a letter."""
    with counter.agency.working() as work:
        found = store.of_document(work.store, document_id)
    assert found is not None
    return found


def test_the_step_asks_for_a_letter_and_the_case_holds_it(counter: Counter) -> None:
    ref, document = handed_out(counter)
    name, mime, content = counter.wish("awa", documents.content, id=document)
    assert (name, mime) == ("L1 Récépissé de demande 000001-2026-DR-KAYES.pdf", "application/pdf")
    assert content.startswith(b"%PDF-") and len(content) > 10_000
    told = [item.what for item in counter.case("awa", ref).timeline if item.kind == "letter"]
    assert told == ["Récépissé de demande, n° 000001/2026/DR-KAYES"]


def test_numbers_go_on_by_office_and_begin_again_each_year(counter: Counter, clock) -> None:
    numbers = [letter_of(counter, handed_out(counter)[1]).number for _ in range(2)]
    clock.advance(days=360)
    numbers.append(letter_of(counter, handed_out(counter)[1]).number)
    assert numbers == ["000001/2026/DR-KAYES", "000002/2026/DR-KAYES", "000001/2027/DR-KAYES"]


def test_an_effect_performed_twice_makes_one_letter(counter: Counter) -> None:
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Saison en Espagne")
    with counter.agency.working(SYSTEM) as work:
        (effect,) = effects.take(work)
        letters.issue(work, effect)
        letters.issue(work, effect)
    assert len(counter.case("awa", ref).documents) == 1


def test_a_letter_is_read_by_those_who_see_the_case(counter: Counter) -> None:
    _, document = handed_out(counter)
    for stranger in ("binta", "mariam", "ibrahim"):
        with pytest.raises(NotFound):
            counter.wish(stranger, documents.content, id=document)


def test_the_paper_is_verified_by_its_code_without_a_word_about_the_person(counter: Counter) -> None:
    ref, document = handed_out(counter)
    letter = letter_of(counter, document)
    content = counter.wish("awa", documents.content, id=document)[2]
    found = counter.agency.perform(letters.verify, None, code=letter.code.lower().replace("-", " "), content=content)
    assert (found.number, found.title, found.state, found.same) == (
        letter.number, "Récépissé de demande", LetterState.VALID, True,
    )  # fmt: skip
    assert ref not in repr(found)
    assert "Diarra" not in repr(found)


def test_a_changed_paper_is_refused(counter: Counter) -> None:
    _, document = handed_out(counter)
    content = counter.wish("awa", documents.content, id=document)[2]
    changed = content.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != content
    code = letter_of(counter, document).code
    assert counter.agency.perform(letters.verify, None, code=code, content=changed).same is False


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "' OR 1=1 --", "é" * 12])
def test_a_code_nobody_gave_verifies_nothing(counter: Counter, code: str) -> None:
    with pytest.raises(NotFound):
        counter.agency.perform(letters.verify, None, code=code)


def test_an_unknown_model_is_tried_again_and_given_up_in_the_end(agency: Agency, cast: Cast, clock) -> None:
    publish(agency, petit_secret(), petite_demande({PREVENIR: service("P_02n", "Remettre", "lettre", modele="lieu")}))
    counter = Counter(agency, cast)
    ref = counter.registered(lieu="L99")
    counter.do("awa", "Mener", projet="Saison en Espagne")
    for _ in range(8):
        counter.sweep()
        clock.advance(days=1, minutes=1)
    assert "failed" in [item.kind for item in counter.case("awa", ref).timeline]
    assert counter.case("awa", ref).documents == ()


def test_a_letter_taken_back_says_so_to_whoever_verifies_it(counter: Counter) -> None:
    ref, document = handed_out(counter)
    seen = {first: counter.case(first, ref).documents[0].may_annul for first in ("awa", "moussa")}
    assert seen == {"awa": False, "moussa": True}
    with pytest.raises(NotAllowed):
        counter.wish("awa", letters.annul, document_id=document, reason="Erreur de nom")
    with pytest.raises(NotFound):
        counter.wish("binta", letters.annul, document_id=document, reason="Erreur de nom")
    with pytest.raises(NotSignedIn):
        counter.agency.perform(letters.annul, None, document_id=document, reason="Erreur de nom")
    with pytest.raises(Unfit):
        counter.wish("moussa", letters.annul, document_id=document, reason=" ")
    counter.wish("moussa", letters.annul, document_id=document, reason="Erreur de nom")
    found = counter.agency.perform(letters.verify, None, code=letter_of(counter, document).code)
    assert (found.state, "Erreur" in repr(found)) == (LetterState.ANNULLED, False)
    with pytest.raises(Unfit):
        counter.wish("moussa", letters.annul, document_id=document, reason="Deux fois")
    sheet = counter.case("moussa", ref)
    assert (sheet.documents[0].annulled, sheet.documents[0].may_annul) == (MONDAY, False)
    assert [(item.who, item.detail) for item in sheet.timeline if item.kind == "letter_annulled"] == [
        ("Moussa Keïta", "Erreur de nom")
    ]


def test_a_letter_of_a_confidential_procedure_is_read_inside_only(agency: Agency, cast: Cast) -> None:
    lane = "<bpmn:flowNodeRef>S_01</bpmn:flowNodeRef>"
    secret = petit_secret({lane: lane.replace("S_01", "S_00") + lane,
                           flow("s_debut", "S_01"): SECRET + chain("s_debut", "S_00", "S_01")})  # fmt: skip
    publish(agency, secret, petite_demande())
    agency.house.called["petit_secret"] = secret
    counter = Counter(agency, cast)
    ref = counter.registered(age_declare=15)
    counter.sweep()
    assert counter.case("fanta", ref).documents == ()
    (paper,) = counter.case("aminata", ref).documents
    assert counter.wish("aminata", documents.content, id=paper.id)[2].startswith(b"%PDF-")
    with pytest.raises(NotFound):
        counter.wish("fanta", documents.content, id=paper.id)


def test_a_manager_gives_a_model_new_words_and_the_next_letter_says_them(counter: Counter) -> None:
    before = counter.wish("salif", letter_models.text, code="L1")
    after = before.replace("Récépissé de demande", "Reçu de votre demande")
    counter.wish("salif", letter_models.save, code="L1", text=after)
    _, document = handed_out(counter)
    assert letter_of(counter, document).title == "Reçu de votre demande"
    row = next(row for row in counter.wish("salif", letter_models.catalogue) if row.code == "L1")
    assert (row.title, row.edition, row.changed_by) == ("Reçu de votre demande", 1, "Salif Traoré")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ date_demande }}", "{{ date_demande"),
        ("{{ date_demande }}", "{{ demande inconnue }}"),
        ("{{ date_demande }}", "{{ date_depart }}"),
        ('code = "L1"', 'code = "L2"'),
        ("+++", "---"),
        (":: si", ":: quand"),
    ],
)
def test_words_that_do_not_do_are_refused_with_the_reason(counter: Counter, old: str, new: str) -> None:
    text = counter.wish("salif", letter_models.text, code="L1")
    changed = text.replace(old, new, 1)
    assert changed != text
    assert counter.wish("salif", letter_models.preview, code="L1", text=changed).reason
    with pytest.raises(Unfit):
        counter.wish("salif", letter_models.save, code="L1", text=changed)


def test_only_who_publishes_procedures_changes_a_model(counter: Counter) -> None:
    text = counter.wish("awa", letter_models.text, code="L1")
    for first in ("awa", "moussa"):
        with pytest.raises(NotAllowed):
            counter.wish(first, letter_models.save, code="L1", text=text + "\nEncore.")
    with pytest.raises(NotFound):
        counter.wish("salif", letter_models.text, code="L99")


def test_the_letter_stands_on_the_page_of_its_person_for_those_who_see_the_case(counter: Counter) -> None:
    ref, document = handed_out(counter)
    person = counter.case("awa", ref).person
    assert person is not None
    assert [paper.id for paper in counter.wish("awa", documents.of_person, ref=person.ref)] == [document]
    with pytest.raises(NotFound):
        counter.wish("binta", documents.of_person, ref=person.ref)
    with pytest.raises(NotAllowed):
        counter.wish("mariam", documents.of_person, ref=person.ref)
