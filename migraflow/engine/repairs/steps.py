"""Repairs of steps: what kind they are, where they begin and end, whether they repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from migraflow.engine.repairs.drawn import beside, straight
from migraflow.engine.repairs.paper import NODE_TAGS, Moot, Paper, inside, remove, slug
from migraflow.engine.xml import BPMN, Element, attribute, children, extensions, first, text_of

Facts = Mapping[str, str]
INSTEAD = {"complexGateway": "inclusiveGateway", "transaction": "subProcess", "adHocSubProcess": "subProcess"}
BEFORE_LANES = ("documentation", "extensionElements", "auditing", "monitoring", "ioSpecification", "property")
HEADS = tuple(BPMN + name for name in BEFORE_LANES)
"""What the schema wants before the lanes of a process."""
MARKS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


def ask_a_person(paper: Paper, element: str, facts: Facts) -> None:
    """Make a step that cannot run by itself a task of a person."""
    paper.become(paper.node(element), "userTask")


def nearest_kind(paper: Paper, element: str, facts: Facts) -> None:
    """Make an element that is not supported the nearest one that is."""
    node = paper.node(element)
    name = INSTEAD.get(facts.get("tag", ""))
    if name is None or node.tag != BPMN + facts["tag"]:
        raise Moot(element)
    paper.become(node, name)


def give_ids(paper: Paper, element: str, facts: Facts) -> None:
    """Give every step and arrow without an id one of its own."""
    nameless = [one for one in paper.root.iter(*NODE_TAGS, BPMN + "sequenceFlow") if not one.get("id")]
    if not nameless:
        raise Moot(element)
    for one in nameless:
        name = attribute(one, "name")
        one.set("id", paper.fresh(slug(name, "etape") if name else etree.QName(one).localname.lower()))


def join_what_comes(paper: Paper, element: str, facts: Facts) -> None:
    """Make a parallel join an inclusive one, which waits only for what may still come."""
    node = paper.node(element)
    if node.tag != BPMN + "parallelGateway" or len(paper.leaving(node)) > 1:
        raise Moot(element)
    paper.become(node, "inclusiveGateway")


def forget(paper: Paper, element: str, facts: Facts) -> None:
    """Take an element out of the diagram."""
    paper.find(element)
    paper.forget(element)


def step_of_a_stranger(paper: Paper, element: str, facts: Facts) -> None:
    """Make an unknown element that flows lead to a task of a person; take it out when none does."""
    found = paper.find(element)
    if paper.leaving(found) or paper.entering(found):
        paper.become(found, "userTask")
    else:
        paper.forget(element)


def rename_second(paper: Paper, element: str, facts: Facts) -> None:
    """Give the second element of an id one of its own; what names the id goes on meaning the first."""
    twins = [one for one in paper.root.iter(f"{BPMN}*") if one.get("id") == element]
    if len(twins) < 2:
        raise Moot(element)
    for twin in twins[1:]:
        twin.set("id", paper.fresh(element))


def draw_start(paper: Paper, element: str, facts: Facts) -> None:
    """Draw the start of a process or subprocess that has none, before whatever has no way in."""
    container = paper.find(element)
    nodes = [node for node in container if node.tag in NODE_TAGS]
    apart = [node for node in nodes if node.tag != BPMN + "boundaryEvent" and node.get("triggeredByEvent") != "true"]
    if not apart or any(node.tag == BPMN + "startEvent" for node in nodes):
        raise Moot(element)
    heads = [node for node in apart if not paper.entering(node)] or apart[:1]
    start = paper.add(container, "startEvent", "debut", name="Début")
    beside(paper, start, heads[0], "before")
    paper.same_lane(start, heads[0])
    for head in heads:
        straight(paper, paper.link(start, head))


def draw_end(paper: Paper, element: str, facts: Facts) -> None:
    """Draw the end that nothing leads to yet: after one step, or after every last step of a process."""
    found = paper.find(element)
    nodes = last_steps(paper, found) if found.tag == BPMN + "process" else [paper.node(element)]
    if not nodes or any(leads_on(paper, node) for node in nodes):
        raise Moot(element)
    for node in nodes:
        end = paper.add(inside(node), "endEvent", f"fin_{slug(attribute(node, 'name'), 'suite')}", name="Fin")
        beside(paper, end, node, "after")
        paper.same_lane(end, node)
        straight(paper, paper.link(node, end))


def last_steps(paper: Paper, container: Element) -> list[Element]:
    """The nodes of a process nothing follows."""
    nodes = [node for node in container if node.tag in NODE_TAGS and node.get("triggeredByEvent") != "true"]
    return [node for node in nodes if not leads_on(paper, node) and node.get("isForCompensation") != "true"]


def leads_on(paper: Paper, node: Element) -> bool:
    """Whether something follows `node`, or nothing ever does."""
    around = {one.get("id") for one in inside(node)}
    return node.tag == BPMN + "endEvent" or any(flow.get("targetRef") in around for flow in paper.leaving(node))


def do_once(paper: Paper, element: str, facts: Facts) -> None:
    """Take the loop marker off a step that does not say over what, or how long."""
    node = paper.node(element)
    marks = [mark for name in MARKS for mark in children(node, name)]
    if not marks:
        raise Moot(element)
    for mark in marks:
        remove(mark)


def undo_compensation(paper: Paper, element: str, facts: Facts) -> None:
    """Take the undoing out: the handler, and the attached events that lead to it."""
    node = paper.node(element)
    sources = [one.get("sourceRef") for one in paper.every("association") if one.get("targetRef") == node.get("id")]
    for boundary in paper.every("boundaryEvent"):
        if boundary.get("id") in sources:
            paper.forget(attribute(boundary, "id"))
    paper.forget(element)


def call(paper: Paper, element: str, facts: Facts) -> None:
    """Call the procedure whose name is closest."""
    if not facts.get("close"):
        raise Moot(element)
    paper.node(element).set("calledElement", facts["close"])


def drop_result(paper: Paper, element: str, facts: Facts) -> None:
    """Clear the variable of an answer that never comes."""
    for operator in extensions(paper.node(element), "serviceTaskOperator"):
        operator.attrib.pop("resultVariable", None)


def name_lane(paper: Paper, element: str, facts: Facts) -> None:
    """Name a lane after the role closest to what it says."""
    lanes = [lane for lane in paper.every("lane") if lane.get("name") == facts.get("role")]
    if not lanes or not facts.get("close"):
        raise Moot(element)
    for lane in lanes:
        lane.set("name", facts["close"])


def give_role(paper: Paper, element: str, facts: Facts) -> None:
    """Put a step into the lane of a role, made when there is none; a step of a subprocess takes that along."""
    node, role = paper.node(element), facts.get("opener", "")
    while inside(node).tag != BPMN + "process":
        node = inside(node)
    taken = [one for one in paper.every("flowNodeRef") if text_of(one) == node.get("id")]
    if not role or taken:
        raise Moot(element)
    lanes = [lane for lane in paper.every("lane") if lane.get("name") == role and lane_process(lane) is inside(node)]
    entry = etree.SubElement(lanes[0] if lanes else new_lane(paper, inside(node), role), BPMN + "flowNodeRef")
    entry.text = attribute(node, "id")


def lane_process(lane: Element) -> Element | None:
    """The process a lane divides."""
    return next(iter(lane.iterancestors(BPMN + "process")), None)


def new_lane(paper: Paper, process: Element, role: str) -> Element:
    """A lane named after `role`, in the process's lanes or in new ones at its head."""
    lanes = first(process, "laneSet")
    if lanes is None:
        lanes = etree.Element(BPMN + "laneSet")
        lanes.set("id", paper.fresh("couloirs"))
        before = [child for child in process if child.tag in HEADS]
        process.insert(list(process).index(before[-1]) + 1 if before else 0, lanes)
    return paper.add(lanes, "lane", f"couloir_{slug(role)}", name=role)


def closest(name: str) -> Callable[[Paper, str, Facts], None]:
    """A repair that writes the closest known word into an extension property."""

    def change(paper: Paper, element: str, facts: Facts) -> None:
        if not facts.get("close"):
            raise Moot(element)
        for one in extensions(paper.node(element), "property"):
            if one.get("name") == name:
                one.set("value", facts["close"])

    return change
