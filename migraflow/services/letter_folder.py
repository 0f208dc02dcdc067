"""The folder ``workflows/letters``: one file per model, and the letterhead."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letter_codes import rank
from migraflow.domain.letters import Letterhead, LetterModel, read_letterhead, read_model

FOLDER, HEAD = "letters", "entete.toml"


def folder_models(folder: Path) -> dict[str, LetterModel]:
    """The models of ``workflows/letters`` by code; one that does not read is left out, and the checker tells of it."""
    return read_folder(folder)[0]


def read_folder(folder: Path) -> tuple[dict[str, LetterModel], list[BrokenBundle]]:
    """The models of a folder by code, and what keeps the others from being one."""
    found: dict[str, LetterModel] = {}
    faults: list[BrokenBundle] = []
    for path in sorted(folder.glob("*.fr.md")):
        try:
            model = read_file(path, path.stat().st_mtime_ns)
        except BrokenBundle as fault:
            faults.append(fault)
            continue
        if model.code in found:
            faults.append(BrokenBundle(f"{FOLDER}/{path.name}", "code", f"« {model.code} » est déjà pris"))
        else:
            found[model.code] = model
    return {code: found[code] for code in sorted(found, key=rank)}, faults


@lru_cache(maxsize=128)
def read_file(path: Path, changed: int) -> LetterModel:
    """One model of the folder; `changed` is the moment of its last change."""
    return read_model(text_of(path), f"{FOLDER}/{path.name}")


def letterhead(folder: Path) -> Letterhead:
    """What stands on every letter. Raises BrokenBundle."""
    path = folder / HEAD
    if not path.is_file():
        raise BrokenBundle(f"{FOLDER}/{HEAD}", "", "fichier absent")
    return read_head(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def read_head(path: Path, changed: int) -> Letterhead:
    """The letterhead as the file stands since `changed`."""
    return read_letterhead(text_of(path))


def text_of(path: Path) -> str:
    """A file's text. Raises BrokenBundle if it is no text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenBundle(f"{FOLDER}/{path.name}", "", str(error)) from error
