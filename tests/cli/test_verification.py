"""``migraflow verify`` tells who looks after the house whether all that is kept holds together."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from migraflow.cli.verification import SENTENCES
from migraflow.domain.verification import FaultKind
from tests.cli.conftest import Typed


def test_every_fault_has_a_sentence() -> None:
    assert set(SENTENCES) == set(FaultKind)


def test_a_sound_house_is_told_sound_and_a_damaged_one_is_not(migraflow: Typed, tmp_path: Path) -> None:
    migraflow("account", "create", "rokia", "--role", "accueil", "--office", "dr_gao", typed="premier jour au guichet")
    sound = migraflow("verify")
    assert (sound.code, "0 dossiers" in sound.out, "Tout se tient" in sound.out) == (0, True, True)
    with sqlite3.connect(tmp_path / "var" / "migraflow.db") as connection:
        connection.execute("INSERT INTO files (sha, size, content) VALUES ('ab', 1, x'00')")
    damaged = migraflow("verify")
    assert (damaged.code, "fichier ab" in damaged.out, "1 anomalie" in damaged.out) == (1, True, True)


def test_a_database_of_another_version_is_left_alone(migraflow: Typed, tmp_path: Path) -> None:
    answer = migraflow("verify", DATABASE_URL=f"sqlite:///{tmp_path / 'vide.db'}")
    assert (answer.code, "tables de cette version" in answer.err) == (1, True)
