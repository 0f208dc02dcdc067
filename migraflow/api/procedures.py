"""Procedures in and out of a browser: a file to import, a procedure to take away."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from migraflow.api.files import answering
from migraflow.api.guards import refused
from migraflow.api.requests import perform
from migraflow.domain.errors import Unfit
from migraflow.engine.parcel import MOST_BYTES
from migraflow.services import exporting, importing

LONGEST = 300
"""Letters of one fact of a refusal."""


@answering
async def send(request: Request) -> Response:
    """POST /importations (multipart: file, opened_by): make drafts of a file and go to its questions, or go back."""
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            file, opened_by = form.get("file"), str(form.get("opened_by", ""))[:80]
            if not isinstance(file, UploadFile):
                return back(Unfit("file_missing"))
            content, name = await file.read(MOST_BYTES + 1), file.filename or ""
    except MultiPartException:
        return back(Unfit("file_missing"))
    try:
        id = await perform(request, importing.receive, name=name, content=content, opened_by=opened_by)
    except Unfit as refusal:
        return back(refusal)
    return RedirectResponse(f"/procedures/importer/{quote(id, safe='')}", status_code=303)


def back(refusal: Unfit) -> Response:
    """The page the file was sent from, with what is wrong."""
    told = {"refus": refusal.code, **{f"f_{name}": value[:LONGEST] for name, value in refusal.facts.items()}}
    return RedirectResponse(f"/procedures/importer?{urlencode(told, errors='replace')}", status_code=303)


@answering
async def fetch(request: Request) -> Response:
    """GET /schemas/<procedure>.<zip|bpmn|png>?edition=<sha256>: a procedure to take away, as published."""
    id, _, kind = str(request.path_params["file"]).rpartition(".")
    if kind not in exporting.MAKERS:
        return refused(404, "NotFound")
    sha = request.query_params.get("edition", "")[:64]
    content = await perform(request, exporting.export, procedure=id, kind=exporting.Export(kind), sha=sha)
    headers = {
        "content-disposition": f'attachment; filename="{id}.{kind}"',
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=exporting.MIMES[exporting.Export(kind)], headers=headers)


ROUTES = [
    Route("/importations", send, methods=["POST"]),
    Route("/schemas/{file}", fetch, methods=["GET"]),
]
