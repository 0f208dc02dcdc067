"""What leaving costs, kept so that it can be summed: one row per placement, one per cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from migraflow.domain.costs import Cost
from migraflow.store.database import Session, run
from migraflow.store.rows import insert

COLUMNS = ("placement", "source", "number", "category", "payer", "thousandths", "currency", "xof", "month", "paid_to",
           "receipt", "alert")  # fmt: skip
FACTS = ("case_id", "follow_up_id", "person_id", "month", "region", "sex", "country", "occupation", "migration",
         "employer", "worker_xof", "withheld_xof", "debt_xof", "wage_xof", "earned_xof", "ratio_thousandths", "earned",
         "fee_paid", "alerts", "changed")  # fmt: skip
READ = f"SELECT placement, {', '.join(FACTS)} FROM placement_costs WHERE placement = ?"


def of_placement(store: Session, placement: str) -> dict[str, Any] | None:
    """What is kept of one placement, by column; None while nothing is."""
    row = run(store, READ, (placement,)).first()
    return None if row is None else {name: getattr(row, name) for name in FACTS}


def keep(store: Session, placement: str, facts: Mapping[str, Any], now: datetime, *, new: bool) -> None:
    """Keep what is known of one placement: all of FACTS but the moment."""
    values = [facts[name] for name in FACTS[:-1]] + [now]
    if new:
        insert(store, "placement_costs", ("placement", *FACTS), [(placement, *values)])
        return
    told = ", ".join(f"{name} = ?" for name in FACTS)
    run(store, f"UPDATE placement_costs SET {told} WHERE placement = ?", (*values, placement))


def replace(store: Session, placement: str, source: str, costs: Sequence[Cost], month: date) -> None:
    """Keep the costs one source tells of, in place of those it told before."""
    run(store, "DELETE FROM costs WHERE placement = ? AND source = ?", (placement, source))
    rows = [
        (*(placement, source, number, cost.category[:20], cost.payer[:20], cost.thousandths, cost.currency, cost.xof),
         month, cost.paid_to, cost.receipt, cost.alert)
        for number, cost in enumerate(costs, 1)
    ]  # fmt: skip
    insert(store, "costs", COLUMNS, rows)


def costs_of(store: Session, placement: str) -> list[tuple[Any, ...]]:
    """The costs of one placement, in order, as (source, category, payer, francs, alert)."""
    sql = "SELECT source, category, payer, xof, alert FROM costs WHERE placement = ? ORDER BY source, number"
    return [tuple(row) for row in run(store, sql, (placement,))]
