"""What only its author knows of an imported procedure: who holds a lane, which form, what a script becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migraflow.engine.editing import Edit
from migraflow.engine.findings import Finding
from migraflow.engine.repairs import Repair, proposed

Answer = Repair | Edit | None


@dataclass(frozen=True)
class Option:
    """One answer: its words in both languages, and the change it asks for (None: leave it as it is)."""

    code: str
    fr: str
    en: str
    change: Answer = None

    def label(self, language: str) -> str:
        """The answer as somebody reads it."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True)
class Question:
    """One question. `key` stays the same as long as the question does; `name` is the step or lane it is about."""

    key: str
    kind: str
    name: str
    finding: Finding
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Known:
    """What may be chosen: roles, forms of the draft, deadlines and procedures by code, with their words."""

    roles: Mapping[str, str] = field(default_factory=dict[str, str])
    forms: Mapping[str, str] = field(default_factory=dict[str, str])
    deadlines: Mapping[str, str] = field(default_factory=dict[str, str])
    called: Mapping[str, str] = field(default_factory=dict[str, str])


AUTOMATIC = frozenset({"operator_missing", "operator_unknown", "script_invalid", "script_empty", "decision_none",
                       "decision_unknown", "feel_invalid", "called_missing", "called_unknown"})  # fmt: skip
"""Findings of steps that ran by themselves elsewhere, and cannot here."""
LATER = Option("", "Je répondrai dans l’atelier", "I will answer in the studio")


def questions(findings: Sequence[Finding], known: Known) -> tuple[Question, ...]:
    """What is still open, each question once, in the order of the findings."""
    found: dict[str, Question] = {}
    for one in findings:
        for asked in of_finding(one, known):
            found.setdefault(asked.key, asked)
    return tuple(found.values())


def of_finding(one: Finding, known: Known) -> Iterator[Question]:
    """The question a finding asks, if it asks one."""
    name = one.facts.get("name") or one.element
    if one.code == "role_unknown":
        role = one.facts.get("role", "")
        options = [Option(code, words, words, Repair("name_lane", one.element, {"role": role, "close": code}))
                   for code, words in known.roles.items()]  # fmt: skip
        yield Question(f"lane:{role}", "lane", role.strip() or name, one, (LATER, *options))
    elif one.code in CHOSEN:
        kind, edit, listed = CHOSEN[one.code]
        words = getattr(known, listed)
        options = [Option(code, said, said, Edit(edit, one.element, {"value": code})) for code, said in words.items()]
        bare = [without(edit, one.element)] if one.code in ("form_missing", "deadline_unknown") else []
        if options or bare:
            yield Question(f"{kind}:{one.element}", kind, name, one, (LATER, *options, *bare))
    elif repairs := proposed(one):
        options = [Option(repair.code, repair.sentence("fr"), repair.sentence("en"), repair) for repair in repairs]
        yield Question(f"repair:{one.code}:{one.element}", "repair", name, one, (LATER, *options))


CHOSEN = {
    "role_missing": ("role", "role", "roles"),
    "form_missing": ("form", "form", "forms"),
    "form_none": ("form", "form", "forms"),
    "deadline_unknown": ("deadline", "deadline", "deadlines"),
    "called_unknown": ("call", "called", "called"),
}
"""Findings answered by choosing a word: the kind of question, the change, what there is to choose among."""


def without(edit: str, element: str) -> Option:
    """Do without."""
    return Option("-", "Faire sans", "Do without", Edit(edit, element, {"value": ""}))


def automatic(finding: Finding) -> Question:
    """What becomes of a step that ran by itself elsewhere: the person's task it was made, or nothing."""
    person = Option("person", "Une tâche confiée à une personne", "A person’s task")
    gone = Option("gone", "Rien : la retirer du parcours", "Nothing: take it out", Edit("remove", finding.element))
    name = finding.facts.get("name") or finding.element
    return Question(f"automatic:{finding.element}", "automatic", name, finding, (person, gone))
