"""The event log of the cases as a file to take away: filtered as the page of waiting times is, and written down."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound
from migraflow.domain.slices import asked
from migraflow.services import accesses, mining
from migraflow.services.mining import Format
from migraflow.services.work import Work
from migraflow.store.mining import Wanted

PROCEDURE = "procedure"


def made(work: Work, *, kind: str, query: Mapping[str, str]) -> tuple[str, bytes]:
    """The name and the content of the log. Raises NotFound for a form there is not, NotAllowed."""
    work.require(Permission.SEE_MEASURES)
    if kind not in set(Format):
        raise NotFound("format", kind)
    slice_ = asked(query, work.now.date()).slice_
    wanted = Wanted(slice_.start, slice_.end, query.get(PROCEDURE, "")[:60], slice_.region)
    content = "".join(mining.pieces(work, wanted=wanted, format=Format(kind)))
    told = f"{kind} · {wanted.procedure or 'toutes les procédures'} · {slice_.since:%Y-%m}–{slice_.until:%Y-%m}"
    rows = content.count("<trace>") if kind == Format.XES else content.count('"type": "dossier"')
    accesses.note_export(work, AccessObject.CASES, told, rows)
    ending = "xes" if kind == Format.XES else "ocel.json"
    return (
        f"journal-{wanted.procedure or 'dossiers'}-{slice_.since:%Y-%m}-{slice_.until:%Y-%m}.{ending}",
        content.encode(),
    )
