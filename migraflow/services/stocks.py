"""Who stands in the pool, which cases stand open: at the end of a slice, and by how much more each month.

What stands now is kept (``store.stocks``), so nothing is added up from the beginning. In the other world
(``services/concealing``) a stock may be told where both may be that it is made of: all who came in and all who left
until then, or in a month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

from migraflow.domain.facts import STANDING
from migraflow.domain.measures import Dimension, Slice
from migraflow.services import concealing
from migraflow.services.concealing import FIRST, Asked, Reading
from migraflow.services.disclosures import MONTH, PART
from migraflow.services.work import Work
from migraflow.store import figures as store
from migraflow.store.figures import By, Counts

SINCE = "since"
BEFORE = ""
"""Instead of a month: all that was before the slice. As a month people came in: earlier than the recent ones."""
Moves = dict[Asked, float]
"""By how much counts differ in the other world."""
Spans = Mapping[str, frozenset[str]]


def standing(work: Work, slice_: Slice, stock: str, by: Sequence[Dimension]) -> Counts:
    """How many stand in a stock at the end of a slice, by dimensions."""
    found = stood(work, slice_, stock, by)
    if not concealing.ANOTHER.get():
        return found
    whole = {BEFORE: until(slice_)}
    keys = [(BEFORE, *key) for key in found]
    return moved(found, ({key[1:]: sign * n for key, n in moves(work, slice_, fact, by, whole, keys).items()}
                         for fact, sign in signed(stock)))  # fmt: skip


def growth(work: Work, slice_: Slice, stock: str, by: Sequence[Dimension]) -> Counts:
    """How many stand in a stock before a slice (month BEFORE), and by how much it grows each month, by dimensions."""
    begun = before(slice_)
    found: Counts = {(BEFORE, *key): n for key, n in stood(work, begun, stock, by).items()}
    found |= changes(work, slice_, stock, by)
    if not concealing.ANOTHER.get():
        return found
    return moved(found, ({key: sign * n for key, n in moves(work, slice_, fact, by, spans(slice_), [*found]).items()}
                         for fact, sign in signed(stock)))  # fmt: skip


def growth_by_age(work: Work, slice_: Slice, stock: str, recent: int) -> Counts:
    """The same by the month people came in, BEFORE for those who then had been there for `recent` months or more."""
    found: Counter[Asked] = Counter()
    first = f"{slice_.since:%Y-%m}"
    for (since,), n in stood(work, before(slice_), stock, (SINCE,)).items():
        found[BEFORE, lumped(str(since), first, recent)] += n
    for (month, since), n in changes(work, slice_, stock, (SINCE,)).items():
        found[month, lumped(str(since), str(month), recent)] += n
    return moved(dict(found), moves_by_age(work, slice_, stock, recent)) if concealing.ANOTHER.get() else dict(found)


def stood(work: Work, slice_: Slice, stock: str, by: Sequence[By]) -> Counts:
    """Who stands in a stock at the end of a slice, in this world."""
    return concealing.once(("stood", slice_, stock, *by), lambda: store.standing(work.store, slice_, stock, by))


def changes(work: Work, slice_: Slice, stock: str, by: Sequence[By]) -> Counts:
    """By how much it grows each month, in this world."""
    return concealing.once(("changes", slice_, stock, *by), lambda: store.changes(work.store, slice_, stock, by))


def moves_by_age(work: Work, slice_: Slice, stock: str, recent: int) -> Iterator[Moves]:
    """By how much these differ in the other world; the old ones, all less the recent ones, move against them."""
    (brings, _), (takes, _) = signed(stock)
    first = f"{slice_.since:%Y-%m}"
    came = moves(work, slice_, brings, (), spans(slice_), [])
    yield {(month, month): n for (month,), n in came.items()}
    yield {(month, BEFORE): -n for (month,), n in moves(work, slice_, takes, (), spans(slice_), []).items()}
    lately = recent_to(first, recent)[:-1]
    entries = Reading(work, replace(slice_, since=FIRST), (brings,), (MONTH,))
    for (month,), n in entries.loose([(month,) for month in lately]).items():
        yield {(BEFORE, month): n, (BEFORE, BEFORE): -n}
    exits = Reading(work, replace(slice_, since=FIRST), (takes,), (MONTH, PART), spans(slice_))
    pairs = [(BEFORE, since) for since in lately]
    pairs += [(month, since) for month in slice_.months() for since in recent_to(month, recent)]
    for (month, since), n in exits.loose(pairs).items():
        yield {(month, since): -n, (month, BEFORE): n}


def moves(work: Work, slice_: Slice, fact: str, by: Sequence[By], whole: Spans, found: Sequence[Asked]) -> Moves:
    """By how much the counts of one fact over some spans move; none that follows from what may be told."""
    reading = Reading(work, replace(slice_, since=FIRST), (fact,), (MONTH, *by), whole)
    keys = [*found] if reading.too_many else sorted({*found, *product(*map(reading.values, (MONTH, *map(str, by))))})
    shut = [key for key in keys if not reading.open(key)]
    return dict(zip(shut, reading.moves(shut), strict=True))


def moved(found: Counts, changes: Iterator[Moves]) -> Counts:
    """The counts, moved."""
    other: dict[Asked, float] = dict(found)
    for change in changes:
        for key, n in change.items():
            other[key] = other.get(key, 0) + n
    return other  # pyright: ignore[reportReturnType]


def signed(stock: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The fact that brings into a stock and the one that takes out of it."""
    brings, takes = STANDING[stock]
    return (brings, 1), (takes, -1)


def lumped(since: str, month: str, recent: int) -> str:
    """The month somebody came in, seen from another one; BEFORE when it is not recent."""
    return since if months_between(since, month) < recent else BEFORE


def months_between(since: str, month: str) -> int:
    """How many months one lies after another."""
    return 12 * (int(month[:4]) - int(since[:4])) + int(month[5:]) - int(since[5:])


def recent_to(month: str, recent: int) -> list[str]:
    """The last so many months up to one."""
    last = 12 * int(month[:4]) + int(month[5:]) - 1
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(last - recent + 1, last + 1)]


def before(slice_: Slice) -> Slice:
    """A slice that ends where another begins."""
    end = slice_.since - timedelta(days=1)
    return replace(slice_, since=end, until=end)


def until(slice_: Slice) -> frozenset[str]:
    """All months up to the end of a slice."""
    return frozenset(replace(slice_, since=min(FIRST, slice_.until)).months())


def spans(slice_: Slice) -> Spans:
    """The months of a slice, and all before it as one."""
    return {BEFORE: until(before(slice_)), **{month: frozenset((month,)) for month in slice_.months()}}
