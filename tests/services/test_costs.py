"""What leaving costs: declared before, completed from abroad, summed in SQL; alerts go out and a human decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from migraflow import engine
from migraflow.domain.answers import Setting, read
from migraflow.domain.costs import borne_by_worker, costs_of, ratio, withheld
from migraflow.domain.effects import Due
from migraflow.domain.reference import Lists
from migraflow.services import costs
from migraflow.services.house import bundles_in
from migraflow.store import cases as case_store
from migraflow.store import costs as store
from migraflow.store.database import run
from tests.counter import Counter


def euros(amount: str) -> dict[str, object]:
    """An amount in euros, as an answer holds it."""
    return {"montant": amount, "devise": "EUR"}


def francs(amount: str) -> dict[str, object]:
    """An amount in francs."""
    return {"montant": amount, "devise": "XOF"}


LINES: list[dict[str, Any]] = [
    {"categorie": "commission", "montant": francs("250000"), "payeur": "travailleur", "beneficiaire": "Un courtier"},
    {"categorie": "administratif", "montant": francs("50000"), "payeur": "travailleur"},
    {"categorie": "voyage", "montant": euros("600"), "payeur": "employeur"},
]


@pytest.fixture
def lists(counter: Counter) -> Lists:
    """The agency's lists."""
    return counter.agency.house.lists


def due(case_id: int, **parameters: object) -> Due:
    """An effect in hand."""
    return Due(1, "cle", case_id, "noter_couts", {"placement": "DS-1", **parameters}, "DD_07n", "", 1, "worker")


def test_what_the_worker_pays_counts_and_what_the_employer_owes_is_told(lists: Lists) -> None:
    lines = costs_of(LINES, lists, travel_owed=True)
    assert [(line.category, line.xof, line.alert) for line in lines] == [
        ("commission", 250_000, "commission"), ("administratif", 50_000, ""), ("voyage", 393_574, "")]  # fmt: skip
    assert borne_by_worker(lines) == 300_000


@pytest.mark.parametrize(("owed", "alert"), [(True, "voyage"), (False, "")])
def test_a_journey_is_an_alert_only_when_the_contract_says_the_employer_pays(
    lists: Lists, owed: bool, alert: str
) -> None:
    (line,) = costs_of([{**LINES[2], "payeur": "travailleur"}], lists, travel_owed=owed)
    assert line.alert == alert


def test_thresholds_are_those_of_the_agency(lists: Lists) -> None:
    cheap = {"categorie": "medical", "montant": francs("50000"), "payeur": "travailleur"}
    assert costs_of([cheap], lists, travel_owed=False)[0].alert == ""
    assert [line.alert for line in costs_of([cheap, cheap], lists, travel_owed=False)] == ["medical", "medical"]


def test_a_currency_counts_at_the_agencys_rate_which_says_its_day_and_that_it_is_to_be_validated(
    lists: Lists, counter: Counter
) -> None:
    rates = lists["devises"].entries
    dirhams = {"categorie": "medical", "montant": {"montant": "1000", "devise": "MAD"}, "payeur": "travailleur"}
    counted = borne_by_worker(costs_of([dirhams, *LINES], lists, travel_owed=False))
    assert counted == 300_000 + round(1000 * float(rates["MAD"].more["parite_xof"]))
    for code in ("MAD", "SAR", "USD"):
        assert date.fromisoformat(rates[code].more["date_taux"]), code
        assert "à valider" in rates[code].more["source"], code
    assert [rates[code].more["date_taux"] for code in ("XOF", "EUR", "XAF")] == ["", "", ""], "parities have no day"
    bundle = next(one for one in bundles_in(counter.agency.settings.workflows) if one.id == "dossier_depart")
    form = engine.compile_edition(bundle, counter.agency.house).form("dossier_depart", "forms/couts.json")
    assert form is not None
    setting = Setting({"salaire_contrat": {"montant": 3000, "devise": "SAR"}}, counter.agency.clock(), lists)
    shown = str(read(form, {"couts": [dirhams]}, setting).values["cours_retenus"])
    day = rates["MAD"].more["date_taux"]
    assert f"1 MAD = {rates['MAD'].more['parite_xof']} F CFA au {day}" in shown
    assert "1 SAR = " in shown
    assert "XOF" not in shown


def test_a_currency_without_parity_leaves_the_sum_unknown(lists: Lists) -> None:
    francs_of_congo = {"categorie": "medical", "montant": {"montant": "100", "devise": "CDF"}, "payeur": "travailleur"}
    assert borne_by_worker(costs_of([francs_of_congo, *LINES], lists, travel_owed=False)) is None
    assert ratio(None, 0, 100) is None
    assert ratio(300_000, None, 0) is None
    assert withheld(francs("0"), lists) == ()


def test_the_ratio_is_of_the_contract_until_the_first_month_is_paid(counter: Counter) -> None:
    counter.registered()
    with counter.agency.working() as work:
        case = case_store.load(work.store, 1)
        told = due(case.id, source="declaration", couts=LINES, salaire=euros("600"), dette=francs("100000"), pays="ESP",
                   metier="5321", voyage_aller="employeur", employeur="Residencia Las Palmeras")  # fmt: skip
        costs.note(work, told)
        costs.note(work, told)
        kept = store.of_placement(work.store, "DS-1")
        assert kept is not None
        assert (kept["worker_xof"], kept["ratio_thousandths"], bool(kept["earned"])) == (300_000, 762, False)
        assert (bool(kept["fee_paid"]), kept["alerts"], kept["country"], kept["sex"]) == (True, 1, "ESP", "F")
        costs.note(
            work,
            due(case.id, source="suivi", salaire_verse=euros("500"), retenus=euros("50"), depart=date(2026, 4, 21)),
        )
        costs.note(work, due(case.id, source="suivi", salaire_verse=euros("900")))
        kept = store.of_placement(work.store, "DS-1")
        assert kept is not None
        assert (kept["earned_xof"], kept["withheld_xof"], kept["ratio_thousandths"]) == (327_979, 32_798, 1015)
        assert str(kept["month"]) == "2026-04-01"
        assert [row[0] for row in store.costs_of(work.store, "DS-1")] == ["declaration"] * 3 + ["suivi"]
        sums = run(work.store, "SELECT payer, SUM(xof) AS paid FROM costs GROUP BY payer ORDER BY payer")
        assert [tuple(row) for row in sums] == [("employeur", 393_574), ("travailleur", 332_798)]
