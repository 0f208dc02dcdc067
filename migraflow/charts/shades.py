"""Five steps from light to dark for figures that are shown by a ground; the stylesheet knows their colours."""

from __future__ import annotations

import math

from migraflow.charts.plate import Value

STEPS = 5


def shade(value: Value, most: float) -> str:
    """``s1`` to ``s5`` by the part of `most`; ``s0`` for nothing, ``sx`` for what is hidden or unknown."""
    if value is None:
        return "sx"
    if value <= 0 or most <= 0:
        return "s0"
    return f"s{min(math.ceil(STEPS * value / most), STEPS)}"
