"""A procedure folder as one value with a fingerprint, and the house it is checked and compiled against."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from migraflow.domain.access import Role
from migraflow.domain.calendar import Calendar, Deadline
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.indicators import Definition
from migraflow.domain.letters import LetterWords
from migraflow.domain.reference import Lists

PROCEDURE = "procedure.toml"
DIAGRAM = "procedure.bpmn"
PATTERNS = (PROCEDURE, DIAGRAM, "forms/*.json", "rules/*.dmn", "scenarios/*.json")
"""The files of a folder that make an edition; anything else (notes, pictures) is left out."""


@dataclass(frozen=True)
class Bundle:
    """The files of one edition by their path inside the folder, shared blocks included under ``registers/``."""

    id: str
    files: Mapping[str, bytes]

    @cached_property
    def sha256(self) -> str:
        """The fingerprint: the same files give the same edition, whatever the order they were read in."""
        digest = hashlib.sha256(self.id.encode())
        for path in sorted(self.files):
            content = self.files[path]
            digest.update(f"\0{path}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    @classmethod
    def of(cls, id: str, files: Mapping[str, bytes]) -> Bundle:
        """A bundle from files already in memory (a draft, an edition of the database)."""
        return cls(id, dict(files))

    @classmethod
    def read(cls, folder: Path, registers: Path) -> Bundle:
        """The bundle in `folder`, with the shared blocks of `registers` beside. Raises BrokenBundle if unreadable."""
        try:
            files = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for pattern in PATTERNS
                for path in sorted(folder.glob(pattern))
            }
            shared = {f"registers/{path.name}": path.read_bytes() for path in sorted(registers.glob("*.json"))}
        except OSError as error:
            raise BrokenBundle(str(folder.name), "", str(error)) from error
        return cls(folder.name, {**files, **shared})

    def under(self, prefix: str) -> Mapping[str, bytes]:
        """The files whose path begins with `prefix`, by path."""
        return {path: content for path, content in self.files.items() if path.startswith(prefix)}


@dataclass(frozen=True)
class House:
    """What stands around a procedure: roles, reference lists, deadlines, working days, the procedures it may call.

    `letters` are the letters it may hand out, by code, with what each reads; empty where nobody says (then nothing is
    checked). `definitions` are the indicators of the agency, by code.
    """

    roles: Mapping[str, Role] = field(default_factory=dict[str, Role])
    lists: Lists = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict[str, Deadline])
    holidays: Calendar = field(default_factory=Calendar)
    called: Mapping[str, Bundle] = field(default_factory=dict[str, Bundle])
    letters: Mapping[str, LetterWords] = field(default_factory=dict[str, LetterWords])
    definitions: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
