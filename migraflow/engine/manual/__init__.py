"""A procedure as a chapter of the manual: read from its compiled edition, so that the book says what is done.

Every step, form, field and rule of the procedure itself appears once; what it calls has a chapter of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from migraflow.domain.manual import FormText, MessageText, ProcedureText, RuleText, StepText
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.compile import Compiled
from migraflow.engine.diff.change import Naming
from migraflow.engine.manual.forms import BlockNames, block_names, blocks_of, forms_of
from migraflow.engine.manual.rules import rules_of
from migraflow.engine.manual.steps import Numbers, letters_of, notices_of, steps_of

__all__ = ["Known", "Published", "block_names", "chapter", "shared_blocks"]


@dataclass(frozen=True, slots=True)
class Known:
    """The words the house has for what a procedure names: roles, deadlines, letters, notices, other procedures, and
    what the book calls the shared blocks."""

    naming: Naming
    letters: Mapping[str, str]
    notices: Mapping[str, str]
    titles: Mapping[str, str]
    lists: Mapping[str, str]
    blocks: BlockNames = field(default_factory=dict[tuple[str, str], str])


@dataclass(frozen=True, slots=True)
class Published:
    """When and why an edition came out, and what it changed, in sentences."""

    number: int
    moment: datetime
    note: str
    changes: tuple[str, ...]


def chapter(compiled: Compiled, known: Known, published: Published) -> ProcedureText:
    """The procedure in words."""
    facts = compiled.procedure
    forms, rules = forms_of(compiled, known.lists, known.blocks), rules_of(compiled)
    numbers = Numbers({form.path: form.number for form in forms}, rules.numbers)
    steps = steps_of(compiled, known, numbers)
    return ProcedureText(
        id=facts.id, title=facts.title_fr, summary=facts.summary, edition=published.number,
        published=published.moment, note=published.note,
        opened_by=people(facts.opened_by, known), confidential=people(facts.confidential, known),
        steps=steps, forms=forms, rules=tuple(named(rule, steps) for rule in rules.texts),
        messages=tuple(
            MessageText(one.label, people(one.roles, known), numbers.forms.get(form_file(one.form), ""))
            for one in facts.messages.values()
        ),
        outcomes=tuple(facts.issues.values()),
        letters=letters_of(compiled, known), notices=notices_of(compiled, known),
        legal=tuple(dict.fromkeys(step.legal for step in steps if step.legal)),
        changes=published.changes, drawing=compiled.bundle.files[DIAGRAM],
    )  # fmt: skip


def named(rule: RuleText, steps: tuple[StepText, ...]) -> RuleText:
    """A rule that bears but its code is called by the first step that asks it, too."""
    asked = next((step.name for step in steps if step.rule == rule.number), "")
    return replace(rule, title=f"{rule.title} – {asked}") if asked and rule.title == rule.id else rule


def form_file(name: str | None) -> str:
    """The path of a form named in ``procedure.toml``."""
    return f"forms/{name}.json" if name and not name.startswith("forms/") else name or ""


def people(roles: tuple[str, ...], known: Known) -> str:
    """Roles in words."""
    return " ; ".join(known.naming.role(role).fr for role in roles)


def shared_blocks(editions: list[Compiled], known: Known) -> tuple[FormText, ...]:
    """The blocks of questions that the forms of these procedures share, each once, by file; one that they have in
    different words stands once for each, with who asks it so."""
    by_id, named = {compiled.bundle.id: compiled for compiled in editions}, block_names(editions)
    found: dict[str, FormText] = {}
    for name in sorted(set(named.values())):
        users = [(id, block) for (id, block), called in named.items() if called == name]
        id, block = users[0]
        text = blocks_of(by_id[id], block, known.lists)
        if len({called for (_, other), called in named.items() if other == block}) > 1:
            who = " ; ".join(known.titles.get(id, id) for id, _ in users)
            text = replace(text, number=name, title=f"{text.title} ({who})")
        found[name] = text
    return tuple(found.values())
