"""The registers as data: each file reads, its lists exist, its seeds fit, and procedures write only what it asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from migraflow.domain.answers import Setting, read
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.registers import EVERYBODY, Register, drafted, read_register
from migraflow.engine.bundle import Bundle, House
from migraflow.engine.diagram import Node
from migraflow.engine.reader import read_diagram
from migraflow.services.register_folder import registers_in
from migraflow.services.register_seeds import answers_of
from tests.small import WORKFLOWS

REGISTERS = registers_in(WORKFLOWS)
NOW = datetime(2026, 1, 12, tzinfo=UTC)
WANTED = {
    *("employeurs", "offres", "candidatures", "placements", "partenaires", "conventions", "accords", "agences"),
    *("references_juridiques", "services", "sessions", "structures", "fiches_pays", "exigences_pays"),
}
"""What the agency asked to keep (issue 5)."""


def written() -> Iterator[tuple[str, Node]]:
    """Every step of a procedure that writes into a register."""
    for folder in sorted(WORKFLOWS.glob("*/procedure.bpmn")):
        for node in read_diagram(folder.read_bytes()).nodes.values():
            if node.operator in {"inscrire_registre", "lire_registre"}:
                yield folder.parent.name, node


STEPS = list(written())


def test_every_register_the_agency_asked_for_is_described() -> None:
    assert set(REGISTERS) >= WANTED


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_its_lists_and_roles_exist_and_it_can_be_named(register: Register, house: House) -> None:
    unknown = {field.list_name for _, field in register.form.walk() if field.list_name} - set(house.lists)
    assert unknown == set()
    assert (register.readers | register.writers) - {EVERYBODY} <= set(house.roles)
    assert register.writers and register.columns and register.searched and register.title("en")
    if register.personal:
        assert "ministere" not in register.readers and EVERYBODY not in register.readers and register.regional


@pytest.mark.parametrize("register", [one for one in REGISTERS.values() if one.seed], ids=lambda one: one.name)
def test_every_line_of_its_seed_fits_whole(register: Register, house: House) -> None:
    source = house.lists[register.seed]
    assert source.entries
    for entry in source.entries.values():
        typed = read(register.form, answers_of(register, entry), Setting({}, NOW, house.lists))
        assert {path: error.facts for path, error in typed.errors.items()} == {}, entry.code
        draft = drafted(register, typed.values, house.lists, key="", now=NOW)
        assert draft.key == entry.code and draft.label


@pytest.mark.parametrize(("place", "node"), STEPS, ids=[f"{procedure}.{node.id}" for procedure, node in STEPS])
def test_a_step_names_a_register_and_only_questions_it_asks(place: str, node: Node) -> None:
    register = REGISTERS[node.parameters["registre"].strip('"')]
    known = {path.rsplit(".", 1)[-1] for path, _ in register.form.walk()}
    said = re.findall(r"[{,]\s*([a-z_]+):", node.parameters.get("valeurs", "") + node.parameters.get("ou", ""))
    assert set(said) <= known
    assert node.operator == "lire_registre" or said


def test_the_work_of_the_year_reaches_the_registers() -> None:
    writes = {(procedure, node.parameters["registre"].strip('"')) for procedure, node in STEPS}
    assert writes >= {
        ("offre_internationale", "offres"),
        ("offre_internationale", "employeurs"),
        ("offre_internationale", "candidatures"),
        ("verification_employeur", "employeurs"),
        ("dossier_depart", "placements"),
        ("suivi_placement", "placements"),
        ("partenariat_bpp", "agences"),
        ("partenariat_employeur_stage", "conventions"),
        ("suivi_accord_bilateral", "accords"),
        ("plan_formation", "sessions"),
        ("mission_prospection", "prospects"),
    }


GOOD = {
    "$id": "livres", "title": "Livres", "type": "object",
    "properties": {"titre": {"title": "Titre", "type": "string"}, "statut": {"title": "État", "enum": ["ici", "loin"]}},
    "x-registre": {"cle": ["titre"], "libelle": "titre", "colonnes": ["titre"], "lire": ["*"], "etat": "statut"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"colones": ["titre"]}, "colones"),
        ({"colonnes": ["auteur"]}, "auteur"),
        ({"cle": []}, "clé"),
        ({"portee": "region"}, "région"),
        ({"libelle": "titre +"}, "titre +"),
    ],
)
def test_a_register_described_wrongly_is_refused_with_its_place(change: Mapping[str, object], word: str) -> None:
    assert read_register(json.dumps(GOOD).encode(), {}, name="livres").states() == (("ici", "ici"), ("loin", "loin"))
    wrong = {**GOOD, "x-registre": {**GOOD["x-registre"], **change}}  # pyright: ignore[reportGeneralTypeIssues]
    with pytest.raises(BrokenBundle) as refused:
        read_register(json.dumps(wrong).encode(), {}, name="livres")
    assert refused.value.file == "registres/livres.json"
    assert word in f"{refused.value.element} {refused.value.reason}" or word == "titre +"


def test_a_form_of_a_procedure_may_choose_among_rows(house: House) -> None:
    forms = [path for path in WORKFLOWS.glob("*/forms/*.json") if "registre:" in path.read_text(encoding="utf-8")]
    assert {path.parent.parent.name for path in forms} >= {"offre_internationale", "suivi_accord_bilateral"}
    assert Bundle.read(Path(forms[0]).parent.parent, WORKFLOWS / "registers").files
