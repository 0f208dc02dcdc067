"""Salif changes a block of questions many procedures share: he sees where it is asked, and carries it there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.procedures import DraftSheet
from migraflow.services import accounts, drafting, form_blocks, form_design, sessions, studio
from migraflow.services.drafting import Drawn
from migraflow.services.form_blocks import Carried, Touched
from migraflow.wiring import Agency
from tests.cast import Cast

HERE, THERE, ALSO = "demande_services", "dossier_depart", "traitement_reclamation"
BLOCK, FIELD = "registers/piece.json", "date_du_controle"


@pytest.fixture
def database_url(tmp_path: Path, opened: Path) -> str:
    """A house with every procedure published."""
    path = tmp_path / "blocks.db"
    path.write_bytes(opened.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def salif(agency: Agency, cast: Cast) -> str:
    """Salif, who opened a draft of the first procedure."""
    agency.perform(studio.open_draft, cast.token("salif"), procedure=HERE)
    return cast.token("salif")


def draft(agency: Agency, token: str, procedure: str = HERE) -> DraftSheet:
    return agency.perform(studio.open_draft, token, procedure=procedure)


def changed(agency: Agency, token: str, code: str, place: str, form: str = BLOCK, **facts: str) -> Drawn:
    wish: dict[str, Any] = {"procedure": HERE, "form": form, "place": place, "code": code, "facts": facts}
    return agency.perform(form_design.edit, token, **wish, version=draft(agency, token).version)


def standing(rows: tuple[Touched, ...]) -> Mapping[str, Carried]:
    return {row.procedure: row.carried for row in rows}


def test_a_block_is_changed_once_and_carried_to_all_that_ask_it(agency: Agency, salif: str) -> None:
    wish = {"procedure": HERE, "block": BLOCK}
    before = agency.perform(form_blocks.touched, salif, **wish)
    assert {THERE, ALSO} <= standing(before).keys() and set(standing(before).values()) == {Carried.SAME}
    assert HERE not in standing(before) and all(row.forms for row in before)
    added = changed(agency, salif, "add", "", kind="text", label="Nouvelle question")
    made = changed(agency, salif, "write", added.chosen, word="title", value="Date du contrôle")
    assert made.chosen == FIELD
    seen = agency.perform(form_design.design, salif, procedure=HERE, form=BLOCK, place=FIELD)
    assert seen.steps and not seen.wrong and seen.chosen.words["title"] == "Date du contrôle"
    assert [row.changed for row in agency.perform(form_blocks.blocks, salif, procedure=HERE) if row.path == BLOCK] == [
        True
    ]
    behind = agency.perform(form_blocks.unlike, salif, procedure=HERE)
    assert [len(titles) for titles in behind.values()] == [len(before)]
    after = agency.perform(form_blocks.carry, salif, **wish)
    assert set(standing(after).values()) == {Carried.DRAFTED}
    assert draft(agency, salif, THERE).files[BLOCK] == draft(agency, salif).files[BLOCK]
    assert agency.perform(drafting.undo, salif, procedure=THERE).files[BLOCK] != draft(agency, salif).files[BLOCK]
    assert not any(agency.perform(form_blocks.unlike, salif, procedure=THERE).values())


def test_what_would_no_longer_hold_elsewhere_is_told_before(agency: Agency, salif: str) -> None:
    wish = {"procedure": HERE, "block": BLOCK}
    changed(agency, salif, "mark", "numero", word="required", value="false")
    assert agency.perform(form_blocks.foresee, salif, **wish, other=THERE) == ()
    added = changed(agency, salif, "add", "", kind="date", label="Date de contrôle")
    changed(agency, salif, "mark", added.chosen, word="required", value="true")
    assert {one.code for one in agency.perform(form_blocks.foresee, salif, **wish, other=THERE)} == {"scenario_failed"}
    changed(agency, salif, "write", added.chosen, word="x-show-if", value="numero = = 1")
    broken = agency.perform(form_blocks.foresee, salif, **wish, other=THERE)
    assert broken and "scenario_failed" not in {one.code for one in broken}
    with pytest.raises(NotFound):
        agency.perform(form_blocks.foresee, salif, procedure=HERE, block="forms/enregistrer.json", other=THERE)


def test_what_somebody_else_holds_or_changed_otherwise_is_left_alone(agency: Agency, cast: Cast, salif: str) -> None:
    with agency.working(SYSTEM) as work:
        hired = accounts.create_account(
            work, username="nana.sacko", name="Nana Sacko", password="une phrase assez longue",
            roles=("gestionnaire",), demo=True,
        )  # fmt: skip
    with agency.working() as work:
        nana = sessions.open_session(work, hired.id, "127.0.0.1").token
    draft(agency, nana, THERE)
    mine = draft(agency, salif, ALSO)
    own = mine.files[BLOCK].replace('"Pièce', '"Papier')
    agency.perform(studio.save_draft, salif, procedure=ALSO, files={BLOCK: own}, version=mine.version)
    changed(agency, salif, "write", "numero", word="title", value="Numéro de la pièce présentée")
    rows = agency.perform(form_blocks.carry, salif, procedure=HERE, block=BLOCK)
    assert standing(rows)[THERE] is Carried.HELD and standing(rows)[ALSO] is Carried.OTHERWISE
    assert next(row.holder for row in rows if row.procedure == THERE) == "Nana Sacko"
    assert draft(agency, salif, ALSO).files[BLOCK] == own
    with pytest.raises(NotAllowed):
        agency.perform(form_blocks.carry, cast.token("awa"), procedure=HERE, block=BLOCK)


def test_a_name_all_know_stays_and_a_block_neither_has_sections_nor_goes(agency: Agency, salif: str) -> None:
    with pytest.raises(Unfit) as refusal:
        changed(agency, salif, "rename", "numero", value="numero_piece")
    assert refusal.value.code == "block_name_known"
    for code, place, facts in (("add_section", "numero", {"label": "Suite"}),
                               ("add", "numero", {"kind": "block", "label": "Pièce", "block": BLOCK})):  # fmt: skip
        with pytest.raises(Unfit):
            changed(agency, salif, code, place, **facts)
    with pytest.raises(NotFound):
        version = draft(agency, salif).version
        agency.perform(form_design.drop, salif, procedure=HERE, form=BLOCK, version=version)


def test_a_new_name_is_followed_in_every_form_that_asks_the_block(agency: Agency, salif: str) -> None:
    form = "forms/enregistrer.json"
    added = changed(
        agency, salif, "add", "", form="registers/identite.json", kind="text", label="Quartier de la famille"
    )
    old = f"identite.{added.chosen}"
    changed(agency, salif, "rule", "", form=form, check=f'{old} != "x"', message="Dites lequel.", fields=old)
    renamed = changed(agency, salif, "rename", added.chosen, form="registers/identite.json", value="village")
    assert (
        renamed.chosen == "village"
        and "village" in json.loads(renamed.draft.files["registers/identite.json"])["properties"]
    )
    rule = json.loads(renamed.draft.files[form])["x-rules"][-1]
    assert rule["check"] == 'identite.village != "x"' and rule["fields"] == ["identite.village"]
