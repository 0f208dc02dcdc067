"""One scope drawn: blocks inside out, then plan, rows, lines, pixels and names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from migraflow.engine.layout import labels, lines
from migraflow.engine.layout.coordinates import Plane, plane
from migraflow.engine.layout.figures import Figure, Inner, figure
from migraflow.engine.layout.geometry import Box, Point
from migraflow.engine.layout.model import Family, Model
from migraflow.engine.layout.plan import Plan, plan
from migraflow.engine.layout.routing import Cell, Grid, Step, route
from migraflow.engine.layout.rows import Rows, rows
from migraflow.engine.layout.tracks import runs, tracks
from migraflow.engine.layout.ways import cell, grid, ways

_MARGIN, _TITLE = 6.0, 24.0


@dataclass
class Drawing:
    """Everything in px from the scope's upper left corner; ``axis`` is the height of the line it begins with."""

    shapes: dict[str, Box] = field(default_factory=dict[str, Box])
    labels: dict[str, Box] = field(default_factory=dict[str, Box])
    lines: dict[str, list[Point]] = field(default_factory=dict[str, list[Point]])
    bands: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    width: float = 0.0
    height: float = 0.0
    axis: float = 0.0

    def take(self, other: "Drawing", dx: float, dy: float) -> None:
        """Sets another drawing inside this one."""
        self.shapes.update((name, box.moved(dx, dy)) for name, box in other.shapes.items())
        self.labels.update((name, box.moved(dx, dy)) for name, box in other.labels.items())
        self.lines.update((name, [(x + dx, y + dy) for x, y in line]) for name, line in other.lines.items())


def draw(model: Model, scope: str, outwards: Mapping[str, Step]) -> Drawing:
    """Draws a process or a block; ``outwards`` gives, by message, the side by which it leaves the pool."""
    laid = plan(model, scope)
    blocks = {node: draw(model, node, {}) for node in laid.region if model.nodes[node].family is Family.BLOCK}
    placed = rows(laid)
    field_ = grid(laid, placed)
    paths = route(field_, ways(laid, placed, dict(outwards)))
    figures = _figures(laid, placed, blocks, field_)
    offsets = {name: box.centre[0] for each in figures.values() for name, box in each.shapes.items()}
    pieces = {
        name: runs(name, path, lines.shift(laid, field_.ways[name], path, offsets), field_.ways[name].home)
        for name, path in paths.items()
    }
    numbered = tracks(field_.ways, [run for each in pieces.values() for run in each])
    names = {flow.id: flow.name for flow in laid.flows if flow.id in paths}
    measured = plane(laid, placed, figures, numbered, labels.needs(names, pieces, numbered))
    drawing = _assembled(laid, placed, figures, measured, blocks)
    for name, path in paths.items():
        way = field_.ways[name]
        drawing.lines[name] = lines.waypoints(measured, numbered, way, path, pieces[name], drawing.shapes, model)
    _tie_extras(drawing, laid)
    _name_lines(drawing, laid, names)
    return drawing


def _figures(laid: Plan, placed: Rows, blocks: Mapping[str, Drawing], routed: Grid) -> dict[str, Figure]:
    sides: dict[Cell, set[Step]] = {}
    for name, path in routed.paths.items():
        home = routed.ways[name].home
        beside = [(home, path[0])] if home != path[0] and routed.ways[name].offset else []
        for here, near in ((path[0], path[1]), (path[-1], path[-2]), *beside):
            sides.setdefault(here, set()).add((near[0] - here[0], near[1] - here[1]))
    inner = {
        name: Inner(block.width + 2 * _MARGIN, block.height + _TITLE + _MARGIN, block.axis + _TITLE)
        for name, block in blocks.items()
    }
    return {
        node: figure(laid, node, inner.get(node), sides.get(cell(laid, placed, node), set())) for node in laid.region
    }


def _assembled(
    laid: Plan, placed: Rows, figures: Mapping[str, Figure], measured: Plane, blocks: Mapping[str, Drawing]
) -> Drawing:
    drawing = Drawing(width=measured.width, height=measured.height)
    for frame in laid.frames.values():
        x, y = measured.columns[frame.left], measured.rows[frame.top]
        drawing.shapes[frame.id] = Box(x, y, measured.columns[frame.right] - x, measured.rows[frame.bottom] - y)
    for node, drawn in figures.items():
        dx, dy = measured.columns[laid.column[node]], measured.rows[placed.row[node]]
        drawing.shapes.update((name, box.moved(dx, dy)) for name, box in drawn.shapes.items())
        drawing.labels.update((name, box.moved(dx, dy)) for name, box in drawn.labels.items())
        if node in blocks:
            body = drawing.shapes[node]
            drawing.take(blocks[node], body.x + (body.width - blocks[node].width) / 2, body.y + _TITLE)
    ends = [*measured.cuts[1:], measured.height]
    drawing.bands = list(zip(measured.cuts, ends, strict=True))
    first = min(laid.region, key=lambda node: laid.column[node], default="")
    drawing.axis = measured.rows[placed.row[first]] if first else measured.height / 2
    return drawing


def _tie_extras(drawing: Drawing, laid: Plan) -> None:
    """Notes and data hang right above what they belong to: a short upright (or slanted) line."""
    owner = {each: seat for seat, extras in laid.extras.items() for each in extras}
    for flow in laid.flows:
        if flow.id in drawing.lines or flow.kind == "sequenceFlow":
            continue
        ends = [end if end in drawing.shapes else "" for end in (flow.source, flow.target)]
        extra = next((end for end in ends if end in owner), "")
        if not extra:
            continue
        box, body = drawing.shapes[extra], drawing.shapes[owner[extra]]
        x = min(max(box.centre[0], body.x + 4), body.right - 4)
        line = [(box.centre[0], box.bottom), (x, body.y)]
        drawing.lines[flow.id] = line if flow.source == extra else line[::-1]


def _name_lines(drawing: Drawing, laid: Plan, names: Mapping[str, str]) -> None:
    solid = [box for name, box in drawing.shapes.items() if name not in laid.frames]
    sources = {flow.id: flow.source for flow in laid.flows}
    rules = [((0.0, top), (drawing.width, top)) for top, _ in drawing.bands]
    rules += [rule for frame in laid.frames for rule in drawing.shapes[frame].outline()]
    written = list(drawing.labels.values())
    drawing.labels.update(labels.place(names, drawing.lines, solid, written, sources, rules))
