"""Last year's cases go through a working copy: what a known change does to them is told to the case."""

from __future__ import annotations

import json
from collections import Counter as Tally
from threading import Event

import pytest

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed
from migraflow.domain.replays import ReplaySheet, ReplayState
from migraflow.engine.replay import Replayer
from migraflow.services import replays, studio
from migraflow.store.database import run
from tests.counter import Counter
from tests.small import chain, flow, petite_demande, publish, task, woman

ASKED = json.dumps({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "passeport", "title": "Passeport",
    "type": "object", "required": ["numero_passeport"],
    "properties": {"numero_passeport": {"title": "Numéro du passeport", "type": "string", "x-kind": "text"}},
})  # fmt: skip
LANE = "<bpmn:flowNodeRef>P_02<"


def stories(counter: Counter) -> Tally[str]:
    """A year at the counter: seven go to the end, three are refused, two wait for their interview."""
    for number in range(12):
        sex, place = "FM"[number % 2], "Nioro" if number in (0, 1, 2, 3, 4) else "Kayes"
        person = woman(nom=f"Diarra{chr(97 + number)}", telephone=f"70{number:06}", sexe=sex)
        told = {"identite": person, "lieu": place, **({"recevable": False} if 7 <= number < 10 else {})}
        counter.registered(**told)
        if number < 7:
            counter.do("awa", "Mener", projet="Travailler en Espagne")
            counter.agency.clock.advance(days=1)
            counter.do("moussa", "Valider")
            counter.do("seydou", "Saisir", note=12)
            counter.do("fanta", "Clôturer")
        elif number < 10:
            counter.do("fanta", "Notifier", motif_rejet="Incomplet")
    counter.agency.clock.advance(days=31)
    counter.sweep()
    with counter.agency.working() as work:
        return Tally(row.outcome for row in run(work.store, "SELECT outcome FROM cases"))


def replayed(counter: Counter, files: dict[str, str]) -> ReplaySheet:
    """Salif changes the working copy and replays it; what a worker's processes do is done here."""
    draft = counter.wish("salif", studio.open_draft, procedure="petite_demande")
    counter.wish("salif", studio.save_draft, procedure="petite_demande", files=files, version=draft.version)
    number = counter.wish("salif", replays.ask, procedure="petite_demande")
    job = counter.agency.perform_as(SYSTEM, replays.take)
    assert job is not None
    share = counter.agency.perform_as(SYSTEM, replays.share, replay=number)
    results = Replayer(job.setup).replay(share)
    counter.agency.perform_as(SYSTEM, replays.keep, replay=number, results=results)
    assert counter.agency.perform_as(SYSTEM, replays.share, replay=number) == []
    counter.agency.perform_as(SYSTEM, replays.finish, replay=number)
    return counter.wish("salif", replays.sheet, replay=number)


def drawn(changed: dict[str, str]) -> dict[str, str]:
    return {"procedure.bpmn": petite_demande(changed).files["procedure.bpmn"].decode()}


def counts(sheet: ReplaySheet) -> dict[str, int]:
    return {line.fate: line.count for line in sheet.fates if line.count}


@pytest.fixture
def year(counter: Counter) -> Counter:
    assert stories(counter) == {"traite": 7, "rejet": 3, "": 2}
    return counter


def test_a_copy_without_change_takes_every_case_the_same_way(year: Counter) -> None:
    sheet = replayed(year, {})
    assert (sheet.replay.state, sheet.replay.total, sheet.replay.done) == (ReplayState.DONE, 12, 12)
    assert (counts(sheet), sheet.share, sheet.over, sheet.fits) == ({"same": 12}, 0.0, False, True)
    assert (sheet.more_steps, sheet.more_days) == (0, 0)


def test_a_question_nobody_asked_stops_those_who_would_meet_it(year: Counter) -> None:
    """The seven who were interviewed; the three refused and the two who wait never come to it."""
    step = task("P_02b", "Vérifier le passeport", formulaire="forms/passeport.json") + chain("P_02", "P_02b", "P_02n")
    asked = {"forms/passeport.json": ASKED}
    lane = "<bpmn:flowNodeRef>P_02b</bpmn:flowNodeRef>" + LANE
    sheet = replayed(year, {**drawn({chain("P_02", "P_02n"): step, LANE: lane}), **asked})
    assert counts(sheet) == {"same": 5, "stops": 7}
    assert [(one.step, one.question, one.count) for one in sheet.stops] == [
        ("Vérifier le passeport", "Numéro du passeport", 7)
    ]
    assert (sheet.share, sheet.over) == (58.3, True)


def test_a_case_that_waits_further_on_would_have_stopped_before(year: Counter) -> None:
    """Asked before the interview, the question stops the two who wait for it as well; the three refused go on."""
    step = task("P_01b", "Vérifier le passeport", formulaire="forms/passeport.json") + chain("P_01b", "P_02")
    lane = "<bpmn:flowNodeRef>P_01b</bpmn:flowNodeRef>" + LANE
    ways = {flow("g_sort", "P_02"): flow("g_sort", "P_01b") + step, "f_g_sort_P_02": "f_g_sort_P_01b", LANE: lane}
    sheet = replayed(year, {**drawn(ways), "forms/passeport.json": ASKED})
    assert counts(sheet) == {"same": 3, "stops": 9}


