"""Why a decision came out as it did, as the journal keeps it: plain values a reader finds again a year later."""

from __future__ import annotations

from typing import cast

from migraflow import engine
from migraflow.domain.prefill import raw_of


def explained(taken: engine.Decided) -> dict[str, object]:
    """Which rules of which tables decided, on what, and what made a value null on the way; where no table had a say,
    the value a formula came to."""
    told: dict[str, object] = {"fired": fired_rules(taken), "troubles": troubles(taken)}
    return told if taken.explanation else {**told, "value": raw_of(taken.value)}


def fired_rules(taken: engine.Decided) -> list[dict[str, object]]:
    """Which rules of which tables decided, in order, and on what."""
    return [
        {
            "decision": fired.decision,
            "policy": fired.hit_policy,
            "rules": list(fired.rules),
            "inputs": {text: raw_of(value) for text, value in fired.inputs.items()},
            "outputs": [raw_of(value) for value in fired.outputs],
        }
        for fired in taken.explanation
    ]


def troubles(taken: engine.Decided) -> list[dict[str, object]]:
    """What made a value null while deciding: an input out of its list, rules that disagree."""
    return [
        {
            "decision": trouble.decision,
            "code": trouble.code,
            "facts": {name: kept(fact) for name, fact in trouble.facts.items()},
        }
        for trouble in taken.troubles
    ]


def kept(fact: object) -> object:
    """A fact as the journal keeps it; the numbers of several rules as a list."""
    return raw_of(list(cast("tuple[object, ...]", fact)) if isinstance(fact, tuple) else fact)
