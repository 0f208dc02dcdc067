"""Builds SpiffWorkflow task specs from a `Diagram`; the authored XML never reaches the library's own parser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow import feel
from migraflow.domain.errors import BrokenBundle
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.correlation import awaited_with, sent_with
from migraflow.engine.diagram import Diagram, EventKind, Flow, Kind, Node
from migraflow.engine.events import BoundarySpec, CatchSpec, EndSpec, GuardSpec, ThrowSpec
from migraflow.engine.expressions import Language, ScriptError
from migraflow.engine.gateways import EndJoin, EventGatewaySpec, ExclusiveSpec, InclusiveSpec, ParallelSpec
from migraflow.engine.nodes import (
    JOIN,
    NodeSpec,
    PersonSpec,
    ProcessSpec,
    ScriptSpec,
    ServiceSpec,
    Split,
    Way,
)
from migraflow.engine.reach import reach
from migraflow.engine.rules import Decision, RuleSpec
from migraflow.engine.scopes import RepeatSpec, RepeatTexts, SubSpec
from migraflow.engine.spiff import Token
from migraflow.engine.timers import Timer, compile_timer

START, END = " start", " end"
LASTING = "validite"
"""Property of a throw: FEEL for how long its message waits for somebody to take it."""
PLACES = ("region", "agence")
"""Properties of a person's task: FEEL for where it is done, when that is not where its case is."""
CATCHABLE = frozenset({EventKind.NONE, EventKind.LINK, EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL})
ATTACHABLE = frozenset({EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL, EventKind.ERROR, EventKind.ESCALATION})
THROWABLE = frozenset(
    {EventKind.NONE, EventKind.LINK, EventKind.MESSAGE, EventKind.SIGNAL, EventKind.ESCALATION, EventKind.ERROR}
)
Specs = dict[str, ProcessSpec]


@dataclass(frozen=True)
class Ground:
    """What one procedure is built from: its diagram, its language, its decisions by id."""

    procedure: str
    diagram: Diagram
    language: Language
    decisions: Mapping[str, Decision]

    def broken(self, element: str, reason: str) -> BrokenBundle:
        """The error that names this procedure's diagram."""
        return BrokenBundle(f"{self.procedure}/{DIAGRAM}", element, reason)

    def compile(self, text: str, element: str) -> feel.Expression:
        """`text` compiled, or the error that names its element."""
        try:
            return self.language.compile(text)
        except feel.FeelSyntaxError as error:
            raise self.broken(element, error.sentence("fr")) from error

    def timer(self, node: Node) -> Timer | None:
        """The timer of `node`, None for another event."""
        if node.trigger.kind is not EventKind.TIMER or node.trigger.timer is None:
            return None
        try:
            return compile_timer(node.trigger.timer, node.trigger.text, self.language)
        except (feel.FeelSyntaxError, ValueError) as error:
            raise self.broken(node.id, f"minuterie illisible : {node.trigger.text}") from error


def build(ground: Ground) -> Specs:
    """The specs of a procedure and its subprocesses, by name: the procedure's id, ``id#element`` for a subprocess."""
    return {scope_name(ground, scope): build_scope(ground, scope) for scope in ground.diagram.scopes}


def scope_name(ground: Ground, scope: str) -> str:
    """The name of a scope's spec."""
    return ground.procedure if scope == ground.diagram.id else f"{ground.procedure}#{scope}"


def build_scope(ground: Ground, scope: str) -> ProcessSpec:
    """The spec of one process or subprocess."""
    process = ProcessSpec(scope_name(ground, scope), ground.procedure)
    nodes = ground.diagram.inside(scope)
    process.start = StartNode(process, None, START)
    process.start.alternatives = any(node.kind is Kind.START for node in nodes)
    process.end = EndJoin(process, None, JOIN, frozenset())
    process.end.ways = (Way("", END),)
    NodeSpec(process, None, END)
    for node in nodes:
        build_node(ground, process, node)
    process.start.ways = tuple(Way("", entry(ground, node)) for node in heads(ground, nodes))
    process.start.beside = tuple(guard(ground, process, node) for node in nodes if node.event_subprocess)
    if not process.start.ways:
        raise ground.broken(scope, "aucun début")
    return process


