"""Lists of campaigns, in and out: sent by a plain form, fetched as files."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from migraflow.api.files import answering
from migraflow.api.requests import agency_of, perform
from migraflow.domain.campaigns import Wanted
from migraflow.domain.errors import Refused, Unfit
from migraflow.services import campaign_rolls, campaigns

HEADERS = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "private, no-store"}


async def send(request: Request) -> Response:
    """POST /campagnes/<ref>/listes (multipart: file): take a list in; then on to the page where its lines are read."""
    ref = request.path_params["ref"]
    page = f"/listes/{quote(ref, safe='')}"
    try:
        content, name = await received(request)
        batch = await perform(request, campaigns.send_list, ref=ref, name=name, content=content)
    except Unfit as refusal:
        return RedirectResponse(f"{page}?refus={quote(refusal.code)}", status_code=303)
    except Refused:
        return RedirectResponse(page, status_code=303)
    return RedirectResponse(f"{page}?liste={batch.id}", status_code=303)


async def received(request: Request) -> tuple[bytes, str]:
    """The file of a form. Raises Unfit ``file_missing``, ``file_too_large``."""
    limit = agency_of(request).settings.upload_limit
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                raise Unfit("file_missing")
            content, name = await file.read(limit + 1), file.filename
    except MultiPartException as error:
        raise Unfit("file_missing") from error
    if len(content) > limit:
        raise Unfit("file_too_large")
    return content, name


@answering
async def roll(request: Request) -> Response:
    """GET /campagnes/<ref>/<kind>.<form>: a list to print or to work on."""
    asked = request.query_params
    wanted = Wanted(standing=asked.get("etat", "")[:20], region=asked.get("region", "")[:40],
                    sex=asked.get("sexe", "")[:1], lot=asked.get("lot", "")[:40])  # fmt: skip
    found = await perform(
        request, campaign_rolls.printed, ref=request.path_params["ref"], kind=request.path_params["kind"],
        form=request.path_params["form"], wanted=wanted,
    )  # fmt: skip
    return saved(*found)


@answering
async def template(request: Request) -> Response:
    """GET /campagnes/<ref>/modele: a blank list."""
    return saved(*await perform(request, campaign_rolls.template, ref=request.path_params["ref"]))


@answering
async def fates(request: Request) -> Response:
    """GET /campagnes/<ref>/listes/<batch>: every line of a list with its fate."""
    found = await perform(
        request, campaign_rolls.fates, ref=request.path_params["ref"], batch=request.path_params["batch"]
    )
    return saved(*found)


def saved(name: str, kind: str, content: bytes) -> Response:
    """A file to be saved, never shown as a page of ours."""
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=kind, headers=HEADERS | named)


ROUTES = [
    Route("/campagnes/{ref}/listes", send, methods=["POST"]),
    Route("/campagnes/{ref}/listes/{batch:int}", fates, methods=["GET"]),
    Route("/campagnes/{ref}/modele", template, methods=["GET"]),
    Route("/campagnes/{ref}/{kind}.{form}", roll, methods=["GET"]),
]
