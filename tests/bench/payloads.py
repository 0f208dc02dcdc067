"""The longest and largest refusal of a text written to break out or to exhaust, over every place that takes one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.table import Measured

REPOSITORY = Path(__file__).resolve().parents[2]
MILLISECONDS, MEGABYTES = 100.0, 50.0
"""What a refusal may take of CPU time and of memory."""


def run(form: str = "dealt") -> Iterator[Measured]:
    """The worst of each kind; "dealt" tries each text in one place, "all" in all, "sample" a few."""
    command = [sys.executable, "-m", "tests.unit.engine.payload_places", form, "again"]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    found: list[Mapping[str, object]] = [json.loads(line) for line in done.stdout.splitlines()]
    refused = sum(bool(one["run"]) and bool(one["checked"] or one["waits"]) for one in found)
    note = "refused, of all attempts; both the same"
    yield Measured("payloads refused", refused, "", len(found), round(refused / len(found), 3), note)
    for word, limit, unit in (
        ("check_ms", MILLISECONDS, "ms"),
        ("run_ms", MILLISECONDS, "ms"),
        ("memory", MEGABYTES, "MB"),
    ):
        worst = max(found, key=lambda one: float(str(one[word])))
        value = float(str(worst[word]))
        note = f"at most 1; {worst['place']}: {worst['text']!s:.40}"
        yield Measured(f"payloads, worst {word}", round(value, 1), unit, limit, round(value / limit, 2), note)
