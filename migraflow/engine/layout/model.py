"""What a BPMN document says, without its drawing: scopes of nodes and flows, lanes, pools, messages."""

from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class Family(StrEnum):
    """How a node is drawn."""

    EVENT = "event"
    GATEWAY = "gateway"
    TASK = "task"
    BLOCK = "block"
    ITEM = "item"
    NOTE = "note"


@dataclass(frozen=True)
class Node:
    """One thing drawn inside a process; ``scope`` is the process or subprocess it stands in."""

    id: str
    kind: str
    family: Family
    name: str
    scope: str
    host: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Flow:
    """One line: a sequence flow, a message flow or an association."""

    id: str
    kind: str
    name: str
    source: str
    target: str


@dataclass(frozen=True)
class Lane:
    """A role's band; a lane may be cut into narrower ones."""

    id: str
    name: str
    refs: tuple[str, ...]
    parts: tuple["Lane", ...] = ()


@dataclass(frozen=True)
class Pool:
    """A participant; ``process`` is empty for a black box."""

    id: str
    name: str
    process: str


@dataclass
class Model:
    """A document's content: every node and flow by scope, in document order."""

    plane: str = ""
    pools: list[Pool] = field(default_factory=list[Pool])
    messages: list[Flow] = field(default_factory=list[Flow])
    processes: list[str] = field(default_factory=list[str])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    inside: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    flows: dict[str, list[Flow]] = field(default_factory=dict[str, list[Flow]])
    lanes: dict[str, list[Lane]] = field(default_factory=dict[str, list[Lane]])

    def pool_of(self, process: str) -> Pool | None:
        return next((pool for pool in self.pools if pool.process == process), None)


_EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
BLOCKS = {"subProcess", "transaction", "adHocSubProcess"}
_TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
    "callActivity",
}  # fmt: skip
_ITEMS = {"dataObjectReference", "dataStoreReference"}
FAMILIES: dict[str, Family] = (
    dict.fromkeys(_EVENTS, Family.EVENT)
    | dict.fromkeys(_GATEWAYS, Family.GATEWAY)
    | dict.fromkeys(_TASKS, Family.TASK)
    | dict.fromkeys(BLOCKS, Family.BLOCK)
    | dict.fromkeys(_ITEMS, Family.ITEM)
    | {"textAnnotation": Family.NOTE}
)
_LINES = {"sequenceFlow", "association"}
_MARKS = {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}


def local(element: etree._Element) -> str:
    """The BPMN name of an element, empty for comments and for elements of other vocabularies."""
    if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{MODEL}}}"):
        return ""
    return element.tag[len(MODEL) + 2 :]


def read(root: etree._Element) -> Model:
    """Reads a ``definitions`` element."""
    model = Model()
    for element in root:
        match local(element):
            case "collaboration":
                _read_collaboration(element, model)
            case "process":
                model.processes.append(element.get("id", ""))
                _read_scope(element, model)
    model.plane = model.plane or next(iter(model.processes), "")
    return model


def _read_collaboration(element: etree._Element, model: Model) -> None:
    model.plane = model.plane or element.get("id", "")
    for part in element:
        match local(part):
            case "participant":
                process = _plain(part.get("processRef", ""))
                model.pools.append(Pool(part.get("id", ""), _words(part), process))
            case "messageFlow":
                model.messages.append(_flow(part))


def _read_scope(element: etree._Element, model: Model) -> None:
    scope = element.get("id", "")
    model.inside[scope], model.flows[scope] = [], []
    for part in element:
        kind = local(part)
        if kind in FAMILIES:
            _read_node(part, FAMILIES[kind], scope, model)
        elif kind in _LINES:
            model.flows[scope].append(_flow(part))
        elif kind == "laneSet":
            model.lanes.setdefault(scope, []).extend(_lanes(part))


def _read_node(element: etree._Element, family: Family, scope: str, model: Model) -> None:
    name = element.get("id", "")
    marked = any(local(part) in _MARKS for part in element) or element.get("isForCompensation") == "true"
    host = _plain(element.get("attachedToRef", ""))
    if family is Family.BLOCK and not any(local(part) in FAMILIES for part in element):
        family = Family.TASK
    model.nodes[name] = Node(name, local(element), family, _words(element), scope, host, marked)
    model.inside[scope].append(name)
    if family is Family.BLOCK:
        _read_scope(element, model)
    for part in element:
        if local(part) in ("dataInputAssociation", "dataOutputAssociation"):
            _read_association(part, name, scope, model)


def _read_association(part: etree._Element, owner: str, scope: str, model: Model) -> None:
    kind = local(part)
    ends = {local(end): _plain(end.text or "") for end in part if local(end) in ("sourceRef", "targetRef")}
    inwards = kind == "dataInputAssociation"
    source, target = (ends.get("sourceRef", ""), owner) if inwards else (owner, ends.get("targetRef", ""))
    model.flows[scope].append(Flow(part.get("id", ""), kind, "", source, target))


def _flow(element: etree._Element) -> Flow:
    source, target = _plain(element.get("sourceRef", "")), _plain(element.get("targetRef", ""))
    return Flow(element.get("id", ""), local(element), _words(element), source, target)


def _lanes(lane_set: etree._Element) -> list[Lane]:
    lanes: list[Lane] = []
    for element in lane_set:
        if local(element) != "lane":
            continue
        refs = tuple(_plain(ref.text or "") for ref in element if local(ref) == "flowNodeRef")
        parts = tuple(part for child in element if local(child) == "childLaneSet" for part in _lanes(child))
        lanes.append(Lane(element.get("id", ""), _words(element), refs, parts))
    return lanes


def _words(element: etree._Element) -> str:
    if local(element) == "textAnnotation":
        return " ".join((part.text or "").strip() for part in element if local(part) == "text")
    return element.get("name", "").strip()


def _plain(reference: str) -> str:
    """A reference without its namespace prefix: ids are looked up inside one document."""
    return reference.strip().rpartition(":")[2]
