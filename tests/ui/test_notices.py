"""*Mes avis* and the bell: where each notice leads, and what reading one changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from migraflow import wiring
from migraflow.domain.notices import Notice, NoticeRow
from migraflow.domain.paging import PAGE
from migraflow.store import notices as store
from migraflow.ui.pages.notices import NoticesState, notice_line
from migraflow.ui.session import SessionState
from migraflow.wiring import Agency
from tests.cast import MONDAY, Cast
from tests.ui.window import fire, window

TOLD = NoticeRow(
    id=1,
    model="echeance_100",
    subject="Échéance dépassée : Mener l'entretien",
    body="L'étape « Mener l'entretien » a dépassé son délai.",
    case_ref="DS-2026-KAY-000001",
    token="jeton",
    created=MONDAY,
    read=None,
    personal=True,
)
AGENT, PARTNER = ["traiter_tache", "voir_dossier"], ["traiter_tache"]


def test_a_notice_leads_to_its_task_and_to_its_case():
    line = notice_line(TOLD, AGENT, MONDAY, "fr")
    assert (line.href, line.case_to) == ("/taches/jeton", "/dossiers/DS-2026-KAY-000001")
    assert (line.about, line.unread, line.personal) == ("Dossier DS-2026-KAY-000001", True, True)


def test_without_a_task_it_leads_to_its_case():
    line = notice_line(replace(TOLD, token=""), AGENT, MONDAY, "fr")
    assert line.href == line.case_to == "/dossiers/DS-2026-KAY-000001"


def test_a_partner_who_sees_no_case_is_led_to_none():
    line = notice_line(TOLD, PARTNER, MONDAY, "fr")
    assert (line.href, line.case_to) == ("/taches/jeton", "")
    assert notice_line(replace(TOLD, token=""), PARTNER, MONDAY, "fr").href == ""


@pytest.mark.parametrize(
    "passed, said",
    [
        (timedelta(minutes=5), "il y a 5 min"),
        (timedelta(hours=3), "il y a 3 h"),
        (timedelta(days=1), "hier"),
        (timedelta(days=4), "lundi 12 janvier"),
    ],
)
def test_the_moment_is_said_in_words(passed: timedelta, said: str):
    assert notice_line(TOLD, AGENT, MONDAY + passed, "fr").told == said


def test_the_words_of_a_notice_do_not_break_before_a_colon():
    assert notice_line(TOLD, AGENT, MONDAY, "fr").subject == "Échéance dépassée\u00a0: Mener l’entretien"


@pytest.fixture
def house(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The agency this process serves, for the length of a test."""
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    return agency


def tell(house: Agency, cast: Cast, *subjects: str) -> None:
    """Keep notices to Fanta."""
    fanta = cast.id("fanta")
    with house.working() as work:
        for subject in subjects:
            told = Notice(key=subject, model="essai", subject=subject, body="", account_id=fanta)
            assert store.add(work.store, told, work.now)


def arrive(cast: Cast, first: str, path: str = "/avis") -> tuple[Any, Any]:
    """Somebody opens the page: its State and that of the frame, in one window."""
    page = window(NoticesState, cast.token(first), path)
    frame = page._get_root_state().get_substate(SessionState.get_full_name().split("."))
    fire(frame, "enter")
    fire(page, "load")
    return page, frame


def test_the_bell_counts_and_the_page_says_how_many_are_unread(house: Agency, cast: Cast):
    tell(house, cast, "Un", "Deux")
    page, frame = arrive(cast, "fanta")
    assert (page.standing, page.sentence, frame.unread) == ("ready", "Deux avis ne sont pas lus.", 2)
    assert [line.subject for line in page.rows] == ["Deux", "Un"]


def test_opening_one_makes_it_read_on_the_page_and_at_the_bell(house: Agency, cast: Cast):
    tell(house, cast, "Un", "Deux")
    page, frame = arrive(cast, "fanta")
    fire(page, "read_one", page.rows[0].id)
    assert [(line.subject, line.unread) for line in page.rows] == [("Deux", False), ("Un", True)]
    assert (page.sentence, frame.unread) == ("Un avis n’est pas lu.", 1)


def test_all_are_read_but_those_that_came_in_the_meantime(house: Agency, cast: Cast):
    tell(house, cast, "Un", "Deux")
    page, frame = arrive(cast, "fanta")
    tell(house, cast, "Trois")
    assert "Deux avis sont marqu" in str(fire(page, "read_all").args)
    assert [(line.subject, line.unread) for line in page.rows] == [("Trois", True), ("Deux", False), ("Un", False)]
    assert frame.unread == 1
    fire(page, "read_all")
    assert (page.sentence, frame.unread) == ("Vous avez tout lu.", 0)


def test_older_notices_stand_on_the_next_page(house: Agency, cast: Cast):
    tell(house, cast, *[f"Avis {number}" for number in range(1, PAGE + 2)])
    page, _ = arrive(cast, "fanta")
    assert (len(page.rows), page.paged) == (PAGE, False)
    page, _ = arrive(cast, "fanta", page.more)
    assert ([line.subject for line in page.rows], page.paged, page.more) == (["Avis 1"], True, "")


def test_nobody_reads_a_notice_for_somebody_else(house: Agency, cast: Cast):
    tell(house, cast, "Un")
    fantas, _ = arrive(cast, "fanta")
    nanas, _ = arrive(cast, "nana")
    fire(nanas, "read_one", fantas.rows[0].id)
    fire(fantas, "load")
    assert (nanas.rows, nanas.sentence) == ([], "Vous avez tout lu.")
    assert fantas.rows[0].unread
