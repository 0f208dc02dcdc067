"""What stands beside the pages: signing in and out, files, letters to verify, the house's health. Plain HTTP."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware

from migraflow import wiring
from migraflow.api import auth, books, campaigns, figures, files, health, metrics, procedures, registers, verify
from migraflow.api.guards import Guards
from migraflow.api.pace import Pace
from migraflow.api.tracing import Traced
from migraflow.settings import Settings, read_settings


def routes_app(
    agency: Callable[[], wiring.Agency] = wiring.agency, settings: Callable[[], Settings] = read_settings
) -> Starlette:
    """The routes, with the guards that also hold for every page mounted beneath them.

    `agency` is asked for at each request, so that building the pages needs no database.
    """
    app = Starlette(
        routes=[
            *auth.ROUTES,
            *files.ROUTES,
            *figures.ROUTES,
            *books.ROUTES,
            *campaigns.ROUTES,
            *procedures.ROUTES,
            *registers.ROUTES,
            *verify.ROUTES,
            *health.ROUTES,
            *metrics.ROUTES,
        ],
        middleware=[Middleware(Traced), Middleware(Guards, settings=settings)],
    )
    app.state.agency = agency
    app.state.pace = Pace()
    return app
