"""What of a figure is shown: small ones are not, nor those they could be told from."""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.concealment import conceal
from migraflow.domain.indicators import Cell, Counted, Head, Mark, Row
from migraflow.domain.measures import Unit


def table(*rows: tuple[Cell, ...], heads: tuple[Head, ...] = (), total: int = 100, additive: bool = True) -> Counted:
    heads = heads or tuple(Head(Unit.CASES, label=str(place)) for place in range(len(rows[0])))
    lines = tuple(Row(str(place), f"ligne {place}", cells) for place, cells in enumerate(rows))
    return Counted("DS01", (Head(Unit.LABEL, "part"), *heads), lines, Cell(total, total), additive=additive)


def count(number: int) -> Cell:
    return Cell(number, number)


def hidden(found: Counted, other: Counted | None = None) -> list[list[bool]]:
    return [[mark.hidden for mark in row.marks] for row in conceal(found, other).rows]


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    assert hidden(table((count(20),), (count(3),), (count(9),), (count(0),))) == [[False], [True], [True], [False]]


def test_a_share_that_leaves_out_one_person_is_hidden_with_its_count() -> None:
    row = (count(11), Cell(91.7, 12, 11))
    assert hidden(table(row, (count(30), Cell(60.0, 50, 30)), additive=False)) == [[True, True], [False, False]]


def test_a_share_of_none_or_of_all_is_shown() -> None:
    assert hidden(table((Cell(0.0, 12, 0),), (Cell(100.0, 9, 9),), additive=False)) == [[False], [False]]


def test_a_total_that_would_tell_the_hidden_share_of_one_row_is_hidden() -> None:
    late = table((Cell(90.0, 50, 45),), (Cell(80.0, 15, 12),), additive=False)
    lone = conceal(replace(late, total=Cell(87.7, 65, 57)))
    assert [row.marks[0].hidden for row in lone.rows] == [False, True]
    assert lone.total.hidden
    two = table((Cell(90.0, 50, 45),), (Cell(80.0, 15, 12),), (Cell(75.0, 8, 6),), additive=False)
    assert conceal(replace(two, total=Cell(86.3, 73, 63))).total == Mark(86.3)


def test_quartiles_of_four_people_are_hidden() -> None:
    box = (Cell(3.0, 4), Cell(5.0, 4))
    assert hidden(table(box, (Cell(3.0, 40), Cell(5.0, 40)), additive=False)) == [[True, True], [False, False]]


def test_shares_that_run_on_are_hidden_where_one_count_is() -> None:
    rows = [(40, 40), (12, 52), (4, 56), (4, 60)]
    found = table(*((count(one), Cell(round(100 * sum_ / 60, 1), 60, sum_)) for one, sum_ in rows), total=60)
    marks = conceal(found).rows
    assert [row.marks[0].hidden for row in marks][2:] == [True, True]
    assert all(row.marks[1].hidden for row in marks)


def test_rows_of_several_counts_keep_no_lone_hidden_figure() -> None:
    found = hidden(table((count(30), count(2)), (count(25), count(40)), (count(8), count(31))))
    assert found[0] == [True, True]
    assert all(sum(column) != 1 for column in zip(*found, strict=True))


def test_what_another_world_tells_otherwise_is_hidden_even_when_it_is_large_or_nothing() -> None:
    found = table((count(40),), (count(0),))
    other = replace(found, rows=(replace(found.rows[0], cells=(Cell(41, 41),)), found.rows[1],
                                 Row("9", "ligne 9", (Cell(1, 1),))))  # fmt: skip
    shown = conceal(found, other)
    assert [row.marks[0] for row in shown.rows] == [Mark(None, hidden=True), Mark(0), Mark(None, hidden=True)]
    assert shown.total == Mark(100)


def test_a_headline_of_three_is_hidden() -> None:
    assert conceal(table((count(3),), total=3)).total == Mark(None, hidden=True)
