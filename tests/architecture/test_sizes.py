"""Small by rule: what grows past a page holds a second noun."""

from __future__ import annotations

import statistics

from tests.architecture.source import ROOT, files, functions, name_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 30


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    source = (*files(), *files(ROOT / "tests"))
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in source}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_thirty_lines() -> None:
    long = {
        f"{name_of(path)}:{function.name}": size
        for path in files()
        for function in functions(path)
        if (size := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_the_usual_file_fits_on_two_screens() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in files() if path.name != "__init__.py"]
    assert statistics.median(lengths) <= 150
