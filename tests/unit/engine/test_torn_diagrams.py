"""Diagrams torn, renamed and mixed up at random: an import ends with procedures or with a sentence, never with a crash,
and what no finding forbids compiles. More of them under ``MIGRAFLOW_SOAK=1``."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from lxml import etree

from migraflow import engine
from migraflow.domain.errors import BrokenBundle
from migraflow.engine.xml import BPMN

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"
SMALL = 30_000
"""Bytes; the largest procedures would take most of the time for nothing."""
COUNT = 400 if os.environ.get("MIGRAFLOW_SOAK") else 16
TAGS = """task endEvent startEvent subProcess exclusiveGateway parallelGateway boundaryEvent sequenceFlow lane chaise
    adHocSubProcess intermediateCatchEvent intermediateThrowEvent eventBasedGateway callActivity transaction""".split()


def torn(content: bytes, chance: random.Random) -> bytes:
    """`content` with a few elements removed, moved, renamed or stripped of an attribute."""
    root = etree.fromstring(content)
    elements = [one for one in root.iter(f"{BPMN}*") if one.getparent() is not None]
    for _ in range(chance.randint(1, 6)):
        one, other = chance.choice(elements), chance.choice(elements)
        parent, act = one.getparent(), chance.random()
        if parent is None:
            continue
        if act < 0.3:
            parent.remove(one)
        elif act < 0.6 and one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        elif act < 0.75 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(["", "x", "${a}", "é ü", other.get("id") or "q"]))
        elif act < 0.9:
            one.tag = BPMN + chance.choice(TAGS)
        elif other is not one and one not in other.iterancestors():
            other.append(one)
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(COUNT))
def test_a_torn_diagram_is_imported_or_refused_with_a_sentence(house, seed):
    chance = random.Random(seed)
    files = sorted(path for path in WORKFLOWS.glob("*/procedure.bpmn") if path.stat().st_size < SMALL)
    found = engine.import_diagram(torn(chance.choice(files).read_bytes(), chance), "essai", house)
    assert found.procedures or found.refused
    assert all(one.sentence("fr") and one.sentence("en") for one in found.refused)
    around = engine.House(house.roles, called={one.bundle.id: one.bundle for one in found.procedures})
    for one in found.procedures:
        if not any(left.severity is engine.Severity.ERROR for left in one.findings):
            engine.compile_edition(one.bundle, around)
            continue
        try:
            engine.compile_edition(one.bundle, around)
        except BrokenBundle as refusal:
            assert refusal.reason
