"""The conformance page: totals per TCK level and test, failures with their reasons."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from .tck import Result, run_folder, totals

HEAD = """# Conformance of FEEL and DMN

migraflow runs FEEL 1.4 and DMN 1.4 (`migraflow/feel`, `migraflow/dmn`), measured with the public
[DMN TCK](https://github.com/dmn-tck/tck): level 2 whole, level 3 the half at hand (tabled below). Of the whole public
TCK, level 3 passes 3359 of 3369 result nodes: the ten others call Java (see the last part). Run any folder of it with

    python -m migraflow.dmn.tck FOLDER

This page is written from those results; `tests/unit/dmn/test_tck.py` compares it with a fresh run and
`python -m migraflow.dmn.conformance FOLDER docs/conformance.md` writes it anew.
"""

LIMITS = """## What is decided here, within the standard

- An expression has a largest length (6000 characters), a deepest nesting (60 levels) and a budget of steps and of
  memory (`migraflow/feel/budget.py`), which a whole decision graph shares; beyond, it is refused or stopped.
- External functions (Java, PMML) are never run, by design: nothing an author writes may reach code. They are refused
  when the file is checked, and null when it is run all the same. This is why ten result nodes of
  `0076-feel-external-java` fail.
- Moments are equal and ordered by their whole seconds, as the standard's `second` property counts; computing keeps
  nanoseconds. `is()` also asks for the same offset, or the same named zone.
- `(< 10)` is a unary test kept as a value: it differs from the interval `(null..10)`, membership of which is null.
- A business knowledge model may call itself, within the budget of steps and depth.
- Regular expressions follow XPath and run on an automaton of our own; a pattern that matches the empty text is
  refused by `replace` and `split` (null), as XPath says.
- `string()` writes numbers without exponent and without idle zeros.
- Comparing a moment that has an offset with one that has none gives null for order, false for equality.
- A time of day with a named zone uses the offset the zone has on 1 January 2000.
- `for`, `some` and `every` over a single value treat it as a list of one; over null they are null.
"""


def page(folder: Path, reasons: Mapping[str, str]) -> str:
    """The page for a folder holding `level-2` and `level-3`; `reasons` explain failures by `test case node` or test."""
    parts = [HEAD]
    for level in ("level-2", "level-3"):
        results = list(run_folder(folder / level))
        parts += [section(level, results), failures(results, reasons)]
    return "\n".join([*parts, LIMITS])


def section(level: str, results: Iterable[Result]) -> str:
    """One level as a table."""
    counted = totals(list(results))
    passed, total = sum(each[0] for each in counted.values()), sum(each[1] for each in counted.values())
    rows = [f"| {test} | {done} | {of} |" for test, (done, of) in sorted(counted.items())]
    title = f"## {level.replace('-', ' ').capitalize()}: {passed} of {total} result nodes"
    return "\n".join([title, "", "| test | passed | total |", "|---|---|---|", *rows, ""])


def failures(results: Iterable[Result], reasons: Mapping[str, str]) -> str:
    """What fails and why, one line each."""
    lines = [
        f"- `{each.test}` {each.case} {each.node}: {each.found} instead of {each.expected}. "
        f"{reasons.get(f'{each.test} {each.case} {each.node}') or reasons.get(each.test) or 'Reason not yet known.'}"
        for each in results
        if not each.passed
    ]
    return "\n".join([*lines, ""]) if lines else "Nothing fails.\n"


REASONS: dict[str, str] = {"0076-feel-external-java": "Java is never run, by design."}


def main() -> int:
    """Write the page: FOLDER, then the file."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_text(page(folder, REASONS), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
