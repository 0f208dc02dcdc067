"""The server's own routes, with a page mounted beneath them as the interface is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from migraflow.api import routes_app
from migraflow.wiring import Agency

ORIGIN = "http://migraflow.test"


def page(request: Request) -> Response:
    return HTMLResponse("<p>Mes tâches</p>")


def known(request: Request) -> Response:
    return Response(status_code=304)


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def app(agency: Agency, tmp_path: Path) -> Starlette:
    settings = replace(agency.settings, root=tmp_path)  # where nothing is built: the pages are ours
    server = routes_app(lambda: agency, lambda: settings)
    server.mount(
        "", Starlette(routes=[Route("/taches", page), Route("/known", known), Route("/echo", echo, methods=["POST"])])
    )
    return server


@pytest.fixture
def browser(app: Starlette) -> Iterator[TestClient]:
    """A browser on one of our own pages; it shows redirects instead of following them."""
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False) as client:
        yield client
