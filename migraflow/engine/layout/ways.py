"""From the plan and its rows to a grid with the lines to route: who may leave and enter where, at what cost."""

from dataclasses import replace

from migraflow.engine.layout.figures import blocked_sides
from migraflow.engine.layout.model import Family, Flow
from migraflow.engine.layout.plan import Plan
from migraflow.engine.layout.routing import DOWN, LEFT, RIGHT, UP, Cell, Grid, Step, Way
from migraflow.engine.layout.rows import Rows

_DATA = {"association", "dataInputAssociation", "dataOutputAssociation"}
Ports = dict[tuple[Cell, Step], float]


def grid(plan: Plan, rows: Rows) -> Grid:
    """The nodes on their cells of the fine grid."""
    return Grid({cell(plan, rows, node): node for node in plan.region}, rows.borders)


def cell(plan: Plan, rows: Rows, node: str) -> Cell:
    """Where a grid node stands on the fine grid."""
    return (2 * plan.column[node] + 1, 2 * rows.row[node] + 1)


def height(rows: Rows) -> int:
    """The number of rows, borders included."""
    return rows.spans[-1][1] + 1


def ways(plan: Plan, rows: Rows, outwards: dict[str, Step]) -> list[Way]:
    """Every line of the plan; ``outwards`` gives the side by which messages leave the pool, by message id."""
    found = [way for flow in plan.flows if (way := _way(plan, rows, flow))]
    for message in plan.model.messages:
        side = outwards.get(message.id)
        inner = next((end for end in (message.source, message.target) if plan.seat(end) in plan.region), "")
        if side and inner:
            found.append(_message(plan, rows, message, inner, side))
    return found


def _way(plan: Plan, rows: Rows, flow: Flow) -> Way | None:
    framed = [end in plan.frames for end in (flow.source, flow.target)]
    if flow.kind in _DATA and all(framed):
        return None
    if flow.kind in _DATA and framed[0]:
        turned = _way(plan, rows, replace(flow, source=flow.target, target=flow.source))
        return turned and replace(turned, backwards=True)
    source, target = plan.seat(flow.source), plan.seat(flow.target)
    known = all(end in plan.region or end in plan.frames for end in (source, target))
    if not known or (flow.kind != "sequenceFlow" and source == target):
        return None
    if flow.kind in _DATA:
        starts, goals = _data_ports(plan, rows, source), _data_goals(plan, rows, target)
    else:
        back = _column(plan, target, left=True) <= _column(plan, source, left=False)
        starts, goals = _starts(plan, rows, flow.source, back=back), _goals(plan, rows, target, back=back)
    within, walls = _room(plan, rows, source, target)
    (x, y), (far, down) = min(starts)[0], min(goals)[0]
    late = 500.0 * (flow.kind in _DATA) + 200.0 * (far <= x)
    ranked = abs(x - far) + 1.5 * abs(y - down) + late
    home = cell(plan, rows, source) if source != flow.source and source in plan.region else (0, 0)
    return Way(flow.id, flow.source, flow.target, starts, goals, within, walls, ranked, home=home)


def _column(plan: Plan, node: str, *, left: bool) -> int:
    frame = plan.frames.get(node)
    return (frame.left if left else frame.right) if frame else plan.column[node]


def _starts(plan: Plan, rows: Rows, node: str, *, back: bool) -> Ports:
    seat = plan.seat(node)
    if seat != node:
        x, y = cell(plan, rows, seat)
        return {((x, y + 1), RIGHT): 0.0, ((x, y + 1), DOWN): 0.0, ((x, y + 1), LEFT): 1.0}
    if node in plan.frames:
        frame = plan.frames[node]
        return {(each, RIGHT): 0.0 for each in _border_cells(plan, rows, frame.right, frame.top, frame.bottom)}
    here, blocked = cell(plan, rows, node), blocked_sides(plan, node)
    family = plan.model.nodes[node].family
    aside = 0.5 if family is Family.GATEWAY else 5.0 if back else 99.0
    costs = {RIGHT: 0.0, UP: aside, DOWN: aside + (family is Family.EVENT)}
    return {(here, side): cost for side, cost in costs.items() if side not in blocked and cost < 99.0}


