"""Files of cases: sent from a field of a form, fetched from the page of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from migraflow.api.guards import refused
from migraflow.api.requests import agency_of, perform
from migraflow.domain.errors import NotAllowed, NotFound, NotSignedIn, Refused, Unfit
from migraflow.services import documents

Endpoint = Callable[[Request], Awaitable[Response]]
STATUS: dict[type[Refused], int] = {NotSignedIn: 401, NotAllowed: 403, NotFound: 404, Unfit: 422}


def answering(endpoint: Endpoint) -> Endpoint:
    """`endpoint`, whose refusals become an answer: a status, a code and its facts."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Unfit as refusal:
            return refused(STATUS[Unfit], refusal.code, **refusal.facts)
        except Refused as refusal:
            return refused(STATUS.get(type(refusal), 409), type(refusal).__name__)

    return answered


@answering
async def send(request: Request) -> Response:
    """POST /files (multipart: token, field, file): keep a file with the task `token`; answers what the field holds.

    The answer is the value of a field of kind *file*: ``{"id", "nom", "taille", "sha256"}``.
    """
    limit = agency_of(request).settings.upload_limit
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            file, token, field = form.get("file"), str(form.get("token", "")), str(form.get("field", ""))
            if not isinstance(file, UploadFile):
                return refused(422, "file_missing")
            content, name = await file.read(limit + 1), file.filename or ""
    except MultiPartException:
        return refused(400, "file_missing")
    if len(content) > limit:
        return refused(413, "file_too_large")
    kept = await perform(request, documents.add, token=token, name=name, kind=field, content=content)
    value = {"id": kept.id, "nom": kept.name, "taille": kept.size, "sha256": hashlib.sha256(content).hexdigest()}
    return JSONResponse(value, status_code=201)


@answering
async def fetch(request: Request) -> Response:
    """GET /files/<id>: the file, to be saved, never shown as a page of ours."""
    name, mime, content = await perform(request, documents.content, id=request.path_params["id"])
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=mime, headers=headers)


ROUTES = [
    Route("/files", send, methods=["POST"]),
    Route("/files/{id}", fetch, methods=["GET"]),
]
