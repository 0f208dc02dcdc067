"""Salif edits a draft: one change at a time, undone and made again; Mariam finds it taken and goes on with a copy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from migraflow import engine
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import Conflict, NotAllowed, Unfit
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.editing import Edit
from migraflow.engine.layout import audit
from migraflow.services import accounts, drafting, procedures, sessions, studio, workbench
from migraflow.services.drafting import Drawn
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.counter import Counter

PROCEDURE = "petite_demande"


@pytest.fixture
def cast(counter: Counter) -> Cast:
    """The cast of an agency whose small procedure is published."""
    return counter.cast


@pytest.fixture
def begun(agency: Agency, cast: Cast) -> workbench.Bench:
    """Salif's draft."""
    return agency.perform(workbench.open_bench, cast.token("salif"), procedure=PROCEDURE)


@pytest.fixture
def second(agency: Agency) -> str:
    """A session of a second manager of procedures."""
    who = {"username": "Nana Sacko", "name": "Nana Sacko", "password": "une phrase assez longue", "demo": True}
    with agency.working(SYSTEM) as work:
        hired = accounts.create_account(work, roles=("gestionnaire",), **who)
    with agency.working() as work:
        return sessions.open_session(work, hired.id, "127.0.0.1").token


def changed(agency: Agency, token: str, code: str, element: str, version: int, **facts: str) -> Drawn:
    wish = {"procedure": PROCEDURE, "change": Edit(code, element, facts), "version": version}
    return agency.perform(drafting.edit, token, **wish)


def lines(agency: Agency, token: str) -> list[str]:
    sight = agency.perform(drafting.sight, token, procedure=PROCEDURE, element="")
    return [line.name for line in sight.lines]


def test_a_step_is_added_drawn_undone_and_made_again_as_one_change(
    agency: Agency, cast: Cast, begun: workbench.Bench
) -> None:
    before = lines(agency, cast.token("salif"))
    first = next(line for line in sighted(agency, cast).lines if line.may_grow and line.kind == "user")
    made = changed(
        agency, cast.token("salif"), "add_after", first.id, begun.draft.version, name="Vérifier le passeport"
    )
    assert made.redraw and sighted(agency, cast).undrawn
    draft = agency.perform(drafting.draw, cast.token("salif"), procedure=PROCEDURE, version=made.draft.version)
    assert audit(draft.files[DIAGRAM].encode()) == ()
    assert lines(agency, cast.token("salif")) != before
    undone = agency.perform(drafting.undo, cast.token("salif"), procedure=PROCEDURE)
    assert undone is not None and undone.files[DIAGRAM] == begun.draft.files[DIAGRAM]
    assert agency.perform(drafting.undo, cast.token("salif"), procedure=PROCEDURE) is None
    again = agency.perform(drafting.redo, cast.token("salif"), procedure=PROCEDURE)
    assert again is not None and again.files[DIAGRAM] == draft.files[DIAGRAM]
    assert agency.perform(drafting.redo, cast.token("salif"), procedure=PROCEDURE) is None


def sighted(agency: Agency, cast: Cast) -> drafting.Sight:
    return agency.perform(drafting.sight, cast.token("salif"), procedure=PROCEDURE, element="")


def test_what_the_drawing_takes_back_by_itself_is_undone_here_too(
    agency: Agency, cast: Cast, begun: workbench.Bench
) -> None:
    xml, version = begun.draft.files[DIAGRAM], begun.draft.version
    for text in (xml.replace("Clôturer", "Fermer"), xml):
        wish = {"procedure": PROCEDURE, "xml": text, "version": version}
        version = agency.perform(workbench.save_diagram, cast.token("salif"), **wish).version
    assert agency.perform(drafting.undo, cast.token("salif"), procedure=PROCEDURE) is None
    assert agency.perform(drafting.redo, cast.token("salif"), procedure=PROCEDURE) is not None


