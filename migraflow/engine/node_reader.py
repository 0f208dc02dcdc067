"""Reads one BPMN node: its kind, trigger, loop marker and extension properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.engine.diagram import EventKind, Kind, Node, Repeat, TimerKind, Trigger
from migraflow.engine.xml import Element, attribute, children, extensions, first, tag, text_of

KINDS: Mapping[str, Kind] = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "intermediateCatchEvent": Kind.CATCH,
    "intermediateThrowEvent": Kind.THROW,
    "boundaryEvent": Kind.BOUNDARY,
    "userTask": Kind.USER,
    "manualTask": Kind.MANUAL,
    "task": Kind.MANUAL,
    "scriptTask": Kind.SCRIPT,
    "businessRuleTask": Kind.RULE,
    "serviceTask": Kind.SERVICE,
    "sendTask": Kind.SEND,
    "receiveTask": Kind.RECEIVE,
    "callActivity": Kind.CALL,
    "subProcess": Kind.SUBPROCESS,
    "exclusiveGateway": Kind.EXCLUSIVE,
    "parallelGateway": Kind.PARALLEL,
    "inclusiveGateway": Kind.INCLUSIVE,
    "eventBasedGateway": Kind.EVENT_GATEWAY,
    "complexGateway": Kind.UNSUPPORTED,
    "transaction": Kind.UNSUPPORTED,
    "adHocSubProcess": Kind.UNSUPPORTED,
}
EVENTS: Mapping[str, EventKind] = {
    **{f"{kind.value}EventDefinition": kind for kind in EventKind if kind not in (EventKind.NONE, EventKind.MULTIPLE)},
}


@dataclass(frozen=True)
class Definitions:
    """What stands beside the process, by id: names of messages and signals, codes of errors and escalations."""

    messages: Mapping[str, str]
    signals: Mapping[str, str]
    errors: Mapping[str, str]
    escalations: Mapping[str, str]
    events: Mapping[str, Element]
    """Event definitions that stand by themselves, for events that only refer to one."""

    @classmethod
    def read(cls, root: Element) -> Definitions:
        """The definitions under the root; an unnamed one goes by its id."""

        def named(name: str, *words: str) -> dict[str, str]:
            found: dict[str, str] = {}
            for element in children(root, name):
                word = next((attribute(element, word) for word in words if element.get(word)), attribute(element, "id"))
                found[attribute(element, "id")] = word
            return found

        return cls(
            messages=named("message", "name"),
            signals=named("signal", "name"),
            errors=named("error", "errorCode", "name"),
            escalations=named("escalation", "escalationCode", "name"),
            events={attribute(one, "id"): one for one in root if isinstance(one.tag, str) and tag(one) in EVENTS},
        )

    def of(self, kind: EventKind) -> Mapping[str, str]:
        """The definitions an event of `kind` may refer to."""
        return {
            EventKind.MESSAGE: self.messages,
            EventKind.SIGNAL: self.signals,
            EventKind.ERROR: self.errors,
            EventKind.ESCALATION: self.escalations,
        }.get(kind, {})


def read_node(element: Element, scope: str, definitions: Definitions, lanes: Mapping[str, str]) -> Node:
    """The node that `element` draws, standing in `scope`."""
    name = tag(element)
    kind = KINDS[name]
    identifier = attribute(element, "id")
    operator = next(extensions(element, "serviceTaskOperator"), None)
    return Node(
        id=identifier,
        kind=kind,
        scope=scope,
        name=" ".join(attribute(element, "name").split()),
        tag=name,
        lane=lanes.get(identifier, ""),
        instructions=text_of(first(element, "documentation")),
        properties={attribute(one, "name"): attribute(one, "value") for one in extensions(element, "property")},
        trigger=read_trigger(element, kind, definitions),
        attached=attribute(element, "attachedToRef"),
        interrupting=interrupts(element),
        default=attribute(element, "default"),
        script=text_of(first(element, "script")),
        decision=text_of(next(extensions(element, "calledDecisionId"), None)),
        operator="" if operator is None else attribute(operator, "id"),
        parameters={} if operator is None else read_parameters(element),
        result="" if operator is None else attribute(operator, "resultVariable"),
        called=attribute(element, "calledElement"),
        repeat=read_repeat(element),
        event_subprocess=element.get("triggeredByEvent") == "true",
        compensates=element.get("isForCompensation") == "true",
        line=element.sourceline or 0,
    )


def interrupts(element: Element) -> bool:
    """Whether a boundary event or the start of an event subprocess stops what it is attached to."""
    return element.get("cancelActivity", "true") != "false" and element.get("isInterrupting", "true") != "false"


def read_parameters(element: Element) -> dict[str, str]:
    """The parameters of a service task: FEEL text by name."""
    return {attribute(one, "id"): attribute(one, "value") for one in extensions(element, "parameter")}


def read_trigger(element: Element, kind: Kind, definitions: Definitions) -> Trigger:
    """What the event waits for or throws; a send or receive task is its message."""
    if kind in (Kind.SEND, Kind.RECEIVE):
        return referred(element, element, EventKind.MESSAGE, definitions)
    found = [child for child in element if tag(child) in EVENTS]
    referred_to = [definitions.events.get(text_of(child)) for child in children(element, "eventDefinitionRef")]
    found += [definition for definition in referred_to if definition is not None]
    if not found and referred_to:
        return Trigger(EventKind.MULTIPLE)
    if not found:
        return Trigger(EventKind.NONE)
    if len(found) > 1:
        return Trigger(EventKind.MULTIPLE)
    event = EVENTS[tag(found[0])]
    if event is EventKind.TIMER:
        return read_timer(found[0])
    if event is EventKind.CONDITIONAL:
        return Trigger(event, text=text_of(first(found[0], "condition")))
    if event is EventKind.LINK:
        return Trigger(event, ref=attribute(found[0], "name") or attribute(element, "name"))
    return referred(found[0], element, event, definitions)


def referred(holder: Element, element: Element, event: EventKind, definitions: Definitions) -> Trigger:
    """An event that names a definition; `missing` is the reference that leads nowhere."""
    reference = attribute(holder, f"{event.value}Ref")
    known = definitions.of(event)
    payload = next(extensions(holder, "messagePayload"), None)
    if payload is None:
        payload = next(extensions(element, "messagePayload"), None)
    return Trigger(
        kind=event,
        ref=known.get(reference, ""),
        payload=text_of(payload),
        missing=reference if reference and reference not in known else "",
    )


def read_timer(definition: Element) -> Trigger:
    """A timer: which of the three ways, and its text."""
    for timer in TimerKind:
        written = first(definition, timer.value)
        if written is not None:
            return Trigger(EventKind.TIMER, text=text_of(written), timer=timer)
    return Trigger(EventKind.TIMER)


def read_repeat(element: Element) -> Repeat | None:
    """The loop marker of an activity, None where there is none."""
    loop = first(element, "standardLoopCharacteristics")
    if loop is not None:
        maximum = attribute(loop, "loopMaximum")
        return Repeat(
            standard=True,
            sequential=True,
            condition=text_of(first(loop, "loopCondition")),
            maximum=int(maximum) if maximum.isdigit() else None,
            test_before=loop.get("testBefore") == "true",
        )
    many = first(element, "multiInstanceLoopCharacteristics")
    if many is None:
        return None
    return Repeat(
        sequential=many.get("isSequential") == "true",
        collection=text_of(first(many, "loopDataInputRef")) or foreign(many, "collection", "inputCollection"),
        cardinality=text_of(first(many, "loopCardinality")),
        item=item_name(first(many, "inputDataItem")) or foreign(many, "elementVariable", "inputElement"),
        output=text_of(first(many, "loopDataOutputRef")) or foreign(many, "outputCollection"),
        output_item=item_name(first(many, "outputDataItem")) or foreign(many, "outputElement"),
        condition=text_of(first(many, "completionCondition")),
    )


def item_name(element: Element | None) -> str:
    """The variable a data item names."""
    return "" if element is None else attribute(element, "name") or attribute(element, "id")


def foreign(element: Element, *names: str) -> str:
    """What other vendors write about a loop, without ``${…}`` or ``=`` around it: an attribute of theirs
    (``camunda:collection``) or one of the ``zeebe:loopCharacteristics`` among the extension elements."""
    found = [str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] in names and "}" in key]
    for holder in children(element, "extensionElements"):
        for one in holder.iter("{*}loopCharacteristics"):
            found += [attribute(one, name) for name in names if one.get(name)]
    word = next(iter(found), "").strip()
    return word.removeprefix("=").removeprefix("${").removeprefix("#{").removesuffix("}").strip()
