"""Paper to take away: the manual as PDF, a diagram as SVG."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from migraflow.api.files import answering
from migraflow.api.requests import perform
from migraflow.services import manual

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "cache-control": "private, no-store",
}


@answering
async def book(request: Request) -> Response:
    """GET /manuel.pdf: the whole manual."""
    content = await perform(request, manual.printed)
    named = {"content-disposition": 'attachment; filename="manuel-de-procedures.pdf"'}
    return Response(content, media_type="application/pdf", headers=HEADERS | named)


@answering
async def picture(request: Request) -> Response:
    """GET /schemas/<procedure>.svg: the diagram of the edition in force."""
    drawn = await perform(request, manual.picture, id=request.path_params["id"])
    named = {"content-disposition": f'inline; filename="{request.path_params["id"]}.svg"'}
    return Response(drawn, media_type="image/svg+xml", headers=HEADERS | named)


ROUTES = [
    Route("/manuel.pdf", book, methods=["GET"]),
    Route("/schemas/{id}.svg", picture, methods=["GET"]),
]
