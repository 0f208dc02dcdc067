"""Prometheus reads how the house is, from this machine or with the token; strangers find nothing there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from migraflow.api import routes_app
from migraflow.services import accounts
from migraflow.wiring import Agency
from tests.cast import Cast

HERE = ("127.0.0.1", 50_000)


def watcher(agency: Agency, client: tuple[str, int] = HERE) -> TestClient:
    """Somebody who asks from the address `client`."""
    return TestClient(routes_app(lambda: agency, lambda: agency.settings), client=client)


def test_the_house_tells_this_machine_how_it_is(agency: Agency, cast: Cast) -> None:
    agency.perform(accounts.who, cast.token("awa"))
    with watcher(agency) as client:
        told = client.get("/metrics").text
    assert 'migraflow_use_case_seconds_count{outcome="granted",use_case="sessions.who"}' in told
    for name in ("open_tasks", "due_effects", "given_up_effects", "due_timers", "timer_lateness_seconds"):
        assert f"\nmigraflow_{name} 0.0" in told
    assert "Awa" not in told


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "41.73.100.1"}, {"forwarded": "for=41.73.100.1"}])
def test_whoever_comes_through_the_proxy_finds_nothing(agency: Agency, headers: dict[str, str]) -> None:
    with watcher(agency) as client:
        assert client.get("/metrics", headers=headers).status_code == 404


def test_another_machine_finds_nothing_without_the_token(agency: Agency) -> None:
    agency.settings = replace(agency.settings, metrics_token="un jeton pour la supervision")
    with watcher(agency, ("10.0.0.9", 50_000)) as client:
        right = {"authorization": "Bearer un jeton pour la supervision"}
        wrong = {"authorization": "Bearer autre"}
        codes = [client.get("/metrics", headers=headers).status_code for headers in (right, wrong, {})]
    assert codes == [200, 404, 404]


def test_another_machine_finds_nothing_when_there_is_no_token(agency: Agency) -> None:
    with watcher(agency, ("10.0.0.9", 50_000)) as client:
        assert client.get("/metrics").status_code == 404
