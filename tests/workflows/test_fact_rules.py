"""The rules of the facts speak of what the procedures have: their elements, their questions, one another's facts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from migraflow.domain.fact_rules import EVERY_PROCEDURE, FILES, Rule, Rules, read_rules
from migraflow.domain.journal import EntryKind

WORKFLOWS = Path(__file__).resolve().parents[2] / "workflows"
CONTEXT = {"faits", "decisions", "jour", "moment", "ouverte", "prise", "nom", "detail", "item", "tache", "reprises"}
"""What every rule knows besides the answers."""
WHOLE_CASE = {EntryKind.OPENED, EntryKind.CLOSED}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules("\n".join(path.read_text(encoding="utf-8") for path in sorted(WORKFLOWS.glob(FILES))))


@pytest.fixture(scope="module")
def elements() -> dict[str, set[str]]:
    """The elements of each procedure."""
    return {
        path.parent.name: {one.get("id", "") for one in ElementTree.parse(path).iter()}
        for path in WORKFLOWS.glob("*/procedure.bpmn")
    }


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every name an answer or a step of a procedure may have."""
    found: set[str] = set()
    for path in (*WORKFLOWS.glob("*/forms/*.json"), *WORKFLOWS.glob("registers/*.json")):
        found |= set(names_in(json.loads(path.read_text(encoding="utf-8"))))
    for path in WORKFLOWS.glob("*/procedure.bpmn"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"(\w+)\s*:=", text)) | set(re.findall(r"[{,]\s*(\w+):", text))
    for path in WORKFLOWS.glob("campagnes/*.toml"):
        found |= set(re.findall(r"[{,]\s*(\w+):", path.read_text(encoding="utf-8")))
    return found


def names_in(schema: Any) -> list[str]:
    """The names of all fields of a form, inside blocks and groups too."""
    if isinstance(schema, list):
        return [name for one in schema for name in names_in(one)]
    if not isinstance(schema, dict):
        return []
    own = list(schema["properties"]) if isinstance(schema.get("properties"), dict) else []
    return [*own, *(name for one in schema.values() for name in names_in(one))]


def test_every_element_stands_in_its_procedure(rules: Rules, elements: dict[str, set[str]]) -> None:
    nowhere = [(rule.name, rule.procedure, one) for rule in rules.rules for one in rule.elements
               if one not in elements.get(rule.procedure, set())]  # fmt: skip
    assert nowhere == []
    assert {rule.procedure for rule in rules.rules} <= {*elements, EVERY_PROCEDURE}
    assert len(rules.rules) > 60


def test_every_rule_says_where_it_looks(rules: Rules) -> None:
    everywhere = [rule.name for rule in rules.rules if not rule.elements and rule.procedure != EVERY_PROCEDURE
                  and rule.kind not in WHOLE_CASE]  # fmt: skip
    assert everywhere == []


def test_every_answer_a_rule_reads_is_asked_somewhere(rules: Rules, known: set[str]) -> None:
    expressions = [(rule.name, one) for rule in rules.rules for one in rule.expressions()]
    expressions += [("dimensions", one) for found in rules.places.values() for one in found]
    unknown = {(name, root) for name, one in expressions for root in roots(one.names) if root not in known | CONTEXT}
    assert unknown == set()


def roots(names: frozenset[str]) -> set[str]:
    """The names of variables, without what is said of them."""
    return {name.split(".")[0] for name in names}


def test_every_fact_a_rule_builds_on_is_told_by_another(rules: Rules) -> None:
    facts = {rule.name for rule in rules.rules}
    named = {(rule.name, name) for rule in rules.rules for name in builds_on(rule)}
    assert {name for _, name in named} - facts == set()
    assert len(named) > 10


def builds_on(rule: Rule) -> set[str]:
    """The other facts a rule names."""
    texts = [one.text for one in rule.expressions()]
    return {*re.findall(r"faits\.(\w+)", " ".join(texts)), *([rule.since] if rule.since else [])}
