"""The agency's first procedure, the interchange group's models and made-up procedures: all drawn without a flaw."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from migraflow.engine.layout import audit, lay_out
from migraflow.engine.layout.drawn import drawn
from tests.unit.engine.layout.demande import LANES, demande_services
from tests.unit.engine.layout.random_models import procedures

CONFORMANCE = Path(os.environ.get("MIGRAFLOW_CONFORMANCE_DIR") or Path(__file__).parents[5] / "shared" / "conformance")
MIWG = ("A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0")
WIDEST = 7500


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return lay_out(demande_services())


def test_the_request_of_a_candidate_is_drawn_without_a_flaw(sheet: bytes) -> None:
    assert [str(flaw) for flaw in audit(sheet)] == []


def test_the_request_of_a_candidate_is_drawn_the_same_again(sheet: bytes) -> None:
    assert lay_out(sheet) == sheet


def test_the_request_of_a_candidate_fits_a_wall_poster(sheet: bytes) -> None:
    shapes = drawn(etree.fromstring(sheet)).shapes

    assert shapes["pool_0"].width < WIDEST


def test_every_step_of_the_request_stands_in_its_role_s_lane(sheet: bytes) -> None:
    shapes = drawn(etree.fromstring(sheet)).shapes

    for number, names in enumerate(LANES.values()):
        band = shapes[f"lane_{number}"]
        assert [name for name in names.split() if name in shapes and not band.holds(shapes[name])] == []


def test_the_request_is_read_from_left_to_right(sheet: bytes) -> None:
    shapes = drawn(etree.fromstring(sheet)).shapes
    steps = (
        "recue debut enregistrer numeroter recevable rendez_vous diagnostic parcours plan services vivier depart fin"
    )

    for earlier, later in pairwise(steps.split()):
        assert shapes[earlier].x < shapes[later].x


def test_the_request_has_few_crossings(sheet: bytes) -> None:
    found = drawn(etree.fromstring(sheet))
    lines = [list(pairwise(points)) for name, points in found.lines.items() if name.startswith("f_")]
    crossings = sum(
        _cross(one, other)
        for index, first in enumerate(lines)
        for second in lines[index + 1 :]
        for one in first
        for other in second
    )

    assert crossings < len(lines) / 2


def _cross(one: tuple, other: tuple) -> bool:
    for level, upright in ((one, other), (other, one)):
        if level[0][1] == level[1][1] and upright[0][0] == upright[1][0]:
            x, y = upright[0][0], level[0][1]
            across = min(level[0][0], level[1][0]) < x < max(level[0][0], level[1][0])
            if across and min(upright[0][1], upright[1][1]) < y < max(upright[0][1], upright[1][1]):
                return True
    return False


@pytest.mark.parametrize("name", MIWG)
def test_a_model_of_the_interchange_group_is_drawn_without_a_flaw(name: str) -> None:
    path = CONFORMANCE / "bpmn-miwg" / f"{name}.bpmn"
    if not path.parent.is_dir():
        pytest.skip("the interchange group's models are not on this machine")
    once = lay_out(path.read_bytes())

    assert [str(flaw) for flaw in audit(once)] == []
    assert lay_out(once) == once


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(procedures())
def test_whatever_procedure_is_made_up_it_is_drawn_without_a_flaw(xml: bytes) -> None:
    once = lay_out(xml)

    assert [str(flaw) for flaw in audit(once)] == []
    assert lay_out(once) == once
