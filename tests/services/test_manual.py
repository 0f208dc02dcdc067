"""The manual follows what is published: read by whoever may see procedures, searched, printed."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotFound, NotSignedIn
from migraflow.services import manual
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """An agency that follows two small procedures the plan of the manual does not name."""
    publish(agency, petit_secret(), petite_demande())
    return Counter(agency, cast)


def test_a_procedure_the_plan_forgot_still_stands_in_the_manual(counter: Counter) -> None:
    book = counter.wish("awa", manual.manual)
    found = {one.id: chapter.title for chapter, one in book.procedures()}
    assert found == {"petite_demande": "Autres procédures", "petit_secret": "Autres procédures"}
    assert counter.wish("awa", manual.manual) is book


def test_a_new_edition_writes_the_manual_anew_and_says_what_it_changed(counter: Counter, agency: Agency) -> None:
    assert counter.wish("awa", manual.procedure, id="petite_demande")[1].edition == 1
    publish(agency, petite_demande({"P30D": "P15D"}))
    _, text = counter.wish("awa", manual.procedure, id="petite_demande")
    assert text.edition == 2
    assert text.changes == ("« Délai de recours passé » attend 15 jours au lieu de 30 jours.",)
    assert any("après 15 jours" in f"{step.does} {step.meanwhile}" for step in text.steps)
    with pytest.raises(NotFound):
        counter.wish("awa", manual.procedure, id="nulle_part")


def test_words_are_found_without_their_accents_and_lead_to_their_step(counter: Counter) -> None:
    [hit, *_] = counter.wish("awa", manual.search, words="cloturer DOSSIER")
    step = next(one for one in counter.wish("awa", manual.procedure, id=hit.procedure)[1].steps
                if one.name == "Clôturer le dossier")  # fmt: skip
    assert hit.anchor == f"etape-{step.number}"
    assert counter.wish("awa", manual.search, words="zzz introuvable") == ()
    assert counter.wish("awa", manual.search, words="  ") == ()


def test_the_print_is_the_same_for_the_same_editions(counter: Counter, agency: Agency) -> None:
    first = counter.wish("awa", manual.printed)
    assert first.startswith(b"%PDF")
    manual.SHELF.print = b""
    assert counter.wish("awa", manual.printed) == first
    publish(agency, petite_demande({"P30D": "P15D"}))
    assert counter.wish("awa", manual.printed) != first


def test_a_diagram_is_drawn_for_who_may_see_it(counter: Counter, agency: Agency) -> None:
    assert counter.wish("awa", manual.picture, id="petite_demande").startswith("<svg ")
    with pytest.raises(NotSignedIn):
        agency.perform(manual.picture, None, id="petite_demande")
