"""What stands beside the pages: signing in and out, files, and whether the house is well. Plain HTTP."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware

from migraflow import wiring
from migraflow.api import auth, files, health
from migraflow.api.guards import Guards
from migraflow.settings import Settings, read_settings


def routes_app(
    agency: Callable[[], wiring.Agency] = wiring.agency, settings: Callable[[], Settings] = read_settings
) -> Starlette:
    """The routes, with the guards that also hold for every page mounted beneath them.

    `agency` is asked for at each request, so that building the pages needs no database.
    """
    app = Starlette(
        routes=[*auth.ROUTES, *files.ROUTES, *health.ROUTES],
        middleware=[Middleware(Guards, settings=settings)],
    )
    app.state.agency = agency
    return app
