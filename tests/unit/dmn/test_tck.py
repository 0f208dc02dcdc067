"""Other people's tests: the DMN TCK, read from `../shared/conformance` or MIGRAFLOW_CONFORMANCE_DIR."""

import os
from pathlib import Path

import pytest

from migraflow.dmn import tck
from migraflow.dmn.conformance import REASONS, page

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("MIGRAFLOW_CONFORMANCE_DIR") or REPOSITORY.parent / "shared" / "conformance") / "dmn-tck"
PAGE = REPOSITORY / "docs" / "conformance.md"

needs_the_data = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"DMN TCK absent: {FOLDER} does not exist; set MIGRAFLOW_CONFORMANCE_DIR to run it"
)


def results_of(level: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, int]:
    """Passed and total of a level, printed."""
    results = list(tck.run_folder(FOLDER / level))
    passed = sum(each.passed for each in results)
    with capsys.disabled():
        print(f"\nDMN TCK {level}: {passed} / {len(results)} result nodes")
    return passed, len(results)


@needs_the_data
def test_level_2_passes_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert results_of("level-2", capsys) == (126, 126)


@needs_the_data
def test_level_3_passes_at_least_97_percent(capsys: pytest.CaptureFixture[str]) -> None:
    passed, total = results_of("level-3", capsys)
    assert total > 1500
    assert passed >= 0.97 * total


@needs_the_data
@pytest.mark.skipif("MIGRAFLOW_CONFORMANCE_DIR" in os.environ, reason="the page is about other data")
def test_the_conformance_page_says_what_a_fresh_run_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(FOLDER, REASONS), (
        f"docs/conformance.md is behind; run: python -m migraflow.dmn.conformance {FOLDER} docs/conformance.md"
    )


MODEL = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="m">'
    '<decision id="d" name="d"><literalExpression><text>{}</text></literalExpression></decision></definitions>'
)
CASE = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName><testCase id="1">'
    '<resultNode name="d"><expected><value xsi:type="xsd:decimal">{}</value></expected></resultNode>'
    "</testCase></testCases>"
)


def write_test(folder: Path, text: str, expected: int) -> Path:
    """A test of one decision and one expected number."""
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_text(MODEL.format(text), encoding="utf-8")
    (folder / "m-test-01.xml").write_text(CASE.format(expected), encoding="utf-8")
    return folder


def test_the_runner_prints_totals_and_failures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_test(tmp_path / "0001-sum", "1 + 1", 2)
    assert tck.main([str(tmp_path)]) == 0
    assert "1 / 1     0001-sum" in capsys.readouterr().out
    (folder / "m-test-02.xml").write_text(CASE.format(3), encoding="utf-8")
    assert tck.main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "FAIL 0001-sum 1 d: 2 ≠ 3" in printed
    assert printed.endswith("1 / 2     in all\n")


def test_one_test_folder_alone_is_run_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_test(tmp_path / "0001-sum", "1 + 1", 2)
    write_test(tmp_path / "deep" / "down" / "0002-sum", "2 + 2", 4)
    assert tck.main([str(tmp_path / "0001-sum")]) == 0
    assert capsys.readouterr().out == "    1 / 1     0001-sum\n    1 / 1     in all\n"
    assert tck.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("    2 / 2     in all\n")


def test_a_broken_file_is_told_in_a_sentence_and_the_others_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_test(tmp_path / "0001-sum", "1 + 1", 2)
    write_test(tmp_path / "0002-torn", "1 + 1", 2)
    (tmp_path / "0001-sum" / "torn.xml").write_text("<testCases", encoding="utf-8")
    (tmp_path / "0001-sum" / "torn.dmn").write_bytes(b"\xff\x00")
    (tmp_path / "0002-torn" / "m.dmn").write_text("<definitions", encoding="utf-8")
    assert tck.main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "    1 / 1     0001-sum" in printed
    assert "    0 / 1     0002-torn" in printed
    assert "FAIL 0002-torn 1 d: The decision file cannot be read" in printed
    assert f"UNREADABLE {tmp_path / '0001-sum' / 'torn.xml'}: The decision file cannot be read" in printed


def test_a_test_without_its_model_fails_even_where_null_is_expected(tmp_path: Path) -> None:
    folder = write_test(tmp_path / "0001-sum", "1 + 1", 2)
    (folder / "m.dmn").unlink()
    case = (folder / "m-test-01.xml").read_text(encoding="utf-8")
    nil = case.replace('<value xsi:type="xsd:decimal">2</value>', '<value xsi:nil="true"/>')
    (folder / "m-test-01.xml").write_text(nil, encoding="utf-8")
    assert [each.passed for each in tck.run_folder(tmp_path)] == [False]


def test_an_empty_folder_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tck.main([str(tmp_path), "--quiet"]) == 1
    assert "No test was found" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        tck.main([str(tmp_path / "nowhere")])
    assert "is no folder" in capsys.readouterr().err
