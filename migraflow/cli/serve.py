"""Opening the service: the pages, the server that answers, and the worker beside it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from types import FrameType

from migraflow import worker
from migraflow.cli import demo, procedures
from migraflow.cli.opening import opened
from migraflow.cli.pages import ensure_built
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.services import accounts, observation
from migraflow.settings import Settings
from migraflow.wiring import Agency

SHORTEST_SECRET = 32
RESPAWN = "20"
"""Seconds a process that takes another's place has to get ready before that one leaves: each listens for itself, and
who leaves too early leaves nobody to answer. One that died is replaced at once."""
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Tells prometheus_client that several processes measure together."""


def serve(settings: Settings, wish: Namespace) -> int:
    """Answer browsers until somebody stops us."""
    spare_on_signal()
    settings = replace(
        settings.bound_to(wish.address or settings.address, wish.port or settings.port),
        behind_proxy=settings.behind_proxy or wish.behind_proxy,
        demo=settings.demo or wish.demo,
        processes=wish.processes or settings.processes,
    )
    refuse_alone(settings)
    begin_traces(settings)
    with opened(settings) as agency:
        refuse_unsafe(settings, agency)
        refuse_busy(settings)
        if settings.demo and not agency.perform_as(SYSTEM, accounts.accounts):
            demo.ensure_filled(settings, wish.people)
        procedures.publish_all(agency)
        ensure_built(settings)
        return answer(settings, agency, with_worker=not wish.without_worker)


def build(settings: Settings, _wish: Namespace) -> int:
    """Build the pages and stop."""
    say("Pages construites." if ensure_built(settings) else "Les pages sont à jour.")
    return 0


def work(settings: Settings, _wish: Namespace) -> int:
    """Only the worker, until somebody stops us."""
    spare_on_signal()
    stop = Event()
    stop_on_signals(stop)
    begin_traces(settings)
    with opened(settings) as agency:
        say("Échéances et effets : au travail. Ctrl-C pour arrêter.")
        worker.run(agency, stop)
    return 0


def begin_traces(settings: Settings) -> None:
    """Speak in lines for machines when that is wished, else in plain words for the person at the keyboard."""
    if settings.traces:
        observation.speak()
    else:
        logging.basicConfig(level=logging.WARNING)


def refuse_alone(settings: Settings) -> None:
    """Several processes must share what stands on people's screens. Raises Stop when they cannot."""
    if settings.processes > 1 and not settings.redis_url:
        raise Stop(
            f"{settings.processes} processus doivent partager l'état des pages : donnez à MIGRAFLOW_REDIS_URL "
            "l'adresse d'un serveur Redis, ou restez à un seul processus."
        )


def refuse_unsafe(settings: Settings, agency: Agency) -> None:
    """On an address others can reach: no demo password, a secret of its own, and HTTPS. Raises Stop."""
    if settings.local:
        return
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise Stop(
            f"sur l'adresse {settings.address}, il faut une clé secrète : donnez à MIGRAFLOW_SECRET_KEY "
            f"au moins {SHORTEST_SECRET} caractères pris au hasard."
        )
    if not settings.behind_proxy:
        raise Stop(
            f"sur l'adresse {settings.address}, les mots de passe voyageraient en clair. Placez un serveur mandataire "
            "HTTPS devant migraflow et ajoutez --behind-proxy, ou restez sur 127.0.0.1."
        )
    if settings.demo or agency.perform_as(SYSTEM, accounts.has_demo_passwords):
        raise Stop(
            f"sur l'adresse {settings.address}, les comptes d'essai ouvriraient la porte à tous. Fermez-les "
            "(migraflow account close) ou changez leur mot de passe (migraflow account password)."
        )


def refuse_busy(settings: Settings) -> None:
    """Raises Stop when somebody else answers on the port already."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.address, settings.port))
        except OSError as error:
            raise Stop(
                f"le port {settings.port} de {settings.address} n'est pas libre : arrêtez l'autre service ou prenez "
                f"un autre port (--port). ({error.strerror})"
            ) from error


def answer(settings: Settings, agency: Agency, *, with_worker: bool = True) -> int:
    """The server as a child, the worker as a thread; both end together."""
    stop = Event()
    stop_on_signals(stop)
    fresh_measures(settings)
    # In a process group of its own: a terminal's Ctrl-C reaches us alone, and the server's own worker is not torn away
    # from under it (which it would call a failure).
    server = subprocess.Popen(
        server_command(settings), cwd=settings.root, env=server_environment(settings), process_group=0
    )
    renew_on_signal(server)
    sweeper = Thread(target=worker.run, args=(agency, stop), daemon=True)
    if with_worker:
        sweeper.start()
    announce(settings, server, stop)
    while server.poll() is None and not stop.wait(0.5):
        pass
    stop.set()
    if server.poll() is None:
        server.terminate()
    code = server.wait()
    if with_worker:
        sweeper.join(timeout=10)
    return 0 if code in {0, -signal.SIGTERM, -signal.SIGINT} else 1


def server_command(settings: Settings) -> list[str]:
    """As many processes as wished behind one port; one that dies is replaced."""
    where = ["--host", settings.address, "--port", str(settings.port)]
    many = ["--workers", str(settings.processes), "--respawn-failed-workers", "--respawn-interval", RESPAWN]
    how = ["--interface", "asgi", "--factory", *many, "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *where, *how, "migraflow.migraflow:app"]


def server_environment(settings: Settings) -> dict[str, str]:
    """What the child needs to know: the same installation, the pages built already."""
    return {
        **os.environ,
        "MIGRAFLOW_ADDRESS": settings.address,
        "MIGRAFLOW_PORT": str(settings.port),
        "MIGRAFLOW_BEHIND_PROXY": "1" if settings.behind_proxy else "",
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "MIGRAFLOW_REDIS_URL": settings.redis_url,
        SHARED: str(measures_of(settings)),
    }


def measures_of(settings: Settings) -> Path:
    """Where the processes of this server write what they measure."""
    return settings.var / f"measures-{settings.port}"


def fresh_measures(settings: Settings) -> None:
    """Begin to measure from nothing: what stands there is of processes that are gone."""
    folder = measures_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()


def renew_on_signal(server: subprocess.Popen[bytes]) -> None:
    """SIGUSR1 replaces the processes one after the other, without refusing anybody in between."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGHUP)

    signal.signal(signal.SIGUSR1, heard)


def spare_on_signal() -> None:
    """SIGUSR1 ends nobody: not a server that is still opening, nor a worker, who has no processes to replace."""
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)


def announce(settings: Settings, server: subprocess.Popen[bytes], stop: Event) -> None:
    """Say where to go, once the server answers there."""
    host = "127.0.0.1" if settings.address in {"0.0.0.0", "::"} else settings.address
    url = f"http://{host}:{settings.port}"
    while server.poll() is None and not stop.wait(0.2):
        try:
            urllib.request.urlopen(f"{url}/health", timeout=2).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            continue
        say(f"\nmigraflow répond sur {settings.public_url or url} (Ctrl-C pour arrêter)")
        if settings.demo:
            say(demo.who_to_sign_in_as())
        return


def stop_on_signals(stop: Event) -> None:
    """Ctrl-C, a closed terminal and a polite kill end the work after the step in hand."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, heard)
    signal.signal(signal.SIGTERM, heard)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # « nohup » keeps its word
        signal.signal(signal.SIGHUP, heard)
