"""Training (FO): who is sent, who sees it through, what they do three months later."""

from __future__ import annotations

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import tallies
from migraflow.services.figure_rates import flags, rate_by_part, total_flags
from migraflow.services.figure_shapes import Count, per_part
from migraflow.services.work import Work
from migraflow.store import register_counts

CENTRES = "centres_formation"
SESSIONS, TRAINING = "sessions", "formation"


def certified(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """FO03: people certified, and their share of the people assessed, per centre or value."""
    found = flags(work, slice_, "formation_evaluee", by or "part")
    keys = tallies.keys_of(work, by, (key[0] for key in found)) if by else sorted(key[0] for key in found)
    rows = tuple(
        Row(key if by else "", tallies.label_of(work, by, key) if by else tallies.listed(work, CENTRES, key),
            (Cell(hits, among, hits), tallies.share(hits, among)))
        for key in keys for hits, among in [found[(key,)]]
    )  # fmt: skip
    hits, among = total_flags(work, slice_, "formation_evaluee")
    columns = (Head(Unit.LABEL, str(by) if by else "part"), Head(Unit.PEOPLE, "certified"), Head(Unit.PERCENT, "share"))
    return Counted("FO03", columns, rows, Cell(hits, among, hits), by, additive=False)


def share_of_migrants(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """FO05: people sent to training by the agency, over the places of the sessions in the register, per centre.

    The register knows nobody: it can be held against regions only, else the share is that of everybody.
    """
    sent = tallies.summed(tallies.tally(work, slice_, "formation_inscrite", "part"), 0)
    places = register_counts.places_by_centre(work.store, SESSIONS, TRAINING, slice_)
    rows = tuple(
        Row("", tallies.listed(work, CENTRES, centre),
            (of_places(sent.get(centre, 0), n), tallies.counts(sent.get(centre, 0)), Cell(n, 0)))
        for centre, n in sorted(places.items())
    )  # fmt: skip
    columns = (
        Head(Unit.LABEL, "part"),
        Head(Unit.PERCENT, "share"),
        Head(Unit.PEOPLE, "sent"),
        Head(Unit.POSTS, "places"),
    )
    total = of_places(sum(sent.get(centre, 0) for centre in places), sum(places.values()))
    return Counted("FO05", columns, rows, total, additive=False)


def of_places(sent: int, places: int) -> Cell:
    """People sent as a share of places; it rests on the people."""
    return Cell(round(100 * sent / places, 1) if places else None, sent)


TRAINED: dict[str, Count] = {
    "FO01": per_part("FO01", "formation_inscrite", CENTRES, Unit.PEOPLE),
    "FO02": rate_by_part("FO02", "formation_finie", CENTRES),
    "FO03": certified,
    "FO04": rate_by_part("FO04", "formation_insertion", CENTRES),
    "FO05": share_of_migrants,
}
