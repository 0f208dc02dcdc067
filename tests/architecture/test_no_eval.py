"""What people write never becomes Python, and no bytes from outside are unpickled."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import calls, files, name_of, tree

NEVER_CALLED = {"eval", "exec", "__import__"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "code", "codeop"}
SHELLS = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"), ("subprocess", "getstatusoutput")}


def offences(path_tree: ast.AST) -> list[str]:
    """What a tree does that nothing here may do."""
    found = []
    for node in ast.walk(path_tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in NEVER_IMPORTED]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in NEVER_IMPORTED:
            found.append(node.module or "")
    for call in calls(path_tree):
        if isinstance(call.func, ast.Name) and call.func.id in NEVER_CALLED:
            found.append(call.func.id)
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            place = (call.func.value.id, call.func.attr)
            found += [".".join(place)] if place in SHELLS else []
        found += ["shell=True" for word in call.keywords if word.arg == "shell"]
    return found


def test_nothing_authored_is_run_as_python() -> None:
    assert {name_of(path): found for path in files() if (found := offences(tree(path)))} == {}


@pytest.mark.parametrize(
    "text",
    ["eval('1')", "import pickle", "from pickle import loads", "os.system('x')", "subprocess.run('x', shell=True)"],
)
def test_the_test_itself_sees_what_it_looks_for(text: str) -> None:
    assert offences(ast.parse(text))
