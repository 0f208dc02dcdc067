"""What the tests of use cases share: the small procedure, published, and a counter to work at."""

from __future__ import annotations

import pytest

from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """The counter of an agency that works by the small procedure."""
    publish(agency, petit_secret(), petite_demande())
    return Counter(agency, cast)
