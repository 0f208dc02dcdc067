"""What is published from the studio and what lies in the folder are told apart, and taken over either way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.engine import Bundle
from migraflow.services import editions
from migraflow.wiring import Agency
from tests.architecture.source import ROOT
from tests.cli.conftest import Typed
from tests.conftest import settings_for

WORKFLOWS = ROOT / "workflows"
NAME = "plan_formation"
BLOCK = "registers/identite.json"


@pytest.fixture
def workflows(tmp_path: Path) -> Path:
    """A folder with one procedure and all that stands around it."""
    target = tmp_path / "workflows"
    for path in WORKFLOWS.iterdir():
        if path.is_file():
            target.mkdir(exist_ok=True)
            shutil.copy(path, target)
        elif not (path / "procedure.toml").exists() or path.name == NAME:
            shutil.copytree(path, target / path.name)
    return target


def from_the_studio(tmp_path: Path, workflows: Path) -> Bundle:
    """An edition published from the studio: a title changed, a scenario taken out, a shared block said better."""
    bundle = Bundle.read(workflows / NAME, workflows / "registers")
    files = dict(bundle.files)
    files["procedure.toml"] = files["procedure.toml"].replace(b"titre = ", b"# de l\xe2\x80\x99atelier\ntitre = ", 1)
    files.pop(max(path for path in files if path.startswith("scenarios/")))
    files[BLOCK] = files[BLOCK].replace(b'"title"', b'"x-help": "Comme sur le papier.", "title"', 2)
    made = Bundle.of(NAME, files)
    agency = Agency(settings_for(f"sqlite:///{tmp_path}/var/migraflow.db", tmp_path / "var"))
    agency.perform_as(SYSTEM, lambda work: editions.publish(work, made, "", folder=""))
    agency.close()
    return made


def test_an_edition_of_the_studio_is_written_into_the_folder_and_is_no_new_wish(
    migraflow: Typed, workflows: Path, tmp_path: Path
) -> None:
    here = {"WORKFLOWS": str(workflows)}
    assert migraflow("publish", workflows / NAME, **here).code == 0
    made = from_the_studio(tmp_path, workflows)
    assert "l'édition a changé depuis" in migraflow("pull", "--status").out
    pulled = migraflow("pull")
    assert (pulled.code, "écrite dans" in pulled.out, f"{BLOCK} : écrit" in pulled.out) == (0, True, True)
    assert Bundle.read(workflows / NAME, workflows / "registers").sha256 == made.sha256
    assert "identiques" in migraflow("pull").out
    assert migraflow("publish", workflows / NAME).out == ""


def test_a_folder_changed_by_hand_is_not_written_over_unless_told_to(
    migraflow: Typed, workflows: Path, tmp_path: Path
) -> None:
    here = {"WORKFLOWS": str(workflows)}
    assert migraflow("publish", workflows / NAME, **here).code == 0
    made = from_the_studio(tmp_path, workflows)
    facts = workflows / NAME / "procedure.toml"
    facts.write_text(f"# à la main\n{facts.read_text(encoding='utf-8')}", encoding="utf-8")
    refused = migraflow("pull", NAME)
    assert (refused.code, "chacun de leur côté" in refused.out) == (1, True)
    assert facts.read_text(encoding="utf-8").startswith("# à la main")
    assert migraflow("pull", NAME, "--force").code == 0
    assert facts.read_bytes() == made.files["procedure.toml"]
    assert migraflow("pull", "nulle_part").code == 1


def test_a_procedure_goes_out_in_one_file_and_comes_in_elsewhere(
    migraflow: Typed, workflows: Path, tmp_path: Path
) -> None:
    here = {"WORKFLOWS": str(workflows)}
    assert migraflow("publish", workflows / NAME, **here).code == 0
    before = Bundle.read(workflows / NAME, workflows / "registers")
    assert migraflow("export", NAME, "--out", tmp_path / "plan.zip").code == 0
    taken = migraflow("import", tmp_path / "plan.zip")
    assert (taken.code, "existe déjà" in taken.err) == (1, True)
    shutil.rmtree(workflows / NAME)
    assert migraflow("import", tmp_path / "plan.zip").code == 0
    assert Bundle.read(workflows / NAME, workflows / "registers").sha256 == before.sha256
    (tmp_path / "faux.zip").write_bytes(b"PK\x03\x04 rien")
    refused = migraflow("import", tmp_path / "faux.zip")
    assert (refused.code, "zip lisible" in refused.err) == (1, True)
