"""What steps leave to do: done by whichever worker comes first, at least once, always under the same key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from migraflow import worker
from migraflow.channels import webhook
from migraflow.domain.access import SYSTEM
from migraflow.domain.effects import Call
from migraflow.domain.errors import NotAllowed, Unfit
from migraflow.services import effects, notices
from migraflow.services.verification import verify
from migraflow.services.work import Work
from migraflow.store import effects as store
from migraflow.store.database import run
from migraflow.store.queue import Bell
from migraflow.wiring import Agency
from tests.cast import Clock
from tests.counter import Counter
from tests.small import petite_demande, publish, service

SECRET = "un secret que deux machines partagent"


@dataclass
class Partner:
    """A partner's machine: what it heard, and what it answers."""

    url: str = ""
    status: int = 200
    ready: Event = field(default_factory=Event)
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)


@pytest.fixture
def partner(agency: Agency) -> Iterator[Partner]:
    """A machine the administrator has written down as « consulat »."""
    there = Partner()

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            there.ready.wait(30)
            there.heard.append((self.headers[webhook.KEY], self.headers[webhook.SIGNATURE], content))
            self.send_response(there.status)
            self.send_header("Location", "http://127.0.0.1:9/ailleurs")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the test's screen."""

    server = HTTPServer(("127.0.0.1", 0), Listening)
    there.url = f"http://127.0.0.1:{server.server_port}/migraflow"
    there.ready.set()
    listed(agency, there.url)
    Thread(target=server.serve_forever, daemon=True).start()
    yield there
    there.ready.set()
    server.shutdown()
    server.server_close()


def listed(agency: Agency, address: str, secret: str = SECRET) -> None:
    """The administrator's list of targets."""
    text = f'[consulat]\nadresse = "{address}"\nsecret = "{secret}"\n'
    (Path(agency.settings.var) / webhook.FILE).write_text(text, encoding="utf-8")


CALLING = {
    service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"'): service(
        "P_02n", "Prévenir", "webhook", cible='"consulat"', contenu="{projet: projet}"
    )
}


@pytest.fixture
def calling(counter: Counter) -> Counter:
    """The small procedure, which calls the consulate's machine after the interview."""
    publish(counter.agency, petite_demande(CALLING))
    return counter


def interviewed(counter: Counter) -> str:
    """A case whose interview has been held: something is left to do."""
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    return ref


def test_a_call_is_signed_keyed_and_made_once(calling: Counter, partner: Partner) -> None:
    ref = interviewed(calling)
    calling.sweep()
    calling.sweep()
    ((key, signed, content),) = partner.heard
    expected = hmac.new(SECRET.encode(), key.encode() + b"." + content, hashlib.sha256).hexdigest()
    assert signed == f"sha256={expected}"
    told = json.loads(content)
    assert (told["dossier"], told["cle"], told["contenu"]) == (ref, key, {"projet": "Travailler en Espagne"})


def test_a_call_that_fails_is_made_again_with_the_same_key_then_given_up_and_called_back(
    calling: Counter, partner: Partner, clock: Clock
) -> None:
    partner.status = 503
    ref = interviewed(calling)
    for pause in (timedelta(), *effects.PAUSES):
        clock.now += pause
        calling.sweep()
    assert len(partner.heard) == 1 + len(effects.PAUSES)
    assert len({key for key, _, _ in partner.heard}) == 1
    (lost,) = calling.wish("ibrahim", effects.given_up)
    assert (lost.case_ref, lost.cause) == (ref, "webhook_refused target=consulat status=503")
    assert [item.kind for item in calling.case("moussa", ref).timeline][-1] == "failed"
    partner.status = 204
    calling.wish("ibrahim", effects.call_back, effect_id=lost.id)
    calling.sweep()
    assert len({key for key, _, _ in partner.heard}) == 1
    assert calling.wish("ibrahim", effects.given_up) == ()
    assert [item.kind for item in calling.case("moussa", ref).timeline][-1] == "retried"
    with calling.agency.working() as work:
        assert verify(work).faults == ()


def test_a_call_goes_nowhere_but_to_the_list(agency: Agency, partner: Partner) -> None:
    folder = Path(agency.settings.var)
    partner.status = 302
    for target, code in (("http://127.0.0.1:1/", "webhook_target_unknown"), ("consulat", "webhook_refused")):
        with pytest.raises(Unfit) as refusal:
            webhook.post(folder, Call(target, "cle", "{}"))
        assert refusal.value.code == code
    for address, secret in ((partner.url, "court"), ("file:///etc/passwd", SECRET)):
        listed(agency, address, secret)
        with pytest.raises(Unfit) as refusal:
            webhook.post(folder, Call("consulat", "cle", "{}"))
        assert refusal.value.code == "webhook_target_unfit"
    listed(agency, "http://127.0.0.1:9/")
    with pytest.raises(Unfit) as refusal:
        webhook.post(folder, Call("consulat", "cle", "{}"))
    assert refusal.value.code == "webhook_unreachable"


