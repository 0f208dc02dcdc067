"""Rows of the store shaped by pandas: filled months, quantiles per step. What pandas gives is typed here, once."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

DAY = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long one step takes, in days; `count` tasks were measured."""

    name: str
    count: int
    median: float
    p90: float


def per_month(rows: Sequence[tuple[object, ...]], months: Sequence[str]) -> list[int]:
    """Counts of (month, procedure, count) rows summed per month, zero where nothing happened."""
    frame: Any = pd.DataFrame(rows, columns=["month", "procedure", "count"])
    counts: Any = frame.groupby("month")["count"].sum().reindex(list(months), fill_value=0)
    return [int(count) for count in counts]


def per_step(rows: Sequence[tuple[object, ...]], least: int) -> list[StepTime]:
    """Median and P90 of (procedure, element, name, seconds) rows per step of at least `least` tasks, slowest first."""
    if not rows:
        return []
    frame: Any = pd.DataFrame(rows, columns=["procedure", "element", "name", "seconds"])
    frame["days"] = frame["seconds"].astype(float) / DAY
    grouped: Any = frame.groupby(["procedure", "element"])
    steps: Any = grouped.agg(name=("name", "last"), count=("days", "size"), median=("days", "median"))
    steps["p90"] = grouped["days"].quantile(0.9)
    steps = steps[steps["count"] >= least].sort_values("median", ascending=False)
    lines: list[tuple[str, int, float, float]] = list(steps.itertuples(index=False, name=None))
    return [
        StepTime(str(name), int(count), round(float(mid), 1), round(float(top), 1)) for name, count, mid, top in lines
    ]
