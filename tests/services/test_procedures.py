"""Procedures: the catalogue, editions, and a manager's working copy from opening to publishing."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import ChecksFailed, Conflict, NotAllowed, NotFound, Unfit
from migraflow.services import procedures
from tests.cast import Clock
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish

BETTER = {"Mener l&#x27;entretien": "Recevoir la personne"}


def test_the_catalogue_shows_what_is_published_and_who_may_open(counter: Counter) -> None:
    counter.registered()
    cards = {card.id: card for card in counter.wish("fanta", procedures.catalogue)}
    assert {id: card.may_open for id, card in cards.items()} == {"petite_demande": True, "petit_secret": False}
    assert cards["petite_demande"].open_cases == 1
    assert not any(card.may_open for card in counter.wish("salif", procedures.catalogue))


def test_the_page_of_a_procedure_reads_as_an_outline(counter: Counter) -> None:
    page = counter.wish("salif", procedures.sheet, procedure="petite_demande")
    steps = {step.name: (step.form, step.deadline) for step in page.steps}
    assert steps["Enregistrer la demande"] == ("Enregistrer la demande", "1 jour ouvré")
    assert (page.title, page.may_change, page.editions[0].current) == ("Petite demande", True, True)
    assert counter.wish("salif", procedures.diagram, procedure="petite_demande").startswith("<?xml")
    with pytest.raises(NotFound):
        counter.wish("salif", procedures.sheet, procedure="rien")
    with pytest.raises(NotFound):
        sha = counter.wish("salif", procedures.sheet, procedure="petit_secret").editions[0].sha
        counter.wish("salif", procedures.diagram, procedure="petite_demande", sha=sha)


def test_a_folder_is_published_once_and_again_when_changed_by_hand(counter: Counter) -> None:
    publish(counter.agency, petite_demande(), petite_demande(BETTER), petite_demande(BETTER), petite_demande())
    editions = counter.wish("salif", procedures.sheet, procedure="petite_demande").editions
    assert [(edition.number, edition.current) for edition in editions] == [(2, False), (1, True)]


def changed(counter: Counter) -> dict[str, str]:
    """The diagram of the working copy with another name for a step."""
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    return {"procedure.bpmn": draft.files["procedure.bpmn"].replace(*next(iter(BETTER.items())))}


def test_a_manager_changes_a_step_and_new_cases_meet_it(counter: Counter) -> None:
    old = counter.registered()
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    saved = counter.wish("salif", procedures.save_draft, procedure="petite_demande", files=changed(counter),
                         version=draft.version)  # fmt: skip
    assert saved.version == draft.version + 1
    row = counter.wish("salif", procedures.publish_draft, procedure="petite_demande", note="Mot plus simple")
    assert (row.number, row.note, row.published_by) == (2, "Mot plus simple", "Salif Traoré")
    new = counter.registered()
    names = {row.case_ref: row.step for row in counter.inbox("awa")}
    assert names == {old: "Mener l'entretien", new: "Recevoir la personne"}
    publish(counter.agency, petite_demande())
    assert counter.wish("salif", procedures.sheet, procedure="petite_demande").editions[0].current


def test_an_unchanged_copy_is_not_an_edition(counter: Counter) -> None:
    counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    with pytest.raises(Unfit) as refusal:
        counter.wish("salif", procedures.publish_draft, procedure="petite_demande", note="")
    assert refusal.value.code == "edition_unchanged"


def test_a_copy_with_an_error_is_not_published_and_the_finding_names_the_element(counter: Counter) -> None:
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    diagram = draft.files["procedure.bpmn"].replace("forms/plan.json", "forms/absent.json")
    counter.wish("salif", procedures.save_draft, procedure="petite_demande", files={"procedure.bpmn": diagram},
                 version=draft.version)  # fmt: skip
    findings = counter.wish("salif", procedures.check_draft, procedure="petite_demande")
    assert "P_03" in [finding.element for finding in findings if finding.severity == "error"]
    with pytest.raises(ChecksFailed):
        counter.wish("salif", procedures.publish_draft, procedure="petite_demande", note="")


def test_a_scenario_that_no_longer_goes_as_written_stops_a_publication(counter: Counter) -> None:
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    story = '{"titre": "Vers la fin", "debut": "2026-01-12T09:00:00Z", "etapes": [{"tache": "P_05"}], "fin": "traite"}'
    counter.wish("salif", procedures.save_draft, procedure="petite_demande", files={"scenarios/fin.json": story},
                 version=draft.version)  # fmt: skip
    with pytest.raises(ChecksFailed) as refusal:
        counter.wish("salif", procedures.publish_draft, procedure="petite_demande", note="")
    (finding,) = refusal.value.findings
    assert (finding.code, finding.file) == ("scenario_failed", "scenarios/fin.json")
    assert "P_01" in finding.sentence("fr")


def test_two_windows_do_not_overwrite_each_other(counter: Counter) -> None:
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    words = {"procedure": "petite_demande", "files": changed(counter), "version": draft.version}
    counter.wish("salif", procedures.save_draft, **words)
    with pytest.raises(Conflict):
        counter.wish("salif", procedures.save_draft, **words)


@pytest.mark.parametrize("path", ["../roles.toml", "notices/identite.json", "forms/x.py", "forms/../a.json", "/etc/x"])
def test_a_working_copy_holds_only_files_of_a_procedure(counter: Counter, path: str) -> None:
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    with pytest.raises(Unfit):
        counter.wish("salif", procedures.save_draft, procedure="petite_demande", files={path: "x"},
                     version=draft.version)  # fmt: skip


def test_a_copy_is_its_holders_until_left_alone_for_a_day(counter: Counter, clock: Clock) -> None:
    counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    counter.promote("moussa", "gestionnaire")
    draft = counter.wish("moussa", procedures.open_draft, procedure="petite_demande")
    assert draft.holder == "Salif Traoré"
    for use_case, words in (
        (procedures.save_draft, {"files": {"forms/a.json": "{}"}, "version": draft.version}),
        (procedures.publish_draft, {"note": ""}), (procedures.discard_draft, {}),
    ):  # fmt: skip
        with pytest.raises(Unfit) as refusal:
            counter.wish("moussa", use_case, procedure="petite_demande", **words)
        assert refusal.value.code == "draft_held"
    clock.advance(hours=9)
    assert counter.wish("moussa", procedures.open_draft, procedure="petite_demande").holder == "Moussa Keïta"


def test_a_discarded_copy_begins_again_from_the_edition(counter: Counter) -> None:
    draft = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    counter.wish("salif", procedures.save_draft, procedure="petite_demande", files=changed(counter),
                 version=draft.version)  # fmt: skip
    counter.wish("salif", procedures.discard_draft, procedure="petite_demande")
    again = counter.wish("salif", procedures.open_draft, procedure="petite_demande")
    assert (again.version, again.files) == (1, draft.files)


def test_only_managers_touch_procedures(counter: Counter) -> None:
    for first in ("awa", "moussa", "mariam", "ibrahim"):
        for use_case, words in (
            (procedures.open_draft, {}), (procedures.check_draft, {}), (procedures.discard_draft, {}),
            (procedures.publish_draft, {"note": ""}), (procedures.save_draft, {"files": {}, "version": 1}),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                counter.wish(first, use_case, procedure="petite_demande", **words)
        with pytest.raises(NotAllowed):
            counter.wish(first, procedures.publish_folder, bundle=petit_secret())


def test_a_running_case_keeps_the_edition_of_what_it_calls(counter: Counter) -> None:
    counter.registered(age_declare=15)
    other = petit_secret({"Protéger l&#x27;enfant": "Mettre à l&#x27;abri"})
    publish(counter.agency, other)
    counter.registered(age_declare=15)
    assert sorted(row.step for row in counter.inbox("aminata")) == ["Mettre à l'abri", "Protéger l'enfant"]
