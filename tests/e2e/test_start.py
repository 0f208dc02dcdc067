"""``migraflow serve`` as somebody types it on a new machine, and types it again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from migraflow.demo import PASSWORD, TRIALS
from migraflow.services.accounts import username_of
from migraflow.settings import read_settings
from tests.e2e.server import PATIENCE, ROOT, free_port

MARK = read_settings().web / "migraflow.json"
"""Where the build says what it was made of."""
ANSWERS = re.compile(r"migraflow répond sur (http://127\.0\.0\.1:\d+) ")
OPENED = re.compile(r"(\d+) dossiers ouverts, \d+ étapes faites\.")


@dataclass
class Typed:
    """A command running in a terminal of its own; what it says is read from `log`."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def command(cls, log: Path, *words: str, **settings: str) -> Typed:
        """``migraflow serve`` with these words and ``MIGRAFLOW_…`` settings."""
        process = subprocess.Popen(
            [sys.executable, "-m", "migraflow.cli", "serve", *words],
            cwd=ROOT,
            env=clean(settings),
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return cls(process, log)

    @property
    def said(self) -> str:
        """All it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def until(self, words: str) -> str:
        """Wait until it has said `words`; all it said."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.said and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        assert words in self.said, self.said
        return self.said

    def interrupt(self) -> int:
        """Ctrl-C: the terminal tells every process in it. The exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)


def clean(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a machine on which nothing is set but where the program lies, and `settings`."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("MIGRAFLOW_") or key.endswith("_ROOT")
    }
    return kept | {f"MIGRAFLOW_{name}": value for name, value in settings.items()}


@dataclass(frozen=True)
class Start:
    """What a first start in an empty folder was like: the folder, the address, all it said, and how it ended."""

    var: Path
    url: str
    said: str
    answered: int
    welcomed: tuple[str, str]
    code: int


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """A first start, ended with Ctrl-C."""
    var, port = tmp_path_factory.mktemp("start") / "var", free_port()
    running = Typed.command(var.parent / "log", "--demo", "--people", "20", "--port", str(port), VAR=str(var))
    try:
        running.until("administrateur des comptes")
        url = found[1] if (found := ANSWERS.search(running.said)) else ""
        answered = httpx.get(f"{url}/connexion").status_code
        welcomed = signed_in(url, "fanta.coulibaly"), signed_in(url, "mariam.sidibe")
    finally:
        code = running.interrupt()
    return Start(var, url, running.said, answered, welcomed, code)


def test_an_empty_folder_becomes_a_house_that_answers_and_ends_with_ctrl_c(first: Start) -> None:
    assert PASSWORD in first.said
    assert all(username_of(trial.name) in first.said for trial in TRIALS if trial.told)
    assert (opened := OPENED.search(first.said)) and int(opened[1]) >= 20
    assert "Refusé" not in first.said
    assert "Traceback" not in first.said
    assert (first.answered, first.welcomed, first.code) == (200, ("/", "/"), 0)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{first.url}/health")


def test_the_second_time_nothing_is_built_or_filled_again(first: Start, tmp_path: Path) -> None:
    before = MARK.stat().st_mtime_ns
    running = Typed.command(tmp_path / "log", "--demo", "--port", str(free_port()), VAR=str(first.var))
    said = running.until("Comptes d'essai")
    assert running.interrupt() == 0
    assert MARK.stat().st_mtime_ns == before
    assert "Construction" not in said
    assert "Données d'essai" not in said
    assert "publiée" not in said


def test_on_the_demo_s_own_house_an_open_address_is_refused(first: Start, tmp_path: Path) -> None:
    open_to_all = {"VAR": str(first.var), "SECRET_KEY": "un secret de quarante caractères au moins"}
    words = ("--address", "0.0.0.0", "--port", str(free_port()))
    refused = Typed.command(tmp_path / "log", *words, "--behind-proxy", **open_to_all)
    assert refused.process.wait(PATIENCE) == 1
    assert "comptes d'essai" in refused.said


def signed_in(url: str, account: str) -> str:
    """Where signing in with a demo account leads."""
    form = {"username": account, "password": PASSWORD, "next": "/"}
    answer = httpx.post(f"{url}/session", data=form, headers={"Origin": url})
    return answer.headers["location"]
