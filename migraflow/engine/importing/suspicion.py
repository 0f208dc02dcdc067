"""What no honest diagram holds: references to nothing, references that lead back to themselves, thousands of steps."""

from __future__ import annotations

from collections.abc import Iterator

from migraflow.engine.reader import steps_in
from migraflow.engine.xml import BPMN, Element, Unreadable, attribute, text_of

MOST_STEPS = 1_500
"""Steps of one file; the largest procedure of the agency has about eighty."""
REFERENCES = {
    "sequenceFlow": ("sourceRef", "targetRef"),
    "boundaryEvent": ("attachedToRef",),
    "dataObjectReference": ("dataObjectRef",),
    "dataStoreReference": ("dataStoreRef",),
}
"""Attributes that name another element of the same file."""
DATA = ("dataObjectRef", "dataStoreRef")


def require_whole(root: Element) -> None:
    """Go on only with a file whose parts hold together. Raises Unreadable, which names the first that does not."""
    if steps_in(root) > MOST_STEPS:
        raise Unreadable("too_many_steps", limit=str(MOST_STEPS))
    ids = {attribute(one, "id") for one in root.iter(f"{BPMN}*") if one.get("id")}
    leads: dict[str, str] = {}
    for one, reference in references(root):
        named = attribute(one, "name") or attribute(one, "id")
        if reference not in ids:
            raise Unreadable("reference_dangling", attribute(one, "id"), name=named[:80], reference=reference[:80])
        if any(one.get(word) for word in DATA):
            leads[attribute(one, "id")] = reference
    for start in leads:
        require_end(start, leads)


def references(root: Element) -> Iterator[tuple[Element, str]]:
    """Each element with what it refers to, the prefix of its file taken off."""
    for name, words in REFERENCES.items():
        for one in root.iter(BPMN + name):
            yield from ((one, bare(attribute(one, word))) for word in words if one.get(word))
    for one in root.iter(BPMN + "flowNodeRef"):
        lane = one.getparent()
        yield (one if lane is None else lane), bare(text_of(one))


def bare(reference: str) -> str:
    """A reference without the prefix of its file."""
    return reference.strip().rpartition(":")[2]


def require_end(start: str, leads: dict[str, str]) -> None:
    """Go on only when following references from `start` comes to an end. Raises Unreadable."""
    seen, at = {start}, leads[start]
    while at in leads:
        if at in seen:
            raise Unreadable("reference_endless", start, name=start[:80])
        seen.add(at)
        at = leads[at]
