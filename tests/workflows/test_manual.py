"""The manual says all the folders say: every step, question and rule once, counted from the files themselves."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

from lxml import etree

from migraflow.domain.effects import Operator
from migraflow.domain.forms import Kind as FieldKind
from migraflow.domain.manual import ProcedureText, read_plan
from migraflow.engine import Bundle, Compiled, compile_edition
from migraflow.engine.diff.change import Naming
from migraflow.engine.manual import Known, Published, block_names, chapter, shared_blocks
from migraflow.engine.manual.forms import KINDS as FIELD_KINDS
from migraflow.engine.manual.steps import EFFECTS
from tests.workflows.conftest import PROCEDURES, WORKFLOWS, compiled, the_house

BLOCK = "registers/piece.json"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DONE = (
    "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
    "callActivity", "subProcess", "intermediateCatchEvent", "intermediateThrowEvent",
)  # fmt: skip
"""What every diagram numbers, whatever else it numbers."""


def text_of(procedure: str) -> ProcedureText:
    """A procedure of the folder as a chapter."""
    house = the_house()
    known = Known(Naming(house.roles, house.deadlines), {}, {}, {}, {})
    return chapter(compiled(procedure), known, Published(1, datetime(2026, 1, 1, tzinfo=UTC), "", ()))


def test_every_step_stands_once_with_what_it_asks_of_people(procedure: str) -> None:
    text = text_of(procedure)
    root = etree.parse(WORKFLOWS / procedure / "procedure.bpmn")
    drawn = {one.get("id"): one for kind in DONE for one in root.iter(BPMN + kind)}
    told = Counter(step.element for step in text.steps)
    assert set(told.values()) == {1}
    assert drawn.keys() <= told.keys()
    assert [step.number for step in text.steps] == list(range(1, len(text.steps) + 1))
    for step in text.steps:
        assert step.ways or not root.xpath(f"//*[@sourceRef='{step.element}']")
        said = drawn.get(step.element)
        if said is not None and said.tag == BPMN + "userTask":
            assert step.who
            assert step.form
            words = said.find(BPMN + "documentation")
            assert step.words == (" ".join((words.text or "").split()) if words is not None else "")


def test_every_question_stands_once(procedure: str) -> None:
    text = text_of(procedure)
    files = sorted(
        path.relative_to(WORKFLOWS / procedure).as_posix() for path in WORKFLOWS.glob(f"{procedure}/forms/*")
    )
    assert sorted(form.path for form in text.forms) == files
    for form in text.forms:
        said = json.loads((WORKFLOWS / procedure / form.path).read_text(encoding="utf-8"))
        own = [field.path for field in form.fields if field.depth == 0]
        assert own == list(said["properties"])
        rows = {name: set(one.get("items", {}).get("properties", {})) for name, one in said["properties"].items()}
        inner = [field.path for field in form.fields if field.depth == 1 and "." in field.path]
        assert set(inner) >= {f"{name}.{each}" for name, names in rows.items() for each in names}
        assert len(set(inner)) == len(inner)


def test_every_rule_stands_once(procedure: str) -> None:
    text = text_of(procedure)
    rules = 0
    for path in sorted(WORKFLOWS.glob(f"{procedure}/rules/*.dmn")):
        root = etree.parse(path)
        rules += sum(1 for element in root.iter() if etree.QName(element).localname == "rule")
    told = [row for rule in text.rules for row in rule.rows if row[0] != "sinon"]
    assert len(told) == rules
    used = {step.rule for step in text.steps if step.rule}
    assert used <= {rule.number for rule in text.rules}


def test_each_shared_block_stands_once_with_all_its_questions() -> None:
    house = the_house()
    known = Known(Naming(house.roles, house.deadlines), {}, {}, {}, {})
    blocks = shared_blocks([compiled(one) for one in PROCEDURES], known)
    for block in blocks:
        said = json.loads((WORKFLOWS / block.path).read_text(encoding="utf-8"))
        assert [field.path for field in block.fields if field.depth == 0] == list(said["properties"])
    assert len({block.path for block in blocks}) == len(blocks) >= 3


def test_the_plan_holds_every_procedure_once() -> None:
    plan = read_plan((WORKFLOWS / "manuel.toml").read_text(encoding="utf-8"))
    named = Counter(id for _, ids in plan.chapters for id in ids)
    assert set(named) == set(PROCEDURES)
    assert set(named.values()) == {1}
    assert [one.letter for one, _ in plan.chapters] == list("abcdefgh")


def test_there_are_words_for_every_kind_of_question_and_every_effect() -> None:
    assert set(FIELD_KINDS) == set(FieldKind)
    assert set(EFFECTS) | {Operator.LETTER, Operator.NOTICE} == set(Operator)


def test_the_way_on_is_told_as_a_reader_meets_it() -> None:
    steps = {step.element: step for step in text_of("demande_services").steps}
    first, asked = steps["DS_01"], steps["DS_03c"]
    assert first.deadline == "1 jour ouvré (DS-01), rappel à 75 %, puis Directeur·rice régional·e"
    assert steps["DS_02"].number == first.number + 1
    assert steps["doublon"].ways[0] == f"oui : doublon_probable = true → étape {steps['DS_02b'].number}"
    assert asked.ways == (f"étape {steps['DS_03t'].number}",)
    assert any(way.startswith("à l’arrivée de «\u00a0Réclamation\u00a0» (l’étape reste ouverte)")
               for way in steps["instruction"].meanwhile)  # fmt: skip


ASKED = {
    "sante": {"title": "État de santé", "x-kind": "text", "x-sensitive": True, "x-help": "Une phrase.",
              "x-purpose": "Orienter vers des soins.", "x-basis": "consentement de la personne",
              "x-retention": "cinq ans après la clôture", "x-required-if": "detresse = true"},
    "detresse": {"title": "Détresse", "x-kind": "yes-no"},
    "piece": {"$ref": "registers/piece.json", "title": "Pièce"},
}  # fmt: skip


def with_form(procedure: str, block: bytes) -> Compiled:
    """A procedure of the folder with one more form, and its own words of a shared block."""
    one = compiled(procedure).bundle
    asked = json.dumps({"$id": "sante", "title": "Santé", "type": "object", "properties": ASKED}).encode()
    return compile_edition(Bundle.of(one.id, {**one.files, "forms/sante.json": asked, BLOCK: block}), the_house())


def test_why_an_answer_is_needed_and_how_long_it_is_kept_is_said_once() -> None:
    made = with_form("veille_marche", (WORKFLOWS / BLOCK).read_bytes())
    known = Known(Naming({}, {}), {}, {}, {}, {})
    text = chapter(made, known, Published(1, datetime(2026, 1, 1, tzinfo=UTC), "", ()))
    line = next(field for form in text.forms for field in form.fields if field.path == "sante")
    assert (line.note, line.needed_if, line.condition) == ("Une phrase.", "detresse = true", "")
    assert line.kept == (
        "Finalité\u00a0: Orienter vers des soins. Base légale\u00a0: consentement de la personne. "
        "Conservation\u00a0: cinq ans après la clôture."
    )


def test_a_block_that_two_editions_word_differently_stands_once_for_each() -> None:
    first = (WORKFLOWS / BLOCK).read_bytes()
    made = [with_form("veille_marche", first), with_form("plan_formation", first.replace(b"Copie", b"Image"))]
    known = Known(Naming({}, {}), {}, {}, {"veille_marche": "Veille", "plan_formation": "Plan"}, {}, block_names(made))
    blocks = {one.number: one for one in shared_blocks(made, known) if one.path == BLOCK}
    assert [one.title for one in blocks.values()] == ["Pièce (Veille)", "Pièce (Plan)"]
    for edition, number, words in zip(made, ("piece", "piece-2"), ("Copie", "Image"), strict=True):
        text = chapter(edition, known, Published(1, datetime(2026, 1, 1, tzinfo=UTC), "", ()))
        asked = next(field for form in text.forms for field in form.fields if field.path == "piece")
        assert asked.block == number and words in [field.label for field in blocks[number].fields]
