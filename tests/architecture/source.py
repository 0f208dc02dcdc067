"""The source as the tests of the house read it: files, trees, functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "migraflow"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files(folder: Path = HOUSE) -> tuple[Path, ...]:
    """Every Python file of the house, or of one of its rooms."""
    return tuple(sorted(folder.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """How a file is spoken of: ``services/tasks.py``."""
    return path.relative_to(HOUSE).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, methods and inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call within `node`."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield inner
