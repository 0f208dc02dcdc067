"""Counts as indicators are made of them: by month, part or dimension, with the words of the agency's lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from migraflow.domain.facts import AGES
from migraflow.domain.indicators import Cell, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import concealing
from migraflow.services.work import Work
from migraflow.store.figures import By, Counts

LISTS: Mapping[Dimension, str] = {
    Dimension.REGION: "regions",
    Dimension.OFFICE: "structures",
    Dimension.EDUCATION: "cite",
    Dimension.OCCUPATION: "citp",
    Dimension.DESTINATION: "pays",
    Dimension.MIGRATION: "types_migration",
    Dimension.CHANNEL: "canaux",
}
"""The list that holds the words of each dimension; sexes and age bands are closed sets of our own."""
ROWS = "lignes_indicateurs"
"""The list that holds the words of rows which are codes of ours, and the English of those a procedure or rule wrote."""
SEXES = {"F": "sexe_f", "M": "sexe_m"}
"""The line of each sex."""
BANDS = (*(band for _, band in AGES), "50+")
UNKNOWN, EVERYBODY = "non_precise", "ensemble"
"""The lines of what nobody said, and of everybody."""


def tally(work: Work, slice_: Slice, facts: str | Sequence[str], *by: By) -> Counts:
    """How many such facts there are in the slice, by what `by` tells apart."""
    return concealing.read(work, slice_, (facts,) if isinstance(facts, str) else facts, by)


def total(work: Work, slice_: Slice, facts: str | Sequence[str]) -> int:
    """How many such facts there are in the slice."""
    return tally(work, slice_, facts).get((), 0)


def spreads(work: Work, slice_: Slice, fact: str, by: By | None = None) -> dict[str, Spread]:
    """The values of a fact, by what `by` tells apart ("" for all when nothing is)."""
    found: dict[str, dict[int, int]] = {}
    for key, n in tally(work, slice_, fact, *([by] if by else []), "value").items():
        values = found.setdefault(str(key[0]) if by else "", {})
        values[int(key[-1])] = values.get(int(key[-1]), 0) + n
    return {key: Spread(values) for key, values in found.items()}


def sums(work: Work, slice_: Slice, fact: str, *by: By) -> Counts:
    """The values of a fact added up, by what `by` tells apart: posts, people a campaign reports."""
    found: Counts = {}
    for key, n in tally(work, slice_, fact, *by, "value").items():
        found[key[:-1]] = found.get(key[:-1], 0) + n * int(key[-1])
    return found


def summed(counts: Counts, place: int) -> dict[str, int]:
    """The counts by what stands at one place of their keys, all else added up."""
    found: dict[str, int] = {}
    for key, n in counts.items():
        found[str(key[place])] = found.get(str(key[place]), 0) + n
    return found


def keys_of(work: Work, dimension: Dimension, found: Iterable[str]) -> list[str]:
    """The values of a dimension that were found, in the order of its list; what is not known comes last."""
    present = set(found)
    order: Iterable[str] = ()
    if dimension is Dimension.SEX:
        order = SEXES
    elif dimension is Dimension.AGE:
        order = BANDS
    elif LISTS[dimension] in work.house.lists:
        order = work.house.lists[LISTS[dimension]].entries
    known = [key for key in order if key in present]
    return [*known, *sorted(present - set(known) - {""}), *([""] if "" in present else [])]


def label_of(work: Work, dimension: Dimension, key: str) -> str:
    """The agency's words for one value of a dimension."""
    if not key:
        return named(work, UNKNOWN)
    if dimension is Dimension.SEX:
        return named(work, SEXES[key]) if key in SEXES else key
    if dimension is Dimension.AGE:
        return key
    return listed(work, LISTS[dimension], key)


def listed(work: Work, name: str, code: str) -> str:
    """The words of a list for a code, which may name its own list (``motifs_retrait:autre``); else the code."""
    if ":" in code and code.partition(":")[0] in work.house.lists:
        name, _, code = code.partition(":")
    known = work.house.lists.get(name)
    entry = known.entries.get(code) if known is not None else None
    return entry.shown(work.actor.language) if entry is not None else code or named(work, UNKNOWN)


def named(work: Work, code: str) -> str:
    """The words of a row of ours, in the reader's language."""
    return listed(work, ROWS, code)


def worded(work: Work, words: str) -> str:
    """What a procedure or rule of the agency wrote, in the reader's language as far as the list of rows knows it."""
    entries = work.house.lists[ROWS].entries.values() if ROWS in work.house.lists else ()
    known = next((one for one in entries if one.label == words), None)
    return known.shown(work.actor.language) if known is not None else words


def counts(n: int) -> Cell:
    """A count of people or cases: it rests on itself."""
    return Cell(n, n)


def share(hits: int, among: int) -> Cell:
    """A percentage with one decimal; nothing to measure among nobody."""
    return Cell(round(100 * hits / among, 1) if among else None, among, hits)


def by_month(work: Work, slice_: Slice, fact: str, by: Dimension | None, unit: Unit) -> tuple[
    tuple[Head, ...], tuple[Row, ...]
]:  # fmt: skip
    """Months down, and one column of counts per value of `by` (one column for all when nothing is broken down)."""
    found = tally(work, slice_, fact, "month", *([by] if by else []))
    keys = keys_of(work, by, (str(key[1]) for key in found)) if by else [""]
    heads = tuple(Head(unit, label=label_of(work, by, key), value=key) for key in keys) if by else (Head(unit, "all"),)
    rows = tuple(
        Row(month, month, tuple(counts(found.get((month, key) if by else (month,), 0)) for key in keys))
        for month in slice_.months()
    )
    return (Head(Unit.LABEL, "month"), *heads), rows
