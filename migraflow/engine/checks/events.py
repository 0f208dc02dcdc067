"""Events: supported where they stand, naming something that exists, caught by somebody."""

from __future__ import annotations

from migraflow import feel
from migraflow.engine.build import ATTACHABLE, CATCHABLE, THROWABLE
from migraflow.engine.checks.study import Study, near
from migraflow.engine.diagram import EventKind, Kind, Node, TimerKind
from migraflow.engine.timers import compile_timer

ALLOWED = {
    Kind.CATCH: CATCHABLE,
    Kind.RECEIVE: CATCHABLE,
    Kind.BOUNDARY: ATTACHABLE,
    Kind.THROW: THROWABLE - {EventKind.ERROR},
    Kind.SEND: THROWABLE,
    Kind.END: THROWABLE | {EventKind.TERMINATE},
}
NAMED = {EventKind.MESSAGE: "message", EventKind.SIGNAL: "signal"}
CATCHING = frozenset({Kind.CATCH, Kind.RECEIVE, Kind.BOUNDARY, Kind.START})


def check_events(study: Study) -> None:
    """Every event of the diagram, and the messages of ``procedure.toml``."""
    for node in study.diagram.nodes.values():
        allowed = ATTACHABLE if starts_apart(study, node) else ALLOWED.get(node.kind)
        if allowed is not None:
            check_event(study, node, allowed)
        if node.kind in CATCHING and node.trigger.kind is EventKind.MESSAGE and node.trigger.ref:
            check_declared(study, node)
        if node.kind is Kind.END and node.trigger.kind is EventKind.ERROR:
            check_caught(study, node)


def starts_apart(study: Study, node: Node) -> bool:
    """Whether a node is the start of an event subprocess."""
    around = study.diagram.nodes.get(node.scope)
    return node.kind is Kind.START and around is not None and around.event_subprocess


def check_event(study: Study, node: Node, allowed: frozenset[EventKind]) -> None:
    """One event: its kind, its reference, its time."""
    trigger = node.trigger
    empty_catch = node.kind in (Kind.CATCH, Kind.BOUNDARY) and trigger.kind is EventKind.NONE
    if trigger.kind not in allowed or empty_catch:
        study.at("unsupported_event", node, event=trigger.kind.value, kind=node.kind.value)
    elif trigger.missing:
        study.at("event_reference_missing", node, reference=trigger.missing, event=trigger.kind.value)
    elif trigger.kind in NAMED and not trigger.ref:
        study.at("event_without_reference", node, event=NAMED[trigger.kind])
    elif trigger.kind is EventKind.TIMER:
        check_timer(study, node)


def check_timer(study: Study, node: Node) -> None:
    """A timer can be read, and repeats only where repeating means something."""
    trigger = node.trigger
    if trigger.timer is None or not trigger.text:
        study.at("timer_missing", node)
        return
    try:
        compile_timer(trigger.timer, trigger.text, study.language)
    except feel.FeelSyntaxError as error:
        words = {"sentence_fr": error.sentence("fr"), "sentence_en": error.sentence("en")}
        study.at("timer_invalid", node, text=trigger.text, **words)
    except ValueError:
        study.at("timer_invalid", node, text=trigger.text)
    if trigger.timer is TimerKind.CYCLE and (node.kind in (Kind.CATCH, Kind.RECEIVE) or node.interrupting):
        study.at("cycle_misplaced", node)


def check_declared(study: Study, node: Node) -> None:
    """A message that is waited for has its label and its roles."""
    message = node.trigger.ref
    if message not in study.facts.messages:
        study.at("message_undeclared", node, message=message, near=near(message, study.facts.messages))


def check_caught(study: Study, node: Node) -> None:
    """An error has somebody to catch it; in a callable procedure that may be the caller."""
    if study.facts.callable:
        return
    nodes, code = study.diagram.nodes, node.trigger.ref
    scope, last = node.scope, False
    while not last:
        last = scope not in nodes
        for event in (*study.diagram.attached.get(scope, ()), *guards(study, scope)):
            if event.trigger.kind is EventKind.ERROR and event.trigger.ref in ("", code):
                return
        scope = scope if last else nodes[scope].scope
    study.at("error_uncaught", node)


def guards(study: Study, scope: str) -> list[Node]:
    """The start events of the event subprocesses of `scope`."""
    apart = [node for node in study.diagram.inside(scope) if node.event_subprocess]
    return [start for node in apart for start in study.diagram.inside(node.id) if start.kind is Kind.START]
