"""Points, boxes and segments in the drawing plane: px, x to the right, y downwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """An upright rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> "Box":
        """The box with ``by`` px more on every side (fewer when negative)."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def outline(self) -> tuple[tuple[Point, Point], ...]:
        """The four sides."""
        corners = ((self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom))
        return tuple(pairwise((*corners, corners[0])))

    def holds(self, other: "Box") -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


def around(centre: Point, width: float, height: float) -> Box:
    """The box of that size around a centre."""
    return Box(centre[0] - width / 2, centre[1] - height / 2, width, height)


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box holding all of them (an empty box at the origin for none)."""
    if not boxes:
        return Box(0, 0, 0, 0)
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def segments(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a line."""
    return pairwise(points)


def crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether the piece from ``start`` to ``end`` enters the inside of the box (Liang–Barsky clipping)."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for step, near in ((-dx, x0 - box.x), (dx, box.right - x0), (-dy, y0 - box.y), (dy, box.bottom - y0)):
        if step == 0:
            if near <= 0:
                return False
        elif step < 0:
            enter = max(enter, near / step)
        else:
            leave = min(leave, near / step)
    return enter < leave


def simplified(points: Sequence[Point]) -> list[Point]:
    """The same line without repeated points and without points inside straight runs."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        while len(kept) >= 2 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _straight(first: Point, middle: Point, last: Point) -> bool:
    same_x = abs(first[0] - middle[0]) < 0.01 and abs(middle[0] - last[0]) < 0.01
    same_y = abs(first[1] - middle[1]) < 0.01 and abs(middle[1] - last[1]) < 0.01
    return same_x or same_y
