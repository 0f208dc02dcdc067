"""What a request tells beyond its body: whose it is, where it comes from, over what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request

from migraflow.services.work import Work
from migraflow.settings import Settings
from migraflow.wiring import Agency

COOKIE = "migraflow_session"
Wish = ParamSpec("Wish")
Answer = TypeVar("Answer")


def agency_of(request: Request) -> Agency:
    """The agency this server works for."""
    agency: Agency = request.app.state.agency()
    return agency


async def perform(
    request: Request, use_case: Callable[Concatenate[Work, Wish], Answer], *args: Wish.args, **wish: Wish.kwargs
) -> Answer:
    """Grant one wish of the person behind `request`, in a thread: the database blocks."""
    agency = agency_of(request)
    return await run_in_threadpool(agency.perform, use_case, request.cookies.get(COOKIE), *args, **wish)


def address_of(connection: HTTPConnection, settings: Settings) -> str:
    """Where the request comes from: as our proxy saw it when there is one, else the other end of the line."""
    if settings.behind_proxy:
        hops = connection.headers.get("x-forwarded-for", "").split(",")
        if hops[-1].strip():
            return hops[-1].strip()
    return connection.client.host if connection.client else ""


def is_secure(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser speaks HTTPS with us, or with the proxy in front."""
    if settings.behind_proxy:
        return connection.headers.get("x-forwarded-proto", "https").split(",")[-1].strip() == "https"
    return connection.url.scheme in {"https", "wss"}
