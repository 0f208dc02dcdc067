"""Findings: what the checker has to say about a procedure, in words a manager can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migraflow.engine.wording import WORDS


class Severity(StrEnum):
    """ERROR: cannot be published. WARNING: can be, but probably does not do what is meant. ADVICE: could be better."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One thing found. `file` is a path inside the folder; `element` the id of what it is about, "" for the file as a
    whole; `facts` fill the sentences."""

    code: str
    severity: Severity
    file: str
    element: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    def sentence(self, language: str = "fr") -> str:
        """What is wrong."""
        return WORDS[self.code].sentence(language).format_map(Filled(self))

    def repair(self, language: str = "fr") -> str:
        """What to do about it."""
        return WORDS[self.code].repair(language).format_map(Filled(self))


class Filled(dict[str, str]):
    """The facts of a finding as its sentences need them; a fact that is missing shows as nothing."""

    def __init__(self, finding: Finding) -> None:
        name = finding.facts.get("name") or finding.element
        super().__init__({**finding.facts, "element": finding.element, "file": finding.file, "name": name})

    def __missing__(self, key: str) -> str:
        return ""


def finding(code: str, file: str, element: str = "", **facts: str) -> Finding:
    """A finding with the severity its code has."""
    return Finding(code, Severity(WORDS[code].severity), file, element, facts)
