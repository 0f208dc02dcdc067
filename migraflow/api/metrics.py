"""Measurements for Prometheus: how long wishes take here, and how much waits. Says nothing of anybody."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from dataclasses import fields

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from migraflow.api.requests import agency_of
from migraflow.domain.access import SYSTEM
from migraflow.services import observation
from migraflow.services.observation import Pulse
from migraflow.settings import LOOPBACK
from migraflow.store.database import DatabaseError

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The folder where the processes of one server write what they measure (see cli/serve)."""
TOLD = {
    "open_tasks": "Tasks that wait for somebody.",
    "waiting_effects": "Effects that wait for a try.",
    "due_effects": "Effects whose try is due.",
    "given_up_effects": "Effects that were given up.",
    "blocked_cases": "Cases whose last step failed.",
    "due_timers": "Cases with a timer that is due.",
    "lateness": "Seconds the longest due timer is late.",
}


class Beat(Collector):
    """A pulse as Prometheus reads it."""

    def __init__(self, pulse: Pulse) -> None:
        self.pulse = pulse

    def collect(self) -> Iterator[Metric]:
        """One gauge per number."""
        for one in fields(self.pulse):
            name = "timer_lateness_seconds" if one.name == "lateness" else one.name
            yield GaugeMetricFamily(f"migraflow_{name}", TOLD[one.name], value=getattr(self.pulse, one.name))


async def metrics(request: Request) -> Response:
    """GET /metrics: to this machine itself, or to who holds the token."""
    if not is_watcher(request):
        return PlainTextResponse("", status_code=404)
    try:
        pulse = await run_in_threadpool(agency_of(request).perform_as, SYSTEM, observation.pulse)
    except DatabaseError:
        return PlainTextResponse("", status_code=503)
    beat = CollectorRegistry()
    beat.register(Beat(pulse))
    return Response(generate_latest(measured()) + generate_latest(beat), media_type=CONTENT_TYPE_LATEST)


def is_watcher(request: Request) -> bool:
    """Whether the request comes from this machine (not through a proxy on it), or carries the token."""
    token = agency_of(request).settings.metrics_token
    said = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token:
        return hmac.compare_digest(said.encode(), token.encode())
    passed_on = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys())
    return not passed_on and request.client is not None and request.client.host in LOOPBACK


def measured() -> CollectorRegistry:
    """What this process measured; with the others of the same server when there are several."""
    if SHARED not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # pyright: ignore[reportUnknownMemberType]
    return together


ROUTES = [Route("/metrics", metrics, methods=["GET"])]
