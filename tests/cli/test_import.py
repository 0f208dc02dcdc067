"""A diagram drawn elsewhere is brought in from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.cli.conftest import Typed

DRAWN_ELSEWHERE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="P_1" name="Aide au retour">
 <startEvent id="s"/><task id="t" name="Instruire"/><exclusiveGateway id="g" name="Accord"/>
 <endEvent id="oui" name="Accordé"/><endEvent id="non" name="Refusé"/>
 <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="g"/>
 <sequenceFlow id="f3" sourceRef="g" targetRef="oui"/><sequenceFlow id="f4" sourceRef="g" targetRef="non"/>
 </process></definitions>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Aide au retour.bpmn"
    path.write_text(DRAWN_ELSEWHERE, encoding="utf-8")
    return path


def test_it_becomes_a_folder_and_what_was_changed_is_said(migraflow: Typed, file: Path, tmp_path: Path) -> None:
    workflows = Path(shutil.copytree(ROOT / "workflows", tmp_path / "workflows"))
    answer = migraflow("import", file, "--role", "accueil", WORKFLOWS=str(workflows))
    assert answer.code == 0, answer.err
    written = {path.relative_to(workflows).as_posix() for path in (workflows / "aide_au_retour").rglob("*.*")}
    assert written == {
        "aide_au_retour/procedure.toml",
        "aide_au_retour/procedure.bpmn",
        "aide_au_retour/forms/choix_accord.json",
    }
    assert "Demander à une personne de choisir" in answer.out
    again = migraflow("import", file, WORKFLOWS=str(workflows))
    assert (again.code, "--name" in again.err) == (1, True)
    checked = migraflow("check", workflows / "aide_au_retour", WORKFLOWS=str(workflows))
    assert checked.code == 0, checked.out


def test_without_a_role_it_says_who_is_missing(migraflow: Typed, file: Path, tmp_path: Path) -> None:
    answer = migraflow("import", file, "--into", tmp_path / "ailleurs", "--name", "retour")
    assert (answer.code, "role_missing" in answer.out) == (0, True)
    assert (tmp_path / "ailleurs" / "retour" / "procedure.bpmn").exists()


def test_what_is_no_diagram_is_refused_with_a_sentence(migraflow: Typed, tmp_path: Path) -> None:
    path = tmp_path / "photo.bpmn"
    path.write_bytes(b"\x89PNG")
    answer = migraflow("import", path)
    assert (answer.code, "not_xml" in answer.out) == (1, True)
    assert migraflow("import", tmp_path / "absent.bpmn").code == 1
