"""The worker does what waits for the house itself, and one failure does not stop it."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from migraflow import worker
from migraflow.domain.errors import Unfit
from migraflow.services.work import Work
from migraflow.wiring import Agency


def test_a_house_where_nothing_is_due_is_left_alone(agency: Agency) -> None:
    assert worker.sweep(agency) == 0


def test_what_fails_is_written_down_and_the_rest_goes_on(agency: Agency, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(work: Work) -> int:
        raise Unfit("broken")

    def works(work: Work) -> int:
        return 1

    assert worker.repeated(agency, breaks) == 0
    assert "breaks failed" in caplog.text
    assert worker.repeated(agency, works) == worker.AT_ONCE


def test_the_worker_ends_when_it_is_told_to(agency: Agency) -> None:
    stop = Event()
    sweeping = Thread(target=worker.run, args=(agency, stop, 0.01))
    sweeping.start()
    stop.set()
    sweeping.join(20)
    assert not sweeping.is_alive()
