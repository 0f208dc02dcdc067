"""Guards of every answer, ours and the pages': who may post, how much, and what a browser may do with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from migraflow.api.requests import is_secure
from migraflow.settings import Settings

CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ROOM = 64 * 1024
"""Bytes a multipart body takes beside the file itself."""
BARE = "default-src 'none'; frame-ancestors 'none'"
"""For what is no page: scripts, styles, pictures and answers need not carry the long policy over a slow line."""
NOT_MODIFIED = 304
SENT_BACK = {"/importations": "/procedures/importer?refus=parcel_too_large&f_megabytes=5"}
"""Where a browser is sent back to that posted too much from a form: people read pages, not answers to programs."""
DRAINED = 200 * 1024 * 1024
"""Bytes of such a post that are read and forgotten first: a browser that is cut off shows nothing at all."""
BUILT = "migraflow.json"
"""The file where the build tells of itself (see cli/pages)."""


@dataclass(frozen=True, slots=True)
class Built:
    """What the build left: the fingerprints of its inline scripts, and the names of its pages."""

    scripts: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset()

    def leading(self, scope: Scope) -> Scope:
        """`scope` led straight to the page of its address: « /taches » is answered at once, not by a redirect."""
        name = scope["path"].strip("/")
        if scope["method"] not in {"GET", "HEAD"} or name not in self.pages:
            return scope
        return {**scope, "path": f"/{name}.html", "raw_path": f"/{name}.html".encode()}


class Guards:
    """One layer around the whole server, websocket included."""

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self.settings = settings()
        self.built = read_built(self.settings.web / BUILT)
        self.policy = content_policy(self.built.scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is foreign or too large, and put the headers on what is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        dressed = self.dressed(connection, send)
        refusal = self.refusal(scope["method"], connection)
        if refusal is not None:
            if refusal.status_code == 413 and scope["path"] in SENT_BACK:
                await drained(receive)
                refusal = RedirectResponse(
                    f"{SENT_BACK[scope['path']]}?refus=parcel_too_large&f_megabytes=5", status_code=303
                )
            await refusal(scope, receive, dressed)
            return
        await self.app(self.built.leading(scope), limited(receive, self.settings.upload_limit + ROOM), dressed)

    def refusal(self, method: str, connection: HTTPConnection) -> JSONResponse | None:
        """Why a request goes no further, None when it does."""
        if method not in CHANGES:
            return None
        if not is_ours(connection, self.settings):
            return refused(403, "foreign_origin")
        length = connection.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.settings.upload_limit + ROOM:
            return refused(413, "file_too_large")
        return None

    def dressed(self, connection: HTTPConnection, send: Send) -> Send:
        """`send`, with the headers that tell browsers to be careful."""
        secure = is_secure(connection, self.settings)

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] != NOT_MODIFIED:  # there the browser keeps the policy it has
                    page = headers.get("content-type", "").startswith("text/html")
                    headers.setdefault("content-security-policy", self.policy if page else BARE)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("x-frame-options", "DENY")
                headers.setdefault("referrer-policy", "same-origin")
                headers.setdefault("permissions-policy", "camera=(), microphone=(), geolocation=()")
                headers.setdefault("cross-origin-opener-policy", "same-origin")
                if secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        return dress


def is_ours(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the page that posts is one of ours. Browsers say where a form comes from; who does not is refused."""
    headers = connection.headers
    source = headers.get("origin") or headers.get("referer") or ""
    if source and source != "null":
        ours = {headers.get("host", "").lower(), urlsplit(settings.public_url).netloc.lower()} - {""}
        return urlsplit(source).netloc.lower() in ours
    return headers.get("sec-fetch-site") == "same-origin"


async def drained(receive: Receive) -> None:
    """Read what is still coming, and forget it."""
    left = DRAINED
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def limited(receive: Receive, limit: int) -> Receive:
    """`receive`, which stops when more than `limit` bytes have come, whatever length was announced."""
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, "file_too_large")
        return message

    return count


def refused(status: int, code: str, **facts: str) -> JSONResponse:
    """A refusal as partner programs and our own script read it: a code and its facts."""
    return JSONResponse({"code": code, "facts": facts}, status_code=status)


def content_policy(scripts: tuple[str, ...]) -> str:
    """The content security policy: everything from here, inline scripts only if the build wrote them.

    `scripts` are their sha256 in base64; without any (pages served by the development server) inline scripts pass.
    Reflex evaluates the small calls a handler answers with, hence ``unsafe-eval``; styles set by scripts are inline.
    """
    inline = " ".join(f"'sha256-{script}'" for script in scripts) or "'unsafe-inline'"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {inline}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@cache
def read_built(path: Path) -> Built:
    """What the build left at `path`; nothing when nothing was built."""
    try:
        left = json.loads(path.read_text(encoding="utf-8"))
        return Built(tuple(left["scripts"]), frozenset(left["pages"]))
    except (OSError, ValueError, KeyError):
        return Built()
