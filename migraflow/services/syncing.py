"""What is published beside what lies in the folder ``workflows/``: which of the two went on, and taking it over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound
from migraflow.engine.bundle import Bundle
from migraflow.services import editions
from migraflow.services.work import Work
from migraflow.store import procedures as store


class Standing(StrEnum):
    """How a folder and the edition in force stand to each other."""

    SAME = "same"
    FOLDER_AHEAD = "folder_ahead"
    EDITION_AHEAD = "edition_ahead"
    BOTH = "both"
    NO_FOLDER = "no_folder"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Beside:
    """One procedure: its folder's sha256 and its edition's, "" where there is none."""

    procedure: str
    standing: Standing
    folder: str
    edition: str


def beside(work: Work, *, bundles: Sequence[engine.Bundle]) -> tuple[Beside, ...]:
    """Every procedure that is published or lies in a folder, by id."""
    work.require(Permission.SEE_PROCEDURE)
    folders = {bundle.id: bundle.sha256 for bundle in bundles}
    published = {one.id: one for one in store.all_procedures(work.store)}
    return tuple(
        compared(id, folders.get(id, ""), published.get(id)) for id in sorted(folders.keys() | published.keys())
    )


def compared(id: str, folder: str, published: store.Procedure | None) -> Beside:
    """One procedure. What was last published from the folder tells which of the two has changed since."""
    if published is None:
        return Beside(id, Standing.NOT_PUBLISHED, folder, "")
    if not folder:
        return Beside(id, Standing.NO_FOLDER, "", published.edition)
    if folder == published.edition:
        return Beside(id, Standing.SAME, folder, published.edition)
    here, there = folder != published.folder, published.edition != published.folder
    standing = Standing.BOTH if here and there else Standing.FOLDER_AHEAD if here else Standing.EDITION_AHEAD
    return Beside(id, standing, folder, published.edition)


def in_force(work: Work, *, procedure: str) -> Bundle:
    """The files of the edition in force. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    published = store.procedure(work.store, procedure)
    if published is None:
        raise NotFound("procedure", procedure)
    return editions.bundle(work, published.edition)


def taken_over(work: Work, *, procedure: str, folder: str) -> None:
    """Note that the folder, whose sha256 is now `folder`, has been given the edition in force: it is no new wish."""
    work.require(Permission.PUBLISH_PROCEDURE)
    store.note_folder(work.store, procedure, folder)
