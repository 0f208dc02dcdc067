"""The small procedure gains a step while cases run: each moves whole, stays with a reason, or comes back as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter as Tally

import pytest

from migraflow import engine
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, Unfit
from migraflow.domain.moves import Fate, MoveSheet, MoveState
from migraflow.services import editions, moves, tasks
from migraflow.services.verification import verify
from migraflow.store import cases as case_store
from migraflow.store import drafts, snapshots, timers
from migraflow.store import moves as store
from migraflow.store import procedures as procedure_store
from migraflow.store import tasks as task_store
from migraflow.store.database import run
from tests.counter import Counter
from tests.small import chain, flow, node, petite_demande, publish, task, timer, woman

CASES = 2_000 if os.environ.get("MIGRAFLOW_SOAK") else 18
PASSPORT = {
    chain("P_02", "P_02n"): task("P_02b", "Vérifier le passeport", formulaire="forms/motif.json")
    + chain("P_02", "P_02b", "P_02n"),
    "<bpmn:flowNodeRef>P_02<": "<bpmn:flowNodeRef>P_02b</bpmn:flowNodeRef><bpmn:flowNodeRef>P_02<",
}
"""A step added after the interview."""


def edition(counter: Counter, changed: dict[str, str], **words) -> str:
    """A next edition of the small procedure; its sha256."""
    publish(counter.agency, petite_demande(changed, **words))
    with counter.agency.working() as work:
        found = procedure_store.procedure(work.store, "petite_demande")
        assert found is not None
        return found.edition


def present(counter: Counter) -> str:
    with counter.agency.working() as work:
        found = procedure_store.procedure(work.store, "petite_demande")
        assert found is not None
        return found.edition


def planned(counter: Counter, sha: str, **words) -> int:
    """Salif plans a move; the house works out the verdicts."""
    told = {"procedure": "petite_demande", "edition": sha, "reason": "Le passeport est vérifié.", **words}
    number = counter.wish("salif", moves.plan, **told)
    counter.sweep()
    return number


def sheet(counter: Counter, move: int, first: str = "salif") -> MoveSheet:
    return counter.wish(first, moves.sheet, move=move)


def case_of(counter: Counter, ref: str):
    with counter.agency.working() as work:
        case = case_store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        return case


def photograph(counter: Counter, ref: str):
    """Everything of a case that an exact way back gives back: memory, answers, tasks, waits, drafts, edition."""
    case = case_of(counter, ref)
    with counter.agency.working() as work:
        open_now = [(task.token, task.element, task.form, task.role, task.due, task.assignee_id, task.created)
                    for task in task_store.open_of(work.store, case.id)]  # fmt: skip
        typed = [draft.answers for one in open_now if (draft := drafts.get(work.store, one[0]))]
        waits = [(wait, wait.since) for wait in timers.of_case(work.store, case.id)]
        content, data = snapshots.get(work.store, case.id), snapshots.data(work.store, case.id)
        due = case_store.next_due(work.store, case.id)
    return case.edition, case.editions, case.state, content, data, open_now, typed, waits, due


def as_the_engine_says(counter: Counter, ref: str) -> bool:
    """Whether tasks and waits in the tables are those of the case's memory read with its edition."""
    case = case_of(counter, ref)
    with counter.agency.working() as work:
        facts = engine.facts(editions.of_case(work, case), snapshots.get(work.store, case.id))
        kept = {(task.token, task.element, task.form or None) for task in task_store.open_of(work.store, case.id)}
        waits = Tally((wait.element, wait.due) for wait in timers.of_case(work.store, case.id))
    return kept == {(one.token, one.element, one.form) for one in facts.tasks} and waits == Tally(
        (wait.element, wait.due) for wait in facts.waits
    )


def test_an_old_case_meets_the_new_step_once_moved(counter: Counter) -> None:
    ref = counter.registered()
    old = present(counter)
    new = edition(counter, PASSPORT)
    assert case_of(counter, ref).edition == old
    move = planned(counter, new)
    seen = sheet(counter, move)
    assert (seen.total, seen.judged, seen.move.state) == (1, 1, MoveState.READY)
    assert case_of(counter, ref).edition == old
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    assert case_of(counter, ref).edition == new
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    assert [row.step for row in counter.inbox("awa")] == ["Vérifier le passeport"]
    told = [entry for entry in counter.case("awa", ref).timeline if entry.kind == "moved"]
    assert [entry.who for entry in told] == ["Salif Traoré"]


