"""How the data of branches come together: three-way, against what stood where they split.

The library merges lists element by element, so a list made shorter in a form grows back and of two branches that each
add a line only one survives. Here a branch's change is what differs from the common start; values are never changed in
place, so branches may share what they did not touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Data = dict[str, Any]
ABSENT = object()


def merged(base: Mapping[str, Any], branches: Iterable[Mapping[str, Any]]) -> Data:
    """`base` with the changes of each branch applied in order; of two different changes to one value the later wins."""
    result = dict(base)
    for branch in branches:
        apply_changes(base, branch, result)
    return result


def apply_changes(base: Mapping[str, Any], branch: Mapping[str, Any], result: Data) -> None:
    """Write into `result` (its top level only) what `branch` changed since `base`."""
    for key, value in branch.items():
        before = base.get(key, ABSENT)
        if value is before or same(value, before):
            continue
        result[key] = settled(before, value, result.get(key, ABSENT))
    for key in base.keys() - branch.keys():
        result.pop(key, None)


def settled(before: Any, mine: Any, theirs: Any) -> Any:
    """The value when I made `mine` of `before` while the branches seen so far made `theirs` of it."""
    if theirs is ABSENT or theirs is before or same(theirs, before):
        return mine
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return merged(before if isinstance(before, dict) else {}, (theirs, mine))
    if isinstance(mine, list) and isinstance(theirs, list):
        start = before if isinstance(before, list) else []
        size = len(start)
        if same(mine[:size], start) and same(theirs[:size], start):
            return theirs + [item for item in mine[size:] if item not in theirs[size:]]
    return mine


def same(one: Any, other: Any) -> bool:
    """Equality that tells True from 1 and a text from a number; what nobody touched is the same object."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
