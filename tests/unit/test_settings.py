"""Settings come from the environment; a machine that says nothing gets good ones."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from migraflow.settings import kept_secret, read_settings


def test_a_machine_that_says_nothing_keeps_everything_beside_the_program_and_to_itself() -> None:
    settings = read_settings({})
    assert settings.database_url == f"sqlite:///{settings.root / 'var' / 'migraflow.db'}"
    assert settings.workflows == settings.root / "workflows"
    assert settings.local
    assert (settings.idle, settings.absolute) == (timedelta(hours=2), timedelta(hours=12))
    assert not settings.demo
    assert not settings.behind_proxy


def test_what_is_said_holds() -> None:
    settings = read_settings(
        {
            "MIGRAFLOW_DATABASE_URL": "postgresql://a@b/c",
            "MIGRAFLOW_ADDRESS": "0.0.0.0",
            "MIGRAFLOW_PORT": "443",
            "MIGRAFLOW_BEHIND_PROXY": "oui",
            "MIGRAFLOW_PUBLIC_URL": "https://migraflow.example/",
            "MIGRAFLOW_SESSION_IDLE_MINUTES": "30",
            "MIGRAFLOW_UPLOAD_LIMIT_MB": "2",
        }
    )
    assert (settings.database_url, settings.port, settings.local) == ("postgresql://a@b/c", 443, False)
    assert (settings.behind_proxy, settings.public_url) == (True, "https://migraflow.example")
    assert (settings.idle, settings.upload_limit) == (timedelta(minutes=30), 2 * 1024 * 1024)


@pytest.mark.parametrize(("address", "local"), [("127.0.0.1", True), ("::1", True), ("10.0.0.4", False), ("::", False)])
def test_only_this_very_machine_is_local(address: str, local: bool) -> None:
    assert read_settings({}).bound_to(address, 8000).local is local


def test_the_machines_own_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as starters:
        secrets = set(starters.map(kept_secret, [tmp_path / "var"] * 12))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 48
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