class StartNode(NodeSpec):
    """The root of a scope. A case opened by a message begins at that start event, any other at the first one; the event
    subprocesses of the scope wait `beside`."""

    alternatives = False
    beside: tuple[Way, ...] = ()

    def chosen(self, my_task: Token) -> list[Way]:
        if not self.alternatives:
            return [*self.ways, *self.beside]
        wanted = my_task.internal_data.get("start")
        named = [way for way in self.ways if way.target == wanted]
        return [*(named or self.ways[:1]), *self.beside]


def heads(ground: Ground, nodes: tuple[Node, ...]) -> list[Node]:
    """Where a scope begins: its start events, the plain one first; without any, the nodes nothing leads to."""
    starts = [node for node in nodes if node.kind is Kind.START]
    if starts:
        return sorted(starts, key=lambda node: node.trigger.kind is not EventKind.NONE)
    led_to = ground.diagram.incoming
    apart = [node for node in nodes if node.kind is not Kind.BOUNDARY and not node.event_subprocess]
    return [node for node in apart if not led_to.get(node.id)]


def guard(ground: Ground, process: ProcessSpec, node: Node) -> Way:
    """What waits for the event of an event subprocess, as a way out of the scope's start."""
    starts = [inner for inner in ground.diagram.inside(node.id) if inner.kind is Kind.START]
    if len(starts) != 1 or starts[0].trigger.kind not in ATTACHABLE:
        raise ground.broken(node.id, "un sous-processus événementiel a un seul début, avec son événement")
    spec = GuardSpec(process, starts[0], f"{node.id} [event]", ground.timer(starts[0]))
    spec.correlation = optional(ground, awaited_with(ground.diagram, starts[0]), starts[0])
    spec.ways = (Way("", node.id),)
    process.task_specs[node.id].takes_over = starts[0].interrupting
    return Way("", spec.name)


def entry(ground: Ground, node: Node) -> str:
    """The name of the spec a token meets first at `node`."""
    return f"{node.id} [split]" if ground.diagram.attached.get(node.id) else node.id


def build_node(ground: Ground, process: ProcessSpec, node: Node) -> None:
    """The specs of one node: itself, its instances when repeated, its split when events are attached."""
    outer: NodeSpec
    if node.repeat is None:
        outer = make(ground, process, node, node.id)
    else:
        inner = make(ground, process, node, f"{node.id} [instance]")
        inner.instance = True
        texts = RepeatTexts(node.repeat, lambda text: ground.compile(text, node.id))
        outer = RepeatSpec(process, node, node.id, inner.name, texts)
    outer.ways = ways(ground, node)
    events = ground.diagram.attached.get(node.id, ())
    if events:
        split = Split(process, None, entry(ground, node))
        split.ways = (Way("", node.id), *(Way("", event.id) for event in events))


def ways(ground: Ground, node: Node) -> tuple[Way, ...]:
    """The ways out of `node`; one that has none leads to the end of its scope."""
    flows = ground.diagram.outgoing.get(node.id, ())
    if node.kind is Kind.END or not flows:
        return (Way("", JOIN),)
    return tuple(way(ground, node, flow) for flow in flows)


def way(ground: Ground, node: Node, flow: Flow) -> Way:
    """One sequence flow as a way."""
    target = ground.diagram.nodes.get(flow.target)
    if target is None or target.scope != node.scope or target.kind is Kind.BOUNDARY:
        raise ground.broken(flow.id, "le flux ne mène nulle part")
    unconditional = node.kind in (Kind.PARALLEL, Kind.EVENT_GATEWAY)
    condition = None if unconditional or not flow.condition else ground.compile(flow.condition, flow.id)
    return Way(flow.id, entry(ground, target), condition, flow.id == node.default)


