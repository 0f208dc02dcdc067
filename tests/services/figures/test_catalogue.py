"""The catalogue, the functions and the facts belong together: one definition and one function per code, and every fact
a function may read is made by some rule."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path

import pytest

from migraflow.domain.fact_rules import read_rules
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import (
    facts,
    figures_partners,
    figures_prospecting,
    figures_quality,
    figures_returns,
    figures_service,
    figures_training,
    indicators,
)
from migraflow.services.figures import FIGURES
from migraflow.services.house import definitions_in, lists_in
from migraflow.wiring import Agency
from tests.services.figures.test_slow_path import SLICES, WATCHER, counted
from tests.slow.figures import EXPECTED
from tests.unit.domain.test_definitions import CATALOGUE

WORKFLOWS = Path("workflows")
STANDING = {"QS01", "QD02", "PA01", "FO05"}
"""Indicators of what stands open or in force, which no journal tells: ``test_standing.py``."""
OWN = (figures_returns, figures_training, figures_partners, figures_prospecting, figures_service, figures_quality)


def test_every_code_has_one_definition_one_function_and_one_slow_path() -> None:
    definitions = definitions_in(WORKFLOWS / "indicateurs", lists_in(WORKFLOWS / "reference"))
    assert set(FIGURES) == set(definitions) == CATALOGUE
    assert len({id(function) for function in FIGURES.values()}) == len(CATALOGUE)
    assert set(EXPECTED) | STANDING == CATALOGUE
    assert not set(EXPECTED) & STANDING


def test_every_function_answers_for_its_own_code_in_the_unit_of_its_definition(lived: Agency) -> None:
    slice_ = SLICES["two years"]
    for code in FIGURES:
        found = counted(lived, code, slice_)
        assert found.code == code
        assert found.columns[0].unit is Unit.LABEL, code
        assert all(len(row.cells) == len(found.columns) - 1 for row in found.rows), code
        units = {head.unit for head in found.columns[1:]}
        if found.total.value is not None:
            assert lived.house.definitions[code].unit in {*units, Unit.PERCENT}, code  # a share may head counts


@pytest.mark.parametrize("by", [Dimension.REGION, Dimension.OFFICE])
def test_every_function_can_be_broken_down_and_keeps_its_headline(lived: Agency, by: Dimension) -> None:
    slice_ = Slice(SLICES["two years"].since, SLICES["two years"].until)
    for code, definition in lived.house.definitions.items():
        if by in definition.dimensions:
            assert counted(lived, code, slice_, by).total == counted(lived, code, slice_).total, code


def test_every_fact_a_function_names_is_made_by_a_rule() -> None:
    made = {rule.name for rule in read_rules(facts.said(WORKFLOWS)).rules}
    source = "\n".join(inspect.getsource(module) for module in OWN)
    named = set(re.findall(r'"([a-z]+_[a-z0-9_]+)"', source))
    own = {rule.name for rule in read_rules(rules_beside()).rules}
    assert own <= made
    assert own - {"retour", "refere", "protege", "vulnerabilite", "composante", "insertion", "score", "recommandation",
                  "mission", "etape", "echeance", "satisfaction"} <= named  # fmt: skip


def rules_beside() -> str:
    """The rules of reintegration, partners and the service."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(WORKFLOWS.glob("indicateurs/faits_*.toml")))


def test_an_english_reader_meets_english_rows_and_the_same_figures(lived: Agency) -> None:
    entries = [one for known in lived.house.lists.values() for one in known.entries.values() if one.label_en]
    french_only = {one.label for one in entries} - {one.label_en for one in entries}
    reader = replace(WATCHER, language="en")
    met = set[str]()
    for code in FIGURES:
        french = counted(lived, code, SLICES["two years"])
        english = lived.perform_as(reader, indicators.counted, code=code, slice_=SLICES["two years"])
        assert sorted(map(str, (row.cells for row in english.rows))) == sorted(map(str, (r.cells for r in french.rows)))
        words = {row.label for row in english.rows} | {head.label for head in english.columns}
        assert words & french_only == set(), code
        met |= words
    assert {"Projects submitted", "Registered within 72 hours", "Women", "Applications", "Green"} <= met
