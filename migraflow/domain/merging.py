"""Two records of one human made one: value by value as somebody chose, and exactly undone when it was a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from migraflow.domain.answer_values import is_blank
from migraflow.domain.values import at_path, with_path

Values = Mapping[str, object]
ONE, OTHER = "one", "other"
"""Which record a value comes from."""


class PairState(StrEnum):
    """What became of two people alike."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
    GONE = "gone"
    """They are no longer alike: one of them was corrected before anybody decided."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people alike, by key, the score when they were last compared, and what somebody decided."""

    id: int
    one_id: int
    other_id: int
    score: int
    state: PairState
    seen: datetime
    decided: datetime | None
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as it was made: what was known of both before, of the kept one after, and the rows that changed hands.

    `moved` is table → the keys of its rows; `before` and `after` are whole registers.
    """

    id: int
    kept_id: int
    gone_id: int
    before: Mapping[str, Values]
    after: Values
    moved: Mapping[str, tuple[tuple[object, ...], ...]]
    reason: str
    made: datetime
    made_by: str
    undone: datetime | None
    undone_by: str


def leaves(known: Values) -> dict[str, object]:
    """What is known field by field: blocks are opened one level (``identite.nom``), lists stay whole; no blanks."""
    found: dict[str, object] = {}
    for block, value in known.items():
        if isinstance(value, Mapping):
            found.update({f"{block}.{name}": one for name, one in cast(Values, value).items() if not is_blank(one)})
        elif not is_blank(value):
            found[block] = value
    return found


def differing(one: Values, other: Values) -> list[str]:
    """The fields where both records say something, and not the same."""
    first, second = leaves(one), leaves(other)
    return [path for path in first if path in second and first[path] != second[path]]


def joined(kept: Values, gone: Values, from_gone: Iterable[str]) -> dict[str, object]:
    """What is known of one human from both records: the kept one's word, but for what it does not say and for the
    fields of `from_gone`."""
    known: dict[str, object] = dict(kept)
    held, others, chosen = leaves(kept), leaves(gone), frozenset(from_gone)
    for path, value in others.items():
        if path not in held or path in chosen:
            known = with_path(known, path, value)
    return coherent(known, others, chosen)


def coherent(known: dict[str, object], others: Values, chosen: frozenset[str]) -> dict[str, object]:
    """A day of birth that was chosen takes back « né vers », and a year that was chosen takes back the day."""
    day, year, around = "identite.date_naissance", "identite.annee_naissance", "identite.ne_vers"
    if day in chosen and at_path(known, year) is not None:
        return with_path(with_path(known, year, None), around, False)
    if (year in chosen or (around in chosen and others.get(around) is True)) and at_path(known, day) is not None:
        return with_path(with_path(known, day, None), around, True)
    if at_path(known, day) is not None and at_path(known, year) is not None:
        return with_path(with_path(known, year, None), around, False)
    return known


def taken_back(now: Values, merge: Merge) -> dict[str, object]:
    """What was known of the kept record before the merge; what was changed since then stays changed."""
    before, after = merge.before[ONE], merge.after
    if now == after:
        return dict(before)
    current, made, past = leaves(now), leaves(after), leaves(before)
    known: dict[str, object] = dict(now)
    for path in {*current, *made, *past}:
        if current.get(path) == made.get(path) and current.get(path) != past.get(path):
            known = with_path(known, path, past.get(path))
    return known


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two people side by side, as words. `differs`: both say something, and not the same."""

    path: str
    label: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people: number, name, when they were registered, and their life line as (opened, procedure, outcome,
    number)."""

    ref: str
    name: str
    version: int
    since: datetime
    cases: tuple[tuple[datetime, str, str, str], ...]
    papers: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """One line of *Doublons à examiner*: who and who, how alike, and the strongest terms in words."""

    id: int
    score: int
    state: PairState
    one: tuple[str, str]
    other: tuple[str, str]
    why: str
    seen: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class PairSheet:
    """Two people side by side: field by field, the terms of the score as (words, points), the decision if any.

    `may_decide` says whether this reader may decide.
    """

    id: int
    score: int
    state: PairState
    one: Side
    other: Side
    fields: tuple[Compared, ...]
    terms: tuple[tuple[str, int], ...]
    may_decide: bool
    decided: datetime | None
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that stands, on the page of the person kept."""

    id: int
    gone_ref: str
    gone_name: str
    made: datetime
    made_by: str
    reason: str
    may_undo: bool
