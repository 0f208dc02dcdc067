"""What the examples of an edition show of it: which go as written, and which ways and ends none of them takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from migraflow.engine.compile import Compiled
from migraflow.engine.diagram import Kind
from migraflow.engine.scenario import Played, play


@dataclass(frozen=True, slots=True)
class Example:
    """One example of the folder: its file, its title, and why it does not go as written, in both languages."""

    path: str
    title: str
    problem: str = ""
    problem_en: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The examples, and what they pass. `ends` are those of the procedure itself by element, with their names;
    `missed_flows` the flows nobody takes."""

    examples: tuple[Example, ...]
    passed: frozenset[str]
    ends: Mapping[str, str]
    missed_ends: tuple[str, ...]
    missed_flows: tuple[str, ...]

    @property
    def green(self) -> bool:
        """Whether every example goes as written."""
        return not any(one.problem for one in self.examples)


def coverage(compiled: Compiled, now: datetime) -> Coverage:
    """Play every example of an edition; those that do not say when they begin begin `now`."""
    examples: list[Example] = []
    passed: set[str] = set()
    for path, content in sorted(compiled.bundle.under("scenarios/").items()):
        told = read(content)
        played = play(compiled, told, now=now) if told is not None else None
        examples.append(example(path, told or {}, played))
        if played is not None and played.ok:
            passed |= ways(compiled, played)
    diagram = compiled.diagrams[compiled.bundle.id]
    ends = {
        node.id: node.label for node in diagram.nodes.values() if node.kind is Kind.END and node.scope == diagram.id
    }
    return Coverage(
        tuple(examples),
        frozenset(passed),
        ends,
        tuple(end for end in ends if end not in passed),
        tuple(flow for flow in diagram.flows if flow not in passed),
    )


def read(content: bytes) -> Mapping[str, Any] | None:
    """An example as JSON; None for a file that is none."""
    try:
        told = json.loads(content)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def example(path: str, told: Mapping[str, Any], played: Played | None) -> Example:
    """How one example went."""
    title = str(told.get("titre") or path)
    if played is None:
        return Example(path, title, "Le fichier ne se laisse pas lire.", "The file cannot be read.")
    if played.ok:
        return Example(path, title)
    first = played.problems[0]
    return Example(path, title, first.sentence("fr"), first.sentence("en"))


def ways(compiled: Compiled, played: Played) -> set[str]:
    """The elements and flows of the procedure itself that a story passed."""
    own = [passed for passed in played.trail if passed.procedure == compiled.bundle.id]
    return {passed.element for passed in own} | {passed.flow for passed in own if passed.flow}
