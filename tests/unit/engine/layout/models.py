"""BPMN models written down in a few lines, without a drawing."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_EVENTS = {
    "message": "messageEventDefinition",
    "timer": "timerEventDefinition",
    "error": "errorEventDefinition",
    "signal": "signalEventDefinition",
    "escalation": "escalationEventDefinition",
    "terminate": "terminateEventDefinition",
}


def node(kind: str, name: str, words: str = "", *inside: str) -> str:
    """One element by its BPMN kind, id and name."""
    return f'<{kind} id="{name}" name="{escape(words)}">{"".join(inside)}</{kind}>'


def event(kind: str, name: str, words: str = "", trigger: str = "") -> str:
    """An event, with what triggers it or what it throws."""
    return node(kind, name, words, f"<{_EVENTS[trigger]}/>" if trigger else "")


def boundary(name: str, host: str, trigger: str, words: str = "", *, interrupting: bool = True) -> str:
    """A boundary event on ``host``."""
    cancel = "true" if interrupting else "false"
    return (
        f'<boundaryEvent id="{name}" name="{escape(words)}" attachedToRef="{host}" cancelActivity="{cancel}">'
        f"<{_EVENTS[trigger]}/></boundaryEvent>"
    )


def flows(*written: str) -> str:
    """Sequence flows from lines such as ``a -> b: name``."""
    found: list[str] = []
    for line in written:
        ends, _, words = line.partition(":")
        source, target = (each.strip() for each in ends.split("->"))
        naming = f' name="{escape(words.strip())}"' if words.strip() else ""
        found.append(f'<sequenceFlow id="f_{source}_{target}"{naming} sourceRef="{source}" targetRef="{target}"/>')
    return "".join(found)


def lanes(members: Mapping[str, Iterable[str]]) -> str:
    """Lanes by name, each with its nodes."""
    bands = "".join(
        f'<lane id="lane_{number}" name="{escape(name)}">'
        + "".join(f"<flowNodeRef>{each}</flowNodeRef>" for each in nodes)
        + "</lane>"
        for number, (name, nodes) in enumerate(members.items())
    )
    return f'<laneSet id="lanes">{bands}</laneSet>'


def process(*content: str, name: str = "p") -> str:
    """A process holding the given elements."""
    return f'<process id="{name}" isExecutable="true">{"".join(content)}</process>'


def collaboration(pools: Mapping[str, str], messages: Sequence[str] = ()) -> str:
    """Pools by name with their process ("" for a black box), and messages as ``a -> b: name``."""
    parts = "".join(
        f'<participant id="pool_{index}" name="{escape(name)}"' + (f' processRef="{inner}"/>' if inner else "/>")
        for index, (name, inner) in enumerate(pools.items())
    )
    for number, line in enumerate(messages):
        ends, _, words = line.partition(":")
        source, target = (each.strip() for each in ends.split("->"))
        parts += (
            f'<messageFlow id="m_{number}" name="{escape(words.strip())}" sourceRef="{source}" targetRef="{target}"/>'
        )
    return f'<collaboration id="sheet">{parts}</collaboration>'


def document(*content: str) -> bytes:
    """The whole document."""
    body = "".join(content)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{MODEL}" id="d" '
        f'targetNamespace="urn:migraflow">\n{body}\n</definitions>\n'
    ).encode()
