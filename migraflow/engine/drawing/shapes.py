"""Nodes, lanes and lines of a diagram as pieces of SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from migraflow.engine.diagram import Diagram, EventKind, Kind, Node
from migraflow.engine.drawing import marks
from migraflow.engine.drawing.marks import GREEN, INK, PAPER, SOFT, mark
from migraflow.engine.drawing.words import beside, inside, upright
from migraflow.engine.layout.drawn import Drawn
from migraflow.engine.layout.geometry import Box, Point, union
from migraflow.engine.layout.model import Family, Flow, Lane, Model
from migraflow.engine.layout.model import Node as Figure

THROWN = frozenset({Kind.THROW, Kind.END})
REACH = 80.0
"""How far from a node or line its words may stand, in px."""
BAND = 30.0
"""Width in px of the upright title of a pool or lane."""


@dataclass(frozen=True, slots=True)
class Heat:
    """How warm a step is, 0 (white) to 4, and the few words that stand on it."""

    level: int
    words: str = ""


COLD = Heat(0)


@dataclass(frozen=True)
class Pen:
    """What is drawn: `model` what the file says, `seen` where it stands, `diagram` what it means.

    `roles` name lanes; `part` is the piece of the plane that is wanted, all of it when None.
    """

    model: Model
    seen: Drawn
    diagram: Diagram
    roles: Mapping[str, str]
    part: Box | None = None
    heat: Mapping[str, Heat] = field(default_factory=dict[str, "Heat"])

    def shows(self, box: Box) -> bool:
        """Whether a place lies in the piece that is drawn, words around it included."""
        return self.part is None or self.part.overlaps(box.grown(REACH))

    @property
    def name(self) -> str:
        """What the picture shows."""
        pool = next((pool.name for pool in self.model.pools if pool.name), "")
        return pool or self.diagram.name or self.diagram.id


def rect(box: Box, *, fill: str, stroke: str = SOFT, round_: float = 0, width: float = 1, dash: str = "") -> str:
    """A rectangle."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{round_:g}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
    )


def lanes(pen: Pen) -> Iterator[str]:
    """Pools and lanes with their titles."""
    for pool in pen.model.pools:
        box = pen.seen.shapes.get(pool.id)
        if box is not None:
            yield rect(box, fill=PAPER)
            yield upright(pool.name, Box(box.x, box.y, BAND, box.height))
    number = 0
    for scope in pen.model.lanes.values():
        for lane in scope:
            yield from band(pen, lane, number)
            number += 1


def band(pen: Pen, lane: Lane, number: int) -> Iterator[str]:
    """One lane with those it is cut into."""
    box = pen.seen.shapes.get(lane.id)
    if box is None:
        return
    yield rect(box, fill=marks.BANDS[number % len(marks.BANDS)])
    yield upright(pen.roles.get(lane.name, lane.name), Box(box.x, box.y, BAND, box.height))
    for part in lane.parts:
        yield from band(pen, part, number)


def nodes(pen: Pen) -> Iterator[str]:
    """Every node, those that hold others first, events on borders last."""
    seen = pen.seen.shapes
    known = [figure for figure in pen.model.nodes.values() if figure.id in seen and pen.shows(seen[figure.id])]
    for figure in sorted(known, key=lambda one: (one.family is not Family.BLOCK, bool(one.host))):
        yield from node(pen, figure, pen.seen.shapes[figure.id])


def node(pen: Pen, figure: Figure, box: Box) -> Iterator[str]:
    """One node."""
    meaning = pen.diagram.nodes.get(figure.id)
    match figure.family:
        case Family.EVENT:
            yield from event(box, meaning)
        case Family.GATEWAY:
            yield from gateway(box, meaning)
        case Family.NOTE:
            yield note(figure, box)
        case Family.ITEM:
            yield rect(box, fill=PAPER)
        case _:
            yield from task(pen, figure, box, meaning)
    if figure.name and figure.family in (Family.EVENT, Family.GATEWAY, Family.ITEM):
        place = pen.seen.labels.get(figure.id) or Box(box.x - 27, box.bottom + 4, box.width + 54, 28)
        yield beside(figure.name, place)


def event(box: Box, meaning: Node | None) -> Iterator[str]:
    """A circle: thin where it begins, double on the way, thick where it ends; broken when it lets the step go on."""
    x, y = box.centre
    radius = box.width / 2
    kind = meaning.kind if meaning else Kind.CATCH
    dash = "" if meaning is None or meaning.interrupting else ' stroke-dasharray="4 3"'
    thick = 3.0 if kind is Kind.END else 1.4
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{{r:g}}" fill="{PAPER}" stroke="{INK}" stroke-width="{{w:g}}"{dash}/>'
    yield circle.format(r=radius, w=thick)
    if kind in (Kind.CATCH, Kind.THROW, Kind.BOUNDARY):
        yield circle.format(r=radius - 3, w=1.2)
    trigger = meaning.trigger.kind if meaning else EventKind.NONE
    if trigger in marks.EVENTS:
        yield mark(marks.EVENTS[trigger], x, y, full=kind in THROWN or trigger in marks.FILLED)


