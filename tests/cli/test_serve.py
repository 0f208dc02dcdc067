"""On this machine the service opens at once; on any other address it insists on what keeps people safe."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from migraflow.cli.serve import refuse_unsafe, renew_on_signal, server_command, server_environment, spare_on_signal
from migraflow.cli.words import Stop
from migraflow.services import accounts
from migraflow.settings import Settings
from migraflow.wiring import Agency
from tests.cast import PASSWORD, Cast
from tests.cli.conftest import Typed

SECRET = "un secret de quarante caractères au moins"
NEW = "la saison des pluies 7"


def own_passwords(agency: Agency, cast: Cast) -> None:
    """Nobody keeps the password of the documentation."""
    ibrahim = cast.token("ibrahim")
    for row in agency.perform(accounts.accounts, ibrahim):
        if row.id != cast.id("ibrahim"):
            agency.perform(accounts.close_account, ibrahim, account_id=row.id)
    agency.perform(accounts.change_password, ibrahim, old=PASSWORD, new=NEW)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"secret_key": ""}, "MIGRAFLOW_SECRET_KEY"),
        ({"secret_key": "court"}, "MIGRAFLOW_SECRET_KEY"),
        ({"behind_proxy": False}, "en clair"),
        ({"demo": True}, "comptes d'essai"),
    ],
)
def test_on_an_open_address_each_danger_is_refused_by_name(
    agency: Agency, cast: Cast, settings: Settings, changed: dict[str, object], told: str
) -> None:
    own_passwords(agency, cast)
    safe = replace(settings.bound_to("0.0.0.0", 8000), secret_key=SECRET, behind_proxy=True)
    refuse_unsafe(safe, agency)
    with pytest.raises(Stop, match=told):
        refuse_unsafe(replace(safe, **changed), agency)  # pyright: ignore[reportArgumentType]


def test_on_an_open_address_no_demo_password_is_left(agency: Agency, settings: Settings) -> None:
    with pytest.raises(Stop, match="comptes d'essai"):
        refuse_unsafe(replace(settings.bound_to("0.0.0.0", 8000), secret_key=SECRET, behind_proxy=True), agency)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_nothing_is_asked(agency: Agency, settings: Settings, address: str) -> None:
    refuse_unsafe(replace(settings.bound_to(address, 8000), secret_key="", demo=True), agency)


def test_the_command_itself_refuses_an_open_address(migraflow: Typed) -> None:
    answer = migraflow("serve", "--address", "0.0.0.0", "--port", "8999")
    assert (answer.code, "clé secrète" in answer.err) == (1, True)


def test_a_port_somebody_holds_is_told(migraflow: Typed) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        answer = migraflow("serve", "--port", held.getsockname()[1])
    assert (answer.code, "n'est pas libre" in answer.err) == (1, True)


def test_the_server_knows_where_it_stands(tmp_path: Path, settings: Settings) -> None:
    placed = replace(settings.bound_to("10.0.0.4", 8443), behind_proxy=True, redis_url="redis://cache", processes=3)
    command, environment = server_command(placed), server_environment(placed)
    assert command[command.index("--host") + 1] == "10.0.0.4"
    assert command[command.index("--port") + 1] == "8443"
    assert environment["MIGRAFLOW_BEHIND_PROXY"] == "1"
    assert environment["MIGRAFLOW_REDIS_URL"] == "redis://cache"
    assert command[command.index("--workers") + 1] == "3"


def test_several_processes_without_a_shared_memory_are_refused(migraflow: Typed) -> None:
    answer = migraflow("serve", "--processes", "2", "--port", "8999")
    assert (answer.code, "MIGRAFLOW_REDIS_URL" in answer.err) == (1, True)


def test_a_renewal_asked_of_the_house_reaches_the_server_and_ends_neither(tmp_path: Path) -> None:
    heard, ready = tmp_path / "heard", tmp_path / "ready"
    listens = (
        "import pathlib, signal, sys\n"
        "signal.signal(signal.SIGHUP, lambda *_: pathlib.Path(sys.argv[1]).touch())\n"
        "pathlib.Path(sys.argv[2]).touch()\n"
        "while not pathlib.Path(sys.argv[1]).exists(): signal.pause()\n"
    )
    before = signal.getsignal(signal.SIGUSR1)
    server = subprocess.Popen([sys.executable, "-c", listens, str(heard), str(ready)])
    try:
        assert happens(ready.exists)
        spare_on_signal()
        os.kill(os.getpid(), signal.SIGUSR1)
        renew_on_signal(server)
        assert not heard.exists()
        os.kill(os.getpid(), signal.SIGUSR1)
        assert server.wait(30) == 0
        assert heard.exists()
    finally:
        server.kill()
        signal.signal(signal.SIGUSR1, before)


def test_a_worker_goes_on_when_a_renewal_is_asked_of_it_and_ends_when_it_is_told_to(
    tmp_path: Path, sqlite_url: str
) -> None:
    environment = {**os.environ, "MIGRAFLOW_DATABASE_URL": sqlite_url, "MIGRAFLOW_VAR": str(tmp_path)}
    said = tmp_path / "said"
    command = [sys.executable, "-u", "-m", "migraflow.cli", "worker"]
    with said.open("wb") as out:
        worker = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        assert happens(lambda: b"au travail" in said.read_bytes())
        worker.send_signal(signal.SIGUSR1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        worker.kill()


def happens(what: Callable[[], bool]) -> bool:
    """Whether it happens, given a minute."""
    return any(what() or Event().wait(0.1) for _ in range(600))
