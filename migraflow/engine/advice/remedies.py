"""What one click does about a finding: the checker's own repairs, and changes of the editor that answer an advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from migraflow.engine.editing import Edit, Moot
from migraflow.engine.findings import Finding
from migraflow.engine.repairs import Repair, proposed

WHY: Mapping[str, str] = {
    "nina": "Pour vous reconnaître sans erreur et ne pas ouvrir deux dossiers à votre nom.",
    "phone": "Pour vous joindre au sujet de votre dossier.",
    "email": "Pour vous écrire au sujet de votre dossier.",
    "born-around": "Pour vérifier les conditions d’âge des services.",
}
USUAL_WHY = "Cette réponse est protégée : elle sert seulement à choisir l’aide qui vous convient."


@dataclass(frozen=True)
class Remedy:
    """A change that answers an advice, made like a repair."""

    edit: Edit
    french: str
    english: str

    @property
    def element(self) -> str:
        """What it touches."""
        return self.edit.element

    def mend(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with the change made; as they were when there is nothing left to change."""
        try:
            return dict(self.edit.on(files).files)
        except Moot:
            return dict(files)

    def sentence(self, language: str = "fr") -> str:
        """What it offers to do."""
        return self.english if language == "en" else self.french


def deadline(finding: Finding) -> Remedy:
    """Five working days, to be corrected."""
    return Remedy(Edit("deadline", finding.element, {"value": "5 jo"}), "Donner 5 jours ouvrés", "Give 5 working days")


def remind(finding: Finding) -> Remedy:
    """A reminder each fortnight."""
    facts = {"notice": "relance_partenaire", "to": finding.facts.get("role", "")}
    edit = Edit("remind", finding.element, facts)
    return Remedy(edit, "Rappeler tous les 15 jours", "Remind every 15 days")


def why(finding: Finding) -> Remedy:
    """The usual reason for a question of that kind."""
    text = WHY.get(finding.facts.get("kind", ""), USUAL_WHY)
    edit = Edit("say_why", finding.element, {"file": finding.file, "why": text})
    return Remedy(edit, f"Dire : « {text} »", f"Say: “{text}”")


def take(finding: Finding) -> Remedy:
    """The answer given before."""
    edit = Edit("take_answer", finding.element, {"file": finding.file, "first": finding.facts["first"]})
    return Remedy(edit, "Reprendre la réponse déjà donnée", "Take the answer given before")


REMEDIES: Mapping[str, Callable[[Finding], Remedy]] = {
    "step_without_deadline": deadline,
    "wait_without_reminder": remind,
    "personal_without_why": why,
    "asked_twice": take,
}
"""The advice one click answers."""


def remedies(finding: Finding) -> tuple[Remedy | Repair, ...]:
    """What may be done about a finding at once; the first when in doubt."""
    answer = REMEDIES.get(finding.code)
    return (answer(finding),) if answer else proposed(finding)
