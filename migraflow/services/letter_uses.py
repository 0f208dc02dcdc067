"""Which steps of which procedures hand out which letters, read from the folders."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from migraflow.domain.effects import Operator
from migraflow.domain.letter_codes import model_code
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.diagram import Node
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable

Uses = dict[str, tuple[tuple[str, str], ...]]


def uses(folder: Path) -> Uses:
    """The (procedure, step) that hand out each letter, by its code."""
    paths = sorted(folder.glob("*/procedure.bpmn"))
    return uses_in(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=4)
def uses_in(files: tuple[tuple[Path, int], ...]) -> Uses:
    """`uses` of diagrams as they stand since their moments; one that does not read hands out nothing."""
    found: Uses = {}
    for path, _ in files:
        try:
            nodes = read_diagram(path.read_bytes()).nodes.values()
            title = read_facts((path.parent / PROCEDURE).read_bytes()).title_fr
        except (OSError, Unreadable):
            continue
        for node in nodes:
            code = letter_of(node)
            if code:
                found[code] = (*found.get(code, ()), (title, node.label))
    return found


def letter_of(node: Node) -> str:
    """The code of the letter a step hands out, "" when it hands out none."""
    return model_code(node.parameters.get("modele", "").strip('" ')) if node.operator == Operator.LETTER else ""
