"""Editions and working copies, kept alike on both databases."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from migraflow.store import procedures
from migraflow.store.database import Database, Session
from tests.cast import MONDAY

FILES = {"procedure.bpmn": b"<xml/>", "forms/a.json": "{é}".encode(), "rules/d.dmn": b"\x00\xff"}


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.binary(max_size=200), max_size=5))
def test_files_come_out_as_they_went_in(files: dict[str, bytes]) -> None:
    assert procedures.unpacked(procedures.packed(files)) == files


def edition(store: Session, sha: str, procedure: str = "demande") -> procedures.Edition:
    """A kept edition."""
    new = procedures.Edition(sha * 64, procedure, 0, "Demande", MONDAY, 7, "Salif", "note")
    return procedures.add_edition(store, new, FILES)


def test_editions_are_numbered_per_procedure_and_never_change(database: Database) -> None:
    with database.session() as store:
        numbers = [edition(store, "a").number, edition(store, "b").number, edition(store, "c", "autre").number]
        assert numbers == [1, 2, 1]
        assert [kept.sha[0] for kept in procedures.editions(store, "demande")] == ["b", "a"]
        assert procedures.files(store, "a" * 64) == FILES
        assert procedures.edition(store, "z" * 64) is None
        assert procedures.published_dates(store)["a" * 64] == MONDAY


def test_the_edition_new_cases_follow_is_replaced(database: Database) -> None:
    one = procedures.Procedure("demande", "a" * 64, "Demande", "", "", "DS", ("accueil",), False, ("secret",), "f")
    with database.session() as store:
        procedures.publish(store, one)
        procedures.publish(store, replace(one, edition="b" * 64, opened_by=()))
        assert procedures.all_procedures(store) == [replace(one, edition="b" * 64, opened_by=())]
        assert procedures.procedure(store, "rien") is None


def test_a_working_copy_is_taken_once_and_written_over_its_own_version_only(database: Database) -> None:
    copy = procedures.WorkingCopy("demande", "a" * 64, 7, "Salif", MONDAY, 1, FILES)
    with database.session() as store:
        assert procedures.take_copy(store, copy)
        assert not procedures.take_copy(store, replace(copy, holder="Moussa"))
        assert procedures.copy_of(store, "demande") == copy
        better = replace(copy, files={**FILES, "forms/b.json": b"{}"})
        assert procedures.save_copy(store, better, 1)
        assert not procedures.save_copy(store, better, 1)
        assert procedures.copy_of(store, "demande") == replace(better, version=2)
        procedures.drop_copy(store, "demande")
        assert procedures.copy_of(store, "demande") is None
