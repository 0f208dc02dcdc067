"""Answers by path: ``identite.nom``, ``pieces.0.numero``. Raw answers nest; inputs of a page are flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

Raw = Mapping[str, object]

MOST_ROWS = 200
"""No client needs more rows in a group; more would only serve to fill the memory."""


def flat(raw: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Nested answers as (path, leaf) pairs. Lists of plain values, amounts, files and persons are leaves."""
    if isinstance(raw, Mapping) and not ({"montant", "id"} & cast(Mapping[str, object], raw).keys()):
        for name, inner in cast(Mapping[str, object], raw).items():
            yield from flat(inner, f"{prefix}.{name}" if prefix else name)
    elif isinstance(raw, list) and any(isinstance(row, Mapping) for row in cast(list[object], raw)):
        for n, inner in enumerate(cast(list[object], raw)):
            yield from flat(inner, f"{prefix}.{n}")
    else:
        yield prefix, raw


def put(raw: Raw, path: str, value: object) -> dict[str, object]:
    """A copy of the nested answers `raw` with `value` at `path`; rows before it are made when missing.

    Raises ValueError for a row number beyond MOST_ROWS.
    """
    head, _, rest = path.partition(".")
    return {**raw, head: put_below(raw.get(head), rest, value) if rest else value}


def put_below(inner: object, path: str, value: object) -> object:
    """`inner`, a block or the rows of a group, with `value` at `path` inside it."""
    head, _, rest = path.partition(".")
    if not head.isdigit():
        return put(cast(Raw, inner) if isinstance(inner, Mapping) else {}, path, value)
    place = int(head)
    if place >= MOST_ROWS:
        raise ValueError(f"row {place}")
    rows = list(cast(list[object], inner)) if isinstance(inner, list) else []
    rows += [{} for _ in range(place + 1 - len(rows))]
    rows[place] = put_below(rows[place], rest, value) if rest else value
    return rows


def without_row(raw: Raw, path: str) -> dict[str, object]:
    """A copy of `raw` without the row at `path` (``pieces.1``); unchanged when there is none."""
    group, _, place = path.rpartition(".")
    rows: object = raw
    for part in group.split("."):
        rows = inside(rows, part)
    if not isinstance(rows, list) or not place.isdigit():
        return dict(raw)
    return put(raw, group, [row for n, row in enumerate(cast(list[object], rows)) if n != int(place)])


def inside(holder: object, part: str) -> object:
    """What stands under `part` of a block, or in row `part` of a group; None where nothing does."""
    if isinstance(holder, list):
        rows = cast(list[object], holder)
        return rows[int(part)] if part.isdigit() and int(part) < len(rows) else None
    return cast(Raw, holder).get(part) if isinstance(holder, Mapping) else None