def test_a_step_that_asks_nothing_makes_the_way_longer(year: Counter) -> None:
    step = task("P_02b", "Relire", delai="DS-08v") + chain("P_02", "P_02b", "P_02n")
    lane = "<bpmn:flowNodeRef>P_02b</bpmn:flowNodeRef>" + LANE
    sheet = replayed(year, drawn({chain("P_02", "P_02n"): step, LANE: lane}))
    assert counts(sheet) == {"same": 5, "route": 7}
    assert sheet.more_steps == round(7 / 12, 2)
    assert sheet.more_days > 0


def test_a_rule_that_turns_people_away_ends_their_cases_otherwise(year: Counter) -> None:
    """Five came from Nioro and were all interviewed: they would be refused instead."""
    turned = flow("g_sort", "P_R", 'recevable = false or lieu = "Nioro"')
    sheet = replayed(year, drawn({flow("g_sort", "P_R", "recevable = false"): turned}))
    assert counts(sheet) == {"same": 7, "ends": 5}
    assert [(one.fate, one.question, one.count) for one in sheet.stops] == [("ends", "rejet", 5)]
    assert dict(zip(sheet.columns, sheet.regions[0].counts, strict=True))["ends"] == 5
    women = next(line for line in sheet.sexes if line.name == "F")
    assert dict(zip(sheet.columns, women.counts, strict=True))["ends"] is None


def test_a_step_taken_out_makes_the_way_shorter(year: Counter) -> None:
    lane = (">P_05</bpmn:flowNodeRef>", ">P_01</bpmn:flowNodeRef>")
    without = {chain("j_et", "P_05", "fin_i"): chain("j_et", "fin_i"), task("P_05", "Clôturer le dossier"): ""}
    sheet = replayed(year, drawn({**without, lane[0]: lane[1]}))
    assert counts(sheet) == {"same": 5, "route": 7}
    assert sheet.more_steps == round(-7 / 12, 2)


def test_a_shorter_appeal_is_no_other_way(year: Counter) -> None:
    sheet = replayed(year, drawn({">P30D<": ">P20D<"}))
    assert counts(sheet) == {"same": 12}


def test_cases_are_shown_to_those_who_may_see_them(year: Counter) -> None:
    step = task("P_02b", "Relire") + chain("P_02", "P_02b", "P_02n")
    sheet = replayed(year, drawn({chain("P_02", "P_02n"): step}))
    assert (sheet.cases, sheet.hidden) == ((), 7)
    year.promote("salif", "directeur_regional")
    number = sheet.replay.id
    seen = year.wish("salif", replays.sheet, replay=number)
    assert seen.hidden == 7 - len(seen.cases)
    year.promote("salif", "service_migration")
    assert len(year.wish("salif", replays.sheet, replay=number).cases) == 7
    with pytest.raises(NotAllowed):
        year.wish("awa", replays.sheet, replay=number)


def test_a_replay_given_up_in_the_middle_leaves_nothing_and_another_can_be_asked_for(year: Counter) -> None:
    year.wish("salif", studio.open_draft, procedure="petite_demande")
    number = year.wish("salif", replays.ask, procedure="petite_demande")
    job = year.agency.perform_as(SYSTEM, replays.take)
    assert job is not None
    first, last = (Replayer(job.setup).replay(year.agency.perform_as(SYSTEM, replays.share, replay=number)[at::2])
                   for at in (0, 1))  # fmt: skip
    year.agency.perform_as(SYSTEM, replays.keep, replay=number, results=first)
    assert year.wish("salif", replays.latest, procedure="petite_demande").done == 6
    year.wish("salif", replays.cancel, replay=number)
    year.agency.perform_as(SYSTEM, replays.keep, replay=number, results=last)
    assert year.agency.perform_as(SYSTEM, replays.share, replay=number) is None
    with year.agency.working() as work:
        assert not list(run(work.store, "SELECT * FROM replay_cases"))
    assert not worker.replay_next(year.agency, Event())
    assert year.wish("salif", replays.sheet, replay=number).replay.state is ReplayState.CANCELLED
    again = year.wish("salif", replays.ask, procedure="petite_demande")
    assert worker.replay_next(year.agency, Event())
    assert year.wish("salif", replays.sheet, replay=again).replay.state is ReplayState.DONE


def test_nothing_of_a_case_is_written(year: Counter) -> None:
    def photograph() -> list[object]:
        with year.agency.working() as work:
            return [
                list(run(work.store, f"SELECT * FROM {table}")) for table in ("cases", "tasks", "journal", "effects")
            ]

    before = photograph()
    replayed(year, drawn({chain("P_02", "P_02n"): task("P_02b", "Relire") + chain("P_02", "P_02b", "P_02n")}))
    assert photograph() == before


def test_cases_of_an_older_edition_are_compared_with_their_own(year: Counter) -> None:
    changed = {chain("P_02", "P_02n"): task("P_02b", "Relire") + chain("P_02", "P_02b", "P_02n")}
    publish(year.agency, petite_demande(changed))
    assert counts(replayed(year, {})) == {"same": 5, "route": 7}
