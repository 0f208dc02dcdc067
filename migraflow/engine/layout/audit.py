"""What is wrong with a drawing, whoever drew it: things on top of each other, cut names, lines through shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from lxml import etree

from migraflow.engine.layout import sizes, text
from migraflow.engine.layout.drawn import Drawn, drawn
from migraflow.engine.layout.geometry import Box, Point, crosses, segments
from migraflow.engine.layout.model import Family, Flow, Lane, Model, read

_TOUCH = 2.0
_CLOSE = 3.0


class FlawCode(StrEnum):
    """What can be wrong with a drawing."""

    MISSING = "missing"
    OVERLAP = "overlap"
    THROUGH = "through"
    LOOSE_END = "loose_end"
    ON_TOP = "on_top"
    CUT_LABEL = "cut_label"
    LABEL_COVERS = "label_covers"
    LABEL_STRUCK = "label_struck"
    OFF_BORDER = "off_border"
    OUT_OF_LANE = "out_of_lane"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Flaw:
    """One flaw: what, on which element, and with which other one."""

    code: FlawCode
    element: str
    other: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.element}" + (f" / {self.other}" if self.other else "")


def audit(xml: bytes) -> tuple[Flaw, ...]:
    """Every flaw of the document's first diagram; none means that it can be shown.

    Names are measured at 12 px inside shapes and 11 px beside them, rather too wide than too narrow. BPMN groups are
    not looked at.
    """
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    sheet = _Sheet(read(root), drawn(root))
    checks = (_missing, _overlaps, _outside, _lines, _piled, _cut, _labels, _borders, _lanes)
    return tuple(flaw for check in checks for flaw in check(sheet))


class _Sheet:
    def __init__(self, model: Model, seen: Drawn) -> None:
        self.model, self.seen = model, seen
        self.flows = {flow.id: flow for flows in model.flows.values() for flow in flows if flow.id}
        self.messages = {flow.id: flow for flow in model.messages}
        self.lanes = {lane.id: lane for lanes in model.lanes.values() for lane in _all(lanes)}
        self.hidden = {node.id for node in model.nodes.values() if self._is_hidden(node.scope)}
        self.framing = {node for node in model.nodes if model.inside.get(node) and node not in seen.closed}
        self.solid = {
            name: box for name, box in seen.shapes.items() if name in model.nodes and name not in self.framing
        }
        self.solid |= {
            pool.id: seen.shapes[pool.id]
            for pool in model.pools
            if pool.process not in model.inside and pool.id in seen.shapes
        }

    def _is_hidden(self, scope: str) -> bool:
        while scope in self.model.nodes:
            if scope in self.seen.closed:
                return True
            scope = self.model.nodes[scope].scope
        return False

    def around(self, name: str) -> set[str]:
        """The subprocesses a node stands in."""
        found: set[str] = set()
        while name in self.model.nodes:
            name = self.model.nodes[name].scope
            found.add(name)
        return found

    def lines(self) -> Iterator[tuple[Flow, list[Point]]]:
        for name, flow in {**self.flows, **self.messages}.items():
            if name in self.seen.lines:
                yield flow, self.seen.lines[name]


def _all(lanes: list[Lane] | tuple[Lane, ...]) -> list[Lane]:
    return [each for lane in lanes for each in (lane, *_all(lane.parts))]


def _missing(sheet: _Sheet) -> Iterator[Flaw]:
    shown = {**sheet.model.nodes, **sheet.lanes, **{pool.id: pool for pool in sheet.model.pools}}
    for name in shown:
        if name not in sheet.seen.shapes and name not in sheet.hidden:
            yield Flaw(FlawCode.MISSING, name)
    known = shown.keys() | sheet.flows.keys()
    for name, flow in {**sheet.flows, **sheet.messages}.items():
        drawable = flow.source in known and flow.target in known and flow.source not in sheet.hidden
        if name not in sheet.seen.lines and drawable:
            yield Flaw(FlawCode.MISSING, name)


def _overlaps(sheet: _Sheet) -> Iterator[Flaw]:
    model, shapes = sheet.model, sheet.seen.shapes
    names = [name for name in (*model.nodes, *(pool.id for pool in model.pools)) if name in shapes]
    for one, other in combinations(names, 2):
        if one in sheet.around(other) or other in sheet.around(one) or _hosted(model, one, other):
            continue
        pools = {pool.id: pool.process for pool in model.pools}
        inside = any(a in pools and pools[a] in sheet.around(b) for a, b in ((one, other), (other, one)))
        if not inside and shapes[one].grown(-0.5).overlaps(shapes[other].grown(-0.5)):
            yield Flaw(FlawCode.OVERLAP, one, other)


def _hosted(model: Model, one: str, other: str) -> bool:
    """Whether one is a boundary event on the other."""
    for guest, rest in ((one, other), (other, one)):
        if guest in model.nodes and model.nodes[guest].host:
            host = model.nodes[guest].host
            return host == rest
    return False


def _outside(sheet: _Sheet) -> Iterator[Flaw]:
    for name, node in sheet.model.nodes.items():
        outer = sheet.seen.shapes.get(node.scope)
        pool = sheet.model.pool_of(node.scope)
        if outer is None and pool is not None:
            outer = sheet.seen.shapes.get(pool.id)
        inner = sheet.seen.shapes.get(name)
        if outer and inner and node.scope not in sheet.seen.closed and not outer.grown(0.5).holds(inner):
            yield Flaw(FlawCode.OUTSIDE, name, node.scope)


def _lines(sheet: _Sheet) -> Iterator[Flaw]:
    for flow, points in sheet.lines():
        ends = {flow.source, flow.target}
        for name, box in sheet.solid.items():
            core = box.grown(-0.3 * min(box.width, box.height) if name in ends else -0.5)
            if any(crosses(start, end, core) for start, end in segments(points)):
                yield Flaw(FlawCode.THROUGH, flow.id, name)
        for name, point in ((flow.source, points[0]), (flow.target, points[-1])):
            box = sheet.seen.shapes.get(name)
            if box and not _on_border(sheet.model, name, box, point):
                yield Flaw(FlawCode.LOOSE_END, flow.id, name)


def _on_border(model: Model, name: str, box: Box, point: Point) -> bool:
    (x, y), (cx, cy) = point, box.centre
    family = model.nodes[name].family if name in model.nodes else None
    if family is Family.EVENT:
        return abs(((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 - box.width / 2) <= _TOUCH
    if family is Family.GATEWAY:
        return abs(abs(x - cx) / box.width + abs(y - cy) / box.height - 0.5) * box.width <= _TOUCH
    return box.grown(_TOUCH).holds(Box(x, y, 0, 0)) and not box.grown(-_TOUCH).holds(Box(x, y, 0, 0))


def _piled(sheet: _Sheet) -> Iterator[Flaw]:
    """Lines drawn upon each other though they share neither source nor target."""
    drawn_lines = list(sheet.lines())
    for (one, first), (other, second) in combinations(drawn_lines, 2):
        if one.source == other.source or one.target == other.target:
            continue
        if any(_same_place(a, b) for a in segments(first) for b in segments(second)):
            yield Flaw(FlawCode.ON_TOP, one.id, other.id)


def _same_place(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    for axis in (0, 1):
        lines = {round(point[axis]) for point in (*one, *other)}
        if max(lines) - min(lines) <= _CLOSE:
            low = max(min(piece[0][1 - axis], piece[1][1 - axis]) for piece in (one, other))
            high = min(max(piece[0][1 - axis], piece[1][1 - axis]) for piece in (one, other))
            if high - low > 4:
                return True
    return False


def _cut(sheet: _Sheet) -> Iterator[Flaw]:
    for name, node in sheet.model.nodes.items():
        box = sheet.seen.shapes.get(name)
        if box is None or not node.name or name in sheet.framing or sizes.labelled(node):
            continue
        block = text.wrap(node.name, box.width - 14)
        wide = text.longest_word(node.name) > box.width - 14
        if wide or block.height > box.height - 14:
            yield Flaw(FlawCode.CUT_LABEL, name)
    for name, box in sheet.seen.labels.items():
        words = _words(sheet, name)
        block = text.wrap(words, max(box.width, sizes.LABEL_WIDTH), text.BESIDE)
        if block.height > box.height + 2 or block.width > max(box.width, sizes.LABEL_WIDTH) + 2:
            yield Flaw(FlawCode.CUT_LABEL, name)


def _words(sheet: _Sheet, name: str) -> str:
    node = sheet.model.nodes.get(name)
    flow = sheet.flows.get(name) or sheet.messages.get(name)
    return node.name if node else flow.name if flow else ""


def _labels(sheet: _Sheet) -> Iterator[Flaw]:
    written = {name: box for name, box in sheet.seen.labels.items() if _words(sheet, name)}
    named = [node.id for node in sheet.model.nodes.values() if sizes.labelled(node) and node.id not in sheet.hidden]
    named += [flow.id for flow, _ in sheet.lines() if flow.name]
    for name in named:
        if name not in written:
            yield Flaw(FlawCode.MISSING, name, "label")
    for name, box in written.items():
        for other, shape in sheet.solid.items():
            if box.grown(-1).overlaps(shape):
                yield Flaw(FlawCode.LABEL_COVERS, name, other)
        for flow, points in sheet.lines():
            if any(crosses(start, end, box.grown(-1)) for start, end in segments(points)):
                yield Flaw(FlawCode.LABEL_STRUCK, name, flow.id)
    for one, other in combinations(written, 2):
        if written[one].grown(-1).overlaps(written[other].grown(-1)):
            yield Flaw(FlawCode.LABEL_COVERS, one, other)


def _borders(sheet: _Sheet) -> Iterator[Flaw]:
    for name, node in sheet.model.nodes.items():
        host, guest = sheet.seen.shapes.get(node.host), sheet.seen.shapes.get(name)
        if node.host and host and guest:
            centre = Box(*guest.centre, 0, 0)
            if not host.grown(_TOUCH).holds(centre) or host.grown(-_TOUCH).holds(centre):
                yield Flaw(FlawCode.OFF_BORDER, name, node.host)


def _lanes(sheet: _Sheet) -> Iterator[Flaw]:
    """Nodes outside their lane; a subprocess over several lanes, and what stands on its border, are at home in all."""
    for lane in sheet.lanes.values():
        band = sheet.seen.shapes.get(lane.id)
        for name in lane.refs:
            node, box = sheet.model.nodes.get(name), sheet.seen.shapes.get(name)
            if not node or not box or not band or name in sheet.framing or node.host:
                continue
            if not band.grown(0.5).holds(box):
                yield Flaw(FlawCode.OUT_OF_LANE, name, lane.id)
