"""Formulas people wrote, worked out over answers: a formula that asks for too much is said, never waited for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from migraflow import feel
from migraflow.domain.errors import Unfit


def worked_out(formula: feel.Expression, values: Mapping[str, object], now: datetime | None) -> feel.Value:
    """The value of `formula` over `values`; null where they do not fit. Raises Unfit("expression_too_costly")."""
    try:
        return formula.evaluate(values, now=now)
    except feel.LimitReached as error:
        raise Unfit("expression_too_costly", expression=formula.text[:80]) from error
