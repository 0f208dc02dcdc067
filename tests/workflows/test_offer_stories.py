"""Offers, departures and follow-ups as incidents at the counter: the acceptance scenarios of the manual, and more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migraflow import dmn
from migraflow.engine import House
from migraflow.engine.expressions import Language
from migraflow.engine.scenario import Played
from migraflow.services.house import read_house

Story = Callable[..., Played]
WORKFLOWS = Path(__file__).parents[2] / "workflows"
OFFER = {"code_citp": "9211", "code_roame": None, "date_debut": None, "age_min": 18, "age_max": 45,
         "sexe_exige": "aucun", "experience_ans": 2, "niveau_langue": "A2", "cite_min": "fondamental_1",
         "permis_exige": None, "tests_exiges": None, "type_migration": "saisonniere",
         "quotas_region": None}  # fmt: skip
PERSON = {"dossier": "DS-2026-KAY-000001", "nom": "Awa Koné", "sexe": "F", "age": 30, "region": "kayes",
          "pieces_ok": True, "consentement_employeur": True, "code_citp": "9211", "experience_ans": 3,
          "niveau_langue": "B1", "cite": "fondamental_2", "type_migration": "saisonniere"}  # fmt: skip


def steps(told: Played) -> list[str]:
    """The elements passed, in order."""
    return [one.element for one in told.trail]


def last(told: Played) -> Mapping[str, Any]:
    """What the case knows at its end."""
    return told.beats[-1].progress.data


def sent(told: Played, operator: str, **parameters: str) -> list[Mapping[str, Any]]:
    """What left the case by `operator`, with these parameters."""
    effects = [effect.parameters for effect in told.effects if effect.operator == operator]
    return [one for one in effects if all(one.get(name) == value for name, value in parameters.items())]


@cache
def grid() -> dmn.Model:
    """Decision D7 as it stands in the folder."""
    language = Language(read_house(WORKFLOWS))
    return dmn.parse((WORKFLOWS / "offre_internationale/rules/d7_rapprochement.dmn").read_bytes(),
                     functions=language.functions)  # fmt: skip


def weighed(person: Mapping[str, object], **offer: object) -> Mapping[str, Any]:
    """What D7 says of one person for one offer."""
    now = datetime(2026, 1, 12, 9, tzinfo=UTC)
    found = grid().evaluate("evaluation", {**OFFER, **offer, "candidat": person}, now=now).value
    assert isinstance(found, dict)
    return found


def test_the_grid_gives_a_hundred_points_at_most_and_says_where_they_come_from() -> None:
    found = weighed({**PERSON, "inscrit_le": "2025-01-12"})
    assert (found["eligible"], found["note_dossier"]) == (True, 100)
    assert found["details"].startswith("metier 30, experience 20, langue 20")


@pytest.mark.parametrize(
    ("person", "offer", "reason"),
    [
        ({"age": 17}, {}, "age"),
        ({"age": 46}, {}, "age"),
        ({"sexe": "M"}, {"sexe_exige": "F"}, "autre"),
        ({"deja_retenu": True}, {}, "disponibilite"),
        ({"disponible_le": "2026-07-01"}, {"date_debut": date(2026, 6, 1)}, "disponibilite"),
        ({"pieces_ok": False}, {}, "pieces"),
    ],
)
def test_the_hard_filters_come_first_and_give_their_reason(
    person: dict[str, object], offer: dict[str, object], reason: str
) -> None:
    found = weighed({**PERSON, **person}, **offer)
    assert (found["eligible"], found["decision"], found["motif_ecart"]) == (False, "ecarte", reason)


@pytest.mark.parametrize(
    ("code", "points"), [("9211", 30), ("9212", 22), ("9220", 12), ("7112", 0)]
)  # fmt: skip
def test_the_nearer_the_occupation_the_more_it_counts(code: str, points: int) -> None:
    assert weighed({**PERSON, "code_citp": code})["details"].startswith(f"metier {points},")


@settings(max_examples=25, deadline=None)
@given(sex=st.sampled_from("FM"), people=st.text(max_size=20), faith=st.text(max_size=20), name=st.text(max_size=30))
def test_sex_origin_faith_and_name_never_change_a_score(sex: str, people: str, faith: str, name: str) -> None:
    other = {**PERSON, "sexe": sex, "nom": name, "ethnie": people, "religion": faith}
    assert weighed(other)["note_dossier"] == weighed(PERSON)["note_dossier"]
    assert weighed(other)["eligible"] is True


def test_fatoumata_is_proposed_chosen_and_leaves_with_every_paper_in_order(story: Story) -> None:
    told = story("21")
    passed = steps(told)
    order = ["DS_10", "DS_12", "DD_01", "DD_04", "DD_06", "DD_09", "DD_10", "DS_13", "DS_15", "DS_16"]
    assert [step for step in passed if step in order] == order
    [begun] = sent(told, "message", nom="depart_confirme")
    assert begun["contenu"]["employeur_placement"] == "Residencia Las Palmeras"


def test_the_waiting_list_is_called_when_a_visa_is_refused(story: Story) -> None:
    told = story("01_pourvue", "offre_internationale")
    called = sent(told, "message", nom="resultat_selection")
    assert [one["contenu"]["resultat_selection"] for one in called][-1] == "retenu"
    assert "OI_15s" in steps(told)
    assert last(told)["postes_pourvus"] == 3


def test_spain_2009_is_partly_filled_and_its_satisfaction_is_two_thirds(story: Story) -> None:
    told = story("02_espagne", "offre_internationale")
    data = last(told)
    assert (data["nb_postes"], len(data["candidatures"]), data["postes_pourvus"]) == (45, 119, 30)
    assert data["taux_satisfaction"] == Decimal("66.7")


def test_a_domestic_offer_goes_to_the_ministry_and_600_people_hear_of_its_suspension(story: Story) -> None:
    told = story("03_domestique", "offre_internationale")
    passed = steps(told)
    assert passed.index("OI_05b") < passed.index("OI_05c") < passed.index("OI_07")
    assert {"travail_domestique", "effectif", "avis_consulaire"} <= set(last(told)["motifs_autorisation"])
    heard = {one["dossier"] for one in sent(told, "avis", modele="offre_suspendue")}
    assert len(heard) == 600
    assert told.ended is not None
    assert told.ended.outcome == "annulee_autorite"
    freed = sent(told, "message", nom="resultat_selection")
    assert len({one["dossier"] for one in freed}) == 600


def test_an_employer_who_asks_for_money_is_reported_by_a_human(story: Story) -> None:
    told = story("04_frais", "offre_internationale")
    assert last(told)["score_risque"] >= 60
    assert steps(told).index("VE_4d") < steps(told).index("OI_F")
    assert sent(told, "avis", modele="fraude_employeur", a="directeur_regional")


def test_an_employer_who_withdraws_gives_everybody_back_to_the_pool(story: Story) -> None:
    told = story("13_retrait", "offre_internationale")
    freed = sent(told, "message", nom="resultat_selection")
    assert {one["contenu"]["resultat_selection"] for one in freed} == {"offre_retiree"}
    assert len(freed) == len(last(told)["candidatures"])


def test_nobody_is_sent_to_an_employer_without_having_agreed(workflows: Path, house: House) -> None:
    rules = (workflows / "offre_internationale/rules/liste_transmise.dmn").read_bytes()
    people = [{"dossier": "A", "consentement": True}, {"dossier": "B", "consentement": False}, {"dossier": "C"}]
    model = dmn.parse(rules, functions=Language(house).functions)
    assert model.evaluate("liste_transmise", {"liste_principale": people}).value == people[:1]


def test_the_cost_of_leaving_is_told_in_months_of_the_first_wage(story: Story) -> None:
    assert last(story("08_cout", "suivi_placement"))["ratio_odd_10_7_1"] == Decimal("0.762")


def test_distress_abroad_reaches_the_directorate_after_two_days(story: Story) -> None:
    told = story("05_detresse", "suivi_placement")
    [alert] = sent(told, "avis", modele="detresse_48h", a="direction_generale")
    assert alert
    assert sent(told, "message", nom="retour_signale")[0]["contenu"]["urgence"] is True


def test_three_calls_without_answer_in_sixty_days_lose_the_person(story: Story) -> None:
    told = story("03_trois_fois", "suivi_placement")
    assert (told.beats[-1].at - told.beats[0].at).days <= 30 + 60
    assert last(told)["nb_echecs_contact"] == 3


def test_a_commission_paid_by_the_worker_raises_the_alarm_before_leaving(story: Story) -> None:
    told = story("07_silence", "dossier_depart")
    assert sent(told, "avis", modele="frais_interdits", a="chef_dcm")
    assert last(told)["total_travailleur"] == 150_000
    assert last(told)["alertes_couts_dites"] == "grave : Commission de recrutement payée par la personne : 150000 F CFA"
    [account] = sent(told, "noter_couts", source="declaration")
    assert [line["categorie"] for line in account["couts"]] == ["commission"]


def test_a_substituted_contract_is_told_point_by_point_and_a_person_decides(story: Story) -> None:
    told = story("04_contrat_substitue", "dossier_depart")
    assert last(told)["ecarts_contrat_dits"] == "grave : salaire de 900 EUR au lieu de 1250"
    assert len(sent(told, "avis", modele="substitution_contrat")) == 3
    sound = story("01_partie", "dossier_depart")
    assert last(sound)["ecarts_contrat_dits"] == ""
    assert last(sound)["alertes_couts"] == []


def test_the_first_month_abroad_completes_the_account_of_costs(story: Story) -> None:
    told = story("08_cout", "suivi_placement")
    [account] = sent(told, "noter_couts", source="suivi")
    assert account["salaire_verse"] == {"montant": 600, "devise": "EUR"}
    papers = story("04_papiers", "suivi_placement")
    assert last(papers)["ecarts_constates"].split(" ; ")[0] == "grave : salaire de 900 EUR au lieu de 1250"


def test_whoever_decides_on_a_risk_reads_what_made_the_score(story: Story) -> None:
    told = story("04_fraude", "verification_employeur")
    known = last(told)
    assert (
        sum(int(signal.rpartition(" : ")[2].replace("−", "-")) for signal in known["signaux_risque"])
        == known["score_risque"]
    )


def test_nobody_leaves_without_the_certificate_of_orientation(story: Story) -> None:
    passed = steps(story("07_silence", "dossier_depart"))
    assert passed.count("DD_06") == 3
    assert passed.index("DD_06l") < passed.index("DD_08")


def decided(file: str, decision: str, **facts: object) -> object:
    """What a table of the offer's folder answers."""
    rules = (WORKFLOWS / f"offre_internationale/rules/{file}.dmn").read_bytes()
    return dmn.parse(rules).evaluate(decision, facts).value


