"""What every benchmark yields, and how it is printed: a value beside another one measured in the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Measured:
    """One line: `ratio` is `value` divided by `beside` (both in `unit`), 0 where there is nothing beside it."""

    name: str
    value: float
    unit: str
    beside: float = 0.0
    ratio: float = 0.0
    note: str = ""


def beside(name: str, value: float, other: float, unit: str, note: str) -> Measured:
    """A value beside another of the same run."""
    return Measured(name, round(value, 3), unit, round(other, 3), round(value / other, 2) if other else 0.0, note)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds `act` takes."""
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def middle(times: Sequence[float]) -> float:
    """The median."""
    return median(times)


def p95(times: Sequence[float]) -> float:
    """The time that 95 in 100 do not exceed."""
    return quantiles(times, n=20)[18]


WIDTH = 48
"""Characters of the longest name of a measurement."""


def printed(lines: Iterable[Measured], path: Path) -> None:
    """Print the table line by line as it comes, and keep what there is in `path` for other tools."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found: list[Measured] = []
    for line in lines:
        found.append(line)
        other = f"{line.beside:12.3f} {line.unit:<7} × {line.ratio:<8}" if line.beside else " " * 31
        print(f"{line.name:<{WIDTH}} {line.value:12.3f} {line.unit:<7} {other} {line.note}", flush=True)
        path.write_text(json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False), encoding="utf-8")
