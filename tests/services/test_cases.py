"""Cases at the counter: opened, worked on by several lanes, told of what happens outside, closed."""

from __future__ import annotations

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import AlreadyDone, AnswersRejected, NotAllowed, NotFound, Unfit
from migraflow.domain.journal import EntryKind, first_broken
from migraflow.services import cases, messages, people, tasks
from migraflow.store import cases as store
from migraflow.store import journal
from tests.cast import CAST, MONDAY, Clock
from tests.counter import Counter
from tests.small import petite_demande, publish, woman


def test_a_request_goes_from_lane_to_lane_to_its_end(counter: Counter) -> None:
    assert counter.open().case_ref == "PD-2026-KAY-000001"
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne", lieu="Kayes")
    counter.do("moussa", "Valider", objectif="Apprendre")
    counter.do("seydou", "Saisir", note="14")
    done = counter.do("fanta", "Clôturer")
    assert done.ended == "Traité"
    sheet = counter.case("awa", ref)
    assert (sheet.state, sheet.outcome, sheet.open_steps) == (CaseState.CLOSED, "Traité", ())
    assert [answered.step for answered in sheet.answers] == [
        "Enregistrer la demande", "Mener l'entretien", "Valider le plan", "Saisir les tests"]  # fmt: skip


def test_numbers_run_per_region_and_year(counter: Counter, clock: Clock) -> None:
    refs = [counter.open(first).case_ref for first in ("fanta", "fanta", "kadi")]
    clock.advance(days=365)
    refs.append(counter.open("fanta").case_ref)
    assert refs == ["PD-2026-KAY-000001", "PD-2026-KAY-000002", "PD-2026-SIK-000001", "PD-2027-KAY-000001"]


def test_opening_twice_with_one_key_opens_one_case(counter: Counter) -> None:
    first = counter.wish("fanta", cases.start, procedure="petite_demande", key="une-fois")
    assert counter.wish("fanta", cases.start, procedure="petite_demande", key="une-fois") == first
    assert len(counter.wish("fanta", cases.search).rows) == 1


