"""One change, and how it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migraflow.domain.access import Role
from migraflow.domain.calendar import Deadline, Unit
from migraflow.engine.diff.words import SENTENCES

UNITS = {
    "fr": {Unit.WORKING_DAYS: ("jour ouvré", "jours ouvrés"), Unit.DAYS: ("jour", "jours"),
           Unit.HOURS: ("heure", "heures")},
    "en": {Unit.WORKING_DAYS: ("working day", "working days"), Unit.DAYS: ("day", "days"),
           Unit.HOURS: ("hour", "hours")},
}  # fmt: skip


class Area(StrEnum):
    """What part of a procedure a change is about."""

    DIAGRAM = "diagram"
    FORM = "form"
    RULE = "rule"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a sentence that differs by language."""

    fr: str
    en: str

    def of(self, language: str) -> str:
        """The word in `language`."""
        return self.en if language == "en" else self.fr


NOTHING = Said("rien", "nothing")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `element` is the id in the diagram it is about, "" where there is none; `file` the path it lies in;
    `facts` fill the sentence."""

    code: str
    area: Area
    file: str
    element: str = ""
    facts: Mapping[str, str | Said] = field(default_factory=dict[str, "str | Said"])

    def sentence(self, language: str = "fr") -> str:
        """The change as somebody would say it."""
        said = {name: fact.of(language) if isinstance(fact, Said) else fact for name, fact in self.facts.items()}
        french, english = SENTENCES[self.code]
        return (english if language == "en" else french).format_map(said)


@dataclass(frozen=True, slots=True)
class Naming:
    """The words for lanes and deadlines."""

    roles: Mapping[str, Role]
    deadlines: Mapping[str, Deadline]

    def role(self, code: str) -> Said:
        """A lane, as people call who serves it."""
        found = self.roles.get(code)
        return Said(found.name_fr, found.name_en or found.name_fr) if found else Said(code or "—", code or "—")

    def deadline(self, code: str) -> Said:
        """A deadline, as a time."""
        found = self.deadlines.get(code)
        if found is None:
            return Said(code, code) if code else NOTHING
        return Said(*(f"{found.amount} {UNITS[language][found.unit][found.amount > 1]}" for language in ("fr", "en")))
