"""An offer and a request for services meet: pool, proposal, answer, selection, departure file, each its own case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from migraflow import worker
from migraflow.domain.access import SYSTEM, Actor, grants_of
from migraflow.services import cases, mailbox, tasks
from migraflow.store import cases as store
from migraflow.store import snapshots
from migraflow.store import tasks as task_store
from migraflow.wiring import Agency
from tests.cast import Clock
from tests.conftest import settings_for
from tests.small import WORKFLOWS

USED = {"demande_services", "dossier_depart", "suivi_placement", "offre_internationale", "verification_employeur",
        "traitement_reclamation", "referencement_protection", "plan_formation"}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, opened: Path) -> Iterator[Agency]:
    """An agency with every procedure published."""
    path = tmp_path / "chain.db"
    path.write_bytes(opened.read_bytes())
    agency = Agency(settings_for(f"sqlite:///{path}", tmp_path), clock=Clock())
    yield agency
    agency.close()


def told(path: str) -> list[dict[str, Any]]:
    """The steps of a scenario file."""
    return json.loads((WORKFLOWS / path).read_text(encoding="utf-8"))["etapes"]


def answers(steps: list[dict[str, Any]], element: str) -> dict[str, Any]:
    """What the scenario answers at a step, the first time."""
    return next(step["reponses"] for step in steps if step.get("tache") == element)


class Chain:
    """Cases of several procedures, side by side."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.keys = 0

    def key(self) -> str:
        self.keys += 1
        return f"chaine-{self.keys}"

    def actor(self, role: str) -> Actor:
        """Somebody of Kayes who holds `role`."""
        found = self.agency.house.roles[role]
        number = 1000 + sorted(self.agency.house.roles).index(role)
        return Actor(number, role, frozenset({role}), office="dr_kayes", region="kayes",
                     grants=grants_of([found]), reach={role: found.scope})  # fmt: skip

    def start(self, role: str, procedure: str) -> str:
        """A case is opened; its number."""
        return self.agency.perform_as(self.actor(role), cases.start, procedure=procedure, key=self.key()).case_ref

    def open(self, ref: str) -> dict[str, Any]:
        """The open tasks of a case by element."""
        with self.agency.working() as work:
            case = store.find(work.store, ref, seen_by=SYSTEM)
            assert case is not None
            return {task.element: task for task in task_store.open_of(work.store, case.id)}

    def do(self, ref: str, element: str, said: Mapping[str, Any]) -> None:
        """Whoever may completes the open task of a step; then the house does what is left to do."""
        task = self.open(ref)[element]
        self.agency.perform_as(self.actor(task.role), tasks.complete, token=task.token, version=task.version,
                               answers=said, key=self.key())  # fmt: skip
        self.work()

    def work(self) -> None:
        """Effects, messages and timers until nothing is left."""
        while worker.sweep(self.agency):
            pass

    def until(self, moment: str) -> None:
        """The clock goes on."""
        clock: Any = self.agency.clock
        clock.now = datetime.fromisoformat(moment)
        self.work()

    def known(self, ref: str) -> Mapping[str, Any]:
        """What a case knows."""
        with self.agency.working() as work:
            case = store.find(work.store, ref, seen_by=SYSTEM)
            assert case is not None
            return snapshots.data(work.store, case.id)


def test_a_person_in_the_pool_is_found_proposed_chosen_and_prepared_for_departure(house: Agency) -> None:
    chain, request, offer = Chain(house), told("demande_services/scenarios/21_proposee_retenue_partie.json"), \
        told("offre_internationale/scenarios/01_pourvue.json")  # fmt: skip
    chain.until("2026-01-12T09:00:00+00:00")
    person = chain.start("accueil", "demande_services")
    for element in ("DS_01", "DS_04"):
        chain.do(person, element, answers(request, element))
    chain.until("2026-01-21T10:00:00+00:00")
    for element in ("DS_04p", "DS_05", "DS_06", "DS_08", "DS_09c"):
        chain.do(person, element, answers(request, element))
    assert chain.open(person) == {}
    ref = chain.start("service_cooperation", "offre_internationale")
    chain.do(ref, "OI_01", {**answers(offer, "OI_01"), "code_citp": "5321"})
    chain.do(ref, "OI_02b", answers(offer, "OI_02b"))
    chain.do(ref, "VE_1", {**answers(offer, "VE_1"), "poste_propose": "5321"})
    chain.do(ref, "VE_3", answers(offer, "VE_3"))
    chain.do(ref, "OI_05", answers(offer, "OI_05"))
    chain.do(ref, "OI_07", answers(offer, "OI_07"))
    assert set(chain.open(person)) == {"DS_12"}
    assert chain.known(person)["offre_dossier"] == ref
    chain.do(person, "DS_12", answers(request, "DS_12"))
    assert [one["dossier"] for one in chain.known(ref)["candidatures_vivier"]] == [person]
    chain.do(ref, "OI_08", {"candidatures_region": []})
    chain.until("2026-03-03T09:00:00+00:00")
    chain.do(ref, "OI_08b", {"decision_collecte": "poursuivre", "motif_collecte": "Une personne suffit pour ce poste."})
    row = {"dossier": person, "nom": "Fatoumata Diarra", "region": "kayes", "sexe": "F", "consentement": True}
    chain.do(ref, "OI_09", {"preselection": [{**row, "eligible": True, "note_dossier": 80, "decision": "retenu"}]})
    marks = {"technique": 15, "langue": 14, "motivation": 16, "aptitude": 15, "recommandation": "favorable"}
    jury = [{"membre": "Awa Traoré"}, {"membre": "Drissa Koné"}]
    chain.do(ref, "OI_10", {"date_entretien": "2026-03-03", "jury": jury, "entretiens": [{**row, **marks}]})
    chain.do(ref, "OI_11", {**answers(offer, "OI_11"), "liste_principale": [row], "liste_attente": []})
    chain.do(ref, "OI_11v", {"decision_liste": "valider"})
    house.perform_as(chain.actor("service_cooperation"), cases.send_message, ref=ref, name="decision_employeur",
                     answers={}, key=chain.key())  # fmt: skip
    chosen = {"dossier": person, "nom": "Fatoumata Diarra", "region": "kayes", "resultat": "retenu"}
    day = {"date_decision_employeur": "2026-03-03", "mode_selection": "sur_liste"}
    chain.do(ref, "OI_13", {**day, "selection": [chosen]})
    said = {"dossier": person, "nom": "Fatoumata Diarra", "region": "kayes", "notifie_le": "2026-03-03"}
    chain.do(ref, "OI_14", {"notifications": [{**said, "reponse": "accepte"}]})
    chain.do(ref, "OI_14t", {"decision_tour": "poursuivre", "motif_tour": "Une seule place à pourvoir."})
    assert set(chain.open(person)) == {"DD_01"}
    assert chain.known(person)["employeur_placement"] == "Finca San Isidro"
    house.perform_as(SYSTEM, mailbox.announce, signal="suspension_offre", payload={"offre_visee": ref})
    chain.work()
    assert {"OI_S", "DD_01"} <= {*chain.open(ref), *chain.open(person)}
    said = {"autorite": "ministere", "reference_acte": "0311", "portee": "offre", "motif_suspension": "abus"}
    chain.do(ref, "OI_S", {**said, "date_effet": "2026-03-03", "mesures": ["information"]})
    with house.working() as work:
        query = "SELECT case_id FROM notices WHERE model = 'offre_suspendue'"
        told_to = [key for (key,) in work.store.connection().exec_driver_sql(query).all()]
        assert told_to == store.keys_of(work.store, person)
