"""Runs a folder of the DMN TCK: `python -m migraflow.dmn.tck FOLDER`.

FOLDER may be one test (a folder with `.dmn` files and `*-test-*.xml` files of the TCK's test case format) or hold
any number of them at any depth. Printed per test: result nodes passed / total, then the failures, then the files that
cannot be read; the exit code is 1 when anything fails.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from migraflow import feel
from migraflow.feel import Value

from .build import parse
from .errors import DmnError
from .model import Model
from .reading import Element, attribute, child, children, local, read_xml, text_child
from .tck_values import alike, value_of

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """One result node: which, and what came out instead when it failed."""

    test: str
    case: str
    node: str
    passed: bool
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file nothing can be made of, and why."""

    path: Path
    why: str


def models_in(folder: Path) -> dict[str, Model | DmnError]:
    """The models of a folder by file name, or why a file is none; files that import others come after them."""
    models: dict[str, Model | DmnError] = {}
    spaces: dict[str, Model] = {}
    waiting: dict[str, Element] = {}
    for path in sorted(folder.glob("*.dmn")):
        try:
            waiting[path.name] = read_xml(path.read_bytes())
        except DmnError as error:
            models[path.name] = error
    while waiting:
        here = {attribute(root, "namespace") for root in waiting.values()}
        ready = [name for name, root in waiting.items() if not here & wanted(root)] or list(waiting)
        for name in ready:
            del waiting[name]
            try:
                models[name] = made = parse((folder / name).read_bytes(), spaces)
                spaces[made.namespace] = made
            except DmnError as error:
                models[name] = error
    return models


def wanted(root: Element) -> set[str]:
    """The namespaces a file imports."""
    return {attribute(each, "namespace") for each in children(root, "import")} - {attribute(root, "namespace")}


def run_folder(folder: Path, unreadable: list[Unreadable] | None = None) -> Iterator[Result]:
    """The results of every test under a folder; test files that cannot be read are added to `unreadable`."""
    for path in sorted(folder.rglob("*.xml")):
        try:
            cases = read_xml(path.read_bytes())
        except (DmnError, OSError) as error:
            if unreadable is not None:
                unreadable.append(Unreadable(path, told(error)))
            continue
        if local(cases) == "testCases":
            yield from run_cases(path, cases)


def told(error: Exception) -> str:
    """An error as a sentence."""
    return error.sentence("en") if isinstance(error, (DmnError, feel.LimitReached)) else f"{error}"


def run_cases(path: Path, cases: Element) -> Iterator[Result]:
    """The results of one test case file."""
    models = models_in(path.parent)
    wished = text_child(cases, "modelName")
    model = models.get(wished) or models.get(f"{path.parent.name}.dmn")
    if model is None and len(models) == 1:
        model = next(iter(models.values()))
    for case in children(cases, "testCase"):
        inputs = {attribute(each, "name"): value_of(each) for each in children(case, "inputNode")}
        for node in children(case, "resultNode"):
            yield judge(path.parent.name, model, case, node, inputs)


def judge(test: str, model: Model | DmnError | None, case: Element, node: Element, inputs: dict[str, Value]) -> Result:
    """One result node compared with what the model answers."""
    wanted_node = child(node, "expected")
    expected = value_of(wanted_node) if wanted_node is not None else None
    name = attribute(node, "name")
    try:
        found = answer(model, attribute(case, "invocableName"), name, inputs)
        passed = alike(found, expected)
        shown = feel.show(found)
    except (DmnError, feel.LimitReached, LookupError) as error:
        passed, shown = False, told(error)
    return Result(test, attribute(case, "id"), name, passed, feel.show(expected), shown)


def answer(model: Model | DmnError | None, invocable: str, name: str, inputs: dict[str, Value]) -> Value:
    """The value a result node asks for: a decision's, or an output of the service or function the case invokes.

    Raises DmnError and LookupError for a model that is broken or absent, feel.LimitReached.
    """
    if model is None:
        raise LookupError("The test names a model that is not beside it.")
    if isinstance(model, DmnError):
        raise model
    if invocable:
        value = model.evaluate(invocable, inputs, now=NOW).value
        return value[name] if isinstance(value, dict) and name in value else value
    return model.evaluate(name, inputs, now=NOW).value


def totals(results: list[Result]) -> dict[str, tuple[int, int]]:
    """Passed and total by test."""
    counted: dict[str, tuple[int, int]] = {}
    for each in results:
        passed, total = counted.get(each.test, (0, 0))
        counted[each.test] = (passed + each.passed, total + 1)
    return counted


def main(arguments: list[str] | None = None) -> int:
    """Run the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m migraflow.dmn.tck", description="Run a folder of the DMN TCK.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-q", "--quiet", action="store_true", help="totals only, no failures")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder; name one that holds tests of the DMN TCK")
    unreadable: list[Unreadable] = []
    results = list(run_folder(options.folder, unreadable))
    lines = [f"{passed:5d} / {total:<5d} {test}" for test, (passed, total) in totals(results).items()]
    failed = [each for each in results if not each.passed]
    if not options.quiet:
        lines += [f"FAIL {each.test} {each.case} {each.node}: {each.found} ≠ {each.expected}" for each in failed]
    lines += [f"UNREADABLE {each.path}: {each.why}" for each in unreadable]
    if not results:
        lines.append(f"No test was found under {options.folder}: a test is an .xml file beside its .dmn file.")
    lines.append(f"{len(results) - len(failed):5d} / {len(results):<5d} in all")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failed or unreadable or not results else 0


if __name__ == "__main__":
    raise SystemExit(main())
