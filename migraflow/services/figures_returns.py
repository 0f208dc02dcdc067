"""Return and reintegration (RM): who comes back, how soon they are received, what becomes of their projects."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import tallies
from migraflow.services.figure_rates import Flags, flags, rate_rows, stages_of, total_flags
from migraflow.services.figure_shapes import Count, per_part
from migraflow.services.work import Work

LEVELS = ("vert", "orange", "rouge")
STAGES = ("projet_soumis", "projet_accorde", "projet_finance")
"""The facts of a project's stages; being active comes after them."""
ACTIVE = "actif"
AFTER = ("6", "12")
VISITS = ("1", "3", "6", "12")
"""Months after the funds or the kit were handed over."""
AREAS = ("economique", "social", "psychosocial", "global")
WAVES = ("T0", "T1", "T2")
VERSIONS, REACHED = "rss_versions", "seuil_reinsertion"
"""The list of the instrument's versions, and the column that says from which score somebody counts as reintegrated."""
LOST, GONE = "perdu_de_vue", "reemigration"


def registered_in_time(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM02: registered within three days, plan within thirty."""
    within = {fact: flags(work, slice_, fact, *([by] if by else [])) for fact in ("retour_72h", "plan_30j")}
    if by is None:
        rows = (
            *rate_rows(work, within["retour_72h"], None, "rm02_72h"),
            *rate_rows(work, within["plan_30j"], None, "rm02_30j"),
        )
        columns = (Head(Unit.LABEL, "part"), Head(Unit.PERCENT, "share"))
    else:
        keys = tallies.keys_of(work, by, (key[0] for found in within.values() for key in found))
        rows = tuple(
            Row(key, tallies.label_of(work, by, key),
                tuple(tallies.share(*found.get((key,), (0, 0))) for found in within.values()))
            for key in keys
        )  # fmt: skip
        columns = (Head(Unit.LABEL, str(by)), Head(Unit.PERCENT, "in_72h"), Head(Unit.PERCENT, "in_30d"))
    return Counted("RM02", columns, rows, tallies.share(*total_flags(work, slice_, "retour_72h")), by, additive=False)


def vulnerability(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM03: people assessed by level; how many were referred to protection, and taken in charge."""
    if by is not None:
        return per_part("RM03", "vulnerabilite", "", Unit.PEOPLE)(work, slice_, by)
    found = {fact: tallies.tally(work, slice_, fact, "part") for fact in ("vulnerabilite", "refere", "protege")}
    rows = tuple(
        Row(
            "",
            tallies.named(work, f"rm03_{level}"),
            tuple(tallies.counts(counts.get((level,), 0)) for counts in found.values()),
        )
        for level in LEVELS
    )
    columns = (Head(Unit.LABEL, "part"), Head(Unit.PEOPLE, "assessed"), Head(Unit.PEOPLE, "referred"),
               Head(Unit.PEOPLE, "protected"))  # fmt: skip
    return Counted("RM03", columns, rows, tallies.counts(sum(found["vulnerabilite"].values())), additive=False)


def projects(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM04: self-employment projects at each stage; broken down, the number at each stage per value."""
    stages = [(fact, tallies.tally(work, slice_, fact, *([by] if by else []))) for fact in STAGES]
    running = flags(work, slice_, "visite_activite", "part", *([by] if by else []))
    active = {key[1:]: hits for key, (hits, _) in running.items() if key[0] == "12"}
    counts = [
        (tallies.named(work, f"rm04_{stage}"), {tuple(map(str, key)): n for key, n in found.items()})
        for stage, found in [*stages, (ACTIVE, active)]
    ]
    if by is None:
        rows = stages_of([(label, found.get((), 0)) for label, found in counts])
        heads: tuple[Head, ...] = (Head(Unit.CASES, "count"), Head(Unit.PERCENT, "share"))
    else:
        keys = tallies.keys_of(work, by, (key[0] for _, found in counts for key in found))
        rows = tuple(
            Row("", label, tuple(tallies.counts(found.get((key,), 0)) for key in keys)) for label, found in counts
        )
        heads = tuple(Head(Unit.CASES, label=tallies.label_of(work, by, key), value=key) for key in keys)
    total = tallies.counts(sum(counts[0][1].values()))
    return Counted("RM04", (Head(Unit.LABEL, "stage"), *heads), rows, total, additive=False)


def components(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM05: people by the components of their plan, and the mean cost of one; broken down, their number per value."""
    if by is not None:
        return per_part("RM05", "composante", "composantes_pir")(work, slice_, by)
    counts = tallies.summed(tallies.tally(work, slice_, "composante", "part"), 0)
    costs = tallies.spreads(work, slice_, "composante_cout", "part")
    entries = work.house.lists["composantes_pir"].entries
    order = [*(code for code in entries if code in counts), *sorted(set(counts) - set(entries))]
    rows = tuple(
        Row("", tallies.listed(work, "composantes_pir", part),
            (tallies.counts(counts[part]), mean_of(costs.get(part, Spread({})), 0)))
        for part in order
    )  # fmt: skip
    columns = (Head(Unit.LABEL, "part"), Head(Unit.CASES, "count"), Head(Unit.MONEY, "mean_cost"))
    return Counted("RM05", columns, rows, tallies.counts(sum(counts.values())), additive=False)


def mean_of(spread: Spread, digits: int, scale: int = 1) -> Cell:
    """The mean of values kept `scale` times as large."""
    mean = spread.mean()
    return Cell(None if mean is None else round(mean / scale, digits) if digits else round(mean / scale), spread.count)


def in_work(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM06: in work after 6 and 12 months, by month; broken down, one row per value."""
    found = flags(work, slice_, "insertion", by or "month", "part")
    keys = tallies.keys_of(work, by, (key[0] for key in found)) if by else list(slice_.months())
    rows = tuple(
        Row(key, tallies.label_of(work, by, key) if by else key,
            tuple(tallies.share(*found.get((key, after), (0, 0))) for after in AFTER))
        for key in keys
    )  # fmt: skip
    columns = (
        Head(Unit.LABEL, str(by) if by else "month"),
        Head(Unit.PERCENT, "after_6"),
        Head(Unit.PERCENT, "after_12"),
    )
    total = tallies.share(*flags(work, slice_, "insertion", "part").get(("12",), (0, 0)))
    return Counted("RM06", columns, rows, total, by, additive=False)


def scores(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM07: mean score per area and wave, and the share at T2 that reaches the bound; broken down, of the whole."""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for key, n in tallies.tally(work, slice_, "score", *([by] if by else []), "part", "value").items():
        area, _, wave = str(key[-2]).partition(" ")
        if by is None or area == "global":
            values = found.setdefault((str(key[0]) if by else area, wave), {})
            values[int(key[-1])] = values.get(int(key[-1]), 0) + n
    spreads = {key: Spread(values) for key, values in found.items()}
    keys = tallies.keys_of(work, by, (key for key, _ in spreads)) if by else list(AREAS)
    rows = tuple(
        Row(key if by else "", tallies.label_of(work, by, key) if by else tallies.named(work, f"rm07_{key}"),
            score_cells(work, spreads, key))
        for key in keys
    )  # fmt: skip
    waves = (Head(Unit.SCORE, f"wave_{wave.lower()}") for wave in WAVES)
    columns = (Head(Unit.LABEL, str(by) if by else "part"), *waves, Head(Unit.PERCENT, "reached_t2"))
    everybody = Spread({int(key[-1]): n for key, n in tallies.tally(work, slice_, "score", "part", "value").items()
                        if key[0] == "global T2"})  # fmt: skip
    return Counted("RM07", columns, rows, mean_of(everybody, 2, 100), by, additive=False)


def score_cells(work: Work, spreads: Mapping[tuple[str, str], Spread], key: str) -> tuple[Cell, ...]:
    """The means of three waves, then how many reach the bound of the newest version at the last."""
    means = tuple(mean_of(spreads.get((key, wave), Spread({})), 2, 100) for wave in WAVES)
    version = [*work.house.lists[VERSIONS].entries.values()][-1]
    bound = round(float(version.more[REACHED]) * 100)
    last = spreads.get((key, "T2"), Spread({}))
    return (*means, tallies.share(last.count - last.within(bound - 1), last.count))


def survival(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM08: activities still running 1, 3, 6 and 12 months on, and repayments up to date; broken down, after 12."""
    running = flags(work, slice_, "visite_activite", "part", *([by] if by else []))
    repaid = flags(work, slice_, "visite_remboursement", "part", *([by] if by else []))
    last: Flags = {key[1:]: pair for key, pair in running.items() if key[0] == "12"}
    total = tallies.share(*flags(work, slice_, "visite_activite", "part").get(("12",), (0, 0)))
    if by is not None:
        columns = (Head(Unit.LABEL, str(by)), Head(Unit.PERCENT, "share"))
        return Counted("RM08", columns, rate_rows(work, last, by), total, by, additive=False)
    rows = tuple(
        Row(months, months, (tallies.share(*running.get((months,), (0, 0))),
                             tallies.counts(running.get((months,), (0, 0))[1]),
                             tallies.share(*repaid.get((months,), (0, 0)))))
        for months in VISITS
    )  # fmt: skip
    columns = (Head(Unit.LABEL, "months"), Head(Unit.PERCENT, "share"), Head(Unit.CASES, "at_risk"),
               Head(Unit.PERCENT, "repaid"))  # fmt: skip
    return Counted("RM08", columns, rows, total, additive=False)


def lost(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """RM09: lost to follow-up, and re-emigrated, of all reintegration cases closed; broken down, one row per value."""
    found = tallies.tally(work, slice_, "reinsertion_close", by or "month", "part")
    rows: list[Row] = []
    everything = [0, 0]
    for key in tallies.keys_of(work, by, (str(key[0]) for key in found)) if by else slice_.months():
        here = {str(part): n for (place, part), n in found.items() if place == key}
        among, gone = sum(here.values()), sum(n for part, n in here.items() if part.startswith(GONE))
        everything = [everything[0] + here.get(LOST, 0) + gone, everything[1] + among]
        label = tallies.label_of(work, by, key) if by else key
        rows.append(Row(key, label, (tallies.share(here.get(LOST, 0), among), tallies.share(gone, among))))
    columns = (
        Head(Unit.LABEL, str(by) if by else "month"),
        Head(Unit.PERCENT, "lost"),
        Head(Unit.PERCENT, "re_emigrated"),
    )
    return Counted("RM09", columns, tuple(rows), tallies.share(*everything), by, additive=False)


RETURNS: dict[str, Count] = {
    "RM01": per_part("RM01", "retour", "modes_retour", Unit.PEOPLE),
    "RM02": registered_in_time,
    "RM03": vulnerability,
    "RM04": projects,
    "RM05": components,
    "RM06": in_work,
    "RM07": scores,
    "RM08": survival,
    "RM09": lost,
}
