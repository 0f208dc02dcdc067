"""What the checker says of a procedure drawn from pieces."""

from __future__ import annotations

from migraflow import engine
from migraflow.engine import check


def codes(draw, house, *pieces, **words) -> set[str]:
    """What the checker says of a procedure drawn from pieces."""
    return {one.code for one in check(draw.bundle(*pieces, **words), house)}


def refused(draw, house, code: str, *pieces, **words):
    """The finding that keeps a procedure from being published, with its sentences."""
    found = [one for one in check(draw.bundle(*pieces, **words), house) if one.code == code]
    assert found, code
    assert found[0].severity is engine.Severity.ERROR
    assert found[0].sentence("fr") != found[0].sentence("en")
    return found[0]
