"""Salif changes a decision table in his studio: what he did not touch stays as its author wrote it, byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from migraflow import dmn
from migraflow.dmn.editing import Change, Grid, MootEdit, Part, blank_table, changed, sheets
from migraflow.dmn.marks import marks

FILES = sorted((Path(__file__).parents[3] / "workflows").glob("*/rules/*.dmn"))
RECEIVABLE = next(path for path in FILES if path.name == "d1_recevabilite.dmn").read_bytes()

ODD = b"""<?xml version='1.0' encoding='utf-8'?>
<!-- drawn elsewhere -->
<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/"
    xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" namespace='n' name="Ages">
  <dmn:inputData id='i' name='age'><dmn:variable name="age" typeRef="number"/></dmn:inputData>
  <dmn:decision id="d" name="Tranche">
    <dmn:informationRequirement><dmn:requiredInput href="#i"/></dmn:informationRequirement>
    <dmn:decisionTable id="t">
      <dmn:input id="c"><dmn:inputExpression typeRef="number"><dmn:text>age</dmn:text></dmn:inputExpression></dmn:input>
      <dmn:output id="o" name="tranche" typeRef="string"/>
      <dmn:rule id="r1"><dmn:inputEntry id="r1a"><dmn:text><![CDATA[< 18]]></dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="r1b"><dmn:text>"mineur"</dmn:text></dmn:outputEntry></dmn:rule> <!-- a remark -->
      <dmn:rule id="r2"><dmn:inputEntry id="r2a"><dmn:text>[18..60)</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="r2b"><dmn:text/></dmn:outputEntry></dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
  <dmndi:DMNDI><dmndi:DMNDiagram/></dmndi:DMNDI>
