"""How a code is put into words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A code's severity and its sentences: (what is wrong, what to do), French then English."""

    severity: str
    fr: tuple[str, str]
    en: tuple[str, str]

    def sentence(self, language: str) -> str:
        """What is wrong."""
        return (self.en if language == "en" else self.fr)[0]

    def repair(self, language: str) -> str:
        """What to do."""
        return (self.en if language == "en" else self.fr)[1]


ERROR, WARNING, ADVICE = "error", "warning", "advice"
