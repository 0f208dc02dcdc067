"""From routed paths to waypoints: corners where the runs meet, ends docked on the shapes' borders."""

from collections.abc import Mapping, Sequence
from math import sqrt

from migraflow.engine.layout.coordinates import NUDGE, Plane, position
from migraflow.engine.layout.geometry import Box, Point, simplified
from migraflow.engine.layout.model import Family, Model
from migraflow.engine.layout.plan import Plan
from migraflow.engine.layout.routing import Cell, Way
from migraflow.engine.layout.tracks import Run, Tracks

_CURVES = 1000.0


def shift(plan: Plan, way: Way, path: Sequence[Cell], offsets: Mapping[str, float]) -> float:
    """How far the first point stands from its column's centre, in columns (for ordering only)."""
    if path[0][1] % 2:
        return 0.0
    source = way.shape or way.source
    return (way.offset + (offsets.get(source, 0.0) if plan.seat(source) != source else 0.0)) / _CURVES


def waypoints(
    result: Plane, tracks: Tracks, way: Way, path: Sequence[Cell], pieces: Sequence[Run], shapes: Mapping[str, Box],
    model: Model,
) -> list[Point]:  # fmt: skip
    """The corners of one line between its two ends, then docked where an end is a shape."""
    source, target = _ends(way)
    places = [position(result, tracks, run) for run in pieces]
    if path[0][1] % 2 == 0 and source in shapes and pieces[0].upright:
        places[0] = _stub(shapes[source], way)
    if way.aside and not pieces[0].upright:
        places[0] += way.aside * NUDGE
    points: list[Point] = []
    for run, place, after in zip(pieces, places, places[1:], strict=False):
        points.append((place, after) if run.upright else (after, place))
    points.insert(0, _first(result, way, path, pieces[0], places[0], shapes.get(source)))
    points.append(_last(result, path, pieces[-1], places[-1], shapes.get(target)))
    if path[0][1] % 2 == 0 and source in shapes and not pieces[0].upright:
        points[0] = (_stub(shapes[source], way), points[0][1])
    if path[0][1] % 2 == 0 and source in shapes:
        points.insert(0, (points[0][0], shapes[source].centre[1]))
    if path[-1][1] % 2 == 0 and target in shapes:
        points[-1] = (shapes[target].centre[0], points[-1][1])
        points.append(shapes[target].centre)
    docked = _docked(points, model, source, target, shapes)
    return docked[::-1] if way.backwards else docked


def _ends(way: Way) -> tuple[str, str]:
    return way.shape or way.source, way.target


def _stub(box: Box, way: Way) -> float:
    return box.centre[0] + way.offset


def _first(result: Plane, way: Way, path: Sequence[Cell], run: Run, place: float, box: Box | None) -> Point:
    x, y = path[0]
    centre = box.centre if box and x % 2 and y % 2 else _grid_point(result, (x, y))
    return (place, centre[1]) if run.upright else (centre[0], place)


def _last(result: Plane, path: Sequence[Cell], run: Run, place: float, box: Box | None) -> Point:
    x, y = path[-1]
    centre = box.centre if box and x % 2 and y % 2 else _grid_point(result, (x, y))
    return (place, centre[1]) if run.upright else (centre[0], place)


def _grid_point(result: Plane, cell: Cell) -> Point:
    x, y = cell
    across = result.columns[x // 2] if x % 2 else 0.0
    down = result.rows[y // 2] if y % 2 else (0.0 if y == 0 else result.height)
    return (across, down)


def _docked(points: list[Point], model: Model, source: str, target: str, shapes: Mapping[str, Box]) -> list[Point]:
    if source in shapes:
        points[0] = dock(shapes[source], model.nodes[source].family, points[0], points[1])
    if target in shapes:
        points[-1] = dock(shapes[target], model.nodes[target].family, points[-1], points[-2])
    return simplified(points)


def dock(box: Box, family: Family, inner: Point, outer: Point) -> Point:
    """Where the upright or level piece from ``outer`` to ``inner`` meets the border of the shape."""
    (x, y), (cx, cy) = inner, box.centre
    level = abs(outer[1] - y) < 0.01
    off = abs(y - cy) if level else abs(x - cx)
    half = box.width / 2 if level else box.height / 2
    if family is Family.EVENT:
        half = sqrt(max(0.0, half * half - off * off))
    elif family is Family.GATEWAY:
        half -= off
    if level:
        return (cx + (half if outer[0] > cx else -half), y)
    return (x, cy + (half if outer[1] > cy else -half))
