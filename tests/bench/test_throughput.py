"""The throughput bench runs, in its short form; the statements of a case are counted, its speed is not judged here."""

from pathlib import Path

from tests.bench.throughput import house, on_sqlite, together

MOST_STATEMENTS = 25
"""What the issue allows a case from its opening over three tasks to its end."""


def test_a_case_of_three_tasks_takes_no_more_statements_than_agreed(tmp_path: Path) -> None:
    alone, _, statements = on_sqlite(tmp_path, 3)
    assert alone.value > 0
    assert alone.beside > 0
    assert 0 < statements.value <= MOST_STATEMENTS


def test_two_workers_carry_cases_side_by_side(postgres_url: str, tmp_path: Path) -> None:
    agency, token = house(postgres_url, tmp_path)
    agency.close()
    assert together(postgres_url, tmp_path, [token, token], 2) > 0
