"""Repairs of the folder: the process that runs, its name, and what ``procedure.toml`` has to say about it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.layout.writer import BPMNDI
from migraflow.engine.procedure_file import load
from migraflow.engine.repairs.paper import Moot, Paper

Facts = Mapping[str, str]


def run_process(paper: Paper, element: str, facts: Facts) -> None:
    """Run one process of the file; the others stay drawn beside it."""
    processes = list(paper.every("process"))
    if not any(process.get("id") == element for process in processes):
        raise Moot(element)
    for process in processes:
        process.set("isExecutable", "true" if process.get("id") == element else "false")


def rename_process(paper: Paper, element: str, facts: Facts) -> None:
    """Give a process the name of its folder, everywhere it is named."""
    wanted = facts.get("folder", "")
    if not wanted or any(one.get("id") == wanted for one in paper.root.iter("*")):
        raise Moot(element)
    paper.find(element).set("id", wanted)
    for pool in paper.every("participant"):
        if pool.get("processRef") == element:
            pool.set("processRef", wanted)
    for step in paper.every("callActivity"):
        if step.get("calledElement") == element:
            step.set("calledElement", wanted)
    for plane in paper.root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        if plane.get("bpmnElement") == element:
            plane.set("bpmnElement", wanted)


def append(paper: Paper, table: str, name: str, words: Mapping[str, object]) -> None:
    """Write a table at the end of ``procedure.toml``. (JSON texts and lists of texts are TOML too.)"""
    content = paper.files.get(PROCEDURE, b"")
    if name in load(content).get(table, {}):
        raise Moot(name)
    lines = [f"[{table}.{json.dumps(name, ensure_ascii=False)}]"]
    lines += [f"{word} = {json.dumps(value, ensure_ascii=False)}" for word, value in words.items()]
    paper.files[PROCEDURE] = content.rstrip() + b"\n\n" + "\n".join(lines).encode() + b"\n"


def declare_message(paper: Paper, element: str, facts: Facts) -> None:
    """Declare a message that is waited for, sent by those who open the cases."""
    opened_by = load(paper.files.get(PROCEDURE, b"")).get("ouvert_par", [])
    append(paper, "messages", facts["message"], {"libelle": facts["name"], "roles": opened_by})


def declare_issue(paper: Paper, element: str, facts: Facts) -> None:
    """Give the outcome of an end its label."""
    append(paper, "issues", facts["issue"], {"libelle": facts["name"]})