def _goals(plan: Plan, rows: Rows, node: str, *, back: bool) -> Ports:
    if node in plan.frames:
        frame = plan.frames[node]
        return {(each, RIGHT): 0.0 for each in _border_cells(plan, rows, frame.left, frame.top, frame.bottom)}
    here, blocked = cell(plan, rows, node), blocked_sides(plan, node)
    family = plan.model.nodes[node].family
    splits = sum(flow.source == node for flow in plan.flows) > 1
    aside = (5.0 if splits else 2.0) if family is Family.GATEWAY else 3.0 if back else 8.0
    costs = {RIGHT: 0.0, DOWN: aside, UP: aside + 2 * (family is Family.EVENT)}
    return {(here, side): cost for side, cost in costs.items() if (-side[0], -side[1]) not in blocked}


def _data_ports(plan: Plan, rows: Rows, node: str) -> Ports:
    x, y = cell(plan, rows, node)
    return {((x, y - 1), RIGHT): 0.0, ((x, y - 1), LEFT): 0.0, ((x, y - 1), UP): 0.0}


def _data_goals(plan: Plan, rows: Rows, node: str) -> Ports:
    if node not in plan.region:
        return _goals(plan, rows, node, back=True)
    x, y = cell(plan, rows, node)
    return {((x, y - 1), RIGHT): 0.0, ((x, y - 1), LEFT): 0.0, ((x, y - 1), DOWN): 0.0}


def _border_cells(plan: Plan, rows: Rows, column: int, top: int, bottom: int) -> list[Cell]:
    taken = {cell(plan, rows, node) for node in plan.region}
    cells = [(2 * column + 1, 2 * row + 1) for row in range(top + 1, bottom) if row not in rows.borders]
    return [each for each in cells if each not in taken]


def _room(
    plan: Plan, rows: Rows, source: str, target: str
) -> tuple[tuple[int, int, int, int], tuple[tuple[int, int, int, int], ...]]:
    """The part of the grid a line may use: inside the frame both ends stand in, outside all others."""
    region = _region(plan, source)
    whole = (0, 2 * plan.columns, 0, 2 * height(rows))
    if region != _region(plan, target):
        return whole, ()
    if region:
        frame = plan.frames[region]
        whole = (2 * frame.left + 2, 2 * frame.right, 2 * frame.top + 2, 2 * frame.bottom)
    walls = tuple(
        (2 * frame.left + 1, 2 * frame.right + 1, 2 * frame.top + 1, 2 * frame.bottom + 1)
        for frame in plan.frames.values()
        if frame.parent == region
    )
    return whole, walls


def _region(plan: Plan, node: str) -> str:
    return plan.frames[node].parent if node in plan.frames else plan.region[node]


def _message(plan: Plan, rows: Rows, message: Flow, inner: str, side: Step) -> Way:
    x, y = home = cell(plan, rows, plan.seat(inner))
    edge = 0 if side == UP else 2 * height(rows)
    whole = (0, 2 * plan.columns, 0, 2 * height(rows))
    goals: Ports = {((column, edge), side): 0.0 for column in range(2 * plan.columns + 1)}
    starts, aside, offset = dict[tuple[Cell, Step], float](), 0, _offset(plan, message, inner)
    if plan.seat(inner) != inner:
        starts = {((x, y + 1), each): 0.0 for each in (LEFT, DOWN)}
    else:
        for way_out in (each for each in (UP, DOWN) if each not in blocked_sides(plan, inner)):
            detour = 0.0 if way_out == side else 4.0
            starts[home, way_out] = detour
            starts |= {((x, y + way_out[1]), each): detour + 3.0 for each in (way_out, LEFT, RIGHT)}
    if not starts:
        starts, aside = {(home, RIGHT): 0.0}, side[1]
    ends = (f"{message.id}/from", f"{message.id}/to")
    return Way(message.id, *ends, starts, goals, whole, (), 900.0, aside, inner, offset, home)


def _offset(plan: Plan, message: Flow, inner: str) -> float:
    """Where a message leaves a side whose middle is taken: each of a node's messages at a place of its own."""
    if plan.seat(inner) != inner:
        return -8.0
    ours = [each.id for each in plan.model.messages if inner in (each.source, each.target)]
    number = ours.index(message.id)
    step = 9.0 if plan.model.nodes[inner].family in (Family.EVENT, Family.GATEWAY) else 24.0
    return step * (1 - 2 * (number % 2)) * (1 + number // 2 * 0.5)
