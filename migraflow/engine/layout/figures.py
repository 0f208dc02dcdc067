"""Each grid node with all that hangs on it: name, boundary events, notes and data, as boxes around its centre."""

from dataclasses import dataclass, field

from migraflow.engine.layout import sizes
from migraflow.engine.layout.geometry import Box, around, union
from migraflow.engine.layout.model import Family, Model, Node
from migraflow.engine.layout.plan import Plan
from migraflow.engine.layout.routing import DOWN, RIGHT, UP, Step

_STACK_GAP = 18.0
_SIDE_GAP = 14.0


@dataclass
class Figure:
    """Boxes relative to the point where the row's and the column's centre lines meet."""

    shapes: dict[str, Box] = field(default_factory=dict[str, Box])
    labels: dict[str, Box] = field(default_factory=dict[str, Box])

    @property
    def extent(self) -> Box:
        """Everything, and never less than the centre point."""
        return union([Box(0, 0, 0, 0), *self.shapes.values(), *self.labels.values()])


@dataclass(frozen=True)
class Inner:
    """A block laid out on its own: its size and the height of its main line."""

    width: float
    height: float
    axis: float


def figure(plan: Plan, name: str, inner: Inner | None, sides: set[Step]) -> Figure:
    """The node ``name`` with its name where no line leaves or arrives (``sides`` are those in use)."""
    model = plan.model
    node = model.nodes[name]
    drawn = Figure()
    guests = [model.nodes[each] for each in plan.guests.get(name, ())]
    if inner:
        width = max(inner.width, guest_room(guests))
        drawn.shapes[name] = Box(-width / 2, -inner.axis, width, inner.height)
    else:
        width, height = sizes.size(node, guests=bool(guests))
        drawn.shapes[name] = around((0, 0), max(width, guest_room(guests)), height)
    if sizes.labelled(node):
        on_border = bool(node.host)
        drawn.labels[name] = _label(node, drawn.shapes[name], sides, on_border=on_border)
    _set_guests(drawn, plan, name)
    _stack(drawn, model, name, plan.extras.get(name, []))
    return drawn


def _label(node: Node, shape: Box, sides: set[Step], *, on_border: bool) -> Box:
    width, height = sizes.label(node.name)
    gap = sizes.LABEL_GAP
    if on_border:
        return Box(6, shape.bottom + 2, width, height)
    above, below = shape.y - gap - height, shape.bottom + gap
    if node.family is Family.GATEWAY:
        if UP not in sides:
            return Box(-width / 2, above, width, height)
        if DOWN not in sides:
            return Box(-width / 2, below, width, height)
        return Box(-8 - width, above + gap, width, height)
    if DOWN not in sides:
        return Box(-width / 2, below, width, height)
    if UP not in sides:
        return Box(-width / 2, above, width, height)
    return Box(8, below, width, height)


def guest_room(guests: list[Node]) -> float:
    """How wide a host must be for its boundary events."""
    return sum(_slot(guest) for guest in guests[:-1]) + (60.0 if guests else 0.0)


def _slot(guest: Node) -> float:
    return max(56.0, 34.0 + sizes.label(guest.name)[0])


def guest_offsets(plan: Plan, host: str, width: float) -> dict[str, float]:
    """Where each boundary event stands on its host's lower border, from the host's centre."""
    guests = [plan.model.nodes[each] for each in plan.guests.get(host, ())]
    at = -guest_room(guests) / 2 + 30.0 if len(guests) > 1 else width / 2 - 30.0
    offsets: dict[str, float] = {}
    for guest in guests:
        offsets[guest.id] = at
        at += _slot(guest)
    return offsets


def _set_guests(drawn: Figure, plan: Plan, host: str) -> None:
    body = drawn.shapes[host]
    for name, offset in guest_offsets(plan, host, body.width).items():
        drawn.shapes[name] = around((offset, body.bottom), sizes.EVENT, sizes.EVENT)
        if words := plan.model.nodes[name].name:
            drawn.labels[name] = Box(offset + 6, body.bottom + sizes.EVENT / 2 + 2, *sizes.label(words))


def _stack(drawn: Figure, model: Model, anchor: str, extras: list[str]) -> None:
    """Notes and data side by side above what they belong to."""
    if not extras:
        return
    floor = drawn.extent.y - _STACK_GAP
    nodes = [model.nodes[each] for each in extras]
    extents = [sizes.size(node) for node in nodes]
    names = [sizes.label(node.name) if sizes.labelled(node) else (0.0, 0.0) for node in nodes]
    widths = [size[0] + (name[0] + 6 if name[0] else 0.0) for size, name in zip(extents, names, strict=True)]
    left = -(sum(widths) + _SIDE_GAP * (len(widths) - 1)) / 2
    for each, size, name, width in zip(extras, extents, names, widths, strict=True):
        drawn.shapes[each] = Box(left, floor - size[1], size[0], size[1])
        if name[0]:
            drawn.labels[each] = Box(left + size[0] + 6, floor - size[1] / 2 - name[1] / 2, *name)
        left += width + _SIDE_GAP


def blocked_sides(plan: Plan, name: str) -> set[Step]:
    """Sides no line may use because something hangs there."""
    node = plan.model.nodes[name]
    blocked: set[Step] = set()
    if plan.guests.get(name):
        blocked.add(DOWN)
    if plan.extras.get(name):
        blocked.add(UP)
    if node.host:
        blocked |= {UP, DOWN}
    return blocked - {RIGHT}
