"""The check of the whole house: silent while all is true, and plain about everything that was tampered with."""

from __future__ import annotations

import pytest

from migraflow import wiring
from migraflow.cli.verification import sentence
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed
from migraflow.domain.verification import FaultKind, Verified
from migraflow.services import verification
from migraflow.services.work import Editions
from migraflow.ui.pages.case import CasePageState
from tests.cast import Clock
from tests.counter import Counter
from tests.small import woman
from tests.ui.window import fire, window


@pytest.fixture
def busy(counter: Counter, clock: Clock) -> Counter:
    """Cases at every kind of place: waiting for people, for a message and a moment, referred, withdrawn, ended."""
    counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors délai")
    counter.registered(identite=woman(prenoms="Mariam"), age_declare=16)
    counter.registered(identite=woman(prenoms="Aïssata"))
    counter.sweep()
    clock.advance(days=31)
    counter.sweep()
    return counter


def verified(counter: Counter) -> Verified:
    """What the check says now."""
    return counter.agency.perform_as(SYSTEM, verification.verify)


def tampered(counter: Counter, sql: str) -> set[tuple[FaultKind, str]]:
    """What the check says after somebody wrote past the house: kinds, and the details."""
    some = "CAST('xy' AS BLOB)" if counter.agency.database.embedded else "'xy'::bytea"
    with counter.agency.working() as work:
        assert work.store.connection().exec_driver_sql(sql.replace("BYTES", some)).rowcount == 1
    return {(fault.kind, fault.detail) for fault in verified(counter).faults}


def test_a_house_at_work_is_true_to_itself(busy: Counter) -> None:
    found = verified(busy)
    assert found.faults == ()
    assert found.counts["cases"] == found.counts["snapshots"] == 3
    assert min(found.counts[name] for name in ("entries", "tasks", "waits", "effects")) > 0
    assert verified(busy).journal == found.journal


def test_another_step_makes_another_history(busy: Counter) -> None:
    before = verified(busy).journal
    busy.do("awa", "Mener", projet="Travailler en Espagne")
    assert verified(busy).journal != before


FIRST = "(SELECT MIN(id) FROM cases)"
LAST_OPEN = "(SELECT MAX(id) FROM tasks WHERE state = 'open')"
TAMPERING = [
    (f"UPDATE journal SET actor = 'Personne' WHERE number = 2 AND case_id = {FIRST}", FaultKind.JOURNAL_BROKEN),
    (f"UPDATE cases SET entries = entries + 1 WHERE id = {FIRST}", FaultKind.JOURNAL_CUT),
    ("DELETE FROM journal WHERE id = (SELECT MAX(id) FROM journal)", FaultKind.JOURNAL_CUT),
    ("DELETE FROM snapshots WHERE case_id = (SELECT MAX(id) FROM cases)", FaultKind.SNAPSHOT_MISSING),
    (f"UPDATE snapshots SET content = BYTES WHERE case_id = {FIRST}", FaultKind.SNAPSHOT_UNREADABLE),
    (f"UPDATE tasks SET state = 'cancelled' WHERE id = {LAST_OPEN}", FaultKind.TASK_MISSING),
    (f"UPDATE tasks SET token = 'autre' WHERE id = {LAST_OPEN}", FaultKind.TASK_EXTRA),
    (f"UPDATE tasks SET state = 'done' WHERE id = {LAST_OPEN}", FaultKind.COMPLETION_UNTOLD),
    ("DELETE FROM tasks WHERE id = (SELECT MIN(id) FROM tasks WHERE state = 'done')", FaultKind.COMPLETION_UNDONE),
    ("DELETE FROM waits WHERE id = (SELECT MAX(id) FROM waits)", FaultKind.WAITS_DIFFER),
    ("UPDATE cases SET state = 'open' WHERE state = 'closed'", FaultKind.ENDED_BUT_OPEN),
    ("UPDATE cases SET state = 'closed' WHERE id = (SELECT MAX(id) FROM cases)", FaultKind.CLOSED_BUT_OPEN),
    ("UPDATE effects SET done = NULL WHERE id = (SELECT MIN(id) FROM effects)", FaultKind.EFFECT_LOST),
    ("DELETE FROM effects WHERE id = (SELECT MIN(id) FROM effects)", FaultKind.EFFECT_MISSING),
]


@pytest.mark.parametrize(("sql", "kind"), TAMPERING, ids=lambda value: value if isinstance(value, FaultKind) else "")
def test_what_is_tampered_with_is_told(busy: Counter, sql: str, kind: FaultKind) -> None:
    assert kind in {kind for kind, _ in tampered(busy, sql)}


def test_a_moment_that_nobody_would_wake_for_is_told(busy: Counter) -> None:
    ref = busy.registered(identite=woman(prenoms="Safiatou"), recevable=False)
    busy.do("fanta", "Notifier", motif_rejet="Hors délai")
    kinds = {kind for kind, _ in tampered(busy, f"UPDATE cases SET next_due = NULL WHERE ref = '{ref}'")}
    assert kinds == {FaultKind.DUE_DIFFERS}


def test_a_draft_of_a_task_nobody_has_is_told(busy: Counter) -> None:
    sql = "INSERT INTO drafts (token, account_id, answers, saved) VALUES ('nulle part', 1, '{}', '2026-01-12')"
    assert tampered(busy, sql) == {(FaultKind.ORPHAN, "1")}


def test_a_file_whose_bytes_changed_is_told(busy: Counter) -> None:
    sql = "INSERT INTO files (sha, size, content) VALUES ('ab', 2, BYTES)"
    assert tampered(busy, sql) == {(FaultKind.FILE_DAMAGED, "ab")}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM editions WHERE procedure = 'petite_demande'",
        "UPDATE editions SET files = BYTES WHERE procedure = 'petite_demande'",
    ],
    ids=["lost", "damaged"],
)
def test_a_case_whose_edition_is_lost_opens_says_so_and_is_told_by_its_number(
    busy: Counter, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "agency", lambda: busy.agency)
    ref = busy.registered(identite=woman(prenoms="Kadidia"))
    whole = busy.case("awa", ref)
    tampered(busy, sql)
    busy.agency.editions = Editions()
    sheet = busy.case("awa", ref)
    assert sheet.unreadable != "" == whole.unreadable
    assert [(item.kind, item.what, item.who) for item in sheet.timeline] == [
        (item.kind, item.what, item.who) for item in whole.timeline
    ]
    assert (sheet.person, sheet.documents, sheet.messages) == (whole.person, whole.documents, ())
    assert [step.name for step in sheet.open_steps] == [step.name for step in whole.open_steps if step.token]
    page = window(CasePageState, busy.cast.token("awa"), f"/dossiers/{ref}")
    fire(page, "load")
    assert (page.standing, page.here.unreadable) == ("ready", sheet.unreadable)
    found = {fault.subject: fault for fault in verified(busy).faults if fault.kind is FaultKind.EDITION_UNREADABLE}
    assert len(found) == 4
    assert all(word in sentence(found[ref]) for word in (ref, "petite_demande", "migraflow restore"))


def test_nobody_may_ask_for_it_but_the_house(busy: Counter) -> None:
    with pytest.raises(NotAllowed):
        busy.wish("ibrahim", verification.verify)