</dmn:definitions>
"""


def grid_of(xml: bytes, key: str) -> Grid:
    return next(one for one in sheets(xml) if one.key == key).grids[0]


@pytest.mark.parametrize("path", FILES, ids=[path.stem + "-" + path.parts[-3] for path in FILES])
def test_every_file_of_the_house_comes_back_as_it_was(path: Path) -> None:
    xml = path.read_bytes()
    for sheet in sheets(xml):
        for number, words in enumerate(sheet.words):
            assert changed(xml, Change("text", sheet.key, row=number, value=words.text)) == xml
        for place, grid in enumerate(sheet.grids):
            there_and_back(xml, sheet.key, place, grid)


def there_and_back(xml: bytes, key: str, place: int, grid: Grid) -> None:
    """Each gesture followed by its contrary leaves the file as it was, to the byte."""
    last = len(grid.rules) - 1
    for column, text in enumerate(grid.rules[last].tests):
        assert changed(xml, Change("cell", key, place, last, column, Part.INPUT, text)) == xml
    pairs = [
        (Change("rule_copy", key, place, last), Change("rule_remove", key, place, last + 1)),
        (Change("rule_add", key, place, last), Change("rule_remove", key, place, last + 1)),
        (Change("rule_add", key, place, -1), Change("rule_remove", key, place, 0)),
        (Change("column_add", key, place, facts={"expression": "1 + 1", "type": "number"}),
         Change("column_remove", key, place, column=len(grid.inputs))),
        (Change("column_copy", key, place, part=Part.OUTPUT), Change("column_remove", key, place, column=1,
                                                                     part=Part.OUTPUT)),
    ]  # fmt: skip
    if last:
        pairs.append((Change("rule_up", key, place, last), Change("rule_down", key, place, last - 1)))
    if len(grid.inputs) > 1:
        pairs.append((Change("column_right", key, place), Change("column_left", key, place, column=1)))
    for there, back in pairs:
        after = changed(xml, there)
        assert after != xml
        dmn.parse(after)
        assert changed(after, back) == xml


def test_a_cell_is_all_that_changes() -> None:
    after = changed(RECEIVABLE, Change("cell", "D1", row=1, column=1, value="< 21"))
    assert after == RECEIVABLE.replace(b"<text>&lt; 18</text>", b"<text>&lt; 21</text>")
    value = dmn.parse(after).evaluate("D1", {"consentement_donne": True, "age": 20}).value
    assert value == {"recevabilite": "mineur", "motif_recevabilite": "La personne a moins de 18 ans."}


def test_a_file_of_another_tool_keeps_its_prefix_its_comments_and_its_drawing() -> None:
    filled = changed(ODD, Change("cell", "d", row=1, part=Part.OUTPUT, value='"adulte"'))
    assert filled == ODD.replace(b"<dmn:text/>", b'<dmn:text>"adulte"</dmn:text>')
    more = changed(filled, Change("rule_add", "d", row=1))
    more = changed(more, Change("paste", "d", row=2, value='>= 60\t"aîné·e"\r\n'))
    assert [dmn.parse(more).evaluate("d", {"age": age}).value for age in (3, 30, 80)] == ["mineur", "adulte", "aîné·e"]
    assert b"<!-- a remark -->" in more
    assert more.endswith(ODD[ODD.index(b"</dmn:decisionTable>") :])


def test_lines_of_a_spreadsheet_fill_rules_and_make_those_that_are_missing() -> None:
    block = '< 10\t"enfant"\n[10..18)\t"ado"\n>= 18\t"adulte"'
    grid = grid_of(changed(ODD, Change("paste", "d", value=block)), "d")
    assert [(*rule.tests, *rule.outputs) for rule in grid.rules] == [
        tuple(line.split("\t")) for line in block.split("\n")
    ]
    with pytest.raises(MootEdit):
        changed(ODD, Change("paste", "d", value="1\t2\t3"))


def test_a_column_brings_its_cells_and_its_input() -> None:
    wider = changed(ODD, Change("column_add", "d", facts={"expression": "region", "label": "Région", "type": "string"}))
    wider = changed(wider, Change("link", "d", value="region", facts={"type": "string"}))
    wider = changed(wider, Change("cell", "d", row=0, column=1, value='"kayes"'))
    model = dmn.parse(wider)
    assert not [one for one in dmn.check(model) if one.severity is dmn.Severity.ERROR]
    assert model.evaluate("d", {"age": 3, "region": "kayes"}).value == "mineur"
    assert model.evaluate("d", {"age": 3, "region": "gao"}).value is None


def test_heads_policy_and_reasons_are_written() -> None:
    after = changed(ODD, Change("policy", "d", value="COLLECT COUNT"))
    after = changed(after, Change("head", "d", trait="label", value="Âge"))
    after = changed(after, Change("head", "d", trait="allowed", value="[0..120]"))
    after = changed(after, Change("head", "d", part=Part.OUTPUT, trait="default", value='"?"'))
    after = changed(after, Change("describe", "d", row=1, value="Article 12 & suivants"))
    after = changed(after, Change("about", "d", trait="question", value="Quelle tranche ?"))
    grid, sheet = grid_of(after, "d"), sheets(after)[0]
    assert (grid.hit_policy, grid.aggregation, sheet.question) == ("COLLECT", "COUNT", "Quelle tranche ?")
    assert (grid.inputs[0].label, grid.inputs[0].allowed) == ("Âge", "[0..120]")
    assert (grid.outputs[0].default, grid.rules[1].description) == ('"?"', "Article 12 & suivants")
    assert grid_of(changed(after, Change("policy", "d", value="UNIQUE")), "d").aggregation == ""


@pytest.mark.parametrize("change", [
    Change("cell", "d", row=9, value="1"), Change("cell", "d", column=4, value="1"), Change("rule_up", "d"),
    Change("column_remove", "d", part=Part.OUTPUT), Change("policy", "d", value="BEST"), Change("cell", "nobody"),
    Change("head", "d", trait="href", value="x"), Change("explode", "d"), Change("cell", "d", table=1),
])  # fmt: skip
def test_what_cannot_be_done_is_refused(change: Change) -> None:
    with pytest.raises(MootEdit):
        changed(ODD, change)


def test_a_gap_can_be_closed_by_the_rule_it_asks_for() -> None:
    model = dmn.parse(ODD)
    found = marks(model, model.tables[0])
    assert [(gap.where, gap.tests) for gap in found.gaps] == [("age >= 60", (">= 60",))]
    closed = changed(ODD, Change("rule_add", "d", row=1, facts={"0": ">= 60"}))
    model = dmn.parse(closed)
    assert marks(model, model.tables[0]).gaps == ()


def test_rules_that_answer_together_are_named() -> None:
    twice = dmn.parse(changed(ODD, Change("cell", "d", row=1, value="[10..60)")))
    assert marks(twice, twice.tables[0]).pairs == ((0, 1),)


def test_a_new_table_answers_at_once() -> None:
    xml = blank_table("d_visa", "Faut-il un visa ?", [("pays", "Pays", "string")], ("visa", "boolean"), "urn:x")
    assert not [one for one in dmn.check(dmn.parse(xml)) if one.severity is dmn.Severity.ERROR]
    xml = changed(xml, Change("cell", "d_visa", part=Part.OUTPUT, value="true"))
    assert dmn.parse(xml).evaluate("d_visa", {"pays": "ESP"}).value is True
