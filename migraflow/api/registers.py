"""Tables in and out of registers: a file sent from a list, the list taken away."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from migraflow.api.files import answering
from migraflow.api.guards import refused
from migraflow.api.requests import agency_of, perform
from migraflow.domain.errors import Unfit
from migraflow.services import register_exports, register_imports

SHEETS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@answering
async def send(request: Request) -> Response:
    """POST /imports (multipart: register, file): read a table and go to its page, or back to the list and say why."""
    limit = agency_of(request).settings.upload_limit
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            file, register = form.get("file"), str(form.get("register", ""))
            if not isinstance(file, UploadFile):
                return refused(422, "file_missing")
            content, name = await file.read(limit + 1), file.filename or ""
    except MultiPartException:
        return refused(400, "file_missing")
    if len(content) > limit:
        return back(register, Unfit("file_too_large"))
    try:
        ref = await perform(request, register_imports.receive, register=register, name=name, content=content)
    except Unfit as refusal:
        return back(register, refusal)
    return RedirectResponse(f"/imports/{ref}", status_code=303)


def back(register: str, refusal: Unfit) -> Response:
    """The list the file was sent from, with what is wrong."""
    told = {"refus": refusal.code, **{f"f_{name}": value[:80] for name, value in refusal.facts.items()}}
    return RedirectResponse(f"/registres/{quote(register, safe='')}?{urlencode(told)}", status_code=303)


@answering
async def fetch(request: Request) -> Response:
    """GET /exports/<register>.<csv|xlsx>: the rows one may see, narrowed as the list is."""
    register, _, kind = str(request.path_params["name"]).rpartition(".")
    if kind not in SHEETS:
        return refused(404, "NotFound")
    asked = request.query_params
    wanted = {
        "query": asked.get("q", "")[:80],
        "state": asked.get("etat", "")[:40],
        "region": asked.get("region", "")[:40],
    }
    name, content = await perform(request, register_exports.table, register=register, kind=kind, **wanted)
    return file_of(name, SHEETS[kind], content)


def file_of(name: str, mime: str, content: bytes) -> Response:
    """A file to be saved, never shown as a page of ours."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=mime, headers=headers)


ROUTES = [
    Route("/imports", send, methods=["POST"]),
    Route("/exports/{name}", fetch, methods=["GET"]),
]
