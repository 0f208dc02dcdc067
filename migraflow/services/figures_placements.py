"""Placement (PL): who leaves and for where, what it costs them, whether contracts are kept, who stays in work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import concealing, tallies
from migraflow.services.figure_shapes import (
    BOX,
    Count,
    heads_of,
    per_place,
    rounded,
    rows_of,
    share_by,
    share_per_month,
)
from migraflow.services.tallies import counts, share
from migraflow.services.work import Work

YOUNG = ("15-24", "25-35")
"""The bands of the 15 to 35 years old."""
YOUTH = "jeunes"
"""Their line in the list of rows."""
TERMS = ((6, 183), (12, 365))
"""After how many months a cohort is looked at, and the days that are."""
KEPT = ((3, "en_emploi_3_mois", 92), (6, "en_emploi_6_mois", 183), (12, "en_emploi_12_mois", 365))
"""The follow-ups: months, the fact that says somebody is still in work, the days that are."""


def cohorts(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Of those who entered the pool in a month, the share who had left 6 and 12 months later (PL02).

    A cohort too young for a term has no figure there. The headline is the longest term, over the cohorts old enough.
    """
    more = [by] if by else []
    entered = tallies.tally(work, slice_, "vivier", "month", *more)
    left = tallies.tally(work, slice_, "depart_du_vivier", "month", *more, "value")
    today = work.now.date()

    def reached(months: Sequence[str], days: int, key: str | None) -> Cell:
        old = {month for month in months if end_of(month) + timedelta(days=days) <= today}
        among = sum(n for at, n in entered.items() if at[0] in old and (key is None or at[1] == key))
        hits = sum(
            n for at, n in left.items() if at[0] in old and int(at[-1]) <= days and (key is None or at[1] == key)
        )
        return share(hits, among)

    months = slice_.months()
    if by:
        met = {str(at[1]) for at in entered}
        rows = rows_of(work, by, {key: tuple(reached(months, days, key) for _, days in TERMS) for key in met})
    else:
        rows = tuple(Row(one, one, tuple(reached([one], days, None) for _, days in TERMS)) for one in months)
    columns = (Head(Unit.LABEL, str(by or "month")), *(Head(Unit.PERCENT, f"after_{term}") for term, _ in TERMS))
    return Counted("PL02", columns, rows, reached(months, TERMS[-1][1], None), by, additive=False)


