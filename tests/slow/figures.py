"""Every indicator that is worked out the slow way, by its code.

Each gives the rows (by key, else by label) as tuples of figures, and the headline.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.slow import demand, offers, partners, placements, returns, service
from tests.slow.world import Table, World

EXPECTED: dict[str, Callable[[World], Table]] = {
    name.upper(): function
    for page in (demand, offers, placements, returns, partners, service)
    for name, function in vars(page).items()
    if len(name) == 4 and name[2:].isdigit()
}
