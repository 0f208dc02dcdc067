"""What makes a password fit, and how long somebody waits after wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from migraflow.domain.passwords import FREE_TRIES, wait_after, weakness

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    ["un long chemin vers Kayes", "la pluie de juillet", "bamako est une grande ville", "Traoré Salif et moi"],
)
def test_a_sentence_will_do(password: str) -> None:
    assert weakness(password, username="awa.diallo", name="Awa Diallo") is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court", "password_too_short"),
        ("x" * 201, "password_too_long"),
        ("aaaaaaaaaaaaaaaa", "password_too_common"),
        ("121212121212", "password_too_common"),
        ("MotDePasse2026", "password_too_common"),
        ("Azerty123456!", "password_too_common"),
        ("awa.diallo.26", "password_is_your_name"),
        ("Diallo Awa 26", "password_is_your_name"),
    ],
)
def test_what_people_try_first_will_not(password: str, code: str) -> None:
    found = weakness(password, username="awa.diallo", name="Awa Diallo")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (FREE_TRIES - 1, 0), (5, 30), (6, 60), (8, 240), (10, 900), (50, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures: int, wait: int) -> None:
    assert wait_after(failures, NOW, NOW) == wait


def test_the_wait_runs_from_the_last_wrong_try() -> None:
    assert wait_after(5, NOW - timedelta(seconds=12), NOW) == 18
    assert wait_after(5, NOW - timedelta(seconds=30), NOW) == 0
    assert wait_after(5, None, NOW) == 0