def test_drafts_due_times_and_holders_survive(counter: Counter) -> None:
    ref = counter.registered()
    token = counter.task("awa", "Mener").token
    counter.wish("awa", tasks.claim, token=token)
    counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "Partir en"})
    before = counter.sheet("awa", token)
    counter.agency.clock.advance(hours=5)
    move = planned(counter, edition(counter, PASSPORT))
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    after = counter.sheet("awa", token)
    assert (after.answers["projet"], after.due, after.assignee) == ("Partir en", before.due, "Awa Diallo")
    assert case_of(counter, ref).edition != before.edition


def test_a_move_is_undone_exactly_and_not_after_the_case_went_on(counter: Counter) -> None:
    gone_on, back = counter.registered(), counter.registered(identite=woman(nom="Sissoko", telephone="66 20 31 42"))
    token = counter.inbox("awa")[0].token
    counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "Partir"})
    before = {ref: photograph(counter, ref) for ref in (gone_on, back)}
    more = {flow("P_05", "fin_i"): task("P_06", "Archiver") + chain("P_05", "P_06", "fin_i"),
            'name="Mener l&#x27;entretien"': 'name="Mener un premier entretien"'}  # fmt: skip
    move = planned(counter, edition(counter, more))
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    assert photograph(counter, back) != before[back]
    on = next(row for row in counter.inbox("awa") if row.case_ref == gone_on)
    counter.complete("awa", on.token, {"projet": "Travailler en Espagne"})
    counter.wish("salif", moves.undo, move=move, regions=["kayes"])
    counter.sweep()
    assert photograph(counter, back) == before[back]
    assert case_of(counter, gone_on).edition == sheet(counter, move).move.edition
    with counter.agency.working() as work:
        assert Tally(one.fate for one in store.cases(work.store, move)) == {Fate.BACK: 1, Fate.LEFT: 1}


def test_waves_go_region_by_region(counter: Counter) -> None:
    kayes = counter.registered()
    sikasso = counter.registered("kadi", identite=woman(nom="Sissoko", telephone="66 20 31 42"))
    new = edition(counter, PASSPORT)
    move = planned(counter, new)
    assert [(line.region, line.moves) for line in sheet(counter, move).regions] == [("kayes", 1), ("sikasso", 1)]
    assert counter.wish("salif", moves.start, move=move, regions=["sikasso"]) == 1
    counter.sweep()
    assert (case_of(counter, kayes).edition == new, case_of(counter, sikasso).edition == new) == (False, True)


def test_a_case_whose_step_is_gone_stays_and_the_manager_reads_why_and_replaces_it(counter: Counter) -> None:
    ref = counter.registered()
    other = task("P_02", "Mener l'entretien", formulaire="forms/entretien.json", delai="DS-05")
    changed = {other: task("P_20", "Recevoir la personne", formulaire="forms/entretien.json"),
               chain("P_02", "P_02n"): chain("P_20", "P_02n"), flow("g_sort", "P_02"): flow("g_sort", "P_20"),
               flow("g_appel", "P_02", "admis = true"): flow("g_appel", "P_20", "admis = true"),
               'conseiller="P_02"': 'conseiller="P_20"', "f_g_sort_P_02": "f_g_sort_P_20",
               ">P_02</bpmn:flowNodeRef>": ">P_20</bpmn:flowNodeRef>"}  # fmt: skip
    new = edition(counter, {old: now for old, now in changed.items() if old not in ('conseiller="P_02"',)})
    seen = sheet(counter, planned(counter, new))
    assert [(line.verdict, line.step) for line in seen.verdicts] == [("stays", "Mener l'entretien")]
    assert "n’existe plus" in seen.verdicts[0].reasons[0].fr
    assert seen.gone == (("P_02", "Mener l'entretien"),)
    move = planned(counter, new, mapping={"P_02": "P_20"})
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    assert case_of(counter, ref).edition == new
    assert [row.step for row in counter.inbox("awa")] == ["Recevoir la personne"]
    assert as_the_engine_says(counter, ref)


