"""Whether the house is well, for those who watch over it. Says nothing about anybody."""

from __future__ import annotations

from redis import Redis, RedisError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from migraflow.api.requests import agency_of
from migraflow.store.database import DatabaseError, at_head
from migraflow.wiring import Agency

PATIENCE = 2.0
"""Seconds Redis may take to answer."""


async def health(request: Request) -> JSONResponse:
    """GET /health: 200 when the database answers, 503 when it does not."""
    try:
        kind = await run_in_threadpool(agency_of(request).database.ping)
    except DatabaseError:
        return JSONResponse({"state": "database does not answer"}, status_code=503)
    return JSONResponse({"state": "well", "database": kind})


async def ready(request: Request) -> JSONResponse:
    """GET /ready: 200 when people may be sent here, 503 with the reason when they may not yet."""
    reason = await run_in_threadpool(missing, agency_of(request))
    if reason:
        return JSONResponse({"state": reason}, status_code=503)
    return JSONResponse({"state": "ready"})


def missing(agency: Agency) -> str:
    """What keeps this server from serving, "" when nothing does."""
    try:
        if not at_head(agency.database):
            return "database has the tables of another version"
    except DatabaseError:
        return "database does not answer"
    return "" if answers(agency.settings.redis_url) else "redis does not answer"


def answers(redis_url: str) -> bool:
    """Whether Redis answers; where there is none, nothing is missing."""
    if not redis_url:
        return True
    try:
        with Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False


ROUTES = [Route("/health", health, methods=["GET"]), Route("/ready", ready, methods=["GET"])]
