"""One line of trace per request: its id goes through every wish it leads to. No address with what is asked in it."""

from __future__ import annotations

import logging
import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from migraflow.services.observation import REQUEST

HEADER = "x-request-id"
FITTING = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = ("/assets/", "/health", "/ready", "/metrics")
"""What browsers fetch by the dozen and watchers every few seconds."""
trace = logging.getLogger("migraflow.trace")


class Traced:
    """A layer around the whole server, websocket included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request an id, answer it, and say how that went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, begun, status = id_of(scope), perf_counter(), 0
        REQUEST.set(request)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault(HEADER, request)
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            if trace.isEnabledFor(logging.INFO) and not scope["path"].startswith(QUIET):
                facts = {"request": request, "method": scope["method"], "path": scope["path"], "status": status,
                         "ms": round((perf_counter() - begun) * 1000, 1)}  # fmt: skip
                trace.info("request", extra={"facts": facts})


def id_of(scope: Scope) -> str:
    """The id the proxy gave the request, or a fresh one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if FITTING.fullmatch(given) else uuid4().hex[:16]
