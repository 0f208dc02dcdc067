"""What the checks look at together, and where they write what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from migraflow.domain.procedures import ProcedureFacts
from migraflow.engine.bundle import DIAGRAM, Bundle, House
from migraflow.engine.diagram import Diagram, Node
from migraflow.engine.expressions import Language
from migraflow.engine.findings import Finding, finding


@dataclass
class Study:
    """One procedure under study. `found` grows as the checks go."""

    bundle: Bundle
    house: House
    diagram: Diagram
    facts: ProcedureFacts
    language: Language
    found: list[Finding] = field(default_factory=list[Finding])

    def add(self, code: str, element: str = "", *, file: str = DIAGRAM, **facts: str) -> None:
        """Write down a finding."""
        self.found.append(finding(code, file, element, **facts))

    def at(self, code: str, node: Node, **facts: str) -> None:
        """Write down a finding about a node, under the name people read."""
        self.add(code, node.id, name=node.label, **facts)


def near(word: str, known: Iterable[str]) -> str:
    """A suggestion to end a repair with: the known word closest to `word`."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (« {close[0]} » ?)" if close else ""
