"""`docs/engine-traps.md` names every trap with a test that shows the bare engine in it and one of ours beside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "docs" / "engine-traps.md"
FILES = (
    *("test_traps.py", "test_traps_bare.py", "test_traps_lesser.py"),
    *("test_silently_wrong.py", "test_silently_wrong_flows.py"),
)
TRAPS = [f"A{number}" for number in range(1, 13)] + [f"B{number}" for number in range(1, 10)]


def written() -> set[str]:
    trees = [ast.parse((HERE / name).read_text(encoding="utf-8")) for name in FILES]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if node.name.startswith("test_")}


def rows() -> list[list[str]]:
    """The cells of every line of the tables but their heads."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "`test_" in line and line[0] == "|"]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_trap_is_on_the_page_with_both_halves() -> None:
    for name, bare, ours in rows():
        assert re.findall(r"`test_\w*bare\w*`", bare), name
        assert re.findall(r"`test_\w+`", ours), name
    assert [row[0].split()[0] for row in rows()[: len(TRAPS)]] == TRAPS


def test_the_page_names_the_tests_there_are_and_forgets_none() -> None:
    named = re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8"))
    assert set(named) - {"test_traps_page"} == written()
