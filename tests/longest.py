"""Which files of tests are begun first: the longest, so that no machine waits at the end for one of them alone.

Stories in a browser follow each other besides: their server and their browser last from one file to the next.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
LONGEST = (
    "e2e/test_studio.py",
    "e2e/test_moving.py",
    "e2e/test_moving_keys.py",
    "e2e/test_axe_steer.py",
    "e2e/test_dashboard.py",
    "e2e/test_answers.py",
    "e2e/test_machines.py",
    "e2e/test_start.py",
    "e2e/test_outage.py",
    "e2e/test_intruder.py",
    "e2e/test_story_cycle.py",
    "e2e",
    "services/test_accounts.py",
    "services/test_publishing.py",
    "services/test_moves.py",
    "demo/test_demo.py",
)
"""Files and folders by the time they take, measured on two cores; the rest follows in the order of its names."""


def place(path: Path) -> int:
    """When a file is begun, the lowest first."""
    for number, begun in enumerate(LONGEST):
        if path == HERE / begun or HERE / begun in path.parents:
            return number
    return len(LONGEST)
