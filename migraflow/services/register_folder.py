"""The registers ``workflows/registres`` describes, and the lists of their rows that forms choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from migraflow.domain.access import Actor
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.domain.reference import Entry, Lists, ReferenceList
from migraflow.domain.register_rights import reading
from migraflow.domain.registers import LIST, Register, Row, code_text, read_register
from migraflow.services.work import Work
from migraflow.store import registers as store

FOLDER, BLOCKS = "registres", "registers"


def registers_in(workflows: Path) -> dict[str, Register]:
    """Every register of the folder by name, in the order they are shown; read again when a file changes.

    Raises BrokenBundle naming the file that does not read.
    """
    paths = sorted((workflows / FOLDER).glob("*.json"))
    stamps = tuple((path, path.stat().st_mtime_ns) for path in paths)
    return dict(read_all(stamps, workflows / BLOCKS))


@lru_cache(maxsize=8)
def read_all(stamps: tuple[tuple[Path, int], ...], blocks: Path) -> tuple[tuple[str, Register], ...]:
    """The registers of the files in `stamps`, which names each with the moment of its last change."""
    shared = {f"{BLOCKS}/{path.name}": path.read_bytes() for path in sorted(blocks.glob("*.json"))}
    found = [read_register(path.read_bytes(), shared, name=path.stem) for path, _ in stamps]
    known = {register.name for register in found}
    for register in found:
        for path, target in register.links():
            if target not in known:
                raise BrokenBundle(f"{FOLDER}/{register.name}.json", path, f"registre inconnu : « {target} »")
    return tuple((one.name, one) for one in sorted(found, key=lambda one: (one.order, one.name)))


def register_of(work: Work, name: str) -> Register:
    """The register `name`, if this person may read it. Raises NotFound."""
    found = registers_in(work.settings.workflows).get(name)
    if found is None or reading(work.actor, found) is None:
        raise NotFound("register", name)
    return found


def row_lists(workflows: Path, plain: Lists) -> dict[str, ReferenceList]:
    """The lists of rows by name, as checks and scenarios know them: without rows, or with those a list seeds."""
    seeded = ((one, plain.get(one.seed)) for one in registers_in(workflows).values())
    return {
        one.list_name: ReferenceList(one.list_name, seed.entries if seed else {}, seed.keys if seed else {})
        for one, seed in seeded
    }


def heard(work: Work, register: Register) -> None:
    """A row changed: where `register` says a reference list, the house reads that list again after the commit."""
    if register.seed:
        work.store.info[store.SAID] = True


def lists_of(work: Work) -> Lists:
    """The reference lists, and those of the rows of every register, read as they are asked for."""
    return WithRows(work, work.house.lists)


@dataclass(frozen=True, slots=True)
class WithRows(Mapping[str, ReferenceList]):
    """The house's lists; those named ``registre:…`` hold the rows of a register as `work` may see them."""

    work: Work
    plain: Lists
    met: dict[str, ReferenceList] = field(default_factory=dict[str, ReferenceList])

    def __getitem__(self, name: str) -> ReferenceList:
        if not name.startswith(LIST):
            return self.plain[name]
        if name not in self.met:
            self.met[name] = self.rows(name)
        return self.met[name]

    def rows(self, name: str) -> ReferenceList:
        """The list of the rows of one register. Raises KeyError when there is none."""
        found = registers_in(self.work.settings.workflows).get(name.removeprefix(LIST))
        if found is None:
            raise KeyError(name)
        entries = RowEntries(self.work, found)
        return ReferenceList(name, entries, finder=entries.search)

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)


@dataclass(frozen=True, slots=True)
class RowEntries(Mapping[str, Entry]):
    """The rows of one register as entries of a list; those that were asked for are remembered.

    A row somebody else chose keeps its name for whoever reads the answer, unless the register shows people: then it
    is named to those who may see it.
    """

    work: Work
    register: Register
    met: dict[str, Entry | None] = field(default_factory=dict[str, Entry | None])

    def __getitem__(self, key: str) -> Entry:
        if key not in self.met:
            row = store.get(self.work.store, self.register.name, key)
            self.met[key] = entry_of(row) if row is not None and self.named(self.work.actor, row) else None
        found = self.met[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (entry.code for entry in self.search("", len(self)))

    def __len__(self) -> int:
        return 2000

    def named(self, actor: Actor, row: Row) -> bool:
        """Whether `actor` may read the name of `row`."""
        if not self.register.personal:
            return True
        return store.find(self.work.store, self.register, row.key, seen_by=actor) is not None

    def search(self, words: str, limit: int) -> tuple[Entry, ...]:
        """Rows valid today whose words begin with those of `words`, as far as this person reads the register."""
        sought = store.Sought(words, day=self.work.now.date())
        found = store.page(self.work.store, self.register, sought, seen_by=self.work.actor, limit=limit)
        return tuple(entry_of(row) for row in found[:limit])


def entry_of(row: Row) -> Entry:
    """A row as an entry of a list: its plain values stand beside its name, for filters."""
    more = {name: code_text(value) for name, value in row.values.items() if not isinstance(value, dict | list)}
    return Entry(row.key, row.label, "", more)


def in_force(row: Row, day: date) -> bool:
    """Whether a row is valid on `day`."""
    return (row.begins is None or row.begins <= day) and (row.ends is None or row.ends >= day)
