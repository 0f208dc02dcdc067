"""Expressions of a procedure read the lists of the house: a threshold in a list needs no new edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migraflow.domain.reference import read_list
from migraflow.engine import House
from migraflow.engine.expressions import Language

SCHEMES = """code,libelle,label,voie,plafond
national,Dispositif national,National,directe,1967871
ofii,OFII,OFII,partenaire,
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('liste("dispositifs").code', ["national", "ofii"]),
        ('liste("dispositifs")[item.voie = "partenaire"][1].libelle', "OFII"),
        ('number(liste("dispositifs")[item.code = "national"][1].plafond)', 1967871),
        ('number(liste("dispositifs")[item.code = "ofii"][1].plafond)', None),
        ('liste("inconnue")', None),
        ("liste(null)", None),
    ],
)
def test_a_list_is_read_line_by_line(text: str, expected: object, house: House) -> None:
    lists = {"dispositifs": read_list("dispositifs", SCHEMES)}
    language = Language(replace(house, lists=lists))
    assert language.compile(text).evaluate({}) == expected
