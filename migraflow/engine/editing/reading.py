"""One element of a procedure as the studio shows it: what it is called, who does it, when, what else it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from migraflow.engine.diagram import Diagram, EventKind, Flow, Kind, Node
from migraflow.engine.editing.delays import say
from migraflow.engine.editing.outline import STEPS, guard_of, line_of

SHOWN: Mapping[Kind, str] = {
    Kind.USER: "task",
    Kind.MANUAL: "task",
    Kind.SCRIPT: "script",
    Kind.RULE: "decision",
    Kind.SERVICE: "effect",
    Kind.CALL: "call",
    Kind.SUBPROCESS: "block",
    Kind.EXCLUSIVE: "gateway",
    Kind.INCLUSIVE: "gateway",
    Kind.PARALLEL: "gateway",
    Kind.EVENT_GATEWAY: "gateway",
    Kind.SEND: "message",
    Kind.RECEIVE: "message",
}
"""The panel that shows a node; events go by what they wait for."""
EVENTS = {EventKind.TIMER: "timer", EventKind.MESSAGE: "message", EventKind.SIGNAL: "signal"}
CHOOSING = (Kind.EXCLUSIVE, Kind.INCLUSIVE)


@dataclass(frozen=True, slots=True)
class Exit:
    """One exit of a choice; `otherwise`: taken when no condition holds."""

    id: str
    name: str
    target: str
    condition: str
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a step: the event's id, when in words (or FEEL), the notice and whom it tells."""

    id: str
    when: str
    notice: str
    to: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One element; texts are empty where it has none. `guard` is the condition under which a step is done at all,
    `timer_words` a delay in words where ours can say it."""

    id: str = ""
    kind: str = ""
    name: str = ""
    role: str = ""
    form: str = ""
    deadline: str = ""
    legal: str = ""
    summary: str = ""
    instructions: str = ""
    guard: str = ""
    condition: str = ""
    conditional: bool = False
    otherwise: bool = False
    source: str = ""
    target: str = ""
    choosing: bool = False
    default: str = ""
    timer: str = ""
    timer_text: str = ""
    timer_words: str = ""
    message: str = ""
    script: str = ""
    decision: str = ""
    called: str = ""
    operator: str = ""
    result: str = ""
    over: str = ""
    item: str = ""
    sequential: bool = False
    attached: str = ""
    interrupting: bool = True
    bare: bool = False
    step: bool = False
    may_rise: bool = False
    may_sink: bool = False
    may_grow: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    exits: tuple[Exit, ...] = ()
    reminders: tuple[Reminder, ...] = ()


def describe(diagram: Diagram, element: str, lanes: Mapping[str, str] | None = None) -> Seen:
    """The element with that id; an empty one when the procedure has none. `lanes` are roles by lane id."""
    if element in diagram.flows:
        return of_flow(diagram, diagram.flows[element])
    if element in diagram.nodes:
        return of_node(diagram, diagram.nodes[element])
    if lanes and element in lanes:
        return Seen(element, "lane", role=lanes[element])
    return Seen()


def of_flow(diagram: Diagram, flow: Flow) -> Seen:
    """An arrow."""
    source, target = diagram.nodes.get(flow.source), diagram.nodes.get(flow.target)
    several = len(diagram.outgoing.get(flow.source, ())) > 1
    return Seen(
        flow.id,
        "flow",
        flow.name,
        condition=flow.condition or "",
        conditional=source is not None and several and (source.kind in CHOOSING or source.kind in STEPS),
        otherwise=source is not None and source.default == flow.id,
        source=source.label if source else "",
        target=target.label if target else "",
        may_grow=True,
    )


def of_node(diagram: Diagram, node: Node) -> Seen:
    """A step, an event or a choice."""
    line = line_of(diagram, node, "", 0, guarding(diagram, node))
    exits = diagram.outgoing.get(node.id, ())
    seen = Seen(
        node.id,
        kind_of(node),
        node.name,
        role=diagram.role(node),
        form=line.form,
        deadline=line.deadline,
        legal=node.properties.get("base_legale", ""),
        summary=node.properties.get("resume", ""),
        instructions=node.instructions,
        guard=line.condition,
        choosing=node.kind in CHOOSING and len(exits) > 1,
        default=node.default,
        attached=node.attached,
        interrupting=node.interrupting,
        bare=node.tag == "task",
        step=node.kind in STEPS,
        may_rise=line.may_rise,
        may_sink=line.may_sink,
        may_grow=line.may_grow,
        exits=tuple(exit_of(diagram, node, flow) for flow in exits) if len(exits) > 1 else (),
        reminders=tuple(reminders_of(diagram, node)),
    )
    return doing(waiting(seen, node), node)


def waiting(seen: Seen, node: Node) -> Seen:
    """What an event waits for, and what a step repeats over."""
    timed = node.trigger.kind is EventKind.TIMER
    return replace(
        seen,
        timer=(node.trigger.timer or "timeDuration") if timed else "",
        timer_text=node.trigger.text if timed else "",
        timer_words=say(node.trigger.timer or "", node.trigger.text) if timed else "",
        message=node.trigger.ref if node.trigger.kind is EventKind.MESSAGE else "",
        over=node.repeat.collection if node.repeat else "",
        item=node.repeat.item if node.repeat else "",
        sequential=bool(node.repeat and node.repeat.sequential),
    )


def doing(seen: Seen, node: Node) -> Seen:
    """What a step does by itself."""
    return replace(
        seen,
        script=node.script,
        decision=node.decision,
        called=node.called,
        operator=node.operator,
        result=node.result,
        parameters=node.parameters,
    )


def kind_of(node: Node) -> str:
    """The panel that shows `node`."""
    if node.kind in SHOWN:
        return SHOWN[node.kind]
    return EVENTS.get(node.trigger.kind) or ("end" if node.kind is Kind.END else "event")


def guarding(diagram: Diagram, node: Node) -> Flow | None:
    """The exit into `node` of a choice drawn for it alone."""
    entering = diagram.incoming.get(node.id, ())
    source = diagram.nodes.get(entering[0].source) if len(entering) == 1 else None
    guard = guard_of(diagram, source) if source else None
    return guard if guard and guard.target == node.id else None


def exit_of(diagram: Diagram, node: Node, flow: Flow) -> Exit:
    """One exit of a choice."""
    target = diagram.nodes.get(flow.target)
    return Exit(flow.id, flow.name, target.label if target else "", flow.condition or "", node.default == flow.id)


def reminders_of(diagram: Diagram, node: Node) -> list[Reminder]:
    """What is sent while a step waits."""
    found: list[Reminder] = []
    for event in diagram.attached.get(node.id, ()):
        if event.interrupting or event.trigger.kind is not EventKind.TIMER:
            continue
        flows = diagram.outgoing.get(event.id, ())
        told = diagram.nodes.get(flows[0].target) if flows else None
        words = told.parameters if told else {}
        when = say(event.trigger.timer or "", event.trigger.text) or event.trigger.text
        found.append(Reminder(event.id, when, words.get("modele", "").strip('"'), words.get("a", "").strip('"')))
    return found
