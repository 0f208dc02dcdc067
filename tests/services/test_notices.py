"""The inbox: what reaches somebody, page by page, and what they have read of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migraflow.domain.errors import NotSignedIn
from migraflow.domain.notices import Notice
from migraflow.domain.paging import PAGE
from migraflow.services import notices, welcome
from migraflow.store import notices as store
from tests.counter import Counter


def tell(counter: Counter, count: int, first: str = "") -> None:
    """Keep `count` notices more, for somebody or for the front desk of Kayes."""
    to, reader = counter.cast.id(first) if first else None, counter.cast["fanta"]
    with counter.agency.working() as work:
        already = len(store.page(work.store, None, seen_by=reader))
        for number in range(already + 1, already + count + 1):
            told = Notice(
                key=f"{first}{number}",
                model="essai",
                subject=f"Avis {number}",
                body="",
                account_id=to,
                role="" if first else "accueil",
                office="dr_kayes",
                region="kayes",
            )
            assert store.add(work.store, told, work.now)


def subjects(counter: Counter, first: str, after: str | None = None) -> list[str]:
    """The subjects of one page of somebody's."""
    return [row.subject for row in counter.wish(first, notices.inbox, after=after).rows]


def test_the_latest_stands_first_and_the_next_page_goes_on(counter: Counter) -> None:
    tell(counter, PAGE + 2)
    first = counter.wish("fanta", notices.inbox)
    assert subjects(counter, "fanta")[0] == f"Avis {PAGE + 2}"
    assert subjects(counter, "fanta", first.after) == ["Avis 2", "Avis 1"]


@pytest.mark.parametrize("after", ["", "x", "-1", "²", "9" * 40])
def test_whatever_stands_in_the_address_a_page_comes(counter: Counter, after: str) -> None:
    tell(counter, 1)
    assert subjects(counter, "fanta", after) == ["Avis 1"]


def test_the_frame_counts_what_is_unread(counter: Counter) -> None:
    tell(counter, 2)
    row = counter.wish("fanta", notices.inbox).rows[0]
    counter.wish("fanta", notices.mark_read, ids=(row.id,))
    assert counter.wish("fanta", welcome.welcome).unread == 1
    assert counter.wish("binta", welcome.welcome).unread == 0


def test_what_came_after_the_page_was_opened_stays_unread(counter: Counter) -> None:
    tell(counter, 2)
    latest = counter.wish("fanta", notices.inbox).rows[0].id
    tell(counter, 1)
    assert counter.wish("fanta", notices.mark_read, latest=latest) == 2
    assert [row.subject for row in counter.wish("fanta", notices.inbox).rows if not row.read] == ["Avis 3"]


def test_a_notice_to_the_counter_is_read_once_for_all_of_it_one_to_somebody_by_them_alone(counter: Counter) -> None:
    tell(counter, 1)
    tell(counter, 1, first="nana")
    assert [row.personal for row in counter.wish("nana", notices.inbox).rows] == [True, False]
    assert counter.wish("fanta", notices.mark_read) == 1
    assert counter.wish("nana", notices.unread) == 1
    mine = counter.wish("nana", notices.inbox).rows[0]
    assert counter.wish("fanta", notices.mark_read, ids=(mine.id,)) == 0
    assert counter.wish("nana", notices.unread) == 1


@pytest.mark.parametrize("use_case", [notices.inbox, notices.unread, notices.mark_read])
def test_without_a_session_there_is_no_inbox(counter: Counter, use_case: Callable[..., object]) -> None:
    with pytest.raises(NotSignedIn):
        counter.agency.perform(use_case, None)
