"""Reference lists (``workflows/reference/*.csv``): regions, countries, occupations, pieces…"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.names import fold

RETIRED = "retire"
"""The column that says « oui » for a line which is no longer offered, and stays for the cases that have it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. `more` holds the further columns, as text."""

    code: str
    label: str
    label_en: str
    more: Mapping[str, str]

    @property
    def retired(self) -> bool:
        """Whether it is no longer offered; cases that have it go on reading its words."""
        return self.more.get(RETIRED) == "oui"

    def shown(self, language: str = "fr") -> str:
        """The entry's words in `language`; French when there are no English ones."""
        return self.label_en if language == "en" and self.label_en else self.label


@dataclass(frozen=True)
class ReferenceList:
    """A list by name; `entries` keep the file's order. `finder` searches a list too long to be held (a register)."""

    name: str
    entries: Mapping[str, Entry]
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    finder: Callable[[str, int], tuple[Entry, ...]] | None = None

    def search(self, words: str, limit: int = 20) -> tuple[Entry, ...]:
        """Entries whose code or label contains every word of `words`, accents apart; those that begin so come first.

        What is no longer offered is not found."""
        if self.finder is not None:
            return self.finder(words, limit)
        wanted = fold(words).split()
        offered = (code for code in self.keys if not self.entries[code].retired)
        found = [code for code in offered if all(word in self.keys[code] for word in wanted)]
        if wanted:
            found.sort(key=lambda code: not self.keys[code].split(" ", 1)[-1].startswith(wanted[0]))
        return tuple(self.entries[code] for code in found[:limit])


Lists = Mapping[str, ReferenceList]


class LivingLists(Mapping[str, ReferenceList]):
    """The lists of the folder, some of which are said by registers since: `say` puts those in place of the former."""

    def __init__(self, plain: Mapping[str, ReferenceList]) -> None:
        self.plain = dict(plain)
        self._now = self.plain

    def say(self, said: Mapping[str, ReferenceList]) -> None:
        """From now on these lists are as `said`, the others as in the folder."""
        self._now = {**self.plain, **said}

    def lay(self, plain: Mapping[str, ReferenceList]) -> None:
        """From now on the folder's lists are as `plain`; what registers say stays said."""
        said = {name: found for name, found in self._now.items() if self.plain.get(name) is not found}
        self.plain = dict(plain)
        self._now = {**self.plain, **said}

    def __getitem__(self, name: str) -> ReferenceList:
        return self._now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)


def read_list(name: str, text: str) -> ReferenceList:
    """A list from its CSV text: columns code, libelle, optional label (English), then anything.

    Raises BrokenBundle when a code is missing or stands twice.
    """
    entries: dict[str, Entry] = {}
    for row in csv.DictReader(StringIO(text)):
        code = (row.get("code") or "").strip()
        if not code or code in entries:
            raise BrokenBundle(f"reference/{name}.csv", code, "code manquant ou en double")
        more = {key: value or "" for key, value in row.items() if key not in {"code", "libelle", "label"}}
        entries[code] = Entry(code, row.get("libelle") or code, row.get("label") or "", more)
    keys = {code: f"{fold(code)} {fold(entry.label)}" for code, entry in entries.items()}
    return ReferenceList(name, entries, keys)
