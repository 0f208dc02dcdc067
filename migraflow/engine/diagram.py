"""A BPMN file as plain values: what the checker reads and what the compiler builds from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar


class Kind(StrEnum):
    """What a node is. The values are kept in the trail of a case, so they never change."""

    START = "start"
    END = "end"
    CATCH = "catch"
    THROW = "throw"
    BOUNDARY = "boundary"
    USER = "user"
    MANUAL = "manual"
    SCRIPT = "script"
    RULE = "rule"
    SERVICE = "service"
    SEND = "send"
    RECEIVE = "receive"
    CALL = "call"
    SUBPROCESS = "subprocess"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"
    EVENT_GATEWAY = "event_gateway"
    UNSUPPORTED = "unsupported"


PEOPLE = frozenset({Kind.USER, Kind.MANUAL})
"""Steps a person completes."""
SPLITTING = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_GATEWAY})
"""Nodes that may have several ways out."""


class EventKind(StrEnum):
    """What an event waits for or throws."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"
    CONDITIONAL = "conditional"
    CANCEL = "cancel"
    COMPENSATE = "compensate"
    LINK = "link"
    MULTIPLE = "multiple"


class TimerKind(StrEnum):
    """The three ways BPMN writes a moment."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition. `ref` is the message or signal name, the error or escalation code ("" when none is given);
    `text` is the timer's or the condition's expression; `payload` FEEL for what a throw carries."""

    kind: EventKind
    ref: str = ""
    text: str = ""
    timer: TimerKind | None = None
    payload: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A loop marker. Multi-instance: `collection` or `cardinality` (FEEL); standard loop: `condition` or `maximum`."""

    standard: bool = False
    sequential: bool = False
    collection: str = ""
    cardinality: str = ""
    item: str = ""
    output: str = ""
    output_item: str = ""
    condition: str = ""
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is its FEEL text, None where there is none."""

    id: str
    source: str
    target: str
    scope: str
    name: str = ""
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One node. `scope` is the id of the process or subprocess it stands in; `lane` the innermost lane's name."""

    id: str
    kind: Kind
    scope: str
    name: str = ""
    tag: str = ""
    lane: str = ""
    instructions: str = ""
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    trigger: Trigger = Trigger(EventKind.NONE)
    attached: str = ""
    interrupting: bool = True
    default: str = ""
    script: str = ""
    decision: str = ""
    operator: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    result: str = ""
    called: str = ""
    repeat: Repeat | None = None
    event_subprocess: bool = False
    compensates: bool = False
    line: int = 0

    @property
    def label(self) -> str:
        """The name an agent reads; the id where the author gave none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something met while reading that the engine would drop or stumble on: a finding's code, element and facts."""

    code: str
    element: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Correlation:
    """FEEL texts of the key of a message: over what it carries (`sent`), over what a case that waits knows."""

    sent: str
    awaited: str


@dataclass(frozen=True)
class Diagram:
    """One process with its subprocesses, flat: `scopes` maps a scope's id to the id of the scope around it ("").

    `correlations` are the keys that BPMN's own correlation elements give the messages, by name."""

    id: str
    name: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    scopes: Mapping[str, str]
    messages: frozenset[str]
    signals: frozenset[str]
    lanes: tuple[str, ...]
    oddities: tuple[Oddity, ...]
    correlations: Mapping[str, Correlation] = field(default_factory=dict[str, Correlation])

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows by the node they leave, in the file's order."""
        return grouped(self.flows.values(), lambda flow: flow.source)

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows by the node they enter, in the file's order."""
        return grouped(self.flows.values(), lambda flow: flow.target)

    @cached_property
    def attached(self) -> Mapping[str, tuple[Node, ...]]:
        """Boundary events by the node they sit on."""
        events = [node for node in self.nodes.values() if node.kind is Kind.BOUNDARY]
        return grouped(events, lambda node: node.attached)

    def inside(self, scope: str) -> tuple[Node, ...]:
        """The nodes that stand directly in `scope`."""
        return tuple(node for node in self.nodes.values() if node.scope == scope)

    def role(self, node: Node) -> str:
        """The lane of `node`, or of the nearest subprocess around it that lies in one."""
        seen = 0
        while not node.lane and node.scope in self.nodes and seen < len(self.nodes):
            node = self.nodes[node.scope]
            seen += 1
        return node.lane


Thing = TypeVar("Thing")


def grouped(things: Iterable[Thing], key: Callable[[Thing], str]) -> dict[str, tuple[Thing, ...]]:
    """`things` in tuples by `key`, order kept."""
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return {name: tuple(group) for name, group in groups.items()}


def calls(diagram: Diagram) -> Iterator[Node]:
    """The call activities of `diagram`."""
    return (node for node in diagram.nodes.values() if node.kind is Kind.CALL)
