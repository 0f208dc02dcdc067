"""A procedure to take away: its folder as one file, its diagram for other tools, its diagram as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from migraflow import engine
from migraflow.documents import picture
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound
from migraflow.engine import drawing, parcel
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import editions, studio
from migraflow.services.work import Work
from migraflow.store import procedures as store


class Export(StrEnum):
    """What a procedure is taken away as; the value is the ending of the file."""

    ZIP = "zip"
    BPMN = "bpmn"
    PNG = "png"


MIMES: Mapping[Export, str] = {
    Export.ZIP: "application/zip",
    Export.BPMN: "application/xml",
    Export.PNG: "image/png",
}


def export(work: Work, *, procedure: str, kind: Export, sha: str = "") -> bytes:
    """An edition of a procedure as a file, the present one when `sha` is "". Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    published = store.procedure(work.store, procedure)
    if published is None:
        raise NotFound("procedure", procedure)
    bundle = editions.bundle(work, sha or published.edition)
    if bundle.id != procedure:
        raise NotFound("edition", sha)
    return MAKERS[kind](work, bundle)


def drawn(work: Work, bundle: engine.Bundle) -> str:
    """The diagram as SVG, lanes in words."""
    roles = {code: role.name_fr for code, role in work.house.roles.items()}
    return drawing.svg(bundle.files[DIAGRAM], roles, title=studio.title_of(work, bundle.id))


def pictured(work: Work, bundle: engine.Bundle) -> bytes:
    """The diagram as PNG."""
    size = drawing.extent(bundle.files[DIAGRAM])
    return picture.png(drawn(work, bundle), size.width, size.height)


MAKERS: Mapping[Export, Callable[[Work, engine.Bundle], bytes]] = {
    Export.ZIP: lambda _, bundle: parcel.packed(bundle),
    Export.BPMN: lambda _, bundle: bundle.files[DIAGRAM],
    Export.PNG: pictured,
}
