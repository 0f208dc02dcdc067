"""How often each group is chosen: rates, ratios to the group chosen most often, nothing of small groups."""

from __future__ import annotations

from migraflow.domain.campaigns import Cell, Standing
from migraflow.domain.parity import report


def cells(**groups: tuple[int, int]) -> list[Cell]:
    """By sex: (not chosen, chosen)."""
    return [
        Cell(standing, "kayes", sex, "25-35", count)
        for sex, pair in groups.items()
        for standing, count in zip((Standing.PASSED_OVER, Standing.CHOSEN), pair, strict=True)
    ]


def test_a_group_chosen_half_as_often_is_to_be_explained() -> None:
    men, women = report(cells(M=(50, 50), F=(75, 25)), "sexe")
    assert (men.group, men.rate, men.ratio, men.low) == ("F", 0.25, 0.5, True)
    assert (women.group, women.rate, women.ratio, women.low) == ("M", 0.5, 1.0, False)


def test_a_small_group_is_not_shown_nor_what_would_give_it_away() -> None:
    shown = {share.group: share.pool for share in report(cells(M=(50, 50), F=(2, 1)), "sexe")}
    assert shown == {"F": None, "M": None}


def test_who_was_set_aside_counts_in_the_pool_and_lines_refused_do_not() -> None:
    more = [Cell(Standing.EXCLUDED, "kayes", "F", "", 100), Cell(Standing.REFUSED, "kayes", "F", "", 40)]
    women = next(share for share in report([*cells(M=(0, 100), F=(0, 100)), *more], "sexe") if share.group == "F")
    assert (women.pool, women.passed, women.chosen) == (200, 100, 100)
