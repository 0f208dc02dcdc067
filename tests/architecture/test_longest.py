"""The list of the longest files of tests names files that are there."""

from __future__ import annotations

from tests.longest import HERE, LONGEST, place


def test_every_file_that_is_begun_first_is_there() -> None:
    assert [name for name in LONGEST if not (HERE / name).exists()] == []


def test_stories_in_a_browser_follow_each_other_before_the_rest() -> None:
    stories = [place(path) for path in (HERE / "e2e").glob("test_*.py")]
    assert max(stories) < place(HERE / "services" / "test_accounts.py") < place(HERE / "services" / "test_tasks.py")
