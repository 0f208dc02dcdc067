"""A copy is taken with one command and put back with another."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Typed


def test_a_house_is_copied_and_put_back_elsewhere(migraflow: Typed, tmp_path: Path) -> None:
    migraflow("account", "create", "rokia", "--role", "accueil", "--office", "dr_gao", typed="premier jour au guichet")
    copy = tmp_path / "copies" / "lundi.migraflow"
    taken = migraflow("backup", copy)
    assert (taken.code, "1 comptes" in taken.out) == (0, True)
    again = migraflow("backup", copy)
    assert (again.code, "existe déjà" in again.err) == (1, True)
    full = migraflow("restore", copy)
    assert (full.code, "n'est pas vide" in full.err) == (1, True)
    back = migraflow("restore", copy, DATABASE_URL=f"sqlite:///{tmp_path / 'ailleurs.db'}")
    assert (back.code, back.err) == (0, "")
    assert "rokia" in migraflow("account", "list").out


def test_a_file_that_is_no_copy_is_refused(migraflow: Typed, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    answer = migraflow("restore", tmp_path / "photo.jpg")
    assert (answer.code, "copie saine" in answer.err) == (1, True)
