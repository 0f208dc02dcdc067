"""A procedure as a numbered list: steps in reading order, the exits of a choice indented below it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from migraflow.engine.diagram import SPLITTING, Diagram, EventKind, Flow, Kind, Node
from migraflow.engine.editing.delays import say

STEPS = frozenset(
    {Kind.USER, Kind.MANUAL, Kind.SCRIPT, Kind.RULE, Kind.SERVICE, Kind.SEND, Kind.RECEIVE, Kind.CALL, Kind.SUBPROCESS}
)
LONG = 8
"""An exit with more steps than this before the others join it goes on at the same depth."""
WAITS = frozenset({Kind.CATCH, Kind.THROW})


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `kind` is that of the node, or ``branch`` for an exit, ``beside`` for an attached event; `number` is
    « 4 », « 4a » for its first exit; `target` the element an exit leads to when that is written elsewhere.

    `condition` is FEEL: of an exit, or of a step done only when it holds; `flow` the exit that carries it."""

    id: str
    kind: str
    name: str
    number: str
    depth: int
    role: str = ""
    form: str = ""
    deadline: str = ""
    condition: str = ""
    flow: str = ""
    otherwise: bool = False
    target: str = ""
    goes_to: str = ""
    reminders: int = 0
    may_rise: bool = False
    may_sink: bool = False
    may_grow: bool = False
    may_go: bool = False


def outline(diagram: Diagram) -> tuple[Line, ...]:
    """Every step and every exit of the procedure, each once."""
    writing = Writing(diagram)
    writing.scope(diagram.id, 0)
    numbers = {line.id: line for line in reversed(writing.lines) if line.kind != "branch"}
    return tuple(replace(line, goes_to=words_of(numbers.get(line.target))) for line in writing.lines)


def words_of(line: Line | None) -> str:
    """« 4. Fixer le rendez-vous »."""
    return "" if line is None else f"{line.number}. {line.name}" if line.number else line.name


class Writing:
    """The list being written."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.lines: list[Line] = []
        self.seen: set[str] = set()
        self.count = 0

    def scope(self, scope: str, depth: int) -> None:
        """The steps directly in a process or block, from its starts; then what nothing leads to."""
        nodes = self.diagram.inside(scope)
        starts = [node for node in nodes if node.kind is Kind.START]
        for node in starts:
            self.follow(node, depth, frozenset())
        for node in nodes:
            if node.kind is not Kind.BOUNDARY:
                self.follow(node, depth, frozenset())

    def follow(self, node: Node | None, depth: int, stop: frozenset[str]) -> str:
        """Write `node` and what follows it, up to what is written already or belongs elsewhere: that element's id."""
        while node is not None and node.id not in self.seen and node.id not in stop:
            self.seen.add(node.id)
            guard = guard_of(self.diagram, node)
            step = self.diagram.nodes[guard.target] if guard else None
            if guard and step and step.id not in self.seen | stop:
                node = self.guarded(step, guard, depth)
                continue
            number = self.write(node, depth)
            node = self.beyond(node, number, depth, stop)
        return "" if node is None else node.id

    def guarded(self, step: Node, guard: Flow, depth: int) -> Node:
        """Write the steps that are passed by unless a condition holds; what follows them."""
        passed = chain(self.diagram, step, self.diagram.outgoing[guard.source])
        for one in passed:
            self.seen.add(one.id)
            self.write(one, depth, guard)
        return self.diagram.nodes[self.diagram.outgoing[passed[-1].id][0].target]

    def write(self, node: Node, depth: int, guard: Flow | None = None) -> str:
        """Write one node, what is inside it, and what is attached to it: its number."""
        number = ""
        if worth(node, self.diagram):
            if node.kind not in (Kind.START, Kind.END):
                self.count += 1
                number = str(self.count)
            self.lines.append(line_of(self.diagram, node, number, depth, guard))
        if node.kind is Kind.SUBPROCESS:
            self.scope(node.id, depth + 1)
        for order, event in enumerate(self.diagram.attached.get(node.id, ())):
            self.beside(event, f"{number}{letter(order)}", depth + 1)
        return number

    def beside(self, event: Node, number: str, depth: int) -> None:
        """Write an event attached to a step, and what only it leads to."""
        self.seen.add(event.id)
        words = say(event.trigger.timer or "", event.trigger.text) if event.trigger.kind is EventKind.TIMER else ""
        name = f"{event.label} : {words}" if words and words not in event.label else event.label
        self.lines.append(Line(event.id, "beside", name, number, depth, may_go=True))
        for flow in self.diagram.outgoing.get(event.id, ()):
            self.follow(self.diagram.nodes.get(flow.target), depth + 1, frozenset())

    def beyond(self, node: Node, number: str, depth: int, stop: frozenset[str]) -> Node | None:
        """What to write next; the exits of a choice are written first, the longest one going on at this depth."""
        exits = self.diagram.outgoing.get(node.id, ())
        targets = [self.diagram.nodes.get(flow.target) for flow in exits]
        if len(exits) < 2:
            return targets[0] if targets else None
        reached = [self.reach(target) - stop for target in targets]
        common = frozenset.intersection(*[found for found in reached if found] or [frozenset[str]()])
        longest = max(range(len(exits)), key=lambda place: len(reached[place]))
        join = self.first_of(common, targets) if sum(map(bool, reached)) > 1 else None
        if join and len(reached[longest] - self.reach(self.diagram.nodes[join])) > LONG:
            join = None
        main = None if join else longest
        spared = stop | (self.reach(self.diagram.nodes[join]) if join else reached[longest])
        for place, flow in enumerate(exits):
            inner = spared if place != main else frozenset(self.diagram.nodes)
            self.branch(node, flow, f"{number}{letter(place)}", depth + 1, inner)
        return self.diagram.nodes[join] if join else targets[longest]

    def branch(self, node: Node, flow: Flow, number: str, depth: int, stop: frozenset[str]) -> None:
        """Write one exit and what lies behind it."""
        place = len(self.lines)
        target = self.follow(self.diagram.nodes.get(flow.target), depth + 1, stop)
        alone = len(self.lines) == place
        line = Line(
            flow.id, "branch", flow.name, number, depth, condition=flow.condition or "", flow=flow.id,
            otherwise=node.default == flow.id, target=target if alone else "", may_grow=True,
            may_go=len(self.diagram.outgoing[node.id]) > 1,
        )  # fmt: skip
        self.lines.insert(place, line)

    def reach(self, node: Node | None) -> frozenset[str]:
        """What can come from `node` on without passing what is written."""
        found: set[str] = set()
        todo = deque([] if node is None else [node.id])
        while todo:
            one = todo.popleft()
            if one in found or one in self.seen:
                continue
            found.add(one)
            todo += [flow.target for flow in self.diagram.outgoing.get(one, ())]
        return frozenset(found)

    def first_of(self, common: Iterable[str], targets: Iterable[Node | None]) -> str | None:
        """The first element of `common` on the way from the exits, breadth first."""
        wanted, seen = set(common), set[str]()
        todo = deque(target.id for target in targets if target is not None)
        while todo:
            one = todo.popleft()
            if one in wanted:
                return one
            if one not in seen and one not in self.seen:
                seen.add(one)
                todo += [flow.target for flow in self.diagram.outgoing.get(one, ())]
        return None


