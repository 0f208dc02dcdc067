"""The processes of a file, each under the name it will have as a procedure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migraflow.engine.reader import pool_of, steps_in
from migraflow.engine.repairs.paper import slug
from migraflow.engine.xml import BPMN, Element, Unreadable, attribute, children, parse

LETTERS = re.compile(r"[A-Z]")


@dataclass(frozen=True)
class Pool:
    """One process of the file: its id there, the procedure it becomes, its title, whether another process calls it."""

    process: str
    procedure: str
    title: str
    called: bool

    @property
    def prefix(self) -> str:
        """The first letters of its case numbers."""
        words = slug(self.title).upper().split("_")
        return "".join(word[0] for word in words if LETTERS.match(word))[:4].ljust(2, "X")


def pools_of(content: bytes, procedure: str) -> tuple[Pool, ...]:
    """The processes that hold steps, the main one (executable, else the longest) first. Raises Unreadable."""
    root = parse(content)
    if root.tag != BPMN + "definitions":
        raise Unreadable("not_bpmn")
    processes = [one for one in children(root, "process") if steps_in(one)]
    if not processes or not all(one.get("id") for one in processes):
        raise Unreadable("no_process")
    main = max(processes, key=lambda one: (one.get("isExecutable") == "true", steps_in(one)))
    called = {step.get("calledElement") for step in root.iter(BPMN + "callActivity")}
    names: dict[str, str] = {attribute(main, "id"): procedure}
    for process in processes:
        names.setdefault(attribute(process, "id"), name_beside(root, process, procedure, set(names.values())))
    ordered = [main, *(one for one in processes if one is not main)]
    return tuple(
        Pool(attribute(one, "id"), names[attribute(one, "id")], title_of(root, one), one.get("id") in called)
        for one in ordered
    )


def title_of(root: Element, process: Element) -> str:
    """What a process is called by those who drew it."""
    names = (attribute(process, "name"), pool_of(root, process), attribute(root, "name"), attribute(process, "id"))
    return " ".join(next(name for name in names if name.strip()).split())


def name_beside(root: Element, process: Element, procedure: str, taken: set[str]) -> str:
    """A procedure's name for a process beside the main one."""
    own = attribute(process, "name") or pool_of(root, process) or attribute(process, "id")
    wish = f"{procedure}_{slug(own)}"[:60].rstrip("_")
    name, number = wish, 1
    while name in taken:
        number += 1
        name = f"{wish}_{number}"
    return name
