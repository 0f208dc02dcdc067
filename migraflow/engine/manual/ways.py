"""Moments, conditions and ways on, in the words of the manual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migraflow.domain.calendar import Unit
from migraflow.engine.diagram import SPLITTING, Diagram, EventKind, Flow, Kind, Node, Trigger
from migraflow.engine.diff.change import UNITS, Naming

UNIT_WORDS = UNITS["fr"]
DURATION = re.compile(r'(?:@"|duration\(")?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?"?\)?')
WORKING = re.compile(r"echeance ouvree\((\d+)\)")
REGISTERED = re.compile(r'delai\("([^"]+)"\)')
SPANS = (("an", "ans"), ("mois", "mois"), ("jour", "jours"), ("heure", "heures"), ("minute", "minutes"))


@dataclass(frozen=True, slots=True)
class Course:
    """The order of a procedure's steps: `numbers` by element, `facts` the words for outcomes and messages."""

    diagram: Diagram
    numbers: Mapping[str, int]
    issues: Mapping[str, str]
    messages: Mapping[str, str]
    naming: Naming

    def target(self, element: str) -> str:
        """What an arrow leads to, in words; what only joins ways is passed through."""
        seen: set[str] = set()
        node = self.diagram.nodes[element]
        while node.id not in self.numbers and node.kind in SPLITTING and node.id not in seen:
            seen.add(node.id)
            onward = self.diagram.outgoing.get(node.id, ())
            if not onward:
                break
            node = self.diagram.nodes[onward[0].target]
        if node.id in self.numbers:
            return f"étape {self.numbers[node.id]}"
        if node.kind is Kind.END:
            return self.ending(node)
        return f"«\u00a0{node.label}\u00a0»"

    def ending(self, node: Node) -> str:
        """An end, by the outcome it leads to."""
        words = self.issues.get(node.id.removeprefix("fin_")) or node.label
        return (
            f"fin «\u00a0{words}\u00a0»"
            if node.scope == self.diagram.id
            else f"fin de cette partie («\u00a0{words}\u00a0»)"
        )

    def ways(self, node: Node) -> Iterator[str]:
        """What follows a step: one sentence per arrow, the default one last."""
        flows = sorted(self.diagram.outgoing.get(node.id, ()), key=lambda flow: flow.id == node.default)
        for flow in flows:
            yield self.way(flow, node, alone=len(flows) == 1)

    def way(self, flow: Flow, node: Node, *, alone: bool) -> str:
        """One arrow."""
        target = self.target(flow.target)
        told = " : ".join(filter(None, (flow.name, flow.condition if flow.condition else "")))
        if flow.id == node.default and not flow.condition:
            told = f"{flow.name} (sinon)" if flow.name else "sinon"
        if node.kind is Kind.PARALLEL and not alone:
            told = " ".join(filter(None, ("en même temps", flow.name)))
        return f"{told} → {target}" if told else target

    def event(self, trigger: Trigger) -> str:
        """What an event waits for."""
        match trigger.kind:
            case EventKind.TIMER:
                return self.moment(trigger.text)
            case EventKind.MESSAGE:
                return f"à l’arrivée de «\u00a0{self.messages.get(trigger.ref, trigger.ref)}\u00a0»"
            case EventKind.SIGNAL:
                return f"au signal «\u00a0{trigger.ref}\u00a0»"
            case EventKind.ERROR | EventKind.ESCALATION:
                return f"en cas de «\u00a0{trigger.ref or 'problème'}\u00a0»"
            case EventKind.CONDITIONAL:
                return f"dès que {trigger.text}"
            case _:
                return ""

    def moment(self, text: str) -> str:
        """A timer's text in words where it is a plain span of time, else as it stands."""
        plain = text.strip().strip('"')
        found = DURATION.fullmatch(text.strip())
        if found and any(found.groups()):
            counted = zip((int(one or 0) for one in found.groups()), SPANS, strict=True)
            return "après " + " et ".join(f"{count} {words[count > 1]}" for count, words in counted if count)
        if working := WORKING.fullmatch(plain):
            count = int(working[1])
            return f"après {count} {UNIT_WORDS[Unit.WORKING_DAYS][count > 1]}"
        if registered := REGISTERED.fullmatch(plain):
            return f"après le délai {registered[1]} ({self.naming.deadline(registered[1]).fr})"
        return f"au moment : {plain}"


def in_reading_order(diagram: Diagram, across: Mapping[str, float]) -> list[Node]:
    """Every node, as one meets them: along the arrows from the start, of several the one that leads least far first,
    what an event leads to after its step's own way, what a subprocess holds right after it, the rest last.

    `across` is how far to the right each node is drawn; where nothing is drawn the default way comes last.
    """
    found: dict[str, Node] = {}
    heads = [node for node in diagram.inside(diagram.id) if node.kind is Kind.START]
    walk(diagram, heads, found, across)
    for node in diagram.nodes.values():
        walk(diagram, [node], found, across)
    return list(found.values())


def walk(diagram: Diagram, heads: list[Node], found: dict[str, Node], across: Mapping[str, float]) -> None:
    """Follow the arrows from `heads`, first the first arrow to its end; nothing twice."""
    todo = list(reversed(heads))
    while todo:
        node = todo.pop()
        if node.id in found:
            continue
        found[node.id] = node
        flows = sorted(diagram.outgoing.get(node.id, ()), key=lambda flow: farther(flow, node, across))
        after = [diagram.nodes[flow.target] for flow in flows if flow.target in diagram.nodes]
        within = diagram.inside(node.id) if node.id in diagram.scopes else ()
        starts = [one for one in within if one.kind is Kind.START]
        rest = [one for one in within if one.kind is not Kind.START and not diagram.incoming.get(one.id)]
        todo += reversed([*starts, *rest, *after, *diagram.attached.get(node.id, ())])


def farther(flow: Flow, node: Node, across: Mapping[str, float]) -> tuple[bool, float, bool]:
    """Backwards last, the nearest first."""
    here, there = across.get(node.id, 0.0), across.get(flow.target, 0.0)
    return there < here, there - here, flow.id == node.default
