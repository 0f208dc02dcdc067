"""What the studio's drawing tells the page: the selected element in business words, and the plan of steps.

The browser sends these as plain mappings; whatever does not fit is dropped, the page shows only what it knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

LONGEST = 20_000
MOST_LINES = 600


@dataclass(frozen=True)
class Branch:
    """One exit of a step or choice; `otherwise`: taken when no condition holds."""

    id: str = ""
    name: str = ""
    target: str = ""
    condition: str = ""
    otherwise: bool = False


@dataclass(frozen=True)
class Selected:
    """The selected element, as ``assets/bpmn/reading.js`` describes it; `kind` is empty when nothing is selected."""

    id: str = ""
    kind: str = ""
    name: str = ""
    role: str = ""
    form: str = ""
    deadline: str = ""
    legal: str = ""
    instructions: str = ""
    condition: str = ""
    conditional: bool = False
    otherwise: bool = False
    source: str = ""
    target: str = ""
    choosing: bool = False
    default: str = ""
    timer: str = ""
    timer_text: str = ""
    message: str = ""
    script: str = ""
    decision: str = ""
    called: str = ""
    extensible: bool = False


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan; `kind` ``branch`` is an exit towards `target`, `depth` how far it stands inside."""

    id: str = ""
    kind: str = ""
    name: str = ""
    target: str = ""
    depth: int = 0


def selected(seen: Mapping[str, Any]) -> Selected:
    """The selected element from what the browser sent."""
    return Selected(**fitting(Selected, seen))


def branches(seen: Mapping[str, Any]) -> list[Branch]:
    """Its exits."""
    return [Branch(**fitting(Branch, entry)) for entry in mappings(seen.get("branches"))]


def plan_lines(lines: Any) -> list[PlanLine]:
    """The plan from what the browser sent."""
    return [PlanLine(**fitting(PlanLine, line)) for line in mappings(lines)]


def mappings(entries: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list, as many as a page can show."""
    found = entries if isinstance(entries, Sequence) else ()
    return [entry for entry in found if isinstance(entry, Mapping)][:MOST_LINES]


def fitting(shape: type, seen: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of `seen` that `shape` knows, of the type it wants; long texts are cut."""
    wanted = {field.name: type(field.default) for field in fields(shape)}
    sound = {name: value for name, value in seen.items() if name in wanted and type(value) is wanted[name]}
    return {name: value[:LONGEST] if isinstance(value, str) else value for name, value in sound.items()}
