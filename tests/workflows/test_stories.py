"""Incidents at the counter, told with the people of the manual's acceptance scenarios."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from migraflow.engine import Compiled
from migraflow.engine.progress import WaitKind
from migraflow.engine.scenario import Played, play

Story = Callable[..., Played]
AT = datetime(2026, 1, 12, 9, tzinfo=UTC)


def steps(told: Played) -> list[str]:
    """The elements passed, in order."""
    return [one.element for one in told.trail]


def rule(told: Played, decision: str) -> Any:
    """The explanation of a decision, the last time it was taken."""
    return [one for one in told.decisions if one.decision == decision][-1]


def test_fatoumata_27_from_kayes_reaches_the_pool_ready_for_a_season_in_spain(story: Story) -> None:
    told = story("01")
    in_the_pool = next(
        beat.progress for beat in told.beats if any(one.element == "DS_11" for one in beat.progress.waits)
    )
    assert in_the_pool.data["parcours"] == "A"
    assert in_the_pool.tasks == ()
    [enrolled] = [effect for effect in told.effects if effect.operator == "inscrire_vivier"]
    assert enrolled.parameters["metiers"] == ["5321", "5322"]
    assert enrolled.parameters["pays"] == ["ESP"]


def test_issa_who_is_17_never_reaches_an_interview(story: Story, edition: Callable[[str], Compiled]) -> None:
    told = story("02")
    assert "DS_05" not in steps(told)
    assert "DS_04" not in steps(told)
    assert edition("demande_services").confidential("referencement_protection") == ("protection",)
    roles = {t.role for beat in told.beats for t in beat.progress.tasks if t.procedure == "referencement_protection"}
    assert roles == {"protection"}


def test_the_birthday_decides_not_the_year(scenario: Callable[[str], dict[str, Any]], edition: Any) -> None:
    for born, expected in (("2008-01-12", "recevable"), ("2008-01-13", "mineur")):
        tale = scenario("02")
        tale["etapes"] = tale["etapes"][:2]
        tale["etapes"][0]["reponses"]["identite"]["date_naissance"] = born
        told = play(edition("demande_services"), {**tale, "fin": None}, now=AT)
        assert told.beats[-1].progress.data["recevabilite"] == expected, born


def test_oumar_without_papers_is_reminded_twice_and_closed_on_day_45(story: Story) -> None:
    told = story("03")
    reminders = [beat.at.date() for beat in told.beats if any(e.element == "DS_03m" for e in beat.progress.effects)]
    closed = next(beat.at for beat in told.beats if beat.progress.ended)
    assert [(day - AT.date()).days for day in reminders] == [15, 30]
    assert (closed.date() - AT.date()).days == 45


def test_modibo_who_paid_an_intermediary_raises_an_alert_and_is_offered_a_complaint(story: Story) -> None:
    told = story("04")
    [alert] = [effect for effect in told.effects if effect.parameters.get("modele") == "frais_interdits"]
    assert alert.parameters["a"] == "chef_dcm"
    assert told.beats[-1].progress.data["montant_paye"]["montant"] == 150_000
    assert told.beats[-1].progress.data["reclamation_proposee"] is True


def test_sekou_without_language_or_experience_is_found_work_in_mali(story: Story) -> None:
    told = story("05")
    assert rule(told, "D2").explanation
    assert told.beats[-1].progress.data["parcours_propose"] == "C"
    assert "DS_10" not in steps(told)


def test_a_person_who_withdraws_keeps_name_and_reason_in_the_case(story: Story) -> None:
    data = story("04").beats[-1].progress.data
    assert data["identite"]["nom"] == "Keita"
    assert data["motif_retrait"] == "emploi_trouve_mali"


@pytest.mark.parametrize("until", [1, 3, 6, 8])
def test_a_person_may_withdraw_at_any_moment(
    until: int, scenario: Callable[[str], dict[str, Any]], edition: Callable[[str], Compiled]
) -> None:
    tale = scenario("18" if until > 6 else "17")
    reason = {"date_retrait": "2026-01-12", "motif_retrait": "autre", "documents_rendus": True}
    leaving = [{"message": "retrait_candidat"}, {"tache": "DS_X1", "reponses": reason}]
    tale = {**tale, "etapes": tale["etapes"][:until] + leaving, "fin": "retrait"}
    told = play(edition("demande_services"), tale, now=AT)
    assert [problem.sentence() for problem in told.problems] == []


def test_a_suspicion_that_is_lifted_gives_the_person_back_her_place(story: Story) -> None:
    passed = steps(story("18"))
    assert passed.index("DS_03f") < len(passed) - 1 - passed[::-1].index("DS_08")
    assert passed.count("DS_05") == 1


def test_nobody_is_rejected_for_fraud_by_a_rule_alone(story: Story) -> None:
    passed = steps(story("09"))
    assert passed.index("DS_03f") < passed.index("fin_rejete_fraude")


def test_a_partner_who_keeps_silent_does_not_hold_the_case_up(story: Story) -> None:
    told = story("17")
    assert [e.parameters["modele"] for e in told.effects if e.operator == "avis"] == [
        "relance_partenaire", "relance_partenaire", "silence_partenaire"]  # fmt: skip


def test_the_pool_lasts_six_months_and_looks_at_papers_every_thirty_days(story: Story) -> None:
    told = story("12")
    pool = next(beat for beat in told.beats if any(one.element == "DS_11" for one in beat.progress.waits))
    due = {one.element: one.due for one in pool.progress.waits if one.kind is WaitKind.TIMER}
    assert due["tous_les_30_jours"] == pool.at + timedelta(days=30)
    assert due["fin_validite"] is not None
    assert (due["fin_validite"] - pool.at).days == 182


def test_an_agent_sees_only_the_buttons_the_case_waits_for(story: Story) -> None:
    told = story("03")
    waiting = next(b.progress for b in told.beats if any(w.element == "pieces_arrivees" for w in b.progress.waits))
    names = {wait.name for wait in waiting.waits if wait.kind is WaitKind.MESSAGE}
    assert names == {"pieces_recues", "retrait_candidat", "deces", "reclamation"}


def test_three_visits_missed_close_the_case_a_postponed_one_does_not_count(story: Story) -> None:
    told = story("11")
    assert steps(told).count("DS_04p") == 4
    assert told.beats[-1].progress.data["motif_cloture"] == "absence_rendez_vous"


def test_a_domestic_job_with_every_warning_sign_goes_to_a_human(story: Story) -> None:
    told = story("04_fraude", "verification_employeur")
    assert told.beats[-1].progress.data["score_risque"] >= 60
    assert steps(told).index("VE_4d") < steps(told).index("fin_fraude")


def test_the_consulate_has_twenty_working_days_with_a_reminder_at_ten(story: Story) -> None:
    told = story("03_consulat", "verification_employeur")
    reminded = next(b.at for b in told.beats if any(e.element == "VE_2r" for e in b.progress.effects))
    decided = next(b.at for b in told.beats if any(t.element == "VE_2b" for t in b.progress.tasks))
    assert reminded.date().isoformat() == "2026-01-27"
    assert decided.date().isoformat() == "2026-02-10"


def test_a_training_asked_by_a_case_ends_with_its_certificate(story: Story) -> None:
    assert "PF_07" not in steps(story("02_dans", "plan_formation"))
    assert "PF_07" in steps(story("01_certifie", "plan_formation"))
