"""Every use case asks whether this person may, before it does anything.

A use case is a function of ``services`` that a page, a route, the worker or the command line hands to ``perform``.
It is guarded when it calls ``work.require…``, or a function of ``services`` that is guarded, or reads the store as
somebody (``work.actor`` goes to a function of ``store``, whose reads begin in ``store/audience.py``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import HOUSE, calls, files, name_of, tree

PUBLIC = {
    "sessions.sign_in",
    "sessions.sign_out",
    "letters.verify",
}
"""What somebody may ask for who has not signed in. Three lines at most."""
SERVICES = HOUSE / "services"
OUTSIDE = ("ui", "api", "cli", "demo", "worker.py", "wiring.py", "migraflow.py")


def outside_files() -> Iterator[Path]:
    """The files that hand use cases to `perform`."""
    for name in OUTSIDE:
        place = HOUSE / name
        yield from files(place) if place.is_dir() else [place]


def service_functions() -> dict[str, ast.FunctionDef]:
    """``module.function`` of everything in services that takes `work` first."""
    found: dict[str, ast.FunctionDef] = {}
    for path in files(SERVICES):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "work":
                found[f"{path.stem}.{node.name}"] = node
    return found


def imports(path: Path) -> dict[str, str]:
    """What a file calls the modules and functions of services: local name → ``module`` or ``module.function``."""
    known: dict[str, str] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("migraflow.services"):
            module = (node.module or "").removeprefix("migraflow.services").strip(".")
            for alias in node.names:
                known[alias.asname or alias.name] = f"{module}.{alias.name}".strip(".")
    return known


def spoken(node: ast.expr, known: dict[str, str], own: str = "") -> str | None:
    """``module.function`` that an expression names, None when it names none."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
        return f"{known[node.value.id]}.{node.attr}"
    if isinstance(node, ast.Name):
        return known.get(node.id) or (f"{own}.{node.id}" if own else None)
    return None


def real(name: str, functions: dict[str, ast.FunctionDef]) -> str:
    """Where a function is written: ``accounts.sign_in`` is only a second name of ``sessions.sign_in``."""
    if name in functions or "." not in name:
        return name
    module, function = name.split(".", 1)
    path = SERVICES / f"{module}.py"
    return imports(path).get(function, name) if path.exists() else name


def use_cases(functions: dict[str, ast.FunctionDef]) -> set[str]:
    """Everything handed over as an argument, never called on the spot."""
    found: set[str] = set()
    for path in outside_files():
        known = imports(path)
        for call in calls(tree(path)):
            for argument in [*call.args, *(word.value for word in call.keywords)]:
                name = spoken(argument, known)
                if name and real(name, functions) in functions:
                    found.add(real(name, functions))
    return found


def guarded(functions: dict[str, ast.FunctionDef]) -> set[str]:
    """Functions that ask, directly or through another one of services."""
    known = {path.stem: imports(path) for path in files(SERVICES)}
    stores = {path.stem: store_names(path) for path in files(SERVICES)}
    safe = {name for name, node in functions.items() if asks(node, stores[name.split(".")[0]])}
    while True:
        more = {
            name
            for name, node in functions.items()
            if name not in safe
            and any(
                real(spoken(call.func, known[name.split(".")[0]], name.split(".")[0]) or "", functions) in safe
                for call in calls(node)
                if call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "work"
            )
        }
        if not more:
            return safe
        safe |= more


def asks(node: ast.FunctionDef, stores: set[str]) -> bool:
    """Whether a function asks by itself. `stores` are the local names of the store's modules and functions."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            if (
                isinstance(inner.func, ast.Attribute)
                and is_work(inner.func.value)
                and inner.func.attr.startswith("require")
            ):
                return True
            if root_of(inner.func) in stores and any(is_actor(one) for one in given_to(inner)):
                return True
        if isinstance(inner, ast.Compare):
            sides = [inner.left, *inner.comparators]
            if any(map(is_actor, sides)) and any(isinstance(side, ast.Name) and side.id == "SYSTEM" for side in sides):
                return True
    return False


def given_to(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call."""
    return [*call.args, *(word.value for word in call.keywords)]


def root_of(function: ast.expr) -> str:
    """The name a call begins with: ``store`` in ``store.tasks(…)``."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""


def is_actor(node: ast.expr) -> bool:
    """Whether an expression is ``work.actor``."""
    return isinstance(node, ast.Attribute) and is_work(node.value) and node.attr == "actor"


def store_names(path: Path) -> set[str]:
    """What a file of services calls the modules and functions of the store."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("migraflow.store")
        for alias in node.names
    }


def is_work(node: ast.expr) -> bool:
    """Whether an expression is the use case's `work`."""
    return isinstance(node, ast.Name) and node.id == "work"


def test_every_use_case_asks_whether_this_person_may() -> None:
    functions = service_functions()
    asked_for = use_cases(functions)
    assert len(asked_for) > 30, "the test no longer finds the use cases"
    assert asked_for - guarded(functions) - PUBLIC == set()


def test_the_public_list_is_short_and_true() -> None:
    assert len(PUBLIC) <= 3
    assert set(service_functions()) >= PUBLIC


def test_no_use_case_commits_or_rolls_back() -> None:
    found = {
        name_of(path)
        for room in (SERVICES, HOUSE / "store", HOUSE / "ui", HOUSE / "api")
        for path in files(room)
        for call in calls(tree(path))
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    }
    assert found == {"store/database.py"}, "only wiring commits; the store does so for its migrations"


def test_the_test_itself_sees_an_open_door() -> None:
    functions = {
        "tasks.open": ast.parse("def open(work, *, token):\n    return store.task(work.store, token)").body[0],
        "tasks.closed": ast.parse("def closed(work):\n    work.require(Permission.SEE_CASE)").body[0],
        "tasks.scoped": ast.parse("def scoped(work):\n    return store.task(work.store, seen_by=work.actor)").body[0],
    }
    safe = {name for name, node in functions.items() if isinstance(node, ast.FunctionDef) and asks(node, {"store"})}
    assert safe == {"tasks.closed", "tasks.scoped"}
