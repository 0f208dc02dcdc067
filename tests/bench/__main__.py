"""``make bench``: every benchmark, a table on the screen and ``var/bench.json``."""

from __future__ import annotations

import os
from pathlib import Path

from tests.bench import complete
from tests.bench.table import printed

COUNT = int(os.environ.get("MIGRAFLOW_BENCH_CASES", "200"))

if __name__ == "__main__":
    printed(complete.run(COUNT), Path(__file__).resolve().parents[2] / "var" / "bench.json")
