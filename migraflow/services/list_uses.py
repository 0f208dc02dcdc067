"""Where a line of a list is used: procedures in force that offer the list or write the code, and other lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migraflow.domain.lists import DEADLINES
from migraflow.domain.reference import ReferenceList
from migraflow.services import editions
from migraflow.services.work import Work
from migraflow.store import procedures as store

SHARED = "registers/"


@dataclass(frozen=True, slots=True)
class Use:
    """One place: the procedure's title (or a list's name) and the file in it. `written`: it writes the code itself."""

    title: str
    file: str
    written: bool


def uses(work: Work, name: str, code: str) -> tuple[Use, ...]:
    """Where the line `code` of the list `name` is used by procedures in force and by other lists."""
    work.require_signed_in()
    found: list[Use] = []
    for procedure in store.all_procedures(work.store):
        files = editions.bundle(work, procedure.edition).files
        found += uses_in(procedure.title, files, name, code)
    return tuple(found) + tuple(other_lists(work.house.lists, name, code))


def uses_in(title: str, files: Mapping[str, bytes], name: str, code: str) -> Iterator[Use]:
    """The places of one procedure that write the code; where there is none, the forms that offer its list."""
    offering = re.compile(rf'"x-list"\s*:\s*"{re.escape(name)}"'.encode())
    quoted = re.compile(rf'["\'>\s;,]{re.escape(code)}["\'<\s;,]'.encode() if name == DEADLINES else
                        rf'("|&quot;){re.escape(code)}("|&quot;)'.encode())  # fmt: skip
    speaks = name == DEADLINES or any(offering.search(text) for text in files.values())
    for path, text in sorted(files.items()):
        if path.startswith("scenarios/"):
            continue
        if speaks and quoted.search(text):
            yield Use(title, path, written=True)
        elif not path.startswith(SHARED) and offering.search(text):
            yield Use(title, path, written=False)


def other_lists(lists: Mapping[str, ReferenceList], name: str, code: str) -> Iterator[Use]:
    """The lists one of whose columns names lines of this one, and names this line."""
    known = set(lists[name].entries) if name in lists else set[str]()
    for other, found in lists.items():
        if other == name or other.startswith("registre:"):
            continue
        columns = {column for entry in found.entries.values() for column in entry.more}
        for column in sorted(columns):
            named = {part for entry in found.entries.values() for part in parts(entry.more.get(column, ""))}
            if code in named and len(named & known) == len(named):
                yield Use(other, column, written=True)


def parts(cell: str) -> list[str]:
    """The codes of one cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]
