"""No figure points at a person, and no total gives a hidden one away."""

from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.masking import LEAST, hidden_in_line, hidden_in_table, masked_line

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


def test_a_lone_small_count_takes_its_smallest_neighbour_with_it() -> None:
    assert masked_line([40, 3, 12, 7]) == (40, None, 12, None)


def test_two_small_counts_that_are_still_too_few_together_take_a_third() -> None:
    assert masked_line([1, 2, 9, 8]) == (None, None, 9, None)


def test_zero_is_shown_it_points_at_nobody() -> None:
    assert masked_line([0, 10, 0]) == (0, 10, 0)


@given(COUNTS)
def test_subtracting_from_the_total_never_gives_fewer_than_five(counts: list[int]) -> None:
    hidden = hidden_in_line(counts)
    assert all(place in hidden for place, count in enumerate(counts) if 0 < count < LEAST)
    rest = sum(counts[place] for place in hidden)
    if hidden and sum(counts) >= LEAST and sum(1 for count in counts if count) > 1:
        assert len(hidden) > 1
        assert rest >= LEAST or sum(counts) < LEAST


@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=1, max_size=8))
def test_in_a_table_no_row_and_no_column_leaves_one_cell_to_guess(grid: list[list[int]]) -> None:
    rows, columns = [f"r{n}" for n in range(len(grid))], ["F", "M", "?"]
    cells = {(row, column): grid[r][c] for r, row in enumerate(rows) for c, column in enumerate(columns)}
    hidden, closed = hidden_in_table(cells, rows, columns)
    assert all(cell in hidden for cell, count in cells.items() if 0 < count < LEAST)
    for row in rows:
        line = [(row, column) for column in columns]
        covered = [cell for cell in line if cell in hidden]
        if row in closed:
            assert covered == [cell for cell in line if cells[cell]]
        elif covered and len([cell for cell in line if cells[cell]]) > 1:
            assert len(covered) > 1
    for column in columns:
        line = [(row, column) for row in rows]
        covered = [cell for cell in line if cell in hidden]
        if covered and len([cell for cell in line if cells[cell]]) > 1:
            assert len(covered) > 1