def test_d4_names_what_an_offer_lacks_and_a_fee_of_zero_is_an_answer() -> None:
    whole = dict.fromkeys(("employeur_nom", "contact_nom", "intitule_poste", "pays", "logement", "voyage_aller"), "x")
    whole = {**whole, "nb_postes": 3, "date_debut": date(2026, 6, 1), "duree_mois": 9, "heures_semaine": 40}
    whole = {**whole, "salaire_brut": {"montant": 1}, "frais_demandes": {"montant": 0}, "projet_contrat_recu": True}
    assert decided("d4_completude", "D4", **whole) == []
    assert decided("d4_completude", "D4", **{**whole, "pays": None, "projet_contrat_recu": False}) == [
        "pays",
        "projet de contrat",
    ]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, []),
        ({"nb_postes": 50}, ["effectif"]),
        ({"travail_domestique": True, "avis_consulaire": "reserve"}, ["travail_domestique", "avis_consulaire"]),
        ({"pays_vigilance": True}, ["pays_vigilance"]),
        ({"nouveau_corridor": True, "niveau_risque": "eleve"}, ["nouveau_corridor", "risque_eleve"]),
    ],
)
def test_d6_says_why_an_authorisation_is_needed(facts: dict[str, object], reasons: list[str]) -> None:
    quiet: dict[str, object] = {"nb_postes": 49, "travail_domestique": False, "pays_vigilance": False,
                                "nouveau_corridor": False, "niveau_risque": "conforme",
                                "avis_consulaire": "favorable"}  # fmt: skip
    assert decided("d6_autorisation", "D6", **{**quiet, **facts}) == reasons


@pytest.mark.parametrize(("each", "answer"), [(3, "oui"), (2.9, "prolonger"), (1, "prolonger"), (0, "elargir")])
def test_d8_asks_for_three_candidates_a_job(each: float, answer: str) -> None:
    assert decided("d8_suffisance", "D8", candidats_par_poste=Decimal(str(each))) == answer
