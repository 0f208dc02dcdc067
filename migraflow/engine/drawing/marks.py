"""The small signs of BPMN: what kind of task, event or gateway it is. Paths in px around the point (0, 0)."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.diagram import EventKind, Kind

INK, SOFT, PAPER, GREEN = "#1F1B16", "#5B5348", "#FFFFFF", "#0E6B4C"
"""The colours of the house's paper; a picture is always drawn on white."""
BANDS = ("#F6F0E6", "#FBF8F2")
"""Lanes, by turns."""
HEAT = (PAPER, "#FBE9C8", "#F3C987", "#E5AC58", "#D08A2C")
"""Steps by how long they take: one hue that grows darker, told apart without colour too; ink reads on each."""
DEFS = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M0 1 10 5 0 9z" fill="{INK}"/></marker>'
    '<marker id="open" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M0 1 10 5 0 9" fill="none" stroke="{SOFT}"/></marker></defs>'
)

TASKS: Mapping[Kind, str] = {
    Kind.USER: "M-3.2-4a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0M-6.5 7.5c0-5 3-6.5 6.5-6.5s6.5 1.5 6.5 6.5z",
    Kind.MANUAL: "M-7 0v5l3 2h8v-2h3v-2h1v-2h-1v-2h-7l2-3-1-1z",
    Kind.SCRIPT: "M-5-7h11c-4 4 3 10-1 14h-11c4-4-3-10 1-14zM-3-3h6M-3 0h6M-2 3h6",
    Kind.RULE: "M-8-6h16v12h-16zM-8-2h16M-8 2h16M-3-2v8",
    Kind.SERVICE: "M-2-7h4l.6 2.4 2.2 1 2.2-1.2 1.4 3-1.8 1.6v2.4l1.8 1.6-1.4 3-2.2-1.2-2.2 1-.6 2.4h-4l-.6-2.4"
    "-2.2-1-2.2 1.200-1.4-3 1.8-1.600v-2.400l-1.8-1.600 1.4-3 2.2 1.200 2.200-1zM-2.5 0.500a2.5 2.5 0 1 0 5 0a2.5 2.5"
    " 0 1 0-5 0",
    Kind.SEND: "M-8-5h16v10h-16zM-8-5l8 6 8-6",
    Kind.RECEIVE: "M-8-5h16v10h-16zM-8-5l8 6 8-6",
}
"""What stands in the upper left corner of a task."""

GATEWAYS: Mapping[Kind, str] = {
    Kind.EXCLUSIVE: "M-7-8 7 8M-7 8 7-8",
    Kind.PARALLEL: "M-10 0h20M0-10v20",
    Kind.INCLUSIVE: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0",
    Kind.EVENT_GATEWAY: "M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0M0-7 7-1.500 4.500 6.500h-9l-2.500-8z",
}
"""What stands in the middle of a gateway."""

EVENTS: Mapping[EventKind, str] = {
    EventKind.TIMER: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0M0-6v6l4 3",
    EventKind.MESSAGE: "M-8-5h16v10h-16zM-8-5l8 6 8-6",
    EventKind.SIGNAL: "M0-8 8 6h-16z",
    EventKind.ERROR: "M-7 7l4-12 4 7 5-9-3 13-5-6z",
    EventKind.ESCALATION: "M0-8 6 7 0 1-6 7z",
    EventKind.CONDITIONAL: "M-6-8h12v16h-12zM-4-4h8M-4 0h8M-4 4h8",
    EventKind.LINK: "M-8-3h8v-4l8 7-8 7v-4h-8z",
    EventKind.TERMINATE: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0",
}
"""What stands in the middle of an event."""
FILLED = frozenset({EventKind.TERMINATE})
"""Signs that are always full; of the others those that throw are."""

REPEATED = {True: "M-6-4h12M-6 0h12M-6 4h12", False: "M-4-6v12M0-6v12M4-6v12"}
"""A step done several times: one after the other, or all at once."""
ROUND = "M3.500-4.500a6 6 0 1 0 2.500 4.500M3.500-8v4h4"
"""A step done again until it is right."""
CALL = "M-7-7h14v14h-14zM0-4v8M-4 0h8"
"""A step that opens another procedure, or a closed box."""


def mark(path: str, x: float, y: float, *, full: bool = False, colour: str = INK) -> str:
    """A sign around the point (x, y)."""
    fill = colour if full else "none"
    return (
        f'<path transform="translate({x:g} {y:g})" d="{path}" fill="{fill}" stroke="{colour}" stroke-width="1.2" '
        'stroke-linejoin="round"/>'
    )