@pytest.mark.parametrize(("first", "refusal"), [("awa", NotAllowed), ("moussa", NotAllowed), ("mariam", NotAllowed)])
def test_only_the_front_desk_opens_a_case(counter: Counter, first: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        counter.open(first)


def test_a_procedure_that_is_only_called_is_not_in_the_catalogue_of_new_cases(counter: Counter) -> None:
    assert [card.id for card in counter.wish("fanta", cases.openable)] == ["petite_demande"]
    with pytest.raises(NotAllowed):
        counter.open("fanta", "petit_secret")
    with pytest.raises(NotFound):
        counter.open("fanta", "inconnue")


@pytest.mark.parametrize("query", ["diarra", "FATOU", "fatoumata diarra", "76 12 34", "PD-2026-KAY-000001", "000001"])
def test_a_case_is_found_by_number_name_or_phone(counter: Counter, query: str) -> None:
    ref = counter.registered()
    counter.registered(identite=woman(nom="Sow", prenoms="Boubacar", telephone="66 00 00 02"))
    assert [row.ref for row in counter.wish("awa", cases.search, query=query).rows] == [ref]


def test_lists_are_narrowed_and_page_by_fifty(counter: Counter, clock: Clock) -> None:
    for _ in range(52):
        counter.open()
        clock.advance(seconds=1)
    first = counter.wish("awa", cases.search, state="open", procedure="petite_demande", region="kayes")
    second = counter.wish("awa", cases.search, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (50, 2, None)
    assert first.rows[0].ref == "PD-2026-KAY-000052"
    assert counter.wish("awa", cases.search, state="closed").rows == ()
    assert counter.wish("awa", cases.search, region="sikasso").rows == ()


def test_another_region_and_the_ministry_are_not_told_that_a_case_exists(counter: Counter) -> None:
    ref = counter.registered()
    with pytest.raises(NotFound):
        counter.case("binta", ref)
    for first in ("mariam", "salif", "ibrahim", "djeneba"):
        with pytest.raises((NotFound, NotAllowed)):
            counter.case(first, ref)
        with pytest.raises(NotAllowed):
            counter.wish(first, cases.search)


def test_nobody_of_the_ministry_sees_a_person_anywhere(counter: Counter) -> None:
    ref = counter.registered()
    token = counter.task("awa", "Mener").token
    for wish, words in (
        (cases.sheet, {"ref": ref}), (cases.diagram, {"ref": ref}), (tasks.sheet, {"token": token}),
        (tasks.form, {"token": token}), (tasks.known, {"token": token}), (people.search, {"query": "diarra"}),
        (people.sheet, {"ref": "P-000001"}), (messages.message_form, {"ref": ref, "name": "retrait"}),
    ):  # fmt: skip
        with pytest.raises((NotFound, NotAllowed)):
            counter.wish("mariam", wish, **words)


def test_the_case_page_shows_the_way_and_where_it_stands(counter: Counter) -> None:
    ref = counter.registered()
    sheet = counter.case("awa", ref)
    assert [(step.name, step.role) for step in sheet.open_steps] == [("Mener l'entretien", "conseiller")]
    assert sheet.open_elements == ("P_02",)
    assert {"debut", "P_01", "f_debut_instruction", "f_P_01_P_01d"} <= set(sheet.travelled)
    assert "P_R" not in sheet.travelled
    assert sheet.person is not None
    assert (sheet.person.name, sheet.person.age) == ("Fatoumata Diarra", 26)
    told = [(item.kind, item.what, item.who) for item in sheet.timeline]
    assert (EntryKind.OPENED, "Petite demande", "Fanta Coulibaly") in told
    assert (EntryKind.COMPLETED, "Enregistrer la demande", "Fanta Coulibaly") in told
    done = next(item for item in sheet.timeline if item.kind == EntryKind.COMPLETED)
    assert done.detail == "au guichet de Kayes"
    assert counter.wish("awa", cases.diagram, ref=ref).startswith("<?xml")


def test_a_withdrawal_cancels_what_was_open(counter: Counter) -> None:
    ref = counter.registered()
    buttons = counter.case("awa", ref).messages
    assert [(button.name, button.label) for button in buttons] == [("retrait", "Enregistrer un retrait")]
    with pytest.raises(AnswersRejected):
        counter.send("awa", ref, "retrait")
    token = counter.task("awa", "Mener").token
    counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "Pa"})
    counter.send("awa", ref, "retrait", motif="Elle part à Dakar")
    assert counter.inbox("awa") == ()
    assert counter.sheet("awa", token).saved_at is None
    counter.do("fanta", "Enregistrer le retrait", observations="Vu au guichet")
    sheet = counter.case("awa", ref)
    assert (sheet.outcome, sheet.messages) == ("Retrait", ())
    kinds = [item.kind for item in sheet.timeline]
    assert EntryKind.CANCELLED in kinds
    assert EntryKind.MESSAGE in kinds
    with pytest.raises(AlreadyDone) as late:
        counter.send("awa", ref, "retrait", motif="Encore")
    assert (late.value.who, late.value.when) == ("Fanta Coulibaly", MONDAY)


def test_a_message_nobody_waits_for_is_refused_and_so_is_one_of_another_role(counter: Counter) -> None:
    ref = counter.registered()
    with pytest.raises(Unfit) as refusal:
        counter.send("fanta", ref, "recours")
    assert refusal.value.code == "message_unexpected"
    with pytest.raises(NotAllowed):
        counter.send("awa", ref, "recours")
    with pytest.raises(NotFound):
        counter.send("awa", ref, "inventé")
    with pytest.raises(NotFound):
        counter.send("kadi", ref, "retrait", motif="x")


