"""The page of a case, with its large drawing, keeps the promises of the other pages."""

from __future__ import annotations

import pytest

from tests.e2e.axe import faults_at
from tests.e2e.conftest import Register, Staff

STILL = {"reduced_motion": "reduce"}
PARTS = (("parcours", ".djs-shape"), ("reponses", "details"), ("pieces", "main h1"), ("personne", "dl"))


@pytest.fixture(scope="module")
def ref(register: Register) -> str:
    """A case whose appointment waits."""
    return register()


@pytest.mark.parametrize(("part", "sight"), PARTS, ids=[part for part, _ in PARTS])
def test_a_part_of_a_case(staff: Staff, ref: str, part: str, sight: str) -> None:
    assert not faults_at(staff("awa", **STILL).page, f"/dossiers/{ref}?partie={part}", sight)


def test_the_form_of_what_people_tell(staff: Staff, ref: str) -> None:
    assert not faults_at(staff("awa", **STILL).page, f"/dossiers/{ref}?signaler=reclamation", "form[data-answers]")