def test_a_change_that_cannot_be_made_there_is_refused(agency: Agency, cast: Cast, begun: workbench.Bench) -> None:
    for code, element in (("move_up", "debut"), ("erase", "debut"), ("name", "nowhere")):
        with pytest.raises(Unfit) as refusal:
            changed(agency, cast.token("salif"), code, element, begun.draft.version)
        assert refusal.value.code == "edit_not_here"
    with pytest.raises(Conflict):
        changed(agency, cast.token("salif"), "name", first_step(agency, cast), begun.draft.version - 1, value="X")
    with pytest.raises(NotAllowed):
        changed(agency, cast.token("awa"), "name", first_step(agency, cast), begun.draft.version, value="X")


def first_step(agency: Agency, cast: Cast) -> str:
    return next(line.id for line in sighted(agency, cast).lines if line.kind == "user")


def test_a_second_manager_sees_who_holds_the_draft_and_takes_a_copy(
    agency: Agency, cast: Cast, second: str, begun: workbench.Bench
) -> None:
    step = first_step(agency, cast)
    changed(agency, cast.token("salif"), "name", step, begun.draft.version, value="Accueillir")
    hers = agency.perform(workbench.open_bench, second, procedure=PROCEDURE)
    assert not hers.mine and hers.draft.holder == begun.draft.holder
    with pytest.raises(Unfit):
        changed(agency, second, "name", step, hers.draft.version, value="Recevoir")
    copy = agency.perform(studio.take_own_copy, second, procedure=PROCEDURE)
    assert "Accueillir" in copy.files[DIAGRAM]
    changed(agency, second, "name", step, copy.version, value="Recevoir")
    assert "Recevoir" in lines(agency, second) and "Recevoir" not in lines(agency, cast.token("salif"))
    assert agency.perform(workbench.open_bench, second, procedure=PROCEDURE).mine
    agency.perform(procedures.discard_draft, second, procedure=PROCEDURE)
    assert not agency.perform(workbench.open_bench, second, procedure=PROCEDURE).mine


def test_a_finding_is_put_right_by_what_it_proposes(agency: Agency, cast: Cast, begun: workbench.Bench) -> None:
    broken = begun.draft.files[DIAGRAM].replace('value="DS-01"', 'value="DS-0l"')
    assert broken != begun.draft.files[DIAGRAM]
    wish = {"procedure": PROCEDURE, "xml": broken, "version": begun.draft.version}
    draft = agency.perform(workbench.save_diagram, cast.token("salif"), **wish)
    before = agency.perform(procedures.check_draft, cast.token("salif"), procedure=PROCEDURE)
    (found,) = [finding for finding in before if finding.code == "deadline_unknown"]
    repair = engine.proposed(found)[0]
    agency.perform(drafting.mend, cast.token("salif"), procedure=PROCEDURE, repair=repair, version=draft.version)
    left = agency.perform(procedures.check_draft, cast.token("salif"), procedure=PROCEDURE)
    assert "deadline_unknown" not in {finding.code for finding in left}


def test_a_draft_left_alone_is_taken_over_with_its_changes(
    agency: Agency, cast: Cast, clock: Clock, begun: workbench.Bench, request: pytest.FixtureRequest
) -> None:
    changed(agency, cast.token("salif"), "name", first_step(agency, cast), begun.draft.version, value="Accueillir")
    clock.now += timedelta(hours=9)
    second = request.getfixturevalue("second")
    agency.perform(workbench.open_bench, second, procedure=PROCEDURE)
    undone = agency.perform(drafting.undo, second, procedure=PROCEDURE)
    assert undone is not None and "Accueillir" not in undone.files[DIAGRAM]


def test_what_steps_may_send_is_offered(agency: Agency, cast: Cast, begun: workbench.Bench) -> None:
    supplies = agency.perform(drafting.supplies, cast.token("salif"))
    assert "Il manque encore des pièces" in {notice.label for notice in supplies.notices}
    assert "L1" in {letter.code for letter in supplies.letters}
    known = {one.name: one for one in sighted(agency, cast).known}
    assert all(one.label for one in known.values())
