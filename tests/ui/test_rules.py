"""The pages of rules and roles name everything there is to choose."""

from __future__ import annotations

from datetime import UTC, datetime

from migraflow.dmn.editing import Change, Part, changed, sheets
from migraflow.dmn.editing.rows import POLICIES
from migraflow.domain.access import Permission, Scope
from migraflow.domain.procedures import DraftSheet
from migraflow.services.rules import RuleSight
from migraflow.ui.components.rule_seen import tabs
from migraflow.ui.pages.rule import WAYS, code
from migraflow.ui.words import WORDS


def test_every_way_a_table_may_answer_is_offered_in_words() -> None:
    assert {"COLLECT" if one.startswith("COLLECT") else one for one in WAYS} == set(POLICIES)
    named = [f"rules.{kind}_{code(one)}" for one in WAYS for kind in ("policy", "means")]
    assert [key for key in named if key not in WORDS["fr"] or key not in WORDS["en"]] == []


TWO = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="urn:f">
<decision id="D" name="D"><question>Quelle aide ?</question><variable name="D"/><context>
 <contextEntry><variable name="montant"/><decisionTable id="t1" hitPolicy="FIRST">
  <input id="i1"><inputExpression id="e1"><text>age</text></inputExpression></input><output id="o1" name="montant"/>
  <rule id="r1"><inputEntry id="c1"><text>-</text></inputEntry><outputEntry id="c2"><text>5</text></outputEntry></rule>
 </decisionTable></contextEntry>
 <contextEntry><variable name="delai"/><decisionTable id="t2" hitPolicy="UNIQUE">
  <input id="i2"><inputExpression id="e2"><text>pays</text></inputExpression></input><output id="o2" name="delai"/>
  <rule id="r2"><inputEntry id="c3"><text>-</text></inputEntry><outputEntry id="c4"><text>9</text></outputEntry></rule>
 </decisionTable></contextEntry></context></decision>
<decision id="E" name="Autre"><literalExpression><text>1 + 1</text></literalExpression></decision></definitions>"""


def test_every_table_of_a_file_is_chosen_by_name_and_changed_alone() -> None:
    found = sheets(TWO.encode())
    draft = DraftSheet("p", "P", "", "Salif", datetime(2026, 11, 23, tzinfo=UTC), 1, {})
    sight = RuleSight(draft, True, "f", found, {}, (), {}, ())
    assert [(one.key, one.label) for one in tabs(sight)] == [
        ("D|0", "Quelle aide ? › montant"), ("D|1", "Quelle aide ? › delai"), ("E|0", "Autre")
    ]  # fmt: skip
    after = changed(TWO.encode(), Change("cell", "D", 1, part=Part.OUTPUT, value="12")).decode()
    assert after == TWO.replace("<text>9</text>", "<text>12</text>")


def test_every_right_and_every_reach_has_words() -> None:
    named = [f"roles.may_{one.value}" for one in Permission] + [f"roles.scope_{one.value}" for one in Scope]
    assert [key for key in named if key not in WORDS["fr"] or key not in WORDS["en"]] == []
