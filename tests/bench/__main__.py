"""``make bench``: every benchmark, a table on the screen and ``var/bench.json``; those of a million come last.

``MIGRAFLOW_BENCH_CASES``, ``MIGRAFLOW_BENCH_PEOPLE``, ``MIGRAFLOW_BENCH_TASKS``, ``MIGRAFLOW_BENCH_FIGURES`` and
``MIGRAFLOW_BENCH_REPLAYED`` make it shorter.
"""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

from tests.bench import (
    campaign,
    complete,
    copying,
    duplicates,
    engine,
    feel,
    figures,
    letters,
    payloads,
    people,
    replay,
    scale,
    throughput,
    timers,
)
from tests.bench.table import printed

COUNT = int(os.environ.get("MIGRAFLOW_BENCH_CASES", "200"))

if __name__ == "__main__":
    lines = chain(
        feel.run(100 * COUNT),
        payloads.run(),
        engine.run(COUNT, rounds=500),
        complete.run(COUNT),
        throughput.run(COUNT),
        letters.run(5),
        copying.run(COUNT),
        timers.run(50 * COUNT),
        people.run(),
        duplicates.run(),
        campaign.run(),
        figures.run_all(),
        replay.run(),
        scale.run(),
    )
    printed(lines, Path(__file__).resolve().parents[2] / "var" / "bench.json")