def make(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """The spec of `node` alone."""
    maker = MAKERS.get(node.kind)
    if maker is None:
        raise ground.broken(node.id, f"« {node.tag} » n'est pas pris en charge")
    return maker(ground, process, node, name)


def optional(ground: Ground, text: str, node: Node) -> feel.Expression | None:
    """`text` compiled, None where there is none."""
    return ground.compile(text, node.id) if text else None


def incoming(ground: Ground, node: Node) -> frozenset[str]:
    """The ids of the flows into `node`."""
    return frozenset(flow.id for flow in ground.diagram.incoming.get(node.id, ()))


def make_person(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A user or manual task, done at another region or office than its case's when it says so."""
    spec = PersonSpec(process, node, name)
    spec.region, spec.office = (optional(ground, node.properties.get(word, "").strip(), node) for word in PLACES)
    return spec


def make_script(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A script task."""
    try:
        return ScriptSpec(process, node, name, ground.language.script(node.script))
    except (ScriptError, feel.FeelSyntaxError) as error:
        raise ground.broken(node.id, f"script illisible : {error}") from error


def make_rule(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A business rule task."""
    decision = ground.decisions.get(node.decision)
    if decision is None:
        raise ground.broken(node.id, f"la décision « {node.decision} » n'existe pas")
    return RuleSpec(process, node, name, decision)


def make_service(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A service task, or a send task as the message effect it is."""
    operator, parameters = node.operator, node.parameters
    compiled = {key: ground.compile(text, node.id) for key, text in parameters.items()}
    return ServiceSpec(process, node, name, operator, compiled)


def make_throw(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A throw, send or end event."""
    known = THROWABLE | {EventKind.TERMINATE} if node.kind is Kind.END else THROWABLE
    if node.trigger.kind not in known:
        raise ground.broken(node.id, f"événement « {node.trigger.kind.value} » non pris en charge")
    payload = optional(ground, node.trigger.payload, node)
    spec = (EndSpec if node.kind is Kind.END else ThrowSpec)(process, node, name, payload)
    spec.correlation = optional(ground, sent_with(ground.diagram, node), node)
    spec.lasting = optional(ground, node.properties.get(LASTING, "").strip(), node)
    return spec


def make_catch(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """An intermediate event, a receive task or a boundary event."""
    attached = node.kind is Kind.BOUNDARY
    if node.trigger.kind not in (ATTACHABLE if attached else CATCHABLE):
        raise ground.broken(node.id, f"événement « {node.trigger.kind.value} » non pris en charge")
    timer = ground.timer(node)
    if node.trigger.kind is EventKind.TIMER and timer is None:
        raise ground.broken(node.id, "minuterie sans durée")
    spec = (BoundarySpec if attached else CatchSpec)(process, node, name, timer)
    spec.correlation = optional(ground, awaited_with(ground.diagram, node), node)
    return spec


def make_plain(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """A start event: passed at once."""
    return NodeSpec(process, node, name)


def make_sub(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """An embedded subprocess or a call activity."""
    inner = node.called if node.kind is Kind.CALL else f"{ground.procedure}#{node.id}"
    return SubSpec(process, node, name, inner)


def make_gateway(ground: Ground, process: ProcessSpec, node: Node, name: str) -> NodeSpec:
    """Any gateway."""
    if node.kind is Kind.EXCLUSIVE:
        return ExclusiveSpec(process, node, name)
    if node.kind is Kind.EVENT_GATEWAY:
        return EventGatewaySpec(process, node, name)
    if node.kind is Kind.PARALLEL:
        return ParallelSpec(process, node, name, incoming(ground, node))
    return InclusiveSpec(process, node, name, incoming(ground, node), reach(ground.diagram, node))


MAKERS = {
    Kind.START: make_plain,
    Kind.END: make_throw,
    Kind.THROW: make_throw,
    Kind.SEND: make_throw,
    Kind.CATCH: make_catch,
    Kind.RECEIVE: make_catch,
    Kind.BOUNDARY: make_catch,
    Kind.USER: make_person,
    Kind.MANUAL: make_person,
    Kind.SCRIPT: make_script,
    Kind.RULE: make_rule,
    Kind.SERVICE: make_service,
    Kind.CALL: make_sub,
    Kind.SUBPROCESS: make_sub,
    Kind.EXCLUSIVE: make_gateway,
    Kind.PARALLEL: make_gateway,
    Kind.INCLUSIVE: make_gateway,
    Kind.EVENT_GATEWAY: make_gateway,
}