def end_of(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def shares(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Women, people of 15 to 35 and each region among those who left (PL03), or the values of a dimension."""
    found = {one: tallies.summed(tallies.tally(work, slice_, "depart", one), 0)
             for one in ({by} if by else {Dimension.SEX, Dimension.AGE, Dimension.REGION})}  # fmt: skip
    every = tallies.total(work, slice_, "depart")
    if by:
        rows = rows_of(work, by, {key: (share(n, every),) for key, n in found[by].items()})
    else:
        young = sum(found[Dimension.AGE].get(band, 0) for band in YOUNG)
        women = found[Dimension.SEX].get("F", 0)
        regions = {key: (share(n, every),) for key, n in found[Dimension.REGION].items()}
        rows = (
            Row("", tallies.label_of(work, Dimension.SEX, "F"), (share(women, every),)),
            Row("", tallies.named(work, YOUTH), (share(young, every),)),
            *(Row("", row.label, row.cells) for row in rows_of(work, Dimension.REGION, regions)),
        )
    columns = (Head(Unit.LABEL, str(by or "part")), Head(Unit.PERCENT, "share"))
    return Counted("PL03", columns, rows, counts(every), by, additive=False)


def cost(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """What workers paid over their first monthly wage (PL04, SDG 10.7.1): quartiles, median, P90 and mean."""
    by = by or Dimension.DESTINATION
    found: dict[str, list[int]] = {}
    by_value, every = concealing.ratios(work, slice_, by)
    for key, ratio in by_value:
        found.setdefault(key, []).append(ratio)
    rows = (
        Row("", tallies.named(work, tallies.EVERYBODY), wages(every)),
        *rows_of(work, by, {key: wages(ratios) for key, ratios in found.items()}),
    )
    columns = (Head(Unit.LABEL, str(by)), *(Head(Unit.WAGES, key) for key, _ in BOX), Head(Unit.WAGES, "mean"))
    return Counted("PL04", columns, rows if every else (), wages(every)[1], by, additive=False)


def wages(thousandths: Sequence[int]) -> tuple[Cell, ...]:
    """The figures of one box of ratios in thousandths, as months of wages with two decimals, and their mean."""
    values: dict[int, int] = {}
    for one in thousandths:
        values[one] = values.get(one, 0) + 1
    spread = Spread(values)
    places = [spread.quantile(level) for _, level in BOX]
    mean = fmean(thousandths) if thousandths else None
    return tuple(Cell(None if one is None else round(one / 1000, 2), len(thousandths)) for one in (*places, mean))


def distress(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Distress reports month by month, and the median hours until somebody took them up (PL07)."""
    total = counts(tallies.total(work, slice_, "detresse"))
    if by:
        columns, rows = tallies.by_month(work, slice_, "detresse", by, Unit.CASES)
        return Counted("PL07", columns, rows, total)
    reports = tallies.tally(work, slice_, "detresse", "month")
    answers = tallies.spreads(work, slice_, "reponse_detresse", "month")
    rows = tuple(
        Row(month, month, (counts(reports.get((month,), 0)), median_of(answers.get(month, Spread({})))))
        for month in slice_.months()
    )
    columns = (Head(Unit.LABEL, "month"), Head(Unit.CASES, "reports"), Head(Unit.HOURS, "median_hours"))
    return Counted("PL07", columns, rows, total, additive=False)


def median_of(spread: Spread) -> Cell:
    """The median, with one decimal."""
    return Cell(rounded(spread.quantile(0.5)), spread.count)


def in_work(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Of those placed in the slice and followed up, the share still in work after 3, 6 and 12 months (PL08)."""
    kept = {term: people_by(work, slice_, fact, by) for term, fact, _ in KEPT}
    quit_on = tallies.tally(work, slice_, "emploi_quitte", *([by] if by else []), "value")
    keys = tallies.keys_of(work, by, {key for found in kept.values() for key in found}) if by else [""]
    rows: list[Row] = []
    for term, _, days in KEPT:
        cells: list[Cell] = []
        for key in keys:
            gone = sum(n for at, n in quit_on.items() if int(at[-1]) <= days and (not by or at[0] == key))
            stayed = kept[term].get(key, 0)
            cells += [share(stayed, stayed + gone)] if by else [share(stayed, stayed + gone), counts(stayed + gone)]
        rows.append(Row("", str(term), tuple(cells)))
    heads = (
        heads_of(work, by, keys, Unit.PERCENT) if by else (Head(Unit.PERCENT, "share"), Head(Unit.PEOPLE, "at_risk"))
    )
    last = people_by(work, slice_, KEPT[-1][1], None).get("", 0)
    gone = sum(n for at, n in quit_on.items() if int(at[-1]) <= KEPT[-1][2])
    return Counted("PL08", (Head(Unit.LABEL, "months"), *heads), tuple(rows), share(last, last + gone), additive=False)


def people_by(work: Work, slice_: Slice, fact: str, by: Dimension | None) -> Mapping[str, int]:
    """Counts of a fact by the values of a dimension ("" when nothing is broken down)."""
    return {str(key[0]) if by else "": n for key, n in tallies.tally(work, slice_, fact, *([by] if by else [])).items()}


def returns(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Seasonal and circular migrations ended: the share who returned on time, and cycles per person (PL09)."""
    by = by or Dimension.MIGRATION
    on_time = people_by(work, slice_, "retour_echeance", by)
    ended = people_by(work, slice_, "fin_temporaire", by)
    persons = concealing.people(work, slice_, "fin_temporaire", by)

    def cells(key: str, cycles: int) -> tuple[Cell, ...]:
        people = persons.get(key, (0, 0))[1]
        each = Cell(round(cycles / people, 2) if people else None, people)
        return share(on_time.get(key, 0), cycles), counts(cycles), each

    rows = rows_of(work, by, {key: cells(key, cycles) for key, cycles in ended.items()})
    columns = (
        Head(Unit.LABEL, str(by)),
        Head(Unit.PERCENT, "share"),
        Head(Unit.CASES, "all"),
        Head(Unit.RATE, "cycles"),
    )
    total = share(sum(on_time.values()), sum(ended.values()))
    return Counted("PL09", columns, rows, total, by, additive=False)


def remittances(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Money sent home as declared at follow-ups, in F CFA (PL10): it rests on people, not on declarations."""
    by = by or Dimension.DESTINATION
    met = concealing.people(work, slice_, "transfert", by)
    again = {key: told - persons for key, (told, persons) in met.items()}
    found = tallies.spreads(work, slice_, "transfert", by)
    every = tallies.spreads(work, slice_, "transfert").get("", Spread({}))

    def cells(spread: Spread, repeated: int) -> tuple[Cell, ...]:
        return tuple(Cell(rounded(spread.quantile(level), 0), spread.count - repeated) for _, level in BOX)

    rows = rows_of(work, by, {key: cells(spread, again.get(key, 0)) for key, spread in found.items()})
    columns = (Head(Unit.LABEL, str(by)), *(Head(Unit.MONEY, key) for key, _ in BOX))
    total = cells(every, sum(again.values()))[1]
    return Counted("PL10", columns, rows, total, by, additive=False)


PLACEMENTS: dict[str, Count] = {
    "PL01": per_place("PL01", "depart", Dimension.DESTINATION),
    "PL02": cohorts,
    "PL03": shares,
    "PL04": cost,
    "PL05": share_per_month("PL05", "commission_payee", "couts_declares"),
    "PL06": share_by("PL06", "contrat_conforme", "suivi_30_jours", Dimension.DESTINATION),
    "PL07": distress,
    "PL08": in_work,
    "PL09": returns,
    "PL10": remittances,
}