def test_many_workers_at_once_perform_each_effect_once(calling: Counter, partner: Partner) -> None:
    for _ in range(6):
        interviewed(calling)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: worker.perform_effects(calling.agency, 2), range(24)))
    keys = [key for key, _, _ in partner.heard]
    assert (len(keys), len(set(keys))) == (6, 6)


def test_a_worker_that_dies_with_an_effect_in_hand_loses_it_to_the_next(
    calling: Counter, partner: Partner, clock: Clock
) -> None:
    interviewed(calling)
    (lost,) = calling.agency.perform_as(SYSTEM, effects.take)
    worker.sweep(calling.agency)
    assert partner.heard == []
    clock.now += store.LEASE
    worker.sweep(calling.agency)
    with pytest.raises(Unfit) as late:
        calling.agency.perform_as(SYSTEM, effects.perform, effect=lost)
    assert late.value.code == "effect_taken"
    assert [key for key, _, _ in partner.heard] == [lost.key]


def lease_of(counter: Counter) -> str:
    """Until when the one effect in hand is held."""
    with counter.agency.working() as work:
        (row,) = run(work.store, "SELECT next_try FROM effects WHERE holder <> ''").all()
        return str(row.next_try)


def test_an_effect_that_takes_longer_than_a_lease_is_performed_by_one_worker_alone(
    calling: Counter, partner: Partner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.01)
    partner.ready.clear()
    interviewed(calling)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(worker.perform_effects, calling.agency)
        assert until(lambda: calling.agency.perform_as(SYSTEM, held_effects) == 1)
        for _ in range(3):
            before = lease_of(calling)
            clock.now += store.LEASE - timedelta(minutes=1)
            assert until(lambda before=before: lease_of(calling) != before)
            assert worker.perform_effects(calling.agency) == 0
        partner.ready.set()
        assert slow.result(30) == 1
    assert len(partner.heard) == 1
    assert calling.wish("ibrahim", effects.given_up) == ()
    with calling.agency.working() as work:
        assert verify(work).faults == ()


def held_effects(work: Work) -> int:
    """How many effects are in some worker's hand."""
    return run(work.store, "SELECT COUNT(*) FROM effects WHERE holder <> ''").scalar_one()


def test_a_worker_that_slept_through_its_lease_makes_no_call(calling: Counter, partner: Partner, clock: Clock) -> None:
    interviewed(calling)
    (lost,) = calling.agency.perform_as(SYSTEM, effects.take)
    clock.now += store.LEASE
    (taken,) = calling.agency.perform_as(SYSTEM, effects.take)
    worker.deliver(calling.agency, lost)
    assert partner.heard == []
    worker.deliver(calling.agency, taken)
    assert len(partner.heard) == 1


def test_an_effect_nobody_foresaw_failing_holds_up_no_other(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = interviewed(counter), interviewed(counter)
    (one, other) = counter.agency.perform_as(SYSTEM, effects.take)
    monkeypatch.setitem(vars(effects)["PERFORM"], "avis", lambda work, effect: 1 // 0)
    worker.deliver(counter.agency, one)
    monkeypatch.undo()
    worker.deliver(counter.agency, other)
    (row,) = counter.wish("seydou", notices.inbox).rows
    assert (row.case_ref, first != second) == (second, True)


def test_a_step_wakes_the_worker_and_a_lost_call_is_found_by_the_next_look(counter: Counter, tmp_path: Path) -> None:
    stop = Event()
    counter.agency.bell = Bell("", tmp_path)
    patient = Thread(target=worker.run, args=(counter.agency, stop, 600.0))
    patient.start()
    try:
        interviewed(counter)
        assert until(lambda: len(counter.wish("seydou", notices.inbox).rows) == 1)
    finally:
        stop.set()
    counter.agency.bell = None
    interviewed(counter)
    assert worker.perform_effects(counter.agency) == 1
    patient.join(1)


def until(happens) -> bool:
    """Whether it happens, given half a minute."""
    return any(happens() or Event().wait(0.1) for _ in range(300))


def test_nobody_at_a_desk_takes_or_performs_what_is_the_houses(counter: Counter) -> None:
    for use_case, words in ((effects.take, {}), (effects.given_up, {}), (effects.call_back, {"effect_id": 1})):
        with pytest.raises(NotAllowed):
            counter.wish("moussa", use_case, **words)
