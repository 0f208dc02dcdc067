"""Files from outside: what is not a decision file is refused with a sentence."""

import pytest

from migraflow import dmn
from tests.unit.dmn.models import definitions

BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<definitions xmlns="x" name="&b;"/>"""
SPY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions name="d">&x;</definitions>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (BOMB, dmn.Code.FORBIDDEN_XML),
        (SPY, dmn.Code.FORBIDDEN_XML),
        (b"<!DOCTYPE definitions><definitions/>", dmn.Code.FORBIDDEN_XML),
        (b"<definitions>", dmn.Code.NOT_XML),
        (b"", dmn.Code.NOT_XML),
        (b"\x00\xff", dmn.Code.NOT_XML),
        (b"<bpmn/>", dmn.Code.NOT_DMN),
        (b"<definitions>" + b" " * 4_000_000 + b"</definitions>", dmn.Code.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_decision_file_is_refused(xml: bytes, code: dmn.Code) -> None:
    with pytest.raises(dmn.DmnError) as caught:
        dmn.parse(xml)
    assert caught.value.code is code
    assert caught.value.sentence("fr") != caught.value.sentence("en")


def test_an_empty_model_has_no_decision() -> None:
    model = dmn.parse(definitions(""))
    assert not model.decisions
    assert not dmn.check(model)


def test_older_and_newer_versions_of_the_standard_are_read_alike() -> None:
    for year in ("20151101/dmn.xsd", "20180521/MODEL/", "20191111/MODEL/", "20230324/MODEL/"):
        inside = '<decision id="d" name="d"><literalExpression><text>1</text></literalExpression></decision>'
        xml = f'<definitions xmlns="http://www.omg.org/spec/DMN/{year}" namespace="n">{inside}</definitions>'.encode()
        assert dmn.parse(xml).evaluate("d", {}).value == 1


def test_deeply_nested_boxes_do_not_break_the_reader() -> None:
    for levels in (40, 120, 5000):
        deep = "<context><contextEntry>" * levels + "</contextEntry></context>" * levels
        inside = f'<decision id="d" name="d">{deep}</decision>'
        try:
            model = dmn.parse(definitions(inside))
        except dmn.DmnError as error:
            assert error.code in (dmn.Code.TOO_DEEP, dmn.Code.NOT_XML)
            continue
        assert model.evaluate("d", {}).value is None
