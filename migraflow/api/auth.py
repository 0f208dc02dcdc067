"""Signing in and out: plain forms, answered by a redirect and an HttpOnly cookie."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from migraflow.api.requests import COOKIE, address_of, agency_of, is_secure, perform
from migraflow.domain.errors import SignInFailed
from migraflow.services import accounts

SIGN_IN = "/connexion"
WRONG, WAIT, ENDED = "erreur", "attente", "fin"
"""What the sign-in page shows, by the anchor of its address."""


async def sign_in(request: Request) -> Response:
    """POST /session (username, password, next): a session and on to `next`, or back to the form with the reason."""
    settings = agency_of(request).settings
    async with request.form(max_files=0, max_fields=10) as form:
        username, password, wanted = (str(form.get(name, "")) for name in ("username", "password", "next"))
    try:
        signed_in = await perform(
            request, accounts.sign_in, username=username, password=password, address=address_of(request, settings)
        )
    except SignInFailed as refusal:
        return RedirectResponse(form_again(wanted, WAIT if refusal.wait else WRONG), status_code=303)
    answer = RedirectResponse(inside(wanted), status_code=303)
    answer.set_cookie(
        COOKIE, signed_in.token, path="/", httponly=True, samesite="strict", secure=is_secure(request, settings)
    )
    return answer


async def sign_out(request: Request) -> Response:
    """POST /session/end: the session is forgotten here and in the browser."""
    token = request.cookies.get(COOKIE)
    if token:
        await perform(request, accounts.sign_out, token=token)
    answer = RedirectResponse(f"{SIGN_IN}#{ENDED}", status_code=303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def inside(wanted: str) -> str:
    """`wanted` when it is an address of this house, else the home page: nobody is sent elsewhere after signing in."""
    plain = wanted.strip()
    if plain.startswith("/") and not plain.startswith(("//", "/\\")) and plain.isprintable() and "\\" not in plain:
        return plain
    return "/"


def form_again(wanted: str, reason: str) -> str:
    """The sign-in page with the reason, still knowing where the person was going."""
    target = inside(wanted)
    return SIGN_IN + (f"?suite={quote(target)}" if target != "/" else "") + f"#{reason}"


ROUTES = [
    Route("/session", sign_in, methods=["POST"]),
    Route("/session/end", sign_out, methods=["POST"]),
]
