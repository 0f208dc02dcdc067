"""Procedures are checked, published, rehearsed and drawn from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import NAME, WORKFLOWS, Typed


def test_the_repositorys_own_procedures_have_no_finding_that_forbids_publishing(migraflow: Typed) -> None:
    answer = migraflow("check")
    assert answer.code == 0, answer.out


def test_a_spoilt_diagram_is_told_with_its_repair_and_not_published(migraflow: Typed, workflows: Path) -> None:
    diagram = workflows / NAME / "procedure.bpmn"
    diagram.write_text(diagram.read_text(encoding="utf-8").replace("forms/", "formes/", 1), encoding="utf-8")
    checked = migraflow("check", workflows / NAME, WORKFLOWS=str(workflows))
    assert checked.code == 1
    assert "plan_formation/" in checked.out
    assert "→" in checked.out
    published = migraflow("publish", workflows / NAME)
    assert (published.code, "non publiée" in published.out) == (1, True)


def test_what_is_published_is_not_published_again(migraflow: Typed) -> None:
    folder = WORKFLOWS / NAME
    first = migraflow("publish", folder)
    assert (first.code, "édition 1 publiée" in first.out) == (0, True)
    assert migraflow("publish", folder).out == ""


def test_a_folder_without_procedure_is_told(migraflow: Typed, tmp_path: Path) -> None:
    answer = migraflow("check", tmp_path)
    assert (answer.code, "procedure.toml" in answer.err) == (1, True)


def test_a_scenario_is_played_to_its_end(migraflow: Typed) -> None:
    scenario = min((WORKFLOWS / NAME / "scenarios").glob("*.json"))
    answer = migraflow("play", scenario)
    assert answer.code == 0, answer.out
    assert "Issue : " in answer.out


def test_a_scenario_that_parts_from_its_procedure_says_where(migraflow: Typed, workflows: Path) -> None:
    scenario = min((workflows / NAME / "scenarios").glob("*.json"))
    scenario.write_text('{"titre": "Rien", "etapes": [{"tache": "NULLE_PART", "reponses": {}}]}', encoding="utf-8")
    answer = migraflow("play", scenario, WORKFLOWS=str(workflows))
    assert answer.code == 1
    assert "étape 1" in answer.out
    assert migraflow("play", workflows / "absent.json").code == 1


def test_a_diagram_is_drawn_in_place(migraflow: Typed, workflows: Path) -> None:
    diagram = workflows / NAME / "procedure.bpmn"
    bare = diagram.read_text(encoding="utf-8")
    start, end = bare.index("<bpmndi:BPMNDiagram"), bare.index("</bpmndi:BPMNDiagram>") + len("</bpmndi:BPMNDiagram>")
    diagram.write_text(bare[:start] + bare[end:], encoding="utf-8")
    assert migraflow("layout", diagram).code == 0
    assert diagram.read_text(encoding="utf-8").count("<bpmndi:BPMNShape") == bare.count("<bpmndi:BPMNShape")
    assert migraflow("layout", workflows / "absent.bpmn").code == 1


def test_letters_that_do_not_read_are_told_and_the_house_opens_without_them(migraflow: Typed, workflows: Path) -> None:
    model = workflows / "letters" / "L01_recepisse.fr.md"
    model.write_text(model.read_text(encoding="utf-8").replace("{{ date_demande }}", "{{ date_inconnue }}"), "utf-8")
    (workflows / "letters" / "L24_attestation_formation.fr.md").write_text("plus rien", encoding="utf-8")
    checked = migraflow("check", WORKFLOWS=str(workflows))
    assert checked.code == 1
    assert "letters/L1" in checked.out
    assert "date_inconnue" in checked.out
    assert "L24_attestation_formation.fr.md" in checked.out
    assert "« L24 »" in checked.out, "the step that would write it"
