"""What leaving costs the worker, cost by cost, over one month's earnings: SDG 10.7.1 as an administrative proxy.

Sums are whole francs CFA. A cost counts when the worker paid it; what is withheld from pay abroad counts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import cast

from migraflow.domain.reference import Lists

WORKER = "travailleur"
FEE = "commission"
ILLEGITIMATE = "illegitime"
FRANC = "XOF"
DECLARED, FOLLOWED = "declaration", "suivi"
"""Who told of a cost: the declaration before leaving, the follow-up from abroad."""
RULES = "couts_employeur"
"""The reference list of what the employer owes: category, threshold, gravity."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost: `thousandths` of `currency`, `xof` in whole francs when the currency has a parity; `alert` the rule it
    goes against, "" for none."""

    category: str
    payer: str
    thousandths: int
    currency: str
    xof: int | None
    paid_to: str = ""
    receipt: bool = False
    alert: str = ""


def costs_of(lines: object, lists: Lists, *, travel_owed: bool) -> tuple[Cost, ...]:
    """The costs of a declaration (its ``couts``); `travel_owed`: by the contract the employer pays the journey."""
    found = [
        cost_of(cast(Mapping[str, object], line), lists)
        for line in (cast(list[object], lines) if isinstance(lines, list) else [])
        if isinstance(line, Mapping)
    ]
    paid = [cost for cost in found if cost is not None]
    broken = broken_rules(paid, lists, travel_owed=travel_owed)
    return tuple(with_alert(cost, broken) for cost in paid)


def cost_of(line: Mapping[str, object], lists: Lists) -> Cost | None:
    """One line of a declaration; None without an amount."""
    amount = amount_of(line.get("montant"))
    if amount is None:
        return None
    value, currency = amount
    return Cost(
        category=str(line.get("categorie") or ""),
        payer=str(line.get("payeur") or ""),
        thousandths=whole(value * 1000),
        currency=currency,
        xof=francs(value, currency, lists),
        paid_to=str(line.get("beneficiaire") or "")[:120],
        receipt=line.get("justificatif") is not None,
    )


def withheld(amount: object, lists: Lists) -> tuple[Cost, ...]:
    """What an employer abroad keeps back from the worker's pay, as a cost nobody told of before leaving."""
    found = amount_of(amount)
    if found is None or found[0] <= 0:
        return ()
    value, currency = found
    return (
        Cost(ILLEGITIMATE, WORKER, whole(value * 1000), currency, francs(value, currency, lists), alert=ILLEGITIMATE),
    )


def with_alert(cost: Cost, broken: Mapping[str, str]) -> Cost:
    """`cost` with the rule it goes against."""
    alert = broken.get(cost.category, "") if cost.payer == WORKER else ""
    return Cost(cost.category, cost.payer, cost.thousandths, cost.currency, cost.xof, cost.paid_to, cost.receipt, alert)


def broken_rules(costs: Iterable[Cost], lists: Lists, *, travel_owed: bool) -> dict[str, str]:
    """The rules the worker's costs go against, by category."""
    borne: dict[str, int] = {}
    for cost in costs:
        if cost.payer == WORKER and cost.xof is not None:
            borne[cost.category] = borne.get(cost.category, 0) + cost.xof
    rules = lists[RULES].entries.items() if RULES in lists else ()
    return {
        rule.more.get("categorie", ""): code
        for code, rule in rules
        if borne.get(rule.more.get("categorie", ""), 0) > int(rule.more.get("seuil_xof") or 0)
        and (code != "voyage" or travel_owed)
    }


def borne_by_worker(costs: Iterable[Cost]) -> int | None:
    """What the worker paid, in francs; None when a currency has no parity."""
    paid = [cost.xof for cost in costs if cost.payer == WORKER]
    return None if None in paid else sum(xof for xof in paid if xof is not None)


def ratio(borne: int | None, kept_back: int | None, earned: int | None) -> int | None:
    """Cost borne over one month's earnings, in thousandths; None while one of them is not known."""
    if borne is None or not earned or earned <= 0:
        return None
    return whole(Decimal(1000 * (borne + (kept_back or 0))) / Decimal(earned))


def amount_of(value: object) -> tuple[Decimal, str] | None:
    """An amount of an answer ``{montant, devise}``; None for none."""
    if not isinstance(value, Mapping):
        return None
    said = cast(Mapping[str, object], value)
    try:
        return Decimal(str(said.get("montant"))), str(said.get("devise") or FRANC)[:3]
    except InvalidOperation:
        return None


def xof_of(value: object, lists: Lists) -> int | None:
    """An amount of an answer in francs; None for none, or without a parity."""
    found = amount_of(value)
    return None if found is None else francs(*found, lists)


def francs(value: Decimal, currency: str, lists: Lists) -> int | None:
    """An amount in whole francs CFA by the parity of the agency's list; None without one."""
    known = lists["devises"].entries.get(currency) if "devises" in lists else None
    parity = known.more.get("parite_xof") if known else ""
    return whole(value * Decimal(parity)) if parity else None


def whole(value: Decimal) -> int:
    """The nearest whole number, halves up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
