"""Word to people outside: queued with the notice, sent once, tried again, given up in sight."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed
from migraflow.domain.sendings import ChannelKind
from migraflow.services import effects, sendings
from migraflow.settings import Outward, Settings
from migraflow.store import sendings as store
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, service, woman

PREVENIR = service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"')
RAPPELER = service("P_02n", "Rappeler", "avis", modele='"relance_absence"', a='"personne"')


@pytest.fixture
def follows_small() -> bool:
    """The small procedure is published here, otherwise than elsewhere."""
    return False


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """A counter whose interview ends with word to the person."""
    publish(agency, petit_secret(), petite_demande({PREVENIR: RAPPELER}))
    return Counter(agency, cast)


def told(counter: Counter, **identity: object) -> str:
    """A case whose person was sent word."""
    ref = counter.registered(identite=woman(**identity))
    counter.do("awa", "Mener", projet="Saison en Espagne")
    counter.agency.perform_as(SYSTEM, effects.perform_due)
    return ref


def sent(settings: Settings, kind: ChannelKind) -> list[dict[str, str]]:
    """What went out by a channel."""
    path = Path(settings.var) / "envois" / f"{kind.value}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_a_notice_to_the_person_goes_out_once_by_sms(counter: Counter, settings: Settings) -> None:
    told(counter)
    assert worker.send_word(counter.agency) == 1
    assert worker.send_word(counter.agency) == 0
    (word,) = sent(settings, ChannelKind.SMS)
    assert word["to"].endswith("76123456")
    assert word["subject"] == "Prenons un autre rendez-vous"
    assert "Fatoumata" in word["body"]


def test_word_another_worker_took_over_is_not_sent_by_the_first(
    counter: Counter, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(counter)
    (first,) = counter.agency.perform_as(SYSTEM, sendings.take)
    clock.now += store.LEASE
    (second,) = counter.agency.perform_as(SYSTEM, sendings.take)
    assert not counter.agency.perform_as(SYSTEM, sendings.hold, sending=first)
    clock.now += store.LEASE / 2
    assert counter.agency.perform_as(SYSTEM, sendings.hold, sending=second)
    clock.now += store.LEASE / 2
    assert worker.send_word(counter.agency) == 0
    monkeypatch.setattr(sendings, "take", lambda work, limit: (first,))
    worker.send_word(counter.agency)
    assert sent(settings, ChannelKind.SMS) == []


def test_nobody_is_written_to_in_a_house_of_roles(agency: Agency, cast: Cast, settings: Settings) -> None:
    publish(agency, petit_secret(), petite_demande())
    told(Counter(agency, cast))
    assert worker.send_word(agency) == 0


def test_a_server_that_is_away_is_tried_again_and_the_journal_says_when_nobody_answers(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    publish(agency, petit_secret(), petite_demande({PREVENIR: RAPPELER}))
    counter = Counter(agency, cast)
    away = replace(agency.settings, outward=Outward(sms_url="http://127.0.0.1:9/nobody"))
    agency.settings = away
    ref = told(counter)
    tries = 0
    for _ in range(12):
        tries += worker.send_word(agency)
        assert worker.send_word(agency) == 0, "not before its time"
        clock.advance(days=1, minutes=1)
    assert tries == 1 + len(sendings.PAUSES)
    assert [item.kind for item in counter.case("awa", ref).timeline].count("failed") == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(counter: Counter, clock: Clock) -> None:
    ref = told(counter)
    with counter.agency.working(SYSTEM) as work:
        (held,) = sendings.take(work)
        sendings.fail(work, sending=held, reason="550 inconnu", for_good=True)
    clock.advance(days=3)
    assert worker.send_word(counter.agency) == 0
    assert "failed" in [item.kind for item in counter.case("awa", ref).timeline]


def test_who_dies_with_word_in_hand_loses_it_to_the_next(counter: Counter, settings: Settings, clock: Clock) -> None:
    told(counter)
    with counter.agency.working(SYSTEM) as work:
        (held,) = sendings.take(work)
    assert worker.send_word(counter.agency) == 0
    clock.advance(minutes=11)
    assert worker.send_word(counter.agency) == 1
    with counter.agency.working(SYSTEM) as work:
        sendings.fail(work, sending=held, reason="trop tard", for_good=True)
    assert len(sent(settings, ChannelKind.SMS)) == 1


def test_somebody_who_wants_no_word_gets_none(counter: Counter) -> None:
    told(counter, telephone="")
    assert worker.send_word(counter.agency) == 0


def test_only_the_house_takes_word_in_hand(counter: Counter) -> None:
    with pytest.raises(NotAllowed):
        counter.wish("moussa", sendings.take)
