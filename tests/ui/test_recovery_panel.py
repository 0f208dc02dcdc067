"""The panel of a case set aside: who is shown it, what it does, what whoever comes second is told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from migraflow import wiring, worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.recovery import Stalled
from migraflow.services import effects
from migraflow.ui.pages.case import CasePageState
from migraflow.ui.pages.effects import EffectsState
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.counter import Counter
from tests.services.test_recovery import UNDECIDED
from tests.small import petit_secret, petite_demande, publish
from tests.ui.window import fire, heard, window


@pytest.fixture
def counter(agency: Agency, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The agency this process serves; nobody foresaw an appeal turned down, and one notice cannot be sent."""
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    publish(agency, petit_secret(), petite_demande({**UNDECIDED, '"avis"': '"message"'}))
    return Counter(agency, cast)


@pytest.fixture
def stalled(counter: Counter) -> str:
    """A case whose step broke."""
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    counter.send("fanta", ref, "recours")
    with pytest.raises(Stalled):
        counter.do("moussa", "Statuer", admis=False)
    return ref


def plain(text: str) -> str:
    """`text` with ordinary spaces."""
    return re.sub(r"\s", " ", text)


def page_of(counter: Counter, first: str, ref: str) -> Any:
    """Somebody opens the case."""
    page = window(CasePageState, counter.cast.token(first), f"/dossiers/{ref}")
    fire(page, "load")
    return page


def test_those_in_charge_read_the_cause_and_the_others_only_that_it_waits(counter: Counter, stalled: str) -> None:
    page = page_of(counter, "moussa", stalled)
    assert plain(page.trouble.what) == (
        "L’étape « Admis ? » n’a pas pu se faire, pendant « Statuer sur le recours », par Moussa Keïta, "
        "aujourd’hui, 9 h 00."
    )
    assert "aucune condition" in page.trouble.cause
    assert ("admis", "Admis (non)") in page.trouble.fields
    other = page_of(counter, "fanta", stalled)
    assert other.trouble.key == ""
    assert "à reprendre" in other.here.sentence


def test_a_value_is_put_right_and_the_step_tried_again(counter: Counter, stalled: str) -> None:
    page = page_of(counter, "moussa", stalled)
    wrong = fire(page, "decide", {"gesture": "amend", "name": "admis", "value": "peut-être", "reason": "Mal saisi"})
    assert "oui" in heard(wrong).lower()
    assert "corrigée" in heard(fire(page, "decide", {"gesture": "amend", "name": "admis", "value": "oui",
                                                     "reason": "Mal saisi"}))  # fmt: skip
    assert ("admis", "Admis (oui)") in page.trouble.fields
    assert "continue" in heard(fire(page, "decide", {"gesture": "retry"}))
    assert page.trouble.key == ""


def test_a_step_that_breaks_again_says_so_and_stays(counter: Counter, stalled: str) -> None:
    page = page_of(counter, "moussa", stalled)
    assert "aucune condition" in heard(fire(page, "decide", {"gesture": "retry"}))
    assert "2 essais" in page.trouble.what


def test_whoever_decides_second_is_told_who_was_first_and_when(counter: Counter, clock: Clock, stalled: str) -> None:
    first, second = page_of(counter, "moussa", stalled), page_of(counter, "seydou", stalled)
    clock.advance(hours=1, minutes=42)
    fire(first, "decide", {"gesture": "annul", "reason": "Doublon"})
    told = plain(heard(fire(second, "decide", {"gesture": "skip", "reason": "Tant pis"})))
    assert "Déjà traité par Moussa Keïta à 10 h 42" in told
    assert second.here.closed


def test_what_was_given_up_is_called_back_by_whoever_looks_after_the_house(counter: Counter, clock: Clock) -> None:
    counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    for pause in (0, 1, 6, 90, 500, 2000):
        clock.advance(minutes=pause)
        worker.sweep(counter.agency)
    page = window(EffectsState, counter.cast.token("ibrahim"), "/envois")
    fire(page, "load")
    (row,) = page.rows
    assert (row.what, row.why) == ("message · P_02n", "message_unexpected message= · 6 essais")
    assert "relancé" in heard(fire(page, "again", row.id))
    assert page.rows == []
    assert len(counter.agency.perform_as(SYSTEM, effects.take)) == 1
    fire(other := window(EffectsState, counter.cast.token("moussa"), "/envois"), "load")
    assert other.standing == "refused"
