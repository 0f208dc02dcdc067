"""Whether the house is well, for those who watch over it. Says nothing about anybody."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from migraflow.api.requests import agency_of
from migraflow.store.database import DatabaseError


async def health(request: Request) -> JSONResponse:
    """GET /health: 200 when the database answers, 503 when it does not."""
    try:
        kind = await run_in_threadpool(agency_of(request).database.ping)
    except DatabaseError:
        return JSONResponse({"state": "database does not answer"}, status_code=503)
    return JSONResponse({"state": "well", "database": kind})


ROUTES = [Route("/health", health, methods=["GET"])]
