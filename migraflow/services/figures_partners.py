"""Partnerships (PA): agreements in force, internships, private agencies, how soon partners answer."""

from __future__ import annotations

from migraflow.domain.indicators import Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import concealing, tallies
from migraflow.services.figure_rates import rate_of, stages_of, total_flags
from migraflow.services.figure_shapes import BOX, Cell, Count, rounded
from migraflow.services.work import Work
from migraflow.store import register_counts

CONVENTIONS = "conventions"
PLACES = ("stage_offert", "stage_pourvu", "stage_embauche")
"""The facts of a place's stages."""


def in_force(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PA01: agreements with partners in force on the last day of the slice, by kind."""
    day = min(slice_.until, work.now.date())
    found = register_counts.in_force_by(work.store, CONVENTIONS, "type", day)
    rows = tuple(Row("", kind_of(work, kind), (bare(found[kind]),)) for kind in sorted(found))
    return Counted("PA01", (Head(Unit.LABEL, "part"), Head(Unit.RECORDS, "count")), rows, bare(sum(found.values())))


def kind_of(work: Work, kind: str) -> str:
    """What an agreement of this kind is called."""
    code = f"pa01_{kind}"
    return tallies.named(work, code if code in work.house.lists[tallies.ROWS].entries else kind)


def bare(count: int) -> Cell:
    """A count with nobody behind it: records of organisations."""
    return Cell(count, 0)


def internships(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PA02: internship places offered, filled, followed by a job."""
    counts = [(tallies.named(work, f"pa02_{fact}"), sum_of(work, slice_, fact)) for fact in PLACES]
    columns = (Head(Unit.LABEL, "stage"), Head(Unit.POSTS, "count"), Head(Unit.PERCENT, "share"))
    return Counted("PA02", columns, stages_of(counts), tallies.counts(counts[0][1]), additive=False)


def sum_of(work: Work, slice_: Slice, fact: str) -> int:
    """The values of a fact added up."""
    return tallies.spreads(work, slice_, fact).get("", Spread({})).total


def agencies(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PA03: private agencies followed at the end of the slice, and the share of monthly reports they filed in it."""
    entered = concealing.read(work, slice_, ("bpp_suivi",), (), from_the_first=True).get((), 0)
    left = concealing.read(work, slice_, ("bpp_sorti",), (), from_the_first=True).get((), 0)
    filed = tallies.share(*total_flags(work, slice_, "declaration_bpp"))
    columns = (Head(Unit.LABEL, "all"), Head(Unit.PERCENT, "filed"), Head(Unit.RECORDS, "active"))
    row = Row("", tallies.named(work, tallies.EVERYBODY), (filed, tallies.counts(entered - left)))
    return Counted("PA03", columns, (row,), filed, additive=False)


def answers(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PA04: days partners took to answer, by partner (the role they answer as), or by value of a dimension."""
    found = tallies.spreads(work, slice_, "reponse_partenaire", by or "part")
    keys = tallies.keys_of(work, by, found) if by else sorted(found)
    rows = tuple(
        Row(key if by else "", tallies.label_of(work, by, key) if by else role_of(work, key), box_in_days(found[key]))
        for key in keys
    )
    everything = tallies.spreads(work, slice_, "reponse_partenaire").get("", Spread({}))
    columns = (Head(Unit.LABEL, str(by) if by else "partner"), *(Head(Unit.DAYS, key) for key, _ in BOX))
    return Counted("PA04", columns, rows, box_in_days(everything)[1], by, additive=False)


def role_of(work: Work, code: str) -> str:
    """The name of a role."""
    role = work.house.roles.get(code)
    return role.name(work.actor.language) if role else code


def box_in_days(spread: Spread) -> tuple[Cell, ...]:
    """Quartiles, median and P90 of values kept in tenths of days."""
    found = (spread.quantile(share) for _, share in BOX)
    return tuple(Cell(rounded(None if value is None else value / 10), spread.count) for value in found)


PARTNERS: dict[str, Count] = {
    "PA01": in_force,
    "PA02": internships,
    "PA03": agencies,
    "PA04": answers,
    "PA05": rate_of("PA05", "recommandation"),
}
