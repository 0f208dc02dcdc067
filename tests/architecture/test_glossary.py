"""One word per thing (architecture, §4): words that would name a thing twice are not used for names of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import HOUSE, Function, files, name_of, tree

NEVER = {
    "workflow": "procedure",
    "instance": "case",
    "ticket": "case",
    "todo": "task",
    "workitem": "task",
    "sla": "deadline",
    "blob": "snapshot",
    "user": "account, actor or person",
    "client": "person",
    "tenant": "office",
    "vacancy": "offer",
    "submission": "application",
    "notification": "notice",
    "log": "journal",
    "kpi": "measure",
    "error400": "Refused",
}
SPEAK_STANDARDS = ("feel/", "dmn/", "engine/")
"""FEEL, DMN and BPMN have words of their own."""
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "data", "info", "misc", "base_classes"}


def words(name: str) -> list[str]:
    """``startNewCase`` and ``start_new_case`` are start, new, case."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def names(path_tree: ast.AST) -> list[str]:
    """Names given in a tree: classes, functions, parameters."""
    given: list[str] = []
    for node in ast.walk(path_tree):
        if isinstance(node, ast.ClassDef):
            given.append(node.name)
        elif isinstance(node, Function):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            given += [node.name, *(argument.arg for argument in arguments)]
    return given


def wrong(path: Path) -> list[str]:
    """Names in a file that use a word we do not."""
    return [
        f"{name} ({word}: say {NEVER[word]})"
        for name in [path.stem, *names(tree(path))]
        for word in words(name)
        if word in NEVER
    ]


def test_every_thing_has_one_word() -> None:
    spoken = [path for path in files() if not name_of(path).startswith(SPEAK_STANDARDS)]
    assert {name_of(path): found for path in spoken if (found := wrong(path))} == {}


def test_no_file_is_called_after_nothing() -> None:
    assert [name_of(path) for path in files() if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES] == []


def test_pages_and_use_cases_know_no_procedure_by_name() -> None:
    procedures = {path.parent.name for path in (HOUSE.parent / "workflows").glob("*/procedure.toml")}
    assert procedures
    told = {
        name_of(path): name
        for path in files()
        if not name_of(path).startswith("demo/")
        for name in procedures
        if name in path.read_text(encoding="utf-8")
    }
    assert told == {}


@pytest.mark.parametrize("text", ["class UserRow: ...", "def open_ticket(): ...", "def f(*, tenant): ..."])
def test_the_test_itself_sees_what_it_looks_for(text: str) -> None:
    assert any(word in NEVER for name in names(ast.parse(text)) for word in words(name))
