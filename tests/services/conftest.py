"""What the tests of use cases share: the small procedure, published, and a counter to work at."""

from __future__ import annotations

import pytest

from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter


@pytest.fixture
def follows_small(request: pytest.FixtureRequest) -> bool:
    """Whoever works at a counter follows the small procedure."""
    return "counter" in request.fixturenames


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """The counter of an agency that works by the small procedure."""
    return Counter(agency, cast)