def gateway(box: Box, meaning: Node | None) -> Iterator[str]:
    """A diamond with its sign."""
    (x, y), half, tall = box.centre, box.width / 2, box.height / 2
    yield (
        f'<path d="M{x - half:g} {y:g} {x:g} {y - tall:g} {x + half:g} {y:g} {x:g} {y + tall:g}z" fill="{PAPER}" '
        f'stroke="{INK}" stroke-width="1.4"/>'
    )
    sign = marks.GATEWAYS.get(meaning.kind) if meaning else None
    if sign:
        yield mark(sign, x, y)


def task(pen: Pen, figure: Figure, box: Box, meaning: Node | None) -> Iterator[str]:
    """A rounded box with its name and signs; a frame around what it holds."""
    kind = meaning.kind if meaning else Kind.USER
    holds = figure.family is Family.BLOCK and figure.id not in pen.seen.closed
    dash = "3 3" if meaning and meaning.event_subprocess else ""
    calls = kind is Kind.CALL
    people = kind in (Kind.USER, Kind.MANUAL)
    stroke = GREEN if people else INK
    warm = pen.heat.get(figure.id, COLD)
    yield rect(
        box,
        fill="none" if holds else marks.HEAT[warm.level],
        stroke=stroke,
        round_=8,
        width=3 if calls else 1.4,
        dash=dash,
    )
    if kind in marks.TASKS:
        yield mark(marks.TASKS[kind], box.x + 14, box.y + 14, full=kind is Kind.SEND, colour=stroke)
    if warm.words:
        yield beside(warm.words, Box(box.x - 10, box.y - 15, box.width + 20, 14))
    bottom = list(below(figure, kind, meaning, holds=holds))
    for place, sign in enumerate(bottom):
        yield mark(sign, box.centre[0] + 18 * (place - (len(bottom) - 1) / 2), box.bottom - 11)
    if holds:
        yield beside(figure.name, Box(box.x + 8, box.y + 6, box.width - 16, 16), left=True)
    else:
        yield inside(figure.name, box, lift=9 if bottom else 0)


def below(figure: Figure, kind: Kind, meaning: Node | None, *, holds: bool) -> Iterator[str]:
    """The signs on the lower border."""
    repeat = meaning.repeat if meaning else None
    if repeat is not None:
        yield marks.ROUND if repeat.standard else marks.REPEATED[repeat.sequential]
    if kind is Kind.CALL or (figure.family is Family.BLOCK and not holds):
        yield marks.CALL


def note(figure: Figure, box: Box) -> str:
    """A remark: an open bracket and its words."""
    bracket = f'<path d="M{box.x + 10:g} {box.y:g}h-10v{box.height:g}h10" fill="none" stroke="{SOFT}"/>'
    return bracket + inside(figure.name, box)


def edges(pen: Pen) -> Iterator[str]:
    """Every line with its words."""
    flows = [flow for scope in pen.model.flows.values() for flow in scope] + pen.model.messages
    for flow in flows:
        points = pen.seen.lines.get(flow.id)
        if points and len(points) > 1 and pen.shows(around(points)):
            yield line(pen, flow, points)
            place = pen.seen.labels.get(flow.id)
            if flow.name and place is not None:
                yield beside(flow.name, place)


def around(points: list[Point]) -> Box:
    """The place a line takes."""
    return union([Box(x, y, 0, 0) for x, y in points])


def line(pen: Pen, flow: Flow, points: list[Point]) -> str:
    """One line: full for what follows, broken for what is only said or shown; a stroke for the way by default."""
    path = "M" + " ".join(f"{x:g} {y:g}" for x, y in points)
    follows = flow.kind == "sequenceFlow"
    style = (
        f'stroke="{INK}" marker-end="url(#arrow)"'
        if follows
        else f'stroke="{SOFT}" stroke-dasharray="5 4"'
        + (' marker-end="url(#open)"' if flow.kind == "messageFlow" else "")
    )
    source = pen.diagram.nodes.get(flow.source)
    (x, y), (ahead, down) = points[0], points[1]
    length = max(abs(ahead - x) + abs(down - y), 1.0)
    x, y = x + 10 * (ahead - x) / length, y + 10 * (down - y) / length
    default = mark("M-4 5 4-5", x, y) if source is not None and source.default == flow.id else ""
    return f'<path d="{path}" fill="none" stroke-width="1.3" stroke-linejoin="round" {style}/>{default}'
