"""Correlation: the key that tells which case a message or signal is meant for, as FEEL read from the diagram.

Declared in BPMN's own words (a ``correlationProperty`` with its path in the message; a ``correlationSubscription`` with
its path in the case, else the same path), or, shorter, by the extension property ``correlation`` on the event itself:
on the one that throws it is evaluated over what it carries and what its case knows, on the one that waits over what
its case knows at the moment the wait is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from migraflow import feel
from migraflow.engine.diagram import Correlation, Diagram, Node
from migraflow.engine.xml import BPMN, Element, attribute, children, first, tag, text_of

PROPERTY = "correlation"
LONGEST = 200
"""Characters of the longest key kept as it is; a longer one is kept as its fingerprint."""
NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
"""A key does not change with the time of day: what would ask for it gets this moment."""


def read_correlations(root: Element) -> Mapping[str, Correlation]:
    """What BPMN's correlation elements say, by the name of the message."""
    names = {attribute(one, "id"): attribute(one, "name") or attribute(one, "id") for one in children(root, "message")}
    bound = {
        attribute(binding, "correlationPropertyRef"): text_of(first(binding, "dataPath"))
        for binding in root.iter(BPMN + "correlationPropertyBinding")
    }
    found: dict[str, list[Correlation]] = {}
    for one in root.iter(BPMN + "correlationProperty"):
        for retrieval in children(one, "correlationPropertyRetrievalExpression"):
            path = text_of(first(retrieval, "messagePath"))
            name = names.get(attribute(retrieval, "messageRef"), "")
            if path and name:
                found.setdefault(name, []).append(Correlation(path, bound.get(attribute(one, "id")) or path))
    return {name: joined(several) for name, several in found.items()}


def joined(several: list[Correlation]) -> Correlation:
    """One key of several properties: a list of their values."""
    if len(several) == 1:
        return several[0]
    sent, awaited = (
        "[" + ", ".join(paths) + "]" for paths in zip(*[(one.sent, one.awaited) for one in several], strict=True)
    )
    return Correlation(sent, awaited)


def understood(element: Element) -> bool:
    """Whether a correlation element says something we can follow."""
    if tag(element) == "correlationProperty":
        return any(
            text_of(first(one, "messagePath")) for one in children(element, "correlationPropertyRetrievalExpression")
        )
    return any(True for _ in children(element, "correlationPropertyRef"))


def sent_with(diagram: Diagram, node: Node) -> str:
    """The FEEL text of the key `node` throws with, "" for none."""
    declared = diagram.correlations.get(node.trigger.ref)
    return node.properties.get(PROPERTY, "").strip() or (declared.sent if declared else "")


def awaited_with(diagram: Diagram, node: Node) -> str:
    """The FEEL text of the key `node` waits for, "" for none."""
    declared = diagram.correlations.get(node.trigger.ref)
    return node.properties.get(PROPERTY, "").strip() or (declared.awaited if declared else "")


def key_of(expression: feel.Expression | None, data: Mapping[str, Any]) -> str:
    """The key `expression` gives over `data`; "" without one, or when what it asks for is not known yet."""
    return "" if expression is None else key_text(expression.evaluate(data, now=NO_CLOCK))


def key_text(value: object) -> str:
    """A value as a key: equal values give equal keys, whether they were typed, sent or read."""
    if value is None or value == "" or (isinstance(value, list) and None in value):
        return ""
    text = value.strip() if isinstance(value, str) else feel.show(feel.to_feel(value))
    return text if len(text) <= LONGEST else hashlib.sha256(text.encode()).hexdigest()