def test_a_rejected_request_is_appealed_and_goes_on(counter: Counter) -> None:
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    assert [button.name for button in counter.case("fanta", ref).messages] == ["retrait", "recours"]
    counter.send("fanta", ref, "recours")
    counter.do("moussa", "Statuer", admis="oui")
    assert [row.step for row in counter.inbox("awa")] == ["Mener l'entretien"]


def test_without_an_appeal_the_rejection_stands_after_thirty_days(counter: Counter, clock: Clock) -> None:
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    clock.advance(days=29)
    counter.sweep()
    assert counter.case("fanta", ref).state is CaseState.OPEN
    waiting = counter.case("fanta", ref).open_steps
    assert "Délai de recours passé" in [step.name for step in waiting]
    clock.advance(days=1, hours=1)
    counter.sweep()
    sheet = counter.case("fanta", ref)
    assert (sheet.state, sheet.outcome) == (CaseState.CLOSED, "Rejeté")
    assert ("timer", "Délai de recours passé", "migraflow") in [
        (item.kind, item.what, item.who) for item in sheet.timeline]  # fmt: skip


def test_two_lanes_work_side_by_side_without_getting_in_each_others_way(counter: Counter) -> None:
    counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    plan, test = counter.task("moussa", "Valider").token, counter.task("seydou", "Saisir").token
    before = counter.sheet("seydou", test).version
    counter.complete("moussa", plan, {"objectif": "Apprendre"})
    counter.complete("seydou", test, {"note": 12}, version=before)
    assert [row.step for row in counter.inbox("fanta")] == ["Clôturer le dossier"]


def test_the_journal_is_sealed_entry_by_entry(counter: Counter) -> None:
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    with counter.agency.working(SYSTEM) as work:
        case = store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        chain = journal.chain_of(work.store, case.id)
        assert first_broken(chain) is None
        assert (case.entries, case.head) == (len(chain), chain[-1].seal)
        work.store.connection().exec_driver_sql("UPDATE journal SET actor = 'Personne' WHERE number = 3")
        assert first_broken(journal.chain_of(work.store, case.id)) == 3


def test_the_journal_says_who_answered_what_when_and_on_which_form(counter: Counter, clock: Clock) -> None:
    ref = counter.registered()
    token = counter.task("awa", "Mener").token
    clock.advance(hours=1)
    counter.wish("awa", tasks.claim, token=token)
    clock.advance(hours=1)
    counter.complete("awa", token, {"projet": "Travailler en Espagne", "lieu": "Kayes"})
    with counter.agency.working(SYSTEM) as work:
        case = store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        entries = [kept.entry for kept in journal.chain_of(work.store, case.id)]
    done = [entry for entry in entries if entry.kind is EntryKind.COMPLETED][-1]
    assert done.answers == {"projet": "Travailler en Espagne", "lieu": "Kayes"}
    assert (done.actor, done.role, done.office, done.region) == ("Awa Diallo", "conseiller", "dr_kayes", "kayes")
    assert done.created is not None and done.claimed is not None
    assert [(moment - done.created).total_seconds() for moment in (done.claimed, done.at)] == [3600, 7200]
    assert (done.edition, done.form, len(done.fingerprint)) == (case.edition, "forms/entretien.json", 64)


def test_running_cases_keep_their_edition(counter: Counter) -> None:
    old = counter.registered()
    publish(counter.agency, petite_demande({"Mener l&#x27;entretien": "Recevoir la personne"}))
    new = counter.registered()
    names = {row.case_ref: row.step for row in counter.inbox("awa")}
    assert names == {old: "Mener l'entretien", new: "Recevoir la personne"}
    assert counter.case("awa", old).edition != counter.case("awa", new).edition


def test_everybody_of_the_cast_gets_an_answer_or_a_refusal_never_a_fault(counter: Counter) -> None:
    ref = counter.registered()
    for member in CAST:
        try:
            counter.case(member.first, ref)
        except (NotFound, NotAllowed):
            continue
        assert member.first in {"fanta", "awa", "koro", "nana", "oumar", "seydou", "moussa", "rokia", "aminata"}