def letter(place: int) -> str:
    """a, b, c… for the exits of a choice; aa after z."""
    return chr(ord("a") + place % 26) * (place // 26 + 1)


def worth(node: Node, diagram: Diagram) -> bool:
    """Whether a node deserves a line: steps, waits, choices with several exits, named starts and ends."""
    if node.kind in SPLITTING:
        return len(diagram.outgoing.get(node.id, ())) > 1
    return node.kind in STEPS | WAITS or (node.kind is Kind.END and bool(node.name)) or node.kind is Kind.UNSUPPORTED


def line_of(diagram: Diagram, node: Node, number: str, depth: int, guard: Flow | None) -> Line:
    """The line of one node."""
    step = node.kind in STEPS
    timers = [one for one in diagram.attached.get(node.id, ()) if one.trigger.timer and not one.interrupting]
    return Line(
        node.id, node.kind.value, node.label, number, depth,
        role=diagram.role(node) if step else "",
        form=node.properties.get("formJsonSchemaFilename", ""),
        deadline=node.properties.get("delai", ""),
        condition=(guard.condition or "") if guard else "",
        flow=guard.id if guard else "",
        reminders=len(timers),
        may_rise=step and may_rise(diagram, node),
        may_sink=step and any(may_rise(diagram, one) for one in following(diagram, node)),
        may_grow=len(diagram.outgoing.get(node.id, ())) == 1,
        may_go=step or node.kind in WAITS,
    )  # fmt: skip


def following(diagram: Diagram, node: Node) -> Iterator[Node]:
    """The step that follows, where only one does."""
    flows = diagram.outgoing.get(node.id, ())
    return (diagram.nodes[flow.target] for flow in flows if len(flows) == 1 and flow.target in diagram.nodes)


def may_rise(diagram: Diagram, node: Node) -> bool:
    """Whether a step may come before the one it follows: both in one straight line."""
    entering, leaving = diagram.incoming.get(node.id, ()), diagram.outgoing.get(node.id, ())
    if node.kind not in STEPS or len(entering) != 1 or len(leaving) != 1:
        return False
    before = diagram.nodes[entering[0].source]
    straight = before.kind in STEPS and len(diagram.outgoing[before.id]) == 1
    return straight and bool(diagram.incoming.get(before.id)) and leaving[0].target not in (before.id, node.id)


def guard_of(diagram: Diagram, node: Node) -> Flow | None:
    """Of a choice drawn before one step that is otherwise passed by: the exit into that step."""
    exits = diagram.outgoing.get(node.id, ())
    if node.kind is not Kind.EXCLUSIVE or len(exits) != 2 or node.default not in {flow.id for flow in exits}:
        return None
    inner = exits[1] if exits[0].id == node.default else exits[0]
    step = diagram.nodes.get(inner.target)
    return inner if step is not None and inner.condition and chain(diagram, step, exits) else None


def chain(diagram: Diagram, step: Node, exits: Iterable[Flow]) -> tuple[Node, ...]:
    """The steps in a straight line from `step` to where the other of two exits leads; none when there is none."""
    ends = {flow.target for flow in exits} - {step.id}
    found: list[Node] = []
    while step.kind in STEPS and len(diagram.incoming.get(step.id, ())) == 1 and step not in found:
        found.append(step)
        after = diagram.outgoing.get(step.id, ())
        if len(after) != 1 or after[0].target not in diagram.nodes:
            return ()
        if after[0].target in ends:
            return tuple(found)
        step = diagram.nodes[after[0].target]
    return ()
