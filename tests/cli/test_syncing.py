"""What is published from the studio and what lies in the folder are told apart, and taken over either way."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from migraflow.domain.access import SYSTEM, Permission, read_roles
from migraflow.domain.lists import read_rows, rows_text
from migraflow.engine import Bundle
from migraflow.services import editions, lists, notice_texts, role_sheets
from migraflow.settings import Settings
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.cli.conftest import NAME, Typed
from tests.conftest import settings_for

DELAYS = "reference/delais.csv"
AMOUNT = re.compile(r"(?m)(?<=^DS-01,Enregistrer la demande,)\d+")
BLOCK = "registers/identite.json"


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


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def both(request: pytest.FixtureRequest, workflows: Path, tmp_path: Path) -> Settings:
    """An installation on each kind of database, with the cast and a folder of its own."""
    return replace(settings_for(request.getfixturevalue(request.param), tmp_path), workflows=workflows)


@dataclass
class Desks:
    """Salif and Ibrahim change what the house works by, in the application."""

    settings: Settings

    def change(self, wish: Callable[[Agency, Cast], object]) -> None:
        agency = Agency(self.settings)
        wish(agency, Cast(agency))
        agency.close()

    def delay(self, days: int) -> None:
        """Salif gives the first step so many days."""

        def wish(agency: Agency, cast: Cast) -> None:
            now = agency.perform(lists.sheet, cast.token("salif"), name="delais")
            rows = read_rows(AMOUNT.sub(str(days), rows_text(now.rows)))
            agency.perform(lists.save, cast.token("salif"), name="delais", rows=rows, number=now.number)

        self.change(wish)

    def by_hand(self, text: str) -> None:
        """Somebody writes the amount into the folder's file."""
        file = self.settings.workflows / DELAYS
        file.write_text(AMOUNT.sub(text, file.read_text(encoding="utf-8")), encoding="utf-8")

    def folder(self) -> str:
        """What the folder's file says."""
        found = AMOUNT.search((self.settings.workflows / DELAYS).read_text(encoding="utf-8"))
        return found.group() if found else ""

    def holds(self) -> int:
        """How many days hold."""
        agency = Agency(self.settings)
        agency.hear(at_once=True)
        days = agency.house.deadlines["DS-01"].amount
        agency.close()
        return days


@pytest.fixture
def at_home(migraflow: Typed, both: Settings) -> Typed:
    """The command line of that installation."""
    return partial(migraflow, DATABASE_URL=both.database_url, WORKFLOWS=str(both.workflows))


def test_a_list_goes_both_ways_and_each_standing_is_told(at_home: Typed, both: Settings) -> None:
    desks = Desks(both)
    assert at_home("pull", "--status").out.count(DELAYS) == 0, "the folder's alone"
    desks.delay(4)
    assert f"{DELAYS} : modifié dans l'application" in at_home("pull", "--status").out
    assert desks.folder() == "1", "comparing writes nothing"
    assert f"{DELAYS} : écrit" in at_home("pull").out
    assert (desks.folder(), desks.holds()) == ("4", 4)
    assert f"{DELAYS} : le fichier et ce qui s'applique sont identiques" in at_home("pull").out
    desks.by_hand("7")
    kept = at_home("pull")
    assert (kept.code, desks.folder()) == (0, "7")
    assert f"{DELAYS} : le fichier a été modifié depuis : « migraflow publish » l'applique" in kept.out
    assert f"{DELAYS} : le fichier, modifié à la main, s’applique" in at_home("publish", both.workflows / NAME).out
    assert desks.holds() == 7
    assert DELAYS not in at_home("publish", both.workflows / NAME).out, "no new wish"


def test_a_list_changed_on_both_sides_is_told_and_neither_is_lost_unless_asked(at_home: Typed, both: Settings) -> None:
    desks = Desks(both)
    desks.delay(9)
    desks.by_hand("8")
    refused = at_home("pull")
    assert (refused.code, desks.folder(), desks.holds()) == (1, "8", 9)
    assert f"{DELAYS} : le fichier et l'application ont changé tous deux" in refused.out
    assert at_home("pull", "--force").code == 0
    assert (desks.folder(), desks.holds()) == ("9", 9)
    desks.by_hand("-1")
    spoilt = at_home("publish", both.workflows / NAME)
    assert f"{DELAYS} : le fichier, modifié à la main, ne se lit pas ; rien ne change" in spoilt.out
    assert desks.holds() == 9


def test_roles_and_notices_are_written_into_their_files_too(at_home: Typed, both: Settings) -> None:
    desks, notice = Desks(both), "notices/accord_expire_bientot.fr.md"
    text = (both.workflows / notice).read_text(encoding="utf-8") + "\nMerci."

    def wishes(agency: Agency, cast: Cast) -> None:
        agency.perform(notice_texts.save_notice, cast.token("salif"), code="accord_expire_bientot", text=text, number=0)
        desk = {one.role.code: one.role for one in agency.perform(role_sheets.role_sheets, cast.token("ibrahim"))}
        agency.perform(
            role_sheets.save_role,
            cast.token("ibrahim"),
            role=replace(desk["accueil"], permissions=desk["accueil"].permissions | {Permission.SEE_MEASURES}),
            number=0,
        )

    desks.change(wishes)
    (both.workflows / notice).unlink()
    status = at_home("pull", "--status").out
    assert f"{notice} : sans fichier" in status and "roles.toml : modifié dans l'application" in status
    assert at_home("pull").code == 0
    assert (both.workflows / notice).read_text(encoding="utf-8").strip() == text.strip()
    written = read_roles((both.workflows / "roles.toml").read_text(encoding="utf-8"))
    assert Permission.SEE_MEASURES in written["accueil"].permissions
    assert at_home("pull").out.count("identiques") >= 2