def test_an_incident_stops_the_wave_and_the_case_stays_whole(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    refs = [counter.registered(identite=woman(nom=name, telephone=f"66 20 31 4{n}"))
            for n, name in enumerate(("Sissoko", "Camara", "Niaré"))]  # fmt: skip
    old = present(counter)
    move = planned(counter, edition(counter, PASSPORT))
    with counter.agency.working() as work:
        run(work.store, "UPDATE snapshots SET content = ? WHERE case_id = ?", (b"torn", case_of(counter, refs[0]).id))
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    seen = sheet(counter, move)
    assert (seen.move.state, seen.move.incidents, seen.queued) == (MoveState.STOPPED, 1, 2)
    assert all(case_of(counter, ref).edition == old for ref in refs)
    counter.wish("salif", moves.start, move=move, regions=[])
    counter.sweep()
    assert [case_of(counter, ref).edition == old for ref in refs] == [True, False, False]


def test_only_somebody_who_publishes_moves_and_says_why(counter: Counter) -> None:
    counter.registered()
    new = edition(counter, PASSPORT)
    for first in ("awa", "moussa", "mariam"):
        with pytest.raises(NotAllowed):
            counter.wish(first, moves.plan, procedure="petite_demande", edition=new, reason="x")
    with pytest.raises(Unfit):
        counter.wish("salif", moves.plan, procedure="petite_demande", edition=new, reason=" ")
    seen = sheet(counter, planned(counter, new))
    assert (seen.cases, seen.hidden) == ((), 1)


def spread(counter: Counter, count: int) -> list[str]:
    """Cases spread over all steps of the small procedure, one after the other."""
    refs: list[str] = []
    for number in range(count):
        stage, somebody = number % 6, woman(nom=f"Diarra{number}", telephone=f"70{number:06}")
        if stage == 0:
            refs.append(counter.open().case_ref)
            continue
        late = {"recevable": False} if stage == 5 else {}
        refs.append(counter.registered(identite=somebody, **late))
        doing = {2: "P_02", 3: "P_02 P_03", 4: "P_02 P_03 P_04", 5: "P_R"}.get(stage, "")
        answers = {"P_02": ("awa", {"projet": "Travailler"}), "P_03": ("moussa", {}), "P_04": ("seydou", {"note": 3}),
                   "P_R": ("fanta", {"motif_rejet": "x"})}  # fmt: skip
        for step in doing.split():
            first, given = answers[step]
            with counter.agency.working() as work:
                key = case_store.keys_of(work.store, refs[-1])[0]
                token = next(one.token for one in task_store.open_of(work.store, key) if one.element == step)
            counter.complete(first, token, given)
    return refs


def test_the_dry_run_is_what_happens_though_the_power_fails_in_the_middle(counter: Counter) -> None:
    """Every case is wholly on one edition at every moment; started again, the wave goes on where it was."""
    refs = spread(counter, CASES)
    old = present(counter)
    after_refusal = chain("g_recours", "delai_passe", "rejeter")
    later = task("P_99", "Relire") + node_wait() + chain("g_recours", "tard", "P_99", "rejeter")
    new = edition(counter, {**PASSPORT, after_refusal: after_refusal + later})
    move = planned(counter, new)
    while sheet(counter, move).judged < CASES:
        counter.sweep()
    with counter.agency.working() as work:
        verdicts = {one.case_id: one.verdict for one in store.cases(work.store, move)}
    expected = Tally("stays" if number % 6 == 5 else "moves" for number in range(CASES))
    assert Tally(verdicts.values()) == expected
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    third = CASES // 3
    assert killed(counter, third, before="yes") == -signal.SIGKILL
    assert Tally(case_of(counter, ref).edition for ref in refs)[new] == third - 1, "the last was not kept"
    assert killed(counter, 2, before="no") == -signal.SIGKILL
    assert Tally(case_of(counter, ref).edition for ref in refs)[new] == third + 1
    assert all(as_the_engine_says(counter, ref) for ref in refs)
    counter.sweep()
    while sheet(counter, move).queued:
        counter.sweep()
    after = {case_of(counter, ref).id: case_of(counter, ref).edition for ref in refs}
    assert {key: "moves" if sha == new else "stays" for key, sha in after.items()} == verdicts
    assert set(after.values()) == {old, new}
    assert all(as_the_engine_says(counter, ref) for ref in refs)
    with counter.agency.working() as work:
        assert not verify(work).faults


def killed(counter: Counter, nth: int, *, before: str) -> int:
    """A worker of its own process works on the wave, and dies of SIGKILL at its nth case; how it ended."""
    settings = counter.agency.settings
    told = (settings.database_url, str(settings.var), counter.agency.clock().isoformat(), str(nth), before)
    return subprocess.run([sys.executable, "-m", "tests.services.moving_worker", *told], check=False).returncode


def node_wait() -> str:
    """One more thing the case may wait for after a refusal."""
    return node("intermediateCatchEvent", "tard", timer("td9", "P60D"), name="Deux mois ont passé")


def test_a_case_that_ended_before_its_turn_is_left_alone(counter: Counter) -> None:
    ref = counter.registered(recevable=False)
    new = edition(counter, PASSPORT)
    move = planned(counter, new)
    counter.do("fanta", "Notifier", motif_rejet="Incomplet")
    counter.agency.clock.advance(days=31)
    counter.sweep()
    counter.wish("salif", moves.start, move=move, regions=["kayes"])
    counter.sweep()
    assert case_of(counter, ref).edition != new
    with counter.agency.working() as work:
        assert [one.fate for one in store.cases(work.store, move)] == [Fate.GONE]
