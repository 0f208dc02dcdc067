"""From the grid to pixels: columns as wide as their widest figure, channels as wide as their tracks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from migraflow.engine.layout.figures import Figure
from migraflow.engine.layout.plan import Plan
from migraflow.engine.layout.rows import Rows
from migraflow.engine.layout.tracks import Run, Tracks
from migraflow.engine.layout.ways import height

TRACK = 12.0
NUDGE = 9.0
_BEFORE, _AFTER, _LEAST = 12.0, 22.0, 34.0
_ABOVE, _BELOW, _FLAT = 14.0, 14.0, 18.0
_LANE_LINE = 10.0
_FRAME_TITLE = 24.0
_LANE_HEIGHT = 80.0


@dataclass
class Needs:
    """Room for the names of lines, in px.

    ``beside`` a channel's tracks on their right, ``across`` a trackless channel from the centre of the column before
    it, ``above`` a row's centre line, ``over`` a level track.
    """

    beside: dict[int, float] = field(default_factory=dict[int, float])
    across: dict[int, float] = field(default_factory=dict[int, float])
    above: dict[int, float] = field(default_factory=dict[int, float])
    over: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])


@dataclass
class Plane:
    """Where the grid's lines run, in px from the upper left corner of the scope."""

    columns: list[float] = field(default_factory=list[float])
    rows: list[float] = field(default_factory=list[float])
    upright: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])
    level: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])
    cuts: list[float] = field(default_factory=list[float])
    width: float = 0.0
    height: float = 0.0


def plane(plan: Plan, rows: Rows, figures: Mapping[str, Figure], tracks: Tracks, needs: Needs) -> Plane:
    """Sets all lines of the grid."""
    result = Plane()
    _set_columns(result, plan, figures, tracks, needs)
    _set_rows(result, plan, rows, figures, tracks, needs)
    return result


def _set_columns(result: Plane, plan: Plan, figures: Mapping[str, Figure], tracks: Tracks, needs: Needs) -> None:
    at = 0.0
    for channel in range(plan.columns + 1):
        count = tracks.count.get((True, 2 * channel), 0)
        inner = _BEFORE + (count - 1) * TRACK if count else 0.0
        for number in range(count):
            result.upright[channel, number] = at + _BEFORE + number * TRACK
        least = _LEAST if count or channel not in (0, plan.columns) else 20.0
        across = needs.across.get(channel, 0.0) - (at - result.columns[channel - 1] if channel else 0.0)
        at += max(least, inner + max(_AFTER, needs.beside.get(channel, 0.0)), across)
        if channel < plan.columns:
            members = [figures[node].extent for node in plan.region if plan.column[node] == channel]
            at -= min((box.x for box in members), default=0.0)
            result.columns.append(at)
            at += max((box.right for box in members), default=0.0)
    result.width = at


def _set_rows(
    result: Plane, plan: Plan, rows: Rows, figures: Mapping[str, Figure], tracks: Tracks, needs: Needs
) -> None:
    at = 0.0
    lane_starts = {first: lane for lane, (first, _) in enumerate(rows.spans)}
    tops = {frame.top for frame in plan.frames.values()}
    for channel in range(height(rows) + 1):
        if channel in lane_starts:
            at = _lane_start(result, at, channel)
        at = _level_channel(result, at, channel, tracks, needs)
        if channel < height(rows):
            members = [figures[node].extent for node in plan.region if rows.row[node] == channel]
            at += max(needs.above.get(channel, 0.0), *(-box.y for box in members), 0.0, 0.0)
            result.rows.append(at)
            at += max(*(box.bottom for box in members), 0.0, _FRAME_TITLE * (channel in tops))
    result.height = max(at, result.cuts[-1] + _LANE_HEIGHT)


def _lane_start(result: Plane, at: float, channel: int) -> float:
    at = at + _LANE_LINE if channel else 0.0
    if result.cuts:
        at = max(at, result.cuts[-1] + _LANE_HEIGHT)
    result.cuts.append(at)
    return at


def _level_channel(result: Plane, at: float, channel: int, tracks: Tracks, needs: Needs) -> float:
    count = tracks.count.get((False, 2 * channel), 0)
    if not count:
        return at + _FLAT
    at += _ABOVE
    for number in range(count):
        at += needs.over.get((channel, number), 0.0) + (TRACK if number else 0.0)
        result.level[channel, number] = at
    return at + _BELOW


def position(result: Plane, tracks: Tracks, run: Run) -> float:
    """The x of an upright run or the y of a level one."""
    middle = run.line // 2
    if run.line % 2:
        return (result.columns if run.upright else result.rows)[middle] + NUDGE * tracks.nudged.get(
            (run.way, run.index), 0
        )
    return (result.upright if run.upright else result.level)[middle, tracks.number[run.way, run.index]]
